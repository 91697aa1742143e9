"""A checkout whose path has characters that shells and configuration files treat in their own way."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest
from unittest import mock

from site_server import ROOT, SiteServer, Stack, nginx, part  # finds the stack's modules

import mariadb
from console import Failure

ODD = "a b & 'c' \"d\" $e {f}; #g grün \\h"


class Site(SiteServer):
    name = f"{ODD}/var"

    @classmethod
    def make_files(cls):
        odd_root = cls.stack.var.parent / "checkout"
        odd_root.symlink_to(ROOT)
        patch = mock.patch.object(nginx, "ROOT", odd_root)
        patch.start()
        cls.addClassCleanup(patch.stop)

    def test_C2_nginx_serves_files_and_pages(self):
        self.start_upstream()
        self.assertEqual(self.fetch("/static/caseload.css").text, (ROOT / "templates" / "static" / "caseload.css").read_bytes())
        self.assertEqual(self.fetch_upstream("/cached/page").status, 200)
        self.assertIn(b"<h1>Not found</h1>", self.fetch("/static/none").text)


class Database(unittest.TestCase):
    def test_C2_the_database_is_created_and_starts(self):
        (ROOT / "var").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=ROOT / "var") as folder:  # the stack only ends processes that work in this checkout
            stack = Stack(pathlib.Path(folder) / ODD / "var", 1, ROOT, (), durable=False)
            stack.make_folders()
            stack.remove_outside()  # as `make test` stops a stack that was left running, before it starts its own
            try:
                part.bring_up(stack, mariadb.PART)
                self.assertEqual(mariadb.query(stack, "SELECT 1"), [["1"]])
            except Failure as failure:
                self.fail(f"{failure} {failure.log and failure.log.read_text()}")
            finally:
                was_ended = part.take_down(stack, mariadb.PART)
                stack.remove_outside()
            self.assertTrue(was_ended, "the server is left running")


class Commands(unittest.TestCase):
    def test_C2_make_and_its_scripts_run(self):
        with tempfile.TemporaryDirectory() as folder:
            checkout = pathlib.Path(folder) / ODD
            checkout.mkdir()
            for name in ("Makefile", "stack", "tools", "fcgi-app", "site-gen", "tests"):
                (checkout / name).symlink_to(ROOT / name)
            for target in ("help", "compile_commands.json"):
                found = subprocess.run(["make", "-s", "BUILD=build", target], cwd=checkout, env={**os.environ, "PWD": str(checkout)},
                                       capture_output=True, text=True)
                self.assertEqual((found.returncode, found.stderr), (0, ""), target)
            commands = json.loads((checkout / "compile_commands.json").read_text())
            self.assertEqual(commands[0]["directory"], str(checkout))


if __name__ == "__main__":
    unittest.main()
