"""Joins and derived tables as ORMs write them: which of their tables is read in vain, by the plan, and whether a limit is
where it helps. Each mistake has a page beside it that nearly has it."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Any, Callable

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.dossier import Dossier
from caseload_detector.plans import finds_one
from caseload_detector.query_text import computes, has_late_limit, joined_columns, limited_after_grouping
from pages_database import BOOKS
from recorded import Answer, Asked, dossier, join, observations, read, table
from test_thresholds import found, having

NUMBERED = ("select distinct id_0, min(sclr_8) as first from (select l0_.id as id_0, row_number() over(order by l0_.due_on asc, l0_.id asc) as sclr_8 "
            "from loan l0_ left join item l1_ on l0_.id = l1_.loan_id{where}) result group by id_0 order by first asc limit ?")
REPEATED = ("select distinct id_0 from (select distinct id_0, due_4 from (select l0_.id as id_0, l0_.due_on as due_4 from loan l0_ "
            "left join item l1_ on l0_.id = l1_.loan_id{where}) inner_result order by due_4 asc) result limit ?")
GROUPED = ("select me.id, me.name, e.id, e.fee from (select me.id, me.name from meeting me left join entry e on e.meeting_id = me.id{where} "
           "group by me.id, me.name order by me.starts_on limit ?) me left join entry e on e.meeting_id = me.id{where} order by me.starts_on")
COUNT = "select count(*) as n from (select distinct id_0 from (select l0_.id as id_0 from loan l0_ join item l1_ on l0_.id = l1_.loan_id where l0_.owner_id = ?) d) e"


def page(behaviour: Callable[[Asked], Answer], **more: Any) -> Dossier:
    return dossier(behaviour, sizes=(10, 40, 160), factors=(1, 4), **more)


def of_a_day(condition: str = "where c0_.made >= ? and c0_.made < ?", rows: int = 12, limit: str = "", sorted_by: str = "c0_", first_where: str = "",
             access: str = "ref") -> Dossier:
    """A join that begins at the artefacts, by the plan, and looks up the reports of each; few have the day."""
    def answer(asked: Asked) -> Answer:
        tables = [table("a1_", "index", 2_000 * asked.stored, first_where or "using index"), table("c0_", access, 2, condition)]
        plan = {"node": "filesort", "extra": f"by {sorted_by}.made", "children": [{"node": "temporary table", "children": tables}]} if sorted_by else join(*tables)
        text = f"select c0_.id, a1_.number from report c0_ inner join artefact a1_ on c0_.artefact_id = a1_.id where c0_.made >= ? and c0_.made < ? order by c0_.made{limit}"
        return Answer([having(read(text, rows=rows), plan=plan, scans=True, rows_examined=5_000 * asked.stored)], items=rows,
                      counts={"rows-examined": 5_000 * asked.stored})

    return page(answer, size=False)


def first_loans(text: str = REPEATED, where: str = "", examined: Callable[[int], int] = lambda stored: 9_000 * stored, own: bool = True,
                access: str = "index", extra: str = "using index", with_plan: bool = True, rows: Callable[[int], int] = lambda stored: 10, others: int = 10) -> Dossier:
    """The keys of one page, by the rows that the database examines. `own`: those of each query are counted. `others`: by other queries."""
    def answer(asked: Asked) -> Answer:
        read_rows = examined(asked.stored)
        inner = {"node": "materialized", "children": [{"node": "temporary table", "children": [
            table("l0_", access, read_rows // 3, extra), table("l1_", "ref", 1, "using index; distinct")]}]}
        plan = {"node": "query", "children": [{"node": "table", "table": "<derived2>", "access": "ALL", "rows": read_rows, "children": [inner]}]}
        keys = having(read(text.format(where=where), rows=rows(asked.stored)), plan=plan if with_plan else None, rows_examined=read_rows if own else None, scans=True)
        shown = having(read("select id, number from loan where id in (...) order by due_on", rows=10), rows_examined=10 if own else None, scans=False)
        return Answer([keys, shown], items=10, counts={"rows-examined": read_rows + others})

    return page(answer, size=False)


def by_pages(text: str, plan: Callable[[int], Any], blocks: Callable[[int], int] = lambda stored: 100 * stored, rows: int = 10) -> Dossier:
    """PostgreSQL counts the pages that a query reads."""
    def answer(asked: Asked) -> Answer:
        return Answer([having(read(text, rows=rows), blocks=blocks(asked.stored), rows_examined=None, plan=plan(asked.stored))], items=10)

    return page(answer, size=False)


def meetings(where: str = " where (e.paid = ?)", text: str = GROUPED, examined: Callable[[int], int] = lambda stored: 9_000 * stored, extra: str = "where e.paid = ?",
             with_plan: bool = True) -> Dossier:
    """One page of the meetings that have an entry, by the rows that the database examines."""
    def answer(asked: Asked) -> Answer:
        read_rows = examined(asked.stored)
        tables = [table("me", "ALL", read_rows // 10), table("e", "ref", 9, extra)]
        inner = {"node": "materialized", "children": [{"node": "filesort", "extra": "by me.starts_on", "children": [{"node": "temporary table", "children": tables}]}]}
        plan = join({"node": "table", "table": "<derived2>", "access": "ALL", "rows": 10, "children": [inner]}, table("e", "ref", 9, extra))
        shown = having(read(text.format(where=where), rows=34), plan=plan if with_plan else None, rows_examined=read_rows, scans=True)
        return Answer([shown], items=34, counts={"rows-examined": read_rows})

    return page(answer, size=False)


def joined(rows_each: int = 25, columns: str = "e.id, e.meeting_id, e.player_id, e.fee", columns_read: int | None = None, words: int = 5, stored: bool = False,
           limited: bool = True) -> Dossier:
    """A list with the rows of a join. `stored`: more of them with more data, while the list stays. `limited`: a limit bounds the list."""
    meeting = "(select me.id, me.name from meeting me order by me.id limit ?)" if limited else "meeting"
    text = f"select me.id, me.name, {columns} from {meeting} me left join entry e on e.meeting_id = me.id order by me.id"

    def answer(asked: Asked) -> Answer:
        entries, rows = (20, 2_000 * asked.stored) if stored else (asked.n, rows_each * asked.n)
        fetched = 3 + columns.count(",")
        digest = having(read(text, rows=rows), columns_fetched=fetched, columns_read=columns_read)
        return Answer([digest], items=entries, values=3 * entries, words=words * entries, counts={"db-bytes": 10 * fetched * rows})

    return page(answer, size=not stored)


def of_an_owner(condition: str = "(t0.owner_id = $1)", sorted_by: str = "t0", large: int = 1_000, owners: int = 30, beside: bool = False) -> Dossier:
    """The latest reports of an owner, who is joined: the plan begins at the owners. `beside`: all of a larger table is joined too."""
    def plan(stored: int) -> Any:
        tables = [table("t7", "ALL", owners, "where (t7.id = $1)"), table("t0", "ref", large * stored, condition)]
        tables += [table("w", "ALL", 30_000 * stored)] if beside else []
        return {"node": "limit", "children": [{"node": "filesort", "extra": f"by {sorted_by}.made desc", "children": [{"node": "nested loop", "children": tables}]}]}

    return by_pages("select t0.id, t7.name from report t0 inner join owner t7 on t0.owner_id = t7.id where t0.owner_id = ? order by t0.made desc limit ?", plan)


def numbered(where: str = "", text: str = NUMBERED, grows: bool = True, access: str = "ALL") -> Dossier:
    def plan(stored: int) -> Any:
        tables = [table("l1_", access, 9_000 * stored), table("l0_", access, 3_000 * stored, where.strip())]
        return {"node": "windowagg", "children": [{"node": "filesort", "extra": "by l0_.due_on, l0_.id", "children": [{"node": "hash join", "children": tables}]}]}

    return by_pages(text.format(where=where), plan, lambda stored: 90 * (stored if grows else 1))


def numbered_of(has_index: bool) -> Dossier:
    """One page of the units of an archive, of which a window function numbers all: many of all units, so that the server reads them all."""
    text = ("select place, title from (select title, row_number() over (order by shelfmark, id) as place from unit where archive_id = ?) as numbered "
            "where place between ? and ? order by place")

    def answer(asked: Asked) -> Answer:
        units = {**table("unit", "ALL", 25_000 * asked.stored, "where unit.archive_id = 2"), **({"possible_keys": "idx_unit_archive_id"} if has_index else {})}
        inner = {"node": "materialized", "children": [{"node": "filesort", "extra": "by unit.shelfmark, unit.id"}, {"node": "temporary table", "children": [units]}]}
        plan = {"node": "filesort", "children": [{"node": "table", "table": "<derived2>", "access": "ALL", "rows": 12_000 * asked.stored, "children": [inner]}]}
        return Answer([having(read(text, rows=51), plan=plan, scans=True)], items=50, counts={"rows-examined": 24_000 * asked.stored})

    return page(answer, size=False)


def counted(factor: float, expected: Callable[[int], int] = lambda stored: 10, planned: bool = True) -> Dossier:
    """The number of an owner's loans, by the pages read, which are `factor` times as many with four times the data."""
    def plan(stored: int) -> Any:
        return join(table("l0_", "ref", expected(stored), "(l0_.owner_id = $1)"), table("l1_", "ref", 3, "(l1_.loan_id = l0_.id)")) if planned else None

    return by_pages(COUNT, plan, lambda stored: 60 if stored == 1 else round(60 * factor), rows=1)


