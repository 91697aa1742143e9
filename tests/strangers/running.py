"""A running service: its process, its address, and how it is stopped."""

import os
import pathlib
import signal
import socket
import subprocess
import time

from console import Failure

START_WITHIN_S = 120.0
STOP_WITHIN_S = 30.0
END_WITHIN_S = 10.0  # processes whose parent has just ended


class Running:
    """Starts the command in a session of its own and waits until the port accepts connections. `stop` ends the process and
    its children, by its process group."""

    def __init__(self, command, port, env, cwd, log):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "ab") as output:
            self.process = subprocess.Popen([str(word) for word in command], cwd=cwd, env={**os.environ, **env}, stdout=output,
                                            stderr=output, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            self.wait_until_it_listens()
        except BaseException:
            self.stop()
            raise

    def wait_until_it_listens(self):
        deadline = time.monotonic() + START_WITHIN_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failure(f"the service ended with status {self.process.returncode} while it started", "read the log", self.log)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise Failure(f"the service did not listen on port {self.port} within {START_WITHIN_S:.0f} s", "read the log", self.log)

    def stop(self):
        """The second signal is for what a leader has left behind that ended at the first one."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass
            try:
                self.process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                pass


def run(command, env, cwd, log):
    """Runs a preparing command of a service (migrations, seeding) to its end."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        status = subprocess.run([str(word) for word in command], cwd=cwd, env={**os.environ, **env}, stdout=output, stderr=output,
                                stdin=subprocess.DEVNULL).returncode
    if status != 0:
        raise Failure(f"{' '.join(str(word) for word in command)} exited with status {status}", "read the log", log)


def running_with(folder):
    """The command lines of processes that name the folder."""
    commands = []
    for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commands.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            pass  # it has ended in the meantime
    return [command for command in commands if folder in command]


def left_running(folder):
    """The same, of processes that don't end by themselves."""
    deadline = time.monotonic() + END_WITHIN_S
    while (found := running_with(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found
