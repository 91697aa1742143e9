"""A part of the local stack: how to start it, when it is ready, and what the user can do if it is not."""

import hashlib
import os
import signal
import socket
import time
from dataclasses import dataclass
from typing import Callable, Optional

import processes
from console import Failure, Step

LARGE_LOG_BYTES = 100_000_000


def no_preparation(stack):
    return None


def no_known_fix(log_text, stack):
    return "read the whole log; `make stop` and `make run` restart everything"


@dataclass(frozen=True)
class Part:
    name: str
    command: Callable  # stack -> list of words
    ready: Callable  # stack -> "" if ready, otherwise the reason
    prepare: Callable = no_preparation
    env: Callable = lambda stack: {}
    fix: Callable = no_known_fix
    stop_signal: int = signal.SIGTERM
    patience_s: float = 10.0  # for stopping
    start_within_s: float = 30.0
    fingerprint: Callable = lambda stack: ""  # files and settings that the running part has read
    reload_signal: Optional[int] = None  # makes it read a changed fingerprint without a restart; None: restart it


def pid_file(stack, part):
    return stack.run / f"{part.name}.pid"


def log_file(stack, part):
    return stack.log / f"{part.name}.log"


def bring_up(stack, part):
    """Starts the part, unless it is already running with the same command and files."""
    stack.make_folders()  # `stop` removes what is outside of var/
    with Step(part.name) as step:
        part.prepare(stack)
        log = log_file(stack, part)
        log_offset = log.stat().st_size if log.exists() else 0
        command, env = part.command(stack), part.env(stack)
        wanted = f"{digest_of(command, sorted(env.items()))} {digest_of(part.fingerprint(stack))}"
        mark = stack.run / f"{part.name}.started"
        leader = processes.recorded(pid_file(stack, part))
        if processes.is_running(leader) and mark.exists():
            had = mark.read_text()
            if had == wanted and not part.ready(stack):
                step.result = "already running"
                return
            if part.reload_signal and had.split()[0] == wanted.split()[0]:
                step.result = "reloaded" if had != wanted else "ready again"
                os.kill(leader.pid, part.reload_signal)
                mark.write_text(wanted)
                wait_until_ready(stack, part, lambda: processes.is_running(leader), log_offset, step)
                return
        processes.stop(pid_file(stack, part), part.stop_signal, part.patience_s)
        rotate_if_large(log)
        process = processes.start(command, pid_file(stack, part), log, {**os.environ, **env})
        mark.write_text(wanted)
        wait_until_ready(stack, part, lambda: process.poll() is None, log_offset, step)


def digest_of(*things):
    return hashlib.sha256(repr(things).encode()).hexdigest()


def wait_until_ready(stack, part, is_alive, log_offset, step):
    deadline = time.monotonic() + part.start_within_s
    reason = "not checked yet"
    while time.monotonic() < deadline:
        alive = is_alive()
        reason = part.ready(stack)
        if alive and not reason:
            return
        if not alive:
            raise failed(stack, part, f"{part.name} ended while starting", log_offset)
        step.note(f"waiting: {reason}")
        time.sleep(0.03)
    raise failed(stack, part, f"{part.name} was not ready within {part.start_within_s:.0f} s: {reason}", log_offset)


def failed(stack, part, what, log_offset):
    log = log_file(stack, part)
    try:
        with open(log, "rb") as file:
            file.seek(log_offset)
            text = file.read().decode("utf-8", "replace")
    except OSError:
        text = ""
    return Failure(what, part.fix(text, stack), log)


def rotate_if_large(log):
    if log.exists() and log.stat().st_size > LARGE_LOG_BYTES:
        log.rename(log.with_suffix(".log.1"))


def take_down(stack, part):
    was_running = processes.stop(pid_file(stack, part), part.stop_signal, part.patience_s)
    (stack.run / f"{part.name}.started").unlink(missing_ok=True)
    return was_running


def accepts_connections(path):
    """Returns "" if something accepts connections on the Unix socket, otherwise the reason."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
        except OSError as error:
            return f"{path.name}: {error.strerror}"
    return ""


def responds(path, question=b"", limit_s=5.0):
    """The same for what also says something within the limit. A process that was stopped still accepts connections."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(limit_s)
        try:
            connection.connect(str(path))
            connection.sendall(question)
            return "" if connection.recv(1) else f"{path.name}: closes connections"
        except (BrokenPipeError, ConnectionResetError):  # closed before the question was sent
            return f"{path.name}: closes connections"
        except TimeoutError:
            return f"{path.name}: does not respond"
        except OSError as error:
            return f"{path.name}: {error.strerror}"
