"""Receives spans over HTTP (OTLP/HTTP: POST /v1/traces, JSON or protobuf, also compressed) and keeps those of awaited traces."""

from __future__ import annotations

import sys
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .otlp_spans import Span, spans_from_json, spans_from_protobuf

LONGEST_BODY = 64 * 2**20  # bytes, also after decompression
PROTOBUF, JSON = "application/x-protobuf", "application/json"
IGNORED = ("/v1/metrics", "/v1/logs")  # exporters send them to the same address


class Receiver:
    """Thread-safe. Spans of traces that nobody awaits are dropped."""

    def __init__(self, host: str, port: int) -> None:
        self._changed = threading.Condition()
        self._trace = ""
        self._spans: dict[str, Span] = {}
        self._last = 0.0
        self.received = 0  # spans of all traces
        self.refused = ""  # why the last document was refused
        self._server = _Server((host, port), _handler(self))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def expect(self, trace: str) -> None:
        with self._changed:
            self._trace, self._spans = trace, {}

    def add(self, spans: list[Span]) -> None:
        with self._changed:
            self.received += len(spans)
            for span in spans:
                if span.trace == self._trace:
                    self._spans[span.id] = span  # an exporter may send a span again
                    self._last = time.monotonic()
            self._changed.notify_all()

    def spans(self, root_parent: str, wait_seconds: float, settle_seconds: float) -> tuple[list[Span], bool]:
        """The spans of the expected trace, and whether the root, whose parent is the client's own span, has arrived. Ends a short
        time after that, when no further span arrives."""
        end = time.monotonic() + wait_seconds
        with self._changed:
            while True:
                now = time.monotonic()
                rooted = any(span.parent == root_parent for span in self._spans.values())
                until = min(end, self._last + settle_seconds) if rooted else end
                if now >= until:
                    return sorted(self._spans.values(), key=lambda span: (span.start_ns, span.id)), rooted
                self._changed.wait(until - now)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """An exporter that disconnects in the middle sends its spans again. Without this, each would print a traceback."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:  # noqa: N802
            kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            try:
                body = self._body()
                if self.path.split("?")[0] in IGNORED:
                    self._respond(200, kind)
                    return
                if self.path.split("?")[0] != "/v1/traces":
                    self._respond(404, kind)
                    return
                if kind not in (JSON, PROTOBUF):
                    self._respond(415, JSON)
                    return
                receiver.add(spans_from_json(body) if kind == JSON else spans_from_protobuf(body))
            except ValueError as wrong:
                receiver.refused = str(wrong)
                self.close_connection = True
                self._respond(400, kind)
                return
            self._respond(200, kind)

        def _body(self) -> bytes:
            if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
                body = self._chunks()
            else:
                length = self.headers.get("Content-Length", "")
                if not length.isdecimal() or int(length) > LONGEST_BODY:
                    raise ValueError(f"a document of {length or 'unknown'} bytes; at most {LONGEST_BODY:,} are read")
                body = self.rfile.read(int(length))
            coding = self.headers.get("Content-Encoding", "").lower()
            if coding in ("", "identity"):
                return body
            if coding not in ("gzip", "deflate"):
                raise ValueError(f"the encoding {coding} is not supported")
            return _decompressed(body)

        def _chunks(self) -> bytes:
            parts: list[bytes] = []
            total = 0
            while True:
                size = int(self.rfile.readline(100).split(b";")[0], 16)
                if size < 0:
                    raise ValueError("a chunk with a negative length")
                total += size
                if total > LONGEST_BODY:
                    raise ValueError(f"a document of more than {LONGEST_BODY:,} bytes")
                if size == 0:
                    while self.rfile.readline(10_000).strip():
                        pass
                    return b"".join(parts)
                parts.append(self.rfile.read(size))
                self.rfile.readline(10)

        def _respond(self, status: int, kind: str) -> None:
            body = b"" if kind == PROTOBUF else b"{}"
            self.send_response(status)
            self.send_header("Content-Type", PROTOBUF if kind == PROTOBUF else JSON)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    return Handler


def _decompressed(body: bytes) -> bytes:
    try:
        inflater = zlib.decompressobj(47)  # gzip or zlib, by the header
        plain = inflater.decompress(body, LONGEST_BODY)
    except zlib.error as wrong:
        raise ValueError(f"the compressed document can't be read: {wrong}") from None
    if inflater.unconsumed_tail:
        raise ValueError(f"a document of more than {LONGEST_BODY:,} bytes")
    return plain
