"""Repeated work for a result that was already known.

Responses that must not be stored are not reported, and for one that says nothing about caching only an aggregate that is
expensive by itself (RFC 9111, section 5.2.2).
"""

from __future__ import annotations

from ..dossier import IRRELEVANT, RELEVANT, Dossier
from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, often
from ..plans import plan_nodes
from ..query_text import looks_up_rows
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_CPU_US, MIN_QUERIES, MIN_ROWS_EXAMINED
from .cache_control import directives, forbids, is_shared, lifetime, may_be_kept, work_of
from .counts import counts_only
from .needs import CACHE_CALLS, EXAMINED, QUERIES, REPEATS, RESULTS, SIZES, VISITORS, WRITES
from .repetition import CHUNK

A_PART = 0.1  # of the rows examined
MIN_LIST = 5  # rows from which on a result may be a list on the page
ROWS_IN_A_PAGE = 50  # of about 150 bytes, in a page of 8 kB
PER_CALL, FEW_KEYS, READS = 0.1, 2, 0.25  # calls per item, keys of a call, and the share of calls that read, beside a lock or a count of the same item


def repeated_work(dossier: Dossier) -> list[Outcome]:
    cache_control = directives(dossier.usual)
    means_to_keep = _keeps_in_vain(dossier) or _replaces_what_it_found(dossier)
    # What a browser or proxy must not store, the service may keep in parts.
    if not dossier.warm or dossier.page.method != "GET" or (forbids(cache_control) and not means_to_keep):
        return []
    work = [work_of(seen) for seen in dossier.warm]
    known = [entry for entry in work if entry is not None]
    first = work_of(dossier.cold)
    if not known or len(known) < len(work) or min(known) < 1 or first is None:
        return []
    # Without a lifetime, nothing says that an older result would do. Only what is expensive by itself is then worth keeping.
    lasts = is_shared(cache_control) or lifetime(cache_control) > 0 or means_to_keep
    least = MIN_ROWS_EXAMINED if lasts else 10 * MIN_ROWS_EXAMINED
    other = dossier.other_visitor
    same_for_all = other is None or other.body_hash == dossier.usual.body_hash
    repeated = all(seen.body_hash == dossier.usual.body_hash for seen in [dossier.cold, *dossier.warm])
    as_at_first = dossier.usual.count(KEYS.sql) is None or min(known) >= 0.8 * first
    fewest = min(known)
    if dossier.usual.count(KEYS.sql) is None:
        work_done = f"{fewest} µs in the database"
    else:
        work_done = "1 query" if fewest == 1 else f"{fewest} queries"
    if is_shared(cache_control) and repeated and same_for_all and as_at_first:
        summary = f"the response is public and the same for everyone, but is built again for every request, with {work_done}"
        if dossier.usual.header("set-cookie"):
            summary += "; it sets a cookie, and caches don't store such a response by default"
        expensive = _is_expensive(dossier)
        if expensive is None:
            return [Undecided(frozenset({"response-cache"}), summary, "the rows examined or the CPU time, to tell whether it is worth keeping")]
        if not expensive:
            return [Note(f"{summary}: too little work to matter")]
        return [
            Finding(labels=frozenset({"response-cache"}), rule="", summary=summary,
                    evidence=("Cache-Control", "body hash of repeats and of a second visitor", KEYS.sql), severity=1.0)
        ]
    return _fragments(dossier, work_done, least) or _queries(dossier, least) or _never_found(dossier, work_done)


def _keeps_in_vain(dossier: Dossier) -> bool:
    """The application looks for a stored result and stores one on each repeat: it means to keep it. But its key differs each time, or it
    stores it under another one, so that nothing that it looks for is ever found."""
    return all(_more_than_trivial(seen, dossier, KEYS.cache_miss) and _more_than_trivial(seen, dossier, KEYS.cache_set) and
               (seen.counts.get(KEYS.rebuilds, 0) > 0 or KEYS.cache_hit in seen.counts and not _more_than_trivial(seen, dossier, KEYS.cache_hit)) for seen in dossier.warm)


def _replaces_what_it_found(dossier: Dossier) -> bool:
    """On each repeat it finds a stored result, and stores one: what it found was of no use."""
    return all(_more_than_trivial(seen, dossier, KEYS.cache_hit) and _more_than_trivial(seen, dossier, KEYS.cache_set) for seen in dossier.warm)


