"""All evidence that the probes collected about one page. It can be saved as JSON and judged later."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Callable, Mapping, Sequence

from .evidence import Digest, Observation
from .evidence_keys import KEYS
from .growth import PER_ITEM, Series, series
from .pages import DATASET, PAGE, SIZE, Knob, Page

RELEVANT, IRRELEVANT = "relevant", "irrelevant"  # whether the page shows what a write changes
JOINT = "joint"  # role of a ladder on which size and stored rows grow together


@dataclass
class Step:
    """One step of a ladder."""

    size: float
    seen: Observation
    again: list[Observation] = field(default_factory=list)  # the same request, where only times show what its queries read


@dataclass
class Ladder:
    knob: str
    role: str
    steps: list[Step]

    def of(self, read: Callable[[Observation], float | int | None]) -> Series | None:
        """One quantity along the ladder; None if it is missing for any step."""
        return series([step.size for step in self.steps], [read(step.seen) for step in self.steps])

    def count(self, key: str) -> Series | None:
        return self.of(lambda seen: seen.count(key))

    def digest_texts(self) -> list[str]:
        """The texts of all digests without duplicates, sorted, so that the order of queries doesn't matter."""
        return sorted({digest.text for step in self.steps for digest in step.seen.digests or []})

    def times_of_a_query(self, text: str) -> list[list[int]] | None:
        """Microseconds for each execution of this read, in each request of each step; None if they are not known, or if it does not
        run equally often in all of them."""
        runs, times = set(), []
        for step in self.steps:
            digests = [next((d for d in seen.reads() if d.text == text), None) for seen in (step.seen, *step.again)]
            runs |= {digest.times if digest else 0 for digest in digests}
            times.append([digest.us // digest.times for digest in digests if digest and digest.times and digest.us is not None])
        if len(runs) != 1 or any(len(each) != 1 + len(step.again) for each, step in zip(times, self.steps)):
            return None
        return times

    def of_digest(self, text: str, read: Callable[[Digest], int | None]) -> Series | None:
        """One quantity of one digest; a step where the digest did not run counts as 0."""
        return self.of_digests([text], read)

    def of_digests(self, texts: Sequence[str], read: Callable[[Digest], int | None]) -> Series | None:
        """The sum over several digests."""

        def value(seen: Observation) -> int | None:
            if seen.digests is None:
                return None
            values = [read(digest) for digest in seen.digests if digest.text in texts]
            return None if None in values else sum(value or 0 for value in values)

        return self.of(value)

    def as_shown(self) -> "Ladder":
        """Without the sizes that the service caps. It may show up to 100 items, whatever is requested above that: the first size
        above the cap then counts as the 100 that it shows, and the others are left out."""
        kept = len(self.steps)
        while kept > 1 and _shows_the_same(self.steps[kept - 2].seen, self.steps[kept - 1].seen) and not _reads_on(self.steps[kept - 2], self.steps[kept - 1]):
            kept -= 1
        return self._up_to(kept)._last_by_shown() if 1 < kept < len(self.steps) else self._last_by_shown()

    def _last_by_shown(self) -> "Ladder":
        """If the last step shows fewer entries than requested, by the rate of the first, their number is its size. Not if the service
        reads more rows than it shows: that work is what a rule has to see."""
        if len(self.steps) > 1 and _reads_more(self.steps[0], self.steps[-1]):
            return self
        items = self.of(lambda seen: seen.items)
        if items is None or len(self.steps) < 3 or items.steps()[0] <= 0 or items.steps()[-1] <= 0:
            return self
        each = items.step_slopes()
        if each[-1] >= CAPPED * each[0]:
            return self
        last = self.steps[-2].size + items.steps()[-1] / each[0]
        return Ladder(self.knob, self.role, [*self.steps[:-1], Step(last, self.steps[-1].seen)])

    def _up_to(self, steps: int) -> "Ladder":
        return Ladder(self.knob, self.role, self.steps[:steps])


BY_CHANCE = 0.02  # of the words and bytes of a page, such as those of "3 minutes ago"
CAPPED = 0.67  # of the entries that the first step adds for each item requested


def _shows_the_same(one: Observation, other: Observation) -> bool:
    """The same body, or as many entries and about as many words; a body may have a token or the time in it."""
    if one.body_hash == other.body_hash:
        return True
    if one.items is None or (one.items, one.values) != (other.items, other.values):
        return False
    if one.words == other.words or not one.items:
        return one.words == other.words
    return all(abs((before or 0) - (after or 0)) <= BY_CHANCE * (before or 0) for before, after in ((one.words, other.words), (one.body_bytes, other.body_bytes)))


def _reads_on(one: Step, other: Step) -> bool:
    """A query that runs equally often at both sizes returns more rows at the larger one, in proportion to what is requested: a chart has as
    many entries, of more rows."""
    rows = {(digest.text, digest.times): digest.rows or 0 for digest in one.seen.reads()}
    more = [(digest.rows or 0) - rows.get((digest.text, digest.times), digest.rows or 0) for digest in other.seen.reads()]
    return max(more, default=0) >= PER_ITEM * (other.size - one.size)


def _reads_more(first: Step, last: Step) -> bool:
    """A query that runs equally often at both sizes returns as many rows as were requested, though fewer are shown."""
    if last.seen.items is None or last.seen.items >= last.size:
        return False
    if last.seen.digests is None:
        rows, queries = last.seen.count(KEYS.rows), last.seen.count(KEYS.sql)
        return rows is not None and rows >= last.size and queries == first.seen.count(KEYS.sql)
    times = {digest.text: digest.times for digest in first.seen.digests or []}
    return any(digest.rows is not None and digest.rows >= last.size and digest.times == times.get(digest.text) for digest in last.seen.reads())


def other_page(usual: Observation, first: Observation | None, seen: Observation) -> str:
    """Why a response to a larger size does not show the page: a login, an error page or an empty one with status 200. Its few queries
    would hide how the page's own grow. `first`: at the smallest size. "" if it shows the page."""
    if seen.login_form and not usual.login_form:
        return "a login form"
    if first is None or not first.items:
        return ""
    is_short = seen.items is None and (seen.body_bytes or 0) < (first.body_bytes or 0)
    if (is_short or seen.items is not None and 2 * seen.items < first.items) and _leaves_queries_out(first, seen):
        return f"{seen.items or 'no'} {'entry' if seen.items == 1 else 'entries'} and fewer queries than at the smallest size"
    return ""


def _leaves_queries_out(first: Observation, seen: Observation) -> bool:
    """The same page of other rows may have fewer entries, but it runs the same queries. True if nothing is known of them."""
    if first.digests is not None and seen.digests is not None:
        return not {digest.text for digest in first.reads()} <= {digest.text for digest in seen.reads()}
    before, now = first.count(KEYS.sql), seen.count(KEYS.sql)
    return before is None or now is None or now < before


def _by_rebuilds(ladder: Ladder) -> tuple[list[Step], list[Step]]:
    """The steps that stored something in the cache that they had not found there, and the others."""
    return [step for step in ladder.steps if step.seen.count(KEYS.rebuilds)], [step for step in ladder.steps if not step.seen.count(KEYS.rebuilds)]


def _comparable(ladder: Ladder) -> Ladder:
    """What some steps had to store and others found in the cache is no growth, nor does it hide any. Those that store show most. If they don't
    store equally much, each item is stored by itself, and a larger size finds some of them."""
    stored, found = _by_rebuilds(ladder)
    if len({step.seen.count(KEYS.rebuilds) for step in stored}) > 1:
        return ladder
    return replace(ladder, steps=stored if len(stored) > 1 or not found else found)


@dataclass
class AtOnce:
    """A number of concurrent requests."""

    requests: int
    answered: int
    refused: int  # 503
    median_us: int | None


@dataclass
class Dossier:
    page: Page
    cold: Observation
    warm: list[Observation] = field(default_factory=list)  # repeats without writes in between
    revisit: Observation | None = None  # with the validators of the last response
    other_visitor: Observation | None = None
    unencoded: Observation | None = None  # without Accept-Encoding
    ladders: list[Ladder] = field(default_factory=list)
    joint: Ladder | None = None  # size and stored rows together, to see how CPU time grows
    walk: Ladder | None = None  # pages 1, 4 and 16 by the page's own links, and perhaps one far away; the size is the page number
    last_page: int | None = None  # the list has no page beyond this one
    refused: dict[str, int] = field(default_factory=dict)  # by knob: a size that the service does not accept
    floor: list[Observation] = field(default_factory=list)  # the trivial page, cold and warm
    sink: dict[int, list[Observation]] = field(default_factory=dict)  # by injected delay in ms
    after_write: dict[str, list[Observation]] = field(default_factory=dict)  # by relevance of the write: the first response after each of two writes
    at_once: list[AtOnce] = field(default_factory=list)
    groups: list[list[Observation]] = field(default_factory=list)  # a few requests at the same time, with the evidence of each
    groups_after_write: list[list[Observation]] = field(default_factory=list)  # the same, right after a relevant write
    reconnected: list[int] = field(default_factory=list)  # connections opened by each of further requests, up to the first that opened none
    requests: int = 0
    notes: list[str] = field(default_factory=list)  # probes that the service refused

    @property
    def usual(self) -> Observation:
        """The response that a visitor usually gets: the last repeat."""
        return self.warm[-1] if self.warm else self.cold

    @property
    def is_form(self) -> bool:
        """Something is sent to be stored or done. A query may be sent in a body too, as with GraphQL; it writes nothing, and its response
        has a list."""
        is_query = bool(self.usual.items) and self.usual.count(KEYS.sql_write) == 0
        return self.page.method != "GET" and not is_query

    def size_ladders(self) -> list[Ladder]:
        """With sizes as the service shows them, and only with steps that can be compared."""
        return [_comparable(ladder).as_shown() for ladder in self.ladders if ladder.role == SIZE]

    def caps(self) -> list[str]:
        """What is left out of the ladders because the service caps it, in words."""
        notes = []
        for ladder in self.ladders:
            kept = ladder.as_shown().steps if ladder.role == SIZE else ladder.steps
            if kept == ladder.steps:
                continue
            left_out = [f"{step.size:g}" for step in ladder.steps[len(kept) :]]
            asked = ladder.steps[len(kept) - 1].size
            notes.append(
                f"{ladder.knob}: the service shows no more than at {kept[-1].size:g}"
                + (f", so {', '.join(left_out)} {'is' if len(left_out) == 1 else 'are'} left out" if left_out else "")
                + (f"; {asked:g} counts as that" if asked != kept[-1].size else "")
            )
        return notes

    def dataset_ladder(self) -> Ladder | None:
        """Only with steps that can be compared."""
        return next((_comparable(ladder) for ladder in self.ladders if ladder.role == DATASET), None)

    def stores_at_one_size(self, role: str) -> bool:
        """So that nothing shows how the cost of what it stores grows."""
        return any(len(_by_rebuilds(ladder)[0]) == 1 for ladder in self.ladders if ladder.role == role)

    @property
    def paged(self) -> bool:
        return self.walk is not None or self.page.knob(PAGE) is not None

    def to_json(self) -> dict[str, Any]:
        def seen_json(seen: Observation | None) -> Any:
            return seen.to_json() if seen else None

        def ladder_json(ladder: Ladder | None) -> Any:
            if ladder is None:
                return None
            steps = [
                {"size": step.size, "seen": step.seen.to_json(), **({"again": [seen.to_json() for seen in step.again]} if step.again else {})}
                for step in ladder.steps
            ]
            return {"knob": ladder.knob, "role": ladder.role, "steps": steps}

        return {
            "page": asdict(self.page),
            "cold": seen_json(self.cold),
            "warm": [seen_json(seen) for seen in self.warm],
            "revisit": seen_json(self.revisit),
            "other_visitor": seen_json(self.other_visitor),
            "unencoded": seen_json(self.unencoded),
            "ladders": [ladder_json(ladder) for ladder in self.ladders],
            "joint": ladder_json(self.joint),
            "walk": ladder_json(self.walk),
            "last_page": self.last_page,
            "refused": self.refused,
            "floor": [seen_json(seen) for seen in self.floor],
            "sink": {str(delay): [seen_json(seen) for seen in all_seen] for delay, all_seen in self.sink.items()},
            "after_write": {kind: [seen_json(seen) for seen in all_seen] for kind, all_seen in self.after_write.items()},
            "at_once": [asdict(entry) for entry in self.at_once],
            "groups": [[seen_json(seen) for seen in group] for group in self.groups],
            "groups_after_write": [[seen_json(seen) for seen in group] for group in self.groups_after_write],
            "reconnected": self.reconnected,
            "requests": self.requests,
            "notes": self.notes,
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Dossier":
        def seen(entry: Any) -> Observation | None:
            return Observation.from_json(entry) if entry else None

        def all_seen(entries: Any) -> list[Observation]:
            return [Observation.from_json(entry) for entry in entries or []]

        def ladder(entry: Any) -> Ladder:
            steps = [Step(step["size"], Observation.from_json(step["seen"]), all_seen(step.get("again"))) for step in entry["steps"]]
            return Ladder(entry["knob"], entry["role"], steps)

        page = dict(value["page"])
        knobs = tuple(Knob(**dict(knob, ladder=tuple(knob["ladder"]))) for knob in page.pop("knobs", ()))
        return Dossier(
            page=Page(knobs=knobs, **page),
            cold=Observation.from_json(value["cold"]),
            warm=all_seen(value.get("warm")),
            revisit=seen(value.get("revisit")),
            other_visitor=seen(value.get("other_visitor")),
            unencoded=seen(value.get("unencoded")),
            ladders=[ladder(entry) for entry in value.get("ladders") or []],
            joint=ladder(value["joint"]) if value.get("joint") else None,
            walk=ladder(value["walk"]) if value.get("walk") else None,
            last_page=value.get("last_page"),
            refused=value.get("refused") or {},
            floor=all_seen(value.get("floor")),
            sink={int(delay): all_seen(entries) for delay, entries in (value.get("sink") or {}).items()},
            after_write={kind: all_seen(entries) for kind, entries in (value.get("after_write") or {}).items()},
            at_once=[AtOnce(**entry) for entry in value.get("at_once") or []],
            groups=[all_seen(group) for group in value.get("groups") or []],
            groups_after_write=[all_seen(group) for group in value.get("groups_after_write") or []],
            reconnected=list(value.get("reconnected") or []),
            requests=value.get("requests", 0),
            notes=list(value.get("notes") or []),
        )
