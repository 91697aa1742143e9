"""Queries that are repeated for each item, found by how their number grows."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from ..dossier import Dossier, Ladder, Step
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, constant, often, per_item
from ..pages import DATASET
from ..query_text import is_by_one_key, is_next_part, plain, shape_of, takes_a_list
from . import Outcome, Rule, Undecided
from .benefit import MIN_QUERIES
from .needs import DIGESTS, PARAMETER_SETS, QUERIES, SIZES, STORED

READ_LABELS = frozenset({"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query"})
WRITE_LABELS = frozenset({"bulk-create", "bulk-update"})
BEYOND_SHOWN = 1.5  # from this ratio on, the queries are about more than the entries shown
SEVERAL_EACH = 1.5  # lookups per item from which there is a loop within the loop over the items
CHUNK = 8  # parameters of a query, or rows that it returns, from which it serves many items at once
FEW_SETS = 8  # up to this many parameter sets are settings; more are one per item
ONE_OF_SEVERAL = 1.2  # lookups that add up to at most this many for each item are alternatives, such as owners of several kinds
COMPUTED = re.compile(r"select (count|sum|min|max|avg|coalesce|exists)\b")  # one row, made from several


class Repeated(NamedTuple):
    """A query that runs again and again. Texts that differ only in the table are one query."""

    texts: tuple[str, ...]
    times: Series
    rows: Series | None
    distinct: Series | None
    to_one: bool | None  # whether it returns one row; None: not known

    @property
    def is_same_again(self) -> bool:
        """The parameters are the same each time, however often it runs."""
        return self.distinct is not None and self.distinct.rise == 0 and self.distinct.values[-1] <= FEW_SETS


def repeated_reads(dossier: Dossier) -> list[Outcome]:
    ladders = [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder()])]
    for ladder in ladders:
        if dossier.page.method != "GET" and not all(step.seen.complete for step in ladder.steps):
            continue  # these reads may belong to writes that are missing from the digests
        found = _reads_on(ladder)
        if found:
            return [*found]
    return _same_again(dossier)


def _reads_on(ladder: Ladder) -> list[Outcome]:
    if ladder.of(lambda seen: None if seen.digests is None else 1) is None:
        by_header = _reads_by_header(ladder)
        return [by_header] if by_header else []
    repeated = _repeated(ladder, write=False)
    same = [entry for entry in repeated if entry.is_same_again]
    others = [entry for entry in repeated if not entry.is_same_again]
    writes = sum(entry.times.rise for entry in _repeated(ladder, write=True))
    found: list[Outcome] = []
    if same and writes < MIN_QUERIES:
        found.append(_same_on(ladder, same))
    if others and max(entry.times.rise for entry in others) > writes:  # rows that are loaded in order to be written belong to the writes
        found += _by_their_keys(ladder, others)
    return found


def _by_their_keys(ladder: Ladder, repeated: list[Repeated]) -> list[Finding]:
    """A value that is computed for each item has no key for a further query, so it is not a link of a chain or an outer loop."""
    computed = [entry for entry in repeated if all(map(_computes_a_value, entry.texts))]
    others = [entry for entry in repeated if entry not in computed]
    return [_reads_of(ladder, entries) for entries in (others, computed) if entries]


def _reads_of(ladder: Ladder, repeated: list[Repeated]) -> Finding:
    shown = _shown(ladder)
    most = max(repeated, key=lambda entry: (entry.times.rise, entry.texts))
    labels, why, signal = read_labels(repeated, complete=all(step.seen.complete for step in ladder.steps))
    if labels == {"n-plus-one", "nested-loops"} and most.distinct is not None and _is_for_each_row(ladder, most):
        labels, signal = frozenset({"n-plus-one"}), ""
    if any(entry.distinct is None for entry in repeated):
        labels |= {"repeated-query"}
        signal = signal or "the number of different parameter sets"
    if shown is None and ladder.role == DATASET:
        labels |= {"raw-sql"}
        signal = "the number of entries that the response shows"
    elif shown is not None and _rows_looked_up(most) >= BEYOND_SHOWN * max(shown.rise, 0.0) and not _shows_as_requested(ladder, shown):
        if "repeated-query" in labels:
            labels |= {"raw-sql"}
        else:
            labels, signal = frozenset({"raw-sql"}), ""
        why = "rows are loaded that the response does not show, and filtered in code"
    return Finding(
        labels=labels,
        rule="",
        summary=f"{_growing(repeated)}: {why}",
        evidence=tuple(f"{_counts_of(entry)}: {text}" for entry in repeated for text in entry.texts),
        growth=Growth("digest times", ladder.knob, most.times),
        deciding_signal=signal,
        severity=_time_share(ladder, {text for entry in repeated for text in entry.texts}),
    )


def _rows_looked_up(entry: Repeated) -> float:
    """How many more rows it is about at the end; one that is looked up twice counts once."""
    return entry.times.rise if entry.distinct is None else min(entry.times.rise, max(entry.distinct.rise, 0.0))


def _is_for_each_row(ladder: Ladder, entry: Repeated) -> bool:
    """It is looked up once for each row of a list that one query returns."""
    wanted = _rows_looked_up(entry)
    for text in ladder.digest_texts():
        times, rows = ladder.of_digest(text, lambda digest: digest.times), ladder.of_digest(text, lambda digest: digest.rows)
        if times is not None and rows is not None and times.rise == 0 and abs(rows.rise - wanted) <= 0.1 * wanted:
            return True
    return False


def _shows_as_requested(ladder: Ladder, shown: Series) -> bool:
    """About one more entry is shown for each one more requested, so none is left out."""
    requested = ladder.steps[-1].size - ladder.steps[0].size
    return ladder.role != DATASET and requested / 1.5 <= shown.rise <= requested * 1.5


def _same_on(ladder: Ladder, same: list[Repeated]) -> Finding:
    most = max(same, key=lambda entry: (entry.times.rise, entry.texts))
    return Finding(
        labels=frozenset({"repeated-query"}),
        rule="",
        summary=f"{_growing(same)}, with the same parameters each time",
        evidence=tuple(f"{_counts_of(entry)}: {text}" for entry in same for text in entry.texts),
        growth=Growth("digest times", ladder.knob, most.times),
        severity=_time_share(ladder, {text for entry in same for text in entry.texts}),
    )


def _same_again(dossier: Dossier) -> list[Outcome]:
    """More than a handful of executions with the same parameters, however many items there are, and no writes in between."""
    usual = dossier.usual
    if usual.digests is None or usual.writes():
        return []
    same = [d for d in usual.reads() if d.distinct is not None and d.times - d.distinct > MIN_QUERIES and d.distinct <= FEW_SETS]
    if not same:
        return []
    most = max(same, key=lambda digest: (digest.times, digest.text))
    return [
        Finding(
            labels=frozenset({"repeated-query"}),
            rule="",
            summary=f"one query runs {most.times} times with {most.distinct} different parameter set{'s' if most.distinct != 1 else ''}",
            evidence=tuple(f"{digest.times} times: {digest.text}" for digest in same),
        )
    ]


def _growing(repeated: list[Repeated]) -> str:
    rates = {often(entry.times.slope) for entry in repeated}
    most = often(max(entry.times.slope for entry in repeated))
    if len(repeated) == 1:
        return f"one query runs {most} per item"
    run = "each run" if len(rates) == 1 else "run at most" if most == "once" else "run up to"
    return f"{len(repeated)} queries {run} {most} per item"


def _items_behind(ladder: Ladder) -> Series:
    """The number of items: the knob's values; over stored rows, the rows of the query that returns most of them, or what is stored."""
    steps = tuple(float(step.size) for step in ladder.steps)
    root = Series(steps, steps)
    if ladder.role != DATASET:
        return root
    most = 0.0
    for text in ladder.digest_texts():
        times = ladder.of_digest(text, lambda digest: digest.times)
        rows = ladder.of_digest(text, lambda digest: digest.rows)
        if times is None or rows is None or times.rise != 0 or rows.rise <= most or any(step <= 0 for step in rows.steps()):
            continue
        root, most = rows, rows.rise
    return root


