"""Mutations without an observable effect, each with its reason: tools/mutants/equivalents.toml.

Entries match by the text of their lines, so they stay valid when lines or folders move."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Mapping

from .mutation import Mutation, one_line

FILE = Path(__file__).with_name("equivalents.toml")
KEYS = {"file", "line", "becomes", "reason"}


class InvalidEntry(Exception):
    pass


@dataclass(frozen=True)
class Equivalent:
    file: str  # the end of the path: "orm/select.cpp", or "select.cpp"
    line: str  # the affected lines before and after the mutation, ignoring white space
    becomes: str
    reason: str

    def matches(self, mutation: Mutation, text: str) -> bool:
        is_file = f"/{mutation.path}".endswith(f"/{self.file}")
        return is_file and (self.line, self.becomes) == mutation.lines(text)


def read(file: Path = FILE) -> list[Equivalent]:
    found = []
    for number, entry in enumerate(tomllib.loads(file.read_text()).get("equivalent", []), 1):
        wrong = KEYS.symmetric_difference(entry)
        if wrong:
            raise InvalidEntry(f"{file.name}, entry {number}: it must have exactly {', '.join(sorted(KEYS))}; "
                               f"check {', '.join(sorted(wrong))}")
        if not entry["reason"].strip():
            raise InvalidEntry(f"{file.name}, entry {number}: the reason is empty")
        found.append(Equivalent(entry["file"], one_line(entry["line"]), one_line(entry["becomes"]), entry["reason"]))
    return found


def remove_equivalents(mutations: Iterable[Mutation], texts: Mapping[str, str],
             accepted: list[Equivalent]) -> tuple[list[Mutation], set[Equivalent]]:
    """The remaining mutations, and the entries that matched."""
    remaining, matched = [], set()
    for mutation in mutations:
        matches = [entry for entry in accepted if entry.matches(mutation, texts[mutation.path])]
        matched.update(matches)
        if not matches:
            remaining.append(mutation)
    return remaining, matched
