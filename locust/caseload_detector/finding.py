"""What the detector found on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .growth import Series


@dataclass(frozen=True)
class Growth:
    key: str
    over: str
    series: Series

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "key": self.key,
            "over": self.over,
            "at": list(self.series.sizes),
            "values": [max(0.0, value) for value in self.series.values],
            "slope": round(self.series.slope, 4),
        }
        if self.series.dex is not None:
            value["dex"] = round(self.series.dex, 3)
        return value


@dataclass(frozen=True)
class Finding:
    """One problem. With several labels, the evidence fits each of them, and `deciding_signal` says what would decide."""

    labels: frozenset[str]
    rule: str
    summary: str
    evidence: tuple[str, ...] = ()
    growth: Growth | None = None
    deciding_signal: str = ""
    source: str = ""
    severity: float | None = None

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "labels": sorted(self.labels),
            "rule": self.rule,
            "summary": self.summary,
            "evidence": list(self.evidence),
        }
        if self.growth:
            value["growth"] = self.growth.to_json()
        if self.deciding_signal:
            value["deciding_signal"] = self.deciding_signal
        if self.source:
            value["source"] = self.source
        if self.severity is not None:
            value["severity"] = round(min(1.0, max(0.0, self.severity)), 3)
        return value


FOUND, NOT_JUDGED, CLEAN = "found", "not judged", "clean"  # the worst first


@dataclass
class Verdict:
    """The verdict on one page, for each label: found, clean (the rule had all it needs), or not judged."""

    address: str
    findings: list[Finding] = field(default_factory=list)
    not_judged: dict[str, str] = field(default_factory=dict)  # what was missing, by label
    notes: list[str] = field(default_factory=list)
    error: str = ""  # why nothing at all could be judged
    labels_known: frozenset[str] = frozenset()  # all labels that rules can give

    @property
    def labels(self) -> set[str]:
        return set().union(*(finding.labels for finding in self.findings))

    @property
    def clean(self) -> list[str]:
        return sorted(label for label in self.labels_known if self.status(label) == CLEAN)

    @property
    def worst(self) -> str:
        """The status of the page as a whole."""
        return FOUND if self.findings else NOT_JUDGED if self.not_judged else CLEAN

    def status(self, label: str) -> str:
        if label not in self.labels_known:
            raise KeyError(f"no rule gives the label {label}")
        if label in self.labels:
            return FOUND
        return NOT_JUDGED if label in self.not_judged else CLEAN

    def to_json(self) -> dict[str, Any]:
        value = {
            "address": self.address,
            "status": self.worst,
            "findings": [finding.to_json() for finding in self.findings],
            "clean": self.clean,
            "not_judged": {label: self.not_judged[label] for label in sorted(self.not_judged)},
            "notes": self.notes,
        }
        return {**value, "error": self.error} if self.error else value
