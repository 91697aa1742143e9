"""Builds the copy and runs suites in it, each with the original data."""

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
# A suite that takes this many times as long as without a mutation hangs, which counts as noticed. A short suite gets a minute.
TIMES_AS_LONG, MIN_LIMIT_S = 3.0, 60.0
UNMUTATED_LIMIT_S = 3600.0
# Seeds the data but doesn't change it.
SEEDING_SUITE = "mustache_spec"
FAILED_TEST = re.compile(r'error: in "(?P<boost>[^"]+)"|^(?:FAIL|ERROR): (?P<unittest>\S+)|^\s*not ok \d+ - (?P<node>.*)', re.MULTILINE)
# Another program took the free port before nginx listened on it; try again.
NOT_STARTED = re.compile(r"^FAILED: port \d+ is used by another program", re.MULTILINE)
# An invalid nginx configuration, which could not have been deployed.
NOT_VALID = re.compile(r"nginx rejects its configuration|must contain the text '.*' once")


@dataclass
class Outcome:
    is_valid: bool = True  # it compiles, or nginx accepts it
    noticed_by: str = ""  # the suite
    test: str = ""  # the first failed test, or why the suite ended
    ran: tuple[str, ...] = ()
    seconds: float = 0.0


class CannotRun(Exception):
    """The copy fails even without a mutation."""


class Trial:
    def __init__(self, folder: Path, mode: str, jobs: int) -> None:
        self.tree = folder / "tree"
        self._kept = folder / "data"
        self._logs = folder / "log"
        self._temporary = Path(tempfile.mkdtemp(prefix="caseload-mutants-"))
        # Without debug symbols compiling and linking are faster, and nobody debugs a mutant.
        self._make = ["make", "--no-print-directory", f"MODE={mode}", f"JOBS={jobs}", "CXXFLAGS=-g0"]
        self._build = f"build/{mode}"
        self._jobs = jobs
        self._seconds: dict[str, float] = {}  # of each suite without a mutation
        self._is_data_touched = True

    def close(self) -> None:
        commands.end_descendants()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def prepare(self, suites: list[str]) -> None:
        """Builds everything, seeds the data, and checks that the suites pass."""
        if self._kept.exists():
            mirror(self._kept, self.tree / TEST_DATA)
        began = time.monotonic()
        if self._compile([SEEDING_SUITE, *suites]) != 0:
            raise CannotRun(f"the copy does not build; {self._logs / 'build.log'} has the compiler's output")
        print(f"  {'all':<16}is built ({time.monotonic() - began:.0f} s)", flush=True)
        self._run_unmutated(SEEDING_SUITE)
        mirror(self.tree / TEST_DATA, self._kept)
        self._is_data_touched = False
        for suite in suites:
            if suite != SEEDING_SUITE:
                self._run_unmutated(suite)

    def _run_unmutated(self, suite: str) -> None:
        """Retries once, because a flaky suite could also seem to notice a mutation."""
        for chance in ("", " at the second attempt, so it is flaky"):
            began = time.monotonic()
            status = self._run_suite(suite, "unmutated", UNMUTATED_LIMIT_S)
            self._seconds[suite] = time.monotonic() - began
            if status == 0:
                print(f"  {suite:<16}passes{chance} ({self._seconds[suite]:.0f} s)", flush=True)
                return
        raise CannotRun(f"the suite {suite} fails even without a mutation; {self._log(suite, 'unmutated')} has the reason")

    def judge(self, mutation: Mutation, text: str, suites: tuple[str, ...], name: str) -> Outcome:
        """Applies the mutation, runs suites until one fails, and reverts the mutation."""
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
        """Runs the unit tests named after the file or its folder first, which takes only seconds. If they notice nothing, all unit
        tests run."""
        limit_s = suite_limit_s(self._seconds["unit_tests"])
        status = self._run_suite("unit_tests", name, limit_s, BOOST_TEST_RUN_FILTERS=filter_of(mutation.path))
        found = FAILED_TEST.search("\n".join(self._test_logs()))
        if status is None or found:
            outcome.noticed_by, outcome.test = "unit_tests", (found["boost"] or "") if found else ended_after(limit_s)
        return bool(outcome.noticed_by)

    def _notices(self, suite: str, name: str, outcome: Outcome) -> bool:
        limit_s = suite_limit_s(self._seconds[suite])
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


def suite_limit_s(unmutated_s: float) -> float:
    return max(MIN_LIMIT_S, TIMES_AS_LONG * unmutated_s)


def ended_after(limit_s: float) -> str:
    return f"it hung and was stopped after {limit_s:.0f} s"


def filter_of(path: str) -> str:
    """A Boost.Test filter for tests whose name starts like the file or one of its folders."""
    names = [Path(path).stem, *Path(path).parts[:-1]]
    return ",".join(sorted({re.split(r"[-_]", name)[0] + "*" for name in names}))
