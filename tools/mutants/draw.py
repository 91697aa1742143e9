"""Selects the mutations and their order, reproducibly for a seed and the same sources."""

from __future__ import annotations

import random
from typing import Iterator, Sequence

from .areas import Area
from .mutation import KINDS, Mutation


def drawn(mutations: Sequence[Mutation], seed: str) -> Iterator[Mutation]:
    """Takes the kinds in turn, so that the most frequent kind doesn't crowd out the others."""
    chance = random.Random(seed)
    decks = [[each for each in sorted(mutations) if each.kind == kind] for kind in KINDS]
    chance.shuffle(decks)
    for deck in decks:
        chance.shuffle(deck)
    while any(decks):
        for deck in decks:
            if deck:
                yield deck.pop()


class Draw:
    """Selects mutations area by area, so that each area gets its share."""

    def __init__(self, areas: Sequence[Area], seed: int) -> None:
        self._order = sorted(areas, key=lambda area: area.name)
        random.Random(seed).shuffle(self._order)
        self._decks = {area.name: drawn(area.mutations, f"{seed} {area.name}") for area in self._order}

    def areas(self) -> Iterator[Area]:
        """The next mutation, taking the areas in turn until none has any left."""
        while self._order:
            for area in list(self._order):
                yield area

    def next(self, area: Area) -> Mutation | None:
        mutation = next(self._decks[area.name], None)
        if mutation is None and area in self._order:
            self._order.remove(area)
        return mutation
