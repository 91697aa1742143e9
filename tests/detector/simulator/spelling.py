"""How servers, drivers and frameworks spell the same query.

Features write `select a, b from t where x = ?`, with `in (#7)` for a list of seven parameters and `values (#7)` for seven rows.
"""

from __future__ import annotations

import random
import re
from typing import Callable

WORDS = re.compile(r"\b(select|distinct|from|where|join|on|and|or|order by|group by|limit|offset|as|in|like|insert into|replace into|values|update|set|count|sum|min|max|avg|desc|is null|having|"
                   r"between|exists|left join)\b")
TABLE = re.compile(r"\b(from|join|into|update)\s+(?!\()(\w+)")
LONGEST_WRITTEN_OUT = 300  # a longer list is abbreviated by every source

Spell = Callable[[str], str]


def _marks(form: str, number: int) -> str:
    return ", ".join(form.format(index + 1) for index in range(number))


def draw_spelling(chance: random.Random, arrays: bool) -> Spell:
    """`arrays`: the source does not count parameters, so a list of keys may be one array."""
    as_array = arrays and chance.random() < 0.3
    form = chance.choice(("?", "?", "?", "${}", "%s", ":p{}"))
    quote = chance.choice(("", "", "`", '"'))
    schema = chance.choice(("", "", "", "shop", "public"))
    upper = chance.random() < 0.4
    comment = chance.choice(("", "", "", "/* app:shop,action:index */ {}", "{} /*traceparent='00-4bf9'*/", "{} -- from views.py:12"))
    written_out = chance.random() < 0.3
    row_lists = chance.choice(("(...)", "(...) /* , ... */"))
    distinct_row = chance.random() < 0.5

    def spell(text: str) -> str:
        def values(match: re.Match[str]) -> str:
            number = int(match[1])
            return f"values {', '.join(['(?, ?)'] * number)}" if written_out and number <= 20 else f"values {row_lists if number > 1 else '(...)'}"

        def listed(match: re.Match[str]) -> str:
            number = int(match[1])
            if as_array:
                return "= any(?)"
            return f"in ({_marks('?', number)})" if written_out and number <= LONGEST_WRITTEN_OUT else "in (...)"

        text = re.sub(r"values \(#(\d+)\)", values, text)
        text = re.sub(r"in \(#(\d+)\)", listed, text)
        if distinct_row:
            text = text.replace("select distinct ", "select distinctrow ")
        if quote or schema:
            prefix = f"{quote}{schema}{quote}." if schema else ""
            text = TABLE.sub(lambda match: f"{match[1]} {prefix}{quote}{match[2]}{quote}", text)
        if upper:
            text = WORDS.sub(lambda match: match[0].upper(), text)
        numbers = iter(range(1, 100_000))
        text = re.sub(r"\?", lambda _: form.format(next(numbers)), text)
        return comment.format(text) if comment else text

    return spell
