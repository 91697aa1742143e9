"""Odd surroundings: a locale that is not UTF-8, a home folder that can't be written, a strict umask, another checkout, a clock that
jumps."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from site_server import ROOT, SiteServer, Stack, nginx

# The strictest of them: only ASCII can be printed.
ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}

# Where the time of day is right: what is shown, logged or sent as a date, and lifetimes that several hosts share. Whatever
# measures a duration uses a steady clock.
TIME_OF_DAY = re.compile(r"system_clock::now|\btime\(nullptr\)|gettimeofday|CLOCK_REALTIME|time\.time\(\)|datetime\.(now|today|utcnow)")
DATES = {
    "tools/deb_check/sizes.py",
    "fcgi-app/io/log/log.cpp", "fcgi-app/io/metrics/metrics.cpp", "fcgi-app/core/clock.cpp", "stack/keeper.py",
    "locust/caseload_detector/considerate.py",  # Retry-After as a date
    "locust/caseload_runs/detect_command.py", "locust/caseload_runs/load_command.py",
}


class Locale(unittest.TestCase):
    def test_commands_print_in_any_locale(self):
        for command in (["locust/detect", "--help"], ["-m", "caseload_detector", "--help"], ["stack", "address"]):
            found = subprocess.run(["/usr/bin/python3", "-B", *command], cwd=ROOT, capture_output=True, check=False,
                                   env={**os.environ, "PYTHONPATH": str(ROOT / "locust"), **ASCII})
            self.assertEqual((found.returncode, found.stderr), (0, b""), command)
            found.stdout.decode()  # in a pipe it is UTF-8

    def test_make_reads_and_writes_utf_8(self):
        with tempfile.TemporaryDirectory() as build:
            found = subprocess.run(["make", "-s", "--eval", "show: ; @$(STACK) address; python3 -c 'print(open(\"README.md\").read())'",
                                    f"BUILD={build}", "show"], cwd=ROOT, env={**os.environ, **ASCII}, capture_output=True, check=False)
        self.assertEqual((found.returncode, found.stderr), (0, b""))
        self.assertIn("“Learn”", found.stdout.decode())


class Home(unittest.TestCase):
    def test_a_compiler_cache_is_in_the_checkout_if_the_home_folder_can_not_be_written(self):
        with tempfile.TemporaryDirectory() as folder:
            compiler_cache = pathlib.Path(folder) / "ccache"
            compiler_cache.write_text("#!/bin/sh\necho $HOME/.cache/ccache\n")
            compiler_cache.chmod(0o755)
            for home, wanted in (("/proc/none", f"{ROOT}/build/ccache"), (folder, "")):
                env = {name: value for name, value in os.environ.items() if name != "CCACHE_DIR"}
                found = subprocess.run(["make", "-s", "--eval", "show: ; @echo $$CCACHE_DIR", f"BUILD={folder}", "show"], cwd=ROOT,
                                       env={**env, "HOME": home, "PATH": f"{folder}:{env['PATH']}"}, capture_output=True, text=True, check=False)
                self.assertEqual((found.stdout.strip(), found.stderr), (wanted, ""))


class Umask(SiteServer):
    @classmethod
    def start_nginx(cls):
        before = os.umask(0o077)
        try:
            return super().start_nginx()
        finally:
            os.umask(before)

    def test_nginx_serves_files_and_pages_under_a_strict_umask(self):
        self.start_upstream()
        self.assertEqual(self.fetch("/static/caseload.css").status, 200)
        target = "/cached/page?header=Cache-Control:%20max-age=60"
        self.assertEqual([self.fetch(target).headers["Cache-Status"] for _ in range(2)], ["caseload; fwd=uri-miss", "caseload; hit"])


class TwoCheckouts(unittest.TestCase):
    def test_nothing_outside_of_a_checkout_is_shared_with_another(self):
        one, other = (Stack(pathlib.Path(f"/srv/of {name}/checkout/var"), 8080, ROOT, ()) for name in ("one", "other"))
        for thing in ("plain", "memory", "run", "database_address"):
            self.assertNotEqual(getattr(one, thing), getattr(other, thing), thing)

    def test_a_port_that_another_stack_uses_is_refused_with_a_free_one(self):
        with tempfile.TemporaryDirectory() as folder, subprocess.Popen(
                [sys.executable, "-c", "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); sys.stdin.read()"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            port = int(other.stdout.readline())
            with self.assertRaisesRegex(Exception, f"port {port} is used by another program") as refused:
                nginx.check_port(Stack(pathlib.Path(folder), port, ROOT, ()))
            self.assertRegex(refused.exception.fix, r"make run PORT=\d+")
            other.stdin.close()


class Clocks(unittest.TestCase):
    def test_only_dates_come_from_a_clock_that_can_jump(self):
        found = set()
        for folder in ("fcgi-app", "site-gen", "stack", "tools", "locust"):
            for file in sorted(ROOT.joinpath(folder).rglob("*.*")):
                if file.suffix in (".cpp", ".hpp", ".py") and TIME_OF_DAY.search(file.read_text(encoding="utf-8")):
                    found.add(str(file.relative_to(ROOT)))
        self.assertEqual(found, DATES)


if __name__ == "__main__":
    unittest.main()
