"""What one case is measured by, in which order, and what comes of it: blocks and pages come out as the test says. In a process of
its own: with the recorder comes Locust, whose gevent takes over locks and forks, and tests of the detector start programs from threads."""

from __future__ import annotations

import io
import re
import sys
import unittest
import zlib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_runs.blocks import Block
from caseload_runs.catalogue import Case
from caseload_runs.generator import Generator
from caseload_runs.observe import unequal
from caseload_runs.progress import Progress
from caseload_runs.recorder import CaseRecorder, planned_seconds
from caseload_runs.settings import PUBLISHED, QUICK, Settings
from caseload_detector.client import BROWSER
from caseload_detector.service_error import ServiceError
from playback import SHORT, HandClock, Pages, Played, Reply, Sent, Took, case_of, size_knob

SLOW_US, FAST_US = 40_000, 1_000
DATASET = {"name": "dataset", "kind": "dataset", "initial": "x1", "ladder": ["x1", "x4", "x16"]}


def purpose_of(block: Block) -> str:
    """By its length in SHORT."""
    if block.rate_per_second is not None:
        return "paced"
    return {0.5: "warm-up", 1.0: "pairs", 3.0: "capacity", 0.75: "at-once", 0.25: "growth"}[block.seconds]


def usual(block: Block) -> Took:
    return Took((SLOW_US if "slow" in block.request.name else FAST_US,) * 5)


class Terminal(io.StringIO):
    """Where every stage is shown, not one in ten seconds."""

    def isatty(self) -> bool:
        return True

    def stages(self) -> list[str]:
        return [line.partition(": ")[2].rpartition("about")[0].rstrip() for line in self.getvalue().split("\r")[1:]]


class Recorded:
    """A case, measured."""

    def __init__(
        self, case: Case, play: Callable[[Block], Took] = usual, reply: Callable[[Sent], Reply] = lambda sent: Reply(), settings: Settings = SHORT,
        run: Callable[[CaseRecorder], Any] = CaseRecorder.record,
    ) -> None:
        clock = HandClock()
        self.users = Played(clock, play)
        self.pages = Pages(reply)
        self.generator = Generator(self.users, settings.generator_cpu_limit, clock)  # type: ignore[arg-type]
        self.said = Terminal()
        progress = Progress(0, 1, self.said)
        progress.part(case.slug, 0)
        recorder = CaseRecorder(case, self.generator, self.pages, settings, progress, {"Cookie": "visitor=ann"})  # type: ignore[arg-type]
        self.result = run(recorder)
        self.problems = recorder._problems
        self.blocks = self.users.blocks

    def measured(self, variant: str, purpose: str) -> list[dict[str, Any]]:
        (found,) = [entry for entry in self.result["variants"] if entry["name"] == variant]
        return [entry for entry in found["measurements"] if entry["purpose"] == purpose]

    def names(self, purpose: str) -> list[str]:
        return [block.request.name.partition(" ")[2] for block in self.blocks if purpose_of(block) == purpose]


TWO = ("slow slow", "fast fast")


