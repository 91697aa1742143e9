"""Probes a service's pages as the command does, once for all sources, and keeps the evidence of each source apart."""

import contextlib
import copy
import dataclasses
import json

from caseload_detector.access import Access, Cookies
from caseload_detector.client import Client
from caseload_detector.command.knobs import dataset_knob
from caseload_detector.considerate import Budget, BudgetSpent, Limits
from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Observation
from caseload_detector.fastest import needs_more_times, only_times_its_queries
from caseload_detector.login import log_in
from caseload_detector.pages import SIZE, Knob, Page, Site
from caseload_detector.probes import Prober
from caseload_detector.sources.measuring import Measuring
from caseload_detector.sources.tally import add_counted
from console import Failure
from visitor import Visitor, body_at, prepared

LIMITS = Limits(requests=500, seconds=600.0)
NOT_IN_THE_ADDRESS = ("session", "body")  # knobs that the address does not show


class Apart:
    """Any source, counted as a shared one, whose counts are kept apart from the observation."""

    shared = True

    def __init__(self, source):
        self.source = source

    def __getattr__(self, name):
        return getattr(self.source, name)


class MeasuringApart(Measuring):
    """Keeps of each request what each source has counted of it, and adds all of it to the observation as usual."""

    def __init__(self, sources):
        super().__init__([source if source.shared else Apart(source) for source in sources])
        self._parts = {}  # by the identity of the observation, which is kept so that no other gets the same one

    def request(self, send, repeat=True):
        seen, link, counted = self.measured(send, repeat)
        parts = []
        for counts in counted:
            parts.append(dataclasses.replace(seen, digests=None, counts={}, doubts=[]))
            add_counted(parts[-1], copy.deepcopy(counts))
        for counts in counted:
            add_counted(seen, counts)
        self._parts[id(seen)] = (seen, parts)
        return seen, link

    def correct_cold(self, cold, warm):
        super().correct_cold(cold, warm)
        for number, source in enumerate(self._shared):
            of_one = MeasuringApart([source])
            Measuring.correct_cold(of_one, self._parts[id(cold)][1][number], self._parts[id(warm)][1][number])

    def parts(self, seen):
        return self._parts[id(seen)][1]

    def part(self, value, number):
        """A dossier, or what is in it, with the counts of one source only."""
        if isinstance(value, Observation):
            kept = self._parts.get(id(value))
            return kept[1][number] if kept else value
        if dataclasses.is_dataclass(value) and not isinstance(value, Page):
            return dataclasses.replace(value, **{field.name: self.part(getattr(value, field.name), number) for field in dataclasses.fields(value)})
        if isinstance(value, list):
            return [self.part(entry, number) for entry in value]
        if isinstance(value, dict):
            return {name: self.part(entry, number) for name, entry in value.items()}
        return value


class PreparedProber(Prober):
    """Also turns what the address does not show: the rows of a body, and a form that was sent before."""

    bodies, sessions = {}, {}  # by size

    def _start(self, page, /, **turned):
        return super()._start(page, **{name: value for name, value in turned.items() if name not in NOT_IN_THE_ADDRESS})

    def _needs_times(self, seen):
        """For the sources that show nothing else; the others, which read the same requests, don't need them."""
        return any(only_times_its_queries(part) for part in self._client.measuring.parts(seen))

    def _needs_more_times(self, ladder):
        measuring = self._client.measuring
        parts = [measuring.part(ladder, number) for number in range(len(measuring.parts(ladder.steps[-1].seen)))]
        return any(only_times_its_queries(part.steps[-1].seen) and needs_more_times(part) for part in parts)

    def _turned(self, page, values, accept, repeat=True):
        if "body" in values:
            page = dataclasses.replace(page, body=self.bodies[values["body"]])
        if "session" in values:
            return self._request(page, self._start(page), accept, client=self.sessions[values["session"]], repeat=repeat)
        return super()._turned(page, values, accept, repeat)


