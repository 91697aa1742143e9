"""How a block is sent, timed and counted: with users and a clock of the test's own, and once with Locust's."""

from __future__ import annotations

import socket
import sys
import threading
import unittest
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

import gevent

from caseload_runs import generator as module
from caseload_runs.blocks import Block, Expected, Outcome, Request, measurement
from caseload_runs.generator import Clock, Generator, Turn, Users, wrong_with
from playback import HandClock, Played, Took, User, block_of


def answers(clock: HandClock, first_byte: float = 0.004, rest: float = 0.006, status: int = 200, body: bytes = b"body") -> Callable[..., Any]:
    class Response:
        status_code = status

        @property
        def content(self) -> bytes:
            clock.pass_by(rest)
            return body

    def urlopen(*_: Any, **__: Any) -> Response:
        clock.pass_by(first_byte)
        return Response()

    return urlopen


def run(block: Block, clock: HandClock, answer: Callable[..., Any] | None = None) -> tuple[Outcome, User]:
    """One user does the whole block."""
    turn, user = Turn(block, clock), User(answer or answers(clock))  # type: ignore[arg-type]
    turn.run(user)  # type: ignore[arg-type]
    return turn.outcome, user


class ClosedBlocks(unittest.TestCase):
    """Each request takes 10 ms."""

    def test_a_block_ends_when_its_time_has_passed_and_it_has_its_minimum(self) -> None:
        for seconds, minimum, longest, requests in (
            (0.1, 5, 6.0, 10),  # the time decides
            (0.1, 10, 6.0, 10),
            (0.1, 11, 6.0, 11),  # the minimum decides
            (0.0, 3, 6.0, 3),
            (0.1, 50, 0.2, 20),  # it is never longer than this
            (0.1, 50, 0.19, 19),
            (0.5, 1, 0.005, 1),  # but not without a request
        ):
            with self.subTest(seconds=seconds, minimum=minimum, longest=longest):
                outcome, _ = run(block_of(seconds=seconds, minimum=minimum, longest_seconds=longest), HandClock())
                self.assertEqual(outcome.requests, requests)
                self.assertEqual(outcome.blocks, 1)

    def test_a_block_that_is_over_before_its_first_request_sends_one(self) -> None:
        clock = HandClock()
        turn = Turn(block_of(seconds=1, minimum=1, longest_seconds=2), clock)  # type: ignore[arg-type]
        clock.pass_by(3)
        turn.run(User(answers(clock)))  # type: ignore[arg-type]
        self.assertEqual(turn.outcome.requests, 1)

    def test_times_are_taken_to_the_first_byte_and_to_the_last_in_microseconds(self) -> None:
        outcome, _ = run(block_of(seconds=0, minimum=1), HandClock())
        self.assertEqual(outcome.service_us, [10_000])
        self.assertEqual((outcome.first_byte.count, outcome.first_byte.sum), (1, 4_000))
        self.assertEqual((outcome.service.count, outcome.service.sum), (1, 10_000))
        self.assertEqual(outcome.response.count, 0)
        self.assertEqual(outcome.body_bytes, [4])

    def test_a_request_is_sent_as_it_was_given(self) -> None:
        for method, payload in (("GET", None), ("POST", b"")):
            clock, sent = HandClock(), []

            def urlopen(*arguments: Any, **named: Any) -> Any:
                sent.append((arguments, named))
                return answers(clock)()

            request = Request("stable name", method, "/page?n=3", {"Accept": "text/html"}, Expected(200))
            _, user = run(block_of(request=request, seconds=0, minimum=1), clock, urlopen)
            self.assertEqual(sent, [(("http://service/page?n=3",), {"method": method, "headers": {"Accept": "text/html"}, "payload": payload})])
            (counted,) = user.counted
            self.assertEqual((counted["request_type"], counted["name"]), (method, "stable name"))
            self.assertEqual((counted["response_time"], counted["response_length"], counted["exception"]), (10.0, 4, None))


