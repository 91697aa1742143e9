"""Work done again for a result that was known.

Only where the answer itself says that it may be shared or kept for a time (RFC 9111, section 5.2.2):
nobody is blamed for not keeping what must not be kept.
"""

from __future__ import annotations

from ..dossier import IRRELEVANT, RELEVANT, Dossier
from ..evidence import Observation
from ..finding import Finding
from . import Note, Outcome, Rule


def directives(seen: Observation) -> dict[str, str]:
    parts = [part.strip().lower() for part in seen.header("cache-control").split(",")]
    return dict((name, value.strip('"')) for name, _, value in (part.partition("=") for part in parts if part))


def lifetime(told: dict[str, str]) -> int:
    for name in ("s-maxage", "max-age"):
        if told.get(name, "").isdigit():
            return int(told[name])
    return 0


def work_of(seen: Observation) -> int | None:
    """Statements, or, where those are not told, microseconds in the database. None: unknown."""
    if seen.from_cache:
        return 0
    if seen.statements is not None:
        return seen.statements
    return seen.phases.get("db")


def is_shared(told: dict[str, str]) -> bool:
    return "public" in told or "s-maxage" in told


def may_be_kept(told: dict[str, str]) -> bool:
    return not ("no-store" in told or "no-cache" in told) and (is_shared(told) or lifetime(told) > 0)


def repeated_work(dossier: Dossier) -> list[Outcome]:
    told = directives(dossier.usual)
    shared = is_shared(told)
    if not may_be_kept(told) or not dossier.warm:
        return []
    work = [work_of(seen) for seen in dossier.warm]
    known = [entry for entry in work if entry is not None]
    first = work_of(dossier.cold)
    if not known or len(known) < len(work) or min(known) < 1 or first is None:
        return []
    if dossier.usual.count("sql") is not None and min(known) < 0.8 * first:
        return []
    other = dossier.other_visitor
    same_for_all = other is None or other.body_hash == dossier.usual.body_hash
    repeated = all(seen.body_hash == dossier.usual.body_hash for seen in [dossier.cold, *dossier.warm])
    told_work = f"{min(known)} statement{'' if min(known) == 1 else 's'}" if dossier.usual.count("sql") is not None else f"{min(known)} us in the database"
    if shared and repeated and same_for_all:
        return [
            Finding(
                labels=frozenset({"response-cache"}),
                rule="",
                summary=f"the same answer for everyone, said to be public, made again each time with {told_work}",
                evidence=("Cache-Control", "body hash of repeats and of a second visitor", "sql"),
                severity=1.0,
            )
        ]
    return _fragments(dossier, told_work) or _queries(dossier)


def _fragments(dossier: Dossier, told_work: str) -> list[Outcome]:
    """Blocks made anew with the same bytes, on a page that is not the same for all."""
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
            summary=f"{len(same)} blocks are made again each time with the same result, {told_work} in all",
            evidence=("blocks: " + ", ".join(same), "sql", "body hash of a second visitor"),
        )
    ]


def _queries(dossier: Dossier) -> list[Outcome]:
    """A statement that computes, with the same result each time and for each visitor, on a page without such blocks."""
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
    total = usual.count("total") or usual.total_us
    told_blocks = all(entry.blocks is not None for entry in seen)
    return [
        Finding(
            labels=frozenset({"query-cache"} if told_blocks else {"query-cache", "fragment-cache"}),
            rule="",
            summary=(
                "a statement that computes runs again each time with the same result"
                if len(same) == 1
                else f"{len(same)} statements that compute run again each time with the same result"
            ),
            evidence=(*(f"result hash: {text}" for text in sorted(same)), "Cache-Control"),
            deciding_signal="" if told_blocks else "the blocks of the page and their hashes (a probe's document)",
            severity=sum(spent) / total if spent and total else None,
        )
    ]


def after_writes(dossier: Dossier) -> list[Outcome]:
    """A repeat costs nothing, but after a write that the page does not show the same answer is made again.

    After a write that it does show the work is due, and due again for whoever wrote: nobody is blamed for that.
    """
    told = directives(dossier.usual)
    usual = dossier.usual.statements
    if not may_be_kept(told) or usual is None:
        return []
    unshown, shown = (dossier.after_write.get(kind, []) for kind in (IRRELEVANT, RELEVANT))
    work = [seen.statements for seen in unshown if seen.body_hash == dossier.usual.body_hash]
    if len(work) > 1 and len(work) == len(unshown) and all(entry is not None and entry > usual for entry in work):
        labels = _kept_as(dossier, unshown[-1], told)
        return [
            Finding(
                labels=frozenset(labels),
                rule="",
                summary=f"a write that the page does not show has it made again: {work[-1]} statements in place of {usual}",
                evidence=("Cache-Control", "sql and body hash after an irrelevant write", "sql of warm repeats"),
                deciding_signal="" if len(labels) == 1 else "the blocks of the page and their hashes (a probe's document)",
            )
        ]
    cold = dossier.cold.statements
    same = [seen.body_hash == dossier.usual.body_hash and seen.statements == usual for seen in shown]
    if len(same) > 1 and all(same) and cold is not None and cold > usual:
        return [Note(f"kept by time alone, up to {lifetime(told)} s, or it does not show what was written")]
    return []


def _kept_as(dossier: Dossier, again: Observation, told: dict[str, str]) -> set[str]:
    if is_shared(told):
        return {"response-cache"}
    if dossier.usual.blocks is None or again.blocks is None:
        return {"fragment-cache", "query-cache"}
    made = {block.name for block in again.blocks if not block.cached}
    return {"fragment-cache"} if any(block.cached and block.name in made for block in dossier.usual.blocks) else {"query-cache"}


RULES = (
    Rule(
        "repeated-work",
        ("response-cache", "fragment-cache", "query-cache"),
        ("Cache-Control", "sql", "body hash", "blocks", "digests: result hash", "warm repeats", "second visitor"),
        "RFC 9111, HTTP Caching, section 5.2.2",
        repeated_work,
    ),
    Rule(
        "after-writes",
        ("response-cache", "fragment-cache", "query-cache"),
        ("Cache-Control", "sql", "body hash", "blocks", "warm repeats", "answers after a relevant and an irrelevant write"),
        "Django documentation, The low-level cache API: keys name what a value depends on",
        after_writes,
    ),
)
