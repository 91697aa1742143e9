"""One address opens 500 connections to the slowest page. Visitors from another address still get fast pages."""

import http.client
import json
import shutil
import subprocess
import time
import urllib.parse

from restarts import READS, failures
from users import Page, Users, Visitor, percentile

CONNECTIONS = 500
OTHERS = 5
OTHER_ADDRESS = "127.0.0.2"


def slowest(stack):
    """(target, seconds) of the slow variant that takes longest with its usual knobs."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60)
    connection.request("GET", "/catalogue.json")
    cases = json.loads(connection.getresponse().read())["cases"]
    connection.close()
    visitor, times = Visitor(stack.address), {}
    for case in cases:
        for variant in case["variants"]:
            if variant.get("method", "get").lower() == "get" and variant["name"] == "slow":
                seen = visitor.request(Page(variant["path"]))
                if seen.status == 200:
                    times[variant["path"]] = seen.seconds
    visitor.close()
    return max(times.items(), key=lambda each: each[1])


def measure(stack, measured, quick):
    if shutil.which("wrk") is None:
        for target in ("overload-p99", "overload-errors"):
            measured.leave_out(target, "wrk is not installed")
        return
    seconds = 5 if quick else 30
    target, alone_s = slowest(stack)
    with Users(stack.address, READS, OTHERS, source=OTHER_ADDRESS) as users:
        time.sleep(1)
        idle = time.monotonic()
        time.sleep(seconds)
        loaded = time.monotonic()
        load = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s", urllib.parse.urljoin(stack.address, target)],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
        ended = time.monotonic()
    if load.returncode != 0:
        measured.fail(f"wrk ended with status {load.returncode}: {load.stderr.strip()[-200:]}")
        return
    before, during = users.seen(idle, loaded), users.seen(loaded + 1, ended)
    failed = failures(users.seen())
    usual, under_load = (percentile(each, 0.99) for each in (before, during))
    print(f"  {CONNECTIONS} connections on {target} ({alone_s * 1000:.0f} ms alone): fast pages for another address p99 {usual * 1000:.1f} ms without "
          f"and {under_load * 1000:.1f} ms with, {len(failed)} of {len(users.seen()):,} failed", flush=True)
    if measured.machine_was_busy():
        measured.leave_out("overload-p99", f"the machine was busy with other work: its load average was {measured.load_before} before the command began. "
                                           f"Measured all the same: {under_load / usual:.1f}")
    else:
        measured.add("overload-p99", under_load / usual, requests=len(during))
    measured.add("overload-errors", len(failed), requests=len(users.seen()))
    if failed:
        measured.fail(f"overload: {len(failed)} requests of another address failed, the first: {failed[0]}")
