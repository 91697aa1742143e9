"""Reading evidence: headers, documents, bodies, links; and what is not there stays absent."""

from __future__ import annotations

import http.client
import threading
import unittest
from unittest import mock

import support

support.prepare_path()

import fake_service
from caseload_detector.shown import next_in_headers, shown_in
from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError
from caseload_detector.evidence import Observation, add_document, parse_evidence_header, parse_server_timing
from caseload_detector.plans import plan_scans
from caseload_detector.pages import DATASET, PAGE, SIZE, Knob, site_from, size_of, with_query
from caseload_detector.probes import Prober


class Headers(unittest.TestCase):
    def test_evidence_is_a_dictionary_of_integers(self) -> None:
        self.assertEqual(parse_evidence_header("sql=101, sql-distinct=2,rows=200"), {"sql": 101, "sql-distinct": 2, "rows": 200})

    def test_members_of_other_types_are_ignored(self) -> None:
        self.assertEqual(parse_evidence_header('a=1;x=2, b="text", c, d=?1, e=1.5, F=3, g=7'), {"a": 1, "g": 7})
        self.assertEqual(parse_evidence_header(""), {})

    def test_server_timing_is_in_milliseconds(self) -> None:
        told = parse_server_timing('db;dur=4.312, app;desc="own code";dur=0.12, miss, total;dur="5"')
        self.assertEqual(told, {"db": 4312, "app": 120, "total": 5000})
        self.assertEqual(parse_server_timing("db;dur=abc, app;dur=nan"), {})

    def test_the_time_in_the_database_of_other_services_has_one_name(self) -> None:
        for sent in ("sql.active_record;dur=4.5, start_processing.action_controller;dur=0.1", 'SQLPanel_sql_time;dur=4.5;desc="SQL 3 queries"', "mysql;dur=4.5"):
            self.assertEqual(parse_server_timing(sent), {"db": 4500}, sent)
        self.assertEqual(parse_server_timing("sql;dur=1, db;dur=2"), {"db": 2000})

    def test_steps_of_a_chain_are_no_phases(self) -> None:
        told = parse_server_timing("middleware;dur=0.5, middleware.load_session;dur=2.5, db;dur=2")
        self.assertEqual(told, {"middleware": 500, "db": 2000})

    def test_a_response_from_a_cache_has_no_queries(self) -> None:
        seen = Observation("", 200, {"cache-status": "nginx; hit"})
        self.assertTrue(seen.from_cache)
        self.assertEqual(seen.queries, 0)
        self.assertFalse(Observation("", 200, {"cache-status": "nginx; fwd=miss"}).from_cache)
        self.assertIsNone(Observation("", 200).queries)

    def test_next_page_by_link_header(self) -> None:
        self.assertEqual(next_in_headers('<?page=1>; rel="prev", <?page=3>; rel="next"'), "?page=3")
        self.assertIsNone(next_in_headers('<?page=1>; rel="prev"'))


class Documents(unittest.TestCase):
    def test_absent_stays_absent(self) -> None:
        seen = Observation("", 200)
        add_document(seen, {"request_id": "1", "evidence": {"sql": 2}, "digests": [{"text": "select 1", "times": 2}]})
        assert seen.digests is not None
        self.assertIsNone(seen.digests[0].rows)
        self.assertIsNone(seen.blocks)
        self.assertIsNone(seen.count("rows"))
        self.assertTrue(seen.complete)

    def test_digests_that_do_not_add_up_are_incomplete(self) -> None:
        seen = Observation("", 200)
        add_document(seen, {"evidence": {"sql": 3}, "digests": [{"text": "select 1", "times": 2}]})
        self.assertFalse(seen.complete)

    def test_memory_is_taken_in_order_of_time_and_without_what_is_no_sample(self) -> None:
        seen = Observation("", 200)
        add_document(seen, {"memory": {"samples": [{"at_us": 9, "app": 2}, {"at_us": 4, "app": 1, "odd": 3}, {"app": 7}, 5, {"at_us": -1, "app": 1}]}})
        self.assertEqual(seen.memory, [{"at_us": 4, "app": 1}, {"at_us": 9, "app": 2}])
        for nothing in ({}, {"samples": []}, {"samples": 3}, []):
            add_document(seen, {"memory": nothing})
            self.assertIsNone(seen.memory)

    def test_plans_as_tree_or_as_rows(self) -> None:
        self.assertTrue(plan_scans({"query_block": {"table": {"access_type": "ALL"}}}))
        self.assertFalse(plan_scans({"query_block": {"table": {"access_type": "ref"}}}))
        self.assertTrue(plan_scans([{"type": "const"}, {"type": "ALL"}]))
        self.assertIsNone(plan_scans(None))


