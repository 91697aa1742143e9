"""OpenTelemetry as a source: documents as exporters send them, JSON and protobuf, over HTTP."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import json
import socket
import struct
import threading
import unittest
from typing import Any, Callable, Mapping
from unittest import mock

import servers

servers.prepare_path()

from caseload_detector.evidence import Observation
from caseload_detector.sources import SourceError
from caseload_detector.sources.choose import open_source
from caseload_detector.sources.measuring import Measuring
from caseload_detector.sources.otlp import Otlp
from caseload_detector.sources.otlp_spans import spans_from_protobuf

JSON, PROTOBUF = "application/json", "application/x-protobuf"
SERVER, CLIENT = 2, 3
# message, field, number, type, repeated: of opentelemetry-proto 1.x, trace/v1/trace.proto, common/v1/common.proto and the collector's trace_service.proto
FIELDS = (
    ("Request", "resource_spans", 1, "ResourceSpans", True),
    ("ResourceSpans", "resource", 1, "Resource", False), ("ResourceSpans", "scope_spans", 2, "ScopeSpans", True), ("ResourceSpans", "schema_url", 3, "string", False),
    ("Resource", "attributes", 1, "KeyValue", True), ("Resource", "dropped_attributes_count", 2, "uint32", False),
    ("ScopeSpans", "spans", 2, "Span", True), ("ScopeSpans", "schema_url", 3, "string", False),
    ("Span", "trace_id", 1, "bytes", False), ("Span", "span_id", 2, "bytes", False), ("Span", "trace_state", 3, "string", False), ("Span", "parent_span_id", 4, "bytes", False),
    ("Span", "flags", 16, "fixed32", False), ("Span", "name", 5, "string", False), ("Span", "kind", 6, "int32", False), ("Span", "start_time_unix_nano", 7, "fixed64", False),
    ("Span", "end_time_unix_nano", 8, "fixed64", False), ("Span", "attributes", 9, "KeyValue", True), ("Span", "dropped_attributes_count", 10, "uint32", False),
    ("KeyValue", "key", 1, "string", False), ("KeyValue", "value", 2, "AnyValue", False),
    ("AnyValue", "string_value", 1, "string", False), ("AnyValue", "bool_value", 2, "bool", False), ("AnyValue", "int_value", 3, "int64", False), ("AnyValue", "double_value", 4, "double", False),
    ("AnyValue", "array_value", 5, "ArrayValue", False), ("ArrayValue", "values", 1, "AnyValue", True),
)


def message_class() -> Any:
    """Of the official library, so that what is decoded was not encoded by the same author."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name="trace.proto", package="otlp", syntax="proto3")
    messages: dict[str, Any] = {}
    for owner, name, number, kind, repeated in FIELDS:
        if owner not in messages:
            messages[owner] = file.message_type.add(name=owner)
        field = messages[owner].field.add(name=name, number=number, label=3 if repeated else 1)
        if kind[0].isupper():
            field.type, field.type_name = 11, f".otlp.{kind}"
        else:
            field.type = {"double": 1, "int64": 3, "int32": 5, "fixed64": 6, "fixed32": 7, "bool": 8, "string": 9, "bytes": 12, "uint32": 13}[kind]
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("otlp.Request"))


def span(trace: str, identifier: int, parent: str, name: str, kind: int = CLIENT, **attributes: Any) -> dict[str, Any]:
    return {
        "traceId": trace, "spanId": f"{identifier:016x}", "parentSpanId": parent, "name": name, "kind": kind,
        "startTimeUnixNano": str(1_000_000_000 + identifier * 1000), "endTimeUnixNano": str(1_000_000_000 + identifier * 1000 + 250_000),
        "attributes": [{"key": key.replace("__", "."), "value": attribute_value(value)} for key, value in attributes.items()],
    }


def lasting(made: dict[str, Any], ns: int) -> dict[str, Any]:
    return {**made, "endTimeUnixNano": str(int(made["startTimeUnixNano"]) + ns)}


