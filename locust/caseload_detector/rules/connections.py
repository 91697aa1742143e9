"""Connections to the database that are opened for a single request."""

from __future__ import annotations

from ..dossier import Dossier
from ..evidence_keys import KEYS
from ..finding import Finding
from . import Outcome, Rule, Undecided
from .needs import CONNECTS, REPEATS

# Each worker of a pool opens a connection with its first request, so as many requests as there are workers may connect. So many
# in a row, after the same page was requested by many clients at once, are more than the workers of one host.
ENOUGH = 64


def opened_each_time(dossier: Dossier) -> list[Outcome]:
    counts = [seen.count(KEYS.connects) for seen in dossier.warm] + dossier.reconnected
    if not counts or not all(counts):
        return []
    if len(dossier.reconnected) < ENOUGH:
        return [Undecided(frozenset({"connection-per-request"}), f"each of {len(counts)} repeated requests opens a connection to the database",
                          "more requests, since each worker of the service may have opened its first connection")]
    fewest = min(count for count in counts if count)
    return [
        Finding(
            labels=frozenset({"connection-per-request"}),
            rule="",
            summary=f"each of {len(counts)} repeated requests opens {fewest} {'connection' if fewest == 1 else 'connections'} to the database",
            evidence=(KEYS.connects,),
        )
    ]


RULES = (
    Rule("connects-each-time", ("connection-per-request",), (KEYS.connects, "repeated requests"),
         "Django documentation, Databases, Persistent connections: they avoid the overhead of reestablishing a connection in each request",
         opened_each_time, needs=(CONNECTS, REPEATS)),
)
