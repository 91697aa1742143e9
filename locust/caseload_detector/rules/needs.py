"""What a rule must have seen before it can say that a page is clean. Where something is missing, the page is not judged for its labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Iterable

from ..body import coding_of
from ..dossier import Dossier, Ladder
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..pages import DATASET, SIZE
from ..query_text import takes_a_list


MORE = 1.1  # of the bytes of a body, beyond what a token, the time or a name in it may be


@dataclass(frozen=True)
class Site:
    """What is known from all pages that are judged together."""

    counted: frozenset[str]  # keys that were above 0 for at least one request; a source that reports only zeros sees nothing
    sees_queries: bool

    @staticmethod
    def of(dossiers: Iterable[Dossier]) -> "Site":
        all_seen = [seen for dossier in dossiers for seen in observations(dossier)]
        counted = frozenset(key for seen in all_seen for key, value in seen.counts.items() if value)
        return Site(counted, KEYS.sql in counted or any(seen.digests for seen in all_seen))


def observations(dossier: Dossier) -> list[Observation]:
    """Every observation of the page and of its trivial page, the first request first."""
    ladders = [*dossier.ladders, *filter(None, [dossier.joint, dossier.walk])]
    others = filter(None, [dossier.revisit, dossier.other_visitor, dossier.unencoded])
    return [dossier.cold, *dossier.warm, *others, *(step.seen for ladder in ladders for step in ladder.steps), *dossier.floor]


@dataclass(frozen=True)
class Need:
    missing: str  # completes "not judged without …"
    is_met: Callable[[Dossier, Site], bool]


def _all_steps(ladders: Iterable[Ladder], has: Callable[[Observation], bool]) -> bool:
    return all(has(step.seen) for ladder in ladders for step in ladder.steps)


def _counts(key: str) -> Callable[[Dossier, Site], bool]:
    def is_met(dossier: Dossier, site: Site) -> bool:
        if dossier.usual.from_cache:
            return True
        return key in site.counted and dossier.usual.count(key) is not None and _all_steps(
            dossier.ladders, lambda seen: seen.from_cache or seen.count(key) is not None)

    return is_met


def _is_whole(seen: Observation) -> bool:
    """The counts of all texts add up to the number of queries, where both are known."""
    if seen.digests is not None and seen.queries is not None:
        return seen.complete
    return seen.digests is not None or seen.queries is not None


def _queries(has: Callable[[Observation], bool]) -> Callable[[Dossier, Site], bool]:
    def is_met(dossier: Dossier, site: Site) -> bool:
        seen_in_full = has(dossier.usual) and _all_steps(dossier.ladders, lambda seen: seen.from_cache or has(seen))
        return dossier.usual.from_cache or (site.sees_queries and seen_in_full)

    return is_met


def _every_read(name: str) -> Callable[[Observation], bool]:
    return lambda seen: seen.digests is not None and all(getattr(digest, name) is not None for digest in seen.reads())


def _varies(ladder: Ladder | None, dossier: Dossier) -> bool:
    """Where a body differs with each request, because a token or the time is in it, that does not show that the page knows of a size."""
    if ladder is None or len(ladder.steps) < 2:
        return False
    has_token = len({seen.body_hash for seen in [dossier.cold, *dossier.warm]}) > 1
    differ = _differ_in_more if has_token and ladder.role == SIZE else _differ
    return any(differ(ladder.steps[0].seen, step.seen) for step in ladder.steps[1:])


def _differ(one: Observation, other: Observation) -> bool:
    """Their body or their work; times always do."""
    return one.body_hash != other.body_hash or any(one.count(key) != other.count(key) for key in (KEYS.sql, KEYS.rows, KEYS.rows_examined))


def _differ_in_more(one: Observation, other: Observation) -> bool:
    """What they show, by more than a few words, or their work."""
    bodies = one.body_bytes or 0, other.body_bytes or 0
    return (one.items, one.values) != (other.items, other.values) or max(bodies) > MORE * min(bodies) or _differ(replace(one, body_hash=""), replace(other, body_hash=""))


def responds_to_a_size(dossier: Dossier) -> bool:
    return any(_varies(ladder, dossier) for ladder in dossier.size_ladders())


SIZES = Need("a size to vary, to which the page responds", lambda dossier, _: responds_to_a_size(dossier) and not dossier.stores_at_one_size(SIZE))
def _data_varies(dossier: Dossier) -> bool:
    return not dossier.stores_at_one_size(DATASET) and _varies(dossier.dataset_ladder(), dossier)


STORED = Need("datasets of different sizes", lambda dossier, _: _data_varies(dossier))
ANY_SIZE = Need("a size to vary or datasets of different sizes", lambda dossier, _: _data_varies(dossier) or not dossier.stores_at_one_size(SIZE) and any(
    _varies(ladder, dossier) for ladder in dossier.ladders if ladder.role != DATASET))
QUERIES = Need("a count of every query", _queries(_is_whole))
DIGESTS = Need("the texts of the queries", _queries(lambda seen: seen.digests is not None))
PARAMETER_SETS = Need("the number of different parameter sets of each query", _queries(_every_read("distinct")))
LIST_LENGTHS = Need(
    "the number of parameters of each query",
    _queries(lambda seen: seen.digests is not None and all(
        digest.parameters is not None for digest in seen.reads() if takes_a_list(digest.text))),
)
COLUMNS_READ = Need("which columns the code reads", _queries(_every_read("columns_read")))
ROW_BYTES = Need(
    "the bytes that the database sends",
    lambda dossier, site: _counts(KEYS.db_bytes)(dossier, site) or _queries(_every_read("bytes_unread"))(dossier, site),
)
RESULTS = Need("a hash of each query's result", _queries(_every_read("result_hash")))
ROWS = Need("the number of rows sent", lambda dossier, site: _counts(KEYS.rows)(dossier, site) or _queries(_every_read("rows"))(dossier, site))
EXAMINED = Need("the number of rows examined", _counts(KEYS.rows_examined))
PAGES = Need(
    "the plans of the queries, and the storage blocks that they access",
    lambda dossier, site: KEYS.db_pages in site.counted and _queries(_every_read("plan"))(dossier, site),
)
CPU = Need("CPU time", _counts(KEYS.cpu_app))
MATCHES = Need("CPU time, or the steps of regular expressions", lambda dossier, site: any(
    _counts(key)(dossier, site) for key in (KEYS.match_steps, KEYS.cpu_app)))
ALLOCATIONS = Need("the number of allocations", _counts(KEYS.mem_count))
PEAKS = Need("peak memory", lambda dossier, site: any(_counts(key)(dossier, site) for key in (KEYS.mem_peak_driver, KEYS.mem_peak_app, KEYS.mem_peak)))
# A response with a length was complete before it was sent; one without was not, if it comes in chunks. What compresses it on its way
# makes chunks of any.
PEAKS_OR_LENGTH = Need("peak memory", lambda dossier, site: PEAKS.is_met(dossier, site) or any(
    seen.header("content-length") or seen.header("transfer-encoding") and not coding_of(seen.headers)
    for seen in filter(None, [dossier.usual, dossier.unencoded])))
CALLS = Need("calls to other services", _counts(KEYS.calls))
TRANSACTIONS = Need(
    "what happens while a transaction is open",
    lambda dossier, site: any(_counts(key)(dossier, site) for key in (KEYS.calls_in_transaction, KEYS.transaction_idle)),
)
CONNECTS = Need("the number of connections opened to the database", _counts(KEYS.connects))
CACHE_CALLS = Need("the number of calls to the cache", _counts(KEYS.cache_calls))
REPEATS = Need("repeated requests", lambda dossier, _: bool(dossier.warm))
VISITORS = Need("a second visitor", lambda dossier, _: dossier.other_visitor is not None)
REVISIT = Need("a second visit with validators", lambda dossier, _: dossier.revisit is not None)
WRITES = Need("writes between the requests", lambda dossier, _: bool(dossier.after_write))
SINK = Need("a way to delay where the work of a request goes (sink_delay)", lambda dossier, _: len(dossier.sink) > 1)
FLOOR = Need("a trivial page of the same service", lambda dossier, _: any(200 <= seen.status < 300 for seen in dossier.floor))
# What a source counts on the database, which it leaves out where it doubts its counts.
FROM_THE_DATABASE = (QUERIES, DIGESTS, PARAMETER_SETS, LIST_LENGTHS, ROW_BYTES, ROWS, EXAMINED)


def doubt_about(dossier: Dossier) -> str:
    """Why a source left out its counts of at least one request, such as other traffic; "" if none did."""
    return next((doubt for seen in observations(dossier) for doubt in seen.doubts), "")
