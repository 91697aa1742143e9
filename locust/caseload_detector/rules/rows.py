"""Rows that are read or sent beyond what the response shows."""

from __future__ import annotations

import math
from typing import Callable, NamedTuple

from ..dossier import Dossier, Ladder
from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, constant, grows_in_step
from ..pages import SIZE
from ..query_text import of_any_length, shape_of, takes_a_list
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_QUERIES, MIN_ROWS_EXAMINED
from .needs import ANY_SIZE, COLUMNS_READ, EXAMINED, LIST_LENGTHS, ROW_BYTES, ROWS, SIZES

SAME_BODY = 0.25  # a body that varies by at most this much while the stored rows grow sixteenfold is constant
ROWS_PER_SHOWN = 2.0  # rows per shown entry, at every step
MIN_BYTES_UNREAD = 20_000
LONG_ROW = 2_000  # bytes from which on a row has a long text
CHUNKS_PER_ITEM = 0.125  # up to so many queries for each item, they may be chunks of eight or more
RECEIVED_PER_SHOWN = 8.0  # bytes of a row / bytes of a shown entry
NUMBER_BYTES = 16.0  # up to this size, a column holds numbers, keys or dates; above it, text
MIN_ROWS_SENT = 1_000
MIN_ROWS_UNREAD = 100
MANY_PARAMETERS = 500


def rows_sent(seen: Observation) -> int | None:
    if seen.digests is not None and all(digest.rows is not None for digest in seen.reads()) and seen.complete:
        return sum(digest.rows or 0 for digest in seen.reads())
    return seen.count(KEYS.rows)


def queries_constant(ladder: Ladder) -> bool:
    """Apart from chunks, and from a few more by chance."""
    queries = ladder.count(KEYS.sql)
    return queries is not None and (queries.slope <= CHUNKS_PER_ITEM or max(queries.values) - min(queries.values) < MIN_QUERIES)


def body_constant(ladder: Ladder) -> bool:
    return constant(ladder.of(lambda seen: seen.body_bytes), SAME_BODY)


def _of_any_length(ladder: Ladder) -> list[list[str]]:
    """The texts of the queries; those that differ only in the length of a list or in a LIMIT are one query."""
    same: dict[str, list[str]] = {}
    for text in ladder.digest_texts():
        same.setdefault(of_any_length(text), []).append(text)
    return list(same.values())


class Source(NamedTuple):
    """A read digest that runs a constant number of times and returns more rows along a ladder."""

    digest: Digest
    rows: Series


def growing_sources(ladder: Ladder) -> list[Source] | None:
    """None if the digests don't cover all queries. What is repeated for each item is no source."""
    if not all(step.seen.complete for step in ladder.steps):
        return None
    found = []
    for texts in _of_any_length(ladder):
        rows = ladder.of_digests(texts, lambda digest: digest.rows if not digest.write else 0)
        times = ladder.of_digests(texts, lambda digest: digest.times)
        if rows is None or times is None:
            return None
        last = next((digest for digest in ladder.steps[-1].seen.digests or [] if digest.text in texts), None)
        repeated = times.rise >= MIN_QUERIES and times.slope > CHUNKS_PER_ITEM
        if rows.rise > 0 and last is not None and not repeated:
            found.append(Source(last, rows))
    return found


def _sum_of(ladder: Ladder, sources: list[Source]) -> Series | None:
    values = [sum(source.rows.values[number] for source in sources) for number in range(len(ladder.steps))]
    return Series(tuple(step.size for step in ladder.steps), tuple(values)) if len(values) > 1 else None


def in_proportion(values: Series) -> bool:
    """They rise at least with the square root of what they are measured over, so a few more by chance are no growth."""
    first, last = max(values.values[0], 1.0), values.values[-1]
    return last > first and math.log(last / first) >= 0.5 * math.log(values.sizes[-1] / max(values.sizes[0], 1.0))


def unshown_rows(dossier: Dossier) -> list[Outcome]:
    """Many more rows are sent than the response could show one by one, by queries that compute nothing themselves."""
    if dossier.page.method != "GET" or dossier.paged or dossier.usual.count(KEYS.sql_write):
        return []
    for ladder in [*filter(None, [dossier.dataset_ladder()]), *dossier.size_ladders()]:
        outcome = _unshown_on(ladder)
        if outcome:
            return [outcome]
    return []