class Measuring(unittest.TestCase):
    def test_a_case_is_recorded_with_all_that_belongs_to_it(self) -> None:
        result = Recorded(case_of(*TWO, category="database", knobs=[size_knob()])).result
        self.assertEqual({key: result[key] for key in ("slug", "title", "category", "sources")},
                         {"slug": "some-case", "title": "Some case", "category": "database", "sources": []})
        self.assertEqual([{key: entry[key] for key in ("name", "pace", "method", "path", "claims")} for entry in result["variants"]], [
            {"name": "slow", "pace": "slow", "method": "GET", "path": "/slow", "claims": []},
            {"name": "fast", "pace": "fast", "method": "GET", "path": "/fast", "claims": []},
        ])
        self.assertEqual([entry["knobs"] for entry in result["variants"][0]["observations"]], [{"n": 20}, {"n": 20}, {"n": 10}, {"n": 40}, {"n": 160}])
        self.assertNotIn("problems", result)
        self.assertNotIn("interventions", result)
        self.assertNotIn("category", Recorded(case_of(*TWO)).result)
        self.assertEqual([path["path"] for path in Recorded(case_of(*TWO, stem="n_plus_one")).result["sources"]][:1],
                         ["fcgi-app/cases/n_plus_one/case.cpp"])

    def test_blocks_come_in_their_order_with_their_lengths_and_users(self) -> None:
        blocks = Recorded(case_of(*TWO)).blocks
        reported = [(purpose_of(block), block.seconds, block.minimum, block.users, block.longest_seconds) for block in blocks]
        self.assertEqual(list(dict.fromkeys(reported)), [
            ("warm-up", 0.5, 2, 1, 6.0), ("pairs", 1.0, 5, 1, 6.0), ("paced", 2.0, 1, 16, 8.0), ("capacity", 3.0, 7, 7, 6.0),
        ])
        self.assertEqual([reported.count(entry) for entry in dict.fromkeys(reported)], [2 * 4, 16, 2, 2])  # each pass warms up
        growth = next(block for block in Recorded(case_of(*TWO, knobs=[size_knob()])).blocks if purpose_of(block) == "growth")
        self.assertEqual((growth.seconds, growth.minimum, growth.users, growth.longest_seconds), (0.25, 3, 1, 6.0))

    def test_a_block_that_is_meant_to_be_long_may_be(self) -> None:
        blocks = Recorded(case_of(*TWO), settings=replace(SHORT, longest_block_seconds=0.75)).blocks
        self.assertEqual({block.longest_seconds for block in blocks if purpose_of(block) == "pairs"}, {1.0})
        self.assertEqual({block.longest_seconds for block in blocks if purpose_of(block) == "warm-up"}, {0.75})

    def test_warm_up_is_not_counted_into_a_measurement(self) -> None:
        found = Recorded(case_of(*TWO, floors={"slow": "/floor"}), lambda block: Took((9_000_000,) * 3) if purpose_of(block) == "warm-up" else usual(block))
        for variant, requests in (("slow", 4 * 5), ("fast", 4 * 5 + 2 * 4 * 5)):
            (pairs,) = found.measured(variant, "pairs")
            self.assertEqual((pairs["requests"], pairs["service_time"]["histogram"]["count"]), (requests, requests))
            self.assertLess(pairs["service_time"]["histogram"]["maximum"], 9_000_000)
        (floor,) = found.measured("slow", "floor")
        self.assertEqual((floor["requests"], floor["service_time"]["histogram"]["maximum"]), (4 * 5, SLOW_US))
        self.assertEqual({block.rate_per_second for block in found.blocks if purpose_of(block) == "paced"}, {12.5})

    def test_all_blocks_of_a_variant_s_pairs_are_one_measurement(self) -> None:
        found = Recorded(case_of("a slow", "b slow", "fast fast"))
        self.assertEqual([found.measured(name, "pairs")[0]["requests"] for name in ("a", "b", "fast")], [20, 20, 40 + 20 + 20])
        self.assertEqual(found.measured("a", "pairs")[0]["seconds"], 4.0)
        self.assertEqual([(entry["slow"], entry["fast"]) for entry in found.result["comparisons"]], [("a", "fast"), ("b", "fast")])
        self.assertEqual([entry["purpose"] for entry in found.result["variants"][0]["measurements"]], ["pairs", "paced", "capacity"])

    def test_slow_is_compared_with_fast_in_pairs_and_fast_with_itself(self) -> None:
        found = Recorded(case_of(*TWO, knobs=[size_knob()]))
        (entry,) = found.result["comparisons"]
        names = found.names("pairs")
        self.assertEqual((names.count("slow"), names.count("fast")), (4, 4 + 2 * 4))
        self.assertEqual([pair["pass"] for pair in entry["pairs"]], [1, 2, 3, 4])
        for number, pair in enumerate(entry["pairs"]):
            blocks = ["-".join(names[4 * number + place : 4 * number + place + 2]) for place in (0, 2)]
            self.assertEqual(sorted(blocks), sorted(["fast-fast", pair["order"]]))  # in either order
        self.assertEqual({(pair["slow_us"], pair["fast_us"], pair["used"]) for pair in entry["pairs"]}, {(SLOW_US, FAST_US, True)})
        self.assertEqual((entry["slow"], entry["fast"], entry["knobs"], entry["metric"]), ("slow", "fast", {"n": 20}, "median_service_time"))
        self.assertEqual(entry["ratio"], {"median": 40.0, "low": 40.0, "high": 40.0})
        self.assertEqual(entry["noise"], {"median": 1.0, "low": 1.0, "high": 1.0})
        self.assertEqual((entry["conclusion"], entry["text"]), ("slower", "40.0 times slower (95 %: 40.0 to 40.0)"))

    def test_a_mistake_is_compared_with_its_own_fixes_only(self) -> None:
        case = case_of("slow slow", "fast fast", "cast slow", "typed fast", "again fast", fixed_by={"slow": ["fast"], "cast": ["typed", "again"]})
        found = Recorded(case)
        pairs = [("slow", "fast"), ("cast", "typed"), ("cast", "again")]
        self.assertEqual([(entry["slow"], entry["fast"]) for entry in found.result["comparisons"]], pairs)
        self.assertEqual(case.comparisons(), pairs)
        self.assertEqual(found.names("pairs").count("cast"), 2 * SHORT.pairs)

    def test_without_both_paces_nothing_is_compared(self) -> None:
        self.assertEqual(Recorded(case_of("slow slow")).result["comparisons"], [])
        self.assertEqual(Recorded(case_of("fast fast")).blocks[1:2][0].users, 7)
        broken = Recorded(case_of(*TWO), reply=lambda sent: Reply(500 if sent.path == "/fast" else 200))
        self.assertEqual(broken.result["comparisons"], [])
        self.assertEqual(broken.names("pairs"), [])

    def test_a_slow_variant_that_fails_leaves_the_others_compared(self) -> None:
        found = Recorded(case_of("a slow", "b slow", "fast fast"), reply=lambda sent: Reply(500 if sent.path == "/a" else 200))
        self.assertEqual([entry["slow"] for entry in found.result["comparisons"]], ["b"])
        self.assertEqual(found.result["problems"], ["a with no knobs returned 500", "a at its defaults returned 500"])
        self.assertEqual(found.generator.error_names, {("some-case a", "returned 500"): 1})

    def test_pairs_with_a_block_over_the_limit_are_kept_and_not_used(self) -> None:
        def over(share: float, first: int) -> list[dict[str, Any]]:
            """The first blocks of the slow variant are slower, and keep the generator that busy."""
            left = [first]

            def play(block: Block) -> Took:
                if purpose_of(block) == "pairs" and "slow" in block.request.name and left[0]:
                    left[0] -= 1
                    return Took((SLOW_US * 5,) * 5, cpu_share=share)
                return usual(block)

            return Recorded(case_of(*TWO), play).result["comparisons"]

        (one,) = over(0.95, 1)
        self.assertEqual([pair["used"] for pair in one["pairs"]], [False, True, True, True])
        self.assertEqual([pair["slow_us"] for pair in one["pairs"]], [SLOW_US * 5, SLOW_US, SLOW_US, SLOW_US])
        self.assertEqual(one["ratio"]["high"], 40.0)
        (within,) = over(0.89, 1)
        self.assertEqual([pair["used"] for pair in within["pairs"]], [True] * 4)
        self.assertGreater(within["ratio"]["high"], 40.0)
        (most,) = over(0.95, 2)
        fast_is_busy = Recorded(case_of(*TWO), lambda block: Took(usual(block).us, cpu_share=0.95 if "fast" in block.request.name else 0.3))
        self.assertEqual({pair["used"] for pair in fast_is_busy.result["comparisons"][0]["pairs"]}, {False})
        self.assertEqual((most["conclusion"], most["text"], "ratio" in most), ("not measured", "not measured", False))

    def test_a_measurement_says_that_the_generator_was_over_its_limit(self) -> None:
        for share, over in ((0.95, True), (0.85, False)):
            found = Recorded(case_of(*TWO), lambda block: Took((100,) * 9, cpu_share=share))
            for purpose in ("pairs", "paced", "capacity"):
                self.assertEqual([entry["over_limit"] for entry in found.measured("slow", purpose)], [over], purpose)

    def test_a_pair_without_a_good_response_on_one_side_is_left_out(self) -> None:
        count = [0]

        def play(block: Block) -> Took:
            if purpose_of(block) == "pairs" and "slow" in block.request.name:
                count[0] += 1
                if count[0] == 2:
                    return Took((), {"status 500 instead of 200": 3})
            return usual(block)

        found = Recorded(case_of(*TWO), play)
        self.assertEqual(len(found.result["comparisons"][0]["pairs"]), 3)
        self.assertEqual(found.result["problems"], ["slow, pairs: 3 of 18 requests failed: status 500 instead of 200"])
        (pairs,) = found.measured("slow", "pairs")
        self.assertEqual((pairs["requests"], pairs["errors"]), (18, 3))

    def test_the_same_seed_gives_the_same_orders(self) -> None:
        def order(seed: int) -> list[str]:
            return Recorded(case_of(*TWO), settings=replace(SHORT, random_seed=seed)).names("pairs")

        self.assertEqual(order(1), order(1))
        self.assertGreater(len({tuple(order(seed)) for seed in range(12)}), 1)

    def test_requests_are_named_by_case_and_variant_and_sent_as_a_browser_does(self) -> None:
        block = Recorded(case_of("slow slow POST", "fast fast", knobs=[size_knob(ladder=[])])).blocks[0]
        request = block.request
        self.assertEqual((request.name, request.method, request.target), ("some-case slow", "POST", "/slow?n=20"))
        self.assertEqual(request.headers, {"Accept": BROWSER, "Accept-Encoding": "identity", "Cookie": "visitor=ann"})


