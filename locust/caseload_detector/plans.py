"""Query plans, as trees of {"node", "table", "access", "key", "possible_keys", "rows", "extra", "children"}."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterator, Mapping


@dataclass(frozen=True)
class PlanNode:
    """One table of a plan, as EXPLAIN shows it."""

    table: str
    access: str  # ALL, index, range, ref, eq_ref, const
    rows: int  # estimated, each time it is read
    rows_in_all: int  # estimated; a join reads it for each row of the tables before it
    extra: str  # "where t1.email like '%2047@%'"
    sorted: bool  # its rows are sorted afterwards
    unused_index: bool  # the condition is about an indexed column, but no index is used (possible_keys without key)
    joined_by_scan: bool  # the whole table is compared with the rows of those before it, through a buffer
    range_checked: bool = False  # for each row of those before it, the server looks anew whether an index could be used
    key: str = ""  # the index that is used

    @property
    def filters(self) -> bool:
        """Rows are read that a condition then rejects. An index that holds all columns comes first: "using index; where ..."."""
        return bool(FILTERS.search(self.extra))


def plan_nodes(plan: Any) -> list[PlanNode]:
    """The tables of a plan. Derived tables are left out, because what they are made from is in the plan too."""
    nodes: list[PlanNode] = []
    _add_tables(plan, nodes, rows_before=1, is_sorted=False, buffer="")
    return nodes


def _add_tables(plan: Any, nodes: list[PlanNode], rows_before: int, is_sorted: bool, buffer: str, is_checked: bool = False) -> int:
    """`rows_before`: of the tables that a join has read so far; returns them with those of `plan`. `buffer`: what is said of the
    buffer through which a join reads `plan`."""
    if not isinstance(plan, Mapping):
        return rows_before
    kind, extra, access = str(plan.get("node", "")), str(plan.get("extra", "")), plan.get("access")
    if kind == "block-nl-join" or BUFFERED.search(extra):
        buffer = extra or kind
    rows_after = rows_before
    if isinstance(access, str):
        rows = plan["rows"] if isinstance(plan.get("rows"), int) else 0
        in_all = rows if buffer else rows_before * rows  # through a buffer, the table is read once
        rows_after = rows_before if buffer else max(in_all, 1)
        if not str(plan.get("table", "")).startswith("<"):
            nodes.append(
                PlanNode(
                    table=str(plan.get("table", "")),
                    access=access,
                    rows=rows,
                    rows_in_all=in_all,
                    extra=extra or buffer,
                    sorted=is_sorted or kind == "filesort",
                    unused_index=bool(plan.get("possible_keys")) and not plan.get("key"),
                    joined_by_scan=bool(buffer) and access in ("ALL", "index"),
                    range_checked=is_checked or bool(RANGE_CHECKED.search(extra)),
                    key=str(plan.get("key") or ""),
                )
            )
    is_apart = isinstance(access, str) or kind in ("materialized", "subquery", "query")  # what is below is no part of this join
    inner = 1 if is_apart else rows_before
    for child in plan.get("children") or []:
        below = kind == "materialized"
        inner = _add_tables(child, nodes, inner, (is_sorted or kind == "filesort") and not below, "" if below else buffer, bool(RANGE_CHECKED.search(kind)))
    return rows_after if is_apart else inner


FILTERS = re.compile(r"(^|; )where\b", re.IGNORECASE)
NO_SUCH_ROW = re.compile(r"impossible where noticed after reading const tables|no matching row in const table", re.IGNORECASE)
RANGE_CHECKED = re.compile(r"range[- ]checked[- ]for[- ]each[- ]record", re.IGNORECASE)
BUFFERED = re.compile(r"join buffer|hash join")


def finds_one(plan: Any) -> bool:
    """A query of one table by a unique key, which finds one row at most. The server looks the row up while it plans, and says so if
    there is none (MySQL manual, EXPLAIN Extra Information)."""
    nodes = plan_nodes(plan)
    return [node.access for node in nodes] == ["const"] or (not nodes and NO_SUCH_ROW.search(str(plan)) is not None)


def scanned_for_each_row(plan: Any) -> frozenset[str]:
    """The tables that a subquery reads whole for each row of the query around it, although it wants those of one key: its condition
    compares a column of the table with one of a table outside of the subquery."""
    return frozenset(_scanned(plan, is_inside=False))


def _scanned(plan: Any, is_inside: bool) -> Iterator[str]:
    if not isinstance(plan, Mapping):
        return
    for child in plan.get("children") or []:
        yield from _scanned(child, True)
    if is_inside and plan.get("node") in ("query", "subquery"):
        own = set(_tables(plan))
        for node in plan_nodes(plan):
            pairs = re.findall(r"\b(\w+)\.`?\w+`? = (\w+)\.`?\w", node.extra) if node.access in ("ALL", "index") else []
            if any(node.table in pair and not own.issuperset(pair) for pair in pairs):
                yield node.table


def plan_sorts(plan: Any) -> list[tuple[set[str], list[str]]]:
    """Of each sort in the plan: the tables whose columns it sorts by, and the tables of which the rows are, the first one first."""
    if not isinstance(plan, Mapping):
        return []
    found = [entry for child in plan.get("children") or [] for entry in plan_sorts(child)]
    if plan.get("node") == "filesort":
        found.append((set(re.findall(r"(\w+)\.`?\w", str(plan.get("extra", "")))), _tables(plan)))
    return found


def _tables(plan: Mapping[str, Any]) -> list[str]:
    """Of a join. What a derived table is made from is a join of its own."""
    if plan.get("node") == "materialized":
        return []
    own = [str(plan["table"])] if plan.get("table") else []
    return own + [table for child in plan.get("children") or [] for table in _tables(child)]


def plan_scans(plan: Any) -> bool | None:
    """True if an EXPLAIN, as a tree or as rows, reads a whole table (ALL) or a whole index (index)."""
    if not plan:
        return None
    if isinstance(plan, Mapping):
        for key, value in plan.items():
            if key in ("access_type", "access", "type") and isinstance(value, str) and value in ("ALL", "index"):
                return True
            if isinstance(value, (Mapping, list)) and plan_scans(value):
                return True
        return False
    if isinstance(plan, list):
        return any(plan_scans(entry) or False for entry in plan)
    return None
