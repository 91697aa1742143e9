"""Transactions that stay open while the application does something else: call another service, compute, or render."""

from __future__ import annotations

import re

from ..dossier import Dossier
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding
from ..query_text import plain
from . import Note, Outcome, Rule, Undecided
from .benefit import LONG_PAUSE_US, MIN_IDLE_US, MIN_QUERIES, USUAL_PAUSE_US
from .needs import REPEATS, TRANSACTIONS

LOCKS = re.compile(r"\bfor (?:(?:no key )?update|share)\b|\block in share mode\b|\bwith \(updlock\b")


def open_meanwhile(dossier: Dossier) -> list[Outcome]:
    """A transaction that writes keeps its locks until it ends, so others wait for whatever happens in between. A call to another
    service may take as long as its deadline. Other work is a finding if it takes long each time, and not only between many queries."""
    if not dossier.warm:
        return []  # a first request may load code, or fetch a token
    seen = [dossier.cold, *dossier.warm]
    calls = [entry.count(KEYS.calls_in_transaction) or 0 for entry in seen]
    idle = [entry.count(KEYS.transaction_idle) or 0 for entry in seen]
    if min(calls) > 0:
        what = f"{_number(min(calls), 'call')} to another service {'is' if min(calls) == 1 else 'are'} made while a transaction is open"
    elif min(idle) >= MIN_IDLE_US:
        what = f"a transaction is open for {min(idle) / 1000:.0f} ms without a query"
    else:
        return []
    writes = [_writes(entry) for entry in seen]
    if 0 in writes:
        return [Note(f"{what}; it only reads, so it locks no rows, but it keeps its connection")]
    if None in writes and dossier.page.method == "GET":
        return [Note(f"{what}; whether it writes is not known")]
    if not min(calls) and _is_between_queries(dossier, min(idle)):
        return [Undecided(frozenset({"long-transaction"}), f"{what}, in pauses between its many queries", "how long each pause is")]
    total = dossier.usual.count(KEYS.total) or dossier.usual.total_us
    return [
        Finding(
            labels=frozenset({"long-transaction"}),
            rule="",
            summary=f"{what}, so the rows that it has written stay locked meanwhile",
            evidence=(KEYS.calls_in_transaction if min(calls) > 0 else KEYS.transaction_idle, *_idle_text(idle)),
            severity=min(idle) / total if total else None,
        )
    ]


def _is_between_queries(dossier: Dossier, idle_us: int) -> bool:
    """Each further query takes a little more of that time, or there are enough queries for their usual pauses to add up to it."""
    for ladder in dossier.size_ladders():
        idle, queries = ladder.count(KEYS.transaction_idle), ladder.count(KEYS.sql)
        if idle is not None and queries is not None and queries.rise >= MIN_QUERIES:
            each = idle.rise / queries.rise
            return each < LONG_PAUSE_US and idle.values[0] - each * queries.values[0] < MIN_IDLE_US
    return idle_us < USUAL_PAUSE_US * (dossier.usual.queries or 0)


def _writes(seen: Observation) -> int | None:
    """A read that locks its rows for later is as good as a write."""
    return len(seen.writes()) + sum(LOCKS.search(plain(digest.text)) is not None for digest in seen.reads()) if seen.digests is not None else seen.count(KEYS.sql_write)


def _idle_text(idle: list[int]) -> tuple[str, ...]:
    return (f"{min(idle) / 1000:.1f} ms without a query in a transaction",) if min(idle) > 0 else ()


def _number(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


RULES = (
    Rule("open-meanwhile", ("long-transaction",), (KEYS.calls_in_transaction, KEYS.transaction_idle, KEYS.sql_write),
         "PostgreSQL manual, idle_in_transaction_session_timeout: an open transaction holds its locks while the session is idle",
         open_meanwhile, needs=(TRANSACTIONS, REPEATS),
         applies=lambda dossier: dossier.page.method != "GET" or dossier.usual.count(KEYS.sql_write) != 0),
)
