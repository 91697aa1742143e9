"""The command line: probe pages, judge the evidence, or both."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Sequence

from . import __version__
from .client import Client, ServiceError
from .dossier import Dossier
from .finding import FOUND, NOT_JUDGED, Verdict
from .judge import judge_all
from .pages import Site, site_from
from .probes import Prober
from .rules import all_rules
from .table import verdict_lines

# Exit codes; 0 is clean.
COULD_NOT_RUN, SOMETHING_FOUND, SOMETHING_NOT_JUDGED = 1, 2, 3
EXIT_CODES = "exit code 0: clean; 1: could not run; 2: a problem was found; 3: none was found, but something was not judged"


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except ServiceError as error:
        print(f"detector: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except (OSError, ValueError, KeyError) as wrong:
        print(f"detector: {type(wrong).__name__}: {wrong}", file=sys.stderr)
        return COULD_NOT_RUN


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python3 -m caseload_detector", description="Identifies web performance problems from evidence alone.")
    top.add_argument("--version", action="version", version=f"detector {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    look = commands.add_parser("look", help="probe pages and judge them", epilog=EXIT_CODES)
    look.add_argument("pages", nargs="?", help="JSON file: {\"pages\": [{\"address\", \"method\", \"knobs\"}], \"floor\", ...}")
    look.add_argument("--host", required=True, help="base address, such as http://127.0.0.1:8080")
    look.add_argument("--page", action="append", default=[], metavar="ADDRESS", help="address of a page, instead of a file")
    look.add_argument("--knob", action="append", default=[], metavar="NAME=A,B,C", help="a size knob of these pages and the values to try")
    look.add_argument("--floor", help="address of a trivial page of the same service")
    look.add_argument("--evidence-path", default="/evidence/", help="path of the probes' documents, followed by the request id (default: %(default)s)")
    look.add_argument("--keep", metavar="FILE", help="save the evidence, to judge it again later")
    look.add_argument("--quick", action="store_true", help="skip the probes that only refine a verdict")
    look.add_argument("--json", action="store_true", help="print verdicts as JSON")
    look.set_defaults(run=run_look)

    again = commands.add_parser("judge", help="judge a file saved by `look --keep`", epilog=EXIT_CODES)
    again.add_argument("dossiers", help="the saved file")
    again.add_argument("--json", action="store_true", help="print verdicts as JSON")
    again.set_defaults(run=run_judge)

    rules = commands.add_parser("rules", help="list the rules with their labels, evidence and sources")
    rules.set_defaults(run=run_rules)
    return top


def run_look(options: argparse.Namespace) -> int:
    site = site_of(options)
    client = Client(options.host, evidence_path=options.evidence_path)
    prober = Prober(client, site, options.quick)
    dossiers = []
    for number, page in enumerate(site.pages, 1):
        print(f"[{number}/{len(site.pages)}] {page.method} {page.address}", file=sys.stderr, flush=True)
        dossiers.append(prober.look_at(page))
    prober.write_around(dossiers)
    client.close()
    if options.keep:
        Path(options.keep).write_text(json.dumps([dossier.to_json() for dossier in dossiers]), encoding="utf-8")
    return report(dossiers, options.json)


def site_of(options: argparse.Namespace) -> Site:
    document: dict[str, Any] = {}
    if options.pages:
        document = json.loads(Path(options.pages).read_text(encoding="utf-8"))
    knobs = []
    for knob in options.knob:
        name, _, ladder = knob.partition("=")
        steps = [step for step in ladder.split(",") if step]
        knobs.append({"name": name, "initial": steps[0] if steps else "", "ladder": steps})
    document.setdefault("pages", []).extend({"address": address, "knobs": knobs} for address in options.page)
    if options.floor:
        document["floor"] = options.floor
    if not document["pages"]:
        raise ValueError("no pages to probe; give a file or --page")
    return site_from(document)


def run_judge(options: argparse.Namespace) -> int:
    kept = json.loads(Path(options.dossiers).read_text(encoding="utf-8"))
    return report([Dossier.from_json(entry) for entry in kept], options.json)


def report(dossiers: list[Dossier], as_json: bool) -> int:
    pages, site = judge_all(dossiers)
    verdicts = [*pages, *([site] if site else [])]
    if as_json:
        print(json.dumps([verdict.to_json() for verdict in verdicts], indent=2, ensure_ascii=False))
    else:
        for verdict in verdicts:
            print("\n".join(verdict_lines(verdict)))
    return exit_code(verdicts)


def exit_code(verdicts: Sequence[Verdict]) -> int:
    worst = {verdict.worst for verdict in verdicts}
    if FOUND in worst:
        return SOMETHING_FOUND
    return SOMETHING_NOT_JUDGED if NOT_JUDGED in worst or not verdicts else 0


def run_rules(_: argparse.Namespace) -> int:
    for rule in all_rules():
        print(f"{rule.name}\n  labels: {', '.join(rule.labels)}\n  reads:  {'; '.join(rule.reads)}\n  source: {rule.source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
