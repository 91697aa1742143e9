"""What requests at the same time do to each other: they wait for one row, or all rebuild what the cache has lost."""

from __future__ import annotations

import re

from ..dossier import Dossier
from ..evidence import Digest, Observation
from ..evidence_keys import KEYS
from ..finding import Finding
from ..pages import SIZE, Page
from ..query_text import columns_by_name, is_by_one_key, plain
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_QUERIES, MIN_ROWS_EXAMINED
from .needs import Need

MIN_GROUPS = 2  # requests may meet once by chance
# A key of who asks. The requests at once are all by one visitor, and another one has a row of its own.
WHO = r"\b(?:(?:session|sess|user|customer|visitor|member|login|client)_?(?:id|key|token|name)|sid|token|email|username|ip|ip_address)"
BY_WHO_ASKS = re.compile(rf"\bwhere .*?{WHO} ?= ?\?|^insert (?:ignore )?into [\w.]+ ?\([^()]*{WHO}\b"
                         r"|^(?:update|select\b.*? from) (?:\w+\.)*(?:\w+_)?(?:session|user|customer|visitor|member|cart|basket)s?\b.* where (?:\w+\.)*(?:id|uuid) ?= ?\?")
# A row that is made if it is not there, and counts up if it is
COUNTS_UP = re.compile(r"insert\b.*\b(?:on duplicate key update|do update set)\b.*?\b(\w+) ?= ?(?:\w+\.)*\1 ?[-+]")
# A value made from the one that is there, by which each request changes what the next one finds
FROM_ITSELF = re.compile(r"(?:\w+\.)*(\w+) ?= ?.*\b\1\b(?! ?\()")
COLUMN = re.compile(r"(?:\w+\.)*(\w+) ?=")
BETWEEN_ASSIGNMENTS = re.compile(r", ?(?=(?:\w+\.)*\w+ ?=)")
INSERTS_VALUES = re.compile(r"insert (?:ignore )?into (?:(?! select )[^;])*?(?:\bvalues? ?\(|\bdefault values\b| set )")
AFTER_UPDATE = re.compile(r" limit \?$| returning (?:(?! where ).)*$")
CAST = re.compile(r"\?(?: ?:: ?(?:\w+\.)*\w+(?:\[\])?)+|\bcast ?\( ?\?(?: ?:: ?\w+)? as [\w. ]+\)")
BY_A_LIST = re.compile(r" where (?:\w+\.)*\w+ in ?\( ?(?:\?|\.\.\.) ?\)$")  # of which there is one row
LOCKS = re.compile(r"select\b.*\bfor (?:no key )?update\b")
VERSION = re.compile(r"v\d+(?:\.\d+)*", re.IGNORECASE)  # of an API
MIN_SHARE = 0.25  # of requests that wait; of eight that pick one of 32 rows at random, less than an eighth meet another one


