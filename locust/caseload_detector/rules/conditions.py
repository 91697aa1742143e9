"""What the text of a query says of why it reads much: its conditions and its order. Where there is a plan, that says more."""

from __future__ import annotations

import re

from ..evidence import Digest, Observation
from ..plans import PlanNode, plan_nodes, plan_sorts, scanned_for_each_row
from ..query_text import is_limited, is_random, plain, takes_an_end
from .benefit import MIN_ROWS_EXAMINED
from .counts import counts_only
from .examined import LARGE_PART
from .other_types import EXAMINED_PER_SENT, joins_another_type
from .where import columns, conditions_of, kinds_of, outermost, split

ORDERED = re.compile(r"\border by\b")


def reasons(digest: Digest, seen: Observation) -> frozenset[str]:
    """The labels that fit a query which reads more as more rows are stored, without returning more; none if that is its work."""
    text = plain(digest.text)
    if counts_only(digest.text, seen):
        return frozenset({"exact-count"})
    scanned = scanned_for_each_row(digest.plan)
    if any(node.table in scanned and node.rows >= MIN_ROWS_EXAMINED for node in plan_nodes(digest.plan)):
        return frozenset({"database-index"})  # whatever a subquery computes of the few rows that belong to each row
    if digest.computes:
        return frozenset({"database-index"} if takes_an_end(digest.text) and digest.plan is not None else ())
    if is_random(text):
        return frozenset({"random-order"})
    conditions, is_ordered = conditions_of(text), ORDERED.search(outermost(text)) is not None
    kinds = {kind for condition in conditions for kind in kinds_of(condition, digest.wildcard_first)}
    if digest.plan is not None:
        labels = _by_plan(digest)
        return frozenset(kinds) if labels == {"database-index"} and kinds == {"non-sargable"} else labels
    if not (conditions or is_ordered):
        return frozenset()
    if kinds == {"non-sargable"} or kinds == {"leading-wildcard"} and digest.wildcard_first:
        return frozenset(kinds)
    labels = {"database-index"} | kinds - {""}
    if is_ordered and kinds - {"leading-wildcard"}:
        labels.add("filesort")
    return frozenset(labels)


def _by_plan(digest: Digest) -> frozenset[str]:
    """A table that a join reads whole, without a condition or its own order, lacks no index. A table with fewer rows than the query
    reads pages explains little, if another one has more."""
    sorts = plan_sorts(digest.plan)
    pages = (digest.blocks or 0) / max(digest.times, 1)
    reasons = []
    nodes = plan_nodes(digest.plan)
    largest = max((node.rows_in_all for node in nodes), default=0)
    for node in nodes:
        if node.access in ("ALL", "index") and node.rows_in_all < min(LARGE_PART * pages, largest):
            continue
        in_order = node.sorted and any((tables[:1] == [node.table] or by == {node.table} and _is_found_by_constants(node)) and (not by or node.table in by)
                                       for by, tables in sorts)
        leaves_few = len(nodes) == 1 and digest.rows is not None and EXAMINED_PER_SENT * digest.rows <= (digest.blocks or 0) and not (node.sorted and is_limited(digest.text))
        if labels := frozenset({"non-sargable"}) if joins_another_type(node, digest) else _of_table(node, in_order, leaves_few, digest.wildcard_first):
            reasons.append((node.rows, labels))
    most = max((rows for rows, _ in reasons), default=0)
    return frozenset().union(*(labels for rows, labels in reasons if rows >= LARGE_PART * most))


def _is_found_by_constants(node: PlanNode) -> bool:
    """An index finds its rows without a column of another table, so a join may as well begin with it: (t0.owner_id = $1)."""
    tables = set(re.findall(r"\b([A-Za-z_]\w*)\.[A-Za-z_]", node.extra))
    return node.access == "ref" and tables == {node.table}


def _of_table(node: PlanNode, in_order: bool, leaves_few: bool, wildcard_first: bool | None) -> frozenset[str]:
    """`in_order`: the rows are sorted by a column of this table, and a join, if there is one, begins with it. `leaves_few`: of the rows
    that an index finds, few meet the other conditions."""
    _, found, where = plain(node.extra).rpartition("where ")
    if node.access not in ("ALL", "index") and not (node.access == "ref" and found and leaves_few):
        return frozenset({"filesort"}) if in_order and node.access == "ref" else frozenset()
    if not found:
        return frozenset({"database-index"}) if in_order else frozenset()
    conditions = split(where.replace("~~*", "like").replace("~~", "like"))
    if node.access == "ref" and any(len(columns(condition)) > 1 for condition in conditions):
        return frozenset()  # columns that are compared with each other
    kinds = {kind for condition in conditions for kind in kinds_of(condition, wildcard_first)}
    if kinds == {"non-sargable"} or kinds == {"leading-wildcard"} and wildcard_first:
        return frozenset(kinds)
    return frozenset({"database-index"} | kinds - {""})