def _more_than_trivial(seen: Observation, dossier: Dossier, key: str) -> bool:
    """More than on the trivial page, such as a session: whose visitor sends no cookie gets a new one each time, which is not found before."""
    return seen.counts.get(key, 0) > max((each.counts.get(key, 0) for each in dossier.floor), default=0)


def _is_expensive(dossier: Dossier) -> bool | None:
    """Whether there is enough to save; also if nothing is counted. None if few queries are, whose cost is unknown."""
    seen = dossier.usual
    counted = [entry.queries for entry in [dossier.cold, *dossier.warm] if entry.queries is not None]
    queries = min(counted, default=None)  # the database's counters may include other requests
    costs = [(seen.count(KEYS.rows_examined), MIN_ROWS_EXAMINED), (_cpu_us(seen), MIN_CPU_US)]
    if queries is None or queries >= MIN_QUERIES or any(value >= least for value, least in costs if value is not None):
        return True
    return None if all(value is None for value, _ in costs) else False


def _cpu_us(seen: Observation) -> int | None:
    spent = [seen.counts[key] for key in (KEYS.cpu_db, KEYS.cpu_app, KEYS.cpu_render) if key in seen.counts]
    return sum(spent) if spent else None


def _fragments(dossier: Dossier, work_done: str, least: int) -> list[Outcome]:
    """Parts that are made again with the same result, on a page that differs between visitors: marked blocks or, without
    marks, lists whose queries return the same to each visitor."""
    seen = [dossier.cold, *dossier.warm, *filter(None, [dossier.other_visitor])]
    if all(entry.blocks is not None for entry in seen):
        made = [{block.name: block.hash for block in entry.blocks or [] if not block.cached and block.hash} for entry in seen]
        same = sorted(name for name, value in made[-1].items() if all(entry.get(name) == value for entry in made))
        if same:
            return [_fragment(f"{'1 block is' if len(same) == 1 else f'{len(same)} blocks are'}", work_done, ("blocks: " + ", ".join(same),))]
    if not _is_personal(dossier) or not dossier.usual.header("content-type").startswith("text/html"):
        return []
    lists = [digest for digest in _same_results(seen) if (digest.rows or 0) >= MIN_LIST]
    total = sum(_examined(digest, dossier.usual) for digest in lists)
    if total < least:
        return []
    lists = [digest for digest in lists if _examined(digest, dossier.usual) >= A_PART * total]  # and not the menu of each page
    what, evidence = f"{'1 list is' if len(lists) == 1 else f'{len(lists)} lists are'}", tuple(f"result hash: {digest.text}" for digest in lists)
    if len(lists) == 1 and lists[0].computes:
        return [_fragment(what, work_done, evidence, frozenset({"fragment-cache", "query-cache"}))]
    return [_fragment(what, work_done, evidence)]


def _is_personal(dossier: Dossier) -> bool:
    """A second visitor sees something else, while the first one sees the same each time: no token in a form, and no clock."""
    own = {seen.text_hash or seen.body_hash for seen in [dossier.cold, *dossier.warm]}
    other = dossier.other_visitor
    return other is not None and len(own) == 1 and (other.text_hash or other.body_hash) not in own


def _fragment(what: str, work_done: str, evidence: tuple[str, ...], labels: frozenset[str] = frozenset({"fragment-cache"})) -> Finding:
    return Finding(
        labels=labels,
        rule="",
        summary=f"{what} made again for every request with the same result, with {work_done}",
        evidence=(*evidence, KEYS.sql, "body hash of a second visitor"),
        deciding_signal="" if len(labels) == 1 else "whether the page shows the rows or something computed from them",
    )


def _same_results(seen: list[Observation]) -> list[Digest]:
    """Read digests with the same result each time and for each visitor."""
    if any(entry.digests is None for entry in seen):
        return []
    results = [{digest.text: digest.result_hash for digest in entry.reads()} for entry in seen]
    if not any(results_of for results_of in results if any(results_of.values())) and _shows_the_same(seen):
        # What the queries return is not known, but all of it that is shown is the same.
        rows = [{digest.text: digest.rows for digest in entry.reads()} for entry in seen]
        return [digest for digest in seen[-1].reads() if digest.rows is not None and (digest.rows_examined is not None or digest.blocks is not None)
                and all(entry.get(digest.text) == digest.rows for entry in rows)]
    return [
        digest for digest in seen[-1].reads() if digest.result_hash and all(entry.get(digest.text) == digest.result_hash for entry in results)
    ]