class Bodies(unittest.TestCase):
    def test_entries_of_json_at_all_depths(self) -> None:
        shown = shown_in(b'{"books":[{"t":"a","tags":["x","y"]},{"t":"b","tags":[]}],"next":"?page=2"}', "application/json")
        self.assertEqual((shown.items, shown.values, shown.next_link, shown.fields), (4, 5, "?page=2", ["t", "tags"]))

    def test_names_that_all_entries_of_the_longest_list_of_objects_have(self) -> None:
        for body, fields in ((b'[{"a":1,"b":2},{"a":3}]', ["a"]), (b'{"x":[1,2,3],"y":[{"a":1}]}', ["a"]), (b'{"x":[1,2,3]}', None), (b'[{"a":1},{"b":2}]', []), (b"7", None)):
            self.assertEqual(shown_in(body, "application/json").fields, fields, body)

    def test_rows_of_html_without_the_head(self) -> None:
        page = b'<table><thead><tr><th>a</thead><tbody><tr><td>1<tr><td>2</table><ul><li>x</ul><a href="?page=2" rel="next">on</a>'
        shown = shown_in(page, "text/html; charset=utf-8")
        self.assertEqual((shown.items, shown.next_link), (3, "?page=2"))

    def test_data_for_scripts_and_drawings_are_words_of_the_page(self) -> None:
        for page, words in ((b"<p>two words<script>var s = [1, 2.5, -3], t = {\"a b\": \"c\"}</script>", 2 + 5), (b"<svg><path d='M0,1L2,3L4,5L6,7'></svg>", 1 + 8), (b"<svg><rect x='1'/><rect x='2'/></svg>", 2),
                            (b"<svg><path d='M0,1L2,3L4,5L6,7'></svg>" * 3 + b"<svg><use href='#star'></svg>" * 3, 1 + 8 + 1),
                            (b"<div data-page='[1,2,3,4,5,6,7,8]'></div>", 8), (b"<div data-page='[1,2,3,4,5,6,7]'></div>", 0),
                            (b"<div class='w-1 w-2 w-3 w-4 w-5 w-6 w-7 w-8'>one</div>", 1)):
            self.assertEqual(shown_in(page, "text/html").words, words, page)

    def test_lines_of_csv_and_nothing_of_the_rest(self) -> None:
        self.assertEqual(shown_in(b"a,b\n1,2\n", "text/csv").items, 2)
        self.assertIsNone(shown_in(b"\x89PNG", "image/png").items)
        feed = b"<?xml version='1.0'?><list xmlns='urn:x'><title>All</title>" + b"<book id='1'><name>two words</name><tag>a</tag><tag>b</tag></book>" * 3 + b"</list>"
        self.assertEqual(shown_in(feed, "application/atom+xml")[:3], (3 + 3 * 2, 1 + 3 * 4, 1 + 3 * 5))
        self.assertIsNone(shown_in(feed[:-3], "text/xml").items)
        self.assertIsNone(shown_in(b"{broken", "application/json").items)


class Input(unittest.TestCase):
    def test_roles_of_knobs(self) -> None:
        site = site_from({"pages": [{"address": "/a", "knobs": [
            {"name": "n", "kind": "integer", "initial": 5, "ladder": [10, 40]},
            {"name": "dataset", "kind": "dataset", "initial": "x1", "ladder": ["x1", "x4"]},
            {"name": "page", "kind": "integer", "initial": 1},
            {"name": "prefix", "kind": "text"},
            {"name": "tenant", "kind": "integer", "role": "dataset", "ladder": [1, 4]},
        ]}]})
        self.assertEqual([knob.role for knob in site.pages[0].knobs], [SIZE, DATASET, PAGE, DATASET])
        self.assertIsNone(Knob.from_json({"name": "prefix", "kind": "text"}))
        ladder = Knob.from_json({"name": "n", "ladder": [40, 160, 0]})
        self.assertEqual(ladder and ladder.ladder, ("0", "40", "160"))
        self.assertEqual(size_of("x16"), 16)

    def test_what_is_wrong_with_the_input_is_named(self) -> None:
        def page(**members: object) -> dict[str, object]:
            return {"pages": [{"address": "/a", **members}]}

        def knob(**members: object) -> dict[str, object]:
            return page(knobs=[{"name": "n", "ladder": [10, 40], **members}])

        for document, said in (
            ({"pages": 5}, "pages is missing or not a list"), ({"pages": [5]}, "expected an object with address, not 5"), ({"pages": [{}]}, "address is missing or not text"),
            (page(address=None), "address is missing"), (page(address="http://other.example/a"), "not a path; it starts with /"), (page(address="a"), "starts with /"),
            (page(method=5), "the page /a: method is missing or not text"), (page(method="GE T"), "the method GE T is not valid"), (page(knobs=5), "knobs is missing or not a list"),
            (page(knobs=[5]), "expected an object with kind"), (knob(name=None), "name is missing"), (knob(ladder=5), "ladder is missing or not a list"), (knob(maximum="x"), "maximum is missing or not a whole number"),
            (knob(role="row"), "the knob n has the role row; expected one of dataset, page, size"), (knob(ladder=["a", "b"]), "expected different sizes from 0"),
            (knob(ladder=[10, 10]), "different sizes"), (knob(ladder=["x0", "x4"], kind="dataset"), "above 0"),
            ({"visitors": 5}, "visitors"), ({"visitors": [5]}, "headers"), ({"visitors": [{"headers": {"X": 5}}]}, "X is missing or not text"), ({"floor": 5}, "floor"), ({"write": "x"}, "write"), ({"sink_delay": 5}, "sink_delay"),
        ):
            with self.subTest(said), self.assertRaises(ValueError) as raised:
                site_from(document)
            self.assertIn(said, str(raised.exception))

    def test_an_address_is_sent_as_ascii_and_keeps_what_is_escaped(self) -> None:
        self.assertEqual(site_from({"pages": [{"address": "/b\u00fccher/{n}?a=x y&b=%20"}]}).pages[0].address, "/b%C3%BCcher/{n}?a=x%20y&b=%20")

    def test_knobs_replace_the_query_s_own(self) -> None:
        self.assertEqual(with_query("/a?n=1&q=b%20c", n="7"), "/a?n=7&q=b+c")

    def test_a_service_that_is_not_there_says_so(self) -> None:
        with self.assertRaises(ServiceError):
            Client(f"http://127.0.0.1:{support.free_port()}").get_json("/catalogue.json")
        with self.assertRaises(ServiceError):
            Client("ftp://example.org")


