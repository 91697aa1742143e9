"""A query for each row of a list whose length is always the same."""

from __future__ import annotations

from ..dossier import Dossier
from ..evidence import Digest
from ..finding import Finding
from ..growth import Series
from ..query_text import is_by_id, is_by_one_key
from . import Outcome, Rule
from .benefit import MIN_QUERIES
from .needs import QUERIES, responds_to_a_size
from .repeats import repeated_reads
from .repetition import FEW_SETS, READ_LABELS, Repeated, read_labels, to_one_by_text

# Rows of a list that are looked up one by one, where no size is known at which there are fewer. A few may be a coincidence. That is less
# likely for a page of a list and lookups by an id than for settings, each by its name.
LONG_LIST, PAGE_OF_A_LIST = 50, 20


def for_each_row(dossier: Dossier) -> list[Outcome]:
    """A list of a fixed length, and as many lookups by one key as it has rows, with different keys, each time the page is seen."""
    usual = dossier.usual
    writes = max((digest.times for digest in usual.writes()), default=0)  # a few, such as that of a session, are about no rows of the list
    if dossier.is_form or not usual.complete or writes >= MIN_QUERIES or responds_to_a_size(dossier) or repeated_reads(dossier):
        return []
    shown = usual.items or 0
    # One more row may be read, to see whether there is a next page.
    sizes = {digest.rows - more for digest in usual.reads() if digest.times == 1 and digest.rows is not None for more in (0, 1)}
    lists = {size for size in sizes if PAGE_OF_A_LIST <= size <= shown}
    if shown >= PAGE_OF_A_LIST and any(digest.rows is None for digest in usual.reads()):
        lists.add(shown)  # the response says how many rows the list has
    for size in sorted(lists, reverse=True):  # of rows that are shown; others may be filtered in code
        found = [
            Repeated((digest.text,), _from_none(size, digest.times), _from_none(size, digest.rows), _from_none(size, digest.distinct), _is_one_each(digest))
            for digest in sorted(usual.reads(), key=lambda digest: digest.text)
            if digest.times == size >= _long_enough(digest) and is_by_one_key(digest.text) and (digest.distinct is None or digest.distinct > FEW_SETS)
            and _runs_each_time(dossier, digest)
        ]
        times = [series for entry in found if (series := entry.times) is not None]
        if not times:
            continue
        lists_of_size = sum(digest.times == 1 and digest.rows in (size, size + 1) for digest in usual.reads())
        labels, why, signal = read_labels(found, True, {(0.0, float(size)): lists_of_size})
        if any(entry.distinct is None for entry in found):
            labels, signal = labels | {"repeated-query"}, signal or "the number of different parameter sets"
        return [
            Finding(
                labels=labels,
                rule="",
                summary=f"{'one query runs' if len(found) == 1 else f'{len(found)} queries run'} {size} times, once for each row of a list: {why}",
                evidence=tuple(f"{size} times: {text}" for entry in found for text in entry.texts),
                deciding_signal=signal,
            )
        ]
    return []


def _long_enough(digest: Digest) -> int:
    return PAGE_OF_A_LIST if is_by_id(digest.text) else LONG_LIST


def _runs_each_time(dossier: Dossier, digest: Digest) -> bool:
    """As often in every repeat, and with more rows stored. So does what belongs to a list of a fixed length."""
    seen = [*dossier.warm, *(step.seen for ladder in dossier.ladders for step in ladder.steps)]
    return all(any(other.text == digest.text and other.times == digest.times for other in each.reads()) for each in seen if each.digests is not None)


def _from_none(size: int | None, value: int | None) -> Series | None:
    """As if the page had been seen without any entry too."""
    return None if value is None or size is None else Series((0.0, float(size)), (0.0, float(value)))


def _is_one_each(digest: Digest) -> bool | None:
    return to_one_by_text(digest.text) if digest.rows is None else digest.rows <= digest.times


RULES = (
    Rule("once-for-each-row", tuple(sorted(READ_LABELS)), ("digests: times, rows, distinct", "entries shown"),
         "Django documentation, Database access optimization: retrieve everything at once if you know you will need it", for_each_row,
         needs=(QUERIES,)),
)
