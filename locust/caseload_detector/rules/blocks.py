"""Pages of the database that a query reads, where the rows that it examines are not counted, as in PostgreSQL."""

from __future__ import annotations

import re

from ..dossier import Dossier, Ladder
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series, constant
from . import Outcome, Rule, Undecided
from .examined import counts_only
from .sent import in_proportion

MIN_BLOCKS = 20  # about 1,000 rows of 150 bytes in pages of 8 kB
FILTERED = re.compile(r"\bwhere\b|\border\s+by\b", re.IGNORECASE)
CALLED_IN_FILTER = re.compile(r"\bwhere\b.*\b(?!in\b|and\b|or\b|not\b|any\b|now\b|exists\b)[a-z_]+\s*\([^()]*\b[a-z_]\w*[^()]*\)\s*(=|<|>|!=|\blike\b|\bin\b|\bbetween\b)", re.IGNORECASE)


COLUMN = r"[a-z_]\w*\.[a-z_]\w*"
CAST_IN_FILTER = re.compile(rf"\bwhere\b.*({COLUMN}|\([^()]*{COLUMN}[^()]*\))::\w+\s*(=|<|>|!=|\blike\b|\bin\b|\bbetween\b)", re.IGNORECASE)
JOINED = re.compile(r"\bjoin\b", re.IGNORECASE)


def reads_more_pages(dossier: Dossier) -> list[Outcome]:
    """The pages that a query reads grow with the stored rows, while the rows that it returns don't."""
    ladder = dossier.dataset_ladder()
    if ladder is None or len(ladder.steps) < 2 or dossier.usual.count(KEYS.rows_examined) is not None:
        return []
    found: dict[frozenset[str], list[str]] = {}
    undecided: frozenset[str] = frozenset()
    largest: dict[frozenset[str], Series] = {}
    for text in ladder.digest_texts():
        blocks = _of_a_read(ladder, text)
        if blocks is None:
            continue
        labels = _labels(text, ladder.steps[-1].seen)
        if labels and labels != {"exact-count"} and JOINED.search(text):
            undecided |= labels  # a joined table may be read whole, for which no index is missing
        elif labels:
            found.setdefault(labels, []).append(text)
            largest[labels] = max(largest.get(labels, blocks), blocks, key=lambda series: series.rise)
    findings: list[Outcome] = [
        Finding(
            labels=labels,
            rule="",
            summary=f"the database reads from {largest[labels].values[0]:,.0f} to {largest[labels].values[-1]:,.0f} pages for a query as more rows are stored, "
            "while the rows that it returns stay",
            evidence=("digests: blocks, rows", *sorted(texts)),
            growth=Growth("digest blocks", ladder.knob, largest[labels]),
            deciding_signal="" if len(labels) == 1 else "the plan of the query",
        )
        for labels, texts in sorted(found.items(), key=lambda entry: sorted(entry[0]))
    ]
    if undecided:
        findings.append(Undecided(undecided, "a query with a join reads more pages as more rows are stored", "the plan of the query, which shows whether a joined table is read whole"))
    return findings


def _of_a_read(ladder: Ladder, text: str) -> Series | None:
    """The pages per execution, if they grow that way and the query runs a constant number of times for a constant number of rows."""
    blocks = ladder.of_digest(text, lambda digest: digest.blocks if not digest.write else None)
    times = ladder.of_digest(text, lambda digest: digest.times)
    rows = ladder.of_digest(text, lambda digest: digest.rows)
    if blocks is None or times is None or rows is None or min(times.values) < 1 or times.rise != 0:
        return None
    each = Series(blocks.sizes, tuple(value / runs for value, runs in zip(blocks.values, times.values)))
    if each.rise < MIN_BLOCKS or not in_proportion(each) or not (constant(rows) or rows.rise <= 0.1 * each.rise):
        return None
    return each


def _labels(text: str, seen: Observation) -> frozenset[str]:
    if counts_only(text, seen):
        return frozenset({"exact-count"})
    digest = next(digest for digest in seen.digests or [] if digest.text == text)
    if digest.computes or not FILTERED.search(text):
        return frozenset()
    if re.search(r"\border\s+by\s+random\s*\(", text, re.IGNORECASE):
        return frozenset({"random-order"})
    labels = {"database-index"}
    if re.search(r"\bi?like\b", text, re.IGNORECASE):
        labels.add("leading-wildcard")
    if CALLED_IN_FILTER.search(text) or CAST_IN_FILTER.search(text):
        labels.add("non-sargable")
    if re.search(r"\border\s+by\b", text, re.IGNORECASE) and re.search(r"\bwhere\b", text, re.IGNORECASE):
        labels.add("filesort")
    return frozenset(labels)


RULES = (
    Rule("reads-more-pages", ("database-index", "exact-count", "filesort", "leading-wildcard", "non-sargable", "random-order"),
         ("digests: blocks, rows, times", "ladder over stored rows"),
         "PostgreSQL manual, pg_stat_statements: shared_blks_hit and shared_blks_read", reads_more_pages),
)
