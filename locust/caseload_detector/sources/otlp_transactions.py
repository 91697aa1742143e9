"""What happens while a transaction is open, from the times of spans."""

from __future__ import annotations

from typing import Sequence

from .otlp_spans import Span
from .texts import BEGIN

Interval = tuple[int, int]


def transactions_of(control: Sequence[tuple[str, Span]]) -> list[Interval] | None:
    """From the end of each BEGIN to the start of the COMMIT or ROLLBACK that follows, in nanoseconds. None if they don't alternate,
    as with two connections, or with an ORM that doesn't record all of them."""
    found: list[Interval] = []
    began: int | None = None
    for kind, span in sorted(control, key=lambda entry: entry[1].start_ns):
        if (kind == BEGIN) != (began is None):
            return None
        if began is None:
            began = span.end_ns
        else:
            found.append((began, span.start_ns))
            began = None
    return found if began is None else None


def begun_in(transactions: Sequence[Interval], spans: Sequence[Span]) -> int:
    return sum(any(begin <= span.start_ns < end for begin, end in transactions) for span in spans)


def idle_us(transactions: Sequence[Interval], queries: Sequence[Span]) -> int:
    """How long transactions were open while none of the queries ran."""
    idle = 0
    for begin, end in transactions:
        for query in sorted(queries, key=lambda span: span.start_ns):
            if begin < query.end_ns and query.start_ns < end:
                idle += max(0, query.start_ns - begin)
                begin = max(begin, query.end_ns)
        idle += max(0, end - begin)
    return idle // 1000
