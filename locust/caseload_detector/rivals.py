"""Three widely used fixed-threshold rules on the same evidence, for comparison. As in practice, they see a single response.

- sentry: 5 repeats of a read and 50 ms in total (Sentry documentation, N+1 Queries; its spans must be sequential, which
  a request's queries on one connection are).
- perf-sentinel: 5 distinct parameter sets of a query within 500 ms (perf-sentinel documentation, n_plus_one).
- prosopite: 2 queries of the same shape from one place (Prosopite README, MIN_N_QUERIES); we use the digest for both.
"""

from __future__ import annotations

from typing import Callable

from .evidence import Observation

# The labels of problems that show up as repeated queries, which these rules could detect.
REPEATING = frozenset(
    {"n-plus-one", "select-related", "prefetch-related", "nested-loops", "repeated-query", "bulk-create", "bulk-update", "raw-sql"}
)

SENTRY_REPEATS, SENTRY_US = 5, 50_000
SENTINEL_SETS, SENTINEL_WINDOW_US = 5, 500_000
PROSOPITE_REPEATS = 2


def sentry(seen: Observation) -> bool:
    return any(digest.times >= SENTRY_REPEATS and (digest.us or 0) >= SENTRY_US for digest in seen.reads())


def perf_sentinel(seen: Observation) -> bool:
    """Assumes that queries are spread evenly: the number of sets in a window is proportional to its share of the digest's time."""
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
    """Empty if the evidence has no queries."""
    if seen.digests is None:
        return {}
    return {name: fires(seen) for name, fires in RIVALS.items()}
