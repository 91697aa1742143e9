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


@dataclass
class Verdict:
    address: str
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what is unknown, and why
    judged: bool = True  # False if the page returned an error

    @property
    def labels(self) -> set[str]:
        return set().union(*(finding.labels for finding in self.findings))

    def to_json(self) -> dict[str, Any]:
        return {
            "address": self.address,
            "judged": self.judged,
            "findings": [finding.to_json() for finding in self.findings],
            "notes": self.notes,
        }
