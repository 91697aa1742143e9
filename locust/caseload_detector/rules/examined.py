"""Rows that the database examines to find, sort or count few of them."""

from __future__ import annotations

import math
import re
from typing import Any

from ..dossier import Dossier, Ladder
from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series
from ..plans import PlanNode, plan_nodes, plan_sorts
from ..query_text import COMPUTES, is_limited, is_random, limited_after_grouping, makes_all_rows, plain
from . import Outcome, Rule, Undecided
from .benefit import MIN_QUERIES, MIN_ROWS_EXAMINED
from .needs import EXAMINED, ROWS, STORED
from .sent import in_proportion, rows_sent

EXAMINED_PER_SENT = 10.0
LARGE_PART = 0.2  # of the rows examined


def unindexed(dossier: Dossier) -> list[Outcome]:
    """Rows examined grow with the stored rows and rows sent don't, because a query filters, sorts or counts without an index."""
    ladder = dossier.dataset_ladder()
    if ladder is None:
        return []
    examined, sent = ladder.count(KEYS.rows_examined), ladder.of(rows_sent)
    if examined is None or sent is None or examined.rise < max(MIN_ROWS_EXAMINED, EXAMINED_PER_SENT * sent.rise):
        return []
    seen = ladder.steps[-1].seen
    growing, part_of = _reading_more(ladder, examined), examined.rise
    if not growing and in_proportion(examined):
        growing, part_of = _scanning(seen), examined.values[-1]  # the plans say nothing of growth
    why = {digest.text: reason for digest in growing if (reason := _why_examined(digest, seen, part_of))}
    unknown = [digest for digest in growing if digest.plan is None and digest.scans]
    if why and len(unknown) > 1:
        why = {}  # it may be any of them
    findings: list[Outcome] = []
    for reason in sorted(set(why.values())):
        labels = frozenset(reason.split("|"))
        findings.append(
            Finding(
                labels=labels,
                rule="",
                summary=f"rows examined grow from {examined.values[0]:,.0f} to {examined.values[-1]:,.0f} with the stored rows, "
                f"while rows sent go from {sent.values[0]:,.0f} to {sent.values[-1]:,.0f}: {EXPLAINED[reason]}",
                evidence=(KEYS.rows_examined, KEYS.rows, "plans", *sorted(text for text, given in why.items() if given == reason)),
                growth=Growth(KEYS.rows_examined, ladder.knob, examined),
                deciding_signal="" if len(labels) == 1 else "the indexes of the table",
            )
        )
    elsewhere = [digest for digest in growing if digest.text not in why and (large := _large(digest, part_of)) and not digest.computes
                 and _sorted_by_another_table(digest.plan, max(large, key=lambda each: each.rows))]
    if elsewhere:
        undecided = frozenset({"database-index", "filesort"}) - _labels_of(why)
        findings.append(Undecided(undecided, "a join begins at a table other than the one whose column orders it, and all its rows are sorted", "whether an index has that order"))
    narrowed = [digest for digest in growing if digest.text not in why and not digest.computes and is_limited(digest.text)
                and any(node.access == "range" and node.sorted for node in _large(digest, part_of))]
    if narrowed and "filesort" not in _labels_of(why):
        findings.append(Undecided(frozenset({"filesort"}), "an index finds a range of rows, and all of them are sorted to return a few",
                                  "whether the range holds most of the table, so that an index in the order shown would read less"))
    # An index may find the rows in another order than the one shown, so a query that does not scan is no exception.
    unexplained = [digest.text for digest in seen.reads() if digest.plan is None and not digest.computes]
    if unexplained or not seen.reads():
        undecided = frozenset(LABELS) - _labels_of(why)
        findings.append(Undecided(undecided, f"rows examined grow with {ladder.knob}, and rows sent do not", "the plan of each query"))
    return findings


def _labels_of(why: dict[str, str]) -> set[str]:
    return {label for reason in why.values() for label in reason.split("|")}


