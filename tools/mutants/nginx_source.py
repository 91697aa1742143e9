"""The mutations of an nginx configuration: directives and map entries are removed, switches flipped, numbers changed, variables
and words removed. Lines that the local stack replaces (marked "place:") and the log format are ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator

from .mutation import Mutation

LEXEME = re.compile(r"""(?P<skip>\s+|\#[^\n]*)|(?P<word>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\\.|\$\{|[^\s;{}])+)|(?P<mark>[;{}])""",
                    re.VERBOSE)
QUANTITY = re.compile(r"((?:[a-z_]+=)?)(\d+)(ms|s|m|h|d|k|K|M|g)?")
SWITCHED = {"on": "off", "off": "on"}
# Prose, file names, and what the local stack depends on.
IGNORED = {"log_format", "access_log", "listen", "server_name", "alias", "index", "charset", "charset_types", "types", "upstream",
              "fastcgi_cache_path", "limit_conn_zone", "set", "fastcgi_pass"}


@dataclass
class Directive:
    words: list[tuple[int, int]]  # the positions of its words
    end: int  # after the semicolon, or at the brace that opens its block
    is_block: bool
    within: str  # the first word of the enclosing block


def mutations(path: str, text: str) -> list[Mutation]:
    found: set[Mutation] = set()
    for directive in directives(text):
        name = text[slice(*directive.words[0])]
        if name in IGNORED or directive.within in IGNORED or follows_place(text, directive.words[0][0]):
            continue
        for kind, first, last, replacement in of_directive(text, name, directive):
            found.add(Mutation(path, first, last, replacement, kind))
    return sorted(found)


def directives(text: str) -> Iterator[Directive]:
    words: list[tuple[int, int]] = []
    blocks = [""]
    for found in LEXEME.finditer(text):
        if found.lastgroup == "word":
            words.append(found.span())
        elif found.lastgroup == "mark":
            if words and found.group() != "}":
                yield Directive(words, found.end() if found.group() == ";" else found.start(), found.group() == "{", blocks[-1])
            if found.group() == "{":
                blocks.append(text[slice(*words[0])] if words else "")
            elif found.group() == "}" and len(blocks) > 1:
                blocks.pop()
            words = []


def follows_place(text: str, start: int) -> bool:
    line_before = text[:start].rstrip().rpartition("\n")[2]
    return line_before.lstrip().startswith("# place:")


def of_directive(text: str, name: str, directive: Directive) -> Iterator[tuple[str, int, int, str]]:
    words = directive.words
    texts = [text[first:last] for first, last in words]
    is_entry = directive.within in ("map", "geo") and not directive.is_block
    if not directive.is_block and not is_prose(name, directive):
        yield "drop", words[0][0], directive.end, ""
    if name == "if" and len(words) == 2:
        yield "negate", *words[1], f"{texts[1][:-1]} = 0)"
    for at, (first, last) in enumerate(words[1:], 1):
        word = texts[at]
        if is_entry:
            if word in ("0", "1"):
                yield "flip", first, last, "1" if word == "0" else "0"
        elif word in SWITCHED:
            yield "flip", first, last, SWITCHED[word]
        elif word in ("=", "!=", "~", "!~"):
            yield "negate", first, last, word[1:] if word.startswith("!") else f"!{word}"
        elif name not in ("return", "error_page", "rewrite") and (parts := QUANTITY.fullmatch(word)) and int(parts[2]) > 0:
            number = int(parts[2])
            for moved in (number * 2, max(1, number // 2)):
                yield "bound", first, last, f"{parts[1]}{moved}{parts[3] or ''}"
        if not is_entry and not directive.is_block:
            yield from without_word(text, directive, at)


def without_word(text: str, directive: Directive, at: int) -> Iterator[tuple[str, int, int, str]]:
    """Removes one variable from a text, or one of several words."""
    first, last = directive.words[at]
    word = text[first:last]
    for variable in re.finditer(r"\$\w+", word):
        if variable.group() != word:
            yield "unuse", first + variable.start(), first + variable.end(), ""
    if len(directive.words) > 2 and not word.startswith(("=", "$caseload")):
        yield "unuse", directive.words[at - 1][1], last, ""


def is_prose(name: str, directive: Directive) -> bool:
    """True for the title or detail of an error page: `404 "Not found";`."""
    return directive.within == "map" and name.isdigit() and len(directive.words) == 2
