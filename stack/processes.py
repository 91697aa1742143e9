"""Processes that outlive the command that started them, and how to find them again.

Each part runs as the leader of a session of its own. Its pid file holds the pid, the time the process started
(in clock ticks since boot, proc(5)) and the id of that boot, so that a number which the kernel has given to somebody
else since is never taken for ours. Children that lost their leader (nginx's workers, after a kill -9 of the master)
are found by the session."""

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


# Kept, for Python complains when it forgets a child that lives on, as ours are meant to.
started = []


def boot_id():
    return pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def stat_of(pid):
    """(state, session, start time), or None when there is no such process."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()  # the name, in parentheses, may hold anything
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
    """The leader that the pid file names, alive or not; None when there is none or it is from before a reboot."""
    try:
        pid, started, boot = pid_file.read_text().split()
        return Leader(int(pid), int(started)) if boot == boot_id() else None
    except (OSError, ValueError):
        return None


def members(leader):
    """All living processes of the leader's session, the leader first."""
    if leader is None:
        return []
    leader_stat = stat_of(leader.pid)
    if leader_stat is not None and leader_stat[2] != leader.started:
        return []  # the number belongs to another process now, so the whole session is gone
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
    """Ends the part and what is left of its session. True when something was running."""
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
    """Takes the exit status of children that this very command started."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
