"""Texts without literals: what a digest shows, and that nothing else remains."""

from __future__ import annotations

import random
import unittest

import servers

servers.prepare_path()

from caseload_detector.sources.tally import Tally
from caseload_detector.sources.texts import BEGIN, COMMIT, MYSQL, OTHER, READ, ROLLBACK, STANDARD, WRITE, columns_of, normalised


class Texts(unittest.TestCase):
    def test_literals_lists_and_repeats_are_folded(self) -> None:
        for sql, dialect, text in (
            ("SELECT `a`, b FROM `t` WHERE id = -5 AND x IN (1, 2,3) -- why\n LIMIT 21;", MYSQL, "select a, b from t where id = ? and x in (...) limit ?"),
            ("SELECT \"a\".\"b\" FROM \"t\" WHERE c = $1 AND d = 'x\\' AND e::text = E'y\\'z'", STANDARD, "select a.b from t where c = ? and d = ? and e::text = ?"),
            ("INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL), (3, 'it''s')", MYSQL, "insert into t (a, b) values (?, ?)"),
            ("UPDATE t SET a = CASE WHEN (id = 1) THEN 'x' WHEN (id = 2) THEN 'y' ELSE a END WHERE id IN (1, 2)", MYSQL,
             "update t set a = case when (id = ?) then ? else a end where id in (...)"),
            ("SELECT 1 FROM a UNION ALL SELECT 2 FROM a UNION ALL SELECT 3 FROM a", MYSQL, "select ? from a union all select ? from a"),
            ("SELECT COUNT(*), a - 1, 3 -2 FROM t WHERE d > NOW() - INTERVAL 1 DAY AND e IS NULL", MYSQL,
             "select count(*), a - ?, ? - ? from t where d > now() - interval ? day and e is null"),
            ("SELECT a FROM t WHERE b = %s AND c = :name AND d = ?", STANDARD, "select a from t where b = ? and c = ? and d = ?"),
            ("SELECT a FROM t WHERE b = @__p_0 AND c = :1 AND d = ?2 AND e <= @@max_size", STANDARD, "select a from t where b = ? and c = ? and d = ? and e <= @@max_size"),
            ("SELECT @row := @row + 1, a FROM t", MYSQL, "select @row := ? + ?, a from t"),
            ("SELECT a FROM t WHERE b @> $1 AND c <@ $2 AND d #>> '{x}' = 'y' AND e !~* 'z' AND f @@ g", STANDARD,
             "select a from t where b @> ? and c <@ ? and d #>> ? = ? and e !~* ? and f @@ g"),
            ("SET NOCOUNT ON;\nINSERT INTO [t] ([a]) VALUES (@p0);", STANDARD, "insert into t (a) values (?)"),
            ('FETCH FORWARD 2000 FROM "curs_7"', STANDARD, "fetch forward ? from cursor"),
            ("SELECT $tag$ o'clock $tag$, x FROM t", STANDARD, "select ?, x from t"),
            ("SELECT a FROM t WHERE (b, c) IN ((1, 2), (3, 4)) AND d = X'1F' AND e = 0x1F AND f = 1.5e-3", MYSQL,
             "select a from t where (b, c) in (...) and d = ? and e = ? and f = ?"),
            ("SELECT a1, t2.b3 FROM t2 /* session 77 */ WHERE a1 = \"x\"", MYSQL, "select a1, t2.b3 from t2 where a1 = ?"),
            ("SELECT a FROM t WHERE b = 'never closed", MYSQL, "select a from t where b = ?"),
        ):
            self.assertEqual(normalised(sql, dialect).text, text)

    def test_no_literal_remains_whatever_it_contains(self) -> None:
        chance = random.Random(7)
        parts = ["secret", "'", "''", "\\", "\\'", '"', "--", "/*", "*/", "#", "$1", "?", "`", ";", "é", "\n", "(", ")"]
        for _ in range(2000):
            value = "".join(chance.choice(parts) for _ in range(chance.randrange(1, 8))) + "secret"
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            self.assertEqual(normalised(f"SELECT a FROM t WHERE b = '{escaped}' AND c = 3", MYSQL).text, "select a from t where b = ? and c = ?", value)
            doubled = value.replace("'", "''")
            self.assertEqual(normalised(f"SELECT a FROM t WHERE b = '{doubled}' AND c = 3", STANDARD).text, "select a from t where b = ? and c = ?", value)

    def test_kinds(self) -> None:
        for sql, kind in (
            ("SELECT a FROM t", READ), ("(SELECT a FROM t)", READ), ("WITH x AS (SELECT 1) SELECT * FROM x", READ), ("VALUES (1)", READ),
            ("WITH x AS (SELECT 1) DELETE FROM t USING x", WRITE), ("insert into t values (1)", WRITE), ("CALL p()", WRITE), ("EXEC p @a", WRITE), ("FETCH NEXT FROM c", READ), ("SET a = 1; UPDATE t SET a = 1", WRITE), ("REPLACE INTO t VALUES (1)", WRITE),
            ("SET STATEMENT max_statement_time = 3 FOR SELECT a FROM t", READ), ("BEGIN", BEGIN), ("START TRANSACTION", BEGIN), ("COMMIT", COMMIT), ("END", COMMIT),
            ("ROLLBACK", ROLLBACK), ("ROLLBACK TO SAVEPOINT a", OTHER), ("SAVEPOINT a", OTHER), ("SET autocommit = 0", OTHER), ("SHOW TABLES", OTHER), ("USE shop", OTHER),
            ("SELECT 1", OTHER), ("SELECT @@version", OTHER), ("select connection_id()", OTHER), ("# administrator command: Ping", OTHER), ("", OTHER),
            ("EXPLAIN SELECT a FROM t", OTHER), ("SELECT 1 FROM t", READ),
        ):
            self.assertEqual(normalised(sql).kind, kind, sql)


