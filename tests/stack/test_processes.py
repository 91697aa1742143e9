"""Processes are found again, ended whole, and never mistaken for somebody else's."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))
import part
import processes


def is_alive(pid):
    stat = processes.stat_of(pid)
    return stat is not None and stat[0] != "Z"


class Processes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.pid_file = pathlib.Path(self.folder.name) / "part.pid"
        self.log = pathlib.Path(self.folder.name) / "part.log"

    def start(self, script):
        process = processes.start(["bash", "-c", script], self.pid_file, self.log, dict(os.environ))
        self.addCleanup(processes.stop, self.pid_file)
        return process

    def wait_for_line(self):
        while not self.log.read_text().endswith("\n"):
            time.sleep(0.01)
        return self.log.read_text().split()

    def test_stop_ends_what_start_began(self):
        process = self.start("exec sleep 6000")
        self.assertTrue(processes.is_running(processes.recorded(self.pid_file)))
        self.assertTrue(processes.stop(self.pid_file))
        self.assertFalse(is_alive(process.pid))
        self.assertFalse(self.pid_file.exists())

    def test_one_that_ignores_the_signal_is_killed(self):
        process = self.start("trap '' TERM; echo ready; while :; do sleep 0.1; done")
        self.wait_for_line()
        processes.stop(self.pid_file, patience=0.2)
        self.assertFalse(is_alive(process.pid))

    def test_children_that_lost_their_leader_are_ended(self):
        process = self.start("sleep 6000 & echo $!; wait")
        child = int(self.wait_for_line()[0])
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        self.assertTrue(is_alive(child))
        self.assertTrue(processes.stop(self.pid_file))
        self.assertFalse(is_alive(child))

    def test_a_reused_pid_is_ignored(self):
        other = subprocess.Popen(["sleep", "6000"], start_new_session=True)
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        started = processes.stat_of(other.pid)[2]
        self.pid_file.write_text(f"{other.pid} {started - 1} {processes.boot_id()}\n")
        self.assertFalse(processes.stop(self.pid_file))
        self.assertTrue(is_alive(other.pid))

    def test_a_pid_file_from_before_a_reboot_names_nobody(self):
        other = subprocess.Popen(["sleep", "6000"], start_new_session=True)
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        self.pid_file.write_text(f"{other.pid} {processes.stat_of(other.pid)[2]} another-boot\n")
        self.assertFalse(processes.stop(self.pid_file))
        self.assertTrue(is_alive(other.pid))

    def test_a_process_elsewhere_is_ignored_even_in_a_session_of_ours(self):
        process = self.start("(cd /; exec sleep 6000) & echo $!; wait")
        child = int(self.wait_for_line()[0])
        self.addCleanup(os.kill, child, signal.SIGKILL)
        while os.readlink(f"/proc/{child}/cwd") != "/":
            time.sleep(0.01)
        self.assertEqual(processes.members(processes.recorded(self.pid_file)), [process.pid])

    def test_a_broken_pid_file_names_nobody(self):
        for text in ("", "12", "a b c", "1 2 3 4"):
            self.pid_file.write_text(text)
            self.assertIsNone(processes.recorded(self.pid_file), text)


class Responses(unittest.TestCase):
    def test_a_server_is_ready_when_it_has_said_something_and_not_when_it_only_accepts(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            path = pathlib.Path(folder) / "server.sock"
            self.assertEqual(part.responds(path), "server.sock: No such file or directory")
            server.bind(str(path))
            server.listen()
            self.assertEqual(part.responds(path, limit_s=0.01), "server.sock: does not respond")
            server.accept()[0].close()
            with ThreadPoolExecutor() as other:
                found = other.submit(part.responds, path, b"hello")
                with server.accept()[0] as connection:
                    self.assertEqual(connection.recv(5), b"hello")
                    connection.sendall(b"?")
                    self.assertEqual(found.result(), "")
                found = other.submit(part.responds, path)
                server.accept()[0].close()
                self.assertEqual(found.result(), "server.sock: closes connections")


if __name__ == "__main__":
    unittest.main()