def page_of(page, datasets):
    """As a user of the command would name it."""
    name, sizes, knobs = page["knob"], [str(size) for size in page.get("sizes", ())], []
    address, body = page["path"], body_at(page, page.get("sizes", [0])[0])
    if sizes:
        shown = name not in ("path", *NOT_IN_THE_ADDRESS)
        if shown:  # a third size, by the same factor
            sizes.append(str(int(sizes[1]) ** 2 // int(sizes[0])))
        name = "size" if name == "path" else name  # as in {size}
        knobs.append(Knob(name, SIZE, "" if name in NOT_IN_THE_ADDRESS else sizes[0], tuple(sizes), maximum=None if shown else int(sizes[-1])))
    if len(datasets) > 1:
        knobs.append(dataset_knob(datasets))
    return Page(address, page.get("method", "GET"), tuple(knobs), body=body, content_type="application/json" if body is not None else None)


class Looking:
    """Probes the pages of one running service with the opened sources."""

    def __init__(self, services, expected, sources):
        self._services = services  # running services by dataset
        self._expected = expected
        self._names = [source.name for source in sources]
        self._measuring = MeasuringApart(sources)
        self._budget = Budget(LIMITS)
        self._owned = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._owned.close()

    def _client(self, dataset, cookies=()):
        client = Client(self._services[dataset].url, 120.0, own_evidence=False, access=Access(cookies=Cookies(dict(cookies))), budget=self._budget)
        client.measuring = self._measuring
        self._owned.callback(client.close)
        return client

    def clients(self, login):
        """By dataset, each logged in."""
        clients = {dataset: self._client(dataset) for dataset in self._services}
        for client in clients.values() if login else ():
            form = self._expected["logins"][login]
            log_in(client, form["path"], form["fields"]["username"], form["fields"]["password"])
        return clients

    def _sessions(self, dataset, page):
        """Clients that have sent the page's form before, by size."""
        found = {}
        for size in page["sizes"]:
            visitor = prepared(Visitor(self._services[dataset].url), page, size)
            found[str(size)] = self._client(dataset, visitor.cookies())
        return found

    def self_test(self, pages):
        """Raises Failure if a source does not see the service's queries on any of the first pages."""
        clients, blind = self.clients(None), dict.fromkeys(self._names, "no page was requested")
        first = next(iter(clients.values()))
        for page in [page for page in pages if page["knob"] in ("dataset", None) or page.get("sizes")][:5]:
            if page.get("login") or "{" in page["path"] or page.get("method"):
                continue
            self._budget.renew()
            for sight in first.self_test("GET", page["path"]):
                if sight.sees_queries:
                    blind.pop(sight.source, None)
                elif sight.source in blind:
                    blind[sight.source] = "; ".join(sight.lines)
            if not blind:
                return
        raise Failure("; ".join(blind.values()))

    def look(self, pages, say):
        """Dossiers by source, in the order of the pages, of pages with the same login."""
        datasets = list(self._services)
        clients, first = self.clients(pages[0].get("login")), datasets[0]
        found = {name: [] for name in self._names}
        described = [page_of(page, datasets) for page in pages]
        prober = PreparedProber(clients[first], Site(tuple(described)), quick=True, datasets=clients)
        for page, description in zip(pages, described):
            say(page)
            mine = prober
            if page["knob"] == "session":
                sessions = {dataset: self._sessions(dataset, page) for dataset in datasets}
                smallest = str(page["sizes"][0])
                mine = PreparedProber(sessions[first][smallest], Site((description,)), quick=True,
                                      datasets={dataset: sessions[dataset][smallest] for dataset in datasets})
                mine.sessions = sessions[first]
            mine.bodies = {str(size): body_at(page, size) for size in page.get("sizes", ())}
            self._budget.renew()
            try:
                dossier = mine.look_at(description)
            except BudgetSpent as spent:
                raise Failure(f"{page['path']}: {spent}") from spent
            for number, name in enumerate(self._names):
                found[name].append(self._measuring.part(dossier, number))
        return found


def write_dossiers(file, dossiers):
    """{source: [[dossiers with one login]]} as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({source: [[dossier.to_json() for dossier in group] for group in groups] for source, groups in dossiers.items()}))


def read_dossiers(file):
    return {source: [[Dossier.from_json(entry) for entry in group] for group in groups]
            for source, groups in json.loads(file.read_text()).items()}
