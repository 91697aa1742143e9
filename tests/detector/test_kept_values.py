"""What a page stores in the cache and never finds, and what the first of several sizes finds that the others have to store."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.evidence import Observation, add_document
from recorded import Answer, Asked, dossier, observed, read

PRICES = "select began_at, cents from price where zone = ?"
NO_STORE = {"cache-control": "private, no-store"}


class NeverFound(unittest.TestCase):
    """The query computes nothing, so only its repetition shows the mistake."""

    def judged(self, rows: int = 35_000, key: str = "prices", queries: int = 1, trivial: Answer | None = None, found_at: int = 99) -> str:
        def page(asked: Asked) -> Answer:
            name = key.replace("?", str(asked.visit))
            if asked.visit >= found_at:
                return Answer([], items=24, headers=NO_STORE, rebuilt=[], counts={"rows-examined": 0, "cache-get": 1, "cache-hit": 1, "cache-miss": 0, "cache-set": 0, "rebuilds": 0})
            return Answer([read(PRICES, queries, rows)], items=24, headers=NO_STORE, rebuilt=[name],
                          counts={"rows-examined": rows, "cache-get": 1, "cache-miss": 1, "cache-set": 1, "rebuilds": 1})

        made = dossier(page, size=False)
        if trivial is not None:
            made.floor = [observed(lambda _: trivial, Asked(visit=visit)) for visit in range(3)]
        return judge(made).status("query-cache")

    def test_a_value_that_is_stored_each_time_under_the_same_key_is_found(self) -> None:
        self.assertEqual(self.judged(), "found")

    def test_values_of_each_request_are_not(self) -> None:
        self.assertNotEqual(self.judged(key="ticket ?"), "found")

    def test_one_that_a_later_visit_finds_is_not(self) -> None:
        """Each of several processes may keep its own."""
        self.assertEqual([self.judged(found_at=visit) for visit in (1, 2, 3)], ["clean"] * 3)

    def test_what_the_trivial_page_stores_too_costs_what_it_costs_there(self) -> None:
        for rows, keys, status in ((0, ["prices"], "clean"), (35_000, ["prices"], "found"), (0, [], "found")):
            trivial = Answer([], body_bytes=300, rebuilt=keys, counts={"rows-examined": rows, "cache-get": 0, "cache-miss": 0, "cache-set": 0, "rebuilds": len(keys)})
            with self.subTest(rows=rows, keys=keys):
                self.assertEqual(self.judged(trivial=trivial), status)

    def test_what_the_request_removes_again_is_not_kept(self) -> None:
        seen = Observation("", 200)
        lock = [{"key_hash": "lock", "kind": "get", "hit": False}, {"key_hash": "lock", "kind": "set", "rebuilt": True}, {"key_hash": "lock", "kind": "remove"}]
        value = [{"key_hash": "prices", "kind": "remove"}, {"key_hash": "prices", "kind": "set", "rebuilt": True}]
        add_document(seen, {"cache": [*lock[:2], *value, *lock[2:]]})
        self.assertEqual(seen.rebuilt, ["prices"])

    def test_it_must_cost_something(self) -> None:
        for rows, queries, status in ((1_000, 1, "found"), (999, 1, "clean"), (9, 5, "found"), (9, 4, "clean")):
            with self.subTest(rows=rows, queries=queries):
                self.assertEqual(self.judged(rows=rows, queries=queries), status)


class SomeSizesWarm(unittest.TestCase):
    """Earlier requests have stored the value of some sizes."""

    def judged(self, rows_of_more: int, warm: tuple[int, ...] = (1,), factors: tuple[int, ...] = (1, 4, 16)) -> str:
        def page(asked: Asked) -> Answer:
            is_stored = asked.stored in warm and asked.visit > 0
            rows = 0 if is_stored else 8_760 + (asked.stored - 1) * rows_of_more
            reads = [] if is_stored else [read("select tenths from hour where plant_id = ?", rows=rows, bytes=4 * rows, columns_fetched=1)]
            return Answer(reads, items=12, body=str(asked.stored), headers=NO_STORE, rebuilt=[] if is_stored else ["curve"],
                          counts={"rows-examined": rows, "db-bytes": 4 * rows, "cache-get": 1, "cache-miss": int(not is_stored), "cache-set": int(not is_stored),
                                  "rebuilds": int(not is_stored)})

        return judge(dossier(page, size=False, factors=factors)).status("annotation")

    def test_what_the_other_sizes_store_is_no_growth(self) -> None:
        self.assertEqual(self.judged(0), "clean")

    def test_one_size_that_stores_shows_no_growth(self) -> None:
        for warm, factors in (((1, 4), (1, 4, 16)), ((1,), (1, 16)), ((16,), (1, 16))):
            with self.subTest(warm):
                self.assertEqual(self.judged(0, warm, factors), "not judged")

    def test_sizes_that_found_it_hide_no_growth(self) -> None:
        self.assertEqual(self.judged(8_760, (16,)), "found")
        self.assertEqual(self.judged(8_760, (4,)), "found")
        for warm, factors in (((4, 16), (1, 4, 16)), ((16,), (1, 16))):
            with self.subTest(warm):
                self.assertEqual(self.judged(8_760, warm, factors), "not judged")

    def test_so_it_is_with_sizes_that_are_requested(self) -> None:
        def page(asked: Asked, warm: tuple[int, ...], rows_of_each: int) -> Answer:
            rows = 0 if asked.n in warm and asked.visit > 0 else 8_760 + rows_of_each * asked.n
            reads = [read("select tenths from hour where plant_id = ?", rows=rows, bytes=4 * rows, columns_fetched=1)] if rows else []
            return Answer([read("select id, name from plant order by id limit ?", rows=asked.n), *reads], items=asked.n, headers=NO_STORE,
                          counts={"rows-examined": rows + asked.n, "db-bytes": 4 * rows, "cache-get": 1, "cache-miss": len(reads), "cache-set": len(reads), "rebuilds": len(reads)})

        for warm, rows_of_each, status in (((), 0, "clean"), ((10,), 0, "clean"), ((10, 40), 0, "clean"), ((10, 40, 160), 0, "not judged"), ((10,), 1_000, "found"), ((640,), 1_000, "found")):
            with self.subTest(warm, rows_of_each=rows_of_each):
                self.assertEqual(judge(dossier(lambda asked: page(asked, warm, rows_of_each), stored=False)).status("annotation"), status)

    def test_growth_among_the_sizes_that_store_is_found(self) -> None:
        self.assertEqual(self.judged(8_760), "found")


if __name__ == "__main__":
    unittest.main()
