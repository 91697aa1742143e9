"""Rows and columns that are sent and never read."""

from __future__ import annotations

import re
from typing import Callable

from ..dossier import Dossier, Ladder
from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series
from ..pages import DATASET
from ..query_text import TABLE_NAME, columns_by_table, is_limited, plain, takes_a_list
from . import Outcome, Rule, Undecided
from .needs import ANY_SIZE, COLUMNS_READ, ROW_BYTES, ROWS, SIZES
from .sent import Source, growing_sources, in_proportion, is_whole_row, joins_whole_rows, queries_constant, rows_sent, sum_of, texts_of_any_length

MIN_ROWS = 1_000  # over stored rows
MIN_ROWS_UNREAD = 100
MIN_BYTES_UNREAD = 20_000
USUAL_NUMBER_BYTES = 8.0
NARROW_BYTES = 64.0
FEW = 1.5  # growth by chance
LISTED = re.compile(r"\(*select (?:distinct )?[^()]+? from ([\w.]+)")
SELECTED_COLUMNS = re.compile(r"\(*select (?:distinct )?(?P<columns>[^()]+?) (?P<tables>from .*)")
COMPUTED_NS = 2.0  # CPU time for each byte received; to receive and copy one takes less than 1, to look at each takes more
RECEIVED_PER_SHOWN = 8.0  # bytes of a row / bytes of a shown entry


def unread_rows(dossier: Dossier) -> list[Outcome]:
    """Rows of which no column is ever read, at every size."""
    for ladder in dossier.size_ladders():
        unread: dict[str, Series] = {}
        for texts in texts_of_any_length(ladder):
            seen = [[d for d in step.seen.digests or [] if d.text in texts and not d.write] for step in ladder.steps]
            rows = ladder.of_digests(texts, lambda digest: digest.rows)
            if rows is None or rows.rise < MIN_ROWS_UNREAD or not all(found and all(map(is_unread, found)) for found in seen):
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
    return _preloaded_beyond(dossier) or _perhaps_unread(dossier)


def _preloaded_beyond(dossier: Dossier) -> list[Outcome]:
    ladder, beyond = dossier.dataset_ladder(), beyond_the_page(dossier)
    rows = sum_of(ladder, beyond) if ladder and beyond else None
    if ladder is None or rows is None:
        return []
    return [
        Finding(
            labels=frozenset({"unused-prefetch"}),
            rule="",
            summary=f"from {rows.values[0]:,.0f} to {rows.values[-1]:,.0f} rows are fetched as more are stored, whatever size is requested: "
            "a preload has the condition of the list, but not its limit, so nearly all rows belong to entries on other pages",
            evidence=(KEYS.rows, "entries shown", *sorted(source.digest.text for source in beyond)),
            growth=Growth(KEYS.rows, ladder.knob, rows),
        )
    ]


def beyond_the_page(dossier: Dossier) -> list[Source]:
    """Whole rows of another table, for all entries of a list of which a limit takes one page: the list's rows follow the size that is
    requested, and these do not, but grow with what is stored. So they are preloaded by a join or a subquery that repeats the list's
    query without its limit, as EclipseLink's batch fetches of type JOIN and EXISTS and Hibernate's subselect fetching do."""
    stored, sizes = dossier.dataset_ladder(), dossier.size_ladders()
    items = stored.of(lambda seen: seen.items) if stored else None
    if stored is None or not sizes or items is None or items.rise > 0.1 * items.values[0]:
        return []
    lists = {match[1] for ladder in sizes for source in growing_sources(ladder) or [] if is_limited(source.digest.text)
             and (match := LISTED.match(plain(source.digest.text)))}
    return [
        source for source in growing_sources(stored) or []
        if source.rows.rise >= MIN_ROWS and in_proportion(source.rows) and is_whole_row(source.digest) and not source.digest.computes
        and not is_limited(source.digest.text) and not takes_a_list(source.digest.text) and not is_unread(source.digest)
        and any(_is_for_all_of(table, source.digest) for table in lists)
        and all((rows := ladder.of_digest(source.digest.text, lambda digest: digest.rows)) is not None and rows.rise == 0 for ladder in sizes)
    ]


def _is_for_all_of(table: str, digest: Digest) -> bool:
    """It reads another table, for rows of this one."""
    match = SELECTED_COLUMNS.match(plain(digest.text))
    if not match:
        return False
    taken, read = columns_by_table(match["columns"]), list(TABLE_NAME.finditer(match["tables"]))
    names = {name["alias"] or name["table"]: name["table"] for name in read}
    own = {names.get(alias, alias) for alias in taken} or {read[0]["table"]}
    return table in names.values() and table not in own


