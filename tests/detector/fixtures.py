"""Pages with an issue, the same pages mended, and pages that only look as if they had one."""

from __future__ import annotations

from functools import partial
from typing import Callable

from recorded import Answer, Asked, Behaviour, Block, Dossier, dossier, read, write

BOOKS = "select id, title, author_id from book order by id limit ?"
AUTHOR = "select id, name from author where id = ?"


def books(asked: Asked, *more: object, **answer: object) -> Answer:
    return Answer([read(BOOKS, rows=asked.n), *more], items=asked.n, **answer)  # type: ignore[list-item,arg-type]


def one_statement(asked: Asked) -> Answer:
    return books(asked)


def n_plus_one(asked: Asked) -> Answer:
    return books(asked, read(AUTHOR, asked.n, asked.n))


def select_related(asked: Asked) -> Answer:
    n = asked.n
    country = read("select id, name from country where id = ?", n, n)
    publisher = read("select id, name from publisher where id = ?", min(n, 150), min(n, 150))
    return books(asked, read(AUTHOR, n, n), country, publisher)


def prefetch_slow(asked: Asked) -> Answer:
    n = asked.n
    authors = read("select id, name from author order by id limit ?", rows=n)
    titles = read("select id, title from book where author_id = ?", n, 8 * n)
    tags = read("select t.name from tag t join book_tag bt on bt.tag_id = t.id where bt.book_id = ?", 8 * n, 40 * n)
    return Answer([authors, titles, tags], items=49 * n)


