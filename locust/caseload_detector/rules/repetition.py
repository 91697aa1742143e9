"""What is repeated along a ladder: queries that run again and again as there are more items, and what each of them looks up."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Mapping, NamedTuple

from ..dossier import Ladder, Step
from ..evidence_keys import KEYS
from ..growth import PER_ITEM, Series
from ..pages import DATASET
from ..plans import finds_one
from ..query_text import COMPUTES, is_by_id, is_by_one_key, is_for_the_session, is_limited, is_next_part, plain, shape_of, takes_a_list
from .benefit import MIN_QUERIES

READ_LABELS = frozenset({"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query"})
SEVERAL_EACH = 1.5  # lookups per item from which there is a loop within the loop over the items
CHUNK = 8  # parameters of a query, or rows that it returns, from which it serves many items at once
WRITE_CHUNK = 4  # rows of a write from which it is a chunk; fewer may be the rows that one condition matches
FEW_SETS = 8  # up to this many parameter sets are settings; more are one per item
ONE_OF_SEVERAL = 1.2  # lookups that add up to at most this many for each item are alternatives, such as owners of several kinds
BY_ID = re.compile(r"\bwhere \(*(\w+\.)*id ?= ?\?")
BY_FOREIGN_KEY = re.compile(r"\bwhere \(*(?:\? ?= ?)?(\w+\.)*(?!uuid|guid)\w+_?id\b")  # author_id, authorId
ORDERED = re.compile(r"\border by [^()]*$")  # the last of the query, so without a limit
LIMIT_AT_END = re.compile(r" (?:limit|offset|fetch)\b")
# None of the columns, as to see whether there is a row: select ? as one from likes where ... Without a limit there may be several.
NO_COLUMN = re.compile(r"select (?:top ?\(?\?\)? )?\(*(?:\?|1)\)*(?: (?:as )?\w+)? from\b")
COMPUTED = re.compile(r"select (?:count|sum|min|max|avg|coalesce|exists|case when exists)\b")  # one row, made from several


class Repeated(NamedTuple):
    """A query that runs again and again. Texts that differ only in the table are one query."""

    texts: tuple[str, ...]
    times: Series
    rows: Series | None
    distinct: Series | None
    to_one: bool | None  # whether it returns one row; None: not known
    is_unclear: bool = False  # without its rows, it may as well be about many items each time

    @property
    def is_same_again(self) -> bool:
        """The parameters are the same each time, however often it runs."""
        return self.distinct is not None and self.distinct.rise == 0 and self.distinct.values[-1] <= FEW_SETS

    @property
    def may_be_keys_of_items(self) -> bool:
        """Several parameter sets, of which each item needs one: settings are looked up by name, and all of them for each item, but its genre
        or country is looked up by a key of its own, of which there may be few."""
        several = self.distinct is not None and self.distinct.values[-1] > max(1.0, self.times.slope)
        return several and all(map(is_by_id, self.texts)) and self.to_one is not False


def _items_behind(ladder: Ladder) -> Series:
    """The number of items: the knob's values; over stored rows, the rows of the query that returns most of them, or what is stored."""
    steps = tuple(float(step.size) for step in ladder.steps)
    root = Series(steps, steps)
    if ladder.role != DATASET:
        return root
    most = 0.0
    for text in ladder.digest_texts():
        times = ladder.of_digest(text, lambda digest: digest.times)
        rows = ladder.of_digest(text, lambda digest: digest.rows)
        if times is None or rows is None or times.rise != 0 or rows.rise <= most or any(step <= 0 for step in rows.steps()):
            continue
        root, most = rows, rows.rise
    return root


def _sum_of(ladder: Ladder, texts: list[str], base: Series, name: str) -> Series | None:
    total = [0.0] * len(base.values)
    for text in texts:
        part = ladder.of_digest(text, lambda digest: getattr(digest, name))
        if part is None:
            return None
        total = [one + more for one, more in zip(total, part.values)]
    return Series(base.values, tuple(total))


