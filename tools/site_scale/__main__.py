"""`make site-scale`: builds the site from 10,000 made-up runs of 40 cases, then once more with one new run, then after a build that
was killed. Prints times, memory and sizes. Sizes, memory and leftovers are checked; times depend on the machine and are not."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from synthetic import Runs, catalogue_of

ROOT = Path(__file__).resolve().parents[2]
LARGEST_PAGE = 2 << 20
LARGEST_MEMORY = 1 << 30


class Site:
    def __init__(self, build: Path, folder: Path) -> None:
        self._build, self._folder = build, folder
        self.out = folder / "site"
        self.runs = folder / "runs"
        self.problems: list[str] = []

    def prepare(self) -> Runs:
        shutil.rmtree(self._folder, ignore_errors=True)
        self.runs.mkdir(parents=True)
        real = json.loads(subprocess.run([self._build / "caseload-app", "--catalogue"], check=True, capture_output=True).stdout)
        catalogue = catalogue_of(real, ROOT / "fcgi-app" / "cases", self._folder / "sources")
        (self._folder / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
        return Runs(catalogue)

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self._build / "caseload-site", "--catalogue", self._folder / "catalogue.json", "--sources", self._folder / "sources",
             "--runs", self.runs, "--out", self.out], cwd=ROOT, stdout=subprocess.DEVNULL)

    def make(self, what: str) -> None:
        began = time.monotonic()
        process = self.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        memory = usage.ru_maxrss * 1024
        print(f"{what}: {time.monotonic() - began:.1f} s, of which {usage.ru_utime:.1f} s computing and {usage.ru_stime:.1f} s in the kernel; "
              f"at most {memory / (1 << 20):.0f} MiB of memory", flush=True)
        self.expect(process.returncode == 0, f"{what}: exit code {process.returncode}")
        self.expect(memory <= LARGEST_MEMORY, f"{what}: used more than {LARGEST_MEMORY >> 20} MiB of memory")

    def kill_one(self) -> None:
        """As soon as it has written something."""
        process = self.start()
        while process.poll() is None and not self.leftovers():
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.expect(process.returncode == -signal.SIGKILL, "the build ended before it could be killed")

    def leftovers(self) -> list[str]:
        return sorted(entry.name for entry in self._folder.glob("site.*") if entry.is_dir())

    def look(self, runs: int) -> None:
        pages = {file: file.stat().st_size for file in self.out.rglob("*") if file.suffix in (".html", ".js") and file.is_file()}
        self.expect(bool(pages), "nothing was built")
        if not pages:
            return
        largest = max(pages, key=lambda file: pages[file])
        print(f"{len(pages)} pages and scripts; the largest is {largest.relative_to(self.out)} with {pages[largest] / (1 << 20):.2f} MiB")
        for file, size in pages.items():
            self.expect(size <= LARGEST_PAGE, f"{file.relative_to(self.out)} has {size / (1 << 20):.2f} MiB, more than {LARGEST_PAGE >> 20} MiB")
        written = sum(1 for _ in (self.out / "runs").glob("*-load.html"))
        self.expect(written == runs, f"there are pages of {written} runs, and not of {runs}")

    def expect(self, holds: bool, problem: str) -> None:
        if not holds:
            self.problems.append(problem)


def main() -> int:
    options = argparse.ArgumentParser(prog="site_scale", description=__doc__)
    options.add_argument("--build", type=Path, required=True)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--folder", type=Path, default=ROOT / "build" / "scale", help="where to make them; it is removed afterwards")
    options.add_argument("--keep", action="store_true", help="keep the runs and the site")
    arguments = options.parse_args()
    if arguments.count < 1:
        options.error(f"--count must be at least 1; got {arguments.count}")
    folder = arguments.folder.absolute()
    if folder.exists() and not (folder / "catalogue.json").exists():
        options.error(f"{folder} contains something else")
    site = Site(arguments.build.absolute(), folder)
    try:
        runs = site.prepare()
        sizes = [runs.write(number, site.runs) for number in range(arguments.count)]
        print(f"{len(sizes):,} runs with {max(sizes) / 1000:.0f} kB at most, {sum(sizes) / 1e6:,.0f} MB together", flush=True)
        site.make("first build")
        site.look(arguments.count)
        runs.write(arguments.count, site.runs)
        site.make("one new run")
        site.look(arguments.count + 1)
        runs.write(arguments.count + 1, site.runs)
        site.kill_one()
        site.make("after a killed build")
        site.look(arguments.count + 2)
        left = site.leftovers()
        site.expect(not left, f"left behind: {', '.join(left)}")
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
    for problem in dict.fromkeys(site.problems):
        print(f"FAILED: {problem}", file=sys.stderr)
    return 1 if site.problems else 0


if __name__ == "__main__":
    sys.exit(main())
