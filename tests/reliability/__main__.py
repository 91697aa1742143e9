"""`make faults`, `make cluster`, `make scan`, `make soak`, `make fuzz` and `make sanitizers`: how Caseload behaves under load, faults and
attack. See README.md."""

import argparse
import pathlib
import signal
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "tests" / "bench"), str(ROOT / "tools" / "test_driver")]

import console  # noqa: E402
import faults  # noqa: E402
import fuzzing  # noqa: E402
import sanitizers  # noqa: E402
import scan  # noqa: E402
import soak  # noqa: E402
import two_of_everything  # noqa: E402


def interrupt(_number, _frame):
    raise KeyboardInterrupt


def parse():
    parser = argparse.ArgumentParser(prog="tests/reliability", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("faults")
    command.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder with the programs")
    command.add_argument("--quick", action="store_true", help="shorter than the targets demand")
    command.add_argument("--only", type=lambda text: text.split(","), metavar="NAME,NAME", help=f"only these, and no file: {', '.join(faults.PARTS)}")
    command = commands.add_parser("cluster")
    command.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder with the programs")
    command.add_argument("--quick", action="store_true", help="shorter than the targets demand")
    command.add_argument("--port", type=int, help="of nginx, on 127.0.0.1; default: a free one")
    command.add_argument("--only", type=lambda text: text.split(","), metavar="NAME,NAME",
                         help=f"only these, and no file: {', '.join(two_of_everything.STAGES)}")
    command = commands.add_parser("scan")
    command.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="folder with the programs")
    command.add_argument("--quick", action="store_true", help="at most 10 minutes, with fewer payloads and pages")
    command.add_argument("--only", type=lambda text: text.split(","), metavar="NAME,NAME", help=f"only these, and no file: {', '.join(scan.PARTS)}")
    command.add_argument("--port", type=int, default=0, help="of the servers, and the one after it; any by default")
    command = commands.add_parser("soak")
    command.add_argument("--seconds", type=int, default=soak.WHOLE_S)
    command = commands.add_parser("fuzz")
    command.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "fuzz", help="folder with the program")
    command.add_argument("--seconds", type=int, default=60, help="for each parser")
    command.add_argument("--only", metavar="PARSER", help="only this one, and no file")
    command.add_argument("--keep", action="store_true", help="add small inputs that reached new code to tests/fuzz/corpus")
    command = commands.add_parser("sanitizers")
    command.add_argument("--only", default="", metavar="SUITE", help="the suites whose name contains this text, and no file")
    return parser.parse_args()


def main():
    options = parse()
    if options.command == "faults":
        return faults.run(options.build.absolute(), options.quick, options.only)
    if options.command == "cluster":
        return two_of_everything.run(options.build.absolute(), options.quick, options.only, options.port)
    if options.command == "scan":
        return scan.run(options.build.absolute(), options.quick, options.only, options.port)
    if options.command == "soak":
        return soak.run(options.seconds)
    if options.command == "fuzz":
        return fuzzing.run(options.build.absolute(), options.seconds, options.only, options.keep)
    return sanitizers.run(options.only)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupt)  # the servers are stopped all the same
    sys.exit(console.exit_status(main))
