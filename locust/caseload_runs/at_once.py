"""For cases whose lesson shows only when several requests meet: their counts together, and throughput by their number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Mapping

from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError

from .blocks import Outcome
from .catalogue import Case, Knobs, Variant
from .measuring import Measuring
from .observe import relation_of
from .pairs import back_and_forth

USERS = (1, 4, 8)  # each sends its next request when it has the response to the last one


@dataclass(frozen=True)
class CountsAtOnce:
    """What the app counted over the requests that it sent to each variant at once, as in the case's demo. Empty if it did not."""

    knobs: Knobs = field(default_factory=dict)
    requests: int = 0
    equal: bool | None = None  # None: the bodies can't be compared
    counts: Mapping[str, dict[str, int]] = field(default_factory=dict)  # by variant
    checked: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)  # claims, by variant
    problem: str = ""

    def observation(self, variant: Variant) -> dict[str, Any] | None:
        counts = self.counts.get(variant.name)
        return {"knobs": self.knobs, "requests": self.requests, "evidence": counts} if counts else None

    def claims(self, case: Case, variant: Variant) -> list[dict[str, Any]]:
        """The claims about several requests at once, as checked by the app."""
        return [
            self._record_of(claim, variant)
            for claim in case.claims
            if claim["variant"] == variant.name and claim.get("when") == "at_once"
        ]

    def _record_of(self, claim: Mapping[str, Any], variant: Variant) -> dict[str, Any]:
        wanted = {"key": claim["key"], "formula": claim["formula"], "relation": relation_of(claim)}
        observed = [
            {"knobs": self.knobs, "value": each["measured"], "expected": each["expected"], "holds": each["holds"]}
            for each in self.checked.get(variant.name, ())
            if {name: each[name] for name in wanted} == wanted
        ]
        record: dict[str, Any] = {**wanted, "at_once": True, "observed": observed}
        return record if observed else {**record, "reason": self.problem or "the app did not check the claim"}

    def equality(self) -> list[dict[str, Any]]:
        return [] if self.equal is None else [{"knobs": self.knobs, "requests": self.requests, "equal": self.equal}]


CHECKED = ("key", "formula", "relation", "measured", "expected", "holds")


def counted_at_once(case: Case, client: Client, headers: Mapping[str, str]) -> CountsAtOnce:
    """Has the app send the requests, because only they begin at the same moment and are counted together."""
    if case.at_once <= 1:
        return CountsAtOnce()
    try:
        document = client.json_of(case.variants[0].method, f"/api/examples/{case.slug}/", headers)
        if document is None:
            return CountsAtOnce(problem="the app sent no requests at once")
        seen = document["at_once"]  # type: ignore[index]
        variants = {each["name"]: each for each in seen["variants"]}
        return CountsAtOnce(
            knobs={name: _in_its_type(case, name, value) for name, value in seen["knobs"].items()},
            requests=seen["requests"],
            equal=seen["equal"],
            counts={name: dict(each["evidence"]) for name, each in variants.items()},
            checked={name: [{part: claim[part] for part in CHECKED} for claim in each["claims"]] for name, each in variants.items()},
        )
    except ServiceError as error:
        return CountsAtOnce(problem=f"requests at once were not counted: {error}")
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        return CountsAtOnce(problem=f"requests at once were not counted: the response is not as expected ({type(wrong).__name__}: {wrong})")


def _in_its_type(case: Case, name: str, value: str) -> int | str:
    """The app's documents have the knobs as they are in an address."""
    return int(value) if any(knob.name == name and knob.kind == "integer" for knob in case.knobs) else value


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
