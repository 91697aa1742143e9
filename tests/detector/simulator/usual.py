"""Innocent queries that pages have besides their items: settings, session, menu, tiles, what is cached."""

from __future__ import annotations

from recorded import Asked

from .making import Feature, Made, innocent
from .setting import Draw

UNCLEAR = 2  # this many more queries at the largest size are clearly not worth a change


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
def filters_of_the_list(draw: Draw) -> Feature:
    """The values that a list can be filtered by."""
    table, column, rows = draw.table(), draw.column(), draw.number(3, 12)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select distinct {column} from {table} order by {column}", rows=rows, examined=4 * rows, columns=1)

    return Feature(f"{rows} different values", add)


@innocent()
def asked_twice(draw: Draw) -> Feature:
    """A handful of times at every size."""
    table, times = draw.table(), draw.number(2, 4)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, name from {table} where id = ?", times, distinct=1)

    return Feature(f"a query {times} times", add)


@innocent(stored=True)
def lookups_that_vary_by_chance(draw: Draw) -> Feature:
    """Another dataset has a few more or less of them. Never as many as a list of the page has rows, or one less, as if the last row only said
    that there are more: that would look the same as one lookup for each row."""
    table, column, base = draw.table(), draw.column(), draw.number(6, 60)
    more = {factor: draw.number(0, 4) for factor in draw.setting.factors}

    def add(asked: Asked, made: Made) -> None:
        times = base + more.get(asked.stored, 0)
        while any(digest.rows in (times, times + 1) for digest in made.answer.digests if digest.times == 1):
            times += 1
        made.query(f"select id, {column} from {table} where id = ?", times)

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
