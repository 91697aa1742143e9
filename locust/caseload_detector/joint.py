"""The ladder on which the size and the stored rows grow together, so that the growth of CPU time isn't limited by the number of rows."""

from __future__ import annotations

from typing import Callable, Mapping, Sequence

from .service_error import ServiceError
from .dossier import JOINT, Dossier, Ladder, Step
from .evidence import Observation
from .evidence_keys import KEYS
from .fastest import fastest
from .pages import DATASET, Page, size_of

LONGEST = 10_240  # items
SHORTEST = 160  # of the longest; below that, too little grows to be measured
STEPS = (16, 4, 1)  # the longest, divided by this
CPU_REPEATS = (3, 12)  # minimum and maximum; short measurements are noisier and are repeated more often
SLOW_US = 1_000_000  # of a step whose CPU time is unknown, which shows only how far lists grow
LONG_ENOUGH_US = 250_000  # CPU time of all repeats after which no more are needed
LONGEST_US = 500_000  # of all repeats, in which the database may take most of the time
NOT_ACCEPTED = (400, 413, 422)  # statuses by which a service says that a size is too large
SUSPICIOUS = 4.5  # ratio of the CPU times of two steps; 4 is proportional growth

Turned = Callable[[Mapping[str, str], bool], Observation]  # the page with these knobs; whether the request may be repeated


def probe_joint(page: Page, dossier: Dossier, turned: Turned, stage: Callable[[str], None], datasets: Sequence[str]) -> Ladder | None:
    """Only for pages with a constant number of queries. `datasets` are those that the service has. Skips the last and most expensive
    step if the first two show at most proportional growth."""
    size = next((knob for knob in page.sizes() if (knob.maximum or LONGEST) >= SHORTEST), None)
    stored = page.knob(DATASET)
    ladder = next((ladder for ladder in dossier.size_ladders() if size and ladder.knob == size.name), None)
    queries = ladder.count(KEYS.sql) if ladder else None
    if size is None or queries is None or queries.slope >= 0.05:
        return None
    longest = min(LONGEST, size.maximum or LONGEST)
    values = sorted(datasets, key=size_of)[-len(STEPS) :]
    joint = Ladder(size.name, JOINT, [])
    for number, items in enumerate(longest // part for part in STEPS):
        knobs = {size.name: str(items)}
        if stored:
            if number >= len(values):
                break
            knobs[stored.name] = values[number]
        stage("ladder, " + ", ".join(f"{name}={value}" for name, value in knobs.items()))
        try:
            best = _fastest_of_several(knobs, turned)
        except ServiceError as error:
            dossier.notes.append(f"{size.name}={items}: no response ({error}), so larger sizes were not requested")
            best = None
        if best is None or not 200 <= best.status < 300:
            if best is not None and best.status in NOT_ACCEPTED:
                dossier.refused[size.name] = items
            return joint if len(joint.steps) > 1 else None
        joint.steps.append(Step(items, best))
        if any(step.seen.count(KEYS.cpu_app) is None for step in joint.steps):
            if size.maximum is None or (best.total_us or 0) > SLOW_US:
                break  # only the lengths of lists are to be seen, which is not worth a size that nobody asks for, or a slow request
        elif len(joint.steps) == 2 and not _is_suspicious(joint):
            break
    return joint


def _is_suspicious(joint: Ladder) -> bool:
    """The code of the page, or what makes the response, takes more than in proportion."""
    few, many = (step.seen.counts for step in joint.steps)
    return any(many.get(key, 0) >= SUSPICIOUS * max(few.get(key, 0), 1) for key in (KEYS.cpu_app, KEYS.cpu_render))


def _fastest_of_several(knobs: Mapping[str, str], turned: Turned) -> Observation | None:
    """Or a single long one, or the first that is no success."""
    best: Observation | None = None
    cpu_us = total_us = 0
    for repeat in range(CPU_REPEATS[1]):
        seen = turned(knobs, repeat == 0)
        if not 200 <= seen.status < 300:
            return seen
        best = seen if best is None else fastest(best, seen)
        if KEYS.cpu_app not in seen.counts:
            break  # there is no CPU time to measure
        cpu_us += seen.counts.get(KEYS.cpu_app, 0)
        total_us += seen.total_us or 0
        if best.counts.get(KEYS.cpu_app, 0) > LONG_ENOUGH_US:
            break
        if repeat + 1 >= CPU_REPEATS[0] and (cpu_us > LONG_ENOUGH_US or total_us > LONGEST_US):
            break
    return best