class Pacing(unittest.TestCase):
    def paced(self, slow_us: int, **more: Any) -> list[Block]:
        found = Recorded(case_of(*TWO), lambda block: Took((slow_us if "slow" in block.request.name else 50,) * 5), settings=replace(SHORT, **more))
        return [block for block in found.blocks if purpose_of(block) == "paced"]

    def test_all_variants_get_half_of_what_one_user_gets_from_the_slowest(self) -> None:
        for slow_us, share, rate in ((40_000, 0.5, 12.5), (40_000, 0.25, 6.25), (700, 0.5, 0.5e6 / 700), (624, 0.5, 800.0), (100, 0.5, 800.0)):
            blocks = self.paced(slow_us, paced_share=share)
            self.assertEqual([block.request.name for block in blocks], ["some-case slow", "some-case fast"])
            self.assertEqual({round(block.rate_per_second or 0, 6) for block in blocks}, {round(rate, 6)}, slow_us)
            self.assertEqual({(block.seconds, block.minimum, block.users, block.longest_seconds) for block in blocks}, {(2.0, 1, 16, 8.0)})

    def test_a_rate_below_one_a_second_gets_time_for_a_request_up_to_three_seconds(self) -> None:
        for slow_us, seconds in ((500_000, 0.5), (1_000_000, 2.0), (1_250_000, 2.5), (2_000_000, 3.0)):
            blocks = self.paced(slow_us, paced_seconds=0.5)
            self.assertEqual({(round(block.seconds, 6), round(block.longest_seconds, 6)) for block in blocks}, {(seconds, 4 * seconds)})

    def test_without_a_time_there_is_no_rate(self) -> None:
        found = Recorded(case_of(*TWO), lambda block: Took((), {"status 500 instead of 200": 1}))
        self.assertEqual(found.names("paced"), [])
        self.assertEqual(found.names("capacity"), ["slow", "fast"])

    def test_only_the_times_at_the_defaults_set_the_pace(self) -> None:
        found = Recorded(case_of(*TWO), lambda block: Took((2_000 if purpose_of(block) == "pairs" else 900_000,) * 3))
        self.assertEqual({block.rate_per_second for block in found.blocks if purpose_of(block) == "paced"}, {250.0})