class PacedBlocks(unittest.TestCase):
    def paced(self, took: float, rate: float = 10.0, seconds: float = 0.4, overslept: float = 0.0) -> tuple[Outcome, HandClock]:
        clock = HandClock(overslept)
        block = block_of(seconds=seconds, minimum=1, rate_per_second=rate, longest_seconds=60)
        return run(block, clock, answers(clock, took, 0.0))[0], clock

    def test_requests_start_at_the_rate_and_as_many_as_it_has_in_that_time(self) -> None:
        outcome, clock = self.paced(0.03)
        self.assertEqual(outcome.requests, 4)
        self.assertEqual(clock.pauses, [0.07, 0.07, 0.07])
        self.assertEqual(outcome.response.sum, 4 * 30_000)

    def test_one_request_at_least(self) -> None:
        self.assertEqual(self.paced(0.03, rate=0.5, seconds=0.4)[0].requests, 1)

    def test_where_no_user_was_free_the_time_counts_from_the_intended_start(self) -> None:
        outcome, clock = self.paced(0.25)
        self.assertEqual(clock.pauses, [])
        self.assertEqual(outcome.service.sum, 4 * 250_000)
        # started at 0, 0.25, 0.5 and 0.75 in place of 0, 0.1, 0.2 and 0.3
        self.assertEqual(outcome.response.sum, 4 * 250_000 + 150_000 + 300_000 + 450_000)

    def test_a_timer_that_rings_late_is_not_the_service_s_fault(self) -> None:
        outcome, _ = self.paced(0.03, overslept=0.02)
        self.assertEqual(outcome.response.sum, 4 * 30_000)

    def test_users_share_the_starts(self) -> None:
        clock = HandClock()
        turn = Turn(block_of(seconds=0.4, minimum=1, rate_per_second=10.0, users=2), clock)  # type: ignore[arg-type]
        for _ in range(2):
            turn.run(User(answers(clock)))  # type: ignore[arg-type]
        self.assertEqual(turn.outcome.requests, 4)


class Errors(unittest.TestCase):
    def test_what_is_right_is_decided_by_status_and_body(self) -> None:
        right = zlib.crc32(b"body")
        for status, body, expected, wrong in (
            (200, b"body", Expected(200, right), ""),
            (200, b"other", Expected(200, right), "the body differs from the expected one"),
            (200, b"other", Expected(200, None), ""),
            (304, b"", Expected(304, zlib.crc32(b"")), ""),
            (200, b"body", Expected(304, None), "status 200 instead of 304"),
            (500, b"body", Expected(200, right), "status 500 instead of 200"),
        ):
            self.assertEqual(wrong_with(status, body, expected), wrong)

    def test_a_wrong_response_is_an_error_and_its_time_does_not_count(self) -> None:
        clock = HandClock()
        outcome, user = run(block_of(seconds=0, minimum=3), clock, answers(clock, status=500))
        self.assertEqual((outcome.requests, outcome.errors, outcome.service_us), (3, {"status 500 instead of 200": 3}, []))
        self.assertEqual([outcome.first_byte.count, outcome.body_bytes], [0, []])
        self.assertEqual({str(counted["exception"]) for counted in user.counted}, {"status 500 instead of 200"})

    def test_no_response_is_an_error(self) -> None:
        for raised, said in ((ConnectionRefusedError("refused"), "no response: refused"), (OSError(), "no response: OSError"),
                             (gevent.Timeout(), "no response: ")):
            def urlopen(*_: Any, **__: Any) -> Any:
                raise raised

            outcome, _ = run(block_of(seconds=0, minimum=2), HandClock(), urlopen)
            ((message, count),) = outcome.errors.items()
            self.assertTrue(message.startswith(said), message)
            self.assertEqual((count, outcome.requests, outcome.service_us), (2, 2, []))

    def test_a_body_that_ends_early_is_an_error(self) -> None:
        class Truncated:
            status_code = 200

            @property
            def content(self) -> bytes:
                raise ValueError("ended early")

        outcome, _ = run(block_of(seconds=0, minimum=2), HandClock(), lambda *_, **__: Truncated())
        self.assertEqual((outcome.requests, outcome.errors, outcome.service_us), (2, {"body truncated: ValueError": 2}, []))


class Totals(unittest.TestCase):
    def generator(self, *took: Took, limit: float = 0.9) -> Generator:
        clock, left = HandClock(), list(took)
        return Generator(Played(clock, lambda block: left.pop(0)), limit, clock)  # type: ignore[arg-type]

    def test_the_processor_time_of_a_block_is_held_against_the_limit(self) -> None:
        for share, limit, over in ((0.89, 0.9, 0), (0.91, 0.9, 1), (0.91, 0.95, 0), (0.25, 0.25, 0)):
            with self.subTest(share=share, limit=limit):
                outcome = self.generator(Took(cpu_share=share), limit=limit).run(block_of(seconds=2.0))
                self.assertEqual(outcome.blocks_over_limit, over)
                self.assertAlmostEqual(outcome.cpu_share or 0, share)
                self.assertAlmostEqual(outcome.seconds, 2.0)
                self.assertAlmostEqual(outcome.cpu_seconds, 2.0 * share)

    def test_blocks_add_up(self) -> None:
        wrong = {"status 500 instead of 200": 2}
        generator = self.generator(Took(errors=wrong, cpu_share=0.2), Took((5, 6), cpu_share=0.95, seconds=3.0), Took(errors=wrong, cpu_share=0.4))
        for block in (block_of("a"), block_of("b"), block_of("a")):
            generator.run(block)
        total = generator.total
        self.assertEqual((total.requests, total.failed, total.errors), (16, 4, {"status 500 instead of 200": 4}))
        self.assertEqual((total.blocks, total.blocks_over_limit), (3, 1))
        self.assertAlmostEqual(total.seconds, 5.0)
        self.assertAlmostEqual(total.cpu_seconds, 0.2 + 3 * 0.95 + 0.4)
        self.assertAlmostEqual(generator.highest_cpu_share, 0.95)
        self.assertEqual(generator.error_names, {("a", "status 500 instead of 200"): 4})

    def test_an_error_outside_of_blocks_counts_too(self) -> None:
        generator = self.generator()
        for _ in range(2):
            generator.note_error("a", "returned 500")
        self.assertEqual((generator.total.failed, generator.total.requests), (2, 0))
        self.assertEqual(generator.error_names, {("a", "returned 500"): 2})

    def test_closing_ends_the_users(self) -> None:
        clock = HandClock()
        users = Played(clock, lambda block: Took())
        Generator(users, 0.9, clock).close()  # type: ignore[arg-type]
        self.assertTrue(users.closed)


