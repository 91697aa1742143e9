"""Sends blocks with Locust's users and measures their times precisely.

A block is sent by as many users as it needs; the others wait. Times are measured around the request itself in
microseconds, because Locust's own times are in whole milliseconds. Requests also appear in Locust's statistics under
stable names.
"""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from typing import Any, Callable

import gevent
import gevent.queue
from gevent.event import Event
from geventhttpclient.useragent import BadStatusCode
from locust import FastHttpUser, constant, task
from locust.env import Environment
from locust.exception import CatchResponseError

from .blocks import Block, Expected, Outcome, Request


@dataclass(frozen=True)
class Clock:
    """The source of time and CPU time, and how to wait. Tests use their own."""

    now_ns: Callable[[], int] = time.perf_counter_ns
    cpu_seconds: Callable[[], float] = time.process_time
    pause: Callable[[float], None] = gevent.sleep

    def now(self) -> float:
        return self.now_ns() / 1e9


class BlockUser(FastHttpUser):
    """Sends the blocks that arrive in its inbox."""

    wait_time = constant(0)
    network_timeout = 60.0
    connection_timeout = 10.0

    def on_start(self) -> None:
        # The library raises for a status that is not in its list, such as 304, but only this class knows which one is correct.
        self.client.client.valid_response_codes = range(100, 600)
        self.inbox: gevent.queue.Queue[Any] = gevent.queue.Queue()
        self.environment.block_users.append(self)

    @task
    def work(self) -> None:
        turn: Turn = self.inbox.get()
        try:
            turn.run(self)
        finally:
            turn.user_done()


class Turn:
    """One block, shared by the users that send it."""

    def __init__(self, block: Block, clock: Clock) -> None:
        self.block = block
        self.clock = clock
        self.outcome = Outcome(blocks=1)
        self.done = Event()
        self._users_left = block.users
        self._next = 0
        self._began = clock.now()

    def user_done(self) -> None:
        self._users_left -= 1
        if self._users_left == 0:
            self.done.set()

    def _over(self) -> bool:
        passed = self.clock.now() - self._began
        if passed >= self.block.longest_seconds:
            return self.outcome.requests > 0
        return passed >= self.block.seconds and self.outcome.requests >= self.block.minimum

    def run(self, user: BlockUser) -> None:
        if self.block.rate_per_second is None:
            while not self._over():
                self.send(user, None)
        else:
            self._run_paced(user, self.block.rate_per_second)

    def _run_paced(self, user: BlockUser, rate: float) -> None:
        """Takes the next scheduled start that no other user has taken.

        If a user is free, it waits for the start; a late timer is the generator's fault, so the time counts from when the
        request was sent. If no user was free, it counts from when the request should have been sent.
        """
        starts = max(1, round(rate * self.block.seconds))
        while self._next < starts:
            intended = self._began + self._next / rate
            self._next += 1
            wait = intended - self.clock.now()
            if wait > 0:
                self.clock.pause(wait)
                intended = self.clock.now()
            self.send(user, intended)

    def send(self, user: BlockUser, intended: float | None) -> None:
        """Bypasses Locust's own `request`, which reads the whole body before it returns and raises if the body is truncated."""
        wanted = self.block.request
        self.outcome.requests += 1
        first_byte: int | None = None
        status, body, wrong = 0, b"", ""
        began = self.clock.now_ns()
        try:
            response = response_to(user, wanted)
            first_byte = self.clock.now_ns()
            status = response.status_code
            body = response.content or b""
        except (Exception, gevent.Timeout) as failed:  # anything that the HTTP library raises
            reason = type(failed).__name__
            wrong = f"body truncated: {reason}" if first_byte is not None else f"no response: {str(failed) or reason}"
        ended = self.clock.now_ns()
        wrong = wrong or wrong_with(status, body, wanted.expected)
        user.environment.events.request.fire(
            request_type=wanted.method,
            name=wanted.name,
            response_time=(ended - began) / 1e6,
            response_length=len(body),
            exception=CatchResponseError(wrong) if wrong else None,
            context={},
        )
        if wrong or first_byte is None:
            self.outcome.errors[wrong] += 1
            return
        late = None if intended is None else max(0, round((ended / 1e9 - intended) * 1e6))
        self.outcome.took((ended - began) // 1000, (first_byte - began) // 1000, late, len(body))


def response_to(user: BlockUser, wanted: Request) -> Any:
    """Returns when the headers have arrived; the body is read later. A status that the library treats as an error is a normal
    response here."""
    try:
        return user.client.client.urlopen(
            f"{user.host}{wanted.target}",
            method=wanted.method,
            headers=dict(wanted.headers),
            payload=b"" if wanted.method == "POST" else None,
        )
    except BadStatusCode as bad:
        return bad.response


def wrong_with(status: int, body: bytes, expected: Expected) -> str:
    """What is wrong with the response; empty if it is correct."""
    if status != expected.status:
        return f"status {status} instead of {expected.status}"
    if expected.checksum is not None and zlib.crc32(body) != expected.checksum:
        return "the body differs from the expected one"
    return ""


class Users:
    """Locust's users, started once. Each block is sent by as many of them as it needs."""

    def __init__(self, host: str, count: int) -> None:
        made = type("Sender", (BlockUser,), {"host": host})
        self._environment = Environment(user_classes=[made], host=host)
        self._environment.block_users = []
        runner = self._environment.create_local_runner()
        runner.start(count, spawn_rate=count)
        until = time.monotonic() + 30
        while len(self._environment.block_users) < count:
            if time.monotonic() > until:
                raise TimeoutError(f"{count} users did not start within 30 s")
            gevent.sleep(0.01)

    def send(self, turn: Turn) -> None:
        for user in self._environment.block_users[: turn.block.users]:
            user.inbox.put(turn)
        turn.done.wait()

    def close(self) -> None:
        if self._environment.runner is not None:
            self._environment.runner.quit()


class Generator:
    """Sends blocks one after the other and adds up their outcomes. Must not be used by several greenlets at once."""

    def __init__(self, users: Users, cpu_limit: float, clock: Clock = Clock()) -> None:
        self._users = users
        self._cpu_limit = cpu_limit
        self._clock = clock
        self.total = Outcome()
        self.highest_cpu_share = 0.0
        self.error_names: dict[tuple[str, str], int] = {}

    def run(self, block: Block) -> Outcome:
        turn = Turn(block, self._clock)
        began, cpu = self._clock.now(), self._clock.cpu_seconds()
        self._users.send(turn)
        outcome = turn.outcome
        outcome.seconds = self._clock.now() - began
        outcome.cpu_seconds = self._clock.cpu_seconds() - cpu
        share = outcome.cpu_share or 0.0
        outcome.blocks_over_limit = int(share > self._cpu_limit)
        self.highest_cpu_share = max(self.highest_cpu_share, share)
        self._count(block, outcome)
        return outcome

    def _count(self, block: Block, outcome: Outcome) -> None:
        total = self.total
        total.requests += outcome.requests
        total.errors.update(outcome.errors)
        total.seconds += outcome.seconds
        total.cpu_seconds += outcome.cpu_seconds
        total.blocks += 1
        total.blocks_over_limit += outcome.blocks_over_limit
        for message, count in outcome.errors.items():
            key = (block.request.name, message)
            self.error_names[key] = self.error_names.get(key, 0) + count

    def note_error(self, name: str, message: str) -> None:
        """Records the failure of a request that was sent to learn the expected response."""
        self.total.errors[message] += 1
        self.error_names[(name, message)] = self.error_names.get((name, message), 0) + 1

    def close(self) -> None:
        self._users.close()
