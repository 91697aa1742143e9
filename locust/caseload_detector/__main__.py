"""The command line. The first argument is a subcommand, or the address of the service."""

from __future__ import annotations

import io
import os
import sys

from .service_error import ServiceError
from .command.exits import COULD_NOT_RUN
from .command.look import run_look
from .command.others import run_compare, run_judge, run_rules
from .considerate import BudgetSpent
from .output.redact import redacted_text
from .sources import SourceError
from .sources.choose import ENDING_SIGNALS

COMMANDS = {"compare": run_compare, "judge": run_judge, "rules": run_rules}

BY_SIGNAL = {128 + number: number.name for number in ENDING_SIGNALS}  # as the sources end the run


def tolerate_any_locale() -> None:
    """Files and pipes get UTF-8, as JSON must be. A terminal that is not UTF-8 shows ? for what it lacks; without this, the first …
    would end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    run = COMMANDS.get(given[0]) if given else None
    tolerate_any_locale()
    try:
        return run(given[1:]) if run else run_look(given)
    except BrokenPipeError:  # whoever reads the output, such as `head`, has ended
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # for what is written at the exit
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        print(f"caseload-detector: {redacted_text(f'{named}{error.strerror or error}')}", file=sys.stderr)
    except (ServiceError, SourceError, BudgetSpent, ValueError) as error:
        print(f"caseload-detector: {redacted_text(str(error))}", file=sys.stderr)
    except KeyError as missing:
        print(f"caseload-detector: the input has no {missing}", file=sys.stderr)
    except KeyboardInterrupt:
        print("caseload-detector: interrupted; there is no verdict", file=sys.stderr)
    except SystemExit as ended:  # argparse: 2 for a mistake in the options, which here means "found"
        if ended.code in BY_SIGNAL:
            print(f"caseload-detector: interrupted by {BY_SIGNAL[ended.code]}; there is no verdict", file=sys.stderr)
        return COULD_NOT_RUN if ended.code else 0
    return COULD_NOT_RUN


if __name__ == "__main__":
    sys.exit(main())
