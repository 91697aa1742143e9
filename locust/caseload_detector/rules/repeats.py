"""Reads that are repeated for each item, found by how their number grows."""

from __future__ import annotations

from ..dossier import Dossier, Ladder
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, constant, often, per_item
from ..pages import DATASET
from ..query_text import is_by_id, reads_what_is_stored
from . import Outcome, Rule, Undecided
from .benefit import MIN_QUERIES
from .needs import DIGESTS, PARAMETER_SETS, QUERIES, SIZES, STORED
from .repetition import FEW_SETS, READ_LABELS, Repeated, computes_a_value, has_list_of, lists_of, read_labels, repeated_on, time_share

OF_THE_ITEMS = "whether the parameters are keys of the items"
BEYOND_SHOWN = 1.5  # from this ratio on, the queries are about more than the entries shown


def repeated_reads(dossier: Dossier) -> list[Outcome]:
    ladders = [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder()])]
    for ladder in ladders:
        if dossier.page.method != "GET" and not all(step.seen.complete for step in ladder.steps):
            continue  # these reads may belong to writes that are missing from the digests
        found = _reads_on(ladder, dossier.is_form)
        if found:
            return [*found]
    return _same_again(dossier)


def _reads_on(ladder: Ladder, is_form: bool) -> list[Outcome]:
    if ladder.of(lambda seen: None if seen.digests is None else 1) is None:
        by_header = _reads_by_header(ladder)
        return [by_header] if by_header else []
    all_repeated = repeated_on(ladder, write=False)
    repeated = [entry for entry in all_repeated if not entry.is_unclear or entry.is_same_again]
    same = [entry for entry in repeated if entry.is_same_again and all(map(reads_what_is_stored, entry.texts))]
    others = [entry for entry in repeated if not entry.is_same_again]
    writes = sum(entry.times.rise for entry in repeated_on(ladder, write=True))
    found: list[Outcome] = []
    same = [entry for entry in same if entry.distinct is not None and entry.times.rise - writes * entry.distinct.values[-1] >= MIN_QUERIES]  # others may read what was written
    if same:
        found.append(_same_on(ladder, same))
    if others and max(entry.times.rise for entry in others) > writes:  # rows that are loaded in order to be written belong to the writes
        found += _by_their_keys(ladder, others, is_form)
    unclear = [entry for entry in all_repeated if entry not in repeated and entry.times.rise > writes]
    if unclear and not found:
        most = max(unclear, key=lambda entry: entry.times.rise)
        found.append(Undecided(READ_LABELS, f"a query runs {often(most.times.slope)} per item, as a part of the items or a report for each period would, or a lookup", "the rows of each digest"))
    return found


def _by_their_keys(ladder: Ladder, repeated: list[Repeated], is_form: bool) -> list[Finding]:
    """A value that is computed for each item has no key for a further query, so it is not a link of a chain or an outer loop."""
    computed = [entry for entry in repeated if all(map(computes_a_value, entry.texts))]
    others = [entry for entry in repeated if entry not in computed]
    return [_reads_of(ladder, entries, is_form) for entries in (others, computed) if entries]


def _reads_of(ladder: Ladder, repeated: list[Repeated], is_form: bool) -> Finding:
    shown = _shown(ladder)
    is_for_writing = is_form and (shown is None or shown.rise <= 0)  # what is looked up decides what is stored, and is not to be shown
    most = max(repeated, key=lambda entry: (entry.times.rise, entry.texts))
    labels, why, signal = read_labels(repeated, complete=all(step.seen.complete for step in ladder.steps), lists=lists_of(ladder))
    if labels == {"n-plus-one", "nested-loops"} and most.distinct is not None and has_list_of(ladder, _rows_looked_up(most)):
        labels, signal = frozenset({"n-plus-one"}), ""
    if any(entry.distinct is None for entry in repeated):
        labels |= {"repeated-query"}
        signal = signal or "the number of different parameter sets"
    if shown is None and ladder.role == DATASET and not is_for_writing:
        labels |= {"raw-sql"}
        signal = "the number of entries that the response shows"
    elif shown is not None and not is_for_writing and _rows_looked_up(most) >= BEYOND_SHOWN * max(shown.rise, 0.0) and not _shows_as_requested(ladder, shown):
        if "repeated-query" in labels:
            labels |= {"raw-sql"}
        else:
            labels, signal = frozenset({"raw-sql"}), ""
        why = "rows are loaded that the response does not show, and filtered in code"
    return Finding(
        labels=labels,
        rule="",
        summary=f"{_growing(repeated)}: {why}",
        evidence=tuple(f"{_counts_of(entry)}: {text}" for entry in repeated for text in entry.texts),
        growth=Growth("digest times", ladder.knob, most.times),
        deciding_signal=signal,
        severity=time_share(ladder, {text for entry in repeated for text in entry.texts}),
    )


def _rows_looked_up(entry: Repeated) -> float:
    """How many more rows it is about at the end; one that is looked up twice counts once."""
    return entry.times.rise if entry.distinct is None else min(entry.times.rise, max(entry.distinct.rise, 0.0))


def _shows_as_requested(ladder: Ladder, shown: Series) -> bool:
    """About one more entry is shown for each one more requested, so none is left out."""
    requested = ladder.steps[-1].size - ladder.steps[0].size
    return ladder.role != DATASET and requested / 1.5 <= shown.rise <= requested * 1.5


