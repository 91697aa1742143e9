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
    last, most = kept[-1], shown[len(kept) - 1]
    size = size_shown(kept, shown)
    if len(kept) > 2 and size is not None and kept[-2].size < size < last.size and not reads_more(kept[0], last):
        kept[-1] = Step(size, last.seen)
    elif not dropped:
        return ladder.steps, ""
    sizes = ", ".join(f"{step.size:g}" for step in dropped)
    return kept, (
        f"{ladder.knob}: the service shows no more than at {kept[-1].size:g} ({most} items in all lists)"
        + (f", so {sizes} {'is' if len(dropped) == 1 else 'are'} left out" if dropped else "")
        + (f"; {last.size:g} counts as that" if kept[-1] is not last else "")
    )


def size_shown(kept: list[Step], shown: list[int]) -> float | None:
    """The size of the last step by what it shows, if each size before it shows the same whole number of items more per unit. None
    if items vary from one unit to the next."""
    if len(kept) < 3:
        return None
    first, second = kept[0], kept[1]
    each = (shown[1] - shown[0]) / (second.size - first.size)
    beyond = shown[0] - each * first.size  # shown at every size: a menu, a heading
    if each < 1 or each != int(each) or beyond < 0:
        return None
    if any(number != beyond + each * step.size for number, step in zip(shown, kept[:-1])):
        return None
    size = (shown[len(kept) - 1] - beyond) / each
    return size if size == int(size) else None


def reads_more(first: Step, last: Step) -> bool:
    """A query that runs equally often at both sizes returns as many rows as were requested, though fewer are shown."""
    if last.seen.digests is None:
        rows, queries = last.seen.count(KEYS.rows), last.seen.count(KEYS.sql)
        return rows is not None and rows >= last.size and queries == first.seen.count(KEYS.sql)
    times = {digest.text: digest.times for digest in first.seen.digests or []}
    return any(digest.rows is not None and digest.rows >= last.size and digest.times == times.get(digest.text) for digest in last.seen.reads())
