"""Shows the current case and block and the remaining time."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """One line that is rewritten on a terminal; otherwise at most one line every ten seconds."""

    def __init__(self, planned_seconds: float, parts: int, out: TextIO | None = None) -> None:
        self.plan(planned_seconds, parts)
        self._out = out or sys.stderr
        self._began = time.monotonic()
        self._done_seconds = 0.0
        self._part_seconds = 0.0
        self._part_began = self._began
        self._number = 0
        self._name = ""
        self._said = 0.0
        self._live = self._out.isatty()

    def plan(self, seconds: float, parts: int) -> None:
        self._planned = seconds
        self._parts = parts

    def part(self, name: str, planned_seconds: float) -> None:
        self._done_seconds += self._part_seconds
        self._part_seconds = planned_seconds
        self._part_began = time.monotonic()
        self._number += 1
        self._name = name
        self._said = 0.0  # a new part is shown at once

    def stage(self, text: str) -> None:
        now = time.monotonic()
        if not self._live and now - self._said < 10:
            return
        self._said = now
        line = f"[{self._number}/{self._parts}] {self._name}: {text}"
        left = f"about {duration(self.seconds_left())} left"
        line = f"{line[: 98 - len(left)]:<{98 - len(left)}}  {left}"
        self._out.write(f"\r{line}" if self._live else f"{line}\n")
        self._out.flush()

    def seconds_left(self) -> float:
        """The planned time, scaled by how long the finished parts took compared with their plan."""
        left = max(0.0, self._planned - self._done_seconds - self._part_seconds)
        pace = (self._part_began - self._began) / self._done_seconds if self._done_seconds > 0 else 1.0
        part = max(0.0, self._part_seconds * pace - (time.monotonic() - self._part_began))
        return left * pace + part

    def end(self) -> None:
        if self._live:
            self._out.write("\r" + " " * 100 + "\r")
            self._out.flush()


def duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"
