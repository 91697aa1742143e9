"""Sizes that the service caps: more is requested than it ever shows."""

from __future__ import annotations

from .dossier import Ladder, Step
from .evidence_keys import KEYS


def without_capped(ladder: Ladder) -> tuple[list[Step], str]:
    """The steps without those whose response is the same as that of a smaller size, and a note about them.

    The service may show up to 100 items, whatever is requested above that. The first size above the cap then counts as the
    100 that it shows, provided that the smaller sizes are shown as requested. A size for which the service reads more rows
    than it shows is not capped: that work is what a rule has to see.
    """
    steps = ladder.steps
    items = [step.seen.items for step in steps]
    if len(steps) < 2 or any(number is None for number in items) or items[0] == items[-1]:
        return steps, ""
    shown = [number or 0 for number in items]
    kept = list(steps)
    while len(kept) > 1 and same_response(kept[-2], kept[-1]):
        kept.pop()
    beyond = shown[0] - steps[0].size  # shown at every size: a menu, a heading
    as_requested = [number - step.size == beyond for number, step in zip(shown, kept)]
    last = kept[-1]
    cap = shown[len(kept) - 1] - beyond
    if len(kept) > 2 and all(as_requested[:-1]) and kept[-2].size < cap < last.size and not reads_more(last, cap):
        kept[-1] = Step(cap, last.seen)
    elif len(kept) == len(steps):
        return steps, ""
    sizes = ", ".join(f"{step.size:g}" for step in steps[len(kept) :])
    return kept, (
        f"{ladder.knob}: the service shows at most {shown[len(kept) - 1]} items"
        + (f", so {sizes} {'is' if len(steps) - len(kept) == 1 else 'are'} left out" if sizes else "")
        + (f"; {last.size:g} counts as {cap:g}" if kept[-1].size != last.size else "")
    )


def same_response(smaller: Step, larger: Step) -> bool:
    one, other = smaller.seen, larger.seen
    same_text = one.text_hash is not None and one.text_hash == other.text_hash
    same_body = one.body_hash is not None and one.body_hash == other.body_hash
    return (same_text or same_body) and one.count(KEYS.rows) == other.count(KEYS.rows)


def reads_more(step: Step, cap: float) -> bool:
    rows = step.seen.count(KEYS.rows)
    return rows is not None and rows >= step.size > cap