def prefetch_chunked(asked: Asked) -> Answer:
    n = asked.n
    authors = read("select id, name from author order by id limit ?", rows=n)
    titles = read("select id, title from book where author_id in (...)", -(-n // 500), 8 * n)
    tags = read("select bt.book_id, t.name from tag t join book_tag bt where bt.book_id in (...)", -(-8 * n // 500), 40 * n)
    return Answer([authors, titles, tags], items=49 * n)


def nested_queries(asked: Asked) -> Answer:
    n = asked.n
    return Answer([read(BOOKS, rows=n), read(AUTHOR, n, n), read("select title from book where author_id = ? limit ?", n, 9 * n)], items=10 * n)


def nested_code(asked: Asked) -> Answer:
    n = asked.n
    titles = read("select title from book where author_id in (...)", 1, 9 * n)
    return Answer([read(BOOKS, rows=n), titles], items=10 * n, counts={"cpu-app": 200 + n * n // 400})


def hashed_code(asked: Asked) -> Answer:
    n = asked.n
    titles = read("select title from book where author_id in (...)", 1, 9 * n)
    return Answer([read(BOOKS, rows=n), titles], items=10 * n, counts={"cpu-app": 200 + 3 * n})


def bulk_create_slow(asked: Asked) -> Answer:
    return Answer([write("insert into import_row values (...)", asked.n)], items=1, counts={"commits": asked.n})


def bulk_create_one_transaction(asked: Asked) -> Answer:
    return Answer([write("insert into import_row values (...)", asked.n)], items=1, counts={"commits": 1})


def bulk_create_chunked(asked: Asked) -> Answer:
    return Answer([write("insert into import_row values (...)", -(-asked.n // 500))], items=1, counts={"commits": 1})


def bulk_update_slow(asked: Asked) -> Answer:
    n = asked.n
    ids = read("select id from scratch order by id limit ?", rows=n)
    row = read("select id, price from scratch where id = ?", n, n)
    return Answer([ids, row, write("update scratch set price = ? where id = ?", n)], items=1, counts={"commits": n})


def bulk_update_chunked(asked: Asked) -> Answer:
    n = asked.n
    return Answer([read("select id from scratch limit ?", rows=n), write("update scratch set price = case ...", -(-n // 500))], items=1)


def annotation_slow(asked: Asked) -> Answer:
    n = asked.n
    rows = [read("select id, name from author limit ?", rows=n), read("select author_id, year from book where author_id in (...)", 1, 8 * n)]
    return Answer(rows, items=n)


def annotation_fast(asked: Asked) -> Answer:
    return Answer([read("select a.name, count(b.id) from author a join book b group by a.id limit ?", rows=asked.n)], items=asked.n)


def raw_sql_slow(asked: Asked) -> Answer:
    active = 800 * asked.stored
    authors = read("select distinct author_id from book where year between ? and ?", rows=active)
    return Answer([authors, read("select year, rating from book where author_id = ?", active, 6 * active)], items=50)


def raw_sql_fast(asked: Asked) -> Answer:
    return Answer([read("select name, count(*), rank() over (order by n) from author group by id", rows=50)], items=50)


def no_index(asked: Asked) -> Answer:
    look_up = read("select id, name from product where sku = ?", rows=1, scans=True)
    return Answer([look_up], items=1, counts={"rows-examined": 25_000 * asked.stored, "full-scan": 1})


def index(asked: Asked) -> Answer:
    look_up = read("select id, name from product where sku = ?", rows=1, scans=False)
    return Answer([look_up], items=1, counts={"rows-examined": 2, "full-scan": 0})


BEST = "select book_id, sum(quantity) from order_item group by book_id order by 2 desc limit ?"
KEPT = {"cache-control": "private, max-age=60"}
SHARED = {"cache-control": "public, max-age=60"}


def query_cache_slow(_: Asked) -> Answer:
    return Answer([read(BEST, rows=10)], items=10, headers=KEPT)


def query_cache_fast(asked: Asked) -> Answer:
    return Answer([] if asked.visit else [read(BEST, rows=10)], items=10, headers=KEPT)


def front_page(asked: Asked, cached: bool) -> Answer:
    names = ("best-sellers", "newest", "tags")
    digests = [] if cached else [read(BEST, rows=10), read("select body from review order by created_at desc limit ?", rows=5)]
    hello = read("select name from customer where id = ?")
    hello.result_hash = asked.visitor
    blocks = [Block(name, cached, f"hash of {name}") for name in names]
    return Answer([hello, *digests], items=15, body=asked.visitor, headers=KEPT, blocks=blocks)


def fragment_slow(asked: Asked) -> Answer:
    return front_page(asked, False)


def fragment_fast(asked: Asked) -> Answer:
    return front_page(asked, asked.visit > 0)


def response_cache_slow(_: Asked) -> Answer:
    return Answer([read(BEST, rows=10), read("select count(*) from book")], items=10, headers=SHARED)


def response_cache_memcached(asked: Asked) -> Answer:
    return Answer([] if asked.visit else [read(BEST, rows=10)], items=10, headers=SHARED)


def response_cache_nginx(asked: Asked) -> Answer:
    hit = {"cache-status": "nginx; hit"} if asked.visit else {"cache-status": "nginx; fwd=miss"}
    return Answer([read(BEST, rows=10)], items=10, headers={**SHARED, **hit})


def documents(asked: Asked, columns: int, row_bytes: int) -> Answer:
    counts = {"cols": columns, "cols-read": 3, "db-bytes": 200 + row_bytes * asked.n}
    return Answer([read("select ... from document limit ?", rows=asked.n)], items=asked.n, counts=counts)


def deferred_slow(asked: Asked) -> Answer:
    return documents(asked, 5, 16_500)


def deferred_fast(asked: Asked) -> Answer:
    return documents(asked, 3, 60)


def listing(asked: Asked, rows: int, examined: int) -> Answer:
    return Answer([read("select id, title from book order by year, id", rows=rows)], items=50, body=str(asked.page),
                  counts={"rows-examined": examined, "mem-peak-driver": 100 * rows})


def pagination_in_memory(asked: Asked) -> Answer:
    return listing(asked, 10_000 * asked.stored, 10_000 * asked.stored)


def pagination_offset(asked: Asked) -> Answer:
    return listing(asked, 51, 50 * asked.page + 1)


def pagination_keyset(asked: Asked) -> Answer:
    return listing(asked, 51, 51)


def orders(asked: Asked, allocations: int) -> Answer:
    items = read("select ... from order_item where order_id in (...)", 1, 3 * asked.n)
    return Answer([read("select ... from customer_order limit ?", rows=asked.n), items], items=4 * asked.n, values=16 * asked.n,
                  headers={"content-type": "application/json"}, counts={"mem-count": 300 + allocations * asked.n})


def serializer_slow(asked: Asked) -> Answer:
    return orders(asked, 140)


def serializer_fast(asked: Asked) -> Answer:
    return orders(asked, 24)


CHAIN = [read(f"select ... from {name} where session_id = ?") for name in ("session", "customer", "permission", "flag")]


def middleware_slow(_: Asked) -> Answer:
    return Answer([*CHAIN, write("update rate_limit set hits = hits + ?"), read("select name, price from product where id = ?")], items=1)


def middleware_slow_floor(_: Asked) -> Answer:
    return Answer([*CHAIN, write("update rate_limit set hits = hits + ?")])


def middleware_fast(_: Asked) -> Answer:
    return Answer([read("select name, price from product where id = ?")], items=1)


REVISITED = {"cache-control": "private, no-cache"}
PRODUCT = [read("select name, price from product where id = ?"), read("select body from review where product_id = ?", rows=9)]


def conditional_none(_: Asked) -> Answer:
    return Answer(list(PRODUCT), items=9, headers=REVISITED, counts={"mem-count": 900})


def conditional_late(asked: Asked) -> Answer:
    headers = {**REVISITED, "etag": '"7"'}
    return Answer(list(PRODUCT), items=9, status=304 if asked.revalidates else 200, headers=headers, counts={"mem-count": 880})


def conditional_fast(asked: Asked) -> Answer:
    headers = {**REVISITED, "etag": '"7"'}
    version = read("select version from product where id = ?")
    if asked.revalidates:
        return Answer([version], status=304, headers=headers, counts={"mem-count": 60})
    return Answer([version, *PRODUCT], items=9, headers=headers, counts={"mem-count": 950})


def conditional_ignored(_: Asked) -> Answer:
    return Answer(list(PRODUCT), items=9, headers={**REVISITED, "etag": '"7"'})


def report_slow(asked: Asked) -> Answer:
    return Answer([read("select month, sum(price) from order_item group by month", rows=3), write("insert into report values (...)")],
                  items=3, first_byte_us=40_000 + 1_000 * asked.sink_ms, total_us=41_000 + 1_000 * asked.sink_ms)


def report_fast(_: Asked) -> Answer:
    return Answer([write("insert into job values (...)"), read("select id from publisher where id = ?")], items=0, status=202,
                  counts={"jobs": 1})


def export(asked: Asked, whole: bool) -> Answer:
    size = 80 * asked.n
    total = 2_000 + 4 * asked.n
    counts = {"first-byte": total - 100 if whole else 900, "mem-peak-app": 2 * size + 10_000 if whole else 30_000, "mem-peak": 40_000}
    return Answer([read("select ... from book limit ?", rows=asked.n)], items=asked.n, body_bytes=size, total_us=total,
                  headers={"content-type": "text/csv", "content-disposition": 'attachment; filename="books.csv"'}, counts=counts)


def export_whole(asked: Asked) -> Answer:
    return export(asked, True)


def export_streamed(asked: Asked) -> Answer:
    return export(asked, False)


def best_rated(asked: Asked, peak: int) -> Answer:
    return Answer([read("select ... from book", rows=10_000 * asked.stored)], items=100, counts={"mem-peak-app": peak, "mem-peak-driver": 16_000})


def memory_slow(asked: Asked) -> Answer:
    return best_rated(asked, 2_400_000 * asked.stored)


def memory_fast(asked: Asked) -> Answer:
    return best_rated(asked, 20_000)


def histogram(asked: Asked, driver: int) -> Answer:
    return Answer([read("select year, price from book", rows=10_000 * asked.stored)], items=60,
                  counts={"mem-peak-app": 9_000, "mem-peak-driver": driver})


def iterator_slow(asked: Asked) -> Answer:
    return histogram(asked, 600_000 * asked.stored)


def iterator_fast(asked: Asked) -> Answer:
    return histogram(asked, 16_000)


# Hard negatives.


def dashboard(_: Asked) -> Answer:
    return Answer([read(f"select total from tile_{letter} where id = ?") for letter in "abcdefghijkl"], items=12)


def six_of_one_shape(_: Asked) -> Answer:
    return Answer([read("select value from setting where id = ?", 6, 6)], items=6)


def small_table(_: Asked) -> Answer:
    return Answer([read("select name from shelf where room = ?", rows=4, scans=True)], items=4, counts={"rows-examined": 20, "full-scan": 1})


def small_uncompressed(_: Asked) -> Answer:
    return Answer([], body_bytes=180)


def cold_first(asked: Asked) -> Answer:
    return Answer([] if asked.visit else [read(BEST, rows=10), read("select name from tag")], items=10, headers=SHARED)


def personal(asked: Asked) -> Answer:
    mine = read("select title from wish where customer_id = ?", rows=7)
    mine.result_hash = asked.visitor
    return Answer([mine], items=7, body=asked.visitor, headers=KEPT)


def honest_report(asked: Asked) -> Answer:
    total = read("select year, sum(price) from order_item where status = ? group by year", rows=12, scans=True)
    return Answer([total], items=12, counts={"rows-examined": 30_000 * asked.stored, "full-scan": 1}, total_us=90_000 * asked.stored)


def bypassed_after_write(asked: Asked) -> Answer:
    return Answer([read(BEST, rows=10)] if asked.visit == 0 else [], items=10, headers=KEPT)


Made = Callable[[], Dossier]
Options = dict[str, object]

SLOW_PAGES: dict[str, tuple[str, Behaviour, Options]] = {
    "n-plus-one/slow": ("n-plus-one", n_plus_one, {}),
    "select-related/slow": ("select-related", select_related, {}),
    "prefetch-related/slow": ("prefetch-related", prefetch_slow, {}),
    "nested-loops/queries": ("nested-loops", nested_queries, {}),
    "nested-loops/in-memory": ("nested-loops", nested_code, {"long": True}),
    "bulk-create/slow": ("bulk-create", bulk_create_slow, {"method": "POST"}),
    "bulk-create/one-transaction": ("bulk-create", bulk_create_one_transaction, {"method": "POST"}),
    "bulk-update/slow": ("bulk-update", bulk_update_slow, {"method": "POST"}),
    "annotation/slow": ("annotation", annotation_slow, {}),
    "database-index/slow": ("database-index", no_index, {"size": False}),
    "raw-sql/slow": ("raw-sql", raw_sql_slow, {"size": False}),
    "query-cache/slow": ("query-cache", query_cache_slow, {"size": False}),
    "fragment-cache/slow": ("fragment-cache", fragment_slow, {"size": False}),
    "deferred-loading/slow": ("deferred-loading", deferred_slow, {}),
    "pagination/in-memory": ("pagination", pagination_in_memory, {"size": False, "pages": True}),
    "pagination/offset": ("pagination", pagination_offset, {"size": False, "pages": True}),
    "serializer/slow": ("serializer", serializer_slow, {}),
    "middleware/slow": ("middleware", middleware_slow, {"size": False, "floor_page": middleware_slow_floor}),
    "response-cache/slow": ("response-cache", response_cache_slow, {"size": False}),
    "conditional-request/slow": ("conditional-request", conditional_none, {"size": False}),
    "conditional-request/late": ("conditional-request", conditional_late, {"size": False}),
    "conditional-request/ignored": ("conditional-request", conditional_ignored, {"size": False}),
    "background-task/slow": ("background-task", report_slow, {"size": False, "method": "POST"}),
    "streaming-response/slow": ("streaming-response", export_whole, {"long": True}),
    "memory-profile/slow": ("memory-profile", memory_slow, {"size": False}),
    "iterator/slow": ("iterator", iterator_slow, {"size": False}),
}

QUIET_PAGES: dict[str, tuple[Behaviour, Options]] = {
    "one statement": (one_statement, {"long": True}),
    "prefetch-related/fast, a chunked prefetch": (prefetch_chunked, {"long": True}),
    "nested-loops/fast": (hashed_code, {"long": True}),
    "bulk-create/fast": (bulk_create_chunked, {"method": "POST"}),
    "bulk-update/fast": (bulk_update_chunked, {"method": "POST"}),
    "annotation/fast": (annotation_fast, {"long": True}),
    "database-index/fast": (index, {"size": False}),
    "raw-sql/fast": (raw_sql_fast, {"size": False}),
    "query-cache/fast": (query_cache_fast, {"size": False}),
    "fragment-cache/fast": (fragment_fast, {"size": False}),
    "deferred-loading/fast": (deferred_fast, {"long": True}),
    "pagination/keyset": (pagination_keyset, {"size": False, "pages": True}),
    "serializer/fast": (serializer_fast, {"long": True}),
    "middleware/fast": (middleware_fast, {"size": False}),
    "response-cache/memcached": (response_cache_memcached, {"size": False}),
    "response-cache/nginx": (response_cache_nginx, {"size": False}),
    "conditional-request/fast": (conditional_fast, {"size": False}),
    "background-task/fast": (report_fast, {"size": False, "method": "POST"}),
    "streaming-response/fast": (export_streamed, {"long": True}),
    "memory-profile/fast": (memory_fast, {"size": False}),
    "iterator/fast": (iterator_fast, {"size": False}),
    "dashboard of 12 lookups": (dashboard, {"size": False}),
    "6 lookups of one shape": (six_of_one_shape, {"size": False}),
    "full scan of a small table": (small_table, {"size": False}),
    "small uncompressed body": (small_uncompressed, {"size": False}),
    "cold first request": (cold_first, {"size": False}),
    "personal page": (personal, {"size": False}),
    "report that is slow for a good reason": (honest_report, {"size": False}),
    "cache bypassed after a write": (bypassed_after_write, {"size": False}),
}

SLOW: dict[str, tuple[str, Made]] = {
    name: (label, partial(dossier, behaviour, **options)) for name, (label, behaviour, options) in SLOW_PAGES.items()  # type: ignore[arg-type]
}
QUIET: dict[str, Made] = {
    name: partial(dossier, behaviour, **options) for name, (behaviour, options) in QUIET_PAGES.items()  # type: ignore[arg-type]
}
