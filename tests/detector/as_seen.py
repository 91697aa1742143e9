"""Pages as a source sees them: whole queries with their values, counts and EXPLAIN documents, which go through the same code as those of
a real server or span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Sequence

import support

support.prepare_path()

from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Observation
from caseload_detector.sources import mysql_plan, postgresql_plan
from caseload_detector.sources.tally import Tally, add_to
from caseload_detector.sources.texts import MYSQL, STANDARD, normalised
from recorded import Answer, Asked, dossier
from test_thresholds import answers

SLOW_LOG, DIGESTS, STATEMENTS, SPANS, SPANS_OF_MYSQL = "slow log", "performance schema", "pg_stat_statements", "spans", "spans of MySQL"
LIST = "select id, title, author_id from book order by id limit 100"


@dataclass(frozen=True)
class Ran:
    """A query that ran so often. `sql`: its text, or the text of each execution."""

    sql: str | Callable[[int], str]
    times: int = 1
    rows: int = 1  # of all executions
    examined: int | None = None
    blocks: int = 4  # of each execution
    us: int = 100
    plan: Mapping[str, Any] | None = None  # EXPLAIN's document
    stored: int = 0  # rows of each table, which PostgreSQL's plan does not say
    scans: bool = False

    def text(self, number: int) -> str:
        return self.sql(number) if callable(self.sql) else self.sql

    def share(self, total: int, number: int) -> int:
        return total // self.times + (number < total % self.times)


Page = Callable[[Asked], tuple[Sequence[Ran], int]]  # queries, and entries shown


def seen_by(source: str, page: Page, **more: Any) -> Dossier:
    made: dict[int, Sequence[Ran]] = {}

    def behaviour(asked: Asked) -> Answer:
        queries, items = page(asked)
        answer = Answer([], items=items, body=str(len(made)))
        made[len(made)] = queries
        return answer

    kept = dossier(behaviour, floor_page=lambda asked: Answer(items=0, body_bytes=300), **more)
    for seen in answers(kept):
        number = str(seen.body_hash).rpartition("/")[2]
        _count(source, seen, made[int(number)] if number else [])
        seen.body_hash = seen.text_hash = str(seen.body_hash).rpartition("/")[0]
    return kept


def _count(source: str, seen: Observation, queries: Sequence[Ran]) -> None:
    for key in ("sql", "sql-distinct", "sql-write", "rows"):
        seen.counts.pop(key, None)
    seen.digests, seen.blocks, tally = None, None, Tally()
    dialect = MYSQL if source in (SLOW_LOG, DIGESTS, SPANS_OF_MYSQL) else STANDARD
    for ran in queries:
        query = normalised(ran.text(0), dialect)
        examined = ran.rows if ran.examined is None else ran.examined
        if source == STATEMENTS:
            tally.add(query, rows=ran.rows, blocks=ran.blocks * ran.times, us=ran.us * ran.times, times=ran.times, sums=True)
        elif source == DIGESTS:
            tally.add(query, rows=ran.rows, examined=examined, us=ran.us * ran.times, scans=ran.scans, times=ran.times, sums=True, folded="..." in ran.text(0))
        for number in range(ran.times if source not in (STATEMENTS, DIGESTS) else 0):
            each = normalised(ran.text(number), dialect)
            if source == SLOW_LOG:
                tally.add(each, 1, rows=ran.share(ran.rows, number), examined=ran.share(examined, number), us=ran.us)
            else:
                tally.add(each, us=ran.us)
        if ran.plan is not None and source == SLOW_LOG:
            tally.entries[query.text].plan = mysql_plan.plan_from(ran.plan)
        elif ran.plan is not None and source == STATEMENTS:
            tally.entries[query.text].plan = postgresql_plan.plan_from(ran.plan, _Rows(ran.stored))
    for entry in tally.entries.values():
        if source not in (SLOW_LOG, DIGESTS):
            entry.examined = None
        if source != STATEMENTS:
            entry.blocks = None
    add_to(seen, tally)


class _Rows(dict[str, int]):
    """The same for each table."""

    def __init__(self, each: int) -> None:
        super().__init__()
        self._each = each

    def get(self, key: str, default: Any = None) -> Any:
        return self._each


# EXPLAIN FORMAT=JSON of MariaDB 10.11 and of MySQL 8, EXPLAIN (FORMAT JSON, VERBOSE) of PostgreSQL. Costs are left out.

def of_table(name: str, access: str, rows: int, condition: str = "", key: str = "", **more: Any) -> dict[str, Any]:
    found = {"table_name": name, "access_type": access, **({"key": key} if key else {}), "rows": rows, **({"attached_condition": condition} if condition else {})}
    return {"table": {**found, **more}}


def mariadb(*tables: dict[str, Any], sort_key: str = "", **more: Any) -> dict[str, Any]:
    """`sort_key`: the rows of the first table are sorted by it."""
    first = {"read_sorted_file": {"filesort": {"sort_key": sort_key, **tables[0]}}} if sort_key else tables[0]
    return {"query_block": {"select_id": 1, "nested_loop": [first, *tables[1:]], **more}}


def mysql(*tables: dict[str, Any], is_sorted: bool = False, in_a_temporary_table: bool = False, **more: Any) -> dict[str, Any]:
    made = [{"table": {("rows_examined_per_scan" if name == "rows" else name): value for name, value in each["table"].items()}} for each in tables]
    of: dict[str, Any] = {"nested_loop": made} if len(made) > 1 else made[0]
    if is_sorted:
        of = {"ordering_operation": {**({"using_temporary_table": True} if in_a_temporary_table else {}), "using_filesort": True, **of}}
    return {"query_block": {"select_id": 1, **of, **more}}


def node(kind: str, *children: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """`Index_Cond` stands for "Index Cond"."""
    return {"Node Type": kind, **{name.replace("_", " "): value for name, value in members.items()}, **({"Plans": list(children)} if children else {})}


def scan(table: str, condition: str = "", alias: str = "", **members: Any) -> dict[str, Any]:
    return node("Seq Scan", Relation_Name=table, Alias=alias or table, Plan_Rows=20, **({"Filter": condition} if condition else {}), **members)


def by_index(table: str, found_by: str = "", condition: str = "", alias: str = "", kind: str = "Index Scan") -> dict[str, Any]:
    return node(kind, Relation_Name=table, Alias=alias or table, Plan_Rows=20, Index_Name="by_key", **({"Index_Cond": found_by} if found_by else {}),
                **({"Filter": condition} if condition else {}))


def by_bitmap(table: str, found_by: str, condition: str = "") -> dict[str, Any]:
    return node("Bitmap Heap Scan", node("Bitmap Index Scan", Index_Name="by_key"), Relation_Name=table, Alias=table, Plan_Rows=20, Recheck_Cond=found_by,
                **({"Filter": condition} if condition else {}))
