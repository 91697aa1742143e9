"""For each bound of a rule: a page just below it, of which nothing or something else is said, and one just at it, which is named."""

from __future__ import annotations

import unittest
from typing import Any, Callable, TypeVar

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Digest, Observation
from pages_responses import BEST, CHAIN, KEPT, REVISITED, SHARED
from pages_database import AUTHOR, BOOKS
from recorded import Answer, Asked, dossier, read, write

Page = Callable[[Any], Dossier]
Members = TypeVar("Members", Digest, Observation, Dossier)


def found(page: Dossier) -> list[set[str]]:
    return [set(finding.labels) for finding in judge(page).findings]


def spread(total: float, factor: float) -> int:
    """`total`, as the first step of a ladder has it, times `factor`."""
    return round(total * factor)


def having(item: Members, **members: object) -> Members:
    """The same digest, observation or dossier, with these members set."""
    for name, value in members.items():
        setattr(item, name, value)
    return item


def answers(page: Dossier) -> list[Observation]:
    """Each once."""
    ladders = [*page.ladders, *filter(None, [page.joint, page.walk])]
    every = [page.cold, *page.warm, *filter(None, [page.revisit, page.other_visitor]), *page.floor, *sum(page.sink.values(), []),
             *sum(page.after_write.values(), []), *(step.seen for ladder in ladders for step in ladder.steps)]
    return list({id(seen): seen for seen in every}.values())


def altered(page: Dossier, change: Callable[[Observation], Any]) -> Dossier:
    for seen in answers(page):
        change(seen)
    return page


def chunks(times: int) -> list[Digest]:
    """Queries about eight items each that find nothing, so that the number of queries is all that they add."""
    return [having(read("select 1 from flag where id in (...)", times, 0), parameters=8 * times)] if times else []


def table(access: str, rows: int, extra: str = "where t1.status = 'open'", is_sorted: bool = False) -> dict[str, Any]:
    """A plan that reads one table."""
    plan = {"node": "table", "table": "t1", "access": access, "rows": rows, "extra": extra}
    return {"node": "filesort", "children": [plan]} if is_sorted else plan


# Pages with one number that decides. Each takes that number.


def reads_per_item(share: float) -> Dossier:
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(AUTHOR, round(share * asked.n), round(share * asked.n))], items=asked.n))


def more_reads(rise: int) -> Dossier:
    """The longest list needs so many more lookups than the shortest, whatever the number of entries."""
    def page(asked: Asked) -> Answer:
        times = 10 + spread(rise, (asked.n - 10) / 630)
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, times, times)], items=asked.n)

    return dossier(page, stored=False)


def reads_with_sets(distinct: int, writes: int = 0) -> Dossier:
    """A lookup for each item, with so many different parameter sets in all; for the longest list so many more writes."""
    def page(asked: Asked) -> Answer:
        more = [write("update counter set n = ? where id = ?", 1 + spread(writes, (asked.n - 10) / 630))] if writes else []
        return Answer([read(BOOKS, rows=asked.n), having(read(AUTHOR, asked.n, asked.n), distinct=distinct), *more], items=asked.n)

    return dossier(page, stored=False)


def only_along_sizes(page: Dossier) -> Dossier:
    """The queries of the page at its usual size are not known."""
    for seen in (page.cold, *page.warm):
        seen.digests = None
    return page


def same_again(times: int, distinct: int = 1) -> Dossier:
    """As often for a short list as for a long one."""
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), having(read(AUTHOR, times, times), distinct=distinct)], items=asked.n))


def parameters_each(parameters: int) -> Dossier:
    """One query for ten items, and so many parameters in each."""
    def page(asked: Asked) -> Answer:
        times = asked.n // 10
        return Answer([read(BOOKS, rows=asked.n), having(read("select name from author where id in (...)", times, times), parameters=parameters * times)],
                      items=asked.n)

    return dossier(page)


def chunked(size: int) -> Dossier:
    """A query for so many items, which returns a row for each. Its parameters are not known."""
    def page(asked: Asked) -> Answer:
        return Answer([read(BOOKS, rows=asked.n), read("select name from author where id in (...)", -(-asked.n // size), asked.n)], items=asked.n)

    return dossier(page)


def long_rows_of_few(share: float) -> Dossier:
    """Twenty rows for each query about a range of keys, which runs for this share of the items."""
    def page(asked: Asked) -> Answer:
        times = round(share * asked.n)
        return Answer([read(BOOKS, rows=asked.n), read("select name from tag where book_id between ? and ?", times, 20 * times)], items=asked.n * 21)

    return dossier(page)


def report_rows(rows: int) -> Dossier:
    """A report for each item, of so many rows."""
    text = "select month, sum(price) from order_item where publisher_id = ? group by month"
    return dossier(lambda asked: Answer([read("select id from publisher", rows=asked.n), read(text, asked.n, rows * asked.n)], items=asked.n * (1 + rows)))


def second_lookup(share: float, text: str) -> Dossier:
    """Besides the lookup for each item another, for this share of them."""
    def page(asked: Asked) -> Answer:
        more = round(share * asked.n)
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n), read(text, more, more)], items=asked.n)

    return dossier(page)


def reads_per_entry(reads: float) -> Dossier:
    """Every fifth item asked for is shown; so many lookups for each of those."""
    def page(asked: Asked) -> Answer:
        times = round(reads * asked.n / 5)
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, times, times)], items=asked.n // 5)

    return dossier(page)


