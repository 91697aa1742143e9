"""Queries that are repeated for each item, detected by how their number grows."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..dossier import Dossier, Ladder
from ..evidence import Digest
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, constant, per_item
from ..pages import DATASET
from . import Outcome, Rule

READ_LABELS = frozenset({"n-plus-one", "select-related", "prefetch-related", "nested-loops"})
WRITE_LABELS = frozenset({"bulk-create", "bulk-update"})
BEYOND_SHOWN = 1.5  # from this ratio on, the queries are about more than the entries shown


class Repeated(NamedTuple):
    text: str
    times: Series
    rows_each: float | None  # None: not known
    full: bool  # grows with every item, not only until all distinct values were seen


def repeated_reads(dossier: Dossier) -> list[Outcome]:
    ladders = [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder()])]
    for ladder in ladders:
        if dossier.page.method != "GET" and not all(step.seen.complete for step in ladder.steps):
            continue  # these reads may belong to writes that are missing from the digests
        found = _reads_on(ladder)
        if found:
            return [found]
    return []


def _reads_on(ladder: Ladder) -> Finding | None:
    if ladder.of(lambda seen: None if seen.digests is None else 1) is None:
        return _reads_by_header(ladder)
    items = _items_behind(ladder)
    if items is None:
        return None
    repeated = _repeated(ladder, items, write=False)
    writes = sum(entry.times.rise for entry in _repeated(ladder, items, write=True) if entry.full)
    full = [entry for entry in repeated if entry.full]
    if not full or max(entry.times.rise for entry in full) <= writes:
        return None  # rows that are loaded in order to be written belong to the writes
    shown = _shown(ladder)
    most = max(full, key=lambda entry: (entry.times.rise, entry.text))
    labels, why, signal = _read_labels(repeated, complete=all(step.seen.complete for step in ladder.steps))
    if shown is None and ladder.role == DATASET:
        labels |= {"raw-sql"}
        signal = "the number of entries that the response shows"
    elif shown is not None and most.times.rise >= BEYOND_SHOWN * max(shown.rise, 0.0):
        labels, signal = frozenset({"raw-sql"}), ""
        why = "rows are loaded that the response does not show, and filtered in code"
    return Finding(
        labels=labels,
        rule="",
        summary=f"{_growing(repeated)} {most.times.slope:.2f} times per item: {why}",
        evidence=tuple(f"{_counts_of(entry)}: {entry.text}" for entry in repeated),
        growth=Growth("digest times", ladder.knob, most.times),
        deciding_signal=signal,
        severity=_time_share(ladder, {entry.text for entry in repeated}),
    )


def _growing(repeated: list[Repeated]) -> str:
    if len(repeated) == 1:
        return "one query runs"
    return f"{len(repeated)} queries run up to"


def _items_behind(ladder: Ladder) -> Series | None:
    """The number of items: the knob's values, if one query returned about that many rows; over stored rows, the rows of that query."""
    root: Series | None = None
    for text in ladder.digest_texts():
        times = ladder.of_digest(text, lambda digest: digest.times)
        rows = ladder.of_digest(text, lambda digest: digest.rows)
        if times is None or rows is None or times.rise != 0 or rows.rise <= 0:
            continue
        if root is None or rows.rise > root.rise:
            root = rows
    if root is None:
        return None
    if ladder.role == DATASET:
        return root
    return root if root.slope >= PER_ITEM else None


def _repeated(ladder: Ladder, items: Series, write: bool) -> list[Repeated]:
    found = []
    base = items.values if ladder.role == DATASET else items.sizes
    if any(late <= early for early, late in zip(base, base[1:])):
        return []
    kinds: dict[str, bool] = {digest.text: digest.write for step in ladder.steps for digest in step.seen.digests or []}
    for text in ladder.digest_texts():
        if kinds[text] != write:
            continue
        times = ladder.of_digest(text, lambda digest: digest.times)
        if times is None:
            continue
        times = Series(base, times.values)
        early = max(times.step_slopes()[:1], default=0.0)
        if times.slope < PER_ITEM and not (early >= PER_ITEM and times.rise > 2):
            continue
        rows = ladder.of_digest(text, lambda digest: digest.rows)
        each = rows.rise / times.rise if rows is not None and times.rise > 0 else None
        found.append(Repeated(text, times, each, per_item(times)))
    return found


def _read_labels(repeated: list[Repeated], complete: bool) -> tuple[frozenset[str], str, str]:
    if not complete or any(entry.rows_each is None for entry in repeated):
        return READ_LABELS, "what they load is unknown", "the rows of each digest, and digests that add up to all queries"
    lookups = [entry for entry in repeated if (entry.rows_each or 0) <= 1.05]
    collections = [entry for entry in repeated if (entry.rows_each or 0) > 1.05]
    if not collections:
        if len(lookups) == 1:
            return frozenset({"n-plus-one"}), "a lookup by key for each item", ""
        return frozenset({"select-related"}), "a chain of lookups by key for each item", ""
    if not lookups:
        return frozenset({"prefetch-related"}), "a collection for each item", ""
    return (
        frozenset({"nested-loops", "prefetch-related"}),
        "a lookup by key and a collection for each item",
        "whether the inner query's parameters come from the outer loop's own rows or from rows loaded through them",
    )


