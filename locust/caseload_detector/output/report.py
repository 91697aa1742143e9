"""The result of a run as one document, from which every output is made. It is redacted here, once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from .. import __version__
from ..dossier import Dossier, Ladder
from ..evidence_keys import KEYS
from ..finding import Finding, Verdict
from ..fixes import fix_for, page_of, title_of
from ..query_text import shape_of
from ..rules import all_rules
from ..rules.needs import observations
from ..shared_work import EVERY_PAGE
from ..stack_guess import Guess
from .redact import Redactor, redacted_text

FORMAT = 1
Document = dict[str, Any]
SQL = re.compile(r"\b(select|insert|update|delete|replace|with)\b\s", re.IGNORECASE)


@dataclass
class Looked:
    """A page and what was found out about it."""

    verdict: Verdict
    dossier: Dossier | None = None  # None if the page could not be probed at all, and for what all pages share
    chosen: list[str] = field(default_factory=list)  # why this page and these knobs


@dataclass
class Context:
    """What is said about the run as a whole."""

    service: str
    stack: Guess | None = None
    sources: Sequence[str] = ()  # lines
    notes: Sequence[str] = ()
    docs: str = ""  # address of the site with the case pages


def document_of(context: Context, pages: Sequence[Looked], redactor: Redactor) -> Document:
    entries = [_page(looked, context, redactor) for looked in pages]
    _number_equal_names(entries)
    document: Document = {"format": FORMAT, "detector": __version__, "service": redactor.text(context.service)}
    if context.stack:
        document["stack"] = {"name": context.stack.stack, "because": redactor.text(context.stack.because)}
    document["sources"] = [redactor.text(line) for line in context.sources]
    document["notes"] = [redactor.text(note) for note in context.notes]
    document["queries_seen"] = any(page.dossier and sees_queries(page.dossier) for page in pages)
    document["pages"] = entries
    return document


def sees_queries(dossier: Dossier) -> bool:
    return any(seen.digests or seen.count(KEYS.sql) for seen in observations(dossier))


def name_of(page: Mapping[str, Any]) -> str:
    """Of a page in the document; what all pages share has no method."""
    return " ".join(filter(None, (page["method"], page["address"])))


def _page(looked: Looked, context: Context, redactor: Redactor) -> Document:
    verdict, dossier = looked.verdict, looked.dossier
    method = dossier.page.method if dossier else "" if verdict.address == EVERY_PAGE else "GET"
    redactor = Redactor(redactor.on, redactor.kept | {knob.name for knob in (dossier.page.knobs if dossier else ())})
    page: Document = {"address": redactor.text(verdict.address), "method": method, "status": verdict.worst}
    if verdict.error:
        page["error"] = redactor.text(verdict.error)
    page["knobs"] = {knob.name: list(knob.ladder) for knob in (dossier.page.knobs if dossier else ()) if knob.ladder}
    page["requests"] = dossier.requests if dossier else 0
    page["problems"] = [_problem(finding, dossier, context, redactor) for finding in verdict.findings]
    page["clean"] = verdict.clean
    page["not_judged"] = {label: redactor.text(verdict.not_judged[label]) for label in sorted(verdict.not_judged)}
    rules = tuple(f"{rule.name}: " for rule in all_rules())
    said = [redactor.text(_without_literals(note, redactor)) for note in [*looked.chosen, *verdict.notes]]
    page["notes"] = [note for note in said if not note.startswith(rules)]  # on how the page was probed
    page["remarks"] = [note for note in said if note.startswith(rules)]  # of rules, on what was no finding
    return page


def _problem(finding: Finding, dossier: Dossier | None, context: Context, redactor: Redactor) -> Document:
    labels = sorted(finding.labels)
    queries, rest = _queries(finding, dossier, redactor)
    problem: Document = {
        "labels": labels,
        "title": " or ".join(title_of(label) for label in labels),
        "rule": finding.rule,
        "summary": redactor.text(_without_literals(finding.summary, redactor)),
        "queries": queries,
        "evidence": [redactor.text(_without_literals(line, redactor)) for line in rest],
    }
    if finding.growth:
        problem["growth"] = finding.growth.to_json()
    if finding.deciding_signal:
        problem["would_decide"] = finding.deciding_signal
    stack = context.stack.stack if context.stack else None
    problem["fixes"] = [dict(zip(("label", "stack", "fix"), (label, *fix_for(label, stack)))) for label in labels if fix_for(label, stack)[1]]
    problem["links"] = sorted({page_of(label, context.docs) for label in labels} - {""})
    if finding.source:
        problem["source"] = finding.source
    if finding.severity is not None:
        problem["severity"] = round(min(1.0, max(0.0, finding.severity)), 3)
    problem["fingerprints"] = [
        fingerprint(dossier, finding.rule, query["shape"]) for query in queries
    ] or [fingerprint(dossier, finding.rule, " ".join(labels))]
    for query in queries:
        del query["shape"]
    return problem


def _queries(finding: Finding, dossier: Dossier | None, redactor: Redactor) -> tuple[list[Document], list[str]]:
    """The queries that the finding's evidence quotes, with their growth; and the lines that quote none."""
    ladders = [*dossier.size_ladders(), *filter(None, [dossier.dataset_ladder(), dossier.joint, dossier.walk])] if dossier else []
    over = next((ladder for ladder in ladders if finding.growth and ladder.knob == finding.growth.over), ladders[0] if ladders else None)
    texts = {digest.text for digest in dossier.usual.digests or []} if dossier else set()
    texts |= {text for ladder in ladders for text in ladder.digest_texts()}
    found: list[Document] = []
    rest = []
    for line in finding.evidence:
        quoted = max((text for text in texts if text and text in line), key=len, default=None)
        if quoted is None:
            rest.append(line)
            continue
        said = line.partition(quoted)[0].rstrip(" :")
        found.append(_query(quoted, said, over, dossier, redactor))
    return found, rest