def attribute_value(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {"arrayValue": {"values": [attribute_value(entry) for entry in value]}}
    return {("intValue" if isinstance(value, int) else "stringValue"): str(value)}


def document(*spans: dict[str, Any]) -> bytes:
    return json.dumps({"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"scope": {"name": "x"}, "spans": list(spans)}]}]}).encode()


def set_value(value: Any, given: dict[str, Any]) -> None:
    if "intValue" in given:
        value.int_value = int(given["intValue"])
    elif "arrayValue" in given:
        for entry in given["arrayValue"]["values"]:
            set_value(value.array_value.values.add(), entry)
    else:
        value.string_value = given["stringValue"]


def as_protobuf(body: bytes) -> bytes:
    request = message_class()()
    scope = request.resource_spans.add(schema_url="x").scope_spans.add(schema_url="y")
    request.resource_spans[0].resource.attributes.add(key="service.name").value.string_value = "shop"
    for given in json.loads(body)["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        added = scope.spans.add(
            trace_id=bytes.fromhex(given["traceId"]), span_id=bytes.fromhex(given["spanId"]), parent_span_id=bytes.fromhex(given["parentSpanId"]), name=given["name"],
            kind=given["kind"], start_time_unix_nano=int(given["startTimeUnixNano"]), end_time_unix_nano=int(given["endTimeUnixNano"]), flags=257, trace_state="a=b",
        )
        for attribute in given["attributes"]:
            set_value(added.attributes.add(key=attribute["key"]).value, attribute["value"])
    return bytes(request.SerializeToString())


def post(port: int, body: bytes, kind: str = JSON, path: str = "/v1/traces", **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, body, {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}})
        return connection.getresponse().status
    finally:
        connection.close()


Exporter = Callable[[int, str, str], None]  # the port, the trace, the client's own span


def list_of(number: int, trace: str, caller: str) -> list[dict[str, Any]]:
    root = span(trace, 1, caller, "GET /books", SERVER)
    queries = [span(trace, 2, root["spanId"], "SELECT", db__system="postgresql", db__statement="SELECT id FROM book LIMIT $1")]
    queries += [span(trace, 10 + each, root["spanId"], "SELECT", db__system="postgresql", db__statement='SELECT name FROM "author" WHERE id = $1') for each in range(number)]
    return [*queries, root]


class Case(unittest.TestCase):
    def setUp(self) -> None:
        source = open_source("otlp://127.0.0.1:0")
        assert isinstance(source, Otlp)
        self.source = source
        self.addCleanup(source.close)
        self.port = int(source.address.rpartition(":")[2])

    def send(self, export: Exporter) -> Callable[[Mapping[str, str]], Observation]:
        def send(headers: Mapping[str, str]) -> Observation:
            version, trace, caller, flags = headers["traceparent"].split("-")
            self.assertEqual((version, len(trace), len(caller), flags), ("00", 32, 16, "01"))
            export(self.port, trace, caller)
            return Observation("", 200)

        return send

    def request(self, export: Exporter) -> Observation:
        send = self.send(export)
        return Measuring([self.source]).request(lambda headers: (send(headers), None))[0]


class Receiving(Case):
    def test_json_and_protobuf_plain_and_compressed_give_the_same(self) -> None:
        seen = []
        for change, kind, headers in (
            (lambda body: body, JSON, {}), (gzip.compress, JSON, {"Content_Encoding": "gzip"}),
            (as_protobuf, PROTOBUF, {}), (lambda body: gzip.compress(as_protobuf(body)), PROTOBUF, {"Content_Encoding": "gzip"}),
        ):
            seen.append(self.request(lambda port, trace, caller: self.assertEqual(post(port, change(document(*list_of(7, trace, caller))), kind, **headers), 200)))
        for each in seen:
            self.assertEqual(
                {digest.text: (digest.times, digest.rows, digest.us) for digest in each.digests or []},
                {"select id from book limit ?": (1, None, 250), "select name from author where id = ?": (7, None, 1750)},
            )
            self.assertEqual((each.counts["sql"], each.counts.get("rows"), each.counts.get("commits"), each.doubts), (8, None, None, []))

    def test_a_body_in_chunks_is_read(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            body = document(*list_of(3, trace, caller))
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                head = f"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: {JSON}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()
                connection.sendall(head + b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:100], body[100:], b"")))
                self.assertIn(b"200", connection.makefile("rb").readline())

        self.assertEqual(self.request(export).counts["sql"], 4)

    def test_bad_documents_are_refused_and_the_next_one_is_read(self) -> None:
        for body, kind, headers, status in (
            (b"{", JSON, {}, 400), (b'{"resourceSpans": [{"scopeSpans": [{"spans": [{}]}]}]}', JSON, {}, 400), (b"\x0a\xff\x01x", PROTOBUF, {}, 400), (b"x", "text/plain", {}, 415),
            (b"x", JSON, {"Content_Encoding": "gzip"}, 400), (b"x", JSON, {"Content_Encoding": "br"}, 400),
        ):
            self.assertEqual(post(self.port, body, kind, **headers), status, body)
        self.assertEqual(post(self.port, b"{}", path="/v1/logs"), 200)
        self.assertEqual(post(self.port, b"{}", path="/elsewhere"), 404)
        self.assertEqual(self.request(lambda port, trace, caller: self.assertEqual(post(port, document(*list_of(1, trace, caller))), 200)).counts["sql"], 2)

    def test_an_exporter_that_disconnects_prints_nothing(self) -> None:
        head = b"POST /v1/traces HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            for _ in range(5):
                with socket.create_connection(("127.0.0.1", self.port)) as connection:
                    connection.sendall(head)
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset at the end
            self.assertEqual(post(self.port, b'{"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "a", "spanId": "b", "kind": 1e999}]}]}]}'), 400)
            with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
                connection.sendall(f"POST /v1/traces HTTP/1.1\r\nContent-Type: {JSON}\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc".encode())
                self.assertIn(b"400", connection.makefile("rb").readline())
        self.assertEqual(printed.getvalue(), "")

    def test_a_truncated_protobuf_is_an_error_at_any_length(self) -> None:
        whole = as_protobuf(document(*list_of(2, "ab" * 16, "cd" * 8)))
        self.assertEqual(len(spans_from_protobuf(whole)), 4)
        for length in range(1, len(whole)):
            with self.assertRaises(ValueError):
                spans_from_protobuf(whole[:length])


