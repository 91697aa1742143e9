"""The links, the forms and the structure of a response body."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from .json_text import json_from

MAX_JSON_LINKS = 500


@dataclass
class Field:
    name: str
    type: str
    value: str
    options: list[str] = field(default_factory=list)  # of a select


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def first(self, *types: str) -> Field | None:
        return next((entry for entry in self.fields if entry.type in types), None)


@dataclass
class Link:
    target: str
    rel: str = ""
    changes: bool = False  # marked as a link that sends something other than GET


@dataclass
class Markup:
    links: list[Link] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    base: str = ""  # <base href>
    structure: frozenset[str] = frozenset()  # what pages made by the same code have in common

    @property
    def login_form(self) -> Form | None:
        return next((form for form in self.forms if form.method == "POST" and form.first("password")), None)


def markup_of(body: bytes, content_type: str) -> Markup | None:
    """None for a type of body that has no links."""
    kind = content_type.split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        reader = _Reader()
        reader.feed(body.decode("utf-8", "replace"))
        reader.found.structure = frozenset(reader.elements)
        return reader.found
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return _of_json(json_from(body))
        except ValueError:
            return None
    return None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Markup()
        self.elements: set[str] = set()
        self._form: Form | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.elements.add(f"{tag}.{given.get('class', '')}")
        if tag in ("a", "area", "link") and given.get("href"):
            rel = given.get("rel", "").lower()
            if tag == "link" and not {"next", "prev"} & set(rel.split()):
                return  # style sheets, icons, feeds
            method = given.get("data-method", given.get("data-turbo-method", given.get("hx-method", "get")))
            self.found.links.append(Link(given["href"], rel, method.lower() != "get" or "download" in given))
        elif tag == "base" and given.get("href"):
            self.found.base = given["href"]
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").upper())
            self.found.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        if tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
            if "selected" in given or len(self._select.options) == 1:
                self._select.value = given.get("value", "")
        elif not given.get("name"):
            return
        elif tag == "select":
            self._select = Field(given["name"], "select", "")
            self._form.fields.append(self._select)
        elif tag == "textarea":
            self._form.fields.append(Field(given["name"], "textarea", ""))
        elif tag in ("input", "button"):
            kind = given.get("type", "submit" if tag == "button" else "text").lower()
            if kind in ("checkbox", "radio") and "checked" not in given:
                return
            self._form.fields.append(Field(given["name"], kind, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = self._select = None
        elif tag == "select":
            self._select = None


def _of_json(value: Any) -> Markup:
    """Texts that look like addresses are links, and the names of members are the structure."""
    found = Markup()
    names: set[str] = set()
    stack = [("", value)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, dict):
            names.update(f"{path}.{name}" for name in node)
            stack.extend((f"{path}.{name}", entry) for name, entry in node.items())
        elif isinstance(node, list):
            stack.extend((f"{path}[]", entry) for entry in node)
        elif isinstance(node, str) and len(found.links) < MAX_JSON_LINKS and _is_address(node):
            found.links.append(Link(node, path.rpartition(".")[2]))
    found.structure = frozenset(names)
    return found


def _is_address(text: str) -> bool:
    return (text.startswith(("http://", "https://")) or text.startswith("/") and len(text) > 1) and " " not in text
