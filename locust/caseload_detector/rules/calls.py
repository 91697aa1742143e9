"""Calls to other services: one after the other though none needs the result of another, or one for each item."""

from __future__ import annotations

import re
from collections import Counter

from ..calls import Call, batches
from ..dossier import Dossier, Ladder
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import PER_ITEM, Series, often, series
from . import Outcome, Rule, Undecided
from .each_row import PAGE_OF_A_LIST
from .needs import CALLS, SIZES, responds_to_a_size
from .repetition import CHUNK

SMALLEST_BATCHES = 4  # calls in two batches: two in each
MIN_MORE_CALLS = 3  # at the end of a ladder; each costs far more than a query
FEW_ITEMS = 20  # of a call that is about several; below this, the service may take more at once
# Whether the visitor may see the page, or which variant of it: nothing else is asked for before that is known, though nothing of it is sent
DECIDES = re.compile(r"(?:GET|HEAD|CALL) (?:(?:[^/?]*[./])?(?:auth[nz]?|oauth2?|sso|iam|permissions?|entitlements?|access|opa|flags|(?:feature-?)?flags?|features)[./?]"
                     r"|.*[/.](?:check|verify|validate|introspect|authori[sz]e|authenticate|userinfo|session|allowed|permissions?|features?|flags)\b)", re.IGNORECASE)
PART = re.compile(r"/(?:pages?|parts?|chunks?|offset|start|from)/\{\}")  # of a list or a file
NEEDED = "whether a call needs the result of the one before it"


def one_after_the_other(dossier: Dossier) -> list[Outcome]:
    """Reads of several services, alone or in batches of calls made together, none of which is under way at the same time as another, though
    each could be sent before the response to the one before it: what it sends was known by then. Calls that change something wait for good
    reason."""
    seen = dossier.usual
    number = seen.count(KEYS.calls)
    if seen.calls is None:
        overlap = seen.count(KEYS.calls_overlapping)
        if number is None or number < 2 or overlap == number < SMALLEST_BATCHES:
            return []
        how = "" if overlap is None else f", {overlap or 'none'} at the same time as another"
        return [Undecided(frozenset({"sequential-calls"}), f"{number} calls to other services{how}", f"spans of the calls, which show {NEEDED}")]
    growing = {shape for ladder in dossier.size_ladders() for shape in _shapes_for_each(ladder)}
    made = batches(seen.calls)
    steps = [rest for step in made if (rest := [call for call in step if call.shape not in growing])]
    together = max(_runs(steps, unknown_is_needed=True), key=_services)
    if _services(together) > 1:
        between = [step for step in made if _end(step) > together[0][0].start_us and step[0].start_us <= together[-1][0].start_us]
        if _may_be_limited(between):
            return [Undecided(frozenset({"sequential-calls"}), f"calls to other services are made in {len(between)} batches of up to {len(between[0])}", "how many calls run at once at most")]
        waits = [_end(step) - step[0].start_us for step in together]
        return [
            Finding(
                labels=frozenset({"sequential-calls"}),
                rule="",
                summary=f"{_services(together)} services are called one after the other, and no call needs the result of another",
                evidence=tuple(f"after {(step[0].start_us - seen.calls[0].start_us) / 1000:.1f} ms: {_times(step)}" for step in together),
                severity=_share(sum(waits) - max(waits), seen.count(KEYS.total) or seen.total_us),
            )
        ]
    perhaps = max(_runs(steps, unknown_is_needed=False), key=_services)
    if _services(perhaps) > 1:
        return [Undecided(frozenset({"sequential-calls"}), f"{_services(perhaps)} services are called one after the other", NEEDED)]
    return []


def _runs(steps: list[list[Call]], unknown_is_needed: bool) -> list[list[list[Call]]]:
    """Calls, or batches of calls, that follow each other and that could be made together."""
    runs: list[list[list[Call]]] = [[]]
    has_failed = may_decide = False  # the step before, in place of which the next one may be made
    before: list[Call] = []
    for step in steps:
        may_wait = may_decide or _may_be_a_choice(before, step)
        before = step
        waits = has_failed or any(call.uses_earlier or (call.uses_earlier is None or may_wait) and unknown_is_needed for call in step)
        has_failed = any(call.status == 0 or (call.status or 0) >= 400 for call in step)
        may_decide = any(DECIDES.match(call.shape) for call in step)
        if not all(call.is_safe for call in step):
            runs.append([])
            continue
        if waits:
            runs.append([])
        runs[-1].append(step)
    return runs


def _services(run: list[list[Call]]) -> int:
    """Steps that make the same call count once: they may be the pages of a list, parts of a batch that would be too large, or a call that is
    tried again."""
    called: set[str] = set()
    number = 0
    for step in run:
        shapes = {call.shape for call in step}
        number += not shapes & called
        called |= shapes
    return number


def _may_be_limited(run: list[list[Call]]) -> bool:
    """All steps but the last have as many calls as the largest, as if at most that many ran at once."""
    largest = max(map(len, run))
    return largest > 1 and all(len(step) == largest for step in run[:-1])


def _may_be_a_choice(before: list[Call], step: list[Call]) -> bool:
    """It is about fewer items than the one before, perhaps those that were chosen by what was said about each. A parameter of another
    name is about something else; what a path is about has no name, and spans of some sources show none."""
    most, fewer = _about(before), _about(step)
    if most is None or fewer is None or fewer[1] >= most[1]:
        return False
    if "?" not in most[0] or "{}" in most[0]:
        return True
    return any("{}" in call.shape or not _parameters(call.shape).isdisjoint(_parameters(most[0])) for call in step)


def _parameters(shape: str) -> set[str]:
    return set(filter(None, shape.partition("?")[2].split("&")))


