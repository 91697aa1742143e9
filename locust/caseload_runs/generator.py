"""Sends blocks with Locust's users, and takes exact times of them.

A block is given to as many users as it wants; the others wait. Times are taken around the request
itself, in microseconds, since Locust's own are in whole milliseconds. Requests also reach Locust's
statistics, under stable names.
"""

from __future__ import annotations

import time
import zlib
from typing import Any

import gevent
import gevent.queue
from gevent.event import Event
from locust import FastHttpUser, constant, task
from locust.env import Environment

from .blocks import Block, Outcome


class BlockUser(FastHttpUser):
    """Does what the generator puts into its inbox."""

    abstract = True
    wait_time = constant(0)
    network_timeout = 60.0
    connection_timeout = 10.0

    def on_start(self) -> None:
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
    """One block, shared by the users who send it."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.outcome = Outcome(blocks=1)
        self.done = Event()
        self._users_left = block.users
        self._next = 0
        self._began = time.perf_counter()

    def user_done(self) -> None:
        self._users_left -= 1
        if self._users_left == 0:
            self.done.set()

    def _over(self) -> bool:
        passed = time.perf_counter() - self._began
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
        """Takes the next start of the clock that no other user has taken.

        A user who is free waits for it, and a timer that rings late is the generator's fault, so the request
        counts from when it was sent. Where no user was free, it counts from when it should have been.
        """
        starts = max(1, round(rate * self.block.seconds))
        while self._next < starts:
            intended = self._began + self._next / rate
            self._next += 1
            wait = intended - time.perf_counter()
            if wait > 0:
                gevent.sleep(wait)
                intended = time.perf_counter()
            self.send(user, intended)

    def send(self, user: BlockUser, intended: float | None) -> None:
        wanted = self.block.request
        self.outcome.requests += 1
        began = time.perf_counter_ns()
        with user.client.request(
            wanted.method,
            wanted.target,
            name=wanted.name,
            headers=dict(wanted.headers),
            data=b"" if wanted.method == "POST" else None,
            catch_response=True,
            stream=True,
        ) as response:
            first_byte = time.perf_counter_ns()
            wrong = ""
            body = b""
            try:
                body = response.content or b""
            except Exception as cut:  # whatever the HTTP library throws for a body that ends early
                wrong = f"body cut: {type(cut).__name__}"
            ended = time.perf_counter_ns()
            wrong = wrong or wrong_with(response, body, self.block)
            response.request_meta["response_time"] = (ended - began) / 1e6
            response.request_meta["response_length"] = len(body)
            if wrong:
                self.outcome.errors[wrong] += 1
                response.failure(wrong)
                return
            response.success()
        late = None if intended is None else max(0, round((ended / 1e9 - intended) * 1e6))
        self.outcome.took((ended - began) // 1000, (first_byte - began) // 1000, late, len(body))


def wrong_with(response: Any, body: bytes, block: Block) -> str:
    """Nothing where the answer is right."""
    expected = block.request.expected
    if response.status_code == 0:
        reason = getattr(response, "error", None)
        return f"no answer: {reason or 'connection failed'}"
    if response.status_code != expected.status:
        return f"status {response.status_code} in place of {expected.status}"
    if expected.checksum is not None and zlib.crc32(body) != expected.checksum:
        return "body differs from the one expected"
    return ""


class Generator:
    """Locust as a library, with so many users ready. Not for use by several greenlets at once."""

    def __init__(self, host: str, users: int, cpu_limit: float = 0.9) -> None:
        made = type("Sender", (BlockUser,), {"host": host, "abstract": False})
        self._environment = Environment(user_classes=[made], host=host)
        self._environment.block_users = []
        self._cpu_limit = cpu_limit
        self.total = Outcome()
        self.highest_cpu_share = 0.0
        self.error_names: dict[tuple[str, str], int] = {}
        runner = self._environment.create_local_runner()
        runner.start(users, spawn_rate=users)
        until = time.monotonic() + 30
        while len(self._environment.block_users) < users:
            if time.monotonic() > until:
                raise TimeoutError(f"{users} users did not start in 30 s")
            gevent.sleep(0.01)

    def run(self, block: Block) -> Outcome:
        turn = Turn(block)
        began, cpu = time.perf_counter(), time.process_time()
        for user in self._environment.block_users[: block.users]:
            user.inbox.put(turn)
        turn.done.wait()
        outcome = turn.outcome
        outcome.seconds = time.perf_counter() - began
        outcome.cpu_seconds = time.process_time() - cpu
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
        """Of a request that was sent to learn what a right answer is, and got none."""
        self.total.errors[message] += 1
        self.error_names[(name, message)] = self.error_names.get((name, message), 0) + 1

    def close(self) -> None:
        if self._environment.runner is not None:
            self._environment.runner.quit()
