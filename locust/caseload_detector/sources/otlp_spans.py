"""Spans in documents of the OpenTelemetry protocol, as JSON and as protobuf.

Only the fields that are read here are decoded. Their numbers are those of opentelemetry-proto 1.x, trace/v1/trace.proto and
common/v1/common.proto, and the wire format is the one of protobuf's documentation, "Encoding".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, Iterator

from ..json_text import json_from

CLIENT = 3  # SPAN_KIND_CLIENT
KINDS = {"SPAN_KIND_INTERNAL": 1, "SPAN_KIND_SERVER": 2, "SPAN_KIND_CLIENT": 3, "SPAN_KIND_PRODUCER": 4, "SPAN_KIND_CONSUMER": 5}

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


@dataclass
class Span:
    trace: str = ""  # hexadecimal, lower case
    id: str = ""
    parent: str = ""
    name: str = ""
    kind: int = 0
    start_ns: int = 0
    end_ns: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)


def spans_from_json(body: bytes) -> list[Span]:
    """Raises ValueError."""
    document = json_from(body)
    if not isinstance(document, dict):
        raise ValueError("the document is not an object")
    try:
        return [
            _span_from_json(span)
            for resource in document.get("resourceSpans") or []
            for scope in resource.get("scopeSpans") or resource.get("instrumentationLibrarySpans") or []
            for span in scope.get("spans") or []
        ]
    except (AttributeError, KeyError, OverflowError, TypeError) as wrong:
        raise ValueError(f"the document has another form: {wrong}") from wrong


def _span_from_json(span: dict[str, Any]) -> Span:
    kind = span.get("kind", 0)
    return Span(
        trace=str(span["traceId"]).lower(),
        id=str(span["spanId"]).lower(),
        parent=str(span.get("parentSpanId") or "").lower(),
        name=str(span.get("name", "")),
        kind=KINDS.get(kind, 0) if isinstance(kind, str) else int(kind),
        start_ns=int(span.get("startTimeUnixNano", 0)),
        end_ns=int(span.get("endTimeUnixNano", 0)),
        attributes={entry["key"]: _value_from_json(entry.get("value") or {}) for entry in span.get("attributes") or []},
    )


def _value_from_json(value: dict[str, Any]) -> Any:
    for name, read in (("stringValue", str), ("intValue", int), ("boolValue", bool), ("doubleValue", float)):
        if name in value:
            return read(value[name])
    if "arrayValue" in value:
        return tuple(_value_from_json(entry) for entry in value["arrayValue"].get("values") or [])
    return None  # maps; no attribute that is read here has one


def spans_from_protobuf(body: bytes) -> list[Span]:
    """Raises ValueError."""
    return [
        _span_from_protobuf(span)
        for resource in _messages(body, 1)
        for number in (2, 1000)  # scope_spans; 1000 was instrumentation_library_spans
        for scope in _messages(resource, number)
        for span in _messages(scope, 2)
    ]


def _span_from_protobuf(message: bytes) -> Span:
    span = Span()
    for number, wire, value in _fields(message):
        if number in (1, 2, 4) and wire == BYTES:
            setattr(span, {1: "trace", 2: "id", 4: "parent"}[number], value.hex())
        elif number == 5 and wire == BYTES:
            span.name = value.decode("utf-8", "replace")
        elif number == 6 and wire == VARINT:
            span.kind = value
        elif number in (7, 8) and wire == FIXED64:
            setattr(span, {7: "start_ns", 8: "end_ns"}[number], value)
        elif number == 9 and wire == BYTES:
            key, read = _attribute(value)
            span.attributes[key] = read
    return span


def _attribute(message: bytes) -> tuple[str, Any]:
    key, read = "", None
    for number, wire, value in _fields(message):
        if number == 1 and wire == BYTES:
            key = value.decode("utf-8", "replace")
        elif number == 2 and wire == BYTES:
            read = _any_value(value)
    return key, read


def _any_value(message: bytes) -> Any:
    for number, wire, value in _fields(message):
        if number == 1 and wire == BYTES:
            return value.decode("utf-8", "replace")
        if number == 2 and wire == VARINT:
            return bool(value)
        if number == 3 and wire == VARINT:
            return value - (1 << 64) if value >= 1 << 63 else value
        if number == 4 and wire == FIXED64:
            return struct.unpack("<d", struct.pack("<Q", value))[0]
        if number == 5 and wire == BYTES:
            return tuple(_any_value(entry) for entry in _messages(value, 1))
    return None


def _messages(message: bytes, wanted: int) -> Iterator[bytes]:
    for number, wire, value in _fields(message):
        if number == wanted and wire == BYTES:
            yield value


def _fields(message: bytes) -> Iterator[tuple[int, int, Any]]:
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if wire == VARINT:
            value, at = _varint(message, at)
        else:
            if wire == BYTES:
                length, at = _varint(message, at)
            elif wire in (FIXED64, FIXED32):
                length = 8 if wire == FIXED64 else 4
            else:
                raise ValueError(f"protobuf: field {number} has the wire type {wire}")
            if at + length > len(message):
                raise ValueError(f"protobuf: field {number} is truncated")
            raw = message[at : at + length]
            at += length
            value = raw if wire == BYTES else int.from_bytes(raw, "little")
        yield number, wire, value


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message) and shift < 64:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("protobuf: a number is truncated")