class Measurements(unittest.TestCase):
    def outcome(self, **more: Any) -> Outcome:
        outcome = Outcome(requests=30, seconds=2.0, cpu_seconds=0.5, blocks=4)
        for us in range(1_000, 26_000, 1_000):
            outcome.took(us, us // 2, us + 7, 100 + us // 1_000)
        outcome.errors["wrong"] = 5
        for name, value in more.items():
            setattr(outcome, name, value)
        return outcome

    def test_what_was_measured_is_in_the_run(self) -> None:
        reported = measurement("pairs", {"n": 3}, block_of(users=2), self.outcome())
        self.assertEqual({key: reported[key] for key in ("purpose", "knobs", "load_model", "requests", "errors", "seconds", "generator_cpu_share", "bytes")}, {
            "purpose": "pairs", "knobs": {"n": 3}, "load_model": {"kind": "closed", "users": 2}, "requests": 30, "errors": 5, "seconds": 2.0,
            "generator_cpu_share": 0.25, "bytes": 113,
        })
        for name, total in (("service_time", 325_000), ("first_byte", 162_500), ("response_time", 325_175)):
            self.assertEqual((reported[name]["histogram"]["count"], reported[name]["histogram"]["sum"]), (25, total))
            self.assertEqual(set(reported[name]["percentiles"]), {"p50"})

    def test_a_rate_is_named_with_its_users(self) -> None:
        reported = measurement("paced", {}, block_of(users=2, rate_per_second=12.34567), self.outcome())
        self.assertEqual(reported["load_model"], {"kind": "paced", "users": 2, "rate_per_second": 12.346})

    def test_only_good_requests_are_throughput_and_only_where_load_is_not_paced(self) -> None:
        for purpose, has in (("pairs", True), ("capacity", True), ("at-once", True), ("paced", False), ("growth", False), ("floor", False), ("intervention", False)):
            reported = measurement(purpose, {}, block_of(), self.outcome())
            self.assertEqual(reported.get("throughput_per_second"), 12.5 if has else None, purpose)
        self.assertNotIn("throughput_per_second", measurement("pairs", {}, block_of(), self.outcome(requests=5)))
        self.assertEqual(measurement("pairs", {}, block_of(), self.outcome(requests=6))["throughput_per_second"], 0.5)

    def test_over_the_limit_is_what_was_so_for_half_of_the_blocks(self) -> None:
        for blocks, over, reported in ((4, 1, False), (4, 2, True), (1, 1, True), (1, 0, False), (3, 1, False), (3, 2, True), (0, 0, False)):
            outcome = self.outcome(blocks=blocks, blocks_over_limit=over)
            self.assertEqual(measurement("pairs", {}, block_of(), outcome)["over_limit"], reported, (blocks, over))

    def test_what_was_not_measured_is_left_out(self) -> None:
        reported = measurement("pairs", {}, block_of(), Outcome())
        self.assertEqual(set(reported), {"purpose", "knobs", "load_model", "requests", "errors"})
        self.assertNotIn("first_byte", measurement("growth", {}, block_of(), self.outcome(), first_byte=False))
        self.assertIn("service_time", measurement("growth", {}, block_of(), self.outcome(), first_byte=False))

    def test_outcomes_add_up(self) -> None:
        both = Outcome()
        self.assertEqual((both.cpu_share, both.median_us, both.failed), (None, None, 0))
        for _ in range(2):
            both.add(self.outcome(blocks_over_limit=3))
        self.assertEqual((both.requests, both.failed, both.blocks, both.blocks_over_limit), (60, 10, 8, 6))
        self.assertEqual((both.seconds, both.cpu_seconds, both.cpu_share), (4.0, 1.0, 0.25))
        self.assertEqual([each.count for each in (both.service, both.first_byte, both.response)], [50, 50, 50])
        self.assertEqual((len(both.service_us), len(both.body_bytes), both.median_us), (50, 50, 13_000))


class Service:
    """One connection at a time. `parts`: what is sent; a callable among them is called when its turn has come."""

    def __init__(self, *parts: bytes | Callable[[], Any]) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._parts = parts
        self.host = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(9_999)
                for part in self._parts:
                    if callable(part):
                        part()
                    else:
                        connection.sendall(part)

    def close(self) -> None:
        self._listening.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 100\r\n\r\n"


class LocustsUsers(unittest.TestCase):
    def sent(self, service: Service, count: int = 1, clock: Clock = Clock(), **block: Any) -> tuple[Outcome, Users]:
        users = Users(service.host, count)
        try:
            return Generator(users, 0.9, clock).run(block_of(seconds=0, **block)), users
        finally:
            users.close()
            service.close()

    def test_the_first_byte_is_timed_before_the_last_has_been_sent(self) -> None:
        timed = threading.Event()
        readings: list[int] = []

        def now_ns() -> int:
            readings.append(1_000 * len(readings))
            if len(readings) == 5:  # began, the turn's start, over?, sent, and the first byte
                timed.set()
            return readings[-1]

        outcome, _ = self.sent(Service(HEAD + b"x" * 40, lambda: timed.wait(300), b"x" * 60), clock=Clock(now_ns), minimum=1)
        self.assertTrue(timed.is_set())
        self.assertEqual((outcome.requests, outcome.errors, outcome.body_bytes[0]), (1, {}, 100))
        self.assertLess(outcome.first_byte.sum, outcome.service.sum)

    def test_every_status_is_a_response(self) -> None:
        for status in (200, 201, 204, 304, 403, 404, 500, 503):
            body = b"" if status in (204, 304) else b"abc"
            answer = f"HTTP/1.1 {status} Status\r\nConnection: close\r\n".encode() + (b"" if not body else b"Content-Length: 3\r\n") + b"\r\n" + body
            for expected, errors in ((status, {}), (299, {f"status {status} instead of 299": 1})):
                request = Request("x", "GET", "/", {}, Expected(expected, zlib.crc32(body)))
                outcome, _ = self.sent(Service(answer), request=request, minimum=1)
                self.assertEqual((outcome.errors, outcome.body_bytes), (errors, [] if errors else [len(body)]), status)

    def test_a_body_that_is_truncated_is_an_error(self) -> None:
        outcome, _ = self.sent(Service(HEAD + b"x" * 40), minimum=3)
        self.assertEqual((outcome.requests, outcome.errors, outcome.service_us), (3, {"body truncated: HTTPParseError": 3}, []))

    def test_a_block_is_sent_by_as_many_users_as_it_has(self) -> None:
        sent, over = [], threading.Event()

        def note(self: Turn, user: Any) -> None:
            sent.append(user)
            if len(sent) == 2:
                over.set()

        with mock.patch.object(module.Turn, "run", note):
            _, users = self.sent(Service(), count=3, users=2, minimum=1)
        self.assertTrue(over.is_set())
        self.assertEqual(len(set(sent)), 2)

    def test_a_user_that_fails_does_not_hold_up_the_block(self) -> None:
        def fails(self: Turn, user: Any) -> None:
            raise ValueError("on purpose")

        with mock.patch.object(module.Turn, "run", fails), self.assertLogs("locust.user.task", "ERROR"):
            outcome, _ = self.sent(Service(), minimum=1)
        self.assertEqual(outcome.requests, 0)

    def test_users_are_ended_when_they_are_closed(self) -> None:
        _, users = self.sent(Service(HEAD + b"x" * 100), count=2, minimum=1)
        self.assertEqual(users._environment.runner.user_count, 0)  # type: ignore[union-attr]

    def test_users_that_do_not_start_are_reported(self) -> None:
        moments = iter((0.0, 1.0, 29.0, 31.0))
        with mock.patch.object(module, "time", SimpleNamespace(monotonic=lambda: next(moments))), \
                mock.patch.object(module.BlockUser, "on_start", lambda self: gevent.sleep(600)), self.assertRaisesRegex(TimeoutError, "2 users did not start"):
            Users("http://127.0.0.1:1", 2)

    def test_the_clock_is_the_machine_s_own(self) -> None:
        clock = Clock()
        before = clock.now()
        self.assertGreater(clock.now_ns() / 1e9, before - 1)
        self.assertLess(abs(clock.now_ns() / 1e9 - clock.now()), 600)
        self.assertLessEqual(clock.cpu_seconds(), clock.cpu_seconds())


if __name__ == "__main__":
    unittest.main()
