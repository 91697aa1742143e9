"""What an installation takes: disk, memory and time. Printed and written to build/deb/sizes.json; docs/quick-start.md has the figures
with their date."""

import contextlib
import datetime
import json
import os
import pathlib
import platform
import re
import time

from layout import ROOT

FILE = ROOT / "build" / "deb" / "sizes.json"
MIB = 2**20


class Sizes:
    def __init__(self, life):
        self.life = life
        self.seconds = {}
        self.mebibytes = {}

    @contextlib.contextmanager
    def time(self, name):
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)

    def measure(self):
        life = self.life
        for deb in sorted((life.folder / "packages").glob("caseload*_*.deb")):
            self.mebibytes[f"package {deb.name.partition('_')[0]}"] = deb.stat().st_size / MIB
        installed = life.run("dpkg-query", "-W", "-f=${Installed-Size}", "caseload")
        self.mebibytes["installed files of caseload"] = int(installed) / 1024
        self.mebibytes["the whole tree, with Debian's base system and all dependencies, without data"] = folder_size(life.folder, skip=("proc", "dev", "run", "packages", "var/lib/mysql"))
        self.mebibytes["MariaDB's files, with x1"] = folder_size(life.folder / "var/lib/mysql")
        for name, process in life.services.running.items():
            self.mebibytes[f"memory of {name}"] = memory(process.pid)

    def print_and_write(self):
        print()
        for name, value in self.seconds.items():
            print(f"    {value:8.1f} s    {name}")
        for name, value in self.mebibytes.items():
            print(f"    {value:8.1f} MiB  {name}")
        document = {"measured_at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "by": "make deb-check", "cpu": cpu(), "cores": os.cpu_count(),
                    "seconds": self.seconds, "mebibytes": {name: round(value, 1) for name, value in self.mebibytes.items()}}
        FILE.write_text(json.dumps(document, indent=1) + "\n")


def folder_size(folder, skip=()):
    """In MiB, as the disk has it."""
    skipped = {str(folder / name) for name in skip}
    total, seen = 0, set()
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if f"{path}/{name}" not in skipped]
        for name in files:
            status = os.lstat(os.path.join(path, name))
            if status.st_ino not in seen:
                seen.add(status.st_ino)
                total += status.st_blocks * 512
    return total / MIB


def memory(pid):
    """Of a process and its children, in MiB: their proportional set size (proc(5), smaps_rollup)."""
    total = 0
    for each in [pid, *children(pid)]:
        with contextlib.suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+) kB", pathlib.Path(f"/proc/{each}/smaps_rollup").read_text(), re.MULTILINE)
            total += int(found.group(1)) if found else 0
    return total / 1024


def children(pid):
    found = []
    with contextlib.suppress(OSError):
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *children(int(child))]
    return found


def cpu():
    found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1) if found else platform.machine()
