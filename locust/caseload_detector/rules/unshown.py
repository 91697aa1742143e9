"""Rows that are sent beyond what the response shows."""

from __future__ import annotations

import re

from ..dossier import Dossier, Ladder
from ..evidence import Digest
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, constant
from ..pages import SIZE
from ..query_text import columns_by_name, order_of, plain, takes_a_list
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_QUERIES
from .memory import held_on, peaks_known
from .needs import ANY_SIZE, ROWS
from .sent import SELECTS_ALL, WHOLE_ROW, Source, body_constant, growing_sources, in_proportion, is_for_entries, is_whole_row, queries_constant, rows_sent, shows_rows_of, sum_of, texts_of_any_length
from .unread import USUAL_NUMBER_BYTES, beyond_the_page, is_perhaps_unread, is_unread, only_leads_to_unread

ROWS_PER_SHOWN = 2.0  # rows per shown entry, at every step
NUMBER_BYTES = 16.0  # up to this size, a column holds numbers, keys or dates; above it, text
DATE_BYTES = 20.0  # chosen columns may all be dates with their time, which MariaDB sends as 1 + 19 bytes
MIN_ROWS_SENT = 1_000
BY_LIST_OF_IDS = re.compile(r"\bwhere (?:.* and )?\(*(?:\w+\.)*id (?:in ?\((?!select)|= ?any ?\()")
READS_PER_ENTRY = 3.0  # of a column: to test it, to show it, and to link it
PAGE_BYTES = 8_192  # of a page of the database, as blocks are counted (PostgreSQL)


def unshown_rows(dossier: Dossier) -> list[Outcome]:
    """Many more rows are sent than the response could show one by one, by queries that compute nothing themselves."""
    # A few writes are those of a session or a log.
    if dossier.is_form or (dossier.paged and not _only_for_its_entries(dossier)) or (dossier.usual.count(KEYS.sql_write) or 0) >= MIN_QUERIES:
        return []
    cut = cut_in_code(dossier) or _read_of_few(dossier) or _looked_up_of_few(dossier)
    if cut:
        return [cut]
    if beyond_the_page(dossier):
        return []  # `unread_rows` says so
    for ladder in [*filter(None, [dossier.dataset_ladder()]), *dossier.size_ladders()]:
        outcome = _unshown_on(ladder)
        if outcome:
            return [outcome]
    return []


def _only_for_its_entries(dossier: Dossier) -> bool:
    """With more stored, a page of a list has more rows of those only that belong to the keys of its entries."""
    stored = dossier.dataset_ladder()
    sources = [source for source in growing_sources(stored) or [] if not source.digest.computes] if stored else []
    return bool(sources) and all(is_for_entries(source.digest, dossier.usual) for source in sources)


def cut_in_code(dossier: Dossier) -> Finding | None:
    """The size decides how many entries are shown, but not how many rows a query sends, whose number grows with what is stored: the
    list is loaded and cut. Whole rows of numbers may also be added up."""
    stored = dossier.dataset_ladder()
    items = stored.of(lambda seen: seen.items) if stored else None
    sources = growing_sources(stored) if stored else None
    if stored is None or items is None or not sources or not body_constant(stored) or items.rise > 0.1 * items.values[0]:
        return None
    for source in sorted(sources, key=lambda each: -each.rows.rise):
        whole, size = is_whole_row(source.digest), _bytes_per_value(source.digest) or _row_bytes(stored, source)
        if source.digest.computes or source.rows.rise < MIN_ROWS_SENT or not in_proportion(source.rows):
            continue
        if takes_a_list(source.digest.text) or not whole or not any(_size_is_for_show(ladder, source.digest.text) for ladder in dossier.size_ladders()):
            continue
        one_each = (size is not None and size > NUMBER_BYTES) or shows_rows_of(stored.steps[-1].seen, source.digest.text)
        labels = frozenset({"pagination"}) if one_each else frozenset({"annotation", "pagination"})
        return Finding(
            labels=labels,
            rule="",
            summary=f"{source.rows.rise:,.0f} more rows sent as more are stored, whatever size is requested, though only that many entries are shown: "
            + ("rows are left out in code" if len(labels) == 1 else "rows are left out or aggregated in code"),
            evidence=(KEYS.rows, "entries shown", source.digest.text),
            growth=Growth(KEYS.rows, stored.knob, source.rows),
            deciding_signal="" if len(labels) == 1 else "whether an entry shows one row, or a value computed from many",
        )
    return None


