"""`make conformance`: the official tests of what the parts implement, each score on a line of its own, on the stack
of `make test`."""

import shutil
import subprocess

import console
from layout import ROOT

FOLDER = ROOT / "tests" / "conformance"


def programs(stack, spec):
    yield [stack.build / "mustache_spec", spec]
    yield matrix(stack)
    yield ["node", "--no-warnings", FOLDER / "cache_tests.mjs", stack.address]


def matrix(stack):
    return ["/usr/bin/python3", "-B", FOLDER / "matrix.py", stack.address]


def run(stack, up, stop, alone, spec):
    """1 where a score falls short."""
    with alone(stack):
        try:
            stop(stack)
            up(stack)
            print("\nConformance", flush=True)
            statuses = [subprocess.run([str(word) for word in program], cwd=ROOT, check=False).returncode
                        for program in programs(stack, spec)]
        except console.Failure as failure:
            console.show_failure(failure)
            return 1
        finally:
            stop(stack)
            shutil.rmtree(stack.var / "nginx" / "cache", ignore_errors=True)
    return 1 if any(statuses) else 0
