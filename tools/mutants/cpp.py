"""The mutations of a C++ file. Comments, preprocessor lines, strings, log calls and declarations are ignored."""

from __future__ import annotations

import re
from typing import Iterator

from .cpp_statements import ends_of_statement, is_log_call, only_saves_time, starts_of_statements
from .cpp_tokens import Source, tokenize
from .mutation import Mutation, moved_number

OPPOSITE = {"==": "!=", "!=": "==", "&&": "||", "||": "&&", "true": "false", "false": "true"}
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
NUMBER = re.compile(r"((?:\d[\d']*)(?:\.\d+)?(?:e[+-]?\d+)?)([uUlLfFzZ]*|ms|s|us|min|h)")
# Words before a "(" that is not a call.
NO_CALL = {"if", "for", "while", "switch", "catch", "return", "sizeof", "decltype", "alignas", "noexcept", "static_assert",
           "constexpr", "operator", "auto", "requires", "void"}
SYMMETRIC = {"min", "max", "minmax", "swap", "equal_to"}  # their arguments can be swapped without an effect


def mutations(path: str, text: str) -> list[Mutation]:
    source = tokenize(text)
    ignored, messages = quiet_tokens(source), thrown(source)
    found = set()
    for kind, first, last, replacement in (*words_and_numbers(source), *conditions(source), *branches(source),
                                           *statements(source), *arguments(source), *members(source)):
        if ignored.isdisjoint(range(first, last + 1)) and not (kind in ("swap", "unuse") and first in messages):
            found.add(Mutation(path, source.tokens[first].start, source.tokens[last].end, replacement, kind))
    return sorted(found)


# What a generator yields: the kind, the first and last replaced token, and the replacement.
Found = Iterator[tuple[str, int, int, str]]


def quiet_tokens(source: Source) -> set[int]:
    """Tokens of log calls, memory reservations, static assertions and enumerations."""
    quiet: set[int] = set()
    for index, token in enumerate(source.tokens):
        if token.text == "static_assert" or (source.in_code(index) and is_log_call(source, index)):
            quiet.update(range(index, ends_of_statement(source, index) + 1))
        if only_saves_time(source, index):
            quiet.update(range(index, ends_of_statement(source, index) + 1))
        if token.scope == "enum":
            quiet.update(range(index, token.partner + 1))
    return quiet


def thrown(source: Source) -> set[int]:
    """Tokens of thrown messages, which are mostly prose. Whether something is thrown, and with which status, is still mutated."""
    return {at for index, token in enumerate(source.tokens) if token.text == "throw"
            for at in range(index + 1, ends_of_statement(source, index) + 1)}


def words_and_numbers(source: Source) -> Found:
    tokens = source.tokens
    for index, token in enumerate(tokens):
        if token.angle:
            continue
        if token.text in ("true", "false"):
            yield "flip", index, index, OPPOSITE[token.text]
        elif token.spaced and token.text in OPPOSITE:
            yield "negate", index, index, OPPOSITE[token.text]
        elif token.spaced and token.text in MOVED:
            yield "bound", index, index, MOVED[token.text]
        elif token.text == "!" and source.in_code(index):
            yield "negate", index, index, ""
        elif token.kind == "number" and not is_declarative(source, index):
            parts = NUMBER.fullmatch(token.text)
            for moved in moved_number(parts[1].replace("'", "")) if parts else ():
                yield "bound", index, index, moved + parts[2]


def is_declarative(source: Source, index: int) -> bool:
    """True for the 0 of a pure virtual function or the length of an array."""
    before = [token.text for token in source.tokens[max(0, index - 2) : index]]
    if before[-1:] == ["["] and not source.in_code(index):
        return True
    return len(before) == 2 and before[1] == "=" and before[0] in (")", "const", "noexcept", "override")


