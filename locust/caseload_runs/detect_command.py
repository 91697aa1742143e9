"""The command `detect`: runs the detector blind on every page and compares its verdicts with the truth."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any, Mapping

from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError
from caseload_detector.sources import SourceError
from caseload_detector.sources.choose import opened

from .catalogue import Case, read_catalogue
from .detection import SECONDS_PER_PAGE, detect
from .environment import is_local, machine, source, versions
from .first_score import FOLDER, first_score, scored_before, write_first_score
from .exits import EXIT_CODES_HELP, FAILED, exit_code_of, could_not_run
from .interruption import Interrupted, ended_by, interruptible
from .progress import Progress
from .report import complaints, confusion_table, score_lines, verdict_table
from .run_file import instant, make_folder_of, run_id, write_run
from .settings import PUBLISHED


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="locust/detect",
        description="Probes every page, identifies its problem from evidence alone, and compares the verdicts with the truth.",
        epilog=EXIT_CODES_HELP,
    )
    options.add_argument("--host", default="http://127.0.0.1:8080", help="base address of the service (default: %(default)s)")
    options.add_argument("--case", action="append", default=[], metavar="SLUG", help="probe only this case; can be repeated")
    options.add_argument("--quick", action="store_true", help="skip the probes that only refine a verdict")
    options.add_argument("--details", action="store_true", help="print every finding with its numbers, and every note")
    options.add_argument("--require-blind", action="store_true", help="exit with 1 if the service has no blind addresses")
    options.add_argument("--evidence", action="append", default=[], metavar="SOURCE", help="judge from this source alone, not from what the service reports; can be repeated (docs/evidence-sources.md)")
    options.add_argument("--self-test", metavar="ADDRESS", help="page with which the sources are tried (default: the first page that is requested with GET)")
    options.add_argument("--runs", type=Path, metavar="FOLDER", help="write a run file of the kind \"detect\" into this folder")
    options.add_argument("--first-score", action="store_true", help="keep the score of gallery pages that were never scored before in docs/first-scores")
    options.add_argument("--json", type=Path, metavar="FILE", help="write the scored verdicts as JSON")
    return options


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        if options.json:
            make_folder_of(options.json)
    except OSError as error:
        print(f"detect: --json: {error}", file=sys.stderr)
        return FAILED
    try:
        with interruptible():
            return run(options)
    except Interrupted as interrupted:
        return ended_by("detect", interrupted)


def run(options: argparse.Namespace) -> int:
    try:
        with opened(options.evidence) as sources:
            return run_with(options, Client(options.host, sources=sources, own_evidence=not sources))
    except SourceError as error:
        return could_not_run("detect", error)


def first_read(cases: Mapping[str, Case]) -> str:
    """The address of the first variant that is read with GET."""
    for case in cases.values():
        for variant in case.variants:
            if variant.method == "GET":
                return variant.path
    raise ServiceError("the catalogue has no page to try the sources with; name one with --self-test")


def try_sources(client: Client, address: str) -> None:
    for sight in client.self_test("GET", address):
        print("\n".join(sight.lines), flush=True)
        if not sight.sees_queries:
            raise ServiceError(f"{sight.source} does not see the queries of {address}")


def run_with(options: argparse.Namespace, client: Client) -> int:
    began = time.time()
    try:
        document, cases = read_catalogue(client, options.case)
        if options.require_blind and client.get_json("/test/blind.json") is None:
            raise ServiceError(f"{options.host} has no blind addresses; start the app with app.test_mode = true")
        if options.evidence:
            try_sources(client, options.self_test or first_read(cases))
        progress: list[Progress] = []

        def say(number: int, of: int, address: str) -> None:
            if not progress:
                progress.append(Progress(of * SECONDS_PER_PAGE[options.quick], of))
            progress[0].part(address, SECONDS_PER_PAGE[options.quick])

        def stage(text: str) -> None:
            progress[0].stage(text)

        detection = detect(client, document, cases, options.quick, say, only=set(options.case) or None, stage=stage)
        if progress:
            progress[0].end()
        version = client.get_json("/version")
    except ServiceError as error:
        return could_not_run("detect", error)
    stopped = detection.get("interrupted")
    if not stopped:
        print("\n".join([*verdict_table(detection), "", *confusion_table(detection), "", *score_lines(detection)]))
    if options.details:
        print("\n".join(["", *details(detection)]))
    if options.json:
        options.json.write_text(json.dumps(detection, indent=1, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    saved = "nothing was saved"
    if options.runs:
        saved = f"run written to {write_run(run_of(options, detection, client, began, version if isinstance(version, dict) else {}), options.runs)}"
        if not stopped:
            print(saved)
    if stopped:
        return ended_by("detect", Interrupted(signal.Signals[stopped]), f"{len(detection['pages'])} pages were judged; {saved}")
    if options.first_score:
        score = first_score(detection, scored_before(FOLDER), instant(began)[:10], source(version if isinstance(version, dict) else {}).get("commit", ""))
        print(f"first score written to {write_first_score(score)}" if score else "every gallery page was scored before")
    wrong = complaints(detection)
    if detection["score"]["passed"]:
        wrong.append("passed: every mistake is named" + (", except for those known" if wrong else "") + ", and nothing else")
    print("\n" + "\n".join(wrong))
    if detection["requests"] == 0 or detection["score"]["slow"] == 0:
        return FAILED
    return exit_code_of(detection)


def run_of(
    options: argparse.Namespace, detection: dict[str, Any], client: Client, began: float, version: dict[str, Any]
) -> dict[str, Any]:
    code = source(version)
    here = is_local(options.host)
    settings: dict[str, Any] = {"random_seed": PUBLISHED.random_seed}
    if options.case:
        settings["cases"] = list(options.case)
    interrupted = {"interrupted": detection.pop("interrupted")} if "interrupted" in detection else {}
    return {
        "schema": 1,
        "id": run_id(began, code, "detect", options.quick),
        "kind": "detect",
        "quick": options.quick,
        "started": instant(began),
        "finished": instant(time.time()),
        "host": options.host,
        "requests": client.requests,
        "errors": client.failed,
        "source": code,
        "machine": machine(here),
        "versions": versions(version, here),
        "settings": settings,
        "cases": [],
        "detection": detection,
        **interrupted,
    }


def details(detection: dict[str, Any]) -> list[str]:
    lines = []
    for page in detection["pages"]:
        name = page["truth"] + (f" / {page['variant']}" if "variant" in page else "")
        for finding in page["verdict"]["findings"]:
            lines.append(f"{name}: {' or '.join(finding['labels'])} by {finding['rule']}: {finding['summary']}")
            lines += [f"    {read}" for read in finding.get("evidence", [])]
            if finding.get("deciding_signal"):
                lines.append(f"    what would decide between them: {finding['deciding_signal']}")
        lines += [f"{name}: ? {note}" for note in page["verdict"].get("notes", [])]
    return lines
