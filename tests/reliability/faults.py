"""`make faults`: what happens to requests while parts are killed, stopped, overloaded and attacked. On servers of its own, with the
limits of a public host, reachable from this host alone."""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import cache_faults
import database_faults
import hostile
import lifecycle
import nginx
import overload
import public_profile
import restarts
import rights
import slow_clients
import testing
import units
from console import Failure
from layout import ROOT, Stack
from measured import Measured

# The long form of the tests in tests/faults.
LONG = {"CASELOAD_TEST_JOBS": "10000", "CASELOAD_TEST_KILLS": "20,20,10", "CASELOAD_TEST_BROKEN_REQUESTS": "50000"}
# What needs the stack, in this order.
ON_STACK = {
    "restarts": restarts.measure,
    "memcached": cache_faults.measure,
    "database": database_faults.measure,
    "overload": overload.measure,
    "slow-clients": slow_clients.measure,
    "hostile": hostile.measure,
    "rights": rights.measure,
}
# What needs a stack with the profile public, which limits the rate of requests.
ON_PUBLIC_STACK = {"public": public_profile.measure}
PARTS = ["jobs", *ON_STACK, *ON_PUBLIC_STACK, "units"]


class PublicStack(Stack):
    """With the limits of a public host, which a stack for a class has too, but on the loopback address."""

    @property
    def listen(self):
        return "127.0.0.1"


def run_tests(stack, measured, quick):
    """The Boost tests. They write what they have counted to a file, one JSON document in each line."""
    with tempfile.TemporaryDirectory() as folder:
        figures = pathlib.Path(folder) / "figures"
        env = {**os.environ, "CASELOAD_TEST_BUILD": str(stack.build), "CASELOAD_TEST_FIGURES": str(figures), **({} if quick else LONG)}
        command = [stack.build / "faults_tests", "--log_level=test_suite"]
        if subprocess.run(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL).returncode != 0:
            measured.fail("faults_tests failed")
        for line in figures.read_text().splitlines() if figures.exists() else []:
            figure = json.loads(line)
            measured.add(figure["target"], figure["value"], **figure["counted"])
    for target in ("jobs-lost", "jobs-twice"):
        measured.leave_out(target, "the test ended before it had counted them")


def run_on_stack(stack, measured, parts, quick):
    with lifecycle.exclusive(stack):
        try:
            lifecycle.stop(stack)
            lifecycle.up(stack)
            for name, measure in parts.items():
                print(f"\n{name}", flush=True)
                measure(stack, measured, quick)
        finally:
            lifecycle.stop(stack)
            shutil.rmtree(stack.var / "nginx" / "cache", ignore_errors=True)


def run(build, quick, only):
    chosen = only or PARTS
    if unknown := set(chosen) - set(PARTS):
        raise Failure(f"there is no part {', '.join(sorted(unknown))}", f"there are {', '.join(PARTS)}")
    testing.allow_many_files()
    measured = Measured("make faults")
    stack = PublicStack(ROOT / "var" / "test", nginx.free_port(), build, ("x1",), for_class=True)
    if "jobs" in chosen:
        run_tests(stack, measured, quick)
    for on, parts in ((stack, ON_STACK), (dataclasses.replace(stack, public=True), ON_PUBLIC_STACK)):
        if wanted := {name: measure for name, measure in parts.items() if name in chosen}:
            run_on_stack(on, measured, wanted, quick)
    if "units" in chosen:
        units.measure(measured)
    return measured.report(build, {"users": restarts.USERS, "seconds_of_each_fault": cache_faults.seconds(quick), "dataset": "x1"},
                           quick=quick, is_whole=not only)
