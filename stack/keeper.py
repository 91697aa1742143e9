"""Keeps one program running and owns its listening socket, like systemd (sd_listen_fds(3): the socket is descriptor 3,
LISTEN_FDS=1, LISTEN_PID). The socket outlives the program, so during a restart connections wait in the backlog and none
is refused.

    keeper.py [--listen SOCKET|HOST:PORT] [--at-once SECONDS] -- PROGRAM [ARGUMENT...]

SIGHUP restarts the program gracefully, SIGTERM ends the program and the keeper. A program that dies is restarted: at
once the first time, then with growing pauses while it keeps dying within seconds. If the very first start fails at once
(status 1: wrong configuration), the keeper exits too."""

import argparse
import contextlib
import ctypes
import json
import os
import signal
import socket
import sys
import time

BACKLOG = 4096
FIRST_DESCRIPTOR = 3  # SD_LISTEN_FDS_START
MAX_PAUSE_S = 4.0
PR_SET_PDEATHSIG = 1
SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}


def log(message, **fields):
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1e6) % 1000000:06d}Z"
    line = json.dumps({"time": stamp, "level": "info", "message": message, **fields}) + "\n"
    with contextlib.suppress(OSError):  # the disk is full: a line is lost, but the program keeps running
        os.write(2, line.encode())


def is_path(address):
    return "/" in address


def open_socket(address):
    return open_unix(address) if is_path(address) else open_tcp(*address.rsplit(":", 1))


def open_tcp(host, port):
    return socket.create_server((host, int(port)), backlog=BACKLOG)


def open_unix(path):
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    listening.bind(path + ".new")
    os.umask(before)
    listening.listen(BACKLOG)
    os.rename(path + ".new", path)  # once it is visible, clients can connect
    return listening


def start(program, listening):
    keeper = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        # If the keeper is killed, the program is stopped too, so that it doesn't keep running without one.
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != keeper:
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        environment = dict(os.environ)
        if listening is not None:
            if listening.fileno() == FIRST_DESCRIPTOR:
                os.set_inheritable(FIRST_DESCRIPTOR, True)
            else:
                os.dup2(listening.fileno(), FIRST_DESCRIPTOR)
            environment.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), LISTEN_FDNAMES="app")
        os.execvpe(program[0], program, environment)
    except OSError as error:
        log(f"{program[0]} can't be started", reason=error.strerror)
    os._exit(127)


def describe(status):
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return f"status {os.WEXITSTATUS(status)}"


def keep(program, listening, at_once_s):
    pause, stopping, restarting, starts = 0.0, False, False, 1
    pid, began = start(program, listening), time.monotonic()
    log("started", program=program[0], pid=pid)
    while True:
        got = signal.sigwait(SIGNALS)
        if got in (signal.SIGTERM, signal.SIGINT):
            stopping = True
            os.kill(pid, signal.SIGTERM)
        elif got == signal.SIGHUP:
            restarting = True
            os.kill(pid, signal.SIGTERM)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended != pid:
            continue
        log("ended", program=program[0], pid=pid, how=describe(status))
        if stopping:
            return 0
        if starts == 1 and os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0 and time.monotonic() - began < at_once_s:
            return os.WEXITSTATUS(status)
        failed_early = time.monotonic() - began < 5 and not restarting
        pause = min(MAX_PAUSE_S, pause * 2 or 0.1) if failed_early else 0.0
        # SIGTERM ends the pause early.
        if pause and signal.sigtimedwait({signal.SIGTERM, signal.SIGINT}, pause) is not None:
            return 0
        restarting, starts = False, starts + 1
        pid, began = start(program, listening), time.monotonic()
        log("started", program=program[0], pid=pid)


def main():
    parser = argparse.ArgumentParser(description="Keeps a program running and owns its listening socket.")
    parser.add_argument("--listen", metavar="SOCKET|HOST:PORT")
    parser.add_argument("--at-once", metavar="SECONDS", type=float, default=2.0, help="if the first start fails within this time, don't restart")
    parser.add_argument("program", nargs="+")
    options = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # received one at a time with sigwait
    listening = open_socket(options.listen) if options.listen else None
    try:
        return keep(options.program, listening, options.at_once)
    finally:
        if options.listen and is_path(options.listen):
            os.unlink(options.listen)


if __name__ == "__main__":
    sys.exit(main())
