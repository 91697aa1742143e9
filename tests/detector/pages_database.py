"""Pages whose issue lies in their queries, and the same pages fixed."""

from __future__ import annotations

from recorded import Answer, Asked, join, plan, read, table, write

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


def trimmed_by_pattern(asked: Asked) -> Answer:
    """Five texts, each with a gap as wide as the size, which a pattern goes through from each of its blanks."""
    answer = trimmed_by_pattern_uncounted(asked)
    answer.counts["match-steps"] = 5 * asked.n * asked.n // 2
    return answer


def trimmed_by_pattern_uncounted(asked: Asked) -> Answer:
    text = read("select body from pasted where gap <= ? limit ?", rows=5)
    return Answer([text], items=5, body_bytes=600 + 5 * asked.n, counts={"cpu-app": 200 + asked.n * asked.n // 40})


def trimmed_at_once(asked: Asked) -> Answer:
    text = read("select body from pasted where gap <= ? limit ?", rows=5)
    return Answer([text], items=5, body_bytes=600 + 5 * asked.n, counts={"cpu-app": 200 + asked.n // 10, "match-steps": 30 * asked.n})


def _announced(asked: Asked, pages: int, extra: str = "", width: int = 35) -> Answer:
    n = 30 * asked.n
    books = read("select title, price from announced where publisher_id = ? order by id limit ?", rows=n, plan=plan("ref", 1_250 * asked.stored, extra),
                 pages=pages, bytes=width * n, bytes_unread=0, columns_fetched=2, columns_read=2)
    return Answer([books], items=n, counts={"rows-examined": n, "db-pages": pages})


def looked_up_in_table(asked: Asked) -> Answer:
    return _announced(asked, 3 + 60 * asked.n)


def covered_by_index(asked: Asked) -> Answer:
    return _announced(asked, 3 + asked.n // 6, "using where; using index")


def long_texts_looked_up(asked: Asked) -> Answer:
    """Texts do not belong into an index."""
    return _announced(asked, 3 + 60 * asked.n, width=300)


def left_out_after_lookup(asked: Asked) -> Answer:
    """Of the rows that are looked up, most don't meet a condition."""
    return _announced(asked, 3 + 1_200 * asked.n, "where announced.stock > 0")


def days_counted_by_lookup(asked: Asked) -> Answer:
    """An aggregate over thousands of rows, which the index finds without the column that is added up."""
    rows = 3_000 * asked.stored
    days = read("select heard_on, count(*), sum(bytes) from download where show_id = ? group by heard_on", rows=30, plan=plan("ref", rows), pages=2 * rows,
                bytes=900, bytes_unread=0, columns_fetched=3, columns_read=3)
    return Answer([days], items=30, headers={"cache-control": "no-store"}, counts={"rows-examined": rows, "db-pages": 2 * rows})


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
    rows = [read("select id, name from author limit ?", rows=n), read("select author_id, year from book where author_id in (...)", 1, 8 * n, columns_fetched=2)]
    return Answer(rows, items=n, counts={"db-bytes": 20 * n + 8 * 10 * n})


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


def settings_again(asked: Asked) -> Answer:
    """The same setting is read for each book."""
    setting = read("select value from setting where name = ?", asked.n, asked.n)
    setting.distinct = 1
    return books(asked, setting)


def some_of_many_owners(asked: Asked) -> Answer:
    """About every third item has an owner to look up, in one of two tables."""
    each = asked.n // 6
    return books(asked, read("select id, name from shop where id = ?", each, each), read("select id, name from club where id = ?", each, each))


def searched(asked: Asked, text: str, access: str, extra: str = "", ordered: bool = True, rows: int = 20) -> Answer:
    """Reads 10,000 rows for each part of what is stored, and sends the same number of them."""
    examined = 10_000 * asked.stored
    return Answer([read(text, rows=rows, scans=access in ("ALL", "index"), plan=plan(access, examined, extra, ordered))], items=rows, counts={"rows-examined": examined})


def wildcard(asked: Asked) -> Answer:
    return searched(asked, "select id, title from book where title like ? limit ?", "ALL", "where t1.title like '%storm%'")


def around_a_column(asked: Asked) -> Answer:
    return searched(asked, "select id from orders where date(placed_at) = ?", "ALL", "where cast(t1.placed_at as date) = '2025-01-02'")


def sorted_rows(asked: Asked) -> Answer:
    return searched(asked, "select body from review where book_id = ? order by created_at limit ?", "ref", ordered=False)


def at_random(asked: Asked) -> Answer:
    return searched(asked, "select id, title from book order by rand() limit ?", "ALL", ordered=False)


def counted(asked: Asked) -> Answer:
    return Answer([read("select count(*) from review", scans=True, plan=plan("index", 10_000 * asked.stored)), read("select body from review order by id limit ?", rows=20)],
                  items=20, counts={"rows-examined": 20 + 10_000 * asked.stored})


def counted_to_a_bound(asked: Asked) -> Answer:
    return Answer([read("select count(*) from (select 1 from review limit ?) as some", plan=plan("index", 1_001)), read("select body from review order by id limit ?", rows=20)],
                  items=20, counts={"rows-examined": 1_021})


def matched_range(asked: Asked) -> Answer:
    """After a range, no index could give another order."""
    return searched(asked, "select id, name from customer where name like ? order by email limit ?", "range", "t1.name like 'ann%'", ordered=False)


def text_as_a_number(asked: Asked) -> Answer:
    """A text with an index is compared with a number."""
    examined = 10_000 * asked.stored
    look_up = read("select place from parcel where tracking = ? order by id", rows=4, scans=True, plan=plan("ALL", examined, "where t1.tracking = 4711", possible_keys="idx_tracking"))
    return Answer([look_up], items=4, counts={"rows-examined": examined})


def text_between_numbers(asked: Asked) -> Answer:
    examined = 10_000 * asked.stored
    condition = "where t1.tracking between 47110000 and 47119999"
    look_up = read("select place from parcel where tracking between ? and ? order by id", rows=4, scans=True, plan=plan("ALL", examined, condition, possible_keys="idx_tracking"))
    return Answer([look_up], items=4, counts={"rows-examined": examined})


def number_without_index(asked: Asked) -> Answer:
    examined = 10_000 * asked.stored
    look_up = read("select place from parcel where carrier = ? order by id", rows=4, scans=True, plan=plan("ALL", examined, "where t1.carrier = 4711"))
    return Answer([look_up], items=4, counts={"rows-examined": examined})


def sorted_in_two_directions(asked: Asked) -> Answer:
    return searched(asked, "select title from book order by year desc, id limit ?", "ALL", ordered=False)


def searched_until_full(asked: Asked) -> Answer:
    """The plan shows the limit, not how many rows are read until as many match."""
    search = read("select sku, name from product where sku like ? order by sku limit ?", rows=20, scans=True, plan=plan("index", 20, "where t1.sku like '%7'"))
    return Answer([search], items=20, counts={"rows-examined": 3_000 + 7_000 * asked.stored})


def searched_in_an_index_until_full(asked: Asked) -> Answer:
    """The index holds all columns that the query needs, which the plan says first."""
    search = read("select name, district from street where name like concat(?, ?, ?) order by name limit ?", rows=5, scans=True,
                  plan=plan("index", 10, "using index; where t1.name like <cache>(concat('%','Ferry','%'))"))
    return Answer([search], items=5, counts={"rows-examined": 3_000 + 7_000 * asked.stored})


def filtered_until_full(asked: Asked) -> Answer:
    """Enough rows are found after a few, however many are stored."""
    search = read("select sku, name from product where is_sold order by id limit ?", rows=20, scans=True, plan=plan("index", 20, "where t1.is_sold"))
    return Answer([search], items=20, counts={"rows-examined": 1_900 + 20 * asked.stored})


def counted_in_each_row(asked: Asked) -> Answer:
    """The label "20 of 30,000" comes with each row."""
    feed = read("select id, stars, count(*) over () as in_all from rating order by id desc limit ?", rows=20, scans=True, plan=plan("ALL", 30_000 * asked.stored, ordered=False))
    return Answer([feed], items=20, counts={"rows-examined": 30_000 * asked.stored}, headers={"cache-control": "private"})


def share_of_all(asked: Asked) -> Answer:
    """How many there are in all is needed for each row's share."""
    shares = read("select name, count(*) / sum(count(*)) over () as share, count(*) over () from rating group by name limit ?", rows=20, scans=True,
                  plan=plan("ALL", 30_000 * asked.stored, ordered=False))
    return Answer([shares], items=20, counts={"rows-examined": 30_000 * asked.stored})


def titles_held(asked: Asked) -> Answer:
    """Titles and their ids are taken apart in code, all at once. SQL could not do that."""
    stored = 10_000 * asked.stored
    titles = read("select id, title from book", rows=stored, columns_fetched=2, columns_read=2, bytes=29 * stored, bytes_unread=0)
    return Answer([titles], items=40, counts={"mem-peak": 550 * stored, "mem-peak-app": 550 * stored, "mem-peak-driver": 25_000})


def titles_one_by_one(asked: Asked) -> Answer:
    stored = 10_000 * asked.stored
    titles = read("select id, title from book", rows=stored, columns_fetched=2, columns_read=2, bytes=29 * stored, bytes_unread=0)
    return Answer([titles], items=40, counts={"mem-peak": 80_000, "mem-peak-app": 80_000, "mem-peak-driver": 25_000})


def left_out_in_code(asked: Asked) -> Answer:
    """Of the lines that the size asks for, one in ten is shown."""
    n = asked.n
    lines = read("select order_id, book_id, price from line order by id desc limit ?", rows=n, columns_fetched=3, columns_read=3, bytes=15 * n, bytes_unread=0)
    prices = read("select id, price from book where id in (...)", -(-n // 500), n, columns_fetched=2, columns_read=2, bytes=10 * n, bytes_unread=0)
    return Answer([lines, prices], items=n // 10)


def noisy_on_the_short_ladder(asked: Asked) -> Answer:
    """One slow request at the end of the ladder over the size; the fastest of several, on the long one, grow in proportion."""
    late = 12_000 if asked.n == 640 and asked.stored == 1 and asked.visit == 5 and not asked.long else 0
    return books(asked, counts={"cpu-app": 200 + 20 * asked.n + late})


def searched_through_a_join(asked: Asked) -> Answer:
    """Each of 1,000 authors is read with eight books, which the pattern is about."""
    authors = 1_000 * asked.stored
    search = read("select b.title from book b join author a on a.id = b.author_id where b.title like concat(?, ?, ?) order by b.rating desc limit ?", rows=20, scans=True,
                  plan=join(table("a", "ALL", authors), table("b", "ref", 8, "where b.title like <cache>(concat('%','x','%'))", "idx_author")))
    return Answer([search], items=20, counts={"rows-examined": 9 * authors})


def joined_by_comparing(asked: Asked) -> Answer:
    """The column by which the complaints are joined has no index."""
    complaints = 2_500 * asked.stored
    buffered = {"node": "block-nl-join", "extra": "where trigcond(c.order_id = o.`id`); BNL", "children": [table("c", "ALL", complaints)]}
    desk = read("select o.id, c.reason from orders o left join complaint c on c.order_id = o.id order by o.id desc limit ?", rows=asked.n, scans=True,
                plan=join({"node": "filesort", "extra": "by o.id desc", "children": [table("o", "index", asked.n, key="PRIMARY"), buffered]}))
    return Answer([desk], items=asked.n, counts={"rows-examined": asked.n + complaints})


def joined_by_key(asked: Asked) -> Answer:
    desk = read("select o.id, c.reason from orders o left join complaint c on c.order_id = o.id order by o.id desc limit ?", rows=asked.n,
                plan=join(table("o", "index", asked.n, key="PRIMARY"), table("c", "ref", 1, key="idx_order")))
    return Answer([desk], items=asked.n, counts={"rows-examined": 2 * asked.n})


def updates_of_two_rows(asked: Asked) -> Answer:
    """One update for each group of rows, which are two or three."""
    n = asked.n
    update = write("update scratch set author_id = ? where batch = ? and author_id = ?", n // 3)
    update.rows = 7 * n // 8
    return Answer([read("select distinct author_id from scratch where batch = ?", rows=n // 3), update], items=1)


def only_keys_unread(asked: Asked) -> Answer:
    """Most bytes of a prefetch for some entries are not read: keys, and rows of the entries that don't show them."""
    n = asked.n
    tags = read("select bt.book_id, t.id, t.name from tag t join book_tag bt on bt.tag_id = t.id where bt.book_id in (...)", rows=6 * n, columns_fetched=3, columns_read=1,
                bytes=132 * n, bytes_unread=84 * n)
    return Answer([read(BOOKS, rows=n, columns_fetched=3, columns_read=3, bytes=30 * n, bytes_unread=0), tags], items=n + 2 * n)


def fetched_for_nothing_by_an_api(asked: Asked) -> Answer:
    """What is never read also takes memory and allocations."""
    n = asked.n
    books = read("select id, publisher_id, title from book where publisher_id in (...)", rows=10 * n, columns_fetched=3, columns_read=0, bytes=300 * n, bytes_unread=300 * n)
    return Answer([read("select id, name from publisher limit ?", rows=n, columns_fetched=2, columns_read=2, bytes=20 * n, bytes_unread=0), books], items=n, values=2 * n,
                  headers={"content-type": "application/json"}, counts={"mem-count": 100 + 40 * n, "mem-peak": 9_000 * n, "mem-peak-app": 9_000 * n})


def listed(asked: Asked) -> Answer:
    n = asked.n
    return books(asked, read("select book_id, stars from rating where book_id in (...)", rows=n, parameters=n))


def listed_in_chunks(asked: Asked) -> Answer:
    n = asked.n
    return books(asked, read("select book_id, stars from rating where book_id in (...)", -(-n // 200), n, parameters=n))


def fetched_for_nothing(asked: Asked) -> Answer:
    n = asked.n
    tags = read("select book_id, id, name from tag where book_id in (...)", rows=4 * n, columns_fetched=3, columns_read=0, bytes=80 * n, bytes_unread=80 * n)
    return books(asked, tags)
