"""Whether the machine is busy with something else: what is used while this program sends nothing."""

from __future__ import annotations

import os
import time
from typing import Callable

JIFFIES_PER_SECOND = os.sysconf("SC_CLK_TCK")


def cores_in_use(seconds: float, pause: Callable[[float], None]) -> float | None:
    """By all programs, and by other guests of the host, as a mean over this time. None if the kernel doesn't say."""
    before, began = _busy_seconds(), time.monotonic()
    pause(seconds)
    after, passed = _busy_seconds(), time.monotonic() - began
    if before is None or after is None or passed <= 0:
        return None
    return max(0.0, (after - before) / passed)


def _busy_seconds() -> float | None:
    """proc(5): user nice system idle iowait irq softirq steal guest guest_nice; guests are in user and nice already."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            name, *values = file.readline().split()
    except OSError:
        return None
    if name != "cpu" or len(values) < 8:
        return None
    ticks = [int(value) for value in values[:8]]
    return (sum(ticks) - ticks[3] - ticks[4]) / JIFFIES_PER_SECOND
