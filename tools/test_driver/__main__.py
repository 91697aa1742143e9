"""`make test`, `make check`, `make conformance`, `make evidence-cost` and `make detect` with GALLERY=1 or EVIDENCE=mariadb: programs that need a separate stack, below var/test.

    python3 tools/test_driver test|conformance|evidence-cost|gallery|detect [options]
"""

import argparse
import pathlib
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))

import conformance
import mariadb
import nginx
import testing
from console import exit_status
from layout import ROOT, Stack


def parse():
    parser = argparse.ArgumentParser(prog="test_driver", description="Runs tests and measurements on a separate stack.")
    parser.add_argument("command", choices=["test", "conformance", "evidence-cost", "gallery", "detect"])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder with the programs")
    parser.add_argument("--datasets", default="x1,x4,x16", help="the datasets to seed")
    parser.add_argument("--only", default="", help="test: run the suites whose name contains this text")
    parser.add_argument("--spec", type=pathlib.Path, help="conformance: folder of the Mustache spec")
    parser.add_argument("--detect", type=shlex.split, default=[], metavar="OPTIONS", help="gallery, detect: options for locust/detect")
    parser.add_argument("--evidence", choices=["mariadb"], help="gallery, detect: judge from the database alone")
    return parser.parse_args()


def main():
    options = parse()
    build = options.build.absolute()
    stack = Stack(ROOT / "var" / "test", nginx.free_port(), build, tuple(options.datasets.split(",")), durable=False, patient=True,
                  gallery=options.command == "gallery", query_log=options.evidence == "mariadb")
    if options.command == "conformance":
        return conformance.run(stack, "Conformance", conformance.programs(stack, options.spec))
    if options.command == "evidence-cost":
        return conformance.run(stack, "Cost of evidence", [[build / "evidence_cost"]], testing.environment(stack))
    if options.command in ("gallery", "detect"):
        evidence = ["--evidence", f"mariadb://{mariadb.admin()}@/?socket={stack.socket('mariadb')}&read=slow_log&empty_log=yes"] if options.evidence else []
        return conformance.run(stack, "Detect", [[ROOT / "locust" / "detect", "--host", stack.address, *evidence, *options.detect]])
    return testing.run(stack, options.only)


if __name__ == "__main__":
    sys.exit(exit_status(main))
