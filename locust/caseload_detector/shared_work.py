"""What all pages of a site have in common, such as its middleware. It belongs to the site and is reported once, not on every page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Sequence

from .dossier import Dossier
from .evidence import Digest
from .evidence_keys import KEYS
from .finding import Finding, Verdict
from .rules.benefit import MIN_QUERIES
from .rules.cache_control import directives_of, is_shared, lifetime
from .rules.chain import STEPS
from .rules.revisit import CHANGING_TAG, NO_VALIDATOR

EVERY_PAGE = "every page"  # in place of an address
MANY_PAGES = 4  # fewer pages may have something in common by chance
NEARLY_ALL = 0.8
MIDDLEWARE = "before-the-page"  # the rule that compares with a trivial page
REVISITS = "revisits"
CONNECTIONS = "connects-each-time"


def report_once(dossiers: Sequence[Dossier], verdicts: Sequence[Verdict]) -> Verdict | None:
    """Moves what is true of the whole site from the pages to a verdict on the site; None if there is nothing."""
    if len(dossiers) < 2:
        return None
    site = Verdict(EVERY_PAGE, labels_known=verdicts[0].labels_known)
    usable = [(dossier, verdict) for dossier, verdict in zip(dossiers, verdicts) if not verdict.error]
    _move_middleware(usable, site)
    _move_validators(usable, site)
    _move_defaults(usable, site)
    _move_connections(usable, site)
    common = _common_digests([dossier for dossier, _ in usable])
    if common:
        _move_common_queries(usable, site, common)
    return site if site.findings or site.notes else None


def _move_middleware(usable: Sequence[tuple[Dossier, Verdict]], site: Verdict) -> None:
    """Pages with the same trivial page have the same middleware. A page with a trivial page of its own keeps its finding, and so do
    pages whose own chain was seen, unless nearly all have one."""
    shared = [(verdict, finding) for dossier, verdict in usable if dossier.page.floor is None
              for finding in verdict.findings if finding.rule == MIDDLEWARE]
    chains = [entry for entry in shared if STEPS in entry[1].evidence]
    if len(chains) < NEARLY_ALL * len(usable):
        shared = [entry for entry in shared if entry not in chains]
    if len(shared) < 2:
        return
    first = shared[0][1]
    site.findings.append(replace(first, summary=first.summary.split(";")[0], severity=None))
    for verdict, finding in shared:
        verdict.findings.remove(finding)


def _move_validators(usable: Sequence[tuple[Dossier, Verdict]], site: Verdict) -> None:
    """A framework that computes an ETag from the finished body does so for every page."""
    with_validator = [(dossier, verdict) for dossier, verdict in usable
                      if dossier.revisit is not None and dossier.revisit.status == 304 and dossier.usual.status == 200]
    late = [(verdict, finding) for _, verdict in with_validator for finding in verdict.findings if finding.rule == REVISITS]
    if len(late) < MANY_PAGES or len(late) < NEARLY_ALL * len(with_validator):
        return
    for verdict, finding in late:
        verdict.findings.remove(finding)
    site.notes.append(f"{REVISITS}: on {len(late)} of {len(with_validator)} pages that send a validator, a 304 takes as much work as a 200. "
                      "A framework that computes the validator from the finished response saves bytes, but no work")


def _move_defaults(usable: Sequence[tuple[Dossier, Verdict]], site: Verdict) -> None:
    """What nearly every page says of caching, without a lifetime, is what its framework sends by default (Symfony and
    Laravel: `no-cache, private`; Rails: `max-age=0, private, must-revalidate`). It states nothing about one page."""
    values = Counter(dossier.usual.header("cache-control") for dossier, _ in usable if dossier.page.method == "GET" and dossier.usual.status == 200)
    value, number = values.most_common(1)[0] if values else ("", 0)
    cache_control = directives_of(value)
    if not cache_control or lifetime(cache_control) > 0 or is_shared(cache_control) or number < MANY_PAGES or number < NEARLY_ALL * sum(values.values()):
        return
    moved = [(verdict, finding) for dossier, verdict in usable for finding in verdict.findings
             if finding.rule == REVISITS and dossier.usual.header("cache-control") == value and finding.evidence[1] in (NO_VALIDATOR, CHANGING_TAG)]
    for verdict, finding in moved:
        verdict.findings.remove(finding)
    if moved:
        site.notes.append(f"{REVISITS}: on {len(moved)} pages a browser may keep the response, but transfers the whole body again with each visit. "
                          f"Nearly every page says `Cache-Control: {value}`, which seems to be the default of a framework")


def _move_connections(usable: Sequence[tuple[Dossier, Verdict]], site: Verdict) -> None:
    """How a service connects to its database is the same for all pages that use it."""
    connecting = [(verdict, finding) for _, verdict in usable for finding in verdict.findings if finding.rule == CONNECTIONS]
    with_queries = sum(bool(dossier.usual.queries) for dossier, _ in usable)
    if len(connecting) < MANY_PAGES or len(connecting) < NEARLY_ALL * with_queries:
        return
    site.findings.append(connecting[0][1])
    for verdict, finding in connecting:
        verdict.findings.remove(finding)


def _common_digests(dossiers: Sequence[Dossier]) -> dict[str, Digest]:
    """Queries that nearly every page runs equally often, by text, with one page's digest of each."""
    known = [dossier for dossier in dossiers if dossier.usual.digests is not None]
    if len(known) < MANY_PAGES:
        return {}
    pages: dict[tuple[str, int], list[Digest]] = {}
    for dossier in known:
        for digest in dossier.usual.digests or []:
            pages.setdefault((digest.text, digest.times), []).append(digest)
    return {text: found[0] for (text, _), found in pages.items() if len(found) >= NEARLY_ALL * len(known)}


def _move_common_queries(usable: Sequence[tuple[Dossier, Verdict]], site: Verdict, common: dict[str, Digest]) -> None:
    """Findings about these queries alone are the site's. Many of them, or writes, are themselves a finding."""
    for _, verdict in usable:
        for finding in [entry for entry in verdict.findings if _is_about(entry, common)]:
            verdict.findings.remove(finding)
            if not any(known.labels == finding.labels and known.rule == finding.rule for known in site.findings):
                site.findings.append(finding)
    queries = sum(digest.times for digest in common.values())
    writes = sum(digest.times for digest in common.values() if digest.write)
    if any(finding.rule == MIDDLEWARE for finding in site.findings):
        return
    summary = f"nearly every page runs the same {queries} {'query' if queries == 1 else 'queries'}, {writes} of them writes"
    if queries < MIN_QUERIES and not writes:
        site.notes.append(f"{MIDDLEWARE}: {summary}")
        return
    site.findings.append(Finding(frozenset({"middleware"}), MIDDLEWARE, summary, (f"{KEYS.sql}, {KEYS.sql_write}", *sorted(common))))


def _is_about(finding: Finding, common: dict[str, Digest]) -> bool:
    """All queries that it names are common to the site's pages."""
    named = {text for entry in finding.evidence for text in common if entry == text or entry.endswith(f": {text}")}
    queries = [entry for entry in finding.evidence if "select " in entry.lower() or "insert " in entry.lower() or "update " in entry.lower()]
    return bool(named) and len(queries) == len(named)
