"""What the commands need of whoever calls them."""

import contextlib
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "stack"), str(ROOT / "tools" / "test_driver")]
import testing
from console import exit_status
from layout import Stack

PATH_OF_A_USER = "/usr/local/bin:/usr/bin:/bin"  # ENV_PATH in Debian's login.defs(5), as far as it matters


class Commands(unittest.TestCase):
    def test_make_finds_the_servers_for_a_user_without_sbin_in_the_path(self):
        with tempfile.TemporaryDirectory() as build:
            found = subprocess.run(["make", "-s", "--eval", "servers: ; @command -v mariadbd memcached nginx", f"BUILD={build}", "servers"],
                                   cwd=ROOT, env={**os.environ, "PATH": PATH_OF_A_USER}, capture_output=True, text=True)
        self.assertEqual((found.returncode, len(found.stdout.split())), (0, 3), found.stderr)

    def test_C1_what_make_starts_uses_the_proxy_for_other_hosts_only(self):
        for given, wanted in (({}, "127.0.0.1,localhost,::1"), ({"no_proxy": ".example"}, ".example,127.0.0.1,localhost,::1"),
                              ({"NO_PROXY": "a,127.0.0.1"}, "a,127.0.0.1"), ({"NO_PROXY": "*"}, "*")):
            env = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"} | {"http_proxy": "http://127.0.0.1:9", **given}
            with tempfile.TemporaryDirectory() as build:
                # In a make started by make, too.
                found = subprocess.run(["make", "-s", "--eval", "outer: ; @$(MAKE) -s --eval 'inner: ; @env' inner", f"BUILD={build}", "outer"],
                                       cwd=ROOT, env=env, capture_output=True, text=True)
            for line in (f"no_proxy={wanted}", f"NO_PROXY={wanted}", "http_proxy=http://127.0.0.1:9"):
                self.assertIn(line, found.stdout.splitlines(), found.stderr)

    def test_a_program_that_is_missing_is_named_with_what_to_do(self):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            status = exit_status(lambda: subprocess.run(["no-such-server"]))
        self.assertEqual(status, 1)
        self.assertIn("the program no-such-server is not in the PATH", said.getvalue())
        self.assertIn("make deps", said.getvalue())


    def test_a_port_that_is_not_one_is_named_with_its_bounds(self):
        for port in ("abc", "0", "65536", "-1", "8080.5", "٣"):
            found = subprocess.run([sys.executable, "-B", "stack", "port", f"--port={port}"], cwd=ROOT, capture_output=True, text=True)
            self.assertEqual((found.returncode, found.stdout), (1, ""))
            self.assertIn(f"FAILED: PORT must be a number from 1 to 65535; got '{port}'", found.stderr)
            self.assertNotIn("usage", found.stderr)

    def test_a_suite_that_is_not_there_is_named_before_anything_starts(self):
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as var:
            stack = Stack(pathlib.Path(var), 1, ROOT / "build", ())
            with contextlib.redirect_stderr(said):
                status = exit_status(lambda: testing.run(stack, "no such suite"))
        self.assertEqual(status, 1)
        self.assertIn("no suite has 'no such suite' in its name", said.getvalue())
        self.assertIn("stack (Python)", said.getvalue())

    def test_the_app_is_checked_without_being_started(self):
        """`make run` does so before it replaces the one that runs."""
        program = pathlib.Path(os.environ["CASELOAD_TEST_BUILD"]) / "caseload-app"
        with tempfile.TemporaryDirectory() as folder:
            cases = pathlib.Path(folder) / "fcgi-app" / "cases"
            shutil.copytree(ROOT / "fcgi-app" / "cases", cases)
            settings = {**os.environ, "CASELOAD_APP_TEMPLATES_FOLDER": str(ROOT / "templates"), "CASELOAD_APP_SOURCE_FOLDER": folder,
                        "CASELOAD_APP_EXCERPTS_FILE": str(program.parent / "excerpts.json")}
            fine = subprocess.run([program, "--check"], env=settings, capture_output=True, text=True)
            missing = sorted(cases.iterdir())[0]
            (missing / "page.mustache").unlink()
            refused = subprocess.run([program, "--check"], env=settings, capture_output=True, text=True)
        self.assertEqual((fine.returncode, fine.stderr), (0, ""))
        self.assertEqual(refused.returncode, 1)
        self.assertIn(f"fcgi-app/cases/{missing.name}/page.mustache is missing", refused.stderr)


if __name__ == "__main__":
    unittest.main()
