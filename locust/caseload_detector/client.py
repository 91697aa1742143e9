"""A persistent connection to the service that also reads the evidence."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import itertools
import re
import socket
import ssl
import time
from typing import Mapping, Sequence
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from .access import Access
from .body import LONGEST_BODY, TOO_LONG, coding_of, decoded
from .considerate import BUSY, BUSY_RETRIES, Budget
from .deadline import Deadline
from .gate import Gate
from .json_text import json_from
from .pages import SAFE
from .service_error import ServiceError
from .shown import NOTHING, is_text, next_in_headers, shown_in
from .evidence import BROKEN_OFF, Observation, add_document, parse_evidence_header, parse_server_timing
from .sources import Sight, Source
from .sources.measuring import Measuring

BROWSER = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
DATA = "application/json"
STALE = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)  # what a connection that was kept too long ends with

Raw = tuple[int, dict[str, str], bytes, int, int]  # status, headers, raw body, microseconds to the first byte and to the last


def base_of(address: str) -> str:
    """Scheme and host of the service, without a path. Without a scheme, http is assumed."""
    if not address:
        raise ServiceError("the address of the service is missing")
    try:
        parts = urlsplit(address if "//" in address else "//" + address, scheme="http")
        _ = parts.port  # which checks it
    except ValueError as wrong:
        shown = "the address of the service" if "@" in address else address  # what is before the @ may be a password
        raise ServiceError(f"{shown} is not a valid HTTP address; expected http://HOST:PORT/PATH") from wrong
    if parts.username is not None or parts.password is not None:
        raise ServiceError("an address must not contain a user or a password; use --basic-user")
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\0-\x1f\x7f]", parts.netloc):
        raise ServiceError(f"{address} is not a valid HTTP address")
    return f"{parts.scheme}://{parts.netloc}"


class Client:
    """Not thread-safe. `requests` counts the requests for pages, `failed` those that finally got an error. `sources` are open, and
    are read around each request that has a probe. Without `own_evidence`, what the service itself reports is ignored."""

    def __init__(
        self,
        base: str,
        timeout_seconds: float = 60.0,
        evidence_path: str = "/evidence/",
        sources: Sequence[Source] = (),
        own_evidence: bool = True,
        access: Access | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.base = base_of(base)
        self.access = access or Access()
        self.budget = budget or Budget()
        parts = urlsplit(self.base)
        self.requests = 0
        self.failed = 0
        self.measuring = Measuring(sources)
        self._evidence_path = evidence_path
        self.own_evidence = own_evidence
        self._probing = own_evidence  # reset by the first refusal, because the service then has no probes
        self._timeout_seconds = timeout_seconds
        self.gate: Gate | None = None  # for the next request, if it is sent together with others
        self._connection: http.client.HTTPConnection
        if parts.scheme == "https":
            self._connection = http.client.HTTPSConnection(
                parts.hostname or "", parts.port, timeout=timeout_seconds, context=self.access.tls
            )
        else:
            self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout_seconds)

    def another(self, base: str | None = None) -> "Client":
        """A further connection without sources, with the same access and budget."""
        return Client(base or self.base, self._timeout_seconds, self._evidence_path, access=self.access, budget=self.budget)

    def open(self) -> None:
        """Connects before the first request, so that this can be sent without delay."""
        try:
            self._connection.connect()
        except OSError as error:
            raise ServiceError(f"{self.base}: {reason_of(error)}") from error

    def close(self) -> None:
        self._connection.close()

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None) -> Raw:
        """Retries once if the connection was stale. Follows no redirect."""
        self.budget.spend()
        headers = self.access.headers(method, headers)
        if body is None and method == "POST":
            body = b""
        for attempt in (1, 2):
            fresh = self._connection.sock is None
            with Deadline(self._timeout_seconds) as deadline:
                try:
                    raw = self._exchange(method, target, headers, body, deadline)
                except BaseException as error:
                    self._connection.close()  # also if interrupted, because the clean-up must still be able to send
                    if isinstance(error, STALE) and not fresh and attempt == 1 and not deadline.passed:
                        continue
                    if not isinstance(error, (OSError, http.client.HTTPException, UnicodeError)):
                        raise
                    late = deadline.passed or isinstance(error, TimeoutError)
                    raise ServiceError(f"{self.base}{target}: {self._too_late() if late else reason_of(error)}") from error
            if deadline.passed:  # what was cut off there may look complete
                self._connection.close()
                raise ServiceError(f"{self.base}{target}: {self._too_late()}")
            if len(raw[2]) > LONGEST_BODY:
                self._connection.close()
                raise ServiceError(f"{self.base}{target}: {TOO_LONG}")
            return raw
        raise AssertionError("unreachable")

    def _exchange(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, deadline: Deadline) -> Raw:
        fresh = self._connection.sock is None
        began = time.perf_counter_ns()
        if self.gate and self._connection.sock:
            deadline.connection = self._connection.sock
            began = self._send_at_gate(method, target, headers, body, self._connection.sock, self.gate)
        else:
            self._connection.request(method, target, headers=dict(headers), body=body)
            deadline.connection = self._connection.sock
        if fresh and self._connection.sock is not None:
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        response = self._connection.getresponse()
        status = response.status
        first_byte = time.perf_counter_ns()
        try:
            raw = response.read(1)
            first_byte = time.perf_counter_ns()
            raw += response.read(LONGEST_BODY)
        except http.client.IncompleteRead as error:
            status, raw = BROKEN_OFF, error.partial
        if response.length and len(raw) <= LONGEST_BODY:
            status = BROKEN_OFF
        if status == BROKEN_OFF:
            self._connection.close()
        ended = time.perf_counter_ns()
        self.access.take(response.headers.get_all("Set-Cookie") or ())
        fields: dict[str, str] = {}
        for name, value in response.getheaders():
            name = name.lower()
            fields[name] = f"{fields[name]}, {value}" if name in fields else value
        return status, fields, raw, (first_byte - began) // 1000, (ended - began) // 1000

    def _send_at_gate(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, connection: socket.socket, gate: Gate
    ) -> int:
        """Returns the moment when the requests were complete."""
        pieces: list[bytes] = []
        self._connection.send = pieces.append  # type: ignore[method-assign,assignment]  # instead of sending them
        try:
            self._connection.request(method, target, headers=dict(headers), body=body)
        finally:
            del self._connection.send  # type: ignore[method-assign]
        whole = b"".join(pieces)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.gate = None
        try:
            connection.sendall(whole[:-1])
        except OSError:
            gate.wait()  # the others don't wait for the retry
            raise
        return gate.send_last(connection, whole[-1:])

    def _too_late(self) -> str:
        return f"no complete response within {self._timeout_seconds:g} seconds (--timeout)"

    def send_patiently(
        self, method: str, target: str, headers: Mapping[str, str], busy_retries: int = BUSY_RETRIES, body: bytes | None = None
    ) -> tuple[Raw, int]:
        """Like `send`, but if the service is busy, retries after the time in Retry-After. Also returns the number of attempts."""
        for attempts in itertools.count(1):
            raw = self.send(method, target, headers, body)
            if raw[0] not in BUSY or attempts > busy_retries:
                return raw, attempts
            time.sleep(self.budget.pause(raw[1].get("retry-after", ""), attempts))
        raise AssertionError("unreachable")

    def get_json(self, target: str) -> object:
        """The document, or None if there is none (404)."""
        return self.json_of("GET", target, {})

    def json_of(self, method: str, target: str, headers: Mapping[str, str]) -> object:
        """The document, or None if there is none (404)."""
        (status, _, body, _, _), _ = self.send_patiently(method, target, {"Accept": DATA, **headers})
        if status == 404:
            return None
        if status != 200:
            raise ServiceError(f"{self.base}{target} returned {status}")
        try:
            return json_from(body)
        except ValueError as wrong:
            raise ServiceError(f"{self.base}{target} is not JSON: {wrong}") from wrong

    def request(
        self,
        method: str,
        target: str,
        accept: str = BROWSER,
        headers: Mapping[str, str] | None = None,
        compressed: bool = True,
        probe: bool = True,
        busy_retries: int = BUSY_RETRIES,
        repeat: bool = True,
        body: bytes | None = None,
    ) -> tuple[Observation, str | None]:
        """Requests a page and reads its evidence. Also returns the link to the next page, as absolute path and query. `repeat`: a
        source that also counts other traffic may have the request repeated; never for requests that write."""

        def once(more: Mapping[str, str]) -> tuple[Observation, str | None]:
            return self._request_once(method, target, accept, {**(headers or {}), **more}, compressed, probe, busy_retries, body)

        return self.measuring.request(once, repeat and method in ("GET", "HEAD")) if probe else once({})

    def _request_once(
        self,
        method: str,
        target: str,
        accept: str,
        headers: Mapping[str, str],
        compressed: bool = True,
        probe: bool = True,
        busy_retries: int = BUSY_RETRIES,
        body: bytes | None = None,
    ) -> tuple[Observation, str | None]:
        sent = {**headers, "Accept": accept, "Accept-Encoding": "gzip" if compressed else "identity"}
        if probe and self._probing:
            sent["Probe"] = "1"
        (status, fields, raw, first_byte, total), attempts = self.send_patiently(method, target, sent, busy_retries, body)
        self.requests += attempts
        self.failed += status >= 400
        text = decoded(raw, coding_of(fields), self.base + target) if 200 <= status < 400 else raw
        seen = Observation(
            query=urlsplit(target).query,
            status=status,
            headers=fields,
            wire_bytes=len(raw),
            first_byte_us=first_byte,
            total_us=total,
        )
        shown = NOTHING
        if status != 304:
            seen.body_hash = hashlib.sha256(text).hexdigest()
            seen.body_bytes = len(text)
            shown = shown_in(text, fields.get("content-type", ""))
            seen.items, seen.values, seen.words, seen.fields, seen.text_hash = shown.items, shown.values, shown.words, shown.fields, shown.text_hash
            seen.login_form = shown.login_form
            if compressed and not coding_of(fields) and is_text(fields.get("content-type", "")):
                seen.gzip_bytes = len(gzip.compress(text, 6))
        if self.own_evidence and not seen.from_cache:
            seen.counts = parse_evidence_header(fields.get("evidence", ""))
            seen.phases = parse_server_timing(fields.get("server-timing", ""))
            if probe and self._probing and fields.get("x-request-id"):
                self._add_probe(seen, fields["x-request-id"])
        link = next_in_headers(fields.get("link", "")) or shown.next_link
        return seen, self.local(link, target) if link else None

    def local(self, link: str, target: str) -> str | None:
        """A link on the page `target` as absolute path and query; None if it leads to another host."""
        try:
            parts = urlsplit(urljoin(self.base + target, link.strip()))
            leads_here = (parts.scheme, host_of(parts)) == (urlsplit(self.base).scheme, host_of(urlsplit(self.base)))
        except ValueError:  # not an address
            return None
        if not leads_here:
            return None
        return quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")

    def self_test(self, method: str, target: str, headers: Mapping[str, str] | None = None) -> list[Sight]:
        """What each source sees of this service. To be called before the first verdict, with a page that uses the database."""
        return self.measuring.self_test(
            lambda more: self._request_once(method, target, BROWSER, {**(headers or {}), **more})[0]
        )

    def _add_probe(self, seen: Observation, request_id: str) -> None:
        """The evidence of a streamed response may appear a moment after its last byte, so a 404 is retried briefly."""
        for pause in (0.0, 0.02, 0.1):
            time.sleep(pause)
            status, _, body, _, _ = self.send("GET", self._evidence_path + quote(request_id, safe=""), {"Accept": DATA})
            if status == 200:
                try:
                    document = json_from(body)
                except ValueError:
                    return
                if isinstance(document, dict):
                    add_document(seen, document)
                return
            if status == 403:
                self._probing = False
                return


def host_of(parts: SplitResult) -> tuple[str, int]:
    return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def reason_of(error: OSError | http.client.HTTPException | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return "the name of the host or a header has a character that can't be sent"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message}); --ca FILE trusts it, --insecure any"
    if isinstance(error, ssl.SSLError):
        return f"no TLS connection ({error.reason or error.strerror}); does the service expect http:// in place of https://?"
    if isinstance(error, http.client.BadStatusLine) and not isinstance(error, http.client.RemoteDisconnected):
        return f"this is not an HTTP response: {error.line.strip()[:80]!r}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
