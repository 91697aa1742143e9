"""`make sanitizers`: the whole of `make test` with address and undefined behaviour sanitizer, and once more with thread sanitizer. A
report of a sanitizer ends the program that is tested, so a test fails."""

import re
import subprocess
import sys

from layout import ROOT
from measured import Measured

MODES = {"asan": "address and undefined behaviour", "tsan": "threads"}


def counts_of(output):
    """(passed, failed) from the last line of `make test`; None if there is none: it did not get so far."""
    found = re.findall(r"^(\d+) passed, (\d+) failed", output, re.MULTILINE)
    return (int(found[-1][0]), int(found[-1][1])) if found else None


def test(mode, only):
    """Runs `make test`, showing its output. Returns (output, status)."""
    command = ["make", "--no-print-directory", "test", f"MODE={mode}", *([f"ONLY={only}"] if only else [])]
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, errors="replace") as process:
        for line in process.stdout:
            lines.append(line)
            sys.stdout.write(line)
            sys.stdout.flush()
    return "".join(lines), process.returncode


def run(only):
    measured = Measured("make sanitizers")
    for mode, title in MODES.items():
        print(f"\nmake test with sanitizers: {title}", flush=True)
        output, status = test(mode, only)
        counts = counts_of(output)
        if counts is None:
            measured.fail(f"make test MODE={mode} ended with status {status} before its tests")
            counts = (0, 1)
        passed, failed = counts
        if status != 0:
            failed = max(1, failed)
            measured.fail(f"make test MODE={mode}: {failed} failed")
        measured.add("sanitizers", failed, title, passed=passed)
    return measured.report(ROOT / "build" / "asan", {"modes": ", ".join(MODES)}, is_whole=not only)
