"""How the client asks and what it makes of the answers, over a connection that the test writes the other end of."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import socket
import threading
import time
import unittest
import zlib
from typing import Any
from unittest import mock

import support

support.prepare_path()

from caseload_detector import body as body_module, client as module
from caseload_detector.body import coding_of, decoded
from caseload_detector.client import BROWSER, DATA, Client, base_of
from caseload_detector.evidence import BROKEN_OFF
from caseload_detector.markup import markup_of
from caseload_detector.service_error import ServiceError
from caseload_detector.shown import next_in_headers, shown_in


def reply(status: int = 200, body: bytes = b"ok", *headers: str, kind: str = "text/plain") -> bytes:
    lines = [f"HTTP/1.1 {status} Status", f"Content-Type: {kind}", *headers]
    if status != 304:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if status == 304 else body)


CLOSES = b""  # the connection ends without a word


class Service:
    """Answers one request after the other with what it was given, and keeps what came."""

    def __init__(self, *replies: bytes) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._replies = list(replies)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.connections = 0
        self.hangs_up = False  # after a response
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> "Service":
        self.client = Client(f"http://127.0.0.1:{self._listening.getsockname()[1]}/")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        with contextlib.suppress(OSError):  # it may have been closed already
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        self._listening.close()

    def _serve(self) -> None:
        while self._replies:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rb") as lines:
                while self._replies:
                    head = []
                    while (line := lines.readline()) not in (b"\r\n", b""):  # b"": the client closed the connection
                        head.append(line.decode().strip())
                    if not head:
                        break
                    self.asked.append((head[0], dict(line.split(": ", 1) for line in head[1:])))
                    answer = self._replies.pop(0)
                    if answer == CLOSES:
                        break
                    connection.sendall(answer)
                    if self.hangs_up:
                        break


class Addresses(unittest.TestCase):
    def test_scheme_and_host_of_an_address(self) -> None:
        for address, base in (("http://a:1/path", "http://a:1"), ("https://a", "https://a"), ("a:80", "http://a:80"), ("//a", "http://a")):
            self.assertEqual(base_of(address), base)
        for address in ("", "ftp://a", "http://", "http:///path"):
            with self.assertRaises(ServiceError):
                base_of(address)


class Sending(unittest.TestCase):
    def test_what_is_not_an_address_is_named_without_what_may_be_a_password(self) -> None:
        for address in (" ", "http://a b/", "http://a:port/", "http://a:99999/", "http://[::1", "http://ann:secret/1@host/"):
            with self.assertRaisesRegex(ServiceError, "is not a valid HTTP address") as raised:
                base_of(address)
            self.assertNotIn("secret", str(raised.exception))

    def test_a_connection_without_tls_says_what_to_do(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def respond() -> None:
                connection, _ = listening.accept()
                with connection:
                    connection.recv(10_000)
                    connection.sendall(reply(400))

            threading.Thread(target=respond, daemon=True).start()
            client = Client(f"https://127.0.0.1:{listening.getsockname()[1]}")
            self.addCleanup(client.close)
            with self.assertRaisesRegex(ServiceError, "http:// in place of https://"):
                client.get_json("/a")

    def test_a_connection_is_kept_and_a_stale_one_replaced(self) -> None:
        with Service(reply(), reply(), CLOSES, reply(body=b"again")) as service:
            for body in (b"ok", b"ok", b"again"):
                self.assertEqual(service.client.send("GET", "/", {})[2], body)
            self.assertEqual(service.connections, 2)

    def test_a_service_that_disconnects_at_once_is_an_error(self) -> None:
        for replies in ((CLOSES, reply()), (reply(), CLOSES, CLOSES, reply())):
            with Service(*replies) as service:
                if len(replies) > 2:
                    service.client.send("GET", "/", {})
                with self.assertRaisesRegex(ServiceError, "/there"):
                    service.client.send("GET", "/there", {})

    def test_a_response_that_ends_early_has_a_status_of_its_own(self) -> None:
        for ends_early in (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok"):
            with Service(ends_early, CLOSES) as service:
                service.hangs_up = True
                self.assertEqual(service.client.send("GET", "/", {})[0], BROKEN_OFF)

    def test_what_is_not_http_is_quoted(self) -> None:
        with Service(b"HTTP/1.1 x\x1b[31m\r\n\r\n") as service:
            with self.assertRaisesRegex(ServiceError, r"/there: this is not an HTTP response: 'HTTP/1.1 x\\x1b\[31m'"):
                service.client.send("GET", "/there", {})

    def test_a_body_may_be_this_long_and_no_longer(self) -> None:
        endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 11
        for sent in (reply(200, b"a" * 11), endless):
            with mock.patch.object(module, "LONGEST_BODY", 10), Service(sent) as service:
                with self.assertRaisesRegex(ServiceError, "/there: the body has more than .* bytes"):
                    service.client.request("GET", "/there")
        with mock.patch.object(module, "LONGEST_BODY", 10), Service(reply(200, b"a" * 10)) as service:
            self.assertEqual(service.client.send("GET", "/", {})[2], b"a" * 10)

    def test_a_compressed_body_may_be_this_long_and_no_longer(self) -> None:
        with mock.patch.object(body_module, "LONGEST_BODY", 100):
            for length in (100, 101):
                with Service(reply(200, gzip.compress(b"a" * length), "Content-Encoding: gzip")) as service:
                    if length <= 100:
                        self.assertEqual(service.client.request("GET", "/there")[0].body_bytes, length)
                    else:
                        with self.assertRaisesRegex(ServiceError, "/there: the body has more than .* bytes"):
                            service.client.request("GET", "/there")

    def test_a_response_that_trickles_in_is_ended(self) -> None:
        listening = socket.create_server(("127.0.0.1", 0))

        def trickle() -> None:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                while True:
                    connection.sendall(b"a")
                    time.sleep(0.01)

        thread = threading.Thread(target=trickle)
        thread.start()
        with contextlib.closing(Client(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout_seconds=0.5)) as client:
            with self.assertRaisesRegex(ServiceError, "/there: no complete response within 0.5 seconds .--timeout"):
                client.send("GET", "/there", {})
        thread.join()
        listening.close()

    def test_headers_are_in_lower_case_and_joined(self) -> None:
        with Service(reply(200, b"ok", "X-A: 1", "X-A: 2", "X-B: 3")) as service:
            status, fields, body, first, total = service.client.send("GET", "/", {"X-Sent": "yes"})
            self.assertEqual((status, fields["x-a"], fields["x-b"], body), (200, "1, 2", "3", b"ok"))
            self.assertTrue(0 < first <= total)
            self.assertEqual(service.asked[0][1]["X-Sent"], "yes")

    def test_only_a_post_has_a_body(self) -> None:
        with Service(reply(), reply()) as service:
            for method in ("POST", "GET"):
                service.client.send(method, "/", {})
            self.assertEqual([headers.get("Content-Length") for _, headers in service.asked], ["0", None])

    def test_a_busy_service_is_retried_after_the_requested_pause(self) -> None:
        for wanted, pause in (("0", 0), ("1", 1), ("2", 2), ("60", 2), ("soon", 1), (None, 1)):
            headers = [f"Retry-After: {wanted}"] if wanted else []
            with Service(reply(503, b"busy", *headers), reply()) as service, mock.patch.object(module.time, "sleep") as slept:
                raw, asked = service.client.send_patiently("GET", "/", {})
            self.assertEqual((raw[0], asked, slept.call_args_list), (200, 2, [mock.call(pause)]))

    def test_it_is_retried_this_often(self) -> None:
        for retries, asked in ((0, 1), (1, 2), (3, 4)):
            with Service(*[reply(503, b"busy", "Retry-After: 0")] * 6) as service:
                raw, times = service.client.send_patiently("GET", "/", {}, retries)
                self.assertEqual((raw[0], times, len(service.asked)), (503, asked, asked))
        with Service(*[reply(503, b"busy", "Retry-After: 0")] * 6) as service:
            self.assertEqual(service.client.send_patiently("GET", "/", {})[1], 4)

    def test_documents(self) -> None:
        with Service(reply(200, b'{"a": 1}'), reply(404), reply(201, b"{}"), reply(200, b"no json")) as service:
            self.assertEqual((service.client.get_json("/a"), service.client.get_json("/b")), ({"a": 1}, None))
            for said in ("returned 201", "is not JSON"):
                with self.assertRaisesRegex(ServiceError, said):
                    service.client.get_json("/c")
            self.assertEqual(service.asked[0][1]["Accept"], DATA)
            self.assertEqual(service.client.requests, 0)


class Asking(unittest.TestCase):
    def ask(self, *replies: bytes, **more: Any) -> tuple[Any, str | None, Service]:
        with Service(*replies) as service, mock.patch.object(module.time, "sleep") as self.slept:
            seen, link = service.client.request("GET", "/p?n=3", **more)
        return seen, link, service

    def test_what_is_sent(self) -> None:
        for more, accept, encoding, probe in (({}, BROWSER, "gzip", "1"), ({"accept": DATA, "compressed": False, "probe": False}, DATA, "identity", None)):
            _, _, service = self.ask(reply(), headers={"Cookie": "a=b"}, **more)
            sent = service.asked[0][1]
            self.assertEqual((sent["Accept"], sent["Accept-Encoding"], sent.get("Probe"), sent["Cookie"]), (accept, encoding, probe, "a=b"))

    def test_what_is_read(self) -> None:
        raw = gzip.compress(b"<ul><li>a<li>b</ul>")
        seen, _, service = self.ask(reply(200, raw, "Content-Encoding: gzip", "Evidence: sql=3", "Server-Timing: db;dur=2", kind="text/html"))
        self.assertEqual((seen.query, seen.status, seen.wire_bytes, seen.body_bytes, seen.items), ("n=3", 200, len(raw), 19, 2))
        self.assertEqual(seen.body_hash, hashlib.sha256(b"<ul><li>a<li>b</ul>").hexdigest())
        self.assertEqual((seen.counts, seen.phases, seen.digests), ({"sql": 3}, {"db": 2_000}, None))
        self.assertTrue(0 < seen.first_byte_us <= seen.total_us)
        self.assertEqual((service.client.requests, service.client.failed), (1, 0))

    def test_a_304_has_no_body_and_a_page_out_of_a_cache_no_evidence(self) -> None:
        seen, _, _ = self.ask(reply(304, b"", "Evidence: sql=3"))
        self.assertEqual((seen.body_hash, seen.body_bytes, seen.items, seen.counts), (None, None, None, {"sql": 3}))
        seen, _, service = self.ask(reply(200, b"ok", "Evidence: sql=3", "Server-Timing: db;dur=2", "Cache-Status: nginx; hit", "X-Request-Id: 1"))
        self.assertEqual((seen.counts, seen.phases, len(service.asked)), ({}, {}, 1))

    def test_errors_and_every_try_are_counted(self) -> None:
        for status, failed in ((399, 0), (400, 1), (500, 1)):
            _, _, service = self.ask(reply(status))
            self.assertEqual((service.client.requests, service.client.failed), (1, failed))
        _, _, service = self.ask(reply(503), reply())
        self.assertEqual((service.client.requests, service.client.failed), (2, 0))
        _, _, service = self.ask(reply(503), reply(), busy_retries=0)
        self.assertEqual((service.client.requests, service.client.failed), (1, 1))

    def test_the_document_of_a_probe_is_requested_until_it_exists(self) -> None:
        page, document = reply(200, b"ok", "X-Request-Id: 77"), reply(200, json.dumps({"evidence": {"sql": 5}}).encode())
        for before, found in ((0, True), (1, True), (2, True), (3, False)):
            seen, _, service = self.ask(page, *[reply(404)] * before, document)
            self.assertEqual(seen.counts, {"sql": 5} if found else {})
            self.assertEqual(service.asked[1][0], "GET /evidence/77 HTTP/1.1")
            self.assertEqual(service.asked[1][1]["Accept"], DATA)
            self.assertEqual(service.client.requests, 1)
            self.assertEqual([call.args[0] for call in self.slept.call_args_list], [0.0, 0.02, 0.1][: min(before, 2) + 1])

    def test_an_odd_request_id_is_part_of_the_path(self) -> None:
        with Service(reply(200, b"ok", "X-Request-Id: ../a b"), reply(404), reply(404), reply(404)) as service:
            service.client.request("GET", "/a")
            self.assertEqual(service.asked[1][0], "GET /evidence/..%2Fa%20b HTTP/1.1")

    def test_what_is_not_a_document_is_ignored(self) -> None:
        for body in (b"no json", b"[1]"):
            seen, _, service = self.ask(reply(200, b"ok", "X-Request-Id: 77"), reply(200, body), reply(404))
            self.assertEqual((seen.counts, len(service.asked)), ({}, 2))

    def test_a_service_without_probes_is_probed_once(self) -> None:
        page = reply(200, b"ok", "X-Request-Id: 77")
        with Service(page, reply(403), page) as service:
            for _ in range(2):
                service.client.request("GET", "/p")
            self.assertEqual([headers.get("Probe") for line, headers in service.asked if "/p" in line], ["1", None])
            self.assertEqual(len(service.asked), 3)

    def test_pages_that_are_no_probes_or_have_no_id_have_no_document(self) -> None:
        self.assertEqual(len(self.ask(reply(200, b"ok", "X-Request-Id: 77"), reply(), probe=False)[2].asked), 1)
        self.assertEqual(len(self.ask(reply(), reply())[2].asked), 1)

    def test_the_next_page_is_a_path_and_a_query(self) -> None:
        for headers, body, link in (
            (['Link: <?page=2>; rel="next"'], b"", "/p?page=2"), (["Link: </other>; rel=next"], b"", "/other"),
            ([], b'<a rel="next" href="?page=3">', "/p?page=3"), (['Link: <?page=2>; rel="next"'], b'<a rel="next" href="?page=3">', "/p?page=2"), ([], b"", None),
        ):
            self.assertEqual(self.ask(reply(200, body, *headers, kind="text/html"))[1], link)


class Bodies(unittest.TestCase):
    def test_codings(self) -> None:
        for raw, coding, body in ((gzip.compress(b"a"), "gzip", b"a"), (zlib.compress(b"a"), "deflate", b"a"), (b"a", "", b"a"), (b"a", "deflate", b"a"),
                                  (gzip.compress(b"a") + b"rest", "gzip", b"a"), (gzip.compress(b"a"), "br", gzip.compress(b"a")), (gzip.compress(b"a") + gzip.compress(b"b"), "gzip", b"ab")):
            self.assertEqual(decoded(raw, coding, "/a"), body)

    def test_identity_is_no_coding(self) -> None:
        for sent, coding in (("", ""), ("identity", ""), ("Identity", ""), ("GZIP", "gzip"), ("x-gzip", "gzip"), ("identity, gzip", "gzip"), ("deflate, gzip", "deflate, gzip"), ("UTF-8", ""), ("none", ""), ("gzip, aws-chunked", "gzip"), ("x-compress", "compress"), ("br", "br")):
            self.assertEqual(coding_of({"content-encoding": sent}), coding)
        self.assertEqual(coding_of({}), "")
        with Service(reply(200, b"a " * 900, "Content-Encoding: identity", kind="text/plain"), reply(200, gzip.compress(b"a " * 900), "Content-Encoding: X-GZIP", kind="text/plain")) as service:
            sizes = [service.client.request("GET", "/a")[0] for _ in range(2)]
        self.assertEqual([(seen.body_bytes, seen.gzip_bytes is not None) for seen in sizes], [(1_800, True), (1_800, False)])

    def test_a_body_that_is_not_the_gzip_it_says_it_is_is_an_error(self) -> None:
        for raw in (b"a", gzip.compress(b"a")[:-3], gzip.compress(b"a")[:5]):
            with self.assertRaisesRegex(ServiceError, "/a: the body is not valid gzip"):
                decoded(raw, "gzip", "/a")

    def test_json_that_is_nested_too_deeply_shows_nothing(self) -> None:
        body = b"[" * 100_000 + b"]" * 100_000
        self.assertIsNone(shown_in(body, "application/json").items)
        self.assertIsNone(markup_of(body, "application/json"))

    def test_entries_of_every_type_of_body(self) -> None:
        for kind, body, shown in (
            ("application/json", b'{"a": [1, 2], "b": {"c": [[1], 2, 3, 4]}, "next": 7}', (7, 7, 7, None)),
            ("Application/HAL+JSON; x=y", b'["two words"]', (1, 1, 2, None)),
            ("application/json", b'{"next": "/x"}', (0, 1, 1, "/x")),
            ("text/csv", b"a,b\nc\n", (2, None, 3, None)), ("application/x-ndjson", b"1\n", (1, None, 1, None)), ("text/plain", b"", (0, None, 0, None)),
            ("image/png", b"a\n", (None, None, None, None)), ("application/json", b"{", (None, None, None, None)),
            ("text/html", b"<thead><tr><li></thead><tr><li><dt><option><dd><a href='/n' rel='x next'><a href='/p' rel=prev><a rel=next>", (4, None, 0, "/n")),
            ("text/html", b"<head><link rel=next href=/l></head>", (0, None, 0, "/l")),
            ("text/html", b"<style>a b</style><script>c d</script><article>two words</article>", (1, None, 2, None)),
            ("text/html", b'<a href="?page=2">Older orders</a>', (0, None, 2, "?page=2")),
            ("text/html", b'<a href="/x?after=7">\xe2\x80\xba</a><a href="?page=9">Next</a>', (0, None, 2, "/x?after=7")),
            ("text/html", b'<a href="/about">More about us</a><a href="?page=1">Previous</a>', (0, None, 4, None)),
        ):
            self.assertEqual(tuple(shown_in(body, kind))[:4], shown, (kind, body))

    def test_what_a_page_shows_is_the_same_whatever_its_attributes_and_scripts(self) -> None:
        one, other, changed = (shown_in(body, "text/html").text_hash for body in (
            b'<form><input value="1"></form><p>Text</p><script>1</script>', b'<form><input value="2"></form><p>Text</p><script>2</script>', b"<p>Texts</p>"))
        self.assertEqual(one, other)
        self.assertNotEqual(one, changed)


    def test_the_link_header(self) -> None:
        for header, link in (('<a>; rel=prev, <b>; rel="next"', "b"), ('<a>; title="x"; rel="last next"', "a"), ("<a>; rel=nextdoor", None), ("", None)):
            self.assertEqual(next_in_headers(header), link)


if __name__ == "__main__":
    unittest.main()
