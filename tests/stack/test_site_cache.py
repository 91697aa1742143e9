"""What nginx's cache keeps, for whom, and what it does when an entry has grown old."""

import http.client
import json
import unittest
import urllib.parse

from site_server import LASTING, SiteServer

SHORT = ["X-Accel-Expires: 1", "Cache-Control: max-age=1"]


class Cache(SiteServer):
    def setUp(self):
        super().setUp()
        self.start_upstream()

    def is_kept(self, path, headers=None, method="GET", **query):
        first, again = (self.fetch_upstream(path, headers, method, **query) for _ in range(2))
        return first.seen["request_count"] == again.seen["request_count"]

    def statuses(self, path, **query):
        """What nginx says of its entry, from the first request until it is no longer fresh, and of the one after."""
        found = [self.fetch_upstream(path, **query).headers["Cache-Status"]]
        while (status := self.fetch_upstream(path, **query).headers["Cache-Status"]) == "caseload; hit":
            found.append(status)
        return [*dict.fromkeys(found), status]

    def test_fifty_visitors_of_a_page_that_is_not_kept_yet_are_one_request_to_the_app(self):
        connections = [http.client.HTTPConnection("127.0.0.1", self.stack.port, timeout=60) for _ in range(50)]
        for connection in connections:
            self.addCleanup(connection.close)
            connection.request("GET", "/cached/crowd?hold=1&header=Cache-Control:%20max-age=60")
        self.upstream.wait_for_requests(1)
        # Each of nginx's processes has read what was sent before when it answers this.
        for number in range(20):
            self.fetch_upstream(f"/page/{number}")
        self.upstream.release()
        self.assertEqual({connection.getresponse().status for connection in connections}, {200})
        self.assertEqual(self.upstream.request_count, 1 + 20)

    def test_an_entry_says_how_old_it_is_and_the_evidence_is_of_who_caused_it(self):
        lasting = {"header": LASTING}
        first, again = (self.fetch_upstream("/cached/own", **lasting) for _ in range(2))
        for name, value in (("Cache-Status", "caseload; fwd=uri-miss"), ("Evidence", "sql=1"), ("Server-Timing", "db;dur=1")):
            self.assertEqual(first.headers.get_all(name), [value])
        self.assertEqual([again.headers[name] for name in ("Cache-Status", "Evidence", "Server-Timing")], ["caseload; hit", None, None])
        plain = self.fetch_upstream("/page")
        self.assertEqual((plain.headers["Cache-Status"], plain.headers.get_all("Evidence")), (None, ["sql=1"]))

    def test_an_entry_that_is_too_old_is_made_anew_with_its_own_evidence(self):
        query = {"header": SHORT}
        self.assertEqual(self.statuses("/cached/old", **query), ["caseload; fwd=uri-miss", "caseload; hit", "caseload; fwd=stale"])
        self.assertEqual(self.upstream.request_count, 2)
        query["header"] = [*SHORT, "X-Other: 1"]
        self.fetch_upstream("/cached/old", **query)
        while (response := self.fetch_upstream("/cached/old", **query)).headers["Cache-Status"] == "caseload; hit":
            pass
        self.assertEqual((response.headers["Evidence"], response.headers["Server-Timing"]), ("sql=1", "db;dur=1"))

    def test_an_entry_with_a_tag_is_revalidated_when_it_is_too_old(self):
        query = {"header": [*SHORT, 'ETag: "t"'], "revalidate": 1}
        first = self.fetch_upstream("/cached/revalidated", **query)
        while (response := self.fetch_upstream("/cached/revalidated", **query)).headers["Cache-Status"] == "caseload; hit":
            pass
        self.assertEqual(response.headers["Cache-Status"], "caseload; hit; fwd=stale; fwd-status=304")
        self.assertEqual((response.status, response.seen["request_count"], self.upstream.request_count), (200, first.seen["request_count"], 2))
        self.assertIsNone(response.headers["Evidence"])

    def test_an_entry_is_sent_while_it_is_renewed_where_it_allows_that(self):
        query = {"header": ["Cache-Control: max-age=1, stale-while-revalidate=60"]}
        self.assertEqual(self.statuses("/cached/renewed", **query),
                         ["caseload; fwd=uri-miss", "caseload; hit", "caseload; hit; detail=stale"])
        self.upstream.wait_for_requests(2)  # it is made anew all the same
        while self.fetch_upstream("/cached/renewed", **query).seen["request_count"] == 1:
            pass

    def test_whoever_comes_while_an_entry_is_renewed_gets_the_old_one(self):
        query = {"header": ["Cache-Control: max-age=1, stale-while-revalidate=60"], "hold": 1}
        self.upstream.release()
        first = self.fetch_upstream("/cached/while", **query)
        self.upstream.released.clear()
        status = "caseload; hit"
        while status == "caseload; hit":
            status = self.fetch_upstream("/cached/while", **query).headers["Cache-Status"]
        self.assertEqual(status, "caseload; hit; detail=stale")
        self.upstream.wait_for_requests(2)
        meanwhile = self.fetch_upstream("/cached/while", **query)
        self.assertEqual(meanwhile.headers["Cache-Status"], "caseload; hit; detail=stale-while-updating")
        self.assertEqual((meanwhile.seen["request_count"], meanwhile.headers["Evidence"]), (first.seen["request_count"], None))

    def test_an_old_entry_is_sent_while_the_app_fails(self):
        for fails, is_used in (({"status": 500}, True), ({"status": 503}, True), ({"garbage": 1}, True), ({"status": 404}, False),
                               ({"status": 403}, False), ({"status": 429}, False)):
            # The query is part of the key, so it can't say that the app fails from now on.
            path = "/cached/fails-" + "-".join(map(str, [*fails.keys(), *fails.values()]))
            target = path + "?" + urllib.parse.urlencode({"header": SHORT}, doseq=True)
            self.upstream.then = {}
            self.fetch(target)
            self.upstream.then = {name: [str(value)] for name, value in fails.items()}
            while (response := self.fetch(target)).headers["Cache-Status"] == "caseload; hit":
                pass
            self.assertEqual((response.status, response.headers["Cache-Status"]),
                             (200, "caseload; hit; detail=stale") if is_used else (fails["status"], "caseload; fwd=stale"), fails)

    def test_only_complete_responses_without_an_error_are_kept(self):
        for status, kept in ((200, True), (203, True), (204, True), (301, True), (206, False), (304, False), (400, False), (404, False),
                             (410, False), (500, False), (503, False)):
            path = f"/cached/status-{status}"
            for _ in range(2):
                self.fetch_upstream(path, header=LASTING, status=status)
            self.assertEqual(self.upstream.request_count, 1 if kept else 2, status)
            self.stop_upstream()
            self.start_upstream()

    def test_how_long_a_response_without_a_lifetime_is_kept_depends_on_its_status(self):
        date = "Last-Modified: Tue, 24 Nov 2020 10:00:00 GMT"
        for status, kept in ((200, True), (203, True), (204, True), (301, False)):
            for _ in range(2):
                self.fetch_upstream(f"/cached/dated-{status}", header=date, status=status)
            self.assertEqual(self.upstream.request_count, 1 if kept else 2, status)
            self.stop_upstream()
            self.start_upstream()

    def test_each_way_to_give_a_lifetime_counts(self):
        future = "Expires: Thu, 31 Dec 2099 23:59:59 GMT"
        for headers, kept in ((["Cache-Control: s-maxage=60"], True), (["Cache-Control: MAX-AGE=60"], True), ([future], True),
                              (["X-Accel-Expires: 60"], True), (["X-Accel-Expires: 0", LASTING], False),
                              (["Cache-Control: public", future], True), (["Cache-Control: no-cache"], False)):
            self.assertEqual(self.is_kept("/cached/lifetime", header=headers), kept, headers)

    def test_what_was_made_for_one_who_is_known_is_kept_where_all_may_have_it(self):
        known = {"Authorization": "Basic dmlzaXRvcjo="}
        for directives, kept in (("max-age=60, must-revalidate", True), ("PUBLIC, max-age=60", True), ("max-age=60", False)):
            self.assertEqual(self.is_kept("/cached/of-one", known, header=f"Cache-Control: {directives}", page=directives), kept, directives)

    def test_the_key_is_the_address_as_it_was_sent_with_its_query(self):
        for one, other, is_same in (("/cached/a?n=1", "/cached/a?n=2", False), ("/cached/a", "/cached/A", False),
                                    ("/cached/d", "/cached/%64", False),
                                    ("/cached/e?n=1&gclid=x", "/cached/e?utm_source=y&n=1", True),
                                    ("/cached/f?n=1&m=2", "/cached/f?m=2&n=1", False)):
            for target in (one, other):
                self.fetch(target + ("&" if "?" in target else "?") + "header=Cache-Control:%20max-age=60")
            self.assertEqual(self.upstream.request_count == 1, is_same, (one, other))
            self.stop_upstream()
            self.start_upstream()

    def test_B6_any_query_is_a_key_of_its_own(self):
        long = "q=" + "k" * 300
        queries = ("q=a%20b", "q=a+b", long, long + "a", long + "b", "&".join(f"p{number}={number}" for number in range(200)), "q=" + "%C3%A9" * 200)
        for query in queries:
            target = f"/cached/keys?header=Cache-Control:%20max-age=60&{query}"
            first, again = (self.fetch(target) for _ in range(2))
            self.assertEqual([each.headers["Cache-Status"] for each in (first, again)], ["caseload; fwd=uri-miss", "caseload; hit"], query)
            self.assertEqual(first.text, again.text, query)
            self.assertTrue(json.loads(first.text)["QUERY_STRING"].endswith("&" + query), query)
        self.assertEqual(self.upstream.request_count, len(queries))

    def test_only_reads_are_served_from_the_cache(self):
        for method in ("POST", "PUT", "DELETE"):
            self.assertFalse(self.is_kept("/cached/read", method=method, header=LASTING), method)
        self.assertTrue(self.is_kept("/cached/read", header=LASTING))
        seen = self.fetch_upstream("/cached/read", method="POST", header=LASTING).seen
        self.assertEqual(seen["REQUEST_METHOD"], "POST")

    def test_nothing_that_one_visitor_sends_reaches_the_app_for_a_kept_page(self):
        personal = ("Cookie", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Forwarded-Port", "X-Original-URL",
                    "X-Rewrite-URL", "Forwarded")
        for name in personal:
            parameter = "HTTP_" + name.upper().replace("-", "_")
            self.assertNotIn("evil", self.fetch_upstream(f"/cached/sent-{name}", headers={name: "evil=1"}).seen.get(parameter, ""), name)
            self.assertEqual(self.fetch_upstream("/page", headers={name: "evil=1"}).seen[parameter], "evil=1", name)

    def test_a_part_of_a_kept_page_can_be_requested(self):
        target = "/cached/part?header=Cache-Control:%20max-age=60&header=Content-Type:%20image/png&size=1000"
        self.assertEqual(len(self.fetch(target).text), 1000)
        part = self.fetch(target, headers={"Range": "bytes=10-19"})
        self.assertEqual((part.status, part.text, part.headers["Content-Range"]), (206, b"x" * 10, "bytes 10-19/1000"))

    def test_plain_pages_are_never_kept(self):
        self.assertFalse(self.is_kept("/page", header=LASTING))
        self.assertFalse(self.is_kept("/cachedx/page", header=LASTING))


if __name__ == "__main__":
    unittest.main()
