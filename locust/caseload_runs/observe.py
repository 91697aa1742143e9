"""The evidence of each variant at each size, asked for off the clock: claims, curves of counts, equal bodies."""

from __future__ import annotations

import ast
import math
import re
from typing import Any, Mapping

from caseload_detector.client import DATA, Client
from caseload_detector.evidence import OWNERS, Observation
from caseload_detector.growth import series

from .catalogue import Case, Knobs, KnobSpec, Variant, with_knobs
from .statistics import fitted_exponent

UNITS = {"db-bytes": "bytes", "bytes": "bytes", "mem-bytes": "bytes", "log-bytes": "bytes"}
MOST_SAMPLES = 48  # of memory, in one observation
CURVES = ("sql", "rows", "rows-examined", "db-bytes", "bytes", "mem-peak-driver", "mem-peak-app", "mem-peak-render", "cpu-app")


class Observed:
    """What the probes saw of a case: by variant and knobs, cold and warm."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.seen: dict[tuple[str, tuple[tuple[str, Any], ...], str], Observation] = {}
        self.floors: dict[tuple[str, tuple[tuple[str, Any], ...]], Observation] = {}  # trivial pages, by variant and knobs
        self.entries: dict[tuple[tuple[str, Any], ...], int] = {}  # in the answer's outermost list, by knobs
        self.problems: list[str] = []

    def get(self, variant: str, knobs: Mapping[str, Any], visit: str) -> Observation | None:
        return self.seen.get((variant, tuple(sorted(knobs.items())), visit))

    def put(self, variant: str, knobs: Mapping[str, Any], visit: str, observation: Observation) -> None:
        self.seen[(variant, tuple(sorted(knobs.items())), visit)] = observation


def knobs_of(case: Case) -> list[Knobs]:
    """The defaults, then each ladder with the other knobs at their defaults."""
    start = case.initial()
    every = [start]
    for knob in case.ladders():
        for value in knob.ladder:
            turned = {**start, knob.name: value}
            if turned not in every:
                every.append(turned)
    return every


def observe(case: Case, client: Client, headers: Mapping[str, str]) -> Observed:
    observed = Observed(case)
    warm_everywhere = any(claim.get("warm") for claim in case.claims)
    for number, knobs in enumerate(knobs_of(case)):
        for variant in case.variants:
            visits = ("cold", "warm") if number == 0 or warm_everywhere else ("cold",)
            validators: dict[str, str] = {}
            for visit in visits:
                seen = client.ask(variant.method, with_knobs(variant.path, knobs), headers={**headers, **validators})[0]
                if seen.status >= 400:
                    observed.problems.append(f"{variant.name} with {told(knobs)} answered {seen.status}")
                    break
                observed.put(variant.name, knobs, visit, seen)
                validators = validators_of(seen.headers)
            if variant.floor:
                seen = client.ask("GET", with_knobs(variant.floor, knobs), headers=headers)[0]
                if seen.status >= 400:
                    observed.problems.append(f"the trivial page of {variant.name} answered {seen.status}")
                else:
                    observed.floors[(variant.name, tuple(sorted(knobs.items())))] = seen
        reader = case.of_pace("fast")[:1] or list(case.variants[:1])
        if reader and reader[0].method == "GET":
            seen = client.ask("GET", with_knobs(reader[0].path, knobs), DATA, headers, probe=False)[0]
            if seen.top_items is not None:
                observed.entries[tuple(sorted(knobs.items()))] = seen.top_items
    return observed


def validators_of(answer: Mapping[str, str]) -> dict[str, str]:
    """What a browser that comes back sends for a page that must be asked about again each time."""
    if "no-cache" not in answer.get("cache-control", ""):
        return {}
    if answer.get("etag"):
        return {"If-None-Match": answer["etag"]}
    return {"If-Modified-Since": answer["last-modified"]} if answer.get("last-modified") else {}


def told(knobs: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in knobs.items()) or "no knobs"


def observations(observed: Observed, variant: Variant) -> list[dict[str, Any]]:
    start = observed.case.initial()
    result = []
    for (name, knobs, visit), seen in observed.seen.items():
        if name != variant.name:
            continue
        entry: dict[str, Any] = {"knobs": dict(knobs), "visit": visit, "status": seen.status}
        if seen.counts:
            entry["evidence"] = dict(seen.counts)
        if dict(knobs) == start:
            # Server-Timing ends with the sum of the phases, which is none of them.
            phases = [{"name": phase, "wall_us": us} for phase, us in seen.phases.items() if phase != "total"]
            if phases:
                entry["phases"] = phases
            if seen.digests:
                entry["digests"] = [
                    {
                        key: value
                        for key, value in (
                            ("text", digest.text),
                            ("write", digest.write),
                            ("times", digest.times),
                            ("distinct", digest.distinct),
                            ("rows", digest.rows),
                            ("us", digest.us),
                            ("explain", digest.plan),
                        )
                        if value is not None
                    }
                    for digest in seen.digests
                ]
            if seen.memory and visit == "cold":
                entry["memory"] = thinned(seen.memory)
        if seen.body_hash:
            entry["body_sha256"] = seen.body_hash
            entry["body_bytes"] = seen.body_bytes
        result.append(entry)
    return result


def thinned(samples: list[dict[str, int]]) -> list[dict[str, int]]:
    """The first and the last, and between them the highest of each stretch, so that no peak is lost."""
    if len(samples) <= MOST_SAMPLES:
        return samples
    inner = samples[1:-1]
    stretches = MOST_SAMPLES - 2
    bounds = [len(inner) * number // stretches for number in range(stretches + 1)]
    highest = [max(inner[begin:end], key=in_use) for begin, end in zip(bounds, bounds[1:])]
    return [samples[0], *highest, samples[-1]]


def in_use(sample: Mapping[str, int]) -> int:
    return sum(sample.get(owner, 0) for owner in OWNERS)


def claims(observed: Observed, variant: Variant) -> list[dict[str, Any]]:
    result = []
    for claim in observed.case.claims:
        if claim["variant"] != variant.name:
            continue
        values = []
        for knobs, seen in claimed_of(observed, variant, claim):
            value = 0 if seen.from_cache and claim["key"] == "sql" else seen.count(claim["key"])
            if value is None:
                continue
            entry: dict[str, Any] = {"knobs": dict(knobs), "value": value}
            expected = evaluated(claim["formula"], as_answered(dict(knobs), observed.entries.get(knobs)))
            if expected is not None:
                entry["expected"] = expected
            values.append(entry)
        told_claim = {
            "key": claim["key"],
            "formula": claim["formula"],
            "relation": claim.get("relation", "equals"),
            "observed": values,
        }
        for condition in ("warm", "on_floor"):
            if claim.get(condition):
                told_claim[condition] = True
        result.append(told_claim)
    return result


def claimed_of(
    observed: Observed, variant: Variant, claim: Mapping[str, Any]
) -> list[tuple[tuple[tuple[str, Any], ...], Observation]]:
    """What the claim is about, by knobs."""
    if claim.get("on_floor"):
        return [(knobs, seen) for (name, knobs), seen in observed.floors.items() if name == variant.name]
    asked = "warm" if claim.get("warm") else "cold"
    return [(knobs, seen) for (name, knobs, visit), seen in observed.seen.items() if (name, visit) == (variant.name, asked)]


def as_answered(knobs: Knobs, entries: int | None) -> Knobs:
    """With n as many as there were: asked for 10,240 of 10,000 stored rows, a page has 10,000."""
    n = knobs.get("n")
    return {**knobs, "n": entries} if isinstance(n, int) and entries is not None and 0 < entries < n else knobs


OPERATIONS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def evaluated(formula: str, knobs: Mapping[str, Any]) -> int | None:
    """The value of a formula that is arithmetic over whole-number knobs (with ceil); None for any other. What it adds
    up from may be told after a comma: "n + 3, of which 3 clean up"."""
    formula = formula.partition(", of which ")[0]
    text = re.sub(r"(?<=\d)\s*(?=[a-z(])", "*", formula.replace("×", "*").replace("−", "-"))
    try:
        value = _value(ast.parse(text, mode="eval").body, knobs)
    except (SyntaxError, ValueError, ZeroDivisionError):
        return None
    return int(value) if value == int(value) else None


def _value(node: ast.expr, knobs: Mapping[str, Any]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.Name) and isinstance(knobs.get(node.id), int):
        return knobs[node.id]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        left, right = _value(node.left, knobs), _value(node.right, knobs)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        return left * right if isinstance(node.op, ast.Mult) else left / right
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ceil" and len(node.args) == 1:
        return math.ceil(_value(node.args[0], knobs))
    raise ValueError("not arithmetic over knobs")


def curve(
    variant: str, key: str, unit: str, knob: KnobSpec, points: list[tuple[int | str, float]]
) -> dict[str, Any]:
    sizes = [knob.size(at) for at, _ in points]
    values = [value for _, value in points]
    entry: dict[str, Any] = {
        "variant": variant,
        "key": key,
        "unit": unit,
        "over": knob.name,
        "points": [{"at": at, "size": size, "value": value} for (at, value), size in zip(points, sizes)],
    }
    fit = fitted_exponent(sizes, values)
    if fit:
        entry["exponent"] = {"value": round(fit.exponent, 4), "r_squared": round(fit.r_squared, 5)}
        if fit.standard_error is not None:
            entry["exponent"]["standard_error"] = round(fit.standard_error, 4)
    along = series(sizes, values)
    if along is not None and along.dex is not None:
        entry["dex"] = round(along.dex, 4)
    return entry


def count_curves(observed: Observed) -> list[dict[str, Any]]:
    """Of the usual counts, and of any that a claim or a declared growth is about; only where every step has it."""
    case = observed.case
    declared = [entry["key"] for entry in (*case.claims, *case.growth)]
    keys = list(dict.fromkeys((*CURVES, *declared)))
    result = []
    for knob in case.ladders():
        for variant in case.variants:
            for key in keys:
                points: list[tuple[int | str, float]] = []
                for value in knob.ladder:
                    seen = observed.get(variant.name, {**case.initial(), knob.name: value}, "cold")
                    count = seen.count(key) if seen else None
                    if count is not None and count >= 0:
                        points.append((value, count))
                if len(points) == len(knob.ladder):
                    unit = UNITS.get(key, "bytes" if key.startswith("mem-peak") else "us" if key.startswith("cpu") else "count")
                    result.append(curve(variant.name, key, unit, knob, points))
    return result


def equality(observed: Observed) -> list[dict[str, Any]]:
    """Whether all variants gave the same body, for each set of knobs that all of them answered."""
    case = observed.case
    result = []
    for knobs in knobs_of(case):
        bodies = {}
        for variant in case.variants:
            seen = observed.get(variant.name, knobs, "cold")
            if seen is not None and seen.body_hash:
                bodies[variant.name] = seen.body_hash
        if len(bodies) < 2:
            continue
        entry: dict[str, Any] = {"knobs": dict(knobs), "bodies": bodies}
        if case.unequal_because:
            entry["reason"] = case.unequal_because
        else:
            entry["equal"] = len(set(bodies.values())) == 1
        result.append(entry)
    return result


def unequal(equalities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in equalities if entry.get("equal") is False]
