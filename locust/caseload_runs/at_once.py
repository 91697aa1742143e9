"""Throughput by the number of requests at the same time, for cases whose lesson shows only then."""

from __future__ import annotations

from dataclasses import replace

from .blocks import Outcome
from .measuring import Measuring
from .pairs import back_and_forth

USERS = (1, 4, 8)  # each sends its next request when it has the response to the last one


class AtOnceMeasuring(Measuring):
    def _at_once(self) -> None:
        """Blocks of all variants in turn and then in reverse order, for each number of users."""
        settings = self._settings
        requests = self._warm(self._case.variants)
        for users in USERS:
            blocks = {name: replace(self._block(request, settings.at_once_seconds, users), users=users) for name, request in requests.items()}
            totals = {name: Outcome() for name in blocks}
            for number in range(settings.at_once_rounds):
                self._progress.stage(f"{users} at once, {number + 1} of {settings.at_once_rounds}")
                for name in back_and_forth(list(blocks), number):
                    totals[name].add(self._generator.run(blocks[name]))
            for name, outcome in totals.items():
                self._keep("at-once", name, self._case.initial(), blocks[name], outcome)
