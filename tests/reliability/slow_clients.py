"""slowhttptest: clients that send their head, their body or ranges slowly, or read slowly, to hold as many connections as they can."""

import csv
import pathlib
import shutil
import subprocess
import tempfile
import urllib.parse

from restarts import READS, failures
from users import Users

CONNECTIONS = 500
# (name, options). A connection sends a few bytes every 10 s; nginx's deadlines are 15 s (nginx/caseload.conf).
MODES = [
    ("slow head", ["-H", "-i", "10"]),
    ("slow body", ["-B", "-i", "10", "-s", "8192"]),
    ("many ranges", ["-R", "-a", "10", "-b", "3000"]),
    ("slow reading", ["-X", "-w", "16", "-y", "64", "-n", "5", "-z", "16"]),
]
OTHER_ADDRESS = "127.0.0.2"
# Longer than the deadline for the head, and than that between two parts of a body.
SECONDS = 40
PAGE = "cases/n-plus-one/fast?n=1000"


def still_open(report):
    """From slowhttptest's CSV file: connections at the end. Its columns: Seconds,Closed,Pending,Connected,Service Available."""
    with open(report, newline="") as file:
        rows = [row for row in csv.reader(file) if row and row[0].strip().isdigit()]
    if not rows:
        raise ValueError("the report has no rows")
    return int(rows[-1][2]) + int(rows[-1][3]), max(int(row[3]) for row in rows)


def attack(stack, options, seconds):
    with tempfile.TemporaryDirectory() as folder:
        prefix = pathlib.Path(folder) / "report"
        command = ["slowhttptest", *options, "-c", str(CONNECTIONS), "-r", "200", "-l", str(seconds), "-p", "5", "-x", "24", "-g", "-o", prefix,
                   "-u", urllib.parse.urljoin(stack.address, PAGE)]
        result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        report = prefix.with_suffix(".csv")
        if not report.exists():
            raise ValueError(f"slowhttptest ended with status {result.returncode} and without a report: {result.stdout[-200:]}")
        return still_open(report)


def measure(stack, measured, quick):
    targets = ("slow-clients-cut", "slow-clients-others")
    reason = "slowhttptest is not installed" if shutil.which("slowhttptest") is None else "a quick measurement has no time for it" if quick else None
    if reason:
        for target in targets:
            measured.leave_out(target, reason)
        return
    for name, options in MODES:
        with Users(stack.address, READS, 5, source=OTHER_ADDRESS) as users:
            try:
                left, most = attack(stack, options, SECONDS)
            except ValueError as error:
                measured.fail(f"{name}: {error}")
                continue
        seen = users.seen()
        failed = failures(seen)
        print(f"  {name}: at most {most} connections at once, {left} open after {SECONDS} s; another address: {len(failed)} of {len(seen):,} failed", flush=True)
        measured.add("slow-clients-cut", left, name, at_once=most)
        measured.add("slow-clients-others", len(failed), name, requests=len(seen))
        if failed:
            measured.fail(f"{name}: {len(failed)} requests of another address failed, the first: {failed[0]}")
    for target in targets:
        measured.leave_out(target, "slowhttptest wrote no report")
