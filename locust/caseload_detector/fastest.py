"""The least of several measurements of one request, because other work on the machine only ever adds time."""

from __future__ import annotations

from typing import Sequence

from .dossier import Ladder
from .evidence import Observation
from .evidence_keys import KEYS
from .growth import Series
from .rules.benefit import MIN_SCAN_US
from .rules.sent import in_proportion

ENOUGH_TIMES = 4  # at each of two sizes; from there on, every further two may have one that other work has slowed down


def fastest(one: Observation, other: Observation) -> Observation:
    """The one in which the application took less time, with the less time that the renderer took: what slowed down one part of a
    request need not have slowed down the other."""
    faster = min(one, other, key=lambda seen: seen.counts.get(KEYS.cpu_app, 0))
    rendering = [seen.counts[KEYS.cpu_render] for seen in (one, other) if KEYS.cpu_render in seen.counts]
    if rendering:
        faster.counts[KEYS.cpu_render] = min(rendering)
    return faster


def only_times_its_queries(seen: Observation) -> bool:
    """How much its queries read shows in nothing but their time."""
    if seen.digests is None or seen.count(KEYS.rows_examined) is not None:
        return False
    return any(digest.us is not None and digest.blocks is None for digest in seen.reads())


def is_slower(few_stored: Sequence[int], many_stored: Sequence[int]) -> bool:
    """Each time with many rows stored is longer than those with few, apart from the longest of these where there are many of them,
    because other work on the machine only ever adds time. If nothing grows, four times of each are so once in 70 cases, and eight
    without the two longest less often than that."""
    ignored = max(0, (min(len(few_stored), len(many_stored)) - ENOUGH_TIMES) // 2)
    return min(many_stored) > sorted(few_stored)[-1 - ignored]


def least_times(ladder: Ladder, times: Sequence[Sequence[int]]) -> Series:
    return Series(tuple(step.size for step in ladder.steps), tuple(float(min(each)) for each in times))


def is_open(ladder: Ladder) -> bool:
    """At its fastest, a query takes longer with more stored, but not each time, so that more times would decide."""
    for digest in ladder.steps[-1].seen.reads():
        times = ladder.times_of_a_query(digest.text)
        least = least_times(ladder, times) if times else None
        if times and least and least.rise >= MIN_SCAN_US and in_proportion(least) and not is_slower(times[0], times[-1]):
            return True
    return False
