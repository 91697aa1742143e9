"""Three fixed-threshold rules in wide use, on the same evidence, for comparison. They read one response, as they do in the field.

- sentry: 5 repeats of a read and 50 ms in all (Sentry documentation, N+1 Queries; its spans must follow one
  another, which a request's queries on one connection do).
- perf-sentinel: 5 distinct parameter sets of a query within 500 ms (perf-sentinel documentation, n_plus_one).
- prosopite: 2 of one shape from one place (Prosopite README, MIN_N_QUERIES); a digest stands for shape and place.
"""

from __future__ import annotations

from typing import Callable

from .evidence import Observation

# The labels of issues that show as repeated queries: what these rules could name.
REPEATING = frozenset(
    {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "bulk-create", "bulk-update", "raw-sql"}
)

SENTRY_REPEATS, SENTRY_US = 5, 50_000
SENTINEL_SETS, SENTINEL_WINDOW_US = 5, 500_000
PROSOPITE_REPEATS = 2


def sentry(seen: Observation) -> bool:
    return any(digest.times >= SENTRY_REPEATS and (digest.us or 0) >= SENTRY_US for digest in seen.reads())


def perf_sentinel(seen: Observation) -> bool:
    """Queries spread evenly: so many sets lie in a window as its share of the digest's whole time."""
    for digest in seen.digests or []:
        within = SENTINEL_WINDOW_US / max(digest.us or 0, SENTINEL_WINDOW_US)
        if (digest.distinct or 0) * within >= SENTINEL_SETS:
            return True
    return False


def prosopite(seen: Observation) -> bool:
    return any(digest.times >= PROSOPITE_REPEATS for digest in seen.reads())


RIVALS: dict[str, Callable[[Observation], bool]] = {
    "sentry": sentry,
    "perf-sentinel": perf_sentinel,
    "prosopite": prosopite,
}


def rivals_on(seen: Observation) -> dict[str, bool]:
    """Empty where the evidence has no queries to read."""
    if seen.digests is None:
        return {}
    return {name: fires(seen) for name, fires in RIVALS.items()}
