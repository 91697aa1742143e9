"""Further pages of a long list: some by the page's own links or by a knob that is a place in the list, and one far away, to see what it
costs."""

from __future__ import annotations

import math
import re
from typing import Callable, Mapping

from .dossier import Dossier, Ladder, Step
from .evidence import Observation
from .pages import PAGE, SIZE, Knob
from .reading import reading_along
from .rules.sent import is_place

WALK = (1, 4, 16)
FARTHEST = 10_000  # pages beyond the first one visited
MANY = 0.5  # of the entries of the first page
ABOUT_AS_MUCH = 0.8  # of what is expected to be read
SPARE = (1.0, 1 / ABOUT_AS_MUCH)  # a second page is requested where the first one read a little less than expected

# Requests an address and returns what is seen and the next page's address. The evidence is only needed for some.
Follow = Callable[[str, bool], tuple[Observation, "str | None"]]


class Walk:
    """`at` makes the address of a page by its number, where the page has a knob for it."""

    def __init__(self, knob: Knob | None, start: str, at: Callable[[int], str], follow: Follow, stage: Callable[[str], None]) -> None:
        self._knob, self._at, self._follow, self._stage = knob, at, follow, stage
        self._start = at(1) if knob else start
        self._targets: dict[int, str] = {}

    def probe(self, dossier: Dossier) -> None:
        """A visitor might never reach a made-up address, so the first pages are reached by links. Data formats often have none; the
        page numbers that the page is known to have are then requested."""
        steps = self._by_links(dossier)
        known = self._knob.maximum if self._knob else None
        if len(steps) == 1 and known and not steps[0].seen.header("content-type").startswith("text/html"):
            steps += self._by_numbers(known)
        if len(steps) < 2:
            return
        dossier.walk = Ladder(self._knob.name if self._knob else "page", PAGE, steps)
        if known is None and dossier.last_page is None:
            self._look_far(dossier, dossier.walk)

    def _by_links(self, dossier: Dossier) -> list[Step]:
        target: str | None = self._start
        steps: list[Step] = []
        for number in range(1, WALK[-1] + 1):
            if target is None:
                dossier.last_page = number - 1 if number > 2 else None  # a page without any link may be one of many
                break
            self._targets[number] = target
            self._stage(f"by its links to page {number}")
            seen, target = self._follow(target, number in WALK)
            if not _is_a_page(seen):
                break
            if number in WALK:
                steps.append(Step(number, seen))
        return steps

    def _by_numbers(self, maximum: int) -> list[Step]:
        steps: list[Step] = []
        for number in WALK[1:]:
            if number > maximum:
                break
            self._stage(f"page {number}")
            seen, _ = self._follow(self._at(number), True)
            if not _is_a_page(seen):
                break
            steps.append(Step(number, seen))
        return steps

    def _look_far(self, dossier: Dossier, walk: Ladder) -> None:
        """At the first page that reads enough more to matter, if the list is that long."""
        def visit(number: int) -> Observation | None:
            target = self._at(number) if self._knob else numbered(self._targets, number)
            if target is None:
                return None
            self._stage(f"page {number}")
            return self._follow(target, True)[0]

        _go_far(dossier, walk, visit)


def _is_a_page(seen: Observation) -> bool:
    """Not an error, and not a login after the session has expired."""
    return 200 <= seen.status < 300 and not seen.login_form


def probe_places(dossier: Dossier, turned: Callable[[str, str], Observation], stage: Callable[[str], None]) -> None:
    """Where the page has no links, but a size turned out to be a place in a list: `turned` requests the page at a far one."""
    ladder = next((ladder for ladder in dossier.ladders if ladder.role == SIZE and is_place(ladder)), None)
    knob = next((knob for knob in dossier.page.knobs if ladder and knob.name == ladder.knob), None)
    if dossier.walk is not None or ladder is None or (knob and knob.maximum is not None):
        return
    name = ladder.knob
    dossier.walk = Ladder(name, PAGE, list(ladder.steps))

    def visit(number: int) -> Observation:
        stage(f"far away, {name}={number}")
        return turned(name, str(number))

    _go_far(dossier, dossier.walk, visit)


def _go_far(dossier: Dossier, walk: Ladder, visit: Callable[[int], Observation | None]) -> None:
    """Adds a page that reads enough more to matter. `visit` requests one; None if it has no address."""
    for spare in SPARE:
        number = first_that_matters(walk, spare)
        seen = None if number is None else visit(number)
        if number is None or seen is None:
            return
        if not (_is_a_page(seen) and _is_of_the_list(seen, number, walk)):
            if spare == SPARE[0]:
                dossier.last_page = number - 1
            return
        walk.steps.append(Step(number, seen))


def first_that_matters(walk: Ladder, spare: float = 1.0) -> int | None:
    """The page beyond those visited that reads enough more than the first, if each reads as much more as those visited; `spare`
    multiplies how far away it is."""
    reading = reading_along(walk)
    if reading is None or reading.amount.slope <= 0:
        return None
    if reading.amount.rise >= reading.matters_on_far_pages:
        return None
    first = walk.steps[0].size
    number = math.ceil(first + spare * reading.matters_on_far_pages / reading.amount.slope)
    return number if walk.steps[-1].size < number <= first + FARTHEST else None


def _is_of_the_list(seen: Observation, number: int, walk: Ladder) -> bool:
    """It has entries, and is not the last page in place of one that does not exist."""
    reading, farther = reading_along(walk), reading_along(Ladder(walk.knob, walk.role, [walk.steps[0], Step(number, seen)]))
    first = walk.steps[0].seen
    if reading is None or farther is None or seen.items is None or first.items is None:
        return False
    return seen.items >= MANY * first.items and farther.amount.slope >= ABOUT_AS_MUCH * reading.amount.slope


def numbered(targets: Mapping[int, str], number: int) -> str | None:
    """The address of a page like the last two, whose numbers go on by the same step: /list?page=16, /list/offset/150. None if they
    differ in anything else."""
    if len(targets) < 3:
        return None
    last = max(targets)
    before, at = (re.split(r"(\d+)", targets[place]) for place in (last - 1, last))
    if len(before) != len(at) or before[::2] != at[::2]:
        return None
    steps = [int(one) - int(other) for one, other in zip(at[1::2], before[1::2])]
    if not any(steps):
        return None
    at[1::2] = [str(int(value) + (number - last) * step) if step else value for value, step in zip(at[1::2], steps)]
    return "".join(at)
