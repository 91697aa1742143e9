"""One page of a list, whose limit comes after all of its rows are made: outside of a derived table, or after a grouping."""

from __future__ import annotations

from ..dossier import Dossier, Ladder
from ..evidence import Digest
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series, constant
from ..plans import plan_nodes
from ..query_text import has_late_limit, limited_after_grouping, makes_all_rows, numbered_before_the_limit, plain
from . import Outcome, Rule, Undecided
from .benefit import MIN_ROWS_EXAMINED
from .counts import FOUND_ROWS
from .needs import DIGESTS, STORED
from .sent import in_proportion
from .where import conditions_of, kinds_of

LATE_LIMIT = "all rows of a derived table are made before the limit outside of it takes a few"
AFTER_GROUPING = "all rows of a join are made and grouped by key before the limit takes a few"
HOW_MANY_MEET_IT = "whether so few rows meet the condition that an index for it would do"


def late_limit(dossier: Dossier) -> list[Outcome]:
    """An index does not help: the keys of the page have to be chosen first, with their own limit, before other tables are joined."""
    ladder = dossier.dataset_ladder()
    if ladder is None or len(ladder.steps) < 2:
        return []
    unknown: list[Outcome] = []
    for digest in sorted(ladder.steps[-1].seen.reads(), key=lambda read: read.text):
        rows, labels = ladder.of_digest(digest.text, lambda found: found.rows), late_labels(digest)
        if not labels or not (rows is None or constant(rows)):
            continue
        examined = _examined(ladder, digest)
        if examined is None and digest.blocks is None:
            unknown = [Undecided(labels, "a limit comes after all rows are made", "the rows that the query examines")]
        if examined is not None and examined.rise >= MIN_ROWS_EXAMINED and in_proportion(examined):
            return [
                Finding(
                    labels=labels,
                    rule="",
                    summary=f"rows examined grow from {examined.values[0]:,.0f} to {examined.values[-1]:,.0f} with the stored rows: {explained(digest)}",
                    evidence=(KEYS.rows_examined, KEYS.rows, digest.text),
                    growth=Growth(KEYS.rows_examined, ladder.knob, examined),
                    deciding_signal="" if len(labels) == 1 else HOW_MANY_MEET_IT,
                )
            ]
    return unknown


def late_labels(digest: Digest) -> frozenset[str]:
    """Of a query whose limit comes after all rows are made. Where they have a condition, an index for that may be missing instead, unless
    its text shows that none could serve it: then that is the problem."""
    if makes_all_rows(digest.text):
        return frozenset({"pagination"})
    if numbered_before_the_limit(digest.text):
        return frozenset({"pagination"}) if _has_an_index(digest) else frozenset()
    page = None if FOUND_ROWS.search(plain(digest.text)) else limited_after_grouping(digest.text)  # all are made anyway, to be counted
    conditions = conditions_of(page) if page else []
    if page is None or any(kinds_of(condition, digest.wildcard_first) != {""} for condition in conditions):
        return frozenset()
    return frozenset({"database-index", "pagination"} if conditions else {"pagination"})


def _has_an_index(digest: Digest) -> bool:
    """Its condition is about an indexed column, whether the server uses the index or finds that many rows meet it anyway."""
    first = next(iter(plan_nodes(digest.plan)), None)
    return first is not None and (first.access in ("ref", "range") or first.filters and first.unused_index)


def explained(digest: Digest) -> str:
    return LATE_LIMIT if has_late_limit(digest.text) else AFTER_GROUPING


def _examined(ladder: Ladder, digest: Digest) -> Series | None:
    """By this query or, where only those of the whole request are counted, as its plans expect, but no more than those."""
    own = ladder.of_digest(digest.text, lambda found: found.rows_examined)
    examined = ladder.count(KEYS.rows_examined)
    expected = ladder.of_digest(digest.text, lambda found: max((node.rows_in_all for node in plan_nodes(found.plan)), default=None))
    if own is not None or examined is None or expected is None:
        return own
    return Series(examined.sizes, tuple(map(min, expected.values, examined.values)))


def _may_have_late_limit(dossier: Dossier) -> bool:
    """Judged by the texts of the queries. Where they are unknown, it may be so if the rows examined grow."""
    if dossier.usual.digests is not None:
        return any(late_labels(digest) for digest in dossier.usual.reads())
    ladder = dossier.dataset_ladder()
    examined = ladder.count(KEYS.rows_examined) if ladder else None
    return ladder is not None and len(ladder.steps) > 1 and (examined is None or examined.rise >= MIN_ROWS_EXAMINED)


RULES = (
    Rule("late-limit", ("pagination",), (KEYS.rows_examined, "digests: rows examined, rows", "plans", "ladder over stored rows"),
         "MariaDB manual, Optimizations for Derived Tables: one with DISTINCT or a window function is not merged", late_limit,
         needs=(STORED, DIGESTS), applies=_may_have_late_limit),
)
