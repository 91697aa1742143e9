"""Restarts of the application and reloads of nginx while users request pages: no request fails."""

import os
import signal
import time

import app
import nginx
import part
import processes
import soak
from console import Failure
from users import Page, Users

USERS = 50
TIMES = 20
LIMIT_S = 60.0  # for one restart
# Plain reads, some of them through the cache.
READS = [Page(target) for target in ("/cases/n-plus-one/fast?n=10", "/cases/fragment-cache/fast", "/cases/select-related/fast?n=10",
                                     "/cases/pagination/keyset", "/cases/query-cache/fast", "/")]


def wait_until(condition, what):
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > deadline:
            raise Failure(f"{what} took longer than {LIMIT_S:.0f} s")
        time.sleep(0.02)


def restart_app(stack):
    """As `make run` does after a build: the keeper starts the program again and keeps the socket."""
    before = soak.program_of(stack, app.APP)
    os.kill(processes.recorded(part.pid_file(stack, app.APP)).pid, signal.SIGHUP)
    wait_until(lambda: soak.program_of(stack, app.APP) not in (None, before), "a restart of the application")
    wait_until(lambda: not app.ready(stack), "the first response after a restart")


def reload_nginx(stack):
    master = processes.recorded(part.pid_file(stack, nginx.PART))
    before = set(processes.members(master))
    os.kill(master.pid, signal.SIGHUP)
    wait_until(lambda: set(processes.members(master)) - before, "a reload of nginx")


def failures(seen):
    """Any response other than 200, and none."""
    return [each for each in seen if each.status != 200]


def measure(stack, measured, quick):
    for name, action in (("restarts of the application", restart_app), ("reloads of nginx", reload_nginx)):
        times = 3 if quick else TIMES
        with Users(stack.address, READS, USERS) as users:
            time.sleep(1)  # so that all have connections
            for _ in range(times):
                action(stack)
                time.sleep(0.2)  # of ordinary work
            time.sleep(1)
        seen = users.seen()
        failed = failures(seen)
        print(f"  {name}: {times}, {len(seen):,} requests, {len(failed)} failed", flush=True)
        measured.add("restarts", len(failed), name, times=times, requests=len(seen))
        if failed:
            measured.fail(f"{name}: {len(failed)} requests failed, the first: {failed[0]}")
