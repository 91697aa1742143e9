"""Pages of services that report nothing about themselves: what is seen of them from outside, by the database's counters and the
response, and what is said of it. Each mistake has a page beside it that nearly has it."""

from __future__ import annotations

import unittest
from typing import Any, Callable

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.dossier import Dossier
from caseload_detector.plans import plan_sorts
from caseload_detector.query_text import is_next_part
from caseload_detector.shown import shown_in
from pages_database import AUTHOR, BOOKS
from recorded import Answer, Asked, dossier, read
from test_thresholds import found, having, table

ALL_SCANS = "select id, parcel_id, depot_id, state, scanned_at from scan order by id desc"
NEXT = "select id, name from member where id > ? order by id asc limit ?"


def page(behaviour: Callable[[Asked], Answer], **more: Any) -> Dossier:
    return dossier(behaviour, sizes=(10, 40, 160), factors=(1, 4), **more)


def loaded_and_cut(columns: int | None = 5, row_bytes: int = 44, grows: bool = True, list_rows: int = 0, text: str = ALL_SCANS) -> Dossier:
    """All rows are loaded, whatever size is asked for. `list_rows`: rows of another query for each entry."""
    def answer(asked: Asked) -> Answer:
        rows = 2_000 * (asked.stored if grows else 1)
        entries = [read("select id, name from depot limit ?", rows=list_rows * asked.n)] if list_rows else []
        return Answer([having(read(text, rows=rows), columns_fetched=columns), *entries], items=asked.n, counts={"db-bytes": row_bytes * rows})

    return page(answer)


def summed(text: str, row_bytes: int | None = 40, blocks: int | None = None, estimated: int | None = None) -> Dossier:
    """Rows are summed up in code for a list of ten. `estimated`: bytes of a row, by the database's statistics."""
    def answer(asked: Asked) -> Answer:
        rows = 2_000 * asked.stored
        digest = having(read(text, rows=rows), blocks=None if blocks is None else blocks * asked.stored, columns_fetched=None if "*" in text else 5, row_bytes=estimated)
        return Answer([digest], items=10, counts={} if row_bytes is None else {"db-bytes": row_bytes * rows})

    return page(answer, size=False)


def listed(estimated: int | None, text: str = "select id, title, body from guide order by id limit ?", others: int | None = 20) -> Dossier:
    """A list of texts whose titles are shown, and one row that decides who may see it. The bytes are not counted, but estimated."""
    def answer(asked: Asked) -> Answer:
        right = having(read("select id, name from member where id = ?"), row_bytes=others)
        return Answer([having(read(text, rows=asked.n), row_bytes=estimated), right], items=asked.n)

    return page(answer)


def prefetched(rows_each: int, values: int = 3, text: str = "select p.* from player p where p.team_id in (...)", columns_read: int | None = None, words: int | None = None) -> Dossier:
    def answer(asked: Asked) -> Answer:
        players = having(read(text, rows=rows_each * asked.n), columns_read=columns_read, columns_fetched=columns_read and 6)
        return Answer([read(BOOKS, rows=asked.n), players], items=asked.n, values=values * asked.n, words=words and words * asked.n, counts={"db-bytes": 90 * rows_each * asked.n})

    return page(answer)


def partly_read(unread_each: int, columns_read: int) -> Dossier:
    """Three columns, 30 bytes of which are read in each row."""
    def answer(asked: Asked) -> Answer:
        rows = 5 * asked.n
        tags = having(read("select book_id, id, name from tag where book_id in (...)", rows=rows), bytes=rows * (10 + unread_each), bytes_unread=rows * unread_each,
                      columns_fetched=3, columns_read=columns_read)
        return Answer([having(read(BOOKS, rows=asked.n), bytes=30 * asked.n, bytes_unread=0, columns_fetched=4, columns_read=4), tags], items=asked.n, values=6 * asked.n, words=9 * asked.n)

    return dossier(answer, sizes=(10, 40, 160, 640), factors=(1, 4))


