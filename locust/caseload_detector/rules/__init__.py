"""The rules: data, and small functions that read a dossier. Each says which labels it may give,
what it reads, and where it comes from. A rule that lacks its evidence is silent, or says so in a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

from ..dossier import Dossier
from ..finding import Finding


@dataclass(frozen=True)
class Note:
    """Something unknown, and the signal that is missing. Not a finding."""

    text: str


Outcome = Finding | Note


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
