"""Load, by wrk (Debian's package): a fixed number of connections, each with one request at a time. And what it cost."""

import json
import os
import pathlib
import subprocess
import time

from console import Failure

REPORT = pathlib.Path(__file__).resolve().parent / "report.lua"
SETTLE_WITHIN_S = 60.0
TICK = os.sysconf("SC_CLK_TCK")


def load(url, connections, seconds, headers):
    """What report.lua prints, with the CPU seconds of wrk itself."""
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout", "30s", "--script", str(REPORT)]
    for name, value in {"Accept": "text/html", **headers}.items():
        command += ["--header", f"{name}: {value}"]
    before = os.times()
    done = subprocess.run([*command, url], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    after = os.times()
    if done.returncode != 0:
        raise Failure(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    report = read_report(done.stdout)
    report["generator_cpu_s"] = after.children_user + after.children_system - before.children_user - before.children_system
    return report


def read_report(text):
    lines = [line for line in text.splitlines() if line.startswith("{")]
    if not lines:
        raise Failure(f"wrk printed no report: {text.strip()[-200:]}")
    return json.loads(lines[-1])


def cpu_seconds(pids):
    """User and system time of processes, to 10 ms (proc(5))."""
    total = 0
    for pid in pids:
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def settle(pids):
    """Waits until the processes have nothing left to do: a program goes on with the requests that wrk gave up when its time was over."""
    deadline = time.monotonic() + SETTLE_WITHIN_S
    while time.monotonic() < deadline:
        before = cpu_seconds(pids)
        time.sleep(0.05)
        if cpu_seconds(pids) == before and not any(is_runnable(pid) for pid in pids):
            return
    raise Failure(f"a program was still busy {SETTLE_WITHIN_S:.0f} s after its last request")


def is_runnable(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False


def resident_megabytes(pids):
    total = 0
    for pid in pids:
        try:
            total += int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 2**20
