"""What a run has collected: enough to judge it, now or later from a file."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

from ..dossier import Dossier
from ..finding import Verdict
from ..json_text import json_from
from ..judge import judge_all
from ..output.redact import GONE, redacted_query, redacted_text
from ..output.report import Context, Looked
from ..rules import all_rules
from ..stack_guess import Guess, guess_stack

FORMAT = 2
KEPT_HEADERS = frozenset(
    "accept-ranges age allow cache-control cache-status cf-cache-status content-disposition content-encoding content-language content-length content-type date etag "
    "expires last-modified pragma retry-after server transfer-encoding vary via x-cache x-powered-by x-runtime evidence server-timing".split()
)


@dataclass
class Kept:
    service: str
    stack: Guess | None = None
    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)
    dossiers: list[Dossier] = field(default_factory=list)
    chosen: list[list[str]] = field(default_factory=list)

    def judged(self, docs: str) -> tuple[Context, list[Looked]]:
        verdicts, site = judge_all(self.dossiers)
        looked = [Looked(verdict, dossier, chosen) for verdict, dossier, chosen in zip(verdicts, self.dossiers, self.chosen)]
        if site:
            looked.append(Looked(site))
        labels = frozenset(label for rule in all_rules() for label in rule.labels)
        for address, reason in self.refused.items():
            looked.append(Looked(Verdict(address, not_judged=dict.fromkeys(labels, reason), error=reason, labels_known=labels)))
        return Context(self.service, self.stack or self.guess(), self.sources, self.notes, docs), looked

    def guess(self) -> Guess | None:
        headers = [*self.headers, *(dossier.cold.headers for dossier in self.dossiers)]
        return guess_stack(headers, (digest.text for dossier in self.dossiers for digest in dossier.usual.digests or []))

    def write(self, path: Path) -> None:
        """Without literals, cookies and tokens, and readable only by its owner."""
        stack = self.stack or self.guess()
        document = {
            "format": FORMAT,
            "service": self.service,
            "stack": stack._asdict() if stack else None,
            "sources": [redacted_text(line) for line in self.sources],
            "notes": [redacted_text(note) for note in self.notes],
            "refused": {redacted_text(address): redacted_text(reason) for address, reason in self.refused.items()},
            "chosen": self.chosen,
            "dossiers": [without_secrets(dossier.to_json()) for dossier in self.dossiers],
        }
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):  # not of a device, which belongs to all
            os.fchmod(descriptor, 0o600)  # also of a file that was there
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False)

    @staticmethod
    def read(path: Path) -> "Kept":
        try:
            document = json_from(path.read_text(encoding="utf-8"))
        except ValueError as wrong:
            raise ValueError(f"{path} is not JSON: {wrong}") from wrong
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise ValueError(f"{path} was not saved by --keep of this version")
        return Kept(
            service=document["service"],
            stack=Guess(**document["stack"]) if document["stack"] else None,
            sources=document["sources"],
            notes=document["notes"],
            refused=document["refused"],
            dossiers=[Dossier.from_json(entry) for entry in document["dossiers"]],
            chosen=document["chosen"],
        )


def without_secrets(value: Any, name: str = "") -> Any:
    """The dossier as JSON, as far as rules read it: hashes stay, literals of queries keep only the % at their ends."""
    if isinstance(value, Mapping):
        if name == "headers":
            return {key: redacted_text(entry) if key in KEPT_HEADERS or key.startswith("x-") and "id" not in key else GONE for key, entry in value.items()}
        return {key: None if key == "body" else without_secrets(entry, key) for key, entry in value.items()}
    if isinstance(value, list):
        return [without_secrets(entry, name) for entry in value]
    if not isinstance(value, str) or name.endswith("hash"):
        return value
    if name in ("text", "extra", "attached_condition"):
        return redacted_query(value, keep_wildcards=True)
    if name == "query":
        return redacted_text(f"?{value}")[1:]
    return redacted_text(value)