class Probing(unittest.TestCase):
    def test_probes_go_as_far_as_the_knobs(self) -> None:
        with support.FakeService(cases="pagination,nested-loops") as service:
            client = Client(service.host)
            document = client.get_json("/test/blind.json")
            assert isinstance(document, dict)
            prober = Prober(client, site_from(document))
            for page in site_from(document).pages:
                dossier = prober.look_at(page)
                self.assertEqual(len(dossier.warm), 2)
                self.assertEqual([entry.requests for entry in dossier.at_once], [8, 32])
                self.assertEqual([entry.answered for entry in dossier.at_once], [8, 32])
                if page.knob(PAGE):
                    assert dossier.walk is not None
                    self.assertEqual([step.size for step in dossier.walk.steps], [1, 4, 16])
                else:
                    self.assertGreater(len(dossier.size_ladders()[0].steps), 3)
                self.assertGreater(dossier.requests, 40)
            client.close()

    def test_what_was_written_is_taken_back_by_who_is_broken_off(self) -> None:
        server = fake_service.serve(only=["response-cache"])
        writes = server.RequestHandlerClass.service.writes  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = Client(f"http://127.0.0.1:{server.server_port}")
        document = client.get_json("/test/blind.json")
        assert isinstance(document, dict)
        site = site_from({**document, "write": "/test/write"})
        prober = Prober(client, site, quick=True)
        dossiers = [prober.look_at(page) for page in site.pages]
        take = http.client.HTTPConnection.getresponse
        broken = []

        def broken_off(connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
            if writes and not broken:
                broken.append(True)
                raise KeyboardInterrupt
            return take(connection)

        with mock.patch.object(http.client.HTTPConnection, "getresponse", broken_off), self.assertRaises(KeyboardInterrupt):
            prober.write_around(dossiers)
        self.assertEqual(writes, ["irrelevant", "undo"])
        client.close()
        server.shutdown()
        server.server_close()

    def test_without_probe_documents_header_evidence_is_read(self) -> None:
        with support.FakeService(cases="n-plus-one") as service:
            client = Client(service.host, evidence_path="/nowhere/")
            seen, _ = client.request("GET", "/cases/n-plus-one/slow?n=10")
            self.assertEqual(seen.count("sql"), 11)
            self.assertIsNone(seen.digests)
            client.close()


class Control(unittest.TestCase):
    def test_what_controls_a_transaction_or_the_session_is_no_query(self) -> None:
        texts = ("BEGIN", "/* app */ COMMIT", "SET autocommit = ?", "start transaction", "select a from settings where id = ?", "update commits set a = ?")
        seen = Observation("/", 200)
        add_document(seen, {"evidence": {"sql": 12}, "digests": [{"text": text, "times": 2} for text in texts]})
        self.assertEqual([digest.text for digest in seen.digests or []], list(texts[4:]))
        self.assertEqual(seen.counts, {"sql": 4, "commits": 2})
        self.assertTrue(seen.complete)


if __name__ == "__main__":
    unittest.main()