def _counts_of(entry: Repeated) -> str:
    each = "rows unknown" if entry.rows_each is None else f"{entry.rows_each:.1f} rows each"
    return f"{entry.times.values[0]:.0f} to {entry.times.values[-1]:.0f} times, {each}"


def _shown(ladder: Ladder) -> Series | None:
    """Entries of the response along the ladder; None if they are unreliable, because the body grows but shows no list."""
    items = ladder.of(lambda seen: seen.items)
    if items is None:
        return None
    body = ladder.of(lambda seen: seen.body_bytes)
    if items.rise == 0 and not constant(body, 0.25):
        return None
    return items


def _time_share(ladder: Ladder, texts: set[str]) -> float | None:
    seen = ladder.steps[-1].seen
    spent = [digest.us for digest in seen.digests or [] if digest.text in texts and digest.us is not None]
    total = seen.count(KEYS.total) or seen.total_us
    return sum(spent) / total if spent and total else None


def _reads_by_header(ladder: Ladder) -> Finding | None:
    """Without digests only the number of queries is known, which shows that something is repeated but not what."""
    sql, writes, rows = ladder.count(KEYS.sql), ladder.count(KEYS.sql_write), ladder.count(KEYS.rows)
    if ladder.role == DATASET or sql is None or rows is None or rows.slope < PER_ITEM:
        return None
    reads = Series(sql.sizes, tuple(all_ - (write if writes else 0) for all_, write in zip(sql.values, (writes or sql).values)))
    if not per_item(reads) or (writes is not None and writes.rise >= reads.rise):
        return None
    return Finding(
        labels=READ_LABELS,
        rule="",
        summary=f"the number of queries grows by {reads.slope:.2f} per item",
        evidence=(KEYS.sql, KEYS.rows),
        growth=Growth(KEYS.sql, ladder.knob, reads),
        deciding_signal="queries by digest (a probe's document)",
    )


def repeated_writes(dossier: Dossier) -> list[Outcome]:
    for ladder in dossier.size_ladders():
        commits = ladder.count(KEYS.commits)
        kinds: dict[str, Digest] = {d.text: d for step in ladder.steps for d in step.seen.digests or [] if d.write}
        growing: dict[str, Series] = {}
        for text in kinds:
            times = ladder.of_digest(text, lambda digest: digest.times)
            if times is not None and per_item(times):
                growing[text] = times
        labels = frozenset().union(*(_write_labels(text) for text in growing)) if growing else frozenset()
        strongest = max(growing.values(), key=lambda times: times.rise, default=None)
        if strongest is None:
            strongest = ladder.count(KEYS.sql_write)
            if not per_item(strongest) or strongest is None:
                continue
            labels = WRITE_LABELS
        one = ", all in one transaction" if constant(commits) else ", each in its own transaction" if per_item(commits) else ""
        return [
            Finding(
                labels=labels,
                rule="",
                summary=f"rows are written one by one: {strongest.slope:.2f} queries per item{one}",
                evidence=tuple(sorted(growing)) or (KEYS.sql_write,),
                growth=Growth("digest times", ladder.knob, strongest),
                deciding_signal="" if len(labels) == 1 else "the verb of the repeated query (a probe's document)",
                severity=_time_share(ladder, set(growing)),
            )
        ]
    return []


def _write_labels(text: str) -> frozenset[str]:
    verb = re.match(r"\s*(\w+)", text)
    named = {"insert": {"bulk-create"}, "replace": {"bulk-create"}, "update": {"bulk-update"}}
    return frozenset(named.get(verb[1].lower() if verb else "", WRITE_LABELS))


RULES = (
    Rule(
        "repeated-reads",
        (*sorted(READ_LABELS), "raw-sql"),
        ("digests: times, rows", KEYS.sql, "ladder over size", "ladder over stored rows", "entries shown"),
        "Growth instead of a threshold: Goldsmith, Aiken, Wilkerson, Measuring Empirical Computational Complexity, ESEC/FSE 2007",
        repeated_reads,
    ),
    Rule(
        "repeated-writes",
        tuple(sorted(WRITE_LABELS)),
        ("digests: times, write", KEYS.sql_write, KEYS.commits, "ladder over size"),
        "MariaDB manual, How to Quickly Insert Data Into MariaDB: many rows per statement and per transaction",
        repeated_writes,
    ),
)
