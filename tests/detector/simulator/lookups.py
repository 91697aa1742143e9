"""What is looked up for each item, one query after the other."""

from __future__ import annotations

import math
from typing import Callable

from recorded import Asked, plan

from .levels import DOCUMENTS, HEADER
from .making import BY_QUERIES, IN_A_SET, NAMED, Feature, Levels, Made, mistake
from .setting import Draw

CLEAR = 12  # more queries at the largest size than at the smallest are clearly worth a change


Times = Callable[[int], int]


def _how_often(draw: Draw, share: bool = True) -> tuple[str, Times]:
    """A lookup for all items, for a share of them, or once for each different key. Clearly more than a few at the largest size."""
    while True:
        kind = draw.one(("all", "share", "share", "distinct")) if share else "all"
        part = 1.0 if kind == "all" else round(draw.chance.uniform(0.1, 1.0), 2)
        keys = draw.number(20, 400)

        def times(items: int) -> int:
            return round(keys * (1 - math.exp(-items / keys))) if kind == "distinct" else round(part * items)

        if times(draw.setting.most) - times(draw.setting.fewest) >= CLEAR:
            return {"all": "all items", "share": f"{part} of the items", "distinct": f"{keys} different keys"}[kind], times


def _steep(draw: Draw, times: Times) -> bool:
    """The number of queries alone shows it: most items add one."""
    return times(draw.setting.most) - times(draw.setting.fewest) >= 0.6 * (draw.setting.most - draw.setting.fewest)


def _levels(draw: Draw, times: Times) -> Levels:
    # By counts alone, items that the service does not show because of its cap can't be left out.
    return {**BY_QUERIES, HEADER: IN_A_SET} if _steep(draw, times) and draw.setting.cap is None else BY_QUERIES


@mistake("n-plus-one", size=True, method="GET")
def one_for_each(draw: Draw) -> Feature:
    how, times = _how_often(draw)
    table, column, setting = draw.table(), draw.column(), draw.setting
    text = draw.one((f"select id, {column} from {table} where id = ?", f"select id, {column} from {table} where id = ? limit ?",
                     f"select t.id, t.{column} from {table} t where t.id = ?", f"select * from {table} where id = ? order by id limit ?"))
    found = 0.7 if draw.happens(0.2) else 1.0

    def add(asked: Asked, made: Made) -> None:
        count = times(setting.items(asked))
        made.query(text, count, round(found * count))

    return Feature(f"a lookup for {how}", add, _levels(draw, times) if found == 1.0 else BY_QUERIES)


