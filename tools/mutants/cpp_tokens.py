"""A light C++ tokenizer that finds conditions, calls and statements in code formatted by clang-format. It doesn't know types;
the compiler decides whether a mutation is valid."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LEXEME = re.compile(
    r"""
    (?P<skip> \s+ | //[^\n]* | /\*.*?\*/ )
  | (?P<preprocessor> (?<![^\n])[ \t]*\#(?:\\\n|[^\n])* )
  | (?P<string> (?:u8|[uUL])?R"(?P<delimiter>[^()\\\s]{0,16})\(.*?\)(?P=delimiter)"\w*
              | (?:u8|[uUL])?"(?:\\.|[^"\\\n])*"\w* )
  | (?P<character> (?:u8|[uUL])?'(?:\\.|[^'\\\n])+' )
  | (?P<number> \.?\d(?:[eE][+-]|'?[\w.])* )
  | (?P<word> [A-Za-z_]\w* )
  | (?P<mark> <=>|<<=|>>=|->\*|\.\.\.|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|. )
    """,
    re.VERBOSE | re.DOTALL,
)
CLOSING = {"(": ")", "[": "]", "{": "}"}
BEFORE_BODY = {")", "else", "do", "try", "const", "noexcept", "override", "final", "mutable"}
TYPE_WORDS = {"namespace", "struct", "class", "union", "extern"}


@dataclass
class Token:
    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False  # white space on both sides
    around: int = -1  # the enclosing bracket; -1 for none
    partner: int = -1  # the matching bracket
    scope: str = ""  # of "{": code, type, enum or init
    angle: bool = False  # inside the < > of a template, or one of the two


@dataclass
class Source:
    text: str
    tokens: list[Token] = field(default_factory=list)

    def brace(self, index: int) -> int:
        """The innermost enclosing brace; -1 for none."""
        around = self.tokens[index].around
        while around >= 0 and self.tokens[around].text != "{":
            around = self.tokens[around].around
        return around

    def scope(self, index: int) -> str:
        """The scope of the innermost enclosing brace that is not a braced initialiser."""
        brace = self.brace(index)
        while brace >= 0 and self.tokens[brace].scope == "init":
            brace = self.brace(brace)
        return self.tokens[brace].scope if brace >= 0 else "type"

    def in_code(self, index: int) -> bool:
        return self.scope(index) == "code"

    def between(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, inclusive."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def tokenize(text: str) -> Source:
    source = Source(text)
    at = 0
    while at < len(text):
        found = LEXEME.match(text, at)
        if found is None:
            break
        if found.lastgroup and found.lastgroup not in ("skip", "preprocessor"):
            kind = "string" if found.lastgroup == "delimiter" else found.lastgroup
            start, end = found.span()
            spaced = text[start - 1 : start].isspace() and text[end : end + 1].isspace()
            source.tokens.append(Token(kind, found.group(), start, end, spaced))
        at = found.end()
    match_brackets(source)
    mark_angles(source)
    return source


def match_brackets(source: Source) -> None:
    tokens, stack = source.tokens, []
    for index, token in enumerate(tokens):
        token.around = stack[-1] if stack else -1
        if token.kind != "mark":
            continue
        if token.text in CLOSING:
            if token.text == "{":
                token.scope = scope_of_brace(source, index)
            stack.append(index)
        elif token.text in CLOSING.values() and stack:
            opening = stack.pop()
            token.around = tokens[opening].around
            token.partner, tokens[opening].partner = opening, index


def scope_of_brace(source: Source, index: int) -> str:
    tokens = source.tokens
    if index == 0:
        return "init"
    before = tokens[index - 1]
    words = statement_before(source, index)
    if before.text == "]":
        return "init" if is_index(source, index - 1) else "code"
    if before.text in BEFORE_BODY:
        return "code"
    if before.text in ("{", "}", ";", ":") and source.scope(index) == "code" and tokens[index].around == source.brace(index):
        return "code" if before.text != "{" or tokens[index - 1].scope == "code" else "init"  # a nested block
    if before.text == "}" and ":" in words and ")" in words:
        return "code"  # after the last member initialiser of a constructor
    if "->" in words and ")" in words and words.index("->") > words.index(")") and "=" not in words[words.index("->") :]:
        return "code"  # a function with a trailing return type
    if "enum" in words:
        return "enum"
    if TYPE_WORDS & set(words) and "(" not in words:
        return "type"
    return "init"


def is_index(source: Source, closing: int) -> bool:
    """True for the bracket of an index or an array declaration, as opposed to lambda captures."""
    opening = source.tokens[closing].partner
    before = source.tokens[opening - 1] if opening > 0 else None
    return before is not None and before.kind == "word" and before.text != "return"


def statement_before(source: Source, index: int) -> list[str]:
    """The words from the start of the statement or parameter to this brace."""
    tokens = source.tokens
    texts: list[str] = []
    at = index - 1
    while at >= 0 and tokens[at].text not in (";", "{") and len(texts) < 400:
        if tokens[at].text == "}":
            if tokens[tokens[at].partner].scope != "init":
                break
            at = tokens[at].partner
            texts.append("}")
        elif tokens[at].text == "(" and tokens[at].partner < 0:
            break
        else:
            texts.append(tokens[at].text)
        at -= 1
    return texts[::-1]


def mark_angles(source: Source) -> None:
    """clang-format puts spaces around a comparison and none inside the < > of a template."""
    stack: list[int] = []
    for index, token in enumerate(source.tokens):
        if token.text in (";", "{", "}"):
            stack.clear()
        opens = token.text == "<" and not token.spaced and index > 0 and source.tokens[index - 1].kind == "word"
        if opens and source.tokens[index - 1].text != "operator":
            stack.append(index)
        token.angle = bool(stack)
        if token.kind == "mark" and token.text in (">", ">>") and not token.spaced and stack:
            for _ in token.text:
                if stack:
                    stack.pop()
