"""Measures one case: the evidence, pairs in several passes, and in between paced load, capacity and growth."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, Callable

from .at_once import USERS, AtOnceMeasuring, CountsAtOnce, counted_at_once
from .blocks import Block, Outcome, Request
from .catalogue import Case, Variant
from .environment import sources_of
from .growth import GrowthMeasuring
from .intervention import Measured, NotOffered
from .observe import Observed, claims, count_curves, equality, observations, observe
from .pairs import Pairs, back_and_forth, comparison, orders
from .settings import Settings


@dataclass(frozen=True)
class Step:
    """A part of a case's measurement that runs without a pause. `seconds` is by plan."""

    case: CaseRecorder
    seconds: float
    run: Callable[[], None]


class CaseRecorder(GrowthMeasuring, AtOnceMeasuring):
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._observed: Observed | None = None
        self._at_once_counts = CountsAtOnce()
        self._requests: dict[str, Request] = {}
        self._noise: dict[str, Pairs] = {}
        self._pairs: dict[tuple[str, str], Pairs] = {}
        self._growth: list[dict[str, Any]] = []
        self._interventions: list[dict[str, Any]] = []

    @property
    def slug(self) -> str:
        return self._case.slug

    def names(self) -> dict[str, Any]:
        return {"slug": self._case.slug, "title": self._case.title}

    def record(self) -> dict[str, Any]:
        """This case alone."""
        for group in schedule([self], self._settings, self._draw):
            for step in group:
                step.run()
        return self.result()

    def measure_pass(self, number: int) -> None:
        """One pass over all comparisons, counted from 0. The first one also collects the evidence."""
        if self._observed is None:
            self._begin()
        elif self._pairs:
            self._progress.stage("warm-up")
            for request in self._requests.values():
                self._warm_up(request)
        jobs = [(f"{name} against itself", pairs) for name, pairs in self._noise.items()]
        jobs += [(f"{slow} against {fast}", pairs) for (slow, fast), pairs in self._pairs.items()]
        self._draw.shuffle(jobs)
        for stage, pairs in jobs:
            self._progress.stage(stage)
            pairs.measure(number)

    def _begin(self) -> None:
        case, settings = self._case, self._settings
        self._progress.stage("evidence")
        self._observed = observe(case, self._client, self._visitor)
        self._problems += self._observed.problems
        self._at_once_counts = counted_at_once(case, self._client, self._visitor)
        if self._at_once_counts.problem:
            self._problems.append(self._at_once_counts.problem)
        self._requests = self._warm(case.variants)

        def pairs_of(slow: str, fast: str) -> Pairs:
            return Pairs(self._runner(slow), self._runner(fast), orders(settings.pairs, self._draw), settings.passes)

        for slow, fast in case.comparisons():
            if slow in self._requests and fast in self._requests:
                self._pairs[(slow, fast)] = pairs_of(slow, fast)
        for fast in dict.fromkeys(fast for _, fast in self._pairs):
            self._noise[fast] = pairs_of(fast, fast)

    def _runner(self, name: str) -> Callable[[], Outcome]:
        block = self._pair_block(name)
        return lambda: self._generator.run(block)

    def _pair_block(self, name: str) -> Block:
        return self._block(self._requests[name], self._settings.block_seconds, self._settings.block_minimum)

    def _totals(self) -> dict[str, Outcome]:
        """All blocks of pairs so far, by variant."""
        totals: dict[str, Outcome] = {}
        sides = [(name, side, pairs) for name, pairs in self._noise.items() for side in ("slow", "fast")]
        sides += [(name, side, pairs) for names, pairs in self._pairs.items() for name, side in zip(names, ("slow", "fast"))]
        for name, side, each in sides:
            totals.setdefault(name, Outcome()).add(each.totals[side])
        return totals

    def pass_step(self, number: int) -> Step:
        seconds = planned(self._case, self._settings)
        return Step(self, seconds["pass"] + (seconds["begin"] if number == 0 else 0), lambda: self.measure_pass(number))

    def other_steps(self) -> list[Step]:
        """Everything but the pairs. Needs the first pass."""
        seconds = planned(self._case, self._settings)
        steps = [Step(self, seconds["paced"], self._pace), Step(self, seconds["capacity"], self._fill)]
        if self._case.is_about_concurrency:
            steps.append(Step(self, seconds["at_once"], self._at_once))
        if self._case.floors():
            steps.append(Step(self, seconds["floors"], self._measure_floors))
        if self._case.interventions:
            steps.append(Step(self, 0.0, lambda: self._interventions.extend(self._intervene())))
        steps.append(Step(self, seconds["growth"], self._grow_all))
        return steps

    def _grow_all(self) -> None:
        for grow in (self._grow, self._walk, self._grow_together):
            self._growth += grow()

    def result(self) -> dict[str, Any]:
        """What was measured so far; only names and hashes before the first pass."""
        case = self._case
        result = self.names()
        if case.category:
            result["category"] = case.category
        result["sources"] = sources_of(case)
        if self._observed is None:
            return {**result, "variants": []}
        comparisons = [
            comparison(slow, fast, case.initial(), pairs.pairs, self._noise[fast].pairs, self._settings)
            for (slow, fast), pairs in self._pairs.items()
        ]
        for name, outcome in self._totals().items():
            if outcome.requests:
                self._keep("pairs", name, case.initial(), self._pair_block(name), outcome)
        result["variants"] = [self._variant(variant, self._observed) for variant in case.variants]
        result["comparisons"] = comparisons
        result["growth"] = self._growth + count_curves(self._observed)
        if self._interventions:
            result["interventions"] = self._interventions
        result["equality"] = equality(self._observed) + self._at_once_counts.equality()
        if self._problems:
            result["problems"] = list(dict.fromkeys(self._problems))
        return result

    def _variant(self, variant: Variant, observed: Observed) -> dict[str, Any]:
        result = {
            "name": variant.name,
            "pace": variant.pace,
            "method": variant.method,
            "path": variant.path,
            "measurements": sorted(self._measurements[variant.name], key=lambda entry: entry["purpose"] != "pairs"),
            "observations": observations(observed, variant),
            "claims": claims(observed, variant) + self._at_once_counts.claims(self._case, variant),
        }
        counts = self._at_once_counts.observation(variant)
        if counts:
            result["at_once"] = counts
        return result

    def _pace(self) -> None:
        """Uses the same rate for all variants: half of what one user gets from the slowest."""
        settings = self._settings
        slowest = max((outcome.median_us or 0.0 for outcome in self._totals().values()), default=0.0)
        if slowest <= 0:
            return
        rate = min(settings.paced_highest_rate, settings.paced_share * 1e6 / slowest)
        for name, request in self._requests.items():
            self._progress.stage(f"{name} at {rate:.1f} requests per second")
            seconds = max(settings.paced_seconds, min(3, 1 / rate) if rate < 1 else 0)
            block = Block(request, seconds, 1, settings.paced_users, rate, longest_seconds=4 * seconds)
            self._keep("paced", name, self._case.initial(), block, self._generator.run(block))

    def _fill(self) -> None:
        settings = self._settings
        for name, request in self._requests.items():
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