def grouped(condition: str) -> Dossier:
    """Numbers of objects by exhibition, made on each request with the same result, by the pages read."""
    text = f"select e.id, count(o.id) from exhibition e left join object o on o.exhibition_id = e.id where {condition} group by e.id"
    return page(lambda asked: _unmarked([having(read(text, rows=10), result_hash=None, rows_examined=None, blocks=540)]), size=False)


def _unmarked(digests: list[Any]) -> Answer:
    made = Answer(digests, items=10, body="same", text="same", headers={"cache-control": ""})
    made.blocks = None
    return made


def without_marks(kept: Dossier) -> Dossier:
    for seen in [kept.cold, *kept.warm, *filter(None, [kept.other_visitor, kept.revisit])]:
        seen.blocks = None
    return kept


def cards(plan: Any) -> Dossier:
    """The card of each member, which four of five have."""
    def answer(asked: Asked) -> Answer:
        card = having(read("select id, number from card where member_id = ?", asked.n, 4 * asked.n // 5), plan=plan)
        return Answer([read(BOOKS, rows=asked.n), card], items=asked.n)

    return page(answer)


NO_SUCH_ROW = {"node": "query", "children": [{"node": "table", "extra": "Impossible WHERE noticed after reading const tables"}]}

PAGES: dict[str, tuple[Callable[[], Dossier], set[str]]] = {
    "a condition at the end of a join": (lambda: of_a_day(), {"database-index"}),
    "a condition at the end of a join that is not sorted": (lambda: of_a_day(sorted_by=""), {"database-index"}),
    "a condition on a unique row at the end of a join": (lambda: of_a_day(access="eq_ref"), {"database-index"}),
    "a condition between two values": (lambda: of_a_day("where c0_.made between ? and ?"), {"database-index"}),
    "a condition between two numbers, and another": (lambda: of_a_day("where c0_.made between 7 and 9 and c0_.state = ?"), {"database-index"}),
    "a condition at the end of a join with a limit": (lambda: of_a_day(limit=" limit ?"), set()),
    "a condition at the end of a join that many rows meet": (lambda: of_a_day(rows=900), set()),
    "a condition that compares two columns": (lambda: of_a_day("where c0_.made > c0_.sent"), set()),
    "a condition that compares two tables": (lambda: of_a_day("where c0_.made > a1_.sent"), set()),
    "one of two conditions": (lambda: of_a_day("where c0_.made > ? or c0_.sent > ?"), set()),
    "no condition at the end of a join": (lambda: of_a_day(""), set()),
    "rows without a match": (lambda: of_a_day("not exists; where trigcond(c0_.id is null)", sorted_by=""), set()),
    "a condition with a fraction": (lambda: of_a_day("where c0_.price >= 9.90"), {"database-index"}),
    "texts that are searched, in a few rows of many pages each": (lambda: by_pages(
        "select id from note where body like ?", lambda stored: join(table("note", "ALL", 100 * stored, "where note.body like ?")), lambda stored: 2_000 * stored),
        {"database-index", "leading-wildcard"}),
    "a limit outside of a derived table": (lambda: first_loans(), {"pagination"}),
    "a limit outside of a derived table whose rows are numbered": (lambda: first_loans(NUMBERED), {"pagination"}),
    "a limit outside of a derived table, by the counts of the request": (lambda: first_loans(own=False), {"pagination"}),
    "a limit outside of a derived table, by the counts of a request that reads more": (lambda: first_loans(own=False, others=30_000), {"pagination"}),
    "a limit outside of a derived table of as many rows as ever, by the counts of the request": (lambda: first_loans(examined=lambda stored: 9_000, own=False), set()),
    "a limit outside of a derived table, by the text": (lambda: first_loans(with_plan=False), {"pagination"}),
    "a limit outside of a derived table with a condition, by the text": (lambda: first_loans(where=" where l0_.state = ?", with_plan=False), {"database-index"}),
    "a limit outside of a derived table with a condition without an index": (
        lambda: first_loans(where=" where l0_.state = ?", access="ALL", extra="where l0_.state = ?"), {"database-index"}),
    "a limit outside of a derived table of as many rows as ever": (lambda: first_loans(examined=lambda stored: 9_000), set()),
    "a limit outside of a small derived table": (lambda: first_loans(examined=lambda stored: 300 * stored), set()),
    "a derived table without a limit": (lambda: first_loans(REPEATED.replace(" limit ?", "")), set()),
    "a limit that more rows reach": (lambda: first_loans(rows=lambda stored: 10 * stored), set()),
    "a limit outside of a derived table, by the pages read": (lambda: numbered(), {"pagination"}),
    "a limit outside of a derived table with a condition, by the pages read": (lambda: numbered(" where l0_.state = ?"), {"database-index"}),
    "a page by the numbers of rows, of which an index could find those": (lambda: numbered_of(True), {"pagination"}),
    "a page by the numbers of rows, which no index could find": (lambda: numbered_of(False), {"database-index"}),
    "a limit outside of a derived table that reads as much as ever": (lambda: numbered(grows=False), set()),
    "a limit after a grouping": (lambda: meetings(""), {"pagination"}),
    "a limit after a grouping, by the text": (lambda: meetings("", with_plan=False), {"pagination"}),
    "a limit after a grouping, with a condition": (lambda: meetings(), {"database-index", "pagination"}),
    "a limit after a grouping, with a condition that no index could serve": (
        lambda: meetings(" where (e.note like ?)", extra="where e.note like '%a%'"), {"leading-wildcard"}),
    "a limit after a grouping of as many rows as ever": (lambda: meetings(examined=lambda stored: 9_000), set()),
    "a limit after a grouping of few rows": (lambda: meetings(examined=lambda stored: 300 * stored), set()),
    "a limit after a grouping, by the pages read": (lambda: numbered(text=GROUPED.format(where="")), {"pagination"}),
    "a limit after a grouping with a condition, by the pages read": (lambda: numbered(text=GROUPED.format(where=" where e.paid = ?")), {"database-index", "pagination"}),
    "a limit after a grouping that counts": (lambda: numbered(text="select m.id, count(*) as n from m join e on e.m_id = m.id group by m.id order by n limit ?"), set()),
    "many rows of a join that the response does not show": (lambda: joined(), {"annotation", "unused-prefetch"}),
    "many rows of a join that it does not show, of a large list": (lambda: joined(stored=True), {"annotation", "unused-prefetch"}),
    "many rows of a join that it does not show, which may be the list's own": (lambda: joined(stored=True, limited=False), {"annotation"}),
    "one column of a join whose rows are not shown": (lambda: joined(columns="e.fee"), {"annotation"}),
    "rows of a join of which some columns are read": (lambda: joined(columns_read=3), {"annotation"}),
    "rows of a join of which nothing is read": (lambda: joined(columns_read=0), {"unused-prefetch"}),
    "rows of a join that are shown": (lambda: joined(words=60), set()),
    "one row of a join for each entry": (lambda: joined(rows_each=1), set()),
    "the first of each group": (lambda: numbered(
        text="select * from (select l.id, row_number() over (partition by l.owner_id order by l.due_on) as n from loan l) d where d.n <= ?"), set()),
    "the rows of an owner, who is joined": (lambda: of_an_owner(), {"filesort"}),
    "the rows of an owner, joined with all of another table": (lambda: of_an_owner(beside=True), {"filesort"}),
    "the rows of each owner": (lambda: of_an_owner("(t0.owner_id = t7.id)"), set()),
    "the rows of each of many owners": (lambda: of_an_owner("(t0.owner_id = t7.id)", owners=300), {"database-index"}),
    "the rows of an owner in an order of the owners": (lambda: of_an_owner(sorted_by="t7"), set()),
    "the few rows of an owner, as the plan expects": (lambda: of_an_owner(large=2), {"filesort"}),
    "a count that reads as many more pages as are stored": (lambda: counted(4.0), {"exact-count"}),
    "a count that reads more pages than that": (lambda: counted(6.2), set()),
    "a count that reads more pages, as its plan expects": (lambda: counted(6.2, lambda stored: 10 * stored), {"exact-count"}),
    "a count that reads more pages, without a plan": (lambda: counted(6.2, planned=False), {"exact-count"}),
    "numbers for the keys of a page": (lambda: without_marks(grouped("e.id in (...)")), set()),
    "numbers for all": (lambda: without_marks(grouped("e.closed = ?")), {"fragment-cache", "query-cache"}),
    "a row for most items, which may be several": (lambda: cards(None), {"n-plus-one", "prefetch-related"}),
    "a row for most items by a unique key": (lambda: cards(join(table("card", "const", 1))), {"n-plus-one"}),
    "a row for most items by a unique key that was looked up in vain": (lambda: cards(NO_SUCH_ROW), {"n-plus-one"}),
    "a row for most items by another index": (lambda: cards(join(table("card", "ref", 1))), {"n-plus-one", "prefetch-related"}),
}

LATE_LIMIT = (
    NUMBERED.format(where=""), REPEATED.format(where=""),
    "select * from (select t.*, ROW_NUMBER() OVER (ORDER BY t.made) AS n from t) q where q.n between ? and ?",
    "select [a] from (select t.a, row_number() over (order by coalesce(t.made, t.sent)) rn from t) q where rn > ? and rn <= ?",
    "select d.id from (select distinct t.id, t.made from t join u on u.t_id = t.id) as d order by d.made fetch first ? rows only",
)
AFTER_GROUPING = (
    GROUPED.format(where=""), GROUPED.format(where=" where (e.paid = ?)"),
    'SELECT p.* FROM "post" p INNER JOIN tag t ON t.post_id = p.id GROUP BY p.id ORDER BY p.made DESC LIMIT $1',
    "select p.post_id, p.title as t from post p join tag t on t.post_id = p.post_id where t.name in (?, ?) group by p.post_id, p.title limit ? offset ?",
    "select p.id from post p join tag t on t.post_id = p.id where t.price in (select price from top limit ?) group by p.id fetch first ? rows only",
)
NOT_AFTER_GROUPING = (
    "select p.id, count(t.id) from post p join tag t on t.post_id = p.id group by p.id limit ?",
    "select p.id from post p join tag t on t.post_id = p.id group by p.id order by count(t.id) limit ?",
    "select p.id from post p join tag t on t.post_id = p.id group by p.id having count(*) > ? limit ?",
    "select p.id from post p join tag t on t.post_id = p.id group by p.id",
    "select p.city from post p join tag t on t.post_id = p.id group by p.city limit ?",
    "select p.id, t.name from post p join tag t on t.post_id = p.id group by p.id, t.name limit ?",
    "select p.id from post p group by p.id limit ?",
    "select distinct p.id from post p join tag t on t.post_id = p.id order by p.made limit ?",
    "select count(*) from (select p.id from post p join tag t on t.post_id = p.id group by p.id limit ?) d",
    "select id from post p join tag t on t.post_id = p.id group by id limit ?",
)
JOINED_COLUMNS = {
    "select p.id, p.name, b.id, b.name as n, c.id from (select a.id, a.name from a limit ?) p join b on b.a_id = p.id join c on c.id = b.c_id": ["id", "name"],
    'SELECT p.*, b.* FROM (SELECT a.* FROM a WHERE (a.kind = $1) FETCH FIRST $2 ROWS ONLY) AS p LEFT OUTER JOIN "b" ON b.a_id = p.id': ["*"],
    "select p.id, p.name from (select a.id, a.name from a limit ?) p join b on b.a_id = p.id": [],
    "select a.id, b.id, b.name from a join b on b.a_id = a.id limit ?": [],
    "select p.id, b.id, b.name from (select distinct a.id from a) p join b on b.a_id = p.id": [],
    "select p.id, sum(b.fee) from (select a.id from a limit ?) p join b on b.a_id = p.id": [],
    "select id, name from (select a_id from a limit ?) p join b using (a_id)": [],
}
OTHER_LIMIT = (
    "select * from (select t.*, row_number() over (partition by t.a order by t.made) as n from t) q where q.n <= ?",
    "select t.*, row_number() over (order by t.made) as n from t limit ?",
    "select d.id from (select distinct t.id from t join u on u.t_id = t.id limit ?) d limit ?",
    "select d.id from (select t.id from t join u on u.t_id = t.id) d limit ?",
    "select d.city from (select distinct city from t) d limit ?",
    "select d.city from (select distinct t.city from t join u on u.t_id = t.id) d limit ?",
    "select d.city from (select distinct t.city from t join u on u.t_id = t.id) d",
    "select a, c from (select distinct a, count(*) as c from t join u on u.t_id = t.id group by a) d order by c limit ?",
    "select sum(n) from (select distinct t.id, t.n from t join u on u.t_id = t.id) d limit ?",
    "select d.id from (select distinct t.id from t join u on u.t_id = t.id union select id from v) d limit ?",
    "select distinct t.id from t join u on u.t_id = t.id limit ?",
)


class Joins(unittest.TestCase):
    def test_what_is_said_of_a_page(self) -> None:
        for what, (make, labels) in PAGES.items():
            with self.subTest(what):
                self.assertEqual(set().union(*found(make())), labels)

    def test_pages_whose_limit_is_outside_of_a_derived_table(self) -> None:
        for text in LATE_LIMIT:
            with self.subTest(text):
                self.assertTrue(has_late_limit(text))
                self.assertFalse(computes(text))
        for text in OTHER_LIMIT:
            with self.subTest(text):
                self.assertFalse(has_late_limit(text))

    def test_pages_whose_limit_comes_after_a_grouping(self) -> None:
        for text in AFTER_GROUPING:
            with self.subTest(text):
                self.assertIsNotNone(limited_after_grouping(text))
                self.assertFalse(computes(text))
        for text in NOT_AFTER_GROUPING:
            with self.subTest(text):
                self.assertIsNone(limited_after_grouping(text))

    def test_the_columns_that_a_join_adds(self) -> None:
        for text, columns in JOINED_COLUMNS.items():
            with self.subTest(text):
                self.assertEqual(joined_columns(text), columns)

    def test_what_a_finding_says_of_a_limit_after_a_grouping(self) -> None:
        for made in (meetings(), numbered(text=GROUPED.format(where=" where e.paid = ?"))):
            finding = judge(made).findings[0]
            self.assertIn("grouped by key before the limit takes a few", finding.summary)
            self.assertIn("whether so few rows meet the condition", finding.deciding_signal)

    def test_a_count_whose_plan_changed_is_not_judged(self) -> None:
        self.assertIn("the plan that the query had with each dataset", judge(counted(6.2)).not_judged["exact-count"])

    def test_a_late_limit_that_reads_more_than_its_share_of_what_is_stored_probably_has_another_plan(self) -> None:
        for factor, status in ((4, "found"), (4.9, "found"), (5.1, "not judged"), (6.5, "not judged")):
            with self.subTest(factor):
                made = by_pages(LATE_LIMIT[0], lambda _: None, lambda stored, factor=factor: 60 if stored == 1 else round(60 * factor))  # type: ignore[misc]
                made.ladders = [replace(ladder, steps=ladder.steps[:2]) for ladder in made.ladders]
                self.assertEqual(judge(made).status("pagination"), status)

    def test_a_page_whose_queries_are_unknown_is_not_judged_if_it_may_have_a_late_limit(self) -> None:
        for made, may_be in ((first_loans(), True), (first_loans(examined=lambda stored: 9_000), False)):
            for seen in observations(made):
                seen.digests = None
            self.assertEqual(judge(made).not_judged["pagination"] == "the texts of the queries", may_be)

    def test_what_a_finding_says_of_a_limit_outside(self) -> None:
        for make in (first_loans, numbered):
            with self.subTest(make.__name__):
                self.assertIn("the limit outside of it takes a few", judge(make()).findings[0].summary)

    def test_a_plan_that_finds_one_row(self) -> None:
        self.assertTrue(finds_one(NO_SUCH_ROW))
        self.assertTrue(finds_one(join(table("t", "const", 1))))
        self.assertFalse(finds_one(join(table("t", "const", 1), table("u", "ref", 3))))
        self.assertFalse(finds_one(join(table("t", "ref", 1))))
        self.assertFalse(finds_one(None))


if __name__ == "__main__":
    unittest.main()