def entries_per_item(entries: float) -> Dossier:
    """So many entries are shown for each item asked for, with 2.4 lookups for each item."""
    def page(asked: Asked) -> Answer:
        times = round(2.4 * asked.n)
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, times, times)], items=round(entries * asked.n))

    return dossier(page)


def reads_of_sixteenfold(last: int) -> Dossier:
    """Ten lookups at first, and so many with sixteen times the stored rows."""
    def page(asked: Asked) -> Answer:
        times = {1: 10, 4: 20, 16: last}[asked.stored]
        return Answer([read(BOOKS, rows=times), read(AUTHOR, times, times)], items=times)

    return dossier(page, size=False)


def rows_each(more: int) -> Dossier:
    """So many rows more than lookups, for the longest list."""
    text = "select title from book where author_id = ?"
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(text, asked.n, asked.n + spread(more, asked.n / 640))], items=asked.n * 2))


def reads_beyond_shown(shown: float) -> Dossier:
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n)], items=round(asked.n / shown)))


def unknown_reads_per_item(share: float, condition: str = "born < ?") -> Dossier:
    """Neither their rows nor their parameters are known, and they may be about many items each."""
    def known(digest: Digest) -> None:
        digest.rows = digest.parameters = None
        digest.text = digest.text.replace("id = ?", condition)

    return altered(reads_per_item(share), lambda seen: [known(digest) for digest in seen.digests or []])


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


def more_writes(rise: int) -> Dossier:
    return dossier(lambda asked: Answer([write("insert into t values (?)", 1 + spread(rise, (asked.n - 10) / 630))], items=1), method="POST")