IN_TWO_DIRECTIONS = "database-index|filesort"
EXPLAINED = {
    "database-index": "no index serves the filter or the order",
    "leading-wildcard": "a pattern that begins with a wildcard can't use an index",
    "non-sargable": "the column is inside a function or compared with another type, so that its index can't be used",
    "filesort": "an index finds the rows, but not in the order shown, so all of them are read and sorted",
    IN_TWO_DIRECTIONS: "they are sorted in two directions, ascending and descending, which an index in one direction can't deliver",
    "random-order": "all rows are put in a random order to take a few",
    "exact-count": "all rows are counted to label a list",
}
LABELS = tuple(reason for reason in EXPLAINED if reason != IN_TWO_DIRECTIONS)
# An expression around a column, compared with something: to_days(o.placed_at) = ..., lower(t1.email) like ...
COLUMN = r"\b\w+\.`?\w+`?"
INSIDE = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"  # with parentheses nested twice
COMPARED = r"\s*(=|<|>|!=|\blike\b|\bbetween\b|\bin\b|\bis\b)"
AROUND_A_COLUMN = re.compile(
    rf"\b(?!in\b|and\b|or\b|not\b|where\b|cache\b)[a-z_]+\s*\({INSIDE}(?:{COLUMN}|[a-z_]+\s*\([^()]*{COLUMN}[^()]*\)){INSIDE}\){COMPARED}"
    rf"|{COLUMN}\s*[-+*/%]\s*[^=<>()]+?(=|<|>)|\d\s*[-+*/%]\s*{COLUMN}{COMPARED}",
    re.IGNORECASE,
)
# Also a pattern that the query puts together: like concat('%', ?, '%'), which a plan shows as <cache>(concat('%',...
BEGINS_WITH_WILDCARD = re.compile(r"\blike (?:<cache>)?(?:\(|concat\()*'[%_]")
# A text is looked for inside a column: instr(lower(t1.title), ?) > 0, as like '%...%' does.
LOOKS_INSIDE = re.compile(r"\b(?:locate|instr|position|strpos|charindex) ?\(")
FOUND_ROWS = re.compile(r"^\(*select (\w+ )*sql_calc_found_rows\b")
CONSTANT = r"(?:[^ ']+|'[^']*'|\?)"
ONE_COMPARISON = re.compile(rf"where `?[\w.`]+ (= {CONSTANT}|between {CONSTANT} and {CONSTANT})")
RANGE = re.compile(r"<(?!cache>)|>(?<!cache>)|\blike\b|\bbetween\b|\bin\s*\(|\bor\b|\bnull\b", re.IGNORECASE)
# The count of all rows, in each row of a list.
COUNT_BESIDE_ROWS = re.compile(r"\bcount ?\( ?(\*|\?) ?\) over ?\( ?\)")
ONE_COUNT = r"count ?\( ?(?:(?:distinct )?(?:\*|\?|[\w.]+)|distinct ?\( ?[\w.]+ ?\)) ?\)(?: (?:as )?\w+)?"
BARE_COUNT = re.compile(rf"(?P<before>^|\() ?select (?:sql_\w+ )*{ONE_COUNT}(?:, ?{ONE_COUNT})* from (?P<source>[^()]*)")


def _reading_more(ladder: Ladder, examined: Series) -> list[Digest]:
    """The reads whose plans show that they examine more rows at the end of the ladder, and a good part of the growth. What else
    the page examines at each step, however much, does not matter."""
    first = {digest.text: plan_nodes(digest.plan) for digest in ladder.steps[0].seen.reads() if digest.plan is not None}
    factor = math.sqrt(ladder.steps[-1].size / ladder.steps[0].size)
    growing = [
        digest for digest in ladder.steps[-1].seen.reads()
        if digest.text in first and _reads_more(first[digest.text], plan_nodes(digest.plan), factor) and _large(digest, examined.rise)
    ]
    if growing or not in_proportion(examined):
        return growing
    return [digest for digest in ladder.steps[-1].seen.reads() if _filters_until_full(digest)]


