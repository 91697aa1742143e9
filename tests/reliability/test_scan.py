"""What `make scan` scans, and how it judges what the scanners say. The scanners themselves are not needed; the test stack is."""

import collections
import concurrent.futures
import json
import os
import pathlib
import sqlite3
import sys
import tempfile
import threading
import types
import unittest
import unittest.mock
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "tests" / "bench"), str(ROOT / "tools" / "test_driver")]

import scan  # noqa: E402
import scan_points  # noqa: E402
import seeding  # noqa: E402
import sqlmap_scan  # noqa: E402
import vulnerable  # noqa: E402
import wapiti_scan  # noqa: E402
from measured import Measured  # noqa: E402
from scan_pages import MARK, Page, Request, Route, Service, Sources  # noqa: E402
from sqlmap_scan import Scanned  # noqa: E402

BASE = urllib.parse.urlsplit(os.environ["CASELOAD_TEST_BASE"])


class WhatTheSourcesRead(unittest.TestCase):
    def test_all_routes_are_found(self):
        text = (ROOT / "fcgi-app" / "app" / "app.cpp").read_text()
        self.assertEqual(len(Sources().routes()), text.count('{"/'))

    def test_each_parameter_that_a_page_takes_belongs_to_a_route(self):
        sources = Sources()
        handlers = {route.handler for route in sources.routes()}
        self.assertTrue(sources.parameters())
        for handler, name in sources.parameters():
            self.assertIn(handler, handlers, name)

    def test_a_header_that_one_case_reads_is_known_as_such_and_test_pages_do_not_count(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, name in (("cases/one/case.cpp", "x-one"), ("app/app.cpp", "x-all"), ("cases/two/case.cpp", "x-all"), ("lab/page.cpp", "x-lab")):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(f'request.header("{name}")')
            (root / "site.conf").write_text("map $http_x_proxy $a {}")
            self.assertEqual(Sources(root, root / "site.conf").headers(), {"x-one": "one", "x-all": None, "x-proxy": None})

    def test_a_route_knows_its_arguments(self):
        route = Route("/cases/:slug/:variant", "by_case", "variant_page")
        self.assertEqual(route.matches("/cases/a-b/slow"), {"slug": "a-b", "variant": "slow"})
        self.assertIsNone(route.matches("/cases/a-b/slow/floor"))

    def test_a_page_shows_its_links_and_forms(self):
        page = Page("/a/", '<a href="b?x=1">b</a><form method="post" action="../c"><input name="n" value="3"><select name="dataset"></select></form>')
        self.assertEqual(page.links, ["/a/b?x=1"])
        self.assertEqual(page.forms, [("POST", "/c", {"n": "3", "dataset": ""})])


class Points(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(BASE.port)
        cls.points = scan_points.points_of(cls.service)

    def test_each_has_one_mark_and_is_served_without_it(self):
        for point in self.points:
            texts = [point.request.target, point.request.body or "", *(value for _, value in point.request.headers)]
            self.assertEqual(sum(text.count(MARK) for text in texts), 1, point)
            self.assertLess(self.service.ask(point.request.without_mark)[0], 400, point)

    def test_each_knob_of_the_catalogue_and_each_variant_that_uses_a_text_is_there(self):
        names = {point.name for point in self.points}
        for case in self.service.catalogue():
            for knob in case["knobs"]:
                for variant in case["variants"]:
                    self.assertIn(f"{knob['name']} {case['slug']} {variant['name']}" if knob["kind"] == "text" else knob["name"], names)

    def test_no_parser_is_there_twice(self):
        self.assertEqual(len({(point.place, point.name) for point in self.points}), len(self.points))

    def test_the_scan_of_the_header_host_is_known_as_such(self):
        self.assertEqual([point.name for point in self.points if sqlmap_scan.is_host(point)], ["host, GET", "host, POST"])

    def test_the_places_are_those_that_are_tried_on_a_vulnerable_server(self):
        self.assertEqual({point.place for point in self.points}, {point.place for point in sqlmap_scan.controls()})


class VulnerableServer(unittest.TestCase):
    def ask(self, address, request):
        status, _, body = Service(urllib.parse.urlsplit(address).port).ask(request)
        return status, body.decode()

    def test_sql_reaches_the_database_from_each_place(self):
        with vulnerable.running(0, os.environ["CASELOAD_TEST_DB_SOCKET"], seeding.USER) as address:
            for point in sqlmap_scan.controls():
                if ("Host", f"NB-0025-03{MARK}") in point.request.headers:
                    continue  # a client that sends another one is tested by sqlmap
                self.assertRegex(self.ask(address, point.request.without_mark)[1], "<p>.*</p>", point)
                payload = " AND 1=2" if "1" + MARK in str(point.request) else "' AND '1'='2"
                sent = Request(point.request.target.replace(MARK, urllib.parse.quote(payload)), point.request.method,
                               tuple((name, value.replace(MARK, payload)) for name, value in point.request.headers),
                               point.request.body and point.request.body.replace(MARK, payload))
                self.assertEqual(self.ask(address, sent), (200, vulnerable.PAGE.format("none")), point)

    def test_it_responds_as_if_it_had_run_and_read_what_it_was_given(self):
        with vulnerable.running(0, os.environ["CASELOAD_TEST_DB_SOCKET"], seeding.USER) as address:
            self.assertIn("<script>", self.ask(address, Request("/xss?text=%3Cscript%3E"))[1])
            self.assertIn("PATH=", self.ask(address, Request("/command?host=;env;".replace(";", "%3B")))[1])
            self.assertIn("root:x:0", self.ask(address, Request("/file?name=/etc/passwd"))[1])
            self.assertIn("error in your SQL syntax", self.ask(address, Request("/sql?id='"))[1])
            self.ask(address, Request(f"/fetch?url={urllib.parse.quote(address)}/ssrf/abc/7/75726c/"))
            self.assertIn('"75726c"', self.ask(address, Request("/get_ssrf.php?id=abc"))[1])


class Sqlmap(unittest.TestCase):
    FOUND = "sqlmap identified ..:\n---\nParameter: id (GET)\n    Type: error-based\n    Payload: id=1'\n---\n"

    def test_a_finding_is_read_with_its_request(self):
        self.assertEqual(sqlmap_scan.read("x", self.FOUND, 0).findings, ["Parameter: id (GET) Type: error-based Payload: id=1'"])
        hint = "[INFO] heuristic (XSS) test shows that GET parameter 'id' might be vulnerable to cross-site scripting (XSS) attacks"
        self.assertEqual(len(sqlmap_scan.read("x", hint, 0).findings), 1)

    def test_only_its_own_words_mean_that_nothing_was_found(self):
        clean = sqlmap_scan.read("x", f"[ERROR] {sqlmap_scan.NOT_FOUND}. Try", 0)
        self.assertEqual((clean.findings, clean.why_not), ([], ""))
        self.assertIn("can't connect", sqlmap_scan.read("x", "[CRITICAL] can't connect", 1).why_not)
        self.assertIn("it said nothing", sqlmap_scan.read("x", "", 0).why_not)

    def test_what_was_blocked_was_not_measured(self):
        self.assertEqual(sqlmap_scan.judged(Scanned("x"), {200: 2, 400: 700}).why_not, "")
        self.assertIn("only 3 requests", sqlmap_scan.judged(Scanned("x"), {200: 3}).why_not)
        self.assertIn("all 50 requests were refused", sqlmap_scan.judged(Scanned("x"), {400: 50}).why_not)
        self.assertIn("by a limit", sqlmap_scan.judged(Scanned("x"), {200: 50, 503: 1}).why_not)
        self.assertEqual(sqlmap_scan.judged(Scanned("x", findings=["y"]), {503: 50}).why_not, "")

    def test_the_mark_is_where_the_payload_belongs(self):
        for point in sqlmap_scan.controls():
            words = sqlmap_scan.command(point, "http://127.0.0.1:1", "/nonexistent", "agent", False)
            self.assertEqual(sum(MARK in word for word in words) + ("host" in words), 1, words)


class Wapiti(unittest.TestCase):
    def pages(self, folder, *paths):
        with sqlite3.connect(folder / "x.db") as database:
            database.execute("CREATE TABLE paths (path_id INTEGER, path TEXT, method TEXT, evil INTEGER)")
            database.execute("CREATE TABLE params (path_id INTEGER, type TEXT, param_order INTEGER, name TEXT, value1 TEXT)")
            for number, (method, path, names) in enumerate(paths):
                database.execute("INSERT INTO paths VALUES (?, ?, ?, 0)", (number, f"http://127.0.0.1{path}", method))
                for order, name in enumerate(names):
                    database.execute("INSERT INTO params VALUES (?, ?, ?, ?, '1')", (number, "POST" if method == "POST" else "GET", order, name))

    def test_one_address_of_each_route_and_set_of_parameters_stays(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            self.pages(folder, ("GET", "/cases/a/", []), ("GET", "/cases/b/", []), ("GET", "/cases/a/", ["n"]), ("GET", "/cases/b/", ["n"]),
                       ("POST", "/cases/b/", ["n"]), ("GET", "/cases/b/", ["n", "page"]), ("GET", "/docs/x", ["n"]), ("GET", "/docs/y", ["n"]))
            self.assertEqual(wapiti_scan.keep_one_of_each(folder, [Route("/cases/:slug/", "read", "case_page")]), 6)
            with wapiti_scan.database_of(folder) as database:
                self.assertEqual([number for number, in database.execute("SELECT path_id FROM paths ORDER BY path_id")], [0, 1, 2, 4, 5, 6])

    def test_findings_are_read_with_their_requests(self):
        entry = {"info": "500 in n", "curl_command": 'curl\n"http://x/?n=1"'}
        report = {"vulnerabilities": {"SQL Injection": []}, "anomalies": {"Internal Server Error": [entry, entry]}}
        self.assertEqual(wapiti_scan.findings_in(report), ['Internal Server Error: 500 in n: curl "http://x/?n=1"'])
        self.assertEqual(wapiti_scan.findings_in(report, "Interesting methods allowed on http://x/: PUT")[1], "Interesting methods allowed on http://x/: PUT")

    def test_a_form_without_a_token_is_accepted_only_if_other_sites_cannot_send_it(self):
        with tempfile.TemporaryDirectory() as name:
            folder, asked = pathlib.Path(name), []
            self.pages(folder, ("POST", "/a", ["n"]))

            def responding(status):
                return types.SimpleNamespace(ask=lambda request: asked.append(request) or (status, {}, b""))

            finding = "Cross Site Request Forgery: Lack of anti CSRF token: curl"
            self.assertIn("403", wapiti_scan.accepted(responding(403), folder, finding))
            self.assertEqual(wapiti_scan.accepted(responding(200), folder, finding), "")
            self.assertEqual((asked[0].target, asked[0].body, dict(asked[0].headers)["Origin"]), ("/a", "n=1", "https://other.example"))
            self.assertEqual(wapiti_scan.accepted(responding(403), folder, "SQL Injection"), "")

    def test_a_module_that_sent_nothing_or_met_a_limit_has_not_looked(self):
        sent = Scanned("sql")
        scan.limits(sent, collections.Counter({404: 7}))
        self.assertEqual((sent.requests, sent.why_not), (7, ""))
        for statuses, expected in (({}, "no request"), ({200: 5, 429: 1}, "by a limit")):
            scanned = Scanned("sql")
            scan.limits(scanned, collections.Counter(statuses))
            self.assertIn(expected, scanned.why_not)


class Results(unittest.TestCase):
    def test_a_finding_fails_and_what_was_not_measured_is_no_result(self):
        measured = Measured("make scan")
        scan.record(measured, "sqlmap", "query", [Scanned("a", requests=40), Scanned("b", ["Payload: 1'"], 50)], parsers=2)
        self.assertEqual(measured.found["sqlmap"]["results"], [{"name": "query", "value": 1, "counted": {"parsers": 2, "requests": 90}}])
        self.assertEqual(measured.wrong, ["sqlmap b: Payload: 1'"])
        scan.record(measured, "wapiti", "xss", [Scanned("", why_not="the time was up")])
        self.assertNotIn("wapiti", measured.found)
        self.assertEqual(measured.wrong[1:], ["wapiti xss was not measured: the time was up"])

    def test_requests_are_counted_by_agent_from_the_beginning_of_the_scan_on(self):
        with tempfile.TemporaryDirectory() as name:
            stack = types.SimpleNamespace(port=1, address="http://127.0.0.1:1/", log=pathlib.Path(name))
            log = stack.log / "access.log"
            log.write_text('{"status":500,"agent":"scan-1"}\n')
            one = scan.Scan(stack, "", stack.log, True)
            one.log_begins  # noqa: B018
            with open(log, "a") as more:
                more.write('{"status":200,"agent":"scan-1"}\n{"status":400,"agent":"scan-1 AND 1"}\n{"status":200,"agent":"scan-2"}\n{"status":200,"agent":"scan-1","x')
            self.assertEqual(one.statuses("scan-1"), {200: 1, 400: 1})

    def test_requests_refused_for_their_host_count_for_the_scan_of_that_header_though_their_agent_is_unknown(self):
        with tempfile.TemporaryDirectory() as name:
            stack = types.SimpleNamespace(port=1, address="http://127.0.0.1:1/", log=pathlib.Path(name))
            lines = [("GET", "/a", 200, "scan-1"), ("GET", "/a", 400, ""), ("POST", "/a", 400, ""), ("GET", "/b", 400, ""), ("GET", "/a", 200, "")]
            log = stack.log / "access.log"
            log.write_text("")
            one = scan.Scan(stack, "", stack.log, True)
            one.log_begins  # noqa: B018
            log.write_text("".join(json.dumps(dict(zip(("method", "target", "status", "agent"), line)), separators=(",", ":")) + "\n" for line in lines))
            self.assertEqual(one.statuses("scan-1"), {200: 1})
            self.assertEqual(one.statuses("scan-1", Request("/a")), {200: 1, 400: 1})


class InParallel(unittest.TestCase):
    def test_nothing_more_begins_after_the_scan_was_interrupted(self):
        go, begun = threading.Event(), []

        class Pool(concurrent.futures.ThreadPoolExecutor):
            def shutdown(self, wait=True, *, cancel_futures=False):
                super().shutdown(False, cancel_futures=cancel_futures)
                go.set()
                super().shutdown(wait)

        def interrupted():
            raise KeyboardInterrupt

        with tempfile.TemporaryDirectory() as name, unittest.mock.patch("concurrent.futures.ThreadPoolExecutor", Pool):
            stack = types.SimpleNamespace(port=1, address="http://127.0.0.1:1/", log=pathlib.Path(name))
            with self.assertRaises(KeyboardInterrupt):
                scan.Scan(stack, "", stack.log, True).in_parallel([interrupted, *[lambda: go.wait() and begun.append(1)] * 20])
        self.assertLessEqual(len(begun), scan.AT_ONCE)


if __name__ == "__main__":
    unittest.main()
