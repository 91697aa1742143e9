"""A file of JSON lines as a source."""

from __future__ import annotations

import json
import tempfile
import threading
import unittest
from pathlib import Path
from typing import Any, Callable, Mapping
from unittest import mock

import servers

servers.prepare_path()

from caseload_detector.evidence import Observation
from caseload_detector.sources import SourceError
from caseload_detector.sources.choose import open_source
from caseload_detector.sources.measuring import Measuring

Writes = Callable[[Mapping[str, str]], list[Any]]


class Lines(unittest.TestCase):
    def setUp(self) -> None:
        self.file = Path(self.enterContext(tempfile.TemporaryDirectory()), "queries.jsonl")
        self.file.write_text('{"request": "old", "sql": "SELECT 1 FROM t"}\n')
        self.source = open_source(str(self.file))
        self.addCleanup(self.source.close)

    def append(self, *lines: Any) -> None:
        with self.file.open("a") as file:
            file.writelines((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)

    def request(self, lines: Writes, later: bool = False, response: Mapping[str, str] = {}) -> Observation:
        def send(headers: Mapping[str, str]) -> tuple[Observation, None]:
            if later:
                threading.Timer(0.2, self.append, lines(headers)).start()
            else:
                self.append(*lines(headers))
            return Observation("", 200, dict(response)), None

        return Measuring([self.source]).request(send)[0]

    def test_a_line_for_each_query(self) -> None:
        for name in ("traceparent", "X-Request-Id"):
            seen = self.request(lambda headers: [
                {"request": headers[name], "sql": "SELECT id FROM book WHERE title = 'x'", "rows": 2, "us": 30, "connection": 1},
                *({"trace": headers[name], "sql": f"SELECT name FROM author WHERE id = {each % 2}", "rows": 1, "us": 10} for each in range(5)),
                {"request": "another", "sql": "SELECT 1 FROM t"},
            ])
            self.assertEqual(
                {digest.text: (digest.times, digest.rows, digest.distinct, digest.us) for digest in seen.digests or []},
                {"select id from book where title = ?": (1, 2, 1, 30), "select name from author where id = ?": (5, 5, 2, 50)},
            )

    def test_a_line_for_each_request_also_when_it_comes_after_the_response(self) -> None:
        seen = self.request(
            lambda headers: [{"request": "r-7", "digests": [{"text": "SELECT name FROM author WHERE id = $1", "times": 40, "rows": 40, "rows_examined": 41}]}],
            later=True, response={"x-request-id": "r-7"},
        )
        self.assertEqual([(digest.times, digest.rows, digest.rows_examined) for digest in seen.digests or []], [(40, 40, 41)])
        none = self.request(lambda headers: [{"request": headers["X-Request-Id"], "digests": []}])
        self.assertEqual((none.digests, none.counts["sql"]), ([], 0))

    def test_commits_are_known_only_where_the_lines_show_transactions(self) -> None:
        write = {"sql": "UPDATE visit SET seen = 1 WHERE id = 7"}
        for more, commits in (([write], None), ([{**write, "connection": 4}], 2), ([write, {"sql": "COMMIT"}], 1)):
            seen = self.request(lambda headers: [{"request": headers["traceparent"], **line} for line in [write, *more]])
            self.assertEqual(seen.counts.get("commits"), commits, more)

    def test_double_quotes_are_strings_in_mysql_and_names_elsewhere(self) -> None:
        for system, text in (("mysql", "select a from t where b = ?"), ("postgresql", "select a from t where b = c")):
            seen = self.request(lambda headers: [{"request": headers["traceparent"], "system": system, "sql": 'SELECT a FROM t WHERE b = "c"'}])
            self.assertEqual([digest.text for digest in seen.digests or []], [text])

    def test_a_request_without_a_line_is_never_one_without_queries(self) -> None:
        with mock.patch("caseload_detector.sources.jsonl.WAIT_SECONDS", 0.1):
            self.assertIsNone(self.request(lambda headers: []).digests)
            self.request(lambda headers: [{"request": headers["traceparent"], "sql": "SELECT 1 FROM t"}])
            seen = self.request(lambda headers: [])
        self.assertIsNone(seen.digests)
        self.assertIn("no line for this request", seen.doubts[0])

    def test_lines_that_are_not_valid_are_counted_by_the_self_test(self) -> None:
        sight = self.source.self_test(lambda headers: (self.append("nonsense", {"sql": "SELECT 1 FROM t"}, {"request": headers["traceparent"], "sql": "SELECT 1 FROM t"}), Observation("", 200))[1])
        self.assertTrue(sight.sees_queries)
        self.assertIn("2 lines were skipped; the first one is not JSON", sight.lines)
        with mock.patch("caseload_detector.sources.jsonl.WAIT_SECONDS", 0.1):
            sight = self.source.self_test(lambda headers: Observation("", 200))
        self.assertFalse(sight.sees_queries)
        self.assertIn("traceparent", sight.lines[1])

    def test_numbers_that_can_not_be_true_are_left_out(self) -> None:
        seen = self.request(lambda headers: [{"request": headers["traceparent"], "digests": [{"text": "SELECT a FROM t", "times": 10**400, "rows": 10**400, "us": -1, "rows_examined": True}]}])
        self.assertEqual([(digest.times, digest.rows, digest.rows_examined) for digest in seen.digests or []], [(1, None, None)])

    def test_a_file_that_was_emptied_is_read_from_its_start(self) -> None:
        def send(headers: Mapping[str, str]) -> list[Any]:
            self.file.write_text("")
            return [{"request": headers["traceparent"], "sql": "SELECT 1 FROM t"}]

        self.append(*("x" * 1000 for _ in range(3)))
        self.assertEqual(self.request(send).counts["sql"], 1)

    def test_a_file_that_does_not_exist_is_an_error(self) -> None:
        with self.assertRaisesRegex(SourceError, "does not exist"):
            open_source("/nowhere/queries.jsonl")
        with tempfile.TemporaryDirectory(suffix=".jsonl") as folder, self.assertRaisesRegex(SourceError, "is not a file"):
            open_source(folder)
        with self.assertRaisesRegex(SourceError, "not a source of evidence"):
            open_source("/nowhere/queries.txt")


if __name__ == "__main__":
    unittest.main()
