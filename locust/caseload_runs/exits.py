"""The exit codes of all commands including Locust's, their help text, and the message if a command can't run."""

import sys
from typing import Any, Mapping

from caseload_detector.service_error import ServiceError

from .catalogue import UnknownCase

EXPECTED = 0
FAILED = 1
WRONG_VERDICT = 2
INCOMPLETE = 3

EXIT_CODES_HELP = """Exit codes: 0 as expected; 1 could not run, or requests failed; 2 a missed problem, a false alarm, or an unequal pair;
3 incomplete: a page could not be judged, probes ended early, or the load generator was too busy; 130 or 143 interrupted."""


def exit_code_of(detection: Mapping[str, Any]) -> int:
    """A wrong verdict is worse than none."""
    score = detection["score"]
    if score["passed"]:
        return EXPECTED
    missed = sum("missed" in page["verdict"] and "known_miss" not in page for page in detection["pages"])
    wrong = missed or score["half"] or score["false"] or score["unequal"]
    return WRONG_VERDICT if wrong or not score["not_judged"] else INCOMPLETE


def could_not_run(command: str, error: ServiceError) -> int:
    hint = "" if isinstance(error, UnknownCase) else "\nIs the service running? `make status` shows it; `make run` starts it."
    print(f"{command}: {error}{hint}", file=sys.stderr)
    return FAILED
