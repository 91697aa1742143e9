"""Medians, intervals and exponents. tests/detector/test_statistics.py compares them with SciPy."""

from __future__ import annotations

import math
import random
from typing import NamedTuple, Sequence

BOOTSTRAP_SAMPLES = 10_000
CONFIDENCE = 0.95
FEWEST_PAIRS = 3


class Interval(NamedTuple):
    median: float
    low: float
    high: float

    def to_json(self) -> dict[str, float]:
        return {"median": round(self.median, 5), "low": round(self.low, 5), "high": round(self.high, 5)}


def median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def quantile(ordered: Sequence[float], share: float) -> float:
    """Quantile of sorted values, with linear interpolation (Hyndman and Fan's type 7, NumPy's default)."""
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def median_interval(
    values: Sequence[float], seed: int, samples: int = BOOTSTRAP_SAMPLES, confidence: float = CONFIDENCE
) -> Interval | None:
    """Percentile bootstrap of the median (Efron, Tibshirani, An Introduction to the Bootstrap, chapter 13).

    None for fewer than three values, because the interval would be meaningless.
    """
    if len(values) < FEWEST_PAIRS:
        return None
    draw = random.Random(seed)
    medians = sorted(median(draw.choices(values, k=len(values))) for _ in range(samples))
    tail = (1 - confidence) / 2
    return Interval(median(values), quantile(medians, tail), quantile(medians, 1 - tail))


def conclusion(ratio: Interval | None, noise: Interval | None) -> str:
    """The conclusion about slow / fast. There is a difference only if the interval excludes 1 and the noise of the A/A pairs.

    For A/A pairs the choice of numerator is arbitrary, so the band extends equally in both directions.
    """
    if ratio is None:
        return "not measured"
    high = max(1.0, noise.high, 1 / noise.low) if noise else 1.0
    low = 1 / high
    if ratio.low > high:
        return "slower"
    if ratio.high < low:
        return "faster"
    return "no clear difference"


def ratio_text(ratio: Interval | None, concluded: str) -> str:
    if ratio is None:
        return "not measured"
    if concluded == "no clear difference":
        return f"no clear difference (ratio {ratio.median:.2f}, 95 %: {ratio.low:.2f} to {ratio.high:.2f})"
    if concluded == "faster":
        return f"{short(1 / ratio.median)} times faster (95 %: {short(1 / ratio.high)} to {short(1 / ratio.low)})"
    return f"{short(ratio.median)} times slower (95 %: {short(ratio.low)} to {short(ratio.high)})"


def short(value: float) -> str:
    return f"{value:.2f}" if value < 2 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


class Fit(NamedTuple):
    exponent: float
    standard_error: float | None  # None for three points or fewer, which have too few degrees of freedom
    r_squared: float


def fitted_exponent(sizes: Sequence[float], values: Sequence[float]) -> Fit | None:
    """Least-squares fit of log(value) over log(size). None for fewer than three points above 0."""
    points = [(math.log(size), math.log(value)) for size, value in zip(sizes, values) if size > 0 and value > 0]
    if len(points) < 3 or len({x for x, _ in points}) < 3:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    sxx = sum((x - mean_x) ** 2 for x, _ in points)
    sxy = sum((x - mean_x) * (y - mean_y) for x, y in points)
    syy = sum((y - mean_y) ** 2 for _, y in points)
    slope = sxy / sxx
    left = max(0.0, syy - slope * sxy)
    error = math.sqrt(left / (len(points) - 2) / sxx)
    return Fit(slope, error, 1.0 if syy == 0 else 1 - left / syy)
