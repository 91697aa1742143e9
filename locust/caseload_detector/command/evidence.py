"""Opens the sources of --evidence, and tests them before the first verdict."""

from __future__ import annotations

import argparse
import contextlib
import os
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from ..client import Client
from ..pages import Page
from ..sources import PASSWORD_VARIABLE, Source, SourceOptions
from ..sources.choose import opened

HEADER = "header"  # what the service itself reports
TRIED = 3  # pages, until every source has seen queries


@contextlib.contextmanager
def opened_sources(options: argparse.Namespace, password: Callable[[str, str], str]) -> Iterator[list[Source]]:
    """Until the block ends, however it ends; then every setting is as it was. Without --evidence it is the service's own headers."""
    file = Path(options.evidence_option_file).expanduser() if options.evidence_option_file else None
    given = SourceOptions(file, os.environ.get(PASSWORD_VARIABLE), lambda prompt: password(PASSWORD_VARIABLE, prompt))
    with opened(options.evidence or [HEADER], given) as sources:
        yield sources


def own_evidence(options: argparse.Namespace) -> bool:
    """Whether the service's own headers count. With other sources alone, what they see is judged alone."""
    return not options.evidence or HEADER in options.evidence


def self_test(client: Client, pages: Sequence[Page], visitor: Mapping[str, str]) -> list[str]:
    """A line or more on what each source sees of the service, from a request for a page; for a page without queries, the next one
    is tried."""
    lines: list[str] = []
    for page in [page for page in pages if page.method == "GET" and "{" not in page.address][:TRIED]:
        client.budget.renew()
        sights = client.self_test("GET", page.address, visitor)
        lines = [line for sight in sights for line in sight.lines]
        if all(sight.sees_queries for sight in sights):
            break
    return lines
