"""The command `load`: measures all cases or some of them, runs the detector on them, and writes a run file."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()  # as Locust does; must come before sockets and threads are used

import argparse
import os
import random
import signal
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable

import gevent

from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError

from .busy import cores_in_use
from .catalogue import read_catalogue
from .detection import SECONDS_PER_PAGE, detect, site_of
from .environment import ROOT, is_local, machine, source, versions
from .exits import EXPECTED, EXIT_CODES_HELP, FAILED, INCOMPLETE, exit_code_of, could_not_run
from .generator import Clock, Generator, Users
from .interruption import Interrupted, ended_by, interruptible
from .observe import unequal
from .progress import Progress, duration
from .queued_jobs import wait_for_jobs
from .recorder import CaseRecorder, Step, planned_seconds, schedule
from .report import comparison_table, complaints, confusion_table, score_lines, verdict_table
from .run_file import instant, run_id, write_run
from .settings import PUBLISHED, QUICK, Settings

WEB_PORT = 8089  # Locust's default
LOCUSTFILE = ROOT / "locust" / "locustfile.py"


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="locust/load",
        description="Measures slow and fast variants in interleaved pairs, judges every page, and writes a run file.",
        epilog=EXIT_CODES_HELP,
    )
    options.add_argument("--host", default="http://127.0.0.1:8080", help="base address of the service (default: %(default)s)")
    options.add_argument("--case", action="append", default=[], metavar="SLUG", help="measure only this case; can be repeated")
    options.add_argument("--quick", action="store_true", help="only four pairs and short blocks; good for a quick look, not for publishing")
    options.add_argument("--runs", type=Path, default=ROOT / "docs" / "runs", help="folder for the run file (default: docs/runs)")
    options.add_argument("--seed", type=int, default=PUBLISHED.random_seed, help="seed for the order of cases and pairs")
    options.add_argument("--no-detection", action="store_true", help="measure only, without the detector")
    options.add_argument("--ui", action="store_true", help=f"start Locust's web page on port {WEB_PORT} instead of making a run")
    return options


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if options.ui:
        if is_taken(WEB_PORT):
            print(f"load: port {WEB_PORT} is in use; is another Locust running?", file=sys.stderr)
            return FAILED
        print(f"Locust's web page: http://127.0.0.1:{WEB_PORT}/   issues found: http://127.0.0.1:{WEB_PORT}/issues", flush=True)
        os.execvp("/usr/bin/locust", ui_command(options))
    settings = replace(QUICK if options.quick else PUBLISHED, random_seed=options.seed)
    try:
        with interruptible(throw_into()):
            return Load(options, settings).run()
    except ServiceError as error:
        return could_not_run("load", error)
    except Interrupted as interrupted:
        return ended_by("load", interrupted)

def throw_into() -> Callable[[Interrupted], None]:
    """Delivers a signal to this greenlet, which mostly waits for others; it may arrive while one of them runs."""
    waiting = gevent.getcurrent()
    return lambda interrupted: gevent.get_hub().loop.run_callback(waiting.throw, interrupted)


def is_taken(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def ui_command(options: argparse.Namespace) -> list[str]:
    """Listens only on this machine, because anyone who can reach the page can start a load test. Users as in locust.conf."""
    web = ["--web-host", "127.0.0.1", "--web-port", str(WEB_PORT)]
    command = ["locust", "-f", str(LOCUSTFILE), "--host", options.host, *web, "-u", "8", "-r", "8"]
    return command + (["--tags", *options.case] if options.case else [])


class Load:
    """One run. Tests pass in users that send nothing, a clock, and how busy the machine is."""

    def __init__(
        self,
        options: argparse.Namespace,
        settings: Settings,
        users: Callable[[str, int], Users] = Users,
        clock: Clock = Clock(),
        cores_used: Callable[[float], float | None] = lambda seconds: cores_in_use(seconds, gevent.sleep),
    ) -> None:
        self._options = options
        self._settings = settings
        self._users, self._clock, self._cores_used = users, clock, cores_used
        self._draw = random.Random(settings.random_seed)
        self._idle: list[float] = []  # cores in use while nothing was sent
        self._jobs_left = 0
        self._unmeasured: dict[str, str] = {}  # slug, error
        self._client = Client(options.host)
        self._document, self._all = read_catalogue(self._client, options.case)
        self._cases = [case for slug, case in self._all.items() if not options.case or slug in options.case]
        version = self._client.get_json("/version")
        self._version: dict[str, Any] = version if isinstance(version, dict) else {}
        site, _ = site_of(self._client, self._document)
        self._headers = dict(site.visitors[0]) if site.visitors else {}
        pages = sum(len(case.variants) for case in self._cases) + (0 if options.case else len(site.pages) - self._variants())
        self._detection_seconds = 0.0 if options.no_detection else pages * SECONDS_PER_PAGE[settings.quick]

    def _variants(self) -> int:
        return sum(len(case.variants) for case in self._all.values())

    def run(self) -> int:
        began = time.time()
        run = self._start_of_run(began)
        progress = Progress(0, 0)
        users = self._users(self._options.host, max(self._settings.capacity_users, self._settings.paced_users))
        generator = Generator(users, self._settings.generator_cpu_limit, self._clock)
        recorders = [CaseRecorder(case, generator, self._client, self._settings, progress, self._headers) for case in self._cases]
        groups = schedule(recorders, self._settings, self._draw)
        plan = sum(planned_seconds(case, self._settings) for case in self._cases) + self._detection_seconds
        progress.plan(plan, sum(map(len, groups)) + (not self._options.no_detection))
        print(f"{len(self._cases)} case{'s' if len(self._cases) != 1 else ''}, about {duration(plan)} by plan", file=sys.stderr, flush=True)
        stopped: Interrupted | None = None
        try:
            self._measure(groups, progress)
        except Interrupted as interrupted:
            stopped = interrupted
        finally:
            generator.close()
        run["cases"] = [self._result(recorder) for recorder in recorders]
        self._add_generator(run, generator)
        if not self._options.no_detection and not self._unmeasured and not stopped:
            progress.part("detection", self._detection_seconds)
            self._add_detection(run, progress)
            if "interrupted" in run["detection"]:
                stopped = Interrupted(signal.Signals[run["detection"].pop("interrupted")])
        progress.end()
        run["requests"] = generator.total.requests + self._client.requests
        run["errors"] = generator.total.failed + len(self._unmeasured)
        run["error_kinds"] = [
            {"name": name, "message": message, "count": count}
            for (name, message), count in sorted(generator.error_names.items(), key=lambda entry: -entry[1])
        ]
        if self._unmeasured:
            run["notes"] = [f"{slug}: not measured: {error}" for slug, error in self._unmeasured.items()]
        if stopped:
            run["interrupted"] = stopped.signal_name
        self._add_doubts(run)
        run["finished"] = instant(time.time())
        path = write_run(run, self._options.runs)
        if stopped:
            return ended_by("load", stopped, f"what was measured is in {path}")
        return self._report(run, path)

    def _measure(self, groups: list[list[Step]], progress: Progress) -> None:
        for number, group in enumerate(groups):
            if number % 2 == 0:
                self._wait_for_jobs(progress)
                self._look_at_idle_machine()
            for step in group:
                progress.part(step.case.slug, step.seconds)
                if step.case.slug in self._unmeasured:
                    continue
                self._wait_for_jobs(progress)
                try:
                    step.run()
                except ServiceError as error:
                    self._unmeasured[step.case.slug] = str(error)
        self._wait_for_jobs(progress)
        self._look_at_idle_machine()

    def _wait_for_jobs(self, progress: Progress) -> None:
        if is_local(self._options.host):
            left = wait_for_jobs(self._client, self._settings.jobs_seconds, self._clock.pause, progress.stage)
            self._jobs_left = max(self._jobs_left, left)

    def _look_at_idle_machine(self) -> None:
        """Waits for it to settle: the database may still be flushing what the last pass wrote."""
        if not is_local(self._options.host):
            return
        seconds, limit = self._settings.idle_seconds, self._settings.busy_cores_limit
        used = self._cores_used(seconds)
        for _ in range(int(self._settings.settle_seconds / seconds)):
            if used is None or used <= limit:
                break
            used = self._cores_used(seconds)
        if used is not None:
            self._idle.append(used)

    def _result(self, recorder: CaseRecorder) -> dict[str, Any]:
        error = self._unmeasured.get(recorder.slug)
        return recorder.result() if error is None else {**recorder.names(), "variants": [], "problems": [error]}

    def _add_doubts(self, run: dict[str, Any]) -> None:
        """Why the times of this run are not used for a headline."""
        doubts = []
        if "interrupted" in run:
            doubts.append(f"the run was interrupted by {run['interrupted']}")
        used = max(self._idle, default=0.0)
        if self._idle:
            run["machine"]["cores_used_by_others"] = round(used, 3)
        if used > self._settings.busy_cores_limit:
            doubts.append(f"the machine was busy with something else: {used:.1f} cores were in use while nothing was measured")
        if self._jobs_left:
            doubts.append(f"{self._jobs_left} background jobs of an earlier measurement still had to run {self._settings.jobs_seconds:g} s after it")
        if run.get("generator", {}).get("bottleneck"):
            doubts.append("the load generator was the bottleneck")
        if doubts:
            run["doubts"] = doubts

    def _start_of_run(self, began: float) -> dict[str, Any]:
        code = source(self._version)
        here = is_local(self._options.host)
        settings = self._settings.to_json()
        if self._options.case:
            settings["cases"] = list(self._options.case)
        run: dict[str, Any] = {
            "schema": 1,
            "id": run_id(began, code, "load", self._settings.quick),
            "kind": "load",
            "quick": self._settings.quick,
            "started": instant(began),
            "finished": instant(began),
            "host": self._options.host,
            "requests": 0,
            "errors": 0,
            "source": code,
            "machine": machine(here),
            "versions": versions(self._version, here),
            "settings": settings,
            "cases": [],
        }
        if isinstance(self._version.get("dataset"), dict):
            run["dataset"] = {key: self._version["dataset"][key] for key in ("seed", "sizes") if key in self._version["dataset"]}
        return run

    def _add_generator(self, run: dict[str, Any], generator: Generator) -> None:
        """If the generator was the bottleneck, marks the run and removes its ratios."""
        total = generator.total
        if not total.blocks:
            return
        share = total.cpu_share or 0.0
        bottleneck = share > self._settings.generator_cpu_limit
        run["generator"] = {
            "cpu_share": round(share, 4),
            "cpu_share_highest": round(generator.highest_cpu_share, 4),
            "blocks": total.blocks,
            "blocks_over_limit": total.blocks_over_limit,
            "bottleneck": bottleneck,
        }
        if bottleneck:
            for case in run["cases"]:
                for entry in case.get("comparisons", []):
                    entry.pop("ratio", None)
                    entry.update(conclusion="not measured", text="not measured: the load generator was the bottleneck")

    def _add_detection(self, run: dict[str, Any], progress: Progress) -> None:
        wrong = [case["slug"] for case in run["cases"] if unequal(case.get("equality", []))]
        place: list[str] = []
        detection = detect(
            self._client,
            self._document,
            self._all,
            quick=self._settings.quick,
            say=lambda number, of, address: place.append(f"page {number} of {of}"),
            stage=lambda text: progress.stage(f"{place[-1]}, {text}"),
            only={case.slug for case in self._cases} if self._options.case else None,
            unequal=[f"{slug} (see `equality` in the run)" for slug in wrong],
        )
        run["detection"] = detection
        verdicts = {(page["truth"], page.get("variant")): page["verdict"] for page in detection["pages"]}
        for case in run["cases"]:
            for variant in case["variants"]:
                if (case["slug"], variant["name"]) in verdicts:
                    variant["verdict"] = verdicts[(case["slug"], variant["name"])]

    def _report(self, run: dict[str, Any], path: Path) -> int:
        print("\n".join(comparison_table(run["cases"])))
        detection = run.get("detection")
        wrong: list[str] = []
        if detection:
            print()
            print("\n".join([*verdict_table(detection), "", *confusion_table(detection), "", *score_lines(detection)]))
            wrong = complaints(detection)
        problems = [f"{case['slug']}: {text}" for case in run["cases"] for text in case.get("problems", [])]
        if problems:
            print("\nnot measured, or with errors:")
            print("\n".join(f"  {problem}" for problem in problems))
        if wrong:
            print("\n" + "\n".join(wrong))
        print(f"\n{run['requests']} requests, {run['errors']} errors; run written to {path}")
        for doubt in run.get("doubts", []):
            print(f"note: {doubt}, so this run's times are unreliable and no headline of the site")
        generator = run.get("generator", {})
        if generator.get("bottleneck"):
            print("the load generator used more than 90 % of a core, so there are no ratios; use more machines or a lower rate")
        if run["errors"] or run["requests"] == 0 or any(not case["variants"] for case in run["cases"]):
            return FAILED
        verdicts = exit_code_of(detection) if detection else EXPECTED
        if verdicts != EXPECTED:
            return verdicts
        return INCOMPLETE if generator.get("bottleneck") else EXPECTED
