"""The exit codes of all commands including Locust's, their help text, and the message if a command can't run."""

import sys

from caseload_detector.client import ServiceError

from .catalogue import UnknownCase

EXPECTED = 0
ERRORS = 1
WRONG_VERDICT = 2
UNFIT = 3

EXIT_CODES_HELP = """Exit codes: 0 as expected; 1 a page returned an error, or no request was made; 2 a missed problem, a false alarm, or
an unequal pair; 3 the environment is not usable, the load generator was too busy, or probes ended early; 130 or 143 interrupted."""


def unfit(command: str, error: ServiceError) -> int:
    hint = "" if isinstance(error, UnknownCase) else "\nIs the service running? `make status` shows it; `make run` starts it."
    print(f"{command}: {error}{hint}", file=sys.stderr)
    return UNFIT
