"""What ORMs do that nobody wrote: preloads without the list's limit, an UPDATE of the changed columns only. Each mistake has a page
beside it that nearly has it."""

from __future__ import annotations

import unittest
from typing import Callable

import support

support.prepare_path()

from caseload_detector.dossier import Dossier
from caseload_detector.query_text import shape_of
from recorded import Answer, Asked, dossier, read, write
from test_thresholds import found, having

LIST = "select id as a1, place as a2, title as a3, starts_on as a4 from course where (starts_on >= ?) order by starts_on, id limit ?, ?"
BY_JOIN = "select t0.id, t0.brigade, t0.name, t0.course_id from booking t0, course t1 where ((t0.course_id = t1.id) and (t1.starts_on >= ?))"
BY_EXISTS = "select t0.id, t0.brigade, t0.name, t0.course_id from booking t0 where exists (select t1.id from course t1 where ((t1.starts_on >= ?) and (t0.course_id = t1.id)))"
BY_SUBSELECT = "select b.course_id, b.id, b.brigade, b.name from booking b where b.course_id in (select c.id from course c where c.starts_on >= ?)"
OF_THE_PAGE = "select b.course_id, b.id, b.brigade, b.name from booking b where b.course_id in (select c.id from course c where c.starts_on >= ? limit ?)"
OTHER_TABLE = "select p.id, p.name, p.town, p.beds from place p where p.county_id in (select c.id from county c where c.name = ?)"
FEW_COLUMNS = "select t0.id, t0.course_id from booking t0, course t1 where t0.course_id = t1.id"


def courses(preload: str, rows: Callable[[Asked], int] = lambda asked: 6_600 * asked.stored, columns: int = 4, values: int | None = None) -> Dossier:
    """One page of a list, which shows how many bookings each course has."""
    def answer(asked: Asked) -> Answer:
        shown = having(read(LIST, rows=asked.n), columns_fetched=4)
        bookings = having(read(preload, rows=rows(asked)), columns_fetched=columns)
        return Answer([shown, bookings], items=asked.n, counts={"db-bytes": 40 * (asked.n + rows(asked))})

    return dossier(answer, sizes=(10, 40, 160), factors=(1, 4))


def saved(changed: Callable[[int], int]) -> Dossier:
    """A form with n rows: each is found, and of some of them one more column has changed."""
    def answer(asked: Asked) -> Answer:
        more = changed(asked.n)
        updates = [write("update hydrant set checks = ?, version = ? where ((id = ?) and (version = ?))", times=asked.n - more),
                   write("update hydrant set checks = ?, flow = ?, version = ? where ((id = ?) and (version = ?))", times=more)]
        found_by_number = read("select id, flow, checks, number, version from hydrant where (number = ?)", times=asked.n, rows=asked.n)
        return Answer([found_by_number, *(update for update in updates if update.times)], items=0, body_bytes=12, counts={"commits": 1})

    return dossier(answer, sizes=(10, 40, 160), factors=(1, 4), method="POST")


def statistics(value_bytes: float, columns: str = "kind, called_at, closed_at") -> Dossier:
    """These columns of all rows, of which six lines are made; the database sends this number of bytes for each value."""
    def answer(asked: Asked) -> Answer:
        count, rows = columns.count(",") + 1, 16_000 * asked.stored
        all_rows = having(read(f"select {columns} from incident where (closed_at is not null)", rows=rows), columns_fetched=count)
        return Answer([all_rows], items=6, values=18, words=18, counts={"db-bytes": round(count * value_bytes * rows)})

    return dossier(answer, size=False, factors=(1, 4))


class OrmHabits(unittest.TestCase):
    def test_a_preload_without_the_limit_of_the_list_is_mostly_unused(self) -> None:
        for preload in (BY_JOIN, BY_EXISTS, BY_SUBSELECT):
            with self.subTest(preload):
                self.assertEqual(found(courses(preload)), [{"unused-prefetch"}])

    def test_other_rows_beside_a_list_are_no_such_preload(self) -> None:
        few = courses(BY_JOIN, rows=lambda asked: 20 * asked.n)
        pages = {"few columns, which may be added up": courses(FEW_COLUMNS, columns=2), "another table": courses(OTHER_TABLE),
                 "with the limit": courses(OF_THE_PAGE), "as many as the page needs": few, "as many at any time": courses(BY_JOIN, rows=lambda asked: 6_600)}
        for name, page in pages.items():
            with self.subTest(name):
                self.assertNotIn({"unused-prefetch"}, found(page))

    def test_a_preload_of_few_rows_does_not_matter(self) -> None:
        self.assertEqual(found(courses(BY_JOIN, rows=lambda asked: 333 * asked.stored)), [])
        self.assertEqual(found(courses(BY_JOIN, rows=lambda asked: 334 * asked.stored)), [{"unused-prefetch"}])

    def test_updates_of_different_columns_are_one_update_for_each_row(self) -> None:
        for changed in (lambda n: 0, lambda n: n // 2, lambda n: 0 if n == 10 else n - 12):
            self.assertEqual(found(saved(changed)), [{"bulk-update"}])

    def test_an_update_is_known_by_its_table_and_condition(self) -> None:
        one, other = "update hydrant set checks = ? where id = ?", "update hydrant set checks = ?, flow = ? where id = ?"
        self.assertEqual(shape_of(one), shape_of(other))
        self.assertNotEqual(shape_of(one), shape_of("update hydrant set checks = ? where number = ?"))

    def test_dates_with_times_are_added_up_in_code(self) -> None:
        self.assertEqual(found(statistics(16.8)), [{"annotation"}])  # a word, and two of 19 characters
        self.assertEqual(found(statistics(24.0)), [])  # texts
        self.assertEqual(found(statistics(16.8, "id, kind, address, called_at, closed_at")), [])  # whole rows, which have a text


if __name__ == "__main__":
    unittest.main()
