"""A second visit that costs as much as the first."""

from __future__ import annotations

from ..dossier import Dossier
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_QUERIES, MIN_WIRE_BYTES
from .cache_control import directives, forbids, lifetime, work_of
from .needs import REVISIT


# What a finding has read
NO_VALIDATOR = "ETag, Last-Modified"
CHANGING_TAG = "ETag and text of the revisit"


def revisits(dossier: Dossier) -> list[Outcome]:
    """Only for responses that say that they may be stored."""
    usual, again = dossier.usual, dossier.revisit
    if again is None or usual.status != 200 or usual.from_cache or not may_be_stored(usual):
        return []
    fresh_s = lifetime(directives(usual))
    large = (usual.body_bytes or 0) >= MIN_WIRE_BYTES
    if not usual.header("etag") and not usual.header("last-modified"):
        if fresh_s > 0:
            return [Note(f"after {fresh_s} s a browser transfers the whole body again, because there is no ETag or Last-Modified")]
        if large and _differs_each_time(dossier):
            return [Undecided(frozenset({"conditional-request"}), "the browser may keep the response, which differs at each visit", "whether more than a time or a token differs, such as prices that change all the time")]
        return _if(large, "the browser may keep the response, but without ETag or Last-Modified each visit transfers the whole body", NO_VALIDATOR)
    # Its validators say that it is meant to be kept, also at the larger sizes that have them.
    large = large or any((step.seen.body_bytes or 0) >= MIN_WIRE_BYTES and _is_meant_to_be_kept(step.seen) for ladder in dossier.size_ladders() for step in ladder.steps)
    if again.status == 200 and again.body_hash == usual.body_hash:
        return _if(large, "the request carried the validator, but the same body was sent again", "status and body hash of the revisit")
    if again.status == 200 and _only_hidden_parts_differ(usual, again):
        return _if(large, "the ETag changes although the page shows the same text, so it never matches", CHANGING_TAG)
    if again.status != 304:
        return []
    full, revisit = work_of(usual), work_of(again)
    if full is None or revisit is None:
        return _undecided("the number of queries")
    made, saved = usual.count(KEYS.mem_count), again.count(KEYS.mem_count)
    rows, rows_again = usual.count(KEYS.rows) or 0, again.count(KEYS.rows) or 0
    if usual.digests is not None and again.digests is not None:
        # Counters of a database include other requests. Only what each request for the page runs is its own.
        own = set.intersection(*({digest.text for digest in seen.digests or []} for seen in [dossier.cold, usual, *dossier.warm] if seen.digests is not None))
        own -= {digest.text for seen in dossier.floor for digest in seen.digests or []}  # such as those of a session, which a 304 needs too
        full, rows = _of(usual, own)
        revisit, rows_again = _of(again, own)
    if full < 1 or revisit < full or rows > rows_again:
        return []
    if full == 1 and (made is None or saved is None):
        return _undecided("the number of allocations, to tell whether the page was built")
    if made is not None and saved is not None and saved < 0.5 * made:
        return []
    if full < MIN_QUERIES and any((again.count(key) or 0) < (usual.count(key) or 0) for key in (KEYS.cache_get, KEYS.calls)):
        return []  # the full response costs no more queries because its parts come from the cache or from other services, which the 304 asks for less
    return [_finding(f"a 304 takes as much work as a 200: {revisit} queries for the 304, {full} for the 200", f"{KEYS.sql} and {KEYS.rows} of the revisit")]


def _of(seen: Observation, texts: set[str]) -> tuple[int, int]:
    """The number of executions of these queries, and of their rows."""
    digests = [digest for digest in seen.digests or [] if digest.text in texts]
    return sum(digest.times for digest in digests), sum(digest.rows or 0 for digest in digests)


def may_be_stored(seen: Observation) -> bool:
    """The response says so; most dynamic pages say nothing."""
    cache_control = directives(seen)
    if forbids(cache_control):
        return False
    return lifetime(cache_control) > 0 or bool({"public", "no-cache"} & cache_control.keys()) or cache_control.get("max-age") == "0"


def _is_meant_to_be_kept(seen: Observation) -> bool:
    return may_be_stored(seen) and bool(seen.header("etag") or seen.header("last-modified"))


def _undecided(missing: str) -> list[Outcome]:
    return [Undecided(frozenset({"conditional-request"}), "a visit with validators gets a 304, which may or may not save work", missing)]


def _differs_each_time(dossier: Dossier) -> bool:
    """No two responses show the same, so a validator would never match. Not if they are known to be made from the same rows, to which only the
    time or a token is added."""
    seen = [dossier.cold, *dossier.warm]
    shown = {each.text_hash or each.body_hash for each in seen}
    results = {tuple(sorted((digest.text, digest.result_hash or "") for digest in each.reads())) for each in seen}
    is_from_the_same = len(results) == 1 and all(each.digests and all(digest.result_hash for digest in each.reads()) for each in seen)
    return len(shown) == len(seen) > 2 and not is_from_the_same


def _only_hidden_parts_differ(one: Observation, other: Observation) -> bool:
    return one.text_hash is not None and one.text_hash == other.text_hash and one.header("etag") != other.header("etag")


def _if(large: bool, summary: str, read: str) -> list[Outcome]:
    return [_finding(summary, read)] if large else [Note(f"{summary}: too small to matter")]


def _finding(summary: str, read: str) -> Finding:
    return Finding(frozenset({"conditional-request"}), "", summary, ("Cache-Control", read))


RULES = (
    Rule(
        "revisits",
        ("conditional-request",),
        ("Cache-Control", "ETag", "Last-Modified", "revisit with validators", KEYS.sql, KEYS.rows, KEYS.mem_count, KEYS.cache_get, KEYS.calls, "digests: result hash", "repeated requests", "a trivial page"),
        "RFC 9110, HTTP Semantics, section 13",
        revisits,
        needs=(REVISIT,),
        applies=lambda dossier: dossier.page.method == "GET" and may_be_stored(dossier.usual),
    ),
)
