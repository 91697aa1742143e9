"""`make conformance`: runs official test suites on the stack of `make test` and prints a score for each. Also runs other
programs that need the stack to themselves."""

import shutil
import subprocess

import console
from layout import ROOT
from lifecycle import exclusive, stop, up

FOLDER = ROOT / "tests" / "conformance"


def programs(stack, spec):
    yield [stack.build / "mustache_spec", spec]
    yield matrix(stack)
    yield ["node", "--no-warnings", FOLDER / "cache_tests.mjs", stack.address]


def matrix(stack):
    return ["/usr/bin/python3", "-B", FOLDER / "matrix.py", stack.address]


def run(stack, title, commands, env=None):
    """Returns 1 if a program fails, for example because a score is too low."""
    with exclusive(stack):
        try:
            stop(stack)
            up(stack)
            print(f"\n{title}", flush=True)
            statuses = [subprocess.run([str(word) for word in command], cwd=ROOT, env=env, check=False).returncode
                        for command in commands]
        except console.Failure as failure:
            console.show_failure(failure)
            return 1
        finally:
            stop(stack)
            shutil.rmtree(stack.var / "nginx" / "cache", ignore_errors=True)
    return 1 if any(statuses) else 0
