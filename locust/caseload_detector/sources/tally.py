"""What ran on the database during one request, added up by digest, and how it becomes part of an observation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..evidence import Digest, Observation
from ..plans import plan_scans
from ..evidence_keys import KEYS
from .texts import BEGIN, COMMIT, OTHER, ROLLBACK, WRITE, Query, columns_of


@dataclass
class Entry:
    """The executions of one digest."""

    text: str
    write: bool
    times: int = 0
    rows: int | None = 0  # sent by a read, changed by a write
    examined: int | None = 0
    blocks: int | None = 0
    us: int | None = 0
    scans: bool | None = None
    literals: list[tuple[str, ...]] = field(default_factory=list)  # of each execution
    listed: int = 0
    bound: bool = False  # the values of at least one are not known
    sums: bool = False  # only sums are known, and any placeholder may be a constant
    folded: bool = False  # the source has shortened the lists
    hides_length: bool = True  # of all executions
    database: str = ""
    sample: str | None = None  # a whole text, for EXPLAIN; never kept
    plan: Any = None
    row_bytes: int | None = None
    called_from: str | None = None
    wildcard_first: bool | None = None

    @property
    def distinct(self) -> int | None:
        return None if self.bound else len(set(self.literals))

    @property
    def parameters(self) -> int | None:
        """Of all executions together. A literal that is the same each time is part of the query; if it ran once, that can't be seen."""
        if self.folded or self.hides_length:
            return None
        if self.sums:
            return self.listed or None
        if self.bound or len(self.literals) == 1 or self.listed or len({len(each) for each in self.literals}) > 1:
            return sum(len(each) for each in self.literals)
        varying = sum(len(set(column)) > 1 for column in zip(*self.literals))
        return varying * len(self.literals)


@dataclass
class Tally:
    entries: dict[str, Entry] = field(default_factory=dict)
    commits: int | None = 0
    counts: dict[str, int] = field(default_factory=dict)  # evidence keys of the whole request, such as sort-rows
    _uncommitted: dict[object, int] = field(default_factory=dict)  # writes by connection
    _summed_writes: int = 0
    _summed_commits: int = 0

    def add(
        self,
        query: Query,
        connection: object = None,
        rows: int | None = None,
        examined: int | None = None,
        blocks: int | None = None,
        us: int | None = None,
        scans: bool | None = None,
        sample: str | None = None,
        database: str = "",
        times: int = 1,
        sums: bool = False,
        folded: bool = False,
    ) -> None:
        """One execution, in the order in which its connection ran them; or with `sums` several, of which only the sums are known and
        whose placeholders may be constants. `folded`: the source has shortened the lists."""
        if query.kind in (BEGIN, COMMIT, ROLLBACK):
            if sums:
                self._summed_commits += times if query.kind == COMMIT else 0
            else:
                self._transaction(query.kind, connection)
            return
        if query.kind == OTHER:
            return
        entry = self.entries.get(query.text)
        if entry is None:
            entry = self.entries[query.text] = Entry(query.text, query.kind == WRITE)
        entry.times += times
        entry.rows = _plus(entry.rows, rows)
        entry.examined = _plus(entry.examined, examined)
        entry.blocks = _plus(entry.blocks, blocks)
        entry.us = _plus(entry.us, us)
        entry.scans = scans if entry.scans is None else entry.scans or bool(scans)
        entry.sample = entry.sample or sample
        entry.called_from = entry.called_from or query.called_from
        entry.wildcard_first = query.wildcard_first if entry.wildcard_first is None else entry.wildcard_first or bool(query.wildcard_first)
        entry.listed += query.listed * times
        entry.bound = entry.bound or query.bound or sums
        entry.sums, entry.folded = sums, entry.folded or folded
        entry.hides_length = entry.hides_length and query.hides_length
        entry.database = database
        if not sums:
            entry.literals.append(query.literals)
        if entry.write and sums:
            self._summed_writes += times
        elif entry.write:
            self._uncommitted[connection] = self._uncommitted.get(connection, 0) + 1

    def _transaction(self, kind: str, connection: object) -> None:
        """A write that is followed by no COMMIT on its connection, or by a BEGIN, was committed by itself."""
        writes = self._uncommitted.pop(connection, 0)
        if self.commits is not None:
            self.commits += 1 if kind == COMMIT else writes if kind == BEGIN else 0

    def all_commits(self) -> int | None:
        """Sums don't show their order: without any COMMIT, each write was committed by itself."""
        if self.commits is None:
            return None
        return self.commits + sum(self._uncommitted.values()) + (self._summed_commits or self._summed_writes)

    def digests(self) -> list[Digest]:
        return [
            Digest(
                text=entry.text,
                times=entry.times,
                write=entry.write,
                distinct=entry.distinct,
                parameters=entry.parameters,
                rows=entry.rows,
                us=entry.us,
                rows_examined=entry.examined,
                blocks=entry.blocks,
                columns_fetched=None if entry.write else columns_of(entry.text),
                scans=entry.scans if entry.plan is None else plan_scans(entry.plan),
                plan=entry.plan,
                row_bytes=entry.row_bytes,
                called_from=entry.called_from,
                wildcard_first=entry.wildcard_first,
            )
            for entry in self.entries.values()
            if entry.times > 0
        ]


def add_to(seen: Observation, tally: Tally) -> None:
    """Adds what is not known yet. The tally has every query of the request."""
    counted = Observation(seen.query, seen.status, digests=tally.digests(), counts=dict(tally.counts))
    commits = tally.all_commits()
    if commits is not None:
        counted.counts[KEYS.commits] = commits
    recount(counted)
    add_counted(seen, counted)


def add_counted(seen: Observation, counted: Observation) -> None:
    """Adds what another source has counted of the same request."""
    seen.doubts += counted.doubts
    if counted.digests is None:
        return
    if seen.digests is None:
        seen.digests = counted.digests
    else:
        _fill(seen.digests, counted.digests)
    for key, value in counted.counts.items():
        seen.counts.setdefault(key, value)


def recount(seen: Observation) -> None:
    """Makes the counts that are sums over the digests from the digests."""
    digests = seen.digests or []
    seen.counts[KEYS.sql] = sum(digest.times for digest in digests)
    seen.counts[KEYS.sql_distinct] = len(digests)
    seen.counts[KEYS.sql_write] = sum(digest.times for digest in digests if digest.write)
    for key, read in ((KEYS.rows, _rows_sent), (KEYS.rows_examined, _rows_examined)):
        values = [read(digest) for digest in digests]
        if None in values:
            seen.counts.pop(key, None)
        else:
            seen.counts[key] = sum(value or 0 for value in values)


def _rows_sent(digest: Digest) -> int | None:
    return 0 if digest.write else digest.rows


def _rows_examined(digest: Digest) -> int | None:
    return digest.rows_examined


FILLED = ("distinct", "parameters", "rows", "us", "rows_examined", "blocks", "scans", "plan", "row_bytes", "called_from", "wildcard_first")


def _fill(known: list[Digest], others: list[Digest]) -> None:
    """Adds what another source knows of the same executions."""
    by_text = {digest.text: digest for digest in others}
    for digest in known:
        other = by_text.get(digest.text)
        if other is None or other.times != digest.times:
            continue
        for name in FILLED:
            if getattr(digest, name) is None:
                setattr(digest, name, getattr(other, name))


def _plus(total: int | None, more: int | None) -> int | None:
    return None if total is None or more is None else total + more
