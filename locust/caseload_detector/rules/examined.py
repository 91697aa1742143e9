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
from ..plans import PlanNode, plan_nodes, plan_sorts, scanned_for_each_row
from ..query_text import finds_rows, is_limited, is_random, limited_after_grouping, plain, takes_an_end
from . import Outcome, Rule, Undecided
from .benefit import MIN_ROWS_EXAMINED
from .counts import FOUND_ROWS, counts_only
from .late_limit import late_labels
from .needs import EXAMINED, ROWS, STORED
from .other_types import EXAMINED_PER_SENT, is_of_another_type, joins_another_type, leaves_few
from .sent import in_proportion, rows_sent
from .where import LOOKS_AMONG, LOOKS_INSIDE, MATCHES, conditions_of, kinds_of

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
                deciding_signal="" if len(labels) == 1 else DECIDED_BY[reason],
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
    if "database-index" not in _labels_of(why) and any(
            digest.text not in why and not digest.computes and any(node.access == "range" and _lacks_a_column(digest, node, seen) for node in _large(digest, part_of)) for digest in growing):
        findings.append(Undecided(frozenset({"database-index"}), "an index finds a range of rows, of which few meet all conditions", "which columns the index has"))
    if not growing and all(digest.plan is not None for digest in seen.reads()) and any(finds_rows(digest.text) and digest.rows_examined is None for digest in seen.writes()):
        findings.append(Undecided(frozenset({"database-index", "non-sargable"}), f"rows examined grow with {ladder.knob}, and no plan of a read shows it", "the rows that each write examines"))
    # An index may find the rows in another order than the one shown, so a query that does not scan is no exception.
    unexplained = [digest.text for digest in seen.reads() if digest.plan is None and (not digest.computes or _needs_few(digest))]
    if unexplained or not seen.reads():
        undecided = frozenset(LABELS) - _labels_of(why)
        findings.append(Undecided(undecided, f"rows examined grow with {ladder.knob}, and rows sent do not", "the plan of each query"))
    return findings


def _labels_of(why: dict[str, str]) -> set[str]:
    return {label for reason in why.values() for label in reason.split("|")}


IN_TWO_DIRECTIONS = "database-index|filesort"
SORTED_AFTER_A_FUNCTION = "filesort|non-sargable"
BY_AN_UNKNOWN_PATTERN = "database-index|leading-wildcard"
BESIDE_A_FUNCTION = "database-index|non-sargable"
EXPLAINED = {
    "database-index": "no index serves the filter or the order",
    "leading-wildcard": "a pattern that begins with a wildcard can't use an index",
    "non-sargable": "the column is inside a function or compared with another type, so that its index can't be used",
    "filesort": "an index finds the rows, but not in the order shown, so all of them are read and sorted",
    IN_TWO_DIRECTIONS: "they are sorted in two directions, ascending and descending, which an index in one direction can't deliver",
    SORTED_AFTER_A_FUNCTION: "an index finds rows, of which a condition with a column inside a function leaves some, and all that it leaves are sorted to take a few",
    BY_AN_UNKNOWN_PATTERN: "no index serves a pattern",
    BESIDE_A_FUNCTION: "no index serves the filter, one of whose columns is inside a function",
    "random-order": "all rows are put in a random order to take a few",
    "exact-count": "all rows are counted to label a list",
}
DECIDED_BY = {
    IN_TWO_DIRECTIONS: "the indexes of the table",
    SORTED_AFTER_A_FUNCTION: "how many rows meet the condition",
    BY_AN_UNKNOWN_PATTERN: "whether the pattern begins with a wildcard",
    BESIDE_A_FUNCTION: "the plan of the query",
}
LABELS = tuple(reason for reason in EXPLAINED if reason not in DECIDED_BY)
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
MAKES_SEVERAL = re.compile(r"\bgroup by\b|\bover ?\(|\bselect distinct\b|\bunion\b|\bjoin\b")
OF_A_KEY = re.compile(r"(?:\w+\.)*\w+_id ?= ?\?")
OF_ROWS_ALIKE = re.compile(r"(?:\w+\.)*\w+ ?(?:= ?\?|is (?:not )?null)")
RANGE = re.compile(r"<(?!cache>)|>(?<!cache>)|\blike\b|\bbetween\b|\bin\s*\(|\bor\b|\bnull\b", re.IGNORECASE)


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
    if any(node.table in scanned_for_each_row(digest.plan) for node in large):
        return "database-index"  # whatever a subquery computes of the few rows that belong to each row
    if digest.computes:
        return "database-index" if (digest.plan is not None or digest.scans) and _needs_few(digest) else None
    if is_random(plain(digest.text)):
        return "random-order"
    if digest.plan is None:
        return _by_text(digest) if digest.scans and not _is_late(digest) else None
    # A join may start at another table, because the condition can't be used to find rows.
    conditions = " ".join(node.extra.lower() for node in plan_nodes(digest.plan))
    if BEGINS_WITH_WILDCARD.search(conditions) or LOOKS_INSIDE.search(conditions) or MATCHES.search(conditions):
        return "leading-wildcard"
    if AROUND_A_COLUMN.search(conditions) or LOOKS_AMONG.search(conditions):
        first = max(large, key=lambda each: each.rows)
        return SORTED_AFTER_A_FUNCTION if first.access == "ref" and first.sorted and is_limited(digest.text) else "non-sargable"
    if FOUND_ROWS.search(plain(digest.text)):
        return "exact-count"  # it goes on to the last row, for a total
    if any(joins_another_type(node, digest) for node in large):
        return "non-sargable"
    if any(node.joined_by_scan and re.search(rf"\b{re.escape(node.table)}\.`?\w+`? = \w+\.|\w = {re.escape(node.table)}\.", node.extra) for node in large):
        return "database-index"  # the join compares its rows with all of the table's
    node = max(large, key=lambda each: each.rows)
    if _is_filtered_at_the_end(digest, node, seen):
        return "database-index"
    if _sorted_by_another_table(digest.plan, node) or _is_late(digest):
        return None
    if is_of_another_type(digest, node, seen):
        return "non-sargable"
    if node.access in ("ALL", "index") and node.sorted and not node.filters and _sorts_in_two_directions(digest.text):
        return IN_TWO_DIRECTIONS
    if node.access in ("ALL", "index"):
        return "database-index" if node.filters or node.sorted else None
    # After a range, no index could give another order. The server may call equality a range too.
    filters = " ".join(re.findall(r"\bwhere\b(.*?)(?=\border by\b|\bgroup by\b|$)", plain(digest.text)))
    equal = node.access == "ref" or (node.access == "range" and not RANGE.search(f"{node.extra} {filters}"))
    if equal and _lacks_a_column(digest, node, seen):
        return "database-index"
    return "filesort" if node.sorted and equal else None