def placed(examined: Callable[[int], int] = lambda at: 75 * at) -> Dossier:
    """The size is the number of a page, 25 entries each."""
    return dossier(lambda asked: Answer([read("select id, name from closure order by id limit ? offset ?", rows=25)], items=25, body=f"page {asked.n}",
                                        counts={"rows-examined": examined(asked.n)}), sizes=(10, 40, 160), factors=(1, 4))


def keys_of_all(stored: bool = True, estimated: int | None = None, times: int = 1, others: int = 1) -> Dossier:
    """The keys of all readers, or of a hundred of them, are sent back in one list, or in parts. `estimated`: bytes of a key; `others`: how
    many keys there are for each in the list."""
    def answer(asked: Asked) -> Answer:
        keys = 300 * asked.stored if stored else 300
        orders = having(read("select id, total from orders where reader_id in (...) order by id desc limit ?", times, rows=20), parameters=keys)
        readers = having(read("select id from reader where newsletter = ?", rows=others * keys), row_bytes=estimated, columns_fetched=1)
        return Answer([readers, orders], items=20)

    return page(answer, size=False)


def sorted_join(begins_at: str = "customer", sorts_by: str = "orders", extra: str = "") -> Dossier:
    """A join whose rows are sorted, by the plan."""
    def answer(asked: Asked) -> Answer:
        tables = [{"node": "table", "table": begins_at, "access": "ALL", "rows": 2_000 * asked.stored, "extra": extra},
                  {"node": "table", "table": "product", "access": "ref", "rows": 2}]
        plan = {"node": "filesort", "extra": f"by {sorts_by}.`id` desc", "children": [{"node": "temporary table", "children": tables}]}
        query = having(read("select * from orders join customer join product order by orders.id desc limit ?", rows=10), plan=plan, scans=True,
                       rows_examined=6_000 * asked.stored)
        return Answer([query], items=10, counts={"rows-examined": 6_000 * asked.stored})

    return page(answer, size=False)


def sorted_range(limit: str = " limit ?") -> Dossier:
    """A range of the rows, which are sorted by another column."""
    def answer(asked: Asked) -> Answer:
        rows = 4_000 * asked.stored
        plan = table("range", rows, "book.`year` <= 2000", is_sorted=True)
        return Answer([having(read(f"select title from book where year <= ? order by price desc{limit}", rows=10), plan=plan, rows_examined=rows)],
                      items=10, counts={"rows-examined": rows})

    return page(answer, size=False)


def counted_for_each(times: Callable[[Asked], int], listed: str = "depot") -> Dossier:
    """A count of rows that grow with what is stored, from an index, beside a list of these or other rows."""
    def answer(asked: Asked) -> Answer:
        count = times(asked)
        counted = having(read("select count(*) from parcel where depot_id = ?", count, count), blocks=60 * asked.stored * count)
        return Answer([read(f"select id, name from {listed} limit ?", rows=10), counted], items=10)

    return page(answer, size=False)


def attachment(lookups: float = 0.0, allocations: float = 3.0) -> Dossier:
    """A file of 128 kB that is sent as a whole. Of its rows, some are looked up, and each value needs some allocations."""
    def answer(asked: Asked) -> Answer:
        looked_up = round(lookups * asked.n)
        return Answer([read("select id, name from loan limit ?", rows=asked.n), *([read(AUTHOR, looked_up, looked_up)] if looked_up else [])], items=asked.n,
                      body_bytes=800 * asked.n, values=4 * asked.n, headers={"content-type": "application/xml", "content-disposition": "attachment"},
                      total_us=1_000 * asked.n, counts={"first-byte": 1_000 * asked.n, "mem-peak-app": 10_000 + 3_600 * asked.n, "cpu-app": 100 * asked.n,
                                                        "mem-count": 300 + round(4 * allocations * asked.n)})

    return page(answer, stored=False)