def _filters_until_full(digest: Digest) -> bool:
    """It reads rows until enough of them meet a condition. How many that takes is unknown to the plan, which shows the limit."""
    nodes = plan_nodes(digest.plan)
    return len(nodes) == 1 and is_limited(digest.text) and nodes[0].access in ("ALL", "index") and nodes[0].filters


def _scanning(seen: Observation) -> list[Digest]:
    """Those with a plan, and those of which it is only known that they scan; but one that returns all it reads is no search."""
    return [
        digest for digest in seen.reads()
        if digest.plan is not None or digest.scans is False or digest.filters or digest.computes or is_limited(digest.text)
    ]


def _reads_more(few_stored: list[PlanNode], many_stored: list[PlanNode], factor: float) -> bool:
    """Of one of its tables, or of the largest, if the plan reads others than before."""
    before = {node.table: node.rows for node in few_stored}
    most = max(before.values(), default=0)
    return any(node.rows >= max(MIN_ROWS_EXAMINED, factor * (before.get(node.table) or most)) > 0 for node in many_stored)


def _why_examined(digest: Digest, seen: Observation, examined: float) -> str | None:
    if digest.rows_examined is not None and digest.rows_examined / max(digest.times, 1) < LARGE_PART * examined:
        return None
    large = _large(digest, examined)
    if not large and (digest.plan is not None or digest.scans is False):
        return None
    if counts_only(digest.text, seen):
        return "exact-count"
    if digest.computes:
        return None
    if is_random(plain(digest.text)):
        return "random-order"
    if digest.plan is None:
        return "database-index" if digest.scans and not _is_late(digest.text) else None
    # A join may start at another table, because the condition can't be used to find rows.
    conditions = " ".join(node.extra.lower() for node in plan_nodes(digest.plan))
    if BEGINS_WITH_WILDCARD.search(conditions) or LOOKS_INSIDE.search(conditions):
        return "leading-wildcard"
    if AROUND_A_COLUMN.search(conditions):
        return "non-sargable"
    if FOUND_ROWS.search(plain(digest.text)):
        return "exact-count"  # it goes on to the last row, for a total
    if any(joins_another_type(node, digest) for node in large):
        return "non-sargable"
    if any(node.joined_by_scan and re.search(rf"\b{re.escape(node.table)}\.`?\w+`? = \w+\.|\w = {re.escape(node.table)}\.", node.extra) for node in large):
        return "database-index"  # the join compares its rows with all of the table's
    node = max(large, key=lambda each: each.rows)
    if _is_filtered_at_the_end(digest, node, seen):
        return "database-index"
    if _sorted_by_another_table(digest.plan, node) or _is_late(digest.text):
        return None
    if _is_of_another_type(digest, node, seen):
        return "non-sargable"
    if node.access in ("ALL", "index") and node.sorted and not node.filters and _sorts_in_two_directions(digest.text):
        return IN_TWO_DIRECTIONS
    if node.access in ("ALL", "index"):
        return "database-index" if node.filters or node.sorted else None
    # After a range, no index could give another order. The server may call equality a range too.
    filters = " ".join(re.findall(r"\bwhere\b(.*?)(?=\border by\b|\bgroup by\b|$)", plain(digest.text)))
    equal = node.access == "ref" or (node.access == "range" and not RANGE.search(f"{node.extra} {filters}"))
    return "filesort" if node.sorted and equal else None


def _is_late(text: str) -> bool:
    """Its limit comes after all rows are made, for which late_limit.py has a rule."""
    return makes_all_rows(text) or limited_after_grouping(text) is not None


def joins_another_type(node: PlanNode, digest: Digest) -> bool:
    """A join compares an indexed column with a column of a table before it, and the index can't be used for a lookup: the types or
    collations differ, so the server only checks for each row whether a range would do, and reads the whole table if not (MySQL manual,
    EXPLAIN Extra Information, "Range checked for each record")."""
    text = plain(digest.text)
    table = re.escape(node.table)
    return (node.range_checked and node.unused_index and node.access in ("ALL", "index")
            and re.search(rf"\b{table}\.\w+ ?= ?(?!{table}\b)\w+\.\w+|\b(?!{table}\b)\w+\.\w+ ?= ?{table}\.\w+", text) is not None
            and re.search(r"\bor\b", text) is None)


