"""Pages that write."""

from __future__ import annotations

from recorded import Asked

from .levels import COUNTERS, DOCUMENTS, HEADER, STATEMENTS
from .items import CHUNKS
from .making import IN_A_SET, NAMED, Feature, Made, innocent, mistake
from .setting import Draw

BY_VERB = {**dict.fromkeys((DOCUMENTS, COUNTERS, STATEMENTS), NAMED), HEADER: IN_A_SET}
INSERT = "insert into {} (name, amount) values (#1)"


@mistake("bulk-create", size=True, method="POST", levels=BY_VERB)
def inserted_one_by_one(draw: Draw) -> Feature:
    table, setting, each_commits = draw.table(), draw.setting, draw.happens(0.5)
    verb = draw.one(("insert into", "insert into", "replace into"))
    more = draw.one(("", "", " on duplicate key update amount = ?", " returning id")) if verb == "insert into" else ""

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.write(f"{verb} {table} (name, amount) values (#1){more}", count)
        made.count("commits", count if each_commits else 1)

    return Feature(f"a row inserted for each item, {'each in its own transaction' if each_commits else 'in one transaction'}", add)


@mistake("bulk-update", size=True, method="POST", levels=BY_VERB)
def saved_one_by_one(draw: Draw) -> Feature:
    table, setting, loads = draw.table(), draw.setting, draw.happens(0.5)
    each_commits, column = draw.happens(0.5), draw.column()
    part = draw.one((1.0, 1.0, round(draw.chance.uniform(0.6, 1.0), 2)))

    def add(asked: Asked, made: Made) -> None:
        count = round(part * setting.items(asked))
        if loads:
            made.query(f"select id, {column} from {table} where id = ?", count)
        made.write(f"update {table} set {column} = ? where id = ?", count)
        made.count("commits", count if each_commits else 1)

    # At 0.6 to 1 for each item up to a cap, a number of writes alone does not show that they are one for each.
    levels = BY_VERB if part == 1.0 or setting.cap is None else {level: best for level, best in BY_VERB.items() if level != HEADER}
    return Feature(f"{part} of the items saved one by one{', each loaded before' if loads else ''}", add, levels)


@innocent(size=True, method="POST", claims="writes")
def many_rows_at_once(draw: Draw) -> Feature:
    table, setting, chunk = draw.table(), draw.setting, draw.one(CHUNKS)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        full, rest = divmod(count, chunk)
        made.write(f"insert into {table} (name, amount) values (#{chunk})", full, full * chunk, 1)
        made.write(f"insert into {table} (name, amount) values (#{rest})", 1 if rest else 0, rest)

    return Feature(f"inserted in chunks of {chunk}", add)


@innocent(size=True, method="POST", claims="writes")
def changed_at_once(draw: Draw) -> Feature:
    table, column, setting = draw.table(), draw.column(), draw.setting

    def add(asked: Asked, made: Made) -> None:
        made.write(f"update {table} set {column} = ? where {column} = ?", 1, setting.items(asked), 1)

    return Feature("one update for all rows", add)


@innocent(method="POST")
def log_of_who_did_what(draw: Draw) -> Feature:
    table, times = draw.table(), draw.number(1, 4)

    def add(asked: Asked, made: Made) -> None:
        made.write(INSERT.format(table), times)

    return Feature(f"{times} entries of a log", add)
