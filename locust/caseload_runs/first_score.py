"""First scores: how the detector judged gallery pages the first time it saw them.

A page is in the first score in which it appears and in no later one, because rules may be improved with it afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .scoring import score_of

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "first-scores"


def scored_before(folder: Path) -> set[str]:
    return {page["page"] for file in sorted(folder.glob("*.json")) for page in json.loads(file.read_text(encoding="utf-8"))["pages"]}


def first_score(detection: dict[str, Any], before: set[str], day: str, commit: str) -> dict[str, Any] | None:
    """The score of the gallery pages that are new; None if there is none."""
    pages = [page for page in detection["pages"] if page["pace"] == "gallery" and page["truth"] not in before]
    if not pages:
        return None
    score = score_of(pages, detection["requests"], [])
    return {
        "schema": 1,
        "day": day,
        "commit": commit,
        "score": {
            "mistakes": score["slow"],
            "named": score["found"],
            "in_a_set": sum(page["verdict"]["outcome"] == "found in a set" for page in pages),
            "half": score["half"],
            "missed": score["missed"],
            "innocent": score["quiet"],
            "false": score["false"],
            "false_on_innocent": sum(bool(page["verdict"]["findings"]) for page in pages if not page["labels"]),
            "not_judged": score["not_judged"],
        },
        "pages": [
            {
                "page": page["truth"],
                "labels": page["labels"],
                "found": [finding["labels"] for finding in page["verdict"]["findings"]],
                "outcome": page["verdict"]["outcome"],
            }
            for page in pages
        ],
    }


def write_first_score(score: dict[str, Any], folder: Path = FOLDER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{len(list(folder.glob('*.json'))) + 1:02}-{score['day']}.json"
    lines = [json.dumps(page, ensure_ascii=False) for page in score["pages"]]
    head = json.dumps({key: value for key, value in score.items() if key != "pages"}, indent=1, ensure_ascii=False)
    file.write_text(head.removesuffix("\n}") + ',\n "pages": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n", encoding="utf-8")
    return file