def _needs_few(digest: Digest) -> bool:
    """It computes one value of few rows: the least or the greatest, or one of those that belong to a key, such as the number of a
    customer's orders, for which the whole table is read."""
    if takes_an_end(digest.text):
        return True
    nodes, text = plan_nodes(digest.plan), plain(digest.text)
    is_read_whole = [(node.access, node.unused_index) for node in nodes] == [("ALL", False)] if digest.plan is not None else digest.scans is not False
    if not is_read_whole or MAKES_SEVERAL.search(text):
        return False
    conditions = conditions_of(text)
    return any(OF_A_KEY.fullmatch(condition) for condition in conditions) and all(OF_ROWS_ALIKE.fullmatch(condition) for condition in conditions)


def _by_text(digest: Digest) -> str:
    """Without a plan, of a query that scans."""
    kinds = {kind for condition in conditions_of(plain(digest.text)) for kind in kinds_of(condition, digest.wildcard_first)}
    if kinds == {"leading-wildcard"} and LOOKS_INSIDE.search(plain(digest.text)):
        return "leading-wildcard"
    if "leading-wildcard" in kinds:
        return "leading-wildcard" if digest.wildcard_first else BY_AN_UNKNOWN_PATTERN
    return "non-sargable" if kinds == {"non-sargable"} else BESIDE_A_FUNCTION if "non-sargable" in kinds else "database-index"


def _is_late(digest: Digest) -> bool:
    """Its limit comes after all rows are made, for which late_limit.py has a rule."""
    return limited_after_grouping(digest.text) is not None or bool(late_labels(digest))


def _lacks_a_column(digest: Digest, node: PlanNode, seen: Observation) -> bool:
    """An index finds the rows of one key, such as a tenant's, and few of them meet the other conditions, which compare columns with
    constants: the index lacks those columns."""
    if not node.filters or not leaves_few(digest, node, seen):
        return False
    is_alone = len(plan_nodes(digest.plan)) == 1  # no row of it is one that an outer join has not found
    return _has_constants_only(node, nulls=is_alone)


def _is_filtered_at_the_end(digest: Digest, first: PlanNode, seen: Observation) -> bool:
    """A join reads a whole table without a condition, and few rows remain, because of a condition with constants on another table, whose
    rows are looked up by the join's key. With an index for the condition, the server would begin there."""
    if first.filters or first.access not in ("ALL", "index") or not leaves_few(digest, first, seen):
        return False
    return any(node.table != first.table and node.access in ("ref", "eq_ref") and _has_constants_only(node) for node in plan_nodes(digest.plan))


def _has_constants_only(node: PlanNode, nulls: bool = False) -> bool:
    """Each of its conditions compares one column of the table with a constant. The inner table of an outer join does not count: the
    server can't begin there. `nulls`: it may be compared with null, too."""
    _, found, condition = node.extra.lower().rpartition("where ")
    if not found or re.search(r"\bor\b|\btrigcond\b" if nulls else r"\bor\b|\bis null\b|\btrigcond\b", condition):
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


RULES = (
    Rule("unindexed", LABELS, (KEYS.rows_examined, KEYS.rows, "digests", "plans", "ladder over stored rows"),
         "MariaDB manual, log_queries_not_using_indexes and Rows_examined of the slow query log", unindexed,
         needs=(STORED, EXAMINED, ROWS)),
)
