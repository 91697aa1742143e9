"""Plans of PostgreSQL, in the form of the service's own evidence (see `plan_nodes`).

pg_stat_statements has no values, so the plan is a generic one, with 10 for a limit. PostgreSQL manual: PREPARE, plan_cache_mode, EXPLAIN.
"""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Collection, Iterator, Mapping

from .tally import Entry

EXPLAINED_AGAIN = 2.0  # from this ratio of the pages read on, because the data has grown
PLAN_MILLISECONDS = 5_000
PARAMETER = re.compile(r"\$\d+")
LIMIT = re.compile(r"\b(limit|first|next)(\s+)\$\d+", re.IGNORECASE)
OFFSET = re.compile(r"\boffset\s+\$\d+", re.IGNORECASE)
READ = re.compile(r"(\s|\(|/\*.*?\*/|--[^\n]*\n)*(select|with)\b", re.IGNORECASE | re.DOTALL)
QUOTED = re.compile(r"('(?:[^']|'')*')|\"(\w+)\"")  # a text, which stays, or a name
SAME_TEXT = re.compile(r"\(?\b(\w+\.\w+)\)?::(?:text|character varying|bpchar|character)(?:\(\d+\))?")
CAST = re.compile(r"\(?\b(\w+\.\w+)\)?::(\w+)(?: without time zone| with time zone)?")
NAME = re.compile(r"(?:(\w+)\.)?(\w+)")
SCANS = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Tid Scan", "Sample Scan")
# A search in a text, a list or a document finds rows in no order, as a range does.
OTHER_THAN_EQUAL = re.compile(r"[<>@~&?%#^!]| ANY | OR ")
OWN_MARK = "/* caseload-detector */"
NO_RIGHT = "42501"  # insufficient_privilege
ELSEWHERE = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.reltoastrelid <> 0 AND pg_relation_size(c.reltoastrelid) > 0 AND a.attstorage IN ('x', 'e') AND (a.atttypmod < 0 OR a.atttypmod > 2000)
"""


class Planner:
    """EXPLAINs each read once. Reads nothing else and changes nothing. `connect` opens a connection to a database by its name."""

    def __init__(self, connect: Callable[[str], Any], error: type[Exception]) -> None:
        self._connect, self._error = connect, error
        self._connections: dict[str, Any] = {}
        self._plans: dict[tuple[str, str], tuple[float, Any, int | None]] = {}
        self._rows: dict[str, dict[str, int]] = {}  # by database and table
        self._elsewhere: dict[str, set[tuple[str, str]]] = {}  # by database: columns with long values, which may not be in their table
        self.refused: set[str] = set()  # databases that show no plans to this user

    def close(self) -> None:
        connections, self._connections = self._connections, {}
        for connection in connections.values():
            connection.close()

    def add_plan(self, entry: Entry) -> None:
        if entry.write or entry.sample is None or entry.database in self.refused or not READ.match(entry.sample):
            return
        read = (entry.blocks or 0) / max(entry.times, 1) + 1.0
        known = self._plans.get((entry.database, entry.text))
        if known is None or not 1 / EXPLAINED_AGAIN < read / known[0] < EXPLAINED_AGAIN:
            known = self._plans[entry.database, entry.text] = read, *self._explain(entry.sample, entry.database)
        _, entry.plan, entry.row_bytes = known

    def _explain(self, text: str, database: str) -> tuple[Any, int | None]:
        """The plan, and the estimated bytes of a row of the result."""
        text = with_limits(text)
        parameters = text.count("$") and max((int(number[1:]) for number in PARAMETER.findall(text)), default=0)
        values = f"({', '.join(['NULL'] * parameters)})" if parameters else ""
        try:
            run = self._on(database)
            run(f"PREPARE caseload_detector AS {text}")
            try:
                [[explained]] = run(f"EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE caseload_detector{values}")
            finally:
                run("DEALLOCATE caseload_detector")
        except self._error as error:
            if getattr(error, "pgcode", None) == NO_RIGHT:
                self.refused.add(database)
            return None, None  # such as a parameter whose type the text does not show
        plan = explained[0]["Plan"]
        return plan_from(plan, self._rows[database]), row_bytes(plan, self._elsewhere[database])

    def _on(self, database: str) -> Callable[[str], list[tuple[Any, ...]]]:
        connection = self._connections.get(database)
        if connection is None:
            connection = self._connections[database] = self._connect(database)

        def run(sql: str) -> list[tuple[Any, ...]]:
            with connection.cursor() as cursor:
                cursor.execute(f"{sql} {OWN_MARK}")
                return list(cursor.fetchall()) if cursor.description else []

        if database not in self._rows:
            run(f"SET statement_timeout = {PLAN_MILLISECONDS}")
            run("SET plan_cache_mode = force_generic_plan")
        self._rows[database] = {name: int(rows) for name, rows in run("SELECT relname, reltuples FROM pg_class WHERE relkind IN ('r', 'p', 'm')")}
        self._elsewhere[database] = set(run(ELSEWHERE))
        return run


def with_limits(text: str) -> str:
    """With a usual limit instead of a parameter, whose value the server would guess as a tenth of all rows. The other parameters are
    numbered anew."""
    text = OFFSET.sub("OFFSET 0", LIMIT.sub(r"\g<1>\g<2>10", text))
    numbers: dict[str, str] = {}
    return PARAMETER.sub(lambda match: numbers.setdefault(match[0], f"${len(numbers) + 1}"), text)


def row_bytes(explained: Mapping[str, Any], elsewhere: Collection[tuple[str, str]]) -> int | None:
    """Bytes of a usual row of the result. None if it has a column whose values are stored `elsewhere`: of those, the statistics have only
    the size of a pointer (PostgreSQL manual, TOAST)."""
    tables = dict(_aliases(explained))
    for output in explained.get("Output", ()):
        for alias, column in NAME.findall(output.replace('"', "")):
            of = [tables.get(alias, "")] if alias else tables.values()  # the only table is not named
            if any((table, column) in elsewhere for table in of):
                return None
    return int(explained["Plan Width"]) if "Plan Width" in explained else None


def _aliases(explained: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "Relation Name" in explained:
        yield str(explained.get("Alias", explained["Relation Name"])), str(explained["Relation Name"])
    for child in explained.get("Plans", ()):
        yield from _aliases(child)


def plan_from(explained: Mapping[str, Any], rows: Mapping[str, int]) -> dict[str, Any]:
    """`rows` of each table, by its name: PostgreSQL's own estimate is of those that pass the filter."""
    kind = str(explained.get("Node Type", ""))
    node: dict[str, Any] = {"node": "filesort" if kind == "Sort" else kind.lower()}
    if kind in ("Append", "Merge Append"):
        explained = _with_one_name(explained)
    if kind in SCANS:
        found_by = explained.get("Index Cond") or explained.get("Recheck Cond") or explained.get("TID Cond")
        node |= {"node": "table", "table": str(explained.get("Alias") or explained.get("Relation Name", "")), "access": _access(kind, found_by)}
        node["rows"] = max(0, rows.get(str(explained.get("Relation Name")), 0)) if node["access"] in ("ALL", "index") else int(explained.get("Plan Rows", 0))
        if explained.get("Index Name"):
            node["key"] = str(explained["Index Name"])
    extra = [_condition(explained[name]) for name in ("Index Cond", "Recheck Cond") if explained.get(name)]
    if explained.get("Filter"):
        extra.append("where " + _condition(explained["Filter"]))
    if kind == "Sort":
        extra = ["by " + ", ".join(_unquoted(str(key)) for key in explained.get("Sort Key", []))]
    if extra:
        node["extra"] = "; ".join(extra)
    children = [plan_from(child, rows) for child in explained.get("Plans", []) if child.get("Node Type") != "Bitmap Index Scan"]
    if children:
        node["children"] = children
    return {"node": "query", "children": [node]} if explained.get("Parent Relationship") == "SubPlan" else node


