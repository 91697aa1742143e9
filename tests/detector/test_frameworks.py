"""Pages as other frameworks, drivers and servers have them. Each mistake stands beside a page that only looks like it."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Callable

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.calls import Call
from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Column, Digest
from caseload_detector.rules.repetition import READ_LABELS
from caseload_detector.rules.writes import WRITE_LABELS
from caseload_detector.sources.texts import MYSQL, STANDARD, normalised
from recorded import Answer, Asked, Behaviour, dossier, read, write
from test_thresholds import altered, found, having

FORM = {"method": "POST"}
ONE_SIZE = {"size": False}
PAGED = {**ONE_SIZE, "pages": True}


def sql(text: str, times: int = 1, rows: int = 1, dialect: str = STANDARD, **more: object) -> Digest:
    return having(read(normalised(text, dialect).text, times, rows), **more)


def change(text: str, times: int = 1, rows: int | None = None, dialect: str = STANDARD, **more: object) -> Digest:
    return having(write(normalised(text, dialect).text, times), **{"rows": times if rows is None else rows, **more})


def list_with(*more: Callable[[int], Digest]) -> Behaviour:
    """A list of books, and further queries by how many there are."""
    def page(asked: Asked) -> Answer:
        return Answer([sql("SELECT id, title, author_id FROM book ORDER BY id LIMIT 20", rows=asked.n), *(query(asked.n) for query in more)], items=asked.n)

    return page


def form_with(*queries: Callable[[int], Digest]) -> Behaviour:
    """This many parts are sent, and the response is a short confirmation."""
    return lambda asked: Answer([query(asked.n) for query in queries], items=1)


def fixed(*queries: Digest, items: int = 12) -> Behaviour:
    return lambda asked: Answer(list(queries), items=items)


def stored_rows(*queries: Callable[[int], Digest], items: int = 6, bytes_per_row: int = 0, words_per_row: int = 0, rows: int = 400) -> Behaviour:
    """A page of a fixed length, and queries by how much is stored."""
    def page(asked: Asked) -> Answer:
        count = rows * asked.stored
        return Answer([query(count) for query in queries], items=items, words=40 + words_per_row * count, body_bytes=4_000 + bytes_per_row * count)

    return page


def generations(asked: Asked) -> Answer:
    """Each has twice as many ancestors as the one before, and the last one is not full. The database does not count parameters."""
    return Answer([sql("select number, name, sire, dam from horse where number in (1, 2)", asked.n, 2**asked.n - 1 - asked.n // 4, parameters=None)],
                  items=0, values=4 * 2**asked.n, words=6 * 2**asked.n)


def paged(*queries: Callable[[int], Digest]) -> Behaviour:
    """A page of fifty by the key of the last one before, and further queries by how much is stored."""
    def page(asked: Asked) -> Answer:
        made = [sql("select id, name from author where id > 5 order by id limit 51", rows=51), *(query(asked.stored) for query in queries)]
        return Answer(made, items=50, words=200, body_bytes=6_000, body=str(asked.page), counts={"rows-examined": sum(digest.rows or 0 for digest in made)})

    return page


def books_of_the_page(factor: int, text: str = "select author_id, year from book where author_id in (1, 2, 3)", parameters: int = 51) -> Digest:
    rows = 1_500 * factor
    return sql(text, rows=rows, parameters=parameters, columns_fetched=2, columns_read=2, bytes=8 * rows, bytes_unread=0)


def held_rows(query: Callable[[int], Digest], bytes_per_row: int) -> Behaviour:
    """And what the driver holds of them."""
    page = stored_rows(query)
    return lambda asked: replace(page(asked), counts={"mem-peak-driver": 60_000 + bytes_per_row * 400 * asked.stored * 5})


def unknown(page: Dossier, *members: str) -> Dossier:
    """A source that does not see this of a query."""
    return altered(page, lambda seen: [setattr(digest, member, None) for digest in seen.digests or [] for member in members])


FOLLOWED = "SELECT day, price FROM quote WHERE symbol = 'x' ORDER BY day"


def numbers(rows: int, text: str = FOLLOWED) -> Digest:
    return sql(text, rows=rows, columns_fetched=2, columns_read=2, bytes=11 * rows, bytes_unread=0)


def stories(rows: int, keys: int, texts: int, text: str = "SELECT id, title, made FROM story ORDER BY made DESC") -> Digest:
    """`keys`: rows of which the code reads the first column; `texts`: rows of which it reads the others."""
    return sql(text, rows=rows, columns_fetched=3, columns_read=3, bytes=100 * rows, bytes_unread=0,
               columns=(Column(4 * rows, keys, False), Column(88 * rows, texts, True), Column(8 * rows, texts, False)))


def all_keys(rows: int) -> Digest:
    return sql("SELECT id FROM story WHERE shop_id = 5 ORDER BY id", rows=rows, columns_fetched=1, columns_read=1, bytes=4 * rows, bytes_unread=0)


def six_of_them(rows: int) -> Digest:
    return sql("SELECT s.id, s.title, a.name FROM story s JOIN author a ON a.id = s.author_id WHERE s.state = 'x' AND s.id IN (1, 2, 3)", rows=6, parameters=7, columns_fetched=3, columns_read=3)


AUTHOR = 'SELECT "author"."id", "author"."name" FROM "author" WHERE "author"."id" = 5 LIMIT 21'
PRISMA = 'SELECT "public"."Book"."id", "public"."Book"."title" FROM "public"."Book" WHERE "public"."Book"."authorId" = $1 ORDER BY "public"."Book"."id" ASC LIMIT $2 OFFSET $3'
ELOQUENT = "select * from `comments` where `comments`.`book_id` = 5 and `comments`.`book_id` is not null and `comments`.`deleted_at` is null"
SQLALCHEMY = "SELECT comment.id AS comment_id, comment.body AS comment_body FROM comment WHERE %(param_1)s = comment.book_id"
SESSION = change("update sessions set payload = 'x' where id = 'y'")

PAGES: dict[str, tuple[Behaviour, dict[str, object], list[set[str]]]] = {
    # read for each item
    "two counts for each entry": (list_with(lambda n: sql("select count(*) from comment where book_id = 5", n, n), lambda n: sql("select count(*) from likes where book_id = 5", n, n)),
                                  {}, [{"n-plus-one"}]),
    "a lookup and whether there is a row, for each entry": (
        list_with(lambda n: sql(AUTHOR, n, n), lambda n: sql('SELECT 1 AS "a" FROM "wish" WHERE ("wish"."book_id" = 7 AND "wish"."user_id" = 3) LIMIT 1', n, n // 5)),
        {}, [{"n-plus-one"}, {"n-plus-one"}]),
    "whether there is a row, by the key of the entry": (list_with(lambda n: sql('SELECT 1 AS one FROM "comments" WHERE "comments"."book_id" = 17 LIMIT 1', n, 2 * n // 3)),
                                                        {}, [{"n-plus-one"}]),
    "two lookups by key for each entry": (list_with(lambda n: sql(AUTHOR, n, n), lambda n: sql("select * from publisher where id = 5", n, n)), {}, [{"select-related"}]),
    "Prisma's offset in the books of each author": (list_with(lambda n: sql(PRISMA, n, 10 * n)), {}, [{"prefetch-related"}]),
    "Prisma's offset in the parts of an export": (lambda asked: Answer([sql(PRISMA, -(-asked.n // 100), asked.n)], items=asked.n), {}, []),
    "Eloquent's comments of a tenth of the entries": (list_with(lambda n: sql(ELOQUENT, n // 10, 12 * (n // 10), MYSQL)), {}, [{"prefetch-related"}]),
    "SQLAlchemy's comments of a tenth of the entries": (list_with(lambda n: sql(SQLALCHEMY, n // 10, 12 * (n // 10))), {}, [{"prefetch-related"}]),
    "comments by a list of keys, for each ten entries": (list_with(lambda n: sql("select * from comment where book_id in (1, 2)", n // 10, 12 * (n // 10), parameters=n)), {}, []),
    "a stored procedure for each entry": (list_with(lambda n: change("call author_stats(5)", n, 0)), {}, [WRITE_LABELS | READ_LABELS]),
    "a stored procedure for each ten entries": (list_with(lambda n: change("call author_stats(5)", n // 10, 0)), {}, []),
    "a procedure of the session for each entry": (list_with(lambda n: change("EXEC sys.sp_set_session_context 'tenant', 5", n, 0)), {}, []),
    # the same again
    "a setting read 12 times beside the write of a session": (fixed(sql("select value from setting where name = 'x'", 12, 12, distinct=1), SESSION), ONE_SIZE, [{"repeated-query"}]),
    "an order read again after each of six writes": (fixed(sql("select * from orders where id = 5", 7, 7, distinct=1), change("update orders set total = 5 where id = 5", 6)),
                                                     {**ONE_SIZE, **FORM}, []),
    "the tenant set before each of 12 lookups": (fixed(sql("select set_config('app.tenant', '5', true)", 12, 12, distinct=1), *(sql(f"select v from tile_{x} where id = 5") for x in "abcdefghijkl")),
                                                 ONE_SIZE, []),
    "a connection tried before each of 12 lookups": (fixed(sql("select 1 from dual", 12, 12, distinct=1), *(sql(f"select v from tile_{x} where id = 5") for x in "abcdefghijkl")),
                                                     ONE_SIZE, []),
    "a sequence's next number for each fifty rows": (form_with(lambda n: sql("select nextval('book_seq')", -(-n // 50), -(-n // 50), distinct=1),
                                                               lambda n: change("insert into book (id) values (1)", -(-n // 200), n)), FORM, []),
    "a random product for each place": (lambda asked: Answer([sql("select id from book order by rand() limit 1", asked.n, asked.n, distinct=1)], items=asked.n),
                                        {"stored": False}, []),
    "a stored product for each place, always the same": (lambda asked: Answer([sql("select id from book order by sold limit 1", asked.n, asked.n, distinct=1)], items=asked.n),
                                                         {"stored": False}, [{"repeated-query"}]),
    "one of six categories for each entry": (list_with(lambda n: sql("select id, name from category where id = 5", n, n, distinct=6)), {}, [{"n-plus-one", "repeated-query"}]),
    "one of six rates for each entry": (list_with(lambda n: sql("select rate from exchange where currency = 'x'", n, n, distinct=6)), {}, [{"repeated-query"}]),
    # lists of a fixed length
    "an author for each of 60 entries, and a session": (fixed(sql("select * from post order by id desc limit 60", rows=60), sql(AUTHOR, 60, 60), SESSION, items=60), ONE_SIZE, [{"n-plus-one"}]),
    "an author for each of 20 entries": (fixed(sql("select * from post order by id desc limit 20", rows=20), sql(AUTHOR, 20, 20), items=20), ONE_SIZE, [{"n-plus-one"}]),
    "an author for each of 20 entries, whatever size is requested": (fixed(sql("select * from post order by id desc limit 20", rows=20), sql(AUTHOR, 20, 20), items=20), {}, [{"n-plus-one"}]),
    "an author for each of 19 entries": (fixed(sql("select * from post order by id desc limit 19", rows=19), sql(AUTHOR, 19, 19), items=19), ONE_SIZE, []),
    "an author for each of 20 entries, of 21 that are read": (fixed(sql("select * from post order by id desc limit 21", rows=21), sql(AUTHOR, 20, 20), items=20), ONE_SIZE, [{"n-plus-one"}]),
    "20 settings beside 20 entries": (fixed(sql("select * from post order by id desc limit 20", rows=20), sql("select value from setting where name = 'x'", 20, 20), items=20), ONE_SIZE, []),
    "comments of each of 60 entries": (fixed(sql("select * from book order by id desc limit 60", rows=60), sql(ELOQUENT, 60, 300, MYSQL), items=60), ONE_SIZE, [{"prefetch-related"}]),
    "an author for each of 60 entries, which are stored again": (
        fixed(sql("select * from post order by id desc limit 60", rows=60), sql(AUTHOR, 60, 60), change("update post set rank = 5 where id = 5", 60), items=60), ONE_SIZE, []),
    # forms
    "two lookups for each row of an import": (
        form_with(lambda n: sql("select id from author where name = 'x'", n, n), lambda n: sql("select id from publisher where name = 'x'", n, n),
                  lambda n: change("insert into book (a) values (4)", -(-n // 500), n)), FORM, [{"select-related"}]),
    "lookups by two lists for an import": (
        form_with(lambda n: sql("select id from author where name in ('x')", -(-n // 100), n, parameters=n), lambda n: change("insert into book (a) values (4)", -(-n // 500), n)), FORM, []),
    "reminders for all loans, one by one": (stored_rows(lambda rows: sql("select id from loan where due < now()", rows=rows), lambda rows: change("insert into reminder (loan) values (5)", rows),
                                                        items=1), {**ONE_SIZE, **FORM}, [{"bulk-create"}]),
    "reminders for all loans, a hundred at a time": (stored_rows(lambda rows: sql("select id from loan where due < now()", rows=rows),
                                                                 lambda rows: change("insert into reminder (loan) values (5)", rows // 100, rows), items=1), {**ONE_SIZE, **FORM}, []),
    "prices that MySQL does not count, as they stay the same": (form_with(lambda n: change("update book set price = 5 where id = 7", n, 0, MYSQL)), FORM, [{"bulk-update"}]),
    "prices of fifty that MySQL does not count": (form_with(lambda n: change("update book set price = case id when 1 then 2 when 2 then 5 end where id in (1, 2)", -(-n // 50), 0, MYSQL)),
                                                  FORM, []),
    "rows that are loaded to be marked, one by one": (form_with(lambda n: sql("select * from t where id in (1, 2)", 1, min(n, 400), columns_fetched=6),
                                                               lambda n: change("update t set deleted_at = now() where id = 5", n)), FORM, [{"bulk-update"}]),
    # lists of a length that is not known
    "the generations of a tree, a list of keys for each": (generations, {"sizes": (2, 3, 5, 7), "stored": False}, []),
    "the parts of each entry, by a list with its key alone": (
        list_with(lambda n: sql("select * from part where book_id in (5)", n, 12 * n, parameters=None)), {}, [{"prefetch-related"}]),
    "more and more parts of each entry, by a list with its key alone": (
        list_with(lambda n: sql("select * from part where book_id in (5)", n, n * n // 4, parameters=None)), {}, [{"prefetch-related"}]),
    # rows that are shown, though not as entries
    "days counted in code": (stored_rows(numbers), ONE_SIZE, [{"annotation"}]),
    "days followed in code, as far as memory is known": (held_rows(lambda rows: numbers(rows, FOLLOWED), 40), ONE_SIZE, [{"annotation", "iterator"}]),
    "days followed in code, one by one": (held_rows(lambda rows: numbers(rows, FOLLOWED), 0), ONE_SIZE, []),
    "days counted in code, one by one": (held_rows(lambda rows: numbers(rows, "SELECT day, price FROM quote WHERE symbol = 'x' ORDER BY id"), 0), ONE_SIZE, [{"annotation"}]),
    "amounts counted in code, by the name that they are ordered by": (
        held_rows(lambda rows: having(numbers(rows, "SELECT method, cents FROM payment ORDER BY method"), columns=(Column(7 * rows, rows, True), Column(4 * rows, rows, False))), 0),
        ONE_SIZE, [{"annotation"}]),
    "days followed in code, which are no names": (
        held_rows(lambda rows: having(numbers(rows), columns=(Column(7 * rows, rows, False), Column(4 * rows, rows, False))), 0), ONE_SIZE, []),
    "days followed in the order of a bid": (held_rows(lambda rows: numbers(rows, "SELECT day, price FROM quote WHERE symbol = 'x' ORDER BY bid DESC NULLS LAST"), 0), ONE_SIZE, []),
    "days followed in the order of what is selected second": (held_rows(lambda rows: numbers(rows, "SELECT price, day FROM quote WHERE symbol = 'x' ORDER BY 2 FOR SHARE"), 0), ONE_SIZE, []),
    "the latest six of all": (stored_rows(lambda rows: stories(rows, rows, 6)), ONE_SIZE, [{"pagination"}]),
    "all of which are shown": (lambda asked: replace(stored_rows(lambda rows: stories(rows, rows, rows))(asked), items=400 * asked.stored), ONE_SIZE, []),
    "the keys of all, of which six are looked up": (stored_rows(all_keys, six_of_them), ONE_SIZE, [{"pagination"}]),
    "the keys of all, of which six are looked up at random": (lambda asked: replace(stored_rows(all_keys, six_of_them)(asked), body=str(asked.visit)), ONE_SIZE, []),
    "the authors of all, of which the six with most are looked up": (
        stored_rows(lambda rows: having(all_keys(rows), text="select author_id from story where shop_id = ? order by id"), six_of_them), ONE_SIZE, [{"annotation"}]),
    "the keys of two lists, of which six are in both": (
        stored_rows(all_keys, six_of_them, lambda rows: sql("SELECT story_id FROM tagged WHERE tag = 'x'", rows=rows)), ONE_SIZE, []),
    "the keys of all, of which all are looked up": (
        lambda asked: replace(stored_rows(all_keys, lambda rows: sql("SELECT title FROM story WHERE id IN (1, 2, 3)", rows=rows, parameters=rows))(asked), items=400 * asked.stored,
                              words=1_600 * asked.stored), ONE_SIZE, [{"unbounded-in"}]),
    "six of all, as each is scored": (stored_rows(lambda rows: stories(rows, rows, 6, "SELECT score, title, id FROM story")), ONE_SIZE, []),
    "six of all, as a word in each is tried": (stored_rows(lambda rows: stories(rows, rows, rows)), ONE_SIZE, []),
    "days counted in code beside the write of a session": (stored_rows(numbers, lambda rows: SESSION), ONE_SIZE, [{"annotation"}]),
    "days counted in code for a query in a body": (stored_rows(numbers), {**ONE_SIZE, **FORM}, [{"annotation"}]),
    "days counted in code to store them": (stored_rows(numbers, lambda rows: change("insert into total (a) values (4)")), {**ONE_SIZE, **FORM}, []),
    "days in a script that draws them": (stored_rows(numbers, bytes_per_row=14), ONE_SIZE, []),
    "days in a script, which are counted": (stored_rows(numbers, bytes_per_row=14, words_per_row=2), ONE_SIZE, []),
    "keys added up": (stored_rows(lambda rows: sql("select followee_id from follow where follower_id = 5", rows=rows, columns_fetched=1, row_bytes=8), rows=800), ONE_SIZE, [{"annotation"}]),
    # pages of a list
    "a page with the number of each brand": (paged(lambda factor: sql("select brand, count(*) from author group by brand", rows=100 * factor)), PAGED, []),
    "all authors with the number of their books, sliced in code": (
        paged(lambda factor: sql("select a.id, a.name, count(b.id) from author a left join book b on b.author_id = a.id group by a.id, a.name", rows=1_000 * factor)), PAGED, [{"pagination"}]),
    "a page of authors whose books are counted in code": (paged(books_of_the_page), PAGED, [{"annotation"}]),
    "all books of three shops, sliced in code": (
        paged(lambda factor: books_of_the_page(factor, "select id, year from book where shop_id in (1, 2, 3)", 3)), PAGED, [{"pagination"}]),
    # caches
    "three keys for each entry": (lambda asked: Answer([], items=asked.n, counts={"cache-get": 3 * asked.n, "cache-calls": asked.n, "cache-set": 0}), {}, [{"get-loop"}]),
    "three keys of each entry together": (lambda asked: Answer([], items=asked.n, counts={"cache-get": 3 * asked.n, "cache-calls": -(-asked.n // 33), "cache-set": 0}), {}, []),
    # transactions
    "a pause for each row of an import": (lambda asked: Answer([change("insert into t (a) values (1)", asked.n)], items=1, counts={"transaction-idle": 180 * asked.n, "commits": 1}),
                                          FORM, [{"bulk-create"}]),
    "work for each row of an import": (lambda asked: Answer([change("insert into t (a) values (1)", asked.n)], items=1, counts={"transaction-idle": 5_000 * asked.n, "commits": 1}),
                                       FORM, [{"bulk-create"}, {"long-transaction"}]),
    "short pauses between many queries": (lambda asked: Answer([SESSION, *(sql(f"select a from t{x} where id = 5") for x in range(38))], counts={"transaction-idle": 14_000}),
                                          {**ONE_SIZE, **FORM}, []),
    "a long pause among ten queries": (lambda asked: Answer([SESSION, *(sql(f"select a from t{x} where id = 5") for x in range(9))], counts={"transaction-idle": 40_000}),
                                       {**ONE_SIZE, **FORM}, [{"long-transaction"}]),
}


class Pages(unittest.TestCase):
    def test_a_mistake_is_named_and_its_likeness_is_not(self) -> None:
        for name, (behaviour, options, labels) in PAGES.items():
            with self.subTest(name):
                self.assertEqual(found(dossier(behaviour, **options)), labels)  # type: ignore[arg-type]


class Caps(unittest.TestCase):
    """A service shows up to 50 entries, and how long ago it made the page."""

    def capped(self, **more: object) -> Dossier:
        def page(asked: Asked) -> Answer:
            shown = min(asked.n, 50)
            calls = [Call("GET stock.example/left?sku", 100 * place, 100 * place + 5_000, 1, 200) for place in range(shown)] if "calls" in more else None
            counts = {"cache-get": shown, "cache-calls": shown, "cache-set": 0} if "gets" in more else {}
            return Answer([sql("select * from book order by id limit 50", rows=shown)], items=shown, words=8 * shown + asked.n % 7, body_bytes=90 * shown + asked.n % 7, body=str(asked.n),
                          calls=calls, counts=counts)

        return dossier(page, stored=False)

    def test_a_few_words_do_not_hide_a_cap(self) -> None:
        self.assertEqual(found(self.capped(gets=True)), [{"get-loop"}])
        self.assertEqual(found(self.capped(calls=True)), [{"call-loop"}])
        self.assertEqual([note for note in self.capped().caps() if "no more than" in note], ["n: the service shows no more than at 50, so 640 is left out; 160 counts as that"])

    def test_a_list_that_is_read_beyond_what_is_shown_is_not_capped(self) -> None:
        """A chart of up to 24 hours, over as many orders as requested."""
        def chart(asked: Asked) -> Answer:
            orders = sql("select hour, amount from orders order by id desc limit 9", rows=4 * asked.n, columns_fetched=2, columns_read=2, bytes=36 * asked.n, bytes_unread=0)
            return Answer([orders], items=min(asked.n, 24), words=2 * min(asked.n, 24))

        self.assertEqual(found(dossier(chart, stored=False)), [{"annotation"}])


class LeftOpen(unittest.TestCase):
    """What the evidence does not decide is neither named nor clean."""

    def assert_left_open(self, page: Dossier, *labels: str) -> None:
        verdict = judge(page)
        self.assertEqual(verdict.labels, set())
        for label in labels:
            self.assertEqual(verdict.status(label), "not judged", label)

    def named(self, name: str) -> Dossier:
        behaviour, options, _ = PAGES[name]
        return dossier(behaviour, **options)  # type: ignore[arg-type]

    def test_what_a_stored_procedure_does(self) -> None:
        self.assert_left_open(self.named("a stored procedure for each ten entries"), "n-plus-one", "bulk-create", "bulk-update")
        [finding] = judge(self.named("a stored procedure for each entry")).findings
        self.assertEqual(finding.deciding_signal, "what the procedure does")

    def test_whether_a_script_shows_each_row(self) -> None:
        self.assert_left_open(self.named("days in a script that draws them"), "annotation")

    def test_whether_a_query_without_rows_is_about_many_items(self) -> None:
        """Spans don't say how many rows a report for each month has, a range of keys, or a part of a list."""
        report = sql("select day, sum(pieces) from sale where month = ? group by day")
        part = sql("select customer_id, permission from granted where customer_id between ? and ?")
        offset = sql("select id, title from sale where shop_id = ? order by id limit ? offset ?")
        for query, each in ((report, 1), (part, 64), (offset, 64)):
            page = dossier(list_with(lambda n: having(replace(query), times=-(-n // each), distinct=-(-n // each), parameters=2 * -(-n // each))))
            self.assert_left_open(unknown(page, "rows"), "n-plus-one", "prefetch-related")

    def test_what_an_image_shows(self) -> None:
        page = altered(self.named("days counted in code"), lambda seen: having(seen, items=None, words=None, headers={"content-type": "image/svg+xml"}))
        self.assert_left_open(page, "annotation")

    def test_whether_keys_choose_the_rows_of_another_query(self) -> None:
        """PostgreSQL's counters don't say how long a list is."""
        page = dossier(stored_rows(lambda rows: sql("select followee_id from follow where follower_id = $1", rows=rows, columns_fetched=1, row_bytes=8),
                                   lambda rows: sql("select id, body from post where user_id in ($1, $2) order by id desc limit $3", rows=25), items=25, rows=800), size=False)
        self.assert_left_open(unknown(page, "parameters", "distinct"), "annotation")

    def test_whether_short_pauses_are_one_long_one(self) -> None:
        self.assert_left_open(self.named("short pauses between many queries"), "long-transaction")

    def test_how_many_rows_a_write_for_some_items_has(self) -> None:
        """Spans say neither rows nor, for arrays, parameters."""
        text = "insert into t (a, b) select * from unnest($1::int[], $2::text[])"
        page = dossier(form_with(lambda n: change(text, -(-n // 100), parameters=2 * -(-n // 100))), method="POST")
        self.assert_left_open(unknown(page, "rows"), "bulk-create")

    def test_whether_a_page_knows_of_a_size_if_a_token_is_in_it(self) -> None:
        list_of_12 = [sql("select * from post order by id desc limit 12", rows=12), sql(AUTHOR, 12, 12)]
        for token in (lambda asked: f"{asked.visit} {asked.n}", lambda asked: ""):
            self.assert_left_open(dossier(lambda asked: Answer(list_of_12, items=12, body=token(asked)), stored=False), "n-plus-one")


class Spans(unittest.TestCase):
    def test_the_parameters_of_a_write_say_how_many_rows_it_has(self) -> None:
        for each, labels in ((1, [{"bulk-create"}]), (100, [])):
            page = dossier(form_with(lambda n: change("insert into t (a, b, c) values (?, ?, ?)", -(-n // each), parameters=3 * n)), method="POST")
            self.assertEqual(found(unknown(page, "rows")), labels, each)

    def test_a_named_parameter_of_net_is_not_known(self) -> None:
        text = 'SELECT a."Id", a."Name" FROM "Authors" AS a WHERE a."Id" = @__id_0 LIMIT 1'
        self.assertTrue(normalised(text, STANDARD).bound)
        self.assertFalse(normalised("select @@version", MYSQL).bound)
        self.assertEqual(normalised(text, STANDARD).text, "select a.Id, a.Name from Authors as a where a.Id = ? limit ?")


if __name__ == "__main__":
    unittest.main()
