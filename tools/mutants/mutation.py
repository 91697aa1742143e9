"""One small mistake: a range of a file's text, and what it is replaced by."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

# The kinds of mutations, the same for all languages, with what they mean.
KINDS = {
    "negate": "a condition is turned into its opposite",
    "bound": "a number or a comparison moves by one; a large number or a fraction is doubled or halved",
    "drop": "a statement, directive or entry is removed",
    "swap": "two arguments change places",
    "unuse": "an argument is not passed on: it is removed, or is empty",
    "flip": "true becomes false, or on becomes off",
}


@dataclass(frozen=True, order=True)
class Mutation:
    path: str  # below the tree
    start: int  # the range of the text that is replaced, in characters
    end: int
    replacement: str
    kind: str  # of KINDS

    def apply(self, text: str) -> str:
        return text[: self.start] + self.replacement + text[self.end :]

    def line(self, text: str) -> int:
        return text.count("\n", 0, self.start) + 1

    def lines(self, text: str) -> tuple[str, str]:
        """The lines that the mutation touches, before and after it, each as one line with single spaces. Where the same
        lines are in the file twice, those above belong to it."""
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
    """A whole number up to 16 moves by one, as bounds and indexes do. A larger one or a fraction, such as a time or a
    size, is doubled and halved: moved by one it would be equivalent more often than not."""
    if "." in literal or "e" in literal.lower():
        number = float(literal)
        return [repr(number * 2), repr(number / 2)] if number else ["1.0"]
    number = int(literal)
    moved = [number + 1, number - 1] if number <= 16 else [number * 2, number // 2]
    return [str(each) for each in moved if each >= 0]
