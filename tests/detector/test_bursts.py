"""Requests that are sent together: none is complete before all are ready, and one that fails keeps no other waiting."""

from __future__ import annotations

import socket
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import support

support.prepare_path()

from caseload_detector.bursts import GROUP, group
from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError
from caseload_detector.evidence import Observation
from caseload_detector.gate import Gate


def until_held(gate: Gate, number: int) -> None:
    latest = time.monotonic() + 60
    while gate.waiting < number and time.monotonic() < latest:
        time.sleep(0.001)


class Gates(unittest.TestCase):
    def test_the_last_byte_is_held_back_until_all_are_ready(self) -> None:
        gate = Gate(2)
        (ours, theirs) = socket.socketpair()
        with ours, theirs:
            waiting = threading.Thread(target=gate.send_last, args=(ours, b"!"))
            waiting.start()
            until_held(gate, 1)
            theirs.setblocking(False)
            with self.assertRaises(BlockingIOError):
                theirs.recv(1)
            theirs.setblocking(True)
            gate.wait()
            waiting.join()
            self.assertEqual(theirs.recv(9), b"!")

    def test_a_connection_that_is_closed_meanwhile_keeps_no_other_from_being_sent(self) -> None:
        gate = Gate(2)
        (ours, theirs) = socket.socketpair()
        (closed, other) = socket.socketpair()
        with ours, theirs:
            closed.close()
            other.close()
            failing = threading.Thread(target=gate.send_last, args=(closed, b"!"))
            failing.start()
            gate.send_last(ours, b"!")
            failing.join()
            self.assertEqual(theirs.recv(9), b"!")


class Groups(unittest.TestCase):
    def setUp(self) -> None:
        self.seen: list[tuple[str, bytes]] = []
        test = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                test.seen.append((self.requestline, body))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.main = Client(f"http://127.0.0.1:{self.server.server_port}")
        self.addCleanup(self.main.close)

    def test_the_client_holds_back_the_last_byte_of_a_request(self) -> None:
        gate = Gate(2)
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = Client(f"http://127.0.0.1:{server.getsockname()[1]}")
            self.addCleanup(client.close)
            client.open()
            theirs, _ = server.accept()
        with theirs:
            client.gate = gate
            sending = threading.Thread(target=client.send, args=("GET", "/p", {}))
            sending.start()
            until_held(gate, 1)
            theirs.settimeout(60)
            arrived = b""
            while not arrived.endswith(b"\r\n\r"):
                arrived += theirs.recv(9_999)
            theirs.setblocking(False)
            with self.assertRaises(BlockingIOError):
                theirs.recv(1)
            gate.wait()
            theirs.settimeout(60)
            self.assertEqual(theirs.recv(9), b"\n")
            theirs.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            sending.join()

    def test_each_request_arrives_whole(self) -> None:
        for method, body in (("GET", None), ("POST", b"a=1"), ("POST", b"")):
            with self.subTest(method=method, body=body):
                self.seen.clear()
                together = group(self.main, lambda client: client.request(method, "/p", body=body, probe=False)[0])
                self.assertEqual([seen.status for seen in together], [200] * GROUP)
                self.assertEqual(self.seen, [(f"{method} /p HTTP/1.1", body or b"")] * GROUP)

    def test_a_request_after_the_first_is_sent_at_once(self) -> None:
        def twice(client: Client) -> Observation:
            client.request("GET", "/p", probe=False)
            return client.request("GET", "/p", probe=False)[0]

        self.assertEqual(len(group(self.main, twice)), GROUP)
        self.assertEqual(len(self.seen), 2 * GROUP)

    def test_one_that_fails_before_it_is_sent_keeps_no_other_waiting(self) -> None:
        numbers = iter(range(GROUP))

        def sometimes(client: Client) -> Observation:
            if next(numbers) == 3:
                raise ServiceError("no")
            return client.request("GET", "/p", probe=False)[0]

        self.assertEqual(len(group(self.main, sometimes)), GROUP - 1)
        self.assertEqual(self.main.failed, 1)


if __name__ == "__main__":
    unittest.main()