def _query(text: str, said: str, ladder: Ladder | None, dossier: Dossier | None, redactor: Redactor) -> Document:
    query: Document = {"text": redactor.query(text), "said": redactor.text(said), "shape": shape_of(Redactor().query(text))}
    times = ladder.of_digest(text, lambda digest: digest.times) if ladder else None
    steps = [step.seen for step in ladder.steps] if ladder else []
    where = next((digest.called_from for seen in ([dossier.usual] if dossier else []) + steps for digest in seen.digests or [] if digest.text == text and digest.called_from), None)
    if ladder and times:
        query["over"] = ladder.knob
        query["growth"] = [[size, count] for size, count in zip(times.sizes, times.values)]
        query["per_item"] = round(times.slope, 2)
    elif dossier:
        query["times"] = sum(digest.times for digest in dossier.usual.digests or [] if digest.text == text)
    if where:
        query["called_from"] = redactor.text(where)
    return query


def _without_literals(line: str, redactor: Redactor) -> str:
    """A line that quotes a query: what comes before it stays."""
    match = SQL.search(line)
    return line[: match.start()] + redactor.query(line[match.start() :]) if match and redactor.on else line


def fingerprint(dossier: Dossier | None, rule: str, about: str) -> str:
    """The same for the same problem in another run: from the page, the rule and the shape of the query, without any values. A
    further query may change the label of a known one, from n-plus-one to select-related, but not what is wrong with it."""
    page = f"{dossier.page.method} {redacted_text(dossier.page.address.partition('?')[0])}" if dossier else EVERY_PAGE
    return hashlib.sha256("\n".join([page, rule, about]).encode()).hexdigest()[:16]


def _number_equal_names(entries: list[Document]) -> None:
    """Pages that differ only in a value that was redacted get a number."""
    seen: dict[str, int] = {}
    for entry in entries:
        name = name_of(entry)
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            entry["address"] += f" ({seen[name]})"


def by_reason(not_judged: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What was missing, with its labels; what is missing for most labels first."""
    reasons: dict[str, list[str]] = {}
    for label, reason in sorted(not_judged.items()):
        reasons.setdefault(reason, []).append(label)
    return sorted(reasons.items(), key=lambda entry: (-len(entry[1]), entry[0]))
