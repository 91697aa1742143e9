"""How a count that other traffic disturbs becomes the page's own. The sources count what the test says."""

from __future__ import annotations

import itertools
import unittest
from typing import Any, Callable, Mapping
from unittest import mock

import servers

servers.prepare_path()

from caseload_detector.dossier import Dossier
from caseload_detector.judge import judge
from caseload_detector.pages import Page
from caseload_detector.evidence import Digest, Observation
from caseload_detector.sources import Sight, Trace
from caseload_detector.sources.measuring import MAX_REPEATS, Measuring, at_least
from caseload_detector.sources.tally import Tally, add_to
from caseload_detector.sources.texts import normalised
from caseload_detector.sources.traffic import TOO_MUCH, OtherTraffic

LOOKUP, LIST, OTHER = "select name from author where id = ?", "select id from book", "select total from cart"


def tally_of(counts: Mapping[str, int]) -> Tally:
    tally = Tally()
    for text, times in counts.items():
        for _ in range(times):
            tally.add(normalised(text), rows=2, examined=10, us=5)
    return tally


class Scripted:
    """Sees one after the other of these counts; the last one again and again."""

    name = "scripted"
    shared = True

    def __init__(self, *counts: Mapping[str, int] | str) -> None:
        self._counts = list(counts)
        self.calls: list[str] = []
        self.traffic = OtherTraffic()

    def idle(self, seconds: float, counts: Mapping[str, int]) -> "Scripted":
        self.traffic.add(seconds, tally_of(counts))
        return self

    def open(self) -> None: ...
    def close(self) -> None: ...
    def rest(self, seconds: float) -> None: ...

    def headers(self, trace: Trace) -> dict[str, str]:
        return {"traceparent": trace.header}

    def before(self) -> None:
        self.calls.append("before")

    def after(self, seen: Observation) -> None:
        self.calls.append("after")
        counts = self._counts.pop(0) if len(self._counts) > 1 else self._counts[0]
        if isinstance(counts, str):
            seen.doubts.append(counts)
        else:
            add_to(seen, tally_of(counts))

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> Sight:
        raise AssertionError("not called")


class Service:
    def __init__(self, **of_the_header: Any) -> None:
        self.headers: list[Mapping[str, str]] = []
        self._of_the_header = of_the_header

    def __call__(self, headers: Mapping[str, str]) -> tuple[Observation, str | None]:
        self.headers.append(headers)
        return Observation("", 200, total_us=100_000, **self._of_the_header), "/next"


def measure(source: Scripted, repeat: bool = True, **of_the_header: Any) -> tuple[dict[str, int] | None, Observation, Service]:
    service = Service(**of_the_header)
    seen, link = Measuring([source]).request(service, repeat)
    assert link == "/next"
    return None if seen.digests is None else {digest.text: digest.times for digest in seen.digests}, seen, service


