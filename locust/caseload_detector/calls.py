"""Calls to other services during one request, and what all of them say together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence
from urllib.parse import parse_qsl

# They change nothing (RFC 9110, section 9.2.1). So do the methods of a remote procedure call that are named so (google.aip.dev/130).
SAFE = re.compile(r"(?:GET|HEAD) |CALL (?:[^/]*/)?(?:BatchGet|Count|Find|Get|List|Lookup|Query|Read|Search)(?![a-z])")


@dataclass
class Call:
    """A span."""

    shape: str  # method and address, without values: GET /stock?sku, GET stock.example/items/{}; or CALL shop.Stock/GetPieces
    start_us: int
    end_us: int
    items: int | None = None  # that it is about: the length of the longest list among its parameters
    status: int | None = None  # 0: no response
    uses_earlier: bool | None = None  # sends a value that came with an earlier response; None: can't be seen

    @property
    def is_safe(self) -> bool:
        return SAFE.match(self.shape) is not None


def calls_from(entries: Any) -> list[Call] | None:
    """Those of a document that have a shape and times, in the order of their starts."""
    if not isinstance(entries, list):
        return None
    found = [call for entry in entries if isinstance(entry, Mapping) and (call := _call_from(entry))]
    return sorted(found, key=lambda call: (call.start_us, call.end_us))


def _call_from(entry: Mapping[str, Any]) -> Call | None:
    shape, start, end = entry.get("shape"), _number(entry.get("start_us")), _number(entry.get("end_us"))
    if not isinstance(shape, str) or start is None or end is None:
        return None
    uses = entry.get("uses_earlier")
    return Call(shape, start, end, _number(entry.get("items")), _number(entry.get("status")), uses if isinstance(uses, bool) else None)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def batches(calls: Sequence[Call]) -> list[list[Call]]:
    """Groups of the calls, which are in the order of their starts. Each batch was over before the next one began."""
    found: list[list[Call]] = []
    end = 0
    for call in calls:
        if found and call.start_us < end:
            found[-1].append(call)
        else:
            found.append([call])
        end = max(end, call.end_us)
    return found


def overlapping(calls: Sequence[Call]) -> int:
    """How many of the calls, which are in the order of their starts, were under way at the same time as at least one other."""
    return sum(len(batch) for batch in batches(calls) if len(batch) > 1)


def values_in(path: str, query: str) -> set[str]:
    """What an address says of its items: parts of its path with a digit, and the values of its parameters."""
    parts = {part for part in path.split("/") if any(letter.isdigit() for letter in part)}
    return parts | {part for _, value in parse_qsl(query) for part in value.split(",") if part}


def items_in(query: str) -> int:
    lengths: dict[str, int] = {}
    for name, value in parse_qsl(query):
        lengths[name] = lengths.get(name, 0) + 1 + value.count(",")
    return max(lengths.values(), default=1)
