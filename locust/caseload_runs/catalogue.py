"""The cases of the service, from its /catalogue.json."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Iterable, Mapping
from urllib.parse import urlencode

from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError
from caseload_detector.pages import size_of


class UnknownCase(ServiceError):
    """There is no case with the given slug. The service itself works."""


Knobs = dict[str, "int | str"]


@dataclass(frozen=True)
class KnobSpec:
    name: str
    kind: str  # integer, dataset, text
    initial: int | str
    ladder: tuple[int | str, ...] = ()
    maximum: int | None = None

    def size(self, value: int | str) -> float:
        return size_of(str(value))


@dataclass(frozen=True)
class Variant:
    name: str
    pace: str
    method: str
    path: str
    floor: str | None = None  # address of a trivial page behind the same middleware
    labels: tuple[str, ...] = ()  # the problems that the variant has
    fixed_by: tuple[str, ...] = ()  # of a slow variant: the fast ones that fix its problem


@dataclass(frozen=True)
class Intervention:
    name: str
    title: str
    path: str  # POST to /apply or /undo below it
    variant: str
    key: str
    apply_sql: str


@dataclass(frozen=True)
class Case:
    slug: str
    stem: str
    title: str
    category: str
    knobs: tuple[KnobSpec, ...]
    variants: tuple[Variant, ...]
    claims: tuple[Mapping[str, Any], ...] = ()
    growth: tuple[Mapping[str, Any], ...] = ()
    interventions: tuple[Intervention, ...] = ()
    unequal_because: str = ""
    at_once: int = 1  # the most requests that a step of the demo sends at the same time

    @property
    def is_about_concurrency(self) -> bool:
        return self.at_once > 1 or self.category == "concurrency"

    def initial(self) -> Knobs:
        return {knob.name: knob.initial for knob in self.knobs if knob.kind != "text" or knob.initial != ""}

    def ladders(self) -> list[KnobSpec]:
        return [knob for knob in self.knobs if len(knob.ladder) > 1 and knob.name != "page"]

    def of_pace(self, pace: str) -> list[Variant]:
        return [variant for variant in self.variants if variant.pace == pace]

    def comparisons(self) -> list[tuple[str, str]]:
        """Each slow variant with each fast one that fixes it, by name; with all fast ones where the service doesn't say."""
        slows = self.of_pace("slow")
        return [(slow.name, fast.name) for fast in self.of_pace("fast") for slow in slows if not slow.fixed_by or fast.name in slow.fixed_by]

    def floors(self) -> list[Variant]:
        """The trivial pages behind the variants' middleware, by name of the variant."""
        return [replace(variant, method="GET", path=variant.floor) for variant in self.variants if variant.floor]


def with_knobs(path: str, knobs: Mapping[str, Any]) -> str:
    return f"{path}?{urlencode(knobs)}" if knobs else path


def in_words(knobs: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in knobs.items()) or "no knobs"


def read_catalogue(client: Client, requested: Iterable[str] = ()) -> tuple[dict[str, Any], dict[str, Case]]:
    """The document, and the cases by slug. Raises ServiceError if there is none, and UnknownCase if a requested slug is missing."""
    document = client.get_json("/catalogue.json")
    if not isinstance(document, dict) or "cases" not in document:
        raise ServiceError(f"{client.base}/catalogue.json: no catalogue")
    cases = {case.slug: case for case in cases_from(document)}
    unknown = [slug for slug in requested if slug not in cases]
    if unknown:
        raise UnknownCase(f"unknown case: {', '.join(unknown)}; the cases are {', '.join(cases)}")
    return document, cases


def cases_from(document: Mapping[str, Any]) -> list[Case]:
    return [_case(entry) for entry in document["cases"]]


def _case(entry: Mapping[str, Any]) -> Case:
    return Case(
        slug=entry["slug"],
        stem=entry.get("stem", entry["slug"].replace("-", "_")),
        title=entry["title"],
        category=entry.get("category", ""),
        knobs=tuple(
            KnobSpec(
                knob["name"], knob["kind"], knob.get("initial", ""), tuple(knob.get("ladder") or ()), knob.get("maximum")
            )
            for knob in entry.get("knobs", ())
        ),
        variants=tuple(
            Variant(
                variant["name"], variant["pace"], variant.get("method", "GET").upper(), variant["path"], variant.get("floor"),
                tuple(label["name"] for label in variant.get("labels") or ()), tuple(variant.get("fixed_by") or ()),
            )
            for variant in entry["variants"]
        ),
        claims=tuple(entry.get("claims") or ()),
        growth=tuple(entry.get("growth") or ()),
        interventions=tuple(
            Intervention(each["name"], each["title"], each["path"], each["variant"], each["key"], each["apply_sql"])
            for each in entry.get("interventions") or ()
        ),
        unequal_because=entry.get("unequal_because") or "",
        at_once=max((step.get("at_once", 1) for step in entry.get("demo") or ()), default=1),
    )
