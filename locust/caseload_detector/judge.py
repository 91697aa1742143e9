"""Runs the rules over a dossier and collects their findings."""

from __future__ import annotations

from dataclasses import replace

from .dossier import Dossier
from .evidence_keys import KEYS
from .finding import Finding, Verdict
from .rules import Note, all_rules

# Rows that should not have been sent also take memory, and so does work that belongs elsewhere. That is a consequence and
# not a second problem.
CONSEQUENCES = {
    "held-in-memory": ("unshown-rows", "unpaged", "repeated-reads", "waits-for-sink", "nested-in-code"),
    "unread-columns": ("unshown-rows", "repeated-reads", "unread-rows"),
    "unshown-rows": ("nested-in-code", "repeated-reads"),  # rows that are compared with each other are not just added up
}


def judge(dossier: Dossier) -> Verdict:
    verdict = Verdict(dossier.page.address)
    if dossier.usual.status >= 400:
        verdict.judged = False
        verdict.notes.append(f"returned status {dossier.usual.status}")
        return verdict
    verdict.notes += dossier.notes
    if dossier.usual.count(KEYS.sql) is None and not dossier.usual.from_cache:
        verdict.notes.append("queries were not counted, so rules that need counts found nothing")
    found: list[Finding] = []
    for rule in all_rules():
        for outcome in rule.look(dossier):
            if isinstance(outcome, Note):
                verdict.notes.append(f"{rule.name}: {outcome.text}")
            else:
                found.append(replace(outcome, rule=rule.name, source=rule.source))
    names = {finding.rule for finding in found}
    for finding in found:
        causes = sorted(names & set(CONSEQUENCES.get(finding.rule, ())))
        if causes:
            verdict.notes.append(f"{finding.rule}: {finding.summary}; a consequence of {', '.join(causes)}")
        else:
            verdict.findings.append(finding)
    return verdict
