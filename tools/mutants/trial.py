"""Builds the copy and runs suites in it, with the data as it was before the first one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import commands
from .mutation import Mutation
from .tree import TEST_DATA, mirror

BUILD_LIMIT_S = 1800.0
# A suite that takes this much longer than it takes without a mutation hangs, which counts as noticed.
TIMES_AS_LONG, MORE_S = 5.0, 180.0
UNMUTATED_LIMIT_S = 3600.0
# Seeds the data and needs none of it, so that afterwards it is as good as new.
SEEDING_SUITE = "mustache_spec"
FAILED_TEST = re.compile(r'error: in "(?P<boost>[^"]+)"|^(?:FAIL|ERROR): (?P<unittest>\S+)|^\s*not ok \d+ - (?P<node>.*)', re.MULTILINE)
# The port that the stack had found free was taken by somebody else before nginx listened on it: once more.
NOT_STARTED = re.compile(r"^FAILED: port \d+ is taken by another program", re.MULTILINE)
# What a broken configuration of nginx is reported by: it could not have been deployed.
NOT_VALID = re.compile(r"nginx refuses its configuration|must have the text '.*' once")


@dataclass
class Outcome:
    is_valid: bool = True  # it compiles, or nginx takes it
    noticed_by: str = ""  # the suite
    test: str = ""  # the first one that failed, or why the suite ended
    ran: tuple[str, ...] = ()
    seconds: float = 0.0


class CannotRun(Exception):
    """The copy fails without any mutation."""


class Trial:
    def __init__(self, folder: Path, mode: str, jobs: int) -> None:
        self.tree = folder / "tree"
        self._kept = folder / "data"
        self._logs = folder / "log"
        self._temporary = Path(tempfile.mkdtemp(prefix="caseload-mutants-"))
        # Nobody debugs a mutant, and without symbols it is compiled and linked in less time.
        self._make = ["make", "--no-print-directory", f"MODE={mode}", f"JOBS={jobs}", "CXXFLAGS=-g0"]
        self._build = f"build/{mode}"
        self._jobs = jobs
        self._seconds: dict[str, float] = {}  # of each suite, unmutated
        self._is_data_touched = True

    def close(self) -> None:
        commands.end_descendants()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def prepare(self, suites: list[str]) -> None:
        """Builds all, seeds the data, and makes sure that the suites pass."""
        if self._kept.exists():
            mirror(self._kept, self.tree / TEST_DATA)
        began = time.monotonic()
        if self._compile([SEEDING_SUITE, *suites]) != 0:
            raise CannotRun(f"the copy does not build; {self._logs / 'build.log'} has what the compiler says")
        print(f"  {'all':<16}is built ({time.monotonic() - began:.0f} s)", flush=True)
        self._run_unmutated(SEEDING_SUITE)
        mirror(self.tree / TEST_DATA, self._kept)
        self._is_data_touched = False
        for suite in suites:
            if suite != SEEDING_SUITE:
                self._run_unmutated(suite)

    def _run_unmutated(self, suite: str) -> None:
        """A second try shows whether a failure was by chance; by the same chance a mutation may seem to be noticed."""
        for chance in ("", " at the second try, so it may also fail by chance"):
            began = time.monotonic()
            status = self._run_suite(suite, "unmutated", UNMUTATED_LIMIT_S)
            self._seconds[suite] = time.monotonic() - began
            if status == 0:
                print(f"  {suite:<16}passes{chance} ({self._seconds[suite]:.0f} s)", flush=True)
                return
        raise CannotRun(f"the suite {suite} does not pass without any mutation; {self._log(suite, 'unmutated')} says why")

    def judge(self, mutation: Mutation, text: str, suites: tuple[str, ...], name: str) -> Outcome:
        """Puts the mutation in, runs suites until one fails, and takes the mutation out again."""
        file = self.tree / mutation.path
        began = time.monotonic()
        outcome = Outcome()
        try:
            file.write_text(mutation.apply(text))
            for suite in suites:
                if mutation.path.endswith((".cpp", ".hpp")) and self._compile([suite]) != 0:
                    outcome.is_valid = False
                    break
                if suite == "unit_tests" and self._near_tests_notice(mutation, name, outcome):
                    break
                outcome.ran += (suite,)
                if self._notices(suite, name, outcome):
                    break
        finally:
            file.write_text(text)
        outcome.seconds = time.monotonic() - began
        return outcome

    def _near_tests_notice(self, mutation: Mutation, name: str, outcome: Outcome) -> bool:
        """A look ahead: the unit tests that are named after the file or its folder, which takes seconds. Where they notice
        nothing, all unit tests run."""
        limit_s = TIMES_AS_LONG * self._seconds["unit_tests"] + MORE_S
        status = self._run_suite("unit_tests", name, limit_s, BOOST_TEST_RUN_FILTERS=filter_of(mutation.path))
        found = FAILED_TEST.search("\n".join(self._test_logs()))
        if status is None or found:
            outcome.noticed_by, outcome.test = "unit_tests", (found["boost"] or "") if found else ended_after(limit_s)
        return bool(outcome.noticed_by)

    def _notices(self, suite: str, name: str, outcome: Outcome) -> bool:
        limit_s = TIMES_AS_LONG * self._seconds[suite] + MORE_S
        status = self._run_suite(suite, name, limit_s)
        if status == 0:
            return False
        said = self._log(suite, name).read_text(errors="replace")
        if NOT_VALID.search(said):
            outcome.is_valid = False
            return True
        outcome.noticed_by = suite
        outcome.test = self._failed_test(said) if status is not None else ended_after(limit_s)
        return True

    def _failed_test(self, said: str) -> str:
        found = FAILED_TEST.search("\n".join([said, *self._test_logs()]))
        return next((text.strip() for text in found.groups() if text), "") if found else ""

    def _test_logs(self) -> list[str]:
        return [log.read_text(errors="replace") for log in (self.tree / TEST_DATA / "log").glob("test-*.log")]

    def _compile(self, suites: list[str] | tuple[str, ...]) -> int | None:
        programs = [f"{self._build}/{suite}" for suite in suites if suite.endswith("_tests") or suite == SEEDING_SUITE]
        return commands.run([*self._make, f"-j{self._jobs}", "build", *programs], self.tree, self._logs / "build.log",
                            self._environment(), BUILD_LIMIT_S)

    def _run_suite(self, suite: str, name: str, limit_s: float, **variables: str) -> int | None:
        data = self.tree / TEST_DATA
        if self._is_data_touched and self._kept.exists():
            mirror(self._kept, data)
        for log in (data / "log").glob("test-*.log"):
            log.unlink()
        self._is_data_touched = True
        env = {**self._environment(), **variables}
        while True:
            status = commands.run([*self._make, "test", f"ONLY={suite}"], self.tree, self._log(suite, name), env, limit_s,
                                  lambda: any('error: in "' in log for log in self._test_logs()))
            if status == 0 or not NOT_STARTED.search(self._log(suite, name).read_text(errors="replace")):
                return status

    def _log(self, suite: str, name: str) -> Path:
        return self._logs / f"{name}-{suite}.log"

    def _environment(self) -> dict[str, str]:
        return commands.environment(TMPDIR=str(self._temporary), CASELOAD_TEST_FIRST_FAILURE="1", LC_ALL=os.environ.get("LC_ALL", "C.UTF-8"))


def ended_after(limit_s: float) -> str:
    return f"it hung and was ended after {limit_s:.0f} s"


def filter_of(path: str) -> str:
    """Of Boost.Test's names: those that begin as the file, or one of the folders it is in, begins."""
    names = [Path(path).stem, *Path(path).parts[:-1]]
    return ",".join(sorted({re.split(r"[-_]", name)[0] + "*" for name in names}))
