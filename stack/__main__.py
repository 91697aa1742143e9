"""The local stack: a private MariaDB, memcached, nginx, app, worker and partner services below var/. Used by the Makefile:

    python3 stack up|stop|status|address|logs|seed|port [options]
"""

import argparse
import pathlib
import socket
import subprocess
import sys

import nginx
import part
import processes
import seeding
from console import Failure, exit_status
from layout import ROOT, running_stack
from lifecycle import SERVERS, all_parts, exclusive, stop, up


def run(stack):
    with exclusive(stack):
        up(stack)
        (stack.run / "port").write_text(str(stack.port))
    if stack.for_class:
        print(f"\nFor the class: {class_address(stack)}\nEveryone in this network can use it. `make run` without CLASS closes it again.")
    documentation = f", the documentation at {stack.address}docs/" if (ROOT / "build" / "site").is_dir() else ""
    print(f"\nCaseload is at {stack.address}{documentation}\nStop it with `make stop`; `make status` and `make logs` show what it does.")


def class_address(stack):
    """The address for other machines: that of the interface that leads to other networks."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation (RFC 5737); connecting a datagram socket sends nothing
            return f"http://{probe.getsockname()[0]}:{stack.port}/"
        except OSError:
            return f"port {stack.port} of this machine, which has no network now"


def show_status(stack):
    """Returns 0 if all parts run, otherwise 3, like systemctl."""
    missing = 0
    for each in all_parts(stack):
        leader = processes.recorded(part.pid_file(stack, each))
        if processes.is_running(leader):
            problem = each.ready(stack)
            print(f"  {each.name:<12}pid {leader.pid:<8}{problem or 'ready'}")
            missing += bool(problem)
        else:
            left = processes.members(leader)
            print(f"  {each.name:<12}not running{f'; leftover processes: {left}' if left else ''}")
            missing += 1
    print(f"\n{stack.address if not missing else 'Some parts are not running; `make run` starts them.'}")
    return 3 if missing else 0


def follow_logs(stack):
    files = sorted(stack.log.glob("*.log"))
    if not files:
        raise Failure(f"there are no logs in {stack.log}", "start the stack with `make run`")
    try:
        subprocess.run(["tail", "-n", "10", "-F", *map(str, files)], check=False)
    except KeyboardInterrupt:
        pass


def parse():
    parser = argparse.ArgumentParser(prog="stack", description="The local stack of Caseload.")
    parser.add_argument("command", choices=["up", "stop", "status", "address", "logs", "seed", "port"])
    parser.add_argument("--port", help="port of nginx on 127.0.0.1")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder with the programs")
    parser.add_argument("--class", dest="for_class", action="store_true", help="up: other machines can reach it, with the limits of a public host")
    parser.add_argument("--datasets", default="x1,x4,x16", help="the datasets to seed")
    options = parser.parse_args()
    options.port = port_from(options.port)
    return options


def port_from(text):
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536):
        raise Failure(f"PORT must be a number from 1 to 65535; got '{text}'", "for example `make run PORT=9090`")
    return int(text)


def main():
    options = parse()
    stack = running_stack(options.port, options.build.absolute(), tuple(options.datasets.split(",")), options.for_class)
    if options.command == "up":
        run(stack)
    elif options.command == "stop":
        with exclusive(stack):
            stopped = stop(stack)
        print(f"Stopped: {', '.join(stopped)}" if stopped else "Nothing was running.")
    elif options.command == "status":
        return show_status(stack)
    elif options.command == "port":
        nginx.check_port(stack)  # before a build that takes minutes
    elif options.command == "address":
        print(stack.address.rstrip("/"))
    elif options.command == "logs":
        follow_logs(stack)
    else:
        with exclusive(stack):
            for server in SERVERS:
                part.bring_up(stack, server)
            seeding.bring_up(stack, afresh=True)
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(main))
