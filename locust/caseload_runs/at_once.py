"""For cases whose lesson shows only when several requests meet: their counts together, and throughput by their number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Mapping

from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError

from .blocks import Outcome
from .catalogue import Case, Variant
from .measuring import Measuring
from .observe import relation_of
from .pairs import back_and_forth

USERS = (1, 4, 8)  # each sends its next request when it has the response to the last one


@dataclass
class Together:
    """What the app counted over the requests that it sent to each variant at once, as in the case's demo. Empty if it did not."""

    knobs: dict[str, Any] = field(default_factory=dict)
    requests: int = 0
    equal: bool | None = None  # None: the bodies can't be compared
    variants: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    problem: str = ""

    def observation(self, variant: Variant) -> dict[str, Any] | None:
        seen = self.variants.get(variant.name)
        return {"knobs": self.knobs, "requests": self.requests, "evidence": dict(seen["evidence"])} if seen else None

    def claims(self, case: Case, variant: Variant) -> list[dict[str, Any]]:
        """The claims about several requests at once, as checked by the app."""
        return [
            self._record_of(claim, variant)
            for claim in case.claims
            if claim["variant"] == variant.name and claim.get("when") == "at_once"
        ]

    def _record_of(self, claim: Mapping[str, Any], variant: Variant) -> dict[str, Any]:
        record: dict[str, Any] = {"key": claim["key"], "formula": claim["formula"], "relation": relation_of(claim), "at_once": True, "observed": []}
        for checked in self.variants.get(variant.name, {}).get("claims", ()):
            if (checked["key"], checked["formula"], checked["relation"]) == (claim["key"], claim["formula"], relation_of(claim)):
                record["observed"].append(
                    {"knobs": self.knobs, "value": checked["measured"], "expected": checked["expected"], "holds": checked["holds"]}
                )
        if not record["observed"]:
            record["reason"] = self.problem or "the app did not check the claim"
        return record

    def equality(self) -> list[dict[str, Any]]:
        return [] if self.equal is None else [{"knobs": self.knobs, "requests": self.requests, "equal": self.equal}]


def counted_together(case: Case, client: Client, headers: Mapping[str, str]) -> Together:
    """Has the app send the requests, because only they begin at the same moment and are counted together."""
    if case.at_once <= 1:
        return Together()
    method = case.variants[0].method
    try:
        document = client.json_of(method, f"/api/examples/{case.slug}/", {**headers, "Probe": "1"})
        seen = document["at_once"] if isinstance(document, dict) else None
        if not seen:
            return Together(problem="the app sent no requests at once")
        return Together(seen["knobs"], seen["requests"], seen["equal"], {each["name"]: each for each in seen["variants"]})
    except ServiceError as error:
        return Together(problem=f"requests at once were not counted: {error}")
    except KeyError as missing:
        return Together(problem=f"requests at once were not counted: the response has no {missing}")


class AtOnceMeasuring(Measuring):
    def _at_once(self) -> None:
        """Blocks of all variants in turn and then in reverse order, for each number of users."""
        settings = self._settings
        requests = self._warm(self._case.variants)
        for users in USERS:
            blocks = {name: replace(self._block(request, settings.at_once_seconds, users), users=users) for name, request in requests.items()}
            totals = {name: Outcome() for name in blocks}
            for number in range(settings.at_once_rounds):
                self._progress.stage(f"{users} at once, {number + 1} of {settings.at_once_rounds}")
                for name in back_and_forth(list(blocks), number):
                    totals[name].add(self._generator.run(blocks[name]))
            for name, outcome in totals.items():
                self._keep("at-once", name, self._case.initial(), blocks[name], outcome)
