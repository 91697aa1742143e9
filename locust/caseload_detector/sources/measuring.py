"""Requests with sources: who is notified before and after, and how a count that other traffic disturbs becomes the page's own.

A shared source counts whatever runs on its database. So a request is repeated, and of each query the lowest count is kept; a query
that is absent from one repeat is other traffic. If no two repeats agree on it, the request is repeated further. What disagrees to
the end, or could be other traffic by its rate, is not guessed: the counts are left out and the observation has the reason.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import Callable, Mapping, Sequence

from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from . import Sight, Source, Trace
from .tally import add_counted, recount
from .traffic import TOO_MUCH, OtherTraffic

REPEATS = 3
MAX_REPEATS = 10
REST_SECONDS = 0.2
LIKELY = 0.5  # executions by other traffic during the request, from which on repeats alone don't remove them
SURELY_THERE = 0.5  # from that probability on, it says nothing about the page
OTHERS_ONLY = 0.001  # the probability that other traffic alone ran a query this often in each repeat, from which on it is not the page's
BURSTS, BURST = 10, 10  # other traffic comes in bursts: up to that many times what is expected, and that many more

NOT_MODIFIED = 304

Send = Callable[[Mapping[str, str]], tuple[Observation, str | None]]


class Measuring:
    def __init__(self, sources: Sequence[Source]) -> None:
        self._own = [source for source in sources if not source.shared]
        self._shared = [source for source in sources if source.shared]

    def request(self, send: Send, repeat: bool = True) -> tuple[Observation, str | None]:
        """`repeat`: the request may be repeated. That is not so for the first, cold one and for those that write."""
        seen, link, counted = self.measured(send, repeat)
        for counts in counted:
            add_counted(seen, counts)
        return seen, link

    def measured(self, send: Send, repeat: bool) -> tuple[Observation, str | None, list[Observation]]:
        """Like `request`, but what each shared source has counted is apart."""
        if not self._shared:
            seen, link, _ = self._once(send)
            return seen, link, []
        taken = [self._once(send)]
        repeat = repeat and taken[0][0].status < 400
        while repeat and len(taken) < REPEATS:
            taken.append(self._once(send))
        while repeat and len(taken) < MAX_REPEATS and not self._is_clear(taken):
            taken.append(self._once(send))
        seen, link, _ = taken[-1]
        differ = _different_responses([each for each, _, _ in taken])
        if differ:
            return seen, link, [replace(counts[-1], digests=None, counts={}, doubts=[differ]) for counts in _by_source(taken)]
        combine = _quietest if repeat else _without_others
        return seen, link, [combine(counts, _traffic_of(source)) for source, counts in zip(self._shared, _by_source(taken))]

    def _is_clear(self, taken: list[tuple[Observation, str | None, list[Observation]]]) -> bool:
        for source, repeats in zip(self._shared, _by_source(taken)):
            least = _least(_counted(repeats)).values()
            if not _agree(repeats, _traffic_of(source)) or any(_may_be_others(digest, repeats, _traffic_of(source)) for digest in least):
                return False
        return True

    def _once(self, send: Send) -> tuple[Observation, str | None, list[Observation]]:
        headers: dict[str, str] = {}
        trace = Trace.new()
        for source in (*self._own, *self._shared):
            headers.update(source.headers(trace))
        began = []
        for source in (*self._own, *self._shared):
            began.append(time.perf_counter())
            source.before()
        seen, link = send(headers)
        counted = []
        for source in reversed(self._shared):  # the last notified before is the first notified after
            counted.insert(0, Observation(seen.query, seen.status))
            source.after(counted[0])
            counted[0].total_us = round((time.perf_counter() - began.pop()) * 1e6)  # other traffic counts for all of this time
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
            cold.digests = [digest for digest in cold.digests if digest.text not in traffic]
            cold.digests += [digest for text, digest in usual.items() if text in traffic]
            recount(cold)


def _different_responses(repeats: list[Observation]) -> str:
    """Why the repeats can't be compared: one may be an error, or a login after the session has expired. The lowest counts would then be
    those of another page."""
    statuses = sorted({seen.status for seen in repeats if seen.status != NOT_MODIFIED})
    if len({status // 100 for status in statuses}) > 1:
        return f"repeats of the request got different responses, with status {' and '.join(map(str, statuses))}"
    if len({seen.login_form for seen in repeats}) > 1:
        return "repeats of the request got different responses, and one of them is a login form"
    entries = {seen.items or 0 for seen in repeats if seen.status != NOT_MODIFIED}
    if 0 in entries and max(entries) > 1:
        return f"repeats of the request got different responses, with {max(entries)} entries and with none"
    return ""


def _by_source(taken: list[tuple[Observation, str | None, list[Observation]]]) -> list[list[Observation]]:
    return [list(each) for each in zip(*(counted for _, _, counted in taken))]


def _traffic_of(source: Source) -> OtherTraffic:
    return getattr(source, "traffic", None) or OtherTraffic()


def _counted(repeats: list[Observation]) -> list[Observation]:
    return [seen for seen in repeats if seen.digests is not None and not seen.doubts]


def _times(seen: Observation) -> dict[str, int]:
    return {digest.text: digest.times for digest in seen.digests or []}


def _agree(repeats: list[Observation], traffic: OtherTraffic) -> bool:
    """The lowest count of each query was seen at least twice. What is known to be other traffic need not agree."""
    counted = _counted(repeats)
    if not counted:
        return not any(seen.doubts for seen in repeats)  # nothing is seen at all, which a further repeat would not change
    if len(counted) < 2:
        return False
    all_times = [_times(seen) for seen in counted]
    least = _least(counted)
    for text in set().union(*all_times):
        if text in traffic and (text not in least or _may_be_others(least[text], repeats, traffic)):
            continue
        counts = [times.get(text, 0) for times in all_times]
        if counts.count(min(counts)) < 2:
            return False
    return True


def _quietest(repeats: list[Observation], traffic: OtherTraffic) -> Observation:
    counted = _counted(repeats)
    result = replace(repeats[-1], digests=None, counts={}, doubts=[])
    if not _agree(repeats, traffic):
        doubts = [seen.doubts for seen in repeats if seen.doubts]
        result.doubts = doubts[-1] if len(doubts) + 1 >= len(repeats) else [f"{TOO_MUCH}: {len(repeats)} repeats of the request differ"]
        return result
    if not counted:
        return result
    least = _least(counted)
    for text, digest in list(least.items()):
        others = traffic.expected(text, _seconds(counted))
        if _may_be_others(digest, repeats, traffic):
            if _chance_of_others(digest, repeats, traffic) < SURELY_THERE:
                result.doubts = [f"{TOO_MUCH}: {len(repeats)} repeats of the request don't show whether a query is the page's"]
                return result
            del least[text]
        elif others >= LIKELY and digest.times < BURSTS * others + BURST and len({_times(seen)[text] for seen in counted}) > 1:
            result.doubts = [f"{TOO_MUCH}: it runs a query of this page about {others:.0f} times during the request, which runs it {digest.times} times"]
            return result
    result.digests = list(least.values())
    total = sum(digest.times for digest in result.digests)
    quiet = [seen for seen in counted if sum(_times(seen).values()) == total]
    result.counts = {key: min(seen.counts[key] for seen in quiet) for key in (quiet[0].counts if quiet else ()) if all(key in seen.counts for seen in quiet)}
    recount(result)
    return result


def _without_others(counts: list[Observation], traffic: OtherTraffic) -> Observation:
    """A request that was made once: without what other traffic runs, unless the page runs it far more often."""
    [seen] = counts
    if seen.digests is None or seen.doubts or not traffic:
        return seen
    few = {digest.text: BURSTS * traffic.expected(digest.text, _seconds(counts)) + BURST for digest in seen.digests}
    kept = [digest for digest in seen.digests if digest.text not in traffic or digest.times > few[digest.text]]
    if len(kept) == len(seen.digests):
        return seen
    result = replace(seen, digests=kept, counts={key: value for key, value in seen.counts.items() if key == KEYS.commits})
    recount(result)
    return result


def _least(counted: list[Observation]) -> dict[str, Digest]:
    """Of each query that ran in all repeats, the one in which it ran least."""
    if not counted:
        return {}
    found: dict[str, Digest] = {}
    for text in set.intersection(*(set(_times(seen)) for seen in counted)):
        all_of_it = [digest for seen in counted for digest in seen.digests or [] if digest.text == text]
        found[text] = min(all_of_it, key=lambda digest: (digest.times, digest.us or 0))
    return found


def _seconds(counted: list[Observation]) -> float:
    return min((seen.total_us or 0 for seen in counted), default=0) / 1e6


def _may_be_others(digest: Digest, repeats: list[Observation], traffic: OtherTraffic) -> bool:
    """Other traffic runs the query so often that it may have run it this often in each of the repeats."""
    return _chance_of_others(digest, repeats, traffic) > OTHERS_ONLY


def _chance_of_others(digest: Digest, repeats: list[Observation], traffic: OtherTraffic) -> float:
    counted = _counted(repeats)
    others = traffic.may_be(digest.text, _seconds(counted))
    return at_least(digest.times, others) ** len(counted) if others > 0 else 0.0


def at_least(times: int, expected: float) -> float:
    """The probability of at least this many events, if they are independent (Poisson)."""
    if times > 2 * expected + 50:
        return 0.0
    term = total = math.exp(-expected)
    for number in range(1, times):
        term *= expected / number
        total += term
    return max(0.0, 1.0 - total) if times > 0 else 1.0
