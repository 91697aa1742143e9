"""The subcommands compare, judge and rules."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..compare import compare, load
from ..rules import all_rules
from .exits import CLEAN, EXIT_CODES, FOUND, SOMETHING_NOT_JUDGED
from .kept import Kept
from .options import output_options
from .show import check_outputs, show


def run_compare(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="caseload-detector compare",
        description="Compares two results of --json: which problems are new, gone and unchanged, and what is no longer judged.",
        epilog="exit code 0: nothing is new; 1: could not run; 2: a problem is new; 3: none is new, but something is no longer judged",
    )
    parser.add_argument("before")
    parser.add_argument("after")
    options = parser.parse_args(arguments)
    difference = compare(load(Path(options.before)), load(Path(options.after)))
    for title, lines in (
        ("new", difference.new),
        ("no longer judged", difference.no_longer_judged),
        ("gone", difference.gone),
        ("unchanged", difference.unchanged),
    ):
        print(f"{title}: {len(lines)}")
        for line in lines:
            print(f"  {line}")
    return FOUND if difference.new else SOMETHING_NOT_JUDGED if difference.no_longer_judged else CLEAN


def run_judge(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="caseload-detector judge", description="Judges evidence that was saved with --keep.", epilog=EXIT_CODES)
    parser.add_argument("kept", metavar="FILE")
    output_options(parser)
    options = parser.parse_args(arguments)
    check_outputs(options)
    try:
        return show(Kept.read(Path(options.kept)), options)
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError) as wrong:  # what the parts of a damaged file end with
        raise ValueError(f"{options.kept} can't be judged: it was changed after --keep wrote it, or this is a bug in the detector ({type(wrong).__name__}: {wrong})") from wrong


def run_rules(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="caseload-detector rules", description="Lists the rules with their labels, evidence and sources.").parse_args(arguments)
    for rule in all_rules():
        print(f"{rule.name}\n  labels: {', '.join(rule.labels)}\n  reads:  {'; '.join(rule.reads)}\n  source: {rule.source}")
    return CLEAN
