"""The mutations of a Python file, by its syntax tree. Texts, annotations, decorators, imports, prints and logging are left
alone."""

from __future__ import annotations

import ast
import re
from typing import Iterator, Union

from .mutation import Mutation, moved_number

OPPOSITE = {
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.In: ("in", "not in"), ast.NotIn: (r"not\s+in", "in"),
    ast.Is: ("is", "is not"), ast.IsNot: (r"is\s+not", "is"),
}
MOVED = {ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">")}
SYMMETRIC = {"min", "max", "isinstance", "print", "zip", "cast", "TypeVar"}
PROSE = ("help", "description", "epilog", "metavar", "prog")  # of argparse
# Fields of a syntax tree that change nothing when the code runs: hints of types (all that an argument has besides its name),
# decorators and base classes.
WITHOUT_EFFECT = {*ast.arg._fields[1:], "returns", "decorator_list", "bases"}
LOUD = re.compile(r"^(print|log|logger|logging|warnings|sys\.std(out|err))\b")

Found = Iterator[tuple[str, int, int, str]]


def mutations(path: str, text: str) -> list[Mutation]:
    return sorted({Mutation(path, first, last, replacement, kind) for kind, first, last, replacement in Finder(text).all()})


class Finder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tree = ast.parse(text)
        self._lines = text.splitlines(keepends=True)
        self._begins = [0]
        for line in self._lines:
            self._begins.append(self._begins[-1] + len(line))

    def all(self) -> Found:
        messages = {id(call) for node in ast.walk(self._tree) if isinstance(node, ast.Raise) for call in ast.walk(node)}
        for node in self._nodes(self._tree):
            if not (isinstance(node, ast.Call) and id(node) in messages):  # raised messages are mostly prose
                yield from self._of(node)

    def _nodes(self, node: ast.AST) -> Iterator[ast.AST]:
        """All nodes that have an effect. Nodes inside f-strings have no positions in Python 3.11."""
        yield node
        for name, value in ast.iter_fields(node):
            if name in WITHOUT_EFFECT:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not self._is_ignored(child):
                    yield from self._nodes(child)

    def _is_ignored(self, node: ast.AST) -> bool:
        if isinstance(node, (ast.JoinedStr, ast.Import, ast.ImportFrom)):
            return True
        if isinstance(node, ast.If) and ("__main__" in self._source(node.test) or "TYPE_CHECKING" in self._source(node.test)):
            return True
        return isinstance(node, ast.Expr) and bool(LOUD.match(self._source(node)))

    def _of(self, node: ast.AST) -> Found:
        if isinstance(node, ast.stmt):
            yield from self._statement(node)
        if isinstance(node, (ast.If, ast.While, ast.IfExp)):
            yield from self._negated(node.test)
        elif isinstance(node, ast.comprehension):
            for condition in node.ifs:
                yield from self._negated(condition)
        elif isinstance(node, ast.Compare):
            yield from self._comparison(node)
        elif isinstance(node, ast.BoolOp):
            yield from self._connective(node)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield "negate", *self._range(node), self._source(node.operand)
        elif isinstance(node, ast.Constant):
            yield from self._constant(node)
        elif isinstance(node, ast.Call):
            yield from self._arguments(node)

    def _negated(self, test: ast.expr) -> Found:
        if not isinstance(test, (ast.Compare, ast.BoolOp, ast.Constant)) and not (
                isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
            yield "negate", *self._range(test), f"not ({self._source(test)})"

    def _comparison(self, node: ast.Compare) -> Found:
        left = node.left
        for operator, right in zip(node.ops, node.comparators):
            kind, table = ("bound", MOVED) if type(operator) in MOVED else ("negate", OPPOSITE)
            written, instead = table[type(operator)]
            yield from self._between(kind, left, right, rf"(?<![\w]){written}(?![\w=])", instead)
            left = right

    def _connective(self, node: ast.BoolOp) -> Found:
        word, instead = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:]):
            yield from self._between("negate", left, right, rf"\b{word}\b", instead)

    def _between(self, kind: str, left: ast.expr, right: ast.expr, pattern: str, instead: str) -> Found:
        first, last = self._range(left)[1], self._range(right)[0]
        found = re.search(pattern, self._text[first:last])
        if found:
            yield kind, first + found.start(), first + found.end(), instead

    def _constant(self, node: ast.Constant) -> Found:
        if isinstance(node.value, bool):
            yield "flip", *self._range(node), str(not node.value)
        elif isinstance(node.value, (int, float)):
            literal = self._source(node).replace("_", "")
            if re.fullmatch(r"[\d.]+(e[+-]?\d+)?", literal):
                for moved in moved_number(literal):
                    yield "bound", *self._range(node), moved

    def _statement(self, node: ast.stmt) -> Found:
        is_call = isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Await))
        is_kept = isinstance(node, ast.Assign) and any(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets)
        if is_call or is_kept or isinstance(node, (ast.AugAssign, ast.Raise, ast.Break, ast.Continue, ast.Delete)):
            yield "drop", *self._range(node), "pass"
        for body in (getattr(node, "body", []), getattr(node, "orelse", [])):
            if isinstance(node, (ast.If, ast.For, ast.While)) and body and isinstance(body[-1], ast.Return):
                yield "drop", *self._range(body[-1]), "pass"  # a decision, not the result of the function

    def _arguments(self, node: ast.Call) -> Found:
        name = self._source(node.func).rpartition(".")[2]
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            return
        texts = [self._source(argument) for argument in node.args]
        for left, right, one, other in zip(node.args, node.args[1:], texts, texts[1:]):
            if one != other and not is_prose(left) and not is_prose(right) and name not in SYMMETRIC:
                (first, left_end), (right_start, last) = self._range(left), self._range(right)
                yield "swap", first, last, other + self._text[left_end:right_start] + one
        for argument in node.args:
            if not isinstance(argument, (ast.Constant, ast.Lambda, ast.JoinedStr, ast.GeneratorExp)) and name not in SYMMETRIC:
                yield "unuse", *self._range(argument), "None"
        for at, keyword in enumerate(node.keywords):
            if keyword.arg is None or (isinstance(keyword.value, (ast.Constant, ast.JoinedStr)) and keyword.arg in PROSE):
                continue
            yield from self._without(node, at)

    def _without(self, node: ast.Call, at: int) -> Found:
        first, last = self._range(node.keywords[at])
        after = re.match(r"\s*,\s*", self._text[last:])
        before = re.search(r",\s*$", self._text[:first])
        if after:
            yield "unuse", first, last + after.end(), ""
        elif before:
            yield "unuse", before.start(), last, ""
        else:
            yield "unuse", first, last, ""

    def _range(self, node: Union[ast.expr, ast.stmt, ast.keyword]) -> tuple[int, int]:
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno or 0, node.end_col_offset or 0)

    def _offset(self, line: int, column: int) -> int:
        """Converts an offset in UTF-8 bytes within a line to a position in the text."""
        return self._begins[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def _source(self, node: Union[ast.expr, ast.stmt]) -> str:
        first, last = self._range(node)
        return self._text[first:last]


def is_prose(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value)
