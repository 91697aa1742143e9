"""For tests: fails if a page's queries grow with the number of items that it shows.

    def test_orders(client):                                            # Django's test client
        assert_no_growth(client, "/orders", per_page=(10, 40))

    def test_orders():                                                  # a running service that shows evidence
        assert_no_growth("http://127.0.0.1:8000", "/orders", per_page=(10, 40))

Two sizes are enough: a query that runs once for each item runs 30 times more at 40 than at 10. Nothing is judged silently: a page
that fails, that shows no more items at the larger size, or of which no query is seen makes the test fail too.
"""

from __future__ import annotations

import re
import sys
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, Sequence

from .call_site import call_site
from .client import BROWSER, Client, base_of
from .evidence_keys import KEYS
from .fixes import fix_for
from .growth import PER_ITEM
from .output.redact import redacted_query
from .pages import with_query
from .query_text import shape_of
from .rules.benefit import MIN_QUERIES
from .shown import shown_in

Capture = Callable[[], AbstractContextManager[list[str]]]
NO_QUERY = re.compile(r"\s*(savepoint|release|rollback|begin|commit|set|start transaction)\b", re.IGNORECASE)


@dataclass
class Measured:
    """One response."""

    size: int
    status: int
    items: int | None
    body_bytes: int
    queries: int | None = None  # None: not seen
    times: dict[str, int] = field(default_factory=dict)  # by shape
    texts: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # one of each shape, and where it was called from


def assert_no_growth(
    client_or_url: Any, address: str, *, capture: Capture | None = None, evidence: Sequence[str] = (), **knob: Sequence[int]
) -> None:
    """Requests `address` at the sizes of its knob, and raises AssertionError with each query whose number grows.

    The knob is a query parameter, or a part of the address in braces: "/list/{n}", n=(10, 40).
    `capture` returns a context manager that collects the texts of the queries that are run inside it, for a test client other than
    Django's. `evidence` are sources for a service at a URL that does not show evidence itself, as for --evidence.
    """
    if len(knob) != 1:
        raise TypeError("give one knob with its sizes, such as per_page=(10, 40)")
    name, sizes = next(iter(knob.items()))
    if len(set(sizes)) < 2:
        raise TypeError(f"{name}: at least two different sizes are needed, such as (10, 40)")
    targets = {size: with_query(address, **{name: str(size)}) for size in sorted(set(sizes))}
    if isinstance(client_or_url, str):
        measured = _by_url(client_or_url, targets, evidence)
    else:
        measured = _by_client(client_or_url, targets, capture or _capture_of_django())
    _check_responses(address, name, measured)
    grown = _grown(measured)
    if grown:
        raise AssertionError(_message(address, name, measured, grown))


def _by_url(url: str, targets: dict[int, str], evidence: Sequence[str]) -> list[Measured]:
    measured: list[Measured] = []
    with ExitStack() as stack:
        more: dict[str, Any] = {}
        if evidence:
            from .sources.choose import opened

            more["sources"] = stack.enter_context(opened(evidence))
        client = Client(base_of(url), **more)
        stack.callback(client.close)
        for size, target in targets.items():
            client.request("GET", target, BROWSER, probe=False)  # fills caches, which is no growth
            seen, _ = client.request("GET", target, BROWSER)
            entry = Measured(size, seen.status, seen.items, seen.body_bytes or 0, seen.count(KEYS.sql))
            for digest in seen.digests or []:
                _count(entry, digest.text, digest.times, digest.called_from)
            if entry.queries is None and seen.digests is not None:
                entry.queries = sum(entry.times.values())
            measured.append(entry)
    return measured


def _by_client(client: Any, targets: dict[int, str], capture: Capture) -> list[Measured]:
    measured = []
    for size, target in targets.items():
        _body_of(client.get(target))
        with capture() as texts:
            response = client.get(target)
            body = _body_of(response)
        shown = shown_in(body, response.headers.get("Content-Type", ""))
        entry = Measured(size, response.status_code, shown.items, len(body), 0)
        for text in texts:
            if not NO_QUERY.match(text):
                _count(entry, text, 1)
        entry.queries = sum(entry.times.values())
        measured.append(entry)
    return measured


def _body_of(response: Any) -> bytes:
    """Reads a streamed response to its end, because its queries run only then."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    body = getattr(response, "content", None)
    return bytes(body if body is not None else response.data)


def _count(entry: Measured, text: str, times: int, called_from: str | None = None) -> None:
    shape = shape_of(redacted_query(text))
    entry.times[shape] = entry.times.get(shape, 0) + times
    entry.texts.setdefault(shape, (text, called_from or call_site(text)))


def _capture_of_django() -> Capture:
    if "django" not in sys.modules:
        raise TypeError("capture= is needed for a test client other than Django's: a context manager that collects the texts of queries")
    from django.db import connections

    @contextmanager
    def capture() -> Iterator[list[str]]:
        texts: list[str] = []

        def keep(execute: Callable[..., Any], text: str, *more: Any) -> Any:
            texts.append(str(text))
            return execute(text, *more)

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(keep))
            yield texts

    return capture


def _check_responses(address: str, name: str, measured: list[Measured]) -> None:
    for entry in measured:
        if not 200 <= entry.status < 300:
            raise AssertionError(f"{address} returned {entry.status} at {name}={entry.size}, so its queries can't be judged")
    first, last = measured[0], measured[-1]
    if all(entry.queries is None for entry in measured):
        raise AssertionError(f"{address}: no query was seen, so nothing can be judged; give evidence=, or turn on the service's evidence")
    if not any(entry.queries for entry in measured):
        raise AssertionError(f"{address} ran no query at any {name}, so nothing can be judged; is the response cached?")
    if first.items is not None and last.items is not None and (first.items or last.items):
        if last.items <= first.items:
            raise AssertionError(
                f"{address} shows {last.items} items at {name}={last.size} and {first.items} at {name}={first.size}; "
                "create more test data, or check the name of the parameter"
            )
    elif last.body_bytes <= first.body_bytes:
        raise AssertionError(f"{address} is not longer at {name}={last.size} than at {name}={first.size}; create more test data, or check the name of the parameter")


def _grown(measured: list[Measured]) -> list[str]:
    """Shapes of queries that run more often at the last size, by five times or by half an item's worth."""
    first, last = measured[0], measured[-1]
    enough = min(MIN_QUERIES, PER_ITEM * (last.size - first.size))
    if not last.times:
        return [""] if (last.queries or 0) - (first.queries or 0) >= enough else []
    return [shape for shape, times in sorted(last.times.items()) if times - first.times.get(shape, 0) >= enough]


def _message(address: str, name: str, measured: list[Measured], grown: list[str]) -> str:
    steps = " → ".join(str(entry.size) for entry in measured)
    lines = [f"{address}: {len(grown)} {'query grows' if len(grown) == 1 else 'queries grow'} with {name} ({steps})"]
    for shape in grown:
        counts = " → ".join(str(entry.times.get(shape, 0) if shape else entry.queries) for entry in measured)
        text, where = measured[-1].texts.get(shape, ("", None))
        lines.append(f"  {counts} times: {redacted_query(text) if text else 'queries in all; their texts are not known'}")
        if where:
            lines.append(f"    called from {where}")
    stack = "django" if "django" in sys.modules else None
    writes = all(re.match(r"(insert|update|delete|replace)\b", shape) for shape in grown)
    for label in ("bulk-create", "bulk-update") if writes else ("n-plus-one", "prefetch-related"):
        lines.append(f"  fix: {fix_for(label, stack)[1]}")
    return "\n".join(lines)
