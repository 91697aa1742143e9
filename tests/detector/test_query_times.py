"""What is said of pages whose queries show only their text and how long they took, as spans do: which conditions of a query can't use
an index, and what it means that a query takes longer when more is stored."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Callable

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Observation
from caseload_detector.fastest import is_slower, only_times_its_queries
from caseload_detector.rules.conditions import conditions_of, reasons
from pages_database import AUTHOR, BOOKS
from recorded import Answer, Asked, dossier, read
from test_thresholds import altered, found, having

ROW = "select id, name from client where reference = ? limit ?"
LIST = "select id, name from client order by id limit ?"


def spans(page: Dossier) -> Dossier:
    """What spans don't have is left out."""
    def forget(seen: Observation) -> None:
        for digest in seen.digests or []:
            having(digest, rows=None, result_hash=None)
        for key in ("rows", "rows-examined", "db-bytes"):
            seen.counts.pop(key, None)

    return altered(page, forget)


def takes(text: str, us: Callable[[int], int] = lambda stored: 1_500 * stored, wildcard_first: bool | None = None, items: int = 10,
          times: int = 1, body: Callable[[int], int] = lambda stored: 2_000, apart: float = 1.5) -> Dossier:
    """`us` and `body` by how much is stored. A request may take half as long again as the fastest."""
    def answer(asked: Asked) -> Answer:
        query = having(read(text, times), us=times * us(asked.stored), wildcard_first=wildcard_first)
        return Answer([query, having(read(LIST), us=300)], items=items, body_bytes=body(asked.stored))

    page = spans(dossier(answer, sizes=(10,), factors=(1, 4)))
    for step in page.ladders[-1].steps:
        step.again = [slower(step.seen, by) for by in (apart, 1.2, 1.3, 1.1, apart, apart, apart)]
    return page


def slower(seen: Observation, by: float) -> Observation:
    return replace(seen, digests=[replace(digest, us=round(by * (digest.us or 0))) for digest in seen.digests or []])


def repeats(*texts: str, each: float = 1.0) -> Dossier:
    return spans(dossier(lambda asked: Answer([read(BOOKS), *(read(text, round(each * asked.n)) for text in texts)], items=asked.n), sizes=(10, 40, 160), factors=(1, 4)))


