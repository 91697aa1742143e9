"""The site file that is deployed, in a real nginx: headers on every response, refusals, and what its cache keeps."""

import json
import unittest
import urllib.parse

from site_server import SiteServer

SECURITY_HEADERS = ("X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options")


class SiteFile(SiteServer):
    # What nginx refuses or says by itself.

    def test_B2_security_headers_are_on_every_response(self):
        file = self.fetch("/static/caseload.css")
        responses = {
            "file": file,
            "304": self.fetch("/static/caseload.css", headers={"If-None-Match": file.headers["ETag"]}),
            "404": self.fetch("/static/none.css"),
            "405": self.fetch("/static/caseload.css", "POST", b"x"),
            "413": self.fetch("/", "POST", bytes(1_000_001)),
            "414": self.fetch("/?" + "q" * 70_000),
            "431": self.fetch("/", headers={"X-Large": "h" * 20_000}),
            "400": self.fetch("/static//caseload.css"),
            "app stopped": self.fetch("/"),
        }
        self.assertEqual([response.status for response in responses.values()], [200, 304, 404, 405, 413, 414, 431, 400, 502])
        for name, response in responses.items():
            for header in SECURITY_HEADERS:
                self.assertEqual(len(response.headers.get_all(header, [])), 1, f"{header} on {name}")
            self.assertEqual(response.headers["Server"], "nginx", name)
            self.assertNotIn("unsafe", response.headers["Content-Security-Policy"])

    def test_B2_a_header_of_7_KiB_fits(self):
        self.start_upstream()
        response = self.fetch_upstream("/page", header="X-Large: " + "h" * 7168)
        self.assertEqual((response.status, len(response.headers["X-Large"])), (200, 7168))

    def test_B16_a_path_has_one_spelling(self):
        self.start_upstream()
        for path in ("/static/../LICENSE", "/static/%2e%2e/LICENSE", "/static/..%2fLICENSE", "/static/%252e%252e%252fx",
                     "/static/..%5cx", "//static/caseload.css", "/docs/../x", "/docs/%2E%2E/x", "/cases/..", "/.", "/a/./b",
                     "/cached/%2e%2e/x", "/a%00b"):
            self.assertEqual(self.fetch(path).status, 400, path)
        self.assertEqual(self.upstream.request_count, 0)
        self.assertEqual(self.fetch("/cases/a..b/?q=../%2e%2e//").status, 200)

    def test_errors_are_a_page_or_a_problem_document_as_requested(self):
        page = self.fetch("/")
        self.assertEqual((page.headers.get_content_type(), page.headers["Retry-After"]), ("text/html", "2"))
        self.assertIn(b"<h1>Application unavailable</h1>", page.text)
        problem = self.fetch("/", headers={"Accept": "application/json"})
        self.assertEqual(problem.headers.get_content_type(), "application/problem+json")
        document = json.loads(problem.text)
        self.assertEqual((document["status"], document["request_id"]), (502, problem.headers["X-Request-Id"]))
        for path, accept, kind in (
            ("/api/examples/", "*/*", "application/problem+json"),
            ("/api/examples/", "text/html, */*;q=0.5", "text/html"),
            ("/api/x%zz", "*/*", "application/problem+json"),  # not even the request line can be read
            ("/x", "application/vnd.api+json", "application/problem+json"),
            ("/x", "application/*", "application/problem+json"),
            ("/x", "text/html, application/json;q=0.1", "text/html"),
            ("/x", "text/html;q=0.1, application/json", "application/problem+json"),
            ("/x", "*/*, application/json;q=0", "text/html"),
            ("/x", "*/*", "text/html"),
        ):
            response = self.fetch(path, headers={"Accept": accept})
            self.assertEqual((path, accept, response.headers.get_content_type()), (path, accept, kind))

    def test_crawlers_are_kept_to_the_pages_of_cases(self):
        rules = self.fetch("/robots.txt")
        self.assertEqual((rules.status, rules.headers.get_content_type()), (200, "text/plain"))
        self.assertIn("Disallow: /cases/\nAllow: /cases/*/$\n", rules.text.decode())

    def test_what_does_not_exist_is_404_also_where_a_folder_is(self):
        for path in ("/static/", "/static/none", "/docs/none/", "/nginx-errors/error.html"):
            response = self.fetch(path)
            self.assertEqual(response.status, 404, path)
            self.assertIn(b"</html>", response.text)

    def test_B4_B5_a_tag_alone_decides_for_files(self):
        file = self.fetch("/static/caseload.css")
        tag, date, old = file.headers["ETag"], file.headers["Last-Modified"], "Tue, 24 Nov 2015 10:00:00 GMT"
        for headers, status in (
            ({"If-None-Match": tag}, 304),
            ({"If-None-Match": f"W/{tag}"}, 304),
            ({"If-None-Match": tag, "If-Modified-Since": old}, 304),
            ({"If-None-Match": '"other"', "If-Modified-Since": date}, 200),
            ({"If-Modified-Since": date}, 304),
            ({"If-Modified-Since": "Fri, 31 Dec 2049 23:59:59 GMT"}, 304),
            ({"If-Modified-Since": old}, 200),
            ({"If-Modified-Since": "yesterday"}, 200),
        ):
            self.assertEqual(self.fetch("/static/caseload.css", headers=headers).status, status, headers)

    # What the app gets.

    def test_the_app_gets_the_target_without_tracking_parameters(self):
        self.start_upstream()
        for sent, got in (("?n=1&utm_source=a&page=2&gclid=x", "?n=1&page=2"), ("?utm_source=a", ""), ("?fbclid=1&n=3", "?n=3"),
                          ("?n=3&mc_cid=1", "?n=3"), ("?not_utm_x=1", "?not_utm_x=1"), ("?n=%20a", "?n=%20a"), ("", ""), ("?msclkid=1&n=3", "?n=3"),
                          ("?utm_source=a&n=1&gclid=b&utm_term=c&page=2&fbclid=d", "?n=1&page=2"), ("?xutm_source=a", "?xutm_source=a"),
                          ("?utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e&utm_source_platform=f&gclid=1&n=3", "?n=3")):
            seen = json.loads(self.fetch(f"/a%20b{sent}").text)
            self.assertEqual((seen["REQUEST_URI"], seen["QUERY_STRING"]), (f"/a%20b{got}", got[1:]), sent)

    def test_the_request_id_is_the_same_everywhere(self):
        self.start_upstream()
        response = self.fetch_upstream("/page")
        self.assertEqual(response.seen["REQUEST_ID"], response.headers["X-Request-Id"])

    # What the cache keeps.

    def test_the_cache_keeps_what_may_be_kept_and_says_so(self):
        self.start_upstream()
        lasting = {"header": "Cache-Control: max-age=60"}
        first = self.fetch_upstream("/cached/kept", **lasting)
        again = self.fetch_upstream("/cached/kept", utm_source="news", **lasting)
        self.assertEqual((first.headers["Cache-Status"], first.headers["Evidence"]), ("caseload; fwd=uri-miss", "sql=1"))
        self.assertEqual((again.headers["Cache-Status"], again.headers["Evidence"]), ("caseload; hit", None))
        self.assertEqual(again.seen, first.seen)
        self.assertNotEqual(again.headers["X-Request-Id"], first.headers["X-Request-Id"])
        self.assertEqual(self.fetch_upstream("/cached/kept", method="HEAD", **lasting).headers["Cache-Status"], "caseload; hit")

    def test_a_response_to_HEAD_is_not_kept_without_its_body(self):
        self.start_upstream()
        lasting = {"header": "Cache-Control: max-age=60"}
        self.assertEqual(self.fetch_upstream("/cached/head-first", method="HEAD", **lasting).text, b"")
        full = self.fetch_upstream("/cached/head-first", **lasting)
        self.assertEqual((full.headers["Cache-Status"], full.seen["REQUEST_METHOD"]), ("caseload; hit", "GET"))

    def test_B17_the_cache_keeps_nothing_personal_and_no_error(self):
        self.start_upstream()
        lasting = "Cache-Control: max-age=60"
        for query in ({}, {"header": "Cache-Control: no-store"}, {"header": "Cache-Control: private, max-age=60"},
                      {"header": [lasting, "Set-Cookie: visitor=1"]}, {"header": lasting, "status": 404},
                      {"header": lasting, "status": 500}, {"header": lasting, "status": 503},
                      {"header": [lasting, "Vary: *"]}):
            responses = [self.fetch_upstream("/cached/not-kept", **query) for _ in range(2)]
            self.assertNotEqual(responses[0].seen["request_count"], responses[1].seen["request_count"], query)

    def test_B17_what_one_visitor_sends_is_in_nobody_elses_page(self):
        self.start_upstream()
        evil = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "evil", "Forwarded": "host=evil", "Cookie": "evil=1",
                "X-Original-URL": "/evil"}
        first = self.fetch_upstream("/cached/shared", headers=evil, header="Cache-Control: max-age=60")
        self.assertNotIn("evil", json.dumps(first.seen))

    def test_B17_what_was_made_for_one_who_is_known_is_kept_only_where_it_says_so(self):
        self.start_upstream()
        known = {"Authorization": "Basic dmlzaXRvcjo="}
        for directives, kept in (("max-age=60", False), ("public, max-age=60", True), ("s-maxage=60", True)):
            query = {"header": f"Cache-Control: {directives}", "page": directives}
            first = self.fetch_upstream("/cached/known", headers=known, **query)
            again = self.fetch_upstream("/cached/known", **query)
            self.assertEqual(first.seen["request_count"] == again.seen["request_count"], kept, directives)

    def test_without_a_lifetime_only_what_has_a_date_is_kept(self):
        self.start_upstream()
        for headers, kept in (([], False), (["Cache-Control: public"], False), (["ETag: \"t\""], False),
                              (["Last-Modified: Tue, 24 Nov 2020 10:00:00 GMT"], True),
                              (["Last-Modified: Tue, 24 Nov 2020 10:00:00 GMT", "Cache-Control: no-cache"], False)):
            query = {"header": headers}
            first, again = (self.fetch_upstream("/cached/undated", **query) for _ in range(2))
            self.assertEqual(first.seen["request_count"] == again.seen["request_count"], kept, headers)

    def test_responses_that_vary_are_stored_separately(self):
        self.start_upstream()
        query = {"header": ["Cache-Control: max-age=60", "Vary: Accept"]}
        html = self.fetch_upstream("/cached/varies", headers={"Accept": "text/html"}, **query)
        other = self.fetch_upstream("/cached/varies", headers={"Accept": "application/json"}, **query)
        again = self.fetch_upstream("/cached/varies", headers={"Accept": "text/html"}, **query)
        self.assertNotEqual(html.seen["request_count"], other.seen["request_count"])
        self.assertEqual(html.seen["request_count"], again.seen["request_count"])

    def test_a_cached_response_is_served_while_the_app_is_unavailable(self):
        self.start_upstream()
        query = {"header": ["X-Accel-Expires: 1", "Cache-Control: max-age=1"]}
        kept = self.fetch_upstream("/cached/stale", **query)
        while self.fetch_upstream("/cached/stale", **query).headers["Cache-Status"] == "caseload; hit":
            pass
        newest = self.fetch_upstream("/cached/stale", **query)
        self.stop_upstream()
        responses = [self.fetch_upstream("/cached/stale", **query) for _ in range(3)]
        while responses[-1].headers["Cache-Status"] == "caseload; hit":
            responses.append(self.fetch_upstream("/cached/stale", **query))
        self.assertEqual({response.status for response in responses}, {200})
        self.assertGreaterEqual(responses[-1].seen["request_count"], kept.seen["request_count"])
        self.assertLessEqual(responses[-1].seen["request_count"], newest.seen["request_count"] + 1)

    def test_B4_B5_a_tag_alone_decides_for_kept_pages(self):
        self.start_upstream()
        date, old = "Tue, 24 Nov 2020 10:00:00 GMT", "Tue, 24 Nov 2015 10:00:00 GMT"
        query = {"header": ["Cache-Control: max-age=60", 'ETag: "t"', f"Last-Modified: {date}"]}
        self.fetch_upstream("/cached/tagged", **query)
        for headers, status in (
            ({"If-None-Match": '"t"'}, 304), ({"If-None-Match": 'W/"t"'}, 304), ({"If-None-Match": '"x", "t"'}, 304),
            ({"If-None-Match": "*"}, 304), ({"If-None-Match": '"t"', "If-Modified-Since": old}, 304),
            ({"If-None-Match": '"t"', "If-Modified-Since": "yesterday"}, 304),
            ({"If-None-Match": '"x"', "If-Modified-Since": date}, 200), ({"If-Modified-Since": date}, 304),
            ({"If-Modified-Since": "Fri, 31 Dec 2049 23:59:59 GMT"}, 304), ({"If-Modified-Since": old}, 200),
        ):
            for method in ("GET", "HEAD"):
                for encoding in ("identity", "gzip"):
                    headers["Accept-Encoding"] = encoding
                    response = self.fetch("/cached/tagged?" + urllib.parse.urlencode(query, doseq=True), method, None, headers)
                    self.assertEqual(response.status, status, (headers, method))


if __name__ == "__main__":
    unittest.main()
