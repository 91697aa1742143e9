"""Lists and pages that grow without bound."""

from __future__ import annotations

import re

from ..dossier import Dossier, Ladder
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, grows_in_step
from ..pages import PAGE, SIZE
from ..query_text import plain, shape_of, skips_rows, takes_a_list
from ..reading import reading_along
from . import Note, Outcome, Rule, Undecided
from .needs import ANY_SIZE, EXAMINED, LIST_LENGTHS, ROWS
from .sent import body_constant, growing_sources, in_proportion, is_for_entries, is_place, rows_sent

MANY_PARAMETERS = 500
NEXT = 4  # times a size is the next larger one


def unbounded_list(dossier: Dossier) -> list[Outcome]:
    """The parameters of one query grow with the items, up to the longest list requested, or with the stored rows. A chunk stops at
    its size."""
    # The longest shows a bound that the others don't reach, and a size that the service caps bounds the list too.
    longest = [dossier.joint] if dossier.joint and len(dossier.joint.steps) > 1 else [ladder for ladder in dossier.ladders if ladder.role == SIZE]
    notes: list[Outcome] = []
    for ladder in [*longest, *filter(None, [dossier.dataset_ladder()])]:
        # A source that writes lists out has a text for each length.
        shapes: dict[str, list[str]] = {}
        for text in ladder.digest_texts():
            if takes_a_list(text):
                shapes.setdefault(shape_of(text), []).append(text)
        for text, *more in shapes.values():
            times = ladder.of_digests([text, *more], lambda digest: digest.times if not digest.write else 0)
            parameters = ladder.of_digests([text, *more], lambda digest: digest.parameters)
            if times is None or parameters is None or max(times.values) != 1 or parameters.values[-1] < MANY_PARAMETERS:
                continue
            if not in_proportion(parameters) or parameters.steps()[-1] <= 0 or parameters.step_slopes()[-1] < 0.5 * parameters.slope:
                continue
            seen, refused = f"one query has {parameters.values[-1]:,.0f} parameters at {ladder.knob} = {ladder.steps[-1].size:g}", dossier.refused.get(ladder.knob)
            if refused is not None and refused <= NEXT * ladder.steps[-1].size:
                notes.append(Note(f"{seen}, and the service does not accept {ladder.knob} = {refused}, which bounds them"))
                continue
            return [
                Finding(
                    labels=frozenset({"unbounded-in"}),
                    rule="",
                    summary=f"{seen}, and no bound shows",
                    evidence=("digests: parameters", text),
                    growth=Growth("digest parameters", ladder.knob, parameters),
                )
            ]
    return notes[:1]


def unpaged(dossier: Dossier) -> list[Outcome]:
    """The cost of a page grows with the stored rows or with the page number."""
    if not _is_paged(dossier):
        return []
    stored = dossier.dataset_ladder()
    rows = stored.of(_rows_of_lists) if stored else None
    if stored and grows_in_step(rows, minimum=100) and rows is not None and body_constant(stored) and not _is_of_another_list(dossier, stored):
        return [
            _pagination(f"rows sent grow from {rows.values[0]:,.0f} to {rows.values[-1]:,.0f} with the stored rows, but the page stays the same size",
                        KEYS.rows, stored.knob, rows)
        ]
    if dossier.walk is None and not _moving(dossier):
        return [Undecided(frozenset({"pagination"}), "the page has a page number or a link to a next page", "later pages, which could not be reached through the page's own links")]
    walked = dossier.walk.knob if dossier.walk else ""  # has the same steps, and perhaps one more
    ladders = [*filter(None, [dossier.walk]), *(ladder for ladder in _moving(dossier) if ladder.knob != walked)]
    outcomes = (_further_pages(dossier, ladder) for ladder in ladders)
    return [outcome for outcome in outcomes if outcome][:1]


