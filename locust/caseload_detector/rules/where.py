"""The conditions of a query, by its text, and what keeps an index from serving each of them."""

from __future__ import annotations

import re

# A sign that is a part of another operator, such as @> or ->>, compares nothing.
COMPARED = re.compile(r" ?(?:(?<![-@<>=!~#|&%])(<=|>=|<>|!=|=|<|>)(?![-<>@=~&|])|\b(?:not )?(?:i?like|in|between)\b|\bis\b) ?")
# A text is looked for inside a column: instr(lower(t1.title), ?) > 0, as like '%...%' does.
LOOKS_INSIDE = re.compile(r"\b(?:locate|instr|position|strpos|charindex|regexp_like|regexp_instr) ?\(")
# A pattern that may be found anywhere in a column: title regexp ?, title ~* ?
MATCHES = re.compile(r"\b(?:regexp|rlike|similar to)\b|(?<![~<>@|])!?~\*?(?![~=<>*])")
# A column that holds several values, one of which is looked for.
LOOKS_AMONG = re.compile(r"\b(?:find_in_set|json_contains(?:_path)?|json_search|json_overlaps) ?\(")
LIKE = re.compile(r"\bi?like\b")
WHERE = re.compile(r"\bwhere ")
AFTER_WHERE = re.compile(r" (group by|having|order by|limit|offset|fetch|for update|for share|union|window)\b")
OF_CONSTANTS = re.compile(r"\? ?= ?\?")  # 1 = 1, to which a framework adds its conditions
COLUMN = re.compile(r"(?:[a-z_]\w*\.)*[a-z_]\w*")
NO_COLUMN = frozenset(
    "select from where and or not in like ilike between is null true false as case when then else end interval cast at time zone binary collate escape "
    "year quarter month week day hour minute second date timestamp integer int text numeric decimal char signed unsigned "
    "current_date current_time current_timestamp localtime localtimestamp".split()
)


def conditions_of(text: str) -> list[str]:
    """Those of the outermost WHERE, however they are combined."""
    shown = outermost(text)
    where = WHERE.search(shown)
    if not where:
        return []
    after = AFTER_WHERE.search(shown, where.end())
    every = split(text[where.end() : after.start() if after else len(text)])
    return [condition for condition in every if not OF_CONSTANTS.fullmatch(condition)]


def split(conditions: str) -> list[str]:
    conditions = _without_parentheses(conditions.strip())
    shown = re.sub(r"(\bbetween \S+) and ", r"\1 &&& ", outermost(conditions))
    places = [match.span() for match in re.finditer(r" (?:and|or) ", shown)]
    if not places:
        return [conditions]
    starts, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(conditions)]
    return [part for start, end in zip(starts, ends) for part in split(conditions[start:end])]


def _without_parentheses(text: str) -> str:
    """Without those around the whole of it."""
    while text.startswith("(") and text.endswith(")") and not outermost(text)[1:-1].strip("_"):
        text = text[1:-1].strip()
    return text


def outermost(text: str) -> str:
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
    if LOOKS_INSIDE.match(condition) or MATCHES.search(outermost(condition)):
        return {"leading-wildcard"}
    if LOOKS_AMONG.match(condition):
        return {"non-sargable"}
    compared = COMPARED.search(outermost(condition))
    if not compared:
        return {""}
    left, right = condition[: compared.start()], condition[compared.end() :]
    pattern = {"leading-wildcard"} if LIKE.search(compared[0]) and wildcard_first is not False else set()
    if pattern and wildcard_first:
        return pattern  # also an index on the expression would be of no use
    if _is_expression(left) and not columns(right) or _is_expression(right) and not columns(left):
        return {"non-sargable"} | pattern
    return pattern or {""}


def _is_expression(side: str) -> bool:
    """A column inside a function, a cast or a calculation, and not a column by itself or a row of columns."""
    if "select " in side or not columns(side):
        return False
    return any(not COLUMN.fullmatch(part.strip()) for part in _without_parentheses(side.strip()).split(","))


def columns(side: str) -> list[str]:
    side = re.sub(r"::\w+", "", side)
    names = [match for match in COLUMN.finditer(side) if not side[match.end() :].lstrip().startswith("(")]
    return [match[0] for match in names if match[0] not in NO_COLUMN and side[: match.start()][-1:] not in ("'", ":", "?")]
