"""How rows become a response, and how it is sent."""

from __future__ import annotations

from recorded import Asked

from .items import in_chunks
from .levels import COUNTERS, DOCUMENTS, HEADER, STATEMENTS
from .making import BY_COUNTS, BY_RESPONSE, FULL_ONLY, NAMED, Feature, Made, innocent, mistake
from .setting import Draw

SOLO = "cache rows rows-stored examined memory bytes solo"


@mistake("deferred-loading", size=True, levels=FULL_ONLY, claims="bytes memory")
def wide_columns_unread(draw: Draw) -> Feature:
    setting, table, width = draw.setting, draw.table(), draw.number(3_000, 20_000)
    used = draw.number(1, 4)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select * from {table} order by id limit ?", rows=setting.items(asked), width=width, columns=used + draw_columns, read_columns=used, unread=0.97)

    draw_columns = draw.number(1, 9)
    return Feature(f"rows of {width:,} bytes, of which {used} columns are read", add)


@innocent(size=True, claims="bytes memory")
def wide_columns_read(draw: Draw) -> Feature:
    """Long texts of which the code reads all, to show a quarter."""
    setting, table, width = draw.setting, draw.table(), draw.number(400, 1_500)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, body from {table} order by id limit ?", rows=setting.items(asked), width=width, columns=2)
        made.answer.body_bytes = (made.answer.body_bytes or 0) + width // 4 * setting.items(asked)

    return Feature(f"rows of {width:,} bytes, all read", add)


@innocent(size=True, claims="bytes")
def only_the_key_unread(draw: Draw) -> Feature:
    """As an ORM does, which fetches the key of each row."""
    setting, table, column = draw.setting, draw.table(), draw.column()

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select id, {column} from {table} order by id limit ?", rows=setting.items(asked), columns=2, read_columns=1, unread=0.2)

    return Feature("rows of which only the key is unread", add)


