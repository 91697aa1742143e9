"""Columns that are compared with a value, or a column, of another type or collation."""

from __future__ import annotations

import re

from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from ..plans import PlanNode
from ..query_text import is_limited, plain

EXAMINED_PER_SENT = 10.0  # rows examined for each row sent, from which few remain
CONSTANT = r"(?:[^ ']+|'[^']*'|\?)"
ONE_COMPARISON = re.compile(rf"where `?[\w.`]+ (= {CONSTANT}|between {CONSTANT} and {CONSTANT})")


def leaves_few(digest: Digest, node: PlanNode, seen: Observation) -> bool:
    """Few of the rows that it reads of this table remain. A limit, which many mappers add to a lookup, leaves few anyway: then only the
    rows examined show that it read far, and not where all of them are sorted first."""
    rows = digest.rows if digest.rows is not None else seen.count(KEYS.rows)
    if rows is None or is_limited(digest.text) and (node.sorted or digest.rows_examined is None):
        return False
    return EXAMINED_PER_SENT * rows <= (digest.rows_examined or 0 if is_limited(digest.text) else node.rows)


def joins_another_type(node: PlanNode, digest: Digest) -> bool:
    """A join compares an indexed column with a column of a table before it, and the index can't be used for a lookup: the types or
    collations differ, so the server only checks for each row whether a range would do, and reads the whole table if not (MySQL manual,
    EXPLAIN Extra Information, "Range checked for each record")."""
    text = plain(digest.text)
    table = re.escape(node.table)
    return (node.range_checked and node.unused_index and node.access in ("ALL", "index")
            and re.search(rf"\b{table}\.\w+ ?= ?(?!{table}\b)\w+\.\w+|\b(?!{table}\b)\w+\.\w+ ?= ?{table}\.\w+", text) is not None
            and re.search(r"\bor\b", text) is None)


def is_of_another_type(digest: Digest, node: PlanNode, seen: Observation) -> bool:
    """A column with an index is compared with a single value, or with two ends, and few rows match, but the index isn't used: the server
    converts the column of each row, for example from a text to a number (MySQL manual, Type Conversion in Expression Evaluation)."""
    if not node.unused_index or node.access != "ALL" or not ONE_COMPARISON.fullmatch(node.extra.strip().lower()):
        return False
    return leaves_few(digest, node, seen)
