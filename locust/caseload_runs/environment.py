"""Where a run was made: machine, versions, code. Unknown values are omitted."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any, Mapping

from .catalogue import Case

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ("docs/runs/", "docs/first-scores/")  # where the commands themselves write


def output_of(*command: str) -> str:
    """The output of the command; empty if it can't be run."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    try:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).strip() if done.returncode == 0 else ""


def machine(shared: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "cores": len(os.sched_getaffinity(0)),
        "kernel": f"{platform.system()} {platform.release()}",
        "shared": shared,
    }
    model = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    system = re.search(r'^PRETTY_NAME="?([^"\n]+)', _read("/etc/os-release"), re.MULTILINE)
    if model:
        values["cpu_model"] = model[1].strip()
    if memory:
        values["memory_bytes"] = int(memory[1]) * 1024
    if system:
        values["system"] = system[1]
    return values


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


VERSION = re.compile(r"\d+\.\d+[\w.+~:-]*")
COMMANDS = {
    "mariadb": ("mariadbd", "--version"),
    "memcached": ("memcached", "-V"),
    "nginx": ("nginx", "-v"),
}
PACKAGES = {
    "locust": "python3-locust",
    "libfcgi": "libfcgi-dev",
    "mysql-connector-c++": "libmysqlcppconn-dev",
    "libmemcached": "libmemcached-dev",
}


def versions(service: Mapping[str, Any], shared: bool) -> dict[str, str]:
    """The versions that the service reports. If it runs on this machine, the rest is read from the installed packages."""
    values = {"python": platform.python_version()}
    if shared:
        for name, command in COMMANDS.items():
            found = VERSION.search(output_of(*command))
            if found:
                values[name] = found[0]
        for name, package in PACKAGES.items():
            found_text = output_of("dpkg-query", "-W", "-f=${Version}", package)
            if found_text:
                values[name] = found_text
    for name in ("compiler", "version"):
        if isinstance(service.get(name), str):
            values["caseload" if name == "version" else name] = service[name]
    for name, value in (service.get("versions") or {}).items():
        if isinstance(value, str):
            values[name] = value
    return values


def source(service: Mapping[str, Any]) -> dict[str, Any]:
    """The commit that the service was built from. Whether the tree was clean is known only if the checkout is at that commit."""
    values: dict[str, Any] = {}
    checkout = output_of("git", "rev-parse", "HEAD")
    commit = str(service.get("commit", ""))
    if not re.fullmatch(r"[0-9a-f]{7,40}", commit):
        commit = checkout
    if re.fullmatch(r"[0-9a-f]{7,40}", commit):
        values["commit"] = commit
        if checkout.startswith(commit):
            values["commit"] = checkout
            values["clean"] = is_clean(output_of("git", "status", "--porcelain", "--untracked-files=normal"))
    if isinstance(service.get("mode"), str):
        values["build"] = service["mode"]
    return values


def is_clean(status: str) -> bool:
    """By the output of `git status --porcelain`. New files that an earlier run wrote do not change what is measured."""
    own = tuple(f"?? {folder}" for folder in OUTPUT)
    return all(line.startswith(own) and line.endswith(".json") for line in status.splitlines())


def sources_of(case: Case) -> list[dict[str, str]]:
    """The files that determine how the case behaves, with their hashes: its own files except the lesson, and the shared files
    that it uses."""
    folder = Path("fcgi-app/cases") / case.stem
    own = [path.relative_to(ROOT) for path in sorted((ROOT / folder).glob("*")) if path.suffix != ".md"]
    return [
        {"path": path.as_posix(), "sha256": hashlib.sha256((ROOT / path).read_bytes()).hexdigest()}
        for path in (*own, *shared_by(folder / "case.cpp"))
    ]


def shared_by(source: Path) -> list[Path]:
    """The files in shop/ and orm/ that a source includes directly or indirectly, each header with its .cpp."""
    app = Path("fcgi-app")
    found: set[Path] = set()
    unread = [source]
    while unread:
        file = unread.pop()
        if not (ROOT / file).is_file():
            continue
        for name in re.findall(r'^#include "((?:shop|orm)/[^"]+)"', (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE):
            for path in (app / name, (app / name).with_suffix(".cpp")):
                if path not in found and (ROOT / path).is_file():
                    found.add(path)
                    unread.append(path)
    return sorted(found)


def is_local(host: str) -> bool:
    return bool(re.match(r"https?://(127\.|localhost|\[::1\])", host))
