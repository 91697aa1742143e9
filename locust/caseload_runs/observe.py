"""The evidence of each variant at each size, requested outside the measurements: claims, growth of counts, equal bodies."""

from __future__ import annotations

from typing import Any, Mapping

from caseload_detector.client import Client
from caseload_detector.evidence import OWNERS, Observation
from caseload_detector.evidence_keys import KEYS
from caseload_detector.growth import series

from .catalogue import Case, Knobs, KnobSpec, Variant, in_words, with_knobs
from .statistics import fitted_exponent

MAX_SAMPLES = 48  # maximum of memory samples per observation
CURVES = (
    KEYS.sql, KEYS.rows, KEYS.rows_examined, KEYS.db_bytes, KEYS.bytes,
    KEYS.mem_peak_driver, KEYS.mem_peak_app, KEYS.mem_peak_render, KEYS.cpu_app,
)


class Observed:
    """The evidence of a case, by variant and knobs, cold and warm."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.seen: dict[tuple[str, tuple[tuple[str, Any], ...], str], Observation] = {}
        self.floors: dict[tuple[str, tuple[tuple[str, Any], ...]], Observation] = {}  # trivial pages, by variant and knobs
        self.problems: list[str] = []

    def get(self, variant: str, knobs: Mapping[str, Any], visit: str) -> Observation | None:
        return self.seen.get((variant, tuple(sorted(knobs.items())), visit))

    def put(self, variant: str, knobs: Mapping[str, Any], visit: str, observation: Observation) -> None:
        self.seen[(variant, tuple(sorted(knobs.items())), visit)] = observation


def knobs_of(case: Case) -> list[Knobs]:
    """The defaults, then each ladder with all other knobs at their defaults."""
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
    needs_warm_visits = any(claim.get("warm") for claim in case.claims)
    for number, knobs in enumerate(knobs_of(case)):
        for variant in case.variants:
            visits = ("cold", "warm") if number == 0 or needs_warm_visits else ("cold",)
            validators: dict[str, str] = {}
            for visit in visits:
                seen = client.request(variant.method, with_knobs(variant.path, knobs), headers={**headers, **validators})[0]
                if seen.status >= 400:
                    observed.problems.append(f"{variant.name} with {in_words(knobs)} returned {seen.status}")
                    break
                observed.put(variant.name, knobs, visit, seen)
                validators = validators_of(seen.headers)
            if variant.floor:
                seen = client.request("GET", with_knobs(variant.floor, knobs), headers=headers)[0]
                if seen.status >= 400:
                    observed.problems.append(f"the trivial page of {variant.name} returned {seen.status}")
                else:
                    observed.floors[(variant.name, tuple(sorted(knobs.items())))] = seen
    return observed


def validators_of(fields: Mapping[str, str]) -> dict[str, str]:
    """The validators that a browser sends on a revisit, if the page must be revalidated each time, from the first response's headers."""
    if "no-cache" not in fields.get("cache-control", ""):
        return {}
    if fields.get("etag"):
        return {"If-None-Match": fields["etag"]}
    return {"If-Modified-Since": fields["last-modified"]} if fields.get("last-modified") else {}


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
            # The last entry of Server-Timing is the sum of the phases, not a phase.
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
    """The first and the last sample, and the highest of each interval in between, so that no peak is lost."""
    if len(samples) <= MAX_SAMPLES:
        return samples
    inner = samples[1:-1]
    stretches = MAX_SAMPLES - 2
    bounds = [len(inner) * number // stretches for number in range(stretches + 1)]
    highest = [max(inner[begin:end], key=in_use) for begin, end in zip(bounds, bounds[1:])]
    return [samples[0], *highest, samples[-1]]


def in_use(sample: Mapping[str, int]) -> int:
    return sum(sample.get(owner, 0) for owner in OWNERS)


def claims(observed: Observed, variant: Variant) -> list[dict[str, Any]]:
    """The claims about the variant and the measured values, as checked by the app. No formula is evaluated here. For claims about
    several requests at once see at_once.py."""
    return [
        record_of(claim, requests_of(observed, variant, claim))
        for claim in observed.case.claims
        if claim["variant"] == variant.name and claim.get("when") != "at_once"
    ]


def record_of(claim: Mapping[str, Any], requests: list[tuple[Knobs, Observation]]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "key": claim["key"],
        "formula": claim["formula"],
        "relation": relation_of(claim),
        "observed": [checked(claim, knobs, seen) for knobs, seen in requests],
    }
    if not requests:
        record["reason"] = "every request that the claim is about failed"
    for condition in ("warm", "on_floor"):
        if claim.get(condition):
            record[condition] = True
    return record


def checked(claim: Mapping[str, Any], knobs: Knobs, seen: Observation) -> dict[str, Any]:
    """The claim at these knobs: the expected value, or the reason why the app did not provide one."""
    for result in seen.claims or ():
        if (result["key"], result["formula"], result["relation"]) == (claim["key"], claim["formula"], relation_of(claim)):
            return {"knobs": knobs, "value": result["measured"], "expected": result["expected"], "holds": result["holds"]}
    entry: dict[str, Any] = {"knobs": knobs, "reason": reason_unchecked(claim, seen)}
    value = seen.queries if claim["key"] == KEYS.sql else seen.count(claim["key"])
    if value is not None:
        entry["value"] = value
    return entry


def relation_of(claim: Mapping[str, Any]) -> str:
    return claim.get("relation", "equals")


def reason_unchecked(claim: Mapping[str, Any], seen: Observation) -> str:
    if seen.from_cache:
        return "served from a cache, so the request did not reach the app"
    if seen.claims is None:
        return "the app has no evidence document for this request"
    if seen.count(claim["key"]) is None:
        return f"the app did not measure {claim['key']}"
    if claim.get("warm") and seen.count(KEYS.cache_miss):
        return "not a warm request, because some keys were not in the cache"
    if claim.get("when") == "revisit":
        return "not a revisit, because the first response had no validators"
    return "the app did not check the claim"


def requests_of(observed: Observed, variant: Variant, claim: Mapping[str, Any]) -> list[tuple[Knobs, Observation]]:
    """The requests that the claim covers, with their knobs."""
    if claim.get("on_floor"):
        return [(dict(knobs), seen) for (name, knobs), seen in observed.floors.items() if name == variant.name]
    wanted = "warm" if claim.get("warm") else "cold"
    return [(dict(knobs), seen) for (name, knobs, visit), seen in observed.seen.items() if (name, visit) == (variant.name, wanted)]


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
    """The curves of the usual counts and of those in claims and declared growth, if every step has them."""
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
                    result.append(curve(variant.name, key, KEYS.unit_of(key), knob, points))
    return result


def equality(observed: Observed) -> list[dict[str, Any]]:
    """Whether all variants returned the same body, for each set of knobs at which none of them failed."""
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
