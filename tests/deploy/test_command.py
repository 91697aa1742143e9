"""`caseload`: its options, the nginx site, and what `caseload check` makes of what it finds."""

import argparse
import importlib.util
import os
import pathlib
import pwd
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
from unittest import mock

from command_of_the_tests import ROOT, in_folder

import app_client
import check
import check_database
import check_profile
import nginx_site
from console import Failure
from finding import NOTE, OK, UNKNOWN, WRONG, Finding
from installation import Installation

spec = importlib.util.spec_from_file_location("caseload_command", ROOT / "deploy" / "command" / "__main__.py")
assert spec is not None and spec.loader is not None
command = importlib.util.module_from_spec(spec)
spec.loader.exec_module(command)


class Options(unittest.TestCase):
    def test_values_that_can_not_be_right_are_refused_with_their_bounds(self):
        for read, wrong, why in ((command.server_name, ("", "a b", "a;b", "-a", "a..b", "a" * 254, "https://a", "https://a/", "ftp://a/b", "https://a//b", "https://a/../b", "https://a/b?c", "a/b"), "not a host name"), (command.port, ("0", "65536", "http", "8O", "١"), "1 to 65535"),
                                 (command.some_datasets, ("x2", "", "x1,"), "x1, x4, x16")):
            for text in wrong:
                with self.subTest(text), self.assertRaisesRegex(argparse.ArgumentTypeError, why):
                    read(text)
        self.assertEqual((command.server_name("caseload.example.org"), command.server_name("_"), command.port("8080"), command.some_datasets("x1,x4")),
                         ("caseload.example.org", "_", 8080, ("x1", "x4")))
        self.assertEqual(command.server_name("https://example.org:8443/teams/perf/"), "https://example.org:8443/teams/perf")

    def test_completion_knows_all_commands(self):
        text = subprocess.run([sys.executable, "-B", ROOT / "deploy" / "command", "--help"], check=True, capture_output=True, text=True).stdout
        pattern = re.search(r"sed -n '([^']*)'", (ROOT / "deploy" / "caseload.bash-completion").read_text()).group(1)
        found = subprocess.run(["sed", "-n", pattern], input=text, check=True, capture_output=True, text=True).stdout.split()
        self.assertEqual(found, ["setup", "check", "seed", "status", "catalogue", "version"])


