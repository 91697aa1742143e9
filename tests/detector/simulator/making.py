"""How a response and its evidence are put together from the features of a page, and the registry of features."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

from caseload_detector.calls import Call
from recorded import Answer, Asked, Digest, plan

from .levels import COUNTERS, DOCUMENTS, HEADER, NOTHING, STATEMENTS
from .setting import Draw

NAMED, IN_A_SET = "named", "in a set"  # what the evidence allows at best
Levels = Mapping[str, str]  # by level of evidence; a level that is missing does not suffice

FULL_ONLY: Levels = {DOCUMENTS: NAMED}
BY_COUNTS: Levels = {DOCUMENTS: NAMED, HEADER: NAMED}
BY_QUERIES: Levels = {DOCUMENTS: NAMED, COUNTERS: IN_A_SET, STATEMENTS: IN_A_SET}
BY_RESPONSE: Levels = {level: NAMED for level in (DOCUMENTS, COUNTERS, STATEMENTS, HEADER, NOTHING)}


class Made:
    """A response while the features of its page add to it."""

    def __init__(self) -> None:
        self.answer = Answer(words=20, values=3, body_bytes=600, headers={}, counts={key: 0 for key in (
            "rows-examined", "full-scan", "cols", "cols-read", "db-bytes", "commits", "cache-get", "cache-hit", "cache-miss", "cache-set", "cache-calls")})
        self.answer.counts |= {"mem-count": 120, "mem-peak-app": 30_000, "mem-peak-driver": 16_000, "mem-peak-render": 20_000, "cpu-app": 150, "cpu-render": 90}

        self.saved_by_gzip: int | None = None  # bytes, if the response is not compressed

    def finished(self) -> Answer:
        if self.saved_by_gzip is not None:
            body = self.answer.body_bytes or 0
            self.answer.gzip_bytes = max(body - self.saved_by_gzip, body // 10)
        return self.answer

    def calls(self) -> list[Call]:
        """To other services; a page that makes none has none to be counted."""
        if self.answer.calls is None:
            self.answer.calls = []
        return self.answer.calls

    def count(self, key: str, more: int) -> None:
        self.answer.counts[key] = self.answer.counts.get(key, 0) + more

    def query(self, text: str, times: int = 1, rows: int | None = None, *, width: int = 24, columns: int = 3, unread: float = 0.0, read_columns: int | None = None,
              examined: int | None = None, distinct: int | None = None, parameters: int | None = None, result: str = "", held: bool = True, **more: Any) -> None:
        """`width` is in bytes for each row; `unread` is the share of them that the code never reads."""
        if times < 1:
            return
        rows = times if rows is None else rows
        size = width * rows
        self.answer.digests.append(Digest(
            text, times, rows=rows, distinct=times if distinct is None else distinct, parameters=times if parameters is None else parameters, us=40 * times + rows,
            columns_fetched=columns, columns_read=columns if read_columns is None else read_columns, bytes=size, bytes_unread=round(unread * size),
            result_hash=f"{text}/{rows}/{result}", **{"scans": False, "plan": plan("ref", max(rows // times, 1)), **more}))
        self.count("rows-examined", rows if examined is None else examined)
        self.count("full-scan", times if more.get("scans") else 0)
        self.count("cols", columns)
        self.count("cols-read", columns if read_columns is None else read_columns)
        self.count("db-bytes", size + 60 * times)
        self.count("mem-count", 6 * times + rows)
        self.count("cpu-app", 3 * times + rows // 2)
        if held:
            self.answer.counts["mem-peak-driver"] = max(self.answer.counts["mem-peak-driver"], size // times)

    def write(self, text: str, times: int, rows: int | None = None, commits: int = 0) -> None:
        if times < 1:
            return
        self.answer.digests.append(Digest(text, times, write=True, rows=times if rows is None else rows, distinct=times, us=60 * times))
        self.count("commits", commits)

    def show(self, entries: int, words: int = 4, size: int = 90, values: int = 4) -> None:
        self.answer.items += entries
        self.answer.words = (self.answer.words or 0) + words * entries
        self.answer.values = (self.answer.values or 0) + values * entries
        self.answer.body_bytes = (self.answer.body_bytes or 0) + size * entries
        self.count("mem-count", 3 * entries)
        self.count("cpu-render", entries)

    def show_text(self, words: int, size: int) -> None:
        """As part of an entry, or in a body without a list."""
        self.answer.words = (self.answer.words or 0) + words
        self.answer.body_bytes = (self.answer.body_bytes or 0) + size

    def varies(self, with_what: str) -> None:
        """The body is a different one for each value."""
        self.answer.body += f"/{with_what}"


Adds = Callable[[Asked, Made], None]


@dataclass(frozen=True)
class Feature:
    name: str
    add: Adds
    levels: Levels | None = None  # instead of those of its type
    floor: Adds | None = None  # what the trivial page does too


@dataclass(frozen=True)
class Type:
    """A type of feature. Features with a claim in common don't share a page, because one would change what is true of the other."""

    name: str
    build: Callable[[Draw], Feature | Adds]
    right: frozenset[str]  # any of these labels is right; none: innocent
    beside: frozenset[str]  # other labels that full evidence leaves in a set
    levels: Levels
    claims: frozenset[str]
    size: bool | None  # whether the page needs the knob; None: either
    stored: bool | None
    pages: bool
    method: str

    @property
    def label(self) -> str:
        """The label under which it is scored."""
        return self.main

    main: str = ""


@dataclass
class Registry:
    mistakes: list[Type] = field(default_factory=list)
    innocent: list[Type] = field(default_factory=list)


REGISTRY = Registry()


def _type(build: Callable[..., Any], right: tuple[str, ...], *, beside: tuple[str, ...] = (), levels: Levels = FULL_ONLY, claims: str = "", size: bool | None = None,
          stored: bool | None = None, pages: bool = False, method: str = "GET") -> Type:
    return Type(build.__name__, build, frozenset(right), frozenset(beside), levels, frozenset(claims.split()), size, stored, pages, method, right[0] if right else "")


def mistake(*right: str, **needs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(build: Callable[..., Any]) -> Callable[..., Any]:
        REGISTRY.mistakes.append(_type(build, right, **needs))
        return build

    return register


def innocent(**needs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(build: Callable[..., Any]) -> Callable[..., Any]:
        REGISTRY.innocent.append(_type(build, (), **needs))
        return build

    return register
