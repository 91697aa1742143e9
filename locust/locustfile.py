"""Load test of all variants of all cases in the service's catalogue.

    locust -f locust/locustfile.py --headless -u 8 -r 8 -t 30s --host http://127.0.0.1:8080
    locust -f locust/locustfile.py --tags n-plus-one slow ...

Tags are a case's slug, a variant's name, `<slug>/<variant>`, `slow`, `fast`, and the category. In the meantime one process
probes each page once, and the detector's findings appear under "Issues" in the web page.

The exit codes are in `caseload_runs/exits.py`. Of several that apply, the lowest is used.
"""

from __future__ import annotations

import json
import logging
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import gevent
import locust.runners
from locust import FastHttpUser, between, events
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import WorkerRunner
from locust.user.task import filter_tasks_by_tags

sys.path.insert(0, str(Path(__file__).resolve().parent))

from caseload_runs import issues_page  # noqa: E402
from caseload_runs.catalogue import cases_from  # noqa: E402
from caseload_runs.detection import site_of  # noqa: E402
from caseload_runs.exits import EXPECTED, FAILED, INCOMPLETE, WRONG_VERDICT  # noqa: E402
from caseload_runs.run_file import make_folder_of  # noqa: E402
from caseload_runs.scoring import NOT_JUDGED  # noqa: E402
from caseload_runs.visitors import Rounds, TaskTarget, tasks_from  # noqa: E402
from caseload_runs.void import GeneratorShare, void_reasons  # noqa: E402
from caseload_runs.watch import Board, Watch  # noqa: E402
from caseload_detector.client import Client, base_of  # noqa: E402
from caseload_detector.service_error import ServiceError  # noqa: E402

log = logging.getLogger("caseload")

if not locust.runners.__version__:
    # Debian's package has an empty version, and a master waits forever for a worker with a known version.
    try:
        locust.runners.__version__ = version("locust")
    except PackageNotFoundError:
        locust.runners.__version__ = "2.12.1"


class Visitor(FastHttpUser):
    """Requests one variant after the other in random order, or in the catalogue's order with --rounds."""

    wait_time = between(0.01, 0.1)
    tasks: list[Any] = []
    rounds: Rounds | None = None

    def __init__(self, environment: Environment) -> None:
        if self.host:
            self.host = base_of(self.host)  # a trailing slash would be doubled in every address
        super().__init__(environment)


def in_rounds(user: Visitor) -> None:
    """Runs every task this many times; then this user is done."""
    assert user.rounds is not None
    for _ in range(user.rounds.rounds):
        for task in every_task:
            task(user)
            user.wait()
    user.rounds.user_done()
    raise StopUser()


every_task: list[Any] = []
board = Board()
watch: Watch | None = None
generator = GeneratorShare()


@events.init_command_line_parser.add_listener
def add_options(parser: Any) -> None:
    parser.add_argument("--rounds", type=int, default=0, include_in_web_ui=False, metavar="N",
                        help="every user requests every variant N times, then the test ends")
    parser.add_argument("--no-probes", action="store_true", include_in_web_ui=False, help="only generate load, without the detector")
    parser.add_argument("--wait-for-probes", action="store_true", include_in_web_ui=False,
                        help="with --rounds: end only after every page was judged")
    parser.add_argument("--report-json", default="", include_in_web_ui=False, metavar="FILE",
                        help="write requests, errors, findings and the reasons for the exit code to this file")


@events.init.add_listener
def prepare(environment: Environment, **_: Any) -> None:
    global watch
    options = environment.parsed_options
    if options.report_json:
        try:
            make_folder_of(Path(options.report_json))
        except OSError as error:
            options.report_json = ""
            stop_with_error(environment, f"--report-json: {error}")
    environment._tasks_filtered = True  # type: ignore[attr-defined]  # there are no tasks yet; `take_catalogue` filters them
    if options.rounds:
        Visitor.rounds = rounds_of(environment)
    if not isinstance(environment.runner, WorkerRunner) and (environment.host or options.headless):
        try:
            Client(environment.host or "").get_json("/catalogue.json")
        except ServiceError as error:
            if options.headless:
                stop_with_error(environment, str(error))
            log.error("%s", error)
    if not options.no_probes:
        watch = Watch(environment, board, lambda: chosen(environment))
        issues_page.add_to(environment, board)


def chosen(environment: Environment) -> set[TaskTarget] | None:
    options = environment.parsed_options
    return {task.target for task in every_task} if options.tags or options.exclude_tags else None


def rounds_of(environment: Environment) -> Rounds:
    options = environment.parsed_options
    return Rounds(environment, options.rounds, lambda: not options.wait_for_probes or options.no_probes or all_judged())


