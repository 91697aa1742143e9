"""What is between a page and its visitor, or other services: calls, caches, headers, and how a body is sent."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Callable

import support

support.prepare_path()

from caseload_detector import judge, judge_all
from caseload_detector.calls import Call
from caseload_detector.dossier import Dossier
from recorded import Answer, Asked, dossier
from test_frameworks import AUTHOR, sql, unknown
from test_thresholds import altered, found, having


class Calls(unittest.TestCase):
    def calls(self, *made: tuple[str, int]) -> Dossier:
        calls = [Call(shape, 20_050 * place, 20_050 * place + 20_000, 1, status, False) for place, (shape, status) in enumerate(made)]
        return dossier(lambda asked: Answer([sql("select * from book where id = 5")], items=1, calls=list(calls)), size=False)

    def test_a_call_in_place_of_one_that_failed_waits_for_it(self) -> None:
        for status, labels in ((200, [{"sequential-calls"}]), (404, []), (503, []), (0, [])):
            self.assertEqual(found(self.calls(("GET old.example/orders/{}", status), ("GET new.example/orders/{}", 200))), labels, status)

    def test_remote_procedures_that_read_may_be_called_together(self) -> None:
        for method, labels in (("GetPrice", [{"sequential-calls"}]), ("ListPrices", [{"sequential-calls"}]), ("Getaway", []), ("ReservePrice", [])):
            self.assertEqual(found(self.calls(("CALL shop.Stock/GetStock", 0 or 200), (f"CALL shop.Price/{method}", 200))), labels, method)

    def test_nothing_is_asked_for_before_it_is_known_who_may_see_it(self) -> None:
        orders, prices = ("GET orders.example/customers/{}/orders", 200), ("GET price.example/items/{}", 200)
        for before in ("GET auth.example/introspect?token", "GET iam.svc/v1/permissions?user", "GET api.example/documents/{}/check?user", "CALL auth.Access/GetRoles", "GET flags.example/for?user"):
            verdict = judge(self.calls((before, 200), orders))
            self.assertEqual((verdict.labels, verdict.status("sequential-calls")), (set(), "not judged"), before)
            self.assertEqual(found(self.calls((before, 200), orders, prices)), [{"sequential-calls"}], before)
        for before in ("GET checkout.example/baskets/{}", "GET authors.example/writers/{}"):
            self.assertEqual(found(self.calls((before, 200), orders)), [{"sequential-calls"}], before)

    def test_a_list_in_parts_has_their_number_in_its_path_or_its_parameters(self) -> None:
        for shape, each, labels in (("GET cms.example/posts/page/{}", 50, []), ("GET files.example/parts/{}", 40, []), ("GET cms.example/posts/{}", 50, [{"call-loop"}]),
                                    ("GET cms.example/posts/{}/pages/{}", 50, [{"call-loop"}]), ("GET cms.example/posts/page/{}", 1, [{"call-loop"}])):
            def page(asked: Asked, shape: str = shape, each: int = each) -> Answer:
                calls = [Call(shape, 6_000 * place, 6_000 * place + 5_000, None, 200) for place in range(-(-asked.n // each))]
                return Answer(items=asked.n, calls=calls)

            self.assertEqual(found(dossier(page, stored=False)), labels, (shape, each))

    def test_as_many_calls_as_a_list_has_rows_are_one_for_each(self) -> None:
        for rows, number, labels in ((20, 20, [{"call-loop"}]), (19, 19, []), (20, 21, [])):
            calls = [Call("GET stock.example/items/{}", 100 * place, 100 * place + 5_000, None, 200) for place in range(number)]
            self.assertEqual(found(dossier(lambda asked: Answer([sql("select * from book order by id limit 20", rows=rows)], items=rows, calls=list(calls)), size=False)), labels)


class Caches(unittest.TestCase):
    def page(self, warm: dict[str, str], shared: str = "public, max-age=60") -> Dossier:
        """Its headers say each time what it took when the cache got it."""
        return dossier(lambda asked: Answer([sql("select title, sum(copies) from sale group by title", rows=20)], items=20, counts={"rows-examined": 40_000},
                                            headers={"cache-control": shared, **(warm if asked.visit else {})}), size=False)

    def test_a_response_from_a_cache_in_front_took_no_work(self) -> None:
        for headers in ({"age": "17"}, {"age": "0", "x-varnish": "32773 32771"}, {"x-cache-status": "HIT"}, {"cf-cache-status": "HIT"}, {"via": "1.1 x", "x-cache": "Hit from cloudfront"},
                        {"age": "0", "x-cache": "MISS, HIT"}):
            self.assertEqual(found(altered(self.page(headers), lambda seen: having(seen, digests=None))), [], headers)

    def test_a_response_that_passes_a_cache_is_made_each_time(self) -> None:
        for headers in ({}, {"age": "0", "x-varnish": "32773"}, {"x-cache-status": "MISS"}, {"cf-cache-status": "DYNAMIC"}, {"via": "1.1 x", "x-cache": "Miss from cloudfront"},
                        {"x-cache": "HIT"}):  # without Via or Age it is a cache of the application's own
            self.assertEqual(found(self.page(headers)), [{"response-cache"}], headers)


def default_of(value: str, validator: str = "", body: Callable[[Asked], str] = lambda asked: "") -> Dossier:
    def page(asked: Asked) -> Answer:
        tag = {"etag": f'"{asked.visit}"'} if validator else {}
        return Answer([sql("select * from book order by id limit 100", rows=100)], items=100, body_bytes=30_000, body=body(asked), text="the same",
                      headers={"cache-control": value, **tag})

    return dossier(page, size=False, stored=False)


class Defaults(unittest.TestCase):
    def judged(self, *pages: Dossier) -> list[set[str]]:
        for number, page in enumerate(pages):
            page.page = replace(page.page, address=f"/{number}")
        return [verdict.labels for verdict in judge_all(pages)[0]]

    def test_what_nearly_every_page_says_is_no_statement_about_one(self) -> None:
        self.assertEqual(self.judged(*(default_of("no-cache, private") for _ in range(4))), [set()] * 4)
        self.assertEqual(self.judged(*(default_of("max-age=0, private, must-revalidate", "etag", lambda asked: f"token {asked.visit}") for _ in range(4))), [set()] * 4)

    def test_a_page_that_says_more_than_others_is_named(self) -> None:
        self.assertEqual(self.judged(*(default_of("no-cache, private") for _ in range(3))), [{"conditional-request"}] * 3)
        others = [default_of(value) for value in ("no-store", "no-store", "no-store", "no-cache")]
        self.assertEqual(self.judged(*others), [set(), set(), set(), {"conditional-request"}])

    def test_a_validator_that_is_ignored_is_named_all_the_same(self) -> None:
        ignored = [altered(default_of("no-cache, private"), lambda seen: seen.headers.update({"etag": '"7"'})) for _ in range(4)]
        self.assertEqual(self.judged(*ignored), [{"conditional-request"}] * 4)


def export(kind: str, each: int = 2_000, **headers: str) -> Dossier:
    """Of a service that says nothing of its memory; the client sees when the first and the last byte come."""
    def page(asked: Asked) -> Answer:
        total = 2_000 + 40 * asked.n
        return Answer([sql("select * from book limit 5", rows=asked.n)], items=asked.n, body_bytes=each * asked.n, total_us=total, first_byte_us=total - 50,
                      headers={"content-type": kind, "content-disposition": 'attachment; filename="x"', **headers})

    return altered(dossier(page, stored=False), lambda seen: seen.counts.pop("total"))


class Files(unittest.TestCase):
    def test_whether_a_body_is_late_because_of_how_it_is_made_is_left_open(self) -> None:
        verdict = judge(export("application/xml", 1_000, **{"content-length": "100000"}))
        self.assertEqual((verdict.labels, verdict.status("streaming-response")), (set(), "not judged"))

    def test_an_export_whose_rows_are_looked_up_one_by_one_has_another_problem(self) -> None:
        def rows(asked: Asked) -> Answer:
            total = 2_000 + 900 * asked.n
            return Answer([sql("select id, author_id from book limit 5", rows=asked.n), sql(AUTHOR, asked.n, asked.n)], items=asked.n, body_bytes=120 * asked.n, total_us=total,
                          first_byte_us=total - 50, headers={"content-type": "text/csv", "content-length": "76800"})

        page = altered(dossier(rows, stored=False), lambda seen: [seen.counts.pop(key) for key in ("total", "rows")])
        self.assertEqual(found(unknown(page, "rows", "distinct")), [{"n-plus-one", "repeated-query"}])

    def test_a_type_that_is_only_complete_as_a_whole_is_not_streamed(self) -> None:
        length = {"content-length": "200000"}
        self.assertEqual(found(export("text/csv", **length)), [{"streaming-response"}])
        for kind in ("text/tab-separated-values; charset=utf-8", "application/jsonl"):
            page = altered(export(kind, **length), lambda seen: seen.headers.pop("content-disposition", None))
            self.assertEqual(found(page), [{"streaming-response"}], kind)
        for kind in ("application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image/png"):
            self.assertEqual(found(export(kind, **length)), [], kind)

    def test_what_comes_in_chunks_is_a_stream_only_if_its_first_byte_comes_early(self) -> None:
        """nginx makes chunks of what an application sends without a length, whether it was complete or not."""
        for first, status in ((900, "clean"), (None, "not judged")):
            page = altered(export("text/csv", **{"transfer-encoding": "chunked"}), lambda seen: having(seen, first_byte_us=first or seen.first_byte_us))
            self.assertEqual((judge(page).labels, judge(page).status("streaming-response")), (set(), status))

    def test_what_is_compressed_on_its_way_shows_its_length_without_compression(self) -> None:
        chunks = {"content-encoding": "gzip", "transfer-encoding": "chunked"}
        for plain, labels, status in (({"content-length": "200000"}, {"streaming-response"}, "found"), ({"transfer-encoding": "chunked"}, set(), "not judged"), (None, set(), "not judged")):
            page = export("text/csv", **chunks)
            page.unencoded = None if plain is None else replace(page.usual, headers=plain)
            verdict = judge(page)
            self.assertEqual((verdict.labels, verdict.status("streaming-response")), (labels, status), plain)


if __name__ == "__main__":
    unittest.main()