def _shows_the_same(seen: list[Observation]) -> bool:
    """The same text, apart from attributes such as a token in a form."""
    texts = {entry.text_hash or entry.body_hash for entry in seen}
    return len(texts) == 1 and None not in texts


def _examined(digest: Digest, seen: Observation) -> int:
    """The rows that the query examined; if they were counted for the whole request only, its part by the estimates of the plans, and
    without plans all of them."""
    if digest.rows_examined is not None:
        return digest.rows_examined
    if digest.blocks is not None:
        return digest.blocks * (1 if looks_up_rows(digest.text) else ROWS_IN_A_PAGE)
    total = seen.count(KEYS.rows_examined) or 0
    estimates = {entry.text: sum(node.rows_in_all for node in plan_nodes(entry.plan)) * entry.times for entry in seen.digests or []}
    return round(total * estimates.get(digest.text, 0) / sum(estimates.values())) if sum(estimates.values()) else total


def _queries(dossier: Dossier, least: int) -> list[Outcome]:
    """An aggregate query with the same result each time and for each visitor that reads at least `least` rows."""
    seen = [dossier.cold, *dossier.warm, *filter(None, [dossier.other_visitor])]
    examined = dossier.usual.count(KEYS.rows_examined)
    same = [digest for digest in _same_results(seen) if digest.computes and digest.times == 1 and not counts_only(digest.text, dossier.usual)]
    if not same or any(entry.blocks for entry in seen):
        return []
    if examined is None and any(digest.blocks is not None for digest in same):
        examined = sum(_examined(digest, dossier.usual) for digest in same if digest.blocks is not None)  # PostgreSQL counts pages only
    if examined is None and least > MIN_ROWS_EXAMINED:
        return []
    if examined is not None and (examined < least or sum(_examined(digest, dossier.usual) for digest in same) < least):
        return []
    usual = dossier.usual
    texts = sorted(digest.text for digest in same)
    spent = [digest.us for digest in usual.reads() if digest.text in texts and digest.us is not None]
    total = usual.count(KEYS.total) or usual.total_us
    blocks_known = all(entry.blocks is not None for entry in seen)
    return [
        Finding(
            labels=frozenset({"query-cache"} if blocks_known else {"query-cache", "fragment-cache"}),
            rule="",
            summary=f"{'an aggregate query runs' if len(same) == 1 else f'{len(same)} aggregate queries run'} on every request with the same result",
            evidence=(*(f"result hash: {text}" for text in texts), "Cache-Control"),
            deciding_signal="" if blocks_known else "the blocks of the page and their hashes (a probe's document)",
            severity=sum(spent) / total if spent and total else None,
        )
    ]


def _never_found(dossier: Dossier, work_done: str) -> list[Outcome]:
    """A value that each request stores under the same key and none finds, for example because it is too large for the cache."""
    revisit = [dossier.revisit] if dossier.revisit is not None and dossier.revisit.status == 200 and not dossier.revisit.from_cache else []
    seen = [dossier.cold, *dossier.warm, *revisit]
    again = _rebuilt_by_all(seen)
    if dossier.floor and again <= _rebuilt_by_all(dossier.floor):
        seen += dossier.floor  # where it costs no more than the trivial page, whatever else this one does
    queries, examined = min(entry.queries or 0 for entry in seen), min(entry.count(KEYS.rows_examined) or 0 for entry in seen)
    if not again or (queries < MIN_QUERIES and examined < MIN_ROWS_EXAMINED):
        return []
    return [
        Finding(
            labels=frozenset({"query-cache"}),
            rule="",
            summary=f"a value is computed and stored again for every request under the same key, but never found, with {work_done}",
            evidence=("cache calls: rebuilt", KEYS.sql, KEYS.rows_examined),
        )
    ]


def _rebuilt_by_all(seen: list[Observation]) -> set[str]:
    return set.intersection(*(set(entry.rebuilt or ()) for entry in seen))