class AtOnce(unittest.TestCase):
    def test_only_cases_about_concurrency_are_measured_with_1_4_and_8_users(self) -> None:
        for more in ({"category": "concurrency"}, {"demo": [{"title": "one"}, {"title": "many", "at_once": 4}]}):
            found = Recorded(case_of(*TWO, **more))
            blocks = [block for block in found.blocks if purpose_of(block) == "at-once"]
            self.assertEqual([(block.users, block.request.name.split()[-1]) for block in blocks],
                             [(users, name) for users in (1, 4, 8) for name in ("slow", "fast", "fast", "slow")])
            self.assertEqual([block.minimum for block in blocks[::4]], [1, 4, 8])
            for name, us in (("slow", SLOW_US), ("fast", FAST_US)):
                measured = found.measured(name, "at-once")
                self.assertEqual([entry["load_model"]["users"] for entry in measured], [1, 4, 8])
                self.assertEqual({(entry["requests"], entry["seconds"], entry["throughput_per_second"]) for entry in measured}, {(10, 1.5, 6.667)})
        for more in ({}, {"category": "database"}, {"demo": [{"title": "one", "at_once": 1}]}):
            self.assertEqual([block for block in Recorded(case_of(*TWO, **more)).blocks if purpose_of(block) == "at-once"], [])

    def counted(self, reply: Callable[[Sent], Reply], **more: Any) -> Recorded:
        """A case whose demo sends several requests at once; `reply` is what the app says of them."""
        demo = [{"title": "one"}, {"title": "many", "at_once": 8}]
        return Recorded(case_of(*TWO, **{"demo": demo, **more}), reply=lambda sent: reply(sent) if sent.path.startswith("/api/") else Reply())

    def test_the_counts_of_several_requests_together_are_those_of_the_app(self) -> None:
        asked: list[Sent] = []

        def reply(sent: Sent) -> Reply:
            asked.append(sent)
            claims = [{"key": "rebuilds", "formula": "1", "relation": "equals", "expected": 1, "measured": 3, "holds": False}]
            return Reply(document={"at_once": {"knobs": {"n": "40", "dataset": "x1"}, "requests": 6, "equal": False, "variants": [
                {"name": "slow", "evidence": {"rebuilds": 6, "sql": 12}, "claims": []}, {"name": "fast", "evidence": {"rebuilds": 3}, "claims": claims}]}})

        about_one = {"variant": "fast", "key": "rebuilds", "formula": "1", "relation": "equals"}
        claims = [about_one, {**about_one, "when": "at_once"}, {**about_one, "variant": "slow", "when": "at_once"}]
        result = self.counted(reply, claims=claims, knobs=[size_knob(), {"name": "dataset", "kind": "dataset", "initial": "x1"}]).result
        knobs = {"n": 40, "dataset": "x1"}
        slow, fast = result["variants"]
        self.assertEqual(slow["at_once"], {"knobs": knobs, "requests": 6, "evidence": {"rebuilds": 6, "sql": 12}})
        self.assertEqual(fast["at_once"], {"knobs": knobs, "requests": 6, "evidence": {"rebuilds": 3}})
        self.assertNotIn("at_once", fast["claims"][0])
        self.assertEqual(fast["claims"][1]["observed"], [{"knobs": knobs, "value": 3, "expected": 1, "holds": False}])
        self.assertEqual((slow["claims"][0]["at_once"], slow["claims"][0]["observed"], slow["claims"][0]["reason"]),
                         (True, [], "the app did not check the claim"))
        self.assertEqual(unequal(result["equality"]), [{"knobs": knobs, "requests": 6, "equal": False}])
        self.assertEqual([(sent.method, sent.path, sent.query) for sent in asked], [("GET", "/api/examples/some-case/", {})])

    def test_it_asks_with_the_method_of_the_case_and_only_where_a_demo_sends_several(self) -> None:
        asked: list[Sent] = []
        for more in ({}, {"demo": [{"title": "one"}]}):
            Recorded(case_of("slow slow POST", "fast fast POST", unequal_because="a total", **more), reply=lambda sent: asked.append(sent) or Reply())
        self.assertEqual({sent.path for sent in asked}, {"/slow", "/fast"})
        asked.clear()
        Recorded(case_of("slow slow POST", "fast fast POST", demo=[{"title": "many", "at_once": 2}]), reply=lambda sent: asked.append(sent) or Reply())
        self.assertEqual([sent.method for sent in asked if sent.path == "/api/examples/some-case/"], ["POST"])

    def test_what_the_app_did_not_count_is_a_problem_and_no_number(self) -> None:
        for reply, problem in ((Reply(status=503), "requests at once were not counted: http://pages/api/examples/some-case/ returned 503"),
                               (Reply(status=404), "the app sent no requests at once"),
                               (Reply(document={}), "requests at once were not counted: the response is not as expected (KeyError: 'at_once')"),
                               (Reply(document=[1]), "requests at once were not counted: the response is not as expected (TypeError: list indices must be integers or slices, not str)"),
                               (Reply(document={"at_once": {"knobs": {}, "requests": 8, "equal": True, "variants": [{"name": "slow", "claims": []}]}}),
                                "requests at once were not counted: the response is not as expected (KeyError: 'evidence')")):
            result = self.counted(lambda sent: reply, claims=[{"variant": "fast", "key": "rebuilds", "formula": "1", "when": "at_once"}]).result
            self.assertIn(problem, result["problems"])
            self.assertEqual(result["variants"][1]["claims"][0]["reason"], problem)
            self.assertTrue(all("at_once" not in variant for variant in result["variants"]))
            self.assertTrue(all("requests" not in entry for entry in result["equality"]))

    def test_errors_are_in_the_measurement_and_named(self) -> None:
        found = Recorded(case_of(*TWO, category="concurrency"),
                         lambda block: Took((1_000,) * 5, {"status 503 instead of 200": 2}) if block.users == 8 and purpose_of(block) == "at-once" else usual(block))
        self.assertEqual([entry["errors"] for entry in found.measured("slow", "at-once")], [0, 0, 4])
        self.assertIn("slow, at-once: 4 of 14 requests failed: status 503 instead of 200", found.result["problems"])


