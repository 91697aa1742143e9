"""What a body shows: the number of entries in its lists, and the link to the next page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any, NamedTuple


class Shown(NamedTuple):
    items: int | None
    values: int | None
    next_link: str | None


NOTHING = Shown(None, None, None)


def shown_in(body: bytes, content_type: str) -> Shown:
    kind = content_type.split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return shown_in_json(json.loads(body))
        except ValueError:
            return NOTHING
    if kind == "text/html":
        return shown_in_html(body.decode("utf-8", "replace"))
    if kind in ("text/csv", "application/x-ndjson", "text/plain"):
        lines = body.count(b"\n")
        return Shown(lines, None, None)
    return NOTHING


def shown_in_json(value: Any) -> Shown:
    items = 0
    values = 0
    next_link = value.get("next") if isinstance(value, dict) else None
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            items += len(node)
            stack.extend(node)
        elif isinstance(node, dict):
            stack.extend(node.values())
        else:
            values += 1
    return Shown(items, values, next_link if isinstance(next_link, str) else None)


class _Counter(HTMLParser):
    """Counts table rows and list entries, without the head of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.items = 0
        self.next_link: str | None = None
        self.in_head = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "thead":
            self.in_head = True
        elif tag in ("tr", "li", "dt", "option") and not self.in_head:
            self.items += 1
        elif tag in ("a", "link"):
            given = dict(attributes)
            if "next" in (given.get("rel") or "").split() and given.get("href"):
                self.next_link = given["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "thead":
            self.in_head = False


def shown_in_html(text: str) -> Shown:
    counter = _Counter()
    counter.feed(text)
    return Shown(counter.items, None, counter.next_link)


def next_in_headers(link_header: str) -> str | None:
    """The target of rel="next" in a Link header (RFC 8288)."""
    for match in re.finditer(r"<([^>]*)>([^,<]*)", link_header):
        if re.search(r'rel="?[^"]*\bnext\b', match[2]):
            return match[1]
    return None
