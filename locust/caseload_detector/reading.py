"""How much the database reads for a response: rows examined or, where they are not counted, its pages."""

from __future__ import annotations

from typing import NamedTuple

from .dossier import Ladder
from .evidence import Observation
from .evidence_keys import KEYS
from .growth import Series
from .rules.benefit import FAR_PAGES, MIN_BLOCKS, MIN_ROWS_EXAMINED


class Reading(NamedTuple):
    amount: Series
    matters_on_far_pages: int  # so much more is worth a finding
    key: str  # of the evidence
    noun: str


def reading_along(ladder: Ladder) -> Reading | None:
    examined, blocks = ladder.count(KEYS.rows_examined), ladder.of(_blocks)
    if examined is not None:
        return Reading(examined, FAR_PAGES * MIN_ROWS_EXAMINED, KEYS.rows_examined, "rows examined")
    return Reading(blocks, FAR_PAGES * MIN_BLOCKS, "digests: blocks", "storage blocks read") if blocks is not None else None


def _blocks(seen: Observation) -> int | None:
    if seen.digests is None:
        return None
    read = [digest.blocks for digest in seen.reads()]
    return None if None in read else sum(blocks or 0 for blocks in read)
