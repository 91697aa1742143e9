"""What the app gets of a request, and what nginx makes of its response."""

import gzip
import http.client
import json
import os
import ssl
import unittest
import urllib.parse
from unittest import mock

from site_server import SiteServer, fetch_on, nginx, write_certificate  # finds the stack's modules

import app


class Passing(SiteServer):
    @classmethod
    def make_files(cls):
        cls.tls_port = nginx.free_port()
        write_certificate(cls.stack.var)
        listen = f"listen 127.0.0.1:{cls.stack.port} default_server backlog=4096;"
        cls.places = {listen: f"{listen} listen 127.0.0.1:{cls.tls_port} ssl; ssl_certificate {cls.stack.var}/certificate.pem; "
                              f"ssl_certificate_key {cls.stack.var}/key.pem;"}

    def setUp(self):
        super().setUp()
        self.start_upstream()

    def seen(self, target, method="GET", body=None, headers=None):
        return json.loads(self.fetch(target, method, body, headers).text)

    def seen_over_tls(self, target):
        context = ssl.create_default_context(cafile=self.stack.var / "certificate.pem")
        context.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls_port, timeout=60, context=context)
        response = fetch_on(connection, target)
        connection.close()
        return json.loads(response.text)

    def test_the_app_gets_the_request_as_it_was(self):
        seen = self.seen("/a%20b/c?n=%201&m", "POST", b"some text", {"Content-Type": "text/x-test", "Accept": "text/*", "Host": "h.example"})
        self.assertEqual(len(seen.pop("REQUEST_ID")), 32)
        self.assertEqual(seen.pop("SERVER_PORT"), str(self.stack.port))
        for name in ("request_count", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "SERVER_NAME"):
            seen.pop(name, None)
        self.assertEqual(seen, {
            "REQUEST_METHOD": "POST", "REQUEST_URI": "/a%20b/c?n=%201&m", "SCRIPT_NAME": "", "PATH_INFO": "/a b/c",
            "QUERY_STRING": "n=%201&m", "CONTENT_TYPE": "text/x-test", "CONTENT_LENGTH": "9", "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1", "REQUEST_SCHEME": "http", "GATEWAY_INTERFACE": "CGI/1.1",
            "body_bytes": 9})
        self.assertEqual(self.seen("/x", headers={"Cookie": "a=b", "X-Own": "c"})["HTTP_COOKIE"], "a=b")
        self.assertEqual(self.seen("/x", headers={"Host": "h.example"})["HTTP_HOST"], "h.example")

    def test_the_app_gets_the_address_of_the_client(self):
        self.assertEqual(json.loads(self.fetch("/x", source="127.0.0.2").text)["REMOTE_ADDR"], "127.0.0.2")
        self.assertEqual(self.seen("/x", headers={"X-Forwarded-For": "10.0.0.1"})["REMOTE_ADDR"], "127.0.0.1")

    def test_every_method_reaches_the_app_as_it_is(self):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            response = self.fetch("/x", method)
            self.assertEqual(response.status, 200)
            if method != "HEAD":
                self.assertEqual(json.loads(response.text)["REQUEST_METHOD"], method)

    def test_a_visitor_can_not_set_the_proxy_of_the_app(self):
        for name in ("Proxy", "proxy"):
            self.assertIn(self.seen("/x", headers={name: "http://evil.example"}).get("HTTP_PROXY", ""), ("",))

    def test_the_app_knows_whether_the_request_was_encrypted(self):
        plain = self.seen("/x")
        encrypted = self.seen_over_tls("/x")
        self.assertEqual((plain["REQUEST_SCHEME"], plain.get("HTTPS")), ("http", None))
        self.assertEqual((encrypted["REQUEST_SCHEME"], encrypted.get("HTTPS")), ("https", "on"))

    def test_what_is_kept_of_one_scheme_is_not_sent_over_another(self):
        target = "/cached/schemes?header=Cache-Control:%20max-age=60"
        plain, encrypted = self.seen(target), self.seen_over_tls(target)
        self.assertNotEqual(plain["request_count"], encrypted["request_count"])
        self.assertEqual((self.seen(target)["request_count"], self.seen_over_tls(target)["request_count"]), (plain["request_count"], encrypted["request_count"]))

    def test_a_date_counts_only_without_a_tag(self):
        date = "Tue, 24 Nov 2020 10:00:00 GMT"
        self.assertEqual(self.seen("/x", headers={"If-Modified-Since": date})["HTTP_IF_MODIFIED_SINCE"], date)
        seen = self.seen("/x", headers={"If-Modified-Since": date, "If-None-Match": '"t"'})
        self.assertEqual((seen.get("HTTP_IF_MODIFIED_SINCE", ""), seen["HTTP_IF_NONE_MATCH"]), ("", '"t"'))

    def test_C1_the_stack_checks_itself_directly_whatever_the_proxy(self):
        self.upstream.then = {"body": ['{"status": "ok"}']}
        nowhere = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")}
        with mock.patch.dict(os.environ, {**nowhere, "no_proxy": "", "NO_PROXY": ""}):
            self.assertEqual((nginx.ready(self.stack), app.ready(self.stack)), ("", ""))

    def test_nothing_is_added_to_what_the_visitor_sent(self):
        self.assertNotIn("HTTP_IF_MODIFIED_SINCE", self.seen("/x"))

    def test_each_tracking_parameter_is_left_out(self):
        names = ["utm_source", "utm_source_platform", "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "fbclid", "igshid", "msclkid",
                 "srsltid", "ttclid", "twclid", "yclid", "mc_cid", "mc_eid"]
        for name in names:
            for query, left in ((f"{name}=1", ""), (f"n=1&{name}=1", "n=1"), (f"{name}=&n=1", "n=1"), (f"a=1&{name}=x&b=2", "a=1&b=2")):
                seen = self.seen("/x?" + query)
                self.assertEqual((seen["QUERY_STRING"], seen["REQUEST_URI"]), (left, "/x?" + left if left else "/x"), query)
        for query in ("utm_=1", "UTM_source=1", "xgclid=1", "gclid", "gclid1=2", "mc_xid=1", "n=gclid=1"):
            self.assertEqual(self.seen("/x?" + query)["QUERY_STRING"], query)
        # In up to three places, each of them as many as there are.
        self.assertEqual(self.seen("/x?gclid=1&a=1&fbclid=2&dclid=3&b=2&yclid=4")["QUERY_STRING"], "a=1&b=2")
        self.assertEqual(self.seen("/x?a=1&gclid=1&b=2&fbclid=2&c=3&dclid=5&d=4")["QUERY_STRING"], "a=1&b=2&c=3&d=4")

    # Of the app's response.

    def fetch_page(self, content_type, size, headers=None, *, own=()):
        header = [f"Content-Type: {content_type}", *own]
        return self.ask_upstream_raw("/page", headers, header=header, size=size)

    def ask_upstream_raw(self, path, headers, **query):
        return self.fetch(f"{path}?{urllib.parse.urlencode(query, doseq=True)}", "GET", None, headers)

    def test_what_shrinks_is_compressed_where_the_client_takes_it(self):
        zipped = {"Accept-Encoding": "gzip"}
        for kind in ("text/html", "application/json", "application/problem+json", "application/javascript", "text/javascript",
                     "text/css", "text/csv", "text/plain", "text/xml", "application/xml", "image/svg+xml",
                     "application/manifest+json"):
            response = self.fetch_page(kind, 512, zipped)
            self.assertEqual((kind, response.headers["Content-Encoding"], response.headers["Vary"]), (kind, "gzip", "Accept-Encoding"))
            self.assertEqual(gzip.decompress(response.text), b"x" * 512)
        for response in (self.fetch_page("text/html", 511, zipped), self.fetch_page("image/png", 512, zipped),
                       self.fetch_page("text/html", 512, zipped, own=["Content-Encoding: identity"]), self.fetch_page("text/html", 512)):
            self.assertEqual(len(response.text), int(response.headers["Content-Length"]))
            self.assertNotEqual(response.headers["Content-Encoding"], "gzip")
        self.assertIsNone(self.fetch_page("image/png", 512, zipped).headers["Vary"])
        self.assertEqual(self.fetch_page("text/html", 512).headers["Vary"], "Accept-Encoding")
        # Behind another proxy, too.
        self.assertEqual(self.fetch_page("text/html", 512, {**zipped, "Via": "1.1 proxy"}).headers["Content-Encoding"], "gzip")

    def test_the_app_s_own_headers_arrive(self):
        response = self.fetch_page("text/plain", 10, own=["Cache-Control: no-store", "Evidence: sql=2", "X-Own: 1", "X-Frame-Options: ALLOWALL"])
        self.assertEqual((response.headers["Cache-Control"], response.headers["X-Own"]), ("no-store", "1"))
        self.assertIn("sql=2", response.headers.get_all("Evidence"))
        self.assertEqual(response.headers.get_all("X-Frame-Options"), ["DENY"])
        self.assertEqual(response.headers["Content-Type"], "text/plain; charset=utf-8")

    def test_a_304_names_the_headers_that_its_page_varies_by(self):
        for own, vary in (([], "Accept-Encoding"), (["Vary: Accept"], "Accept, Accept-Encoding")):
            response = self.fetch_upstream("/page", header=own, status=304)
            self.assertEqual((response.status, response.headers.get_all("Vary")), (304, [vary]))

    def test_a_large_response_arrives_completely(self):
        for size in (16_384, 1_000_000):
            self.assertEqual(len(self.fetch_page("image/png", size).text), size)

    def test_a_connection_serves_many_requests(self):
        with self.connect() as connection:
            for _ in range(1_100):
                self.assertEqual(fetch_on(connection, "/robots.txt", "HEAD").headers["Connection"], "keep-alive")


if __name__ == "__main__":
    unittest.main()