def _sum_of(ladder: Ladder, texts: list[str], base: Series, name: str) -> Series | None:
    total = [0.0] * len(base.values)
    for text in texts:
        part = ladder.of_digest(text, lambda digest: getattr(digest, name))
        if part is None:
            return None
        total = [one + more for one, more in zip(total, part.values)]
    return Series(base.values, tuple(total))


def _repeated(ladder: Ladder, write: bool) -> list[Repeated]:
    if len(ladder.steps) < 2:
        return []
    base = _items_behind(ladder)
    kinds: dict[str, bool] = {digest.text: digest.write for step in ladder.steps for digest in step.seen.digests or []}
    shapes: dict[str, list[str]] = {}
    for text in ladder.digest_texts():
        if kinds[text] == write:
            shapes.setdefault(shape_of(text), []).append(text)
    found = []
    for texts in [group for all_texts in shapes.values() for group in _alternatives(ladder, all_texts, base)]:
        times, rows = _sum_of(ladder, texts, base, "times"), _sum_of(ladder, texts, base, "rows")
        if times is None or not _grows_with_items(ladder, times):
            continue
        if any(runs == 0 and _misses_queries(step) for runs, step in zip(times.values, ladder.steps)):
            continue  # it may have run there too
        if not write and any(_is_report(text) for text in texts) and rows is not None and rows.values[-1] >= CHUNK * times.values[-1]:
            continue  # a report for each period or group: its rows are computed, and nothing is looked up
        if _many_at_once(texts, _sum_of(ladder, texts, base, "parameters"), times, rows, write):
            continue
        to_one = all(answers) if None not in (answers := [_is_to_one(text, times, rows) for text in texts]) else None
        found.append(Repeated(tuple(texts), times, rows, _sum_of(ladder, texts, base, "distinct"), to_one))
    return found