def schedule(recorders: list[CaseRecorder], settings: Settings, draw: random.Random) -> list[list[Step]]:
    """Passes over all cases in random order, and between two passes a share of everything else, so that the passes are spread over
    the whole run. Passes have even places."""
    others = [step for recorder in recorders for step in recorder.other_steps()]
    total, gaps, done = sum(step.seconds for step in others), max(settings.passes - 1, 1), 0.0
    between: list[list[Step]] = [[] for _ in range(gaps)]
    for step in others:
        between[min(int(gaps * done / total) if total else 0, gaps - 1)].append(step)
        done += step.seconds
    groups: list[list[Step]] = []
    for number in range(settings.passes):
        order = list(recorders)
        draw.shuffle(order)
        groups.append([recorder.pass_step(number) for recorder in order])
        if number < len(between):
            groups.append(between[number])
    return groups


def planned(case: Case, settings: Settings) -> dict[str, float]:
    """Seconds for the progress display, with blocks of their planned length."""
    compared, variants = case.comparisons(), len(case.variants)
    warm_up = variants * settings.warm_up_seconds
    again = warm_up * (settings.passes - 1) if compared else 0.0
    pairs = len(compared) + len({fast for _, fast in compared})
    return {
        "begin": warm_up,
        "pass": (again + pairs * settings.pairs * 2 * settings.block_seconds) / settings.passes,
        "paced": variants * settings.paced_seconds,
        "capacity": variants * settings.capacity_seconds,
        "at_once": (warm_up + variants * len(USERS) * settings.at_once_rounds * settings.at_once_seconds) if case.is_about_concurrency else 0.0,
        "floors": len(case.floors()) * (settings.warm_up_seconds + settings.pairs * settings.block_seconds),
        "growth": sum(len(knob.ladder) for knob in case.ladders()) * variants * (settings.growth_seconds + 0.1),
    }


def planned_seconds(case: Case, settings: Settings) -> float:
    return sum(seconds * (settings.passes if name == "pass" else 1) for name, seconds in planned(case, settings).items())