def repeated_on(ladder: Ladder, write: bool) -> list[Repeated]:
    if len(ladder.steps) < 2:
        return []
    base = _items_behind(ladder)
    kinds: dict[str, bool] = {digest.text: digest.write for step in ladder.steps for digest in step.seen.digests or []}
    shapes: dict[str, list[str]] = {}
    for text in ladder.digest_texts():
        if kinds[text] == write and not is_for_the_session(text):
            shapes.setdefault(shape_of(text), []).append(text)
    found = []
    for texts in [group for all_texts in shapes.values() for group in _alternatives(ladder, all_texts, base)]:
        times, rows = _sum_of(ladder, texts, base, "times"), _sum_of(ladder, texts, base, "rows")
        if times is None or not _grows_with_items(ladder, times):
            continue
        if any(runs == 0 and _misses_queries(step) for runs, step in zip(times.values, ladder.steps)):
            continue  # it may have run there too
        if not write and any(_is_report(text) for text in texts) and rows is not None and rows.values[-1] >= CHUNK * times.values[-1]:
            continue  # a report for each period or group: its rows are computed, and nothing is looked up
        parameters = _sum_of(ladder, texts, base, "parameters")
        if _many_at_once(texts, parameters, times, rows, write, has_list_of(ladder, times.rise)):
            continue
        if not write and parameters is None and rows is not None and all(map(takes_a_list, texts)) and _are_levels(ladder, times, rows):
            continue
        is_unclear = not write and rows is None and _may_be_about_many(texts, parameters, times)
        to_one = all(answers) if None not in (answers := [_is_to_one(text, times, rows, _finds_one(ladder, text)) for text in texts]) else None
        found.append(Repeated(tuple(texts), times, rows, _sum_of(ladder, texts, base, "distinct"), to_one, is_unclear))
    return found


def _alternatives(ladder: Ladder, texts: list[str], base: Series) -> list[list[str]]:
    """One group, if for each item at most one of them runs, such as the lookup in the table of its kind of owner. Otherwise, as in a
    chain of lookups, each by itself."""
    times = _sum_of(ladder, texts, base, "times")
    if len(texts) == 1 or (times is not None and max(times.step_slopes()) <= ONE_OF_SEVERAL):
        return [texts]
    return [[text] for text in texts]


def _misses_queries(step: Step) -> bool:
    """The digests don't add up to the number of queries, or that is unknown."""
    return not step.seen.complete


def _grows_with_items(ladder: Ladder, times: Series) -> bool:
    """Never fewer, and at least MIN_QUERIES more at the end. Over stored rows, which change by chance what the items are, also in
    proportion to what is stored (at least its square root)."""
    if times.rise < MIN_QUERIES or any(step < 0 for step in times.steps()):
        return False
    if ladder.role != DATASET:
        return True
    stored = ladder.steps[-1].size / ladder.steps[0].size
    return math.log(times.values[-1] / max(times.values[0], 1.0)) >= 0.5 * math.log(stored)


def has_list_of(ladder: Ladder, rows: float) -> bool:
    """A query that runs equally often at every size returns about that many more rows at the last one: it is the list of the items."""
    for text in ladder.digest_texts():
        times, sent = ladder.of_digest(text, lambda digest: digest.times), ladder.of_digest(text, lambda digest: digest.rows)
        if times is not None and sent is not None and times.rise == 0 and abs(sent.rise - rows) <= 0.1 * rows:
            return True
    return False


def _is_report(text: str) -> bool:
    return "group by" in plain(text)


