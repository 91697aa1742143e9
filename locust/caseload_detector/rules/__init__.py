"""The rules: data and small functions that read a dossier. Each rule declares its possible labels, the evidence it reads,
what it needs before it can say that a page is clean, and its source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Mapping, Sequence

from ..dossier import Dossier
from ..finding import Finding
from .needs import Need


@dataclass(frozen=True)
class Note:
    """Something worth knowing that is not a problem, or too small to be one."""

    text: str


@dataclass(frozen=True)
class Undecided:
    """The evidence fits a problem and its absence, so the page is not judged for these labels."""

    labels: frozenset[str]
    text: str  # what was seen
    missing: str  # what would decide


Outcome = Finding | Note | Undecided

# The general label counts as half where the evidence could show which of its special forms it is.
GENERAL = {
    label: "database-index"
    for label in ("leading-wildcard", "non-sargable", "filesort", "random-order", "exact-count", "covering-index")
}


@dataclass(frozen=True)
class Rule:
    name: str
    labels: tuple[str, ...]
    reads: tuple[str, ...]  # evidence keys and probes
    source: str
    look: Callable[[Dossier], Sequence[Outcome]]
    needs: tuple[Need, ...] = ()
    needs_more: Mapping[str, tuple[Need, ...]] = field(default_factory=dict)  # by label
    applies: Callable[[Dossier], bool] = lambda dossier: True  # a page that it does not concern is clean


def all_rules() -> tuple[Rule, ...]:
    from . import (
        caches, calls, chain, connections, covering, crowds, each_row, examined, finds_to_write, late_limit, memory, reads_more, repeats, responses, revisit, rows, transactions, unread,
        unshown, work, writes,
    )

    return (
        repeats.RULES + writes.RULES + each_row.RULES + unshown.RULES + examined.RULES + finds_to_write.RULES + covering.RULES + unread.RULES + late_limit.RULES + rows.RULES + reads_more.RULES
        + caches.RULES + crowds.RULES + calls.RULES + transactions.RULES + connections.RULES + revisit.RULES + responses.RULES + chain.RULES + work.RULES
        + memory.RULES
    )