def _read_of_few(dossier: Dossier) -> Finding | None:
    """The more is stored, the more rows are sent, but the code reads no more of them than the response has entries. Only the keys may be read
    of all rows, as an ORM does. So the other rows are not filtered or sorted by a value: they are left out by their place in the list."""
    stored = dossier.dataset_ladder()
    last = stored.steps[-1].seen if stored and stored.steps else None
    for source in growing_sources(stored) or [] if stored and last else []:
        names = list(columns_by_name(source.digest.text).values()) or ["id"]  # an ORM selects the key first
        reads = [column.reads for place, column in enumerate(source.digest.columns or ()) if not (place < len(names) and names[place] == "id")]
        if source.digest.computes or takes_a_list(source.digest.text) or source.rows.rise < MIN_ROWS_SENT or not in_proportion(source.rows):
            continue
        if last.items and reads and 0 < ROWS_PER_SHOWN * max(reads) <= min(ROWS_PER_SHOWN * READS_PER_ENTRY * last.items, source.digest.rows or 0):
            return _left_out(stored, source, f"of which the code reads {max(reads):,}", "digests: columns, rows")
    return None


def _looked_up_of_few(dossier: Dossier) -> Finding | None:
    """All keys of a list are sent, and nothing else grows. Those of one page are then looked up, the same ones each time."""
    stored = dossier.dataset_ladder()
    sources = [source for source in growing_sources(stored) or [] if not source.digest.computes] if stored and stored.steps else []
    if stored is None or len(sources) != 1 or len({seen.text_hash or seen.body_hash for seen in [dossier.cold, *dossier.warm]}) > 1:
        return None
    source, last = sources[0], stored.steps[-1].seen
    if list(columns_by_name(source.digest.text)) != ["id"] or takes_a_list(source.digest.text) or source.rows.rise < MIN_ROWS_SENT or not in_proportion(source.rows):
        return None
    for digest in last.reads():
        found = stored.of_digest(digest.text, lambda each: each.rows)
        if BY_LIST_OF_IDS.search(plain(digest.text)) and constant(found) and 1 < (digest.rows or 0) <= READS_PER_ENTRY * (last.items or 0):
            return _left_out(stored, source, f"all of them keys, of which {digest.rows:,} are looked up", "digests: rows")
    return None


def _left_out(stored: Ladder, source: Source, of_which: str, read: str) -> Finding:
    return Finding(
        labels=frozenset({"pagination"}),
        rule="",
        summary=f"{source.rows.rise:,.0f} more rows sent as more are stored, {of_which}: the others are left out in code",
        evidence=(KEYS.rows, read, "entries shown", source.digest.text),
        growth=Growth(KEYS.rows, stored.knob, source.rows),
    )


def _size_is_for_show(ladder: Ladder, text: str) -> bool:
    """More entries for each larger size, but as many rows; and no other query's rows follow the size, which would be the entries."""
    items, rows, sources = ladder.of(lambda seen: seen.items), ladder.of_digest(text, lambda digest: digest.rows), growing_sources(ladder)
    if items is None or rows is None or sources is None or any(source.rows.rise >= 0.5 * items.rise for source in sources):
        return False
    return items.slope >= PER_ITEM and rows.rise == 0 and rows.values[-1] > items.values[-1]


def _row_bytes(ladder: Ladder, source: Source) -> float | None:
    """Bytes of each value at most, by what the database sent for all queries or read of its pages; None if unknown, or if other queries
    send rows too."""
    received, rows = ladder.count(KEYS.db_bytes), ladder.of(rows_sent)
    if received is None:
        pages = ladder.of_digest(source.digest.text, lambda digest: digest.blocks)
        received = Series(pages.sizes, tuple(PAGE_BYTES * value for value in pages.values)) if pages else None
    elif rows is None or rows.rise > 1.1 * source.rows.rise:
        return None
    columns = source.digest.columns_fetched or (WHOLE_ROW if SELECTS_ALL.match(plain(source.digest.text)) else 0)
    return received.rise / source.rows.rise / columns if received and columns else None


