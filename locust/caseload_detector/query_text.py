"""Reads the texts of queries, which differ by server, driver and framework."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, Mapping

COMMENTS = re.compile(r"/\*.*?\*/|--\s[^\n]*", re.DOTALL)
# ?, ?1 (SQLite), $1 (PostgreSQL), %s and %(name)s (Python), :name (Oracle, SQLAlchemy; not ::type, a cast), @name (.NET; not @@version, and not @name := ...)
PLACEHOLDER = r"\?\d*|\$\d+|%\(\w+\)s|%s|(?<![:\w]):\w+|(?<![\w@<])@(?!@)\w+(?!\w|\s*:=)"
PLACEHOLDERS = re.compile(PLACEHOLDER)
FUNCTIONS = r"\bover ?\(|\b(?:count|sum|avg|min|max|group_concat|string_agg|array_agg) ?\("
AGGREGATES = rf"\bgroup by\b|{FUNCTIONS}"
COMPUTES = re.compile(rf"{AGGREGATES}|\bdistinct\b")
# The first of the rows that a join repeats, such as the keys of one page: select distinct b.id from b join ... order by b.id limit ?
FIRST_DISTINCT = re.compile(rf"\(*select distinct (?!on\b)(?!.*(?:{AGGREGATES})).*\b(?:limit|fetch (?:first|next)) [^()]*$")
# The number of each row in some order, by which a page is chosen. With PARTITION BY it is a row's place within a group.
NUMBERED = re.compile(r"\brow_number ?\( ?\) over ?\( ?(?!partition\b)(?:[^()]|\([^()]*\))*\)(?: as)? (\w+)")
# A derived table with one page of a list, and a join with it: select a.id, b.id from (select ... limit ?) a left join b on ...
JOIN_WITH_A_PAGE = re.compile(r"\(*select (?:distinct )?([^()]+?) from \(+select\b.*\b(?:limit|fetch (?:first|next)) [^()]*\)+ (?:as )?\w+ .*\bjoin ")
DERIVED = re.compile(r"\(*select (?:distinct (?!on\b))?[^()]* from \((?P<inner>select\b.*)\) (?:as )?\w+(?P<after>[^()]*)$")
# One page of a list, whose rows a join repeats: select b.id, b.title from b join c on ... group by b.id, b.title order by b.title limit ?
UNREPEATED = re.compile(r"\(*select (?P<columns>[^()]+?) from .+? join .+? group by (?P<groups>[^()]+?)(?: order by [^()]+?)? (?:limit|fetch (?:first|next)) [^()]*\)*")
# The tables of a join without derived tables: from course t1 left outer join booking t0 on t0.course_id = t1.id
DISTINCT_ROWS = re.compile(r"\(*select distinct (?!on\b)(?P<columns>[^()]+?) (?P<tables>from [^()]+?)(?:$| (?:where|order by|limit|fetch)\b)")
TABLE_NAME = re.compile(r"(?:\bfrom|\bjoin|,) (?P<table>[\w.]+)(?: (?:as )?(?!(?:on|using|left|right|inner|full|cross|natural|join|from|where|order|limit)\b)(?P<alias>\w+))?")
OF_A_TABLE = re.compile(r"(\w+)\.(\w+|\*)(?: (?:as )?\w+)?")
KEY = re.compile(r"(?:\w+_)?id")
# A hash of a key is as random as a random number, and no index has its order either.
SHUFFLES = r"\b(?:rand|random|newid|uuid|gen_random_uuid|md5|sha[12]?|sha256|crc32c?|hashtext(?:extended)?) ?\("
RANDOM = re.compile(rf"\border by (?:\w+ ?\(|[^(),])*?{SHUFFLES}")
EQUAL = r"(?:\w+\.)*\w+ ?= ?\?"
# The least or the greatest value of a column, which an index has at one of its ends
ENDS = re.compile(r"\(*select (?:,? ?\b(?:min|max) ?\( ?(?:\w+\.)*\w+ ?\)(?: (?:as )?[\w$]+)?)+ from (?:\w+\.)*\w+(?: (?:as )?(?!where\b|join\b)\w+)?"
                  rf"(?: where \(*(?:(?:{EQUAL}|(?:\w+\.)*\w+ is (?:not )?null)(?: and )?)+\)*)?$")
# A comma inside parentheses belongs to the expression: power(rand(), 1 / weight) as dice
RANDOM_COLUMN = re.compile(rf"{SHUFFLES}(?:[^,]|,(?=[^()]*\)))*? as (\w+)")
# Parentheses around one comparison, or several that all have to hold, as some ORMs write them: where ((t0.id = ?) and (t0.state = ?))
COMPARISON = r"(?:[\w.]+|\?) ?(?:<=|>=|<>|!=|=|<|>) ?(?:[\w.]+|\?)"
GROUPED = re.compile(rf"(?:(?<=\bwhere )|(?<=\band )|(?<=\bor )|(?<=\bon )|(?<=\())\(({COMPARISON}(?: and {COMPARISON})*)\)|(?<=\bnot )\(({COMPARISON})\)")
# What is behind the conditions, also as ORMs write it, and one of what a column is equal to; SQLAlchemy writes the parameter first
AFTER_CONDITIONS = re.compile(r"( order by [^()?]*)?( limit \?(?:, ?\?)?)?( offset \?(?: rows?)?)?( fetch (?:first|next) \? rows? only)?( for (?:no key )?(?:update|share)\b[^()?]*)?$")
EQUALS = re.compile(r"(?:\w+\.)*(\w+) ?= ?\?|\? ?= ?(?:\w+\.)*([a-z_]\w*)")
FLAG = re.compile(r"(?:\?|\d+) ?= ?(?:\?|\d+)|(?:\w+\.)*\w+ is (?:not )?(?:null|\?)|(?:not )?(?:\w+\.)*\w+")  # such as deleted_at is null
NEXT_PART = re.compile(r"\bwhere .*?\b(?:\w+\.)*(\w+) ?>=? ?\?.* order by (?:\w+\.)*\1( asc)? (limit \?|fetch )|\blimit \? offset \?|\boffset \? (?:limit \?|rows? fetch )|\blimit \?, ?\?|\bfetch (forward )?(\d+|\?) ")
# The outermost order: no parenthesis is closed behind it that was not opened there
ORDERED = re.compile(r"\border by (?P<by>(?:[^()]|\((?:[^()]|\([^()]*\))*\))+?)(?: limit \?(?:(?:, ?| offset )\?)?)?(?: offset \?(?: rows?)?)?(?: fetch (?:first|next) \? rows? only)?"
                     r"(?: for (?:no key )?(?:update|share)\b[^()?]*)?$")
ORDERED_BY = re.compile(r"^(?:\w+\.)*(\w+|\?)(?![\w(.]| \()|[(,] ?(?:\w+\.)*([a-z_]\w*)\b(?! ?[(.])")  # a column, its place, or the columns inside a function
NO_KEYS = frozenset({"acid", "bid", "fluid", "grid", "humid", "invalid", "mid", "paid", "prepaid", "solid", "unpaid", "valid", "void"})
SKIPS = re.compile(r"\boffset \?|\blimit \?, ?\?")
ONE_TABLE = re.compile(r"\(*select ([^()]+?) from (?:\w+\.)*\w+(?: (?:as )?(?!join|left|right|inner|cross|natural|full)\w+)?(?: (?:where|order by) |$)")
SELECTED = re.compile(r"(?:\w+\.)*(\w+)(?: as (\w+))?")
FOR_THE_SESSION = re.compile(
    r"(?:select|call) (?:next value for\b|(?:\w+\.)*(?:nextval|currval|lastval|set_config|current_setting|pg_(?:try_)?advisory_\w+|get_lock|release_lock|last_insert_id|found_rows) ?\("
    r"|(?:\?|1|\w+\.nextval) from dual$)|exec (?:\w+\.)*sp_(?:getapplock|releaseapplock|set_session_context|reset_connection)\b")
LIMITED = re.compile(r"\blimit\b|\bfetch (first|next)\b|\bselect (?:distinct )?top ?[(?]")
# A subquery on one table that depends on the row around it: (select count(*) from player p where p.club_id = me.id)
FOR_EACH_ROW = re.compile(r"\(select (?:[^()]|\([^()]*\))*? from [\w.]+(?: (?:as )?\w+)? where (?:\w+\.)+\w+ ?= ?(?:\w+\.)+\w+")
# in (?, ?), in ((?, ?), (?, ?)), = any(?), in (select value from openjson(?)); not ? = any(tags)
TAKES_A_LIST = re.compile(r"\bin ?\(\s*\(*(\?|\.\.\.)|= ?(?:any|some) ?\((?!(?:\w+\.)*\w+\))"
                          r"|\b(?:unnest|json_each|jsonb?_array_elements(?:_text)?|json_table|openjson|string_split|array_contains|array_position) ?\( ?\?")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """In lower case, with `?` for each parameter, and without comments, quotes and needless parentheses."""
    text = COMMENTS.sub(" ", text).replace("`", "").replace('"', "").lower()
    text = " ".join(PLACEHOLDERS.sub("?", text).split())
    grouped = 1
    while grouped:
        text, grouped = GROUPED.subn(lambda match: match[1] or match[2], text)
    return re.sub(r"\bdistinctrow\b", "distinct", text)


@lru_cache(maxsize=8192)
def of_any_length(text: str) -> str:
    """The text without what varies with the number of items: the length of its lists, a LIMIT at the end."""
    text = re.sub(r"\bin ?\([^()]*\)", "in (...)", plain(text))
    text = re.sub(r"\bvalues? ?\(.*\)(?= ?($|on\b|returning\b))", "values (...)", text)
    return re.sub(r" limit [^()]*$", "", text)


@lru_cache(maxsize=8192)
def shape_of(text: str) -> str:
    """The text without what else differs between queries of one type: table names, qualifiers, and the columns that an UPDATE sets."""
    text = re.sub(r"\b(from|join|into|update) (?!\()[\w.$]+", r"\1 t", of_any_length(text))
    text = re.sub(r"^(update t) set .*? where ", r"\1 set ... where ", text)  # an ORM sets the columns that have changed
    return re.sub(r"\b\w+\.(?=\w)", "", text)


CONTROL = re.compile(r"(begin|start transaction|commit|rollback|savepoint|release|set|show|use|deallocate|discard|reset)\b")


def is_random(text: str) -> bool:
    """The rows are put in a random order, by the function itself or by a column computed with it. `text`: plain."""
    return RANDOM.search(text) is not None or any(re.search(rf"\border by (?:\w+\.)?{column}\b", text) for column in RANDOM_COLUMN.findall(text))


def is_control(text: str) -> bool:
    """It controls a transaction or the session, and is no query."""
    return CONTROL.match(plain(text)) is not None


def takes_a_list(text: str) -> bool:
    """Its condition has a list of keys, so that one execution can be about many items."""
    return TAKES_A_LIST.search(plain(text)) is not None


def finds_rows(text: str) -> bool:
    """It changes or deletes the rows that meet a condition."""
    return re.match(r"\(*(?:update|delete)\b.*\bwhere\b", plain(text)) is not None


def takes_an_end(text: str) -> bool:
    """It wants the least or the greatest value of a column, of all rows or of those that are equal in others. An index on those, and then
    on the column, has it at one end, however many rows there are."""
    return ENDS.fullmatch(plain(text)) is not None


def looks_up_rows(text: str) -> bool:
    """It finds rows by a list of keys, or by the key of each row that it returns: one by one, wherever they are stored."""
    return takes_a_list(text) or FOR_EACH_ROW.search(plain(text)) is not None


def is_by_one_key(text: str) -> bool:
    """Its condition says only what columns are equal to, apart from flags such as that of a deleted row."""
    return bool(_equal_columns(text))


def is_by_id(text: str) -> bool:
    """The same, and at least one of the columns is a key of a row, such as id, author_id or authorId."""
    return any(column.endswith("id") for column in _equal_columns(text))


@lru_cache(maxsize=8192)
def _equal_columns(text: str) -> tuple[str, ...]:
    """The columns of such a condition; empty if it says anything else."""
    _, _, conditions = plain(text).rpartition(" where ")
    if conditions.count("(") != conditions.count(")"):
        return ()
    parts = [part.strip("() ") for part in AFTER_CONDITIONS.sub("", conditions).split(" and ")]
    equal = [EQUALS.fullmatch(part) for part in parts]
    if not all(match or FLAG.fullmatch(part) for match, part in zip(equal, parts)):
        return ()
    return tuple(match[1] or match[2] for match in equal if match)


def order_of(text: str) -> list[str]:
    """The columns by whose values its rows are ordered, such as a time or a place; empty if only keys order them, as ORMs do by default."""
    query = plain(text)
    ordered = None if is_random(query) else ORDERED.search(query)
    parts = re.split(r",(?![^()]*\))", ordered["by"]) if ordered else []
    columns = [match[1] or match[2] for part in parts for match in ORDERED_BY.finditer(part.strip())]
    return [column for column in columns if (column in NO_KEYS or not column.endswith("id") and column != "pk") and column not in _equal_columns(text)]


def reads_what_is_stored(text: str) -> bool:
    """It reads a table, and not only the clock, a sequence or a setting of the session, nor is it sent to see whether the connection works.
    In a random order, it reads other rows each time. Such a query has nothing to keep."""
    query = plain(text)
    return re.search(r"\bfrom (?!dual\b)", query) is not None and not is_random(query)


def is_for_the_session(text: str) -> bool:
    """The next number of a sequence, a setting or a lock of the session, or whether the connection works: nothing is looked up."""
    return FOR_THE_SESSION.match(plain(text)) is not None


@lru_cache(maxsize=8192)
def computes(text: str) -> bool:
    """It groups, aggregates or ranks rows, so that each row that it returns may be made from many."""
    page, query = limited_after_grouping(text), plain(text).replace(" sql_calc_found_rows ", " ")
    query = query if page is None else query.replace(page, " ")
    if _keeps_each_row(query):
        query = query.replace("select distinct ", "select ", 1)
    return COMPUTES.search(query) is not None and not FIRST_DISTINCT.match(query) and not has_late_limit(text)


def _keeps_each_row(query: str) -> bool:
    """A DISTINCT that removes nothing, because the keys of all tables are among its columns. Some ORMs ask for it, so that of the objects
    that they make, none is there twice: select distinct t1.id, t1.title, t0.id, t0.name from course t1 join booking t0 on ..."""
    match = DISTINCT_ROWS.match(query)
    columns = columns_by_table(match["columns"]) if match else {}
    tables = [name["alias"] or name["table"] for name in TABLE_NAME.finditer(match["tables"])] if match else []
    return bool(tables) and all({"id", "*"} & set(columns.get(table, ())) for table in tables)


def has_late_limit(text: str) -> bool:
    """A page whose LIMIT is outside of a derived table, so that all its rows are made first: they are numbered, or the duplicates that a
    join adds to keys are removed (select distinct d.id from (select distinct ... join ...) d limit ?). Nothing else is computed."""
    return _derived(text) is not None


def makes_all_rows(text: str) -> bool:
    """It has a late limit, and its derived table has no condition either."""
    inner = _derived(text)
    return inner is not None and re.search(r"\bwhere\b", inner) is None


def numbered_before_the_limit(text: str) -> bool:
    """Its derived table numbers its rows, of which those of one page are taken, as several drivers of SQL Server and Oracle page."""
    return has_late_limit(text) and NUMBERED.search(plain(text)) is not None


@lru_cache(maxsize=8192)
def limited_after_grouping(text: str) -> str | None:
    """The query, or a derived table of it, that is one page of a list whose rows a join repeats: GROUP BY makes them one row for each key
    again, and only then a limit takes a few. Nothing is computed, neither there nor around it. A DISTINCT is different: where an index
    has the order, the server stops at the limit."""
    query = plain(text).replace(" sql_calc_found_rows ", " ")
    for part in _selects(query):
        page = UNREPEATED.fullmatch(part)
        if not page or re.search(FUNCTIONS, part) or COMPUTES.search(query.replace(part, " ")):
            continue
        columns, groups = columns_by_table(page["columns"]), columns_by_table(page["groups"])
        if len(columns) == 1 and columns.keys() == groups.keys() and any(KEY.fullmatch(name) for names in groups.values() for name in names):
            return part
    return None


def _selects(query: str) -> Iterator[str]:
    """The query itself, and those in its parentheses."""
    yield query
    for start in re.finditer(r"\((?=select\b)", query):
        depth = 0
        for place in range(start.start(), len(query)):
            depth += (query[place] == "(") - (query[place] == ")")
            if depth == 0:
                yield query[start.end() : place]
                break


def columns_by_table(selected: str) -> dict[str, list[str]]:
    """The names of the columns of each table in a list such as `b.id, b.title as t, c.*`; empty if one is not of a table."""
    found: dict[str, list[str]] = {}
    for column in selected.split(","):
        match = OF_A_TABLE.fullmatch(column.strip())
        if not match:
            return {}
        found.setdefault(match[1], []).append(match[2])
    return found


def joined_columns(text: str) -> list[str]:
    """The columns that a join with one page of a list takes of a table other than the list's; of several, those of the widest. The limit
    bounds the entries, so if there are more rows, the join repeats them. Without it, they may as well be the list's own."""
    match = JOIN_WITH_A_PAGE.match(plain(text))
    by_table = list(columns_by_table(match[1]).values()) if match else []
    return max(by_table[1:], key=len, default=[])


