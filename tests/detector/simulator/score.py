"""Compares verdicts with the truth, and adds up what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from caseload_detector import Verdict, judge
from caseload_detector.dossier import Dossier

from .grammar import Page, draw_page
from .levels import DOCUMENTS

CLEAN = "clean"
MIN_RECALL = 0.99
INNOCENT = "(innocent)"
# What came of a page. The last three are failures.
OUTCOMES = ("named", "in a set", "not judged", "missed", "false", "called clean")
FAILED = ("missed", "false", "called clean")


def called_clean(verdict: Verdict, label: str) -> bool:
    """The verdict says that the page does not have this problem."""
    return verdict.status(label) == CLEAN


@dataclass(frozen=True)
class Result:
    page: Page
    outcome: str
    false: tuple[frozenset[str], ...] = ()  # findings of what is not there

    @property
    def label(self) -> str:
        return self.page.truth.label or INNOCENT

    @property
    def failed(self) -> bool:
        return self.outcome in FAILED or bool(self.false)

    @property
    def line(self) -> str:
        what = "; ".join([self.outcome, *(f"false: {'/'.join(sorted(labels))}" for labels in self.false)])
        return f"{self.label} ({self.page.level}): {what}\n  make simulate PAGE={self.page.seed}"


def outcome_of(page: Page, dossier: Dossier) -> Result:
    verdict, truth = judge(dossier), page.truth
    found = [finding.labels for finding in verdict.findings]
    false = tuple(labels for labels in found if not labels & truth.right)
    right = [labels for labels in found if labels & truth.right]
    extra = frozenset().union(*(labels - truth.right for labels in right))
    if right and not extra:
        outcome = "named"
    elif right and (page.level != DOCUMENTS or extra <= truth.beside):
        outcome = "in a set"
    elif right or truth.expected:
        outcome = "missed"  # also where full evidence left a set that it could have decided
    elif truth.label:
        outcome = "called clean" if called_clean(verdict, truth.label) else "not judged"
    else:
        outcome = "clean"
    return Result(page, outcome, false)


def simulate(seed: int, count: int) -> list[Result]:
    results = []
    for number in range(count):
        page = draw_page(f"{seed}-{number}")
        results.append(outcome_of(page, page.dossier()))
    return results


@dataclass
class Score:
    by_label: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        """Of the mistakes for which the evidence suffices."""
        total = sum((counts for label, counts in self.by_label.items() if label != INNOCENT), Counter[str]())
        right = total["named"] + total["in a set"]
        return right / max(right + total["missed"], 1)

    @property
    def false(self) -> int:
        return sum(counts["false"] for counts in self.by_label.values())

    @property
    def called_clean(self) -> int:
        return sum(counts["called clean"] for counts in self.by_label.values())


def score_of(results: list[Result]) -> Score:
    score = Score()
    for result in results:
        counts = score.by_label.setdefault(result.label, Counter())
        counts["pages"] += 1
        counts[result.outcome] += 1
        counts["false"] += len(result.false)
    return score


def table_of(score: Score) -> str:
    lines = [f"{'label':<22}" + "".join(f"{title:>13}" for title in ("pages", *OUTCOMES))]
    for label in sorted(score.by_label, key=lambda label: (label == INNOCENT, label)):
        counts = score.by_label[label]
        lines.append(f"{label:<22}" + "".join(f"{counts[title] or '·':>13}" for title in ("pages", *OUTCOMES)))
    lines.append(f"recall {100 * score.recall:.2f} %, {score.false} false, {score.called_clean} called clean though the evidence does not suffice")
    return "\n".join(lines)
