"""Queries that read more as more rows are stored, where the rows that they examine are not counted: by the pages of the database
that they read, as in PostgreSQL, or else by the time that they take, as in spans."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..dossier import Dossier, Ladder
from ..evidence import Digest
from ..evidence_keys import KEYS
from ..fastest import is_slower, least_times
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, constant
from ..plans import plan_nodes
from ..query_text import is_limited, plain
from . import Outcome, Rule, Undecided
from .benefit import MIN_BLOCKS, MIN_QUERIES, MIN_QUERY_US, MIN_SCAN_GROWTH, MIN_SCAN_US
from .conditions import reasons
from .late_limit import HOW_MANY_MEET_IT, explained, late_labels
from .sent import body_constant, in_proportion, shows_rows_of

ONE_REASON = tuple(frozenset({label}) for label in ("exact-count", "leading-wildcard", "non-sargable", "random-order"))
PAGINATION = frozenset({"pagination"})
NOT_SHOWN = frozenset({"annotation", "pagination"})
PAGES_PER_ROW = 1.5  # and of the index that finds the rows
BEYOND_STORED = 1.25  # as pages are only partly filled
JOINED = re.compile(r"\bjoin\b|\bfrom [\w.]+(?: (?:as )?\w+)?, ?[\w.]+")


class Growing(NamedTuple):
    digest: Digest
    each: Series  # per execution
    rows_known: bool  # and constant


def reads_more_pages(dossier: Dossier) -> list[Outcome]:
    """The pages that a query reads grow with the stored rows, while the rows that it returns don't."""
    ladder = _ladder(dossier)
    if ladder is None:
        return []
    growing = []
    for digest in ladder.steps[-1].seen.reads():
        read, times = (ladder.of_digest(digest.text, count) for count in (lambda each: each.blocks, lambda each: each.times))
        if read is not None and times is not None and min(times.values) >= 1 and times.rise == 0:
            each = Series(read.sizes, tuple(value / runs for value, runs in zip(read.values, times.values)))
            if _may_be_one_for_each_row(digest):
                continue
            if each.rise >= MIN_BLOCKS and in_proportion(each):
                growing += [more for more in _growing(ladder, digest, each) if more.rows_known]
    return _outcomes(dossier, ladder, growing, "the database reads from {:,.0f} to {:,.0f} pages for a query", "blocks")


def _may_be_one_for_each_row(digest: Digest) -> bool:
    """The more is stored, the further apart the rows of one key are, up to a page for each. Without a plan, an index may find them."""
    return digest.plan is None and not digest.computes and digest.rows is not None and digest.blocks is not None and digest.blocks <= PAGES_PER_ROW * digest.rows


def takes_longer(dossier: Dossier) -> list[Outcome]:
    """The time that a query takes grows with the stored rows, while the response, and the rows that it returns if they are known,
    stay the same. It does so in nearly all requests, so that it is no chance. How much longer it must take depends on what its text
    says: a count of all rows reads all of them, while a condition may have an index."""
    ladder = _ladder(dossier)
    if ladder is None or not body_constant(ladder) or not all(step.again for step in ladder.steps):
        return []
    growing = []
    for digest in ladder.steps[-1].seen.reads():
        if digest.blocks is not None or digest.times >= MIN_QUERIES:
            continue  # repeated queries wait for each other
        times = ladder.times_of_a_query(digest.text)
        if times and is_slower(times[0], times[-1]):
            least = least_times(ladder, times)
            if reasons(digest, ladder.steps[-1].seen) in ONE_REASON:
                is_longer = least.rise >= MIN_SCAN_US and least.values[-1] >= MIN_SCAN_GROWTH * least.values[0]
            else:
                is_longer = least.rise >= MIN_QUERY_US and in_proportion(least)
            growing += _growing(ladder, digest, least) if is_longer else []
    return _outcomes(dossier, ladder, growing, "a query takes from {:,.0f} to {:,.0f} µs", "us")


def _ladder(dossier: Dossier) -> Ladder | None:
    ladder = dossier.dataset_ladder()
    return ladder if ladder and len(ladder.steps) > 1 and dossier.usual.count(KEYS.rows_examined) is None else None


def _growing(ladder: Ladder, digest: Digest, each: Series) -> list[Growing]:
    """A query that reads more each time it runs, if it returns a constant number of rows or an unknown one."""
    rows = ladder.of_digest(digest.text, lambda found: found.rows)
    if not (rows is None or constant(rows) or rows.rise <= 0.1 * each.rise):
        return []
    return [Growing(digest, each, rows is not None)]


