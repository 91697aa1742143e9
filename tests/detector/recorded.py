"""Recorded evidence of pages, as data: what a service says of a page at each size.

A page is a function from (n, stored rows factor, page number, visit) to an answer; `dossier` asks it all
that the probes ask. Numbers follow the pages' own arithmetic, so they stay right at every size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Iterator, Sequence

import support

support.prepare_path()

from caseload_detector.calls import Call, overlapping
from caseload_detector.dossier import IRRELEVANT, JOINT, RELEVANT, Dossier, Ladder, Step
from caseload_detector.evidence import Block, Digest, Observation
from caseload_detector.evidence_keys import KEYS
from caseload_detector.pages import DATASET, PAGE, SIZE, Knob, Page
from caseload_detector.rules.connections import ENOUGH

SIZES = (10, 40, 160, 640)
STORED = (1, 4, 16)
LONG = (640, 2_560, 10_240)  # sizes of the joint ladder


@dataclass
class Asked:
    n: int = 100
    stored: int = 1
    page: int = 1
    visit: int = 0  # 0 cold, then warm
    visitor: str = "ann"
    revalidates: bool = False
    sink_ms: int = 0
    wrote: str = ""  # kind of the write just before
    long: bool = False  # on the joint ladder
    group: int = 0  # of requests at the same time: the first, second, ...; 0 alone
    place: int = 0  # in its group, from 1

    @property
    def anew(self) -> bool:
        """What was kept, if anything, is not there, or no longer right."""
        return self.visit == 0 or self.wrote == RELEVANT


@dataclass
class Answer:
    digests: list[Digest] = field(default_factory=list)
    items: int = 0
    values: int | None = None
    words: int | None = None  # four for each item, if not given
    text: str = ""  # what an HTML page shows; like the body, if not given
    gzip_bytes: int | None = None
    body_bytes: int | None = None
    body: str = ""  # what the body depends on
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    blocks: list[Block] | None = None
    chain: dict[str, int] | None = None  # queries of each step
    calls: list[Call] | None = None  # to other services
    rebuilt: list[str] | None = None  # keys of the cache
    first_byte_us: int = 3_000
    total_us: int = 5_000


Behaviour = Callable[[Asked], Answer]


def read(text: str, times: int = 1, rows: int = 1, **more: object) -> Digest:
    return Digest(text=text, times=times, rows=rows, distinct=times, us=40 * times, result_hash=f"{text}/{rows}", **more)  # type: ignore[arg-type]


def plan(access: str, rows: int, extra: str = "", ordered: bool = True, possible_keys: str = "") -> dict[str, object]:
    """Of a query on one table; unless `ordered`, its rows are sorted afterwards."""
    table = {"node": "table", "table": "t1", "access": access, "rows": rows, "extra": extra, **({"possible_keys": possible_keys} if possible_keys else {})}
    return {"node": "query", "children": [table if ordered else {"node": "filesort", "children": [table]}]}


def join(*tables: dict[str, object]) -> dict[str, object]:
    return {"node": "query", "children": list(tables)}


def table(name: str, access: str, rows: int, extra: str = "", key: str = "") -> dict[str, object]:
    return {"node": "table", "table": name, "access": access, "rows": rows, "extra": extra, **({"key": key} if key else {})}


def write(text: str, times: int = 1) -> Digest:
    return Digest(text=text, times=times, rows=times, distinct=times, us=60 * times, write=True)


def observed(behaviour: Behaviour, asked: Asked) -> Observation:
    answer = behaviour(asked)
    reads = [digest for digest in answer.digests if not digest.write]
    counts = {
        "sql": sum(digest.times for digest in answer.digests),
        "sql-distinct": len(answer.digests),
        "sql-write": sum(digest.times for digest in answer.digests if digest.write),
        "rows": sum(digest.rows or 0 for digest in reads),
        "total": answer.total_us,
        **({} if answer.calls is None else {"calls": len(answer.calls), "calls-overlapping": overlapping(answer.calls)}),
        **answer.counts,
    }
    body_bytes = answer.body_bytes if answer.body_bytes is not None else 600 + 90 * answer.items
    headers = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store", **answer.headers}
    return Observation(
        query=f"n={asked.n}",
        status=answer.status,
        headers=headers,
        body_hash=None if answer.status == 304 else f"{answer.items}/{body_bytes}/{answer.body}",
        body_bytes=None if answer.status == 304 else body_bytes,
        items=answer.items,
        values=answer.values,
        text_hash=answer.text or f"{answer.items}/{body_bytes}/{answer.body}",
        gzip_bytes=answer.gzip_bytes,
        words=answer.words if answer.words is not None else 4 * answer.items,
        first_byte_us=answer.first_byte_us,
        total_us=answer.total_us,
        counts={} if "hit" in headers.get("cache-status", "") else counts,
        digests=None if "hit" in headers.get("cache-status", "") else list(answer.digests),
        blocks=answer.blocks or [],
        chain=answer.chain,
        calls=answer.calls,
        rebuilt=answer.rebuilt,
    )


def floor(_: Asked) -> Answer:
    return Answer(items=0, body_bytes=300)


def dossier(
    behaviour: Behaviour,
    *,
    size: bool = True,
    long: bool = False,
    stored: bool = True,
    pages: bool = False,
    last_page: int = 10_000,
    method: str = "GET",
    floor_page: Behaviour = floor,
    sizes: Sequence[int] = SIZES,
    factors: Sequence[int] = STORED,
) -> Dossier:
    knobs = []
    if size:
        knobs.append(Knob("n", SIZE, "100", tuple(map(str, sizes)), 1, 10_240))
    if stored:
        knobs.append(Knob("dataset", DATASET, "x1", tuple(f"x{factor}" for factor in factors)))
    if pages:
        knobs.append(Knob("page", PAGE, "1", ("1", "4", "16"), 1, last_page))

    def ask(**asked: object) -> Observation:
        return observed(behaviour, Asked(**asked))  # type: ignore[arg-type]

    kept = Dossier(Page("/b/0", method, tuple(knobs)), cold=ask(), warm=[ask(visit=1), ask(visit=2)])
    if method == "GET":
        kept.revisit = ask(visit=3, revalidates=True)
        kept.other_visitor = ask(visit=4, visitor="bob")
        if "no-store" not in kept.usual.header("cache-control") or kept.usual.count("cache-get"):
            kept.after_write = {kind: [ask(visit=7, wrote=kind) for _ in range(2)] for kind in (IRRELEVANT, RELEVANT)}
            if kept.usual.rebuilt is not None:
                kept.groups_after_write = [[ask(visit=8, wrote=RELEVANT, group=group, place=place) for place in range(1, 5)] for group in range(1, 4)]
    if kept.usual.count("row-lock-waits") is not None:
        kept.groups = [[ask(visit=8, group=group, place=place) for place in range(1, 5)] for group in range(1, 4)]
    if size:
        kept.ladders.append(Ladder("n", SIZE, [Step(n, ask(n=n, visit=5)) for n in sizes]))
    if stored:
        kept.ladders.append(Ladder("dataset", DATASET, [Step(factor, ask(stored=factor, visit=5)) for factor in factors]))
    if size and long:
        grown = factors if stored else (1,) * len(LONG)
        kept.joint = Ladder("n", JOINT, [Step(n, ask(n=n, stored=factor, visit=5, long=True)) for n, factor in zip(LONG, grown)])
    if pages:
        kept.walk = Ladder("page", PAGE, [Step(number, ask(page=number, visit=5)) for number in (1, 4, 16) if number <= last_page])
    while all(seen.count(KEYS.connects) for seen in kept.warm) and len(kept.reconnected) < ENOUGH and 0 not in kept.reconnected:
        kept.reconnected.append(ask(visit=8 + len(kept.reconnected)).count(KEYS.connects) or 0)
    kept.floor = [observed(floor_page, Asked(visit=visit)) for visit in range(3)]
    kept.sink = {0: [kept.cold, *kept.warm], 300: [ask(visit=6, sink_ms=300)], 600: [ask(visit=6, sink_ms=600)]}
    return kept


def observations(dossier: Dossier) -> Iterator[Observation]:
    """Each answer once, although some are kept in two places."""
    seen: set[int] = set()
    single = [dossier.cold, dossier.revisit, dossier.other_visitor, dossier.unencoded, *dossier.warm, *dossier.floor]
    ladders = [*dossier.ladders, *filter(None, [dossier.walk, dossier.joint])]
    for entry in [*single, *(step.seen for ladder in ladders for step in ladder.steps), *sum(dossier.sink.values(), []), *sum(dossier.after_write.values(), []),
                  *sum(dossier.groups, []), *sum(dossier.groups_after_write, [])]:
        if entry is not None and id(entry) not in seen:
            seen.add(id(entry))
            yield entry