def waits_for_a_row(dossier: Dossier) -> list[Outcome]:
    """Alone the page waits for nobody, and in several groups a good part of the requests wait to update one and the same row. Several rows
    of one UPDATE, and rows that are inserted or cleaned up, may be waited for too, but splitting a counter helps none of them. Where a
    transaction is held open over a call to another service, any row would be waited for, and that is the problem."""
    groups = _whole(dossier.groups)
    if len(groups) < MIN_GROUPS:
        return []
    alone = dossier.usual.count(KEYS.row_lock_waits)
    if alone is None:
        return []
    if alone:
        return [Note("the page waits for locked rows even if it is requested alone, so something else locks them")]
    if any(seen.count(KEYS.calls_in_transaction) for group in groups for seen in group):
        return []
    waiting = [sum(1 for seen in group if _waits_for_one_row(seen)) for group in groups]
    if not _is_by_more_than_chance(waiting, groups):
        met = [Note(f"requests at the same time waited for a locked row in {sum(map(bool, waiting))} of {len(groups)} groups, as if they met by chance")]
        return [*(met if any(waiting) else []), *_other_waits(groups)]
    waiting = [number for number in waiting if number]
    number = f"{min(waiting)}" if min(waiting) == max(waiting) else f"{min(waiting)} to {max(waiting)}"
    summary = f"of {len(groups[0])} requests at once, {number} wait for a row that another one has locked"
    if any(seen.count(KEYS.calls_in_transaction) is None for group in groups for seen in group):
        return [Undecided(frozenset({"hot-row"}), summary, "the number of calls to other services within a transaction, during which every locked row stays locked")]
    writes = {digest.text for group in groups for seen in group for digest in seen.writes()}
    locking = {digest.text: digest for group in groups for seen in group for digest in seen.reads()}
    texts = [text for text in _waiting_queries(groups)
             if not (_names_a_thing(dossier.page) and (_only_sets(text) or text in locking and _locks_to_set(locking[text], writes)))]
    if not texts:
        return [Undecided(frozenset({"hot-row"}), f"{summary}, in which it sets values that don't depend on those that were there", "requests for different things at once, to see whether they wait for the same row")]
    if all(BY_WHO_ASKS.search(plain(text)) for text in texts):
        return [Undecided(frozenset({"hot-row"}), f"{summary}, and that may be a row of the visitor", "requests of several visitors at once, to see whether they wait for the same row")]
    return [
        Finding(
            labels=frozenset({"hot-row"}),
            rule="",
            summary=summary,
            evidence=(KEYS.row_lock_waits, *_waiting_queries(groups)),
            severity=_share_of_waits(groups),
        )
    ]


def _is_by_more_than_chance(waiting: list[int], groups: list[list[Observation]]) -> bool:
    return sum(map(bool, waiting)) >= MIN_GROUPS and sum(waiting) >= MIN_SHARE * sum(map(len, groups))


def _names_a_thing(page: Page) -> bool:
    """The request says what it is about, so others may be about something else."""
    path, _, query = page.address.partition("?")
    named = any(re.search(r"\d", part) and not VERSION.fullmatch(part) for part in path.split("/"))
    return page.body is not None or query != "" or named or any(knob.role == SIZE and len(knob.ladder) < 2 for knob in page.knobs)


def _only_sets(text: str) -> bool:
    """It sets the state of what the request names, such as when it was last used. All requests at once name the same thing, which those of
    visitors rarely do."""
    query = AFTER_UPDATE.sub("", CAST.sub("?", plain(text)))
    found = re.match(r"update\b.*? set (.*?) where ", query)
    return found is not None and not any(map(FROM_ITSELF.match, BETWEEN_ASSIGNMENTS.split(found[1]))) and (is_by_one_key(query) or BY_A_LIST.search(query) is not None)


def _locks_to_set(lock: Digest, writes: set[str]) -> bool:
    """It locks a row, of which only the state is then set, and not a number that it has read."""
    text = plain(lock.text)
    tables = re.findall(r"\b(?:from|join) ((?:\w+\.)*\w+)", text)
    updates = [update for update in map(plain, writes) if (found := re.match(r"update (?:only )?((?:\w+\.)*\w+)", update)) and found[1] in tables]
    return LOCKS.match(text) is not None and is_by_one_key(lock.text) and all(_only_sets(update) and _assigned(update).isdisjoint(_numbers(lock)) for update in updates)


def _assigned(update: str) -> set[str]:
    found = re.search(r" set (.*?) where ", update)
    return {match[1] for each in BETWEEN_ASSIGNMENTS.split(found[1]) if (match := COLUMN.match(each))} if found else set()


def _numbers(lock: Digest) -> set[str]:
    """The columns that it reads and that are known to hold no texts."""
    names, columns = list(columns_by_name(lock.text).values()), lock.columns or ()
    return {name for name, column in zip(names, columns) if not column.letters} if len(names) == len(columns) else set()


