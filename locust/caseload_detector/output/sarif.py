"""The result as SARIF 2.1.0, which GitHub and GitLab show beside the code."""

from __future__ import annotations

from typing import Any, Mapping
from urllib.parse import quote

from ..fixes import table, title_of
from .report import Document, name_of
from .text import fix_of, growth_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(document: Document) -> dict[str, Any]:
    labels = sorted({label for page in document["pages"] for problem in page["problems"] for label in problem["labels"]})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "caseload-detector",
                        "version": document["detector"],
                        "rules": [rule(label, document) for label in labels],
                    }
                },
                "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications(document)}],
                "results": [result(page, problem, labels) for page in document["pages"] for problem in page["problems"]],
            }
        ],
    }


def rule(label: str, document: Document) -> dict[str, Any]:
    links = {link for page in document["pages"] for problem in page["problems"] if problem["labels"] == [label] for link in problem["links"]}
    entry: dict[str, Any] = {"id": label, "name": label, "shortDescription": {"text": title_of(label)}}
    if label in table():
        entry["help"] = {"text": table()[label]["any"]}
    if links:
        entry["helpUri"] = min(links)
    return entry


def result(page: Mapping[str, Any], problem: Mapping[str, Any], labels: list[str]) -> dict[str, Any]:
    lines = [f"{name_of(page)}: {problem['title']}: {problem['summary']}"]
    lines += [f"{query['text']} ({growth_of(query)})" for query in problem["queries"]]
    lines += [f"Fix: {fix_of(fix, problem)}" for fix in problem["fixes"]]
    value: dict[str, Any] = {
        "ruleId": problem["labels"][0],
        "ruleIndex": labels.index(problem["labels"][0]),
        "level": "note" if problem.get("known") else "warning",
        "message": {"text": "\n".join(lines)},
        "locations": [location(page, problem)],
        "partialFingerprints": {"caseload/v1": problem["fingerprints"][0]},
        "properties": {"labels": problem["labels"], "page": name_of(page)},
    }
    if problem.get("known"):
        value["suppressions"] = [{"kind": "external", "justification": "in the baseline"}]
    return value


def location(page: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
    """The place in the code where it is known, otherwise the page's path. GitHub shows no result without a file."""
    for query in problem["queries"]:
        file, _, rest = query.get("called_from", "").partition(":")
        number = rest.partition(" ")[0].partition(":")[0]
        if "." in file and number.isdecimal() and int(number) > 0:
            return {"physicalLocation": {"artifactLocation": {"uri": quote(file.lstrip("/"))}, "region": {"startLine": int(number)}}}
    path = page["address"].partition("?")[0].strip("/") or "index"
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": {"startLine": 1}},
        "logicalLocations": [{"fullyQualifiedName": name_of(page), "kind": "resource"}],
    }


def notifications(document: Document) -> list[dict[str, Any]]:
    """What was not judged is no result, and is not silent either."""
    said = []
    for page in document["pages"]:
        if page["not_judged"]:
            reason = page.get("error") or "not judged: " + ", ".join(page["not_judged"])
            said.append({"level": "note", "message": {"text": f"{name_of(page)}: {reason}"}})
    return said
