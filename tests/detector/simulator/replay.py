"""One simulated page as text: what was drawn, its counts, and its verdict."""

from __future__ import annotations

from caseload_detector import judge
from caseload_detector.dossier import Dossier, Ladder
from caseload_detector.evidence import Digest

from .grammar import draw_page
from .score import outcome_of

LONGEST_TEXT = 120


def replay(seed: str) -> str:
    page = draw_page(seed)
    kept = page.dossier()
    verdict = judge(kept)
    truth = page.truth
    lines = [f"page {seed}, evidence: {page.level}", *(f"  {feature.name}" for feature in page.features), f"  {page.setting}"]
    lines.append(f"true of it: {' or '.join(sorted(truth.right)) or 'nothing'}; at best {truth.expected or 'not judged'}" if truth.label else "true of it: nothing")
    for ladder in _ladders(kept):
        lines += _ladder(ladder)
    lines.append("verdict:")
    lines += [f"  {'/'.join(sorted(finding.labels))}: {finding.summary}" for finding in verdict.findings]
    lines += [f"  note: {note}" for note in verdict.notes]
    result = outcome_of(page, kept)
    lines.append(f"outcome: {result.outcome}" + "".join(f", false: {'/'.join(sorted(labels))}" for labels in result.false))
    return "\n".join(lines)


def _ladders(kept: Dossier) -> list[Ladder]:
    return [*kept.ladders, *(ladder for ladder in (kept.joint, kept.walk) if ladder)]


def _ladder(ladder: Ladder) -> list[str]:
    lines = [f"ladder {ladder.knob} ({ladder.role}): {', '.join(f'{step.size:g}' for step in ladder.steps)}"]
    constant = []
    rows = {name: [getattr(step.seen, name) for step in ladder.steps] for name in ("items", "words", "body_bytes")}
    rows |= {key: [step.seen.count(key) for step in ladder.steps] for key in sorted({key for step in ladder.steps for key in step.seen.counts})}
    for name, values in rows.items():
        if len(set(values)) > 1:
            lines.append(_row(name, values))
        else:
            constant.append(f"{name} {values[0]}")
    if constant:
        lines.append("    constant: " + ", ".join(constant))
    for text in ladder.digest_texts():
        found = [next((digest for digest in step.seen.digests or [] if digest.text == text), None) for step in ladder.steps]
        counts = [_counts(digest) if digest else "-" for digest in found]
        shown = counts[:1] if len(set(counts)) == 1 else counts
        lines.append(f"    {' | '.join(shown)}  {text[:LONGEST_TEXT]}")
    return lines


def _counts(digest: Digest) -> str:
    parameters = "" if digest.parameters is None else f", {digest.parameters} parameters"
    scans = ", scans" if digest.scans else ""
    return f"{digest.times}x {digest.rows} rows{parameters}{scans}"


def _row(name: str, values: list[object]) -> str:
    return f"    {name:<18}" + "".join(f"{value!s:>14}" for value in values)
