"""One page of a list, whose limit is outside of a derived table."""

from __future__ import annotations

from ..dossier import Dossier, Ladder
from ..evidence import Digest
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series, constant
from ..plans import plan_nodes
from ..query_text import makes_all_rows
from . import Outcome, Rule, Undecided
from .benefit import MIN_ROWS_EXAMINED
from .needs import DIGESTS, STORED
from .sent import in_proportion

LATE_LIMIT = "all rows of a derived table are made before the limit outside of it takes a few"


def late_limit(dossier: Dossier) -> list[Outcome]:
    """An index does not help: the keys of the page have to be chosen first, with their own limit, before other tables are joined."""
    ladder = dossier.dataset_ladder()
    if ladder is None or len(ladder.steps) < 2:
        return []
    unknown: list[Outcome] = []
    for digest in sorted(ladder.steps[-1].seen.reads(), key=lambda read: read.text):
        rows = ladder.of_digest(digest.text, lambda found: found.rows)
        if not makes_all_rows(digest.text) or not (rows is None or constant(rows)):
            continue
        examined = _examined(ladder, digest)
        if examined is None and digest.blocks is None:
            unknown = [Undecided(frozenset({"pagination"}), "a limit is outside of a derived table", "the rows that the query examines")]
        if examined is not None and examined.rise >= MIN_ROWS_EXAMINED and in_proportion(examined):
            return [
                Finding(
                    labels=frozenset({"pagination"}),
                    rule="",
                    summary=f"rows examined grow from {examined.values[0]:,.0f} to {examined.values[-1]:,.0f} with the stored rows: {LATE_LIMIT}",
                    evidence=(KEYS.rows_examined, KEYS.rows, digest.text),
                    growth=Growth(KEYS.rows_examined, ladder.knob, examined),
                )
            ]
    return unknown


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
        return any(makes_all_rows(digest.text) for digest in dossier.usual.reads())
    ladder = dossier.dataset_ladder()
    examined = ladder.count(KEYS.rows_examined) if ladder else None
    return ladder is not None and len(ladder.steps) > 1 and (examined is None or examined.rise >= MIN_ROWS_EXAMINED)


RULES = (
    Rule("late-limit", ("pagination",), (KEYS.rows_examined, "digests: rows examined, rows", "plans", "ladder over stored rows"),
         "MariaDB manual, Optimizations for Derived Tables: one with DISTINCT or a window function is not merged", late_limit,
         needs=(STORED, DIGESTS), applies=_may_have_late_limit),
)
