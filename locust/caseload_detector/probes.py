"""The probes, which are the same for each page, as far as its knobs allow.

They are cold and warm repeats, a revisit with validators, a second visitor, no compression, ladders over size, stored
rows and both, pages 1, 4 and 16, concurrent requests, the trivial page, and a delay in the sink. Relevant and irrelevant
writes change the stored data and how the service behaves for a while, so they come last, after all pages were probed.

Requests at once are of two types. Many of them show how a service copes. A few of them, with the evidence of each, show what requests do to
each other; these are sent only to a service that reports such evidence by itself, because from outside nothing could be seen of it.
"""

from __future__ import annotations

from typing import Callable, Iterable, Mapping

from .client import BROWSER, DATA, Client
from .service_error import ServiceError
from .considerate import BudgetSpent
from .dossier import IRRELEVANT, RELEVANT, Dossier, Ladder, Step, other_page
from .evidence import Observation
from .evidence_keys import KEYS
from .bursts import at_once, group
from .fastest import needs_more_times, only_times_its_queries, time_queries
from .joint import probe_joint
from .pages import DATASET, PAGE, Knob, Page, Site, size_of, with_query
from .rules.connections import ENOUGH
from .sink import probe_sink
from .walk import Walk, probe_places

BURSTS = (8, 32)  # requests at once
GROUPS = 5  # so that requests that met by chance don't make a finding, and some that missed each other don't hide one


