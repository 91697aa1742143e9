"""A change to the database that a case declares: measure, apply it, measure again, and undo it."""

from __future__ import annotations

import json
from typing import Any, Callable

from caseload_detector.client import DATA, Client
from caseload_detector.service_error import ServiceError

from .blocks import Block, Outcome, Request, measurement
from .catalogue import Case, Intervention, Knobs, with_knobs

RequestFor = Callable[[str], Request | None]
Run = Callable[[Block], Outcome]


class NotOffered(Exception):
    """The service does not offer interventions because app.test_mode is off."""


class Measured:
    """One intervention of a case, on its largest dataset, where the effect is visible."""

    def __init__(self, case: Case, intervention: Intervention, client: Client, seconds: float, minimum: int) -> None:
        self._intervention = intervention
        self._variant = next(variant for variant in case.variants if variant.name == intervention.variant)
        self._client = client
        self._seconds, self._minimum = seconds, minimum
        self.knobs: Knobs = case.initial()
        for knob in case.knobs:
            if knob.kind == "dataset" and knob.ladder:
                self.knobs[knob.name] = knob.ladder[-1]

    def record(self, request_for: RequestFor, run: Run, say: Callable[[str], None]) -> dict[str, Any]:
        self._step("undo")  # in case an interrupted run left it applied
        say(f"before {self._intervention.title}")
        entry: dict[str, Any] = {
            "name": self._intervention.name,
            "title": self._intervention.title,
            "variant": self._variant.name,
            "key": self._intervention.key,
            "statement": self._intervention.apply_sql,
            "knobs": dict(self.knobs),
            "before": self._side(request_for, run),
        }
        try:
            say(f"applying {self._intervention.title}")
            made = self._step("apply")
            if not made:
                raise ServiceError(f"{self._intervention.title}: it was applied by someone else in the meantime")
            say(f"applied in {made['us'] / 1e6:.2f} s")
            entry["made"] = made
            entry["after"] = self._side(request_for, run)
        finally:
            say(f"undoing {self._intervention.title}")
            undone = self._step("undo")
        if undone:
            entry["undone"] = {"us": undone["us"]}
        return entry

    def _side(self, request_for: RequestFor, run: Run) -> dict[str, Any]:
        target = with_knobs(self._variant.path, self.knobs)
        side: dict[str, Any] = {}
        count = self._client.request(self._variant.method, target)[0].count(self._intervention.key)
        if count is not None:
            side["evidence"] = {self._intervention.key: count}
        request = request_for(target)
        if request is not None:
            block = Block(request, self._seconds, self._minimum, longest_seconds=10 * self._seconds)
            side["measurement"] = measurement("intervention", self.knobs, block, run(block))
        return side

    def _step(self, step: str) -> dict[str, Any]:
        """What it cost; empty if it was already applied or undone."""
        target = with_knobs(f"{self._intervention.path}/{step}", self.knobs)
        self._client.requests += 1
        status, _, body, _, _ = self._client.send("POST", target, {"Accept": DATA})
        if status == 404:
            raise NotOffered(f"{self._intervention.name}: not applied, because the service offers it only in test mode")
        if status == 409:
            return {}
        if status != 200:
            raise ServiceError(f"{target} returned {status}")
        return dict(json.loads(body))
