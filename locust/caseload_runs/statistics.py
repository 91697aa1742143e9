"""Medians, intervals and exponents. tests/detector/test_statistics.py compares them with SciPy."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple, Sequence

CONFIDENCE = 0.95
MIN_PASSES = 3
MAX_REACH = 300.0  # of a logarithm, so that both ends are numbers


class Interval(NamedTuple):
    median: float
    low: float
    high: float

    def to_json(self) -> dict[str, float]:
        """With five places, and more for a low end near 0, which is not 0."""
        return {name: round(value, 5) if value >= 0.01 else float(f"{value:.4g}") for name, value in self._asdict().items()}


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


def prediction_interval(passes: Sequence[float], confidence: float = CONFIDENCE) -> Interval | None:
    """The median of the ratios of a run's passes, and the interval in which one more pass at another time would lie.

    The interval is Student's for one further observation (Hahn, Meeker, Statistical Intervals, section 4.8), on logarithms,
    because ratios multiply. A whole run is the median of several passes and varies less than one of them, which leaves room for
    what differs from run to run but not within one. None for fewer than three passes, because the interval would be meaningless.
    """
    count = len(passes)
    if count < MIN_PASSES:
        return None
    logarithms = [math.log(ratio) for ratio in passes]
    mean = math.fsum(logarithms) / count
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in logarithms) / (count - 1))
    reach = min(MAX_REACH, student_quantile((1 + confidence) / 2, count - 1) * deviation * math.sqrt(1 + 1 / count))
    middle = median(passes)
    return Interval(middle, min(middle, math.exp(mean - reach)), max(middle, math.exp(mean + reach)))


@cache
def student_quantile(share: float, degrees: int) -> float:
    """The quantile of Student's distribution for shares of one half and more, by bisection."""
    low, high = 0.0, 1.0
    while student_share(high, degrees) < share:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if student_share(middle, degrees) < share else (low, middle)
    return high


def student_share(t: float, degrees: int) -> float:
    """How much of Student's distribution lies below t, for t >= 0 (Abramowitz, Stegun, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(degrees))
    cosine = math.cos(angle)
    term, total = (1.0, 1.0) if degrees % 2 == 0 else (cosine, cosine if degrees > 1 else 0.0)
    for factor in range(2 if degrees % 2 == 0 else 3, degrees - 1, 2):
        term *= cosine**2 * (factor - 1) / factor
        total += term
    inside = math.sin(angle) * total
    return 0.5 + (inside if degrees % 2 == 0 else (angle + inside) * 2 / math.pi) / 2


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
