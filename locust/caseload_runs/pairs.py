"""Interleaved pairs in several passes: the order (ABBA, from a seed), and the ratio with its interval."""

from __future__ import annotations

import math
import random
from typing import Any, Callable, Mapping

from .blocks import Outcome
from .settings import Settings
from .statistics import Interval, conclusion, prediction_interval, ratio_text

Run = Callable[[], Outcome]


def orders(pairs: int, draw: random.Random) -> list[str]:
    """slow-fast, fast-slow, fast-slow, slow-fast, ... or its mirror image. Each order occurs equally often, and a steady drift
    of the machine cancels out within each group of four."""
    first = draw.choice(("slow-fast", "fast-slow"))
    second = "fast-slow" if first == "slow-fast" else "slow-fast"
    return [first if number % 4 in (0, 3) else second for number in range(pairs)]


def back_and_forth(names: list[str], number: int) -> list[str]:
    """The order of one round: ABC, CBA, ABC, ... so that a steady drift affects all equally."""
    return names if number % 2 == 0 else names[::-1]


class Pairs:
    """The pairs of one comparison, which are measured in several passes, and the sum of all blocks of each side."""

    def __init__(self, slow: Run, fast: Run, sequence: list[str], passes: int) -> None:
        self._runs = {"slow": slow, "fast": fast}
        self._sequence, self._passes = sequence, passes
        self.pairs: list[dict[str, Any]] = []
        self.totals = {"slow": Outcome(), "fast": Outcome()}

    def measure(self, number: int) -> None:
        """One pass, counted from 0. Pairs without a successful response on one side are omitted."""
        first, after = (len(self._sequence) * edge // self._passes for edge in (number, number + 1))
        for order in self._sequence[first:after]:
            blocks = {}
            for side in order.split("-"):
                blocks[side] = self._runs[side]()
                self.totals[side].add(blocks[side])
            medians = {side: outcome.median_us for side, outcome in blocks.items()}
            if not medians["slow"] or not medians["fast"]:
                continue
            self.pairs.append(
                {
                    "pass": number + 1,
                    "order": order,
                    "slow_us": medians["slow"],
                    "fast_us": medians["fast"],
                    "used": not any(outcome.blocks_over_limit for outcome in blocks.values()),
                }
            )


def by_pass(pairs: list[dict[str, Any]], value_of: Callable[[dict[str, Any]], float]) -> list[float]:
    """One value for each pass with a pair that is used: the geometric mean, so that the two orders cancel out."""
    logarithms: dict[int, list[float]] = {}
    for pair in pairs:
        if pair["used"]:
            logarithms.setdefault(pair["pass"], []).append(math.log(value_of(pair)))
    return [math.exp(math.fsum(values) / len(values)) for values in logarithms.values()]


def pass_ratios(pairs: list[dict[str, Any]]) -> list[float]:
    return by_pass(pairs, lambda pair: pair["slow_us"] / pair["fast_us"])


def ratio_of(pairs: list[dict[str, Any]], settings: Settings) -> Interval | None:
    return prediction_interval(pass_ratios(pairs), settings.confidence)


def time_of(pairs: list[dict[str, Any]], side: str, settings: Settings) -> Interval | None:
    return prediction_interval(by_pass(pairs, lambda pair: pair[side]), settings.confidence)


def comparison(
    slow: str,
    fast: str,
    knobs: Mapping[str, Any],
    pairs: list[dict[str, Any]],
    noise_pairs: list[dict[str, Any]],
    settings: Settings,
) -> dict[str, Any]:
    ratio, noise = ratio_of(pairs, settings), ratio_of(noise_pairs, settings)
    concluded = conclusion(ratio, noise)
    entry: dict[str, Any] = {
        "slow": slow,
        "fast": fast,
        "knobs": dict(knobs),
        "metric": "median_service_time",
        "pairs": pairs,
        "conclusion": concluded,
        "text": ratio_text(ratio, concluded),
    }
    if ratio:
        entry["ratio"] = ratio.to_json()
    if noise:
        entry["noise"] = noise.to_json()
    for side in ("slow_us", "fast_us"):
        time = time_of(pairs, side, settings)
        if time:
            entry[side] = time.to_json()
    return entry
