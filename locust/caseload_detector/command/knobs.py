"""Reads --knob, --dataset and --post."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Sequence
from urllib.parse import urlsplit

from ..client import base_of
from ..pages import DATASET, SIZE, Knob, Page, quoted, size_of

MAX_STEPS = 8
FORMS = "NAME=10,40,160, /list?NAME=10,40,160 or /list/{NAME}=10,40,160"


@dataclass(frozen=True)
class GivenKnob:
    knob: Knob
    path: str = ""  # only for this page; with the knob's name in braces if it is a part of the path

    @property
    def in_path(self) -> bool:
        return f"{{{self.knob.name}}}" in self.path


def given_knob(text: str) -> GivenKnob:
    """NAME=A,B,C or /list?NAME=A,B,C or /list/{NAME}=A,B,C."""
    where, equals, values = (part.strip() for part in text.rpartition("="))
    steps = [step.strip() for step in values.split(",") if step.strip()]
    if not equals or not where:
        raise ValueError(f"--knob {text}: expected {FORMS}")
    if not 2 <= len(steps) <= MAX_STEPS:
        raise ValueError(f"--knob {text}: {len(steps)} {'size' if len(steps) == 1 else 'sizes'}; expected 2 to {MAX_STEPS}")
    if not all(step.isascii() and step.isdecimal() and int(step) > 0 for step in steps):
        raise ValueError(f"--knob {text}: sizes must be whole numbers above 0")
    steps = sorted(set(steps), key=int)
    if len(steps) < 2:
        raise ValueError(f"--knob {text}: expected at least two different sizes")
    braces = re.findall(r"\{(\w+)\}", where)
    if len(braces) > 1:
        raise ValueError(f"--knob {text}: only one part of the path can be a knob")
    if braces:
        name, path = braces[0], where
    else:
        path, _, name = where.rpartition("?")
    if path and not path.startswith("/"):
        raise ValueError(f"--knob {text}: the path of a page starts with /")
    if not name:
        raise ValueError(f"--knob {text}: the name of the parameter is missing")
    if re.search(r"[=&?#/\s]", name):
        raise ValueError(f"--knob {text}: {name} is not the name of one parameter; expected {FORMS}. Further parameters belong to the page's address")
    return GivenKnob(Knob(name, SIZE, steps[0], tuple(steps)), quoted(path))


def with_given(pages: Sequence[Page], knobs: Sequence[GivenKnob]) -> list[Page]:
    """The pages with these knobs. A page that only a knob names is added."""
    result = list(pages)
    for given in knobs:
        if not given.path:
            result = [with_knob(page, given.knob) for page in result]
            continue
        matching = [number for number, page in enumerate(result) if matches(given, page)]
        if not matching:
            result.append(Page(given.path, knobs=(given.knob,)))
        for number in matching:
            page = result[number]
            if given.in_path and page.address.partition("?")[0] != given.path:
                query = page.address.partition("?")[2]
                page = replace(page, address=given.path + (f"?{query}" if query else ""))
            result[number] = with_knob(page, given.knob)
    return result


def with_knob(page: Page, knob: Knob) -> Page:
    """A given knob replaces one of the same name."""
    return replace(page, knobs=(*(other for other in page.knobs if other.name != knob.name), knob))


def matches(given: GivenKnob, page: Page) -> bool:
    path = urlsplit(page.address).path
    if not given.in_path:
        return path == given.path
    pattern = re.escape(given.path).replace(re.escape(f"{{{given.knob.name}}}"), r"([^/]+)")
    return re.fullmatch(pattern, path) is not None


def datasets_from(text: str) -> dict[str, str]:
    """Base addresses by name, from x1=URL,x4=URL."""
    found: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        name, equals, url = part.partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_]*\d+", name):
            raise ValueError(f"--dataset {part}: expected a name that ends in a number, and an address: x4=http://127.0.0.1:8004")
        if name in found:
            raise ValueError(f"--dataset: {name} is given twice")
        found[name] = base_of(url)
    if not all(size_of(name) > 0 for name in found):
        raise ValueError("--dataset: a name ends in a number above 0, how many times as much is stored: x1=URL,x4=URL")
    if len(set(found.values())) < len(found):
        raise ValueError("--dataset: two sizes have the same address; each needs an instance of the service with as much data")
    if found and len({size_of(name) for name in found}) < 2:
        raise ValueError("--dataset: expected at least two different sizes, such as x1=URL,x4=URL")
    return found


def dataset_knob(names: Sequence[str]) -> Knob:
    return Knob("dataset", DATASET, "", tuple(sorted(names, key=size_of)))


def post_page(text: str) -> Page:
    path, equals, name = text.partition("=")
    if not equals or not path.startswith("/"):
        raise ValueError(f"--post {text}: expected PATH=FILE")
    try:
        body = Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"--post {path}: can't read {name}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ValueError(f"--post {path}: can't read {name}: it is not UTF-8") from None
    kind = "application/json" if name.endswith(".json") else "application/x-www-form-urlencoded"
    return Page(quoted(path), "POST", body=body.rstrip("\r\n"), content_type=kind)