def rows_per_write(rows: float) -> Dossier:
    """A write for every fifth item."""
    return dossier(lambda asked: Answer([having(write("insert into t values (?)", asked.n // 5), rows=round(rows * asked.n / 5))], items=1), method="POST")


def rows_of_each_write(rows: float, text: str = "insert into t values (?)", share: float = 1.0) -> Dossier:
    """A write for each item, or for this share of them."""
    return dossier(lambda asked: Answer([having(write(text, round(share * asked.n)), rows=round(rows * share * asked.n))], items=1), method="POST")


def writes_per_item(share: float, text: str = "insert into t values (?)") -> Dossier:
    return dossier(lambda asked: Answer([write(text, round(share * asked.n))], items=1), method="POST")


def writes_by_header(share: float) -> Dossier:
    return without_digests(writes_per_item(share))


def unshown(rows: float = 9.0, queries: Callable[[Asked], int] = lambda asked: 1, value_bytes: float = 16.0, words: float = 1.0) -> Dossier:
    """`rows` for each entry shown, of two columns of `value_bytes`; `words` for each entry."""
    def page(asked: Asked) -> Answer:
        more = having(read("select author_id, year from book where author_id in (...)", queries(asked), round((rows - 1) * asked.n)), columns_fetched=2)
        return Answer([read(BOOKS, rows=asked.n), more], items=asked.n, counts={"db-bytes": 200 + round(2 * value_bytes * rows * asked.n)})

    return altered(dossier(page), lambda seen: having(seen, words=round(words * (seen.items or 0))))


def unshown_of_a_fixed_list(rise: float = 9_000, first: int = 10, body_growth: float = 0.0, computed: float = 0.0) -> Dossier:
    """Shows ten entries whatever it was asked for, in a text and a body that grow by this share. Rows grow by `rise`; a query that
    computes returns the share `computed` of them."""
    def page(asked: Asked) -> Answer:
        more = spread(rise, (asked.n - 10) / 630)
        totals = read("select year, count(*) from book group by year", rows=spread(rise * computed, (asked.n - 10) / 630))
        rows = having(read("select author_id from book limit ?", rows=first + more - (totals.rows or 0)), columns_fetched=1)
        return Answer([rows, *([totals] if computed else [])], items=10, body_bytes=round(1_000_000 * (1 + body_growth * (asked.n - 10) / 630)),
                      counts={"db-bytes": 8 * (first + more)})

    return altered(dossier(page, stored=False), lambda seen: having(seen, words=(seen.body_bytes or 0) // 50_000))


def examined_per_sent(factor: float) -> Dossier:
    """With the stored rows, rows sent grow by ten of each step, rows examined by so many times that."""
    def page(asked: Asked) -> Answer:
        rows = 10 + 10 * (asked.stored - 1)
        return Answer([read("select id from product where sku = ?", rows=rows, scans=True)], items=rows,
                      counts={"rows-examined": round(100 + factor * 10 * (asked.stored - 1))})

    return dossier(page, size=False)


def examined_at_last(last: int, first: int = 10_000) -> Dossier:
    def page(asked: Asked) -> Answer:
        return Answer([read("select id from product where sku = ?", rows=1, scans=True)], items=1,
                      counts={"rows-examined": {1: first, 4: first + (last - first) // 4, 16: last}[asked.stored]})

    return dossier(page, size=False)


def unindexed(text: str = "select id from product where sku = ?", scans: bool | None = True, plan: Any = None, items: int = 1) -> Dossier:
    """400,000 rows are examined where most are stored."""
    def page(asked: Asked) -> Answer:
        return Answer([having(read(text, rows=1), scans=scans, plan=plan)], items=items, counts={"rows-examined": 25_000 * asked.stored})

    return dossier(page, size=False)


def sorted_of(rows: int) -> Dossier:
    """An index finds this part of the 400,000 rows examined, which are then sorted."""
    return unindexed("select id from product where status = ? order by price limit ?", False, table("ref", rows, is_sorted=True))


def counted_of(rows: int) -> Dossier:
    """A count beside a list, from an index of which the plan reads so many entries."""
    return unindexed("select count(*) from product where status = ?", False, table("ref", rows), items=20)


def long_texts(row_bytes: int = 16_500, entry_bytes: int = 90, rows: float = 1.0, queries: float = 0.0, entries: int = 10, cpu_ns: float = 0.5) -> Dossier:
    """Rows of so many bytes, of which an entry shows so many; `rows` for each entry, and `entries` and `queries` for each item
    asked for; `cpu_ns` for each byte."""
    def page(asked: Asked) -> Answer:
        shown = entries * asked.n
        sent = round(rows * shown)
        return Answer([read("select ... from document limit ?", rows=sent), *chunks(round(queries * asked.n))], items=shown,
                      body_bytes=600 + entry_bytes * shown, counts={"db-bytes": 200 + row_bytes * sent, "cpu-app": round(cpu_ns * row_bytes * sent / 1000)})

    return dossier(page)


def unread(last: float = 64_000, share: float = 0.9, queries: float = 0.0, sent_always: int = 0, unread_always: int = 0) -> Dossier:
    """Of the bytes sent this share is never read: for the longest list `last` bytes. `always`: bytes that don't depend on the list."""
    def page(asked: Asked) -> Answer:
        rows = having(read("select ... from document limit ?", rows=asked.n), bytes=sent_always + round(last / share * asked.n / 640),
                      bytes_unread=unread_always + round(last * asked.n / 640), columns_fetched=5, columns_read=2)
        return Answer([rows, *(having(query, bytes=0, bytes_unread=0) for query in chunks(round(queries * asked.n)))], items=asked.n)

    return dossier(page)


def unread_rows(rise: int, columns_read: int | None = 0, columns_fetched: int | None = 3) -> Dossier:
    """Tags for the entries shown: so many more for the longest list."""
    def page(asked: Asked) -> Answer:
        tags = having(read("select ... from tag where book_id in (...)", rows=10 + spread(rise, (asked.n - 10) / 630)),
                      columns_fetched=columns_fetched, columns_read=columns_read)
        return Answer([read(BOOKS, rows=asked.n), tags], items=asked.n)

    return dossier(page)


def list_of(parameters: Callable[[int], int], text: str = "select name from author where id in (...)", times: Callable[[int], int] = lambda n: 1) -> Dossier:
    """A query with so many parameters in all, by the number of items."""
    def page(asked: Asked) -> Answer:
        return Answer([read(BOOKS, rows=asked.n), having(read(text, times(asked.n), times(asked.n)), parameters=parameters(asked.n))], items=asked.n)

    return dossier(page)


def cache_reads(rise: int, keys_each: float = 1.0, steps: int = 4, writes: int = 0) -> Dossier:
    """`rise`: calls to the cache that the longest list needs more than the shortest, each of which reads `keys_each` keys; `writes`: the same
    of calls that write."""
    sizes = (10, 40, 160, 640)[:steps]

    def page(asked: Asked) -> Answer:
        part = (asked.n - 10) / (sizes[-1] - 10)
        counts = {"cache-calls": 2 + spread(rise, part) + spread(writes, part), "cache-get": 1 + round(keys_each * spread(rise, part)),
                  "cache-set": 1 + spread(writes, part)}
        return Answer([read(BOOKS, rows=asked.n)], items=asked.n, counts=counts)

    made = dossier(page, stored=False)
    made.ladders[0].steps = made.ladders[0].steps[:steps]
    return made


def packed(gzip_bytes: int | None, body_bytes: int = 1_000_000, headers: dict[str, str] | None = None) -> Dossier:
    """A body, and what a trial compression makes of it."""
    page = dossier(lambda asked: Answer([read(BOOKS, rows=10)], items=10, body_bytes=body_bytes, headers=headers or {}), size=False)
    return altered(page, lambda seen: having(seen, gzip_bytes=gzip_bytes))


def paged_rows(rise: int, body_growth: float = 0.0, pages: bool = True) -> Dossier:
    def page(asked: Asked) -> Answer:
        return Answer([read("select id from book", rows=50 + spread(rise, (asked.stored - 1) / 15))], items=50,
                      body_bytes=round(5_000 * (1 + body_growth * (asked.stored - 1) / 15)))

    return dossier(page, size=False, pages=pages)


def examined_per_page(each: float) -> Dossier:
    return dossier(lambda asked: Answer([read("select id from book limit ?", rows=50)], items=50, body=str(asked.page),
                                        counts={"rows-examined": round(50 + each * asked.page)}), size=False, pages=True)


def examined_per_page_beside(each: float) -> Dossier:
    """A page by an offset, whose 50 entries have 8 subjects each."""
    skipped = read("select id from book order by id limit ? offset ?", rows=50)
    return dossier(lambda asked: Answer([skipped, read("select subject from book_subject where book_id in (...)", rows=400)], items=50, body=str(asked.page),
                                        counts={"rows-examined": round(450 + each * asked.page)}), size=False, pages=True)


def held(peak: Callable[[int], int], owner: str = "mem-peak-app", body_growth: float = 0.0, body: Callable[[int], int] | None = None,
         **more: Callable[[int], int]) -> Dossier:
    """Peaks by how much is stored."""
    def page(asked: Asked) -> Answer:
        counts = {owner: peak(asked.stored), **{key.replace("_", "-"): value(asked.stored) for key, value in more.items()}}
        bytes_ = body(asked.stored) if body else round(9_600 * (1 + body_growth * (asked.stored - 1) / 15))
        return Answer([read("select ... from book", rows=1_000 + asked.stored)], items=100, body_bytes=bytes_, counts=counts)

    return dossier(page, size=False)


def export(first_byte: float = 1.0, peak: float = 2.0, usual: int = 2_000_000, attachment: bool = False,
           size: Callable[[int], int] = lambda n: 20_000 * n, examined: float = 1.0) -> Dossier:
    """`first_byte`: its share of the total; `peak`: bytes of memory for each byte of the body; `examined`: rows for each one sent."""
    def page(asked: Asked) -> Answer:
        total = 1_000 * asked.n
        bytes_ = size(asked.n) if asked.visit == 5 else usual
        headers = {"content-disposition": 'Attachment; filename="a.csv"'} if attachment else {}
        return Answer([read(BOOKS, rows=asked.n)], items=asked.n, body_bytes=bytes_, total_us=total, headers=headers,
                      counts={"first-byte": round(first_byte * total), "mem-peak-app": round(10_000 + peak * bytes_), "rows-examined": round(examined * asked.n)})

    return dossier(page, stored=False)


def allocations(each: float, kind: str = "application/json", queries: float = 0.0, values: Callable[[int], int] = lambda n: 10 * n,
                words: Callable[[int], int] | None = None) -> Dossier:
    def page(asked: Asked) -> Answer:
        return Answer([read(BOOKS, rows=asked.n), *chunks(round(queries * asked.n))], items=asked.n, values=values(asked.n), words=words and words(asked.n), headers={"content-type": kind},
                      counts={"mem-count": round(300 + each * 10 * asked.n)})

    return dossier(page)


def printing(us: int) -> Dossier:
    """Many allocations per value, and so much CPU time at the largest size."""
    return altered(allocations(9), lambda seen: seen.counts.update({"cpu-render": round(us * (seen.items or 0) / 640)}))


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
        log = having(write("insert into log values (?)", times), rows=5 * times)  # five rows each, so they are not written one by one
        return Answer([read(BOOKS, rows=asked.n), log], items=asked.n, counts={"cpu-app": asked.n * asked.n // 400})

    return dossier(page, long=True)


def cpu_beside_rows(power: float) -> Dossier:
    """Rows of the joint ladder grow with this power of the size, processor time with its square."""
    def page(asked: Asked) -> Answer:
        rows = round(640 * (asked.n / 640) ** power) if asked.n > 640 else asked.n
        return Answer([read(BOOKS, rows=rows)], items=rows, counts={"cpu-app": asked.n * asked.n // 400})

    return dossier(page, long=True)


def sink(moved: float, body: float = 0.0, delays: tuple[int, ...] = (300, 600)) -> Dossier:
    """The first byte comes later by so much of the delay, and the body is by this share larger."""
    def page(asked: Asked) -> Answer:
        return Answer([write("insert into report values (?)")], items=3, first_byte_us=round(40_000 + moved * 1_000 * asked.sink_ms),
                      body_bytes=round(10_000 / (1 - body if asked.sink_ms else 1)))

    made = dossier(page, size=False, method="POST")
    made.sink = {delay: seen for delay, seen in made.sink.items() if delay in (0, *delays)}
    return made


def warm_work(queries: int, cold: int = 10, headers: dict[str, str] = SHARED, counts: dict[str, int] | None = None) -> Dossier:
    """Lookups for the same response each time."""
    def page(asked: Asked) -> Answer:
        texts = [read(f"select name from tag where id = {number}") for number in range(queries if asked.visit else cold)]
        return Answer(texts, items=10, headers=headers, counts=counts or {})

    return dossier(page, size=False)


NO_LIFETIME = {"cache-control": "private"}


def aggregate(examined: int, headers: dict[str, str] = KEPT) -> Dossier:
    return dossier(lambda asked: Answer([read(BEST, rows=10)], items=10, headers=headers, counts={"rows-examined": examined}), size=False)


def kept_under_a_key_that_differs(examined: int, rebuilt: int = 1, found: int | None = None, headers: dict[str, str] | None = None, everywhere: int = 0) -> Dossier:
    """It is looked for in the cache, built and stored, each time. `found`: how many other values are in the cache, if that is known.
    `everywhere`: how many values every page looks for and stores."""
    counts = {"rows-examined": examined, "cache-miss": 1, "cache-set": 1, "rebuilds": rebuilt, **({} if found is None else {"cache-hit": found})}
    return dossier(lambda asked: Answer([read(BEST, rows=10)], items=10, headers=headers or NO_LIFETIME, counts=counts), size=False,
                   floor_page=lambda asked: Answer(items=0, body_bytes=300, counts={"cache-miss": everywhere, "cache-set": everywhere}))


def replaced(found: int, stored: int = 1, examined: int = 5_000, everywhere: int = 0, headers: dict[str, str] = NO_LIFETIME) -> Dossier:
    """What the cache has is found, and stored again all the same. `everywhere`: what every page stores."""
    counts = {"rows-examined": examined, "cache-hit": found, "cache-set": stored}
    return dossier(lambda asked: Answer([read(BEST, rows=10)], items=10, headers=headers, counts=counts), size=False,
                   floor_page=lambda asked: Answer(items=0, body_bytes=300, counts={"cache-set": everywhere}))


def one_query_for_each_group(groups: int) -> Dossier:
    """Its numbers are averaged in code, and ten groups are shown."""
    def page(asked: Asked) -> Answer:
        numbers = having(read("select torque from work where station_id = ?", groups, 60 * groups * asked.stored), columns_fetched=1, bytes=180 * groups * asked.stored)
        return Answer([read("select id from station", rows=groups), numbers], items=10)

    return altered(dossier(page, size=False), lambda seen: having(seen, words=40))


def unseen_work(us: int = 12_000, rows: int = 200, written: int = 1) -> Dossier:
    """A form, and work of `us` at its largest size, over `rows` rows, which the response does not show."""
    def page(asked: Asked) -> Answer:
        saved = write("insert into report (essay_id, text) values (?, ?)")
        saved.rows = 1 + (written - 1) * asked.n // 640
        part = asked.n / 640
        return Answer([read("select id, body from essay limit ?", rows=round(rows * part)), saved], items=1, body_bytes=60, body="thanks",
                      counts={"cpu-app": round(us * part)})

    return dossier(page, method="POST")


def shared_list(rows: int = 10, examined: int = 50_000, text: str = "select title from book order by added desc limit ?",
                headers: dict[str, str] = KEPT) -> Dossier:
    """The page greets its visitor, and shows a list that is the same for all."""
    def page(asked: Asked) -> Answer:
        return Answer([read(text, rows=rows)], items=rows, body=asked.visitor, headers=headers, counts={"rows-examined": examined})

    return dossier(page, size=False)


def revisit(queries: int, full: int = 2, status: int = 304, made: tuple[int, int] | None = (900, 880), rows: int = 1, headers: dict[str, str] = REVISITED,
            validator: str = "etag", body_bytes: int = 30_000) -> Dossier:
    """`made`: allocations of the 200 and of the 304."""
    def page(asked: Asked) -> Answer:
        again = asked.revalidates
        counts = {} if made is None else {"mem-count": made[again]}
        texts = [read(f"select {number}", rows=rows if again else 1) for number in range(queries if again else full)]
        return Answer(texts, items=9, body_bytes=body_bytes, status=status if again else 200, headers={**headers, **({validator: '"7"'} if validator else {})},
                      counts=counts)

    return dossier(page, size=False)


READS_BY_HEADER = {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query"}

LIMITS: dict[str, tuple[Page, Any, Any, set[str]]] = {
    # what is bounded: page, value of which nothing is said, value that is named, labels
    # repeats
    "more reads for the longest list": (more_reads, 4, 5, {"n-plus-one"}),
    "parameter sets that are settings, or few keys of the entries": (reads_with_sets, 9, 8, {"n-plus-one", "repeated-query"}),
    "writes beside a repeated query, along the sizes": (lambda writes: only_along_sizes(reads_with_sets(1, writes)), 626, 625, {"bulk-update", "repeated-query"}),
    "writes beside a repeated query, as usual": (lambda writes: reads_with_sets(1, writes), 648, 647, {"bulk-update", "repeated-query"}),
    "executions with the same parameters": (lambda times: same_again(times), 6, 7, {"repeated-query"}),
    "executions beyond the parameter sets": (lambda times: same_again(times, 3), 8, 9, {"repeated-query"}),
    "parameter sets of a query that is repeated for a short list too": (lambda distinct: same_again(30, distinct), 9, 8, {"repeated-query"}),
    "parameters of a chunk": (parameters_each, 8, 7, {"n-plus-one"}),
    "items of a chunk, parameters not being known": (chunked, 8, 7, {"prefetch-related"}),
    "items for each chunk": (long_rows_of_few, 0.12, 0.13, {"prefetch-related"}),
    "queries of unknown rows and parameters per item": (unknown_reads_per_item, 0.495, 0.5, {"n-plus-one", "prefetch-related"}),
    "lists of unknown length per item": (lambda share: unknown_reads_per_item(share, "id = any(?)"), 0.12, 0.13, {"n-plus-one", "prefetch-related"}),
    "queries with an offset and unknown rows per item": (lambda share: unknown_reads_per_item(share, "shop_id = ? order by id limit ? offset ?"), 0.495, 0.5,
                                                         {"n-plus-one", "prefetch-related"}),
    "rows of a report for each item": (report_rows, 8, 7, {"prefetch-related"}),
    "lookups in two tables, which are one for each item": (lambda share: second_lookup(share, "select id, name from publisher where id = ?"), 0.21, 0.2,
                                                           {"n-plus-one"}),
    "lookups of two shapes": (lambda share: second_lookup(share, "select name from country where id = ?"), 0.21, 0.2, {"n-plus-one", "select-related"}),
    "lookups for each item, from which on there is an inner loop": (reads_per_item, 1.48, 1.5, {"n-plus-one", "nested-loops"}),
    "rows more than lookups": (rows_each, 0, 1, {"prefetch-related"}),
    "lookups per entry shown, from which on they are about others": (reads_per_entry, 1.48, 1.5, {"raw-sql"}),
    "items asked for per entry, up to which entries are as requested": (reads_beyond_shown, 1.51, 1.5, {"n-plus-one"}),
    "entries per item asked for, up to which they are as requested": (entries_per_item, 1.51, 1.5, {"n-plus-one", "nested-loops"}),
    "lookups where sixteen times as much is stored": (reads_of_sixteenfold, 39, 40, {"n-plus-one"}),
    "reads per write": (reads_beside_writes, 1.0, 1.01, {"n-plus-one", "bulk-update"}),
    "reads per item, by header": (queries_by_header, 0.495, 0.5, READS_BY_HEADER),
    "rows per item, by header": (rows_by_header, 0.495, 0.5, READS_BY_HEADER),
    "more writes for the longest list": (more_writes, 4, 5, {"bulk-create"}),
    "rows per write, from which on it is a chunk": (rows_per_write, 4.0, 3.9, {"bulk-create"}),
    "rows of one item, from which on an INSERT is a chunk": (rows_of_each_write, 8.0, 7.9, {"bulk-create"}),
    "rows of one item, from which on an UPDATE is a chunk": (lambda rows: rows_of_each_write(rows, "update t set a = ? where b = ?"), 4.0, 3.9, {"bulk-update"}),
    "items with an INSERT, up to which it may be a chunk": (lambda share: rows_of_each_write(5, share=share), 0.49, 0.5, {"bulk-create"}),
    "writes of unknown rows per item": (lambda share: altered(writes_per_item(share), lambda seen: having(seen, digests=[having(each, rows=None) for each in seen.digests or []])), 0.495, 0.5,
                                        {"bulk-create"}),
    "calls of a procedure per item": (lambda share: writes_per_item(share, "call store(?)"), 0.495, 0.5, READS_BY_HEADER | {"bulk-create", "bulk-update"}),
    "writes per item, by header": (writes_by_header, 0.495, 0.5, {"bulk-create", "bulk-update"}),
    # rows
    "rows per entry shown": (lambda rows: unshown(rows, value_bytes=8.0), 2.0, 2.01, {"annotation"}),
    "queries while unshown rows grow": (lambda share: unshown(9, lambda asked: 1 + round(share * asked.n)), 0.13, 0.12, {"annotation"}),
    "bytes of a value that may be a date": (lambda bytes_: unshown(value_bytes=bytes_), 20.1, 20.0, {"annotation"}),
    "words per entry, from which on the rows may be shown": (lambda words: unshown(9, words=words), 9.0, 8.9, {"annotation"}),
    "more rows sent that are not shown": (unshown_of_a_fixed_list, 999, 1_000, {"annotation"}),
    "growth of rows that are not shown": (lambda last: unshown_of_a_fixed_list(last - 1_000, 1_000), 7_999, 8_000, {"annotation"}),
    "body beside rows that are not shown": (lambda growth: unshown_of_a_fixed_list(body_growth=growth), 0.251, 0.25, {"annotation"}),
    "share of the rows that are not computed": (lambda computed: unshown_of_a_fixed_list(20_000, computed=computed), 0.91, 0.9, {"annotation"}),
    "rows examined per row sent": (examined_per_sent, 9.9, 10.0, {"database-index"}),
    "more rows examined, none being sent more": (lambda rise: examined_at_last(3 + rise, 3), 999, 1_000, {"database-index"}),
    "growth of the rows examined": (examined_at_last, 39_999, 40_000, {"database-index"}),
    "rows examined that are sorted": (sorted_of, 79_999, 80_000, {"filesort"}),
    "rows examined that are counted": (counted_of, 79_999, 80_000, {"exact-count"}),
    "bytes that are never read": (unread, 19_999, 20_000, {"deferred-loading"}),
    "share of the bytes that is never read": (lambda share: unread(share=share), 0.5, 0.51, {"deferred-loading"}),
    "share of the bytes of all rows": (lambda always: unread(64_000, 0.9, sent_always=always), 56_889, 56_888, {"deferred-loading"}),
    "share of the bytes of each further row": (lambda share: unread(64_000, share, sent_always=100_000, unread_always=100_000), 0.5, 0.51,
                                               {"deferred-loading"}),
    "queries beside bytes that are not read": (lambda share: unread(queries=share), 0.13, 0.12, {"deferred-loading"}),
    "bytes of rows that are not shown": (lambda bytes_: long_texts(bytes_, 4, entries=1), 35, 36, {"deferred-loading"}),
    "bytes of a row whose entry shows a thousand": (lambda bytes_: long_texts(bytes_, 1_000), 7_999, 8_000, {"deferred-loading"}),
    "rows per entry of long texts": (lambda rows: long_texts(rows=rows), 0.66, 0.67, {"deferred-loading"}),
    "rows per entry of long texts, from above": (lambda rows: long_texts(rows=rows), 1.51, 1.5, {"deferred-loading"}),
    "queries beside long texts": (lambda share: long_texts(queries=share), 0.13, 0.12, {"deferred-loading"}),
    "processor time for each byte of long texts": (lambda ns: long_texts(cpu_ns=ns), 2.01, 1.99, {"deferred-loading"}),
    "more rows that are never read": (unread_rows, 99, 100, {"unused-prefetch"}),
    "parameters of one query": (lambda last: list_of(lambda n: spread(last, n / 640)), 499, 500, {"unbounded-in"}),
    "parameters at eight times as many as for the shortest list": (lambda last: list_of(lambda n: {10: 100, 40: 200, 160: 400}.get(n, last)), 799, 800,
                                                                   {"unbounded-in"}),
    "a size that is refused, as a bound of the parameters": (lambda size: having(list_of(lambda n: n), refused={"n": size}), 2_560, 2_561, {"unbounded-in"}),
    "parameters of the last step": (lambda last: list_of(lambda n: {10: 10, 40: 200, 160: 790}.get(n, last)), 1_269, 1_270, {"unbounded-in"}),
    "rows sent more for a page": (paged_rows, 100, 101, {"pagination"}),
    "body of a page": (lambda growth: paged_rows(9_000, growth), 0.251, 0.25, {"pagination"}),
    "rows examined more for each page further on, beside other rows": (examined_per_page_beside, 24.8, 25.0, {"pagination"}),
    "rows examined more for each page further on": (examined_per_page, 24.8, 25.0, {"pagination"}),
    # memory
    "bytes held more": (lambda rise: held(lambda stored: 9_000 + spread(rise, (stored - 1) / 15)), 1_000_000, 1_000_001, {"memory-profile"}),
    "body beside memory that grows, once all groups are shown": (
        lambda bytes_: held(lambda stored: 90_000 * stored, body=lambda stored: 4_000 if stored == 1 else 10_000 + (bytes_ if stored == 16 else 0)), 201, 200, {"memory-profile"}),
    "body beside memory that grows": (lambda growth: held(lambda stored: 90_000 * stored, body_growth=growth), 0.251, 0.25, {"memory-profile"}),
    "memory of one owner per byte of the other": (lambda app: held(lambda stored: app * stored, mem_peak_driver=lambda stored: 100_000 * stored),
                                                  400_001, 400_000, {"memory-profile", "iterator"}),
    # responses
    "share of the first byte": (export, 0.49, 0.5, {"streaming-response"}),
    "memory per byte of the body": (lambda peak: export(peak=peak), 0.89, 0.9, {"streaming-response"}),
    "size of an attachment that is worth streaming": (lambda largest: export(usual=1_000, attachment=True, size=lambda n: largest * n // 640), 65_536, 65_537, {"streaming-response"}),
    "rows examined to find each row of an attachment": (lambda examined: export(usual=1_000, attachment=True, size=lambda n: 1_000 * n, examined=examined), 10.0, 9.9, {"streaming-response"}),
    "size of a body that is worth streaming": (lambda usual: export(usual=usual), 1_000_000, 1_000_001, {"streaming-response"}),
    "allocations per value": (allocations, 3.99, 4.0, {"serializer"}),
    "time to print a response": (printing, 1_999, 2_000, {"serializer"}),
    "queries beside allocations": (lambda share: allocations(9, queries=share), 0.13, 0.12, {"serializer"}),
    "bytes of a large body after a trial compression": (packed, 900_001, 900_000, {"no-compression"}),
    "bytes of a small body after a trial compression": (lambda bytes_: packed(bytes_, 30_000), 15_401, 15_400, {"no-compression"}),
    # trivial pages
    "queries of a trivial page": (floor_with, 1, 2, {"middleware"}),
    "writes of a trivial page": (lambda writes: floor_with(0, writes), 0, 1, {"middleware"}),
    "queries of a trivial page that the page runs too": (lambda shared: floor_with(4, shared=shared), 1, 2, {"middleware"}),
    # computing, and work for others
    "power of the code's growth": (lambda power: cpu_growth(power, 10_000), 1.64, 1.66, {"nested-loops"}),
    "power of the rows' growth beside it": (cpu_beside_rows, 1.31, 1.29, {"nested-loops"}),
    "processor time of the last step": (cpu_step, 9_999, 10_000, {"nested-loops"}),
    "queries beside processor time": (cpu_queries, 0.13, 0.12, {"nested-loops"}),
    "share of the sink's delay": (sink, 0.79, 0.8, {"background-task"}),
    "share of the sink's delay, from above": (sink, 1.31, 1.3, {"background-task"}),
    "body beside a delay in the sink": (lambda body: sink(1.0, body), 0.051, 0.05, {"background-task"}),
    "computation that a response does not show": (unseen_work, 10_150, 10_170, {"background-task"}),
    "rows behind a response that does not show them": (lambda rows: unseen_work(rows=rows), 100, 104, {"background-task"}),
    "rows written while the response stays the same": (lambda written: unseen_work(written=written), 4, 1, {"background-task"}),
    # caches
    "work of a repeat": (warm_work, 7, 8, {"response-cache"}),
    "work of a repeat where there is little": (lambda queries: warm_work(queries, 1, counts={"rows-examined": 1_000}), 0, 1, {"response-cache"}),
    "queries of a response for everyone": (lambda queries: warm_work(queries, queries, counts={"rows-examined": 9}), 4, 5, {"response-cache"}),
    "rows examined for a response for everyone": (lambda rows: warm_work(1, 1, counts={"rows-examined": rows}), 999, 1_000, {"response-cache"}),
    "processor time for a response for everyone": (lambda us: warm_work(1, 1, counts={"cpu-db": 4_000, "cpu-app": us - 7_000, "cpu-render": 3_000}),
                                                   9_999, 10_000, {"response-cache"}),
    "rows examined for an aggregate": (aggregate, 999, 1_000, {"query-cache"}),
    "rows examined for an aggregate without a lifetime": (lambda rows: aggregate(rows, NO_LIFETIME), 9_999, 10_000, {"query-cache"}),
    "rows examined for an aggregate that the cache never has": (kept_under_a_key_that_differs, 999, 1_000, {"query-cache"}),
    "rebuilds of an aggregate that the cache never has": (lambda rebuilt: kept_under_a_key_that_differs(5_000, rebuilt), 0, 1, {"query-cache"}),
    "groups with a query each, of which ten are shown": (one_query_for_each_group, 10, 11, {"annotation", "raw-sql"}),
    "results of an aggregate that are found and stored again": (replaced, 0, 1, {"query-cache"}),
    "stores of an aggregate that was found": (lambda stored: replaced(1, stored), 0, 1, {"query-cache"}),
    "stores of an aggregate that was found, beside a session": (lambda stored: replaced(2, stored, everywhere=1), 1, 2, {"query-cache"}),
    "rows examined for an aggregate that is stored again": (lambda rows: replaced(1, examined=rows), 999, 1_000, {"query-cache"}),
    "rows of a list for all visitors": (shared_list, 4, 5, {"fragment-cache"}),
    "rows examined for a list": (lambda rows: shared_list(examined=rows), 999, 1_000, {"fragment-cache"}),
    "rows examined for a list without a lifetime": (lambda rows: shared_list(examined=rows, headers=NO_LIFETIME), 9_999, 10_000, {"fragment-cache"}),
    "calls to the cache for the longest list": (lambda rise: cache_reads(rise, steps=2), 4, 5, {"get-loop"}),
    "calls to the cache per item": (cache_reads, 62, 63, {"get-loop"}),
    "keys of each call to the cache": (lambda keys: cache_reads(200, keys), 2.01, 2.0, {"get-loop"}),
    "keys of a call to the cache for each item": (lambda keys: cache_reads(630, keys), 8.01, 8.0, {"get-loop"}),
    # revisits
    "bytes that a revisit transfers without a validator": (lambda bytes_: revisit(0, validator="", body_bytes=bytes_), 14_599, 14_600, {"conditional-request"}),
    "bytes that a revisit transfers with one": (lambda bytes_: revisit(2, status=200, body_bytes=bytes_), 14_599, 14_600, {"conditional-request"}),
    "work of a 304": (revisit, 1, 2, {"conditional-request"}),
    "allocations of a 304": (lambda made: revisit(2, made=(1_000, made)), 499, 500, {"conditional-request"}),
    "rows of a 304": (lambda rows: revisit(2, rows=rows), 0, 1, {"conditional-request"}),
}

OTHERWISE = {  # what is said of the page below the bound
    "parameter sets that are settings, or few keys of the entries": {"n-plus-one"},
    "writes beside a repeated query, along the sizes": {"bulk-update"},
    "writes beside a repeated query, as usual": {"bulk-update"},
    "lookups in two tables, which are one for each item": {"select-related"},
    "lookups of two shapes": {"select-related"},
    "groups with a query each, of which ten are shown": {"annotation"},
    "queries while unshown rows grow": {"prefetch-related"},
    "lookups for each item, from which on there is an inner loop": {"n-plus-one"},
    "rows more than lookups": {"n-plus-one"},
    "lookups per entry shown, from which on they are about others": {"n-plus-one"},
    "items asked for per entry, up to which entries are as requested": {"raw-sql"},
    "entries per item asked for, up to which they are as requested": {"raw-sql"},
    "reads per write": {"bulk-update"},
    "memory of one owner per byte of the other": {"memory-profile"},
}


class Limits(unittest.TestCase):
    def test_a_page_just_below_a_bound_is_silent_and_one_at_it_is_named(self) -> None:
        for what, (page, silent, named, labels) in LIMITS.items():
            with self.subTest(what):
                self.assertEqual(set().union(*found(page(silent))), OTHERWISE.get(what, set()), f"{silent}")
                self.assertEqual(set().union(*found(page(named))), labels, f"{named}")


if __name__ == "__main__":
    unittest.main()
