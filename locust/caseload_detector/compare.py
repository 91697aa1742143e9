"""Compares results: of two runs, and of a run with what a team accepts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .json_text import json_from
from .shared_work import EVERY_PAGE
from .output.report import FORMAT, Document, name_of

PAGE_MEMBERS = {"address": str, "method": str, "status": str, "problems": list, "clean": list, "not_judged": dict}


def load(path: Path) -> Document:
    """A result that --json wrote. Raises ValueError, with the file's name."""
    try:
        document = json_from(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"can't read {path}: {error}") from error
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("pages"), list):
        raise ValueError(f"{path} is not a result of --json")
    if document.get("format") != FORMAT:
        raise ValueError(f"{path} has format {document.get('format')}; this version reads {FORMAT}")
    for page in document["pages"]:
        for name, kind in PAGE_MEMBERS.items():
            if not isinstance(page, dict) or not isinstance(page.get(name), kind):
                raise ValueError(f"{path}: a page has no {name}, so this is not a result of --json")
        for problem in page["problems"]:
            for name in ("fingerprints", "labels"):
                if not isinstance(problem, dict) or not _are_texts(problem.get(name)):
                    raise ValueError(f"{path}: a problem of {page['address']} has no {name}, so this is not a result of --json")
            queries = problem.get("queries", [])
            if not isinstance(problem.get("summary"), str) or not isinstance(queries, list) or not all(isinstance(query, dict) and isinstance(query.get("text"), str) for query in queries):
                raise ValueError(f"{path}: a problem of {page['address']} has no summary or a query without its text, so this is not a result of --json")
        if not _are_texts(page["clean"]) or not _are_texts([*page["not_judged"].values()]):
            raise ValueError(f"{path}: what is clean or not judged on {page['address']} is not text, so this is not a result of --json")
    return document


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


@dataclass
class Difference:
    """Lines for people, by what happened to a problem."""

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    no_longer_judged: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Problem:
    page: str
    labels: frozenset[str]
    line: str


def problems_of(document: Document) -> dict[str, Problem]:
    """By fingerprint. A problem about several queries has one for each of them."""
    found = {}
    for page in document["pages"]:
        for problem in page["problems"]:
            queries = [query["text"] for query in problem.get("queries", [])]
            for number, fingerprint in enumerate(problem["fingerprints"]):
                query = f": {queries[number]}" if number < len(queries) else f": {problem['summary']}"
                line = f"{name_of(page)}  {' or '.join(problem['labels'])}{query}"
                found[fingerprint] = Problem(name_of(page), frozenset(problem["labels"]), line)
    return found


def compare(before: Document, after: Document) -> Difference:
    old, new = problems_of(before), problems_of(after)
    pages = {name_of(page): page for page in after["pages"]}
    difference = Difference(
        new=[problem.line for fingerprint, problem in new.items() if fingerprint not in old],
        unchanged=[problem.line for fingerprint, problem in new.items() if fingerprint in old],
    )
    for fingerprint, problem in old.items():
        if fingerprint in new:
            continue
        page = pages.get(problem.page)
        if page is None and problem.page != EVERY_PAGE:
            difference.no_longer_judged.append(f"{problem.line} (the page was not probed)")
        elif page is not None and problem.labels & set(page["not_judged"]):
            difference.no_longer_judged.append(f"{problem.line} (not judged: {reason(page, problem.labels)})")
        else:
            difference.gone.append(problem.line)
    for page in before["pages"]:
        other = pages.get(name_of(page))
        if other is None:
            if page["clean"]:
                difference.no_longer_judged.append(f"{name_of(page)}  (the page was not probed)")
            continue
        lost = sorted(set(page["clean"]) & set(other["not_judged"]))
        if lost:
            difference.no_longer_judged.append(f"{name_of(page)}  {', '.join(lost)}: {reason(other, frozenset(lost))}")
    return difference


def reason(page: dict[str, Any], labels: frozenset[str]) -> str:
    return page.get("error") or "; ".join(sorted({f"without {page['not_judged'][label]}" for label in labels if label in page["not_judged"]}))


def mark_known(document: Document, baseline: Document) -> None:
    """Marks problems of which every query is in the baseline, and accepts what the baseline did not judge either."""
    known = set(problems_of(baseline))
    not_judged = {name_of(page): set(page["not_judged"]) for page in baseline["pages"] if not page.get("error")}
    for page in document["pages"]:
        page["accepted"] = sorted(not_judged.get(name_of(page), set()) & set(page["not_judged"]))
        for problem in page["problems"]:
            if set(problem["fingerprints"]) <= known:
                problem["known"] = True
