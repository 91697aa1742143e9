"""Compares verdicts with the labels of expected.json, and counts."""

import collections
import dataclasses

from caseload_detector.rules import GENERAL

NAMED, IN_A_SET, HALF, MISSED = "named", "in a set", "half", "missed"


@dataclasses.dataclass
class Page:
    """One page, judged with one source."""
    path: str
    method: str
    labels: dict = dataclasses.field(default_factory=dict)  # outcome by true label
    not_judged: dict = dataclasses.field(default_factory=dict)  # of the missed labels: what was lacking
    false: list = dataclasses.field(default_factory=list)  # findings with no label that is true or arguable
    findings: list = dataclasses.field(default_factory=list)

    def to_json(self):
        value = {"path": self.path, "method": self.method, "labels": self.labels, "findings": self.findings}
        return {**value, **({"not_judged": self.not_judged} if self.not_judged else {}), **({"false": self.false} if self.false else {})}


def outcome(label, findings):
    labels = [finding.labels for finding in findings]
    if frozenset({label}) in labels:
        return NAMED
    if any(label in each for each in labels):
        return IN_A_SET
    return HALF if any(GENERAL.get(label) in each for each in labels) else MISSED


def score_page(page, verdict, not_assessed):
    """`page` of expected.json and the detector's verdict on it."""
    scored = Page(page["path"], page.get("method", "GET"))
    right = {*page["labels"], *(GENERAL.get(label) for label in page["labels"]), *page.get("arguable", ()), *not_assessed}
    for label in page["labels"]:
        scored.labels[label] = outcome(label, verdict.findings)
        if scored.labels[label] == MISSED and label in verdict.not_judged:
            scored.not_judged[label] = verdict.not_judged[label]
    for finding in verdict.findings:
        entry = {"labels": sorted(finding.labels), "rule": finding.rule, "summary": finding.summary}
        scored.findings.append(entry)
        if not finding.labels & right:
            scored.false.append(entry)
    return scored


def counts(pages):
    """Of one source: mistakes by outcome, innocent pages, and false findings on any page."""
    outcomes = collections.Counter(outcome for page in pages for outcome in page.labels.values())
    return {
        "mistakes": sum(outcomes.values()),
        "named": outcomes[NAMED], "in_a_set": outcomes[IN_A_SET], "half": outcomes[HALF], "missed": outcomes[MISSED],
        "not_judged": sum(len(page.not_judged) for page in pages),
        "innocent": sum(not page.labels for page in pages),
        "false": sum(len(page.false) for page in pages),
    }


HEADINGS = ("mistakes", "named", "in a set", "half", "missed", "(not judged)", "innocent", "false")


def table(rows):
    """`rows`: (service, database, source, counts)."""
    lines = [f"{'service':<18}{'database':<12}{'source':<12}" + "".join(f"{heading:>13}" for heading in HEADINGS) + f"{'named or set':>15}"]
    for service, database, source, each in rows:
        numbers = "".join(f"{each[name]:>13}" for name in ("mistakes", "named", "in_a_set", "half", "missed", "not_judged", "innocent", "false"))
        share = (each["named"] + each["in_a_set"]) / each["mistakes"] if each["mistakes"] else 0.0
        lines.append(f"{service:<18}{database:<12}{source:<12}{numbers}{share:>14.0%}")
    return lines


def details(page):
    """Lines about one page: what was found where, and what is wrong with it."""
    right = ", ".join(f"{label}: {how}" for label, how in page.labels.items()) or "innocent"
    lines = [f"{page.method + ' ' + page.path:<52}{right}{'  FALSE' if page.false else ''}"]
    lines += [f"    not judged: {label}, without {why}" for label, why in page.not_judged.items()]
    lines += [f"    {'false: ' if finding in page.false else ''}{' | '.join(finding['labels'])} ({finding['rule']}): {finding['summary'][:180]}" for finding in page.findings]
    return lines