def exported(text: str) -> Dossier:
    """A file of all rows, which are read in parts of 500."""
    def answer(asked: Asked) -> Answer:
        rows = 2_500 * asked.stored
        return Answer([read(text, rows // 500, rows)], items=rows, body_bytes=40 * rows)

    return page(answer, size=False)


def lines(distinct: float = 1.0, listed: float = 1.0) -> Dossier:
    """An order by its number in the address, whose lines grow thirtyfold with it; each line's product is looked up twice."""
    def answer(asked: Asked) -> Answer:
        number = 10 if asked.n == 1 else 40
        product = having(read("select * from product where id = ?", 2 * number, 2 * number), distinct=round(distinct * number))
        return Answer([read("select id, product_id from line where order_id = ?", rows=round(listed * number)), product], items=number + 28)

    return dossier(answer, sizes=(1, 2), stored=False)


def fixed_list(rows: int, times: int, text: str = AUTHOR, distinct: int | None = None, sized: bool = False,
               shown: int | None = None, more: int = 0, grows: bool = False) -> Dossier:
    """`more`: lookups when more is stored. `grows`: another list has as many rows as requested."""
    def answer(asked: Asked) -> Answer:
        count = times + more * (asked.stored > 1)
        lookups = having(read(text, count, count), distinct=count if distinct is None else distinct)
        others = [read("select title from film order by id limit ?", rows=asked.n)] if grows else []
        return Answer([read(BOOKS, rows=rows), lookups, *others], items=(rows if shown is None else shown) + asked.n * grows, body=str(asked.stored))

    return page(answer, size=sized)


def computed_again(body: Callable[[Asked], str], examined: int | None = 30_000, blocks: int | None = None,
                   text: str = "select name, sum(amount) from line group by name limit ?") -> Dossier:
    """A sum over many rows. What it returns is not known."""
    def answer(asked: Asked) -> Answer:
        sums = having(read(text, rows=10), result_hash=None, rows_examined=examined, blocks=blocks)
        made = Answer([sums], items=10, body=body(asked), text=body(asked), headers={"cache-control": ""},
                      counts={} if examined is None else {"rows-examined": examined})
        made.blocks = None
        return made

    kept = page(answer, size=False)
    for seen in [kept.cold, *kept.warm, *filter(None, [kept.other_visitor, kept.revisit])]:
        seen.blocks = None
    return kept


def file_of(length: bool, first_share: float = 0.95, saved_as: str = "attachment", kind: str = "text/csv") -> Dossier:
    def answer(asked: Asked) -> Answer:
        size = 200_000 * asked.stored
        headers = {"content-disposition": saved_as, "content-type": kind, **({"content-length": str(size)} if length else {"transfer-encoding": "chunked"})}
        return Answer([read("select * from orders order by id", rows=5_000 * asked.stored)], items=5_000 * asked.stored, body_bytes=size, headers=headers,
                      first_byte_us=round(first_share * size), total_us=size, counts={"total": size})

    return page(answer, size=False)


def pages_read(text: str, grows: bool = True, **more: Any) -> Dossier:
    """PostgreSQL counts the pages that a query reads."""
    def answer(asked: Asked) -> Answer:
        return Answer([having(read(text, rows=10), blocks=80 * (asked.stored if grows else 1), rows_examined=None, **more)], items=10)

    return page(answer, size=False)


def looked_up(sorted_by: str, first: str = "range") -> Dossier:
    """The lines of some orders with their products, sorted, by the plan of PostgreSQL."""
    line = {"node": "table", "table": "line", "access": first, "rows": 30, "extra": "(line.order_id = ANY (ARRAY[$1, $2]))"}
    product = {"node": "table", "table": "product", "access": "ref", "rows": 1, "extra": "(product.id = line.product_id)"}
    plan = {"node": "filesort", "extra": f"by {sorted_by}", "children": [{"node": "nested loop", "children": [line, product]}]}
    return pages_read("select line.id, product.name from line join product on product.id = line.product_id where line.order_id in (...) order by line.id", plan=plan)


def found_rows(text: str = "select sql_calc_found_rows id from post where state = ? order by made desc limit ?") -> Dossier:
    def answer(asked: Asked) -> Answer:
        rows = 2_000 * asked.stored
        return Answer([having(read(text, rows=10), plan=table("ALL", rows, "where t1.state = ?", is_sorted=True), rows_examined=rows), read("select found_rows()")],
                      items=10, counts={"rows-examined": rows})

    return page(answer, size=False)


def for_each(*texts_and_rows: tuple[str, int]) -> Dossier:
    """These queries for each item, which return so many rows."""
    def answer(asked: Asked) -> Answer:
        return Answer([read(BOOKS, rows=asked.n), *(read(text, asked.n, rows * asked.n) for text, rows in texts_and_rows)], items=asked.n)

    return page(answer)


REPLIES = "select count(*) from comment where parent_id = ?"
TAGS = "select name from tag where book_id = ?"

PAGES: dict[str, tuple[Callable[[], Dossier], set[str]]] = {
    "a list that is loaded and cut": (lambda: loaded_and_cut(), {"annotation", "pagination"}),
    "a list of texts that is loaded and cut": (lambda: loaded_and_cut(row_bytes=400), {"pagination"}),
    "a list that is loaded and cut, all columns": (lambda: loaded_and_cut(None, text="select scan.* from scan"), {"annotation", "pagination"}),
    "two columns, as a sum needs them": (lambda: loaded_and_cut(columns=2, row_bytes=20), {"annotation"}),
    "rows that another query's entries are made from": (lambda: loaded_and_cut(list_rows=1), {"annotation"}),
    "a long list that does not grow": (lambda: loaded_and_cut(grows=False), set()),
    "all columns of rows that are summed up": (lambda: summed("select payment.* from payment"), {"annotation"}),
    "all columns of rows with a text": (lambda: summed("select payment.* from payment", row_bytes=4_000), set()),
    "rows that are summed up, by the pages read": (lambda: summed(ALL_SCANS, None, blocks=15), {"annotation"}),
    "rows with a text, by the pages read": (lambda: summed(ALL_SCANS, None, blocks=900), set()),
    "rows that are summed up, by the bytes that the database estimates": (lambda: summed(ALL_SCANS, None, blocks=900, estimated=40), {"annotation"}),
    "rows with a text, by the bytes that the database estimates": (lambda: summed(ALL_SCANS, None, blocks=15, estimated=4_000), set()),
    "whole rows with a short text that are summed up, by the bytes that the database estimates": (lambda: summed(ALL_SCANS, None, blocks=900, estimated=75), {"annotation"}),
    "texts of which titles are shown, by the bytes that the database estimates": (lambda: listed(2_000), {"deferred-loading"}),
    "texts of which titles are shown, beside a row of which nothing is estimated": (lambda: listed(2_000, others=None), {"deferred-loading"}),
    "texts of which nothing is estimated": (lambda: listed(None), set()),
    "texts that are hardly longer than what is shown": (lambda: listed(600), set()),
    "texts that a condition chooses, which may be short ones": (lambda: listed(2_000, "select id, title, body from guide where state = ? order by id limit ?"), set()),
    "a prefetch with more rows than the response has values": (lambda: prefetched(11), {"annotation", "unused-prefetch"}),
    "a prefetch that may be shown": (lambda: prefetched(11, values=15), set()),
    "a prefetch of two columns": (lambda: prefetched(11, text="select team_id, goals from player where team_id in (...)", columns_read=None), set()),
    "a prefetch that is read": (lambda: prefetched(11, columns_read=2), {"annotation"}),
    "a list of the keys of all rows": (lambda: keys_of_all(), {"unbounded-in"}),
    "a list of the keys of all rows, which are known to be numbers": (lambda: keys_of_all(estimated=4), {"unbounded-in"}),
    "keys of all rows, sent back in parts": (lambda: keys_of_all(estimated=4, times=2), set()),
    "many more keys than are sent back": (lambda: keys_of_all(estimated=4, times=2, others=9), {"annotation"}),
    "a list of as many keys as ever": (lambda: keys_of_all(stored=False), set()),
    "a join that begins at another table than it is sorted by": (lambda: sorted_join(), set()),
    "a join that begins where it is sorted by": (lambda: sorted_join(begins_at="orders"), {"database-index"}),
    "a join that begins at another table with a filter": (lambda: sorted_join(extra="where customer.city = 'x'"), {"database-index"}),
    "a count for each entry": (lambda: counted_for_each(lambda asked: 10), set()),
    "a count for the list": (lambda: counted_for_each(lambda asked: 1, "parcel"), {"exact-count"}),
    "a count of something that is not in the list": (lambda: counted_for_each(lambda asked: 1), set()),
    "an export in parts by key": (lambda: exported(NEXT), set()),
    "a list for each part of an export": (lambda: exported("select id, name from member where club_id = ? order by id asc limit ?"), {"prefetch-related"}),
    "a product that is looked up twice for each line": (lambda: lines(), {"n-plus-one"}),
    "products that are not shown": (lambda: lines(distinct=2.0), {"raw-sql"}),
    "products of no list": (lambda: lines(listed=0.5), {"n-plus-one", "nested-loops"}),
    "a lookup for each row of a list of a fixed length": (lambda: fixed_list(100, 100), {"n-plus-one"}),
    "a lookup for each row of a list that is not shown": (lambda: fixed_list(100, 100, shown=10), set()),
    "a few lookups beside a short list": (lambda: fixed_list(12, 12), set()),
    "lookups that vary beside a list that does not": (lambda: fixed_list(100, 100, more=3), set()),
    "as many lookups as half a list": (lambda: fixed_list(100, 50), set()),
    "lookups with few keys": (lambda: fixed_list(100, 100, distinct=3), {"n-plus-one", "repeated-query"}),
    "lookups with few names": (lambda: fixed_list(100, 100, "select share from vat where name = ?", distinct=3), {"repeated-query"}),
    "a list for each row": (lambda: fixed_list(100, 100, "select id from book where price > ? limit ?"), set()),
    "lookups that stay at any size": (lambda: fixed_list(100, 100, sized=True, grows=True), set()),
    "lookups for a list that stays at any size": (lambda: fixed_list(100, 100, sized=True), {"n-plus-one"}),
    "a sum that is shown again": (lambda: computed_again(lambda asked: "same"), {"fragment-cache", "query-cache"}),
    "a sum that is shown with the time": (lambda: computed_again(lambda asked: f"{asked.visit}"), set()),
    "different values that are shown again": (lambda: computed_again(lambda asked: "same", text="select distinct name from line order by name"), {"fragment-cache", "query-cache"}),
    "the keys of a page that are shown again": (lambda: computed_again(lambda asked: "same", text="select distinct line.id from line join item on item.line_id = line.id limit ?"), set()),
    "a small sum that is shown again": (lambda: computed_again(lambda asked: "same", 3_000), set()),
    "a large sum that is shown again, by the pages read": (lambda: computed_again(lambda asked: "same", None, blocks=300), {"fragment-cache", "query-cache"}),
    "a small sum that is shown again, by the pages read": (lambda: computed_again(lambda asked: "same", None, blocks=30), set()),
    "a cast of a column in a filter": (lambda: pages_read("select id from t where (t.made at time zone ?)::date = ?::date"), {"non-sargable"}),
    "a cast of a value in a filter": (lambda: pages_read("select id from t where t.made = ?::date"), {"database-index"}),
    "a pattern for a column in a function": (lambda: pages_read("select id from t where upper(t.name) like upper(?)"), {"database-index", "leading-wildcard", "non-sargable"}),
    "a pattern for a column in a function that begins with a wildcard": (lambda: pages_read("select id from t where upper(t.name) like upper(?)", wildcard_first=True), {"leading-wildcard"}),
    "a pattern for a column in a function that begins with no wildcard": (lambda: pages_read("select id from t where upper(t.name) like upper(?)", wildcard_first=False), {"non-sargable"}),
    "rows of a list of keys that are sorted": (lambda: looked_up("line.id"), set()),
    "rows of a key that are sorted": (lambda: looked_up("line.id", "ref"), {"filesort"}),
    "rows that are sorted by what is looked up for them": (lambda: looked_up("product.name"), set()),
    "a join that reads more pages": (lambda: pages_read("select t.id from t join u on u.id = t.u_id where t.state = ?"), set()),
    "a count of a join that reads more pages": (lambda: pages_read("select count(*) from t join u on u.id = t.u_id"), {"exact-count"}),
    "a count of different keys of a join that reads more pages": (lambda: pages_read("select count(distinct(t.id)) as cnt from t left join u on u.id = t.u_id"), {"exact-count"}),
    "a total by the query for a few rows": (lambda: found_rows(), {"exact-count"}),
    "a few rows without a total": (lambda: found_rows("select id from post where state = ? order by made desc limit ?"), {"database-index"}),
    "a count and a list for each item": (lambda: for_each((REPLIES, 1), (TAGS, 3)), {"n-plus-one", "prefetch-related"}),
    "a count and a lookup for each item": (lambda: for_each((REPLIES, 1), (AUTHOR, 1)), {"n-plus-one"}),
    "a lookup and a list for each item": (lambda: for_each((AUTHOR, 1), (TAGS, 3)), {"nested-loops", "prefetch-related"}),
    "names of which few are shown, and a key": (lambda: partly_read(unread_each=18, columns_read=2), set()),
    "a text that is not shown": (lambda: partly_read(unread_each=90, columns_read=2), {"deferred-loading"}),
    "two numbers and a name that are not shown": (lambda: partly_read(unread_each=18, columns_read=1), {"deferred-loading"}),
    "a preload of few values, all of which a text may show": (lambda: prefetched(3, values=4), set()),
    "a list at a place that is given": (lambda: placed(), {"pagination"}),
    "a list at a place that is given, of which little is read": (lambda: placed(examined=lambda at: 25 * at), set()),
    "a list at a place that is given, by key": (lambda: placed(examined=lambda at: 25), set()),
    "a file that is sent as a whole": (lambda: attachment(), {"streaming-response"}),
    "a file whose rows are looked up": (lambda: attachment(lookups=1.0), {"n-plus-one"}),
    "a file of which a tree is made": (lambda: attachment(allocations=9.0), {"serializer"}),
    "a file with a length": (lambda: file_of(True), {"streaming-response"}),
    "a file by its type": (lambda: file_of(True, saved_as="", kind="text/csv; charset=utf-8"), {"streaming-response"}),
    "a text that is not a file": (lambda: file_of(True, saved_as="", kind="text/plain"), set()),
    "a file in chunks": (lambda: file_of(False), set()),
    "a file with a length that comes at once": (lambda: file_of(True, 0.1), set()),
}


class Outside(unittest.TestCase):
    def test_what_is_said_of_a_page(self) -> None:
        for what, (make, labels) in PAGES.items():
            with self.subTest(what):
                self.assertEqual(set().union(*found(make())), labels)

    def test_C11_lookups_spread_over_several_tables_or_without_a_list_query_are_n_plus_one(self) -> None:
        def owners(asked: Asked) -> Answer:
            kinds = [read(f"select name from {table} where id = ?", asked.n // 3 + (number < asked.n % 3)) for number, table in enumerate(("person", "company", "school"))]
            return Answer([read("select id, owner_type, owner_id from car order by id limit ?", rows=asked.n), *kinds], items=asked.n)

        def of_a_search(asked: Asked) -> Answer:
            return Answer([read("select title from book where id = ?", asked.n, asked.n)], items=asked.n)

        def tenants(asked: Asked) -> Answer:
            return Answer([read(f"select total from tenant_{number}.invoice where id = ?") for number in range(asked.n)], items=asked.n)

        for page_of in (owners, of_a_search, tenants):
            self.assertEqual(found(page(page_of)), [{"n-plus-one"}], page_of.__name__)

    def test_C12_a_preload_in_chunks_of_what_is_shown_in_the_same_row_is_clean(self) -> None:
        def profiles(asked: Asked) -> Answer:
            chunks = -(-asked.n // 100)
            preload = having(read("select user_id, city, born from profile where user_id in (...)", chunks, asked.n), parameters=asked.n)
            return Answer([read("select id, name from user order by id limit ?", rows=asked.n), preload], items=asked.n, values=4 * asked.n)

        self.assertEqual(found(page(profiles)), [])

    def test_an_order_that_an_index_may_have_is_not_judged(self) -> None:
        self.assertEqual(judge(sorted_join()).not_judged["database-index"], "whether an index has that order")

    def test_a_range_of_unknown_width_that_is_sorted_to_return_a_few_rows_is_not_judged(self) -> None:
        self.assertIn("whether the range holds most of the table", judge(sorted_range()).not_judged["filesort"])
        self.assertNotIn("filesort", judge(sorted_range(limit="")).not_judged)

    def test_a_query_that_continues_a_list(self) -> None:
        for text, continues in (
            (NEXT, True), ("select m.id from member m where m.id > ? and m.open = ? order by m.id limit ?", True),
            ("select id from member limit ? offset ?", True), ("select id from member where id > ? limit ?", False),
            ("select id from member where age > ? order by id limit ?", False), (AUTHOR, False),
        ):
            self.assertEqual(is_next_part(text), continues, text)

    def test_few_values_for_many_whole_rows_are_not_judged(self) -> None:
        missing = judge(prefetched(11, values=4, words=15)).not_judged
        self.assertIn("which columns the code reads", missing["annotation"])

    def test_what_a_derived_table_is_made_from_is_no_part_of_the_join(self) -> None:
        inner = {"node": "filesort", "extra": "by s.score desc", "children": [{"node": "table", "table": "s"}]}
        derived = {"node": "table", "table": "<derived2>", "children": [{"node": "materialized", "children": [inner]}]}
        outer = {"node": "filesort", "extra": "by best.score desc", "children": [derived, {"node": "table", "table": "c"}]}
        self.assertEqual(plan_sorts(outer), [({"s"}, ["s"]), ({"best"}, ["<derived2>", "c"])])

    def test_what_a_plan_sorts(self) -> None:
        plan = {"node": "filesort", "extra": "by a.`name`, b.id desc", "children": [{"node": "table", "table": "c"}, {"node": "table", "table": "a"}]}
        self.assertEqual(plan_sorts({"node": "query", "children": [plan]}), [({"a", "b"}, ["c", "a"])])
        self.assertEqual(plan_sorts(None), [])


class Shown(unittest.TestCase):
    def test_elements_of_one_type_and_class_are_a_list_if_there_is_no_other(self) -> None:
        for body, items in (
            ('<body><h1>News</h1><h2 class="article">One</h2> by A <h2 class="article">Two</h2> by B</body>', 2),
            ('<div class="card"><p>1</p></div><div class="card"><p>2</p></div><div class="card"><p>3</p></div>', 3),
            ('<div class="page"><div class="head">x</div><div class="body">y</div></div>', 0),
            ('<div><p>1</p></div><div class="b"><p>2</p></div>', 0),
            ("<ul><li>1</li></ul><div>x</div><div>y</div>", 1),
        ):
            self.assertEqual(shown_in(body.encode(), "text/html").items, items, body)


if __name__ == "__main__":
    unittest.main()