class RightAnswers(unittest.TestCase):
    """What the recorder takes for the right response before it sends blocks."""

    def first(self, *replies: Reply) -> tuple[Recorded, Any]:
        left = list(replies)
        case = case_of("slow slow", knobs=[size_knob()])

        def run(recorder: CaseRecorder) -> Any:
            return recorder._request(case.variants[0], "/slow?n=20")

        found = Recorded(case, reply=lambda sent: left.pop(0) if left else Reply(), run=run)
        return found, found.result

    def test_a_body_that_depends_on_earlier_writes_is_not_expected_again(self) -> None:
        for method, reason, expected in (("POST", "a total", None), ("POST", "", zlib.crc32(b"a")), ("GET", "drawn at random", zlib.crc32(b"a"))):
            case = case_of(f"slow slow {method}", f"fast fast {method}", unequal_because=reason)
            found = Recorded(case, reply=lambda sent: Reply(body="a"))
            (checksum,) = {block.request.expected.checksum for block in found.blocks if block.request.name.endswith("slow")}
            self.assertEqual(checksum, expected, (method, reason))

    def test_two_that_agree_are_right(self) -> None:
        found, request = self.first(Reply(body="a"), Reply(body="a"))
        self.assertEqual(len(found.pages.sent), 2)
        self.assertEqual(found.pages.requests, 2)
        self.assertEqual((request.expected.status, request.expected.checksum), (200, zlib.crc32(b"a")))

    def test_one_that_went_wrong_is_outvoted(self) -> None:
        for bodies in ("xaa", "axa"):
            found, request = self.first(*(Reply(body=body) for body in bodies))
            self.assertEqual((len(found.pages.sent), request.expected.checksum), (3, zlib.crc32(b"a")))

    def test_a_page_that_is_another_each_time_is_held_to_its_status_alone(self) -> None:
        found, request = self.first(*(Reply(status=201, body=body) for body in "abcd"))
        self.assertEqual((len(found.pages.sent), request.expected.status, request.expected.checksum), (3, 201, None))

    def test_another_status_is_another_response(self) -> None:
        found, request = self.first(Reply(201, "a"), Reply(200, "a"), Reply(200, "a"))
        self.assertEqual((len(found.pages.sent), request.expected.status), (3, 200))

    def test_validators_are_sent_back_and_the_304_is_right(self) -> None:
        found, request = self.first(Reply(headers={"cache-control": "no-cache", "etag": '"7"'}), Reply(304))
        self.assertEqual(found.pages.sent[1].headers["If-None-Match"], '"7"')
        self.assertEqual((request.expected.status, request.expected.checksum, request.headers["If-None-Match"]), (304, zlib.crc32(b""), '"7"'))

    def test_validators_of_other_statuses_are_not(self) -> None:
        found, _ = self.first(*[Reply(201, headers={"cache-control": "no-cache", "etag": '"7"'})] * 2)
        self.assertNotIn("If-None-Match", found.pages.sent[1].headers)

    def test_an_error_is_a_problem_and_a_failed_request(self) -> None:
        for status in (400, 503):
            found, request = self.first(Reply(status))
            self.assertIsNone(request)
            self.assertEqual(found.problems, [f"slow at n=20 returned {status}"])
            self.assertEqual((found.generator.total.failed, found.pages.requests), (1, 1))
            self.assertEqual(found.generator.error_names, {("some-case slow", f"returned {status}"): 1})
        self.assertIsNotNone(self.first(Reply(399), Reply(399))[1])


class Floors(unittest.TestCase):
    def test_trivial_pages_are_measured_in_turn_there_and_back(self) -> None:
        case = case_of("slow slow POST", "fast fast", floors={"slow": "/floor/a", "fast": "/floor/b"})
        found = Recorded(case, run=CaseRecorder._measure_floors, settings=replace(SHORT, pairs=3))
        self.assertEqual(found.names("warm-up"), ["slow", "fast"])
        self.assertEqual(found.names("pairs"), ["slow", "fast", "fast", "slow", "slow", "fast"])
        self.assertEqual({(block.request.method, block.request.target) for block in found.blocks}, {("GET", "/floor/a"), ("GET", "/floor/b")})

    def test_each_is_a_measurement_of_its_variant(self) -> None:
        found = Recorded(case_of(*TWO, floors={"slow": "/floor/a", "fast": "/floor/b"}))
        for variant, us in (("slow", SLOW_US), ("fast", FAST_US)):
            (floor,) = found.measured(variant, "floor")
            self.assertEqual((floor["requests"], floor["service_time"]["histogram"]["maximum"]), (20, us))

    def test_without_them_nothing_is_requested(self) -> None:
        found = Recorded(case_of(*TWO), run=CaseRecorder._measure_floors)
        self.assertEqual((found.blocks, found.pages.sent), ([], []))


class Growing(unittest.TestCase):
    def test_each_ladder_is_climbed_with_all_variants_and_the_other_knobs_at_their_defaults(self) -> None:
        case = case_of(*TWO, knobs=[size_knob(), DATASET])

        def play(block: Block) -> Took:
            n = next((part.partition("=")[2] for part in block.request.target.partition("?")[2].split("&") if part.startswith("n=")), "0")
            return Took(tuple(int(n) * 100 + extra for extra in (0, 1, 2, 3)))

        found = Recorded(case, play)
        self.assertEqual([block.request.target for block in found.blocks if purpose_of(block) == "growth"], [
            f"/{name}?{query}" for query in ("n=10&dataset=x1", "n=40&dataset=x1", "n=160&dataset=x1", "n=20&dataset=x1", "n=20&dataset=x4",
                                             "n=20&dataset=x16") for name in ("slow", "fast")])
        curves = {(entry["variant"], entry["over"]): entry for entry in found.result["growth"] if entry["key"] == "service-time"}
        self.assertEqual(list(curves), [("slow", "n"), ("fast", "n"), ("slow", "dataset"), ("fast", "dataset")])
        self.assertEqual(curves[("slow", "n")]["points"],
                         [{"at": 10, "size": 10, "value": 1_001.5}, {"at": 40, "size": 40, "value": 4_001.5}, {"at": 160, "size": 160, "value": 16_001.5}])
        self.assertEqual(curves[("slow", "n")]["unit"], "us")
        self.assertEqual([entry["knobs"] for entry in found.measured("slow", "growth")][:2], [{"n": 10, "dataset": "x1"}, {"n": 40, "dataset": "x1"}])
        self.assertNotIn("first_byte", found.measured("slow", "growth")[0])
        self.assertIn("first_byte", found.measured("slow", "pairs")[0])

    def test_sizes_that_fail_are_no_points_and_one_point_is_no_curve(self) -> None:
        def growth(*failing: str) -> list[tuple[str, int]]:
            found = Recorded(case_of("slow slow", knobs=[size_knob()]), reply=lambda sent: Reply(500 if sent.query.get("n") in failing else 200))
            return [(entry["variant"], len(entry["points"])) for entry in found.result["growth"] if entry["key"] == "service-time"]

        self.assertEqual(growth("40"), [("slow", 2)])
        self.assertEqual(growth("40", "160"), [])

    def test_a_step_without_a_good_response_is_no_point(self) -> None:
        found = Recorded(case_of("slow slow", knobs=[size_knob()]),
                         lambda block: Took((), {"wrong": 1}) if block.request.target == "/slow?n=40" else usual(block))
        (entry,) = [entry for entry in found.result["growth"] if entry["key"] == "service-time"]
        self.assertEqual([point["at"] for point in entry["points"]], [10, 160])
        self.assertEqual(found.result["problems"], ["slow, growth: 1 of 1 requests failed: wrong"])


