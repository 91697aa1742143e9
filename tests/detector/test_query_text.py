"""How the text of a query is read, whichever ORM wrote it."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from caseload_detector.query_text import computes, is_by_one_key, looks_up_rows, order_of, plain

# EclipseLink puts each comparison into parentheses, and all of them once more.
GROUPED = {
    "SELECT ID, NAME FROM holder WHERE (ID = ?)": "select id, name from holder where id = ?",
    "select id from alarm where ((t0.holder_id = $1) AND (t0.state <> $2)) order by id": "select id from alarm where t0.holder_id = ? and t0.state <> ? order by id",
    "select t1.id from course t1 left join booking t0 on (t0.course_id = t1.id)": "select t1.id from course t1 left join booking t0 on t0.course_id = t1.id",
    "select id from course where not (place = ?) or (title = ?)": "select id from course where not place = ? or title = ?",
}
NEEDED = (
    "select id from course where not (place = ? and title = ?)",
    "select id from course where (place = ? or title = ?) and state = ?",
    "select count(state = ?) from course",
    "select id from course where (starts_on, id) < (?, ?)",
    "select id from course where id in (?)",
    "insert into course values (?)",
)
BY_ONE_KEY = (
    "select value from setting where (name = ?)",
    "select id from alarm where ((holder_id = ?) and (state = ?)) order by id",
    "select id from alarm where holder_id = ? limit ?, ?",
    "select id from alarm where holder_id = ? limit ? offset ?",
)
NOT_BY_ONE_KEY = (
    "select id from alarm where (holder_id > ?)",
    "select id from alarm where ((holder_id = ?) or (state = ?))",
    "select id from alarm where (holder_id in (?, ?))",
)
# A DISTINCT that removes nothing, since each row has the keys of all that it is joined from.
EACH_ROW = (
    "select distinct t1.id as a1, t1.title as a2, t0.id as a3, t0.name as a4 from course t1 left outer join booking t0 on (t0.course_id = t1.id) "
    "where (t1.id in (?, ?)) order by t1.id",
    "select distinct c.*, b.* from course as c join booking as b on b.course_id = c.id",
    "select distinct t0.id, t1.id from course t0, booking t1 where t1.course_id = t0.id",
    "select distinct course.id, course.title from course",
)
FROM_SEVERAL_ROWS = (
    "select distinct t1.id, t1.title from course t1 join booking t0 on t0.course_id = t1.id",
    "select distinct t1.id, t0.course_id from course t1 left join booking t0 on t0.course_id = t1.id",
    "select distinct place from course",
    "select distinct t1.id, count(t0.id) from course t1 join booking t0 on t0.course_id = t1.id group by t1.id",
    "select distinct t1.id, t0.id from course t1 join (select id, max(day) as day from booking group by id) t0 on t0.id = t1.id",
)
LOOKS_UP_ROWS = (
    "select me.id, (select count(*) from player p where (p.club_id = me.id)) from club me order by me.id limit ?",
    "select t0.name, (select count(t1.id) from certificate t1 where (t1.holder_id = t0.id)) from holder t0",
    "select club_id, count(*) from player where club_id in (?, ?) group by club_id",
)
READS_THEM_TOGETHER = (
    "select club_id, count(*) from player group by club_id",
    "select name, (select count(*) from player p where p.state = ?) from club",
    "select c.name, count(*) from club c join player p on p.club_id = c.id group by c.name",
)


class QueryText(unittest.TestCase):
    def test_parentheses_that_change_nothing_are_left_out(self) -> None:
        for text, without in GROUPED.items():
            with self.subTest(text):
                self.assertEqual(plain(text), without)
        for text in NEEDED:
            with self.subTest(text):
                self.assertEqual(plain(text), text)

    def test_a_condition_that_says_what_columns_are_equal_to(self) -> None:
        for text in BY_ONE_KEY:
            with self.subTest(text):
                self.assertTrue(is_by_one_key(text))
        for text in NOT_BY_ONE_KEY:
            with self.subTest(text):
                self.assertFalse(is_by_one_key(text))

    def test_rows_that_are_looked_up_one_by_one(self) -> None:
        for text in LOOKS_UP_ROWS:
            with self.subTest(text):
                self.assertTrue(looks_up_rows(text))
        for text in READS_THEM_TOGETHER:
            with self.subTest(text):
                self.assertFalse(looks_up_rows(text))

    def test_rows_in_the_order_of_a_value(self) -> None:
        for text, follows in (
            ("select day, price from quote where symbol = ? order by day", True),
            ("SELECT `q`.`day` FROM `quote` `q` ORDER BY `q`.`day` DESC, `q`.`id` LIMIT 5000", True),
            ("select * from quote order by shop_id, day", True),
            ("select * from quote order by id", False),
            ('select * from "quote" order by "quote"."shop_id" asc, "quote"."id" desc', False),
            ("select * from quote where shop = ? order by shop, id", False),  # all from one shop
            ("select v.price from (select id from day order by held_on limit ?) d join quote v on v.day_id = d.id", False),
            ("select price from quote", False),
            ("select day, bid from quote order by bid", True),  # no key, though it ends like one
            ("select day, price from quote order by ?", True),  # the first or the second of them
            ("select day, price from quote order by date(held_at), id", True),
            ("select * from quote order by lower(hex(id))", False),
            ("select * from quote order by pk", False),
            ("select * from quote order by day desc nulls last limit ? offset ?", True),
            ("select * from quote order by day offset ? rows fetch next ? rows only", True),
            ("select * from quote order by day for update", True),
            ("select * from quote order by rand()", False),
            ("select * from quote where id in (select quote_id from pick order by made)", False),
        ):
            self.assertEqual(bool(order_of(text)), follows, text)

    def test_a_distinct_that_removes_nothing_computes_nothing(self) -> None:
        for text in EACH_ROW:
            with self.subTest(text):
                self.assertFalse(computes(text))
        for text in FROM_SEVERAL_ROWS:
            with self.subTest(text):
                self.assertTrue(computes(text))


if __name__ == "__main__":
    unittest.main()
