"""For each bound of a rule: a page just below it, of which nothing is said, and one just at it, which is named."""

from __future__ import annotations

import unittest
from typing import Any, Callable

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.dossier import Dossier
from pages_responses import BEST, CHAIN, REVISITED, SHARED
from pages_database import AUTHOR, BOOKS
from recorded import Answer, Asked, dossier, read, write

Page = Callable[[Any], Dossier]


def found(page: Dossier) -> list[set[str]]:
    return [set(finding.labels) for finding in judge(page).findings]


def spread(total: float, factor: float) -> int:
    """`total`, as the first step of a ladder has it, times `factor`."""
    return round(total * factor)


# Pages with one number that decides. Each takes that number.


def reads_per_item(share: float) -> Dossier:
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(AUTHOR, round(share * asked.n), round(share * asked.n))], items=asked.n))


def reads_until_all_were_seen(distinct: int) -> Dossier:
    """A second kind of query: one for each item, until every distinct value was seen."""
    def page(asked: Asked) -> Answer:
        seen = min(asked.n, distinct)
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n), read("select name from country where id = ?", seen, seen)], items=asked.n)

    return dossier(page)


def rows_each(rows: float) -> Dossier:
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, round(rows * asked.n))], items=asked.n * 4))


def reads_beyond_shown(shown: float) -> Dossier:
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n)], items=round(asked.n / shown)))


def list_rows(share: float) -> Dossier:
    """The query that the repeated ones follow from gives so many rows per item asked for."""
    return dossier(lambda asked: Answer([read(BOOKS, rows=round(share * asked.n)), read(AUTHOR, asked.n, asked.n)], items=asked.n))


def reads_beside_writes(reads: float) -> Dossier:
    def page(asked: Asked) -> Answer:
        times = round(reads * asked.n)
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, times, times), write("update book set price = ? where id = ?", asked.n)], items=asked.n)

    return dossier(page)


def queries_by_header(share: float) -> Dossier:
    return without_digests(reads_per_item(share))


def rows_by_header(share: float) -> Dossier:
    return without_digests(list_rows_only(share))


def list_rows_only(share: float) -> Dossier:
    return dossier(lambda asked: Answer([read(AUTHOR, asked.n, round(share * asked.n))], items=asked.n))


def without_digests(page: Dossier) -> Dossier:
    for seen in [page.cold, *page.warm, *(step.seen for ladder in page.ladders for step in ladder.steps)]:
        seen.digests = None
    return page


def writes_per_item(share: float) -> Dossier:
    return dossier(lambda asked: Answer([write("insert into t values (?)", round(share * asked.n))], items=1), method="POST")


def writes_by_header(share: float) -> Dossier:
    return without_digests(writes_per_item(share))


def unshown(rows: float, queries: Callable[[Asked], int] = lambda asked: 1, body: float = 0.0) -> Dossier:
    def page(asked: Asked) -> Answer:
        more = read("select author_id from book where author_id in (...)", queries(asked), round((rows - 1) * asked.n))
        return Answer([read(BOOKS, rows=asked.n), more], items=asked.n)

    return dossier(page)


def unshown_of_a_fixed_list(body_growth: float) -> Dossier:
    """Shows ten entries whatever it was asked for, in a body that grows by this share of itself."""
    def page(asked: Asked) -> Answer:
        rows = [read(BOOKS, rows=asked.n), read("select author_id from book", rows=10 * asked.n)]
        return Answer(rows, items=10, body_bytes=round(1_000 * (1 + body_growth * (asked.n - 10) / 630)))

    return dossier(page, stored=False)


def examined_per_sent(factor: float, sent: int = 10) -> Dossier:
    """With the stored rows, rows sent grow from `sent` by ten of each step, rows examined by so many times that."""
    def page(asked: Asked) -> Answer:
        rows = sent + 10 * (asked.stored - 1)
        return Answer([read("select id from product where sku = ?", rows=rows, scans=True)], items=rows,
                      counts={"rows-examined": round(5_000 + factor * 10 * (asked.stored - 1)), "full-scan": 1})

    return dossier(page, size=False)


