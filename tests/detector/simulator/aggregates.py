"""What is counted, summed or looked at in code, and what it needs in memory."""

from __future__ import annotations

from recorded import Asked

from .levels import DOCUMENTS, HEADER
from .making import BY_QUERIES, IN_A_SET, NAMED, Feature, Made, innocent, mistake
from .setting import Draw

CLEAR_ROWS = 3_000  # more rows at the end of a ladder


@mistake("annotation", size=True, claims="rows rows-stored")
def counted_for_each(draw: Draw) -> Feature:
    """Each item shows a number, and the rows that it is made from are fetched."""
    setting, table, key, column = draw.setting, draw.table(), draw.table(), draw.column()
    each = max(draw.number(20, 60), CLEAR_ROWS // max(setting.most - setting.fewest, 1) + 1)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.query(f"select t.{key}_id, t.{column} from {table} t join {key} k on k.id = t.{key}_id limit ?", rows=each * count, width=10, columns=2)

    return Feature(f"{each} rows counted for each item", add, {DOCUMENTS: NAMED} if setting.countable else {})


@mistake("annotation", stored=True, claims="rows rows-stored examined memory bytes paging")
def summed_in_code(draw: Draw) -> Feature:
    table, column, base = draw.table(), draw.column(), draw.number(1_500, 20_000)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select {column}, amount from {table} where state = ?", rows=base * asked.stored, width=14, columns=2)

    return Feature(f"{base:,} rows summed in code", add, {DOCUMENTS: NAMED} if draw.setting.countable else {})


@mistake("raw-sql", size=False, stored=True, levels=BY_QUERIES, claims="rows rows-stored examined memory bytes lookups paging")
def loaded_and_filtered(draw: Draw) -> Feature:
    """All owners are loaded, and the rows of each, to show the best few."""
    table, owner, base, each = draw.table(), draw.table(), draw.number(30, 400), draw.number(3, 9)

    def add(asked: Asked, made: Made) -> None:
        owners = base * asked.stored
        made.query(f"select id, name from {owner} where state = ?", rows=owners)
        made.query(f"select year, rating from {table} where {owner}_id = ?", owners, each * owners + 1, width=10)

    return Feature(f"{base} owners and {each} rows each, filtered in code", add, {**BY_QUERIES, DOCUMENTS: NAMED} if draw.setting.countable else dict.fromkeys(BY_QUERIES, IN_A_SET))


# ---- texts that SQL can't take apart, and the memory for them ------------------------------------------------


def _texts(draw: Draw, driver: int, app: int) -> Feature:
    table, base, width = draw.table(), draw.number(2_000, 9_000), draw.number(300, 900)

    def add(asked: Asked, made: Made) -> None:
        rows = base * asked.stored
        made.query(f"select body from {table}", rows=rows, width=width, columns=1, held=False, scans=True)
        made.answer.counts["mem-peak-driver"] = 40_000 + driver * width * rows // 100
        made.answer.counts["mem-peak-app"] = 60_000 + app * width * rows // 100

    return Feature(f"{base:,} texts of {width} bytes compared in code", add)


MEMORY = {DOCUMENTS: NAMED, HEADER: IN_A_SET}


@mistake("iterator", stored=True, levels=MEMORY, claims="rows rows-stored examined memory bytes paging")
def result_held_by_the_driver(draw: Draw) -> Feature:
    return _texts(draw, 100, draw.number(0, 10))


@mistake("memory-profile", stored=True, levels=MEMORY, claims="rows rows-stored examined memory bytes paging")
def copies_held_by_the_code(draw: Draw) -> Feature:
    return _texts(draw, 0, draw.number(100, 300))


@innocent(stored=True, claims="rows rows-stored examined memory bytes cache paging")
def texts_one_by_one(draw: Draw) -> Feature:
    return _texts(draw, 0, 0)


# ---- innocent ---------------------------------------------------------------------------------------------


@innocent(size=True, claims="rows")
def counted_by_the_database(draw: Draw) -> Feature:
    """Two or three rows for each item: one for each state that has any."""
    setting, table, key = draw.setting, draw.table(), draw.table()
    each = draw.number(1, 3)

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        made.query(f"select {key}_id, state, count(*) from {table} group by {key}_id, state order by {key}_id limit ?", rows=each * count, width=14, result=str(asked.visit))

    return Feature(f"{each} groups for each item", add)


@innocent(size=True, claims="rows")
def few_rows_counted_in_code(draw: Draw) -> Feature:
    """Below the benefit: at most 300 rows more."""
    setting, table, column = draw.setting, draw.table(), draw.column()
    rows = draw.number(20, 300)

    def add(asked: Asked, made: Made) -> None:
        made.query(f"select {column}, amount from {table} where state = ?", rows=rows * setting.items(asked) // setting.most, width=12, columns=2)

    return Feature(f"{rows} rows counted in code", add)