class Repeats(unittest.TestCase):
    def test_three_repeats_that_agree_are_enough(self) -> None:
        source = Scripted({LIST: 1, LOOKUP: 10})
        times, seen, service = measure(source)
        self.assertEqual(times, {LIST: 1, LOOKUP: 10})
        self.assertEqual((seen.counts["sql"], seen.counts["rows"], seen.counts["rows-examined"], seen.doubts), (11, 22, 110, []))
        self.assertEqual(source.calls, ["before", "after"] * 3)
        self.assertEqual(len({headers["traceparent"] for headers in service.headers}), 3)

    def test_the_lowest_count_is_kept_and_what_one_repeat_lacks_is_other_traffic(self) -> None:
        times, seen, service = measure(Scripted({LIST: 2, LOOKUP: 10}, {LIST: 1, LOOKUP: 13, OTHER: 4}, {LIST: 1, LOOKUP: 10}))
        self.assertEqual(times, {LIST: 1, LOOKUP: 10})
        self.assertEqual(seen.counts["rows"], 22)
        self.assertEqual(len(service.headers), 3)

    def test_a_minimum_that_was_seen_once_is_confirmed_by_more_repeats(self) -> None:
        times, _, service = measure(Scripted({LIST: 1, OTHER: 1}, {LIST: 1, OTHER: 2}, {LIST: 1}, {LIST: 1}))
        self.assertEqual((times, len(service.headers)), ({LIST: 1}, 4))

    def test_repeats_that_never_agree_give_no_counts_but_the_reason(self) -> None:
        times, seen, service = measure(Scripted(*({LIST: 1, LOOKUP: 20 - number} for number in range(MAX_REPEATS))))
        self.assertEqual((times, len(service.headers)), (None, MAX_REPEATS))
        self.assertEqual(seen.counts, {})
        self.assertTrue(seen.doubts[0].startswith(TOO_MUCH), seen.doubts)

    def test_a_repeat_with_a_doubt_does_not_count(self) -> None:
        times, seen, _ = measure(Scripted("1 query is missing", {LIST: 1}, {LIST: 1}))
        self.assertEqual((times, seen.doubts), ({LIST: 1}, []))
        times, seen, _ = measure(Scripted("1 query is missing"))
        self.assertEqual((times, seen.doubts), (None, ["1 query is missing"]))

    def test_repeats_that_got_different_pages_give_no_counts_but_the_reason(self) -> None:
        for others, said in (({"status": 500}, "status 200 and 500"), ({"status": 302}, "status 200 and 302"), ({"login_form": True}, "a login form"), ({"items": 0}, "160 entries and with none")):
            responses = [{}, others, {}]  # the session expired, or the service fails now and then
            seen, _ = Measuring([Scripted({LIST: 1, LOOKUP: 160}, {LIST: 1}, {LIST: 1})]).request(lambda headers: (Observation("", **{"status": 200, "items": 160, **responses.pop(0)}), None))
            self.assertIsNone(seen.digests, others)
            self.assertIn(said, seen.doubts[0])
        unchanged = [200, 304, 304]
        seen, _ = Measuring([Scripted({LIST: 1})]).request(lambda headers: (Observation("", unchanged.pop(0)), None))
        self.assertEqual(seen.doubts, [])

    def test_what_must_not_be_repeated_is_requested_once(self) -> None:
        times, _, service = measure(Scripted({LIST: 3}), repeat=False)
        self.assertEqual((times, len(service.headers)), ({LIST: 3}, 1))

    def test_counters_of_the_whole_server_come_from_a_repeat_without_other_traffic(self) -> None:
        class Counting(Scripted):
            def after(self, seen: Observation) -> None:
                super().after(seen)
                seen.counts["db-bytes"] = 100 * seen.counts["sql"]

        _, seen, _ = measure(Counting({LIST: 1, OTHER: 1}, {LIST: 1}, {LIST: 1}))
        self.assertEqual(seen.counts["db-bytes"], 100)
        _, seen, _ = measure(Counting({LIST: 1, "select 1 from a": 1}, {LIST: 1, "select 1 from b": 1}, {LIST: 1, "select 1 from c": 1}))
        self.assertNotIn("db-bytes", seen.counts)


