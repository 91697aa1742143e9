"""`make instructions` and `make bench`: what a request costs. See README.md."""

import argparse
import pathlib
import signal
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "locust")]

import bench  # noqa: E402
import console  # noqa: E402
import instructions  # noqa: E402
import nginx  # noqa: E402
from contestants import TITLES  # noqa: E402
from layout import Stack  # noqa: E402
from targets import LIMITS  # noqa: E402

CHOICES = [*TITLES, *LIMITS]


def interrupt(_number, _frame):
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(prog="tests/bench", description=__doc__)
    parser.add_argument("command", choices=["instructions", "bench"])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder with the programs")
    parser.add_argument("--write", action="store_true", help="instructions: keep the figures in docs/bench instead of comparing them")
    parser.add_argument("--quick", action="store_true", help="bench: three short rounds")
    parser.add_argument("--only", type=lambda text: text.split(","), default=CHOICES, metavar="NAME,NAME",
                        help=f"bench: measure only these pages and limits, and write no file: {', '.join(CHOICES)}")
    options = parser.parse_args()
    if unknown := set(options.only) - set(CHOICES):
        raise console.Failure(f"there is no page or limit {', '.join(sorted(unknown))}", f"there are {', '.join(CHOICES)}")
    stack = Stack(ROOT / "var" / "test", nginx.free_port(), options.build.absolute(), ("x1",), durable=False, patient=True)
    return bench.run(stack, options.quick, options.only) if options.command == "bench" else instructions.run(stack, options.write)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupt)  # the servers are stopped all the same
    sys.exit(console.exit_status(main))
