"""The exit codes of all subcommands."""

from __future__ import annotations

from typing import Collection

from ..output.report import Document

CLEAN, COULD_NOT_RUN, FOUND, SOMETHING_NOT_JUDGED = 0, 1, 2, 3
EXIT_CODES = "exit code 0: clean; 1: could not run; 2: a problem was found; 3: none was found, but something was not judged"
ALL = "all"


def exit_code(document: Document, accepted: Collection[str] = ()) -> int:
    """`accepted`: labels that need not be judged, or "all". A page that can't be judged at all is never accepted, and neither is a run
    that saw no query, because both would look the same if the detector were blind."""
    pages = document["pages"]
    if any(not problem.get("known") for page in pages for problem in page["problems"]):
        return FOUND
    if not pages or any(page.get("error") for page in pages):
        return SOMETHING_NOT_JUDGED
    left = open_labels(document, accepted)
    if left or accepted and not document["queries_seen"]:
        return SOMETHING_NOT_JUDGED
    return CLEAN


def open_labels(document: Document, accepted: Collection[str]) -> list[str]:
    """Labels that were not judged on some page, and that are not accepted there."""
    return sorted(
        {
            label
            for page in document["pages"]
            if not page.get("error")
            for label in page["not_judged"]
            if ALL not in accepted and label not in accepted and label not in page.get("accepted", ())
        }
    )
