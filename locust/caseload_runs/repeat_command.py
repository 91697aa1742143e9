"""The command `repeat`: measures some cases several times in short runs, and counts how often a later run's ratio lies in the
interval of the first one. It only reports."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()  # as Locust does; must come before sockets and threads are used

import argparse
import random
import sys
import time
from dataclasses import replace
from typing import Any, Callable

from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError

from .catalogue import read_catalogue
from .detection import site_of
from .exits import EXPECTED, FAILED, could_not_run
from .generator import Generator, Users
from .interruption import Interrupted, ended_by, interruptible
from .load_command import throw_into
from .progress import Progress
from .recorder import CaseRecorder, planned
from .settings import QUICK

CASES = 8  # spread evenly over the catalogue, whose order is by category

Ratio = dict[str, float]  # median, low, high


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="locust/repeat",
        description="Repeats short runs and prints how often a ratio lies in the interval of the first run. Asserts nothing.",
    )
    options.add_argument("--host", default="http://127.0.0.1:8080", help="base address of the service (default: %(default)s)")
    options.add_argument("--case", action="append", default=[], metavar="SLUG", help="measure this case in each run; can be given up to eight times")
    options.add_argument("--runs", type=int, default=10, help="number of runs (default: %(default)s)")
    options.add_argument("--minutes", type=float, default=15, help="start no further run after this time (default: %(default)s)")
    return options


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    found: list[dict[str, Ratio]] = []
    try:
        with interruptible(throw_into()):
            repeat(options, found)
    except ServiceError as error:
        return could_not_run("repeat", error)
    except Interrupted as interrupted:
        print("\n".join(report(found)))
        return ended_by("repeat", interrupted, f"{len(found)} runs were complete")
    print("\n".join(report(found)))
    return EXPECTED if len(found) > 1 and found[0] else FAILED


def repeat(options: argparse.Namespace, found: list[dict[str, Ratio]], now: Callable[[], float] = time.monotonic) -> None:
    client = Client(options.host)
    document, known = read_catalogue(client, options.case)
    slugs = options.case or list(known)
    cases = [known[slugs[len(slugs) * number // min(CASES, len(slugs))]] for number in range(min(CASES, len(slugs)))]
    site, _ = site_of(client, document)
    began = now()
    for number in range(options.runs):
        if number > 0 and now() - began > 60 * options.minutes:
            print(f"repeat: {options.minutes:g} minutes have passed, so there are {number} runs of {options.runs}", file=sys.stderr)
            return
        settings = replace(QUICK, random_seed=QUICK.random_seed + number)
        draw = random.Random(settings.random_seed)
        generator = Generator(Users(options.host, settings.capacity_users), settings.generator_cpu_limit)
        try:
            seconds = {case.slug: planned(case, settings)["pass"] for case in cases}
            progress = Progress(settings.passes * sum(seconds.values()), settings.passes * len(cases))
            recorders = [
                CaseRecorder(case, generator, client, settings, progress, dict(site.visitors[0]) if site.visitors else {}) for case in cases
            ]
            for pass_ in range(settings.passes):
                for recorder in draw.sample(recorders, len(recorders)):
                    progress.part(f"run {number + 1}, {recorder.slug}", seconds[recorder.slug])
                    recorder.measure_pass(pass_)
        finally:
            generator.close()
        progress.end()
        found.append(ratios_of([recorder.result() for recorder in recorders]))
        print(f"run {number + 1} of {options.runs} after {now() - began:.0f} s", file=sys.stderr, flush=True)


def ratios_of(results: list[dict[str, Any]]) -> dict[str, Ratio]:
    """By case and its two variants."""
    return {
        f"{case['slug']}, {entry['slow']} / {entry['fast']}": entry["ratio"]
        for case in results for entry in case["comparisons"] if "ratio" in entry
    }


def report(found: list[dict[str, Ratio]]) -> list[str]:
    if len(found) < 2:
        return ["fewer than two runs were complete, so nothing was compared"]
    first, later = found[0], found[1:]
    lines = [f"{'case, slow / fast':<48} {'first run':>26}  {'later runs':>16}  inside"]
    inside, compared = 0, 0
    for name, ratio in first.items():
        medians = [run[name]["median"] for run in later if name in run]
        within = sum(ratio["low"] <= value <= ratio["high"] for value in medians)
        inside += within
        compared += len(medians)
        spread = f"{min(medians):.2f} to {max(medians):.2f}" if medians else "-"
        whole = f"{ratio['median']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})"
        lines.append(f"{name:<48} {whole:>26}  {spread:>16}  {within} of {len(medians)}")
    share = f"{inside / compared:.1%}" if compared else "none"
    lines.append(f"{inside} of {compared} pairs of a case and a later run lie inside the first run's interval: {share} (wanted: at least 90 %)")
    return lines
