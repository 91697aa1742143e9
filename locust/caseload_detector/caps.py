"""A size that the service caps counts as the size that it shows."""

from __future__ import annotations

from .dossier import Ladder, Step
from .evidence_keys import KEYS


def as_shown(ladder: Ladder) -> tuple[list[Step], str]:
    """The steps up to the cap, and a note about it.

    The service may show up to 100 items, whatever is requested above that. The first size above the cap then counts as the
    100 that it shows, provided that the smaller sizes are shown as requested. A size for which the service reads more rows
    than it shows is not capped: that work is what a rule has to see.
    """
    items = [step.seen.items for step in ladder.steps]
    if len(ladder.steps) < 2 or any(number is None for number in items) or items[0] == items[-1]:
        return ladder.steps, ""
    kept = list(ladder.up_to_cap().steps)
    dropped = ladder.steps[len(kept) :]
    shown = [number or 0 for number in items]
    beyond = shown[0] - kept[0].size  # shown at every size: a menu, a heading
    as_requested = all(number - step.size == beyond for number, step in zip(shown, kept[:-1]))
    last = kept[-1]
    cap = shown[len(kept) - 1] - beyond
    if len(kept) > 2 and as_requested and kept[-2].size < cap < last.size and not reads_more(last, cap):
        kept[-1] = Step(cap, last.seen)
    elif not dropped:
        return ladder.steps, ""
    sizes = ", ".join(f"{step.size:g}" for step in dropped)
    return kept, (
        f"{ladder.knob}: the service shows at most {cap if as_requested else shown[len(kept) - 1]:g} items"
        + (f", so {sizes} {'is' if len(dropped) == 1 else 'are'} left out" if dropped else "")
        + (f"; {last.size:g} counts as {cap:g}" if kept[-1] is not last else "")
    )


def reads_more(step: Step, cap: float) -> bool:
    rows = step.seen.count(KEYS.rows)
    return rows is not None and rows >= step.size > cap
