"""Proposes knobs for a page: from links and forms that have such a parameter, otherwise by trying the usual names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..arrival import Arrival
from ..pages import PAGE, SIZE, Knob, with_query
from .shapes import PAGES, POSITIONS, SIZES, shape_of

LADDER = ("10", "40", "160")
TRIED = SIZES[:6]
TRIAL = "2"  # fewer than a list that is worth a knob
SHORT_LIST = 4


@dataclass(frozen=True)
class Proposal:
    knob: Knob
    reason: str


def without_positions(address: str) -> str:
    """The address without parameters of size and position, which become knobs."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name.lower() not in (*SIZES, *POSITIONS)]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def proposals_for(address: str, arrival: Arrival, links: Iterable[str], local: Callable[[str, str], str | None], fetch: Callable[[str], Arrival | None]) -> list[Proposal]:
    """`links` are all addresses of this shape that were seen, including the page's own."""
    seen = _seen_in(links)
    size = _from_form(address, arrival, local) or _from_links(seen) or _by_trial(address, arrival, fetch)
    page = next((name for name in seen if name.lower() in PAGES and any(value.isdecimal() for value in seen[name])), None)
    found = [size] if size else []
    if page:
        found.append(Proposal(Knob(page, PAGE, "1", ()), f"a link has {page}={_first_number(seen[page])}"))
    return found


def _seen_in(links: Iterable[str]) -> dict[str, list[str]]:
    seen: dict[str, list[str]] = {}
    for link in links:
        for name, value in parse_qsl(urlsplit(link).query, keep_blank_values=True):
            if value not in seen.setdefault(name, []):
                seen[name].append(value)
    return seen


def _first_number(values: list[str]) -> str:
    return next(value for value in values if value.isdecimal())


def _from_form(address: str, arrival: Arrival, local: Callable[[str, str], str | None]) -> Proposal | None:
    """A select or a field with such a name in a form that requests this page."""
    for form in arrival.markup.forms if arrival.markup else []:
        target = local(form.action or address, address)
        if form.method != "GET" or target is None or urlsplit(target).path != urlsplit(address).path:
            continue
        for entry in form.fields:
            if entry.name.lower() not in SIZES:
                continue
            offered = sorted({value for value in entry.options if value.isdecimal() and int(value) > 0}, key=int)
            if len(offered) > 1:
                return Proposal(Knob(entry.name, SIZE, offered[0], tuple(offered[:4])), f"a form offers {', '.join(offered)}")
            return Proposal(Knob(entry.name, SIZE, LADDER[0], LADDER), "a form has this field")
    return None


def _from_links(seen: dict[str, list[str]]) -> Proposal | None:
    for name in sorted(seen, key=lambda name: SIZES.index(name.lower()) if name.lower() in SIZES else len(SIZES)):
        if name.lower() in SIZES and any(value.isdecimal() for value in seen[name]):
            return Proposal(Knob(name, SIZE, LADDER[0], LADDER), f"a link has {name}={_first_number(seen[name])}")
    return None


def _by_trial(address: str, arrival: Arrival, fetch: Callable[[str], Arrival | None]) -> Proposal | None:
    """For a list: which of the usual names makes it shorter?"""
    items, words = arrival.shown.items or 0, arrival.shown.words or 0
    if items < SHORT_LIST:
        return None
    for name in TRIED:
        tried = fetch(with_query(address, **{name: TRIAL}))
        if tried is None:
            return None
        if tried.refused or tried.status >= 300 or tried.shown.items is None:
            continue
        if tried.shown.items < items and (tried.shown.words or 0) < words:
            return Proposal(Knob(name, SIZE, LADDER[0], LADDER), f"{name}={TRIAL} shows {tried.shown.items} items instead of {items}")
    return None


def size_in_path(pattern: str, one: Arrival, other: Arrival) -> Proposal | None:
    """A number in the path is a size if the pages show as many items more as the number is larger."""
    sizes = []
    for arrival in (one, other):
        numbers = [part for part in urlsplit(arrival.address).path.split("/") if part.isdecimal()]
        if shape_of(arrival.address).path != pattern or len(numbers) != 1 or arrival.shown.items is None:
            return None
        sizes.append((int(numbers[0]), arrival.shown.items))
    (small, shown), (large, shown_there) = sorted(sizes)
    if large - small < 2 or shown_there - shown != large - small:
        return None
    return Proposal(Knob("n", SIZE, LADDER[0], LADDER), f"{small} shows {shown} items and {large} shows {shown_there}")