class Prober:
    """Probes pages one after the other. `quick` skips probes that only refine a verdict; `stage` is called with each next step.
    `datasets` are clients of the same service with other data, by the values of a dataset knob; other values are sent in the query."""

    def __init__(
        self,
        client: Client,
        site: Site,
        quick: bool = False,
        stage: Callable[[str], None] = lambda text: None,
        datasets: Mapping[str, Client] | None = None,
    ) -> None:
        self._stage = stage
        self._client = client
        self._site = site
        self._quick = quick
        self._visitor: Mapping[str, str] = site.visitors[0] if site.visitors else {}
        self._datasets = datasets or {}
        self._floors: dict[str, list[Observation]] = {}
        self._no_floor: dict[str, str] = {}  # why it failed
        self._not_there: set[str] = set()  # datasets that the service turned away with 503, which takes several patient requests

    @property
    def reads_own_evidence(self) -> bool:
        return self._client.own_evidence

    def look_at(self, page: Page) -> Dossier:
        before = self._client.requests
        start = self._start(page)
        self._stage("cold and warm")
        self._client.measuring.rest()
        dossier = Dossier(page, cold=self._request(page, start, repeat=False))
        try:
            self._look_closer(page, start, dossier)
        except BudgetSpent as spent:
            dossier.notes.append(f"probing ended early: {spent}")
        dossier.requests = self._client.requests - before
        return dossier

    def _look_closer(self, page: Page, start: str, dossier: Dossier) -> None:
        dossier.warm = [self._request(page, start) for _ in range(2)]
        self._client.measuring.correct_cold(dossier.cold, dossier.warm[0])
        if page.method == "GET":
            dossier.revisit = self._revisit(page, start, dossier.usual)
            if len(self._site.visitors) > 1:
                dossier.other_visitor = self._request(page, start, visitor=self._site.visitors[1])
            dossier.unencoded = self._request(page, start, compressed=False)
        accept = self._ladder_accept(page, start, dossier.cold)
        for knob in page.sizes():
            self._ladder(page, knob, accept, dossier)
        stored = page.knob(DATASET)
        if stored and len(stored.ladder) > 1:
            self._ladder(page, stored, accept, dossier)
        if page.method == "GET":
            dossier.joint = self._joint(page, accept, dossier)
            self._walk(page, start, dossier)
            probe_places(dossier, lambda knob, value: self._turned(page, {knob: value}, accept), self._stage)
        if not self._quick:
            for number in BURSTS:
                self._stage(f"{number} at once")
                dossier.at_once.append(at_once(self._client, page.method, start, self._visitor, number))
        self._groups(page, start, dossier)
        self._connect_again(page, start, dossier)
        dossier.floor = self._floor(page, dossier)
        self._sink(page, start, dossier)

    def _groups(self, page: Page, start: str, dossier: Dossier) -> None:
        """Of a page that writes, and whose waits for locked rows the service reports."""
        usual = dossier.usual
        if usual.status >= 300 or usual.count(KEYS.row_lock_waits) is None or not usual.count(KEYS.sql_write):
            return
        for number in range(1, GROUPS + 1):
            self._stage(f"a few at once ({number} of {GROUPS})")
            dossier.groups.append(self._group(page, start))

    def _group(self, page: Page, start: str) -> list[Observation]:
        return group(self._client, lambda client: self._request(page, start, client=client, repeat=False))

    def _connect_again(self, page: Page, start: str, dossier: Dossier) -> None:
        """If each request so far opened a connection, that was perhaps the first request of a worker that keeps it. Further
        requests tell."""
        if not all(seen.count(KEYS.connects) for seen in dossier.warm):
            return
        self._stage("connections, again and again")
        while len(dossier.reconnected) < ENOUGH and (not dossier.reconnected or dossier.reconnected[-1]):
            seen = self._request(page, start, repeat=False)
            if seen.status >= 400:
                return
            dossier.reconnected.append(seen.count(KEYS.connects) or 0)

    def again(self, page: Page) -> Observation:
        """One more warm request, after the stored data has changed."""
        start = self._start(page)
        self._client.budget.renew()
        first = self._request(page, start)
        return self._request(page, start, accept=self._ladder_accept(page, start, first))

    def write_around(self, dossiers: Iterable[Dossier]) -> None:
        """Adds the responses after writes, for pages whose responses may be cached.

        The irrelevant write comes first for all pages, because after a relevant write the writer may get fresh responses for a
        while. Each write is made twice, because a cached response may expire at just that moment. A page that nobody may store can
        be made from what the service stores.
        """
        if not self._site.write:
            return
        kept = [
            dossier for dossier in dossiers
            if dossier.page.method == "GET" and ("no-store" not in dossier.usual.header("cache-control") or dossier.usual.count(KEYS.cache_get))
        ]
        try:
            for kind in (IRRELEVANT, RELEVANT):
                for dossier in kept:
                    self._stage(f"around a write, {kind}")
                    before = self._client.requests
                    self._client.budget.renew()
                    try:
                        self._write_twice(dossier, kind)
                    except BudgetSpent as spent:
                        dossier.notes.append(f"not probed around a write ({kind}): {spent}")
                    dossier.requests += self._client.requests - before
        finally:
            if kept:
                self._client.budget.renew()
                self._write("undo")  # if the service supports it

    def _write_twice(self, dossier: Dossier, kind: str) -> None:
        start = self._start(dossier.page)
        self._request(dossier.page, start)  # fills the caches before the first write
        responses = []
        for _ in range(2):
            refusal = self._write(kind)
            if refusal:
                dossier.notes.append(f"not probed around a write ({kind}): {refusal}")
                return
            responses.append(self._request(dossier.page, start, repeat=False))  # only the first one after the write shows what it does
        dossier.after_write[kind] = responses
        if kind == RELEVANT and dossier.usual.count(KEYS.rebuilds) is not None and dossier.usual.count(KEYS.cache_get):
            self._groups_after_write(dossier, start)

    def _groups_after_write(self, dossier: Dossier, start: str) -> None:
        """The write has dropped what the page keeps, so all of them find it missing."""
        for number in range(1, GROUPS + 1):
            self._stage(f"a few at once after a write ({number} of {GROUPS})")
            if self._write(RELEVANT):
                return
            dossier.groups_after_write.append(self._group(dossier.page, start))

    def _write(self, kind: str) -> str:
        return self._do(with_query(self._site.write or "", kind=kind), self._visitor)

    def _do(self, target: str, headers: Mapping[str, str]) -> str:
        """Sends a POST. Returns the reason if the service refused, otherwise ""."""
        (status, _, _, _, _), _ = self._client.send_patiently("POST", target, {**headers, "Accept": DATA})
        return "" if 200 <= status < 300 else f"POST {target} returned {status}"

    def _start(self, page: Page, /, **turned: str) -> str:
        """The page's address with all knobs at their initial values, apart from those that are given."""
        values = {**{knob.name: knob.initial for knob in page.knobs if knob.initial}, **turned}
        return with_query(page.address, **values) if values else page.address

    def _request(
        self,
        page: Page,
        target: str,
        accept: str = BROWSER,
        visitor: Mapping[str, str] | None = None,
        compressed: bool = True,
        extra: Mapping[str, str] | None = None,
        client: Client | None = None,
        repeat: bool = True,
    ) -> Observation:
        headers = {**(self._visitor if visitor is None else visitor), **(extra or {})}
        client = client or self._client
        if page.body is None:
            return client.request(page.method, target, accept, headers, compressed, repeat=repeat)[0]
        headers["Content-Type"] = page.content_type or "application/x-www-form-urlencoded"
        return client.request(page.method, target, accept, headers, compressed, repeat=False, body=page.body.encode())[0]

    def _turned(self, page: Page, values: Mapping[str, str], accept: str, repeat: bool = True) -> Observation:
        """With these knobs. The value of a dataset knob may name another host."""
        stored = page.knob(DATASET)
        client = self._datasets.get(values.get(stored.name, "")) if stored else None
        if stored and client:
            values = {name: value for name, value in values.items() if name != stored.name}
        return self._request(page, self._start(page, **values), accept, client=client, repeat=repeat)

    def _revisit(self, page: Page, start: str, usual: Observation) -> Observation:
        validators = {}
        if usual.header("etag"):
            validators["If-None-Match"] = usual.header("etag")
        if usual.header("last-modified"):
            validators["If-Modified-Since"] = usual.header("last-modified")
        return self._request(page, start, extra=validators)

    def _ladder_accept(self, page: Page, start: str, cold: Observation) -> str:
        """JSON instead of HTML if the page supports it, because its entries can be counted reliably."""
        if not cold.header("content-type").startswith("text/html"):
            return BROWSER
        seen = self._request(page, start, accept=DATA, repeat=False)
        data = seen.status < 300 and seen.header("content-type").startswith(DATA)
        return DATA if data else BROWSER

    def _ladder(self, page: Page, knob: Knob, accept: str, dossier: Dossier) -> None:
        values = sorted(knob.ladder, key=size_of)
        ladder = Ladder(knob.name, knob.role, [])
        dossier.ladders.append(ladder)  # with the steps so far, should the budget end
        refused = []
        for value in values:
            if knob.role == DATASET and value in self._not_there:
                refused.append(f"{value} (503)")
                continue
            self._stage(f"ladder, {knob.name}={value}")
            try:
                seen = self._turned(page, {knob.name: value}, accept)
            except ServiceError as error:
                dossier.notes.append(f"{knob.name}={value}: no response ({error}), so larger sizes were not requested")
                break
            other = other_page(dossier.usual, ladder.steps[0].seen if ladder.steps else None, seen)
            if not 200 <= seen.status < 300:
                refused.append(f"{value} ({seen.status})")
                if knob.role == DATASET and seen.status == 503:
                    self._not_there.add(value)
            elif other:
                refused.append(f"{value} ({other})")
            else:
                ladder.steps.append(Step(size_of(value), seen))
        if knob.role == DATASET and len(ladder.steps) > 1 and self._needs_times(ladder.steps[-1].seen):
            time_queries(ladder, knob, lambda value: self._turned(page, {knob.name: value}, accept), self._stage, self._needs_more_times)
        if refused:  # sizes that the service doesn't have
            dossier.notes.append(f"{knob.name}: the service refuses {', '.join(refused)}, so {'this is' if len(refused) == 1 else 'these are'} left out")

    def _needs_times(self, seen: Observation) -> bool:
        return only_times_its_queries(seen)

    def _needs_more_times(self, ladder: Ladder) -> bool:
        return needs_more_times(ladder)

    def _joint(self, page: Page, accept: str, dossier: Dossier) -> Ladder | None:
        stored = page.knob(DATASET)
        datasets = sorted(set(stored.ladder) - self._not_there) if stored else []
        return probe_joint(page, dossier, lambda values, repeat: self._turned(page, values, accept, repeat), self._stage, datasets)

    def _walk(self, page: Page, start: str, dossier: Dossier) -> None:
        knob = page.knob(PAGE)

        def follow(target: str, probe: bool) -> tuple[Observation, str | None]:
            return self._client.request(page.method, target, BROWSER, self._visitor, probe=probe)

        Walk(knob, start, lambda number: self._start(page, **{knob.name if knob else "": str(number)}), follow, self._stage).probe(dossier)

    def _floor(self, page: Page, dossier: Dossier) -> list[Observation]:
        """A floor that fails is no reason to lose the page, but it is said."""
        address = page.floor or self._site.floor
        if not address:
            return []
        if page.floor or address not in self._floors:
            self._no_floor.pop(address, None)
            try:
                self._floors[address] = [self._client.request("GET", address, BROWSER, self._visitor)[0] for _ in range(3)]
            except ServiceError as error:
                self._floors[address], self._no_floor[address] = [], str(error)
        floor = self._floors[address]
        wrong = self._no_floor.get(address) or next((f"status {seen.status}" for seen in floor if not 200 <= seen.status < 300), "")
        if wrong:
            dossier.notes.append(f"the trivial page {address} can't be used: {wrong}")
        return floor

    def _sink(self, page: Page, start: str, dossier: Dossier) -> None:
        if not self._site.sink_delay:
            return
        self._stage("a delay in the sink")
        try:
            probe_sink(dossier, self._set_sink, lambda: self._request(page, start, repeat=False))
        finally:
            self._client.budget.renew()
            self._set_sink(0)

    def _set_sink(self, milliseconds: int) -> str:
        return self._do(with_query(self._site.sink_delay or "", ms=str(milliseconds)), {})
