"""The main command: chooses pages, probes them, judges the evidence and shows the result."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from ..client import Client
from ..service_error import ServiceError
from ..considerate import BudgetSpent
from ..dossier import Dossier
from ..output.redact import Redactor
from ..probes import Prober
from ..stack_guess import Guess
from .choose_pages import Choice, choose_pages
from .connect import Connector, ask_password, one_base
from .exits import COULD_NOT_RUN
from .evidence import opened_sources, own_evidence, self_test
from .grow import grow_around
from .kept import Kept
from .knobs import dataset_knob, datasets_from, with_knob
from .options import look_parser
from .show import check_outputs, show

NO_SIZE = "no page has a size to vary, so problems that show by growth can't be judged; give --knob NAME=10,40,160, or --crawl N to look for one"


def run_look(arguments: list[str]) -> int:
    options = look_parser().parse_intermixed_args(arguments)  # pages and options in any order
    if not options.urls:
        raise ValueError("the address of the service is missing; see --help")
    if options.grow and not options.allow_writes:
        raise ValueError("--grow changes data; give --allow-writes if this is a test system")
    if not options.evidence_path.startswith("/"):
        raise ValueError(f"--evidence-path {options.evidence_path}: a path starts with /")
    check_outputs(options)
    kept = look(options)
    code = show(kept, options)
    if options.keep:
        try:
            kept.write(Path(options.keep))
        except OSError as error:  # after the result, which must not be lost with it
            print(f"caseload-detector: --keep {options.keep} could not be written: {error.strerror}", file=sys.stderr)
            return COULD_NOT_RUN
    return code


def look(options: argparse.Namespace) -> Kept:
    progress = Progress(Redactor(not options.show_literals))
    datasets = datasets_from(options.dataset)
    base = one_base(options.urls)
    connector = Connector(options)
    with contextlib.ExitStack() as stack:
        clients: dict[str, Client] = {}
        sources = stack.enter_context(opened_sources(options, ask_password))
        more = {"sources": sources, "own_evidence": own_evidence(options)}
        client = stack.enter_context(contextlib.closing(connector.client(base, **more)))
        for name, url in datasets.items():
            clients[name] = stack.enter_context(contextlib.closing(connector.client(url, **more)))
        choice = choose_pages(options, client, progress.crawling)
        if datasets:
            add_knob(choice, list(datasets))
        choice.headers.append({"set-cookie": " ".join(f"{name}=" for name in client.access.cookies.snapshot())})
        lines = self_test(client, choice.site.pages, choice.site.visitors[0] if choice.site.visitors else {})
        prober = Prober(client, choice.site, not options.bursts, progress.stage, clients)
        dossiers = probe(prober, client, choice, progress)
        prober.write_around(dossiers)
        notes = [*connector.notes, *choice.notes]
        if options.grow:
            client.budget.renew()
            notes += grow_around(prober, dossiers, options.grow, progress.growing)
    progress.end()
    if dossiers and not any(dossier.page.sizes() for dossier in dossiers):
        notes.append(NO_SIZE)
    return Kept(
        service=base,
        stack=Guess(options.stack, "as given") if options.stack else None,
        sources=lines,
        notes=notes,
        refused=choice.refused,
        headers=choice.headers,
        dossiers=dossiers,
        chosen=[choice.reasons.get(dossier.page, []) for dossier in dossiers],
    )


def probe(prober: Prober, client: Client, choice: Choice, progress: "Progress") -> list[Dossier]:
    dossiers = []
    for number, page in enumerate(choice.site.pages, 1):
        progress.page(number, len(choice.site.pages), f"{page.method} {page.address}")
        client.budget.renew()
        try:
            dossiers.append(prober.look_at(page))
        except BudgetSpent as spent:
            choice.refused[page.address] = str(spent)
        except ServiceError as error:
            if not dossiers and number == len(choice.site.pages):
                raise  # nothing at all could be requested
            choice.refused[page.address] = str(error)
    return dossiers


def add_knob(choice: Choice, names: list[str]) -> None:
    knob = dataset_knob(names)
    pages = [with_knob(page, knob) for page in choice.site.pages]
    choice.reasons = {new: choice.reasons.get(old, []) for old, new in zip(choice.site.pages, pages)}
    choice.site = replace(choice.site, pages=tuple(pages))


class Progress:
    """On standard error: one line for each page, and on a terminal the step it is at."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._terminal = sys.stderr.isatty()
        self._line = ""

    def crawling(self, address: str) -> None:
        self._say(f"crawling {address}", lasting=False)

    def page(self, number: int, of: int, name: str) -> None:
        self._line = f"[{number}/{of}] {name}"
        self._say(self._line, lasting=not self._terminal)

    def growing(self, text: str) -> None:
        self._line = text
        self._say(text, lasting=not self._terminal)

    def stage(self, text: str) -> None:
        self._say(f"{self._line}  {text}", lasting=False)

    def end(self) -> None:
        if self._terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _say(self, text: str, lasting: bool) -> None:
        text = self._redactor.text(text)
        if self._terminal:
            columns = shutil.get_terminal_size().columns
            print(f"\r{text[: columns - 1]}\033[K", end="", file=sys.stderr, flush=True)
        elif lasting:
            print(text, file=sys.stderr, flush=True)