def _unshown_on(ladder: Ladder) -> Outcome | None:
    items, sources = ladder.of(lambda seen: seen.items), growing_sources(ladder)
    rows = ladder.of(rows_sent) if sources is None else sum_of(ladder, sources)
    if rows is None or not in_proportion(rows) or rows.rise < MIN_ROWS_SENT or (sources is None and not queries_constant(ladder)):
        return None
    if items is None:
        return _undecided(ladder, "what the response shows, which is no text or is not well-formed")
    if rows.rise < ROWS_PER_SHOWN * max(items.rise, 0.0):
        return None
    words, body = ladder.of(lambda seen: seen.words), ladder.of(lambda seen: seen.body_bytes)
    holds_rows = body is not None and body.rise >= rows.rise  # a byte for each, such as in a script that draws them
    if words is None or (items.rise <= 0 and (words.rise > 0 or holds_rows) and not body_constant(ladder)):
        return Undecided(frozenset({"annotation"}), f"rows and the body grow with {ladder.knob}", "the number of entries shown: the body has no lists that can be counted")
    if sources is None:
        return _undecided(ladder, "which query sends them")
    raw = [source for source in sources if not source.digest.computes and not is_unread(source.digest) and source.rows.rise >= 0.1 * rows.rise
           and not is_perhaps_unread(ladder, source) and not _is_sent_back(ladder, source) and not only_leads_to_unread(source.digest, ladder.steps[-1].seen)]
    only_decide = _only_decide(ladder, raw, items)
    if not raw or only_decide:
        return None
    if only_decide is None:
        return _undecided(ladder, "the values that each entry shows, to see whether texts of its rows are counted or only compared")
    if all(_may_be_sent_back(ladder, source) for source in raw):
        return _undecided(ladder, "the number of parameters of each query, to see whether the keys choose the rows of another one")
    if rows.rise <= words.rise:
        return Note(f"{rows.rise:,.0f} more rows sent for {items.rise:,.0f} more entries shown: the text is long enough to show them one by one")
    sizes = [_bytes_of_widest(source.digest) for source in raw]
    if None in sizes:
        received = ladder.count(KEYS.db_bytes)
        columns = max(source.digest.columns_fetched or (WHOLE_ROW if SELECTS_ALL.match(plain(source.digest.text)) else 0) for source in raw)
        if received is not None and columns:
            sizes = [received.rise / rows.rise / columns] * len(raw)
        else:
            sizes = [_row_bytes(ladder, source) for source in raw]
    estimated = [size for source, size in zip(raw, sizes) if source.digest.bytes is None and size is not None and source.digest.blocks is not None]
    if None in sizes or any(size > NUMBER_BYTES for size in estimated):  # a page of the database has the table's other columns too
        return _undecided(ladder, "the bytes and columns that the database sends, to tell numbers from text")
    # Not text that is taken apart in code, which SQL can't do.
    raw = [source for source, size in zip(raw, sizes) if size is not None and size <= (NUMBER_BYTES if is_whole_row(source.digest) else DATE_BYTES)]
    if all(_is_filtered(source, items) for source in raw) and ladder.role == SIZE:
        return _undecided(ladder, "whether rows are left out or aggregated in code: the size requested is that of the rows")
    numbers = sum(source.rows.rise for source in raw)
    if not any(source.rows.rise > items.rise for source in raw):
        return None  # lists, and one row for each of their entries
    if numbers < MIN_ROWS_SENT or numbers < ROWS_PER_SHOWN * max(items.rise, 0.0):
        return None
    shown = f"for {items.rise:,.0f} more entries shown" if items.rise > 0 else "while no more entries are shown"
    if peaks_known(ladder) and all(_follows_an_order(source.digest) for source in raw):
        return _one_after_the_other(ladder, rows, raw, shown)
    # A query for each of several groups, of which only some are shown.
    max_shown = max(items.values)
    is_filtered_later = max_shown > 1 and any(source.digest.times > max_shown for source in raw)
    return Finding(
        labels=frozenset({"annotation", "raw-sql"}) if is_filtered_later else frozenset({"annotation"}),
        rule="",
        summary=f"{rows.rise:,.0f} more rows sent {shown}, so rows are aggregated in code" + (", and some of the results left out" if is_filtered_later else ""),
        evidence=(KEYS.rows, "entries and words shown", KEYS.db_bytes, *sorted(source.digest.text for source in raw)),
        growth=Growth(KEYS.rows, ladder.knob, rows),
        deciding_signal="whether the results are compared with each other in code" if is_filtered_later else "",
    )


def _one_after_the_other(ladder: Ladder, rows: Series, raw: list[Source], shown: str) -> Outcome:
    """Rows in the order of a time or a place may each depend on the one before, which no aggregate expresses. Then only what is held of
    them is too much."""
    summary = f"{rows.rise:,.0f} more rows are sent in the order of a value, {shown}"
    signal = "whether what is computed of a row depends on the one before, so that an aggregate can't express it"
    held = held_on(ladder)
    if held is None:
        return Undecided(frozenset({"annotation"}), f"{summary}, and not held in memory", signal)
    return Finding(
        labels=frozenset({"annotation"}) | held.labels,
        rule="",
        summary=f"{summary}, and {held.summary}",
        evidence=(KEYS.rows, "entries and words shown", KEYS.db_bytes, *sorted(source.digest.text for source in raw), *held.evidence),
        growth=Growth(KEYS.rows, ladder.knob, rows),
        deciding_signal=signal,
    )


