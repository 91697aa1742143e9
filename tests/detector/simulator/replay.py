"""One simulated page as text: what was drawn, its counts, and its verdict."""

from __future__ import annotations

from caseload_detector import judge
from caseload_detector.dossier import Dossier, Ladder

from .grammar import draw_page
from .score import outcome_of


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
    for name in ("items", "words", "body_bytes"):
        lines.append(_row(name, [getattr(step.seen, name) for step in ladder.steps]))
    for key in sorted({key for step in ladder.steps for key in step.seen.counts}):
        lines.append(_row(key, [step.seen.count(key) for step in ladder.steps]))
    for text in ladder.digest_texts():
        found = [next((digest for digest in step.seen.digests or [] if digest.text == text), None) for step in ladder.steps]
        counts = [f"{digest.times}x {digest.rows} rows, {digest.parameters} parameters" if digest else "-" for digest in found]
        lines.append(f"    {text[:120]}\n      " + " | ".join(counts))
    return lines


def _row(name: str, values: list[object]) -> str:
    return f"    {name:<18}" + "".join(f"{value!s:>14}" for value in values)
