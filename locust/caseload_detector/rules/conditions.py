"""What the text of a query says of why it reads much: its conditions and its order. Where there is a plan, that says more."""

from __future__ import annotations

import re

from ..evidence import Digest, Observation
from ..plans import PlanNode, plan_nodes, plan_sorts
from ..query_text import is_random, plain
from .examined import LARGE_PART, LOOKS_INSIDE, counts_only, joins_another_type

COMPARED = re.compile(r" ?(<=|>=|<>|!=|=|<|>|\b(?:not )?(?:i?like|in|between)\b|\bis\b) ?")
LIKE = re.compile(r"\bi?like\b")
WHERE = re.compile(r"\bwhere ")
AFTER_WHERE = re.compile(r" (group by|having|order by|limit|offset|fetch|for update|for share|union|window)\b")
ORDERED = re.compile(r"\border by\b")
COLUMN = re.compile(r"(?:[a-z_]\w*\.)*[a-z_]\w*")
NO_COLUMN = frozenset(
    "select from where and or not in like ilike between is null true false as case when then else end interval cast at time zone binary collate escape "
    "year quarter month week day hour minute second date timestamp integer int text numeric decimal char signed unsigned "
    "current_date current_time current_timestamp localtime localtimestamp".split()
)


def reasons(digest: Digest, seen: Observation) -> frozenset[str]:
    """The labels that fit a query which reads more as more rows are stored, without returning more; none if that is its work."""
    text = plain(digest.text)
    if counts_only(digest.text, seen):
        return frozenset({"exact-count"})
    if digest.computes:
        return frozenset()
    if is_random(text):
        return frozenset({"random-order"})
    conditions, is_ordered = conditions_of(text), ORDERED.search(_outermost(text)) is not None
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
        if labels := frozenset({"non-sargable"}) if joins_another_type(node, digest) else _of_table(node, in_order, digest.wildcard_first):
            reasons.append((node.rows, labels))
    most = max((rows for rows, _ in reasons), default=0)
    return frozenset().union(*(labels for rows, labels in reasons if rows >= LARGE_PART * most))


def _is_found_by_constants(node: PlanNode) -> bool:
    """An index finds its rows without a column of another table, so a join may as well begin with it: (t0.owner_id = $1)."""
    tables = set(re.findall(r"\b([A-Za-z_]\w*)\.[A-Za-z_]", node.extra))
    return node.access == "ref" and tables == {node.table}


def _of_table(node: PlanNode, in_order: bool, wildcard_first: bool | None) -> frozenset[str]:
    """`in_order`: the rows are sorted by a column of this table, and a join, if there is one, begins with it."""
    _, found, where = plain(node.extra).rpartition("where ")
    if node.access not in ("ALL", "index"):
        return frozenset({"filesort"}) if in_order and node.access == "ref" else frozenset()
    if not found:
        return frozenset({"database-index"}) if in_order else frozenset()
    conditions = _split(where.replace("~~*", "like").replace("~~", "like"))
    kinds = {kind for condition in conditions for kind in kinds_of(condition, wildcard_first)}
    if kinds == {"non-sargable"} or kinds == {"leading-wildcard"} and wildcard_first:
        return frozenset(kinds)
    return frozenset({"database-index"} | kinds - {""})


def conditions_of(text: str) -> list[str]:
    """Those of the outermost WHERE, however they are combined."""
    shown = _outermost(text)
    where = WHERE.search(shown)
    if not where:
        return []
    after = AFTER_WHERE.search(shown, where.end())
    return _split(text[where.end() : after.start() if after else len(text)])


def _split(conditions: str) -> list[str]:
    conditions = _without_parentheses(conditions.strip())
    shown = re.sub(r"(\bbetween \S+) and ", r"\1 &&& ", _outermost(conditions))
    places = [match.span() for match in re.finditer(r" (?:and|or) ", shown)]
    if not places:
        return [conditions]
    starts, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(conditions)]
    return [part for start, end in zip(starts, ends) for part in _split(conditions[start:end])]


def _without_parentheses(text: str) -> str:
    """Without those around the whole of it."""
    while text.startswith("(") and text.endswith(")") and not _outermost(text)[1:-1].strip("_"):
        text = text[1:-1].strip()
    return text


def _outermost(text: str) -> str:
    """With what is inside parentheses made blank, so that the places stay the same."""
    depth, shown = 0, []
    for letter in text:
        depth -= letter == ")"
        shown.append(letter if depth <= 0 else "_")
        depth += letter == "("
    return "".join(shown)


def kinds_of(condition: str, wildcard_first: bool | None) -> set[str]:
    """What keeps an index from serving it; "" for nothing that the text shows."""
    condition = condition.removeprefix("not ").strip()
    if LOOKS_INSIDE.match(condition):
        return {"leading-wildcard"}
    compared = COMPARED.search(_outermost(condition))
    if not compared:
        return {""}
    left, right = condition[: compared.start()], condition[compared.end() :]
    pattern = {"leading-wildcard"} if LIKE.search(compared[0]) and wildcard_first is not False else set()
    if pattern and wildcard_first:
        return pattern  # also an index on the expression would be of no use
    if _is_expression(left) and not _columns(right) or _is_expression(right) and not _columns(left):
        return {"non-sargable"} | pattern
    return pattern or {""}


def _is_expression(side: str) -> bool:
    """A column inside a function, a cast or a calculation, and not a column by itself or a row of columns."""
    if "select " in side or not _columns(side):
        return False
    return any(not COLUMN.fullmatch(part.strip()) for part in _without_parentheses(side.strip()).split(","))


def _columns(side: str) -> list[str]:
    side = re.sub(r"::\w+", "", side)
    names = [match for match in COLUMN.finditer(side) if not side[match.end() :].lstrip().startswith("(")]
    return [match[0] for match in names if match[0] not in NO_COLUMN and side[: match.start()][-1:] not in ("'", ":", "?")]
