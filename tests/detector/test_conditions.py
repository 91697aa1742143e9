"""What a rule needs besides its bounds: each entry is a page that differs from a named one in one point, and what is said of it."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Any, Callable

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.dossier import IRRELEVANT, JOINT, RELEVANT, Dossier, Ladder, Step
from caseload_detector.evidence import Block, Column, Observation
from caseload_detector.growth import Series, constant, grows_in_step, per_item, series
from caseload_detector.pages import SIZE
from fixtures import SLOW
from pages_responses import BEST, KEPT, SHARED
from pages_database import AUTHOR, BOOKS
from recorded import Answer, Asked, dossier, read, write
from test_thresholds import (NO_LIFETIME, aggregate, allocations, altered, answers, cache_reads, chunked, cpu_beside_rows, cpu_growth, cpu_step, examined_at_last,
                             export, floor_with, found, having, held, list_of, long_texts, packed, paged_rows, reads_of_sixteenfold, reads_with_sets, replaced, revisit,
                             same_again, second_lookup, shared_list, sink, sorted_of, table, unindexed, unread, unread_rows, unshown, unshown_of_a_fixed_list,
                             warm_work, kept_under_a_key_that_differs)


def slow(name: str) -> Dossier:
    return SLOW[name][1]()


def without(page: Dossier, *keys: str) -> Dossier:
    return altered(page, lambda seen: [seen.counts.pop(key, None) for key in keys])


def lacking(page: Dossier, *members: str) -> Dossier:
    return altered(page, lambda seen: [setattr(seen, member, None) for member in members])


def at(change: Callable[[Dossier], Any], page: Dossier) -> Dossier:
    change(page)
    return page


def with_counts(page: Dossier, key: str, full: int, again: int) -> Dossier:
    for seen in answers(page):
        seen.counts[key] = full
    page.revisit.counts[key] = again
    return page


def other_each_time(page: Dossier, rows: bool = True) -> Dossier:
    """`rows`: what the queries return differs, too."""
    for number, seen in enumerate([page.cold, *page.warm, page.revisit]):
        seen.text_hash = seen.body_hash = f"prices {number}"
        seen.digests = [having(read("select price from quote", rows=9), **({"result_hash": f"prices {number}"} if rows else {}))]
    return page


def beside_a_menu(page: Dossier) -> Dossier:
    for seen in answers(page):
        seen.digests = [*(having(digest, rows_examined=50_000) for digest in seen.digests or []), having(read("select id, title from menu order by place", rows=12), rows_examined=12)]
        seen.counts["sql"] = len(seen.digests)
    return page


def behind_a_session(page: Dossier) -> Dossier:
    """The trivial page runs the same first query."""
    page.floor = [having(seen, digests=[read("select 0")]) for seen in page.floor]
    return page


def times(first_byte: Callable[[int], int], total: Callable[[int], int]) -> Dossier:
    """A large body whose first and last byte come when this says, by size."""
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n)], items=asked.n, body_bytes=20_000 * asked.n + 1_000_000, total_us=total(asked.n),
                                        counts={"first-byte": first_byte(asked.n), "mem-peak-app": 40_000 * asked.n}), stored=False)


def client_times(page: Dossier) -> Dossier:
    """The service does not tell its first byte, so that the client's own times count, whatever total it tells."""
    for ladder in page.ladders:
        for step in ladder.steps:
            step.seen.first_byte_us, step.seen.total_us = step.seen.counts.pop("first-byte"), step.seen.counts["total"]
            step.seen.counts["total"] = 7
    return page


def one_step(page: Dossier, change: Callable[[Observation], Any], number: int = 1) -> Dossier:
    change(page.ladders[0].steps[number].seen)
    return page


def queries(page_of: Callable[[Asked], Answer]) -> Dossier:
    return dossier(page_of, size=False)


def hashed(text: str, value: str | None, rows: int = 10) -> Any:
    return having(read(text, rows=rows), result_hash=value)


def kept(hash_of: Callable[[Asked], str | None] = lambda asked: "same", text: str = BEST, body: Callable[[Asked], str] = lambda asked: "",
         blocks: Callable[[Asked], list[Block]] = lambda asked: [], headers: dict[str, str] = KEPT, times: Callable[[Asked], int] = lambda asked: 1,
         examined: int = 1_000) -> Dossier:
    def page(asked: Asked) -> Answer:
        return Answer([hashed(text, hash_of(asked))] * times(asked), items=10, body=body(asked), headers=headers, blocks=blocks(asked),
                      counts={"rows-examined": examined})

    return queries(page)


def checked_for_each(condition: str, possible_keys: str | None = "by_number") -> Dossier:
    """For each row of a table, the server looks whether an index of another one could be used."""
    inner = {"node": "table", "table": "t1", "access": "ALL", "possible_keys": possible_keys, "rows": 400_000}
    return unindexed(f"select t1.content from scan join t1 {condition}", plan={"node": "range-checked-for-each-record", "children": [inner]})


def written(unshown: Callable[[int], tuple[int, str]] = lambda number: (1, ""), shown: Callable[[int], tuple[int, str]] = lambda number: (0, ""),
            headers: dict[str, str] = SHARED, cold: int = 1) -> Dossier:
    """Queries and body after each of two writes, by their number. No revisit was made."""
    def answer(queries: int, body: str) -> Answer:
        return Answer([read(BEST, rows=10)] * queries, items=10, body=body, headers=headers)

    page = queries(lambda asked: answer(cold if asked.visit == 0 else 0, ""))
    page.revisit = None
    numbers: list[int]
    for kind, told in ((IRRELEVANT, unshown), (RELEVANT, shown)):
        numbers = list(range(len(page.after_write.get(kind, []))))
        page.after_write[kind] = [queries(lambda asked, number=number: answer(*told(number))).cold for number in numbers]  # type: ignore[misc]
    return page


def block_after_write(before: bool, after: bool) -> Dossier:
    """A page with one block, and whether it comes out of the cache before and after a write that it does not show."""
    page = written(headers=KEPT)
    page.warm[-1].blocks = [Block("a", before)]
    for seen in page.after_write[IRRELEVANT]:
        seen.blocks = [Block("a", after)]
    return page


def floors(*queries: int) -> Dossier:
    """A trivial page that runs so many queries, each time it is asked for; the page runs all of them."""
    page = floor_with(4)
    chain = page.floor[0].digests or []
    for seen, count in zip(page.floor, queries):
        seen.digests, seen.counts["sql"] = chain[:count], count
    return page


def early_reads(most: int, sizes: tuple[int, ...] = (10, 40, 160, 640)) -> Dossier:
    """Beside a look-up for each item another kind of read: none at the smallest size, so many in all from the second on."""
    def page(asked: Asked) -> Answer:
        count = 0 if asked.n == 10 else most
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n), *([read("select 2", count, count)] if count else [])], items=asked.n)

    made = dossier(page, stored=False)
    made.ladders[0].steps = [type(step)(size, dossier(lambda asked, n=size: page(Asked(n=n)), size=False, stored=False).cold)  # type: ignore[misc]
                             for step, size in zip(made.ladders[0].steps, sizes)]
    return made


def reads_of_stored(repeats: int) -> Dossier:
    """One list of 2,000 rows for each of the stored, one of 10, and so many lookups."""
    def page(asked: Asked) -> Answer:
        count = repeats * asked.stored
        return Answer([read(BOOKS, rows=2_000 * asked.stored), read("select id from shelf", rows=10 * asked.stored), read(AUTHOR, count, count)],
                      items=2_000 * asked.stored)

    return dossier(page, size=False)


def lookups_at(*times: int, texts: tuple[str, ...] = (AUTHOR,), method: str = "GET") -> Dossier:
    """So many lookups for 10, 40, 160 and 640 entries, of each text."""
    def page(asked: Asked) -> Answer:
        count = dict(zip((10, 40, 160, 640), times)).get(asked.n, times[0])
        return Answer([read(BOOKS, rows=asked.n), *(read(text, count, count) for text in texts)], items=asked.n)

    return dossier(page, stored=False, method=method)


def lookups(text: str, share: float = 1.0) -> Dossier:
    """A lookup for each item, which finds a row for this share of them."""
    return dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(text, asked.n, round(share * asked.n))], items=asked.n))


def chain(*more: Any, author: bool = True) -> Dossier:
    """Besides the list, and a lookup of each item's author, further queries: text, times and rows for each item."""
    def page(asked: Asked) -> Answer:
        others = [read(text, round(times * asked.n), round(rows * asked.n)) for text, times, rows in more]
        return Answer([read(BOOKS, rows=asked.n), *([read(AUTHOR, asked.n, asked.n)] if author else []), *others], items=asked.n)

    return dossier(page)


def same_and_others() -> Dossier:
    """For each item a lookup of its author, and one of the settings."""
    def page(asked: Asked) -> Answer:
        settings = having(read("select value from setting where name = ?", asked.n, asked.n), distinct=1)
        return Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n), settings], items=asked.n)

    return dossier(page)


def each_digest(page: Dossier, **members: object) -> Dossier:
    return altered(page, lambda seen: [having(digest, **members) for digest in seen.digests or []])


def two_computed_lists() -> Dossier:
    """The page greets its visitor, and shows two short lists that are the same for all."""
    def page(asked: Asked) -> Answer:
        return Answer([read(BEST, rows=10), read("select tag_id, count(*) from book_tag group by tag_id", rows=9)], items=19, body=asked.visitor, headers=KEPT,
                      counts={"rows-examined": 90_000})

    return queries(page)


def by_number(result: Callable[[Asked], str]) -> Dossier:
    """Another sixty entries for each number, from rows of which more are stored."""
    def page(asked: Asked) -> Answer:
        rows = hashed("select postcode, cents from claim where storm_id = ?", f"{result(asked)} of {asked.stored}", rows=3_000 * asked.stored)
        return Answer([rows], items=60, body=str(asked.n))

    return dossier(page)


def unread_beside(read_bytes: int) -> Dossier:
    """Most of what one query sends is never read, and all of what another sends."""
    def page(asked: Asked) -> Answer:
        documents = having(read("select ... from document limit ?", rows=asked.n), bytes=110 * asked.n, bytes_unread=100 * asked.n)
        return Answer([documents, having(read("select body from news where id = ?"), bytes=read_bytes, bytes_unread=0)], items=asked.n)

    return dossier(page)


