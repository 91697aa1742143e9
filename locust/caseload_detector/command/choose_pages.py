"""Decides which pages are probed, with which knobs, and says why."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable

from ..access import checked_value, header_from
from ..arrival import arrive
from ..client import Client
from ..service_error import ServiceError
from ..considerate import BudgetSpent
from ..crawl import Crawl, Crawler
from ..json_text import json_from
from ..pages import Page, Site, site_from
from .connect import path_of
from .knobs import given_knob, post_page, with_given

SHOWN = 5  # examples in a note


@dataclass
class Choice:
    site: Site
    notes: list[str] = field(default_factory=list)
    reasons: dict[Page, list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)  # addresses that can't be probed, and why
    headers: list[dict[str, str]] = field(default_factory=list)  # of responses, to guess the stack from


def choose_pages(options: argparse.Namespace, client: Client, say: Callable[[str], None]) -> Choice:
    knobs = [given_knob(text) for text in options.knob]
    document = pages_document(Path(options.pages)) if options.pages else {}
    if options.floor:
        document["floor"] = path_of(options.floor) if "://" in options.floor else options.floor
    if options.other_visitor:
        document["visitors"] = [{"headers": {}}, {"headers": dict(header_from(text) for text in options.other_visitor)}]
    try:
        choice = Choice(site_from(document))
        for visitor in choice.site.visitors:
            for name, value in visitor.items():
                checked_value(value, f"the header {name} of a visitor")
    except ValueError as wrong:
        raise ValueError(f"--pages {options.pages}: {wrong}" if options.pages else str(wrong)) from wrong
    writes = [page.address for page in choice.site.pages if page.method != "GET"] + [text.partition("=")[0] for text in options.post]
    if choice.site.write:
        writes.append(choice.site.write)
    if writes and not options.allow_writes:
        raise ValueError(f"{writes[0]} is requested with POST, which may change data; give --allow-writes if this is a test system")
    pages = list(choice.site.pages)
    starts = [path_of(url) for url in options.urls]
    if options.crawl:
        pages += _crawled(options, client, starts, choice, say)
    elif starts != ["/"] or not (options.pages or options.post or any(given.path for given in knobs)):
        pages += _arrived(client, starts, choice)  # otherwise the address only says where the service is
    pages += [post_page(text) for text in options.post]
    given = with_given(pages, knobs)  # in the same order; further ones come last
    choice.reasons = {new: choice.reasons.get(old, []) for old, new in zip(pages, given)}
    choice.site = replace(choice.site, pages=tuple(_without_doubles(given)))
    if not choice.site.pages and not choice.refused:
        raise ServiceError("no page was found; give the address of one, or --crawl")
    return choice


def pages_document(path: Path) -> dict[str, Any]:
    try:
        document = json_from(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"--pages {path} can't be read: {error.strerror}") from error
    except ValueError as wrong:
        raise ValueError(f"--pages {path} is not JSON: {wrong}") from wrong
    if not isinstance(document, dict):
        raise ValueError(f'--pages {path}: expected {{"pages": [{{"address": "/list", "knobs": []}}]}}')
    return document


def _arrived(client: Client, starts: list[str], choice: Choice) -> list[Page]:
    """The addresses that were given, where their redirects end."""
    pages: list[Page] = []
    failed: set[str] = set()
    for start in starts:
        client.budget.renew()
        try:
            arrival = arrive(client, start)
        except BudgetSpent as spent:
            choice.refused[start] = str(spent)
            continue
        except ServiceError as error:
            if start == starts[-1] and not pages and set(choice.refused.values()) <= failed:
                raise  # nothing at all could be requested
            choice.refused[start] = str(error)
            failed.add(str(error))
            continue
        choice.headers.append(arrival.headers)
        if arrival.refused:
            choice.refused[start] = arrival.refused
            continue
        page = Page(arrival.address)
        pages.append(page)
        if arrival.address != start:
            choice.notes.append(f"{start} redirects to {arrival.address}, which is probed in its place")
    return pages


def _crawled(options: argparse.Namespace, client: Client, starts: list[str], choice: Choice, say: Callable[[str], None]) -> list[Page]:
    crawl = Crawler(client, options.crawl, say).crawl(starts)
    pages = []
    for found in crawl.pages:
        page = Page(found.address, knobs=tuple(proposal.knob for proposal in found.proposals))
        pages.append(page)
        choice.headers.append(found.arrival.headers)
        reasons = [f"knob {spec(proposal.knob.name, proposal.knob.ladder)}: {proposal.reason}" for proposal in found.proposals]
        if len(found.links) > 1:
            reasons.insert(0, f"stands for {len(set(found.links))} addresses of this shape")
        choice.reasons[page] = reasons
    for start in starts:
        if start in crawl.skipped:
            choice.refused[start] = crawl.skipped.pop(start)
    choice.notes += _notes_on(crawl)
    return pages


def spec(name: str, ladder: tuple[str, ...]) -> str:
    return f"{name}={','.join(ladder)}" if ladder else f"{name} (page number)"


def _notes_on(crawl: Crawl) -> list[str]:
    notes = [f"crawled with {crawl.requests} requests: {len(crawl.pages)} pages"]
    if crawl.robots.unreachable:
        notes.append(f"{crawl.robots.unreachable}, so no link was followed")
    if crawl.not_reached:
        notes.append(f"{crawl.not_reached} further pages were seen but not probed; a larger --crawl reaches them")
    if crawl.other_hosts:
        hosts = sorted(crawl.other_hosts)
        notes.append(f"links to other hosts are never followed: {', '.join(hosts[:SHOWN])}{' …' if len(hosts) > SHOWN else ''}")
    by_reason: dict[str, list[str]] = {}
    for address, reason in crawl.skipped.items():
        by_reason.setdefault(reason, []).append(address)
    for reason, addresses in by_reason.items():
        more = f" and {len(addresses) - SHOWN} more" if len(addresses) > SHOWN else ""
        notes.append(f"not probed, {reason}: {', '.join(addresses[:SHOWN])}{more}")
    return notes


def _without_doubles(pages: list[Page]) -> list[Page]:
    return list({(page.method, page.address, page.body): page for page in pages}.values())
