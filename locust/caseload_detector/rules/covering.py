"""Rows that an index finds, each of which is then looked up in the table for a few columns that the index lacks."""

from __future__ import annotations

from ..dossier import Dossier
from ..evidence import Digest, Observation
from ..finding import Finding
from ..plans import PlanNode, plan_nodes
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_PAGES, MIN_ROWS_EXAMINED
from .needs import PAGES
from .sent import is_whole_row

# A lookup goes down the tree of the table, whose depth is 1 to 5. A count of pages beyond that is for rows that were left out.
PAGES_PER_ROW = (1.0, 6.0)
ESTIMATES = (0.5, 12.0)  # the same, where the rows read are an estimate
ROWS_PER_SHOWN = 2.0  # for each entry of the response
ENTRY_BYTES = 64  # up to which a row's columns belong into an index: hundreds of entries in a page of 16 kB


def looked_up(dossier: Dossier) -> list[Outcome]:
    """A query accesses about as many pages as it reads rows, or a few times as many, and an index with a few more short columns would
    save the lookups. Its plan reads one table through an index, and doesn't say that the index is enough."""
    most: dict[str, tuple[Digest, float]] = {}
    for seen in _usual_sizes(dossier):
        for digest in seen.reads():
            rows = _rows_looked_up(digest)
            if rows is not None and not digest.computes and seen.items is not None and rows > ROWS_PER_SHOWN * seen.items:
                continue  # most of them are for code that leaves them out
            if rows is not None and digest.pages is not None and digest.pages > (most[digest.text][0].pages or 0 if digest.text in most else 0):
                most[digest.text] = digest, rows
    outcomes: list[Outcome] = []
    for text, (digest, rows) in sorted(most.items()):
        summary = f"a query accesses {digest.pages:,} storage blocks for {rows:,.0f} rows that its index finds, because the index lacks a column"
        if (digest.pages or 0) < MIN_PAGES:
            outcomes.append(Note(f"{summary}: too few to matter"))
        else:
            outcomes.append(Finding(labels=frozenset({"covering-index"}), rule="", summary=summary, evidence=("digests: pages, rows, bytes", "plans", text)))
    if not outcomes and any(_adds_up_a_join(digest) for seen in _usual_sizes(dossier) for digest in seen.reads()):
        outcomes.append(Undecided(frozenset({"covering-index"}), "a join adds up many rows that an index finds", "the pages that a join accesses"))
    return outcomes


def _usual_sizes(dossier: Dossier) -> list[Observation]:
    """With most rows stored, if that is known. A longer list than usual is no reason for an index."""
    stored = dossier.dataset_ladder()
    return [dossier.usual, *([stored.steps[-1].seen] if stored and stored.steps else [])]


def _rows_looked_up(digest: Digest) -> float | None:
    """The rows that one execution finds in an index and looks up in the table for short columns; None if it is not like that."""
    nodes = plan_nodes(digest.plan)
    if digest.pages is None or digest.times > 1 or len(nodes) != 1 or _is_covered(nodes[0]) or " like " in nodes[0].extra.lower():
        return None
    if digest.computes:
        rows, (fewest, most) = float(nodes[0].rows), ESTIMATES
    else:
        rows, (fewest, most) = (digest.rows or 0) / max(digest.times, 1), PAGES_PER_ROW
        if not _is_narrow(digest):
            return None
    return rows if rows > 0 and fewest * rows <= digest.pages <= most * rows else None


def _adds_up_a_join(digest: Digest) -> bool:
    """Pages are counted for reads of one table only."""
    nodes = plan_nodes(digest.plan)
    return digest.pages is None and digest.computes and len(nodes) > 1 and any(
        node.access in ("ref", "range") and node.key != "PRIMARY" and not _is_covered(node) and node.rows_in_all >= MIN_ROWS_EXAMINED for node in nodes)


def _is_covered(node: PlanNode) -> bool:
    return "using index" in node.extra.lower().split("; ")


def _is_narrow(digest: Digest) -> bool:
    return bool(digest.rows) and digest.bytes is not None and digest.bytes <= ENTRY_BYTES * (digest.rows or 0) and not is_whole_row(digest)


RULES = (
    Rule("looked-up", ("covering-index",), ("digests: pages, rows, bytes, columns", "plans"),
         "Winand, SQL Performance Explained, Index-Only Scan: Avoiding Table Access", looked_up,
         needs=(PAGES,)),
)
