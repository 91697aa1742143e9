"""Rows that the database examines and does not send."""

from __future__ import annotations

from recorded import Asked, join, plan
from recorded import table as table_of

from .levels import COUNTERS, DOCUMENTS
from .making import NAMED, Feature, Levels, Made, innocent, mistake
from .setting import Draw

WITH_COUNTERS: Levels = {DOCUMENTS: NAMED, COUNTERS: NAMED}


def _scan(draw: Draw, text: str, access: str, extra: str, ordered: bool = True, rows: int | None = None, result: str = "") -> Feature:
    """Reads its part of all that is stored, and sends the same number of rows at each dataset."""
    each, sent = draw.number(4_000, 30_000), draw.number(1, 30) if rows is None else rows
    countable = draw.setting.countable

    def add(asked: Asked, made: Made) -> None:
        examined = each * asked.stored
        made.query(text, rows=sent, examined=examined, scans=access in ("ALL", "index"), plan=plan(access, examined, extra, ordered), result=result)
        made.show(sent if countable else 0)

    return Feature(f"{text} reads {each:,} rows", add)


@mistake("database-index", stored=True, levels=WITH_COUNTERS, claims="examined counters:scan")
def filter_without_index(draw: Draw) -> Feature:
    table, column = draw.table(), draw.column()
    condition = draw.one((f"{column} = ?", f"{column} > ?", f"t.{column} = ? and t.state = ?"))
    alias = " t" if condition.startswith("t.") else ""
    return _scan(draw, f"select id, name from {table}{alias} where {condition} limit ?", "ALL", f"where t1.{column} = 'x'")


@mistake("database-index", stored=True, levels=WITH_COUNTERS, claims="examined counters:scan")
def condition_at_the_end_of_a_join(draw: Draw) -> Feature:
    """The server begins at the other table, since no index finds the rows that meet the condition."""
    table, owner, column, each, sent = draw.table(), draw.table(), draw.column(), draw.number(4_000, 30_000), draw.number(1, 30)
    text = f"select t.id, o.name from {table} t inner join {owner} o on o.id = t.owner_id where t.{column} >= ? and t.{column} < ?"
    is_sorted = draw.happens(0.5)

    def add(asked: Asked, made: Made) -> None:
        tables = [table_of("o", "index", each * asked.stored, "using index"), table_of("t", "ref", 2, f"where t.{column} >= ? and t.{column} < ?")]
        found = {"node": "filesort", "extra": f"by t.{column}", "children": [{"node": "temporary table", "children": tables}]} if is_sorted else join(*tables)
        made.query(text + is_sorted * f" order by t.{column}", rows=sent, examined=3 * each * asked.stored, scans=True, plan=found)
        made.show(sent if draw.setting.countable else 0)

    return Feature(f"{text} begins at {each:,} rows of another table", add)


@mistake("database-index", stored=True, levels=WITH_COUNTERS, claims="examined counters:scan")
def order_without_index(draw: Draw) -> Feature:
    table, column = draw.table(), draw.column()
    return _scan(draw, f"select id, name from {table} order by {column} desc limit ?", "ALL", "", ordered=False)


@mistake("leading-wildcard", "database-index", stored=True, claims="examined counters:scan")
def pattern_in_the_middle(draw: Draw) -> Feature:
    table, column = draw.table(), draw.column()
    found = _scan(draw, f"select id, {column} from {table} where {column} like ? limit ?", "ALL", f"where t1.{column} like '%storm%'")
    return Feature(found.name, found.add, WITH_COUNTERS)


@mistake("non-sargable", "database-index", stored=True, claims="examined counters:scan")
def function_around_a_column(draw: Draw) -> Feature:
    table, column = draw.table(), draw.column()
    condition, extra = draw.one(((f"date({column}) = ?", f"where cast(t1.{column} as date) = '2026-01-02'"), (f"lower({column}) = ?", f"where lower(t1.{column}) = 'ann'"),
                                 (f"year({column}) = ?", f"where year(t1.{column}) = 2025")))
    found = _scan(draw, f"select id from {table} where {condition}", "ALL", extra)
    return Feature(found.name, found.add, WITH_COUNTERS)


@mistake("filesort", stored=True, claims="examined counters:scan")
def order_that_the_index_lacks(draw: Draw) -> Feature:
    table, owner = draw.table(), draw.table()
    return _scan(draw, f"select id, body from {table} where {owner}_id = ? order by created_at desc limit ?", "ref", "", ordered=False)


@mistake("random-order", stored=True, levels=WITH_COUNTERS, claims="examined counters:scan")
def random_rows(draw: Draw) -> Feature:
    table = draw.table()
    return _scan(draw, f"select id, title from {table} order by {draw.one(('rand()', 'RAND()', 'random()'))} limit ?", "ALL", "", ordered=False)