def _about(step: list[Call]) -> tuple[str, int] | None:
    """The shape whose calls are about most items, and how many. None: not known."""
    about = Counter[str]()
    for call in step:
        if call.items is None:
            return None
        about[call.shape] += call.items
    return max(about.items(), key=lambda entry: entry[1], default=None)


def _end(step: list[Call]) -> int:
    return max(call.end_us for call in step)


def _times(step: list[Call]) -> str:
    return ", ".join(shape if number == 1 else f"{number} times {shape}" for shape, number in Counter(call.shape for call in step).items())


def _share(part: float, whole: int | None) -> float | None:
    return part / whole if whole else None


def once_for_each_item(dossier: Dossier) -> list[Outcome]:
    """Calls of one shape whose number grows with the items. Chunks grow too, but each is about many items."""
    for ladder in dossier.size_ladders():
        if len(ladder.steps) < 2:
            continue
        if any(step.seen.calls is None for step in ladder.steps):
            found = _by_number(ladder)
        else:
            found = [_finding(ladder, shape, times) for shape, times in _shapes_for_each(ladder).items()] or _in_small_parts(ladder)
        if found:
            return found
    return [] if responds_to_a_size(dossier) else _once_for_each_row(dossier)


def _once_for_each_row(dossier: Dossier) -> list[Outcome]:
    """As many calls of one shape as a list of a fixed length has rows, each time the page is seen."""
    lists = {digest.rows for digest in dossier.usual.reads() if digest.times == 1} | {dossier.usual.items}
    made = [Counter(call.shape for call in seen.calls or [] if (call.items or 1) == 1) for seen in [dossier.cold, *dossier.warm]]
    loops = [shape for shape, number in sorted(made[-1].items()) if number >= PAGE_OF_A_LIST and number in lists and all(each[shape] == number for each in made)]
    if not loops or dossier.is_form:
        return []
    number = max(made[-1][shape] for shape in loops)
    return [Finding(frozenset({"call-loop"}), "", f"another service is called {number} times, once for each row of a list", tuple(f"{made[-1][shape]} times: {shape}" for shape in loops))]


def _shapes_for_each(ladder: Ladder) -> dict[str, Series]:
    return {shape: times for shape, times in _growing_shapes(ladder).items() if not _many_at_once(ladder, shape, times)}


def _in_small_parts(ladder: Ladder) -> list[Outcome]:
    for times in _growing_shapes(ladder).values():
        if times.slope > 1 / FEW_ITEMS:
            return [Undecided(frozenset({"call-loop"}), f"another service is called once for every {1 / times.slope:.0f} items", "how many items the service takes in a call")]
    return []


def _growing_shapes(ladder: Ladder) -> dict[str, Series]:
    if len(ladder.steps) < 2 or any(step.seen.calls is None for step in ladder.steps):
        return {}
    found = {}
    for shape in sorted({call.shape for step in ladder.steps for call in step.seen.calls or []}):
        times = series([step.size for step in ladder.steps], [sum(call.shape == shape for call in step.seen.calls or []) for step in ladder.steps])
        if times is not None and times.rise >= MIN_MORE_CALLS and min(times.steps()) >= 0:
            found[shape] = times
    return found


def _many_at_once(ladder: Ladder, shape: str, times: Series) -> bool:
    """Chunks by their lists, or the pages of a list, of which few more come with many more items. A call about one item is a lookup,
    for however few items it is made."""
    last = [call for call in ladder.steps[-1].seen.calls or [] if call.shape == shape]
    items = [call.items for call in last if call.items is not None]
    if items and sum(items) >= CHUNK * len(items):
        return True
    # How many items a call is about does not show in a list that is sent in its body.
    return (times.slope <= 1 / CHUNK or not items and times.slope < PER_ITEM) and "{}" not in PART.sub("", shape)


def _finding(ladder: Ladder, shape: str, times: Series) -> Finding:
    return Finding(
        labels=frozenset({"call-loop"}),
        rule="",
        summary=f"another service is called {often(times.slope)} per item",
        evidence=(f"{times.values[0]:.0f} to {times.values[-1]:.0f} times: {shape}",),
        growth=Growth(KEYS.calls, ladder.knob, times),
    )


def _by_number(ladder: Ladder) -> list[Outcome]:
    """Without spans only the number of calls is known."""
    calls = ladder.count(KEYS.calls)
    if calls is None or calls.rise < MIN_MORE_CALLS or min(calls.steps()) < 0:
        return []
    if calls.slope < PER_ITEM:
        return [Undecided(frozenset({"call-loop"}), f"the number of calls to other services grows from {calls.values[0]:.0f} to {calls.values[-1]:.0f} with {ladder.knob}, as with chunks or with a call for some items",
                          "spans of the calls, which show how many items each is about")]
    return [
        Finding(
            labels=frozenset({"call-loop"}),
            rule="",
            summary=f"the number of calls to other services grows by {calls.slope:.2f} per item",
            evidence=(KEYS.calls,),
            growth=Growth(KEYS.calls, ladder.knob, calls),
        )
    ]


RULES = (
    Rule("called-in-turn", ("sequential-calls",), ("spans of calls to other services", KEYS.calls, KEYS.calls_overlapping),
         "Sigelman et al., Dapper, 2010, section 6: unneeded serial requests along the critical path",
         one_after_the_other, needs=(CALLS,)),
    Rule("called-for-each", ("call-loop",), ("spans of calls to other services", KEYS.calls, "ladder over size"),
         "Fowler, Patterns of Enterprise Application Architecture, Remote Facade: coarse calls over a network",
         once_for_each_item, needs=(SIZES, CALLS)),
)
