"""Where the items of a page come from, and what is looked up for them."""

from __future__ import annotations

import math
from typing import Callable

from recorded import Asked, plan

from .levels import COUNTERS, DOCUMENTS, HEADER, STATEMENTS
from .making import BY_QUERIES, IN_A_SET, NAMED, Feature, Levels, Made, innocent, mistake
from .setting import Draw

CLEAR = 12  # more queries at the largest size than at the smallest are clearly worth a change
UNCLEAR = 2  # and so many are clearly not
CHUNKS = (100, 200, 500)


def root(draw: Draw) -> Feature:
    """What supplies the items, and their place in the response."""
    setting, table, key = draw.setting, draw.table(), draw.table()
    source = draw.one(("query", "query", "joined query", "limit that comes and goes", "cached ids", "cached items", "cookie", "search service"))
    chunk = draw.one(CHUNKS)
    entries = 1 if setting.countable else 0
    title = draw.column()

    def add(asked: Asked, made: Made) -> None:
        items = setting.items(asked)
        if setting.method == "GET":
            made.show(items * entries)
            if not entries:
                made.show_text(4 * items, 90 * items)
        if source == "query":
            made.query(f"select id, {title} from {table} order by id limit ?", rows=items)
        elif source == "joined query":
            made.query(f"select a.id, a.{title}, b.name from {table} a join {key} b on b.id = a.{key}_id order by a.id limit ?", rows=items, examined=2 * items)
        elif source == "limit that comes and goes":
            limit = "" if items == setting.most else " limit ?"
            made.query(f"select id, {title} from {table} where {key}_id = ? order by id{limit}", rows=items)
        elif source in ("cached ids", "cached items"):
            made.count("cache-get", 1)
            made.count("cache-hit", 1)
            made.count("cache-calls", 1)
        if source in ("cached ids", "search service"):
            _in_chunks(made, f"select id, {title} from {table} where id in", items, items, chunk)

    return Feature(f"items from a {source}", add)


def _in_chunks(made: Made, text: str, keys: int, rows: int, chunk: int, **more: object) -> None:
    full, rest = divmod(keys, chunk)
    if full:
        made.query(f"{text} (#{chunk})", full, rows * full * chunk // keys, parameters=full * chunk, **more)  # type: ignore[arg-type]
    if rest:
        made.query(f"{text} (#{rest})", 1, rows - rows * full * chunk // keys, parameters=rest, **more)  # type: ignore[arg-type]


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


# ---- innocent ---------------------------------------------------------------------------------------------


@innocent(size=True, claims="rows")
def prefetch_shown(draw: Draw) -> Feature:
    """To many or to one, in chunks; all of its rows are shown, as entries or in the text of their item."""
    table, key, column, setting = draw.table(), draw.table(), draw.column(), draw.setting
    each = draw.one((1, 1, 2, 5, 9))
    chunk = draw.one(CHUNKS)
    inline = draw.happens(0.5)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        rows = each * count
        text = f"select {key}_id, {column} from {table} where {key}_id in" if each > 1 else f"select id, {column} from {table} where id in"
        _in_chunks(made, text, count, rows, chunk)
        if inline or not setting.countable:
            made.show_text(2 * rows, 20 * rows)
        else:
            made.show(rows)

    return Feature(f"a prefetch of {each} each in chunks of {chunk}, {'inline' if inline else 'as entries'}", add)


@innocent(size=True, claims="rows long")
def batches_by_key(draw: Draw) -> Feature:
    """The list is read in batches, each after the last key of the one before."""
    table, column, setting, batch = draw.table(), draw.column(), draw.setting, draw.one((20, 50, *CHUNKS))

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.query(f"select id, {column} from {table} where id > ? order by id limit ?", -(-count // batch), count, parameters=2 * -(-count // batch))
        made.show(count if setting.countable and setting.method == "GET" else 0)

    return Feature(f"a list read in batches of {batch}", add)


@innocent(size=True, claims="rows long")
def sparse_preload(draw: Draw) -> Feature:
    """One to one in chunks; only some items have a row."""
    table, key, column, setting = draw.table(), draw.table(), draw.column(), draw.setting
    part, chunk = draw.chance.uniform(0.05, 0.9), draw.one((20, 50, *CHUNKS))

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        _in_chunks(made, f"select {key}_id, {column} from {table} where {key}_id in", count, round(part * count), chunk)

    return Feature(f"a preload for {part:.2f} of the items in chunks of {chunk}", add)


@innocent(size=True, claims="long")
def few_different_keys(draw: Draw) -> Feature:
    """An identity map that is full at once: below the benefit."""
    table, column, setting = draw.table(), draw.column(), draw.setting
    keys = draw.number(2, 5)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, {column} from {table} where id = ?", keys + (UNCLEAR if setting.items(asked) == setting.most else 0))

    return Feature(f"{keys} or a few more lookups", add)


@innocent()
def dashboard(draw: Draw) -> Feature:
    """Different queries, as many at each size."""
    tiles = [(draw.table(), draw.column()) for _ in range(draw.number(3, 12))]

    def add(asked: Asked, made: Made) -> None:
        for table, column in tiles:
            made.query(f"select {column} from {table} where id = ?")

    return Feature(f"a dashboard of {len(tiles)} lookups", add)


@innocent()
def settings(draw: Draw) -> Feature:
    """Lookups of one shape, as many at each size, each for another name."""
    times, table = draw.number(1, 40), draw.table()

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select value from {table} where name = ?", times)

    return Feature(f"{times} settings", add)


@innocent()
def session_and_menu(draw: Draw) -> Feature:
    menu, session, entries = draw.table(), draw.table(), draw.number(4, 12)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, user_id from {session} where token = ?")
        made.query(f"select id, label, url from {menu} order by position", rows=entries, scans=True)
        made.show(entries if draw.setting.countable and draw.setting.method == "GET" else 0)

    return Feature(f"a session and a menu of {entries}", add)


@innocent()
def asked_twice(draw: Draw) -> Feature:
    """A handful of times at every size."""
    table, times = draw.table(), draw.number(2, 4)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, name from {table} where id = ?", times, distinct=1)

    return Feature(f"a query {times} times", add)


@innocent(stored=True)
def lookups_that_vary_by_chance(draw: Draw) -> Feature:
    """Another dataset has a few more or less of them."""
    table, column, base = draw.table(), draw.column(), draw.number(6, 60)
    more = {factor: draw.number(0, 4) for factor in draw.setting.factors}

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, {column} from {table} where id = ?", base + more.get(asked.stored, 0))

    return Feature(f"{base} lookups, a few more by chance in another dataset", add)


@innocent()
def only_when_cold(draw: Draw) -> Feature:
    table, times = draw.table(), draw.number(3, 30)

    def add(asked: Asked, made: Made) -> None:
        made.count("cache-get", 1)
        made.count("cache-calls", 1)
        if asked.visit == 0:
            made.query(f"select id, name, url from {table} where id = ?", times)
            made.count("cache-set", 1)

    return Feature(f"{times} queries when the cache is cold", add)


@innocent(size=True)
def joined(draw: Draw) -> Feature:
    """A row for each item by a join, with its own query."""
    table, other, column, setting = draw.table(), draw.table(), draw.column(), draw.setting

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.query(f"select a.id, b.{column} from {table} a join {other} b on b.id = a.{other}_id where a.state = ? order by a.id limit ?", rows=count, examined=2 * count)
        made.show(count if setting.countable and setting.method == "GET" else 0)

    return Feature("a joined list", add)