@mistake("exact-count", stored=True, levels=WITH_COUNTERS, claims="examined counters:scan")
def count_for_a_label(draw: Draw) -> Feature:
    table, column, each = draw.table(), draw.column(), draw.number(4_000, 30_000)
    text = draw.one((f"select count(*) from {table}", f"select count(*) as n from {table} where {column} = ?", f"select count(id) from {table}"))
    listed = draw.number(10, 50)

    def add(asked: Asked, made: Made) -> None:
        made.query(text, rows=1, examined=each * asked.stored, scans=True, plan=plan("index", each * asked.stored))
        made.query(f"select id, {column} from {table} order by id desc limit ?", rows=listed)
        made.show(listed if draw.setting.countable else 0)

    return Feature(f"a count of {each:,} rows for a list's label", add)


@mistake("covering-index", claims="counters:scan")
def column_that_the_index_lacks(draw: Draw) -> Feature:
    found, each = draw.number(600, 3_000), draw.number(2, 4)
    return _sums_by_index(draw, found, found * each + 3, "", f"{found:,} rows added up, each looked up in {each} pages")


# ---- innocent ---------------------------------------------------------------------------------------------


@innocent(claims="counters:scan")
def index_is_enough(draw: Draw) -> Feature:
    found = draw.number(600, 3_000)
    return _sums_by_index(draw, found, 3 + found // 100, "using where; using index", f"{found:,} rows added up from an index alone")


@innocent(claims="counters:scan")
def few_rows_looked_up(draw: Draw) -> Feature:
    found = draw.number(10, 200)
    return _sums_by_index(draw, found, 3 * found, "", f"{found} rows added up, each looked up")


def _sums_by_index(draw: Draw, found: int, pages: int, extra: str, name: str) -> Feature:
    table, owner, column, days = draw.table(), draw.table(), draw.column(), draw.number(3, 9)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select day, sum({column}) from {table} where {owner}_id = ? group by day", rows=days, examined=found, plan=plan("ref", found, extra), pages=pages)
        made.count("db-pages", pages)

    return Feature(name, add)



@innocent(claims="counters:scan")
def scan_of_a_small_table(draw: Draw) -> Feature:
    table, column, size = draw.table(), draw.column(), draw.number(5, 200)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, name from {table} where {column} = ?", rows=3, examined=size, scans=True, plan=plan("ALL", size, f"where t1.{column} = 'x'"))

    return Feature(f"a full scan of {size} rows", add)


@innocent(claims="")
def index_is_used(draw: Draw) -> Feature:
    table, column, rows = draw.table(), draw.column(), draw.number(1, 20)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, name from {table} where {column} = ? order by id limit ?", rows=rows)

    return Feature("a lookup with an index", add)


@innocent(stored=True, claims="examined cache")
def report_that_reads_everything(draw: Draw) -> Feature:
    """Nothing but the whole table has the answer."""
    table, column, each, groups = draw.table(), draw.column(), draw.number(3_000, 30_000), draw.number(3, 24)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = "no-store"
        made.query(f"select {column}, sum(amount), count(*) from {table} group by {column}", rows=groups, examined=each * asked.stored, scans=True,
                   plan=plan("ALL", each * asked.stored, "", False))
        made.show(groups if draw.setting.countable else 0)

    return Feature(f"a report over {each:,} rows", add)


@innocent(stored=True, claims="examined counters:scan")
def order_after_a_range(draw: Draw) -> Feature:
    """After a range, no index could give another order."""
    table, column = draw.table(), draw.column()
    return _scan(draw, f"select id, name from {table} where {column} like ? order by email limit ?", "range", f"t1.{column} like 'ann%'", ordered=False)


@innocent(stored=True, claims="")
def count_up_to_a_bound(draw: Draw) -> Feature:
    table = draw.table()

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select count(*) from (select 1 from {table} limit ?) as some", examined=1_001, plan=plan("index", 1_001))

    return Feature("a count up to a bound", add)


@innocent(stored=True, claims="examined rows rows-stored")
def everything_is_shown(draw: Draw) -> Feature:
    """A page without a LIMIT that shows each of its rows."""
    table, column, base = draw.table(), draw.column(), draw.number(30, 300)

    def add(asked: Asked, made: Made) -> None:
        rows = base * asked.stored
        made.query(f"select id, {column} from {table}", rows=rows, scans=True, plan=plan("ALL", rows))
        if draw.setting.countable:
            made.show(rows)
        else:
            made.show_text(4 * rows, 90 * rows)

    return Feature(f"{base} rows for each part of what is stored, all shown", add)


@innocent(stored=True, claims="")
def few_more_rows_by_chance(draw: Draw) -> Feature:
    """Another dataset has other rows, so a list is a little longer or shorter."""
    table, column, base = draw.table(), draw.column(), draw.number(10, 400)
    more = {factor: draw.number(0, 8) for factor in draw.setting.factors}

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, {column} from {table} where state = ?", rows=base + more.get(asked.stored, 0))

    return Feature(f"{base} rows, a few more by chance in another dataset", add)
