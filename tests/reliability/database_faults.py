"""MariaDB ends, dies, hangs, refuses writes or connections while pages read and import books: a page that can't be built is 503 with
Retry-After, pages work again by themselves, and an import is stored whole or not at all."""

import os
import signal
import time

import mariadb
import part
import processes
import seeding
from restarts import READS
from users import Page, Users, Visitor

USERS = 8
ROWS = 500  # of an import: more than one INSERT, in one transaction
IMPORT = Page(f"/cases/bulk-create/fast?n={ROWS}", "POST", headers=(("Accept", "application/json"),))
READ = READS[0]
PAGES = [READ, IMPORT, READS[2]]
BACK_WITHIN_S = 60.0
STOPPED_S = 70  # longer than the proxy waits
THREADS = 16  # of the application


def pid(stack):
    return processes.recorded(part.pid_file(stack, mariadb.PART)).pid


def end_with(number):
    return lambda stack: processes.stop(part.pid_file(stack, mariadb.PART), number, patience=60.0)


def start(stack):
    part.bring_up(stack, mariadb.PART)


def nothing(stack):
    pass


def run(*queries):
    return lambda stack: [mariadb.query(stack, query) for query in queries]


def kill_connections(stack):
    for _ in range(10):
        mariadb.query(stack, f"KILL USER {seeding.USER}@localhost")
        time.sleep(0.2)


def halt(stack):
    os.kill(pid(stack), signal.SIGSTOP)


def let_run(stack):
    os.kill(pid(stack), signal.SIGCONT)


# (name, what breaks it, how long it stays so, what repairs it)
FAULTS = [
    ("terminated", end_with(signal.SIGTERM), 5, start),
    ("killed", end_with(signal.SIGKILL), 5, start),
    ("restarted", end_with(signal.SIGTERM), 0, start),
    ("connections killed", kill_connections, 0, nothing),
    ("read-only", run("SET GLOBAL read_only = 1"), 5, run("SET GLOBAL read_only = 0")),
    ("connection limit reached", run(f"ALTER USER {seeding.USER}@localhost WITH MAX_USER_CONNECTIONS 1", f"KILL USER {seeding.USER}@localhost"), 5,
     run(f"ALTER USER {seeding.USER}@localhost WITH MAX_USER_CONNECTIONS 0")),
]


def wrong(seen):
    """Neither a page nor a 503 with Retry-After."""
    return [each for each in seen if each.status != 200 and not (each.status == 503 and each.retry_after)]


def first_200(stack, page):
    """Seconds until the page is 200 (or 202) again; None: not within the limit."""
    visitor, began = Visitor(stack.address), time.monotonic()
    while time.monotonic() < began + BACK_WITHIN_S:
        if visitor.request(page).status in (200, 202):
            visitor.close()
            return time.monotonic() - began
        time.sleep(0.02)
    return None


def partial_imports(stack):
    """Imports are removed as a whole too, so at any time each that can be seen has all of its rows."""
    return len(mariadb.query(stack, f"SELECT batch FROM caseload_x1.scratch_book GROUP BY batch HAVING COUNT(*) <> {ROWS}"))


def break_it(stack, fault):
    """Returns (what users saw from the fault to its repair, all that they saw, seconds until a read and an import worked again)."""
    _, begin, lasts_s, end = fault
    with Users(stack.address, PAGES, USERS) as users:
        time.sleep(1)
        broken = time.monotonic()
        try:
            begin(stack)
            time.sleep(lasts_s)
        finally:
            end(stack)
            repaired = time.monotonic()
        back = [first_200(stack, page) for page in (READ, IMPORT)]
        time.sleep(1)
    return users.seen(broken, repaired), users.seen(), back


def measure(stack, measured, quick):
    mariadb.query(stack, "DELETE FROM caseload_x1.scratch_book")
    for fault in FAULTS:
        name = fault[0]
        during, seen, back = break_it(stack, fault)
        bad = wrong(seen)
        refused = [each for each in during if each.status == 503]
        longest = max((each.seconds for each in refused), default=0.0)
        partial = partial_imports(stack)
        print(f"  MariaDB {name}: {len(seen):,} requests, {len(refused)} with 503 within {longest * 1000:.0f} ms, {len(bad)} wrong, back after "
              + ", ".join("NEVER" if each is None else f"{each * 1000:.0f} ms" for each in back) + f", {partial} partial imports", flush=True)
        measured.add("database-503", longest * 1e6, name, requests=len(during), refused=len(refused))
        if None not in back:
            measured.add("database-back", max(back) * 1e6, name)
        else:
            measured.fail(f"MariaDB {name}: pages did not work again within {BACK_WITHIN_S:.0f} s")
        measured.add("database-partial", partial, name)
        if bad:
            measured.fail(f"MariaDB {name}: {len(bad)} wrong responses, the first: {bad[0]}")
        if partial:
            measured.fail(f"MariaDB {name}: {partial} imports were stored in part")
    measure_stopped(stack, measured, quick)


def measure_stopped(stack, measured, quick):
    if quick:
        return measured.leave_out("database-stopped", "a quick measurement has no time for it")
    with Users(stack.address, [READ], THREADS) as users:
        time.sleep(3)  # so that all threads of the application have connections
        halted = time.monotonic()
        halt(stack)
        try:
            time.sleep(STOPPED_S)
        finally:
            let_run(stack)
        back = first_200(stack, READ)
    refused = [each for each in users.seen(halted) if each.status != 200]
    longest = max((each.seconds for each in refused), default=0.0)
    by_proxy = sum(each.status == 504 for each in refused)
    bad = wrong(refused)
    print(f"  MariaDB stopped for {STOPPED_S} s: {len(refused)} requests refused within {longest:.1f} s, {by_proxy} of them by nginx", flush=True)
    measured.add("database-stopped", longest * 1e6, refused=len(refused), by_nginx=by_proxy)
    if bad:
        measured.fail(f"MariaDB stopped: {len(bad)} wrong responses, the first: {bad[0]}")
    if back is None:
        measured.fail(f"MariaDB stopped: pages did not work again within {BACK_WITHIN_S:.0f} s")