def _perhaps_unread(dossier: Dossier) -> list[Outcome]:
    """Where it is not known which columns the code reads: whole rows for a list of keys or by a join, more than the response has values. The
    response to a form need not show what was read for it."""
    if dossier.is_form:
        return []
    for ladder in [*filter(None, [dossier.dataset_ladder()]), *dossier.size_ladders()]:
        unread = [source for source in growing_sources(ladder) or [] if is_perhaps_unread(ladder, source)]
        if unread:
            rows = sum_of(ladder, unread)
            assert rows is not None
            why = "for the entries' keys" if all(takes_a_list(source.digest.text) for source in unread) else "for the entries"
            return [
                Finding(
                    labels=frozenset({"annotation", "unused-prefetch"}),
                    rule="",
                    summary=f"{rows.rise:,.0f} more rows are fetched {why} than at the first size, but the response does not have as many more values",
                    evidence=(KEYS.rows, "values or words shown", *sorted(source.digest.text for source in unread)),
                    growth=Growth(KEYS.rows, ladder.knob, rows),
                    deciding_signal="which columns the code reads",
                )
            ]
    return _few_of_them_shown(dossier)


def _few_of_them_shown(dossier: Dossier) -> list[Outcome]:
    """More whole rows for the entries' keys than the entries have values. A value may be a list of names, though."""
    for ladder in dossier.size_ladders():
        values = ladder.of(lambda seen: seen.values)
        for source in growing_sources(ladder) or [] if values is not None else []:
            if _is_whole_preload(source) and source.rows.rise >= MIN_ROWS_UNREAD and source.rows.rise > values.rise:
                return [Undecided(frozenset({"annotation", "unused-prefetch"}), f"{source.rows.rise:,.0f} more rows are fetched for the entries, and {values.rise:,.0f} more values shown",
                                  "which columns the code reads, and whether a value is made from several rows")]
    return []


def _is_whole_preload(source: Source) -> bool:
    digest = source.digest
    is_whole = is_whole_row(digest) if takes_a_list(digest.text) else joins_whole_rows(digest)
    return digest.columns_read is None and not digest.computes and is_whole


def is_perhaps_unread(ladder: Ladder, source: Source) -> bool:
    if not _is_whole_preload(source):
        return False
    least = MIN_ROWS if ladder.role == DATASET else MIN_ROWS_UNREAD
    shown = [series.rise for series in (ladder.of(lambda seen: seen.values), ladder.of(lambda seen: seen.words)) if series is not None]
    return bool(shown) and source.rows.rise >= least and source.rows.rise > max(shown)


def is_unread(digest: Digest) -> bool:
    return digest.columns_read == 0 and bool(digest.columns_fetched)


def only_leads_to_unread(digest: Digest, seen: Observation) -> bool:
    """All that is read of its rows are the keys for a query of which nothing is read."""
    return digest.columns_read == 1 and any(
        is_unread(other) and takes_a_list(other.text) and (other.parameters or 0) >= (digest.rows or 0) > 0 for other in seen.reads()
    )


def unread_columns(dossier: Dossier) -> list[Outcome]:
    """Most of what the database sends is never read, because the columns or most rows of them are not needed. Queries that are
    repeated for each item have a worse problem."""
    return _unread_columns(dossier) or _unshown_texts(dossier)


def _unread_columns(dossier: Dossier) -> list[Outcome]:
    for ladder in [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder()])]:
        if not queries_constant(ladder):
            continue
        sent = ladder.of(lambda seen: _sum(seen, _bytes))
        unread = _unread_by_column(ladder) or ladder.of(lambda seen: _sum(seen, _bytes_unread))
        if sent is None or unread is None:
            continue
        if unread.values[-1] < MIN_BYTES_UNREAD or unread.rise <= 0.5 * sent.rise or unread.values[-1] <= 0.5 * sent.values[-1]:
            continue
        last = ladder.steps[-1].seen
        texts = sorted(digest.text for digest in last.reads() if 2 * (digest.bytes_unread or 0) > (digest.bytes or 0) and not is_unread(digest))
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
        counted, rows = ladder.count(KEYS.db_bytes), ladder.of(rows_sent)
        received = counted or _estimated(ladder)
        body, items = ladder.of(lambda seen: seen.body_bytes), ladder.of(lambda seen: seen.items)
        if received is None or rows is None or body is None or items is None or not queries_constant(ladder):
            continue
        if items.rise <= 0 or body.rise <= 0 or not 0.67 <= rows.rise / items.rise <= 1.5:
            continue
        row_bytes, entry_bytes = received.rise / rows.rise, body.rise / items.rise
        if received.rise - body.rise < MIN_BYTES_UNREAD or row_bytes < RECEIVED_PER_SHOWN * entry_bytes:
            continue
        spent_us = ladder.count(KEYS.cpu_app)
        if spent_us is not None and 1000 * spent_us.rise >= COMPUTED_NS * received.rise:
            return [Undecided(frozenset({"deferred-loading"}), f"a row transfers {row_bytes:,.0f} bytes from the database, of which an entry shows {entry_bytes:,.0f} at most",
                              "whether the code computes what it shows from all of them, since it takes long enough for that")]
        return [
            Finding(
                labels=frozenset({"deferred-loading"}),
                rule="",
                summary=f"a row transfers {'' if counted else 'about '}{row_bytes:,.0f} bytes from the database, of which an entry shows at most {entry_bytes:,.0f}",
                evidence=(KEYS.db_bytes if counted else "digests: row_bytes", KEYS.rows, "body bytes", "entries shown"),
                growth=Growth(KEYS.db_bytes if counted else "digests: row_bytes", ladder.knob, received),
            )
        ]
    return []


