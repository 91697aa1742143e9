"""The rules: data and small functions that read a dossier. Each rule declares its possible labels, the evidence it reads,
and its source. A rule without enough evidence reports nothing, or a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

from ..dossier import Dossier
from ..finding import Finding


@dataclass(frozen=True)
class Note:
    """A question that could not be decided, and the signal that is missing. Not a finding."""

    text: str


Outcome = Finding | Note

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


def all_rules() -> tuple[Rule, ...]:
    from . import caches, chain, memory, repeats, responses, revisit, rows, work

    return repeats.RULES + rows.RULES + caches.RULES + revisit.RULES + responses.RULES + chain.RULES + work.RULES + memory.RULES
