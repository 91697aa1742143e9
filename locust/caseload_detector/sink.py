"""A delay where a page's finished work goes, to see whether the page waits for it."""

from __future__ import annotations

from typing import Callable

from .dossier import Dossier
from .evidence import Observation

SINK_DELAY_MS = 300
SINK_DELAY_TIMES = 5  # multiple of the page's own time, so that the delay shows even if all of that time varies
LONGEST_SINK_DELAY_MS = 2_000
SINK_ROUNDS = 3  # after a first round that showed an effect


def probe_sink(dossier: Dossier, set_delay: Callable[[int], str], request: Callable[[], Observation]) -> None:
    """Alternates requests with and without the delay in several rounds, so that changing load affects both equally.

    The delay is a multiple of the page's own time, so that a change of load can't hide it. `set_delay` returns the reason if the
    service refuses.
    """
    dossier.sink[0] = [dossier.cold, *dossier.warm]
    once = SINK_DELAY_MS
    delays = [once, 0]
    for _ in range(1 + SINK_ROUNDS):
        for delay in delays:
            refusal = set_delay(delay)
            if refusal:
                dossier.sink.clear()
                dossier.notes.append(f"not probed with a delay in the sink: {refusal}")
                return
            dossier.sink.setdefault(delay, []).append(request())
        if slowdown_ms(dossier, once) < 0.5 * once:
            return
        if len(delays) == 2:
            del dossier.sink[once]
            slowest = max(seen.first_byte_us or 0 for seen in dossier.sink[0][1:]) / 1000
            once = round(min(max(once, SINK_DELAY_TIMES * slowest), LONGEST_SINK_DELAY_MS))
            delays = [2 * once, once, 0]


def slowdown_ms(dossier: Dossier, delay_ms: int) -> float:
    """By how many milliseconds this delay made the first byte later, comparing the fastest responses."""

    def quickest(all_seen: list[Observation]) -> float | None:
        times = [seen.first_byte_us for seen in all_seen if seen.first_byte_us is not None]
        return min(times) / 1000 if times else None

    without, delayed = quickest(dossier.sink.get(0, [])), quickest(dossier.sink.get(delay_ms, []))
    return delayed - without if without is not None and delayed is not None else 0.0
