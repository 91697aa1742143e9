"""The input: a site's pages with their knobs, as JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

DATASET = "dataset"  # role: how much is stored
PAGE = "page"  # role: page number of a long list
SIZE = "size"  # role: number of requested items
ROLES = (DATASET, PAGE, SIZE)
METHOD = re.compile(r"[A-Z]{1,20}")
NAMES = {str: "text", list: "a list", dict: "an object", int: "a whole number"}
SAFE = "%/:?#[]@!$&'()*+,;=-._~"  # stays as it is in an address


def quoted(target: str) -> str:
    """A path with its query as it is sent: what an address can't hold, such as a blank or a letter outside ASCII, becomes %XX. Braces
    stay, because they are the name of a knob."""
    return quote(target, safe=SAFE + "{}", errors="surrogateescape")


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
    def from_json(entry: Any) -> "Knob | None":
        """Raises ValueError."""
        kind = _member(entry, "kind", str, "integer")
        if kind == "text":
            return None
        name = _member(entry, "name", str)
        role = _member(entry, "role", str, "") or (DATASET if kind == "dataset" else PAGE if name == "page" else SIZE)
        if role not in ROLES:
            raise ValueError(f"the knob {name} has the role {role}; expected one of {', '.join(ROLES)}")
        knob = Knob(
            name=name,
            role=role,
            initial=str(entry.get("initial", "")),
            ladder=tuple(str(step) for step in _member(entry, "ladder", list, [])),
            minimum=_member(entry, "minimum", int, None),
            maximum=_member(entry, "maximum", int, None),
        )
        if role != PAGE:
            sizes = {size_of(step) for step in knob.ladder}
            if not all(size > 0 or size == 0 and role == SIZE for size in sizes) or len(sizes) < len(knob.ladder):
                least = "from 0" if role == SIZE else "above 0"
                raise ValueError(f"the knob {name} has the ladder {', '.join(knob.ladder)}; expected different sizes {least}")
            return replace(knob, ladder=tuple(sorted(knob.ladder, key=size_of)))
        return knob


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
    """Reads {"pages": [{"address", "method", "knobs", "floor"}], "floor", "visitors", "write", "sink_delay"}. Raises ValueError, which
    names what is wrong."""
    pages = []
    for entry in _member(document, "pages", list, []):
        address = _target(entry, "address", required=True)
        assert address is not None
        try:
            knobs = tuple(knob for knob in map(Knob.from_json, _member(entry, "knobs", list, [])) if knob)
            method = _member(entry, "method", str, "GET").upper()
            if not METHOD.fullmatch(method):
                raise ValueError(f"the method {method} is not valid")
            pages.append(Page(address, method, knobs, _target(entry, "floor")))
        except ValueError as wrong:
            raise ValueError(f"the page {address}: {wrong}") from wrong
    visitors = [_member(visitor, "headers", dict, {}) for visitor in _member(document, "visitors", list, [])]
    return Site(
        pages=tuple(pages),
        floor=_target(document, "floor"),
        visitors=tuple({name: _member(headers, name, str) for name in headers} for headers in visitors),
        write=_target(document, "write"),
        sink_delay=_target(document, "sink_delay"),
    )


def _member(entry: Any, name: str, kind: type, *default: Any) -> Any:
    if not isinstance(entry, Mapping):
        raise ValueError(f"expected an object with {name}, not {entry!r:.40}")
    value = entry.get(name)
    if value is None and default:
        return default[0]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"{name} is missing or not {NAMES[kind]}")
    return value


def _target(entry: Any, name: str, required: bool = False) -> str | None:
    target: str | None = _member(entry, name, str, *(() if required else (None,)))
    if target is not None and not target.startswith("/"):
        raise ValueError(f"{name} {target!r:.80} is not a path; it starts with /, without the host")
    return None if target is None else quoted(target)


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