@mistake("unused-prefetch", size=True, levels=FULL_ONLY, claims="rows bytes")
def rows_for_nothing(draw: Draw) -> Feature:
    setting, table, key, each = draw.setting, draw.table(), draw.table(), draw.number(4, 9)
    chunk = draw.one((100, 200, 500))
    # at least 200 rows more at the largest size
    each = max(each, 300 // max(setting.most - setting.fewest, 1) + 1)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        in_chunks(made, f"select {key}_id, id, name from {table} where {key}_id in", count, each * count, chunk, read_columns=0, unread=1.0)

    return Feature(f"{each} rows for each item that nothing reads", add)


@mistake("serializer", size=True, levels=BY_COUNTS, claims="json rows")
def printed_by_a_tree(draw: Draw) -> Feature:
    return _json(draw, draw.number(12, 30), is_mistake=True)


@innocent(size=True, claims="json rows")
def printed_directly(draw: Draw) -> Feature:
    return _json(draw, draw.number(0, 1))


ALLOCATIONS_PER_US = 10


def _json(draw: Draw, allocations: int, is_mistake: bool = False) -> Feature:
    setting, table, values = draw.setting, draw.table(), draw.number(4, 12)
    if is_mistake:  # takes more than 2 ms at the largest size
        allocations = max(allocations, 2_000 * ALLOCATIONS_PER_US // (values * setting.most) + 1)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.answer.headers["content-type"] = "application/json"
        made.query(f"select * from {table} order by id limit ?", rows=count)
        made.show(count, values=values)
        made.count("mem-count", allocations * values * count)
        made.count("cpu-render", allocations * values * count // ALLOCATIONS_PER_US)

    return Feature(f"JSON with {allocations} allocations for each value", add)


@mistake("streaming-response", size=True, levels=BY_COUNTS, claims="export cache memory bytes lookups json long")
def export_built_first(draw: Draw) -> Feature:
    return _export(draw, whole=True)


@innocent(size=True, claims="export cache memory bytes lookups json long")
def export_streamed(draw: Draw) -> Feature:
    return _export(draw, whole=False)


LARGE_EXPORT = 3_000_000  # bytes, at the largest size


def _export(draw: Draw, whole: bool) -> Feature:
    setting, table, width = draw.setting, draw.table(), draw.number(80, 300) + LARGE_EXPORT // draw.setting.most

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.answer.headers |= {"content-type": "text/csv", "content-disposition": "attachment; filename=all.csv", "cache-control": "no-store"}
        made.query(f"select * from {table} order by id", rows=count, width=width, held=False)
        made.show(count, size=width)
        size, total = width * count, 2_000 + 40 * count
        made.answer.total_us, made.answer.first_byte_us = total, total - 200 if whole else 900
        made.answer.counts |= {"first-byte": made.answer.first_byte_us, "mem-peak-app": 30_000 + (2 * size if whole else 0)}

    return Feature(f"an export {'built before it is sent' if whole else 'sent in chunks'}", add)


@mistake("nested-loops", size=True, levels=FULL_ONLY, claims="cpu long lookups rows-stored")
def compared_with_each_other(draw: Draw) -> Feature:
    setting, divisor = draw.setting, draw.number(50, 400)
    key = draw.one(("cpu-app", "cpu-render"))

    def add(asked: Asked, made: Made) -> None:
        made.count(key, setting.items(asked) ** 2 // divisor)

    # the longest ladder has a step for each dataset, and two don't show an order
    return Feature("all items compared with each other", add, {} if len(setting.factors) == 2 else BY_COUNTS)


@innocent(size=True, claims="cpu")
def slow_but_in_proportion(draw: Draw) -> Feature:
    setting, each = draw.setting, draw.number(5, 80)

    def add(asked: Asked, made: Made) -> None:
        made.count("cpu-app", each * setting.items(asked))

    return Feature(f"{each} µs of CPU for each item", add)


@mistake("get-loop", size=True, levels=BY_COUNTS)
def one_get_for_each(draw: Draw) -> Feature:
    setting, hits = draw.setting, draw.chance.uniform(0.9, 1.0)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        _gets(made, count, count, round(hits * count))

    return Feature("one get for each item", add)


@innocent(size=True)
def one_get_for_all(draw: Draw) -> Feature:
    setting, chunk = draw.setting, draw.one((50, 100, 1_000))

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        _gets(made, count, -(-count // chunk), count)

    return Feature(f"gets of {chunk} keys", add)


def _gets(made: Made, keys: int, calls: int, hits: int) -> None:
    for key, more in (("cache-get", keys), ("cache-calls", calls), ("cache-hit", hits), ("cache-miss", keys - hits)):
        made.count(key, more)


@mistake("no-compression", size=None, levels=BY_RESPONSE, claims="encoding export")
def sent_as_it_is(draw: Draw) -> Feature:
    size = draw.number(60_000, 400_000)

    def add(asked: Asked, made: Made) -> None:
        made.answer.body_bytes = (made.answer.body_bytes or 0) + size
        made.saved_by_gzip = 4 * size // 5

    return Feature(f"{size:,} bytes without compression", add)


@innocent(claims="encoding")
def compressed(draw: Draw) -> Feature:
    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["content-encoding"] = "gzip"

    return Feature("a compressed response", add)


@innocent(claims="encoding")
def too_small_to_compress(draw: Draw) -> Feature:
    size = draw.number(200, 9_000)

    def add(asked: Asked, made: Made) -> None:
        made.saved_by_gzip = size

    return Feature("a small response without compression", add)


REVISITED = ("private, no-cache", "no-cache", "private, max-age=0, must-revalidate")


@mistake("conditional-request", size=False, levels=BY_RESPONSE, claims=SOLO)
def never_not_modified(draw: Draw) -> Feature:
    control, has_etag, size = draw.one(REVISITED), draw.happens(0.5), draw.number(40_000, 200_000)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers |= {"cache-control": control, **({"etag": '"7"'} if has_etag else {})}
        made.answer.body_bytes = size

    return Feature(f"a validator that is {'ignored' if has_etag else 'missing'} ({control})", add)


@mistake("conditional-request", size=False, levels=dict.fromkeys((DOCUMENTS, COUNTERS, STATEMENTS, HEADER), NAMED), claims=SOLO)
def not_modified_after_all_the_work(draw: Draw) -> Feature:
    control, table, queries = draw.one(REVISITED), draw.table(), draw.number(6, 20)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers |= {"cache-control": control, "etag": '"7"'}
        made.query(f"select id, body from {table} where id = ?", queries)
        made.answer.status = 304 if asked.revalidates else 200

    return Feature(f"a 304 after all the work ({control})", add)


@innocent(size=False, claims=SOLO)
def not_modified_at_once(draw: Draw) -> Feature:
    control, table, queries = draw.one(REVISITED), draw.table(), draw.number(2, 12)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers |= {"cache-control": control, "etag": '"7"'}
        made.query(f"select version from {table} where id = ?")
        if asked.revalidates:
            made.answer.status = 304
            return
        made.query(f"select id, body from {table} where id = ?", queries)
        made.count("mem-count", 900)
        made.answer.body_bytes = 80_000

    return Feature(f"a 304 before the work ({control})", add)


@mistake("background-task", levels=BY_RESPONSE, claims="sink export")
def waits_for_the_sink(draw: Draw) -> Feature:
    own = draw.number(3_000, 90_000)

    def add(asked: Asked, made: Made) -> None:
        made.answer.first_byte_us = own + 1_000 * asked.sink_ms
        made.answer.total_us = own + 1_000 + 1_000 * asked.sink_ms

    return Feature("the visitor waits for the sink", add)


@mistake("middleware", levels=dict.fromkeys((DOCUMENTS, COUNTERS, STATEMENTS, HEADER), NAMED), claims="floor")
def work_before_each_page(draw: Draw) -> Feature:
    tables, writes = [draw.table() for _ in range(draw.number(2, 6))], draw.happens(0.6)
    limits = draw.table()

    def work(asked: Asked, made: Made) -> None:
        for table in tables:
            made.query(f"select id, name from {table} where session_id = ?")
        if writes:
            made.write(f"update {limits} set hits = hits + ?", 1)

    return Feature(f"{len(tables)} queries before each page", work, floor=work)


@innocent(claims="floor")
def session_before_each_page(draw: Draw) -> Feature:
    table = draw.table()

    def work(asked: Asked, made: Made) -> None:
        made.query(f"select id, name from {table} where token = ?")

    return Feature("a session read before each page", work, floor=work)