def unindexed(scans: int = 1, text: str = "select id from product where sku = ?", plan: bool | None = True, dip: int = 0) -> Dossier:
    def page(asked: Asked) -> Answer:
        counts = {"rows-examined": 25_000 * (asked.stored if asked.stored != 4 or not dip else dip), "full-scan": scans if asked.stored == 16 else 1}
        return Answer([read(text, rows=1, scans=plan)], items=1, counts=counts)

    return dossier(page, size=False)


def unread(row_bytes: int = 16_500, read_columns: int = 3, queries: float = 0.0, items: bool = True) -> Dossier:
    """An entry shows 90 bytes."""
    def page(asked: Asked) -> Answer:
        more = [read("select 1", round(queries * asked.n), 0)] if queries else []
        return Answer([read("select ... from document limit ?", rows=asked.n), *more], items=asked.n if items else 0, body_bytes=600 + 90 * asked.n,
                      counts={"cols": 5, "cols-read": read_columns, "db-bytes": 200 + row_bytes * asked.n})

    return dossier(page)


def paged_rows(rise: int, body_growth: float = 0.0, pages: bool = True) -> Dossier:
    def page(asked: Asked) -> Answer:
        return Answer([read("select id from book", rows=50 + spread(rise, (asked.stored - 1) / 15))], items=50,
                      body_bytes=round(5_000 * (1 + body_growth * (asked.stored - 1) / 15)))

    return dossier(page, size=False, pages=pages)


def examined_per_page(each: float) -> Dossier:
    return dossier(lambda asked: Answer([read("select id from book limit ?", rows=50)], items=50, body=str(asked.page),
                                        counts={"rows-examined": round(50 + each * asked.page)}), size=False, pages=True)


def held(peak: Callable[[int], int], owner: str = "mem-peak-app", body_growth: float = 0.0, **more: Callable[[int], int]) -> Dossier:
    """Peaks by how much is stored."""
    def page(asked: Asked) -> Answer:
        counts = {owner: peak(asked.stored), **{key.replace("_", "-"): value(asked.stored) for key, value in more.items()}}
        return Answer([read("select ... from book", rows=1_000)], items=100, body_bytes=round(9_600 * (1 + body_growth * (asked.stored - 1) / 15)), counts=counts)

    return dossier(page, size=False)


def export(first_byte: float = 1.0, peak: float = 2.0, usual: int = 2_000_000, attachment: bool = False, size: Callable[[int], int] = lambda n: 20_000 * n) -> Dossier:
    """`first_byte`: its share of the total; `peak`: bytes of memory for each byte of the body."""
    def page(asked: Asked) -> Answer:
        total = 1_000 * asked.n
        bytes_ = size(asked.n) if asked.visit == 5 else usual
        headers = {"content-disposition": 'Attachment; filename="a.csv"'} if attachment else {}
        return Answer([read(BOOKS, rows=asked.n)], items=asked.n, body_bytes=bytes_, total_us=total, headers=headers,
                      counts={"first-byte": round(first_byte * total), "mem-peak-app": round(10_000 + peak * size(asked.n))})

    return dossier(page, stored=False)


def allocations(each: float, kind: str = "application/json", queries: float = 0.0, values: Callable[[int], int] = lambda n: 10 * n) -> Dossier:
    def page(asked: Asked) -> Answer:
        more = [read("select 1", round(queries * asked.n), 0)] if queries else []
        return Answer([read(BOOKS, rows=asked.n), *more], items=asked.n, values=values(asked.n), headers={"content-type": kind},
                      counts={"mem-count": round(300 + each * 10 * asked.n)})

    return dossier(page)


def floor_with(reads: int, writes: int = 0, shared: int = 9, status: int = 200) -> Dossier:
    """A trivial page with the first so many queries of the chain; the page itself has the first `shared` of them."""
    update = [write("update rate_limit set hits = hits + ?")] * writes

    def page(_: Asked) -> Answer:
        return Answer([*CHAIN[:reads][:shared], *(update if shared else []), read("select name from product where id = ?")], items=1)

    return dossier(page, size=False, floor_page=lambda _: Answer([*CHAIN[:reads], *update], status=status))


