"""Measures one case: first the evidence, then pairs, paced load, capacity and growth."""

from __future__ import annotations

import random
import zlib
from dataclasses import replace
from typing import Any, Callable, Iterable, Mapping

from caseload_detector.client import BROWSER, Client
from caseload_detector.evidence_keys import KEYS

from .blocks import Block, Expected, Outcome, Request, measurement
from .catalogue import Case, KnobSpec, Variant, with_knobs
from .environment import sources_of
from .generator import Generator
from .intervention import Measured, NotOffered
from .observe import Observed, claims, count_curves, curve, equality, observations, observe, validators_of
from .pairs import comparison, measure_pairs, orders, back_and_forth
from .progress import Progress
from .settings import Settings

WALK = (1, 4, 16, 64)  # pages
TOGETHER = (640, 2_560, 10_240)  # items


class CaseRecorder:
    def __init__(
        self,
        case: Case,
        generator: Generator,
        client: Client,
        settings: Settings,
        progress: Progress,
        headers: Mapping[str, str],
    ) -> None:
        self._case = case
        self._generator = generator
        self._client = client
        self._settings = settings
        self._progress = progress
        self._visitor = headers
        self._headers = {"Accept": BROWSER, "Accept-Encoding": "identity", **headers}
        self._draw = random.Random(f"{settings.random_seed} {case.slug}")
        self._problems: list[str] = []
        self._medians: dict[str, float] = {}  # median service time at the defaults, in microseconds
        self._measurements: dict[str, list[dict[str, Any]]] = {variant.name: [] for variant in case.variants}

    def record(self) -> dict[str, Any]:
        case = self._case
        self._progress.stage("evidence")
        observed = observe(case, self._client, self._visitor)
        self._problems += observed.problems
        requests = self._warm(case.variants)
        result: dict[str, Any] = {"slug": case.slug, "title": case.title}
        if case.category:
            result["category"] = case.category
        result["sources"] = sources_of(case)
        comparisons = self._compare(requests)
        self._pace(requests)
        self._fill(requests)
        self._measure_floors()
        interventions = self._intervene()
        curves = self._grow() + self._walk() + self._grow_together() + count_curves(observed)
        result["variants"] = [self._variant(variant, observed) for variant in case.variants]
        result["comparisons"] = comparisons
        result["growth"] = curves
        if interventions:
            result["interventions"] = interventions
        result["equality"] = equality(observed)
        if self._problems:
            result["problems"] = list(dict.fromkeys(self._problems))
        return result

    def _variant(self, variant: Variant, observed: Observed) -> dict[str, Any]:
        return {
            "name": variant.name,
            "pace": variant.pace,
            "method": variant.method,
            "path": variant.path,
            "measurements": self._measurements[variant.name],
            "observations": observations(observed, variant),
            "claims": claims(observed, variant),
        }

    def _request(self, variant: Variant, target: str) -> Request | None:
        """Requests the page until two responses agree, at most three times, to learn the expected response. Otherwise a single
        failure would make the page look as if it varied. If the page must be revalidated each time, the validators are sent,
        as on a revisit."""
        headers = dict(self._headers)
        responses: list[tuple[int, int]] = []
        agreed = False
        while not agreed and len(responses) < 3:
            status, fields, body, _, _ = self._client.send(variant.method, target, headers)
            self._client.requests += 1
            if status >= 400:
                self._problems.append(f"{variant.name} at {target.partition('?')[2] or 'its defaults'} returned {status}")
                self._generator.note_error(f"{self._case.slug} {variant.name}", f"returned {status}")
                return None
            response = (status, zlib.crc32(body))
            agreed = response in responses or status == 304
            responses.append(response)
            if status == 200:
                headers.update(validators_of(fields))
        status, checksum = responses[-1]
        expected = Expected(status, checksum if agreed else None)
        return Request(f"{self._case.slug} {variant.name}", variant.method, target, headers, expected)

    def _warm(self, pages: Iterable[Variant]) -> dict[str, Request]:
        self._progress.stage("warm-up")
        requests = {}
        for variant in pages:
            request = self._request(variant, with_knobs(variant.path, self._case.initial()))
            if request:
                requests[variant.name] = request
                self._generator.run(self._block(request, self._settings.warm_up_seconds, 2))
        return requests

    def _block(self, request: Request, seconds: float, minimum: int) -> Block:
        return Block(request, seconds, minimum, longest_seconds=max(seconds, self._settings.longest_block_seconds))

    def _compare(self, requests: Mapping[str, Request]) -> list[dict[str, Any]]:
        settings, case = self._settings, self._case
        totals: dict[str, Outcome] = {}
        comparisons = []

        def runner(name: str) -> Callable[[], Outcome]:
            block = self._block(requests[name], settings.block_seconds, settings.block_minimum)
            return lambda: self._generator.run(block)

        for fast in case.of_pace("fast"):
            slows = [slow for slow in case.of_pace("slow") if slow.name in requests]
            if fast.name not in requests or not slows:
                continue
            self._progress.stage(f"{fast.name} against itself")
            noise, first, second = measure_pairs(runner(fast.name), runner(fast.name), orders(settings.pairs, self._draw))
            totals.setdefault(fast.name, Outcome()).add(first)
            totals[fast.name].add(second)
            for slow in slows:
                self._progress.stage(f"{slow.name} against {fast.name}")
                sequence = orders(settings.pairs, self._draw)
                pairs, of_slow, of_fast = measure_pairs(runner(slow.name), runner(fast.name), sequence)
                totals.setdefault(slow.name, Outcome()).add(of_slow)
                totals[fast.name].add(of_fast)
                comparisons.append(comparison(slow.name, fast.name, case.initial(), pairs, noise, settings))
        for name, outcome in totals.items():
            if outcome.median_us is not None:
                self._medians[name] = outcome.median_us
            block = self._block(requests[name], settings.block_seconds, settings.block_minimum)
            self._keep("pairs", name, case.initial(), block, outcome)
        return comparisons

    def _keep(
        self, purpose: str, variant: str, knobs: Mapping[str, Any], block: Block, outcome: Outcome, first_byte: bool = True
    ) -> None:
        self._measurements[variant].append(measurement(purpose, knobs, block, outcome, first_byte))
        for message, count in outcome.errors.items():
            self._problems.append(f"{variant}, {purpose}: {count} of {outcome.requests} requests failed: {message}")

    def _pace(self, requests: Mapping[str, Request]) -> None:
        """Uses the same rate for all variants: half of what one user gets from the slowest."""
        settings = self._settings
        slowest = max(self._medians.values(), default=0.0)
        if slowest <= 0:
            return
        rate = min(settings.paced_highest_rate, settings.paced_share * 1e6 / slowest)
        for name, request in requests.items():
            self._progress.stage(f"{name} at {rate:.1f} requests per second")
            seconds = max(settings.paced_seconds, min(3, 1 / rate) if rate < 1 else 0)
            block = Block(request, seconds, 1, settings.paced_users, rate, longest_seconds=4 * seconds)
            self._keep("paced", name, self._case.initial(), block, self._generator.run(block))

    def _fill(self, requests: Mapping[str, Request]) -> None:
        settings = self._settings
        for name, request in requests.items():
            self._progress.stage(f"{name} with {settings.capacity_users} users")
            block = replace(
                self._block(request, settings.capacity_seconds, settings.capacity_users), users=settings.capacity_users
            )
            self._keep("capacity", name, self._case.initial(), block, self._generator.run(block))

    def _measure_floors(self) -> None:
        """Measures the cost before any page: the trivial pages behind the variants' middleware, with one user, alternating, and as
        many blocks as there are pairs."""
        settings, floors = self._settings, self._case.floors()
        if not floors:
            return
        requests = self._warm(floors)
        blocks = {name: self._block(request, settings.block_seconds, settings.block_minimum) for name, request in requests.items()}
        totals = {name: Outcome() for name in blocks}
        for number in range(settings.pairs):
            self._progress.stage(f"trivial pages, {number + 1} of {settings.pairs}")
            for name in back_and_forth(list(blocks), number):
                totals[name].add(self._generator.run(blocks[name]))
        for name, outcome in totals.items():
            self._keep("floor", name, self._case.initial(), blocks[name], outcome)

    def _intervene(self) -> list[dict[str, Any]]:
        """Measures before and after the database changes that the case declares."""
        settings, measured = self._settings, []
        for intervention in self._case.interventions:
            variant = next(each for each in self._case.variants if each.name == intervention.variant)
            change = Measured(self._case, intervention, self._client, settings.block_seconds, settings.block_minimum)
            try:
                measured.append(
                    change.record(lambda target: self._request(variant, target), self._generator.run, self._progress.stage)
                )
            except NotOffered as reason:
                self._problems.append(str(reason))
        return measured

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


def planned_seconds(case: Case, settings: Settings) -> float:
    """An estimate for the progress display, with blocks of their planned length."""
    slow, fast, all_ = len(case.of_pace("slow")), len(case.of_pace("fast")), len(case.variants)
    pairs = (slow * fast + fast) * settings.pairs * 2 * settings.block_seconds
    steps = sum(len(knob.ladder) for knob in case.ladders()) * all_
    floors = len(case.floors()) * (settings.warm_up_seconds + settings.pairs * settings.block_seconds)
    return pairs + floors + all_ * (settings.warm_up_seconds + settings.paced_seconds + settings.capacity_seconds) + steps * (
        settings.growth_seconds + 0.1
    )
