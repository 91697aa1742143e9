"""Pages whose issue lies in how answers are kept, made and sent, and the same pages fixed."""

from __future__ import annotations

from recorded import Answer, Asked, Block, read, write

BEST = "select book_id, sum(quantity) from order_item group by book_id order by 2 desc limit ?"
KEPT = {"cache-control": "private, max-age=60"}
SHARED = {"cache-control": "public, max-age=60"}

BOOKS_OF_A_FEED = "select id, title, updated_at from book order by id limit ?"


def query_cache_slow(_: Asked) -> Answer:
    return Answer([read(BEST, rows=10)], items=10, headers=KEPT)


def query_cache_fast(asked: Asked) -> Answer:
    return Answer([read(BEST, rows=10)] if asked.anew else [], items=10, body=asked.wrote if asked.anew else "", headers=KEPT)


def query_cache_dropped(asked: Asked) -> Answer:
    """By every write, since its key names no table."""
    return Answer([read(BEST, rows=10)] if asked.anew or asked.wrote else [], items=10, headers=KEPT)


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
    return front_page(asked, not asked.anew)


def fragment_dropped(asked: Asked) -> Answer:
    return front_page(asked, not (asked.anew or asked.wrote))


def response_cache_slow(_: Asked) -> Answer:
    return Answer([read(BEST, rows=10), read("select count(*) from book")], items=10, headers=SHARED, counts={"rows-examined": 30_000})


def response_cache_memcached(asked: Asked) -> Answer:
    return Answer([read(BEST, rows=10)] if asked.anew else [], items=10, headers=SHARED)


def response_cache_dropped(asked: Asked) -> Answer:
    return Answer([read(BEST, rows=10)] if asked.anew or asked.wrote else [], items=10, headers=SHARED)


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


def pagination_of_few(asked: Asked) -> Answer:
    """By offset, but the last page is the fourth."""
    return Answer([read("select id, title from chart order by place limit ? offset ?", rows=25)], items=25, body=str(asked.page), counts={"rows-examined": 25 * asked.page})


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


def chain_around_a_light(_: Asked) -> Answer:
    """The service has no trivial page behind this chain, but says which queries are the chain's."""
    chain = {"load_session": 2, "load_customer": 2, "load_features": 1, "check_limit": 0}
    return Answer([*CHAIN, write("update session set seen = now()"), read("select stock from product where id = ?")], values=2, chain=chain)


def short_chain(_: Asked) -> Answer:
    return Answer([*CHAIN[:2], read("select stock from product where id = ?")], values=2, chain={"load_session": 1, "load_customer": 1})


def middleware_fast(_: Asked) -> Answer:
    return Answer([read("select name, price from product where id = ?")], items=1)


REVISITED = {"cache-control": "private, no-cache"}
PRODUCT = [read("select name, price from product where id = ?"), read("select body from review where product_id = ?", rows=9)]


def conditional_none(_: Asked) -> Answer:
    return Answer(list(PRODUCT), items=9, body_bytes=34_000, headers=REVISITED, counts={"mem-count": 900})


def conditional_feed(_: Asked) -> Answer:
    """Longer than what a server sends before it waits for the client, but not by much."""
    return Answer(list(PRODUCT), items=100, body_bytes=17_000, headers=REVISITED)


def conditional_small(_: Asked) -> Answer:
    return Answer(list(PRODUCT), items=9, body_bytes=9_000, headers=REVISITED)


def conditional_late(asked: Asked) -> Answer:
    headers = {**REVISITED, "etag": '"7"'}
    return Answer(list(PRODUCT), items=9, body_bytes=34_000, status=304 if asked.revalidates else 200, headers=headers, counts={"mem-count": 880})


def conditional_fast(asked: Asked) -> Answer:
    headers = {**REVISITED, "etag": '"7"'}
    version = read("select version from product where id = ?")
    if asked.revalidates:
        return Answer([version], status=304, headers=headers, counts={"mem-count": 60})
    return Answer([version, *PRODUCT], items=9, body_bytes=34_000, headers=headers, counts={"mem-count": 950})


