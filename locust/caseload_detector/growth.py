"""Growth along a ladder, computed from differences, so that constants cancel out.

The sizes of a ladder increase by a constant factor (4). With counts c0, c1, c2 and differences d1 = c1 - c0,
d2 = c2 - c1, `dex` is log_factor(d2 / d1): 40 + n gives 1.0, n squared gives 2.0.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Sequence


class Series(NamedTuple):
    """The values of one quantity at ascending sizes."""

    sizes: tuple[float, ...]
    values: tuple[float, ...]

    @property
    def rise(self) -> float:
        return self.values[-1] - self.values[0]

    @property
    def slope(self) -> float:
        """Growth per item over the whole ladder."""
        return self.rise / (self.sizes[-1] - self.sizes[0])

    def steps(self) -> list[float]:
        return [late - early for early, late in zip(self.values, self.values[1:])]

    def step_slopes(self) -> list[float]:
        return [step / (late - early) for step, early, late in zip(self.steps(), self.sizes, self.sizes[1:])]

    @property
    def dex(self) -> float | None:
        """The exponent from the last two differences; None unless both are positive."""
        steps = self.steps()
        if len(steps) < 2 or steps[-1] <= 0 or steps[-2] <= 0:
            return None
        factor = (self.sizes[-1] - self.sizes[-2]) / (self.sizes[-2] - self.sizes[-3])
        return math.log(steps[-1] / steps[-2], factor) if factor > 1 else None


PER_ITEM = 0.5  # a count that grows by at least this much per item is work per item


def series(sizes: Sequence[float], values: Sequence[float | int | None]) -> Series | None:
    """None if there are fewer than two sizes or a value is missing."""
    if len(sizes) < 2 or any(value is None for value in values):
        return None
    return Series(tuple(float(size) for size in sizes), tuple(float(value) for value in values if value is not None))


def per_item(counts: Series | None) -> bool:
    """Over the whole ladder or, where the service seems to cap the size, over its first step."""
    if counts is None:
        return False
    slopes = counts.step_slopes()
    is_capped = 0 <= slopes[-1] < 0.5 * slopes[0]
    return counts.slope >= PER_ITEM or (is_capped and slopes[0] >= PER_ITEM)


def constant(values: Series | None, tolerance: float = 0.1) -> bool:
    """True if the values vary by at most `tolerance` of the first value over the whole ladder."""
    if values is None:
        return False
    lowest, highest = min(values.values), max(values.values)
    return highest - lowest <= tolerance * max(abs(values.values[0]), 1.0)


def grows_in_step(values: Series | None, minimum: float = 0.0) -> bool:
    """True if the values rise at every step, at least about proportionally (dex >= 0.75), and by more than `minimum` in total."""
    if values is None or values.rise <= minimum or any(step <= 0 for step in values.steps()):
        return False
    return values.dex is None or values.dex >= 0.75


def often(slope: float) -> str:
    """"once", "8 times" or "0.33 times", for a sentence that goes on with "per item"."""
    number = f"{slope:.2f}".rstrip("0").rstrip(".")
    return "once" if number == "1" else f"{number} times"