class GrowingTogether(unittest.TestCase):
    KNOBS = [size_knob(maximum=10_240), DATASET]

    def curves(self, knobs: list[dict[str, Any]] = KNOBS, us: Callable[[int], int] = lambda n: n, settings: Settings = SHORT,
               fails: int = 0, cpu: bool = True) -> dict[str, list[tuple[int, float]]]:
        def play(block: Block) -> Took:
            return Took((us(int(dict(part.split("=") for part in block.request.target.partition("?")[2].split("&"))["n"])),) * 3)

        def reply(sent: Sent) -> Reply:
            return Reply(500 if int(sent.query["n"]) == fails else 200, counts={"cpu-app": 3 * int(sent.query["n"])} if cpu else {})

        self.found = Recorded(case_of("slow slow", "fast fast", knobs=knobs), play, reply, settings, CaseRecorder._grow_together)
        return {f"{entry['variant']} {entry['key']} {entry['unit']} over {entry['over']}": [(point["at"], point["value"]) for point in entry["points"]]
                for entry in self.found.result}

    def test_size_and_stored_rows_go_up_together(self) -> None:
        reported = self.curves()
        self.assertEqual(list(reported), [f"{name} {key} us over n and dataset" for name in ("slow", "fast") for key in ("service-time", "cpu-app")])
        self.assertEqual(reported["slow service-time us over n and dataset"], [(640, 640), (2_560, 2_560), (10_240, 10_240)])
        self.assertEqual(reported["slow cpu-app us over n and dataset"], [(640, 1_920), (2_560, 7_680), (10_240, 30_720)])
        self.assertEqual([block.request.target for block in self.found.blocks][:3],
                         ["/slow?n=640&dataset=x1", "/slow?n=2560&dataset=x4", "/slow?n=10240&dataset=x16"])
        self.assertEqual({(sent.accept, sent.headers["Cookie"]) for sent in self.found.pages.sent if sent.probe}, {(BROWSER, "visitor=ann")})

    def test_only_where_the_case_has_both_ladders_and_the_run_is_not_quick(self) -> None:
        for knobs in ([size_knob(maximum=10_239), DATASET], [size_knob(maximum=None), DATASET], [size_knob(maximum=10_240)],
                      [size_knob(maximum=10_240), {**DATASET, "ladder": ["x1", "x4"]}], [{**size_knob(maximum=10_240), "kind": "dataset"}]):
            self.assertEqual(self.curves(knobs), {}, knobs)
        self.assertEqual(self.curves(settings=replace(SHORT, quick=True)), {})

    def test_a_step_that_took_longer_than_a_second_is_the_last(self) -> None:
        for us, longest, steps in ((1_000_000, 1.0, 3), (1_000_001, 1.0, 2), (500_000, 0.5, 3), (500_001, 0.5, 2)):
            reported = self.curves(us=lambda n: us if n == 2_560 else 5, settings=replace(SHORT, longest_growth_seconds=longest))
            self.assertEqual([len(points) for points in reported.values()], [steps] * 4)

    def test_a_step_that_fails_is_the_last(self) -> None:
        self.assertEqual([len(points) for points in self.curves(fails=10_240).values()], [2] * 4)
        self.assertEqual(self.curves(fails=2_560), {})

    def test_without_processor_time_there_is_no_curve_of_it(self) -> None:
        self.assertEqual(list(self.curves(cpu=False)), [f"{name} service-time us over n and dataset" for name in ("slow", "fast")])


class Walking(unittest.TestCase):
    PAGE = {"name": "page", "kind": "integer", "initial": 1, "ladder": []}

    def walk(self, last: int = 100, fails: int = 0, status: int = 400) -> Recorded:
        def reply(sent: Sent) -> Reply:
            page = int(sent.query.get("after", sent.query.get("page", "0")))
            return Reply(status if page == fails else 200, next_page=f"/fast?after={page + 1}" if page < last else None)

        return Recorded(case_of(*TWO, knobs=[self.PAGE]), lambda block: Took((int(block.request.target.rpartition("=")[2]) * 10,) * 3), reply)

    def test_pages_are_reached_by_the_links_of_the_fast_variant_and_measured_of_all(self) -> None:
        found = self.walk()
        curves = [entry for entry in found.result["growth"] if entry["over"] == "page"]
        self.assertEqual([(entry["variant"], entry["key"], entry["unit"]) for entry in curves],
                         [("slow", "service-time", "us"), ("fast", "service-time", "us")])
        self.assertEqual([(point["at"], point["value"]) for point in curves[0]["points"]], [(1, 10), (4, 40), (16, 160), (64, 640)])
        self.assertEqual([block.request.target for block in found.blocks if purpose_of(block) == "growth"][:4],
                         ["/slow?page=1", "/fast?page=1", "/slow?after=4", "/fast?after=4"])
        self.assertEqual([entry["knobs"] for entry in found.measured("slow", "growth")], [{"page": 1}, {"page": 4}, {"page": 16}, {"page": 64}])
        self.assertEqual(sum(sent.query.get("after") == "64" for sent in found.pages.sent if not sent.probe and sent.path == "/fast"), 3)
        self.assertNotIn("65", {sent.query.get("after") for sent in found.pages.sent})
        walked = [sent for sent in found.pages.sent if not sent.probe and "after" in sent.query and sent.accept == BROWSER]
        self.assertEqual({sent.headers["Cookie"] for sent in walked}, {"visitor=ann"})

    def test_a_walk_ends_where_the_links_end(self) -> None:
        for last, points in ((16, 3), (15, 2), (3, 0)):
            growth = [entry for entry in self.walk(last).result["growth"] if entry["over"] == "page"]
            self.assertEqual([len(entry["points"]) for entry in growth], [points] * 2 if points else [])

    def test_a_page_that_fails_ends_the_walk_and_is_a_problem(self) -> None:
        found = self.walk(fails=10)
        self.assertEqual([len(entry["points"]) for entry in found.result["growth"] if entry["over"] == "page"], [2, 2])
        self.assertEqual(found.result["problems"], ["page 10 returned 400"])
        self.assertNotIn("problems", self.walk(fails=10, status=399).result)

    def test_without_a_fast_variant_the_first_one_s_links_are_followed(self) -> None:
        found = Recorded(case_of("a slow", "b slow", knobs=[self.PAGE]), run=CaseRecorder._walk)
        self.assertEqual(found.pages.sent[0].path, "/a")

    def test_without_a_page_knob_nobody_walks(self) -> None:
        self.assertEqual(Recorded(case_of(*TWO), run=CaseRecorder._walk).result, [])


