"""Locust users made from the catalogue: one task for each variant, with tags and a stable name."""

from __future__ import annotations

import zlib
from typing import Any, Callable, Iterable, Mapping

import gevent
from locust import tag
from locust.env import Environment
from locust.runners import WorkerRunner

from caseload_detector.client import BROWSER

from .catalogue import Case, Knobs, Variant, with_knobs

Task = Callable[[Any], None]
TaskTarget = tuple[str, "str | None"]  # slug and variant that a task requests


class Bodies:
    """The first successful body of each case; all variants must return the same one."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, str]] = {}

    def differs_from(self, case: Case, variant: Variant, body: bytes) -> str | None:
        """A variant that returned a different body; None if there is none or bodies can't be compared."""
        if case.unequal_because:
            return None
        checksum = zlib.crc32(body)
        first, name = self._first.setdefault(case.slug, (checksum, variant.name))
        return None if first == checksum else name


def tags_of(case: Case, variant: Variant) -> list[str]:
    return [tag_ for tag_ in dict.fromkeys((case.slug, variant.name, f"{case.slug}/{variant.name}", variant.pace, case.category)) if tag_]


def task_for(case: Case, variant: Variant, knobs: Knobs, bodies: Bodies, headers: Mapping[str, str]) -> Task:
    target = with_knobs(variant.path, knobs)
    name = f"/cases/{case.slug}/{variant.name}"
    comparable = variant.method == "GET"

    def visit(user: Any) -> None:
        with user.client.request(
            variant.method,
            target,
            name=name,
            headers={"Accept": BROWSER, **headers},
            data=b"" if variant.method == "POST" else None,
            catch_response=True,
        ) as response:
            body = response.content or b""
            if response.status_code == 0:
                reason = getattr(response, "error", None)
                response.failure(f"no response: {type(reason).__name__ if reason else 'connection failed'}")
            elif response.status_code not in (200, 201, 202, 204):
                response.failure(f"status {response.status_code}")
            elif comparable and response.status_code == 200:
                other = bodies.differs_from(case, variant, body)
                if other is not None:
                    response.failure(f"wrong body: variant {other} returned a different one")
                else:
                    response.success()
            else:
                response.success()

    visit.__name__ = f"{case.stem}_{variant.name}".replace("-", "_")
    visit.__qualname__ = visit.__name__
    visit.target = (case.slug, variant.name)  # type: ignore[attr-defined]
    return tag(*tags_of(case, variant))(visit)


def tasks_from(cases: Iterable[Case], headers: Mapping[str, str]) -> list[Task]:
    bodies = Bodies()
    return [task_for(case, variant, case.initial(), bodies, headers) for case in cases for variant in case.variants]


class Rounds:
    """Ends the test when every user has run all tasks this many times, so that two tests have the same length.

    Each process counts its own users. The master, or the only process, quits when all have finished and `may_end` allows it.
    """

    MESSAGE = "caseload_user_done"

    def __init__(self, environment: Environment, rounds: int, may_end: Callable[[], bool] = lambda: True) -> None:
        self.rounds = rounds
        self._environment = environment
        self._may_end = may_end
        self._done = 0
        if not isinstance(environment.runner, WorkerRunner):
            environment.runner.register_message(self.MESSAGE, lambda environment, msg, **_: self._count())  # type: ignore[union-attr]

    def user_done(self) -> None:
        if isinstance(self._environment.runner, WorkerRunner):
            self._environment.runner._send_stats()  # before the message, because a master that quits waits only half a second for them
            self._environment.runner.send_message(self.MESSAGE)
        else:
            self._count()

    def _count(self) -> None:
        self._done += 1
        runner = self._environment.runner
        if runner is not None and self._done == runner.target_user_count:
            gevent.spawn(self._quit)

    def _quit(self) -> None:
        while not self._may_end():
            gevent.sleep(0.2)
        gevent.sleep(0.5)
        if self._environment.runner is not None:
            self._environment.runner.quit()
