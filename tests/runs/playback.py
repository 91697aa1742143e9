"""What tests of the recorder put in place of users, time and pages: each is given what it comes out as. `support` first."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from caseload_runs.blocks import Block, Expected, Request
from caseload_runs.catalogue import Case, cases_from
from caseload_runs.generator import Turn
from caseload_runs.settings import Settings
from caseload_detector.client import BROWSER
from caseload_detector.evidence import Digest, Observation
from caseload_detector.service_error import ServiceError

SHORT = Settings(
    pairs=4, passes=4, block_seconds=1.0, block_minimum=5, warm_up_seconds=0.5, paced_seconds=2.0, capacity_seconds=3.0, capacity_users=7,
    at_once_seconds=0.75, at_once_rounds=2, growth_seconds=0.25, growth_minimum=3,
)


class HandClock:
    """Moves when it is told to. `overslept`: seconds by which a pause takes longer than was asked."""

    def __init__(self, overslept: float = 0.0) -> None:
        self.ns = 0
        self.cpu = 40.0
        self.pauses: list[float] = []
        self._overslept = overslept

    def now_ns(self) -> int:
        return self.ns

    def now(self) -> float:
        return self.ns / 1e9

    def cpu_seconds(self) -> float:
        return self.cpu

    def pause(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 6))
        self.pass_by(seconds + self._overslept)

    def pass_by(self, seconds: float, cpu_share: float = 0.0) -> None:
        self.ns += round(seconds * 1e9)
        self.cpu += seconds * cpu_share


@dataclass
class Took:
    """What comes of one block: service times of the good requests, errors, and how busy the generator was."""

    us: tuple[int, ...] = (1_000,) * 5
    errors: dict[str, int] = field(default_factory=dict)
    cpu_share: float = 0.5
    seconds: float | None = None  # as long as the block was to be


class Played:
    """Users that send nothing: `play` says what comes of each block, and the clock moves on by its length."""

    def __init__(self, clock: HandClock, play: Callable[[Block], Took]) -> None:
        self._clock = clock
        self._play = play
        self.blocks: list[Block] = []
        self.closed = False

    def send(self, turn: Turn) -> None:
        self.blocks.append(turn.block)
        took = self._play(turn.block)
        for us in took.us:
            turn.outcome.requests += 1
            turn.outcome.took(us, us // 2, None if turn.block.rate_per_second is None else us + 7, 500)
        for message, count in took.errors.items():
            turn.outcome.requests += count
            turn.outcome.errors[message] += count
        self._clock.pass_by(turn.block.seconds if took.seconds is None else took.seconds, took.cpu_share)

    def close(self) -> None:
        self.closed = True


@dataclass
class Reply:
    """A page as the client sees it."""

    status: int = 200
    body: str = "the page"
    headers: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    next_page: str | None = None
    phases: dict[str, int] = field(default_factory=dict)
    digests: list[Digest] | None = None
    memory: list[dict[str, int]] | None = None
    claims: list[dict[str, Any]] | None = None  # as the app checked them
    document: object = None  # instead of a page


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    accept: str = BROWSER
    probe: bool = False


class Pages:
    """A client whose pages are what `reply` returns."""

    base = "http://pages"

    def __init__(self, reply: Callable[[Sent], Reply] = lambda sent: Reply()) -> None:
        self._reply = reply
        self.sent: list[Sent] = []
        self.requests = 0
        self.failed = 0

    def _of(self, sent: Sent) -> Reply:
        self.sent.append(sent)
        return self._reply(sent)

    def send(self, method: str, target: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes, int, int]:
        reply = self._of(Sent(method, urlsplit(target).path, dict(parse_qsl(urlsplit(target).query)), headers))
        return reply.status, reply.headers, b"" if reply.status == 304 else reply.body.encode(), 10, 20

    def json_of(self, method: str, target: str, headers: Mapping[str, str]) -> object:
        reply = self._of(Sent(method, urlsplit(target).path, dict(parse_qsl(urlsplit(target).query)), headers))
        if reply.status not in (200, 404):
            raise ServiceError(f"{self.base}{target} returned {reply.status}")
        return reply.document if reply.status == 200 else None

    def request(
        self, method: str, target: str, accept: str = BROWSER, headers: Mapping[str, str] | None = None, compressed: bool = True,
        probe: bool = True, busy_retries: int = 3,
    ) -> tuple[Observation, str | None]:
        reply = self._of(Sent(method, urlsplit(target).path, dict(parse_qsl(urlsplit(target).query)), headers or {}, accept, probe))
        self.requests += 1
        self.failed += reply.status >= 400
        seen = Observation(urlsplit(target).query, reply.status, dict(reply.headers), counts=dict(reply.counts), phases=dict(reply.phases),
                           digests=reply.digests, memory=reply.memory, claims=reply.claims)
        if reply.status != 304:
            seen.body_hash, seen.body_bytes = f"hash of {reply.body}", len(reply.body)
        return seen, reply.next_page


def case_of(*variants: str, **more: Any) -> Case:
    """Each variant as "name pace" or "name pace METHOD"; the path is /name. `fixed_by` has the fixes of slow variants, by name."""
    reported = []
    for variant in variants:
        name, pace, *method = variant.split()
        reported.append({"name": name, "pace": pace, "path": f"/{name}", "method": (method or ["GET"])[0]})
    for name, floor in more.pop("floors", {}).items():
        next(entry for entry in reported if entry["name"] == name)["floor"] = floor
    for name, fixes in more.pop("fixed_by", {}).items():
        next(entry for entry in reported if entry["name"] == name)["fixed_by"] = fixes
    return cases_from({"cases": [{"slug": "some-case", "title": "Some case", "knobs": [], "variants": reported, **more}]})[0]


def size_knob(**more: Any) -> dict[str, Any]:
    return {"name": "n", "kind": "integer", "initial": 20, "ladder": [10, 40, 160], "maximum": 640, **more}


def block_of(name: str = "some-case slow", **more: Any) -> Block:
    settings: dict[str, Any] = {"seconds": 1.0, "minimum": 5, **more}
    return Block(settings.pop("request", Request(name, "GET", "/slow", {}, Expected(200))), **settings)


class User:
    """Answers as `answer` says, which may move the clock and may raise; keeps what reached Locust's statistics."""

    host = "http://service"

    def __init__(self, answer: Callable[..., Any]) -> None:
        self.client = SimpleNamespace(client=SimpleNamespace(urlopen=answer))
        self.counted: list[dict[str, Any]] = []
        self.environment = SimpleNamespace(events=SimpleNamespace(request=SimpleNamespace(fire=lambda **reported: self.counted.append(reported))))
