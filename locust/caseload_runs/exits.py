"""Exit codes of every command here, Locust's included, how their help tells them, and how a command says that it can't run."""

import sys

from caseload_detector.client import ServiceError

from .catalogue import UnknownCase

EXPECTED = 0
ERRORS = 1
WRONG_VERDICT = 2
UNFIT = 3

EXIT_CODES_HELP = """Exit codes: 0 as expected; 1 errors, a page that returns an error, or nothing asked; 2 a problem missed, a false one,
or an unequal pair; 3 the environment does not fit, or probes ended early."""


def unfit(command: str, error: ServiceError) -> int:
    hint = "" if isinstance(error, UnknownCase) else "\nIs the service up? `make status` says; `make run` starts it."
    print(f"{command}: {error}{hint}", file=sys.stderr)
    return UNFIT
