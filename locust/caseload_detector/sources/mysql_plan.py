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
CONDITIONS = {"message": "", "index_condition": "", "attached_condition": "where ", "sort_key": "by ", "join_type": ""}
NOT_NODES = ("used_key_parts", "possible_keys", "cost_info")
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
            return plan_from(json.loads(rows[0][0])) if rows else None
        except ValueError:
            return None


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
    node: dict[str, Any] = {"node": "query" if key == "query_block" else key.replace("_", " ")}
    if key == "table":
        for name, member in (("table", "table_name"), ("access", "access_type"), ("key", "key")):
            if explained.get(member):
                node[name] = str(explained[member])
        if explained.get("possible_keys") and "key" not in node:
            node["possible_keys"] = ", ".join(map(str, explained["possible_keys"]))
        rows = explained.get("rows", explained.get("rows_examined_per_scan"))  # of MariaDB, of MySQL
        if isinstance(rows, int):
            node["rows"] = rows
    extra = [text for name, text in FLAGS.items() if explained.get(name) not in (None, False, 0)]
    extra += [before + _without_values(explained[name]) for name, before in CONDITIONS.items() if isinstance(explained.get(name), str) and explained[name]]
    if extra:
        node["extra"] = "; ".join(extra)
    children: list[Any] = []
    _add_children(explained, children)
    if children:
        node["children"] = children
    siblings.append(node)


def _without_values(condition: str) -> str:
    """Conditions without their values, except for whether a pattern begins with a wildcard, which rules need to know."""
    return re.sub(r"'((?:[^'\\]|\\.|'')*)'", lambda match: f"'{match[1][0]}'" if match[1][:1] in ("%", "_") else "?", condition)
