"""Pages that requests at the same time make slow, and pages that only look like it."""

from __future__ import annotations

from dataclasses import replace

from caseload_detector.evidence import Digest
from recorded import Answer, Asked, read, write

COUNT = "update page_count set visits = visits + ? where page_id = ?"
BOOK = "select title, price from book where id = ?"
KEPT = {"cache-control": "private, max-age=60"}
BEST = "select title, sum(copies) from sale where sold_at >= ? group by title order by sum(copies) desc limit ?"


def waiting(text: str, waits: int = 1, rows: int = 1) -> Digest:
    return replace(write(text), rows=rows, row_lock_waits=waits)


def visit(waits: int, **counts: int) -> Answer:
    return Answer([waiting(COUNT, waits), read(BOOK)], items=1, counts={"row-lock-waits": waits, "calls-in-transaction": 0, "commits": 1, **counts})


def one_counter(asked: Asked) -> Answer:
    return visit(1 if asked.place > 1 else 0)


def counter_that_two_wait_for(asked: Asked) -> Answer:
    return visit(1 if asked.place > 1 + asked.group % 2 else 0)


def cleaned_up_by_all(asked: Asked) -> Answer:
    answer = one_counter(asked)
    answer.digests = [waiting("delete from draft where batch = ?"), write("insert into draft values (?)")]
    return answer


def rows_of_its_own(asked: Asked) -> Answer:
    answer = one_counter(asked)
    answer.digests = [replace(write("update draft set price = ? where id = ?", times=20), row_lock_waits=1)]
    return answer


def stock_of_what_all_buy(asked: Asked) -> Answer:
    """One UPDATE takes a piece of each product in the basket, and another one marks the order, which nobody else wants."""
    answer = one_counter(asked)
    answer.digests = [waiting("update line join stock on stock.id = line.stock_id set pieces = pieces - ? where line.order_id = ?", rows=4),
                      write("update purchase set status = ? where id = ?")]
    return answer


def counter_made_if_missing(asked: Asked) -> Answer:
    """A row for each day, which MySQL and MariaDB count twice once it is there."""
    answer = one_counter(asked)
    count = "insert into page_count (page_id, day, visits) values (?, ?, ?) on duplicate key update visits = visits + ?"
    answer.digests = [waiting(count, 1 if asked.place > 1 else 0, rows=2), read(BOOK)]
    return answer


def latest_of_a_device(asked: Asked) -> Answer:
    """The same, but it keeps what came last and counts nothing."""
    answer = counter_made_if_missing(asked)
    kept = "insert into place (tram, seen_at) values (?, ?) on duplicate key update seen_at = values (seen_at)"
    answer.digests = [waiting(kept, 1 if asked.place > 1 else 0, rows=2), read(BOOK)]
    return answer


def session_of_the_visitor(asked: Asked) -> Answer:
    """All requests at once come with the same session; those of other visitors have their own."""
    answer = one_counter(asked)
    answer.digests = [waiting("update visit set seen_at = ? where session_id = ?", 1 if asked.place > 1 else 0), read(BOOK)]
    return answer


def limit_of_the_visitor(asked: Asked) -> Answer:
    answer = counter_made_if_missing(asked)
    count = "insert into rate (session_id, minute, hits) values (?, ?, ?) on duplicate key update hits = hits + ?"
    answer.digests = [waiting(count, 1 if asked.place > 1 else 0, rows=2), read(BOOK)]
    return answer


def many_counters(asked: Asked) -> Answer:
    return visit(0)


def met_by_chance(asked: Asked) -> Answer:
    return visit(1 if (asked.group, asked.place) == (2, 3) else 0)


def locked_by_others(asked: Asked) -> Answer:
    return visit(1)


def held_over_a_call(asked: Asked) -> Answer:
    return visit(1 if asked.place > 1 else 0, **{"calls-in-transaction": 1})


def list_from_the_cache(rebuilt: list[str], gets: int = 1, examined: int = 30_000) -> Answer:
    queries = [read(BEST, rows=20)] if rebuilt else []
    return Answer(queries, items=20, headers=KEPT, rebuilt=rebuilt,
                  counts={"cache-get": gets, "cache-miss": len(rebuilt), "rebuilds": len(rebuilt), "rows-examined": examined if rebuilt else 0})


def rebuilt_by_everyone(asked: Asked) -> Answer:
    return list_from_the_cache(["best"] if asked.anew else [])


def rebuilt_for_one_visitor(asked: Asked) -> Answer:
    answer = rebuilt_by_everyone(asked)
    answer.headers = {"cache-control": "private, no-store"}
    return answer


def rebuilt_by_two(asked: Asked) -> Answer:
    return list_from_the_cache(["best"] if asked.anew and asked.place < 3 else [])


def rebuilt_by_one(asked: Asked) -> Answer:
    return list_from_the_cache(["best"] if asked.anew and asked.place < 2 else [])


def each_its_own(asked: Asked) -> Answer:
    return list_from_the_cache([f"best of {asked.place}"] if asked.anew else [])


def built_by_all_and_stored_by_one(asked: Asked) -> Answer:
    """A lock decides who stores what all of them have built."""
    answer = list_from_the_cache(["best"] if asked.anew and asked.place < 2 else [])
    if asked.anew:
        answer.digests = [read(BEST, rows=20)]
        answer.counts.update({"cache-miss": 1, "rows-examined": 30_000})
    return answer


def read_past_the_cache(asked: Asked) -> Answer:
    """Who has just written is to see it, so the cache is not asked."""
    answer = built_by_all_and_stored_by_one(asked)
    return replace(answer, rebuilt=[], counts={**answer.counts, "cache-miss": 0, "rebuilds": 0})


def read_past_the_cache_with_a_new_session(asked: Asked) -> Answer:
    """The visitor sends no cookie, so a session is looked for and not found by each request."""
    answer = read_past_the_cache(asked)
    return replace(answer, counts={**answer.counts, "cache-miss": 1})


def another_one_for_each(asked: Asked) -> Answer:
    """Each request picks an author at random, whose years are not in the cache yet."""
    answer = list_from_the_cache([f"years of {asked.group} {asked.place}"] if asked.anew else [])
    answer.counts["cache-miss"] = len(answer.rebuilt or [])
    return answer


def settings_beside_a_locked_list(asked: Asked) -> Answer:
    """One request builds the list. The others serve the previous one, but some load their process's settings again."""
    answer = list_from_the_cache(["best"] if asked.anew and asked.place < 2 else [])
    if asked.anew:
        answer.digests = [*answer.digests, read("select name, value from setting", rows=40)]
        answer.counts.update({"cache-miss": 1, "rows-examined": answer.counts["rows-examined"] + 40})
    return answer


def version_looked_up(asked: Asked, building: int) -> Answer:
    """All requests look for the version of the list. The first `building` of them don't find the list itself, and the others serve the previous one."""
    answer = list_from_the_cache(["best"] if asked.anew and asked.place <= building else [])
    if asked.anew:
        answer.digests = [read("select version from list where name = ?"), *answer.digests]
        answer.counts.update({"cache-miss": 1, "rows-examined": answer.counts["rows-examined"] + 1})
    return answer


def version_of_a_locked_list(asked: Asked) -> Answer:
    return version_looked_up(asked, 1)


def version_of_a_list_that_some_build(asked: Asked) -> Answer:
    return version_looked_up(asked, 3)


def cheap_to_rebuild(asked: Asked) -> Answer:
    return list_from_the_cache(["best"] if asked.anew else [], examined=20)
