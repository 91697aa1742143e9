"""The rows that queries send along a ladder, and what they hold."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from ..dossier import Ladder
from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from ..growth import Series, constant
from ..query_text import columns_by_name, is_limited, joined_columns, of_any_length, plain, takes_a_list
from .benefit import MIN_QUERIES

SAME_BODY = 0.25  # a body that varies by at most this much while the stored rows grow sixteenfold is constant
CHUNKS_PER_ITEM = 0.125  # up to this many queries for each item may be chunks of eight or more
WHOLE_ROW = 4  # columns from which on a query fetches a whole row: a key, what it belongs to, and some values
SELECTS_ALL = re.compile(r"\(*select (distinct )?(\w+\.)?\*")


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


def is_place(ladder: Ladder) -> bool:
    """A size that is no size but a place in a list, such as a page number: other entries each time, and as many."""
    hashes = {step.seen.body_hash for step in ladder.steps}
    return len(hashes) == len(ladder.steps) > 1 and constant(ladder.of(lambda seen: seen.items or None)) and constant(ladder.of(rows_sent))


def texts_of_any_length(ladder: Ladder) -> list[list[str]]:
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
    for texts in texts_of_any_length(ladder):
        rows = ladder.of_digests(texts, lambda digest: digest.rows if not digest.write else 0)
        times = ladder.of_digests(texts, lambda digest: digest.times)
        if rows is None or times is None:
            return None
        last = next((digest for digest in ladder.steps[-1].seen.digests or [] if digest.text in texts), None)
        repeated = times.rise >= MIN_QUERIES and times.slope > CHUNKS_PER_ITEM
        if rows.rise > 0 and last is not None and not repeated:
            found.append(Source(last, rows))
    return found


def sum_of(ladder: Ladder, sources: list[Source]) -> Series | None:
    values = [sum(source.rows.values[number] for source in sources) for number in range(len(ladder.steps))]
    return Series(tuple(step.size for step in ladder.steps), tuple(values)) if len(values) > 1 else None


def in_proportion(values: Series) -> bool:
    """They rise at least with the square root of what they are measured over, so a few more by chance are no growth."""
    first, last = max(values.values[0], 1.0), values.values[-1]
    return last > first and math.log(last / first) >= 0.5 * math.log(values.sizes[-1] / max(values.sizes[0], 1.0))


def is_for_entries(digest: Digest, seen: Observation) -> bool:
    """It takes a list of the keys of one page of a list, which another query limits. A list of categories or states limits nothing."""
    return takes_a_list(digest.text) and any(
        is_limited(page.text) and (page.rows or 0) > 1 and (digest.parameters is None or (page.rows or 0) <= 2 * digest.parameters <= 4 * (page.rows or 0))
        for page in seen.reads() if page.text != digest.text)


def shows_rows_of(seen: Observation, text: str) -> bool:
    """Each entry of the response is named as a row of this query is: by the table's own key, and by other columns of it."""
    columns = {_bare(name): column for name, column in columns_by_name(text).items()}
    fields = {_bare(name) for name in seen.fields or []}
    return columns.get("id") == "id" and "id" in fields and len(fields) > 1 and fields <= columns.keys()


def _bare(name: str) -> str:
    """issuedAt and issued_at are one name."""
    return name.replace("_", "").lower()


def joins_whole_rows(digest: Digest) -> bool:
    """A join adds all columns of another table to the entries of one page of a list."""
    columns = joined_columns(digest.text)
    return "*" in columns or len(columns) >= WHOLE_ROW


def is_whole_row(digest: Digest) -> bool:
    """All columns of a table, as a mapped object has them, and not the few that a sum needs."""
    if digest.columns_fetched is None:
        return SELECTS_ALL.match(plain(digest.text)) is not None
    return digest.columns_fetched >= WHOLE_ROW
