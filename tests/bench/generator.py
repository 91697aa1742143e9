"""Load, by wrk (Debian's package): a fixed number of connections, each with one request at a time. And what it cost."""

import json
import os
import pathlib
import subprocess
import time

from console import Failure

HERE = pathlib.Path(__file__).resolve().parent
SETTLE_WITHIN_S = 60.0
TICK = os.sysconf("SC_CLK_TCK")


def load(url, connections, seconds, headers):
    """What report.lua prints, with the CPU seconds of wrk itself."""
    before = os.times()
    report = run_wrk(url, ["--threads", "1", "--connections", str(connections), "--script", HERE / "report.lua"], seconds, headers)
    after = os.times()
    report["generator_cpu_s"] = after.children_user + after.children_system - before.children_user - before.children_system
    return report


def load_by_client(url, clients, seconds):
    """What fairness.lua prints: each client is a thread of wrk with one connection."""
    return run_wrk(url, ["--threads", str(clients), "--connections", str(clients), "--script", HERE / "fairness.lua"], seconds, {})


def run_wrk(url, options, seconds, headers):
    command = ["wrk", *options, "--duration", f"{seconds}s", "--timeout", "30s"]
    for name, value in {"Accept": "text/html", **headers}.items():
        command += ["--header", f"{name}: {value}"]
    done = subprocess.run([*command, url], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Failure(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    return read_report(done.stdout)


def read_report(text):
    lines = [line for line in text.splitlines() if line.startswith("{")]
    if not lines:
        raise Failure(f"wrk printed no report: {text.strip()[-200:]}")
    return json.loads(lines[-1])


def check(report, what):
    """A wrong response ends the bench; how fast the right ones were does not."""
    if report["unexpected"] or report["broken"]:
        raise Failure(f"{what}: {report['unexpected']} responses were errors and {report['broken']} connections broke")


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
