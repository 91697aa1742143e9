"""Growth: one block at each step of a ladder."""

from __future__ import annotations

from typing import Any, Mapping

from caseload_detector.client import BROWSER
from caseload_detector.evidence_keys import KEYS

from .catalogue import KnobSpec, Variant, with_knobs
from .measuring import Measuring
from .observe import curve

WALK = (1, 4, 16, 64)  # pages
TOGETHER = (640, 2_560, 10_240)  # items


class GrowthMeasuring(Measuring):
    def _grow(self) -> list[dict[str, Any]]:
        curves = []
        for knob in self._case.ladders():
            points: dict[str, list[tuple[int | str, float]]] = {variant.name: [] for variant in self._case.variants}
            for value in knob.ladder:
                self._progress.stage(f"growth, {knob.name}={value}")
                knobs = {**self._case.initial(), knob.name: value}
                for variant in self._case.variants:
                    took = self._step(variant, with_knobs(variant.path, knobs), knobs)
                    if took is not None:
                        points[variant.name].append((value, took))
            curves += [curve(name, "service-time", "us", knob, taken) for name, taken in points.items() if len(taken) > 1]
        return curves

    def _step(self, variant: Variant, target: str, knobs: Mapping[str, Any]) -> float | None:
        request = self._request(variant, target)
        if request is None:
            return None
        block = self._block(request, self._settings.growth_seconds, self._settings.growth_minimum)
        outcome = self._generator.run(block)
        self._keep("growth", variant.name, knobs, block, outcome, first_byte=False)
        return round(outcome.median_us, 1) if outcome.median_us is not None else None

    def _grow_together(self) -> list[dict[str, Any]]:
        """Increases n and the stored rows together by a factor of 4, so that growth isn't limited by the number of rows."""
        size = next((knob for knob in self._case.knobs if knob.kind == "integer" and (knob.maximum or 0) >= TOGETHER[-1]), None)
        stored = next((knob for knob in self._case.knobs if knob.kind == "dataset" and len(knob.ladder) == len(TOGETHER)), None)
        if size is None or stored is None or self._settings.quick:
            return []
        curves = []
        over = KnobSpec(f"{size.name} and {stored.name}", "integer", size.initial)
        for variant in self._case.variants:
            times: list[tuple[int | str, float]] = []
            own: list[tuple[int | str, float]] = []
            for items, rows in zip(TOGETHER, stored.ladder):
                self._progress.stage(f"growth of {variant.name}, {size.name}={items} with {stored.name}={rows}")
                knobs = {**self._case.initial(), size.name: items, stored.name: rows}
                target = with_knobs(variant.path, knobs)
                took = self._step(variant, target, knobs)
                if took is None:
                    break
                times.append((items, took))
                cpu = self._client.request(variant.method, target, BROWSER, self._visitor)[0].count(KEYS.cpu_app)
                if cpu is not None:
                    own.append((items, cpu))
                if took > 1e6 * self._settings.longest_growth_seconds:
                    break
            if len(times) > 1:
                curves.append(curve(variant.name, "service-time", "us", over, times))
            if len(own) > 1:
                curves.append(curve(variant.name, KEYS.cpu_app, KEYS.unit_of(KEYS.cpu_app), over, own))
        return curves

    def _walk(self) -> list[dict[str, Any]]:
        """Growth over pages 1, 4, 16 and 64, following the pages' own links. All variants get the same query strings."""
        knob = next((knob for knob in self._case.knobs if knob.name == "page"), None)
        if knob is None:
            return []
        queries = self._pages_by_links()
        points: dict[str, list[tuple[int | str, float]]] = {variant.name: [] for variant in self._case.variants}
        for number, query in queries.items():
            self._progress.stage(f"growth, page={number}")
            for variant in self._case.variants:
                took = self._step(variant, f"{variant.path}?{query}", {**self._case.initial(), "page": number})
                if took is not None:
                    points[variant.name].append((number, took))
        return [curve(name, "service-time", "us", knob, taken) for name, taken in points.items() if len(taken) > 1]

    def _pages_by_links(self) -> dict[int, str]:
        fast = next(iter(self._case.of_pace("fast")), self._case.variants[0])
        target: str | None = with_knobs(fast.path, self._case.initial())
        queries: dict[int, str] = {}
        for number in range(1, WALK[-1] + 1):
            if target is None:
                break
            if number in WALK:
                queries[number] = target.partition("?")[2]
            seen, target = self._client.request("GET", target, BROWSER, self._visitor, probe=False)
            if seen.status >= 400:
                self._problems.append(f"page {number} returned {seen.status}")
                break
        return queries
