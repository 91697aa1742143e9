"""What nginx says by itself: its errors, its limits, and who may see the metrics."""

import json
import re
import socket
import time
import unittest

from site_server import ROOT, SiteServer

ODD_PATH = "A path must not contain dot segments, doubled slashes, backslashes, or encoded dots, slashes, backslashes, percent signs or NULs."
MALFORMED = "The request is malformed: its first line or a header is missing or invalid."
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                               "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
                               "frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Refusals(SiteServer):
    def check_error(self, response, status, title, detail, **headers):
        self.assertEqual(response.status, status)
        self.assertEqual(json.loads(response.text), {"type": "about:blank", "title": title, "status": status, "detail": detail,
                                                   "request_id": response.headers["X-Request-Id"]})
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")  # RFC 9457 defines no charset
        self.assertEqual(response.headers.get_all("Cache-Control"), ["no-store"])
        for name in ("Retry-After", "Allow"):
            self.assertEqual(response.headers[name], headers.get(name), name)
        for name, value in SECURITY_HEADERS.items():
            self.assertEqual(response.headers.get_all(name), [value])

    def refusal(self, target, method="GET", body=None, source="127.0.0.1", **headers):
        return self.fetch(target, method, body, {"Accept": "application/json", **headers}, source)

    def test_an_error_of_nginx_says_what_was_wrong_and_is_kept_by_nobody(self):
        for path in ("/static//caseload.css", "/static/../a", "/static/%2e./a", "/a%2Fb", "/a%5cb", "/a%25b", "/api/a%00b", "/a\\b"):
            self.check_error(self.refusal(path), 400, "Bad request", ODD_PATH)
        self.check_error(self.refusal("/static/none.css"), 404, "Not found", "There is nothing at this address.")
        self.check_error(self.refusal("/static/caseload.css", "POST", b"x"), 405, "Method not allowed",
                         "The method is not allowed here; use GET or HEAD.", Allow="GET, HEAD")
        self.check_error(self.refusal("/", "POST", bytes(1_000_001)), 413, "Request body too large",
                         "A request body may have at most 1,000,000 bytes.")
        self.check_error(self.refusal("/static/caseload.css", Range="bytes=9999999-"), 416, "Range not satisfiable",
                         "The requested range lies outside the file.")
        self.check_error(self.refusal("/", **{"X-Large": "h" * 20_000}), 431, "Headers too large",
                         "A request header may have at most 16 KiB.")
        self.check_error(self.refusal("/"), 502, "Application unavailable",
                         "The application is not responding. It may be restarting. Try again in a few seconds.", **{"Retry-After": "2"})

    def test_a_request_line_that_could_not_be_read_is_explained(self):
        # Its headers are not read, so only the address says that a program asks.
        for target, escape in (("/api/%zz", "%zz"), ("/api/a%4", "%4"), ("/api/%41%g1", "%g1"), ("/api/%", "%"), ("/api/%09%zzz", "%zz")):
            self.check_error(self.refusal(target), 400, "Bad request",
                             f"The path has '{escape}': two hexadecimal digits must follow a %.")
        self.check_error(self.refusal("/api/?" + "q" * 70_000), 414, "Address too long",
                         "The address, with its query, may have at most 16 KiB.")

    def test_what_is_malformed_apart_from_its_path_is_not_said_to_have_a_bad_path(self):
        for request in (b"GET /api/ HTTP/1.1\r\n\r\n", b"GET /api/ HTTP/1.1\r\nHost: a b\r\n\r\n", b"GET /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.stack.port), 10) as connection:
                connection.sendall(request)
                response = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
            self.assertTrue(response.startswith("HTTP/1.1 400 "), response)
            self.assertIn(json.dumps(MALFORMED), response)

    def test_the_page_of_an_error_has_its_number_title_detail_and_request(self):
        response = self.fetch("/static/none.css")
        self.assertEqual((response.headers["Content-Type"], response.headers["Cache-Control"]), ("text/html; charset=utf-8", "no-store"))
        for part in ('<p class="eyebrow number">404</p>', "<h1>Not found</h1>", "There is nothing at this address.",
                     f"<code>{response.headers['X-Request-Id']}</code>"):
            self.assertIn(part, response.text.decode())

    def test_a_range_outside_of_a_file_is_refused_in_the_type_of_the_refusal_and_not_of_the_file(self):
        outside = {"Range": "bytes=9999999-"}
        for accept, kind in (("text/html", "text/html; charset=utf-8"), ("application/json", "application/problem+json")):
            response = self.fetch("/static/caseload.css", headers={"Accept": accept, **outside})
            self.assertEqual((response.status, response.headers["Content-Type"]), (416, kind))
            self.assertEqual(self.fetch("/static/caseload.css", headers={"Accept": accept}).headers["Content-Type"], "text/css; charset=utf-8")

    def test_two_lines_of_if_none_match_are_refused(self):
        """By nginx 1.22 itself (docs/deploying.md). One line with both tags is how RFC 9110 section 5.3 lets a proxy send them."""
        self.start_upstream()
        with socket.create_connection(("127.0.0.1", self.stack.port), 60) as connection:
            connection.sendall(b'GET /page HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: "a"\r\nIf-None-Match: "b"\r\n\r\n')
            self.assertRegex(connection.recv(64), b"^HTTP/1.1 400 ")
        self.assertEqual(self.fetch("/page", headers={"If-None-Match": '"a", "b"'}).status, 200)

    def test_what_the_app_says_of_an_error_is_left_to_it(self):
        self.start_upstream()
        for status in (400, 404, 405, 500, 502, 503):
            response = self.fetch_upstream("/page", status=status, header="Retry-After: 7")
            self.assertEqual((response.status, response.headers["Retry-After"], response.headers["Cache-Control"]), (status, "7", None))

    def test_metrics_are_for_this_host_only(self):
        self.start_upstream()
        self.check_error(self.refusal("/metrics", source="127.0.0.2"), 403, "Not allowed", "This address is not available to this client.")
        self.assertEqual(self.upstream.request_count, 0)
        response = self.fetch_upstream("/metrics")
        self.assertEqual((response.status, response.seen["PATH_INFO"]), (200, "/metrics"))
        # It is the address as decoded that counts.
        self.assertEqual(self.refusal("/%6detrics", source="127.0.0.2").status, 403)
        self.assertEqual(self.refusal("/metrics/", source="127.0.0.2").status, 200)  # another address: the app has the word

    def test_what_is_just_within_the_limits_goes_through(self):
        self.start_upstream()
        self.assertEqual(json.loads(self.fetch("/", "POST", bytes(1_000_000)).text)["body_bytes"], 1_000_000)
        self.assertEqual(self.fetch("/?" + "q" * 16_000).status, 200)
        self.assertEqual(self.fetch("/", headers={f"X-Large-{i}": "h" * 16_000 for i in range(3)}).status, 200)
        self.assertEqual(self.fetch("/?" + "q" * 16_400).status, 414)
        self.assertEqual(self.fetch("/", headers={"X-Large": "h" * 16_400}).status, 431)
        self.assertEqual(self.fetch("/", headers={f"X-Large-{i}": "h" * 16_000 for i in range(5)}).status, 431)

    def test_headers_of_a_response_may_have_as_much_as_a_buffer_holds(self):
        self.start_upstream()
        response = self.fetch_upstream("/page", header=[f"X-Large-{i}: " + "h" * 3_000 for i in range(5)])
        self.assertEqual((response.status, len(response.headers["X-Large-4"])), (200, 3_000))
        self.upstream.then = {"header": [f"X-Large-{i}: " + "h" * 3_000 for i in range(7)]}
        self.assertEqual(self.fetch("/page").status, 502)

    def test_a_path_has_one_spelling_whatever_follows_it(self):
        self.start_upstream()
        for path in ("/a/..?n=1", "/.?n=1", "/a/..", "/a\\b", "/a%5Cb", "/a%2Fb", "/a%2Eb", "/a%25b", "/a//b?n=1", "/cached//b"):
            self.assertEqual(self.fetch(path).status, 400, path)
        self.assertEqual(self.upstream.request_count, 0)
        for path in ("/a.b/c..d/...", "/a?b=//c/../d%2e%2f%5c%25", "/.well-known/x", "/a/..b"):
            self.assertEqual(self.fetch(path).status, 200, path)


def send(test, text):
    connection = socket.create_connection(("127.0.0.1", test.stack.port), 60)
    test.addCleanup(connection.close)
    connection.sendall(text)
    return connection


class ConnectionLimit(SiteServer):
    """With the limit of connections as it is deployed, and time to open them all."""

    places = {
        "limit_conn caseload_clients 4096;": "limit_conn caseload_clients 64;",
        "client_body_timeout 15s;": "client_body_timeout 300s;",
    }
    check_error = Refusals.check_error
    refusal = Refusals.refusal

    def hold_open(self, started):
        """nginx asks for the body when it has let the request in, and so counts it. It may still count one that has just ended."""
        for _ in range(100):
            if send(self, started).recv(64).startswith(b"HTTP/1.1 100 "):
                return
            time.sleep(0.1)
        self.fail("nginx refuses a request that is within the limit")

    def test_a_65th_open_request_of_one_client_is_refused(self):
        self.start_upstream()
        started = b"POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"
        for _ in range(64):
            self.hold_open(started)
        self.check_error(self.refusal("/"), 503, "Too many requests at once",
                         "This client has too many requests open. Try again in a second.", **{"Retry-After": "2"})
        self.assertEqual(self.fetch("/", source="127.0.0.2").status, 200)  # another client is not held up


class PublicLimits(SiteServer):
    """With the profile public, whose rate is lower here, so that a busy machine exceeds it too. A client's address is taken from a
    header, so that a test can come from anywhere."""

    places = {
        "server_tokens off;\n    merge": "server_tokens off; set_real_ip_from 127.0.0.1; real_ip_header X-Client;\n    merge",
        "rate=10r/s": "rate=1r/m",
    }
    profile = {"public": True}
    check_error = Refusals.check_error
    refusal = Refusals.refusal

    def refused(self, client, target="/page"):
        """How many of more requests than may come at once are refused."""
        return [response for response in (self.refusal(target, **{"X-Client": client}) for _ in range(100)) if response.status == 429]

    def test_a_client_that_sends_too_many_requests_is_refused_and_another_is_not(self):
        self.start_upstream()
        refused = self.refused("192.0.2.1")
        self.assertTrue(refused)
        self.check_error(refused[0], 429, "Too many requests", "This client sends too many requests. Try again in a few seconds.", **{"Retry-After": "2"})
        self.assertEqual(self.refusal("/page", **{"X-Client": "192.0.2.2"}).status, 200)

    def test_the_addresses_of_an_IPv6_network_are_one_client(self):
        self.start_upstream()
        self.assertTrue(self.refused("2001:db8:0:1::1"))
        self.assertEqual(self.refusal("/page", **{"X-Client": "2001:db8:0:1:ffff::2"}).status, 429)
        self.assertEqual(self.refusal("/page", **{"X-Client": "2001:db8:0:2::1"}).status, 200)

    def test_files_are_not_counted(self):
        self.assertEqual(self.refused("192.0.2.3", "/static/caseload.css"), [])


class WithoutTheProfile(SiteServer):
    def test_the_rate_of_requests_is_not_limited(self):
        self.start_upstream()
        self.assertEqual({self.fetch("/page").status for _ in range(100)}, {200})


class Deadlines(SiteServer):
    """Short deadlines, which yet leave a busy machine time for what keeps them."""

    places = {
        "client_header_timeout 15s;": "client_header_timeout 4s;",
        "client_body_timeout 15s;": "client_body_timeout 4s;",
        "fastcgi_read_timeout 60s;": "fastcgi_read_timeout 4s;",
    }
    check_error = Refusals.check_error
    refusal = Refusals.refusal

    def test_the_app_has_a_limited_time_to_respond(self):
        self.start_upstream()
        self.check_error(self.refusal("/page?hold=1"), 504, "Application timed out",
                         "The application did not respond in time. Try again, or request less.", **{"Retry-After": "2"})

    def test_an_old_entry_is_sent_while_the_app_takes_too_long(self):
        self.start_upstream()
        target = "/cached/late?header=X-Accel-Expires:%201&header=Cache-Control:%20max-age=1"
        self.fetch(target)
        self.upstream.then = {"hold": ["1"]}
        while (response := self.fetch(target)).headers["Cache-Status"] == "caseload; hit":
            pass
        self.assertEqual((response.status, response.headers["Cache-Status"]), (200, "caseload; hit; detail=stale"))

    def test_a_request_that_does_not_arrive_is_ended(self):
        self.start_upstream()
        self.assertEqual(send(self, b"GET / HTTP/1.1\r\nHost: localhost\r\n").recv(64), b"")
        self.assertEqual(send(self, b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nx").recv(64), b"")
        self.assertEqual(self.upstream.request_count, 0)


class Metrics(SiteServer):
    """With the client's address taken from a header, as behind a proxy, so that a test can come from anywhere."""

    places = {"server_tokens off;": "server_tokens off; set_real_ip_from 127.0.0.1; real_ip_header X-Client;"}

    def test_metrics_are_for_this_host_by_both_versions_of_the_protocol(self):
        self.start_upstream()
        for client, status in (("127.0.0.1", 200), ("::1", 200), ("127.0.0.2", 403), ("::2", 403), ("2001:db8::1", 403)):
            self.assertEqual(self.fetch("/metrics", headers={"X-Client": client}).status, status, client)


class Guide(unittest.TestCase):
    def test_the_limits_of_the_site_file_are_those_that_the_guide_names(self):
        guide = (ROOT / "docs" / "deploying.md").read_text()
        site = (ROOT / "nginx" / "caseload.conf").read_text()
        named = re.findall(r"\| `(\w+)` in the site file, (\d+)(?: (s|KiB|MiB))? \|", guide)
        units = {"s": "s", "KiB": "k", "MiB": "m", "": ""}
        for directive, number, unit in named:
            found = re.findall(rf"^ *{directive} (?:\S+ )?(\S+);", site, re.MULTILINE)
            self.assertEqual(set(found), {number + units[unit]}, directive)  # in each server
        self.assertEqual([directive for directive, _, _ in named],
                         ["limit_conn", "large_client_header_buffers", "client_header_timeout", "client_body_timeout", "send_timeout", "keepalive_timeout",
                          "fastcgi_connect_timeout", "fastcgi_send_timeout", "fastcgi_read_timeout", "fastcgi_buffer_size", "fastcgi_max_temp_file_size", "fastcgi_cache_lock_age",
                          "fastcgi_cache_lock_timeout"])

    def test_the_limits_of_the_configuration_are_the_defaults_that_the_guide_names(self):
        """caseload.toml lists every key with its default."""
        section, defaults = "", {}
        for line in (ROOT / "caseload.toml").read_text().splitlines():
            if found := re.fullmatch(r"\[(\w+)\]", line):
                section = found[1]
            elif found := re.fullmatch(r"# (\w+) = (\d+)", line):
                defaults[f"{section}.{found[1]}"] = int(found[2])
        guide = (ROOT / "docs" / "deploying.md").read_text()
        named = re.findall(r"`([a-z]+\.\w+)`, ([\d,]+)(?: (?:s|bytes)\b)?", guide)
        self.assertGreater(len(named), 10)
        for key, text in named:
            number = int(text.replace(",", ""))
            self.assertEqual(number * (1000 if key.endswith("_ms") else 1), defaults[key], key)
        site = (ROOT / "nginx" / "caseload.conf").read_text()
        self.assertEqual(int(re.findall(r"client_max_body_size (\d+);", site)[0]), defaults["server.max_body_bytes"])


if __name__ == "__main__":
    unittest.main()
