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
    if not verdict.findings:
        lines.append("  no findings" if verdict.judged else "  not judged")
    for note in verdict.notes:
        lines += wrapped(note, "  ? ")
    return lines


def wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False)