def _is_of_another_list(dossier: Dossier, stored: Ladder) -> bool:
    """What looks like a page number names what is shown, such as a year: each time, the queries whose rows grow return others. All pages
    of a list that is cut in code are cut from the same rows."""
    texts = [source.digest.text for source in growing_sources(stored) or []]
    return not dossier.paged and bool(texts) and all(_differs(ladder, text) for ladder in _moving(dossier) for text in texts)


def _differs(ladder: Ladder, text: str) -> bool:
    results = [digest.result_hash for step in ladder.steps for digest in step.seen.reads() if digest.text == text]
    return None not in results and len(set(results)) == len(results) == len(ladder.steps)


def _rows_of_lists(seen: Observation) -> int | None:
    """Not those that belong to the keys of the page's entries, nor those that are computed beside the list, such as a number for each brand."""
    if not seen.complete or any(digest.rows is None for digest in seen.reads()):
        return rows_sent(seen)
    return sum(digest.rows or 0 for digest in seen.reads() if not is_for_entries(digest, seen) and not _is_beside(plain(digest.text)))


def _is_beside(query: str) -> bool:
    """It has no row for each entry, whose key would be among what it is grouped by."""
    _, grouped, by = query.rpartition(" group by ")
    return bool(grouped) and re.search(r"(?<!\w)id\b", by) is None


def _is_paged(dossier: Dossier) -> bool:
    return dossier.paged or bool(_moving(dossier))


def _moving(dossier: Dossier) -> list[Ladder]:
    return [ladder for ladder in dossier.ladders if ladder.role == SIZE and is_place(ladder)]


def _further_pages(dossier: Dossier, ladder: Ladder) -> Outcome | None:
    """What is read grows with the page number, up to an amount that matters."""
    reading, sent = reading_along(ladder), ladder.of(rows_sent)
    if reading is None or sent is None:
        return None
    amount, knob = reading.amount, dossier.page.knob(PAGE)
    last = dossier.last_page if ladder is dossier.walk else None
    last = last or (knob.maximum if knob else None)
    more = f"{amount.slope:,.{0 if amount.slope >= 10 else 2}f} more {reading.noun} for each further page"
    if last is not None and amount.slope * (last - amount.sizes[0]) < reading.matters_on_far_pages:
        return Note(f"{more}, of {last} at most: too few to matter")
    by_rows = reading.key == KEYS.rows_examined and amount.slope >= PER_ITEM * _rows_of_a_page(ladder, sent)
    if not by_rows and not grows_in_step(amount):
        return None
    if last is None and amount.rise < reading.matters_on_far_pages:
        return Undecided(frozenset({"pagination"}), more, "how many pages there are")
    if not by_rows and amount.rise < reading.matters_on_far_pages:
        return None
    return _pagination(more, reading.key, ladder.knob, amount)


def _rows_of_a_page(ladder: Ladder, sent: Series) -> float:
    """Of the query that skips the rows before it, or else of all queries; others may send more rows for each entry."""
    paged = [digest.rows for digest in ladder.steps[0].seen.reads() if digest.rows and skips_rows(digest.text)]
    return float(min(paged)) if paged else max(min(sent.values), 1.0)


def _pagination(summary: str, key: str, knob: str, values: Series) -> Finding:
    return Finding(
        labels=frozenset({"pagination"}),
        rule="",
        summary=summary,
        evidence=(key, "body bytes" if key == KEYS.rows else KEYS.rows),
        growth=Growth(key, knob, values),
    )


RULES = (
    Rule("unbounded-list", ("unbounded-in",), ("digests: times, parameters", "ladders over size and stored rows"),
         "MySQL manual, Limits on Range Optimization: eq_range_index_dive_limit and max_allowed_packet", unbounded_list,
         needs=(ANY_SIZE, LIST_LENGTHS)),
    Rule("unpaged", ("pagination",), (KEYS.rows, KEYS.rows_examined, "digests: blocks", "ladders", "walk by the page's links"),
         "Winand, SQL Performance Explained, Paging Through Results", unpaged,
         needs=(ROWS, EXAMINED), applies=_is_paged),
)
