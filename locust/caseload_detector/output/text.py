"""The result as text for a terminal, in 100 columns."""

from __future__ import annotations

import textwrap
from typing import Any, Mapping

from ..fixes import TITLES
from ..rules import needs
from .report import Document, by_reason, name_of

WIDTH = 100
QUERY_LINES = 3
SIZE_NEEDED = "a size to vary"  # in what is missing


# How to provide what rules need.
HINTS = {
    needs.SIZES.missing: "--knob",
    needs.ANY_SIZE.missing: "--knob, --dataset or --grow",
    needs.STORED.missing: "--dataset or --grow",
    needs.VISITORS.missing: "--other-visitor",
    needs.FLOOR.missing: "--floor",
    needs.WRITES.missing: "write in a file for --pages",
}
NEEDS = sorted((value.missing for value in vars(needs).values() if isinstance(value, needs.Need)), key=len, reverse=True)


def text_lines(document: Document, verbose: bool = False) -> list[str]:
    """With `verbose`, also what rules remark on each page, and what each page's problems lack."""
    lines = [document["service"]]
    if "stack" in document:
        lines.append(f"  stack: {TITLES[document['stack']['name']]}, {document['stack']['because']}")
    for line in document["sources"]:
        lines += wrapped(line, "  evidence: ")
    for note in document["notes"]:
        lines += wrapped(note, "  ")
    for page in document["pages"]:
        lines += ["", *page_lines(page, verbose)]
    return [*lines, *not_judged_lines(document), "", summary(document)]


def page_lines(page: Mapping[str, Any], verbose: bool) -> list[str]:
    knobs = ", ".join(f"{name}={','.join(values)}" for name, values in page["knobs"].items())
    known = sum(problem.get("known", False) for problem in page["problems"])
    number = len(page["problems"])
    heading = name_of(page) + (f"  [{knobs}]" if knobs else "")
    lines = [heading + (f"  {count(number, 'problem')}" if number else "") + (f", {known} of them known" if known else "")]
    for problem in page["problems"]:
        lines += problem_lines(problem)
    if page.get("error"):
        return lines + wrapped(f"not judged: {page['error']}", "  ")
    lines += wrapped(status_of(page), "  ")
    if verbose:
        for reason, labels in by_reason(page["not_judged"]):
            lines += wrapped(f"not judged without {reason}: {', '.join(labels)}", "  ")
    for note in [*page["notes"], *(page["remarks"] if verbose else [])]:
        lines += wrapped(note, "  ? ")
    return lines


def status_of(page: Mapping[str, Any]) -> str:
    """clean for 14 problems; 7 need a size to vary, 3 other evidence"""
    clean = f"clean for {count(len(page['clean']), 'problem')}"
    sizes = sum(SIZE_NEEDED in reason for reason in page["not_judged"].values())
    others = len(page["not_judged"]) - sizes
    needs = [f"{sizes} need{'s' if sizes == 1 else ''} a size to vary"] if sizes else []
    needs += [f"{others} need{'s' if others == 1 else ''} other evidence"] if others else []
    return "; ".join([clean, *([", ".join(needs)] if needs else [])])


def not_judged_lines(document: Document) -> list[str]:
    """What was missing, with how to provide it, the problems that need it, and on how many pages it was missing."""
    missing: dict[str, tuple[set[str], set[str]]] = {}
    for page in document["pages"]:
        for label, reason in page["not_judged"].items() if not page.get("error") else ():
            for need in needs_in(reason):
                labels, pages = missing.setdefault(need, (set(), set()))
                labels.add(label)
                pages.add(name_of(page))
    if not missing:
        return []
    lines = ["", "Not judged, because this was missing:"]
    for need, (labels, pages) in sorted(missing.items(), key=lambda entry: (-len(entry[1][0]), entry[0])):
        hint = f" ({HINTS[need]})" if need in HINTS else ""
        lines += wrapped(f"{need}{hint}: {', '.join(sorted(labels))}, on {count(len(pages), 'page')}", "  - ")
    return lines


def needs_in(reason: str) -> list[str]:
    """The needs that a reason lists; the reason itself if it is another one."""
    found = []
    for need in NEEDS:  # the longest first, because one may contain another
        if need in reason:
            found.append(need)
            reason = reason.replace(need, "")
    return found if found and not reason.strip(" ,") else [*found, reason.strip(" ,")]


def problem_lines(problem: Mapping[str, Any]) -> list[str]:
    lines = wrapped(f"{problem['title']} ({' or '.join(problem['labels'])}): {problem['summary']}", "  ! ")
    for query in problem["queries"]:
        shown = wrapped(query["text"], "      ")
        lines += shown[:QUERY_LINES] + (["      …"] if len(shown) > QUERY_LINES else [])
        lines += wrapped(growth_of(query), "        ")
        if "called_from" in query:
            lines += wrapped(f"called from {query['called_from']}", "        ")
    for line in problem["evidence"]:
        lines += wrapped(line, "      ")
    if "would_decide" in problem:
        lines += wrapped(f"what would decide between them: {problem['would_decide']}", "    ")
    for fix in problem["fixes"]:
        lines += wrapped(fix_of(fix, problem), "    fix: ")
    for link in problem["links"]:
        lines.append(f"    more: {link}")
    return lines


def growth_of(query: Mapping[str, Any]) -> str:
    if "growth" not in query:
        return f"runs {count(query['times'], 'time')}" if query.get("times") else query["said"]
    if len({times for _, times in query["growth"]}) == 1:  # what grows is something else, such as its rows
        times = query["growth"][0][1]
        return f"runs {count(int(times), 'time')} at every {query['over']}" + (f"; {query['said']}" if query["said"] else "")
    steps = ", ".join(f"{size:g} → {times:g}" for size, times in query["growth"])
    often = "once" if query["per_item"] == 1 else f"{query['per_item']:g} times"
    return f"runs {often} per item: {query['over']} {steps}"


def fix_of(fix: Mapping[str, str], problem: Mapping[str, Any]) -> str:
    which = f"{fix['label']}" if len(problem["labels"]) > 1 else ""
    lead = ", ".join(filter(None, [which, fix["stack"]]))
    return (f"({lead}) " if lead else "") + fix["fix"]


def summary(document: Document) -> str:
    pages = document["pages"]
    found = sum(len(page["problems"]) for page in pages)
    known = sum(problem.get("known", False) for page in pages for problem in page["problems"])
    of = {status: sum(page["status"] == status for page in pages) for status in ("found", "not judged", "clean")}
    not_judged = {label for page in pages for label in page["not_judged"]}
    clean = {label for page in pages for label in page["clean"]} - not_judged - {label for page in pages for problem in page["problems"] for label in problem["labels"]}
    pages_said = count(len(pages), "page")
    line = f"{count(found, 'problem')} on {of['found']} of {pages_said}" if found else f"no problem found on {pages_said}"
    if known:
        line += f" ({known} known)"
    failed = sum("error" in page for page in pages)
    line += f"; {failed} of them could not be judged at all" if failed else ""
    line += f"; {count(len(clean), 'problem')} clean everywhere" if clean else ""
    return line + (f"; {len(not_judged)} not judged on some page" if not_judged else "")


def count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False, break_long_words=False)