def _outcomes(dossier: Dossier, ladder: Ladder, growing: list[Growing], summary: str, measure: str) -> list[Outcome]:
    found: dict[frozenset[str], list[Growing]] = {}
    undecided: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    for read in sorted(growing, key=lambda read: read.digest.text):
        if late := late_labels(read.digest):
            if _grows_beyond_what_is_stored(ladder, read):
                changed |= late
            else:
                found.setdefault(late, []).append(read)
            continue
        labels = reasons(read.digest, ladder.steps[-1].seen)
        if labels and _has_another_plan(ladder, read):
            changed |= labels
            continue
        if not read.rows_known and labels not in ONE_REASON and returns_all(read.digest):
            found.setdefault(PAGINATION if _is_cut(dossier, read.digest) else NOT_SHOWN, []).append(read)  # an index would not shorten it
            continue
        if labels and labels != {"exact-count"} and read.digest.plan is None and JOINED.search(plain(read.digest.text)):
            undecided |= labels  # a joined table may be read whole, for which no index is missing
            continue
        if not read.rows_known and labels not in ONE_REASON and not read.digest.computes and not is_limited(read.digest.text):
            labels |= NOT_SHOWN  # it may return more rows, which the response doesn't show
        if labels:
            found.setdefault(labels, []).append(read)
    outcomes: list[Outcome] = [_finding(ladder, labels, reads, summary, measure) for labels, reads in sorted(found.items(), key=lambda entry: sorted(entry[0]))]
    if undecided:
        outcomes.append(Undecided(undecided, "a query with a join reads more as more rows are stored", "the plan of the query, which shows whether a joined table is read whole"))
    if changed:
        outcomes.append(Undecided(changed, "what a query reads grows by a larger factor than what is stored, so it probably has another plan",
                                  "the plan that the query had with each dataset"))
    return outcomes


def _has_another_plan(ladder: Ladder, read: Growing) -> bool:
    """The pages read grow faster than what is stored, although its plans expect about as many rows of each table. A small table may be
    read whole where that is cheaper, and a larger one by an index."""
    first = next((digest.plan for digest in ladder.steps[0].seen.reads() if digest.text == read.digest.text), None)
    before, after = ({node.table: node.rows for node in plan_nodes(plan)} for plan in (first, read.digest.plan))
    if not before or before.keys() != after.keys() or not _grows_beyond_what_is_stored(ladder, read):
        return False
    return all(after[table] <= 2 * max(rows, 1) for table, rows in before.items())


def _grows_beyond_what_is_stored(ladder: Ladder, read: Growing) -> bool:
    """A time may do so for other reasons."""
    return read.digest.blocks is not None and read.each.values[-1] > BEYOND_STORED * read.each.values[0] * ladder.steps[-1].size / ladder.steps[0].size


def _is_cut(dossier: Dossier, digest: Digest) -> bool:
    """The size decides how many of its rows are shown."""
    for ladder in dossier.size_ladders():
        items = ladder.of(lambda seen: seen.items)
        if items is not None and items.slope >= PER_ITEM and all(shows_rows_of(step.seen, digest.text) for step in ladder.steps):
            return True
    return False


def returns_all(digest: Digest) -> bool:
    """Nothing in its text limits the rows that it returns: no condition, no constant and no limit."""
    text = plain(digest.text)
    return not (digest.computes or digest.filters or "?" in text or is_limited(text))


def _finding(ladder: Ladder, labels: frozenset[str], reads: list[Growing], summary: str, measure: str) -> Finding:
    most = max(reads, key=lambda read: read.each.rise)
    stays = "the rows that it returns stay" if most.rows_known else "the response stays the same"
    is_late = all(late_labels(read.digest) for read in reads)
    because = f": {explained(most.digest)}" if is_late else ""
    signal = HOW_MANY_MEET_IT if is_late else "the plan of the query" if most.rows_known or not labels & NOT_SHOWN else "the number of rows that the query returns"
    return Finding(
        labels=labels,
        rule="",
        summary=f"{summary.format(most.each.values[0], most.each.values[-1])} as more rows are stored, while {stays}{because}",
        evidence=(f"digests: {measure}{', rows' if most.rows_known else ''}", *(read.digest.text for read in reads)),
        growth=Growth(f"digest {measure}", ladder.knob, most.each),
        deciding_signal="" if len(labels) == 1 else signal,
    )


LABELS = ("database-index", "exact-count", "filesort", "leading-wildcard", "non-sargable", "random-order")
RULES = (
    Rule("reads-more-pages", (*LABELS, "pagination"), ("digests: blocks, rows, times", "ladder over stored rows"),
         "PostgreSQL manual, pg_stat_statements: shared_blks_hit and shared_blks_read", reads_more_pages),
    Rule("takes-longer", (*LABELS, *sorted(NOT_SHOWN)), ("digests: us, rows, times", "body bytes", "ladder over stored rows"),
         "Winand, SQL Performance Explained, Testing and Scalability: how response time grows with the data volume", takes_longer),
)
