"""Repeated work for a result that was already known.

Only for responses that say they may be shared or stored for some time (RFC 9111, section 5.2.2). Responses that must not
be stored are not reported.
"""

from __future__ import annotations

from ..dossier import IRRELEVANT, RELEVANT, Dossier
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding
from . import Note, Outcome, Rule


def directives(seen: Observation) -> dict[str, str]:
    parts = [part.strip().lower() for part in seen.header("cache-control").split(",")]
    return dict((name, value.strip('"')) for name, _, value in (part.partition("=") for part in parts if part))


def lifetime(cache_control: dict[str, str]) -> int:
    for name in ("s-maxage", "max-age"):
        if cache_control.get(name, "").isdigit():
            return int(cache_control[name])
    return 0


def work_of(seen: Observation) -> int | None:
    """The number of queries or, if that is unknown, microseconds in the database; None if both are unknown."""
    if seen.from_cache:
        return 0
    if seen.queries is not None:
        return seen.queries
    return seen.phases.get("db")


def is_shared(cache_control: dict[str, str]) -> bool:
    return "public" in cache_control or "s-maxage" in cache_control


def may_be_kept(cache_control: dict[str, str]) -> bool:
    return not ("no-store" in cache_control or "no-cache" in cache_control) and (is_shared(cache_control) or lifetime(cache_control) > 0)


def repeated_work(dossier: Dossier) -> list[Outcome]:
    cache_control = directives(dossier.usual)
    shared = is_shared(cache_control)
    if not may_be_kept(cache_control) or not dossier.warm:
        return []
    work = [work_of(seen) for seen in dossier.warm]
    known = [entry for entry in work if entry is not None]
    first = work_of(dossier.cold)
    if not known or len(known) < len(work) or min(known) < 1 or first is None:
        return []
    if dossier.usual.count(KEYS.sql) is not None and min(known) < 0.8 * first:
        return []
    other = dossier.other_visitor
    same_for_all = other is None or other.body_hash == dossier.usual.body_hash
    repeated = all(seen.body_hash == dossier.usual.body_hash for seen in [dossier.cold, *dossier.warm])
    fewest = min(known)
    if dossier.usual.count(KEYS.sql) is None:
        work_done = f"{fewest} µs in the database"
    else:
        work_done = "1 query" if fewest == 1 else f"{fewest} queries"
    if shared and repeated and same_for_all:
        return [
            Finding(
                labels=frozenset({"response-cache"}),
                rule="",
                summary=f"the response is public and the same for everyone, but is built again for every request, with {work_done}",
                evidence=("Cache-Control", "body hash of repeats and of a second visitor", KEYS.sql),
                severity=1.0,
            )
        ]
    return _fragments(dossier, work_done) or _queries(dossier)


def _fragments(dossier: Dossier, work_done: str) -> list[Outcome]:
    """Blocks that are rendered again with the same result, on a page that differs between visitors."""
    seen = [dossier.cold, *dossier.warm, *filter(None, [dossier.other_visitor])]
    if any(entry.blocks is None for entry in seen):
        return []
    made = [{block.name: block.hash for block in entry.blocks or [] if not block.cached and block.hash} for entry in seen]
    same = sorted(name for name, value in made[-1].items() if all(entry.get(name) == value for entry in made))
    if not same:
        return []
    return [
        Finding(
            labels=frozenset({"fragment-cache"}),
            rule="",
            summary=f"{'1 block is' if len(same) == 1 else f'{len(same)} blocks are'} rendered again for every request with the same result, with {work_done}",
            evidence=("blocks: " + ", ".join(same), KEYS.sql, "body hash of a second visitor"),
        )
    ]


