"""Pages that only look as if they had an issue."""

from __future__ import annotations

from pages_responses import BEST, KEPT, SHARED
from recorded import Answer, Asked, read

def dashboard(_: Asked) -> Answer:
    return Answer([read(f"select total from tile_{letter} where id = ?") for letter in "abcdefghijkl"], items=12)


def six_of_one_shape(_: Asked) -> Answer:
    return Answer([read("select value from setting where id = ?", 6, 6)], items=6)


def small_table(_: Asked) -> Answer:
    return Answer([read("select name from shelf where room = ?", rows=4, scans=True)], items=4, counts={"rows-examined": 20, "full-scan": 1})


def small_counts(asked: Asked) -> Answer:
    """What is new today is counted by index, and other queries read a few more rows by chance."""
    new = 55 * asked.stored
    counts = read("select count(*) from review where created_at >= ?", plan={"node": "query", "children": [{"node": "table", "table": "t1", "access": "range", "rows": new, "extra": "using index"}]})
    return Answer([counts, read("select id from orders order by id desc limit ?", rows=100)], items=100, counts={"rows-examined": 1_400 + 70 * asked.stored})


def small_uncompressed(_: Asked) -> Answer:
    return Answer([], body_bytes=180)


def cold_first(asked: Asked) -> Answer:
    return Answer([] if asked.visit else [read(BEST, rows=10), read("select name from tag")], items=10, headers=SHARED)


def personal(asked: Asked) -> Answer:
    mine = read("select title from wish where customer_id = ?", rows=7)
    mine.result_hash = asked.visitor
    return Answer([mine], items=7, body=asked.visitor, headers=KEPT)


def honest_report(asked: Asked) -> Answer:
    total = read("select year, sum(price) from order_item where status = ? group by year", rows=12, scans=True)
    return Answer([total], items=12, counts={"rows-examined": 30_000 * asked.stored, "full-scan": 1}, total_us=90_000 * asked.stored)


def bypassed_after_write(asked: Asked) -> Answer:
    return Answer([read(BEST, rows=10)] if asked.anew else [], items=10, headers=KEPT)