def _unshown_on(ladder: Ladder) -> Outcome | None:
    items, sources = ladder.of(lambda seen: seen.items), growing_sources(ladder)
    rows = ladder.of(rows_sent) if sources is None else _sum_of(ladder, sources)
    if rows is None or items is None or not in_proportion(rows) or (sources is None and not queries_constant(ladder)):
        return None
    if rows.rise < MIN_ROWS_SENT or rows.rise < ROWS_PER_SHOWN * max(items.rise, 0.0):
        return None
    words = ladder.of(lambda seen: seen.words)
    if words is None or (items.rise <= 0 and words.rise > 0 and not body_constant(ladder)):
        return Undecided(frozenset({"annotation"}), f"rows and the body grow with {ladder.knob}", "the number of entries shown: the body has no lists that can be counted")
    if sources is None:
        return _undecided(ladder, "which query sends them")
    raw = [source for source in sources if not source.digest.computes and not _is_unread(source.digest) and source.rows.rise >= 0.1 * rows.rise]
    if not raw:
        return None
    if rows.rise <= words.rise:
        return Note(f"{rows.rise:,.0f} more rows sent for {items.rise:,.0f} more entries shown: the text is long enough to show them one by one")
    sizes = [_bytes_per_value(source.digest) for source in raw]
    if None in sizes:
        received = ladder.count(KEYS.db_bytes)
        columns = max((source.digest.columns_fetched or 0 for source in raw), default=0)
        if received is None or not columns:
            return _undecided(ladder, "the bytes and columns that the database sends, to tell numbers from text")
        sizes = [received.rise / rows.rise / columns] * len(raw)
    raw = [source for source, size in zip(raw, sizes) if size is not None and size <= NUMBER_BYTES]  # not text that is taken apart in code, which SQL can't do
    numbers = sum(source.rows.rise for source in raw)
    if not any(source.rows.rise > items.rise for source in raw):
        return None  # lists, and one row for each of their entries
    if numbers < MIN_ROWS_SENT or numbers < ROWS_PER_SHOWN * max(items.rise, 0.0):
        return None
    return Finding(
        labels=frozenset({"annotation"}),
        rule="",
        summary=f"{rows.rise:,.0f} more rows sent for {items.rise:,.0f} more entries shown, so rows are aggregated in code",
        evidence=(KEYS.rows, "entries and words shown", KEYS.db_bytes, *sorted(source.digest.text for source in raw)),
        growth=Growth(KEYS.rows, ladder.knob, rows),
    )


def _undecided(ladder: Ladder, missing: str) -> Undecided:
    return Undecided(frozenset({"annotation"}), f"rows grow with {ladder.knob}, but the response does not", missing)


def _bytes_per_value(digest: Digest) -> float | None:
    if digest.bytes is None or not digest.rows or not digest.columns_fetched:
        return None
    return digest.bytes / digest.rows / digest.columns_fetched


def unread_rows(dossier: Dossier) -> list[Outcome]:
    """Rows of which no column is ever read, at every size."""
    for ladder in dossier.size_ladders():
        unread: dict[str, Series] = {}
        for texts in _of_any_length(ladder):
            seen = [[d for d in step.seen.digests or [] if d.text in texts and not d.write] for step in ladder.steps]
            rows = ladder.of_digests(texts, lambda digest: digest.rows)
            if rows is None or rows.rise < MIN_ROWS_UNREAD or not all(found and all(map(_is_unread, found)) for found in seen):
                continue
            unread[texts[0]] = rows
        if unread:
            most = max(unread.values(), key=lambda rows: rows.rise)
            return [
                Finding(
                    labels=frozenset({"unused-prefetch"}),
                    rule="",
                    summary=f"{sum(rows.values[-1] for rows in unread.values()):,.0f} rows are fetched at {ladder.knob} = {ladder.steps[-1].size:g}, and none of what they hold is ever read",
                    evidence=tuple(sorted(unread)),
                    growth=Growth(KEYS.rows, ladder.knob, most),
                )
            ]
    return []


def _is_unread(digest: Digest) -> bool:
    return digest.columns_read == 0 and bool(digest.columns_fetched)


def unbounded_list(dossier: Dossier) -> list[Outcome]:
    """The parameters of one query grow with the items, up to the longest list requested. A chunk stops at its size."""
    # The longest shows a bound that the others don't reach, and a size that the service caps bounds the list too.
    for ladder in [dossier.joint] if dossier.joint else [ladder for ladder in dossier.ladders if ladder.role == SIZE]:
        # A source that writes lists out has a text for each length.
        shapes: dict[str, list[str]] = {}
        for text in ladder.digest_texts():
            if takes_a_list(text):
                shapes.setdefault(shape_of(text), []).append(text)
        for text, *more in shapes.values():
            times = ladder.of_digests([text, *more], lambda digest: digest.times if not digest.write else 0)
            parameters = ladder.of_digests([text, *more], lambda digest: digest.parameters)
            if times is None or parameters is None or max(times.values) != 1 or parameters.values[-1] < MANY_PARAMETERS:
                continue
            if not in_proportion(parameters) or parameters.steps()[-1] <= 0 or parameters.step_slopes()[-1] < 0.5 * parameters.slope:
                continue
            return [
                Finding(
                    labels=frozenset({"unbounded-in"}),
                    rule="",
                    summary=f"one query has {parameters.values[-1]:,.0f} parameters at {ladder.knob} = {ladder.steps[-1].size:g}, and no bound shows",
                    evidence=("digests: parameters", text),
                    growth=Growth("digest parameters", ladder.knob, parameters),
                )
            ]
    return []


def unread_columns(dossier: Dossier) -> list[Outcome]:
    """Most of what the database sends is never read, because the columns or most rows of them are not needed. Queries that are
    repeated for each item have a worse problem."""
    return _unread_columns(dossier) or _unshown_texts(dossier)