def _alternatives(ladder: Ladder, texts: list[str], base: Series) -> list[list[str]]:
    """One group, if for each item at most one of them runs, such as the lookup in the table of its kind of owner. Otherwise, as in a
    chain of lookups, each by itself."""
    times = _sum_of(ladder, texts, base, "times")
    if len(texts) == 1 or (times is not None and max(times.step_slopes()) <= ONE_OF_SEVERAL):
        return [texts]
    return [[text] for text in texts]


def _misses_queries(step: Step) -> bool:
    """The digests don't add up to the number of queries, where that is known."""
    return step.seen.count(KEYS.sql) is not None and not step.seen.complete


def _grows_with_items(ladder: Ladder, times: Series) -> bool:
    """Never fewer, and at least MIN_QUERIES more at the end. Over stored rows, which change by chance what the items are, also in
    proportion to what is stored (at least its square root)."""
    if times.rise < MIN_QUERIES or any(step < 0 for step in times.steps()):
        return False
    if ladder.role != DATASET:
        return True
    stored = ladder.steps[-1].size / ladder.steps[0].size
    return math.log(times.values[-1] / max(times.values[0], 1.0)) >= 0.5 * math.log(stored)


def _is_report(text: str) -> bool:
    return "group by" in plain(text)


def _many_at_once(texts: list[str], parameters: Series | None, times: Series, rows: Series | None, write: bool) -> bool:
    """A chunk: few executions, each about many items."""
    if write:
        return rows is not None and rows.values[-1] > 2 * times.values[-1]
    if parameters is not None and parameters.values[-1] >= CHUNK * times.values[-1]:
        return True
    if rows is not None and rows.values[-1] >= CHUNK * times.values[-1] and all(is_next_part(text) for text in texts):
        return True
    if parameters is None and rows is None:
        return times.slope < PER_ITEM
    if times.slope > 1 / CHUNK:
        return False
    if parameters is None and any(takes_a_list(text) for text in texts):
        return True  # of keys, of which few have a row
    # One that is about a single key is a lookup, however many rows it returns and for however few items it runs.
    return rows is not None and rows.values[-1] >= CHUNK * times.values[-1] and not all(is_by_one_key(text) for text in texts)


def _is_to_one(text: str, times: Series, rows: Series | None) -> bool | None:
    if rows is None:
        return None
    if any(more > runs for more, runs in zip(rows.values, times.values)):
        return False
    query = plain(text)
    by_key = re.search(r"\bwhere (\w+\.)*id ?= ?\?", query)
    if by_key or _computes_a_value(text) or rows.values == times.values:
        return True
    # Fewer rows than executions: some found nothing. A lookup by a foreign key may then find several another time.
    return None if re.search(r"\bwhere (\w+\.)*\w+_id ?= ?\? ?($|order|limit)", query) else True


def _computes_a_value(text: str) -> bool:
    return COMPUTED.match(plain(text)) is not None and not _is_report(text)


def read_labels(repeated: list[Repeated], complete: bool) -> tuple[frozenset[str], str, str]:
    if not complete or any(entry.rows is None for entry in repeated):
        return READ_LABELS, "what they load is unknown", "the rows of each digest, and digests that add up to all queries"
    if all(entry.to_one is None for entry in repeated):
        return frozenset({"n-plus-one", "prefetch-related"}), "a lookup for each item, which often finds nothing", "whether the key is unique"
    lookups = [entry for entry in repeated if entry.to_one is not False]
    collections = [entry for entry in repeated if entry.to_one is False]
    if not collections:
        together = max(sum(slopes) for slopes in zip(*(entry.times.step_slopes() for entry in lookups)))
        if len(lookups) == 1 and together >= SEVERAL_EACH:
            return frozenset({"n-plus-one", "nested-loops"}), "several lookups for each item", "whether they are in a loop of their own"
        if len(lookups) == 1:
            counted = all(COMPUTED.match(plain(text)) for text in lookups[0].texts)
            return frozenset({"n-plus-one"}), f"{'a count or another aggregate' if counted else 'a lookup by key'} for each item", ""
        if together <= ONE_OF_SEVERAL and not _may_be_chain(lookups):
            return frozenset({"n-plus-one"}), "a lookup by key for each item", ""
        if together <= ONE_OF_SEVERAL:
            return frozenset({"n-plus-one", "select-related"}), "lookups by key for some items", "whether the key of one comes from a row that the other returned"
        return frozenset({"select-related"}), "a chain of lookups by key for each item", ""
    if not lookups:
        return frozenset({"prefetch-related"}), "a collection for each item", ""
    return (
        frozenset({"nested-loops", "prefetch-related"}),
        "a lookup by key and a collection for each item",
        "whether the inner query's parameters come from the outer loop's own rows or from rows loaded through them",
    )


