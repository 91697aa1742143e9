"""Probes pages while Locust's users are running and collects the detector's verdicts.

Only one process probes: the only one, or the first worker. If tags select variants, only their pages are probed. Findings
are sent with Locust's messages to the board of the process that has the web page. They are not counted as requests, so
they don't affect the statistics.
"""

from __future__ import annotations

import logging
from typing import Any, Callable, Mapping

import gevent
from locust.env import Environment
from locust.runners import LocalRunner, MasterRunner, WorkerRunner

from caseload_detector import Prober, judge
from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError

from .catalogue import read_catalogue
from .detection import look_at, pages_about, site_of, truths_of
from .scoring import NOT_JUDGED, Judged, page_json, score_of, truth_of
from .visitors import TaskTarget

PAGE_MESSAGE = "caseload_page"
log = logging.getLogger("caseload")


class Board:
    """The verdicts so far."""

    def __init__(self) -> None:
        self.pages: list[dict[str, Any]] = []
        self.of = 0  # number of pages
        self.requests = 0
        self.trouble = ""

    def put(self, entry: Mapping[str, Any]) -> None:
        if entry.get("trouble"):
            self.trouble = entry["trouble"]
        self.of = entry.get("of", self.of)
        if "page" in entry:
            self.pages.append(entry["page"])
            self.requests += entry["page"].get("requests", 0)

    def findings(self) -> list[dict[str, Any]]:
        """One line per finding, worst outcome first."""
        rank = {NOT_JUDGED: 0, "false": 1, "missed": 2, "found in a set": 3, "found": 4}
        lines = []
        for page in self.pages:
            verdict = page["verdict"]
            base = {
                "case": page["truth"],
                "variant": page.get("variant", ""),
                "pace": page["pace"],
                "outcome": verdict["outcome"],
                "page": f"/cases/{page['truth']}/" if "variant" in page else "",
            }
            for finding in verdict["findings"]:
                outcome = "false" if not finding["declared"] else "found" if len(finding["labels"]) == 1 else "found in a set"
                lines.append({**base, "outcome": outcome, "labels": finding["labels"], "summary": finding["summary"], "rule": finding["rule"]})
            if "missed" in verdict:
                lines.append({**base, "labels": [], "summary": f"not named: {', '.join(verdict['missed'])}", "rule": ""})
            if verdict["outcome"] == NOT_JUDGED:
                lines.append({**base, "labels": [], "summary": "; ".join(verdict.get("notes", [])), "rule": ""})
        return sorted(lines, key=lambda line: (rank.get(line["outcome"], 6), line["case"], line["variant"]))

    def wrong(self) -> list[dict[str, Any]]:
        return [page for page in self.pages if page["verdict"]["outcome"] in ("missed", "false", NOT_JUDGED)]

    def to_json(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            "pages_judged": len(self.pages),
            "pages": self.of,
            "findings": self.findings(),
            "score": score_of(self.pages, self.requests, []),
        }
        if self.trouble:
            values["trouble"] = self.trouble
        return values


class Watch:
    """Starts the probes with the test, in one process, and stops them with it."""

    def __init__(self, environment: Environment, board: Board, chosen: Callable[[], set[TaskTarget] | None]) -> None:
        """`chosen` returns the variants selected by tags, or None for all pages; it is called when the test starts."""
        self._environment = environment
        self._board = board
        self._chosen = chosen
        self._greenlet: gevent.Greenlet | None = None
        if not isinstance(environment.runner, WorkerRunner):
            environment.runner.register_message(PAGE_MESSAGE, lambda environment, msg, **_: board.put(msg.data))  # type: ignore[union-attr]
        environment.events.test_start.add_listener(self.start)
        environment.events.test_stop.add_listener(self.stop)

    def start(self, environment: Environment, **_: Any) -> None:
        runner = environment.runner
        if not isinstance(runner, WorkerRunner):
            self._board.__init__()  # type: ignore[misc]
        if getattr(environment.parsed_options, "no_probes", False):
            return  # a worker gets the master's options only now
        if isinstance(runner, MasterRunner) or isinstance(runner, WorkerRunner) and runner.worker_index != 0:
            return
        self.stop()
        self._greenlet = gevent.spawn(self._look, environment.host or "")

    def stop(self, **_: Any) -> None:
        if self._greenlet is not None:
            self._greenlet.kill(block=False)
            self._greenlet = None

    @property
    def running(self) -> bool:
        return self._greenlet is not None and not self._greenlet.dead

    def join(self, timeout_seconds: float | None = None) -> None:
        if self._greenlet is not None:
            self._greenlet.join(timeout_seconds)

    def _publish(self, entry: Mapping[str, Any]) -> None:
        runner = self._environment.runner
        if isinstance(runner, LocalRunner):
            self._board.put(entry)
        elif runner is not None:
            runner.send_message(PAGE_MESSAGE, dict(entry))

    def _look(self, host: str) -> None:
        try:
            client = Client(host)
            document, cases = read_catalogue(client)
            site, mode = site_of(client, document)
            prober = Prober(client, site, quick=True)
            pages = list(site.pages)
            chosen = self._chosen()
            if chosen is not None:
                pages = pages_about(pages, truths_of(client, mode, cases), lambda truth: (truth.name, truth.variant) in chosen)
            self._publish({"of": len(pages)})
            for page in pages:
                dossier = look_at(prober, page, mode)
                verdict = judge(dossier)  # the truth of this page is looked up only after the verdict
                truth = truth_of(page.address, truths_of(client, mode, cases))
                if truth is None:
                    raise ServiceError(f"the service does not know {page.address} any more; was it restarted in the meantime?")
                self._publish({"of": len(pages), "page": page_json(Judged(dossier, verdict, truth))})
        except ServiceError as error:
            log.warning("probes ended early: %s", error)
            self._publish({"trouble": f"probes ended early: {error}"})