class Matching(Case):
    def test_spans_that_arrive_after_the_response_are_awaited_until_the_root(self) -> None:
        threads = []

        def export(port: int, trace: str, caller: str) -> None:
            *queries, root = list_of(5, trace, caller)
            post(port, document(*queries[:3], span("ab" * 16, 99, "", "other", SERVER)))

            def later() -> None:
                post(port, document(*queries[3:]))
                post(port, document(root))

            threads.append(threading.Timer(0.2, later))
            threads[-1].start()

        seen = self.request(export)
        threads[0].join()
        self.assertEqual(seen.counts["sql"], 6)

    def test_without_the_root_there_are_no_counts_but_the_reason(self) -> None:
        self.request(lambda port, trace, caller: post(port, document(*list_of(1, trace, caller))) and None)
        with mock.patch.object(self.source, "_wait", 0.2):
            seen = self.request(lambda port, trace, caller: post(port, document(*list_of(5, trace, caller)[:-1])) and None)
        self.assertIsNone(seen.digests)
        self.assertIn("did not arrive", seen.doubts[0])

    def test_an_orm_and_its_driver_count_once(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            outer = span(trace, 2, root["spanId"], "Book.findAll", 1, db__system="mysql", db__statement="SELECT id FROM book")
            connect = span(trace, 3, outer["spanId"], "connect", db__system="mysql")
            inner = span(trace, 4, connect["spanId"], "SELECT", db__system__name="mysql", db__query__text='SELECT id FROM book WHERE title = "x"', db__response__returned_rows=3)
            post(port, document(root, outer, connect, inner))

        seen = self.request(export)
        self.assertEqual([(digest.text, digest.times, digest.rows) for digest in seen.digests or []], [("select id from book where title = ?", 1, 3)])

    def test_the_values_of_placeholders_are_counted_where_they_are_recorded(self) -> None:
        text = "SELECT name FROM author WHERE id = $1"
        numbers = (7, 7, 8)
        recorded: tuple[tuple[int | None, Callable[[int], dict[str, Any]]], ...] = (
            (2, lambda value: {"db__query__parameter__0": value}), (2, lambda value: {"db__postgresql__values": [str(value)]}),
            (2, lambda value: {"db__statement__parameters": f"({value},)"}), (None, lambda value: {}),
        )
        for change, kind in ((lambda body: body, JSON), (as_protobuf, PROTOBUF)):
            for distinct, attributes in recorded:
                def export(port: int, trace: str, caller: str) -> None:
                    root = span(trace, 1, caller, "GET /", SERVER)
                    queries = [span(trace, 2 + place, root["spanId"], "SELECT", db__system="postgresql", db__statement=text, **attributes(value)) for place, value in enumerate(numbers)]
                    post(port, change(document(root, *queries)), kind)

                seen = self.request(export)
                self.assertEqual([(digest.text, digest.times, digest.distinct, digest.parameters) for digest in seen.digests or []],
                                 [("select name from author where id = ?", 3, distinct, 3)])

    def test_the_place_in_the_code_is_that_of_the_query_or_of_what_it_belongs_to(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            view = span(trace, 2, root["spanId"], "view", 1, code__filepath="shop/views.py", code__lineno=42, code__function="index")
            one = span(trace, 3, view["spanId"], "SELECT", db__system="mysql", db__statement="SELECT 1 FROM a")
            other = span(trace, 4, view["spanId"], "SELECT", db__system="mysql", db__statement="SELECT 1 FROM b /*file='shop/tags.py',lineno='7'*/")
            post(port, document(root, view, one, other))

        seen = self.request(export)
        self.assertEqual([digest.called_from for digest in seen.digests or []], ["shop/views.py:42 (index)", "shop/tags.py:7"])

    def test_caches_and_calls_to_other_services_are_kept(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            spans = [span(trace, 10 + each, root["spanId"], "GET", http__request__method="GET", url__full=f"http://stock.example/items/{each}/left?x={each}") for each in range(4)]
            commands = ["get item:0", "get item:1", "SISMEMBER liked 7", "MGET a b", "set a ?", "del b"]
            spans += [lasting(span(trace, 20 + each, root["spanId"], text.split()[0], db__system="redis", db__statement=text), 900) for each, text in enumerate(commands)]
            spans += [span(trace, 40, root["spanId"], "SELECT", db__system="postgresql", db__statement="SELECT id FROM book"), root]
            post(port, document(*spans))

        seen = self.request(export)
        self.assertEqual([(call.shape, call.items) for call in seen.calls or []], [("GET stock.example/items/{}/left", 1)] * 4)
        self.assertEqual(seen.counts["calls"], 4)
        self.assertEqual((seen.counts["cache-calls"], seen.counts["cache-get"], seen.counts["cache-set"], seen.counts["sql"]), (6, 5, 1, 1))

    def test_commands_of_a_pipeline_take_one_round_trip(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            gets = [span(trace, 20 + each, root["spanId"], "get", db__system="redis", db__statement=f"get item:{each}") for each in range(8)]
            sets = [span(trace, 600 + each, root["spanId"], "set", db__system="redis", db__statement=f"set item:{each} ?") for each in range(3)]
            post(port, document(root, *gets, *sets))

        seen = self.request(export)
        self.assertEqual((seen.counts["cache-calls"], seen.counts["cache-get"], seen.counts["cache-set"]), (2, 8, 1))

    def test_remote_procedures_are_calls_by_their_names(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            spans = [span(trace, 10 + each, root["spanId"], "shop.Stock/GetPieces", rpc__system="grpc", rpc__service="shop.Stock", rpc__method="GetPieces") for each in range(3)]
            spans += [span(trace, 20, root["spanId"], "S3.GetObject", rpc__system="aws-api", rpc__service="S3", rpc__method="GetObject"),
                      span(trace, 30, root["spanId"], "shop.Stock/GetPieces", SERVER, rpc__system="grpc", rpc__service="shop.Stock", rpc__method="GetPieces")]
            post(port, document(*spans, root))

        seen = self.request(export)
        self.assertEqual([(call.shape, call.is_safe) for call in seen.calls or []], [("CALL shop.Stock/GetPieces", True)] * 3)
        self.assertEqual(seen.counts["calls"], 3)

    def test_writes_that_are_sent_together_say_how_many_they_are(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "POST /", SERVER)
            writes = [span(trace, 2 + each, root["spanId"], "INSERT", db__system="postgresql", db__statement="INSERT INTO t (a) VALUES (?)", db__operation__batch__size=50) for each in range(2)]
            post(port, document(*writes, root))

        self.assertEqual([(digest.times, digest.rows) for digest in self.request(export).digests or []], [(2, 100)])

    def test_what_a_call_sends_shows_whether_it_may_need_the_result_of_another(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            paths = ("/session", "/items/7", "/prices/7?currency=EUR", "/prices/7?currency=EUR&to=7", "/offers/99")
            calls = [span(trace, 1000 * (place + 1), root["spanId"], "GET", http__request__method="GET", url__full=f"http://x.example{path}") for place, path in enumerate(paths)]
            post(port, document(*calls, root))

        seen = self.request(export)
        # The second may send a token of the first one's response in a header; EUR and 99 may come from a response.
        self.assertEqual([call.uses_earlier for call in seen.calls or []], [False, None, None, False, None])
        self.assertEqual((seen.counts["calls"], seen.counts["calls-overlapping"]), (5, 0))

    def test_what_follows_calls_made_together_may_send_a_token_of_one_of_them(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            calls = [span(trace, at, root["spanId"], "GET", http__request__method="GET", url__full=f"http://x.example{path}")
                     for at, path in ((1000, "/session/7"), (1001, "/flags/7"), (2000, "/orders/7"), (2001, "/offers/7"), (3000, "/rates/7"))]
            post(port, document(*calls, root))

        self.assertEqual([call.uses_earlier for call in self.request(export).calls or []], [False, False, None, None, False])

    def test_a_call_between_begin_and_commit_is_in_the_transaction(self) -> None:
        def checkout(call_at: int, *control: tuple[int, str]) -> Exporter:
            def export(port: int, trace: str, caller: str) -> None:
                root = span(trace, 1, caller, "POST /checkout", SERVER)
                queries = [span(trace, at, root["spanId"], "db", db__system="postgresql", db__statement=text)
                           for at, text in (*control, (3000, "UPDATE stock SET pieces = pieces - 1 WHERE id = 7"))]
                call = span(trace, call_at, root["spanId"], "POST", http__request__method="POST", url__full="http://pay.example/charge")
                post(port, document(*queries, call, root))

            return export

        both = ((2000, "BEGIN"), (6000, "COMMIT"))
        for inside, call_at, control in ((1, 4000, both), (0, 8000, both), (0, 1000, both), (None, 4000, ((2000, "BEGIN"), (2500, "BEGIN"), (6000, "COMMIT")))):
            with self.subTest(inside=inside, call_at=call_at):
                seen = self.request(checkout(call_at, *control))
                self.assertEqual(seen.counts.get("calls-in-transaction"), inside)
                self.assertEqual("transaction-idle" in seen.counts, inside is not None)

    def test_a_library_and_the_one_that_it_uses_make_one_call(self) -> None:
        def export(port: int, trace: str, caller: str) -> None:
            root = span(trace, 1, caller, "GET /", SERVER)
            outer = span(trace, 2, root["spanId"], "GET", http__request__method="GET", url__full="http://x.example/items?id=1,2,3")
            inner = span(trace, 3, outer["spanId"], "GET", http__request__method="GET", url__full="http://x.example/items?id=1,2,3", http__response__status_code=200)
            other = span(trace, 4, root["spanId"], "GET", http__request__method="GET", url__full="http://x.example/rates")
            post(port, document(inner, outer, other, root))

        seen = self.request(export)
        self.assertEqual([(call.shape, call.items) for call in seen.calls or []], [("GET x.example/items", 3), ("GET x.example/rates", None)])
        self.assertEqual(seen.counts["calls-overlapping"], 2)


class SelfTest(Case):
    def test_says_what_it_sees(self) -> None:
        sight = self.source.self_test(self.send(lambda port, trace, caller: post(port, document(*list_of(2, trace, caller))) and None))
        self.assertTrue(sight.sees_queries)
        self.assertEqual(sight.lines[:2], ("otlp: received 4 spans of the first request, 3 of them queries", "can't see rows, rows examined and plans"))

    def test_says_why_it_sees_nothing(self) -> None:
        with mock.patch("caseload_detector.sources.otlp.WAIT_SECONDS", 0.2):
            for export, said in (
                (lambda port, trace, caller: None, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1"),
                (lambda port, trace, caller: post(port, document(span("ab" * 16, 1, "", "GET /", SERVER))) and None, "traceparent"),
                (lambda port, trace, caller: post(port, document(span(trace, 1, caller, "GET /", SERVER))) and None, "instrumented"),
                (lambda port, trace, caller: post(port, b"{") and None, "refused"),
            ):
                sight = self.source.self_test(self.send(export))
                self.assertFalse(sight.sees_queries)
                self.assertIn(said, " ".join(sight.lines))

    def test_a_service_that_is_not_instrumented_never_counts_as_none(self) -> None:
        seen = self.request(lambda port, trace, caller: post(port, document(span(trace, 1, caller, "GET /", SERVER))) and None)
        self.assertIsNone(seen.digests)
        self.assertNotIn("sql", seen.counts)


class Addresses(Case):
    def test_what_can_not_be_used_is_named(self) -> None:
        for url, said in ((f"otlp://127.0.0.1:{self.port}", "in use"), ("otlp://127.0.0.1", "otlp://127.0.0.1:4318"), ("otlp://127.0.0.1:99999", "4318"), ("otlp://h:1/path", "4318")):
            with self.assertRaisesRegex(SourceError, said):
                open_source(url)


if __name__ == "__main__":
    unittest.main()
