"""Counts of all rows whose value labels a list, by their text."""

from __future__ import annotations

import re

from ..evidence import Observation
from ..query_text import COMPUTES, plain
from .benefit import MIN_QUERIES

FOUND_ROWS = re.compile(r"^\(*select (\w+ )*sql_calc_found_rows\b")
# The count of all rows, in each row of a list.
COUNT_BESIDE_ROWS = re.compile(r"\bcount ?\( ?(\*|\?) ?\) over ?\( ?\)")
# Also count(*)::int, cast(count(*) as integer) and coalesce(count(*), ?), as mappers write it.
COUNT = r"count(?:_big)? ?\( ?(?:(?:distinct )?(?:\*|\?|[\w.]+)|distinct ?\( ?[\w.]+ ?\)) ?\)"
ONE_COUNT = rf"(?:(?:cast|coalesce) ?\( ?)?{COUNT}(?:::\w+)?(?:(?: as \w+|, ?\?) ?\))?(?: (?:as )?[\w$]+)?"
TABLES = re.compile(r"\b(?:from|join) (?!lateral\b)\(*(?!select\b)(?:\w+\.)*(\w+)")
BARE_COUNT = re.compile(rf"(?P<before>^|\(|\) ) ?select (?:sql_\w+ )*{ONE_COUNT}(?:, ?{ONE_COUNT})* from (?P<source>[^()]*)")


def counts_only(text: str, seen: Observation) -> bool:
    """A bare COUNT whose value labels a list: alone beside a list, over all rows beside each, or as a subquery that does not depend on
    the row. One that runs again and again is about the entries."""
    if any(digest.text == text and digest.times >= MIN_QUERIES for digest in seen.reads()):
        return False
    beside_rows, counts = COUNT_BESIDE_ROWS.subn("", plain(text))
    if counts and not COMPUTES.search(beside_rows):
        return True  # and nothing else is computed, such as a share of the whole
    for match in BARE_COUNT.finditer(plain(text)):
        source, is_subquery = match["source"], match["before"] == "("
        if "group by" in source:
            continue
        depends_on_row = is_subquery and re.search(r"\bwhere\b.*= ?\w+\.\w+", source)
        if depends_on_row:
            continue
        if is_subquery or _is_beside_its_list(text, seen):
            return True
    return False


def _is_beside_its_list(text: str, seen: Observation) -> bool:
    """The page has a list of what is counted. A number of other things, such as the unread messages at the top of each page, labels none."""
    shows_a_list = (seen.items or 0) > 1
    lists = [other.text for other in seen.reads() if not BARE_COUNT.match(plain(other.text)) and (shows_a_list if other.rows is None else other.rows > 1)]
    counted = set(TABLES.findall(plain(text)))
    return any(counted.intersection(TABLES.findall(plain(of_list))) for of_list in lists) if lists else shows_a_list
