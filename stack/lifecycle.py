"""The parts of a stack, the order in which they start and stop, and the lock that keeps two commands apart."""

import contextlib
import fcntl
import os

import app
import mariadb
import memcached
import nginx
import part
import seeding
from console import Failure

# In the order in which they start. Programs that are not built are omitted.
SERVERS = (mariadb.PART, memcached.PART)


def all_parts(stack):
    built = app.programs(stack)
    started = [each for each in app.PROGRAMS if part.pid_file(stack, each).exists()]  # e.g. of another MODE
    return [*SERVERS, nginx.PART, *(each for each in app.PROGRAMS if each in built or each in started)]


@contextlib.contextmanager
def exclusive(stack):
    """Takes the lock of the stack, so that a second command on the same stack waits for the first."""
    check_rights(stack)
    stack.make_folders()
    with open(stack.run / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  waiting for another command on this stack to finish", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_rights(stack):
    for folder in (stack.run, stack.var, *stack.var.parents):
        if folder.exists():
            if not os.access(folder, os.W_OK):
                raise Failure(f"this user has no write permission for {folder}",
                              f"if root created it: sudo chown -R $(id -un): {folder}")
            return


def up(stack):
    print(f"Starting the stack in {stack.var}", flush=True)
    nginx.check_port(stack)
    for server in SERVERS:
        part.bring_up(stack, server)
    seeding.bring_up(stack)
    if stack.query_log:
        mariadb.query(stack, mariadb.QUERY_LOG)
    for other in [nginx.PART, *app.programs(stack)]:
        part.bring_up(stack, other)


def stop(stack):
    stopped = [each.name for each in reversed([*SERVERS, nginx.PART, *app.PROGRAMS]) if part.take_down(stack, each)]
    for leftover in stack.run.glob("*.sock"):
        leftover.unlink()
    (stack.run / "port").unlink(missing_ok=True)
    stack.remove_outside()
    return stopped
