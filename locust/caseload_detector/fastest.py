"""The least of several measurements of one request, because other work on the machine only ever adds time."""

from __future__ import annotations

import math
from typing import Callable, Sequence

from .dossier import Ladder
from .evidence import Observation
from .evidence_keys import KEYS
from .growth import Series
from .pages import Knob, size_of
from .rules.benefit import MIN_SCAN_GROWTH, MIN_SCAN_US

# Requests to each dataset: more if a query seems to take longer with more stored, and the most if that is still open.
ENOUGH_TIMES, MORE_TIMES, MAX_TIMES = 4, 8, 16
CHANCE = 70  # a difference counts if chance makes it at most once in 70 cases


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


def time_queries(ladder: Ladder, knob: Knob, turned: Callable[[str], Observation], stage: Callable[[str], None],
                 goes_on: Callable[[Ladder], bool]) -> None:
    """Requests the datasets in turn, so that what else the machine does meanwhile concerns all of them."""
    values = {size_of(value): value for value in knob.ladder}
    for number in range(2, MAX_TIMES + 1):
        if number > ENOUGH_TIMES and not goes_on(ladder):
            break
        for step in ladder.steps:
            stage(f"ladder, {knob.name}={values[step.size]}, again ({number} of {next(n for n in (ENOUGH_TIMES, MORE_TIMES, MAX_TIMES) if number <= n)})")
            again = turned(values[step.size])
            if 200 <= again.status < 300:
                step.again.append(again)


def is_slower(few_stored: Sequence[int], many_stored: Sequence[int]) -> bool:
    """Enough of the times with few rows stored are shorter than all times with many to rule out chance: five of eight, or six of
    sixteen. The others may be long because of other work on the machine. Fewer than eight decide nothing."""
    few, many = len(few_stored), len(many_stored)
    if min(few, many) < MORE_TIMES:
        return False
    shorter = sum(time < min(many_stored) for time in few_stored)
    return CHANCE * math.comb(few + many - shorter, many) <= math.comb(few + many, many)


def least_times(ladder: Ladder, times: Sequence[Sequence[int]]) -> Series:
    return Series(tuple(step.size for step in ladder.steps), tuple(float(min(each)) for each in times))


def needs_more_times(ladder: Ladder) -> bool:
    """At its fastest, a query takes longer with more stored. A few times show that of some queries by chance, or because a process that
    was just started is slow at first. They are judged after eight and after sixteen, and not whenever chance would have it."""
    taken = 1 + min(len(step.again) for step in ladder.steps)
    for digest in ladder.steps[-1].seen.reads():
        times = ladder.times_of_a_query(digest.text)
        least = least_times(ladder, times) if times else None
        if not times or not least or least.rise < MIN_SCAN_US or (taken >= MORE_TIMES and least.values[-1] < MIN_SCAN_GROWTH * least.values[0]):
            continue
        if taken != MORE_TIMES or not is_slower(times[0], times[-1]):
            return True
    return False