def conditions(source: Source) -> Found:
    tokens = source.tokens
    for index, token in enumerate(tokens):
        if token.text not in ("if", "while") or index + 1 == len(tokens) or tokens[index + 1].text != "(":
            continue
        opening, closing = index + 1, tokens[index + 1].partner
        inside = [at for at in range(opening + 1, closing) if tokens[at].around == opening]
        first = max([at + 1 for at in inside if tokens[at].text == ";"], default=opening + 1)
        direct = [tokens[at].text for at in inside if at >= first]
        if not direct or "=" in direct:
            continue  # it declares
        if len(direct) == 1 or "!" != direct[0] or {"&&", "||", "==", "!=", "<", ">"} & set(direct):
            simple = len(direct) == 1 or all(text in (".", "->", "::", "(", ")") or text.isidentifier() for text in direct)
            text = source.between(first, closing - 1)
            yield "negate", first, closing - 1, f"!{text}" if simple else f"!({text})"


def branches(source: Source) -> Found:
    """`a ? b : c` becomes `a ? c : b`, which negates any condition."""
    tokens = source.tokens
    for index, token in enumerate(tokens):
        if token.text != "?":
            continue
        colon = last = -1
        depth = 0
        for at in range(index + 1, len(tokens)):
            if tokens[at].around != token.around:
                if tokens[at].around < token.around:
                    break
                continue
            depth += tokens[at].text == "?"
            if colon >= 0 and tokens[at].text in (",", ";", ":"):
                break
            if tokens[at].text == ":":
                depth -= 1
                if depth < 0:
                    colon, depth = at, 0
            last = at
        if token.around >= 0:
            last = min(last, tokens[token.around].partner - 1)
        nested = "?" in [tokens[at].text for at in range(index + 1, last + 1) if tokens[at].around == token.around]
        if colon > 0 and last > colon and not nested:
            yield ("negate", index + 1, last,
                   f"{source.between(colon + 1, last)} : {source.between(index + 1, colon - 1)}")


def statements(source: Source) -> Found:
    for index in starts_of_statements(source):
        yield "drop", index, ends_of_statement(source, index), "{}"


def arguments(source: Source) -> Found:
    tokens = source.tokens
    for index, token in enumerate(tokens):
        if token.text not in ("(", "{") or token.angle or index == 0 or not source.in_code(index) or token.partner < index + 2:
            continue
        if token.text == "{" and token.scope != "init":
            continue
        before = tokens[index - 1]
        called = before.kind == "word" and before.text not in NO_CALL and not before.angle or before.text in (">", "return")
        if not called or (token.text == "(" and before.text == "return"):
            continue
        given = list(split(source, index))
        if any(tokens[first].text == "." for first, _ in given):
            continue  # members by name
        texts = [source.between(first, last) for first, last in given]
        for at in range(len(given) - 1):
            is_prose = any(text.startswith('"') and " " in text for text in texts[at : at + 2])
            if texts[at] != texts[at + 1] and not is_prose and before.text not in SYMMETRIC:
                between = source.text[tokens[given[at][1]].end : tokens[given[at + 1][0]].start]
                yield "swap", given[at][0], given[at + 1][1], texts[at + 1] + between + texts[at]
        for first, last in given:
            if token.text == "(" and is_value(source, first, last):
                yield "unuse", first, last, "{}"


def is_value(source: Source, first: int, last: int) -> bool:
    """True if `{}` can replace it: not a literal, which other kinds mutate, and not a lambda or a list."""
    tokens = source.tokens[first : last + 1]
    if all(token.kind in ("string", "number", "character") for token in tokens):
        return False
    return tokens[0].text not in ("[", "{", "true", "false", "nullptr") and not any(token.text == "..." for token in tokens)


def members(source: Source) -> Found:
    """Removes `.name = value` from designated initialisers."""
    tokens = source.tokens
    for index, token in enumerate(tokens):
        if token.scope != "init" or token.partner < index + 2 or tokens[index + 1].text != ".":
            continue
        for first, last in split(source, index):
            if tokens[first].text != "." or all(each.kind == "string" for each in tokens[first + 3 : last + 1]):
                continue  # prose
            yield "unuse", first, last + (tokens[last + 1].text == ","), ""


def split(source: Source, opening: int) -> Iterator[tuple[int, int]]:
    """The first and last token of each argument."""
    tokens = source.tokens
    closing = tokens[opening].partner
    first = opening + 1
    for at in range(opening + 1, closing + 1):
        is_comma = tokens[at].text == "," and tokens[at].around == opening and not tokens[at].angle
        if (is_comma or at == closing) and at > first:
            yield first, at - 1
        if is_comma:
            first = at + 1
