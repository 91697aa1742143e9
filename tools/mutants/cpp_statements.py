"""Where C++ statements that can be removed begin and end."""

from __future__ import annotations

from typing import Iterator

from .cpp_tokens import Source

CONTROL = {"if", "while", "for", "switch"}
JUMPS = {"throw", "break", "continue", "return", "delete"}
OPERATORS = {"(", ".", "->", "[", "=", "+=", "-=", "*=", "/=", "|=", "&=", "%=", "^=", "++", "--", "<<", ">>"}
OTHER_KEYWORDS = {
    "if", "for", "while", "do", "switch", "case", "default", "using", "static", "const", "constexpr", "auto", "struct", "class",
    "enum", "union", "typedef", "template", "try", "catch", "else", "goto", "extern", "thread_local", "static_assert", "friend",
    "public", "private", "protected", "namespace", "explicit", "virtual", "inline", "operator", "typename", "volatile",
}
LOG_CALLS = {"log", "spdlog"}


def starts_of_statements(source: Source) -> Iterator[int]:
    """Expressions and jumps inside functions. Declarations are excluded, because removing them usually doesn't compile."""
    tokens = source.tokens
    for index in range(1, len(tokens)):
        brace = source.brace(index)
        if brace < 0 or tokens[index].around != brace or tokens[brace].scope != "code":
            continue
        if begins_here(source, index) and can_be_dropped(source, index):
            yield index


def begins_here(source: Source, index: int) -> bool:
    before = source.tokens[index - 1]
    if before.text in (";", "else", "do") or (before.text == "{" and before.scope == "code"):
        return True
    if before.text == "}":
        return source.tokens[before.partner].scope in ("code", "type", "enum")
    return is_body_of_control(source, index) or (before.text == ":" and is_label(source, index - 1))


def is_label(source: Source, colon: int) -> bool:
    tokens = source.tokens
    at = colon
    while at > 0 and tokens[at - 1].text not in (";", "{", "}", ":"):
        at -= 1
    return tokens[at].text in ("case", "default")


def is_body_of_control(source: Source, index: int) -> bool:
    before = source.tokens[index - 1]
    if before.text != ")" or before.partner < 1:
        return False
    word = source.tokens[before.partner - 1]
    return word.text in CONTROL or (word.text == "constexpr" and source.tokens[before.partner - 2].text == "if")


def can_be_dropped(source: Source, index: int) -> bool:
    tokens = source.tokens
    token = tokens[index]
    if token.text == "return":
        # The last return of a function is needed; one in a branch is a decision.
        opening = tokens[index - 1]
        in_branch = opening.text == "{" and is_body_of_control(source, index - 1)
        return tokens[index + 1].text == ";" or in_branch or is_body_of_control(source, index)
    if token.text == "break" and ends_a_switch(source, index + 2):
        return False
    if token.text in JUMPS or token.text in ("++", "--", "*"):
        return True
    if token.kind != "word" or token.text in OTHER_KEYWORDS:
        return token.text == "(" and tokens[index - 1].text in (";", "{", "}")
    at = index + 1
    while at + 1 < len(tokens) and (tokens[at].text == "::" or (tokens[at].kind == "word" and tokens[at - 1].text == "::")):
        at += 1
    if tokens[at].angle and tokens[at].text == "<":
        while at < len(tokens) and tokens[at].angle:
            at += 1
    return at < len(tokens) and tokens[at].text in OPERATORS


def ends_a_switch(source: Source, index: int) -> bool:
    """True at the end of the last case, where a break has no effect."""
    token = source.tokens[index]
    if token.text != "}" or token.partner < 1:
        return False
    before = source.tokens[token.partner - 1]
    if before.text == ":":  # the case has its own block
        return ends_a_switch(source, index + 1)
    return before.text == ")" and before.partner > 0 and source.tokens[before.partner - 1].text == "switch"


def ends_of_statement(source: Source, index: int) -> int:
    """The index of the semicolon."""
    tokens = source.tokens
    around = tokens[index].around
    for at in range(index, len(tokens)):
        if tokens[at].text == ";" and tokens[at].around == around:
            return at
        if tokens[at].around < around:
            return at - 1
    return len(tokens) - 1


def only_saves_time(source: Source, index: int) -> bool:
    """True for calls like `rows.reserve(n)`, which only save time."""
    tokens = source.tokens
    return tokens[index].text in ("reserve", "shrink_to_fit") and tokens[index - 1].text in (".", "->")


def is_log_call(source: Source, index: int) -> bool:
    tokens = source.tokens
    token = tokens[index]
    if token.kind != "word" or token.text not in LOG_CALLS or index + 1 == len(tokens):
        return False
    return tokens[index + 1].text in ("(", "::") and tokens[index - 1].text not in (".", "->")