def _many_at_once(texts: list[str], parameters: Series | None, times: Series, rows: Series | None, write: bool, is_for_each_row: bool) -> bool:
    """A chunk: few executions, each about many items."""
    if write:
        # An INSERT for each item may store several rows of that item.
        is_one_for_each = times.slope >= PER_ITEM and all(plain(text).startswith("insert") for text in texts)
        least = (CHUNK if is_one_for_each else WRITE_CHUNK) * times.values[-1]
        if rows is None and parameters is not None:  # the text has the parameters of one row
            return parameters.values[-1] >= least * max(1, *(plain(text).count("?") for text in texts))
        # An UPDATE to the values that are there changes no rows, as MySQL counts them.
        return rows is not None and rows.values[-1] >= least or times.slope <= 1 / CHUNK and all(map(takes_a_list, texts))
    if parameters is not None and parameters.values[-1] >= CHUNK * times.values[-1]:
        return True
    # Some ORMs write an offset into each query. By the key of an item, and as often as a list has rows, it is no part of one list.
    is_by_item = is_for_each_row and all(is_by_one_key(text) for text in texts)
    if rows is not None and rows.values[-1] >= CHUNK * times.values[-1] and all(is_next_part(text) for text in texts) and not is_by_item:
        return True
    if times.slope > 1 / CHUNK or rows is None:
        return False
    if parameters is None and any(takes_a_list(text) for text in texts):
        return True  # of keys, of which few have a row
    # One that is about a single key is a lookup, however many rows it returns and for however few items it runs.
    return rows.values[-1] >= CHUNK * times.values[-1] and not all(is_by_one_key(text) for text in texts)


def _are_levels(ladder: Ladder, times: Series, rows: Series) -> bool:
    """Its lists get longer with the size, such as the generations of a tree, of which each has the keys of the next one, and there is
    not one for each entry shown."""
    first, last = (rows.values[at] / max(times.values[at], 1.0) for at in (0, -1))
    items = ladder.of(lambda seen: seen.items)
    return last >= max(CHUNK, 2 * first) and items is not None and (items.rise <= 0 or times.rise < 0.1 * items.rise)


def _may_be_about_many(texts: list[str], parameters: Series | None, times: Series) -> bool:
    """A report for each period, or parts of the items that a range, an offset or a list of unknown length chooses. Lists that are not much
    fewer than the items are short."""
    if any(map(_is_report, texts)):
        return True
    have_lists = all(map(takes_a_list, texts))
    if have_lists and parameters is not None:
        return False
    is_lookup = all(is_by_one_key(text) and not is_next_part(text) for text in texts)
    return times.slope < (1 / CHUNK if have_lists else PER_ITEM) and not is_lookup


def _finds_one(ladder: Ladder, text: str) -> bool:
    """By the plan, which one execution had: a join may find several rows another time."""
    return " join " not in plain(text) and any(finds_one(digest.plan) for digest in ladder.steps[-1].seen.reads() if digest.text == text)


def _is_to_one(text: str, times: Series, rows: Series | None, by_plan: bool) -> bool | None:
    if rows is None:
        return by_plan or to_one_by_text(text)
    if any(more > runs for more, runs in zip(rows.values, times.values)):
        return False
    query = plain(text)
    if by_plan or BY_ID.search(query) or computes_a_value(text) or rows.values == times.values:
        return True
    # Fewer rows than executions: some found nothing. A lookup by a foreign key may then find several another time.
    return None if BY_FOREIGN_KEY.search(query) and query.count("?") - len(LIMIT_AT_END.findall(query)) == 1 else True


def to_one_by_text(text: str) -> bool | None:
    """Whether it returns one row, where rows are not known. Several rows are put in an order, one is not."""
    query = plain(text)
    if computes_a_value(text) and (not NO_COLUMN.match(query) or is_limited(text)):
        return True
    ordered = ORDERED.search(query)
    if ordered and not LIMIT_AT_END.search(ordered[0]) and not COMPUTES.search(query):
        return False
    return True if BY_ID.search(query) else None


def computes_a_value(text: str) -> bool:
    """It returns a value that is made from rows, or says whether there are any, and has no key for a further query."""
    query = plain(text)
    return (COMPUTED.match(query) or NO_COLUMN.match(query)) is not None and not _is_report(text)


def lists_of(ladder: Ladder) -> Counter[tuple[float, ...]]:
    """The lists that one query each returns, by their rows at each size. Each of them may have a lookup of its own for each of its rows."""
    found = Counter[tuple[float, ...]]()
    for text in ladder.digest_texts():
        runs, rows = ladder.of_digest(text, lambda digest: digest.times), ladder.of_digest(text, lambda digest: digest.rows)
        if runs is not None and rows is not None and set(runs.values) == {1} and rows.rise > 0:
            found[rows.values] += 1
    return found