def all_judged() -> bool:
    return bool(board.trouble) or 0 < board.of <= len(board.pages)


def stop_with_error(environment: Environment, why: str) -> None:
    """Ends the process at once; nothing was started yet."""
    log.error("the environment is not usable: %s", why)
    write_report(environment, FAILED, [why])
    sys.exit(FAILED)


@events.test_start.add_listener
def take_catalogue(environment: Environment, **_: Any) -> None:
    """Runs in each process with users; a worker knows the host only now."""
    generator.begin()
    environment.process_exit_code = None  # reset the result of a previous test in the web page, which may have had another host
    try:
        client = Client(environment.host or "")
        document = client.get_json("/catalogue.json")
        if not isinstance(document, dict) or not document.get("cases"):
            raise ServiceError(f"{environment.host}/catalogue.json: no cases")
        site, _mode = site_of(client, document)
        client.close()
    except ServiceError as error:
        environment.process_exit_code = FAILED
        write_report(environment, FAILED, [str(error)])
        give_up(environment, str(error))
        return
    headers = dict(site.visitors[0]) if site.visitors else {}
    cases = cases_from(document)
    Visitor.tasks = list(tasks_from(cases, headers))
    options = environment.parsed_options  # a worker gets these from the master
    filter_tasks_by_tags(Visitor, set(options.tags) if options.tags else None,
                         set(options.exclude_tags) if options.exclude_tags else None)
    every_task[:] = Visitor.tasks
    if not every_task:
        give_up(environment, "no variant has these tags; use a case's slug, a variant's name, <slug>/<variant>, slow, fast, or one of the "
                f"categories {', '.join(sorted({case.category for case in cases}))}")
    elif options.rounds:
        Visitor.rounds = Visitor.rounds or rounds_of(environment)
        Visitor.tasks = [in_rounds]


def give_up(environment: Environment, why: str) -> None:
    """Stops, because there is nothing that users could request."""
    log.error("%s", why)
    Visitor.tasks = [leave]
    if environment.parsed_options.headless and environment.runner is not None:
        gevent.spawn(environment.runner.quit)  # in a separate greenlet, because otherwise the start would continue afterwards


def leave(_: Visitor) -> None:
    raise StopUser()


@events.test_stop.add_listener
def note_share(**_: Any) -> None:
    generator.end()


@events.quitting.add_listener
def conclude(environment: Environment, **_: Any) -> None:
    runner = environment.runner
    if runner is None or isinstance(runner, WorkerRunner) or environment.process_exit_code is not None:
        return
    total = runner.stats.total
    reasons = []
    code = EXPECTED
    void = void_reasons(runner, generator.share)
    reasons += void
    if board.trouble:
        reasons.append(board.trouble)
    if board.trouble or void:
        code = INCOMPLETE
    wrong = board.wrong()
    if wrong:
        code = INCOMPLETE if all(page["verdict"]["outcome"] == NOT_JUDGED for page in wrong) else WRONG_VERDICT
        reasons += [f"{page['truth']} {page.get('variant', '')}: {page['verdict']['outcome']}".replace(" :", ":") for page in wrong]
    if total.num_failures:
        code = FAILED
        reasons.append(f"{total.num_failures} of {total.num_requests} requests failed")
    if runner.exceptions:
        code = FAILED
        reasons += [f"a task raised: {entry['msg']}" for entry in runner.exceptions.values()]
    if total.num_requests == 0:
        code = FAILED
        reasons.append("no requests were made")
    if not environment.parsed_options.no_probes:
        for line in board.findings():
            said = " or ".join(line["labels"]) or "nothing"
            log.info("%s %s: %s (%s): %s", line["case"], line["variant"], said, line["outcome"], line["summary"])
        log.info("pages judged: %d of %d; findings: %d", len(board.pages), board.of,
                 sum(bool(line["labels"]) for line in board.findings()))
    for reason in reasons:
        log.error("%s", reason)
    environment.process_exit_code = code
    write_report(environment, code, reasons)


def write_report(environment: Environment, code: int, reasons: list[str]) -> None:
    path = environment.parsed_options.report_json
    if not path:
        return
    stats = environment.stats
    report = {
        "exit_code": code,
        "reasons": reasons,
        "requests": stats.total.num_requests,
        "failures": stats.total.num_failures,
        "by_name": [
            {"method": entry.method, "name": entry.name, "requests": entry.num_requests, "failures": entry.num_failures}
            for entry in sorted(stats.entries.values(), key=lambda entry: (entry.name, entry.method))
        ],
        "errors": [
            {"method": error.method, "name": error.name, "message": str(error.error), "count": error.occurrences}
            for error in stats.errors.values()
        ],
        "issues": board.to_json(),
    }
    Path(path).write_text(json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False), encoding="utf-8")
