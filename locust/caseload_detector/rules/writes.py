"""Rows that are written one by one."""

from __future__ import annotations

import re

from ..dossier import Dossier
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, constant, often, per_item
from ..pages import DATASET
from ..query_text import plain
from . import Outcome, Rule, Undecided
from .benefit import MIN_QUERIES
from .needs import QUERIES, SIZES
from .repetition import READ_LABELS, repeated_on, time_share

WRITE_LABELS = frozenset({"bulk-create", "bulk-update"})
CALL, WHAT_IT_DOES = re.compile(r"(?:call|exec)\b"), "what the procedure does"


def repeated_writes(dossier: Dossier) -> list[Outcome]:
    """For each item of the request, or for each row of those that are stored."""
    for ladder in [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder()])]:
        commits = ladder.count(KEYS.commits)
        repeated = repeated_on(ladder, write=True)
        growing = {text: entry.times for entry in repeated for text in entry.texts}
        labels = frozenset().union(*(_write_labels(text) for text in growing)) if growing else frozenset()
        strongest = max(growing.values(), key=lambda times: times.rise, default=None)
        are_calls = strongest is not None and all(map(CALL.match, map(plain, growing)))
        runs = "" if strongest is None else f"a {'stored procedure is called' if are_calls else 'write runs'} {often(strongest.slope)} per item"
        if strongest is not None and strongest.slope < PER_ITEM and (are_calls or all(entry.rows is None for entry in repeated)):
            return [Undecided(labels, f"{runs}, as for chunks or for some items", WHAT_IT_DOES if are_calls else "how many rows it writes")]
        if strongest is None:
            if all(step.seen.complete for step in ladder.steps):
                continue  # the digests show that none is repeated
            strongest = ladder.count(KEYS.sql_write)
            if strongest is None or strongest.rise < MIN_QUERIES or ladder.role == DATASET:
                continue
            if not per_item(strongest):
                return [Undecided(WRITE_LABELS, f"the number of writes grows from {strongest.values[0]:.0f} to {strongest.values[-1]:.0f} with {ladder.knob}, as with chunks or with a write for some items",
                                  "the text of each query (a probe's document)")]
            labels = WRITE_LABELS
        one_by_one = f"rows are written one by one: {'one query' if often(strongest.slope) == 'once' else f'{strongest.slope:.2f} queries'} per item"
        one = ", all in one transaction" if constant(commits) else ", each in its own transaction" if per_item(commits) else ""
        return [
            Finding(
                labels=labels,
                rule="",
                summary=f"{runs if are_calls else one_by_one}{one}",
                evidence=tuple(sorted(growing)) or (KEYS.sql_write,),
                growth=Growth("digest times", ladder.knob, strongest),
                deciding_signal="" if len(labels) == 1 else WHAT_IT_DOES if labels & READ_LABELS else "the verb of the repeated query (a probe's document)",
                severity=time_share(ladder, set(growing)),
            )
        ]
    return []


def _write_labels(text: str) -> frozenset[str]:
    if CALL.match(plain(text)):
        return WRITE_LABELS | READ_LABELS  # a procedure may only read
    verb = re.match(r"\w+", plain(text))
    named = {"insert": {"bulk-create"}, "replace": {"bulk-create"}, "update": {"bulk-update"}}
    return frozenset(named.get(verb[0] if verb else "", WRITE_LABELS))


RULES = (
    Rule(
        "repeated-writes",
        tuple(sorted(WRITE_LABELS)),
        ("digests: times, write", KEYS.sql_write, KEYS.commits, "ladders"),
        "MariaDB manual, How to Quickly Insert Data Into MariaDB: many rows per statement and per transaction",
        repeated_writes,
        needs=(QUERIES, SIZES),
        applies=lambda dossier: dossier.page.method != "GET" or dossier.usual.count(KEYS.sql_write) != 0,
    ),
)
