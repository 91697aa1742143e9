"""Where figures come from: commit, compiler, CPU, versions."""

import os
import pathlib
import platform
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What the figures depend on. Other changes in the work tree don't matter.
MEASURED = ("fcgi-app", "templates", "nginx", "sql", "Makefile", "caseload.toml")

LIBRARIES = ("libc6", "libstdc++6", "libmysqlcppconn7v5", "libmariadb3", "libmemcached11", "libfcgi0ldbl", "libjemalloc2")


def output(*command):
    try:
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=ROOT, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def commit():
    """With "+" if a file that matters differs from the commit."""
    name = output("git", "rev-parse", "--short=12", "HEAD") or "unknown"
    return name + ("+" if output("git", "status", "--porcelain", "--", *MEASURED) else "")


def cpu():
    match = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return match.group(1) if match else platform.machine()


def package(name):
    return output("dpkg-query", "-W", "-f=${Version}", name)


def compiler(version_line):
    """From "caseload-app 0.1.0 (commit, release, g++ 12.2.0)": "g++ 12.2.0, release"."""
    match = re.search(r"\((?:[^,()]*), ([^,()]*), ([^()]*)\)", version_line or "")
    return f"{match.group(2)}, {match.group(1)}" if match else "unknown"


def system():
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.platform())


def describe(build):
    """The compiler is the one that compiled the app, as the app itself says."""
    return {
        "compiler": compiler(output(build / "caseload-app", "--version")),
        "cpu": cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": system(),
        "kernel": platform.release(),
        "libraries": {name: package(name) for name in LIBRARIES},
    }
