"""Work before the page itself: what a trivial page behind the same middleware does."""

from __future__ import annotations

from ..dossier import Dossier
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding
from . import Outcome, Rule
from .needs import FLOOR, QUERIES

FLOOR_COUNTS = f"floor page: {KEYS.sql}, {KEYS.sql_write}"
STEPS = "steps of the chain"
MIN_CHAIN = 3  # queries; fewer may be what a page needs of its visitor


def middleware_overhead(dossier: Dossier) -> list[Outcome]:
    return _on_a_trivial_page(dossier) or _around_the_handler(dossier)


def _around_the_handler(dossier: Dossier) -> list[Outcome]:
    """Where the service says which queries its chain runs."""
    seen = [dossier.usual, *dossier.warm]
    if any(entry.chain is None or not entry.queries for entry in seen):
        return []
    fewest = min(seen, key=lambda entry: sum((entry.chain or {}).values()))
    chain = {name: number for name, number in (fewest.chain or {}).items() if number > 0}
    queries, page = sum(chain.values()), fewest.queries or 0
    if queries < MIN_CHAIN:
        return []
    return [
        Finding(
            labels=frozenset({"middleware"}),
            rule="",
            summary=f"{queries} of the {page} queries run before or after the page itself, in {', '.join(chain)}",
            evidence=(STEPS, KEYS.sql),
            severity=queries / page,
        )
    ]


def _on_a_trivial_page(dossier: Dossier) -> list[Outcome]:
    """A trivial page that was just requested still runs queries, and the page itself runs the same ones."""
    floor = [seen for seen in dossier.floor[1:] if 200 <= seen.status < 300]
    if not floor or any(seen.queries is None for seen in floor):
        return []
    fewest = min(floor, key=lambda seen: seen.queries or 0)
    queries, writes = fewest.queries or 0, fewest.count(KEYS.sql_write) or 0
    if queries < 2 and writes < 1:
        return []
    if fewest.digests is not None and dossier.usual.digests is not None:
        # Counters of the database include other requests, whose queries are not there each time.
        shared = _texts(dossier.usual).intersection(*(_texts(seen) for seen in [*dossier.warm, *floor] if seen.digests is not None))
        if len(shared) < 2 and not any(digest.write for digest in fewest.digests if digest.text in shared):
            return []
    page = dossier.usual.queries
    return [
        Finding(
            labels=frozenset({"middleware"}),
            rule="",
            summary=f"a trivial page behind the same middleware runs {queries} queries, {writes} of them writes"
            + (f"; this page runs {page}" if page is not None else ""),
            evidence=(FLOOR_COUNTS, *sorted(_texts(fewest))),
            severity=queries / page if page else None,
        )
    ]


def _texts(seen: Observation) -> set[str]:
    return {digest.text for digest in seen.digests or []}


RULES = (
    Rule("before-the-page", ("middleware",), (f"{FLOOR_COUNTS}, digests", KEYS.sql, "digests", STEPS),
         "What every request pays shows most clearly on the cheapest page: Django documentation, Performance and optimization", middleware_overhead,
         needs=(FLOOR, QUERIES)),
)
