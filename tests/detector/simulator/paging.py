"""Ways to show one page of a long list."""

from __future__ import annotations

from recorded import Asked, plan

from .levels import COUNTERS, DOCUMENTS, HEADER, STATEMENTS
from .making import NAMED, Feature, Made, innocent, mistake
from .setting import Draw

BY_ROWS_SENT = dict.fromkeys((DOCUMENTS, COUNTERS, STATEMENTS, HEADER), NAMED)
BY_ROWS_EXAMINED = dict.fromkeys((DOCUMENTS, COUNTERS), NAMED)
CLAIMS = "paging rows rows-stored examined memory bytes"


def _list(draw: Draw, made: Made, asked: Asked, text: str, shown: int, rows: int, examined: int) -> None:
    made.query(text, rows=rows, examined=examined, plan=plan("index", examined), result=str(asked.page))
    made.show(shown if draw.setting.countable else 0)
    made.varies(f"page {asked.page}")


@mistake("pagination", stored=True, pages=True, levels=BY_ROWS_SENT, claims=CLAIMS)
def sliced_in_code(draw: Draw) -> Feature:
    table, shown, base = draw.table(), draw.number(20, 100), draw.number(1_500, 10_000)

    def add(asked: Asked, made: Made) -> None:
        _list(draw, made, asked, f"select id, title, year from {table} order by year, id", shown, base * asked.stored, base * asked.stored)

    return Feature(f"{base:,} rows sliced to {shown} in code", add)


@mistake("pagination", pages=True, levels=BY_ROWS_EXAMINED, claims=CLAIMS)
def by_offset(draw: Draw) -> Feature:
    table, shown = draw.table(), draw.number(100, 200)

    def add(asked: Asked, made: Made) -> None:
        _list(draw, made, asked, f"select id, title, year from {table} order by year, id limit ? offset ?", shown, shown + 1, shown * asked.page + 1)

    return Feature(f"{shown} a page by offset", add)


@innocent(pages=True, claims=CLAIMS)
def by_the_last_key(draw: Draw) -> Feature:
    table, shown = draw.table(), draw.number(20, 200)

    def add(asked: Asked, made: Made) -> None:
        where = " where (year, id) > (?, ?)" if asked.page > 1 else ""
        _list(draw, made, asked, f"select id, title, year from {table}{where} order by year, id limit ?", shown, shown + 1, shown + 1)

    return Feature(f"{shown} a page after the last key", add)