def _unread_columns(dossier: Dossier) -> list[Outcome]:
    for ladder in [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder()])]:
        if not queries_constant(ladder):
            continue
        sent = ladder.of(lambda seen: _sum(seen, _bytes))
        unread = ladder.of(lambda seen: _sum(seen, _bytes_unread))
        if sent is None or unread is None:
            continue
        if unread.values[-1] < MIN_BYTES_UNREAD or unread.rise <= 0.5 * sent.rise or unread.values[-1] <= 0.5 * sent.values[-1]:
            continue
        last = ladder.steps[-1].seen
        texts = sorted(digest.text for digest in last.reads() if 2 * (digest.bytes_unread or 0) > (digest.bytes or 0) and not _is_unread(digest))
        if not texts:
            continue  # nothing at all is read of these rows
        return [
            Finding(
                labels=frozenset({"deferred-loading"}),
                rule="",
                summary=f"{100 * unread.values[-1] / sent.values[-1]:.0f} % of the {sent.values[-1]:,.0f} bytes that the database sends are never read",
                evidence=("digests: bytes, bytes_unread", KEYS.cols, KEYS.cols_read, *texts),
                growth=Growth("digests: bytes_unread", ladder.knob, unread),
            )
        ]
    return []


def _unshown_texts(dossier: Dossier) -> list[Outcome]:
    """Rows are shown one by one, but most of their text is not. For code that takes whole rows, where it can't be seen which
    columns it uses."""
    for ladder in dossier.size_ladders():
        received, rows = ladder.count(KEYS.db_bytes), ladder.of(rows_sent)
        body, items = ladder.of(lambda seen: seen.body_bytes), ladder.of(lambda seen: seen.items)
        if received is None or rows is None or body is None or items is None or not queries_constant(ladder):
            continue
        if items.rise <= 0 or body.rise <= 0 or not 0.67 <= rows.rise / items.rise <= 1.5:
            continue
        row_bytes, entry_bytes = received.rise / rows.rise, body.rise / items.rise
        if row_bytes < LONG_ROW or row_bytes < RECEIVED_PER_SHOWN * entry_bytes:
            continue
        return [
            Finding(
                labels=frozenset({"deferred-loading"}),
                rule="",
                summary=f"a row transfers {row_bytes:,.0f} bytes from the database, of which an entry shows at most {entry_bytes:,.0f}",
                evidence=(KEYS.db_bytes, KEYS.rows, "body bytes", "entries shown"),
                growth=Growth(KEYS.db_bytes, ladder.knob, received),
            )
        ]
    return []


def _bytes(digest: Digest) -> int | None:
    return digest.bytes if digest.rows else 0


def _bytes_unread(digest: Digest) -> int | None:
    return digest.bytes_unread if digest.rows else 0


def _sum(seen: Observation, read: Callable[[Digest], int | None]) -> int | None:
    """Over all reads; None if the digests are incomplete or one does not have it."""
    values = [read(digest) for digest in seen.reads()]
    return None if not seen.complete or None in values else sum(value or 0 for value in values)


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
        return [Undecided(frozenset({"pagination"}), "the page has a page number or a link to a next page", "later pages, which could not be reached through the page's own links")]
    examined, sent = dossier.walk.count(KEYS.rows_examined), dossier.walk.of(rows_sent)
    if examined is not None and sent is not None and (examined.slope >= PER_ITEM * max(min(sent.values), 1.0) or examined.rise >= MIN_ROWS_EXAMINED and grows_in_step(examined)):
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
    Rule("unshown-rows", ("annotation",), (KEYS.rows, KEYS.db_bytes, "digests", "entries and words shown", "ladders"),
         "Aggregation belongs where the rows are: Django documentation, Database access optimization", unshown_rows,
         needs=(ANY_SIZE, ROWS)),
    Rule("unread-columns", ("deferred-loading",), ("digests: bytes, bytes_unread", KEYS.db_bytes, KEYS.rows, "body bytes", "ladder over size"),
         "Django documentation, Database access optimization: don't retrieve things you don't need", unread_columns,
         needs=(ANY_SIZE, ROWS, ROW_BYTES)),
    Rule("unread-rows", ("unused-prefetch",), ("digests: rows, columns fetched and read", "ladder over size"),
         "Django documentation, Database access optimization: don't retrieve things you don't need", unread_rows,
         needs=(SIZES, COLUMNS_READ)),
    Rule("unbounded-list", ("unbounded-in",), ("digests: times, parameters", "ladder over size"),
         "MySQL manual, Limits on Range Optimization: eq_range_index_dive_limit and max_allowed_packet", unbounded_list,
         needs=(SIZES, LIST_LENGTHS)),
    Rule("unpaged", ("pagination",), (KEYS.rows, KEYS.rows_examined, "ladder over stored rows", "walk by the page's links"),
         "Winand, SQL Performance Explained, Paging Through Results", unpaged,
         needs=(ROWS, EXAMINED), applies=lambda dossier: dossier.paged),
)
