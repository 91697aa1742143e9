"""Plans of MariaDB and MySQL, in the form of the service's own evidence (see `plan_nodes`)."""

from __future__ import annotations

import json
import re
from typing import Any, Mapping

from . import SourceError
from .mysql_connection import NO_RIGHT, Connection, DatabaseError
from .tally import Entry

FLAGS = {
    "using_index": "using index",
    "using_index_condition": "index condition",
    "using_temporary_table": "temporary table",
    "using_filesort": "using filesort",
    "using_where": "using where",
    "first_match": "first match",
    "distinct": "distinct",
    "not_exists": "not exists",
}
CONDITIONS = {
    "message": "", "using_join_buffer": "join buffer, ", "range_checked_for_each_record": "range checked for each record, ", "index_condition": "",
    "attached_condition": "where ", "sort_key": "by ", "join_type": "",
}
NOT_NODES = ("used_key_parts", "possible_keys", "cost_info")
SORTS = ("ordering_operation", "grouping_operation", "duplicates_removal")  # of MySQL, which is silent about the columns
BY_ANY_TABLE = "by unknown.column"  # a temporary table holds the rows of a join, and may be sorted by a column of any of its tables
NAME = re.compile(r"(?:(?:`\w+`\.)?`(\w+)`\.)?`(\w+)`")  # MySQL quotes each name, and adds the database
EXPLAINED_AGAIN = 2.0  # from this ratio of the rows examined on, because the data has grown
PLAN_SECONDS = 5


class Planner:
    """EXPLAINs each read once, with one of its real texts. Reads nothing else and changes nothing."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._plans: dict[tuple[str, str], tuple[float, Any]] = {}
        self.refused: dict[str, str] = {}  # by database: why it has no plans
        limit = f"max_statement_time = {PLAN_SECONDS}" if connection.is_mariadb else f"max_execution_time = {PLAN_SECONDS * 1000}"
        connection.run(f"SET SESSION {limit}")
        connection.run("SET SESSION TRANSACTION READ ONLY")
        if not connection.is_mariadb:
            try:
                connection.run("SET SESSION explain_json_format_version = 1")
            except DatabaseError:
                pass  # before 8.3 there is only that one

    def add_plan(self, entry: Entry, database: str) -> None:
        if entry.write or entry.sample is None or database in self.refused:
            return
        examined = (entry.examined or 0) / max(entry.times, 1) + 1.0
        known = self._plans.get((database, entry.text))
        if known is None or not 1 / EXPLAINED_AGAIN < examined / known[0] < EXPLAINED_AGAIN:
            known = self._plans[database, entry.text] = examined, self._explain(entry.sample, database)
        entry.plan = known[1]

    def _explain(self, sample: str, database: str) -> Any:
        sample = re.sub(r"^\s*set\s+statement\s.*?\sfor\s+(?=\(*\s*(select|with)\b)", "", sample, flags=re.IGNORECASE | re.DOTALL)
        if not re.match(r"(\s|\(|/\*.*?\*/)*(select|with)\b", sample, re.IGNORECASE | re.DOTALL):
            return None
        try:
            if database:
                self.connection.use(database)
            rows = self.connection.run("EXPLAIN FORMAT=JSON " + sample)
        except SourceError as error:
            if isinstance(error, DatabaseError) and error.code in NO_RIGHT:
                self.refused[database] = f"GRANT SELECT, SHOW VIEW ON `{database}`.* TO {{user}};"
            return None
        try:
            return plan_from(json.loads(rows[0][0], object_pairs_hook=_with_all)) if rows else None
        except ValueError:
            return None


def _with_all(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Before 10.9, MariaDB writes one member "table" for each table of a join, of which JSON's readers keep the last."""
    names = [name for name, _ in pairs]
    if len(set(names)) == len(names):
        return dict(pairs)
    first = next(place for place, name in enumerate(names) if names.count(name) > 1)
    joined = [{name: value} for name, value in pairs[first:] if isinstance(value, dict)]
    return {**{name: value for name, value in pairs if not isinstance(value, dict) or names.index(name) < first}, "nested_loop": joined}


def plan_from(explained: Mapping[str, Any]) -> Any:
    nodes: list[Any] = []
    _add_children(explained, nodes)
    return nodes[0] if len(nodes) == 1 else {"node": "plan", "children": nodes}


def _add_children(explained: Mapping[str, Any], siblings: list[Any]) -> None:
    for key, member in explained.items():
        if key not in NOT_NODES:
            _add_nodes(key, member, siblings)


def _add_nodes(key: str, explained: Any, siblings: list[Any]) -> None:
    """Operators become nodes. Members that only group them ("nested_loop", "query_specifications") don't."""
    if isinstance(explained, list):
        for item in explained:
            if isinstance(item, Mapping):
                _add_children(item, siblings)
        return
    if not isinstance(explained, Mapping):
        return
    kind = "filesort" if key in SORTS and explained.get("using_filesort") else {"query_block": "query", "materialized_from_subquery": "materialized"}.get(key, key)
    node: dict[str, Any] = {"node": kind.replace("_", " ")}
    if key == "table":
        for name, member in (("table", "table_name"), ("access", "access_type"), ("key", "key")):
            if explained.get(member):
                node[name] = str(explained[member])
        if "materialized_from_subquery" in explained:
            node["table"] = f"<{node.get('table', 'derived')}>"  # as MariaDB writes it
        if explained.get("possible_keys") and "key" not in node:
            node["possible_keys"] = ", ".join(map(str, explained["possible_keys"]))
        rows = explained.get("rows", explained.get("rows_examined_per_scan"))  # of MariaDB, of MySQL
        if isinstance(rows, int):
            node["rows"] = rows
    extra = [text for name, text in FLAGS.items() if explained.get(name) not in (None, False, 0)]
    extra += [before + _bare(_without_values(explained[name])) for name, before in CONDITIONS.items() if isinstance(explained.get(name), str) and explained[name]]
    if key in SORTS and explained.get("using_temporary_table") and len(explained.get("nested_loop", ())) > 1:
        extra.append(BY_ANY_TABLE)
    if extra:
        node["extra"] = "; ".join(extra)
    children: list[Any] = []
    _add_children(explained, children)
    if children:
        node["children"] = children
    siblings.append(node)


def _bare(condition: str) -> str:
    """As MariaDB writes it: (`shop`.`o`.`id` = 7) is o.id = 7."""
    condition = NAME.sub(lambda match: f"{match[1]}.{match[2]}" if match[1] else match[2], condition)
    depth = 0
    for place, letter in enumerate(condition):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return condition[1:-1] if place == len(condition) - 1 and condition.startswith("(") else condition
    return condition


def _without_values(condition: str) -> str:
    """Conditions without their values, except for whether a pattern begins with a wildcard, which rules need to know."""
    return re.sub(r"'((?:[^'\\]|\\.|'')*)'", lambda match: f"'{match[1][0]}'" if match[1][:1] in ("%", "_") else "?", condition)