def _other_waits(groups: list[list[Observation]]) -> list[Outcome]:
    """Nobody else has locked a new row. But a trigger may update a row that all requests share, and the row of a foreign key or the gap between
    two keys may be locked. Waits that are counted for the whole request only may be of any query."""
    inserting = [[seen for seen in group if any(digest.row_lock_waits and digest.times == 1 and digest.rows == 1 and INSERTS_VALUES.match(plain(digest.text)) for digest in seen.digests or [])]
                 for group in groups]
    unknown = [[seen for seen in group if seen.count(KEYS.row_lock_waits) and not any(digest.row_lock_waits for digest in seen.digests or [])] for group in groups]
    for waiting, what, missing in ((inserting, "to insert a row", "what they wait for: the row of a trigger, the row of a foreign key, or the gap between two keys"),
                                   (unknown, "for a locked row", "which query waits")):
        numbers = [len(group) for group in waiting]
        if _is_by_more_than_chance(numbers, groups):
            return [Undecided(frozenset({"hot-row"}), f"of {len(groups[0])} requests at once, {max(numbers)} wait {what}", missing)]
    return []


def _whole(groups: list[list[Observation]]) -> list[list[Observation]]:
    """Those in which at least two requests were served and report their waits."""
    return [group for group in groups if len(group) > 1 and all(seen.count(KEYS.row_lock_waits) is not None for seen in group)]


def _waits_for_one_row(seen: Observation) -> list[Digest]:
    """Updates of a single row, and reads that lock one, once in the request, which had to wait for it."""
    return [digest for digest in seen.digests or [] if digest.row_lock_waits and digest.times == 1 and _locks_one_row(digest)]


def _locks_one_row(digest: Digest) -> bool:
    text = plain(digest.text)
    if digest.write and COUNTS_UP.match(text):
        return digest.rows in (1, 2)  # MySQL and MariaDB count a row twice that was there
    return digest.rows == 1 and re.match(r"update\b" if digest.write else LOCKS, text) is not None


def _waiting_queries(groups: list[list[Observation]]) -> tuple[str, ...]:
    return tuple(sorted({digest.text for group in groups for seen in group for digest in _waits_for_one_row(seen)}))


def _share_of_waits(groups: list[list[Observation]]) -> float | None:
    """The time in the slowest write, of the time of all requests."""
    waited = sum(max((digest.us or 0 for digest in seen.writes()), default=0) for group in groups for seen in group)
    total = sum(seen.count(KEYS.total) or 0 for group in groups for seen in group)
    return waited / total if total else None


def rebuilt_by_all(dossier: Dossier) -> list[Outcome]:
    """After a write that drops a cached value, several requests at once build it again. One is enough, and where a lock sees to that,
    no two ever do. Without one it depends on whether they meet."""
    groups = [group for group in dossier.groups_after_write if len(group) > 1 and all(seen.rebuilt is not None for seen in group)]
    if len(groups) < MIN_GROUPS:
        return []
    kept = _kept_queries(dossier)
    usual = max(seen.count(KEYS.cache_miss) or 0 for seen in [dossier.usual, *dossier.warm])  # such as the session of a visitor who sends no cookie
    built = [_built_by(group, kept, usual) for group in groups]
    met = [max((building for building in by_value.values() if len(building) > 1), key=len, default=[]) for by_value in built]
    worth = [max((building for value, building in by_value.items() if _is_worth_a_lock(dossier, building, value in kept)), key=len, default=[]) for by_value in built]
    if sum(map(bool, met)) < MIN_GROUPS:
        return [Note(f"requests at the same time rebuilt a cached value twice in {sum(map(bool, met))} of {len(groups)} groups, as if something dropped it meanwhile")] if any(met) else []
    is_worth = sum(map(bool, worth)) >= MIN_GROUPS
    least = min(filter(None, worth if is_worth else met), key=len)
    queries, rows = _cost(dossier, least, KEYS.sql), _cost(dossier, least, KEYS.rows_examined)
    text = f"of {len(groups[0])} requests at once that find a cached value missing, {len(least)} rebuild it"
    if not is_worth:
        return [Note(f"{text}, which costs {queries} queries and {rows} rows examined each")]
    return [
        Finding(
            labels=frozenset({"cache-stampede"}),
            rule="",
            summary=f"{text}; one rebuild takes {queries} {'query' if queries == 1 else 'queries'} and examines {rows} rows",
            evidence=(KEYS.rebuilds, KEYS.sql, KEYS.rows_examined),
        )
    ]


