"""The command line. Passwords and tokens are never options, because other users of the machine can read those."""

from __future__ import annotations

import argparse

from .. import __version__
from ..considerate import Limits
from ..fixes import STACKS
from .exits import EXIT_CODES

EPILOG = f"""Values of --header and --cookie may be $VARIABLE (from the environment) or @FILE. {EXIT_CODES}.
Other commands: caseload-detector compare BEFORE AFTER, judge FILE, rules. Each has --help."""


def look_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="caseload-detector",
        description="Names the performance problems of a web service's pages, from evidence: how the work behind a response grows.",
        epilog=EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"caseload-detector {__version__}")
    parser.add_argument("urls", nargs="*", metavar="URL", help="pages of one service; with --crawl, where to start")

    pages = parser.add_argument_group("which pages")
    pages.add_argument("--crawl", type=whole_number(1, 10_000), metavar="N", help="follow links from the given pages and probe at most N pages")
    pages.add_argument("--pages", metavar="FILE", help="JSON file with pages and their knobs, see the README")
    pages.add_argument("--post", action="append", default=[], metavar="PATH=FILE", help="probe a page with POST and this body (with --allow-writes)")
    pages.add_argument("--floor", metavar="PATH", help="a trivial page of the same service, to see what every page costs")

    sizes = parser.add_argument_group("sizes")
    sizes.add_argument("--knob", action="append", default=[], metavar="NAME=A,B,C",
                       help="a query parameter for the number of items; /list?NAME=A,B for one page; /list/{NAME}=A,B in the path")
    sizes.add_argument("--dataset", default="", metavar="x1=URL,x4=URL", help="the same service with more data; the number says how many times as much")
    sizes.add_argument("--grow", metavar="CMD", help="command that grows the data to CASELOAD_GROW (4, then 16) times the original (with --allow-writes)")
    sizes.add_argument("--allow-writes", action="store_true", help="this is a test system: POST pages and --grow may change its data")

    evidence = parser.add_argument_group("evidence")
    evidence.add_argument("--evidence", action="append", default=[], metavar="SOURCE", help="mariadb://…, mysql://…, postgresql://…, otlp://HOST:PORT, FILE.jsonl or header; can be repeated")
    evidence.add_argument("--evidence-option-file", metavar="FILE", help="file with the password for the database, such as ~/.my.cnf")
    evidence.add_argument("--evidence-path", default="/evidence/", help="path of the probes' documents, followed by the request id (default: %(default)s)")

    access = parser.add_argument_group("access")
    access.add_argument("--header", action="append", default=[], metavar="NAME: VALUE", help="send this header with each request")
    access.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE", help="send this cookie with each request")
    access.add_argument("--basic-user", metavar="NAME", help="basic authentication; the password is in CASELOAD_BASIC_PASSWORD, or is asked for")
    access.add_argument("--bearer", metavar="$VARIABLE|@FILE", help="bearer token")
    access.add_argument("--login", metavar="PATH", help="log in with the form on this page")
    access.add_argument("--login-user", metavar="NAME", help="its user; the password is in CASELOAD_LOGIN_PASSWORD, or is asked for")
    access.add_argument("--other-visitor", action="append", default=[], metavar="NAME: VALUE", help="a header of a second visitor, such as Cookie, for the rules about caching")
    access.add_argument("--ca", metavar="FILE", help="certificates to trust (PEM)")
    access.add_argument("--insecure", action="store_true", help="don't check the service's certificate")

    limits = Limits()
    care = parser.add_argument_group("limits that spare the service")
    care.add_argument("--max-requests", type=whole_number(1, 1_000_000), default=limits.requests, metavar="N", help="for each page (default: %(default)s)")
    care.add_argument("--max-seconds", type=whole_number(1, 86_400), default=int(limits.seconds), metavar="N", help="for each page (default: %(default)s)")
    care.add_argument("--max-pause", type=whole_number(0, 3_600), default=int(limits.longest_pause_seconds), metavar="SECONDS", help="longest Retry-After to wait for after 429 or 503 (default: %(default)s)")
    care.add_argument("--timeout", type=whole_number(1, 3_600), default=60, metavar="SECONDS", help="for one response (default: %(default)s)")
    care.add_argument("--bursts", action="store_true", help="also send 8 and 32 requests at once to each page")

    output_options(parser)
    parser.add_argument("--keep", metavar="FILE", help="save the evidence, redacted, to judge it again later")
    return parser


def output_options(parser: argparse.ArgumentParser) -> None:
    output = parser.add_argument_group("output (FILE may be - for standard output, in place of the text)")
    output.add_argument("--json", metavar="FILE", help="the whole result, for compare and --baseline")
    output.add_argument("--sarif", metavar="FILE", help="SARIF 2.1.0")
    output.add_argument("--junit", metavar="FILE", help="JUnit XML")
    output.add_argument("--markdown", metavar="FILE", help="for a pull request")
    output.add_argument("--stack", choices=STACKS, help="show fixes for this stack (default: guessed from headers, cookies and queries)")
    output.add_argument("--docs", default="", metavar="URL", help="address of a Caseload site, to link to its pages about the problems")
    output.add_argument("--verbose", action="store_true", help="also show, for each page, the notes of the rules and what evidence was missing")
    output.add_argument("--show-literals", action="store_true", help="don't redact values of queries and addresses, e-mail addresses and tokens")
    accepted = parser.add_argument_group("what a team accepts")
    accepted.add_argument("--baseline", metavar="FILE", help="a result of --json: its problems are known, and what it did not judge is accepted")
    accepted.add_argument("--accept-not-judged", default="", metavar="LABELS|all", help="labels that need not be judged, separated by commas")


def whole_number(lowest: int, highest: int) -> type:
    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number") from None
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{value} is out of range; allowed are {lowest} to {highest}")
        return value

    return number  # type: ignore[return-value]