def conditional_ignored(_: Asked) -> Answer:
    return Answer(list(PRODUCT), items=9, body_bytes=34_000, headers={**REVISITED, "etag": '"7"'})


def conditional_token(asked: Asked) -> Answer:
    """The ETag is a hash of a body with a form token that changes each time."""
    return Answer(list(PRODUCT), items=9, body_bytes=34_000, body=f"token {asked.visit}", text="the same", headers={**REVISITED, "etag": f'"{asked.visit}"'})


def feed_uncompressed(asked: Asked) -> Answer:
    return Answer([read(BOOKS_OF_A_FEED, rows=asked.n)], items=0, words=0, body_bytes=300 * asked.n, gzip_bytes=60 * asked.n,
                  headers={"content-type": "application/atom+xml"})


def feed_compressed(asked: Asked) -> Answer:
    answer = feed_uncompressed(asked)
    answer.headers["content-encoding"] = "gzip"
    answer.gzip_bytes = None
    return answer


def gets_one_by_one(asked: Asked) -> Answer:
    return Answer([read(BOOKS_OF_A_FEED, rows=asked.n)], items=asked.n, counts={"cache-get": asked.n, "cache-calls": asked.n, "cache-set": 0})


def gets_together(asked: Asked) -> Answer:
    """Those that are missing are written one by one."""
    return Answer([read(BOOKS_OF_A_FEED, rows=asked.n)], items=asked.n, counts={"cache-get": asked.n, "cache-calls": 1 + asked.n // 2, "cache-set": asked.n // 2})


def report_slow(asked: Asked) -> Answer:
    return Answer([read("select month, sum(price) from order_item group by month", rows=3), write("insert into report values (...)")],
                  items=3, first_byte_us=40_000 + 1_000 * asked.sink_ms, total_us=41_000 + 1_000 * asked.sink_ms)


def report_fast(_: Asked) -> Answer:
    return Answer([write("insert into job values (...)"), read("select id from publisher where id = ?")], items=0, status=202,
                  counts={"jobs": 1})


def essay_checked(asked: Asked, shown: bool = False) -> Answer:
    """Compared with n others before "thank you", or before the page that shows how much of it is copied."""
    return Answer([read("select id, body from essay limit ?", rows=asked.n), write("insert into report (essay_id, text) values (?, ?)")],
                  items=1, body=str(asked.n) if shown else "", body_bytes=60, counts={"cpu-app": 300 + 80 * asked.n})


def export(asked: Asked, whole: bool) -> Answer:
    size = 200 * asked.n
    total = 2_000 + 4 * asked.n
    counts = {"first-byte": total - 100 if whole else 900, "mem-peak-app": 2 * size + 10_000 if whole else 30_000, "mem-peak": 40_000}
    return Answer([read("select ... from book limit ?", rows=asked.n)], items=asked.n, body_bytes=size, total_us=total,
                  headers={"content-type": "text/csv", "content-disposition": 'attachment; filename="books.csv"'}, counts=counts)


def export_whole(asked: Asked) -> Answer:
    return export(asked, True)


def export_streamed(asked: Asked) -> Answer:
    return export(asked, False)


def similar_reviews(asked: Asked, peak: int) -> Answer:
    return Answer([read("select body from review where id = ?"), read("select body from review", rows=30_000 * asked.stored)], items=18,
                  counts={"mem-peak-app": peak, "mem-peak-driver": 16_000})


def memory_slow(asked: Asked) -> Answer:
    return similar_reviews(asked, 2_400_000 * asked.stored)


def memory_fast(asked: Asked) -> Answer:
    return similar_reviews(asked, 20_000)


def frequent_words(asked: Asked, driver: int) -> Answer:
    return Answer([read("select body from review", rows=30_000 * asked.stored)], items=50,
                  counts={"mem-peak-app": 9_000, "mem-peak-driver": driver})


def iterator_slow(asked: Asked) -> Answer:
    return frequent_words(asked, 600_000 * asked.stored)


def iterator_fast(asked: Asked) -> Answer:
    return frequent_words(asked, 16_000)
