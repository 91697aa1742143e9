"""What the service itself reports: `Evidence`, the document of a probe, or `Server-Timing`. The client reads them; this only says
what is there."""

from __future__ import annotations

from typing import Callable, Mapping

from ..evidence import Observation
from ..evidence_keys import KEYS
from . import Sight, Trace


class Header:
    name = "header"
    shared = False

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def headers(self, trace: Trace) -> dict[str, str]:
        return {}

    def before(self) -> None:
        pass

    def after(self, seen: Observation) -> None:
        pass

    def rest(self, seconds: float) -> None:
        pass

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> Sight:
        seen = send({})
        if seen.digests is not None:
            return Sight(self.name, True, (f"header: the service reports {sum(digest.times for digest in seen.digests)} queries with their texts",))
        if seen.count(KEYS.sql) is not None:
            return Sight(self.name, True, (f"header: the Evidence header reports {seen.count(KEYS.sql)} queries", "can't see which queries; no document was found for the probe"))
        if seen.phases:
            return Sight(self.name, False, (f"header: Server-Timing has {', '.join(sorted(seen.phases))}, but no queries",))
        return Sight(self.name, False, ("header: the response has neither Evidence nor Server-Timing; use another source (docs/evidence-sources.md)",))