def _follows_an_order(digest: Digest) -> bool:
    """Of a time, a place or another number. Texts that are put in an order are names, which come together to be counted or to be found."""
    names, columns = list(columns_by_name(digest.text).values()), digest.columns or ()
    texts = {name for name, column in zip(names, columns) if column.letters} if len(names) == len(columns) else set()
    return any(column not in texts for column in order_of(digest.text))


def _only_decide(ladder: Ladder, raw: list[Source], items: Series) -> bool | None:
    """Texts that are fetched for the entries' keys and compared in code, where each entry shows no more values than the code reads of
    its own row: they decide which entries are shown, or in which order, and are not added up. None if the values can't be counted, as in HTML."""
    values, sources = ladder.of(lambda seen: seen.values), growing_sources(ladder) or []
    own = [source.digest.columns_read for source in sources if not takes_a_list(source.digest.text)]
    preloads = [source for source in raw if takes_a_list(source.digest.text)]
    if items.rise <= 0 or not own or None in own or any(source.rows.slope > 1.1 for source in raw if source not in preloads):
        return False
    compared = any(column.reads and column.letters for source in preloads for column in source.digest.columns or ())
    return compared and (None if values is None else values.rise / items.rise <= max(read or 0 for read in own))


def _is_sent_back(ladder: Ladder, source: Source) -> bool:
    """Keys alone, as many as a list in another query has: they choose its rows. So may some of them, each of which is there once."""
    if source.digest.columns_fetched != 1:
        return False
    if list(columns_by_name(source.digest.text)) == ["id"] and any(BY_LIST_OF_IDS.search(plain(digest.text)) for digest in ladder.steps[-1].seen.reads()):
        return True
    for texts in texts_of_any_length(ladder):
        parameters = ladder.of_digests(texts, lambda digest: digest.parameters) if any(map(takes_a_list, texts)) else None
        if parameters is not None and abs(parameters.rise - source.rows.rise) <= 0.1 * source.rows.rise:
            return True
    return False


def _may_be_sent_back(ladder: Ladder, source: Source) -> bool:
    """Keys alone, beside a query with a list of which it is not known how long it is."""
    lists = [texts for texts in texts_of_any_length(ladder) if source.digest.text not in texts and any(map(takes_a_list, texts))]
    return source.digest.columns_fetched == 1 and any(ladder.of_digests(texts, lambda digest: digest.parameters) is None for texts in lists)


def _is_filtered(source: Source, items: Series) -> bool:
    """One row for each unit of the size, of which a constant part is shown."""
    return source.rows.slope <= 1.1 and items.rise > 0 and items.slope < 0.5 and in_proportion(items)


def _undecided(ladder: Ladder, missing: str) -> Undecided:
    return Undecided(frozenset({"annotation", "raw-sql"}), f"rows grow with {ladder.knob}, but the response does not", missing)


def _bytes_per_value(digest: Digest) -> float | None:
    if not digest.rows or not digest.columns_fetched:
        return None
    row = digest.bytes / digest.rows if digest.bytes is not None else digest.row_bytes
    return None if row is None else row / digest.columns_fetched


def _bytes_of_widest(digest: Digest) -> float | None:
    """What the widest column of a row holds at least: the mean or, if the others are numbers, what they leave."""
    mean = _bytes_per_value(digest)
    if mean is None or not digest.columns_fetched:
        return None
    if digest.bytes is None and is_whole_row(digest):
        return mean  # its texts are there because all columns are
    others = digest.columns_fetched - 1
    return max(mean, mean * digest.columns_fetched - USUAL_NUMBER_BYTES * others)


RULES = (
    Rule("unshown-rows", ("annotation", "pagination", "raw-sql", "iterator", "memory-profile"), (KEYS.rows, KEYS.db_bytes, "digests", "digests: columns", "entries and words shown", KEYS.mem_peak_driver, KEYS.mem_peak_app, KEYS.mem_peak_render, "ladders"),
         "Aggregation belongs where the rows are: Django documentation, Database access optimization", unshown_rows,
         needs=(ANY_SIZE, ROWS)),
)