def counted_beside(rows: int) -> Dossier:
    """A count, and another query that returns so many rows; how the page shows them can't be counted."""
    def page(asked: Asked) -> Answer:
        return Answer([read("select count(*) from product where status = ?", scans=True), read("select id from product limit ?", rows=rows, scans=False)],
                      items=0,
                      counts={"rows-examined": 25_000 * asked.stored})

    return queries(page)


def parts(aggregate_rows: int, examined: int = 2_000) -> Dossier:
    """An aggregate and a list of another visitor's rows, with plans that show what part of the rows examined each reads."""
    def page(asked: Asked) -> Answer:
        total = having(hashed(BEST, "same"), plan=table("ALL", aggregate_rows))
        mine = having(hashed("select title from cart where customer_id = ?", asked.visitor), plan=table("ref", 1_000 - aggregate_rows))
        return Answer([total, mine], items=10, body=asked.visitor, headers=KEPT, counts={"rows-examined": examined})

    return queries(page)


def other_text(page: Dossier, text_hash: str | None, etag: str = '"8"') -> Dossier:
    """The revisit brings another body with this text and this ETag."""
    page.warm[-1].text_hash = "text" if text_hash is not None else None
    assert page.revisit is not None
    having(page.revisit, body_hash="other", text_hash=text_hash)
    page.revisit.headers["etag"] = etag
    return page


def first_item(change: Callable[[Observation], Any]) -> Callable[[Dossier], None]:
    return lambda page: change(page.ladders[0].steps[0].seen)


def measured_once() -> Dossier:
    """Processor time that grows with the square of the size, on the ladder over the size alone."""
    return at(lambda page: setattr(page, "joint", None), altered(cpu_growth(2.0, 10_000_000), lambda seen: seen.counts.update({"cpu-app": seen.counts["rows"] ** 2})))


def compared(page: Dossier) -> Dossier:
    """As many comparisons as pairs of rows, measured several times for each size."""
    page.joint = replace(page.size_ladders()[0], role=JOINT)
    return altered(page, lambda seen: seen.counts.update({"cpu-app": seen.counts["rows"] ** 2}))


def documents_of(reads: Callable[[int], int]) -> Dossier:
    """Titles and texts of documents. `reads`: the number of texts that the code reads, by the number of documents."""
    def answer(asked: Asked) -> Answer:
        columns = (Column(30 * asked.n, asked.n, True), Column(900 * asked.n, reads(asked.n), True))
        unread = 900 * (asked.n - reads(asked.n))
        return Answer([having(read("select title, body from document limit ?", rows=asked.n), bytes=930 * asked.n, bytes_unread=unread, columns=columns,
                              columns_fetched=2, columns_read=1 + (reads(asked.n) > 0))], items=asked.n)

    return dossier(answer)


def judged_by_tags(letters: bool, values: int, columns: int = 2) -> Dossier:
    """Entries, and five rows for the key of each, of which the code reads one column. `values`: in each entry."""
    def answer(asked: Asked) -> Answer:
        books = having(read(BOOKS, rows=asked.n), columns_fetched=3, columns_read=columns, bytes=30 * asked.n, bytes_unread=0)
        tags = having(read("select book_id, mark from tag where book_id in (...)", rows=5 * asked.n), columns_fetched=2, columns_read=1, bytes=50 * asked.n,
                      bytes_unread=20 * asked.n, columns=(Column(20 * asked.n, 0, False), Column(30 * asked.n, 5 * asked.n, letters)))
        return Answer([books, tags], items=asked.n, values=values * asked.n, words=values * asked.n)

    return dossier(answer)


def keys_of_a_page(end: str, begin: str = "select distinct k.id, k.made from (") -> Dossier:
    """As ORMs find the keys of one page of a join, whose rows repeat them."""
    joined = "select b.id, b.made, p.name from booking b left join passenger p on p.booking_id = b.id"
    return unindexed(f"{begin}{joined}) k {end}", plan=table("index", 400_000, "using index", True))


def refusing(page: Dossier, size: int) -> Dossier:
    return having(page, refused={"n": size})


def list_of_stored() -> Dossier:
    return dossier(lambda asked: Answer([read(BOOKS, rows=20), having(read("select name from author where id in (...)", rows=20), parameters=60 * asked.stored)], items=20))


def same_rows(seen: Observation) -> None:
    for digest in seen.digests or []:
        digest.rows = 5
    seen.counts["rows"] = 5


