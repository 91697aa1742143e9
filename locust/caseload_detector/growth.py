"""Growth along a ladder, by differences, so that constants cancel.

A ladder's sizes go up by one factor (4). With counts c0, c1, c2 and differences d1 = c1 - c0,
d2 = c2 - c1, `dex` = log_factor(d2 / d1): 40 + n gives 1.0, n squared 2.0.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Sequence


class Series(NamedTuple):
    """Values of one quantity at each size. Sizes ascend."""

    sizes: tuple[float, ...]
    values: tuple[float, ...]

    @property
    def rise(self) -> float:
        return self.values[-1] - self.values[0]

    @property
    def slope(self) -> float:
        """Per item, over the whole ladder."""
        return self.rise / (self.sizes[-1] - self.sizes[0])

    def steps(self) -> list[float]:
        return [late - early for early, late in zip(self.values, self.values[1:])]

    def step_slopes(self) -> list[float]:
        return [step / (late - early) for step, early, late in zip(self.steps(), self.sizes, self.sizes[1:])]

    @property
    def dex(self) -> float | None:
        """Of the last two differences; None where they are not both above zero."""
        steps = self.steps()
        if len(steps) < 2 or steps[-1] <= 0 or steps[-2] <= 0:
            return None
        factor = (self.sizes[-1] - self.sizes[-2]) / (self.sizes[-2] - self.sizes[-3])
        return math.log(steps[-1] / steps[-2], factor) if factor > 1 else None


PER_ITEM = 0.5  # a count that grows by this much per item is work done for each item


def series(sizes: Sequence[float], values: Sequence[float | int | None]) -> Series | None:
    """None where fewer than two sizes or any value is missing."""
    if len(sizes) < 2 or any(value is None for value in values):
        return None
    return Series(tuple(float(size) for size in sizes), tuple(float(value) for value in values if value is not None))


def per_item(counts: Series | None) -> bool:
    return counts is not None and counts.slope >= PER_ITEM


def constant(values: Series | None, tolerance: float = 0.1) -> bool:
    """Moves by no more than `tolerance` of its first value over the whole ladder."""
    if values is None:
        return False
    lowest, highest = min(values.values), max(values.values)
    return highest - lowest <= tolerance * max(abs(values.values[0]), 1.0)


def grows_in_step(values: Series | None, minimum: float = 0.0) -> bool:
    """Rises at every step, about in proportion or faster (dex from 0.75), and by more than `minimum` in all."""
    if values is None or values.rise <= minimum or any(step <= 0 for step in values.steps()):
        return False
    return values.dex is None or values.dex >= 0.75
