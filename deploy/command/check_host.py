"""Checks of the host: cache, services, limits, disk and clock."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

import status
from finding import NOTE, OK, UNKNOWN, WRONG, Finding, judge
from installation import has_systemd

MIB = 2**20
NEEDED_DISK = {"/var/lib/mysql": 1000, "/var/cache/nginx": 300, "/var/log": 100, "/run": 20}  # MiB free
NEEDED_MEMORY = 300  # MiB available
BACKLOG = 4096  # deploy/systemd/caseload.socket


def cache(installation):
    servers = installation.config["cache"]["servers"]
    if not servers:
        yield Finding(NOTE, "no cache is configured; pages work without it, but those about caching show no difference", f"cache.servers in {installation.config_file}")
    for server in servers:
        try:
            yield Finding(OK, f"memcached at {server}: {memcached_version(server)}")
        except (OSError, ValueError) as error:
            yield Finding(WRONG, f"memcached at {server}: {error}", "apt-get install memcached; systemctl start memcached")


def memcached_version(server):
    if server.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address = server
    else:
        host, _, port = server.rpartition(":")
        connection = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        address = (host.strip("[]"), int(port))
    with connection:
        connection.settimeout(3)
        connection.connect(address)
        connection.sendall(b"version\r\n")
        response = connection.recv(100).decode("ascii", "replace").strip()
    if not response.startswith("VERSION "):
        raise ValueError(f"another program responds: {response[:40]!r}")
    return response.removeprefix("VERSION ")


def services(_installation):
    for name, text, is_well in status.services():
        unit = name if is_well is not None else ""
        yield Finding(UNKNOWN, text) if is_well is None else judge(is_well, f"{unit} is active", f"{unit} is {text}", f"sudo systemctl enable --now {unit}; journalctl -u {unit}")


def limits(_installation):
    backlog = int(pathlib.Path("/proc/sys/net/core/somaxconn").read_text())
    yield judge(backlog >= BACKLOG, f"net.core.somaxconn {backlog}", f"net.core.somaxconn is {backlog}, so fewer than {BACKLOG} requests can wait during a restart",
                f"net.core.somaxconn = {BACKLOG} in /etc/sysctl.d/caseload.conf, then `sysctl --system`", NOTE)
    memory = memory_available()
    yield judge(memory >= NEEDED_MEMORY, f"{memory} MiB of memory available", f"only {memory} MiB of memory available", "stop other programs, or lower server.threads and innodb_buffer_pool_size")
    if has_systemd():
        shown = subprocess.run(["systemctl", "show", "-p", "LimitNOFILESoft", "--value", "caseload.service"], capture_output=True, text=True).stdout.strip()
        files = int(shown) if shown.isdigit() else 0
        yield judge(files >= 4096, f"the application may open {files} files", f"the application may open only {shown or 'an unknown number of'} files", "remove LimitNOFILE from overrides of caseload.service")


def memory_available():
    for line in pathlib.Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) // 1024
    raise ValueError("/proc/meminfo has no MemAvailable")


def disk(_installation):
    for name, needed in NEEDED_DISK.items():
        folder = pathlib.Path(name)
        while not folder.exists():
            folder = folder.parent
        try:
            free = shutil.disk_usage(folder).free // MIB
            inodes = os.statvfs(folder)
        except PermissionError:
            yield Finding(UNKNOWN, f"{name} can't be read by this user")
            continue
        yield judge(free >= needed, f"{name}: {free} MiB free", f"{name}: only {free} MiB free; it should have at least {needed}", "free some space, or enlarge the file system")
        if inodes.f_files and inodes.f_favail * 100 < inodes.f_files:
            yield Finding(WRONG, f"{name}: fewer than 1 % of the inodes are free", "remove small files")


def clock(installation):
    built = (installation.share / "VERSION").stat().st_mtime
    yield judge(time.time() > built, f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} UTC", f"the clock shows {time.strftime('%Y-%m-%d', time.gmtime())}, before this version was made", "set the clock")
    try:
        result = subprocess.run(["timedatectl", "show", "-p", "NTPSynchronized", "--value"], capture_output=True, text=True)
        synchronised = result.stdout.strip()
    except FileNotFoundError:
        synchronised = ""
    if synchronised in ("yes", "no"):
        yield judge(synchronised == "yes", "it is synchronised", "it is not synchronised, and nginx's cache and sessions depend on it", "timedatectl set-ntp true", NOTE)
    else:
        yield Finding(UNKNOWN, "whether it is synchronised is not known, because timedatectl does not say")
