"""OpenTelemetry as a source: the service exports its spans to the detector, which recognises its requests by their trace."""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping
from urllib.parse import urlsplit

from ..calls import Call, items_in, overlapping, values_in
from ..evidence import Observation
from ..evidence_keys import KEYS
from . import Sight, SourceError, Trace
from .otlp_caches import counted
from .otlp_receiver import Receiver
from .otlp_spans import CLIENT, Span
from .otlp_transactions import begun_in, idle_us, transactions_of
from .tally import Tally, add_to
from .texts import BEGIN, COMMIT, MYSQL, ROLLBACK, STANDARD, WRITE, Query, normalised, with_values

WAIT_SECONDS = 15.0  # for the spans of a request; exporters send them every 5 s if nothing else is set
SETTLE_SECONDS = 0.1  # after the root span, for those that another export brings
UNSEEN_WAIT_SECONDS = 0.5  # if the self-test saw no span at all
TEXT = ("db.query.text", "db.statement")
SYSTEM = ("db.system.name", "db.system")
CODE = (("code.file.path", "code.filepath"), ("code.line.number", "code.lineno"), ("code.function.name", "code.function"))
ROWS = ("db.response.returned_rows", "db.sql.rows", "db.rows_affected", "db.row_count")
# The values of placeholders, where an instrumentation is asked to record them: by the semantic conventions, by pg's for Node, by Python's.
PARAMETER, PARAMETERS = "db.query.parameter.", ("db.postgresql.values", "db.statement.parameters")
BATCH = "db.operation.batch.size"
CACHES = ("redis", "memcached", "valkey")
NOT_SQL = (*CACHES, "mongodb", "cassandra", "elasticsearch", "opensearch", "dynamodb", "aws.dynamodb", "neo4j", "couchdb", "hbase")
VERB = re.compile(r"(select|insert|update|delete|replace|merge|with)\b", re.IGNORECASE)


