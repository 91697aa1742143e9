"""The local stack: a private MariaDB, memcached, nginx and the app below var/. Used by the Makefile:

    python3 stack up|stop|status|address|logs|seed|soak|test|conformance|bench|port [options]
"""

import argparse
import contextlib
import fcntl
import os
import pathlib
import subprocess
import sys

import app
import conformance
import mariadb
import memcached
import nginx
import part
import processes
import seeding
import soak
import testing
from console import Failure, show_failure
from layout import ROOT, Stack

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


def run(stack):
    with alone(stack):
        up(stack)
        (stack.run / "port").write_text(str(stack.port))
    documentation = f", its documentation at {stack.address}docs/" if (ROOT / "build" / "site").is_dir() else ""
    print(f"\nCaseload is at {stack.address}{documentation}\n`make stop` stops it, `make status` and `make logs` look at it.")


def show_status(stack):
    """0 when all parts run, 3 (as systemctl has it) when not."""
    missing = 0
    for each in all_parts(stack):
        leader = processes.recorded(part.pid_file(stack, each))
        if processes.is_running(leader):
            problem = each.ready(stack)
            print(f"  {each.name:<12}pid {leader.pid:<8}{problem or 'ready'}")
            missing += bool(problem)
        else:
            left = processes.members(leader)
            print(f"  {each.name:<12}not running{f'; left behind: {left}' if left else ''}")
            missing += 1
    print(f"\n{stack.address if not missing else 'Not complete: `make run` starts what is missing.'}")
    return 3 if missing else 0


def follow_logs(stack):
    files = sorted(stack.log.glob("*.log"))
    if not files:
        raise Failure(f"no logs in {stack.log}", "`make run` starts the stack")
    try:
        subprocess.run(["tail", "-n", "10", "-F", *map(str, files)], check=False)
    except KeyboardInterrupt:
        pass


def last_port(var):
    """The port of the stack that runs there, so that only `make run` needs to be told."""
    try:
        return int((var / "run" / "port").read_text())
    except (OSError, ValueError):
        return None


def parse():
    parser = argparse.ArgumentParser(prog="stack", description="The local stack of Caseload.")
    parser.add_argument("command", choices=["up", "stop", "status", "address", "logs", "seed", "soak", "test", "conformance", "bench", "port"])
    parser.add_argument("--port", type=int, help="of nginx, on 127.0.0.1")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder of the programs")
    parser.add_argument("--datasets", default="x1,x4,x16", help="the sizes to seed")
    parser.add_argument("--only", default="", help="of test: the suites whose name has this text")
    parser.add_argument("--seconds", type=int, default=600, help="of soak")
    parser.add_argument("--spec", type=pathlib.Path, help="of conformance: the folder of the Mustache spec")
    options = parser.parse_args()
    if options.port is not None and not 0 < options.port < 65536:
        parser.error(f"a port is a number from 1 to 65535, got {options.port}")
    return options


def main():
    options = parse()
    datasets = tuple(options.datasets.split(","))
    build = options.build.absolute()
    if options.command in ("test", "conformance", "bench"):
        stack = Stack(ROOT / "var" / "test", options.port or nginx.free_port(), build, datasets, durable=False, patient=True)
        if options.command == "conformance":
            return conformance.run(stack, up, stop, alone, "Conformance", conformance.programs(stack, options.spec))
        if options.command == "bench":
            return conformance.run(stack, up, stop, alone, "Bench", [[build / "evidence_cost"]], testing.environment(stack))
        return testing.run(stack, up, stop, alone, options.only)
    stack = Stack(ROOT / "var", options.port or last_port(ROOT / "var") or 8080, build, datasets)
    if options.command == "up":
        run(stack)
    elif options.command == "stop":
        with alone(stack):
            stopped = stop(stack)
        print(f"Stopped: {', '.join(stopped)}" if stopped else "Nothing was running.")
    elif options.command == "status":
        return show_status(stack)
    elif options.command == "port":
        nginx.check_port(stack)  # before minutes go into a build and data that then nobody can look at
    elif options.command == "address":
        print(stack.address.rstrip("/"))
    elif options.command == "logs":
        follow_logs(stack)
    elif options.command == "soak":
        return soak.run(stack, options.seconds)
    else:
        with alone(stack):
            for server in SERVERS:
                part.bring_up(stack, server)
            seeding.bring_up(stack, afresh=True)
    return 0


def in_words(command):
    """The exit status of a command, whose failures are told with what to do."""
    try:
        return command()
    except Failure as failure:
        show_failure(failure)
        return 1
    except FileNotFoundError as missing:
        if "/" in str(missing.filename):
            raise
        show_failure(Failure(f"the program {missing.filename} is not in the PATH", "`make deps` installs what is missing"))
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; `make stop` stops what has been started.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(in_words(main))
