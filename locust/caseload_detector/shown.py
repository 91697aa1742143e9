"""What a body shows: the number of entries in its lists, and the link to the next page."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError, XMLPullParser

from .json_text import json_from


class Shown(NamedTuple):
    items: int | None
    values: int | None
    words: int | None
    next_link: str | None
    text_hash: str | None = None  # of an HTML page
    login_form: bool = False  # an HTML page that asks for a password and has no lists
    fields: list[str] | None = None  # JSON: the names of what each entry of the longest list of objects has


NOTHING = Shown(None, None, None, None)
# Types whose lines are entries; no page shows them, a browser saves them
FILES_OF_LINES = frozenset({"text/csv", "text/tab-separated-values", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/jsonlines", "application/json-seq"})
NEXT_TEXT = re.compile(r"\s*(next\b|older\b|more\b|show more\b|load more\b|[›»→>]\s*$)", re.IGNORECASE)
PAGED = re.compile(r"^\?|[?&](page|p|after|before|cursor|offset|start|from)=", re.IGNORECASE)
CONTAINERS = ("body", "main", "section", "div", "form", "aside", "header", "footer", "nav", "figure", "details")
BLOCKS = ("section", "div", "h2", "h3", "h4", "h5", "h6", "p", "figure", "details")
WORD = re.compile(r"[^\s,;]+")
DATUM = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?')  # a text or number in a script or an attribute
MIN_DATA = 8  # in an attribute, from which on it is data for a script or the points of a drawing
MARKS = frozenset({"circle", "ellipse", "line", "path", "rect", "use"})  # of a drawing, one for each value
NO_DATA = frozenset({"class", "content", "href", "id", "sizes", "src", "srcset", "style"})


def is_text(content_type: str) -> bool:
    kind = content_type.split(";")[0].strip().lower()
    return kind.startswith("text/") or kind in FILES_OF_LINES or kind.endswith(("json", "xml", "javascript", "csv", "yaml", "svg+xml"))


def shown_in(body: bytes, content_type: str) -> Shown:
    kind = content_type.split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return shown_in_json(json_from(body))
        except ValueError:
            return NOTHING
    if kind in ("application/xml", "text/xml") or kind.endswith("+xml") and kind != "image/svg+xml":
        return shown_in_xml(body)
    if kind == "text/html":
        return shown_in_html(body.decode("utf-8", "replace"))
    if kind in FILES_OF_LINES or kind == "text/plain":
        text = body.decode("utf-8", "replace")
        return Shown(text.count("\n"), None, len(WORD.findall(text)), None)
    return NOTHING


def shown_in_json(value: Any) -> Shown:
    items = 0
    values = 0
    words = 0
    longest: list[Any] = []
    next_link = value.get("next") if isinstance(value, dict) else None
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            items += len(node)
            if all(isinstance(entry, dict) for entry in node):
                longest = max(longest, node, key=len)
            stack.extend(node)
        elif isinstance(node, dict):
            stack.extend(node.values())
        else:
            values += 1
            words += len(WORD.findall(node)) if isinstance(node, str) else 1
    fields = sorted(set.intersection(*map(set, longest))) if longest else None
    return Shown(items, values, words, next_link if isinstance(next_link, str) else None, fields=fields)


def shown_in_xml(body: bytes) -> Shown:
    """Elements of one name beside each other are a list. NOTHING if it is not well-formed."""
    values = words = 0
    items = 0
    alike: list[dict[str, int]] = [{}]  # by name, in each of the elements around this place
    parser = XMLPullParser(("start", "end"))
    try:
        parser.feed(body)
        parser.close()
        for event, element in parser.read_events():
            if event == "start":
                alike[-1][element.tag] = alike[-1].get(element.tag, 0) + 1
                alike.append({})
                continue
            items += sum(number for number in alike.pop().values() if number > 1)
            texts = [text for text in (*element.attrib.values(), element.text or "") if text.strip()]
            values += len(texts)
            words += sum(len(WORD.findall(text)) for text in texts)
    except ParseError:
        return NOTHING
    return Shown(items, values, words, None)


class _Counter(HTMLParser):
    """Counts words, table rows and list entries, without the head of a table. On a page without any, elements of one type and
    class beside each other are a list. What a script shows or draws is in the page as data, which count as words."""

    def __init__(self) -> None:
        super().__init__()
        self.items = 0
        self.open: list[tuple[str, int]] = []  # the elements around this place, each with its number
        self.alike: dict[tuple[int, str, str], int] = {}  # by the element around them, type and class
        self.elements = 0
        self.words = 0
        self.text = hashlib.sha256()
        self.data: set[int] = set()  # hashes of the data for scripts and drawings so far
        self.unshown = 0  # nested elements whose text is not shown
        self.next_link: str | None = None
        self.in_head = False
        self.asks_for_password = False
        self.open_link: str | None = None  # the target of a link whose text may say that it leads to the next page

    def add_data(self, value: str, words: int) -> None:
        """What is there again, such as the drawing of an icon, says nothing new."""
        self.words += words if hash(value) not in self.data else 0
        self.data.add(hash(value))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        if tag in BLOCKS:
            around = self.open[-1][1] if self.open else 0
            group = (around, tag, dict(attributes).get("class") or "")
            self.alike[group] = self.alike.get(group, 0) + 1
        if tag in CONTAINERS:
            self.open.append((tag, self.elements))
        if tag in ("script", "style", "template"):
            self.unshown += 1
        elif tag == "thead":
            self.in_head = True
        elif tag == "input":
            self.asks_for_password |= dict(attributes).get("type", "") == "password"
        elif tag in ("tr", "li", "dt", "option", "article") and not self.in_head:
            self.items += 1
        if tag in MARKS:
            self.add_data(f"{tag} {attributes}", 1)
        for name, value in attributes:
            data = len(DATUM.findall(value)) if value and len(value) >= 2 * MIN_DATA and name not in NO_DATA else 0
            if value and data >= MIN_DATA:
                self.add_data(value, data)
        if tag in ("a", "link"):
            given = dict(attributes)
            if "next" in (given.get("rel") or "").split() and given.get("href"):
                self.next_link = given["href"]
            self.open_link = given.get("href") if tag == "a" else None

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        if tag in ("script", "style", "template"):
            self.unshown -= 1
        elif tag == "thead":
            self.in_head = False
        elif tag == "a":
            self.open_link = None

    def handle_data(self, data: str) -> None:
        if self.unshown <= 0:
            self.words += len(WORD.findall(data))
            self.text.update(data.encode())
        else:
            self.add_data(data, len(DATUM.findall(data)))
        if self.open_link and not self.next_link and NEXT_TEXT.match(data) and PAGED.search(self.open_link):
            self.next_link = self.open_link


def shown_in_html(text: str) -> Shown:
    counter = _Counter()
    counter.feed(text)
    login_form = counter.asks_for_password and counter.items == 0
    items = counter.items or max((number for number in counter.alike.values() if number > 1), default=0)
    return Shown(items, None, counter.words, counter.next_link, counter.text.hexdigest(), login_form)


def next_in_headers(link_header: str) -> str | None:
    """The target of rel="next" in a Link header (RFC 8288)."""
    for match in re.finditer(r"<([^>]*)>([^,<]*)", link_header):
        if re.search(r'rel="?[^"]*\bnext\b', match[2]):
            return match[1]
    return None