class Interventions(unittest.TestCase):
    """A change to the database, measured before and after."""

    DECLARED = [{"name": "index", "title": "an index", "path": "/test/index", "variant": "slow", "key": "rows-examined", "apply_sql": "CREATE INDEX"}]

    def measured(self, made: int = 200, undo: tuple[int, ...] = (409, 200), page: int = 200, key: bool = True) -> Recorded:
        left = list(undo)
        self.steps: list[str] = []
        applied: list[bool] = []

        def reply(sent: Sent) -> Reply:
            step = sent.path.removeprefix("/test/index")
            if step != sent.path:
                self.steps.append(f"{sent.method} {step} {sent.query['dataset']} {sent.headers['Accept']}")
                if step == "/apply":
                    applied.append(True)
                status = made if step == "/apply" else left.pop(0)
                return Reply(status, '{"us": 250000}' if step == "/apply" else '{"us": 70}')
            return Reply(page, counts={"rows-examined": 4 if applied else 900} if key else {})

        case = case_of("other fast", "slow slow", knobs=[size_knob(), DATASET, {**DATASET, "name": "shelf", "ladder": []}], interventions=self.DECLARED)
        return Recorded(case, lambda block: Took((100 if applied else 900,) * 3), reply, run=CaseRecorder._intervene)

    def test_it_is_measured_made_measured_again_and_taken_back_on_the_largest_data(self) -> None:
        found = self.measured()
        (reported,) = found.result
        self.assertEqual(self.steps, [f"POST /{step} x16 application/json" for step in ("undo", "apply", "undo")])
        self.assertEqual({key: reported[key] for key in ("name", "title", "variant", "key", "statement", "knobs", "made", "undone")}, {
            "name": "index", "title": "an index", "variant": "slow", "key": "rows-examined", "statement": "CREATE INDEX",
            "knobs": {"n": 20, "dataset": "x16", "shelf": "x1"}, "made": {"us": 250000}, "undone": {"us": 70},
        })
        for side, rows, us in (("before", 900, 900), ("after", 4, 100)):
            self.assertEqual(reported[side]["evidence"], {"rows-examined": rows})
            self.assertEqual((reported[side]["measurement"]["purpose"], reported[side]["measurement"]["service_time"]["histogram"]["maximum"]), ("intervention", us))
            self.assertEqual(reported[side]["measurement"]["knobs"], {"n": 20, "dataset": "x16", "shelf": "x1"})
        self.assertEqual({block.request.name for block in found.blocks}, {"some-case slow"})
        self.assertEqual([(block.request.target, block.seconds, block.minimum, block.longest_seconds) for block in found.blocks],
                         [("/slow?n=20&dataset=x16&shelf=x1", 1.0, 5, 10.0)] * 2)
        self.assertEqual(found.said.stages(), ["before an index", "applying an index", "applied in 0.25 s", "undoing an index"])
        self.assertEqual(found.pages.requests, 3 + 2 + 2 * 2)  # steps, evidence, and two for each right response

    def test_it_is_in_the_case_s_result(self) -> None:
        self.measured()
        reply = lambda sent: Reply(200, '{"us": 5}')  # noqa: E731
        result = Recorded(case_of(*TWO, knobs=[DATASET], interventions=self.DECLARED), reply=reply).result
        self.assertEqual([entry["name"] for entry in result["interventions"]], ["index"])

    def test_where_the_service_does_not_offer_it_that_is_a_problem(self) -> None:
        found = self.measured(undo=(404,))
        self.assertEqual((found.result, found.blocks), ([], []))
        self.assertEqual(found.problems, ["index: not applied, because the service offers it only in test mode"])

    def test_it_is_taken_back_when_it_went_wrong(self) -> None:
        for made, said in ((500, "returned 500"), (409, "it was applied by someone else in the meantime"), (201, "returned 201")):
            with self.assertRaisesRegex(ServiceError, said):
                self.measured(made)
            self.assertEqual([step.split()[1] for step in self.steps], ["/undo", "/apply", "/undo"])

    def test_what_somebody_else_has_taken_back_is_not_said_to_be_ours(self) -> None:
        (reported,) = self.measured(undo=(409, 409)).result
        self.assertNotIn("undone", reported)
        (reported,) = self.measured(undo=(200, 200)).result
        self.assertIn("undone", reported)

    def test_what_could_not_be_measured_is_left_out(self) -> None:
        (reported,) = self.measured(page=500).result
        self.assertNotIn("measurement", reported["before"])
        (reported,) = self.measured(key=False).result
        self.assertNotIn("evidence", reported["before"])


