"""The least of several measurements of one request, because other work on the machine only ever adds time."""

from __future__ import annotations

from typing import Callable, Sequence

from .dossier import Ladder
from .evidence import Observation
from .evidence_keys import KEYS
from .growth import Series
from .pages import Knob, size_of
from .rules.benefit import MIN_SCAN_US
from .rules.sent import in_proportion

ENOUGH_TIMES = 4  # requests to each dataset
MAX_TIMES = 8  # the same if a query seems to take longer with more stored
UNDISTURBED = 5  # so many of them are enough


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


def time_queries(ladder: Ladder, knob: Knob, turned: Callable[[str], Observation], stage: Callable[[str], None]) -> None:
    """Requests the datasets in turn, so that what else the machine does meanwhile concerns all of them."""
    values = {size_of(value): value for value in knob.ladder}
    for number in range(2, MAX_TIMES + 1):
        if number > ENOUGH_TIMES and not may_take_longer(ladder):
            break
        for step in ladder.steps:
            stage(f"ladder, {knob.name}={values[step.size]}, again ({number} of {ENOUGH_TIMES if number <= ENOUGH_TIMES else MAX_TIMES})")
            again = turned(values[step.size])
            if 200 <= again.status < 300:
                step.again.append(again)


def is_slower(few_stored: Sequence[int], many_stored: Sequence[int]) -> bool:
    """Each time with many rows stored is longer than the five shortest with few, or than all if there are fewer. The others may be long
    because of other work on the machine. If nothing grows, that happens by chance once in 70 cases with four times of each, and once in
    78 with eight."""
    return min(many_stored) > sorted(few_stored)[:UNDISTURBED][-1]


def least_times(ladder: Ladder, times: Sequence[Sequence[int]]) -> Series:
    return Series(tuple(step.size for step in ladder.steps), tuple(float(min(each)) for each in times))


def may_take_longer(ladder: Ladder) -> bool:
    """At its fastest, a query takes longer with more stored. A few times show that of some queries by chance, or because a process that
    was just started is slow at first."""
    for digest in ladder.steps[-1].seen.reads():
        times = ladder.times_of_a_query(digest.text)
        least = least_times(ladder, times) if times else None
        if times and least and least.rise >= MIN_SCAN_US and in_proportion(least):
            return True
    return False
