"""A second visit that costs as much as the first."""

from __future__ import annotations

from ..dossier import Dossier
from ..evidence_keys import KEYS
from ..finding import Finding
from . import Note, Outcome, Rule
from .caches import directives, lifetime, work_of


def revisits(dossier: Dossier) -> list[Outcome]:
    """Only for responses that may be stored but must be revalidated each time."""
    usual, again = dossier.usual, dossier.revisit
    cache_control = directives(usual)
    if again is None or usual.status != 200 or usual.from_cache or "no-store" in cache_control or lifetime(cache_control) > 0:
        return []
    if not ("no-cache" in cache_control or cache_control.get("max-age") == "0"):
        return []
    if not usual.header("etag") and not usual.header("last-modified"):
        return [_finding("the browser may keep the response, but without ETag or Last-Modified each visit transfers the whole body", "ETag, Last-Modified")]
    if again.status == 200 and again.body_hash == usual.body_hash:
        return [_finding("the request carried the validator, but the same body was sent again", "status and body hash of the revisit")]
    if again.status != 304:
        return []
    full, revisit = work_of(usual), work_of(again)
    if full is None or revisit is None:
        return [Note("whether the 304 saved work is unknown, because queries were not counted")]
    made, saved = usual.count(KEYS.mem_count), again.count(KEYS.mem_count)
    if full < 1 or revisit < full or (usual.count(KEYS.rows) or 0) > (again.count(KEYS.rows) or 0):
        return []
    if full == 1 and (made is None or saved is None):
        return [Note("one query for the 200 and for the 304: a count of allocations would show whether the page was built")]
    if made is not None and saved is not None and saved < 0.5 * made:
        return []
    return [_finding(f"a 304 takes as much work as a 200: {revisit} queries for the 304, {full} for the 200", f"{KEYS.sql} and {KEYS.rows} of the revisit")]


def _finding(summary: str, read: str) -> Finding:
    return Finding(frozenset({"conditional-request"}), "", summary, ("Cache-Control", read))


RULES = (
    Rule(
        "revisits",
        ("conditional-request",),
        ("Cache-Control", "ETag", "Last-Modified", "revisit with validators", KEYS.sql, KEYS.rows, KEYS.mem_count),
        "RFC 9110, HTTP Semantics, section 13",
        revisits,
    ),
)
