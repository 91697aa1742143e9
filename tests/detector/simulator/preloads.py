"""Innocent ways to load what belongs to the items: in chunks, in batches, by a join."""

from __future__ import annotations

from recorded import Asked

from .items import CHUNKS, in_chunks
from .making import Feature, Made, innocent
from .setting import Draw


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
        in_chunks(made, text, count, rows, chunk)
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
        in_chunks(made, f"select {key}_id, {column} from {table} where {key}_id in", count, round(part * count), chunk)

    return Feature(f"a preload for {part:.2f} of the items in chunks of {chunk}", add)


@innocent(size=True, claims="rows")
def joined_collection(draw: Draw) -> Feature:
    """Whole rows to many by a join with one page of a list, all of them shown, as entries or in the text of their item."""
    table, other, columns, setting, each = draw.table(), draw.table(), [draw.column() for _ in range(3)], draw.setting, draw.one((2, 5, 9))
    inline = draw.happens(0.5)
    page = f"select t.id, t.{columns[0]} from {table} t order by t.id limit ?"
    text = f"select a.id, a.{columns[0]}, b.id, b.owner_id, b.{columns[1]}, b.{columns[2]} from ({page}) a left join {other} b on b.owner_id = a.id order by a.id"

    def add(asked: Asked, made: Made) -> None:
        rows = each * setting.items(asked)
        made.query(text, rows=rows, columns=6, width=48, examined=2 * rows)
        if inline or not setting.countable:
            made.show_text(2 * rows, 20 * rows)
        else:
            made.show(rows)

    return Feature(f"a joined collection of {each} each, {'inline' if inline else 'as entries'}", add)


@innocent(size=True)
def joined(draw: Draw) -> Feature:
    """A row for each item by a join, with its own query."""
    table, other, column, setting = draw.table(), draw.table(), draw.column(), draw.setting

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.query(f"select a.id, b.{column} from {table} a join {other} b on b.id = a.{other}_id where a.state = ? order by a.id limit ?", rows=count, examined=2 * count)
        made.show(count if setting.countable and setting.method == "GET" else 0)

    return Feature("a joined list", add)
