"""The run that `locust/load` writes, what it says and how it ends, with blocks, processor time and load that the test chooses.
The service is a small one; nothing depends on how fast it is."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import sys
import tempfile
import time
import unittest
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_runs import load_command
from caseload_runs.blocks import Block
from caseload_runs.busy import cores_in_use
from caseload_runs.load_command import Load, parser
from caseload_runs.observe import unequal
from caseload_runs.queued_jobs import LOOK_EACH_S
from caseload_runs.settings import PUBLISHED, QUICK
from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError
from playback import SHORT, HandClock, Played, Took

RIGHT = {"score": {"passed": True, "not_judged": 0, "slow": 1, "found": 1, "single": 1, "half": 0, "missed": 0, "quiet": 1, "false": 0, "unequal": []},
         "confusion": {"labels": [], "slow": [], "fast": [], "negatives": [], "gallery": []}, "requests": 9, "mode": "blind", "pages": []}


def detected(*pages: tuple[str, str, str], **score: Any) -> dict[str, Any]:
    """Each page: truth, variant, outcome."""
    scored = [
        {"truth": truth, "variant": variant, "pace": variant, "labels": [truth] if variant == "slow" else [],
         "verdict": {"findings": [], "outcome": outcome, **({"missed": [truth]} if outcome == "missed" else {})}}
        for truth, variant, outcome in pages
    ]
    return {**RIGHT, "pages": scored, "score": {**RIGHT["score"], **score}}  # type: ignore[dict-item]


class Run:
    """One run against the small service."""

    def __init__(
        self, host: str, *arguments: str, play: Callable[[Block], Took] = lambda block: Took(), used: float | list[float] | None = 0.0, detection: dict[str, Any] | None = None,
        cores: int = 4, settings: Any = SHORT,
    ) -> None:
        clock = HandClock()
        self.pauses = clock.pauses
        self.counts: list[int] = []
        self.looks = 0

        def cores_used(_: float) -> float | None:
            """A list: the first looks at the machine; the last one stays."""
            self.looks += 1
            return used[min(self.looks, len(used)) - 1] if isinstance(used, list) else used

        def users(host: str, count: int) -> Played:
            self.counts.append(count)
            self.users = Played(clock, play)
            return self.users

        self.detections: list[dict[str, Any]] = []

        def detect(client: Any, document: Any, cases: Any, **more: Any) -> dict[str, Any]:
            self.detections.append(more)
            more["say"](3, 7, "/b/1")
            more["stage"]("cold and warm")
            return detection or RIGHT

        out, err = io.StringIO(), io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), \
                mock.patch.object(load_command, "detect", detect), mock.patch.object(load_command, "versions", lambda *_: {"python": "3"}), \
                mock.patch.object(load_command, "source", lambda _: {"commit": "0123456789abcdef"}), mock.patch("os.sched_getaffinity", lambda _: set(range(cores))):
            options = parser().parse_args(["--host", host, "--runs", folder, *arguments])
            command = Load(options, settings, users, clock, cores_used)  # type: ignore[arg-type]
            self.code = command.run()
            self.asked = command._client.requests
            command._client.close()
            (file,) = Path(folder).glob("*.json")
            self.name, self.reported = file.stem, json.loads(file.read_text(encoding="utf-8"))
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def case(self) -> dict[str, Any]:
        (case,) = self.reported["cases"]
        return case


class LoadCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.service = cls.enterClassContext(support.FakeService(cases="iterator,n-plus-one"))
        cls.unequal = cls.enterClassContext(support.FakeService("unequal", "iterator"))
        cls.broken = cls.enterClassContext(support.FakeService("error", "iterator"))

    def one(self, *arguments: str, **more: Any) -> Run:
        return Run(self.service.host, "--case", "iterator", *arguments, **more)

    # What is in the run.

    def test_a_run_says_what_where_when_and_how(self) -> None:
        before = int(time.time())
        run = self.one()
        reported = run.reported
        self.assertEqual(run.code, 0, run.out)
        self.assertEqual((reported["schema"], reported["kind"], reported["quick"], reported["host"], reported["id"]), (1, "load", False, self.service.host, run.name))
        self.assertEqual(reported["settings"], {**SHORT.to_json(), "cases": ["iterator"]})
        self.assertEqual([case["slug"] for case in reported["cases"]], ["iterator"])
        self.assertTrue(reported["machine"]["shared"])
        for key in ("started", "finished"):
            self.assertGreaterEqual(reported[key], time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(before)))
        self.assertLessEqual(reported["started"], reported["finished"])
        self.assertNotIn("notes", reported)
        self.assertEqual(reported["error_kinds"], [])
        self.assertEqual(run.counts, [16])  # as many users as the most that a block wants
        self.assertTrue(run.users.closed)

    def test_there_are_users_for_the_block_that_wants_most(self) -> None:
        self.assertEqual(self.one("--no-detection", settings=replace(SHORT, capacity_users=20)).counts, [20])

    def test_requests_are_those_of_blocks_and_of_everything_else(self) -> None:
        run = self.one(play=lambda block: Took((1_000,) * 7))
        self.assertEqual(run.reported["requests"], 7 * len(run.users.blocks) + run.asked)
        self.assertGreater(run.asked, 0)
        self.assertEqual(run.reported["errors"], 0)

    def test_all_cases_are_measured_unless_some_are_named(self) -> None:
        run = Run(self.service.host, "--no-detection")
        self.assertEqual([case["slug"] for case in run.reported["cases"]], ["n-plus-one", "iterator"])
        self.assertNotIn("cases", run.reported["settings"])
        self.assertIn("2 cases, about ", run.err)
        self.assertIn("1 case, about ", self.one("--no-detection").err)

    def test_the_generator_s_own_work_is_in_the_run(self) -> None:
        run = self.one(play=lambda block: Took(cpu_share=0.95 if block.rate_per_second else 0.4))
        generator = run.reported["generator"]
        self.assertEqual((generator["blocks"], generator["blocks_over_limit"], generator["cpu_share_highest"]), (len(run.users.blocks), 2, 0.95))
        self.assertFalse(generator["bottleneck"])
        self.assertTrue(0.4 < generator["cpu_share"] < 0.6, generator)

    def test_verdicts_are_written_beside_their_variants(self) -> None:
        run = self.one(detection=detected(("iterator", "slow", "found"), ("iterator", "fast", "silent"), ("n-plus-one", "slow", "missed")))
        self.assertEqual({variant["name"]: variant["verdict"]["outcome"] for variant in run.case["variants"]}, {"slow": "found", "fast": "silent"})
        self.assertEqual(len(run.reported["detection"]["pages"]), 3)
        self.assertTrue(all("verdict" not in variant for variant in self.one("--no-detection").case["variants"]))

    def test_the_detector_looks_at_the_cases_that_were_measured(self) -> None:
        self.assertEqual(self.one().detections[0]["only"], {"iterator"})
        self.assertIsNone(Run(self.service.host).detections[0]["only"])
        self.assertEqual(self.one().detections[0]["quick"], False)
        self.assertEqual(self.one(settings=replace(SHORT, quick=True)).detections[0]["quick"], True)
        self.assertEqual(self.one("--no-detection").detections, [])
        self.assertNotIn("detection", self.one("--no-detection").reported)

    def test_bodies_that_differ_are_passed_to_the_detector_and_kept(self) -> None:
        run = Run(self.unequal.host)
        self.assertEqual(run.detections[0]["unequal"], ["iterator (see `equality` in the run)"])
        self.assertEqual([entry["equal"] for entry in run.case["equality"]], [False] * len(run.case["equality"]))
        self.assertEqual(unequal(run.case["equality"]), run.case["equality"])
        same = self.one()
        self.assertEqual((same.detections[0]["unequal"], {entry["equal"] for entry in same.case["equality"]}), ([], {True}))

    def test_the_datasets_are_those_that_the_service_lists(self) -> None:
        for reported, kept in (({"dataset": {"seed": 7, "sizes": ["x1"], "more": 1}}, {"seed": 7, "sizes": ["x1"]}), ({"dataset": {"seed": 7}}, {"seed": 7}), ({"dataset": 3}, None), ([], None)):
            get_json = Client.get_json
            with mock.patch.object(Client, "get_json", lambda client, target: reported if target == "/version" else get_json(client, target)):
                self.assertEqual(self.one("--no-detection").reported.get("dataset"), kept)

    def test_blocks_are_sent_as_the_first_visitor(self) -> None:
        self.assertEqual({block.request.headers.get("Cookie") for block in self.one("--no-detection").users.blocks}, {"visitor=ann"})

    def test_a_run_ends_later_than_it_began(self) -> None:
        moments = iter([1_000_000.0, 1_000_777.0])
        with mock.patch.object(load_command, "time", SimpleNamespace(time=lambda: next(moments))):
            reported = self.one("--no-detection").reported
        self.assertEqual((reported["started"], reported["finished"]), ("1970-01-12T13:46:40Z", "1970-01-12T13:59:37Z"))

    # A machine, a generator, a service that is not as it should be.

    def test_a_machine_that_is_busy_with_something_else_is_a_doubt(self) -> None:
        for used, doubted in ((0.26, True), (0.25, False), (1.4, True), (0.0, False)):
            with self.subTest(used=used):
                run = self.one("--no-detection", used=used)
                doubt = f"the machine was busy with something else: {used:.1f} cores were in use while nothing was measured"
                self.assertEqual(run.reported.get("doubts"), [doubt] if doubted else None)
                self.assertEqual(f"note: {doubt}" in run.out, doubted)
                self.assertEqual(run.reported["machine"]["cores_used_by_others"], used)
                self.assertEqual(run.code, 0)

    def test_a_pass_waits_for_the_machine_to_settle(self) -> None:
        run = self.one("--no-detection", used=[0.9, 0.7, 0.1])
        self.assertNotIn("doubts", run.reported)
        self.assertEqual(run.reported["machine"]["cores_used_by_others"], 0.1)
        passes = run.looks - 2
        self.assertGreater(passes, 1)
        busy_once = self.one("--no-detection", used=[0.0, *[0.6] * int(1 + SHORT.settle_seconds / SHORT.idle_seconds), 0.0])
        self.assertEqual(busy_once.reported["machine"]["cores_used_by_others"], 0.6)
        self.assertEqual(len(busy_once.reported["doubts"]), 1)

    def test_a_measurement_waits_for_the_jobs_of_the_one_before(self) -> None:
        def samples(waiting: int, running: int) -> bytes:
            return (f'caseload_jobs_waiting{{dataset="x1"}} {waiting}\ncaseload_jobs_running{{dataset="x1"}} {running}\n'
                    'caseload_jobs_waiting{dataset="x4"} 3\ncaseload_jobs_without_worker{dataset="x4"} 3\n').encode()

        def run(*left: tuple[int, int]) -> Run:
            queue, send = list(left), load_command.Client.send

            def reply(client: Any, method: str, target: str, headers: Any, body: bytes | None = None) -> Any:
                if target != "/metrics":
                    return send(client, method, target, headers, body)
                return 200, {}, samples(*(queue.pop(0) if len(queue) > 1 else queue[0])), 0, 0

            with mock.patch.object(load_command.Client, "send", reply):
                return self.one("--no-detection", settings=replace(SHORT, jobs_seconds=5.0))

        self.assertEqual(run((0, 0)).pauses.count(LOOK_EACH_S), 0)
        done = run((40, 2), (1, 1), (0, 1), (0, 0))
        self.assertEqual(done.pauses.count(LOOK_EACH_S), 3)
        self.assertNotIn("doubts", done.reported)
        never = run((7, 0))
        self.assertEqual(never.reported["doubts"], ["7 background jobs of an earlier measurement still had to run 5 s after it"])
        self.assertEqual(never.code, 0)

    def test_how_busy_another_machine_is_is_not_known(self) -> None:
        with mock.patch.object(load_command, "is_local", lambda host: False):
            self.assertNotIn("doubts", self.one("--no-detection", used=50).reported)
        reported = self.one("--no-detection", used=None).reported  # nor on this one, without /proc
        self.assertNotIn("cores_used_by_others", reported["machine"])

    def test_the_kernel_counts_what_this_program_uses(self) -> None:
        def work(_: float) -> None:
            until = time.process_time() + 0.3
            while time.process_time() < until:
                pass

        self.assertGreater(cores_in_use(0.0, work) or 0.0, 0.0)

    def test_a_run_whose_generator_was_the_bottleneck_has_no_ratios_and_is_incomplete(self) -> None:
        for arguments in ((), ("--no-detection",)):
            run = self.one(*arguments, play=lambda block: Took(cpu_share=0.95))
            self.assertEqual(run.code, 3)
            self.assertTrue(run.reported["generator"]["bottleneck"])
            (entry,) = run.case["comparisons"]
            self.assertNotIn("ratio", entry)
            self.assertEqual((entry["conclusion"], entry["text"]), ("not measured", "not measured: the load generator was the bottleneck"))
            self.assertIn("the load generator used more than 90 % of a core", run.out)

    def test_ratios_of_pairs_that_were_within_the_limit_go_too(self) -> None:
        run = self.one("--no-detection", play=lambda block: Took(cpu_share=0.5) if block.seconds == 1.0 and block.rate_per_second is None else Took(cpu_share=1.0, seconds=60.0))
        self.assertEqual({pair["used"] for pair in run.case["comparisons"][0]["pairs"]}, {True})
        self.assertNotIn("ratio", run.case["comparisons"][0])
        self.assertEqual(run.code, 3)

    def test_a_generator_below_its_limit_is_no_bottleneck(self) -> None:
        run = self.one("--no-detection", play=lambda block: Took(cpu_share=0.89))
        self.assertEqual((run.code, run.reported["generator"]["bottleneck"]), (0, False))
        self.assertIn("ratio", run.case["comparisons"][0])
        self.assertNotIn("load generator used", run.out)

    def test_the_limit_is_that_of_the_settings(self) -> None:
        run = self.one("--no-detection", play=lambda block: Took(cpu_share=0.6), settings=replace(SHORT, generator_cpu_limit=0.5))
        self.assertEqual((run.code, run.reported["generator"]["bottleneck"]), (3, True))
        self.assertEqual(run.reported["generator"]["blocks_over_limit"], run.reported["generator"]["blocks"])

    def test_a_request_that_failed_in_a_block_is_an_error(self) -> None:
        run = self.one(play=lambda block: Took(errors={"status 500 instead of 200": 2, "no response: refused": 3} if block.rate_per_second else {}))
        self.assertEqual((run.code, run.reported["errors"]), (1, 10))
        self.assertEqual([(entry["message"], entry["count"]) for entry in run.reported["error_kinds"]],
                         [("no response: refused", 3)] * 2 + [("status 500 instead of 200", 2)] * 2)
        self.assertEqual({entry["name"] for entry in run.reported["error_kinds"]}, {"iterator slow", "iterator fast"})
        self.assertIn("not measured, or with errors:\n  iterator: slow, paced: 2 of 10 requests failed: status 500 instead of 200", run.out)
        self.assertIn(f"{run.reported['requests']} requests, 10 errors; run written to ", run.out)

    def test_a_case_that_can_not_be_measured_leaves_the_others_and_is_an_error(self) -> None:
        def play(block: Block) -> Took:
            if block.request.name.startswith("n-plus-one"):
                raise ServiceError("connection refused")
            return Took()

        run = Run(self.service.host, play=play)
        self.assertEqual((run.code, run.reported["errors"]), (1, 1))
        self.assertEqual(run.reported["notes"], ["n-plus-one: not measured: connection refused"])
        self.assertEqual(run.reported["cases"][0], {"slug": "n-plus-one", "title": "n plus one", "variants": [], "problems": ["connection refused"]})
        self.assertTrue(run.reported["cases"][1]["variants"])
        self.assertEqual(run.detections, [])  # pages that are not there would be misses
        self.assertTrue(run.users.closed)

    def test_users_are_ended_whatever_happens(self) -> None:
        kept: list[Played] = []

        def users(host: str, count: int) -> Played:
            def play(block: Block) -> Took:
                raise KeyboardInterrupt

            kept.append(Played(HandClock(), play))
            return kept[0]

        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()), self.assertRaises(KeyboardInterrupt):
            settings = replace(SHORT, settle_seconds=0.0)
            Load(parser().parse_args(["--host", self.service.host, "--runs", folder]), settings, users, HandClock()).run()  # type: ignore[arg-type]
        self.assertTrue(kept[0].closed)

    # How it ends.

    def test_exit_codes(self) -> None:
        busy = {"play": lambda block: Took(cpu_share=0.95)}
        fails = {"play": lambda block: Took(errors={"wrong": 1})}
        for name, code, more in (
            ("as it should be", 0, {}),
            ("missed", 2, {"detection": detected(passed=False)}),
            ("not judged", 3, {"detection": detected(passed=False, not_judged=1)}),
            ("errors", 1, fails),
            ("errors win over a wrong verdict", 1, {**fails, "detection": detected(passed=False)}),
            ("a bottleneck", 3, busy),
            ("a wrong verdict wins over a bottleneck", 2, {**busy, "detection": detected(passed=False)}),
        ):
            with self.subTest(name):
                self.assertEqual(self.one(**more).code, code)  # type: ignore[arg-type]

    def test_error_pages_are_errors_though_no_block_failed(self) -> None:
        run = Run(self.broken.host, "--no-detection")
        self.assertEqual(run.code, 1)
        self.assertGreater(run.reported["errors"], 0)
        self.assertEqual(run.case["comparisons"], [])

    def test_a_report_names_the_result_and_what_is_wrong(self) -> None:
        run = self.one(play=lambda block: Took((6_000 if "slow" in block.request.name else 2_000,) * 5), detection=detected(("iterator", "slow", "missed"), passed=False, missed=1))
        self.assertIn("iterator             slow             fast           6.00 ms   2.00 ms  3.00 x [3.00, 3.00]", run.out)
        self.assertIn("missed: iterator, variant slow: expected iterator", run.out)
        self.assertIn("pages with a mistake: 1 of 1 named", run.out)
        self.assertNotIn("not measured, or with errors", run.out)

    def test_progress_counts_steps_and_detection(self) -> None:
        self.assertIn("[1/8] iterator: evidence", self.one().err)
        self.assertIn("[8/8] detection: page 3 of 7, cold and warm", self.one().err)
        self.assertIn("[1/7] iterator: evidence", self.one("--no-detection").err)

    def test_the_plan_is_that_of_the_cases_and_of_the_detector(self) -> None:
        seconds = {quick: [Run(self.service.host, *more, settings=replace(SHORT, quick=quick)).err.partition(" by plan")[0].rpartition("about ")[2]
                           for more in (("--case", "iterator", "--no-detection"), ("--case", "iterator"))] for quick in (False, True)}
        # 2 variants: 2 * 5.5 of their own, 2 * 3 * 0.5 to warm up again, 16 pairs' blocks, 3 steps of each ladder; 1.5 or 1 s a page for the detector
        self.assertEqual(seconds[False], ["32 s", "35 s"])
        self.assertEqual(seconds[True], ["32 s", "34 s"])


class Options(unittest.TestCase):
    def test_quick_and_published_settings_and_the_seed(self) -> None:
        for arguments, settings in (((), PUBLISHED), (("--quick",), QUICK), (("--seed", "7"), replace(PUBLISHED, random_seed=7)),
                                    (("--quick", "--seed", "8"), replace(QUICK, random_seed=8))):
            with mock.patch.object(load_command, "Load") as made:
                made.return_value.run.return_value = 2
                self.assertEqual(load_command.main([*arguments]), 2)
                self.assertEqual(made.call_args[0][1], settings)

    def test_an_unavailable_service_is_1(self) -> None:
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            self.assertEqual(load_command.main(["--host", f"http://127.0.0.1:{support.free_port()}"]), 1)
        self.assertTrue(said.getvalue().startswith("load: http://127.0.0.1:"))

    def test_runs_are_written_to_the_docs_by_default(self) -> None:
        self.assertEqual(parser().parse_args([]).runs, support.ROOT / "docs" / "runs")
        self.assertEqual(parser().parse_args([]).host, "http://127.0.0.1:8080")

    def test_a_port_is_taken_while_somebody_listens_on_it(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as held:
            port = held.getsockname()[1]
            self.assertIs(load_command.is_taken(port), True)
            with mock.patch.object(load_command, "WEB_PORT", port), contextlib.redirect_stderr(io.StringIO()) as said:
                self.assertEqual(load_command.main(["--ui"]), 1)
            self.assertIn(f"port {port} is in use", said.getvalue())
        self.assertIs(load_command.is_taken(support.free_port()), False)

    def test_cases_are_tags_of_the_web_page(self) -> None:
        self.assertEqual(load_command.ui_command(parser().parse_args(["--case", "a", "--case", "b"]))[-3:], ["--tags", "a", "b"])
        self.assertNotIn("--tags", load_command.ui_command(parser().parse_args([])))

    def test_the_web_page_is_started_in_place_of_a_run(self) -> None:
        started: list[Any] = []
        with mock.patch.object(load_command, "is_taken", lambda port: False), mock.patch("os.execvp", lambda *reported: started.append(reported)), \
                mock.patch.object(load_command, "Load") as made, contextlib.redirect_stdout(io.StringIO()) as said:
            made.return_value.run.return_value = 0
            load_command.main(["--ui", "--host", "http://x"])
        self.assertEqual(started[0][0], "/usr/bin/locust")
        self.assertEqual(started[0][1][:5], ["locust", "-f", str(support.LOCUST / "locustfile.py"), "--host", "http://x"])
        self.assertIn("http://127.0.0.1:8089/issues", said.getvalue())


if __name__ == "__main__":
    unittest.main()