NOT_SHOWN = {"annotation", "pagination"}
PAGES: dict[str, tuple[Dossier, set[str]]] = {
    "one row by a column without an index": (takes(ROW), {"database-index"}),
    "one row by a column with an index": (takes(ROW, us=lambda stored: 400), set()),
    "a query that is slow however much is stored": (takes(ROW, us=lambda stored: 9_000), set()),
    "a query that takes a little longer": (takes(ROW, us=lambda stored: 9_000 + 700 * stored), set()),
    "a query that sometimes takes as long with less stored": (takes(ROW, apart=4.0), set()),
    "a query that runs ten times, each of which takes longer": (takes(ROW, times=10), set()),
    "a query that takes four times nothing": (takes(ROW, us=lambda stored: 300 * stored), set()),
    "a filter and an order": (takes("select id from client where city = ? order by name limit ?"), {"database-index", "filesort"}),
    "a filter without a limit, whose rows are not known": (takes("select id from client where city = ?"), {"database-index", *NOT_SHOWN}),
    "a filter whose rows are shown": (takes("select id from client where city = ?", body=lambda stored: 2_000 * stored), set()),
    "a function around a column": (takes("select id from bill where year(issued) = ? and month(issued) = ? order by number"), {"non-sargable"}),
    "a function around a column, and another condition": (takes("select id from bill where year(issued) = ? and open = ? limit ?"), {"database-index", "non-sargable"}),
    "a pattern that begins with a wildcard": (takes("select id from bill where text like ?", wildcard_first=True), {"leading-wildcard"}),
    "a pattern that does not": (takes("select id from bill where text like ? limit ?", wildcard_first=False), {"database-index"}),
    "a pattern that is not known": (takes("select id from bill where text like ? limit ?"), {"database-index", "leading-wildcard"}),
    "a random order": (takes("select id from client order by rand() limit ?"), {"random-order"}),
    "a count of all rows beside a list": (takes("select count(*) from client"), {"exact-count"}),
    "all rows, of which few are shown": (takes("select id, hours from visit"), NOT_SHOWN),
    "all rows with those of another table": (takes("select v.id, d.name from visit v left join doctor d on d.id = v.doctor_id"), NOT_SHOWN),
    "a sum, which is the work that was asked for": (takes("select city, sum(amount) from bill group by city"), set()),
    "a count of all rows that takes a little longer": (takes("select count(*) from client", us=lambda stored: 110 * stored), {"exact-count"}),
    "a count of all rows that takes hardly longer": (takes("select count(*) from client", us=lambda stored: 90 * stored), set()),
    "a count of all rows, most of whose time is spent on the way": (takes("select count(*) from client", us=lambda stored: 600 + 150 * stored), {"exact-count"}),
    "a count of all rows, nearly all of whose time is spent on the way": (takes("select count(*) from client", us=lambda stored: 1_000 + 150 * stored), set()),
    "a function around a column of a small table": (takes("select id from bill where year(issued) = ?", us=lambda stored: 110 * stored), {"non-sargable"}),
    "all rows in an order, which no index would shorten": (takes("select id, hours from visit order by hours desc, id desc"), NOT_SHOWN),
    "all rows with those of another table, in an order": (takes("select v.id, d.name from visit v left join doctor d on d.id = v.doctor_id order by v.id"), NOT_SHOWN),
    "rows that a join chooses, in an order": (takes("select v.id from visit v join doctor d on d.id = v.doctor_id and d.city = ? order by v.id"), set()),
    "a list of a few": (takes("select id, name from client limit ?"), set()),
    "a lookup by id for each item": (repeats(AUTHOR), {"n-plus-one"}),
    "a lookup by id for some items": (repeats(AUTHOR, each=0.3), {"n-plus-one"}),
    "a lookup by another key for each item": (repeats("select name from tag where book_id = ?"), {"n-plus-one", "prefetch-related"}),
    "a count for each item": (repeats("select count(*) from review where book_id = ?"), {"n-plus-one"}),
    "a lookup by id and one by another key": (repeats(AUTHOR, "select name from tag where book_id = ?"),
                                              {"n-plus-one", "nested-loops", "prefetch-related", "select-related"}),
    "a lookup that puts its rows in an order": (repeats("select name from tag where book_id = ? order by name"), {"prefetch-related"}),
    "a lookup that takes the first of an order": (repeats("select name from tag where book_id = ? order by name limit ?"), {"n-plus-one", "prefetch-related"}),
    "a lookup by id and one that puts its rows in an order": (repeats(AUTHOR, "select name from tag where book_id = ? order by name"), {"nested-loops", "prefetch-related"}),
    "the latest of each, counted": (repeats("select max(made) from review where book_id = ?"), {"n-plus-one"}),
    "lists of keys in chunks": (repeats("select name from tag where book_id in (...)", each=0.1), set()),
}


def fixed_list(lookup: str, shown: int = 100, runs: int = 100) -> Dossier:
    """A page of a fixed length without a size to vary."""
    return spans(dossier(lambda asked: Answer([read(BOOKS), read(lookup, runs)], items=shown), size=False, factors=(1, 4)))


def by_other_keys(lookups: float, collections: float, asked_for: str = "select name from tag where author_id = ? order by name", times: int = 1) -> Dossier:
    """A lookup and a collection for each item, with this share of different keys."""
    def answer(asked: Asked) -> Answer:
        return Answer([read(BOOKS), having(read(AUTHOR, asked.n), distinct=round(lookups * asked.n)),
                       having(read(asked_for, times * asked.n), distinct=round(collections * asked.n))], items=asked.n)

    return spans(dossier(answer, sizes=(10, 40, 160), factors=(1, 4)))


