"""Opens the truth, after the detector has spoken, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from caseload_detector.dossier import Dossier
from caseload_detector.finding import Verdict
from caseload_detector.rivals import REPEATING, RIVALS, rivals_on
from caseload_detector.rules import all_rules

from .catalogue import Case


@dataclass(frozen=True)
class Truth:
    name: str  # slug, or the hard negative's name
    variant: str | None
    pace: str  # slow, fast, negative


def truths_from(document: Mapping[str, Any]) -> dict[str, Truth]:
    """By the last part of the address, from /test/truth.json."""
    told = {}
    for opaque, entry in document.items():
        key = opaque.rstrip("/").rsplit("/", 1)[-1]
        if "negative" in entry:
            told[key] = Truth(entry["negative"], None, "negative")
        else:
            told[key] = Truth(entry["slug"], entry["variant"], entry["pace"])
    return told


def truths_by_address(cases: Iterable[Case]) -> dict[str, Truth]:
    return {
        variant.path: Truth(case.slug, variant.name, variant.pace) for case in cases for variant in case.variants
    }


def truth_of(address: str, truths: Mapping[str, Truth]) -> Truth | None:
    path = address.partition("?")[0]
    return truths.get(path) or truths.get(path.rstrip("/").rsplit("/", 1)[-1])


def excuses_of(truth: Truth, cases: Mapping[str, Case]) -> list[dict[str, str]]:
    case = cases.get(truth.name)
    if case is None:
        return []
    return [
        {"label": entry["label"], "reason": entry["reason"]}
        for entry in case.also_true
        if entry["variant"] == truth.variant and entry.get("reason")
    ]


NOT_JUDGED = "not judged"  # the page answered with an error, which is no silence


def outcome_of(verdict: Verdict, truth: Truth, excused: Iterable[str]) -> str:
    if not verdict.judged:
        return NOT_JUDGED
    if truth.pace == "slow":
        right = [finding for finding in verdict.findings if truth.name in finding.labels]
        if not right:
            return "missed"
        return "found" if any(len(finding.labels) == 1 for finding in right) else "found in a set"
    if not verdict.findings:
        return "silent"
    allowed = set(excused)
    return "also true" if all(finding.labels & allowed for finding in verdict.findings) else "false"


@dataclass(frozen=True)
class Judged:
    dossier: Dossier
    verdict: Verdict
    truth: Truth


def page_json(judged: Judged, cases: Mapping[str, Case]) -> dict[str, Any]:
    excused = excuses_of(judged.truth, cases)
    told = judged.verdict.to_json()
    verdict: dict[str, Any] = {
        "findings": told["findings"],
        "outcome": outcome_of(judged.verdict, judged.truth, (entry["label"] for entry in excused)),
    }
    if told["notes"]:
        verdict["notes"] = told["notes"]
    if excused:
        verdict["excused"] = excused
    rivals = rivals_on(judged.dossier.usual)
    if rivals:
        verdict["rivals"] = rivals
    page: dict[str, Any] = {"truth": judged.truth.name, "pace": judged.truth.pace, "verdict": verdict}
    if judged.truth.variant:
        page["variant"] = judged.truth.variant
    if judged.dossier.requests:
        page["requests"] = judged.dossier.requests
    return page


def detection_json(
    all_judged: Iterable[Judged], cases: Mapping[str, Case], mode: str, unequal: list[str]
) -> dict[str, Any]:
    order = {slug: number for number, slug in enumerate(cases)}
    everything = sorted(
        all_judged, key=lambda entry: (order.get(entry.truth.name, len(order)), entry.truth.name, entry.truth.variant or "")
    )
    pages = [page_json(judged, cases) for judged in everything]
    requests = sum(judged.dossier.requests for judged in everything)
    return {
        "mode": mode,
        "requests": requests,
        "pages": pages,
        "confusion": confusion(pages),
        "score": score_of(pages, requests, unequal),
        "rival_scores": rival_scores(pages),
    }


def score_of(pages: list[dict[str, Any]], requests: int, unequal: list[str]) -> dict[str, Any]:
    slow = [page for page in pages if page["pace"] == "slow"]
    quiet = [page for page in pages if page["pace"] != "slow"]
    outcomes = [page["verdict"]["outcome"] for page in pages]
    score: dict[str, Any] = {
        "slow": len(slow),
        "found": outcomes.count("found") + outcomes.count("found in a set"),
        "single": outcomes.count("found"),
        "missed": outcomes.count("missed"),
        "quiet": len(quiet),
        "false": outcomes.count("false"),
        "excused": outcomes.count("also true"),
        "not_judged": outcomes.count(NOT_JUDGED),
        "unequal": sorted(unequal),
    }
    score["passed"] = bool(slow) and requests > 0 and not (score["missed"] or score["false"] or score["not_judged"] or unequal)
    return score


def confusion(pages: list[dict[str, Any]]) -> dict[str, Any]:
    labels = sorted({label for rule in all_rules() for label in rule.labels})

    def row(page: dict[str, Any]) -> dict[str, Any]:
        excused = {entry["label"] for entry in page["verdict"].get("excused", ())}
        given = [label for finding in page["verdict"]["findings"] for label in finding["labels"] if label not in excused]
        told = {"truth": page["truth"], "cells": [given.count(label) for label in labels]}
        if "variant" in page:
            told["variant"] = page["variant"]
        return told

    return {
        "labels": labels,
        "slow": [row(page) for page in pages if page["pace"] == "slow"],
        "fast": [row(page) for page in pages if page["pace"] == "fast"],
        "negatives": [row(page) for page in pages if page["pace"] == "negative"],
    }


def rival_scores(pages: list[dict[str, Any]]) -> dict[str, Any]:
    told = [page for page in pages if "rivals" in page["verdict"]]
    result = {}
    for name in RIVALS:
        repeating = [page for page in told if page["pace"] == "slow" and page["truth"] in REPEATING]
        quiet = [page for page in told if page["pace"] != "slow"]
        result[name] = {
            "repeating": len(repeating),
            "fired": sum(page["verdict"]["rivals"][name] for page in repeating),
            "quiet": len(quiet),
            "false": sum(page["verdict"]["rivals"][name] for page in quiet),
        }
    return result