def _same_on(ladder: Ladder, same: list[Repeated]) -> Finding:
    most = max(same, key=lambda entry: (entry.times.rise, entry.texts))
    has_keys = any(entry.may_be_keys_of_items for entry in same)
    return Finding(
        labels=frozenset({"n-plus-one", "repeated-query"} if has_keys else {"repeated-query"}),
        rule="",
        summary=f"{_growing(same)}, with {'few different parameters' if has_keys else 'the same parameters each time'}",
        evidence=tuple(f"{_counts_of(entry)}: {text}" for entry in same for text in entry.texts),
        growth=Growth("digest times", ladder.knob, most.times),
        deciding_signal=OF_THE_ITEMS if has_keys else "",
        severity=time_share(ladder, {text for entry in same for text in entry.texts}),
    )


def _same_again(dossier: Dossier) -> list[Outcome]:
    """More than a handful of executions with the same parameters, however many items there are. After a write, such as that of a session,
    each of them may be read once more."""
    usual = dossier.usual
    if usual.digests is None:
        return []
    in_between = 1 + sum(digest.times for digest in usual.writes())
    same = [d for d in usual.reads() if d.distinct is not None and d.times - in_between * d.distinct > MIN_QUERIES and d.distinct <= FEW_SETS
            and reads_what_is_stored(d.text)]
    if not same:
        return []
    most = max(same, key=lambda digest: (digest.times, digest.text))
    lists = {usual.items, *(digest.rows for digest in usual.reads() if digest.times == 1)}
    has_keys = any((digest.distinct or 0) > 1 and digest.times in lists and is_by_id(digest.text) for digest in same)
    return [
        Finding(
            labels=frozenset({"n-plus-one", "repeated-query"} if has_keys else {"repeated-query"}),
            rule="",
            summary=f"one query runs {most.times} times with {most.distinct} different parameter set{'s' if most.distinct != 1 else ''}",
            evidence=tuple(f"{digest.times} times: {digest.text}" for digest in same),
            deciding_signal=OF_THE_ITEMS if has_keys else "",
        )
    ]


def _growing(repeated: list[Repeated]) -> str:
    rates = {often(entry.times.slope) for entry in repeated}
    most = often(max(entry.times.slope for entry in repeated))
    if len(repeated) == 1:
        return f"one query runs {most} per item"
    run = "each run" if len(rates) == 1 else "run at most" if most == "once" else "run up to"
    return f"{len(repeated)} queries {run} {most} per item"


def _counts_of(entry: Repeated) -> str:
    each = "rows unknown" if entry.rows is None else f"{entry.rows.rise / entry.times.rise:.1f} rows each"
    return f"{entry.times.values[0]:.0f} to {entry.times.values[-1]:.0f} times, {each}"


def _shown(ladder: Ladder) -> Series | None:
    """Entries of the response along the ladder; None if they are unreliable, because the body grows but shows no list: by a quarter, or by a
    word for each one more requested."""
    items = ladder.of(lambda seen: seen.items)
    if items is None:
        return None
    body, words = ladder.of(lambda seen: seen.body_bytes), ladder.of(lambda seen: seen.words)
    requested = ladder.steps[-1].size - ladder.steps[0].size
    has_more_words = ladder.role != DATASET and words is not None and words.rise >= requested
    if items.rise == 0 and (has_more_words or not constant(body, 0.25)):
        return None
    return items


def _reads_by_header(ladder: Ladder) -> Finding | Undecided | None:
    """Without digests only the number of queries is known, which shows that something is repeated but not what."""
    sql, writes, rows = ladder.count(KEYS.sql), ladder.count(KEYS.sql_write), ladder.count(KEYS.rows)
    if ladder.role == DATASET or sql is None or rows is None:
        return None
    reads = Series(sql.sizes, tuple(all_ - (write if writes else 0) for all_, write in zip(sql.values, (writes or sql).values)))
    if reads.rise < MIN_QUERIES or (writes is not None and writes.rise >= reads.rise):
        return None
    if not per_item(reads) or rows.slope < PER_ITEM:
        return Undecided(READ_LABELS, f"the number of queries grows from {reads.values[0]:.0f} to {reads.values[-1]:.0f} with {ladder.knob}, as with chunks or with a query for some items",
                         "the text of each query (a probe's document)")
    return Finding(
        labels=READ_LABELS,
        rule="",
        summary=f"the number of queries grows by {reads.slope:.2f} per item",
        evidence=(KEYS.sql, KEYS.rows),
        growth=Growth(KEYS.sql, ladder.knob, reads),
        deciding_signal="queries by digest (a probe's document)",
    )


RULES = (
    Rule(
        "repeated-reads",
        (*sorted(READ_LABELS), "raw-sql"),
        ("digests: times, rows", KEYS.sql, "ladder over size", "ladder over stored rows", "entries shown"),
        "Growth instead of a threshold: Goldsmith, Aiken, Wilkerson, Measuring Empirical Computational Complexity, ESEC/FSE 2007",
        repeated_reads,
        needs=(QUERIES,),
        needs_more={
            **{label: (SIZES,) for label in READ_LABELS - {"repeated-query"}},
            "repeated-query": (SIZES, PARAMETER_SETS),
            "raw-sql": (STORED, DIGESTS),
        },
    ),
)
