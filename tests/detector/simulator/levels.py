"""How much of the evidence there is, by what gives it."""

from __future__ import annotations

from dataclasses import replace

from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Digest, Observation, drop_control
from caseload_detector.evidence_keys import KEYS

from recorded import observations

DOCUMENTS = "documents"  # probe documents: everything
COUNTERS = "counters"  # a database's own counters by digest, with the rows it examined, as MySQL and MariaDB keep them
STATEMENTS = "statements"  # the same without rows examined, as PostgreSQL keeps them
HEADER = "header"  # counts only
NOTHING = "nothing"
LEVELS = (DOCUMENTS, COUNTERS, STATEMENTS, HEADER, NOTHING)

ALWAYS = frozenset(row.key for row in KEYS if row.cost == "always")
OF_COUNTERS = frozenset({KEYS.sql, KEYS.sql_write, KEYS.rows, KEYS.rows_examined, KEYS.full_scan})
OF_STATEMENTS = frozenset({KEYS.sql, KEYS.sql_write, KEYS.rows})
COUNTS = {COUNTERS: OF_COUNTERS, STATEMENTS: OF_STATEMENTS, HEADER: ALWAYS, NOTHING: frozenset[str]()}


def reduce_to(dossier: Dossier, level: str) -> None:
    if level == DOCUMENTS:
        return
    for seen in observations(dossier):
        _reduce(seen, level)


def _reduce(seen: Observation, level: str) -> None:
    seen.counts = {key: value for key, value in seen.counts.items() if key in COUNTS[level]}
    seen.blocks = seen.calls = None
    if level in (HEADER, NOTHING):
        seen.digests = None
    elif seen.digests is not None:
        seen.digests = [_counted(digest, level) for digest in seen.digests]
        drop_control(seen)


def _counted(digest: Digest, level: str) -> Digest:
    scans = digest.scans if level == COUNTERS else None
    return Digest(digest.text, digest.times, digest.write, rows=digest.rows, us=digest.us, scans=scans)


def merged(digests: list[Digest]) -> list[Digest]:
    """One entry for each text, as counters have it."""
    by_text: dict[str, Digest] = {}
    for digest in digests:
        if digest.text not in by_text:
            by_text[digest.text] = digest
            continue
        one = by_text[digest.text]
        added = {name: getattr(one, name) + getattr(digest, name) for name in ("times", "distinct", "parameters", "rows", "us", "bytes", "bytes_unread")
                 if getattr(one, name) is not None and getattr(digest, name) is not None}
        by_text[digest.text] = replace(one, **added)
    return list(by_text.values())