def _with_one_name(explained: Mapping[str, Any]) -> Mapping[str, Any]:
    """The partitions of a table under the table's own name, by which the rest of the plan calls it: o_1, o_2 and o_3 are o."""
    aliases = {str(child.get("Alias", "")) for child in explained.get("Plans", ())}
    whole = {alias.rpartition("_")[0] for alias in aliases if re.fullmatch(r"\w+_\d+", alias)}
    if len(whole) != 1 or "" in whole or not all(re.fullmatch(rf"{re.escape(min(whole))}(?:_\d+)?", alias) for alias in aliases):
        return explained
    [name] = whole
    renamed: Mapping[str, Any] = json.loads(re.sub(rf"\b{re.escape(name)}_\d+(?=\.|\")", name, json.dumps(explained.get("Plans"))))
    return {**explained, "Plans": renamed}


def _access(kind: str, found_by: Any) -> str:
    if found_by is None:
        return "ALL" if kind in ("Seq Scan", "Sample Scan", "Bitmap Heap Scan") else "index"
    return "range" if OTHER_THAN_EQUAL.search(re.sub(r"'[^']*'", "", str(found_by))) else "ref"


def _condition(text: Any) -> str:
    """With a cast written like any other function, unless it is from one type of text to another, which an index serves all the same."""
    return CAST.sub(r"\2(\1)", SAME_TEXT.sub(r"\1", _unquoted(str(text))))


def _unquoted(text: str) -> str:
    """PostgreSQL quotes names with capital letters and names that are key words: "Booking"."bookedAt"."""
    return QUOTED.sub(lambda match: match[1] or match[2], text)