SLICED = "select v.id, v.hours, v.begun_at as begunat, v.guest_id from visit as v order by v.begun_at desc"


def sliced(fields: list[str] | None, text: str = SLICED, shown: Callable[[int], int] = lambda n: n, **known: int) -> Dossier:
    """All rows are loaded, and as many entries are shown as the size says."""
    def answer(asked: Asked) -> Answer:
        return Answer([having(read(text, rows=2_000 * asked.stored, columns_fetched=4), us=1_500 * asked.stored)], items=shown(asked.n))

    page = dossier(answer, sizes=(10, 40), factors=(1, 4))
    page = altered(page if known else spans(page), lambda seen: having(seen, fields=fields, counts={**seen.counts, **known}))
    for step in page.ladders[-1].steps:
        step.again = [slower(step.seen, by) for by in (1.2, 1.1, 1.3, 1.2, 1.3, 1.4, 1.2)]
    return page


class QueryTimes(unittest.TestCase):
    def test_what_is_said_of_a_page(self) -> None:
        for what, (page, labels) in PAGES.items():
            with self.subTest(what):
                self.assertEqual(set().union(*found(page)), labels)

    def test_a_joined_table_that_is_read_whole_is_not_judged(self) -> None:
        verdict = judge(takes("select v.id from visit v join doctor d on d.id = v.doctor_id where d.city = ? limit ?"))
        self.assertEqual(verdict.findings, [])
        self.assertIn("the plan of the query", verdict.not_judged["database-index"])

    def test_what_is_not_found_by_time_is_not_called_clean(self) -> None:
        verdict = judge(takes(ROW, us=lambda stored: 400))
        self.assertIn("rows examined", verdict.not_judged["database-index"])

    def test_times_are_known_only_where_the_query_ran_equally_often_in_all_requests(self) -> None:
        page = takes(ROW)
        ladder = page.ladders[-1]
        self.assertEqual(ladder.times_of_a_query(ROW), [
            [1_500, 2_250, 1_800, 1_950, 1_650, 2_250, 2_250, 2_250], [6_000, 9_000, 7_200, 7_800, 6_600, 9_000, 9_000, 9_000]])
        self.assertEqual(Dossier.from_json(page.to_json()).ladders[-1].times_of_a_query(ROW), ladder.times_of_a_query(ROW))
        self.assertIsNone(ladder.times_of_a_query("select 2"))
        having((ladder.steps[0].again[0].digests or [])[0], times=2)
        self.assertIsNone(ladder.times_of_a_query(ROW))

    def test_a_list_of_a_fixed_length_is_as_long_as_it_is_shown(self) -> None:
        for page, labels in (
            (fixed_list(AUTHOR), {"n-plus-one"}),
            (fixed_list("select name from tag where book_id = ? order by name"), {"prefetch-related"}),
            (fixed_list(AUTHOR, shown=90), set()),
            (fixed_list(AUTHOR, shown=20, runs=20), {"n-plus-one"}),
            (fixed_list(AUTHOR, shown=19, runs=19), set()),
        ):
            self.assertEqual(set().union(*found(page)), labels)

    def test_a_collection_with_more_keys_than_a_lookup_does_not_depend_on_it(self) -> None:
        either = {"nested-loops", "prefetch-related"}
        for page, labels in (
            (by_other_keys(0.8, 1.0), {"prefetch-related"}),
            (by_other_keys(0.8, 0.8), either),
            (by_other_keys(1.0, 0.8), either),
            (by_other_keys(0.8, 1.0, times=2), either),
            (by_other_keys(0.8, 1.0, "select name from tag where author_id = ? and book_id = ? order by name"), either),
        ):
            self.assertEqual(set().union(*found(page)), labels)

    def test_other_work_may_slow_down_some_of_many_requests(self) -> None:
        few, many = [100] * 4, [200] * 4
        for slow, fast, is_it in (
            (few * 2, many * 2, True), ([250, *few, 100, 250, 250], many * 2, True), ([250, *few, 250, 250, 250], many * 2, False),
            (few * 2, [*many, 200, 200, 200, 90], False), ([*few, 100, 100, *[250] * 10], many * 4, True), ([*few, 100, *[250] * 11], many * 4, False),
            (few, many, False), ([*few, 100, 100, 100], many * 2, False),
        ):
            self.assertEqual(is_slower(slow, fast), is_it, (slow, fast))

    def test_an_entry_that_is_named_as_a_row_shows_one(self) -> None:
        for page, labels in (
            (sliced(["begunAt", "id"]), {"pagination"}),
            (sliced(["hours", "id"], **{"rows-examined": 1}), {"pagination"}),
            (sliced(["hours"]), NOT_SHOWN),
            (sliced(["id"]), NOT_SHOWN),
            (sliced(["id", "total"]), NOT_SHOWN),
            (sliced(None), NOT_SHOWN),
            (sliced(["hours", "id"], shown=lambda n: 10), NOT_SHOWN),
            (sliced(["hours", "id"], "select guest_id as id, hours from visit"), NOT_SHOWN),
            (sliced(["hours", "id"], "select v.id, hours from visit v join guest g on g.id = v.guest_id"), NOT_SHOWN),
            (sliced(["hours", "id"], "select id, hours, now() from visit"), NOT_SHOWN),
            (sliced(["hours", "id"], "select * from visit"), NOT_SHOWN),
        ):
            self.assertEqual(set().union(*found(page)), labels)

    def test_requests_are_repeated_only_where_nothing_else_shows_what_a_query_reads(self) -> None:
        for expected, seen in (
            (True, Observation("q", 200, digests=[read(ROW)])),
            (False, Observation("q", 200, digests=[read(ROW)], counts={"rows-examined": 5})),
            (False, Observation("q", 200, digests=[having(read(ROW), blocks=3)])),
            (False, Observation("q", 200, digests=[having(read(ROW), us=None)])),
            (False, Observation("q", 200, digests=[])),
            (False, Observation("q", 200)),
        ):
            self.assertEqual(only_times_its_queries(seen), expected)


