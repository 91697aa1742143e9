"""Memory that grows with what is stored while the response does not."""

from __future__ import annotations

from dataclasses import replace

from ..dossier import Dossier, Ladder
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series, constant, grows_in_step
from . import Outcome, Rule
from .benefit import MIN_PEAK_BYTES
from .needs import ANY_SIZE, PEAKS, ROWS
from .sent import body_constant, in_proportion, rows_sent

OWNERS = {KEYS.mem_peak_driver: "iterator", KEYS.mem_peak_app: "memory-profile", KEYS.mem_peak_render: "memory-profile"}
ALL_SHOWN = 0.02  # of the body's bytes: numbers and names may differ in length, though no entry is added
APART = 4.0  # ratio of two owners' growth from which on only the larger one is named


def held_in_memory(dossier: Dossier) -> list[Outcome]:
    for whole in [*filter(None, [dossier.dataset_ladder()]), *dossier.size_ladders()]:
        ladder = _with_the_same_response(whole)
        if ladder is None or ladder.of(rows_sent) is None:
            continue  # without a row count, this can't be distinguished from rows that should not have been sent
        found = held_on(ladder)
        if found:
            return [replace(found, summary=f"{found.summary}, while the response stays the same size", evidence=(*found.evidence, "body bytes"))]
    return []


def _with_the_same_response(ladder: Ladder) -> Ladder | None:
    """Its last steps, from the size on at which the response has all it ever has, such as the groups of a report."""
    if body_constant(ladder):
        return ladder
    last = [replace(ladder, steps=ladder.steps[first:]) for first in range(1, len(ladder.steps) - 1)]
    return next((rest for rest in last if constant(rest.of(lambda seen: seen.body_bytes), ALL_SHOWN)), None)


def held_on(ladder: Ladder) -> Finding | None:
    growing: dict[str, Series] = {}
    for key in OWNERS:
        peak = ladder.count(key)
        if key == KEYS.mem_peak_driver and not _sends_more_rows(ladder):
            continue  # the driver also holds the values of large writes
        if peak is not None and grows_in_step(peak, minimum=MIN_PEAK_BYTES):
            growing[key] = peak
    if not growing:
        return None
    largest = max(growing, key=lambda key: growing[key].rise)
    labels = {OWNERS[key] for key in growing if growing[key].rise * APART >= growing[largest].rise}
    signal = "" if len(labels) == 1 else "which of the two holds rows that the other has already released"
    rows = ladder.of(rows_sent)
    if rows is not None and in_proportion(rows) and not all(step.seen.complete for step in ladder.steps):
        labels |= {"annotation"}
        signal = "whether the rows are numbers, which need not have been sent (a probe's document)"
    peak = growing[largest]
    return Finding(
        labels=frozenset(labels),
        rule="",
        summary=f"{largest} grows from {peak.values[0]:,.0f} to {peak.values[-1]:,.0f} bytes",
        evidence=tuple(sorted(growing)),
        growth=Growth(largest, ladder.knob, peak),
        deciding_signal=signal,
    )


def peaks_known(ladder: Ladder) -> bool:
    return any(ladder.count(key) is not None for key in OWNERS)


def _sends_more_rows(ladder: Ladder) -> bool:
    rows = ladder.of(rows_sent)
    return rows is not None and rows.rise > 0


RULES = (
    Rule("held-in-memory", ("iterator", "memory-profile"), (KEYS.mem_peak_driver, KEYS.mem_peak_app, KEYS.mem_peak_render, "body bytes", "ladders"),
         "MySQL manual, mysql_use_result(): rows one by one, without holding the result in the client", held_in_memory,
         needs=(ANY_SIZE, ROWS, PEAKS)),
)
