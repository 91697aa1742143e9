"""Opens the sources of --evidence, and tests them before the first verdict."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import Any, Callable, Iterator, Sequence

from ..client import BROWSER, Client
from ..pages import Page
from ..sources import Source


class Sources:
    def __init__(self, sources: Sequence[Source] = ()) -> None:
        self._sources = list(sources)

    def for_client(self) -> dict[str, Any]:
        return {"sources": self._sources} if self._sources else {}

    def self_test(self, client: Client, pages: Sequence[Page]) -> list[str]:
        """Lines on what each source sees of the first page."""
        lines = []
        target = next((page.address for page in pages if page.method == "GET" and "{" not in page.address), "/")
        for source in self._sources:
            client.budget.renew()
            sight = source.self_test(lambda: client.request("GET", target, BROWSER, probe=False)[0])
            lines += sight.lines
        return lines


@contextlib.contextmanager
def opened_sources(options: argparse.Namespace, password: Callable[[str, str], str]) -> Iterator[Sources]:
    if not options.evidence:
        yield Sources()
        return
    from ..sources import SourceOptions
    from ..sources.choose import opened

    def ask(prompt: str) -> str:
        return password(PASSWORD_VARIABLE, prompt)

    from ..sources import PASSWORD_VARIABLE
    import os

    file = Path(options.evidence_option_file).expanduser() if options.evidence_option_file else None
    with opened(options.evidence, SourceOptions(file, os.environ.get(PASSWORD_VARIABLE), ask)) as sources:
        yield Sources(sources)
