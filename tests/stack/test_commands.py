"""What the commands need of whoever calls them."""

import contextlib
import importlib.util
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "stack"))
specification = importlib.util.spec_from_file_location("stack_main", ROOT / "stack" / "__main__.py")
stack_main = importlib.util.module_from_spec(specification)
specification.loader.exec_module(stack_main)
PATH_OF_A_USER = "/usr/local/bin:/usr/bin:/bin"  # ENV_PATH in Debian's login.defs(5), as far as it matters


class Commands(unittest.TestCase):
    def test_make_finds_the_servers_for_a_user_without_sbin_in_the_path(self):
        with tempfile.TemporaryDirectory() as build:
            found = subprocess.run(["make", "-s", "--eval", "servers: ; @command -v mariadbd memcached nginx", f"BUILD={build}", "servers"],
                                   cwd=ROOT, env={**os.environ, "PATH": PATH_OF_A_USER}, capture_output=True, text=True)
        self.assertEqual((found.returncode, len(found.stdout.split())), (0, 3), found.stderr)

    def test_a_program_that_is_missing_is_named_with_what_to_do(self):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            status = stack_main.in_words(lambda: subprocess.run(["no-such-server"]))
        self.assertEqual(status, 1)
        self.assertIn("the program no-such-server is not in the PATH", said.getvalue())
        self.assertIn("make deps", said.getvalue())


if __name__ == "__main__":
    unittest.main()
