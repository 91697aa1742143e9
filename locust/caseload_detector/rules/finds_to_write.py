"""Writes that read a whole table, or a good part of it, to find the few rows that they change or delete."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..dossier import Dossier, Ladder
from ..evidence import Digest
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series
from ..query_text import finds_rows, plain
from . import Outcome, Rule, Undecided
from .benefit import MIN_BLOCKS, MIN_ROWS_EXAMINED
from .other_types import EXAMINED_PER_SENT
from .sent import in_proportion
from .where import conditions_of, kinds_of

BLOCKS_TO_CHANGE = 5  # times as many as for a read, because old versions of a row are read too
BLOCKS_EACH = 50  # at most, for each changed row: its indexes, and old versions of it, which repeated probes add to
SEVERAL_TABLES = re.compile(r"\bjoin\b|\bselect\b|\busing\b|\bfrom (?:\w+\.)*\w+ .*\bfrom\b")


class Reading(NamedTuple):
    each: Series  # per execution
    key: str
    noun: str


def finds_by_reading_all(dossier: Dossier) -> list[Outcome]:
    """What a write examines grows with the stored rows, but not how many rows it changes. It locks what it reads, too."""
    ladder = dossier.dataset_ladder()
    if ladder is None or len(ladder.steps) < 2:
        return []
    outcomes: list[Outcome] = []
    for digest in sorted(ladder.steps[-1].seen.writes(), key=lambda write: write.text):
        reading, changed = _reading(ladder, digest), ladder.of_digest(digest.text, lambda found: found.rows)
        if reading is None or not finds_rows(digest.text) or _changes_what_it_reads(reading, changed):
            continue
        labels = _labels(digest)
        if SEVERAL_TABLES.search(plain(digest.text)) or changed is None or _may_find_more(digest, changed):
            outcomes.append(Undecided(labels, f"a write reads from {reading.each.values[0]:,.0f} to {reading.each.values[-1]:,.0f} {reading.noun}",
                                      "how many rows of each table it finds"))
        elif EXAMINED_PER_SENT * changed.rise <= reading.each.rise:
            outcomes.append(
                Finding(
                    labels=labels,
                    rule="",
                    summary=f"a write reads from {reading.each.values[0]:,.0f} to {reading.each.values[-1]:,.0f} {reading.noun} as more rows are stored, "
                    f"to change {changed.values[0]:,.0f} to {changed.values[-1]:,.0f}: no index serves its condition",
                    evidence=(reading.key, "digests: rows changed", digest.text),
                    growth=Growth(reading.key, ladder.knob, reading.each),
                    deciding_signal="" if len(labels) == 1 else "whether the pattern begins with a wildcard, and the indexes of the table",
                )
            )
    return outcomes


def _reading(ladder: Ladder, digest: Digest) -> Reading | None:
    times = ladder.of_digest(digest.text, lambda found: found.times)
    if times is None or min(times.values) < 1 or times.rise != 0:
        return None
    for name, key, noun, least in (("rows_examined", KEYS.rows_examined, "rows", MIN_ROWS_EXAMINED), ("blocks", "digests: blocks", "storage blocks", BLOCKS_TO_CHANGE * MIN_BLOCKS)):
        read = ladder.of_digest(digest.text, lambda found, name=name: getattr(found, name))  # type: ignore[misc]
        if read is not None:
            each = Series(read.sizes, tuple(value / runs for value, runs in zip(read.values, times.values)))
            return Reading(each, key, noun) if each.rise >= least and in_proportion(each) else None
    return None


def _changes_what_it_reads(reading: Reading, changed: Series | None) -> bool:
    return reading.key != KEYS.rows_examined and changed is not None and reading.each.values[-1] < BLOCKS_EACH * changed.values[-1]


def _may_find_more(digest: Digest, changed: Series) -> bool:
    """An update that finds rows which have the new values already, as when a request is repeated, changes none of them, and MariaDB counts
    what it changes."""
    return digest.blocks is None and plain(digest.text).startswith("update") and min(changed.values) < 1


def _labels(digest: Digest) -> frozenset[str]:
    kinds = {kind for condition in conditions_of(plain(digest.text)) for kind in kinds_of(condition, digest.wildcard_first)}
    if kinds == {"non-sargable"} or kinds == {"leading-wildcard"} and digest.wildcard_first:
        return frozenset(kinds)
    return frozenset({"database-index"} | kinds - {""})


RULES = (
    Rule("finds-to-write", ("database-index", "leading-wildcard", "non-sargable"), (KEYS.rows_examined, "digests: rows examined, rows changed, blocks", "ladder over stored rows"),
         "MariaDB manual, InnoDB Lock Modes: a write locks the rows that it reads, and without an index it reads all of them", finds_by_reading_all),
)