@mistake("n-plus-one", size=True)
def owners_of_several_types(draw: Draw) -> Feature:
    """Polymorphic owners, a table for each tenant, or one for each month: only the table's name differs."""
    how, times = _how_often(draw)
    column, setting = draw.column(), draw.setting
    base = draw.table()
    tables = draw.one(([draw.table() for _ in range(draw.number(2, 4))], [f"{base}_2026_{month:02}" for month in range(1, draw.number(2, 9))],
                       [f"tenant_{number}_{base}" for number in range(draw.number(2, 5))]))

    def add(asked: Asked, made: Made) -> None:
        count = times(setting.items(asked))
        for number, table in enumerate(tables):
            made.query(f"select id, {column} from {table} where id = ?", count // len(tables) + (number < count % len(tables)))

    return Feature(f"a lookup for {how} in one of {len(tables)} tables", add, _levels(draw, times))


@mistake("n-plus-one", "annotation", size=True, levels=BY_QUERIES)
def count_for_each(draw: Draw) -> Feature:
    how, times = _how_often(draw)
    table, key, setting = draw.table(), draw.table(), draw.setting

    def add(asked: Asked, made: Made) -> None:
        count = times(setting.items(asked))
        made.query(f"select count(*) from {table} where {key}_id = ?", count, examined=6 * count)

    return Feature(f"a count for {how}", add, _levels(draw, times))


@mistake("select-related", size=True, levels=BY_QUERIES, beside=("n-plus-one",))
def chain(draw: Draw) -> Feature:
    """A lookup by the key that another lookup returned."""
    how, times = _how_often(draw)
    first, second, setting = draw.table(), draw.table(), draw.setting
    one, other = draw.column(), draw.column()

    def add(asked: Asked, made: Made) -> None:
        count = times(setting.items(asked))
        made.query(f"select id, {one}, {second}_id from {first} where id = ?", count)
        made.query(f"select id, {other} from {second} where id = ?", count)

    return Feature(f"a chain of two lookups for {how}", add, _levels(draw, times))


@mistake("prefetch-related", size=True)
def collection_for_each(draw: Draw) -> Feature:
    how, times = _how_often(draw)
    table, key, column, setting = draw.table(), draw.table(), draw.column(), draw.setting
    each = draw.number(2, 12)
    limit = draw.one(("", "", f" order by {column}", " order by id limit ?"))

    def add(asked: Asked, made: Made) -> None:
        count = times(setting.items(asked))
        rows = each * count + count % 3
        made.query(f"select id, {column} from {table} where {key}_id = ?{limit}", count, rows)
        made.show(rows if setting.countable else 0)

    return Feature(f"a collection of about {each} for {how}", add, _levels(draw, times))


@mistake("nested-loops", "prefetch-related", size=True, levels=BY_QUERIES)
def collection_behind_a_lookup(draw: Draw) -> Feature:
    table, owner, column, setting = draw.table(), draw.table(), draw.column(), draw.setting
    each = draw.number(2, 9)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.query(f"select id, name from {owner} where id = ?", count)
        made.query(f"select id, {column} from {table} where {owner}_id = ?", count, each * count + 1)
        made.show(each * count + 1 if setting.countable else 0)

    return Feature("a lookup and a collection for each item", add, _levels(draw, lambda items: items))


@mistake("repeated-query", size=True)
def same_again_for_each(draw: Draw) -> Feature:
    how, times = _how_often(draw)
    table, column, setting = draw.table(), draw.column(), draw.setting
    sets, each = draw.number(1, 3), draw.number(1, 2)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select {column} from {table} where name = ?", each * times(setting.items(asked)), distinct=sets)

    return Feature(f"the same query {each} times for {how}, with {sets} parameter sets", add, _levels(draw, times))


@mistake("repeated-query", levels={DOCUMENTS: NAMED})
def same_again(draw: Draw) -> Feature:
    table, column, times = draw.table(), draw.column(), draw.number(12, 60)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select {column} from {table} where id = ?", times, distinct=1)

    return Feature(f"the same query {times} times", add)


@mistake("unbounded-in", size=True, stored=True, claims="long")
def list_of_all_keys(draw: Draw) -> Feature:
    """Only seen where the longest list is clearly longer than a usual chunk, so on the ladder to 10,240 items."""
    table, key, column, setting = draw.table(), draw.table(), draw.column(), draw.setting

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.query(f"select {key}_id, {column} from {table} where {key}_id in (#{count})", rows=count, parameters=count)

    return Feature("one list of all keys", add)


@mistake("n-plus-one", size=False, stored=True, beside=("raw-sql",), claims="rows rows-stored examined paging")
def one_for_each_stored(draw: Draw) -> Feature:
    """A page without a LIMIT that shows each of its rows, with a lookup for each."""
    table, owner, column, base = draw.table(), draw.table(), draw.column(), draw.number(20, 80)

    def add(asked: Asked, made: Made) -> None:
        rows = base * asked.stored
        made.query(f"select id, {column}, {owner}_id from {table}", rows=rows, scans=True, plan=plan("ALL", rows))
        made.query(f"select id, name from {owner} where id = ?", rows)
        made.show(rows if draw.setting.countable else 0)
        if not draw.setting.countable:
            made.show_text(4 * rows, 90 * rows)

    in_a_set = {**BY_QUERIES, DOCUMENTS: IN_A_SET}  # whether each row is shown is unknown
    return Feature(f"a lookup for each of {base} rows for each part of what is stored", add, {**BY_QUERIES, DOCUMENTS: NAMED} if draw.setting.countable else in_a_set)