class Conditions(unittest.TestCase):
    def test_the_conditions_of_a_query(self) -> None:
        for text, conditions in (
            ("select a from t where x = ? and (y like ? or (z = ? and w is null)) order by a", ["x = ?", "y like ?", "z = ?", "w is null"]),
            ("select a from t where d between ? and ? and x = ?", ["d between ? and ?", "x = ?"]),
            ("select a from (select b from u where lower(c) = ?) t where a in (select d from v where upper(e) = ?)", ["a in (select d from v where upper(e) = ?)"]),
            ("select a from t where (x = ?) limit ?", ["x = ?"]),
            ("select a from t order by a", []),
        ):
            self.assertEqual(conditions_of(text), conditions, text)

    def test_a_column_inside_an_expression_differs_from_an_expression_without_one(self) -> None:
        for condition, is_inside in (
            ("date(t.made) = ?", True), ("lower(name) like ?", True), ("made at time zone ? = ?", True), ("(t.made at time zone ?)::date = ?::date", True),
            ("price * ? > ?", True), ("? < price + ?", True), ("not lower(name) = ?", True), ("cast(number as char) = ?", True), ("extract(year from made) = ?", True),
            ("made > now() - interval ? day", False), ("name = lower(?)", False), ("(a, b) > (?, ?)", False), ("a = b", False), ("t.a in (...)", False),
            ("a is null", False), ("active", False), ("made >= current_date", False), ("a = any(?)", False), ("lower(a) = lower(b)", False),
        ):
            digest = having(read(f"select id from t where {condition} limit ?"), wildcard_first=False)
            self.assertEqual("non-sargable" in reasons(digest, Observation("q", 200)), is_inside, condition)


if __name__ == "__main__":
    unittest.main()
