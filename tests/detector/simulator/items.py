"""Where the items of a page come from."""

from __future__ import annotations

from recorded import Asked

from .making import Feature, Made
from .setting import Draw

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
            in_chunks(made, f"select id, {title} from {table} where id in", items, items, chunk)

    return Feature(f"items from a {source}", add)


def in_chunks(made: Made, text: str, keys: int, rows: int, chunk: int, **more: object) -> None:
    full, rest = divmod(keys, chunk)
    if full:
        made.query(f"{text} (#{chunk})", full, rows * full * chunk // keys, parameters=full * chunk, **more)  # type: ignore[arg-type]
    if rest:
        made.query(f"{text} (#{rest})", 1, rows - rows * full * chunk // keys, parameters=rest, **more)  # type: ignore[arg-type]
