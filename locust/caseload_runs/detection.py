"""Looks at all pages of the service, blind where it offers that, and scores the verdicts of the detector."""

from __future__ import annotations

import time
from typing import Any, Callable, Iterable, Mapping

from caseload_detector import Page, Prober, Site, judge, site_from
from caseload_detector.client import Client, ServiceError
from caseload_detector.dossier import Dossier

from .catalogue import Case, in_words, with_knobs
from .scoring import Judged, Truth, detection_json, truth_of, truths_by_address, truths_from

BLIND, BY_ADDRESS = "blind", "by address"
SECONDS_PER_PAGE = {False: 4.0, True: 1.5}  # by `quick`; a guess for the progress display
Say = Callable[[int, int, str], None]  # number, of how many, address
Stage = Callable[[str], None]  # what is done with that page now


def site_of(client: Client, catalogue: Mapping[str, Any]) -> tuple[Site, str]:
    """The blind pages; where there are none (404), the catalogue's own, of which only addresses and knobs are taken."""
    blind = client.get_json("/test/blind.json")
    if isinstance(blind, dict):
        return site_from({"write": "/test/write", "sink_delay": "/test/sink-delay", **blind}), BLIND
    pages = [
        {"address": variant["path"], "method": variant.get("method", "GET"), "knobs": case.get("knobs", [])}
        for case in catalogue["cases"]
        for variant in case["variants"]
    ]
    return site_from({"pages": pages}), BY_ADDRESS


def detect(
    client: Client,
    catalogue: Mapping[str, Any],
    cases: Mapping[str, Case],
    quick: bool = False,
    say: Say = lambda number, of, address: None,
    only: set[str] | None = None,
    unequal: list[str] | None = None,
    stage: Stage = lambda text: None,
) -> dict[str, Any]:
    """`only`: slugs. The truth is then read first, to choose the pages; the detector still does not see it."""
    site, mode = site_of(client, catalogue)
    pages = list(site.pages)
    if only is not None:
        pages = pages_about(pages, truths_of(client, mode, cases), lambda truth: truth.name in only)
    began = time.monotonic()
    prober = Prober(client, site, quick, stage)
    dossiers = []
    for number, page in enumerate(pages, 1):
        say(number, len(pages), page.address)
        dossiers.append(look_at(prober, page, mode))
    prober.write_around(dossiers)
    looked = [(dossier, judge(dossier)) for dossier in dossiers]
    truths = truths_of(client, mode, cases)
    judged = []
    for dossier, verdict in looked:
        truth = truth_of(dossier.page.address, truths)
        if truth is None:
            raise ServiceError(f"the service does not say what {dossier.page.address} is; was it restarted in between?")
        judged.append(Judged(dossier, verdict, truth))
    if unequal is None:
        unequal = unequal_cases(client, cases.values(), only, site.visitors[0] if site.visitors else {})
    result = detection_json(judged, list(cases), mode, unequal)
    result["seconds"] = round(max(time.monotonic() - began, 0.001), 2)
    return result


def look_at(prober: Prober, page: Page, mode: str) -> Dossier:
    """A service that offers blind pages also offers evidence; without, every verdict would be a miss that is not the page's."""
    dossier = prober.look_at(page)
    seen = [dossier.cold, *dossier.warm]
    if mode == BLIND and all(entry.digests is None and entry.status < 400 and not entry.from_cache for entry in seen):
        raise ServiceError(f"no evidence at /evidence/ of {page.address}: the app keeps it in memcached, if app.probes is on")
    return dossier


def pages_about(pages: Iterable[Page], truths: Mapping[str, Truth], wanted: Callable[[Truth], bool]) -> list[Page]:
    """Those of which the truth is wanted. The detector does not see it."""
    return [page for page in pages if (truth := truth_of(page.address, truths)) and wanted(truth)]


def truths_of(client: Client, mode: str, cases: Mapping[str, Case]) -> dict[str, Truth]:
    if mode == BY_ADDRESS:
        return truths_by_address(cases.values())
    document = client.get_json("/test/truth.json")
    if not isinstance(document, dict):
        raise ServiceError(f"{client.base}/test/truth.json: no truth to score against")
    return truths_from(document, cases)


def unequal_cases(
    client: Client, cases: Any, only: set[str] | None = None, visitor: Mapping[str, str] | None = None
) -> list[str]:
    """Cases whose variants return different responses, at the defaults and at the smallest size, with what differs."""
    wrong = []
    for case in cases:
        if case.unequal_because or (only is not None and case.slug not in only):
            continue
        starts = [case.initial()] + [{**case.initial(), knob.name: knob.ladder[0]} for knob in case.ladders()[:1]]
        for knobs in starts:
            bodies: dict[tuple[int, str | None], list[str]] = {}
            for variant in case.variants:
                seen = client.request(variant.method, with_knobs(variant.path, knobs), headers=visitor, probe=False)[0]
                bodies.setdefault((seen.status, seen.body_hash), []).append(variant.name)
            if len(bodies) > 1:
                groups = " | ".join(", ".join(names) for names in bodies.values())
                wrong.append(f"{case.slug} ({in_words(knobs)}): {groups}")
                break
    return wrong
