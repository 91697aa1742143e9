"""The least of several measurements of one request, because other work on the machine only ever adds time."""

from __future__ import annotations

from .evidence import Observation
from .evidence_keys import KEYS


def fastest(one: Observation, other: Observation) -> Observation:
    """The one in which the application took less time, with the less time that the renderer took: what slowed down one part of a
    request need not have slowed down the other."""
    faster = min(one, other, key=lambda seen: seen.counts.get(KEYS.cpu_app, 0))
    rendering = [seen.counts[KEYS.cpu_render] for seen in (one, other) if KEYS.cpu_render in seen.counts]
    if rendering:
        faster.counts[KEYS.cpu_render] = min(rendering)
    return faster


def only_times_its_queries(seen: Observation) -> bool:
    """How much its queries read shows in nothing but their time."""
    if seen.digests is None or seen.count(KEYS.rows_examined) is not None:
        return False
    return any(digest.us is not None and digest.blocks is None for digest in seen.reads())