class Equality(unittest.TestCase):
    def reported(self, body: Callable[[Sent], str], **more: Any) -> Any:
        reply = lambda sent: Reply(500 if body(sent) == "fails" else 304 if body(sent) == "none" else 200, body(sent))  # noqa: E731
        return Recorded(case_of(*TWO, "third fast", knobs=[size_knob(ladder=[10, 40])], **more), reply=reply).result["equality"]

    def test_bodies_that_are_the_same_are_equal(self) -> None:
        reported = self.reported(lambda sent: sent.query.get("n", ""))
        self.assertEqual([(entry["knobs"], entry["equal"]) for entry in reported], [({"n": 20}, True), ({"n": 10}, True), ({"n": 40}, True)])
        self.assertEqual(reported[0]["bodies"], {"slow": "hash of 20", "fast": "hash of 20", "third": "hash of 20"})

    def test_one_that_differs_makes_them_unequal_at_that_size(self) -> None:
        for odd in ("/slow", "/fast", "/third"):
            reported = self.reported(lambda sent: "odd" if sent.path == odd and sent.query.get("n") == "40" else "same")
            self.assertEqual([entry["equal"] for entry in reported], [True, True, False])

    def test_where_they_may_differ_the_reason_is_kept_and_nothing_concluded(self) -> None:
        reported = self.reported(lambda sent: sent.path, unequal_because="answers are of other kinds")
        self.assertEqual([(entry["reason"], "equal" in entry) for entry in reported], [("answers are of other kinds", False)] * 3)

    def test_fewer_than_two_bodies_are_not_compared(self) -> None:
        self.assertEqual(self.reported(lambda sent: "fails" if sent.path != "/fast" else "same"), [])
        self.assertEqual(self.reported(lambda sent: "none" if sent.path != "/fast" else "same"), [])
        self.assertEqual([entry["equal"] for entry in self.reported(lambda sent: "fails" if sent.path == "/slow" else sent.path)], [False] * 3)


class Plans(unittest.TestCase):
    def test_the_plan_adds_up_what_is_measured(self) -> None:
        settings = replace(SHORT, block_seconds=1.5)
        each = 0.5 + 2.0 + 3.0
        for case, seconds in (
            (case_of("slow slow"), each),
            (case_of(*TWO), 2 * each + 2 * 3 * 0.5 + 2 * 4 * 2 * 1.5),
            (case_of("a slow", "b slow", "fast fast"), 3 * each + 3 * 3 * 0.5 + 3 * 4 * 2 * 1.5),
            (case_of("a slow", "b fast", "c fast"), 3 * each + 3 * 3 * 0.5 + 4 * 4 * 2 * 1.5),
            (case_of("slow slow", "other slow", knobs=[size_knob()]), 2 * each + 2 * 3 * 0.35),
            (case_of("slow slow", floors={"slow": "/floor"}), each + 0.5 + 4 * 1.5),
            (case_of("slow slow", category="concurrency"), each + 0.5 + 3 * 2 * 0.75),
        ):
            self.assertAlmostEqual(planned_seconds(case, settings), seconds)

    def test_published_runs_measure_longer_than_quick_ones(self) -> None:
        for name in ("pairs", "block_seconds", "block_minimum", "warm_up_seconds", "paced_seconds", "capacity_seconds", "at_once_seconds", "at_once_rounds", "growth_seconds", "growth_minimum"):
            self.assertGreater(getattr(PUBLISHED, name), getattr(QUICK, name), name)
        self.assertEqual((PUBLISHED.quick, QUICK.quick), (False, True))
        self.assertGreaterEqual(min(PUBLISHED.pairs, QUICK.pairs), 3)

    def test_settings_are_as_documented(self) -> None:
        section = (support.ROOT / "locust" / "README.md").read_text(encoding="utf-8").partition("### Settings\n")[2]
        documented = {name: values for name, *values in re.findall(r"^\| `(\w+)` \| (\S+) \| (\S+) \|", section, re.MULTILINE)}
        settings = {each.name: [str(getattr(made, each.name)) for made in (PUBLISHED, QUICK)] for each in fields(Settings) if each.name != "quick"}
        self.assertEqual(documented, settings)

    def test_a_run_file_has_the_settings_that_decide_its_ratios(self) -> None:
        self.assertEqual(QUICK.to_json(), {
            "random_seed": 20240229, "pairs": 4, "passes": 4, "block_seconds": 0.1, "block_minimum": 2, "warm_up_seconds": 0.05,
            "confidence": 0.95, "interval": "prediction", "generator_cpu_limit": 0.9,
        })

    def test_every_stage_is_shown(self) -> None:
        knobs = [size_knob(ladder=[10, 40], maximum=10_240), {**DATASET, "ladder": ["x1", "x4", "x16"]}]
        said = Recorded(case_of(*TWO, knobs=knobs, floors={"fast": "/floor"}), settings=replace(SHORT, pairs=2, passes=1)).said.stages()
        compared = ["fast against itself", "slow against fast"]
        self.assertEqual(sorted(said[2:4]), compared)
        self.assertEqual(said[:2] + compared + said[4:], [
            "evidence", "warm-up", *compared, "slow at 12.5 requests per second", "fast at 12.5 requests per second",
            "slow with 7 users", "fast with 7 users", "warm-up", "trivial pages, 1 of 2", "trivial pages, 2 of 2", "growth, n=10", "growth, n=40",
            "growth, dataset=x1", "growth, dataset=x4", "growth, dataset=x16",
            *(f"growth of {name}, n={n} with dataset={rows}" for name in ("slow", "fast") for n, rows in ((640, "x1"), (2_560, "x4"), (10_240, "x16"))),
        ])
        self.assertIn("growth, page=4", Recorded(case_of(*TWO, knobs=[Walking.PAGE]), reply=lambda sent: Reply(next_page="/fast")).said.stages())
        self.assertEqual(Recorded(case_of("slow slow"), run=CaseRecorder._measure_floors).said.stages(), [])


if __name__ == "__main__":
    unittest.main()
