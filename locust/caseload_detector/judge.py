"""Runs the rules over dossiers. The verdict on a page names each problem as found, clean or not judged."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from .dossier import Dossier
from .evidence import BROKEN_OFF
from .finding import Finding, Verdict
from .rules import Note, Rule, Undecided, all_rules
from .rules.needs import FROM_THE_DATABASE, Site, doubt_about
from .shared_work import report_once

# Rows and columns that should not have been sent also take memory, and so does work that belongs elsewhere. That is a consequence and
# not a second problem.
CONSEQUENCES = {
    "held-in-memory": ("unshown-rows", "unpaged", "repeated-reads", "waits-for-sink", "nested-in-code", "unread-rows", "unread-columns"),
    "unread-columns": ("unshown-rows", "repeated-reads", "unread-rows"),
    "unshown-rows": ("nested-in-code", "repeated-reads"),  # rows that are compared with each other are not just added up
}


def judge_all(dossiers: Sequence[Dossier]) -> tuple[list[Verdict], Verdict | None]:
    """A verdict on each page, and one on what all pages share, such as the middleware, if there is anything to say about it."""
    site = Site.of(dossiers)
    verdicts = [judge(dossier, site) for dossier in dossiers]
    return verdicts, report_once(dossiers, verdicts)


def judge(dossier: Dossier, site: Site | None = None) -> Verdict:
    """`site` is what is known from other pages that are judged together with this one."""
    site = site or Site.of([dossier])
    rules = all_rules()
    verdict = Verdict(dossier.page.address, labels_known=frozenset(label for rule in rules for label in rule.labels))
    verdict.error = unusable(dossier)
    if verdict.error:
        verdict.not_judged = dict.fromkeys(verdict.labels_known, verdict.error)
        return verdict
    verdict.notes += [*dossier.notes, *dossier.caps(), *refusals(dossier)]
    found: list[Finding] = []
    for rule in rules:
        for outcome in rule.look(dossier):
            if isinstance(outcome, Note):
                verdict.notes.append(f"{rule.name}: {outcome.text}")
            elif isinstance(outcome, Undecided):
                verdict.notes.append(f"{rule.name}: {outcome.text}; this would be decided by {outcome.missing}")
                verdict.not_judged.update(dict.fromkeys(outcome.labels, outcome.missing))
            else:
                found.append(replace(outcome, rule=rule.name, source=rule.source))
        if rule.applies(dossier):
            verdict.not_judged.update(missing(rule, dossier, site))
    names = {finding.rule for finding in found}
    for finding in found:
        causes = sorted(names & set(CONSEQUENCES.get(finding.rule, ())))
        if causes:
            verdict.notes.append(f"{finding.rule}: {finding.summary}; a consequence of {', '.join(causes)}")
        else:
            verdict.findings.append(finding)
    for label in verdict.labels:
        verdict.not_judged.pop(label, None)
    return verdict


def unusable(dossier: Dossier) -> str:
    """Why the page can't be judged at all; "" if it can."""
    for seen in (dossier.usual, dossier.cold, *dossier.warm):
        if seen.status == BROKEN_OFF:
            return "the page's response ended early"
        if seen.status >= 400:
            return f"the page responded with status {seen.status}"
    usual = dossier.usual
    if dossier.page.method == "GET" and 300 <= usual.status < 400 and usual.header("location"):
        return f"the page redirects to {usual.header('location')}"
    if usual.login_form:
        return "the page shows a login form"
    return ""


def refusals(dossier: Dossier) -> list[str]:
    """What happened to requests made at once, apart from being answered."""
    notes = []
    for sent in dossier.at_once:
        failed = sent.requests - sent.answered - sent.refused
        if sent.refused or failed:
            notes.append(f"of {sent.requests} requests at once, {sent.refused} were refused with 503 and {failed} failed")
    return notes


def missing(rule: Rule, dossier: Dossier, site: Site) -> dict[str, str]:
    """What the rule lacks, by label."""
    lacks = {}
    doubt = doubt_about(dossier)
    for label in rule.labels:
        unmet = [need for need in (*rule.needs, *rule.needs_more.get(label, ())) if not need.is_met(dossier, site)]
        if unmet:
            why = f" ({doubt})" if doubt and any(need in FROM_THE_DATABASE for need in unmet) else ""
            lacks[label] = ", ".join(need.missing for need in unmet) + why
    return lacks
