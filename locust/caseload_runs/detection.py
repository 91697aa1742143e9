"""Probes all pages of the service, blind if possible, and scores the detector's verdicts."""

from __future__ import annotations

import time
from typing import Any, Callable, Iterable, Mapping

from caseload_detector import Page, Prober, Site, judge_all, site_from
from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError
from caseload_detector.dossier import Dossier

from .catalogue import Case, in_words, with_knobs
from .interruption import Interrupted
from .scoring import Judged, Truth, detection_json, truth_of, truths_by_address, truths_from

BLIND, BY_ADDRESS = "blind", "by address"
SECONDS_PER_PAGE = {False: 1.5, True: 1.0}  # by `quick`; an estimate for the progress display
Say = Callable[[int, int, str], None]  # number, total, address
Stage = Callable[[str], None]  # the current step for that page


def site_of(client: Client, catalogue: Mapping[str, Any]) -> tuple[Site, str]:
    """The blind pages or, if there are none (404), the pages in the catalogue, of which only addresses and knobs are used."""
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
    """With `only`, a set of slugs, the truth is read first to choose the pages. The detector still doesn't see it. If it is
    interrupted, the pages seen so far are judged, and `interrupted` has the signal's name."""
    site, mode = site_of(client, catalogue)
    pages = list(site.pages)
    if only is not None:
        pages = pages_about(pages, truths_of(client, mode, cases), lambda truth: truth.name in only)
    began = time.monotonic()
    prober = Prober(client, site, quick, stage)
    dossiers = []
    stopped = ""
    try:
        for number, page in enumerate(pages, 1):
            say(number, len(pages), page.address)
            dossiers.append(look_at(prober, page, mode))
        prober.write_around(dossiers)
    except Interrupted as interrupted:
        stopped = interrupted.signal_name
    verdicts, shared = judge_all(dossiers)
    truths = truths_of(client, mode, cases)
    judged = []
    for dossier, verdict in zip(dossiers, verdicts):
        truth = truth_of(dossier.page.address, truths)
        if truth is None:
            raise ServiceError(f"the service does not know {dossier.page.address} any more; was it restarted in the meantime?")
        judged.append(Judged(dossier, verdict, truth))
    if unequal is None and stopped:
        unequal = []
    elif unequal is None:
        unequal = unequal_cases(client, cases.values(), only, site.visitors[0] if site.visitors else {})
    result = detection_json(judged, list(cases), mode, unequal, shared)
    if stopped:
        result["interrupted"] = stopped
    result["seconds"] = round(max(time.monotonic() - began, 0.001), 2)
    return result


def look_at(prober: Prober, page: Page, mode: str) -> Dossier:
    """A service with blind pages must also have evidence, otherwise every problem would be missed for no fault of the pages."""
    dossier = prober.look_at(page)
    seen = [dossier.cold, *dossier.warm]
    if mode == BLIND and prober.reads_own_evidence and all(entry.digests is None and entry.status < 400 and not entry.from_cache for entry in seen):
        raise ServiceError(f"there is no evidence for {page.address}; the app needs memcached and app.probes = true")
    return dossier


def pages_about(pages: Iterable[Page], truths: Mapping[str, Truth], wanted: Callable[[Truth], bool]) -> list[Page]:
    """The pages of these cases, according to the truth. The detector doesn't see it."""
    return [page for page in pages if (truth := truth_of(page.address, truths)) and wanted(truth)]


def truths_of(client: Client, mode: str, cases: Mapping[str, Case]) -> dict[str, Truth]:
    if mode == BY_ADDRESS:
        return truths_by_address(cases.values())
    document = client.get_json("/test/truth.json")
    if not isinstance(document, dict):
        raise ServiceError(f"{client.base}/test/truth.json does not exist, so verdicts can't be scored")
    return truths_from(document, cases)


def unequal_cases(
    client: Client, cases: Any, only: set[str] | None = None, visitor: Mapping[str, str] | None = None
) -> list[str]:
    """Cases whose variants return different responses at the defaults or at the smallest size, with the differences."""
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