def _estimated(ladder: Ladder) -> Series | None:
    """Bytes of the rows that grow along the ladder, by what the database knows of a usual row. Rows that a condition chooses may be much
    smaller, so that nothing is known of them. Values that are compressed or stored elsewhere are larger than estimated."""
    sources = growing_sources(ladder)
    if not sources or any(source.digest.row_bytes is None or source.digest.filters for source in sources):
        return None
    totals = [sum(source.rows.values[number] * (source.digest.row_bytes or 0) for source in sources) for number in range(len(ladder.steps))]
    return Series(sources[0].rows.sizes, tuple(totals))


def _bytes(digest: Digest) -> int | None:
    return digest.bytes if digest.rows else 0


def _bytes_unread(digest: Digest) -> int | None:
    """Of columns that hold more than keys and numbers. Where a single column is unread, it may be a narrow one, such as the key of a
    preload, beside values of another that only some rows need."""
    if not digest.rows or digest.bytes_unread is None:
        return 0 if not digest.rows else None
    columns = None if digest.columns_fetched is None or digest.columns_read is None else digest.columns_fetched - digest.columns_read
    if columns is not None and not is_unread(digest):
        narrow = NARROW_BYTES if columns <= 1 else USUAL_NUMBER_BYTES * columns
        if digest.bytes_unread <= narrow * digest.rows:
            return 0
    return digest.bytes_unread


def _unread_by_column(ladder: Ladder) -> Series | None:
    """Bytes of values that the code never reads, without columns that more rows need as there are more: such a text decides or is shown
    for some of the rows. None if not every read says which columns it has."""
    steps = [step.seen for step in ladder.steps]
    if not all(seen.complete and all(digest.columns is not None or not digest.rows for digest in seen.reads()) for seen in steps):
        return None
    totals = [0.0] * len(steps)
    for texts in texts_of_any_length(ladder):
        groups = [[digest for digest in seen.reads() if digest.text in texts and digest.columns] for seen in steps]
        width = max((len(digest.columns or ()) for group in groups for digest in group), default=0)
        unread = [place for place in range(width) if _stays_unread(groups, place)]
        narrow = NARROW_BYTES if len(unread) <= 1 else USUAL_NUMBER_BYTES * len(unread)
        for number, group in enumerate(groups):
            rows = sum(digest.rows or 0 for digest in group)
            left = sum(column.bytes * max((digest.rows or 0) - column.reads, 0) / (digest.rows or 1)
                       for digest in group for place, column in enumerate(digest.columns or ()) if place in unread)
            totals[number] += left if left > narrow * rows or all(map(is_unread, group)) else 0.0
    return Series(tuple(step.size for step in ladder.steps), tuple(totals))


def _stays_unread(groups: list[list[Digest]], place: int) -> bool:
    """No row's value is read, or only those of a number of rows that stays the same while more are fetched."""
    rows = [sum(digest.rows or 0 for digest in group) for group in groups]
    reads = [sum(digest.columns[place].reads for digest in group if digest.columns and place < len(digest.columns)) for group in groups]
    return not any(reads) or (rows[-1] > FEW * rows[0] and reads[-1] <= FEW * reads[0])


def _sum(seen: Observation, read: Callable[[Digest], int | None]) -> int | None:
    """Over all reads; None if the digests are incomplete or one does not have it."""
    values = [read(digest) for digest in seen.reads()]
    return None if not seen.complete or None in values else sum(value or 0 for value in values)


RULES = (
    Rule("unread-columns", ("deferred-loading",), ("digests: bytes, bytes_unread", KEYS.db_bytes, KEYS.rows, "body bytes", "ladder over size"),
         "Django documentation, Database access optimization: don't retrieve things you don't need", unread_columns,
         needs=(ANY_SIZE, ROWS, ROW_BYTES)),
    Rule("unread-rows", ("unused-prefetch", "annotation"), ("digests: rows, columns fetched and read", "ladder over size"),
         "Django documentation, Database access optimization: don't retrieve things you don't need", unread_rows,
         needs=(ANY_SIZE,), needs_more={"unused-prefetch": (SIZES, COLUMNS_READ)}),
)
