"""Rows that are read, sent or examined beyond what the response shows."""

from __future__ import annotations

from ..dossier import Dossier, Ladder
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, constant, grows_in_step
from . import Note, Outcome, Rule

SAME_BODY = 0.25  # a body that varies by at most this much while the stored rows grow sixteenfold is constant
ROWS_PER_SHOWN = 2.0  # rows per shown entry, at every step
EXAMINED_PER_SENT = 10.0
RECEIVED_PER_SHOWN = 8.0  # bytes per row / bytes per shown entry


def rows_sent(seen: Observation) -> int | None:
    if seen.digests is not None and all(digest.rows is not None for digest in seen.reads()) and seen.complete:
        return sum(digest.rows or 0 for digest in seen.reads())
    return seen.count(KEYS.rows)


def queries_constant(ladder: Ladder) -> bool:
    queries = ladder.count(KEYS.sql)
    return queries is not None and queries.slope < 0.05


def body_constant(ladder: Ladder) -> bool:
    return constant(ladder.of(lambda seen: seen.body_bytes), SAME_BODY)


def sources_of_rows(ladder: Ladder) -> int | None:
    """The number of read digests that the shown and the growing rows come from; None if the digests are incomplete."""
    if not all(step.seen.complete for step in ladder.steps):
        return None
    shown = ladder.steps[-1].seen.items
    sources = 0
    for text in ladder.digest_texts():
        rows = ladder.of_digest(text, lambda digest: digest.rows if not digest.write else 0)
        if rows is None:
            return None
        entries = shown is not None and abs(rows.values[-1] - shown) <= 0.1 * shown
        sources += rows.rise > 0 or (entries and shown != 0)
    return sources


def unshown_rows(dossier: Dossier) -> list[Outcome]:
    """The rows sent grow at least twice as fast as what the response shows, with a constant number of queries."""
    if dossier.page.method != "GET" or dossier.paged or dossier.usual.count(KEYS.sql_write):
        return []
    for ladder in [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder()])]:
        rows, items = ladder.of(rows_sent), ladder.of(lambda seen: seen.items)
        if rows is None or items is None or not queries_constant(ladder) or not grows_in_step(rows):
            continue
        if items.rise <= 0 and not body_constant(ladder):
            continue  # the body grows, but has no lists that can be counted
        if any(more < ROWS_PER_SHOWN * max(shown, 0.0) for more, shown in zip(rows.steps(), items.steps())):
            continue
        sources = sources_of_rows(ladder)
        if sources is None or sources < 2:
            return [
                Note(
                    f"rows grow with {ladder.knob}, but the response does not: "
                    + ("the evidence" if sources else "a count of rows alone")
                    + " does not show whether the database could do that computation"
                )
            ]
        return [
            Finding(
                labels=frozenset({"annotation"}),
                rule="",
                summary=f"{rows.rise:,.0f} more rows sent for {items.rise:,.0f} more entries shown, so rows are aggregated in code",
                evidence=(KEYS.rows, "entries shown", f"{sources} queries that return rows"),
                growth=Growth(KEYS.rows, ladder.knob, rows),
            )
        ]
    return []


def unindexed(dossier: Dossier) -> list[Outcome]:
    """Rows examined grow with the stored rows, rows sent don't, and a query filters without an index."""
    ladder = dossier.dataset_ladder()
    if ladder is None:
        return []
    examined, sent, scans = ladder.count(KEYS.rows_examined), ladder.of(rows_sent), ladder.count(KEYS.full_scan)
    if examined is None or sent is None or scans is None or min(scans.values) < 1 or not grows_in_step(examined):
        return []
    if examined.rise < EXAMINED_PER_SENT * max(sent.rise, 1.0):
        return []
    seen = ladder.steps[-1].seen
    looking = [d for d in seen.reads() if d.filters and not d.computes and d.scans is not False]
    if not looking:
        return []
    return [
        Finding(
            labels=frozenset({"database-index"}),
            rule="",
            summary=f"rows examined grow from {examined.values[0]:,.0f} to {examined.values[-1]:,.0f} with the stored rows, "
            f"while rows sent go from {sent.values[0]:,.0f} to {sent.values[-1]:,.0f}",
            evidence=(KEYS.rows_examined, KEYS.rows, KEYS.full_scan, *sorted(digest.text for digest in looking)),
            growth=Growth(KEYS.rows_examined, ladder.knob, examined),
        )
    ]