def _may_be_chain(lookups: list[Repeated]) -> bool:
    """One lookup never runs more often than another, whose rows may have its keys."""
    return any(
        all(later <= earlier for later, earlier in zip(second.times.values, first.times.values))
        for first in lookups for second in lookups if first is not second
    )


def _counts_of(entry: Repeated) -> str:
    each = "rows unknown" if entry.rows is None else f"{entry.rows.rise / entry.times.rise:.1f} rows each"
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


def _reads_by_header(ladder: Ladder) -> Finding | Undecided | None:
    """Without digests only the number of queries is known, which shows that something is repeated but not what."""
    sql, writes, rows = ladder.count(KEYS.sql), ladder.count(KEYS.sql_write), ladder.count(KEYS.rows)
    if ladder.role == DATASET or sql is None or rows is None:
        return None
    reads = Series(sql.sizes, tuple(all_ - (write if writes else 0) for all_, write in zip(sql.values, (writes or sql).values)))
    if reads.rise < MIN_QUERIES or (writes is not None and writes.rise >= reads.rise):
        return None
    if not per_item(reads) or rows.slope < PER_ITEM:
        return Undecided(READ_LABELS, f"the number of queries grows from {reads.values[0]:.0f} to {reads.values[-1]:.0f} with {ladder.knob}, as with chunks or with a query for some items",
                         "the text of each query (a probe's document)")
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
        growing = {text: entry.times for entry in _repeated(ladder, write=True) for text in entry.texts}
        labels = frozenset().union(*(_write_labels(text) for text in growing)) if growing else frozenset()
        strongest = max(growing.values(), key=lambda times: times.rise, default=None)
        if strongest is None:
            if all(step.seen.complete for step in ladder.steps):
                continue  # the digests show that none is repeated
            strongest = ladder.count(KEYS.sql_write)
            if strongest is None or strongest.rise < MIN_QUERIES:
                continue
            if not per_item(strongest):
                return [Undecided(WRITE_LABELS, f"the number of writes grows from {strongest.values[0]:.0f} to {strongest.values[-1]:.0f} with {ladder.knob}, as with chunks or with a write for some items",
                                  "the text of each query (a probe's document)")]
            labels = WRITE_LABELS
        one = ", all in one transaction" if constant(commits) else ", each in its own transaction" if per_item(commits) else ""
        return [
            Finding(
                labels=labels,
                rule="",
                summary=f"rows are written one by one: {'one query' if often(strongest.slope) == 'once' else f'{strongest.slope:.2f} queries'} per item{one}",
                evidence=tuple(sorted(growing)) or (KEYS.sql_write,),
                growth=Growth("digest times", ladder.knob, strongest),
                deciding_signal="" if len(labels) == 1 else "the verb of the repeated query (a probe's document)",
                severity=_time_share(ladder, set(growing)),
            )
        ]
    return []


def _write_labels(text: str) -> frozenset[str]:
    verb = re.match(r"\w+", plain(text))
    named = {"insert": {"bulk-create"}, "replace": {"bulk-create"}, "update": {"bulk-update"}}
    return frozenset(named.get(verb[0] if verb else "", WRITE_LABELS))


RULES = (
    Rule(
        "repeated-reads",
        (*sorted(READ_LABELS), "raw-sql"),
        ("digests: times, rows", KEYS.sql, "ladder over size", "ladder over stored rows", "entries shown"),
        "Growth instead of a threshold: Goldsmith, Aiken, Wilkerson, Measuring Empirical Computational Complexity, ESEC/FSE 2007",
        repeated_reads,
        needs=(QUERIES,),
        needs_more={
            **{label: (SIZES,) for label in READ_LABELS - {"repeated-query"}},
            "repeated-query": (SIZES, PARAMETER_SETS),
            "raw-sql": (STORED, DIGESTS),
        },
    ),
    Rule(
        "repeated-writes",
        tuple(sorted(WRITE_LABELS)),
        ("digests: times, write", KEYS.sql_write, KEYS.commits, "ladder over size"),
        "MariaDB manual, How to Quickly Insert Data Into MariaDB: many rows per statement and per transaction",
        repeated_writes,
        needs=(QUERIES, SIZES),
        applies=lambda dossier: dossier.page.method != "GET" or dossier.usual.count(KEYS.sql_write) != 0,
    ),
)
