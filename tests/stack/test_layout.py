"""Sockets are reachable however deep the checkout lies."""

import os
import pathlib
import socket
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))
from console import Failure
from layout import MAX_SOCKET_PATH, Stack


class Layout(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def stack_in(self, name):
        stack = Stack(self.folder / name / "var", 8080, self.folder, ())
        stack.make_folders()
        self.addCleanup(stack.remove_outside)
        return stack

    def test_in_the_checkout_where_the_path_fits(self):
        stack = self.stack_in("checkout")
        self.assertEqual(stack.socket("app"), stack.run / "app.sock")

    def test_over_a_short_link_where_it_does_not(self):
        stack = self.stack_in("deep/" + "x" * 100)
        self.assertLessEqual(len(os.fsencode(stack.socket("memcached"))), MAX_SOCKET_PATH)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(str(stack.socket("app")))
            self.assertTrue((stack.run / "app.sock").is_socket())
        stack.remove_outside()
        self.assertFalse(stack.plain.is_symlink())
        self.assertTrue((stack.run / "app.sock").is_socket())

    def test_C2_over_a_link_where_the_path_has_characters_that_servers_do_not_take(self):
        for name in ("with a space", "it's", 'say "hi"', "a&b", "price$", "{braces};", "grün", "tab\there", "back\\slash", "#1", "new\nline"):
            stack = self.stack_in(name)
            self.assertRegex(str(stack.plain), "^[A-Za-z0-9/._-]+$")
            self.assertTrue((stack.plain / "run").samefile(stack.run))

    def test_a_link_that_is_not_ours_is_refused(self):
        stack = self.stack_in("deep/" + "x" * 100)
        stack.plain.unlink()
        for make, remove in ((lambda: stack.plain.symlink_to("/tmp"), stack.plain.unlink), (stack.plain.mkdir, stack.plain.rmdir)):
            make()
            try:
                with self.assertRaises(Failure):
                    stack.make_folders()
            finally:
                remove()

    def test_only_its_user_reads_the_password_of_the_database_which_stays_the_same(self):
        stack = self.stack_in("checkout")
        self.assertRegex(stack.database_password, "^[0-9a-f]{32}$")
        self.assertEqual(stack.database_password, stack.database_password)
        self.assertEqual((stack.run / "database-password").stat().st_mode & 0o777, 0o600)
        self.assertRegex(stack.database_address[0], r"^127\.\d+\.\d+\.\d+$")

    def test_only_its_user_reaches_the_sockets(self):
        stack = self.stack_in("checkout")
        self.assertEqual(stack.run.stat().st_mode & 0o777, 0o700)


if __name__ == "__main__":
    unittest.main()
