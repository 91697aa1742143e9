"""Processes that outlive the command that started them.

Each part is the leader of its own session. Its pid file has the pid, the start time (in clock ticks since boot, proc(5))
and the boot id, so that a pid that was reused is never mistaken for ours. Children that lost their leader (nginx's
workers after a kill -9 of the master) are found by their session."""

import os
import pathlib
import signal
import subprocess
import time
from dataclasses import dataclass

from layout import ROOT


@dataclass(frozen=True)
class Leader:
    pid: int
    started: int


# Keeps references, because Python warns when it garbage-collects a child that is still running, as ours should be.
started = []


def boot_id():
    return pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def stat_of(pid):
    """(state, session, start time), or None if there is no such process."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()  # the name in parentheses may contain anything
    return fields[0], int(fields[3]), int(fields[19])


def is_running(leader):
    stat = stat_of(leader.pid) if leader else None
    return stat is not None and stat[0] != "Z" and stat[2] == leader.started


def start(command, pid_file, log_file, env):
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with open(log_file, "ab") as log:
        process = subprocess.Popen([str(word) for word in command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, start_new_session=True)
    started.append(process)
    stat = stat_of(process.pid)
    if stat is not None:
        written = pid_file.with_suffix(".new")
        written.write_text(f"{process.pid} {stat[2]} {boot_id()}\n")
        written.rename(pid_file)
    return process


def recorded(pid_file):
    """The leader from the pid file, alive or not; None if there is none or it is from before a reboot."""
    try:
        pid, started, boot = pid_file.read_text().split()
        return Leader(int(pid), int(started)) if boot == boot_id() else None
    except (OSError, ValueError):
        return None


def members(leader):
    """All running processes of the leader's session, the leader first."""
    if leader is None:
        return []
    leader_stat = stat_of(leader.pid)
    if leader_stat is not None and leader_stat[2] != leader.started:
        return []  # the pid was reused, so the whole session has ended
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        stat = stat_of(entry)
        if stat and stat[1] == leader.pid and stat[0] != "Z" and stat[2] >= leader.started and runs_in_checkout(entry):
            found.append(int(entry))
    return sorted(found, key=lambda pid: pid != leader.pid)


def runs_in_checkout(pid):
    try:
        return pathlib.Path(os.readlink(f"/proc/{pid}/cwd")).is_relative_to(ROOT)
    except OSError:
        return False


def stop(pid_file, first_signal=signal.SIGTERM, patience=10.0):
    """Stops the part and the rest of its session. Returns True if anything was running."""
    leader = recorded(pid_file)
    pids = members(leader)
    was_running = bool(pids)
    if leader and leader.pid in pids:
        os.kill(leader.pid, first_signal)
    else:
        send(pids, first_signal)  # orphans
    deadline = time.monotonic() + patience
    while pids and time.monotonic() < deadline:
        time.sleep(0.02)
        reap()
        pids = members(leader)
    send(pids, signal.SIGKILL)
    while members(leader):
        time.sleep(0.02)
        reap()
    pid_file.unlink(missing_ok=True)
    return was_running


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def reap():
    """Collects the exit status of children that this command started."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
