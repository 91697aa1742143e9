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

# In the order in which they start. Programs that are not built yet are left out.
SERVERS = (mariadb.PART, memcached.PART)


def all_parts(stack):
    built = app.programs(stack)
    started = [each for each in app.PROGRAMS if part.pid_file(stack, each).exists()]  # of another MODE, say
    return [*SERVERS, nginx.PART, *(each for each in app.PROGRAMS if each in built or each in started)]


@contextlib.contextmanager
def alone(stack):
    """Two commands at once on one stack would get into each other's way; the second waits for the first."""
    check_rights(stack)
    stack.make_folders()
    with open(stack.run / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  waiting for another command on this stack to end", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_rights(stack):
    for folder in (stack.run, stack.var, *stack.var.parents):
        if folder.exists():
            if not os.access(folder, os.W_OK):
                raise Failure(f"this user may not write to {folder}",
                              f"if it was made by root: sudo chown -R $(id -un): {folder}")
            return


def up(stack):
    print(f"Starting the stack in {stack.var}", flush=True)
    nginx.check_port(stack)
    for server in SERVERS:
        part.bring_up(stack, server)
    seeding.bring_up(stack)
    for other in [nginx.PART, *app.programs(stack)]:
        part.bring_up(stack, other)


def stop(stack):
    stopped = [each.name for each in reversed([*SERVERS, nginx.PART, *app.PROGRAMS]) if part.take_down(stack, each)]
    for leftover in stack.run.glob("*.sock"):
        leftover.unlink()
    (stack.run / "port").unlink(missing_ok=True)
    stack.remove_link()
    return stopped
