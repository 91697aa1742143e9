"""The result as Markdown, for a comment on a pull request."""

from __future__ import annotations

from typing import Any, Mapping

from .report import Document, by_reason, name_of
from .text import count, fix_of, growth_of, summary


def markdown(document: Document) -> str:
    lines = [f"## Performance problems of {code(document['service'])}", "", summary(document) + "."]
    for page in document["pages"]:
        if page["problems"]:
            lines += ["", f"### {code(name_of(page))}"]
            for problem in page["problems"]:
                lines += ["", *problem_lines(problem)]
    lines += ["", *not_judged_lines(document)]
    return "\n".join(lines).rstrip() + "\n"


def problem_lines(problem: Mapping[str, Any]) -> list[str]:
    known = " (known)" if problem.get("known") else ""
    lines = [f"**{text(problem['title'])}**{known}: {text(problem['summary'])}"]
    for query in problem["queries"]:
        fence = "`" * max(3, longest_run(query["text"]) + 1)
        where = f", called from {code(query['called_from'])}" if "called_from" in query else ""
        lines += ["", f"{fence}SQL", query["text"], fence, "", text(growth_of(query)) + where]
    lines += ["", *(f"- {text(line)}" for line in problem["evidence"])] if problem["evidence"] else []
    for fix in problem["fixes"]:
        lines += ["", f"Fix: {text(fix_of(fix, problem))}"]
    lines += ["", " ".join(f"[More]({link})" for link in problem["links"])] if problem["links"] else []
    return lines


def not_judged_lines(document: Document) -> list[str]:
    lines = ["<details><summary>Clean, and not judged</summary>", "", "| page | clean for | not judged |", "|---|---|---|"]
    for page in document["pages"]:
        if page.get("error"):
            reasons = page["error"]
        else:
            reasons = "; ".join(f"without {reason}: {', '.join(labels)}" for reason, labels in by_reason(page["not_judged"]))
        lines.append(f"| {cell(code(name_of(page)))} | {count(len(page['clean']), 'problem')} | {cell(text(reasons))} |")
    return [*lines, "", "</details>"]


def text(given: str) -> str:
    """What comes from a service can't add markup, links or mentions."""
    for mark in "\\`*_{}[]<>|#":
        given = given.replace(mark, "\\" + mark)
    return given.replace("@", "@\u200b")


def code(given: str) -> str:
    fence = "`" * (longest_run(given) + 1)
    space = " " if given.startswith("`") or given.endswith("`") else ""
    return f"{fence}{space}{given}{space}{fence}"


def cell(given: str) -> str:
    return given.replace("|", "\\|") if "\\|" not in given else given


def longest_run(given: str) -> int:
    longest = run = 0
    for letter in given:
        run = run + 1 if letter == "`" else 0
        longest = max(longest, run)
    return longest
