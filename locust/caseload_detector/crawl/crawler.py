"""Follows links on one host, with GET only, and keeps one address for each page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Callable

from ..arrival import Arrival, arrive, is_login
from ..client import Client
from ..service_error import ServiceError
from ..considerate import BudgetSpent
from ..shown import next_in_headers
from .robots import Robots, robots_from
from .shapes import Shape, alike, parent_of, shape_of, why_avoided
from .sizes import Proposal, proposals_for, size_in_path, without_positions

SHAPES_OF_A_PATH = 3  # a page with filters has one shape for each combination of them


@dataclass
class Found:
    """A page."""

    address: str  # with a knob in its path in braces
    shape: Shape
    arrival: Arrival
    links: list[str] = field(default_factory=list)  # all addresses of this shape that were seen
    proposals: list[Proposal] = field(default_factory=list)


@dataclass
class Crawl:
    pages: list[Found] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)  # address: reason
    other_hosts: set[str] = field(default_factory=set)
    not_reached: int = 0  # addresses of further shapes, beyond the maximum
    requests: int = 0
    robots: Robots = field(default_factory=Robots)


class Crawler:
    def __init__(self, client: Client, maximum: int, say: Callable[[str], None] = lambda text: None, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._maximum = maximum
        self._say = say
        self._sleep = sleep
        self._result = Crawl()
        self._queue: list[tuple[str, Shape]] = []
        self._known: set[str] = set()
        self._by_shape: dict[Shape, Found] = {}
        self._named: dict[Shape, list[Found]] = {}  # by the shape with its last part open
        self._starts: set[str] = set()

    def crawl(self, starts: list[str]) -> Crawl:
        """Requests at most the given number of addresses, and for each list a few more to find its size parameter."""
        self._result.robots = self._read_robots()
        for start in starts:
            self._starts.add(start)
            self._enqueue(start)
        fetched = 0
        while fetched < self._maximum and self._queue:
            address, shape = self._queue.pop(0)
            found = self._by_shape.get(shape) or self._one_of_many(shape)
            if found:
                found.links.append(address)
                continue
            if sum(other.path == shape.path for other in self._by_shape) >= SHAPES_OF_A_PATH:
                self._result.skipped[address] = f"there are {SHAPES_OF_A_PATH} other combinations of parameters already"
                continue
            fetched += 1
            self._visit(address, shape)
        fetched = self._look_for_sizes_in_paths(fetched)
        left = {shape for _, shape in self._queue if shape not in self._by_shape and not self._one_of_many(shape)}
        self._result.not_reached = len(left)
        for found in self._result.pages:
            self._propose(found)
        return self._result

    def _visit(self, address: str, shape: Shape) -> None:
        self._say(address)
        arrival = self._fetch(address)
        if arrival is None:
            return
        if arrival.refused:
            self._result.skipped[address] = arrival.refused
            return
        if arrival.markup is None and arrival.shown.items is None:
            self._result.skipped[address] = f"not a page ({arrival.headers.get('content-type', 'no type')})"
            return
        if arrival.address != address:
            shape = shape_of(arrival.address)
            self._known.add(arrival.address)
            if shape in self._by_shape:
                return
        found = Found(without_positions(arrival.address), shape, arrival, [address])
        self._by_shape[shape] = found
        above = parent_of(shape)
        if above:
            self._named.setdefault(above, []).append(found)
        self._result.pages.append(found)
        for link in self._links_of(arrival):
            self._enqueue(link)

    def _one_of_many(self, shape: Shape) -> Found | None:
        """The page that this address shows with another name, if two such pages were alike."""
        above = parent_of(shape)
        known = self._named.get(above, []) if above else []
        if len(known) < 2 or not all(entry.arrival.markup for entry in known[:2]):
            return None
        one, other = known[0].arrival.markup, known[1].arrival.markup
        assert one is not None and other is not None
        if not alike(one.structure, other.structure):
            return None
        if known[1] in self._result.pages:
            self._result.pages.remove(known[1])
            known[0].links += known[1].links
        return known[0]

    def _links_of(self, arrival: Arrival) -> list[str]:
        onward = next_in_headers(arrival.headers.get("link", ""))
        links = [onward] if onward else []
        page = arrival.address
        for link in arrival.markup.links if arrival.markup else []:
            if link.changes:
                self._result.skipped[link.target] = "the link is marked as one that changes something or downloads"
            else:
                links.append(link.target)
        base = arrival.markup.base if arrival.markup else ""
        origin = self._client.local(base, page) if base else page
        local = []
        for target in links:
            if target.startswith(("#", "mailto:", "tel:", "javascript:", "data:")) or origin is None:
                continue
            here = self._client.local(target, origin)
            if here is None:
                host = target.split("/")[2] if target.count("/") > 1 else ""
                if host:
                    self._result.other_hosts.add(host)
            else:
                local.append(here)
        return local

    def _enqueue(self, address: str) -> None:
        if address in self._known:
            return
        self._known.add(address)
        reason = why_avoided(address)
        if not reason and is_login(address):
            reason = "a login"
        if not reason and not self._result.robots.allows(address):
            reason = self._result.robots.unreachable or "robots.txt disallows it"
        if reason and address not in self._starts:
            if reason != "a file":
                self._result.skipped[address] = reason
            return
        self._queue.append((address, shape_of(address)))

    def _look_for_sizes_in_paths(self, fetched: int) -> int:
        for found in self._result.pages:
            if fetched >= self._maximum:
                break
            numbered = found.shape.path.count("{n}") == 1 and "{id}" not in found.shape.path
            others = [link for link in [*found.links, *(link for link, shape in self._queue if shape == found.shape)]
                      if link.partition("?")[0] != found.arrival.address.partition("?")[0]]
            if not numbered or not others or not found.arrival.shown.items:
                continue
            fetched += 1
            other = self._fetch(others[0])
            proposal = size_in_path(found.shape.path, found.arrival, other) if other and not other.refused else None
            if proposal:
                query = found.address.partition("?")[2]
                found.address = found.shape.path + (f"?{query}" if query else "")
                found.proposals.append(proposal)
        return fetched

    def _propose(self, found: Found) -> None:
        if found.proposals:
            return
        links = [*found.links, *(link for link, shape in self._queue if shape == found.shape), *sorted(self._known_like(found))]
        found.proposals = proposals_for(found.address, found.arrival, links, self._client.local, self._try)

    def _known_like(self, found: Found) -> list[str]:
        return [link for link in self._known if "?" in link and shape_of(link) == found.shape]

    def _try(self, address: str) -> Arrival | None:
        return self._fetch(address) if self._result.robots.allows(address) else None

    def _fetch(self, address: str) -> Arrival | None:
        if self._result.requests and self._result.robots.delay_seconds:
            self._sleep(self._result.robots.delay_seconds)
        self._client.budget.renew()
        try:
            self._result.requests += 1
            return arrive(self._client, address)
        except (ServiceError, BudgetSpent) as error:
            if self._result.requests == 1 and isinstance(error, ServiceError):
                raise  # the service isn't there
            self._result.skipped[address] = str(error)
            return None

    def _read_robots(self) -> Robots:
        self._client.budget.renew()
        raw, attempts = self._client.send_patiently("GET", "/robots.txt", {"Accept": "text/plain"})
        self._client.requests += attempts
        return robots_from(raw[0], raw[2].decode("utf-8", "replace"))
