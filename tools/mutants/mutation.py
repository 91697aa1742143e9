"""One small mistake: a range of a file's text and its replacement."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

# The kinds of mutations, which are the same for all languages.
KINDS = {
    "negate": "a condition is negated",
    "bound": "a number or a comparison is off by one; a large number or a fraction is doubled or halved",
    "drop": "a statement, directive or entry is removed",
    "swap": "two arguments are swapped",
    "unuse": "an argument is removed or replaced with an empty one",
    "flip": "true becomes false, or on becomes off",
}


@dataclass(frozen=True, order=True)
class Mutation:
    path: str  # relative to the tree
    start: int  # the replaced range, in characters
    end: int
    replacement: str
    kind: str  # one of KINDS

    def apply(self, text: str) -> str:
        return text[: self.start] + self.replacement + text[self.end :]

    def line(self, text: str) -> int:
        return text.count("\n", 0, self.start) + 1

    def lines(self, text: str) -> tuple[str, str]:
        """The affected lines before and after the mutation, each joined with single spaces. If the same lines occur twice in the
        file, the preceding lines are included."""
        first = text.rfind("\n", 0, self.start) + 1
        last = text.find("\n", self.end)
        last = len(text) if last < 0 else last
        whole = one_line(text)
        while first > 0 and whole.count(one_line(text[first:last])) > 1:
            first = text.rfind("\n", 0, first - 1) + 1
        after = text[first : self.start] + self.replacement + text[self.end : last]
        return one_line(text[first:last]), one_line(after)

    def summary(self, text: str) -> str:
        before, after = one_line(text[self.start : self.end]), one_line(self.replacement)
        if self.kind == "drop":
            return f"drop: {shortened(before)}"
        return f"{self.kind}: {shortened(before)} → {shortened(after) or 'nothing'}"

    def diff(self, text: str) -> str:
        before, after = (one.splitlines(keepends=True) for one in (text, self.apply(text)))
        return "".join(line if line.endswith("\n") else line + "\n"
                       for line in difflib.unified_diff(before, after, f"a/{self.path}", f"b/{self.path}", n=2))


def one_line(text: str) -> str:
    return " ".join(text.split())


def shortened(text: str, most: int = 44) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def moved_number(literal: str) -> list[str]:
    """A whole number up to 16, such as a bound or an index, changes by one. A larger number or a fraction, such as a time or a
    size, is doubled or halved, because a change by one would usually be equivalent."""
    if "." in literal or "e" in literal.lower():
        number = float(literal)
        return [repr(number * 2), repr(number / 2)] if number else ["1.0"]
    number = int(literal)
    moved = [number + 1, number - 1] if number <= 16 else [number * 2, number // 2]
    return [str(each) for each in moved if each >= 0]