def _is_worth_a_lock(dossier: Dossier, building: list[Observation], is_by_query: bool) -> bool:
    """One rebuild would do. Who fills no key may also have looked for an older value by the few queries that the others run too."""
    saved = len(building) - 1
    queries = _cost(dossier, building, KEYS.sql) * (1 if is_by_query else saved)
    return saved > 0 and (queries >= MIN_QUERIES or _cost(dossier, building, KEYS.rows_examined) * saved >= MIN_ROWS_EXAMINED)


def _built_by(group: list[Observation], kept: set[str], usual: int) -> dict[str, list[Observation]]:
    """The requests that built each value: by the cache keys that they filled or, where a lock decides who stores what all of them have built,
    by the queries of values that they did not find. Those that fill keys of their own may each run the same query for another value."""
    built: dict[str, list[Observation]] = {}
    for seen in group:
        for key in set(seen.rebuilt or []):
            built.setdefault(key, []).append(seen)
    for text in kept:
        ran = [seen for seen in group if text in _texts(seen) and (seen.count(KEYS.cache_miss) or 0) > usual]
        storing = [seen for seen in ran if seen.rebuilt]
        built[text] = [*storing[:1], *(seen for seen in ran if not seen.rebuilt)]
    return built


def _kept_queries(dossier: Dossier) -> set[str]:
    """The queries whose result is kept: no repeat runs them. None where it is not known what the repeats find in the cache."""
    if any(seen.digests is None for seen in [dossier.cold, *dossier.warm]) or not dossier.warm or any(seen.count(KEYS.cache_miss) is None for seen in dossier.warm):
        return set()
    return _texts(dossier.cold) - set().union(*map(_texts, dossier.warm))


def _texts(seen: Observation) -> set[str]:
    return {digest.text for digest in seen.reads()}


def _cost(dossier: Dossier, building: list[Observation], key: str) -> int:
    """What a request that rebuilds a value needs more than one that finds everything. One of them may build other values, too."""
    return max(0, min((seen.count(key) or 0 for seen in building), default=0) - (dossier.usual.count(key) or 0))


GROUPED = Need("waits for locked rows of several requests at once",
               lambda dossier, _: dossier.usual.count(KEYS.row_lock_waits) is not None and len(_whole(dossier.groups)) >= MIN_GROUPS)
GROUPED_AFTER_WRITE = Need("several requests at once right after a write, with the cache keys that each has rebuilt", lambda dossier, _: bool(dossier.groups_after_write))

RULES = (
    Rule(
        "waits-for-a-row",
        ("hot-row",),
        (KEYS.row_lock_waits, KEYS.calls_in_transaction, "digests: times, rows, row_lock_waits", "several requests at once"),
        "MariaDB manual, InnoDB Lock Modes: an UPDATE holds an exclusive lock on its rows until the transaction ends",
        waits_for_a_row,
        needs=(GROUPED,),
        applies=lambda dossier: dossier.page.method != "GET" or dossier.usual.count(KEYS.sql_write) != 0,
    ),
    Rule(
        "rebuilt-by-all",
        ("cache-stampede",),
        (KEYS.rebuilds, "cache calls: rebuilt", KEYS.cache_miss, "digests", "several requests at once after a relevant write"),
        "Nishtala et al., Scaling Memcache at Facebook, 2013, section 3.2.1: leases against thundering herds",
        rebuilt_by_all,
        needs=(GROUPED_AFTER_WRITE,),
        applies=lambda dossier: dossier.page.method == "GET" and dossier.usual.count(KEYS.cache_get) != 0,
    ),
)
