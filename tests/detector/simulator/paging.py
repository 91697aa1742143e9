"""Ways to show one page of a long list."""

from __future__ import annotations

from recorded import Asked, join, plan
from recorded import table as table_of

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


@mistake("pagination", stored=True, claims=CLAIMS)
def cut_outside_of_a_derived_table(draw: Draw) -> Feature:
    """An index has the order, but the rows that a join repeats have to be left out first."""
    table, items, each, shown = draw.table(), draw.table(), draw.number(4_000, 30_000), draw.number(10, 50)
    joined = f"from {table} t left join {items} i on i.owner_id = t.id"
    text = draw.one((f"select distinct d.id from (select distinct t.id, t.year {joined} order by t.year) d limit ?",
                     f"select distinct id, min(n) as first from (select t.id as id, row_number() over (order by t.year) as n {joined}) d group by id order by first limit ?",
                     f"select q.id from (select t.id, row_number() over (order by t.year, t.id) as n {joined}) q where q.n between ? and ?"))

    def add(asked: Asked, made: Made) -> None:
        read = each * asked.stored
        inner = {"node": "materialized", "children": [join(table_of("t", "index", read // 3, "using index"), table_of("i", "ref", 2))]}
        made.query(text, rows=shown, examined=read, scans=True, plan={"node": "table", "table": "<derived2>", "access": "ALL", "rows": read, "children": [inner]})
        made.query(f"select id, title, year from {table} where id in (...) order by year", rows=shown)
        made.show(shown if draw.setting.countable else 0)

    return Feature(f"{shown} of {each:,} rows of a derived table", add)


@mistake("pagination", beside=("database-index",), stored=True, claims=CLAIMS)
def cut_after_a_grouping(draw: Draw) -> Feature:
    """The rows of a join are made one for each key again before a few are taken. Most of them meet the condition, if there is one."""
    table, items, column, each, shown = draw.table(), draw.table(), draw.column(), draw.number(4_000, 30_000), draw.number(10, 50)
    where = draw.one(("", f" where i.{column} = ?"))
    page = f"select t.id, t.year from {table} t left join {items} i on i.owner_id = t.id{where} group by t.id, t.year order by t.year limit ?"
    text = draw.one((page, f"select q.id, q.year, i.{column} from ({page}) q left join {items} i on i.owner_id = q.id{where} order by q.year"))

    def add(asked: Asked, made: Made) -> None:
        read = each * asked.stored
        inner = {"node": "filesort", "extra": "by t.year", "children": [join(table_of("t", "ALL", read // 5), table_of("i", "ref", 4, where.strip()))]}
        made.query(text, rows=shown, examined=read, scans=True, plan={"node": "temporary table", "children": [inner]})
        made.show(shown if draw.setting.countable else 0)

    return Feature(f"{shown} of {each:,} rows of a join that is grouped{where}", add)


@innocent(stored=True, claims=CLAIMS)
def keys_chosen_first(draw: Draw) -> Feature:
    table, items, shown = draw.table(), draw.table(), draw.number(10, 50)
    text = f"select d.id, i.title from (select t.id from {table} t order by t.year, t.id limit ?) d left join {items} i on i.owner_id = d.id"

    def add(asked: Asked, made: Made) -> None:
        made.query(text, rows=shown, examined=2 * shown, plan=join(table_of("<derived2>", "ALL", shown), table_of("i", "ref", 1)))
        made.show(shown if draw.setting.countable else 0)

    return Feature(f"{shown} keys chosen before a join", add)


@innocent(pages=True, claims=CLAIMS)
def by_the_last_key(draw: Draw) -> Feature:
    table, shown = draw.table(), draw.number(20, 200)

    def add(asked: Asked, made: Made) -> None:
        where = " where (year, id) > (?, ?)" if asked.page > 1 else ""
        _list(draw, made, asked, f"select id, title, year from {table}{where} order by year, id limit ?", shown, shown + 1, shown + 1)

    return Feature(f"{shown} a page after the last key", add)