def _queries(dossier: Dossier) -> list[Outcome]:
    """An aggregate query with the same result each time and for each visitor, on a page without such blocks."""
    seen = [dossier.cold, *dossier.warm, *filter(None, [dossier.other_visitor])]
    if any(entry.digests is None or entry.blocks for entry in seen):
        return []
    results = [{digest.text: digest for digest in entry.reads()} for entry in seen]
    same = []
    for text, digest in results[-1].items():
        hashes = {entry[text].result_hash if text in entry else None for entry in results}
        if len(hashes) == 1 and None not in hashes and digest.computes:
            same.append(text)
    if not same:
        return []
    usual = dossier.usual
    spent = [digest.us for digest in usual.reads() if digest.text in same and digest.us is not None]
    total = usual.count(KEYS.total) or usual.total_us
    blocks_known = all(entry.blocks is not None for entry in seen)
    return [
        Finding(
            labels=frozenset({"query-cache"} if blocks_known else {"query-cache", "fragment-cache"}),
            rule="",
            summary=(
                "an aggregate query runs on every request with the same result"
                if len(same) == 1
                else f"{len(same)} aggregate queries run on every request with the same result"
            ),
            evidence=(*(f"result hash: {text}" for text in sorted(same)), "Cache-Control"),
            deciding_signal="" if blocks_known else "the blocks of the page and their hashes (a probe's document)",
            severity=sum(spent) / total if spent and total else None,
        )
    ]


def after_writes(dossier: Dossier) -> list[Outcome]:
    """A repeat costs nothing, but after a write that the page doesn't show, the same response is built again.

    After a write that the page does show, the work is justified, also a second time for the visitor who wrote.
    """
    cache_control = directives(dossier.usual)
    usual = dossier.usual.queries
    if not may_be_kept(cache_control) or usual is None:
        return []
    unshown, shown = (dossier.after_write.get(kind, []) for kind in (IRRELEVANT, RELEVANT))
    work = [seen.queries for seen in unshown if seen.body_hash == dossier.usual.body_hash]
    if len(work) > 1 and len(work) == len(unshown) and all(entry is not None and entry > usual for entry in work):
        labels = _kept_as(dossier, unshown[-1], cache_control)
        return [
            Finding(
                labels=frozenset(labels),
                rule="",
                summary=f"the page is built again after a write to data that it does not show: {work[-1]} {'query' if work[-1] == 1 else 'queries'} instead of {usual}",
                evidence=("Cache-Control", f"{KEYS.sql} and body hash after an irrelevant write", f"{KEYS.sql} of warm repeats"),
                deciding_signal="" if len(labels) == 1 else "the blocks of the page and their hashes (a probe's document)",
            )
        ]
    cold = dossier.cold.queries
    same = [seen.body_hash == dossier.usual.body_hash and seen.queries == usual for seen in shown]
    if len(same) > 1 and all(same) and cold is not None and cold > usual:
        return [Note(f"a write does not invalidate the cached result: it expires only after up to {lifetime(cache_control)} s, or the page does not show what was written")]
    return []


def _kept_as(dossier: Dossier, again: Observation, cache_control: dict[str, str]) -> set[str]:
    if is_shared(cache_control):
        return {"response-cache"}
    if dossier.usual.blocks is None or again.blocks is None:
        return {"fragment-cache", "query-cache"}
    made = {block.name for block in again.blocks if not block.cached}
    return {"fragment-cache"} if any(block.cached and block.name in made for block in dossier.usual.blocks) else {"query-cache"}


RULES = (
    Rule(
        "repeated-work",
        ("response-cache", "fragment-cache", "query-cache"),
        ("Cache-Control", KEYS.sql, "body hash", "blocks", "digests: result hash", "warm repeats", "second visitor"),
        "RFC 9111, HTTP Caching, section 5.2.2",
        repeated_work,
    ),
    Rule(
        "after-writes",
        ("response-cache", "fragment-cache", "query-cache"),
        ("Cache-Control", KEYS.sql, "body hash", "blocks", "warm repeats", "responses after a relevant and an irrelevant write"),
        "Django documentation, The low-level cache API: keys name what a value depends on",
        after_writes,
    ),
)