def leading_to_unread(keys: int) -> Dossier:
    """Authors with ten books each, and tags for the keys of `keys` of the ten; only the authors are shown."""
    def page(asked: Asked) -> Answer:
        books = read("select id, title, author_id from book where author_id in (...)", rows=10 * asked.n, columns_fetched=3, columns_read=1, bytes=200 * asked.n)
        tags = read("select book_id, id, name from tag where book_id in (...)", -(-asked.n // 20), 50 * asked.n, columns_fetched=3, columns_read=0, parameters=keys * asked.n)
        return Answer([read(BOOKS, rows=asked.n), books, tags], items=asked.n)

    return dossier(page)


PAGES: dict[str, tuple[Callable[[], Dossier], set[str]]] = {
    # responses
    "a large export": (lambda: times(lambda n: 900 * n, lambda n: 1_000 * n), {"streaming-response"}),
    "its body's size is not known": (lambda: lacking(times(lambda n: 900 * n, lambda n: 1_000 * n), "body_bytes"), set()),
    "its body does not grow": (lambda: altered(times(lambda n: 900 * n, lambda n: 1_000 * n), lambda seen: setattr(seen, "body_bytes", 9_000_000)),
                               {"memory-profile"}),
    "its times are not known": (lambda: without(lacking(times(lambda n: 900 * n, lambda n: 1_000 * n), "first_byte_us", "total_us"), "first-byte", "total"),
                                set()),
    "its first byte comes at the same time": (lambda: times(lambda n: 900, lambda n: 1_000), set()),
    "its first byte comes later and later, its last does not": (lambda: times(lambda n: 600_000 + n, lambda n: 1_000_000), set()),
    "its first byte comes late and hardly later": (lambda: times(lambda n: 321_000 if n == 640 else 9_000, lambda n: 1_000 * n), set()),
    "its first byte comes early but later": (lambda: times(lambda n: 600 * n, lambda n: 1_000 * n + 500_000), set()),
    "its times as the client saw them": (lambda: client_times(times(lambda n: 900 * n, lambda n: 1_000 * n)), {"streaming-response"}),
    "and there it comes early": (lambda: client_times(times(lambda n: 90 * n, lambda n: 1_000 * n)), set()),
    "its last byte as the client saw it": (lambda: without(times(lambda n: 900 * n, lambda n: 1_000 * n), "total"), {"streaming-response"}),
    "its memory of the usual size is far less than the body": (lambda: at(lambda page: setattr(page, "warm", [
        replace(seen, body_bytes=9_000_000) for seen in page.warm]), times(lambda n: 900 * n, lambda n: 1_000 * n)), set()),
    "its memory is not known": (lambda: without(times(lambda n: 900 * n, lambda n: 1_000 * n), "mem-peak-app"), set()),
    "its memory as a whole": (lambda: altered(without(times(lambda n: 900 * n, lambda n: 1_000 * n), "mem-peak-app"),
                                              lambda seen: seen.counts.update({"mem-peak": 2 * (seen.body_bytes or 0)})), {"streaming-response"}),
    "its memory by two owners, of which one holds it": (lambda: altered(times(lambda n: 900 * n, lambda n: 1_000 * n),
                                                                        lambda seen: seen.counts.update({"mem-peak-render": 5})), {"streaming-response"}),
    "a small attachment, beside the memory that every page needs": (
        lambda: at(lambda page: [seen.counts.update({"mem-peak-app": 10_200}) for seen in page.floor], export(usual=1_000, attachment=True, peak=1.0)), set()),
    "a small attachment beside a little less": (
        lambda: at(lambda page: [seen.counts.update({"mem-peak-app": 10_100}) for seen in page.floor], export(usual=1_000, attachment=True, peak=1.0)), {"streaming-response"}),
    "a small attachment": (lambda: export(usual=1_000, attachment=True), {"streaming-response"}),
    "a small page": (lambda: export(usual=1_000), set()),
    "xml by way of a tree": (lambda: allocations(9, "application/xml; charset=utf-8"), {"serializer"}),
    "html is no data format": (lambda: allocations(9, "text/html"), set()),
    "allocations not known": (lambda: without(allocations(9), "mem-count"), set()),
    "lines of text, such as metrics, by way of a tree": (lambda: allocations(9, "text/plain; version=0.0.4", words=lambda n: 10 * n), {"serializer"}),
    "lines of text with more words than that": (lambda: allocations(9, "text/plain; version=0.0.4", words=lambda n: 30 * n), set()),
    "lines of text with values that a bar separates": (lambda: allocations(2, "text/plain", words=lambda n: n), set()),
    "lines of text with values that a bar separates, by way of a tree": (lambda: allocations(9, "text/plain", words=lambda n: n), {"serializer"}),
    "lines of text to be saved": (lambda: altered(allocations(9, "text/plain", words=lambda n: 10 * n), lambda seen: seen.headers.update({"content-disposition": "attachment"})), set()),
    "values not known": (lambda: lacking(allocations(9), "values"), set()),
    "values that stay at one step": (lambda: allocations(9, values=lambda n: 10 * (10 if n == 40 else n)), set()),
    "few allocations at one step": (lambda: at(first_item(lambda seen: seen.counts.update({"mem-count": 2_750})), allocations(9)), set()),
    "a text that a client could get smaller": (lambda: packed(300_000), {"no-compression"}),
    "a text that was compressed": (lambda: packed(300_000, headers={"content-encoding": "gzip"}), set()),
    "a text that is sent as it is, and says so": (lambda: packed(300_000, headers={"content-encoding": "Identity"}), {"no-compression"}),
    "a text that is sent as it is, and says its charset instead": (lambda: packed(300_000, headers={"content-encoding": "UTF-8"}), {"no-compression"}),
    "a text that was not compressed as a trial": (lambda: packed(None), set()),
    "a text of unknown size": (lambda: lacking(packed(300_000), "body_bytes"), set()),
    # trivial pages
    "a chain before a page": (lambda: floor_with(4), {"middleware"}),
    "only the first visit of a trivial page pays": (lambda: floors(4, 0, 0), set()),
    "every other visit of a trivial page pays": (lambda: floors(4, 4, 0), set()),
    "every visit of a trivial page pays": (lambda: floors(0, 4, 4), {"middleware"}),
    "a trivial page that is an error": (lambda: floor_with(4, status=404), set()),
    "a trivial page that is moved": (lambda: floor_with(4, status=300), set()),
    "a trivial page with another good status": (lambda: floor_with(4, status=299), {"middleware"}),
    "a trivial page that is not counted": (lambda: at(lambda page: page.floor[1].counts.pop("sql"), floor_with(4)), set()),
    "no trivial page": (lambda: at(lambda page: page.floor.clear(), floor_with(4)), set()),
    "a write that both share": (lambda: floor_with(0, 1), {"middleware"}),
    "a write of the trivial page's own": (lambda: floor_with(1, 1, shared=0), set()),
    "reads shared, a write not": (lambda: at(lambda page: [seen.digests.append(write("delete from other where id = ?")) for seen in page.floor],
                                             floor_with(3, shared=1)), set()),
    "nothing is known of the page's own queries": (lambda: at(lambda page: setattr(page.warm[-1], "digests", None), floor_with(4, shared=0)), {"middleware"}),
    "nothing is known of the trivial page's own queries": (lambda: at(lambda page: [setattr(seen, "digests", None) for seen in page.floor],
                                                                      floor_with(4, shared=0)), {"middleware"}),
    # computing, and work for others
    "two steps are no growth": (lambda: at(lambda page: page.joint.steps.pop(), cpu_growth(2.0, 10_000)), set()),
    "processor time not known": (lambda: without(cpu_growth(2.0, 10_000), "cpu-app"), set()),
    "processor time that falls": (lambda: cpu_growth(-1.0, 90_000_000), set()),
    "no joint ladder": (lambda: at(lambda page: setattr(page, "joint", None), cpu_growth(2.0, 10_000)), set()),
    "one request for each size": (lambda: measured_once(), set()),
    "the renderer's time": (lambda: altered(cpu_growth(2.0, 10_000), lambda seen: seen.counts.update({"cpu-render": seen.counts.pop("cpu-app", 0)})),
                            {"nested-loops"}),
    "rows beside processor time not known": (lambda: lacking(without(cpu_growth(2.0, 10_000), "rows"), "digests"), set()),
    "rows that grow like processor time": (lambda: cpu_beside_rows(2.0), set()),
    "a wait for the sink": (lambda: sink(1.0), {"background-task"}),
    "one delay is no proof": (lambda: sink(1.0, delays=(300,)), set()),
    "a wait with nothing to compare": (lambda: at(lambda page: page.sink.pop(0), sink(1.0)), set()),
    "one of two delays does not show": (lambda: at(lambda page: page.sink.update({600: page.sink[300]}), sink(1.0)), set()),
    "bodies of unknown size": (lambda: lacking(sink(1.0), "body_bytes"), set()),
    # memory
    "the driver holds rows": (lambda: held(lambda stored: 100_000 * stored, "mem-peak-driver"), {"iterator"}),
    "the driver holds what is written": (lambda: altered(held(lambda stored: 100_000 * stored, "mem-peak-driver"), same_rows), set()),
    "the page holds rows": (lambda: held(lambda stored: 100_000 * stored, "mem-peak-render"), {"memory-profile"}),
    "both hold rows": (lambda: held(lambda stored: 400_000 * stored, mem_peak_driver=lambda stored: 100_000 * stored), {"iterator", "memory-profile"}),
    "one holds far more than the other": (lambda: held(lambda stored: 401_000 * stored, mem_peak_driver=lambda stored: 100_000 * stored), {"memory-profile"}),
    "the other holds far more": (lambda: held(lambda stored: 100_000 * stored, mem_peak_driver=lambda stored: 401_000 * stored), {"iterator"}),
    "memory that grows at one step only": (lambda: held(lambda stored: 900_000 if stored > 1 else 100_000), set()),
    "memory beside rows that are not known": (lambda: lacking(without(held(lambda stored: 100_000 * stored), "rows"), "digests"), set()),
    # rows
    "rows that are not shown": (lambda: unshown(9), {"annotation"}),
    "rows that are not shown by who writes": (lambda: at(lambda page: page.warm[-1].counts.update({"sql-write": 5}), unshown(9)), set()),
    "rows that are not shown by who writes a little": (lambda: at(lambda page: page.warm[-1].counts.update({"sql-write": 4}), unshown(9)), {"annotation"}),
    "rows that are not shown are only known as a number": (lambda: lacking(unshown(9), "digests"), set()),
    "entries shown not known": (lambda: lacking(unshown(9), "items"), set()),
    "rows not known": (lambda: lacking(without(unshown(9), "rows"), "digests"), set()),
    "queries not known": (lambda: lacking(without(unshown(9), "sql"), "digests"), set()),
    "words not known": (lambda: lacking(unshown(9), "words"), set()),
    "rows that the text is long enough for": (lambda: unshown(9, words=20), set()),
    "rows that are not shown, on a page with pages": (lambda: at(lambda page: setattr(page, "walk", page.ladders[1]), unshown(9)), set()),
    "rows that are not shown by a form": (lambda: at(lambda page: (setattr(page, "page", replace(page.page, method="POST")), page.warm[-1].counts.update({"sql-write": 1})),
                                                     unshown(9)), set()),
    "rows that are not shown by a form of which it is not known whether it writes": (
        lambda: at(lambda page: (setattr(page, "page", replace(page.page, method="POST")), page.warm[-1].counts.pop("sql-write")), unshown(9)), set()),
    "rows that are not shown, by a query in a body": (lambda: at(lambda page: setattr(page, "page", replace(page.page, method="POST")), unshown(9)), {"annotation"}),
    "texts that are taken apart in code": (lambda: unshown(value_bytes=60), set()),
    "bytes of rows that are not shown not known": (lambda: without(unshown(9), "db-bytes"), set()),
    "columns of rows that are not shown not known": (lambda: each_digest(unshown(9), columns_fetched=None), set()),
    "rows that are computed": (lambda: unshown_of_a_fixed_list(computed=1.0), set()),
    "a text that grows and shows no list": (lambda: unshown_of_a_fixed_list(body_growth=2.0), set()),
    "a few more rows by chance": (lambda: unshown_of_a_fixed_list(100, first=1_000), set()),
    # rows examined
    "a scan": (lambda: unindexed(), {"database-index"}),
    "a query of which it is unknown whether it scans": (lambda: unindexed(scans=None), set()),
    "rows examined that grow by chance": (lambda: examined_at_last(400_000, 390_000), set()),
    "a plan that reads the whole table": (lambda: unindexed(plan=table("ALL", 400_000)), {"database-index"}),
    "a plan that reads the whole table without a filter": (lambda: unindexed("select id from product", plan=table("ALL", 400_000, "")), set()),
    "a plan that sorts the whole table": (lambda: unindexed("select id from product order by price limit ?", plan=table("ALL", 400_000, "", True)),
                                          {"database-index"}),
    "a plan that reads the whole index": (lambda: unindexed(plan=table("index", 400_000)), {"database-index"}),
    "a plan that reads little": (lambda: unindexed(plan=table("ALL", 20)), set()),
    "a plan that looks up what it needs": (lambda: unindexed(plan=table("ref", 400_000, "")), set()),
    "a plan that looks up far more than it needs": (lambda: unindexed(plan=table("ref", 400_000)), {"database-index"}),
    "a plan of a query that computes": (lambda: unindexed("select avg(price) from product where sku = ?", plan=table("ALL", 400_000)), set()),
    "rows sorted after a lookup": (lambda: sorted_of(400_000), {"filesort"}),
    "rows sorted after a range": (lambda: unindexed("select id from product where price > ? order by name", False, table("range", 400_000, is_sorted=True)),
                                  set()),
    "rows sorted after equality that the server calls a range": (
        lambda: unindexed("select id from product where shop_id = ? order by name", False, table("range", 400_000, "t1.shop_id = 7", is_sorted=True)),
        {"filesort"}),
    "rows sorted after a comparison": (
        lambda: unindexed("select id from product where price > ? order by name", False, table("range", 400_000, "t1.price > 7", is_sorted=True)), set()),
    "rows in the order of a hash": (lambda: unindexed("select body from question order by md5(concat(?, ?, id)) limit ?", plan=table("ALL", 400_000, "", is_sorted=True)),
                                    {"random-order"}),
    "rows in the order of a hash with a name": (
        lambda: unindexed("select body, sha1(concat(?, id)) as lot from question where subject_id = ? order by lot limit ?", False,
                          table("ref", 400_000, is_sorted=True)), {"random-order"}),
    "a hash that is shown": (lambda: unindexed("select body, md5(body) as fingerprint from question where made = ? order by body limit ?",
                                               plan=table("ALL", 400_000, is_sorted=True)), {"database-index"}),
    "a text looked for inside a column": (
        lambda: unindexed("select id from item where instr(lower(name), ?) > ? order by id limit ?", plan=table("ALL", 400_000, "where locate('cushion',lcase(t1.name)) > 0")),
        {"leading-wildcard"}),
    "a join of a column of another type": (lambda: checked_for_each("on t1.number = scan.carton"), {"non-sargable"}),
    "a join by a range": (lambda: checked_for_each("on t1.number > scan.carton"), set()),
    "a join by one of two columns": (lambda: checked_for_each("on t1.number = scan.carton or t1.former = scan.carton"), set()),
    "a join that finds its rows in an index": (lambda: checked_for_each("on t1.number = scan.carton", possible_keys=None), set()),
    "a random order of a small table": (lambda: unindexed("select body from quote order by rand() limit 1", plan=table("ALL", 20, "")), set()),
    "a count of a small table": (lambda: unindexed("select count(*) from category", plan=table("ALL", 20, "")), set()),
    "a random order without a plan": (lambda: unindexed("select body from quote order by rand() limit 1", True), {"random-order"}),
    "a function in a function around a column": (
        lambda: unindexed("select id from t where substr(lower(email), ?, ?) = ?", plan=table("ALL", 400_000, "where substr(lower(t1.email),1,3) = 'abc'")),
        {"non-sargable"}),
    "a calculation with a column": (
        lambda: unindexed("select id from t where ? * price > ?", plan=table("ALL", 400_000, "where 2 * t1.price > 10")), {"non-sargable"}),
    "a calculation without a column": (
        lambda: unindexed("select id from t where made > now() - interval ? day", plan=table("ALL", 400_000, "where t1.made > <cache>('2025-01-01' - interval 3 day)")),
        {"database-index"}),
    "a pattern that begins with a wildcard": (lambda: unindexed("select id from customer where email like ?",
                                                                plan=table("ALL", 400_000, "where t1.email like '%2047@%'")),
                                              {"leading-wildcard"}),
    "a pattern that begins with one character": (lambda: unindexed("select id from customer where email like ?",
                                                                   plan=table("index", 400_000, "where t1.email like '_047@%'")),
                                                 {"leading-wildcard"}),
    "a pattern put together by the query that begins with a wildcard": (
        lambda: unindexed("select id from customer where email like concat(concat(?, ?), ?)",
                          plan=table("index", 400_000, "where t1.email like <cache>(concat(concat('%','2047@'),'%'))")), {"leading-wildcard"}),
    "a pattern put together by the query that ends with a wildcard": (
        lambda: unindexed("select id from customer where email like concat(?, ?)", plan=table("ALL", 400_000, "where t1.email like <cache>(concat('2047@','%'))")),
        {"database-index"}),
    "a pattern that ends with a wildcard": (lambda: unindexed("select id from customer where email like ?",
                                                              plan=table("ALL", 400_000, "where t1.email like '2047@%'")),
                                            {"database-index"}),
    "a wildcard in a small table": (lambda: unindexed("select id from customer where email like ?", plan=table("ALL", 20, "where t1.email like '%2047@%'")),
                                    set()),
    "a column inside a function": (lambda: unindexed("select id from customer_order where date(placed_at) = ?",
                                                     plan=table("ALL", 400_000, "where cast(o.placed_at as date) = '2026-01-05'")),
                                   {"non-sargable"}),
    "a column in lower case": (lambda: unindexed("select id from customer where lower(email) = ?",
                                                 plan=table("index", 400_000, "where lower(t1.email) = 'a@b'")), {"non-sargable"}),
    "a column that is added to": (lambda: unindexed("select id from product where price + ? > ?", plan=table("ALL", 400_000, "where t1.price + 5 > 90")),
                                  {"non-sargable"}),
    "a constant inside a function": (lambda: unindexed("select id from customer_order where placed_at > ?",
                                                       plan=table("ALL", 400_000, "where t1.placed_at > to_days('2026-01-05')")),
                                     {"database-index"}),
    "a list of values": (lambda: unindexed("select id from product where status in (...)", plan=table("ALL", 400_000, "where t1.status in ('open','late')")),
                         {"database-index"}),
    "a random order by a column that is computed": (lambda: unindexed("select name, rand() * price as dice from product order by dice desc limit ?", plan=table("ALL", 400_000, "", True)),
                                                    {"random-order"}),
    "a weighted random order": (lambda: unindexed("select name, power(rand(), 1 / price) as dice from product p order by p.dice limit ?", plan=table("ALL", 400_000, "", True)),
                                {"random-order"}),
    "a random order by an expression": (lambda: unindexed("select name from product order by -log(rand()) / price limit ?", plan=table("ALL", 400_000, "", True)), {"random-order"}),
    "an order beside a random value": (lambda: unindexed("select rand() as dice, name from product order by name limit ?", plan=table("ALL", 400_000, "", True)),
                                       {"database-index"}),
    "a random order": (lambda: unindexed("select id from product ORDER BY RAND() limit ?", plan=table("ALL", 400_000, "", True)), {"random-order"}),
    "a count beside a list": (lambda: unindexed("select count(*) from product where status = ?", items=20), {"exact-count"}),
    "a count of keys beside a list": (lambda: unindexed("select count(t1.id) as n from product t1", items=20), {"exact-count"}),
    "two counts beside a list": (lambda: unindexed("select count(*), count(distinct book_id) as books from book_tag", items=20), {"exact-count"}),
    "a count of different keys in parentheses beside a list": (lambda: unindexed("select count(distinct(t1.id)) as cnt from product t1 left join author a on a.id = t1.author_id", items=20),
                                                               {"exact-count"}),
    "the keys of a page, of a join in the order of another column": (lambda: keys_of_a_page("order by k.made desc, k.id asc limit ?"), {"database-index", "filesort"}),
    "the keys of a page, of a join in one direction": (lambda: keys_of_a_page("order by k.made limit ?"), {"database-index"}),
    "all different keys of a join": (lambda: keys_of_a_page("order by k.made"), set()),
    "different keys of the first rows of a join": (lambda: keys_of_a_page(") l order by l.made", "select distinct l.id from ("), set()),
    "different groups of a join": (lambda: keys_of_a_page("group by k.made order by k.made limit ?", "select distinct k.made, count(*) from ("), set()),
    "the newest of each of a join": (lambda: keys_of_a_page("order by k.id limit ?", "select distinct on (k.id) k.id, k.made from ("), set()),
    "a count and a sum beside a list": (lambda: unindexed("select count(*), sum(price) from product", items=20), set()),
    "a count of a join beside a list": (lambda: unindexed("select count(*) from book b join author a on b.author_id = a.id", items=20), {"exact-count"}),
    "a count as a part of a list's query": (lambda: unindexed("select id, (select count(*) from product) from product limit ?"), {"exact-count"}),
    "a count for each row of a list": (lambda: unindexed("select id, (select count(*) from book where author_id = a.id) from author a limit ?", items=20),
                                       set()),
    "a count beside rows whose list is not counted": (lambda: counted_beside(20), {"exact-count"}),
    "a count beside one row": (lambda: counted_beside(1), set()),
    "counts by group": (lambda: unindexed("select count(*) from product group by status", items=20), set()),
    "a count that is all that the page shows": (lambda: unindexed("select count(*) from product where status = ?"), set()),
    "a sum beside a list": (lambda: unindexed("select sum(price) from product where status = ?", items=20), set()),
    "a count by an index that reads little": (lambda: unindexed("select count(*) from product where status = ?", False, table("ref", 20), items=20), set()),
    "a plan without a scan": (lambda: unindexed(scans=False), set()),
    "a scan that computes": (lambda: unindexed(text="select count(*) from product where sku = ?"), set()),
    "a scan without a filter": (lambda: unindexed(text="select id from product"), set()),
    "rows examined not known": (lambda: without(unindexed(), "rows-examined"), set()),
    "rows sent by a scan not known": (lambda: lacking(without(unindexed(), "rows"), "digests"), set()),
    "many rows sent by queries that the digests don't show": (lambda: at(lambda page: [
        step.seen.counts.update({"sql": 2, "rows": 20_000 * int(step.size)}) for step in page.ladders[0].steps], unindexed()), set()),
    # bytes and rows that are never read
    "columns that are never read": (lambda: unread(), {"deferred-loading"}),
    "a text that is read of no row": (lambda: documents_of(lambda n: 0), {"deferred-loading"}),
    "a text that is read of the first row only": (lambda: documents_of(lambda n: 1), {"deferred-loading"}),
    "a text that is read of some rows, of more where there are more": (lambda: documents_of(lambda n: n // 10), set()),
    # rows that decide which entries are shown, or in which order
    "numbers for each entry, and a value that is computed from them": (lambda: judged_by_tags(False, 3), {"annotation"}),
    "numbers for each entry, and no such value": (lambda: judged_by_tags(False, 2), {"annotation"}),
    "texts for each entry, and a value that is computed from them": (lambda: judged_by_tags(True, 3), {"annotation"}),
    "texts for each entry that decide about it": (lambda: judged_by_tags(True, 2), set()),
    "texts for each entry of a page whose values can't be counted": (lambda: lacking(judged_by_tags(True, 3), "values"), set()),
    "numbers for each entry of a page whose values can't be counted": (lambda: lacking(judged_by_tags(False, 3), "values"), {"annotation"}),
    "bytes of a query not known": (lambda: each_digest(unread(), bytes=None), set()),
    "bytes of a query that are never read not known": (lambda: each_digest(unread(), bytes_unread=None), set()),
    "digests of columns that are never read do not add up": (lambda: altered(unread(), lambda seen: seen.counts.update({"sql": 9})), set()),
    "bytes of a query without rows not known": (lambda: altered(unread(queries=0.04), lambda seen: [
        having(digest, bytes=None, bytes_unread=None) for digest in seen.digests or [] if not digest.rows]), {"deferred-loading"}),
    "columns that are never read of the same rows each time": (lambda: unread(1_000, 0.3, sent_always=90_000, unread_always=80_000), set()),
    "bytes that are never read beside few that are": (lambda: unread_beside(9_000), {"deferred-loading"}),
    "bytes that are never read beside many that are": (lambda: unread_beside(900_000), set()),
    "rows of which nothing is read": (lambda: each_digest(unread(), columns_read=0), {"unused-prefetch"}),
    "rows of which only the keys are read, for rows of which nothing is": (lambda: leading_to_unread(10), {"unused-prefetch"}),
    "rows of which only the keys are read, for some rows of which nothing is": (lambda: leading_to_unread(9), {"annotation", "unused-prefetch"}),
    "rows of a prefetch of which nothing is read": (lambda: unread_rows(900), {"unused-prefetch"}),
    "a prefetch of which one column is read": (lambda: unread_rows(900, columns_read=1), set()),
    "a prefetch of which it is unknown what is read": (lambda: unread_rows(900, columns_read=None), set()),
    "a prefetch of unknown columns": (lambda: unread_rows(900, columns_fetched=None), set()),
    "a prefetch that is read at one size": (lambda: at(lambda page: [having(digest, columns_read=2) for digest in page.ladders[0].steps[2].seen.digests or []],
                                                       unread_rows(900)), set()),
    "a prefetch that did not run at one size": (lambda: at(lambda page: setattr(page.ladders[0].steps[0].seen, "digests",
                                                                                page.ladders[0].steps[0].seen.digests[:1]), unread_rows(900)), set()),
    "rows of a prefetch not known": (lambda: each_digest(unread_rows(900), rows=None), set()),
    "long texts that are not shown": (lambda: long_texts(), {"deferred-loading"}),
    "long texts that are shown": (lambda: long_texts(entry_bytes=16_000), set()),
    "bytes of long texts not known": (lambda: without(long_texts(), "db-bytes"), set()),
    "rows of long texts not known": (lambda: lacking(without(long_texts(), "rows"), "digests"), set()),
    "body beside long texts not known": (lambda: lacking(long_texts(), "body_bytes"), set()),
    "entries beside long texts not known": (lambda: lacking(long_texts(), "items"), set()),
    "long texts of as many entries each time": (lambda: altered(long_texts(), lambda seen: having(seen, items=10)), set()),
    "long texts in a body that stays": (lambda: altered(long_texts(), lambda seen: having(seen, body_bytes=900)), set()),
    # lists of parameters
    "a list of keys as long as the page": (lambda: list_of(lambda n: n), {"unbounded-in"}),
    "a list of keys as long as the page, whose next size is refused": (lambda: refusing(list_of(lambda n: n), 2_560), set()),
    "a list of keys as long as the page, whose next sizes are accepted": (lambda: refusing(list_of(lambda n: n), 10_240), {"unbounded-in"}),
    "a list of keys that grows with the stored rows, whose next size is refused": (lambda: refusing(list_of_stored(), 2_560), {"unbounded-in"}),
    "a list of keys as the text has it": (lambda: list_of(lambda n: n, "select name from author where id IN ( ?, ?, ? )"), {"unbounded-in"}),
    "parameters that are no list": (lambda: list_of(lambda n: n, "select name from author where id = ? or id = ?"), set()),
    "a list of parameters of unknown length": (lambda: each_digest(list_of(lambda n: n), parameters=None), set()),
    "a chunk of 500 keys": (lambda: list_of(lambda n: n, times=lambda n: -(-n // 500)), set()),
    "a list that ends at 500 keys, two sizes before": (lambda: list_of(lambda n: 10 if n == 10 else 500), set()),
    "a list of keys that always is as long": (lambda: list_of(lambda n: 900), set()),
    "a list of keys to write": (lambda: each_digest(list_of(lambda n: n), write=True), set()),
    # pages
    "a page of all rows": (lambda: paged_rows(9_000), {"pagination"}),
    "a page that has no pages": (lambda: paged_rows(9_000, pages=False), set()),
    "a page of a list that is cut in code, by a number in its address": (lambda: by_number(lambda asked: "same"), {"pagination"}),
    "numbers that name what is added up": (lambda: by_number(lambda asked: str(asked.n)), set()),
    "numbers that name what is added up, as often as not": (lambda: by_number(lambda asked: str(asked.n % 3)), {"pagination"}),
    "a page of unknown rows": (lambda: lacking(without(paged_rows(9_000), "rows"), "digests"), set()),
    # repeats
    "reads at one step of the ladder less": (lambda: slow("n-plus-one/slow"), {"n-plus-one"}),
    "a collection for each item": (lambda: dossier(lambda asked: Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, round(1.06 * asked.n))],
                                                                        items=2 * asked.n)), {"prefetch-related"}),
    "a lookup that often finds nothing": (lambda: lookups(AUTHOR, 0.5), {"n-plus-one"}),
    "a lookup by a foreign key that often finds nothing": (lambda: lookups("select body from review where book_id = ?", 0.5),
                                                           {"n-plus-one", "prefetch-related"}),
    "the newest by a foreign key, which often finds nothing": (lambda: lookups("select body from review where book_id = ? order by id desc limit ?", 0.5),
                                                               {"n-plus-one", "prefetch-related"}),
    "a lookup by a foreign key and more that often finds nothing": (lambda: lookups("select id from favourite where book_id = ? and customer_id = ?", 0.5),
                                                                    {"n-plus-one"}),
    "a lookup by a foreign key that always finds one": (lambda: lookups("select body from review where book_id = ?"), {"n-plus-one"}),
    "a count for each item": (lambda: lookups("select count(*) from review where book_id = ?"), {"n-plus-one"}),
    "a lookup and a collection for each item": (lambda: chain(("select title from book where author_id = ?", 1, 9)), {"nested-loops", "prefetch-related"}),
    "two collections for each item": (lambda: chain(("select title from book where author_id = ?", 1, 9), ("select body from review where book_id = ?", 1, 4),
                                                    author=False),
                                      {"prefetch-related"}),
    "a lookup in a table for each tenant": (lambda: second_lookup(0.1, "select id, name from tenant_2.author where id = ?"), {"n-plus-one"}),
    "a chain of lookups of one shape": (lambda: second_lookup(1.0, "select id, name from publisher where id = ?"), {"select-related"}),
    "two lists with a lookup for each of their items": (lambda: dossier(lambda asked: Answer(
        [read(BOOKS, rows=asked.n), read("select due_on, shop_id from bill limit ?", rows=asked.n), read(AUTHOR, asked.n, asked.n),
         read("select name from shop where id = ?", asked.n, asked.n)], items=2 * asked.n)), {"n-plus-one", "select-related"}),
    "two lists of different lengths with a lookup for each of their items": (lambda: dossier(lambda asked: Answer(
        [read(BOOKS, rows=asked.n), read("select due_on, shop_id from bill limit ?", rows=2 * asked.n), read(AUTHOR, asked.n, asked.n),
         read("select name from shop where id = ?", 2 * asked.n, 2 * asked.n)], items=3 * asked.n)), {"n-plus-one"}),
    "two lists of a fixed length with a lookup for each of their items": (lambda: dossier(lambda _: Answer(
        [read(BOOKS, rows=25), read("select due_on, shop_id from bill limit ?", rows=25), read(AUTHOR, 25, 25),
         read("select name from shop where id = ?", 25, 25)], items=50), size=False), {"n-plus-one", "select-related"}),
    "a chain beside a list without lookups": (lambda: dossier(lambda asked: Answer(
        [read(BOOKS, rows=asked.n), read("select due_on from bill limit ?", rows=2 * asked.n), read(AUTHOR, asked.n, asked.n),
         read("select name from publisher where id = ?", asked.n, asked.n)], items=3 * asked.n)), {"select-related"}),
    "a chunk of many keys": (lambda: chunked(100), set()),
    "lookups for a few more where more is stored": (lambda: reads_of_sixteenfold(20), set()),
    "lookups for each one stored": (lambda: reads_of_sixteenfold(160), {"n-plus-one"}),
    "a query with the same parameters for each item": (lambda: reads_with_sets(1), {"repeated-query"}),
    "a query for each item whose parameters are not known": (lambda: altered(reads_with_sets(1),
                                                                             lambda seen: [having(d, distinct=None) for d in seen.digests or []]),
                                                             {"n-plus-one", "repeated-query"}),
    "a query with the same parameters beside another": (lambda: same_and_others(), {"n-plus-one", "repeated-query"}),
    "a query with the same parameters thirty times": (lambda: same_again(30), {"repeated-query"}),
    "a query that is repeated a handful of times": (lambda: same_again(5), set()),
    "six lookups of one shape": (lambda: same_again(6, 6), set()),
    "parameters of a query that runs thirty times not known": (lambda: each_digest(same_again(30), distinct=None), set()),
    "a query with the same parameters, and a write": (lambda: altered(same_again(30), lambda seen: (
        seen.digests.append(write("update a set b = ?")), seen.counts.update({"sql": seen.counts["sql"] + 1}))), {"repeated-query"}),
    "digests of a query that runs thirty times not known": (lambda: lacking(same_again(30), "digests"), set()),
    "a kind of read that ends when all was seen": (lambda: dossier(lambda asked: Answer(
        [read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n), read("select 2", min(asked.n, 150), min(asked.n, 150))], items=asked.n)),
        {"select-related"}),
    "a kind of read that starts with few": (lambda: dossier(lambda asked: Answer(
        [read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n), read("select 2", min(asked.n, 12), min(asked.n, 12))], items=asked.n)), {"n-plus-one"}),
    "rows of repeats not known": (lambda: altered(slow("n-plus-one/slow"),
                                                  lambda seen: [setattr(digest, "rows", None) for digest in seen.digests or [] if "where" in digest.text]),
                                  {"n-plus-one"}),
    "digests that do not add up": (lambda: altered(slow("n-plus-one/slow"), lambda seen: seen.counts.update({"sql": seen.counts["sql"] + 1})),
                                   {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query"}),
    "entries of a growing body not known": (lambda: altered(slow("raw-sql/slow"), lambda seen: setattr(seen, "items", None)), {"prefetch-related", "raw-sql"}),
    "reads of who writes, not all known": (lambda: altered(slow("bulk-update/slow"), lambda seen: setattr(
        seen, "digests", [digest for digest in seen.digests or [] if not digest.write])), {"bulk-update", "bulk-create"}),
    "rows replaced one by one": (lambda: dossier(lambda asked: Answer([write("replace into t values (?)", asked.n)]), method="POST"), {"bulk-create"}),
    "rows deleted one by one": (lambda: dossier(lambda asked: Answer([write("delete from t where id = ?", asked.n)]), method="POST"),
                                {"bulk-create", "bulk-update"}),
    "rows inserted and changed one by one": (lambda: dossier(lambda asked: Answer([write(" INSERT into t values (?)", asked.n),
                                                                                   write("update t set a = ?", asked.n)]), method="POST"),
                                             {"bulk-create", "bulk-update"}),
    "a kind of read that is an alternative at first": (lambda: early_reads(6), {"n-plus-one", "select-related"}),
    "a kind of read with more at first": (lambda: early_reads(7), {"select-related"}),
    "a kind of read with four lookups in all": (lambda: early_reads(4, sizes=(10, 14, 160, 640)), {"n-plus-one"}),
    "a kind of read with five lookups in all": (lambda: early_reads(5, sizes=(10, 14, 160, 640)), {"select-related"}),
    "lookups for a fifth of the stored rows": (lambda: reads_of_stored(400), {"n-plus-one"}),
    "lookups for items that no list query supplies": (lambda: dossier(lambda asked: Answer([read(AUTHOR, asked.n, asked.n)], items=asked.n)), {"n-plus-one"}),
    "lookups that are fewer at one size": (lambda: lookups_at(10, 60, 30, 640), set()),
    "lookups in two tables, three more in each": (lambda: lookups_at(1, 2, 3, 4, texts=(AUTHOR, "select id, name from publisher where id = ?")),
                                                  {"n-plus-one"}),
    "three more lookups in one table": (lambda: lookups_at(1, 2, 3, 4), set()),
    "lookups of who writes, all known": (lambda: lookups_at(10, 40, 160, 640, method="POST"), {"n-plus-one"}),
    "lookups of who writes, not all known": (lambda: altered(lookups_at(10, 40, 160, 640, method="POST"), lambda seen: seen.counts.update({"sql": 9_000})),
                                             set()),
    "a chunk of unknown rows and parameters": (lambda: each_digest(chunked(100), rows=None), set()),
    "lookups that are missing at the first size, where queries are missing": (lambda: one_step(
        lookups(AUTHOR), lambda seen: having(seen, digests=(seen.digests or [])[:1]), 0), set()),
    "lookups that are missing at the first size, where no query is": (lambda: one_step(
        lookups(AUTHOR), lambda seen: (having(seen, digests=(seen.digests or [])[:1]), seen.counts.update({"sql": 1})), 0), {"n-plus-one"}),
    "lookups for each one stored, of which few are shown": (lambda: at(lambda page: [
        having(step.seen, items=int(10 + step.size)) for step in page.ladders[0].steps], reads_of_sixteenfold(160)), {"raw-sql"}),
    "two ladders of rows, the larger one counts": (lambda: reads_of_stored(2_000), {"n-plus-one"}),
    "a body that grows by a quarter and shows no list": (lambda: altered(slow("n-plus-one/slow"), lambda seen: (
        setattr(seen, "items", 0), setattr(seen, "body_bytes", round(10_000 * (1 + 0.25 * (seen.counts["sql"] - 11) / 630))), setattr(seen, "words", 400))), {"raw-sql"}),
    "a body that grows by a quarter, with a word for each one requested": (lambda: altered(slow("n-plus-one/slow"), lambda seen: (
        setattr(seen, "items", 0), setattr(seen, "body_bytes", round(10_000 * (1 + 0.25 * (seen.counts["sql"] - 11) / 630))), setattr(seen, "words", 400 + seen.counts["sql"]))),
        {"n-plus-one"}),
    "a body that grows by a quarter, with a word for nearly each one requested": (lambda: altered(slow("n-plus-one/slow"), lambda seen: (
        setattr(seen, "items", 0), setattr(seen, "body_bytes", round(10_000 * (1 + 0.25 * (seen.counts["sql"] - 11) / 630))), setattr(seen, "words", 400 + round(0.99 * seen.counts["sql"])))),
        {"raw-sql"}),
    "a body that grows by more and shows no list": (lambda: altered(slow("n-plus-one/slow"), lambda seen: (
        setattr(seen, "items", 0), setattr(seen, "body_bytes", round(10_000 * (1 + 0.26 * (seen.counts["sql"] - 11) / 630))), setattr(seen, "words", 400))), {"n-plus-one"}),
    "queries by header, over stored rows alone": (lambda: lacking(slow("raw-sql/slow"), "digests"), set()),
    "queries by header, writes not known": (lambda: without(lacking(dossier(
        lambda asked: Answer([read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n)], items=asked.n)), "digests"), "sql-write"),
        {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query"}),
    "queries by header, half of them writes": (lambda: lacking(dossier(lambda asked: Answer(
        [read(BOOKS, rows=asked.n), read(AUTHOR, asked.n, asked.n), write("update t set a = ?", asked.n)], items=asked.n)), "digests"),
        {"bulk-create", "bulk-update"}),
    "queries by header, fewer of them writes": (lambda: lacking(dossier(lambda asked: Answer(
        [read(BOOKS, rows=asked.n), read(AUTHOR, 2 * asked.n, asked.n), write("update t set a = ?", asked.n)], items=asked.n)), "digests"),
        {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query", "bulk-create", "bulk-update"}),
    "digests of one step not known": (lambda: one_step(slow("n-plus-one/slow"), lambda seen: setattr(seen, "digests", None)),
                                      {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query"}),
    "digests of one step do not add up": (lambda: one_step(slow("n-plus-one/slow"), lambda seen: seen.counts.update({"sql": 1_000})),
                                          {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query"}),
    # caches
    "the same for everyone": (lambda: warm_work(9), {"response-cache"}),
    "a response for everyone that sets a cookie": (lambda: warm_work(9, headers={**SHARED, "set-cookie": "a=1"}), {"response-cache"}),
    "a response for everyone without a query": (lambda: warm_work(0, 0), set()),
    "a form for everyone": (lambda: at(lambda page: setattr(page, "page", replace(page.page, method="POST")), warm_work(9)), set()),
    "a lifetime for one": (lambda: kept(), {"query-cache"}),
    "no lifetime": (lambda: kept(headers=NO_LIFETIME), set()),
    "no lifetime, but expensive": (lambda: aggregate(10_000, NO_LIFETIME), {"query-cache"}),
    "nothing said about caching, but expensive": (lambda: aggregate(10_000, {"cache-control": ""}), {"query-cache"}),
    "expensive, and it must not be stored": (lambda: aggregate(10_000, {"cache-control": "no-store"}), set()),
    "expensive, and what the service stores of it is never found": (
        lambda: kept_under_a_key_that_differs(10_000, headers={"cache-control": "private, no-store"}), {"query-cache"}),
    "expensive, and every page stores a new session": (
        lambda: kept_under_a_key_that_differs(5_000, rebuilt=0, found=0, headers={"cache-control": "private, no-cache"}, everywhere=1), set()),
    "expensive, and what is stored beside the session is never found": (
        lambda: altered(kept_under_a_key_that_differs(5_000, rebuilt=0, found=0, everywhere=1), lambda seen: "sql" in seen.counts and seen.queries and seen.counts.update(
            {"cache-miss": 2, "cache-set": 2})), {"query-cache"}),
    "expensive, looked for under one key and stored under another": (lambda: kept_under_a_key_that_differs(5_000, rebuilt=0, found=0), {"query-cache"}),
    "expensive, looked for under one key and stored under another, beside a session that is found": (
        lambda: altered(kept_under_a_key_that_differs(5_000, rebuilt=0, found=0), lambda seen: seen.counts.update({"cache-hit": 1})), {"query-cache"}),
    "expensive, not to be stored by browsers, and what the service finds of it is stored again": (
        lambda: replaced(1, headers={"cache-control": "private, no-store"}), {"query-cache"}),
    "expensive, and it must be asked about": (lambda: aggregate(10_000, {"cache-control": "private, no-cache"}), {"query-cache"}),
    "expensive by another query": (lambda: parts(499), set()),
    "expensive by half": (lambda: parts(500), {"fragment-cache", "query-cache"}),
    "expensive as a list": (lambda: kept(text="select title from book order by added limit ?", headers=NO_LIFETIME, examined=90_000), set()),
    "a count that labels a list": (lambda: kept(text="select count(*) from book", examined=90_000), set()),
    "an aggregate that runs several times": (lambda: each_digest(aggregate(90_000), times=2), set()),
    "a lifetime of nothing": (lambda: kept(headers={"cache-control": "private, max-age=0"}), set()),
    "a lifetime that is not a number": (lambda: kept(headers={"cache-control": "private, max-age=soon"}), set()),
    "a list that is the same for all visitors": (lambda: shared_list(), {"fragment-cache"}),
    "a list in a document of data": (lambda: shared_list(headers={**KEPT, "content-type": "application/json"}), set()),
    "a list on a page that is the same for all": (lambda: at(lambda page: [having(seen, body_hash="same", text_hash="same") for seen in answers(page)], shared_list()), set()),
    "a list beside a token in a form": (lambda: at(lambda page: [having(seen, body_hash=f"token {place}", text_hash="same") for place, seen in enumerate(answers(page))], shared_list()), set()),
    "a list beside a clock": (lambda: at(lambda page: [having(seen, body_hash=f"at {place}", text_hash=f"at {place}") for place, seen in enumerate(answers(page))], shared_list()), set()),
    "a short list that is computed, beside the menu of each page": (lambda: beside_a_menu(shared_list(text=BEST)), {"fragment-cache", "query-cache"}),
    "a list that nobody else asked for": (lambda: at(lambda page: setattr(page, "other_visitor", None), shared_list()), set()),
    "rows examined for a list not known": (lambda: without(shared_list(), "rows-examined"), set()),
    "a short list that is computed": (lambda: shared_list(text=BEST), {"fragment-cache", "query-cache"}),
    "two lists that are computed": (lambda: two_computed_lists(), {"fragment-cache"}),
    "a list that is computed": (lambda: shared_list(50, text=BEST), {"fragment-cache", "query-cache"}),
    "a call to the cache for each item": (lambda: cache_reads(630), {"get-loop"}),
    "a call to the cache for many items": (lambda: cache_reads(630, 16), set()),
    "as many calls to the cache for a short list": (lambda: cache_reads(0), set()),
    "an entry that is read for each item under a lock": (lambda: cache_reads(1_890, keys_each=1 / 3), {"get-loop"}),
    "an entry that is deleted for each item": (lambda: cache_reads(630, keys_each=0), set()),
    "an entry that is written for each item": (lambda: cache_reads(0, writes=630), set()),
    "an entry that is read and written for each item": (lambda: cache_reads(630, writes=630), {"get-loop"}),
    **{f"{key} of a loop not known": (lambda key=key: without(cache_reads(630), key), set()) for key in ("cache-calls", "cache-get",
                                                                                                         "cache-set")},  # type: ignore[misc]
    "a lifetime of a second": (lambda: kept(headers={"cache-control": 'private, max-age="1"'}), {"query-cache"}),
    "a lifetime in shared caches": (lambda: warm_work(9, headers={"cache-control": "S-MaxAge=60"}), {"response-cache"}),
    "no lifetime in shared caches": (lambda: kept(body=lambda asked: asked.visitor, headers={"cache-control": "s-maxage=0"}),
                                     {"fragment-cache", "query-cache"}),
    "it must not be stored": (lambda: warm_work(9, headers={"cache-control": "public, no-store"}), set()),
    "no repeats": (lambda: at(lambda page: page.warm.clear(), warm_work(9)), set()),
    "one repeat is cheap": (lambda: at(lambda page: page.warm[0].counts.update({"sql": 0}), warm_work(9)), set()),
    "one repeat is cheaper": (lambda: at(lambda page: page.warm[0].counts.update({"sql": 7}), warm_work(9)), set()),
    "one repeat is not counted": (lambda: at(lambda page: page.warm[0].counts.pop("sql"), warm_work(9)), set()),
    "the first visit is not counted": (lambda: at(lambda page: page.cold.counts.pop("sql"), warm_work(9)), set()),
    "only time is known": (lambda: altered(without(warm_work(9), "sql"), lambda seen: seen.phases.update({"db": 500})), {"response-cache"}),
    "only time is known, and it got less": (lambda: at(lambda page: [seen.phases.update({"db": 100}) for seen in page.warm],
                                                       altered(without(warm_work(9), "sql"),
                                                               lambda seen: seen.phases.update({"db": 500}))), {"response-cache"}),
    "no other visitor": (lambda: at(lambda page: setattr(page, "other_visitor", None), warm_work(9)), {"response-cache"}),
    "another page for another visitor": (lambda: kept(body=lambda asked: asked.visitor, headers=SHARED), {"fragment-cache", "query-cache"}),
    "another page each time": (lambda: kept(body=lambda asked: str(min(asked.visit, 1)), headers=SHARED), {"query-cache"}),
    "results that differ": (lambda: kept(lambda asked: asked.visitor), set()),
    "results not known": (lambda: kept(lambda asked: None), set()),
    "a result not known once": (lambda: kept(lambda asked: None if asked.visit == 1 else "same"), set()),
    "a query that did not run once": (lambda: kept(times=lambda asked: asked.visit != 0), set()),
    "a look-up": (lambda: kept(text="select name from tag where id = ?"), set()),
    "queries of one visit not known": (lambda: at(lambda page: setattr(page.warm[0], "digests", None), kept()), set()),
    "whether the page has blocks is not known": (lambda: lacking(kept(), "blocks"), {"query-cache", "fragment-cache"}),
    "blocks made again": (lambda: kept(blocks=lambda asked: [Block("a", False, "1"), Block("b", False, asked.visitor)]), {"fragment-cache"}),
    "blocks of one visit not known": (lambda: at(lambda page: setattr(page.warm[0], "blocks", None),
                                                 kept(blocks=lambda asked: [Block("a", False, "1")], text="select 1")), set()),
    "blocks that differ": (lambda: kept(blocks=lambda asked: [Block("a", False, asked.visitor)]), set()),
    "blocks that differed once": (lambda: kept(blocks=lambda asked: [Block("a", False, "2" if asked.visit == 1 else "1")]), set()),
    "blocks without a hash": (lambda: kept(blocks=lambda asked: [Block("a", False)]), set()),
    "blocks out of a cache": (lambda: kept(blocks=lambda asked: [Block("a", asked.visit > 0, "1")]), set()),
    # after writes
    "made again after a write that is not shown": (lambda: written(), {"response-cache"}),
    "made again after the first of two writes": (lambda: written(lambda number: (1 - number, "")), set()),
    "made again after the second of two writes": (lambda: written(lambda number: (number, "")), set()),
    "another page after a write": (lambda: written(lambda number: (1, "other")), set()),
    "another page after one of two writes": (lambda: written(lambda number: (1, "other" if number else "")), set()),
    "one write is no proof": (lambda: at(lambda page: page.after_write[IRRELEVANT].pop(), written()), set()),
    "not counted after a write": (lambda: at(lambda page: page.after_write[IRRELEVANT][0].counts.pop("sql"), written()), set()),
    "not counted before a write": (lambda: at(lambda page: page.warm[-1].counts.pop("sql"), written()), set()),
    "a write to a page that nobody may keep": (lambda: at(lambda page: altered(page, lambda seen: seen.headers.update({"cache-control": "private"})),
                                                          written()), set()),
    "a write to a page that must not be stored": (lambda: altered(written(), lambda seen: seen.headers.update({"cache-control": "max-age=60, no-store"})),
                                                  set()),
    "kept for one, blocks not known": (lambda: lacking(written(headers=KEPT), "blocks"), {"fragment-cache", "query-cache"}),
    "kept for one, no block of it": (lambda: written(headers=KEPT), {"query-cache"}),
    "kept for one, a block of it": (lambda: block_after_write(True, False), {"fragment-cache"}),
    "kept for one, a block that stays": (lambda: block_after_write(True, True), {"query-cache"}),
    "kept for one, blocks before a write not known": (lambda: at(lambda page: setattr(page.warm[-1], "blocks", None), block_after_write(True, False)),
                                                      {"fragment-cache", "query-cache"}),
    "kept for one, blocks after a write not known": (lambda: at(lambda page: setattr(page.after_write[IRRELEVANT][-1], "blocks", None),
                                                                block_after_write(True, False)),
                                                     {"fragment-cache", "query-cache"}),
    "kept for one, a block that is always made": (lambda: block_after_write(False, False), {"query-cache"}),
    # revisits
    "a revisit that is not looked at": (lambda: at(lambda page: setattr(page, "revisit", None), revisit(2)), set()),
    "a revisit of an error": (lambda: at(lambda page: setattr(page.warm[-1], "status", 203), revisit(2)), set()),
    "a revisit of what came out of a cache": (lambda: at(lambda page: page.warm[-1].headers.update({"cache-status": "nginx; hit"}), revisit(2, validator="")),
                                              set()),
    "a revisit of what must not be stored": (lambda: revisit(2, headers={"cache-control": "no-cache, no-store"}), set()),
    "a revisit of what must be asked about, fresh or not": (lambda: revisit(2, headers={"cache-control": "no-cache, max-age=1"}), {"conditional-request"}),
    "a revisit after the lifetime": (lambda: revisit(2, headers={"cache-control": "private, max-age=60"}), {"conditional-request"}),
    "a revisit of what everyone may keep": (lambda: revisit(2, headers={"cache-control": "public"}), {"conditional-request"}),
    "a validator that changes with what is not shown": (lambda: other_text(revisit(2, status=200), "text"), {"conditional-request"}),
    "a validator that changes with the text": (lambda: other_text(revisit(2, status=200), "other text"), set()),
    "a validator that changes, the text is not known": (lambda: other_text(revisit(2, status=200), None), set()),
    "a validator that stays while what is not shown changes": (lambda: other_text(revisit(2, status=200), "text", '"7"'), set()),
    "a small page without a validator": (lambda: revisit(0, validator="", body_bytes=900), set()),
    "a small page whose validator brings the same again": (lambda: revisit(2, status=200, body_bytes=900), set()),
    "a page whose validator brings the same again, large at its largest size": (lambda: at(lambda page: page.ladders.append(Ladder("n", SIZE, [
        Step(10, replace(page.usual)), Step(640, replace(page.usual, body_bytes=60_000))])), revisit(2, status=200, body_bytes=900)), {"conditional-request"}),
    "a small page whose validator brings the same again, large where it has none": (lambda: at(lambda page: page.ladders.append(Ladder("n", SIZE, [
        Step(10, replace(page.usual)), Step(640, replace(page.usual, body_bytes=60_000, headers={"cache-control": "no-cache"}))])), revisit(2, status=200, body_bytes=900)), set()),
    "a page without a validator, large at its largest size": (lambda: at(lambda page: page.ladders.append(Ladder("n", SIZE, [
        Step(10, replace(page.usual)), Step(640, replace(page.usual, body_bytes=60_000))])), revisit(0, validator="", body_bytes=900)), set()),
    "a revisit of what is stale at once": (lambda: revisit(2, headers={"cache-control": "max-age=0"}), {"conditional-request"}),
    "a revisit of what nothing is said of": (lambda: revisit(2, headers={"cache-control": "private"}), set()),
    "a revisit without a validator": (lambda: revisit(0, validator=""), {"conditional-request"}),
    "a revisit with a date": (lambda: revisit(2, validator="last-modified"), {"conditional-request"}),
    "a date that saves work": (lambda: revisit(0, validator="last-modified"), set()),
    "a validator that brings the same again": (lambda: revisit(2, status=200), {"conditional-request"}),
    "a validator that brings another page": (lambda: at(lambda page: setattr(page.revisit, "body_hash", "other"), revisit(2, status=200)), set()),
    "a validator that brings an error": (lambda: revisit(2, status=500), set()),
    "a 304 that is not counted": (lambda: at(lambda page: page.revisit.counts.pop("sql"), revisit(2)), set()),
    "a 304 to a page that is not counted": (lambda: at(lambda page: page.warm[-1].counts.pop("sql"), revisit(2)), set()),
    "a 304 to a page without queries": (lambda: revisit(0, full=0), set()),
    "a 304 after one query, allocations known": (lambda: revisit(1, full=1), {"conditional-request"}),
    "a 304 after one query, allocations not known": (lambda: revisit(1, full=1, made=None), set()),
    "a 304 after one query, its allocations not known": (lambda: at(lambda page: page.revisit.counts.pop("mem-count"), revisit(1, full=1)), set()),
    "a 304 after one query, the page's allocations not known": (lambda: at(lambda page: page.warm[-1].counts.pop("mem-count"), revisit(1, full=1)), set()),
    "a 304 after two queries, allocations not known": (lambda: revisit(2, made=None), {"conditional-request"}),
    "a 304 after two queries, its allocations not known": (lambda: at(lambda page: page.revisit.counts.pop("mem-count"), revisit(2)), {"conditional-request"}),
    "a 304 after the one query of a text from the cache": (lambda: with_counts(revisit(1, full=1), "cache-get", 2, 1), set()),
    "a 304 after 30 queries, of as many, and fewer reads of the cache": (lambda: with_counts(revisit(30, full=30), "cache-get", 2, 1), {"conditional-request"}),
    "a 304 after as many reads of the cache": (lambda: with_counts(revisit(1, full=1), "cache-get", 2, 2), {"conditional-request"}),
    "a 304 that stores nothing, after the same work": (lambda: with_counts(with_counts(revisit(2), "cache-calls", 3, 2), "cache-set", 1, 0), {"conditional-request"}),
    "a 304 without the call that brings the text": (lambda: with_counts(revisit(2), "calls", 1, 0), set()),
    "a 304 after the session and the one query of the page": (lambda: behind_a_session(revisit(2, made=None)), set()),
    "a 304 after the session and two queries": (lambda: behind_a_session(revisit(3, full=3, made=None)), {"conditional-request"}),
    "prices that differ at each visit": (lambda: other_each_time(revisit(0, validator="")), set()),
    "prices that stay, beside a time that differs at each visit": (lambda: other_each_time(revisit(0, validator=""), rows=False), {"conditional-request"}),
    "prices that differ at some visits": (lambda: at(lambda page: having(page.cold, text_hash="other"), revisit(0, validator="")), {"conditional-request"}),
    "a 304 after fewer queries for as many rows": (lambda: revisit(1, rows=2), set()),
    "rows of a 304 not known": (lambda: without(revisit(2), "rows"), {"conditional-request"}),
    # errors
    "a page that is an error": (lambda: at(lambda page: setattr(page.warm[-1], "status", 400), warm_work(9)), set()),
    "a page that is nearly one": (lambda: at(lambda page: setattr(page.warm[-1], "status", 399), warm_work(9)), {"response-cache"}),
}

NOTES: dict[str, tuple[Callable[[], Dossier], str]] = {
    "texts for each entry of a page whose values can't be counted": (lambda: lacking(judged_by_tags(True, 3), "values"), "whether texts of its rows are counted or only compared"),
    "a list of keys whose next size is refused": (lambda: refusing(list_of(lambda n: n), 2_560), "does not accept n = 2560"),
    "rows known as a number alone": (lambda: lacking(unshown(9), "digests"), "decided by which query sends them"),
    "bytes of rows that are not shown": (lambda: without(unshown(9), "db-bytes"), "to tell numbers from text"),
    "columns of rows that are not shown": (lambda: each_digest(unshown(9), columns_fetched=None), "to tell numbers from text"),
    "rows that the text is long enough for": (lambda: unshown(9, words=20), "the text is long enough to show them one by one"),
    "a public response that is cheap": (lambda: warm_work(1, 1, counts={"rows-examined": 9}), "too little work to matter"),
    "a small body that could be smaller": (lambda: packed(15_401, 30_000), "too little to matter"),
    "a small page without a validator": (lambda: revisit(0, validator="", body_bytes=900), "too small to matter"),
    "a small page that is sent again": (lambda: revisit(2, status=200, body_bytes=900), "too small to matter"),
    "a lifetime without a validator": (lambda: revisit(0, validator="", headers=KEPT), "after 60 s a browser transfers the whole body again"),
    "memory of rows that a page should not have sent": (lambda: altered(paged_rows(9_000), lambda seen: seen.counts.update(
        {"mem-peak-driver": 1_000 * seen.counts["rows"]})), "a consequence of unpaged"),
    "bytes of rows of which nothing is read": (lambda: altered(unread_rows(900), lambda seen: [
        having(digest, bytes=100 * (digest.rows or 0),
               bytes_unread=90 * (digest.rows or 0)) for digest in seen.digests or []]), "a consequence of unread-rows"),
    "one request for each size": (lambda: measured_once(), "would be decided by several requests for each size"),
    "rows that are compared with each other in code": (lambda: compared(unshown(9)), "a consequence of nested-in-code"),
    "no way to further pages": (lambda: at(lambda page: setattr(page, "walk", None), paged_rows(0)), "could not be reached through the page's own links"),
    "a 304 that is not counted": (lambda: at(lambda page: page.revisit.counts.pop("sql"), revisit(2)), "decided by the number of queries"),
    "a 304 after one query": (lambda: revisit(1, full=1, made=None), "decided by the number of allocations"),
    "a 304 after the session and one query": (lambda: behind_a_session(revisit(2, made=None)), "decided by the number of allocations"),
    "prices that differ at each visit": (lambda: other_each_time(revisit(0, validator="")), "more than a time or a token differs"),
    "kept by time": (lambda: written(lambda number: (0, "")), "it expires only after up to 60 s"),
    "work that outgrows its size, but takes little": (lambda: cpu_step(1_000), "too little to matter"),
    "what a probe could not do": (lambda: at(lambda page: page.notes.append("not probed around a write"), warm_work(9)), "not probed around a write"),
}
NO_NOTES = {
    "work that outgrows its size by less than chance may add": lambda: cpu_step(999),
    "made again after a write that is shown": lambda: written(lambda number: (0, ""), lambda number: (1, "")),
    "another page after a write that is shown": lambda: written(lambda number: (0, ""), lambda number: (0, "other")),
    "another page after one of two writes": lambda: written(lambda number: (0, ""), lambda number: (0, "other" if number else "")),
    "as much work when cold": lambda: written(lambda number: (0, ""), cold=0),
    "one write that is shown": lambda: at(lambda page: page.after_write[RELEVANT].pop(), written(lambda number: (0, ""))),
    "the first visit not counted": lambda: at(lambda page: page.cold.counts.pop("sql"), written(lambda number: (0, ""))),
    "counts of a page out of a cache": lambda: at(lambda page: (page.warm[-1].headers.update({"cache-status": "x; hit"}), page.warm[-1].counts.clear()),
                                                  floor_with(0)),
}


class Conditions(unittest.TestCase):
    def test_what_is_said_of_a_page(self) -> None:
        for what, (page, labels) in PAGES.items():
            with self.subTest(what):
                self.assertEqual(set().union(*found(page())), labels)

    def test_what_is_unknown_is_a_note(self) -> None:
        for what, (page, note) in NOTES.items():
            with self.subTest(what):
                self.assertIn(note, " | ".join(judge(page()).notes))

    def test_nothing_is_noted_of_the_rest(self) -> None:
        for what, page in NO_NOTES.items():
            with self.subTest(what):
                self.assertEqual(judge(page()).notes, [])

    def test_an_error_is_not_judged(self) -> None:
        page = warm_work(9)
        page.warm[-1].status = 400
        verdict = judge(page)
        self.assertEqual((verdict.error, verdict.findings), ("the page responded with status 400", []))
        self.assertEqual(judge(warm_work(9)).error, "")

    def test_what_would_decide_is_said_of_sets_alone(self) -> None:
        for page, (_, labels) in ((page, entry) for entry in PAGES.values() for page in [entry[0]()]):
            for finding in judge(page).findings:
                self.assertEqual(bool(finding.deciding_signal), len(finding.labels) > 1, (finding.summary, labels))


class Growth(unittest.TestCase):
    @staticmethod
    def along(*values: float, sizes: tuple[float, ...] = (10, 40, 160, 640)) -> Series:
        return Series(sizes[: len(values)], values)

    def test_slopes_and_steps(self) -> None:
        told = self.along(5, 35, 275)
        self.assertEqual((told.rise, told.slope, told.steps(), told.step_slopes()), (270, 1.8, [30, 240], [1.0, 2.0]))

    def test_dex_is_of_the_last_two_steps_where_both_rise(self) -> None:
        for values, dex in (((0, 1, 5), 1.0), ((0, 1, 17), 2.0), ((9, 0, 1, 5), 1.0), ((0, 1), None), ((0, 1, 1), None), ((1, 1, 5), None), ((5, 1, 5), None),
                            ((0, 4, 3), None), ((0, 1, 2), 0.0)):
            self.assertEqual(None if (got := self.along(*values).dex) is None else round(got, 9), dex, values)
        self.assertIsNone(self.along(0, 1, 5, sizes=(10, 20, 30)).dex)

    def test_two_sizes_and_every_value_make_a_series(self) -> None:
        self.assertEqual(series((1, 4), (0, 2)), Series((1.0, 4.0), (0.0, 2.0)))
        for sizes, values in (((1,), (2,)), ((1, 4), (None, 2)), ((1, 4), (2, None)), ((1, 4, 16), (1, None, 3))):
            self.assertIsNone(series(sizes, values))

    def test_constant_moves_by_a_tenth_of_its_first_value_or_of_one(self) -> None:
        for values, same in (((100, 110), True), ((100, 111), False), ((100, 90), True), ((100, 89), False), ((100, 104, 94), True), ((100, 105, 94), False),
                             ((0, 0.1), True), ((0, 0.2), False), ((-100, -110), True), ((2, 2.3), False)):
            self.assertIs(constant(self.along(*values)), same, values)
        self.assertIs(constant(self.along(100, 125), 0.25), True)
        self.assertIs(constant(None), False)

    def test_growth_goes_on_at_every_step_and_about_in_proportion(self) -> None:
        for values, grows in (((0, 1, 5), True), ((0, 1, 1 + 4**0.76), True), ((0, 1, 1 + 4**0.74), False), ((0, 1, 1), False), ((1, 1, 5), False),
                              ((0, 0.5), True),
                              ((5, 4), False), ((0, 2, 1, 5), False), ((0, 0.25, 1.25), True)):
            self.assertIs(grows_in_step(self.along(*values)), grows, values)
        self.assertIs(grows_in_step(self.along(0, 1, 1 + 4**0.75 + 1e-9)), True)
        self.assertIs(grows_in_step(self.along(0, 10), minimum=10), False)
        self.assertIs(grows_in_step(self.along(0, 10.5), minimum=10), True)
        self.assertIs(grows_in_step(None), False)

    def test_per_item_is_a_half_for_each(self) -> None:
        for slope, each in ((0.5, True), (0.49, False), (1, True)):
            self.assertIs(per_item(self.along(0, 30 * slope)), each)
        self.assertIs(per_item(None), False)


if __name__ == "__main__":
    unittest.main()