class Rates(unittest.TestCase):
    """A request of 100 ms, by the clock of the test, in the time of which other traffic is likely."""

    def setUp(self) -> None:
        self.enterContext(mock.patch("caseload_detector.sources.measuring.time.perf_counter", side_effect=itertools.count(0, 0.1)))

    def test_what_may_be_other_traffic_alone_is_left_out(self) -> None:
        times, _, _ = measure(Scripted({LIST: 1, OTHER: 1}).idle(1.0, {OTHER: 30}))
        self.assertEqual(times, {LIST: 1})

    def test_what_is_known_to_be_other_traffic_need_not_agree(self) -> None:
        times, seen, _ = measure(Scripted(*({LIST: 1, LOOKUP: 7, OTHER: 4 - number % 4} for number in range(5)), {LIST: 1, LOOKUP: 7, OTHER: 6}).idle(1.0, {OTHER: 30}))
        self.assertEqual((times, seen.doubts), ({LIST: 1, LOOKUP: 7}, []))

    def test_what_runs_more_often_than_other_traffic_could_is_kept(self) -> None:
        times, _, service = measure(Scripted({LIST: 1, LOOKUP: 40}).idle(1.0, {LIST: 6, LOOKUP: 100}))
        self.assertEqual((times, len(service.headers)), ({LIST: 1, LOOKUP: 40}, 9))  # nine repeats decide about the list

    def test_what_only_chance_would_show_so_often_and_repeats_do_not_decide_is_not_judged(self) -> None:
        times, seen, service = measure(Scripted({LIST: 1, LOOKUP: 40}).idle(1.0, {LIST: 12}))
        self.assertEqual((times, len(service.headers)), (None, MAX_REPEATS))
        self.assertIn("whether a query is the page's", seen.doubts[0])

    def test_a_query_that_was_not_seen_before_may_be_other_traffic_too(self) -> None:
        times, _, service = measure(Scripted({LIST: 1, "select 1 from rare": 1}, {LIST: 1, "select 1 from rare": 1}, {LIST: 1, "select 1 from rare": 1}, {LIST: 1})
                                    .idle(0.5, {OTHER: 3}))
        self.assertEqual((times, len(service.headers)), ({LIST: 1}, 5))  # two that lack it

    def test_a_part_that_hardly_matters_is_kept(self) -> None:
        times, _, _ = measure(Scripted({LOOKUP: 103}, {LOOKUP: 101}, {LOOKUP: 101}).idle(1.0, {LOOKUP: 30}))
        self.assertEqual(times, {LOOKUP: 101})

    def test_a_burst_of_other_traffic_is_not_taken_for_the_page_s(self) -> None:
        times, seen, _ = measure(Scripted({LIST: 1, OTHER: 15}, {LIST: 1, OTHER: 12}, {LIST: 1, OTHER: 12}).idle(1.0, {OTHER: 30}))
        self.assertIsNone(times)
        self.assertTrue(seen.doubts[0].startswith(TOO_MUCH), seen.doubts)

    def test_a_part_that_matters_is_too_much_unless_all_repeats_agree(self) -> None:
        times, seen, _ = measure(Scripted({LOOKUP: 45}, {LOOKUP: 40}, {LOOKUP: 40}).idle(1.0, {LOOKUP: 100}))
        self.assertIsNone(times)
        self.assertIn("about 10 times during the request, which runs it 40 times", seen.doubts[0])

    def test_probabilities(self) -> None:
        for times, expected, probability in ((0, 3.0, 1.0), (1, 1.0, 0.632), (3, 1.0, 0.080), (10, 10.0, 0.542), (1000, 10.0, 0.0)):
            self.assertAlmostEqual(at_least(times, expected), probability, 3)

    def test_rare_traffic_changes_nothing(self) -> None:
        times, _, _ = measure(Scripted({LIST: 1, LOOKUP: 7}).idle(1.0, {LIST: 3, LOOKUP: 2}))
        self.assertEqual(times, {LIST: 1, LOOKUP: 7})

    def test_the_cold_request_has_other_traffic_removed_afterwards(self) -> None:
        source = Scripted({LIST: 1, LOOKUP: 9, OTHER: 2, "select ? from cold": 1}, {LIST: 1, LOOKUP: 7}).idle(1.0, {OTHER: 4, LOOKUP: 1})
        measuring = Measuring([source])
        cold, _ = measuring.request(Service(), repeat=False)
        warm, _ = measuring.request(Service())
        measuring.correct_cold(cold, warm)
        self.assertEqual({digest.text: digest.times for digest in cold.digests or []}, {LIST: 1, LOOKUP: 7, "select ? from cold": 1})
        self.assertEqual(cold.counts["sql"], 9)


    def test_a_page_that_writes_has_other_traffic_removed_unless_it_runs_far_more(self) -> None:
        write = "update book set title = ? where id = ?"
        times, seen, service = measure(Scripted({write: 30, LIST: 1, OTHER: 3, LOOKUP: 30}).idle(10.0, {OTHER: 4, LOOKUP: 1}), repeat=False)
        self.assertEqual((times, len(service.headers)), ({write: 30, LIST: 1, LOOKUP: 30}, 1))
        self.assertEqual((seen.counts["sql"], seen.counts["commits"]), (61, 30))

    def test_an_error_is_not_repeated(self) -> None:
        sent: list[Mapping[str, str]] = []
        Measuring([Scripted({LIST: 1})]).request(lambda headers: (sent.append(headers) or Observation("", 500), None))
        self.assertEqual(len(sent), 1)


class Verdicts(unittest.TestCase):
    def test_what_is_not_judged_because_of_other_traffic_says_so(self) -> None:
        measuring = Measuring([Scripted(*({LIST: 1, LOOKUP: 20 - number} for number in range(MAX_REPEATS)), {LIST: 1})])
        dossier = Dossier(Page("/"), measuring.request(Service())[0])
        verdict = judge(dossier)
        self.assertIn(TOO_MUCH, verdict.not_judged["n-plus-one"])
        self.assertNotIn(TOO_MUCH, verdict.not_judged["background-task"])
        self.assertEqual(verdict.labels, set())


class Combining(unittest.TestCase):
    def test_what_the_service_reports_is_kept_and_completed(self) -> None:
        known = [Digest(LOOKUP, 10, rows=3), Digest(LIST, 2)]
        times, seen, _ = measure(Scripted({LOOKUP: 10, LIST: 1}), digests=known, counts={"sql": 12})
        self.assertEqual(times, {LOOKUP: 10, LIST: 2})
        self.assertEqual([(digest.rows, digest.rows_examined) for digest in seen.digests or []], [(3, 100), (None, None)])  # the second ran another number of times
        self.assertEqual(seen.counts["sql"], 12)

    def test_sources_that_know_their_own_requests_need_no_repeats(self) -> None:
        source = Scripted({LIST: 1})
        source.shared = False
        times, _, service = measure(source)
        self.assertEqual((times, len(service.headers)), ({LIST: 1}, 1))

    def test_without_sources_a_request_is_sent_as_it_is(self) -> None:
        service = Service()
        Measuring([]).request(service)
        self.assertEqual(service.headers, [{}])


if __name__ == "__main__":
    unittest.main()
