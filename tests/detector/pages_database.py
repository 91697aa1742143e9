"""Pages whose issue lies in their queries, and the same pages fixed."""

from __future__ import annotations

from recorded import Answer, Asked, read, write

BOOKS = "select id, title, author_id from book order by id limit ?"
AUTHOR = "select id, name from author where id = ?"


def books(asked: Asked, *more: object, **answer: object) -> Answer:
    return Answer([read(BOOKS, rows=asked.n), *more], items=asked.n, **answer)  # type: ignore[list-item,arg-type]


def one_query(asked: Asked) -> Answer:
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