class Site(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.installation = in_folder(folder.name)
        self.file = self.installation.etc / "listen.conf"

    def test_name_and_port_are_kept_until_another_is_given(self):
        self.assertEqual(nginx_site.write(self.installation, "a.test", 8080), ("a.test", 8080))
        self.assertIn("\nlisten 8080;\n", self.file.read_text())
        with self.file.open("a") as file:
            file.write("# ours\n")
        self.assertEqual(nginx_site.write(self.installation), ("a.test", 8080))
        self.assertEqual(nginx_site.write(self.installation, "a.test", 8080), ("a.test", 8080))
        self.assertIn("# ours", self.file.read_text())
        self.assertEqual(nginx_site.write(self.installation, port=81), ("a.test", 81))
        self.assertNotIn("# ours", self.file.read_text())
        self.assertIn("# ours", self.file.with_suffix(".conf.old").read_text())

    def test_only_the_site_for_every_name_is_the_default_server(self):
        self.assertIn("\nlisten 80 default_server backlog=4096;\nlisten [::]:80 default_server backlog=4096;\nserver_name _;\n", nginx_site.listen_text("_", 80, True))
        self.assertIn("\nlisten 80;\nserver_name a.test;\n", nginx_site.listen_text("a.test", 80, False))

    def test_below_another_site_only_that_site_connects_and_every_address_begins_with_its_path(self):
        self.assertEqual(nginx_site.write(self.installation, "https://example.org/perf"), ("https://example.org/perf", 8080))
        self.assertIn("\nlisten 127.0.0.1:8080 default_server;\nserver_name _;\nset_real_ip_from 127.0.0.1;\n", self.file.read_text())
        self.assertEqual((self.installation.etc / "prefix.map").read_text(), "root /perf;\n")
        self.assertEqual(self.installation.environment, {"CASELOAD_APP_BASE_URL": "https://example.org/perf"})
        self.assertIn("location /perf/ {\n    proxy_pass http://127.0.0.1:8080/;\n", nginx_site.snippet(self.installation).read_text())
        self.assertEqual(nginx_site.write(self.installation), ("https://example.org/perf", 8080))
        self.assertEqual(nginx_site.address("https://example.org/perf", 8080), "https://example.org/perf/")
        nginx_site.write(self.installation, "a.test", 80)
        self.assertEqual((self.installation.environment, (self.installation.etc / "prefix.map").exists()), ({}, False))

    def test_the_limits_of_the_public_profile_are_linked_while_it_is_chosen(self):
        link = self.installation.etc / "public.conf"
        nginx_site.apply_profile(self.installation)
        self.assertFalse(link.is_symlink())
        with mock.patch.object(type(self.installation), "profile", "public"):
            nginx_site.apply_profile(self.installation)
            self.assertIn("limit_req ", link.read_text())
        nginx_site.apply_profile(self.installation)
        self.assertFalse(link.is_symlink())
        link.write_text("limit_req zone=ours;\n")  # the administrator's own
        nginx_site.apply_profile(self.installation)
        self.assertTrue(link.exists())

    def test_a_file_of_the_administrators_own_is_never_replaced(self):
        self.file.write_text("listen 443 ssl;\n")
        nginx_site.write(self.installation)
        with self.assertRaisesRegex(Failure, "not this command's"):
            nginx_site.write(self.installation, "a.test")
        self.assertEqual(self.file.read_text(), "listen 443 ssl;\n")


class Findings(unittest.TestCase):
    def states(self, *checks):
        return [found.state for _, found in check.findings(None, [("a check", each) for each in checks])]

    def test_a_check_that_fails_or_finds_nothing_does_not_say_that_all_is_well(self):
        def fails(_):
            yield Finding(OK, "a part")
            raise Failure("broken", "repair it")

        def is_denied(_):
            raise PermissionError(13, "denied")

        self.assertEqual(self.states(lambda _: iter(()), is_denied, fails), [UNKNOWN, UNKNOWN, OK, WRONG])

    def test_the_summary_counts_each_state(self):
        self.assertEqual(check.summary({OK: 2, NOTE: 1, WRONG: 1, UNKNOWN: 3}), "1 wrong, 3 could not be checked, 1 worth knowing, 2 in order.")

    def test_grants_of_the_server_are_compared_with_those_of_the_file(self):
        needed = dict(check_database.grants((ROOT / "deploy" / "grants.sql").read_text().splitlines()))
        shown = [line.replace("TO 'caseload'@'localhost';", "TO `caseload`@`localhost`") for line in (ROOT / "deploy" / "grants.sql").read_text().splitlines() if line.startswith("GRANT")]
        self.assertEqual(dict(check_database.grants(["GRANT USAGE ON *.* TO `caseload`@`localhost` IDENTIFIED BY PASSWORD '*1'", *shown])), {"*.*": {"USAGE"}, **needed})
        self.assertEqual(len(needed), 3)


class Application(unittest.TestCase):
    def test_the_defaults_come_from_the_program(self):
        defaults = Installation(programs=pathlib.Path(os.environ["CASELOAD_TEST_BUILD"])).defaults()
        self.assertGreaterEqual(set(defaults), {"server", "database", "cache", "worker", "app", "log"})
        self.assertIsInstance(defaults["server"]["threads"], int)
        self.assertEqual(defaults["database"]["name_prefix"], "caseload")
        self.assertNotIn("password_file", defaults["database"])

    def test_it_responds_over_its_own_socket_and_through_nginx(self):
        installation = Installation(app_socket=pathlib.Path(os.environ["CASELOAD_TEST_DB_SOCKET"]).with_name("app.sock"))
        self.assertEqual(app_client.get(installation, "/version")["name"], "caseload")
        status, headers, body = app_client.through_nginx("_", urllib.parse.urlsplit(os.environ["CASELOAD_TEST_BASE"]).port)
        self.assertEqual((status, "X-Request-Id" in headers), (200, True))
        self.assertIn(b'"database"', body)


class PublicProfile(unittest.TestCase):
    """Whose protections `caseload check` looks for. Each test breaks one."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.installation = in_folder(folder.name)

    def test_every_table_that_a_page_writes_is_one_from_which_the_worker_removes_old_rows(self):
        """The tables of the lab are not in the package, and those of the queue's own bookkeeping have no rows of visitors."""
        sources = [file for file in (ROOT / "fcgi-app").rglob("*.cpp") if "lab" not in file.parts]
        joined = [re.sub(r'"\s*\n\s*"', "", file.read_text()) for file in sources]
        written = {table for text in joined for table in re.findall(r"INSERT INTO (\w+)[ (]", text)} - {"job_kind", "product"}
        written |= {"scratch_book"}  # also through the ORM
        removed = {table for text in joined for table in re.findall(r'\.table = "(\w+)",\s*\.written_at', text)}
        self.assertGreaterEqual(len(written), 4)
        self.assertEqual(written - removed, {"order_item", "checkout_line"})  # go with their orders

    def test_missing_limits_of_nginx_are_found(self):
        self.assertEqual([each.state for each in check_profile.limits_of_nginx(self.installation)], [WRONG])
        with mock.patch.object(type(self.installation), "profile", "public"):
            nginx_site.apply_profile(self.installation)
        self.assertEqual([each.state for each in check_profile.limits_of_nginx(self.installation)], [OK])

    def test_another_profile_than_that_of_the_configuration_is_found(self):
        for running, state in (("standard", WRONG), (None, WRONG), ("public", OK)):
            with mock.patch.object(app_client, "get", lambda *_, running=running: {"profile": running}):
                self.assertEqual([each.state for each in check_profile.running(self.installation)], [state])

    def test_a_trace_that_is_kept_and_metrics_for_everybody_are_found(self):
        nginx_site.write(self.installation, "_", 80)
        for kept, metrics, states in ((404, 403, [OK, OK]), (200, 403, [WRONG, OK]), (404, 200, [OK, WRONG])):
            def respond(_name, _port, path, headers=None, source="", kept=kept, metrics=metrics):
                return {"/": 200, "/metrics": metrics}.get(path, kept), {"X-Request-Id": "an-id"}, b""
            with mock.patch.object(app_client, "through_nginx", respond):
                self.assertEqual([each.state for each in check_profile.requests(self.installation)], states)

    def test_the_program_of_the_tests_contains_test_mode_and_that_is_found(self):
        installation = Installation(programs=pathlib.Path(os.environ["CASELOAD_TEST_BUILD"]), etc=self.installation.etc, share=ROOT)
        installation.config_file.write_text("")
        with mock.patch.object(check_profile, "account", lambda _: pwd.getpwuid(os.geteuid())), \
             mock.patch.dict(os.environ, {"CASELOAD_APP_EXCERPTS_FILE": str(installation.programs / "excerpts.json")}):
            self.assertEqual([each.state for each in check_profile.without_lab(installation)], [WRONG])


class Package(unittest.TestCase):
    def test_what_it_is_built_with_is_what_the_list_of_packages_has(self):
        rows = [line.split() for line in (ROOT / "tools" / "packages.txt").read_text().splitlines() if line and not line.startswith("#")]
        listed = {row[0] for row in rows}
        needs = re.search(r"^Build-Depends:(.*?)\n\n", (ROOT / "debian" / "control").read_text(), re.DOTALL | re.MULTILINE).group(1)
        names = {part.split("(")[0].strip() for part in needs.split(",")} - {"debhelper-compat"}
        self.assertEqual(names - listed, set())
        libraries = {row[0] for row in rows if row[1] == "run" and row[0].endswith("-dev")}
        self.assertEqual(libraries - names, set())


if __name__ == "__main__":
    unittest.main()
