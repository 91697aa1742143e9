"""Runs the project's commands in the copy, with time limits, and leaves no process behind."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import time
from pathlib import Path
from typing import Callable

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
# A mutant may use up memory or disk space, which must not affect the machine.
DATA_BYTES = 8 * 2**30
FILE_BYTES = 4 * 2**30


def adopt_orphans() -> None:
    """Servers outlive the command that starts them. Orphans are reparented to this process, so that it can find them."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def limit() -> None:
    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, DATA_BYTES), (resource.RLIMIT_FSIZE, FILE_BYTES)):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))


def environment(**more: str) -> dict[str, str]:
    """The environment without the variables of the `make` that started this process."""
    handed_down = ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "COUNT", "SEED", "IN", "MODE", "BUILD", "ONLY")
    kept = {name: value for name, value in os.environ.items() if name not in handed_down}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **more}


def run(command: list[str], folder: Path, log: Path, env: dict[str, str], limit_s: float,
        is_decided: Callable[[], bool] = lambda: False) -> int | None:
    """The exit status; None if the limit was reached. The command is stopped as soon as `is_decided` returns True."""
    log.parent.mkdir(parents=True, exist_ok=True)
    ends = time.monotonic() + limit_s
    try:
        with open(log, "w") as output:
            process = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=limit)
        while True:
            try:
                return process.wait(0.5)
            except subprocess.TimeoutExpired:
                if is_decided():
                    return 1
                if time.monotonic() > ends:
                    return None
    finally:
        end_descendants()


def end_descendants() -> None:
    """Uses SIGKILL, because a mutant's data is replaced anyway."""
    while True:
        alive = descendants(os.getpid())
        for pid in alive:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            if not alive:
                return
        time.sleep(0.02)


def descendants(ancestor: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry))
    found = list(children.get(ancestor, []))
    for pid in found:
        found += children.get(pid, [])
    return found