def cpu_growth(power: float, unit: float = 100.0) -> Dossier:
    """Processor time of the code on the ladder of size and stored rows together."""
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n)], items=asked.n, counts={"cpu-app": round(unit * (asked.n / 640) ** power)}), long=True)


def cpu_step(last: int) -> Dossier:
    steps = {640: 10, 2_560: 20, 10_240: 20 + last}
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n)], items=asked.n, counts={"cpu-app": steps.get(asked.n, 1)}), long=True)


def cpu_queries(share: float) -> Dossier:
    """Rows that are written make the queries of the joint ladder grow, and no read."""
    def page(asked: Asked) -> Answer:
        times = 1 + round(share * asked.n)
        return Answer([read(BOOKS, rows=asked.n), write("insert into log values (?)", times)], items=asked.n, counts={"cpu-app": asked.n * asked.n // 400})

    return dossier(page, long=True)


def sink(moved: float, body: float = 0.0, delays: tuple[int, ...] = (300, 600)) -> Dossier:
    """The first byte comes later by so much of the delay, and the body is by this share larger."""
    def page(asked: Asked) -> Answer:
        return Answer([write("insert into report values (?)")], items=3, first_byte_us=round(40_000 + moved * 1_000 * asked.sink_ms),
                      body_bytes=round(10_000 / (1 - body if asked.sink_ms else 1)))

    made = dossier(page, size=False, method="POST")
    made.sink = {delay: seen for delay, seen in made.sink.items() if delay in (0, *delays)}
    return made


def warm_work(queries: int, cold: int = 10, headers: dict[str, str] = SHARED) -> Dossier:
    def page(asked: Asked) -> Answer:
        return Answer([read(f"{BEST} {number}") for number in range(queries if asked.visit else cold)], items=10, headers=headers)

    return dossier(page, size=False)


def revisit(queries: int, full: int = 2, status: int = 304, made: tuple[int, int] | None = (900, 880), rows: int = 1, headers: dict[str, str] = REVISITED,
            validator: str = "etag") -> Dossier:
    """`made`: allocations of the 200 and of the 304."""
    def page(asked: Asked) -> Answer:
        again = asked.revalidates
        counts = {} if made is None else {"mem-count": made[again]}
        texts = [read(f"select {number}", rows=rows if again else 1) for number in range(queries if again else full)]
        return Answer(texts, items=9, status=status if again else 200, headers={**headers, **({validator: '"7"'} if validator else {})}, counts=counts)

    return dossier(page, size=False)


LIMITS: dict[str, tuple[Page, Any, Any, set[str]]] = {
    # what is bounded: page, value of which nothing is said, value that is named, labels
    "reads per item": (reads_per_item, 0.48, 0.5, {"n-plus-one"}),
    "entries shown per read, below which they are about something else": (reads_beyond_shown, 1.6, 1.4, {"n-plus-one"}),
    "rows of the list per item asked for": (list_rows, 0.4, 0.5, {"n-plus-one"}),
    "reads per write": (reads_beside_writes, 1.0, 1.1, {"n-plus-one", "bulk-update"}),
    "reads per item, by header": (queries_by_header, 0.48, 0.5, {"n-plus-one", "select-related", "prefetch-related", "nested-loops"}),
    "rows per item, by header": (rows_by_header, 0.4, 0.5, {"n-plus-one", "select-related", "prefetch-related", "nested-loops"}),
    "writes per item": (writes_per_item, 0.48, 0.5, {"bulk-create"}),
    "writes per item, by header": (writes_by_header, 0.48, 0.5, {"bulk-create", "bulk-update"}),
    "rows per entry shown": (unshown, 1.9, 2.0, {"annotation"}),
    "queries while unshown rows grow": (lambda share: unshown(9, lambda asked: 1 + round(share * asked.n)), 0.06, 0.04, {"annotation"}),
    "body beside rows that are not shown": (unshown_of_a_fixed_list, 0.26, 0.25, {"annotation"}),
    "rows examined per row sent": (examined_per_sent, 9.9, 10.0, {"database-index"}),
    "rows examined per row sent, none being sent more": (lambda examined: examined_alone(examined), 9, 10, {"database-index"}),
    "full scans at every step": (lambda scans: unindexed(scans), 0, 1, {"database-index"}),
    "bytes of a row per byte of its entry": (unread, 719, 720, {"deferred-loading"}),
    "bytes of a row per byte of its entry, entries not being counted": (lambda bytes_: unread(bytes_, items=False), 719, 720, {"deferred-loading"}),
    "columns that are not read": (lambda columns: unread(read_columns=columns), 5, 4, {"deferred-loading"}),
    "queries beside columns that are not read": (lambda share: unread(queries=share), 0.06, 0.04, {"deferred-loading"}),
    "rows sent more for a page": (paged_rows, 100, 101, {"pagination"}),
    "body of a page": (lambda growth: paged_rows(9_000, growth), 0.26, 0.25, {"pagination"}),
    "rows examined more for each page further on": (examined_per_page, 24.8, 25.0, {"pagination"}),
    "bytes held more": (lambda rise: held(lambda stored: 9_000 + spread(rise, (stored - 1) / 15)), 65_536, 65_537, {"memory-profile"}),
    "body beside memory that grows": (lambda growth: held(lambda stored: 90_000 * stored, body_growth=growth), 0.26, 0.25, {"memory-profile"}),
    "share of the first byte": (export, 0.49, 0.5, {"streaming-response"}),
    "memory per byte of the body": (lambda peak: export(peak=peak), 0.49, 0.5, {"streaming-response"}),
    "size of a body that is worth streaming": (lambda usual: export(usual=usual), 1_000_000, 1_000_001, {"streaming-response"}),
    "allocations per value": (allocations, 3.9, 4.0, {"serializer"}),
    "queries beside allocations": (lambda share: allocations(9, queries=share), 0.06, 0.04, {"serializer"}),
    "queries of a trivial page": (floor_with, 1, 2, {"middleware"}),
    "writes of a trivial page": (lambda writes: floor_with(0, writes), 0, 1, {"middleware"}),
    "queries of a trivial page that the page runs too": (lambda shared: floor_with(4, shared=shared), 1, 2, {"middleware"}),
    "power of the code's growth": (lambda power: cpu_growth(power, 1_000), 1.45, 1.55, {"nested-loops"}),
    "processor time of the last step": (cpu_step, 1_999, 2_000, {"nested-loops"}),
    "queries beside processor time": (cpu_queries, 0.06, 0.04, {"nested-loops"}),
    "share of the sink's delay": (sink, 0.79, 0.81, {"background-task"}),
    "share of the sink's delay, from above": (sink, 1.31, 1.29, {"background-task"}),
    "body beside a delay in the sink": (lambda body: sink(1.0, body), 0.06, 0.04, {"background-task"}),
    "work of a repeat": (warm_work, 7, 8, {"response-cache"}),
    "work of a repeat where there is little": (lambda queries: warm_work(queries, 1), 0, 1, {"response-cache"}),
    "work of a 304": (revisit, 1, 2, {"conditional-request"}),
    "allocations of a 304": (lambda made: revisit(2, made=(1_000, made)), 499, 500, {"conditional-request"}),
    "rows of a 304": (lambda rows: revisit(2, rows=rows), 0, 1, {"conditional-request"}),
}

OTHERWISE = {  # what is said of the page below the bound
    "entries shown per read, below which they are about something else": {"raw-sql"},
    "reads per write": {"bulk-update"},
}


def examined_alone(rise: int) -> Dossier:
    """Rows examined grow by so many in all, rows sent not at all."""
    return dossier(lambda asked: Answer([read("select id from product where sku = ?", rows=1, scans=True)], items=1,
                                        counts={"rows-examined": 3 + spread(rise, {1: 0, 4: 0.25, 16: 1}[asked.stored]), "full-scan": 1}), size=False)


class Limits(unittest.TestCase):
    def test_a_page_just_below_a_bound_is_silent_and_one_at_it_is_named(self) -> None:
        for what, (page, silent, named, labels) in LIMITS.items():
            with self.subTest(what):
                self.assertEqual(set().union(*found(page(silent))), OTHERWISE.get(what, set()), f"{silent}")
                self.assertEqual(set().union(*found(page(named))), labels, f"{named}")


if __name__ == "__main__":
    unittest.main()
