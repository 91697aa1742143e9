"""`make mutants`: see tools/mutants/README.md."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
from types import FrameType

from . import areas, commands, equivalents, tree
from .areas import Area
from .draw import Draw
from .report import Report
from .trial import CannotRun, Trial


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description="Puts small mistakes into a copy of the sources, one at a time, "
                                     "and lists those that no test notices.")
    parser.add_argument("--count", type=int, default=20, help="number of mutations (default: %(default)s)")
    parser.add_argument("--seed", type=int, help="the same seed makes the same mutations; default: random")
    parser.add_argument("--in", dest="within", default="", help="mutate only this file or folder")
    parser.add_argument("--mode", default="debug", help="build mode for C++, as in `make MODE=`")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="number of parallel compilers")
    parser.add_argument("--list", action="store_true", help="only list the mutations; some may not compile")
    return parser.parse_args()


def main() -> int:
    wanted = options()
    seed = wanted.seed if wanted.seed is not None else random.randrange(10_000)
    found, texts = areas.find(tree.ROOT, wanted.within)
    if not found:
        places = ", ".join(folder.relative_to(tree.ROOT).as_posix() for folder, _ in areas.folders(tree.ROOT))
        print(f"there is nothing to mutate in '{wanted.within}'; mutations are made in {places}", file=sys.stderr)
        return 1
    try:
        leave_out_equivalents(found, texts, whole=not wanted.within)
    except (equivalents.InvalidEntry, ValueError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    possible = sum(len(area.mutations) for area in found)
    print(f"{wanted.count} of {possible} possible mutations in {len(found)} folders; SEED={seed} repeats them.", flush=True)
    draw = Draw(found, seed)
    if wanted.list:
        return list_only(draw, texts, wanted.count)
    return try_all(draw, texts, Report(wanted.count), Trial(tree.FOLDER, wanted.mode, wanted.jobs), used_suites(found))


def leave_out_equivalents(found: list[Area], texts: dict[str, str], whole: bool) -> None:
    accepted, matched = equivalents.read(), set()
    for area in found:
        area.mutations, matched_here = equivalents.remove_equivalents(area.mutations, texts, accepted)
        matched |= matched_here
    for entry in accepted:
        if whole and entry not in matched:
            print(f"tools/mutants/{equivalents.FILE.name}: nothing in {entry.file} matches '{entry.line}' any more; remove or fix the entry",
                  flush=True)


def used_suites(found: list[Area]) -> list[str]:
    return list(dict.fromkeys(suite for area in found for suite in area.suites))


def list_only(draw: Draw, texts: dict[str, str], count: int) -> int:
    dealing = draw.areas()
    for number in range(1, count + 1):
        area = next(dealing, None)
        mutation = draw.next(area) if area else None
        if mutation:
            text = texts[mutation.path]
            print(f"{number:>4}  {mutation.path}:{mutation.line(text)}  {mutation.summary(text)}")
    return 0


def try_all(draw: Draw, texts: dict[str, str], report: Report, trial: Trial, suites: list[str]) -> int:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    commands.adopt_orphans()
    try:
        print(f"\nWithout a mutation, in {trial.tree}", flush=True)
        tree.refresh(tree.ROOT, trial.tree)
        trial.prepare(suites)
        print(flush=True)
        for area in draw.areas():
            if len(report.results) == report.count:
                break
            try_one(draw, area, texts, report, trial)
    except CannotRun as error:
        print(f"\nFAILED: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        report.print_summary(interrupted=True)
        return 0
    finally:
        trial.close()
    report.print_summary(interrupted=False)
    return 0


def try_one(draw: Draw, area: Area, texts: dict[str, str], report: Report, trial: Trial) -> None:
    """Tries mutations until one is valid code."""
    while (mutation := draw.next(area)) is not None:
        text = texts[mutation.path]
        outcome = trial.judge(mutation, text, area.suites, f"{len(report.results) + 1:03}")
        if outcome.is_valid:
            report.add(area, mutation, text, outcome)
            return
        report.invalid += 1


def interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
