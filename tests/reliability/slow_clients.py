"""slowhttptest: clients that send their head, their body or ranges slowly, or read slowly, to hold as many connections as they can."""

import pathlib
import shutil
import subprocess
import time
import urllib.parse

import environment
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


def held(table, port):
    """How many connections from 127.0.0.1 a process of the server holds, from /proc/net/tcp (proc(5)): established or closed by the
    client alone, with an inode. What the kernel still sends after the server has closed it doesn't count."""
    count = 0
    for line in table.splitlines()[1:]:
        _, local, remote, state, *rest = line.split()
        count += local == f"0100007F:{port:04X}" and remote.startswith("0100007F:") and state in ("01", "08") and rest[5] != "0"
    return count


def attack(stack, options, seconds):
    """Returns (connections that nginx holds at the end, the most it has held)."""
    command = ["slowhttptest", *options, "-c", str(CONNECTIONS), "-r", "200", "-l", str(seconds), "-p", "5", "-x", "24",
               "-u", urllib.parse.urljoin(stack.address, PAGE)]
    samples, began = [0], time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:
        while process.poll() is None:
            samples.append(held(pathlib.Path("/proc/net/tcp").read_text(), stack.port))
            time.sleep(0.5)
        if process.returncode != 0:
            raise ValueError(f"slowhttptest ended with status {process.returncode}: {process.stderr.read()[-200:]}")
    # It ends early if no connection is left.
    is_cut = time.monotonic() - began < seconds - 2
    return 0 if is_cut else samples[-1], max(samples)


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
        print(f"  {name}: nginx held at most {most} connections at once, {left} after {SECONDS} s; another address: {len(failed)} of {len(seen):,} failed", flush=True)
        measured.add("slow-clients-cut", left, name, at_once=most)
        measured.add("slow-clients-others", len(failed), name, requests=len(seen))
        if failed:
            measured.fail(f"{name}: {len(failed)} requests of another address failed, the first: {failed[0]}")
    if any(result["value"] for result in measured.found.get(targets[0], {}).get("results", [])):
        measured.note(targets[0], f"nginx {environment.package('nginx')} limits the time for a whole head, but for a body and for reading only the time between "
                                  "two parts. The number of requests of one address is limited to 64 at once.")
    for target in targets:
        measured.leave_out(target, "slowhttptest failed")
