"""Removes what belongs to people or opens doors from everything that is shown or saved: literals of queries, values in addresses,
e-mail addresses, tokens."""

from __future__ import annotations

import re
from typing import Iterable
from urllib.parse import unquote

GONE = "…"
DATABASE_USER = r"(?<![\w.+'-])" + "".join(f"(?<!{scheme}://)" for scheme in ("mariadb", "mysql", "postgresql", "postgres"))  # the name before @
E_MAIL = re.compile(DATABASE_USER + r"[\w.+'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
TOKENS = re.compile(
    r"\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?"  # JWT
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b(?=[A-Za-z_-]*\d)[0-9a-f]{16,}\b"
    r"|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{20,}={0,2}(?![\w-])"
    r"|(?<=/)\d{7,}\b",  # of a card, an account, a telephone
    re.IGNORECASE,
)
SCHEME = re.compile(r"\b(Bearer|Basic|Digest|Token)\s+[\w.+/=~-]{4,}", re.IGNORECASE)
SECRET = re.compile(
    r"\b((?:\w*[_-])?(?:password|passwd|pwd|secret|token|api[_-]?key|apikey|session\w*|sid|signature|csrf\w*|credentials?|authorization))"
    r"(\s*[=:]\s*)(?!\s)[^\s&;,'\")]+",
    re.IGNORECASE,
)
PARAMETER = re.compile(r"([?&])([^\s=&#?\"'<>]+)=([^\s&#\"'<>),;]*?)(?=:?(?:[\s&#\"'<>),;]|$))")  # a colon after it is the sentence's
USERINFO = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@:]+:[^\s/@]+@", re.IGNORECASE)
SHORT_NUMBER = re.compile(r"^-?\d{1,4}$")

COMMENT = re.compile(r"/\*.*?(?:\*/|$)|(?:--\s|#\s).*?(?=\n|$)", re.DOTALL)
DOLLAR_QUOTED = re.compile(r"\$(\w*)\$.*?(?:\$\1\$|$)", re.DOTALL)
SINGLE_QUOTED = re.compile(r"\b(?:[eExXbBnN]|_\w+)?'(?:[^'\\]|''|\\.)*(?:'|$)|'(?:[^'\\]|''|\\.)*(?:'|$)", re.DOTALL)
# A double-quoted text is a name in PostgreSQL and a literal in MySQL. After a comparison or in a list of values, and with no
# dot beside it, it is taken for a literal.
DOUBLE_QUOTED = re.compile(
    r"((?:=|<|>|\blike|\bregexp|\bbetween|\band|\bin\s*\(|\bvalues\s*\(|\?\s*,)\s*)\"(?:[^\"\\]|\"\"|\\.)*(?:\"|$)(?!\s*\.)", re.IGNORECASE | re.DOTALL
)
NUMBER = re.compile(r"(?<![\w.$:])-?(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.])", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s")  # of Python's drivers
LIST = re.compile(r"\(\s*\?(?:\s*,\s*\?)+\s*\)")


def redacted_query(text: str, keep_wildcards: bool = False) -> str:
    """The query with ? in place of each literal, without comments, in one line. A list of literals becomes (...).

    With `keep_wildcards`, the % at the ends of a text stay, because a rule reads them.
    """

    def literal(match: re.Match[str]) -> str:
        inside = match[0].strip("'\"")
        if keep_wildcards and inside != match[0]:
            return "'" + ("%" if inside.startswith("%") else "") + "?" + ("%" if inside.endswith("%") else "") + "'"
        return "?"

    text = COMMENT.sub(" ", text)
    text = DOLLAR_QUOTED.sub("?", text)
    text = SINGLE_QUOTED.sub(literal, text)
    previous = ""
    while previous != text:
        previous, text = text, DOUBLE_QUOTED.sub(r"\1?", text)
    text = PLACEHOLDER.sub("?", NUMBER.sub("?", text))
    if not keep_wildcards:
        text = LIST.sub("(...)", text)
    return re.sub(r"\s+", " ", E_MAIL.sub("?", text)).strip()


def redacted_text(text: str, kept: Iterable[str] = ()) -> str:
    """A sentence, an address or a message. The values of the parameters `kept` stay, such as those of knobs."""
    names = set(kept)

    def value(match: re.Match[str]) -> str:
        name, given = unquote(match[2]), match[3]
        if name in names or SHORT_NUMBER.match(given) or given in ("", GONE):
            return match[0]
        return f"{match[1]}{match[2]}={GONE}"

    text = USERINFO.sub(rf"\1{GONE}@", text)
    text = PARAMETER.sub(value, text)
    text = SCHEME.sub(rf"\1 {GONE}", text)
    text = SECRET.sub(rf"\1\2{GONE}", text)
    text = E_MAIL.sub(GONE, text)
    return TOKENS.sub(GONE, text)


class Redactor:
    """`on` is False only if the user asked to see everything."""

    def __init__(self, on: bool = True, kept: Iterable[str] = ()) -> None:
        self.on = on
        self.kept = frozenset(kept)

    def text(self, text: str) -> str:
        return redacted_text(text, self.kept) if self.on else text

    def query(self, text: str) -> str:
        return redacted_query(text) if self.on else re.sub(r"\s+", " ", text).strip()