def one_get_each(dossier: Dossier) -> list[Outcome]:
    """A round trip to the cache for each item, where one call could read many. Calls that delete or count something read nothing."""
    for ladder in dossier.size_ladders():
        calls, sets, gets = ladder.count(KEYS.cache_calls), ladder.count(KEYS.cache_set), ladder.count(KEYS.cache_get)
        if calls is None or sets is None or gets is None:
            continue
        reads = Series(calls.sizes, tuple(all_ - written for all_, written in zip(calls.values, sets.values)))
        most = CHUNK if reads.slope >= PER_ITEM else FEW_KEYS  # what is kept of one item may be a few values
        if reads.rise < MIN_QUERIES or reads.slope < PER_CALL or not READS * reads.rise <= gets.rise <= most * reads.rise:
            continue
        return [
            Finding(
                labels=frozenset({"get-loop"}),
                rule="",
                summary=f"the cache is asked {often(reads.slope)} per item, each time for {'one key' if gets.rise <= reads.rise else 'a few keys'}",
                evidence=(KEYS.cache_calls, KEYS.cache_get, KEYS.cache_set),
                growth=Growth(KEYS.cache_calls, ladder.knob, reads),
            )
        ]
    return []


def after_writes(dossier: Dossier) -> list[Outcome]:
    """A repeat costs nothing, but after a write that the page doesn't show, the same response is built again.

    After a write that the page does show, the work is justified, also a second time for the visitor who wrote.
    """
    cache_control = directives(dossier.usual)
    counted = [seen.queries for seen in dossier.warm if seen.queries is not None]
    usual = min(counted) if counted and dossier.usual.queries is not None else None  # the database's counters may include other requests
    if not may_be_kept(cache_control) or usual is None:
        return []
    unshown, shown = (dossier.after_write.get(kind, []) for kind in (IRRELEVANT, RELEVANT))
    work = [seen.queries for seen in unshown if seen.body_hash == dossier.usual.body_hash]
    if len(work) > 1 and len(work) == len(unshown) and all(entry is not None and entry > usual for entry in work) and _same_again(dossier, unshown):
        labels = _kept_as(dossier, unshown[-1], cache_control)
        return [
            Finding(labels=frozenset(labels), rule="",
                    summary=f"the page is built again after a write to data that it does not show: {work[-1]} {'query' if work[-1] == 1 else 'queries'} instead of {usual}",
                    evidence=("Cache-Control", f"{KEYS.sql} and body hash after an irrelevant write", f"{KEYS.sql} of warm repeats"),
                    deciding_signal="" if len(labels) == 1 else "the blocks of the page and their hashes (a probe's document)")
        ]
    cold = dossier.cold.queries
    same = [seen.body_hash == dossier.usual.body_hash and seen.queries == usual for seen in shown]
    if len(same) > 1 and all(same) and cold is not None and cold > usual:
        return [Note(f"a write does not invalidate the cached result: it expires only after up to {lifetime(cache_control)} s, or the page does not show what was written")]
    return []


def _same_again(dossier: Dossier, unshown: list[Observation]) -> bool:
    """A query of the cold request runs after each write and in no repeat. What runs only now and then belongs to other requests,
    which the database's counters include."""
    if any(seen.digests is None for seen in [dossier.cold, *dossier.warm, *unshown]):
        return True
    texts = [{digest.text for digest in seen.reads()} for seen in [dossier.cold, *unshown]]
    repeats = set().union(*({digest.text for digest in seen.reads()} for seen in dossier.warm if not seen.from_cache))
    return bool(set.intersection(*texts) - repeats)


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
        ("Cache-Control", KEYS.sql, "body hash", "blocks", "digests: result hash", KEYS.cache_hit, KEYS.cache_miss, KEYS.cache_set, "cache calls: rebuilt", KEYS.rows_examined, "warm repeats", "second visitor", "revisit with validators", "a trivial page"),
        "RFC 9111, HTTP Caching, section 5.2.2",
        repeated_work,
        needs=(REPEATS,),
        needs_more={"response-cache": (VISITORS,), "fragment-cache": (VISITORS, RESULTS), "query-cache": (RESULTS, EXAMINED)},
        applies=lambda dossier: dossier.page.method == "GET" and not forbids(directives(dossier.usual)),
    ),
    Rule(
        "after-writes",
        ("response-cache", "fragment-cache", "query-cache"),
        ("Cache-Control", KEYS.sql, "body hash", "blocks", "warm repeats", "responses after a relevant and an irrelevant write"),
        "Django documentation, The low-level cache API: keys name what a value depends on",
        after_writes,
        needs=(QUERIES, WRITES),
        applies=lambda dossier: dossier.page.method == "GET" and may_be_kept(directives(dossier.usual)),
    ),
    Rule(
        "one-get-each",
        ("get-loop",),
        (KEYS.cache_calls, KEYS.cache_get, KEYS.cache_set, "ladder over size"),
        "memcached wiki, Commands: get takes many keys",
        one_get_each,
        needs=(SIZES, CACHE_CALLS),
    ),
)
