"""`make test`, `make check`, `make conformance` and `make bench`: programs that need a separate stack, below var/test.

    python3 tools/test_driver test|conformance|bench [options]
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))

import conformance
import nginx
import testing
from console import exit_status
from layout import ROOT, Stack


def parse():
    parser = argparse.ArgumentParser(prog="test_driver", description="Runs tests and measurements on a separate stack.")
    parser.add_argument("command", choices=["test", "conformance", "bench"])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder with the programs")
    parser.add_argument("--datasets", default="x1,x4,x16", help="the datasets to seed")
    parser.add_argument("--only", default="", help="test: run the suites whose name contains this text")
    parser.add_argument("--spec", type=pathlib.Path, help="conformance: folder of the Mustache spec")
    return parser.parse_args()


def main():
    options = parse()
    build = options.build.absolute()
    stack = Stack(ROOT / "var" / "test", nginx.free_port(), build, tuple(options.datasets.split(",")), durable=False, patient=True)
    if options.command == "conformance":
        return conformance.run(stack, "Conformance", conformance.programs(stack, options.spec))
    if options.command == "bench":
        return conformance.run(stack, "Bench", [[build / "evidence_cost"]], testing.environment(stack))
    return testing.run(stack, options.only)


if __name__ == "__main__":
    sys.exit(exit_status(main))
