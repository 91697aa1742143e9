"""Compares the detector's verdicts with the truth, which is read only afterwards, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from caseload_detector.dossier import Dossier
from caseload_detector.finding import Finding, Verdict
from caseload_detector.rivals import REPEATING, RIVALS, rivals_on
from caseload_detector.rules import GENERAL, all_rules

from .catalogue import Case


@dataclass(frozen=True)
class Truth:
    """What a page really is."""

    name: str  # slug, or the name of the hard negative or gallery page
    variant: str | None
    pace: str  # slow, fast, negative, gallery
    labels: frozenset[str] = frozenset()  # the problems that the case or gallery page declares; none for a hard negative
    known_miss: str = ""  # why the detector can't name the mistake yet


def truths_from(document: Mapping[str, Any], cases: Mapping[str, Case]) -> dict[str, Truth]:
    """Truths by the last part of the address, from /test/truth.json, with labels from the catalogue."""
    truths = {}
    for opaque, entry in document.items():
        key = opaque.rstrip("/").rsplit("/", 1)[-1]
        if "negative" in entry:
            truths[key] = Truth(entry["negative"], None, "negative")
        elif "gallery" in entry:
            truths[key] = Truth(entry["gallery"], None, "gallery", frozenset(entry["labels"]), entry.get("known_miss", ""))
        else:
            truths[key] = Truth(entry["slug"], entry["variant"], entry["pace"], labels_of(cases.get(entry["slug"]), entry["variant"]))
    return truths


def labels_of(case: Case | None, variant: str) -> frozenset[str]:
    return frozenset(label for each in (case.variants if case else ()) if each.name == variant for label in each.labels)


def truths_by_address(cases: Iterable[Case]) -> dict[str, Truth]:
    return {
        variant.path: Truth(case.slug, variant.name, variant.pace, frozenset(variant.labels))
        for case in cases
        for variant in case.variants
    }


def truth_of(address: str, truths: Mapping[str, Truth]) -> Truth | None:
    path = address.partition("?")[0]
    return truths.get(path) or truths.get(path.rstrip("/").rsplit("/", 1)[-1])


NOT_JUDGED = "not judged"  # nothing on the page could be judged, which is not the same as no finding


@dataclass(frozen=True)
class Scored:
    """A verdict compared with the declared labels. A finding is right if one of its labels is declared."""

    outcome: str  # the worst that applies: not judged, missed, false, half, found in a set, found, silent
    missed: tuple[str, ...] = ()  # declared labels that no finding has, not even in their general form
    half: tuple[str, ...] = ()  # declared labels of which only the general form was found
    false: tuple[Finding, ...] = ()  # findings without a declared label, even if there is also a right one


def scored(verdict: Verdict, declared: frozenset[str]) -> Scored:
    if verdict.error:
        return Scored(NOT_JUDGED)
    named = set().union(*(finding.labels for finding in verdict.findings))
    alone = set().union(*(finding.labels for finding in verdict.findings if len(finding.labels) == 1))
    half = tuple(sorted(label for label in declared - named if GENERAL.get(label) in named))
    missed = tuple(sorted(declared - named - set(half)))
    right = declared | {GENERAL[label] for label in half}
    false = tuple(finding for finding in verdict.findings if not finding.labels & right)
    if missed:
        outcome = "missed"
    elif false:
        outcome = "false"
    elif half:
        outcome = "half"
    elif not declared:
        outcome = "silent"
    else:
        outcome = "found" if declared <= alone else "found in a set"
    return Scored(outcome, missed, half, false)


@dataclass(frozen=True)
class Judged:
    dossier: Dossier
    verdict: Verdict
    truth: Truth


def page_json(judged: Judged) -> dict[str, Any]:
    truth = judged.truth
    score = scored(judged.verdict, truth.labels)
    verdict: dict[str, Any] = {
        "findings": [{**finding.to_json(), "declared": finding not in score.false} for finding in judged.verdict.findings],
        "outcome": score.outcome,
    }
    if judged.verdict.error:
        verdict["error"] = judged.verdict.error
    verdict["clean"] = judged.verdict.clean
    verdict["not_judged"] = dict(sorted(judged.verdict.not_judged.items()))
    if judged.verdict.notes:
        verdict["notes"] = judged.verdict.notes
    if score.missed:
        verdict["missed"] = list(score.missed)
    if score.half:
        verdict["half"] = list(score.half)
    rivals = rivals_on(judged.dossier.usual)
    if rivals:
        verdict["rivals"] = rivals
    page: dict[str, Any] = {"truth": truth.name, "pace": truth.pace, "labels": sorted(truth.labels), "verdict": verdict}
    if truth.variant:
        page["variant"] = truth.variant
    if truth.known_miss and score.outcome == "missed":
        page["known_miss"] = truth.known_miss
    if judged.dossier.requests:
        page["requests"] = judged.dossier.requests
    return page


def detection_json(
    all_judged: Iterable[Judged], slugs: list[str], mode: str, unequal: list[str], site: Verdict | None = None
) -> dict[str, Any]:
    """`slugs`: of all cases, in the order of the catalogue. `site`: what all pages share."""
    order = {slug: number for number, slug in enumerate(slugs)}
    everything = sorted(
        all_judged, key=lambda entry: (order.get(entry.truth.name, len(order)), entry.truth.name, entry.truth.variant or "")
    )
    pages = [page_json(judged) for judged in everything]
    requests = sum(judged.dossier.requests for judged in everything)
    return {
        "mode": mode,
        "requests": requests,
        "pages": pages,
        **({"site": {"findings": [finding.to_json() for finding in site.findings], "notes": site.notes}} if site else {}),
        "confusion": confusion(pages),
        "score": score_of(pages, requests, unequal),
        "rival_scores": rival_scores(pages),
    }


def score_of(pages: list[dict[str, Any]], requests: int, unequal: list[str]) -> dict[str, Any]:
    """Pages with labels must be found. On any page, a finding that is not declared is false."""
    slow = [page for page in pages if page["labels"]]
    outcomes = [page["verdict"]["outcome"] for page in pages]
    score: dict[str, Any] = {
        "slow": len(slow),
        "found": sum(is_named(page["verdict"]) for page in slow),
        "single": outcomes.count("found"),
        "half": sum("half" in page["verdict"] and "missed" not in page["verdict"] for page in slow),
        "missed": outcomes.count("missed"),
        "quiet": len(pages) - len(slow),
        "false": sum(any(not finding["declared"] for finding in page["verdict"]["findings"]) for page in pages),
        "not_judged": outcomes.count(NOT_JUDGED),
        "unequal": sorted(unequal),
    }
    known = sum("known_miss" in page for page in pages)
    score["passed"] = bool(slow) and requests > 0 and not (score["missed"] > known or score["half"] or score["false"] or score["not_judged"] or unequal)
    return score


def is_named(verdict: dict[str, Any]) -> bool:
    return verdict["outcome"] != NOT_JUDGED and "missed" not in verdict and "half" not in verdict


def confusion(pages: list[dict[str, Any]]) -> dict[str, Any]:
    labels = sorted({label for rule in all_rules() for label in rule.labels})

    def row(page: dict[str, Any]) -> dict[str, Any]:
        given = [label for finding in page["verdict"]["findings"] for label in finding["labels"]]
        entry = {"truth": page["truth"], "labels": page["labels"], "cells": [given.count(label) for label in labels]}
        if "variant" in page:
            entry["variant"] = page["variant"]
        return entry

    return {
        "labels": labels,
        "slow": [row(page) for page in pages if page["pace"] == "slow"],
        "fast": [row(page) for page in pages if page["pace"] == "fast"],
        "negatives": [row(page) for page in pages if page["pace"] == "negative"],
        "gallery": [row(page) for page in pages if page["pace"] == "gallery"],
    }


def rival_scores(pages: list[dict[str, Any]]) -> dict[str, Any]:
    judged = [page for page in pages if "rivals" in page["verdict"]]
    result = {}
    for name in RIVALS:
        repeating = [page for page in judged if REPEATING & set(page["labels"])]
        quiet = [page for page in judged if not page["labels"]]
        result[name] = {
            "repeating": len(repeating),
            "fired": sum(page["verdict"]["rivals"][name] for page in repeating),
            "quiet": len(quiet),
            "false": sum(page["verdict"]["rivals"][name] for page in quiet),
        }
    return result
