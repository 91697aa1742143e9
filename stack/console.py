"""Console output: one line per step, and failures that name the part, its log and the fix."""

import io
import sys
import time


class Failure(Exception):
    """A step failed. Printed without a traceback; the command exits with status 1."""

    def __init__(self, what, fix="", log=None):
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.log = log


def show_failure(failure):
    print(f"\nFAILED: {failure.what}", file=sys.stderr)
    if failure.log is not None:
        lines = last_lines(failure.log, 15)
        print(f"  The last lines of {failure.log}:" if lines else f"  {failure.log} is empty", file=sys.stderr)
        for line in lines:
            print(f"    | {line}", file=sys.stderr)
    if failure.fix:
        print(f"  What to do: {failure.fix}", file=sys.stderr)


def exit_status(command, if_missing="`make deps` installs missing packages", if_interrupted="`make stop` stops what has been started"):
    """Runs a command. A failure is printed with what to do about it, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows ? for what it lacks
    try:
        return command()
    except Failure as failure:
        show_failure(failure)
        return 1
    except FileNotFoundError as missing:
        if "/" in str(missing.filename):
            raise
        show_failure(Failure(f"the program {missing.filename} is not in the PATH", if_missing))
        return 1
    except KeyboardInterrupt:
        print(f"\nInterrupted; {if_interrupted}.", file=sys.stderr)
        return 130


def last_lines(path, count):
    try:
        with open(path, "rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 16384))
            return [line[:300] for line in file.read().decode("utf-8", "replace").splitlines()[-count:]]
    except OSError:
        return []


class Step:
    """`with Step("database"): ...` prints the name and then the duration. On a terminal, note() shows progress in the same
    line; otherwise only notes marked as lasting are printed."""

    def __init__(self, name):
        self.name = name
        self.result = ""

    def __enter__(self):
        self.began = time.monotonic()
        self.on_terminal = sys.stdout.isatty()
        if self.on_terminal:
            print(f"  {self.name:<12}", end="", flush=True)
        return self

    def note(self, text, lasting=False):
        if self.on_terminal:
            print(f"\r  {self.name:<12}{text}\033[K", end="", flush=True)
        elif lasting:
            print(f"  {self.name:<12}{text}", flush=True)

    def __exit__(self, kind, error, traceback):
        took = time.monotonic() - self.began
        clear = "\r\033[K" if self.on_terminal else ""
        if kind is None:
            print(f"{clear}  {self.name:<12}{self.result or 'ready'} ({took:.1f} s)", flush=True)
        elif self.on_terminal:
            print()
