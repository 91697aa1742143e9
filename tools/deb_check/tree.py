"""A clean Debian tree with what the packages depend on, but without them."""

import fcntl
import hashlib
import os
import pathlib
import socket
import struct
import subprocess

import packages
from console import Failure
from layout import ROOT

SUITE = "bookworm"
SOURCES = (pathlib.Path("/etc/apt/sources.list"), pathlib.Path("/etc/apt/sources.list.d/debian.sources"))
CACHE = ROOT / "var" / "deb-check"
NO_SERVICES = "#!/bin/sh\nexit 101\n"  # invoke-rc.d(8): services are started by hand
IFF_UP, SIOCSIFFLAGS = 1, 0x8914  # netdevice(7)


def make(folder, debs, step):
    """Makes the tree, or unpacks one that an earlier check made for the same dependencies."""
    needed = ", ".join(packages.field(deb, "Depends") for deb in debs.values())
    needed = ", ".join(sorted({part.strip() for part in needed.split(",")}))
    wanted = hashlib.sha256(f"{SUITE} {needed}".encode()).hexdigest()[:16]
    archive = CACHE / f"tree-{wanted}.tar"
    if archive.exists():
        step.result = f"as before, {archive.relative_to(ROOT)}"
    else:
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob("tree-*.tar*"):
            old.unlink()
        bootstrap(archive.with_suffix(".tar.new"), needed)
        archive.with_suffix(".tar.new").rename(archive)
    folder.mkdir()
    call("tar", "-xf", archive, "--numeric-owner", "--xattrs-include=*", "-C", folder)
    (folder / "packages").mkdir()
    for deb in debs.values():
        (folder / "packages" / deb.name).write_bytes(deb.read_bytes())


def bootstrap(archive, needed):
    """mmdebstrap, and then apt for the dependencies, with alternatives as apt chooses them."""
    source = next((file for file in SOURCES if file.exists()), None)
    command = ["mmdebstrap", "--mode=root", "--variant=minbase", "--format=tar", "--include=debconf-utils,ca-certificates",
               '--customize-hook=printf "%s" "$NO_SERVICES" >"$1/usr/sbin/policy-rc.d"; chmod 755 "$1/usr/sbin/policy-rc.d"',
               f'--customize-hook=chroot "$1" apt-get satisfy --yes --no-install-recommends "{needed}, memcached, logrotate"',
               '--customize-hook=chroot "$1" apt-get clean', SUITE, str(archive), *([str(source)] if source else [])]
    log = CACHE / "mmdebstrap.log"
    with open(log, "wb") as output:
        status = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
                                env={**os.environ, "NO_SERVICES": NO_SERVICES, "DEBIAN_FRONTEND": "noninteractive"}).returncode
    if status != 0:
        raise Failure(f"mmdebstrap exited with status {status}", "fix the problem in the log (is Debian's archive reachable?)", log)


def mount(folder):
    """In its own mount namespace, which ends with its last process."""
    call("mount", "--make-rprivate", "/")
    call("mount", "-t", "proc", "proc", folder / "proc")
    call("mount", "--rbind", "/dev", folder / "dev")
    call("mount", "-t", "tmpfs", "tmpfs", folder / "run")
    bring_up_loopback()


def bring_up_loopback():
    """Of a new network, which has no other interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def call(*command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"`{' '.join(map(str, command))}`: {result.stderr.strip()}")
    return result.stdout
