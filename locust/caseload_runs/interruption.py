"""Ctrl-C and SIGTERM: what was measured so far is saved, and the command ends with one line and 128 + the signal's number."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from types import FrameType
from typing import Any, Callable, Iterator

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """Not an Exception, so that nothing that copes with failed requests swallows it."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.signal_name = signal.Signals(number).name
        self.exit_code = 128 + number


def raise_it(interrupted: Interrupted) -> None:
    raise interrupted


@contextmanager
def interruptible(deliver: Callable[[Interrupted], Any] = raise_it) -> Iterator[None]:
    """The first signal is delivered; a second one ends the process at once."""

    def received(number: int, _: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        deliver(Interrupted(number))

    before = {number: signal.signal(number, received) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def ended_by(command: str, interrupted: Interrupted, saved: str = "nothing was saved") -> int:
    start = "\n" if sys.stderr.isatty() else ""  # after ^C and the line of progress
    print(f"{start}{command}: interrupted by {interrupted.signal_name}; {saved}", file=sys.stderr)
    return interrupted.exit_code
