"""Formats verdicts as text in 100 columns."""

from __future__ import annotations

import textwrap

from .finding import Verdict

WIDTH = 100


def verdict_lines(verdict: Verdict) -> list[str]:
    lines = [verdict.address]
    for finding in verdict.findings:
        lines += wrapped(f"{' or '.join(sorted(finding.labels))}: {finding.summary}", "  ! ")
        if finding.deciding_signal:
            lines += wrapped(f"what would decide between them: {finding.deciding_signal}", "    ")
    lines += status_lines(verdict)
    for note in verdict.notes:
        lines += wrapped(note, "  ? ")
    return lines


def status_lines(verdict: Verdict) -> list[str]:
    """How many problems the page does not have, and which were not judged, by what was missing."""
    if verdict.error:
        return wrapped(f"not judged: {verdict.error}", "  ")
    problems = "problem" if len(verdict.clean) == 1 else "problems"
    lines = [f"  clean for {len(verdict.clean)} {problems}"] if verdict.clean else []
    by_reason: dict[str, list[str]] = {}
    for label, reason in sorted(verdict.not_judged.items()):
        by_reason.setdefault(reason, []).append(label)
    for reason, labels in sorted(by_reason.items(), key=lambda entry: -len(entry[1])):
        lines += wrapped(f"not judged without {reason}: {', '.join(labels)}", "  ")
    return lines


def wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False)