class Columns(unittest.TestCase):
    def test_the_columns_of_a_select_are_counted(self) -> None:
        for sql, columns in (
            ("SELECT a, b.c, COALESCE(d, 1, 2) AS e FROM t", 3), ("SELECT DISTINCT a FROM t", 1), ("SELECT * FROM t", None), ("SELECT t.*, a FROM t", None), ("SELECT COUNT(*) FROM t", 1),
            ("SELECT a * 2, b FROM t", 2), ("SELECT (SELECT x, y FROM u), b FROM t", 2), ("(SELECT a, b FROM t) UNION (SELECT c, d FROM u)", 2), ("UPDATE t SET a = 1, b = 2", None),
        ):
            self.assertEqual(columns_of(normalised(sql).text), columns, sql)


class Tallies(unittest.TestCase):
    def tally(self, *texts: str, dialect: str = MYSQL) -> Tally:
        tally = Tally()
        for text in texts:
            tally.add(normalised(text, dialect), "connection", rows=1)
        return tally

    def test_parameter_sets_are_counted_and_a_constant_is_no_parameter(self) -> None:
        [digest] = self.tally(*(f"SELECT a FROM t WHERE b = {number} AND c = 'open' LIMIT 1" for number in (1, 2, 2))).digests()
        self.assertEqual((digest.times, digest.distinct, digest.parameters), (3, 2, 3))
        [digest] = self.tally("SELECT a FROM t WHERE b IN (1, 2, 3)", "SELECT a FROM t WHERE b IN (4, 5)").digests()
        self.assertEqual((digest.times, digest.distinct, digest.parameters), (2, 2, 5))
        [digest] = self.tally(*("SELECT a FROM t WHERE b = ?" for _ in range(3))).digests()
        self.assertEqual((digest.times, digest.distinct, digest.parameters), (3, None, 3))

    def test_how_long_a_list_is_may_not_show(self) -> None:
        for texts, parameters in ((("SELECT a FROM t WHERE b = ANY($1)",), None), (("SELECT a FROM t WHERE b IN (?)",) * 3, None), (("SELECT a FROM t WHERE b IN (?, ?)", "SELECT a FROM t WHERE b IN (?)"), 3),
                                  (("SELECT a FROM t WHERE b IN (7)", "SELECT a FROM t WHERE b IN (8)"), 2), (("SELECT a FROM t WHERE b = ? AND c IN (?, ?)",), 3)):
            [digest] = self.tally(*texts, dialect=STANDARD).digests()
            self.assertEqual(digest.parameters, parameters, texts)

    def test_commits_are_those_of_transactions_and_of_writes_outside_them(self) -> None:
        write = "UPDATE t SET a = 1"
        for texts, commits in (
            ((write, write), 2), (("BEGIN", write, write, "COMMIT"), 1), ((write, "COMMIT"), 1), ((write, "BEGIN", write, "COMMIT", write), 3),
            (("BEGIN", write, "ROLLBACK"), 0), (("SELECT a FROM t", "COMMIT"), 1), (("SELECT a FROM t",), 0),
        ):
            self.assertEqual(self.tally(*texts).all_commits(), commits, texts)


class Rows(unittest.TestCase):
    def test_C17_rows_with_calls_are_one_digest_whatever_their_number(self) -> None:
        one = "insert into t values (?, now())"
        for text in ("INSERT INTO t VALUES (1, NOW())", "INSERT INTO t VALUES (?, NOW()), (?, NOW())", "INSERT INTO t VALUES (1, NOW()), (2, NOW()), (3, NOW())"):
            self.assertEqual(normalised(text).text, one)
        self.assertEqual(normalised("INSERT INTO t VALUES (1, lower(concat('a', 2))), (2, lower(concat('b', 3))) ON DUPLICATE KEY UPDATE n = 3").text,
                         "insert into t values (?, lower(concat(?, ?))) on duplicate key update n = ?")
        self.assertEqual(normalised("INSERT INTO t VALUES (1, 2), (3, NOW())").text, "insert into t values (?, ?), (?, now())")


class Patterns(unittest.TestCase):
    def test_whether_a_pattern_begins_with_a_wildcard(self) -> None:
        for text, first in (
            ("SELECT id FROM t WHERE a LIKE '%x%'", True), ("SELECT id FROM t WHERE a LIKE 'x%'", False), ("SELECT id FROM t WHERE a LIKE '_x'", True),
            ("SELECT id FROM t WHERE a LIKE 'x%' OR b NOT LIKE '%y'", True), ("SELECT id FROM t WHERE a LIKE CONCAT('%', 'x')", True),
            ("SELECT id FROM t WHERE a LIKE CONCAT('x', '%')", False), ("SELECT id FROM t WHERE a LIKE ?", None), ("SELECT id FROM t WHERE a = '%'", None),
        ):
            self.assertIs(normalised(text).wildcard_first, first, text)
        self.assertIs(normalised("SELECT id FROM t WHERE a ILIKE E'%x'", STANDARD).wildcard_first, True)


if __name__ == "__main__":
    unittest.main()