class Otlp:
    name = "otlp"
    shared = False

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            port = None
        if port is None or not parts.hostname or parts.path.strip("/") or parts.query:
            raise SourceError("the source otlp:// is an address to listen on, such as otlp://127.0.0.1:4318")
        self._host, self._port = parts.hostname, port
        self._receiver: Receiver | None = None
        self._span = ""
        self._wait = WAIT_SECONDS
        self._sees_queries = self._sees_cache = self._sees_transactions = self._sees_calls = False

    def open(self) -> None:
        try:
            self._receiver = Receiver(self._host, self._port)
        except OSError as error:
            raise SourceError(f"otlp://{self._host}:{self._port}: can't listen there: {error.strerror or error}; give another port, and the same one to the exporter of the service") from error

    @property
    def address(self) -> str:
        return f"http://{self._host}:{self._receiver.port if self._receiver else self._port}"

    def close(self) -> None:
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            receiver.close()

    def rest(self, seconds: float) -> None:
        pass

    def headers(self, trace: Trace) -> dict[str, str]:
        self._span = trace.span
        self._opened().expect(trace.id)
        return {"traceparent": trace.header}

    def before(self) -> None:
        pass

    def after(self, seen: Observation) -> None:
        spans, rooted = self._opened().spans(self._span, self._wait, SETTLE_SECONDS)
        if not rooted:
            if spans or self._sees_queries:
                seen.doubts.append(f"{self.name}: the span of the request did not arrive within {self._wait:.0f} s")
            return
        tally, counts, calls = self._tally(spans, seen.query)
        for key, value in counts.items():
            seen.counts.setdefault(key, value)
        if self._sees_calls and seen.calls is None:
            seen.calls = calls
            seen.counts.setdefault(KEYS.calls, len(calls))
            seen.counts.setdefault(KEYS.calls_overlapping, overlapping(calls))
        if self._sees_queries:
            if not self._sees_transactions:
                tally.commits = None
            add_to(seen, tally)

    def _tally(self, spans: list[Span], page_query: str) -> tuple[Tally, dict[str, int], list[Call]]:
        """The queries, what else was counted, and the calls."""
        tally = Tally()
        control: list[tuple[str, Span]] = []
        run: list[Span] = []
        caches: list[Span] = []
        calls: list[Span] = []
        queries = {span.id: text for span in spans if (text := _text_of(span))}
        # An ORM and its driver may both make a span for one query. Only the innermost counts.
        parents = {span.id: span.parent for span in spans}
        by_id = {span.id: span for span in spans}
        outer = {ancestor for span in spans if span.id in queries for ancestor in _ancestors(span, parents)}
        for span in spans:
            system = str(_first(span, SYSTEM) or "").lower()
            if span.id in queries and span.id not in outer:
                query = normalised(queries[span.id], MYSQL if system in ("mysql", "mariadb") else STANDARD)
                query = with_values(query._replace(called_from=query.called_from or _code_of(span, by_id)), _values_of(span))
                if query.kind in (BEGIN, COMMIT, ROLLBACK):
                    control.append((query.kind, span))
                else:
                    run.append(span)
                tally.add(query, rows=_rows_of(span, query), us=max(0, span.end_ns - span.start_ns) // 1000)
                self._sees_queries = True
            elif system in CACHES:
                self._sees_cache = True
                caches.append(span)
            elif span.kind == CLIENT and not system and (_method_of(span) or _remote_procedure(span)):
                self._sees_calls = True
                calls.append(span)
        self._sees_transactions = self._sees_transactions or bool(control)
        for entry in tally.entries.values():
            entry.examined = None
        made = {span.id for span in calls}  # a library and the one that it uses may both make a span for one call
        outermost = [span for span in calls if not made.intersection(_ancestors(span, parents))]
        counts = counted(caches) if self._sees_cache else {}
        transactions = transactions_of(control) if self._sees_transactions else None
        if transactions is not None:
            counts = {**counts, KEYS.transaction_idle: idle_us(transactions, run)}
            if self._sees_calls:
                counts[KEYS.calls_in_transaction] = begun_in(transactions, outermost)
        return tally, counts, _calls_of(outermost, page_query)

    def _opened(self) -> Receiver:
        if self._receiver is None:
            raise SourceError(f"{self.name}: the source is closed")
        return self._receiver

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> Sight:
        receiver = self._opened()
        before = receiver.received
        seen = send(self.headers(Trace.new()))
        spans, rooted = receiver.spans(self._span, WAIT_SECONDS, SETTLE_SECONDS)
        lines = []
        if rooted:
            tally, _, _ = self._tally(spans, seen.query)
            number = sum(entry.times for entry in tally.entries.values())
            lines.append(f"otlp: received {len(spans)} spans of the first request, {number} of them queries")
            if not number:
                lines.append("no query was seen: the page runs none, or the database driver is not instrumented (its spans need db.statement or db.query.text)")
            elif any(entry.rows is None for entry in tally.entries.values()):
                lines.append("can't see rows, rows examined and plans")
            if not self._sees_calls:
                lines.append("no call to another service was seen")
            return Sight(self.name, number > 0, tuple(lines))
        self._wait = UNSEEN_WAIT_SECONDS
        if spans or receiver.received > before:
            lines.append(f"otlp: received {receiver.received - before} spans, but none of this request: the service must take the trace from the traceparent header (W3C Trace Context)")
        else:
            lines.append(
                f"otlp: no span arrived within {WAIT_SECONDS:.0f} s: start the service with OTEL_EXPORTER_OTLP_ENDPOINT={self.address}, "
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf and OTEL_BSP_SCHEDULE_DELAY=100"
            )
        if receiver.refused:
            lines.append(f"a document was refused: {receiver.refused}")
        if seen.status >= 400:
            lines.append(f"the first request got status {seen.status}")
        return Sight(self.name, False, tuple(lines))


def _text_of(span: Span) -> str:
    """The text of the query, or else what the span says of it, such as "SELECT shop.orders"."""
    system = str(_first(span, SYSTEM) or "").lower()
    if not system or system in NOT_SQL:
        return ""
    text = _first(span, TEXT)
    if isinstance(text, str) and text.strip():
        return text
    for said in (span.attributes.get("db.query.summary"), span.name):
        if isinstance(said, str) and VERB.match(said):
            return said
    return ""


def _values_of(span: Span) -> list[str]:
    """Of its placeholders, to count different parameter sets; they are not kept."""
    named = [f"{name}={value}" for name, value in sorted(span.attributes.items()) if name.startswith(PARAMETER)]
    given = _first(span, PARAMETERS)
    return named or [str(value) for value in (given if isinstance(given, tuple) else () if given is None else (given,))]


def _rows_of(span: Span, query: Query) -> int | None:
    """Several executions that are sent together are one span, which says how many they are."""
    rows = _number(_first(span, ROWS))
    return _number(span.attributes.get(BATCH)) if rows is None and query.kind == WRITE else rows


def _ancestors(span: Span, parents: dict[str, str]) -> list[str]:
    found: list[str] = []
    parent = span.parent
    while parent in parents and parent not in found:
        found.append(parent)
        parent = parents[parent]
    return found


def _code_of(span: Span, by_id: Mapping[str, Span]) -> str | None:
    """The place in the code, where the instrumentation records it for the query or for what it belongs to (OpenTelemetry semantic
    conventions, code.*)."""
    file = line = function = None
    for _ in range(len(by_id)):
        file, line, function = (_first(span, names) for names in CODE)
        if file or function or span.parent not in by_id:
            break
        span = by_id[span.parent]
    place = f"{file}:{line}" if file and line else str(file or "")
    return f"{place} ({function})" if place and function else place or (str(function) if function else None)


def _method_of(span: Span) -> Any:
    return span.attributes.get("http.request.method") or span.attributes.get("http.method")


def _remote_procedure(span: Span) -> str:
    """Of gRPC and the like (OpenTelemetry semantic conventions, rpc.*). What it changes, if anything, can't be seen."""
    service, method = span.attributes.get("rpc.service"), span.attributes.get("rpc.method")
    if span.attributes.get("rpc.system") in (None, "aws-api"):
        return ""
    return f"{service}/{method}" if service and method else str(method or span.name)


def _calls_of(spans: list[Span], page_query: str) -> list[Call]:
    """A span shows the address of a call, and neither its headers nor its response. The second call may send what came with the response
    to the first, or to those that were made together with it, such as a token. A later one is not that likely to do so if all values in its
    address were known before."""
    known = values_in("", page_query)
    found: list[Call] = []
    places: list[int] = []  # of each: one more than the calls before it that waited for each other
    for span in sorted(spans, key=lambda span: (span.start_ns, span.end_ns)):
        host, path, query = _address_of(span)
        values = values_in(path, query)
        ended = max((place for place, call in zip(places, found) if call.end_us * 1000 <= span.start_ns), default=0)
        places.append(ended + 1)
        found.append(
            Call(
                shape=_shape_of(span, host, path),
                start_us=span.start_ns // 1000,
                end_us=max(span.start_ns, span.end_ns) // 1000,
                items=items_in(query) if query else None,
                status=_number(span.attributes.get("http.response.status_code") or span.attributes.get("http.status_code")),
                uses_earlier=False if ended == 0 or (ended > 1 and path and values <= known) else None,
            )
        )
        known |= values
    return found


def _shape_of(span: Span, host: str, path: str) -> str:
    if not _method_of(span):
        return f"CALL {_remote_procedure(span)}"
    return f"{_method_of(span)} {host}{re.sub(r'/(?=[^/]*[0-9])[^/]+', '/{}', path)}"


def _address_of(span: Span) -> tuple[str, str, str]:
    """Host, path and query."""
    parts = urlsplit(str(span.attributes.get("url.full") or span.attributes.get("http.url") or ""))
    target = urlsplit(str(span.attributes.get("http.target") or ""))
    host = parts.hostname or span.attributes.get("server.address") or span.attributes.get("net.peer.name") or ""
    return str(host), parts.path or target.path, parts.query or target.query


def _first(span: Span, names: tuple[str, ...]) -> Any:
    return next((span.attributes[name] for name in names if span.attributes.get(name) is not None), None)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else None
