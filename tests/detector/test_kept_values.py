"""What a page stores in the cache and never finds, and what the first of several sizes finds that the others have to store."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from caseload_detector import judge
from recorded import Answer, Asked, dossier, read

PRICES = "select began_at, cents from price where zone = ?"
NO_STORE = {"cache-control": "private, no-store"}


class NeverFound(unittest.TestCase):
    """The query computes nothing, so only its repetition shows the mistake."""

    def judged(self, rows: int = 35_000, key: str = "prices", queries: int = 1) -> str:
        def page(asked: Asked) -> Answer:
            name = key.replace("?", str(asked.visit))
            return Answer([read(PRICES, queries, rows)], items=24, headers=NO_STORE, rebuilt=[name],
                          counts={"rows-examined": rows, "cache-get": 1, "cache-miss": 1, "cache-set": 1, "rebuilds": 1})

        return judge(dossier(page, size=False)).status("query-cache")

    def test_a_value_that_is_stored_each_time_under_the_same_key_is_found(self) -> None:
        self.assertEqual(self.judged(), "found")

    def test_values_of_each_request_are_not(self) -> None:
        self.assertNotEqual(self.judged(key="ticket ?"), "found")

    def test_it_must_cost_something(self) -> None:
        for rows, queries, status in ((1_000, 1, "found"), (999, 1, "clean"), (9, 5, "found"), (9, 4, "clean")):
            with self.subTest(rows=rows, queries=queries):
                self.assertEqual(self.judged(rows=rows, queries=queries), status)


class FirstSizeWarm(unittest.TestCase):
    """Earlier requests have stored the value of the first size."""

    def judged(self, rows_of_more: int) -> str:
        def page(asked: Asked) -> Answer:
            is_stored = asked.stored == 1 and asked.visit > 0
            rows = 0 if is_stored else 8_760 + (asked.stored - 1) * rows_of_more
            reads = [] if is_stored else [read("select tenths from hour where plant_id = ?", rows=rows, bytes=4 * rows, columns_fetched=1)]
            return Answer(reads, items=12, headers=NO_STORE, rebuilt=[] if is_stored else ["curve"],
                          counts={"rows-examined": rows, "db-bytes": 4 * rows, "cache-get": 1, "cache-miss": int(not is_stored), "cache-set": int(not is_stored),
                                  "rebuilds": int(not is_stored)})

        return judge(dossier(page, size=False)).status("annotation")

    def test_what_the_other_sizes_store_is_no_growth(self) -> None:
        self.assertEqual(self.judged(0), "clean")

    def test_growth_among_the_sizes_that_store_is_found(self) -> None:
        self.assertEqual(self.judged(8_760), "found")


if __name__ == "__main__":
    unittest.main()