@lru_cache(maxsize=8192)
def _derived(text: str) -> str | None:
    """The derived table of a late limit."""
    query = plain(text)
    numbers = NUMBERED.findall(query)
    query = NUMBERED.sub(r"\1", query)
    for number in numbers:
        query, firsts = re.subn(rf"\bmin ?\( ?(?:\w+\.)*{number} ?\)", number, query)
        if firsts:
            query = re.sub(r" group by [^()]*?(?= order by | limit |$)", "", query)  # the first of those that a join repeats
    derived = DERIVED.match(query)
    if not derived or re.search(rf"{AGGREGATES}|\bunion\b", query) or LIMITED.search(derived["inner"]):
        return None
    by_number = any(re.search(rf"\bwhere (?:\w+\.)*{number} ?(?:[<>=]|between\b)", derived["after"]) for number in numbers)
    repeats = re.search(r"\bselect distinct\b[^()]*?\b(?:\w+_)?id(?:_\d+)?\b[^()]* from .* join ", derived["inner"]) is not None
    return derived["inner"] if by_number or (LIMITED.search(derived["after"]) and (numbers or repeats)) else None


def is_limited(text: str) -> bool:
    """A limit bounds the rows that it returns."""
    return LIMITED.search(plain(text)) is not None


@lru_cache(maxsize=8192)
def columns_by_name(text: str) -> Mapping[str, str]:
    """The columns of a query on one table, by the names that they have in its result; empty if it computes some, or takes all of them."""
    match = ONE_TABLE.match(plain(text))
    columns = [SELECTED.fullmatch(column.strip()) for column in match[1].split(",")] if match else []
    return {column[2] or column[1]: column[1] for column in columns if column} if all(columns) else {}


def skips_rows(text: str) -> bool:
    """An offset: it reads the rows before the part that it returns."""
    return SKIPS.search(plain(text)) is not None


def is_next_part(text: str) -> bool:
    """It continues a list after the part that was read before: by the last key, by an offset, or from a cursor."""
    return NEXT_PART.search(plain(text)) is not None
