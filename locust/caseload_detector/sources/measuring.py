"""Requests with sources: who is told before and after, and how a count that other traffic disturbs becomes the page's own.

A shared source counts whatever runs on its database. So a request is repeated, and of each query the lowest count is kept; a query
that is absent from one repeat is other traffic. If no two repeats agree on it, the request is repeated further. What disagrees to
the end, or could be other traffic by its rate, is not guessed: the counts are left out and the observation has the reason.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping, Sequence

from ..evidence import Digest, Observation
from . import Sight, Source, Trace
from .tally import add_counted, recount
from .traffic import TOO_MUCH, OtherTraffic

REPEATS = 3
MAX_REPEATS = 6
REST_SECONDS = 0.2
LIKELY = 0.5  # executions by other traffic during the request, from which on repeats alone don't remove them
OTHERS_ONLY = 2.0  # a count up to this multiple of what is expected, and a few more, may be other traffic alone
FEW = 3
NEGLIGIBLE = 0.1  # other traffic below this part of a count is subtracted

Send = Callable[[Mapping[str, str]], tuple[Observation, str | None]]


class Measuring:
    def __init__(self, sources: Sequence[Source]) -> None:
        self._own = [source for source in sources if not source.shared]
        self._shared = [source for source in sources if source.shared]

    def request(self, send: Send, repeat: bool = True) -> tuple[Observation, str | None]:
        """`repeat`: the request may be repeated. That is not so for the first, cold one and for those that write."""
        if not self._shared:
            seen, link, _ = self._once(send)
            return seen, link
        taken = [self._once(send) for _ in range(REPEATS if repeat else 1)]
        while repeat and len(taken) < MAX_REPEATS and not all(_agree(counts) for counts in _by_source(taken)):
            taken.append(self._once(send))
        seen, link, _ = taken[-1]
        for source, counts in zip(self._shared, _by_source(taken)):
            add_counted(seen, _quietest(counts, _traffic_of(source)) if repeat else counts[0])
        return seen, link

    def _once(self, send: Send) -> tuple[Observation, str | None, list[Observation]]:
        headers: dict[str, str] = {}
        trace = Trace.new()
        for source in (*self._own, *self._shared):
            headers.update(source.headers(trace))
        for source in (*self._own, *self._shared):
            source.before()
        seen, link = send(headers)
        counted = []
        for source in reversed(self._shared):  # the last to be told before is the first to be told after
            counted.insert(0, Observation(seen.query, seen.status, total_us=seen.total_us))
            source.after(counted[0])
        for source in self._own:
            source.after(seen)
        return seen, link, counted

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> list[Sight]:
        """One after the other, with a request for each."""
        return [source.self_test(send) for source in (*self._own, *self._shared)]

    def rest(self) -> None:
        """Before each page, because other traffic comes and goes."""
        for source in self._shared:
            source.rest(REST_SECONDS)

    def correct_cold(self, cold: Observation, warm: Observation) -> None:
        """The cold request can't be repeated. Of a query that other traffic runs too, it is taken to have run as often as the warm one."""
        for source in self._shared:
            traffic = _traffic_of(source)
            if not traffic or not cold.complete or cold.digests is None or warm.digests is None:
                continue
            usual = {digest.text: digest for digest in warm.digests}
            kept = []
            for digest in cold.digests:
                if digest.text not in traffic:
                    kept.append(digest)
                elif digest.text in usual:
                    kept.append(min(digest, usual[digest.text], key=lambda each: each.times))
            if kept != cold.digests:
                cold.digests = kept
                recount(cold)


def _by_source(taken: list[tuple[Observation, str | None, list[Observation]]]) -> list[list[Observation]]:
    return [list(each) for each in zip(*(counted for _, _, counted in taken))]


def _traffic_of(source: Source) -> OtherTraffic:
    return getattr(source, "traffic", None) or OtherTraffic()


def _counted(repeats: list[Observation]) -> list[Observation]:
    return [seen for seen in repeats if seen.digests is not None and not seen.doubts]


def _times(seen: Observation) -> dict[str, int]:
    return {digest.text: digest.times for digest in seen.digests or []}


def _agree(repeats: list[Observation]) -> bool:
    """The lowest count of each query was seen at least twice."""
    counted = _counted(repeats)
    if not counted:
        return not any(seen.doubts for seen in repeats)  # nothing is seen at all, which a further repeat would not change
    if len(counted) < 2:
        return False
    all_times = [_times(seen) for seen in counted]
    for text in set().union(*all_times):
        counts = [times.get(text, 0) for times in all_times]
        if counts.count(min(counts)) < 2:
            return False
    return True


def _quietest(repeats: list[Observation], traffic: OtherTraffic) -> Observation:
    counted = _counted(repeats)
    result = replace(repeats[-1], digests=None, counts={}, doubts=[])
    if not _agree(repeats):
        doubts = [seen.doubts for seen in repeats if seen.doubts]
        result.doubts = doubts[-1] if len(doubts) + 1 >= len(repeats) else [f"{TOO_MUCH}: {len(repeats)} repeats of the request differ"]
        return result
    if not counted:
        return result
    least: dict[str, Digest] = {}
    for text in set.intersection(*(set(_times(seen)) for seen in counted)):
        least[text] = min((digest for seen in counted for digest in seen.digests or [] if digest.text == text), key=lambda each: (each.times, each.us or 0))
    seconds = min(seen.total_us or 0 for seen in counted) / 1e6
    for text, digest in list(least.items()):
        others = traffic.expected(text, seconds)
        if others < LIKELY:
            continue
        if digest.times <= OTHERS_ONLY * others + FEW:
            del least[text]
        elif others <= NEGLIGIBLE * digest.times:
            least[text] = _without(digest, round(others))
        else:
            result.doubts = [f"{TOO_MUCH}: it runs a query of this page about {others:.0f} times during the request, which runs it {digest.times} times"]
            return result
    result.digests = list(least.values())
    total = sum(digest.times for digest in result.digests)
    quiet = [seen for seen in counted if sum(_times(seen).values()) == total]
    result.counts = {key: min(seen.counts[key] for seen in quiet) for key in (quiet[0].counts if quiet else ()) if all(key in seen.counts for seen in quiet)}
    recount(result)
    return result


def _without(digest: Digest, times: int) -> Digest:
    share = 1 - times / digest.times
    scaled = {name: round(value * share) for name in ("rows", "us", "rows_examined", "parameters") if (value := getattr(digest, name)) is not None}
    return replace(digest, times=digest.times - times, distinct=None, **scaled)
