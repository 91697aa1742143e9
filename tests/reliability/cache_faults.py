"""memcached ends, dies or hangs under load: pages are sent all the same, and it is used again when it is back."""

import http.client
import os
import re
import signal
import time

import memcached
import part
import processes
from restarts import READS, failures
from users import Users, percentile

USERS = 20
BACK_WITHIN_S = 30.0
CACHED = "/cases/fragment-cache/fast"


def seconds(quick):
    return 5 if quick else 30


def pid(stack):
    return processes.recorded(part.pid_file(stack, memcached.PART)).pid


def terminate(stack):
    processes.stop(part.pid_file(stack, memcached.PART))


def kill(stack):
    processes.stop(part.pid_file(stack, memcached.PART), signal.SIGKILL)


def halt(stack):
    os.kill(pid(stack), signal.SIGSTOP)


def start(stack):
    part.bring_up(stack, memcached.PART)


def let_run(stack):
    os.kill(pid(stack), signal.SIGCONT)


FAULTS = [("terminated", terminate, start), ("killed", kill, start), ("stopped (SIGSTOP)", halt, let_run)]


def is_used(stack):
    """Whether a page comes from the cache: it then needs no query."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60)
    connection.request("GET", CACHED, headers={"Accept": "text/html"})
    response = connection.getresponse()
    response.read()
    connection.close()
    counted = re.search(r"(?:^|[ ,])sql=(\d+)", response.getheader("Evidence", ""))
    return response.status == 200 and counted is not None and counted.group(1) == "0"


def becomes_used(stack):
    deadline = time.monotonic() + BACK_WITHIN_S
    while time.monotonic() < deadline:
        if is_used(stack):
            return True
        time.sleep(0.05)
    return False


def measure(stack, measured, quick):
    for name, begin, end in FAULTS:
        if not becomes_used(stack):
            measured.fail("memcached was not used before the fault")
        with Users(stack.address, READS, USERS) as users:
            time.sleep(1)
            began = time.monotonic()
            time.sleep(seconds(quick) / 2)
            broken = time.monotonic()
            begin(stack)
            try:
                time.sleep(seconds(quick))
            finally:
                repaired = time.monotonic()
                end(stack)
            is_back = becomes_used(stack)
        seen = users.seen()
        failed = failures(seen)
        usual, during = (percentile(users.seen(*period), 0.99) for period in ((began, broken), (broken, repaired)))
        print(f"  memcached {name}: {len(seen):,} requests, {len(failed)} failed, p99 {usual * 1000:.0f} ms before and {during * 1000:.0f} ms meanwhile, "
              + ("used again" if is_back else "NOT used again"), flush=True)
        measured.add("memcached-errors", len(failed), name, requests=len(seen))
        measured.add("memcached-p99", max(0.0, during - usual) * 1e6, name)
        measured.add("memcached-back", 0 if is_back else 1, name)
        if failed:
            measured.fail(f"memcached {name}: {len(failed)} requests failed, the first: {failed[0]}")
        if not is_back:
            measured.fail(f"memcached {name}: it was not used again within {BACK_WITHIN_S:.0f} s")
