"""The input: a site's pages with their knobs, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

DATASET = "dataset"  # role: how much is stored
PAGE = "page"  # role: page number of a long list
SIZE = "size"  # role: number of requested items


@dataclass(frozen=True)
class Knob:
    """A query parameter that may be changed, or a part of the path that the page's address names in braces: /list/{n}.
    Values of a dataset knob are names that end in a number: x1, x4."""

    name: str
    role: str
    initial: str
    ladder: tuple[str, ...]
    minimum: int | None = None
    maximum: int | None = None

    @staticmethod
    def from_json(entry: Mapping[str, Any]) -> "Knob | None":
        kind = entry.get("kind", "integer")
        if kind == "text":
            return None
        role = entry.get("role") or (DATASET if kind == "dataset" else PAGE if entry["name"] == "page" else SIZE)
        return Knob(
            name=entry["name"],
            role=role,
            initial=str(entry.get("initial", "")),
            ladder=tuple(str(step) for step in entry.get("ladder") or ()),
            minimum=entry.get("minimum"),
            maximum=entry.get("maximum"),
        )


def size_of(value: str) -> float:
    """640 for "640", 16 for "x16"."""
    return float("".join(letter for letter in value if letter.isdigit() or letter == ".") or "nan")


@dataclass(frozen=True)
class Page:
    address: str
    method: str = "GET"
    knobs: tuple[Knob, ...] = ()
    floor: str | None = None  # a trivial response behind the same middleware
    body: str | None = None  # of a POST
    content_type: str | None = None  # of that body

    def knob(self, role: str) -> Knob | None:
        return next((knob for knob in self.knobs if knob.role == role), None)

    def sizes(self) -> list[Knob]:
        return [knob for knob in self.knobs if knob.role == SIZE and len(knob.ladder) > 1]


@dataclass(frozen=True)
class Site:
    pages: tuple[Page, ...]
    floor: str | None = None
    visitors: tuple[Mapping[str, str], ...] = ()  # the headers that each visitor sends
    write: str | None = None  # POST <write>?kind=relevant|irrelevant
    sink_delay: str | None = None  # POST <sink_delay>?ms=300


def site_from(document: Mapping[str, Any]) -> Site:
    """Reads {"pages": [{"address", "method", "knobs", "floor"}], "floor", "visitors", "write", "sink_delay"}."""
    pages = []
    for entry in document.get("pages", []):
        knobs = tuple(knob for knob in map(Knob.from_json, entry.get("knobs", [])) if knob)
        pages.append(Page(entry["address"], entry.get("method", "GET").upper(), knobs, entry.get("floor")))
    return Site(
        pages=tuple(pages),
        floor=document.get("floor"),
        visitors=tuple(dict(visitor.get("headers", {})) for visitor in document.get("visitors", [])),
        write=document.get("write"),
        sink_delay=document.get("sink_delay"),
    )


def with_query(address: str, /, **changes: str) -> str:
    """The address with these query parameters set or replaced. A name that the path has in braces is replaced there."""
    parts = urlsplit(address)
    path = parts.path
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    for name, value in changes.items():
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        else:
            query[name] = value
    return urlunsplit(parts._replace(path=path, query=urlencode(query)))