def read_labels(repeated: list[Repeated], complete: bool, lists: Mapping[tuple[float, ...], int]) -> tuple[frozenset[str], str, str]:
    if not complete:
        return READ_LABELS, "what they load is unknown", "digests that add up to all queries"
    if any(entry.rows is None and entry.to_one is None for entry in repeated):
        return _labels_without_rows(repeated), "what they load is unknown", "the rows of each digest"
    if all(entry.to_one is None for entry in repeated):
        return frozenset({"n-plus-one", "prefetch-related"}), "a lookup for each item, which often finds nothing", "whether the key is unique"
    lookups = [entry for entry in repeated if entry.to_one is not False]
    collections = [entry for entry in repeated if entry.to_one is False]
    if not collections:
        together = max(sum(slopes) for slopes in zip(*(entry.times.step_slopes() for entry in lookups)))
        if len(lookups) == 1 and together >= SEVERAL_EACH:
            return frozenset({"n-plus-one", "nested-loops"}), "several lookups for each item", "whether they are in a loop of their own"
        if len(lookups) == 1:
            counted = all(map(computes_a_value, lookups[0].texts))
            return frozenset({"n-plus-one"}), f"{'a count or another aggregate' if counted else 'a lookup by key'} for each item", ""
        if all(computes_a_value(text) for entry in lookups for text in entry.texts):
            return frozenset({"n-plus-one"}), "counts or other aggregates for each item", ""
        if together <= ONE_OF_SEVERAL and not _may_be_chain(lookups):
            return frozenset({"n-plus-one"}), "a lookup by key for each item", ""
        if together <= ONE_OF_SEVERAL:
            return frozenset({"n-plus-one", "select-related"}), "lookups by key for some items", "whether the key of one comes from a row that the other returned"
        needed = Counter(entry.times.values for entry in lookups)
        if all(lists.get(rows, 0) >= number for rows, number in needed.items()):
            if len(needed) == len(lookups):  # of other lengths, so no lookup is for the rows of another's list
                return frozenset({"n-plus-one"}), "a lookup by key for each item of several lists", ""
            return frozenset({"n-plus-one", "select-related"}), "lookups by key for the items of several lists", "whether each list has its own lookup, or one list has a chain of them"
        return frozenset({"select-related"}), "a chain of lookups by key for each item", ""
    if not lookups:
        return frozenset({"prefetch-related"}), "a collection for each item", ""
    if all(_is_not_from(collection, lookup) for collection in collections for lookup in lookups):
        return frozenset({"prefetch-related"}), "a lookup by key and a collection for each item, whose keys are the items' own", ""
    return (
        frozenset({"nested-loops", "prefetch-related"}),
        "a lookup by key and a collection for each item",
        "whether the inner query's parameters come from the outer loop's own rows or from rows loaded through them",
    )


def _is_not_from(collection: Repeated, lookup: Repeated) -> bool:
    """Both run once for each item, but the collections have more different keys than the lookups, which find one row for each of theirs.
    So the keys don't come from those rows."""
    if collection.distinct is None or lookup.distinct is None or collection.times.values != lookup.times.values:
        return False
    by_one_key = all(plain(text).count("?") == 1 for text in collection.texts)
    return by_one_key and any(more > fewer for more, fewer in zip(collection.distinct.values, lookup.distinct.values))


def _labels_without_rows(repeated: list[Repeated]) -> frozenset[str]:
    if len(repeated) > 1:
        return READ_LABELS - {"repeated-query"}
    several_each = max(repeated[0].times.step_slopes()) >= SEVERAL_EACH
    return frozenset({"n-plus-one", "prefetch-related", *(["nested-loops"] if several_each else [])})


def _may_be_chain(lookups: list[Repeated]) -> bool:
    """One lookup never runs more often than another, whose rows may have its keys."""
    return any(
        all(later <= earlier for later, earlier in zip(second.times.values, first.times.values))
        for first in lookups for second in lookups if first is not second
    )


def time_share(ladder: Ladder, texts: set[str]) -> float | None:
    seen = ladder.steps[-1].seen
    spent = [digest.us for digest in seen.digests or [] if digest.text in texts and digest.us is not None]
    total = seen.count(KEYS.total) or seen.total_us
    return sum(spent) / total if spent and total else None
