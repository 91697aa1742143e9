"""The text of a query without its literals and the lengths of its lists, in the form in which the service's own evidence shows it.

Whatever a source reads goes through here first, so that no literal is kept: a name, an e-mail address or a token.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Sequence

from ..call_site import call_site
from ..query_text import PLACEHOLDER, PLACEHOLDERS

MYSQL = "mysql"  # "text" is a string, and a backslash escapes
STANDARD = "standard"  # "name" is a name: PostgreSQL, SQLite and others

READ, WRITE, COMMIT, ROLLBACK, BEGIN, OTHER = "read", "write", "commit", "rollback", "begin", "other"
WRITES = frozenset("alter call copy create delete drop exec insert load merge rename replace truncate update".split())
READS = frozenset({"select", "table", "values", "fetch"})
TRANSACTIONS = {"begin": BEGIN, "start": BEGIN, "commit": COMMIT, "end": COMMIT, "rollback": ROLLBACK, "abort": ROLLBACK}


class Query(NamedTuple):
    text: str
    literals: tuple[str, ...]  # of this execution, to count different parameter sets; never kept
    kind: str
    listed: int  # literals in lists whose length the text doesn't show
    bound: bool  # it has placeholders, so that the values are not known
    called_from: str | None = None  # from a comment
    wildcard_first: bool | None = None  # a LIKE pattern begins with a wildcard; None: there is none, or it is not known
    hides_length: bool = False  # how many keys it has may not show: one placeholder is an array, or stands for a list that a tool has shortened


_COMMENT = r"/\*.*?(?:\*/|$)|--(?=\s|$)[^\n]*"
_NUMBER = r"0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w$])"
_OPERATOR = r"<=>|->>|::|<=|>=|<>|!=|\|\||&&|:=|<<|>>|->|\.\.\.|."
_OF_POSTGRESQL = r"@>|<@|@@@?(?!\w)|#>>?|!?~~?\*?|<->|<#>"
TOKENS = {
    MYSQL: re.compile(
        rf"(?P<space>\s+|{_COMMENT}|\#[^\n]*)"
        r"|(?P<literal>(?:[xXbBnN]|_\w+)?'(?:[^'\\]|\\.|'')*'?|\"(?:[^\"\\]|\\.|\"\")*\"?)"
        r"|(?P<name>`(?:[^`]|``)*`?)"
        rf"|(?P<number>(?<![.\w$@]){_NUMBER})|(?P<placeholder>{PLACEHOLDER})"
        rf"|(?P<word>[\w$@\x80-\U0010ffff]+)|(?P<symbol>{_OPERATOR})",
        re.DOTALL,
    ),
    STANDARD: re.compile(
        rf"(?P<space>\s+|{_COMMENT}|--[^\n]*)"
        r"|(?P<literal>[eE]'(?:[^'\\]|\\.|'')*'?|(?:[xXbBnN]|[uU]&)?'(?:[^']|'')*'?|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|$))"
        r"|(?P<name>\"(?:[^\"]|\"\")*\"?|`(?:[^`]|``)*`?|\[\w+\])"
        rf"|(?P<number>(?<![.\w$@]){_NUMBER})|(?P<placeholder>{PLACEHOLDER})|(?P<operator>{_OF_POSTGRESQL})"
        rf"|(?P<word>[\w$@\x80-\U0010ffff]+)|(?P<symbol>{_OPERATOR})",
        re.DOTALL,
    ),
}
VALUE = "?"
SIMPLE_NAME = re.compile(r"[A-Za-z_]\w*$")
# A parameter that holds many keys: = any(?), from unnest(?), in (select value from openjson(?))
ARRAY = re.compile(r"\b(?:any|some|unnest|json_each|jsonb?_array_elements(?:_text)?|json_table|openjson|string_split|array_contains|array_position) ?\((?: ?\?|\.\.\.)")
OF_A_CURSOR = re.compile(r"^(fetch .*\b(?:from|in) )\S+$")  # whose name may be another each time
SETTINGS_FIRST = re.compile(r"^(?:set (?!statement\b)[^;]*; )+(?=\w)")  # set nocount on; insert into ...
# After these words a sign belongs to the number that follows.
BEFORE_VALUE = frozenset("select where and or not in like between by limit offset then else when values set on is return returning".split())


def normalised(sql: str, dialect: str = MYSQL) -> Query:
    pieces, literals, listed, bound = _pieces(sql, dialect)
    text = SETTINGS_FIRST.sub("", OF_A_CURSOR.sub(r"\1cursor", _without_repeats(_joined(pieces))))
    hides_length = bound and (ARRAY.search(text) is not None or 0 < listed == text.count("(...)"))
    return Query(text, tuple(literals), _kind(text), listed, bound, call_site(sql), _wildcard_first(sql, dialect), hides_length)


def with_values(query: Query, values: Sequence[str]) -> Query:
    """With the values in place of the placeholders, where they are known. If they are one text or don't match the placeholders one by one,
    together in place of the first."""
    places = [literal for literal in query.literals if PLACEHOLDERS.fullmatch(literal)]
    if not values or not places:
        return query
    given = values if len(values) == len(places) else (" ".join(values), *places[1:])
    known = (*(literal for literal in query.literals if literal not in places), *given)
    return query._replace(literals=known, bound=False, hides_length=query.hides_length and ARRAY.search(query.text) is not None)


def _pieces(sql: str, dialect: str) -> tuple[list[tuple[str, bool]], list[str], int, bool]:
    """The words and signs of the text, each with whether it follows the one before without a space. Lists are folded."""
    pieces: list[tuple[str, bool]] = []
    literals: list[str] = []
    listed, bound = 0, False
    lists: list[tuple[int, int]] = []  # of each open parenthesis: its place, and how many literals came before
    spaced = True
    for match in TOKENS[dialect].finditer(sql):
        kind, token = match.lastgroup, match[0]
        if kind == "tag":
            kind = "literal"
        if kind == "space":
            spaced = True
            continue
        before = pieces[-1][0] if pieces else ""
        if kind in ("literal", "number", "placeholder"):
            bound = bound or kind == "placeholder"
            sign = len(pieces) > 1 and before in ("-", "+") and _expects_value(pieces[-2][0])
            if sign:
                pieces.pop()
            pieces.append((VALUE, False))
            literals.append((before if sign else "") + token)
        elif kind == "name":
            inner = token[1:-1]
            plain = SIMPLE_NAME.match(inner) and inner.lower() not in BEFORE_VALUE
            pieces.append((inner if plain else token, False))
        elif kind == "word":
            word = token.lower()
            if word in ("true", "false") or (word == "null" and before in ("(", ",", "=")):
                pieces.append((VALUE, False))
                literals.append(word)
            else:
                pieces.append((word, False))
        elif token == "(":
            lists.append((len(pieces), len(literals)))
            pieces.append((token, not spaced and _may_be_called(pieces)))
        elif token == ")" and lists:
            start, counted = lists.pop()
            inside = [piece for piece, _ in pieces[start + 1 :]]
            pieces.append((token, False))
            if start and pieces[start - 1][0] in ("in", "any") and inside and all(part in ("?", ",", "(", ")", "...") for part in inside):
                del pieces[start:]
                pieces.append(("(...)", False))
                listed += len(literals) - counted
        else:
            pieces.append((token, False))
        spaced = False
    while pieces and pieces[-1][0] == ";":
        pieces.pop()
    return pieces, literals, listed, bound


def _wildcard_first(sql: str, dialect: str) -> bool | None:
    """Of the patterns that follow LIKE in the text, also as the first part of a CONCAT."""
    known: bool | None = None
    words: list[str] = []
    for match in TOKENS[dialect].finditer(sql):
        if match.lastgroup == "space":
            continue
        if words and (words[-1] in ("like", "ilike") or words[-3:-2] in (["like"], ["ilike"]) and words[-2:] == ["concat", "("]):
            if match.lastgroup == "literal":
                known = bool(known) or match[0].lstrip("eEnN'\"")[:1] in ("%", "_")
            elif match.lastgroup == "placeholder":
                return None
        words = [*words[-2:], match[0].lower()]
    return known


def _expects_value(before: str) -> bool:
    if before in ("?", ")", "(...)") or before[0] in '`"':
        return False
    return not SIMPLE_NAME.match(before) or before in BEFORE_VALUE


def _may_be_called(pieces: list[tuple[str, bool]]) -> bool:
    """book(id) after INTO is a table with its columns, not a call."""
    if not pieces or not SIMPLE_NAME.match(pieces[-1][0]) or pieces[-1][0] in BEFORE_VALUE:
        return False
    return len(pieces) < 2 or pieces[-2][0] not in ("into", "table")


def _joined(pieces: list[tuple[str, bool]]) -> str:
    text: list[str] = []
    before = ""
    for piece, glued in pieces:
        tight = not text or glued or before in ("(", ".", "::") or piece in (",", ")", ".", "::")
        text.append(piece if tight else " " + piece)
        before = piece
    return "".join(text)


_ROWS_WITH_CALLS = re.compile(r"(?<=\bvalues )(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))(?:, \1)+")
_ROWS = re.compile(r"(\((?:\?|, |\(|\)|default)+\))(?:, \1)+")
_CASES = re.compile(r"\b(when (?:(?!\bwhen\b|\bend\b).)+?)(?: \1)+(?= (?:when|else|end)\b)")
_UNIONS = re.compile(r"( union all (?:(?! union ).)+?)\1+(?= union |\)|$)")


def _without_repeats(text: str) -> str:
    """One row after VALUES, one WHEN .. THEN .., one UNION ALL SELECT in place of many that differ in nothing else."""
    for pattern in (_ROWS, _ROWS_WITH_CALLS, _CASES, _UNIONS):
        text = pattern.sub(r"\1", text)
    return text


def _kind(text: str) -> str:
    start = text.lstrip("( ")
    word = re.match(r"\w*", start)[0]  # type: ignore[index]
    if word == "with":
        main = re.findall(r"\b(delete|insert|merge|replace|select|update|for)\b", _outside(start))
        word = next((found for found in main if found in WRITES or found in READS), "")
    if word == "set" and re.match(r"set statement\b", start):  # MariaDB: SET STATEMENT max_statement_time = ? FOR SELECT ..
        main = re.search(r" for (\w+)", start)
        word = main[1] if main else word
    if word in WRITES:
        return WRITE
    if word in READS:
        return OTHER if _IS_PING.match(text) else READ
    if word == "start" and not start.startswith("start transaction"):
        return OTHER
    if word == "rollback" and start.startswith("rollback to"):
        return OTHER
    return TRANSACTIONS.get(word, OTHER)


# SELECT 1, SELECT @@version, SELECT connection_id(): what pools and drivers send by themselves.
_IS_PING = re.compile(r"select (?:(?:\?|@@[\w.]+|(?:version|connection_id|database|current_\w+|user)\(\))(?: as \w+)?(?:, )?)+$")


def _outside(text: str) -> str:
    """The text without what is in parentheses."""
    while True:
        shorter = re.sub(r"\([^()]*\)", "", text)
        if shorter == text:
            return text
        text = shorter


def columns_of(text: str) -> int | None:
    """The columns that a SELECT returns, by its normalised text; None if it names a * or is no simple SELECT."""
    match = re.match(r"\(*select (?:distinct |all |sql_\w+ |straight_join )*(.*)$", text)
    if not match:
        return None
    depth, columns = 0, 1
    listed = match[1]
    for place, letter in enumerate(listed):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return columns
        if depth == 0 and letter == ",":
            columns += 1
        elif depth == 0 and letter == "*" and (place == 0 or listed[place - 1] in " .") and re.match(r"\*(,| from |$)", listed[place:]):
            return None
        elif depth == 0 and listed.startswith(" from ", place):
            return columns
    return columns