def unread_columns(dossier: Dossier) -> list[Outcome]:
    """Some columns are never read, and rows are much larger than what is shown of them."""
    for ladder in dossier.size_ladders():
        fetched, read = ladder.count(KEYS.cols), ladder.count(KEYS.cols_read)
        received, rows = ladder.count(KEYS.db_bytes), ladder.of(rows_sent)
        body, items = ladder.of(lambda seen: seen.body_bytes), ladder.of(lambda seen: seen.items)
        if fetched is None or read is None or received is None or rows is None or body is None:
            continue
        if fetched.values[-1] <= read.values[-1] or not queries_constant(ladder) or rows.rise <= 0 or body.rise <= 0:
            continue
        entries = items.rise if items is not None and items.rise > 0 else rows.rise
        row_bytes, entry_bytes = received.rise / rows.rise, body.rise / entries
        if row_bytes < RECEIVED_PER_SHOWN * entry_bytes:
            continue
        return [
            Finding(
                labels=frozenset({"deferred-loading"}),
                rule="",
                summary=f"{fetched.values[-1] - read.values[-1]:,.0f} of {fetched.values[-1]:,.0f} columns are never read; "
                f"a row transfers {row_bytes:,.0f} bytes, and an entry shows {entry_bytes:,.0f}",
                evidence=(KEYS.cols, KEYS.cols_read, KEYS.db_bytes, KEYS.rows, "body bytes"),
                growth=Growth(KEYS.db_bytes, ladder.knob, received),
            )
        ]
    return []


def unpaged(dossier: Dossier) -> list[Outcome]:
    """The cost of a page grows with the stored rows or with the page number."""
    if not dossier.paged:
        return []
    stored = dossier.dataset_ladder()
    rows = stored.of(rows_sent) if stored else None
    if stored and grows_in_step(rows, minimum=100) and rows is not None and body_constant(stored):
        return [
            _pagination(f"rows sent grow from {rows.values[0]:,.0f} to {rows.values[-1]:,.0f} with the stored rows, but the page stays the same size",
                        KEYS.rows, stored.knob, rows)
        ]
    if dossier.walk is None:
        return [Note("later pages could not be reached through the page's own links")]
    examined, sent = dossier.walk.count(KEYS.rows_examined), dossier.walk.of(rows_sent)
    if examined is not None and sent is not None and examined.slope >= PER_ITEM * max(min(sent.values), 1.0):
        return [
            _pagination(f"{examined.slope:,.0f} more rows examined for each further page", KEYS.rows_examined,
                        dossier.walk.knob, examined)
        ]
    return []


def _pagination(summary: str, key: str, knob: str, values: Series) -> Finding:
    return Finding(
        labels=frozenset({"pagination"}),
        rule="",
        summary=summary,
        evidence=(key, "body bytes" if key == KEYS.rows else KEYS.rows),
        growth=Growth(key, knob, values),
    )


RULES = (
    Rule("unshown-rows", ("annotation",), (KEYS.rows, "digests", "entries shown", "ladders"),
         "Aggregation belongs where the rows are: Django documentation, Database access optimization", unshown_rows),
    Rule("unindexed", ("database-index",), (KEYS.rows_examined, KEYS.rows, KEYS.full_scan, "digests", "plans", "ladder over stored rows"),
         "MariaDB manual, log_queries_not_using_indexes and Rows_examined of the slow query log", unindexed),
    Rule("unread-columns", ("deferred-loading",), (KEYS.cols, KEYS.cols_read, KEYS.db_bytes, KEYS.rows, "ladder over size"),
         "Django documentation, Database access optimization: don't retrieve things you don't need", unread_columns),
    Rule("unpaged", ("pagination",), (KEYS.rows, KEYS.rows_examined, "ladder over stored rows", "walk by the page's links"),
         "Winand, SQL Performance Explained, Paging Through Results", unpaged),
)
