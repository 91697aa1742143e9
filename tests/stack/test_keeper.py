"""The keeper holds the socket over the deaths and restarts of its program."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

KEEPER = pathlib.Path(__file__).resolve().parents[2] / "stack" / "keeper.py"
PATIENCE_S = 300  # with what must come; a busy machine takes its time
PROGRAM = pathlib.Path(__file__).with_name("answering_program.py")


class Keeper(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "app.sock")

    def keep(self, *arguments, log=subprocess.DEVNULL):
        keeper = subprocess.Popen([sys.executable, KEEPER, "--listen", self.path, "--at-once", str(PATIENCE_S), "--", sys.executable, PROGRAM, *arguments],
                                  stderr=log)
        self.addCleanup(self.end, keeper)
        self.wait_until(lambda: os.path.exists(self.path) or keeper.poll() is not None)
        return keeper

    def wait_until(self, condition):
        deadline = time.monotonic() + PATIENCE_S
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.01)

    def end(self, keeper):
        if keeper.poll() is None:
            keeper.terminate()
        keeper.wait(PATIENCE_S)

    def request(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(PATIENCE_S)
            connection.connect(self.path)
            return connection.recv(100).decode().split()

    def test_the_socket_is_handed_over_as_systemd_does(self):
        self.keep()
        pid, descriptors, listed_pid = self.request()
        self.assertEqual(descriptors, "1")
        self.assertEqual(listed_pid, pid)

    def test_it_listens_on_an_address_as_well(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = free.getsockname()
        keeper = subprocess.Popen([sys.executable, KEEPER, "--listen", f"{address[0]}:{address[1]}", "--at-once", str(PATIENCE_S), "--", sys.executable, PROGRAM],
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(self.end, keeper)

        def request():
            with socket.create_connection(address, PATIENCE_S) as connection:
                return connection.recv(100).decode().split()

        def listens():
            with socket.socket() as probe:
                return probe.connect_ex(address) == 0

        self.wait_until(listens)
        pid, descriptors, listed_pid = request()
        self.assertEqual((descriptors, listed_pid), ("1", pid))
        keeper.send_signal(signal.SIGHUP)
        self.wait_until(lambda: request()[0] != pid)
        self.assertNotEqual(request()[0], pid)

    def test_a_program_that_dies_is_started_again(self):
        self.keep()
        first = self.request()[0]
        os.kill(int(first), signal.SIGKILL)
        self.assertNotEqual(self.request()[0], first)

    def test_a_program_is_kept_when_the_disk_with_the_log_is_full(self):
        with open("/dev/full", "w") as full:
            self.keep(log=full)
        first = self.request()[0]
        os.kill(int(first), signal.SIGKILL)
        self.assertNotEqual(self.request()[0], first)

    def test_B1_restarts_refuse_nobody(self):
        keeper = self.keep()
        pids, failures, done = set(), [], threading.Event()

        def visit():
            while not done.is_set():
                try:
                    pids.add(self.request()[0])
                except (OSError, IndexError, ValueError) as error:
                    failures.append(error)

        visitors = [threading.Thread(target=visit) for _ in range(8)]
        for visitor in visitors:
            visitor.start()
        for programs_seen in range(1, 5):
            self.wait_until(lambda: len(pids) >= programs_seen)
            keeper.send_signal(signal.SIGHUP)
        done.set()
        for visitor in visitors:
            visitor.join()
        self.assertEqual(failures, [])
        self.assertGreaterEqual(len(pids), 4)

    def test_it_ends_with_its_program_and_takes_the_socket_along(self):
        keeper = self.keep()
        pid = int(self.request()[0])
        keeper.terminate()
        self.assertEqual(keeper.wait(PATIENCE_S), 0)
        self.assertFalse(os.path.exists(f"/proc/{pid}"))
        self.assertFalse(os.path.exists(self.path))

    def test_a_program_goes_when_its_keeper_is_killed(self):
        keeper = self.keep()
        pid = int(self.request()[0])
        keeper.kill()
        keeper.wait()
        self.wait_until(lambda: not is_running(pid))
        self.assertFalse(is_running(pid))

    def test_a_program_that_can_not_start_at_all_ends_the_keeper(self):
        self.assertEqual(self.keep("fail").wait(PATIENCE_S), 3)


def is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    unittest.main()
