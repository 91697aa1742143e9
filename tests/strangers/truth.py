"""Checks that expected.json is true: a page with a mistake shows the behaviour that the mistake is named after, and a page
without one does not. It looks at the database's own log and at the figure that each page names as its proof."""

import dataclasses
import re

from console import Failure


@dataclasses.dataclass
class Visit:
    """One measured request."""
    size: object
    dataset: str
    items: int
    measure: object  # query_log.Measure
    response_bytes: int
    whole: bool  # the response had a Content-Length, so it was complete before it was sent


def read(visit):
    """Rows examined or, on PostgreSQL, the pages touched."""
    return visit.measure.rows_examined if visit.measure.rows_examined is not None else visit.measure.blocks


def grows_with_items(figure):
    """At least one more for every two more items: an ORM may keep an object that it has loaded for an earlier item."""
    def check(small, large, other):
        more = large.items - small.items
        grown = figure(large) - figure(small)
        return more > 0 and 2 * grown >= more, f"{grown} more for {more} more items"
    return check


def grows_with_data(figure, factor=2.0):
    def check(small, large, other):
        return figure(other) >= factor * max(1, figure(small)), f"{figure(small)} with x1, {figure(other)} with {other.dataset}"
    return check


def one_query_reads_more(small, large, other):
    """With more data the same query reads twice as much or more."""
    worst = max(other.measure.read, key=lambda shape: other.measure.read[shape] - small.measure.read[shape], default="")
    with_x1, with_more = small.measure.read[worst], other.measure.read[worst]
    return with_more >= max(2 * with_x1, 20), f"{with_x1} read with x1, {with_more} with {other.dataset}: {worst[:80]}"


def reads_more_on_later_pages(small, large, other):
    """The size is the number of a page: the same query reads more for a later page, though the page shows no more."""
    return large.items == small.items and read(large) >= 2 * read(small), f"{read(small)} read for {small.size}, {read(large)} for {large.size}"


# COUNT(*), or as some ORMs write it COUNT( * ), COUNT(key) or COUNT(1), whose number is a ? here, or COUNT(DISTINCT key) of a join.
COUNTS = re.compile(r"(?i)\bCOUNT\(\s*(\*|\$?\?\s*\)|\w+\)|DISTINCT\b)")


def counts_all_rows(small, large, other):
    """A COUNT without a condition. PostgreSQL's pages don't show its growth, for it may read a small index instead."""
    counts = [shape for shape in other.measure.shapes if COUNTS.search(shape) and not re.search(r"(?i)\bWHERE\b", shape)]
    if not counts:
        return False, "no COUNT without a condition"
    if other.measure.rows_examined is None:
        return True, counts[0]
    with_x1, with_more = small.measure.read[counts[0]], other.measure.read[counts[0]]
    return with_more >= 2 * with_x1 > 0, f"{with_x1} rows counted with x1, {with_more} with {other.dataset}"


def many_bytes(small, large, other):
    sent = small.measure.bytes_sent
    if sent is None:
        return None, "this server does not count bytes"
    return sent >= 10 * small.response_bytes, f"{sent} bytes from the database for a response of {small.response_bytes}"


def long_query(small, large, other):
    if small.measure.bytes_sent is None:
        return None, "this server shows no values in queries"
    return grows_with_data(lambda visit: visit.measure.longest)(small, large, other)


def repeated(small, large, other):
    """At one size only: one shape of query many times."""
    times = max(small.measure.shapes.values(), default=0)
    return times >= 20, f"one query {times} times"


def whole_response(small, large, other):
    return (small.whole and other.response_bytes > 2 * small.response_bytes,
            f"complete before it was sent; {small.response_bytes} bytes with x1, {other.response_bytes} with {other.dataset}")


# By the name that expected.json uses: what must be seen of the mistake.
PROOFS = {
    "queries": grows_with_items(lambda visit: visit.measure.queries),
    "rows sent": grows_with_data(lambda visit: visit.measure.rows_sent),
    "rows sent per item": grows_with_items(lambda visit: visit.measure.rows_sent - 2 * visit.items),
    "rows read on later pages": reads_more_on_later_pages,
    "count of all rows": counts_all_rows,
    "rows read": one_query_reads_more,
    "bytes from the database": many_bytes,
    "length of the query": long_query,
    "one query many times": repeated,
    "whole response": whole_response,
}


def proofs_of(page):
    """One proof per label."""
    proofs = page.get("proof")
    proofs = proofs if isinstance(proofs, list) else [proofs]
    if len(proofs) != len(page["labels"]) or not set(proofs) <= set(PROOFS):
        raise Failure(f"{page['path']} needs a proof for each of its labels, from: {', '.join(PROOFS)}")
    return proofs


def missing(label, proof, small, large, other):
    """Why the proof does not hold, or "". A proof that the database can't give (None) is left out."""
    shown, seen = PROOFS[proof](small, large, other)
    return f"does not show {label}: {seen}" if shown is False else ""


def complaints(page, kind, small, large, other):
    """What speaks against the page's labels, one sentence each; empty if they are true. `small` and `large` are two sizes of
    the page with the small dataset, `other` the small size with the large dataset."""
    if page["knob"] == "dataset":
        large = other
    if page["labels"]:
        return [sentence for label, proof in zip(page["labels"], proofs_of(page)) if (sentence := missing(label, proof, small, large, other))]
    found = []
    if large.size is not small.size and large.measure.queries != small.measure.queries:
        found.append(f"is called good, but its queries vary with the size: {small.measure.queries}, {large.measure.queries}")
    # One query more for each batch of rows is no mistake.
    batches = (other.items - small.items) // page["batch"] + 1 if "batch" in page else 0
    if not 0 <= other.measure.queries - small.measure.queries <= batches:
        found.append(f"is called good, but its queries vary with the data: {small.measure.queries}, {other.measure.queries}")
    more_items = max(1.0, large.items / max(1, small.items))
    if kind not in page.get("reads_all", ()) and read(large) > 2 * more_items * read(small) + 50:
        found.append(f"is called good, but what it reads grows faster than its items: {read(small)}, {read(large)}")
    # reads_all names the databases where even the right code reads the whole table; why says the reason.
    grown_output = max(1.0, other.response_bytes / max(1, small.response_bytes))
    if kind not in page.get("reads_all", ()) and read(other) > 2 * grown_output * read(small) + 50:
        found.append(f"is called good, but what it reads grows with the data: {read(small)}, {read(other)}")
    return found
