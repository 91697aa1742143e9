"""Where the packages under test are, and how tests run commands and services. `prepare_path` comes first in each file."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCUST = ROOT / "locust"
HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's Locust


def prepare_path() -> None:
    for folder in (LOCUST, HERE):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))


class FakeService:
    """The service of fake_service.py in a process of its own, until the block ends."""

    def __init__(self, fault: str = "", cases: str = "") -> None:
        self._arguments = ["--fault", fault, "--cases", cases]

    def __enter__(self) -> "FakeService":
        command = [PYTHON, str(HERE / "fake_service.py"), *self._arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.host = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        return self

    def stop(self) -> None:
        """As when a service dies in the middle of a run."""
        self._process.kill()

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(120)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()


def assert_explained(test: unittest.TestCase, claim: dict[str, Any]) -> None:
    """Wherever a claim of a run was looked at, the run has what the app expected, or the reason why it does not."""
    test.assertTrue(claim["observed"] or claim.get("reason"), claim)
    for entry in claim["observed"]:
        if "expected" in entry:
            test.assertLessEqual({"value", "holds"}, set(entry), claim)
        else:
            test.assertTrue(entry.get("reason"), claim)


def run(*command: str, timeout: float = 600, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command from the root of the checkout; its output is text, its exit code is not checked."""
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=timeout, check=False
    )


def free_port() -> int:
    """Below the ports that Linux gives to whoever asks for any (ip_local_port_range), so that nobody is given it before it is used."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as found:
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