def _is_of_another_type(digest: Digest, node: PlanNode, seen: Observation) -> bool:
    """A column with an index is compared with a single value, or with two ends, and few rows match, but the index isn't used: the server
    converts the column of each row, for example from a text to a number (MySQL manual, Type Conversion in Expression Evaluation)."""
    if not node.unused_index or node.access != "ALL" or not ONE_COMPARISON.fullmatch(node.extra.strip().lower()):
        return False
    rows = digest.rows if digest.rows is not None else seen.count(KEYS.rows)
    return not is_limited(digest.text) and rows is not None and EXAMINED_PER_SENT * rows <= node.rows


def _is_filtered_at_the_end(digest: Digest, first: PlanNode, seen: Observation) -> bool:
    """A join reads a whole table without a condition, and few rows remain, because of a condition with constants on another table, whose
    rows are looked up by the join's key. With an index for the condition, the server would begin there."""
    rows = digest.rows if digest.rows is not None else seen.count(KEYS.rows)
    if first.filters or first.access not in ("ALL", "index") or is_limited(digest.text) or rows is None or EXAMINED_PER_SENT * rows > first.rows:
        return False
    return any(node.table != first.table and node.access in ("ref", "eq_ref") and _has_constants_only(node) for node in plan_nodes(digest.plan))


def _has_constants_only(node: PlanNode) -> bool:
    """Each of its conditions compares one column of the table with a constant. The inner table of an outer join does not count: the
    server can't begin there."""
    _, found, condition = node.extra.lower().rpartition("where ")
    if not found or re.search(r"\bor\b|\bis null\b|\btrigcond\b", condition):
        return False
    parts = re.sub(r"(\bbetween \S+) and ", r"\1 to ", condition).split(" and ")
    return all(re.findall(r"\b([a-z_]\w*)\.`?[a-z_]", part) == [node.table.lower()] for part in parts)


def _sorts_in_two_directions(text: str) -> bool:
    return any(
        len({key.rstrip().endswith(" desc") for key in keys.split(",")}) > 1 for keys in re.findall(r"\border by ([^()]*?)(?=\blimit\b|\)|$)", plain(text))
    )


def _sorted_by_another_table(plan: Any, largest: PlanNode) -> bool:
    """A join begins at one table, without a filter, and its rows are sorted by a column of another, which may well have an index: the
    server prefers to begin elsewhere."""
    if largest.filters:
        return False
    return any(
        len(tables) > 1 and ordered and not tables[0].startswith("<") and tables[0] not in ordered
        for ordered, tables in plan_sorts(plan)
    )


def _large(digest: Digest, examined: float) -> list[PlanNode]:
    """The tables of which the plan reads a good part of all rows examined. Where the rows that the query examined were counted, a
    plan that estimates fewer still shows which of its tables is the largest."""
    nodes = plan_nodes(digest.plan)
    if _filters_until_full(digest):
        return nodes
    if digest.rows_examined is not None and nodes and digest.rows_examined / max(digest.times, 1) >= LARGE_PART * examined:
        examined = min(examined, max(node.rows_in_all for node in nodes))
    return [node for node in nodes if node.rows_in_all >= LARGE_PART * examined]


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
        if is_subquery or (seen.items or 0) > 1 or any((other.rows or 0) > 1 for other in seen.reads()):
            return True
    return False


RULES = (
    Rule("unindexed", LABELS, (KEYS.rows_examined, KEYS.rows, "digests", "plans", "ladder over stored rows"),
         "MariaDB manual, log_queries_not_using_indexes and Rows_examined of the slow query log", unindexed,
         needs=(STORED, EXAMINED, ROWS)),
)
