"""The evidence of a case, asked for off the clock: which pages are asked for and how, and what the run keeps of them."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path
from typing import Any, Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_runs.catalogue import Case, KnobSpec, in_words
from caseload_runs.observe import (
    MAX_SAMPLES, claims, count_curves, curve, in_use, knobs_of, observations, observe, thinned, unequal, validators_of,
)
from caseload_detector.client import BROWSER
from caseload_detector.evidence import Digest
from playback import Pages, Reply, Sent, case_of, size_knob

DATASET = {"name": "dataset", "kind": "dataset", "initial": "x1", "ladder": ["x1", "x4", "x16"]}
REVISITED = {"cache-control": "no-cache", "etag": '"7"'}


def seen_of(case: Case, reply: Callable[[Sent], Reply] = lambda sent: Reply()) -> tuple[Any, list[Sent]]:
    pages = Pages(reply)
    return observe(case, pages, {"Cookie": "visitor=ann"}), pages.sent  # type: ignore[arg-type]


class Asking(unittest.TestCase):
    def test_each_ladder_is_requested_once_with_the_other_knobs_at_their_defaults(self) -> None:
        knobs = [size_knob(ladder=[10, 20, 40]), DATASET, {"name": "page", "kind": "integer", "initial": 1, "ladder": [1, 2]},
                 {"name": "genre", "kind": "text", "initial": ""}, {"name": "word", "kind": "text", "initial": "sea"}]
        start = {"n": 20, "dataset": "x1", "page": 1, "word": "sea"}
        self.assertEqual(knobs_of(case_of("slow slow", knobs=knobs)), [
            start, {**start, "n": 10}, {**start, "n": 40}, {**start, "dataset": "x4"}, {**start, "dataset": "x16"}])
        self.assertEqual(knobs_of(case_of("slow slow", knobs=[size_knob(ladder=[40])])), [{"n": 20}])

    def test_the_defaults_are_requested_cold_and_warm_and_the_rest_cold(self) -> None:
        case = case_of("slow slow", "fast fast POST", knobs=[size_knob(ladder=[10, 40])])
        observed, sent = seen_of(case)
        self.assertEqual([(each.method, each.path, each.query["n"]) for each in sent if each.probe], [
            ("GET", "/slow", "20"), ("GET", "/slow", "20"), ("POST", "/fast", "20"), ("POST", "/fast", "20"),
            ("GET", "/slow", "10"), ("POST", "/fast", "10"), ("GET", "/slow", "40"), ("POST", "/fast", "40"),
        ])
        self.assertEqual({each.headers["Cookie"] for each in sent}, {"visitor=ann"})
        self.assertIsNotNone(observed.get("slow", {"n": 20}, "warm"))
        self.assertIsNone(observed.get("slow", {"n": 10}, "warm"))

    def test_a_claim_about_warm_visits_has_everything_requested_warm(self) -> None:
        claim = {"variant": "slow", "key": "sql", "formula": "0"}
        for warm, visits in ((True, 6), (False, 4)):
            _, sent = seen_of(case_of("slow slow", knobs=[size_knob(ladder=[10, 40])], claims=[claim, {**claim, "warm": warm}]))
            self.assertEqual(sum(each.probe for each in sent), visits)

    def test_the_warm_visit_brings_the_validators_of_the_cold_one(self) -> None:
        _, sent = seen_of(case_of("slow slow", "fast fast"), lambda sent: Reply(headers=REVISITED if sent.path == "/slow" else {}))
        self.assertEqual([each.headers.get("If-None-Match") for each in sent if each.probe], [None, '"7"', None, None])

    def test_validators_of_a_page_that_must_be_revalidated(self) -> None:
        for headers, sent in (
            (REVISITED, {"If-None-Match": '"7"'}),
            ({"cache-control": "private, no-cache", "last-modified": "Tue"}, {"If-Modified-Since": "Tue"}),
            ({**REVISITED, "last-modified": "Tue"}, {"If-None-Match": '"7"'}),
            ({"cache-control": "no-cache"}, {}),
            ({"cache-control": "max-age=60", "etag": '"7"'}, {}),
            ({"etag": '"7"'}, {}),
        ):
            self.assertEqual(validators_of(headers), sent)

    def test_an_error_is_a_problem_and_no_observation(self) -> None:
        for status, problems in ((400, ["slow with n=20 returned 400", "slow with n=40 returned 400"]), (399, [])):
            observed, sent = seen_of(case_of("slow slow", "fast fast", knobs=[size_knob(ladder=[20, 40])]),
                                     lambda sent: Reply(status if sent.path == "/slow" else 200))
            self.assertEqual(observed.problems, problems)
            self.assertEqual(observed.get("slow", {"n": 40}, "cold") is None, bool(problems))
            self.assertIsNotNone(observed.get("fast", {"n": 40}, "cold"))
            self.assertEqual(sum(each.path == "/slow" for each in sent), 2 if problems else 3)

    def test_trivial_pages_are_requested_with_every_set_of_knobs(self) -> None:
        case = case_of("slow slow POST", "fast fast", knobs=[size_knob(ladder=[10])], floors={"slow": "/floor"})
        observed, sent = seen_of(case, lambda sent: Reply(counts={"sql": 5 if sent.path == "/floor" else 9}))
        self.assertEqual([(each.method, each.query["n"], each.headers["Cookie"]) for each in sent if each.path == "/floor"], [("GET", "20", "visitor=ann")])
        ((key, seen),) = observed.floors.items()
        self.assertEqual((key, seen.counts), (("slow", (("n", 20),)), {"sql": 5}))
        for status, problems in ((399, []), (400, ["the trivial page of slow returned 400"])):
            observed, _ = seen_of(case, lambda sent: Reply(status if sent.path == "/floor" else 200))
            self.assertEqual((observed.problems, len(observed.floors)), (problems, 1 - len(problems)))

    def test_nothing_but_the_variants_and_their_trivial_pages_is_requested(self) -> None:
        _, sent = seen_of(case_of("slow slow", "fast fast", knobs=[size_knob(ladder=[10])], floors={"slow": "/floor"}))
        self.assertEqual({(each.path, each.accept, each.probe) for each in sent}, {(path, BROWSER, True) for path in ("/slow", "/fast", "/floor")})

    def test_knobs_in_words(self) -> None:
        self.assertEqual([in_words({"n": 3, "dataset": "x1"}), in_words({})], ["n=3, dataset=x1", "no knobs"])


class Keeping(unittest.TestCase):
    def kept(self, reply: Callable[[Sent], Reply]) -> list[dict[str, Any]]:
        case = case_of("other slow", "slow slow", knobs=[size_knob(ladder=[10, 40])])
        return observations(seen_of(case, reply)[0], case.variants[1])

    def test_counts_status_and_body_are_kept_at_every_size(self) -> None:
        kept = self.kept(lambda sent: Reply(203, sent.query["n"] + "0", counts={"sql": int(sent.query["n"])} if sent.path == "/slow" else {}))
        self.assertEqual([(entry["knobs"], entry["visit"], entry["status"], entry["evidence"], entry["body_sha256"], entry["body_bytes"]) for entry in kept], [
            ({"n": 20}, "cold", 203, {"sql": 20}, "hash of 200", 3), ({"n": 20}, "warm", 203, {"sql": 20}, "hash of 200", 3),
            ({"n": 10}, "cold", 203, {"sql": 10}, "hash of 100", 3), ({"n": 40}, "cold", 203, {"sql": 40}, "hash of 400", 3),
        ])

    def test_what_a_page_does_not_report_is_omitted(self) -> None:
        for entry in self.kept(lambda sent: Reply(304)):
            self.assertEqual(set(entry), {"knobs", "visit", "status"})

    def test_phases_digests_and_memory_are_kept_at_the_defaults_and_memory_when_cold(self) -> None:
        digest = Digest("select 1", 3, write=True, distinct=2, rows=0, us=9, result_hash="kept elsewhere", scans=True, plan=[{"type": "ALL"}])
        kept = self.kept(lambda sent: Reply(phases={"db": 7, "total": 9}, digests=[digest, Digest("select 2", 1)], memory=[{"at_us": 1, "app": 2}]))
        cold, warm, *beyond = kept
        self.assertEqual(cold["phases"], [{"name": "db", "wall_us": 7}])
        self.assertEqual(cold["digests"], [
            {"text": "select 1", "write": True, "times": 3, "distinct": 2, "rows": 0, "us": 9, "explain": [{"type": "ALL"}]},
            {"text": "select 2", "write": False, "times": 1}])
        self.assertEqual(cold["memory"], [{"at_us": 1, "app": 2}])
        self.assertEqual([key in warm for key in ("phases", "digests", "memory")], [True, True, False])
        for entry in beyond:
            self.assertEqual([key in entry for key in ("phases", "digests", "memory")], [False] * 3)
        for entry in self.kept(lambda sent: Reply(phases={"total": 9}, digests=[], memory=[])):
            self.assertEqual([key in entry for key in ("phases", "digests", "memory")], [False] * 3)

    def test_of_many_samples_the_ends_and_the_highest_of_each_stretch_are_kept(self) -> None:
        for count in (MAX_SAMPLES, MAX_SAMPLES + 1, 3 * MAX_SAMPLES + 5):
            samples = [{"at_us": at, "app": at % 11, "driver": 5 * (at % 7), "render": 900 if at == count - 3 else 0} for at in range(count)]
            kept = thinned(samples)
            self.assertEqual(len(kept), MAX_SAMPLES)
            self.assertEqual((kept[0], kept[-1]), (samples[0], samples[-1]))
            self.assertIn(samples[count - 3], kept)
            self.assertEqual([entry["at_us"] for entry in kept], sorted({entry["at_us"] for entry in kept}))
        self.assertEqual(in_use({"at_us": 9_000, "app": 1, "render": 20, "driver": 300, "other": 4_000}), 321)
        self.assertEqual(in_use({"app": 1}), 1)


def checked(key: str = "sql", formula: str = "1 + n", relation: str = "equals", expected: int = 1, measured: int = 1) -> dict[str, Any]:
    """A claim as the app's document has it."""
    return {"key": key, "formula": formula, "relation": relation, "expected": expected, "measured": measured, "holds": expected == measured}


class Claims(unittest.TestCase):
    def claim(self, reply: Callable[[Sent], Reply], knobs: list[dict[str, Any]] | None = None, **claim: Any) -> dict[str, Any]:
        entry = {"variant": "slow", "key": "sql", "formula": "1 + n", **claim}
        case = case_of("slow slow", "fast fast", knobs=knobs or [size_knob(ladder=[10, 40])], claims=[entry, {**entry, "variant": "fast", "key": "rows"}],
                       floors={"slow": "/floor"})
        found = claims(seen_of(case, reply)[0], case.variants[0])
        self.assertEqual(len(found), 1)
        return found[0]

    def reasons(self, reply: Callable[[Sent], Reply], **claim: Any) -> set[str]:
        record = self.claim(reply, **claim)
        self.assertEqual([entry for entry in record["observed"] if "expected" in entry or "holds" in entry], [])
        return {entry["reason"] for entry in record["observed"]}

    def test_what_the_app_expected_is_copied_whatever_the_formula_says(self) -> None:
        for formula in ("1 + n", "authors + all books", "min(n, 3) (three of them)"):
            record = self.claim(lambda sent: Reply(claims=[checked(formula=formula, relation="at_most", expected=7, measured=int(sent.query["n"]))]),
                                formula=formula, relation="at_most")
            self.assertEqual(record, {"key": "sql", "formula": formula, "relation": "at_most", "observed": [
                {"knobs": {"n": n}, "value": n, "expected": 7, "holds": False} for n in (20, 10, 40)]})
        self.assertEqual(self.claim(lambda sent: Reply(claims=[checked(expected=4, measured=4)]))["observed"][0],
                         {"knobs": {"n": 20}, "value": 4, "expected": 4, "holds": True})

    def test_the_result_of_another_claim_is_not_taken_for_it(self) -> None:
        for other in ({"key": "rows"}, {"formula": "2 + n"}, {"relation": "at_least"}):
            record = self.claim(lambda sent: Reply(claims=[checked(**other), checked(expected=5, measured=5)]))
            self.assertEqual({entry["expected"] for entry in record["observed"]}, {5})

    def test_a_response_from_a_cache_in_front_ran_no_query_and_was_not_checked(self) -> None:
        hit = {"cache-status": "nginx; hit"}
        reason = "served from a cache, so the request did not reach the app"
        self.assertEqual(self.claim(lambda sent: Reply(headers=hit))["observed"][0], {"knobs": {"n": 20}, "reason": reason, "value": 0})
        self.assertEqual(self.claim(lambda sent: Reply(headers=hit), key="rows")["observed"][0], {"knobs": {"n": 20}, "reason": reason})

    def test_every_other_request_that_the_app_did_not_check_says_why(self) -> None:
        counts = {"sql": 3}
        self.assertEqual(self.reasons(lambda sent: Reply(counts=counts)), {"the app has no evidence document for this request"})
        self.assertEqual(self.reasons(lambda sent: Reply(claims=[])), {"the app did not measure sql"})
        self.assertEqual(self.reasons(lambda sent: Reply(counts={**counts, "cache-miss": 1}, claims=[]), warm=True, when="warm"),
                         {"not a warm request, because some keys were not in the cache"})
        self.assertEqual(self.reasons(lambda sent: Reply(counts=counts, claims=[]), warm=True, when="revisit"),
                         {"not a revisit, because the first response had no validators"})
        self.assertEqual(self.reasons(lambda sent: Reply(counts=counts, claims=[])), {"the app did not check the claim"})
        record = self.claim(lambda sent: Reply(500))
        self.assertEqual((record["observed"], record["reason"]), ([], "every request that the claim is about failed"))

    def test_a_claim_is_about_cold_or_warm_requests_or_the_trivial_page(self) -> None:
        visits: dict[str, int] = {}

        def reply(sent: Sent) -> Reply:
            at = f"{sent.path} {sent.query.get('n')}"
            visits[at] = visits.get(at, 0) + sent.probe
            return Reply(claims=[checked(measured=100 if sent.path == "/floor" else visits[at])])

        for condition, value in (("", 1), ("warm", 2), ("on_floor", 100)):
            visits.clear()
            record = self.claim(reply, **({condition: True} if condition else {}))
            self.assertEqual([entry["value"] for entry in record["observed"]], [value] * 3)
            self.assertEqual([record.get(name) for name in ("warm", "on_floor")], [True if condition == name else None for name in ("warm", "on_floor")])


class Curves(unittest.TestCase):
    def test_a_curve_has_its_points_and_what_fits_them(self) -> None:
        knob = KnobSpec("n", "integer", 20)
        reported = curve("slow", "sql", "count", knob, [(10, 40 + 10), (40, 40 + 40), (160, 40 + 160), (640, 40 + 640)])
        self.assertEqual((reported["variant"], reported["key"], reported["unit"], reported["over"], reported["dex"]), ("slow", "sql", "count", "n", 1.0))
        self.assertEqual(reported["points"][1], {"at": 40, "size": 40, "value": 80})
        self.assertEqual(set(reported["exponent"]), {"value", "r_squared", "standard_error"})
        exact = curve("slow", "sql", "count", knob, [(10, 100), (40, 1_600), (160, 25_600)])
        self.assertEqual((exact["exponent"]["value"], exact["exponent"]["r_squared"]), (2.0, 1.0))
        self.assertEqual([key in curve("slow", "sql", "count", knob, [(10, 1), (40, 3)]) for key in ("exponent", "dex")], [False, False])
        self.assertEqual(curve("slow", "sql", "count", KnobSpec("dataset", "dataset", "x1"), [("x4", 1), ("x16", 3)])["points"][1]["size"], 16)

    def test_what_fits_is_rounded(self) -> None:
        reported = curve("slow", "sql", "count", KnobSpec("n", "integer", 20), [(10, 11), (40, 43), (160, 158), (640, 643)])
        self.assertEqual([reported["exponent"]["value"], reported["exponent"]["r_squared"], reported["exponent"]["standard_error"], reported["dex"]],
                         [round(reported["exponent"]["value"], 4), round(reported["exponent"]["r_squared"], 5), round(reported["exponent"]["standard_error"], 4), round(reported["dex"], 4)])
        self.assertNotEqual(reported["dex"], round(reported["dex"], 3))

    def test_counts_are_curves_where_every_step_has_them(self) -> None:
        def counted(*keys: str, lacking: str = "", **more: Any) -> list[tuple[str, str, str]]:
            case = case_of("slow slow", knobs=[size_knob()], **more)
            observed, _ = seen_of(case, lambda sent: Reply(counts={} if sent.query["n"] == lacking else {key: 3 for key in keys}))
            return [(entry["key"], entry["unit"], entry["over"]) for entry in count_curves(observed)]

        usual = {"sql": "count", "rows": "count", "rows-examined": "count", "db-bytes": "bytes", "bytes": "bytes", "mem-peak-driver": "bytes",
                 "mem-peak-app": "bytes", "mem-peak-render": "bytes", "cpu-app": "us"}
        self.assertEqual(counted(*usual, "jobs"), [(key, unit, "n") for key, unit in usual.items()])
        self.assertEqual(counted("sql", "jobs", claims=[{"variant": "slow", "key": "jobs", "formula": "1"}]), [("sql", "count", "n"), ("jobs", "count", "n")])
        self.assertEqual(counted("sql", "log-bytes", growth=[{"key": "log-bytes"}, {"key": "sql"}]), [("sql", "count", "n"), ("log-bytes", "bytes", "n")])
        self.assertEqual(counted("mem-bytes", "cpu-render", growth=[{"key": "mem-bytes"}, {"key": "cpu-render"}]), [("mem-bytes", "bytes", "n"), ("cpu-render", "us", "n")])
        self.assertEqual(counted("sql", lacking="40"), [])

    def test_a_count_of_nothing_is_a_point_and_one_below_is_none(self) -> None:
        for value, curves in ((0, 1), (-1, 0)):
            observed, _ = seen_of(case_of("slow slow", knobs=[size_knob()]), lambda sent: Reply(counts={"sql": value}))
            self.assertEqual(len(count_curves(observed)), curves)

    def test_all_variants_and_ladders_have_theirs_of_cold_visits(self) -> None:
        visits: dict[str, int] = {}

        def reply(sent: Sent) -> Reply:
            at = f"{sent.path} {sorted(sent.query.items())}"
            visits[at] = visits.get(at, 0) + sent.probe
            return Reply(counts={"sql": visits[at] * int(sent.query["n"]) * int(sent.query["dataset"][1:])})

        observed, _ = seen_of(case_of("slow slow", "fast fast", knobs=[size_knob(), DATASET]), reply)
        self.assertEqual({(entry["variant"], entry["over"]): [point["value"] for point in entry["points"]] for entry in count_curves(observed)}, {
            (name, over): values for over, values in (("n", [10, 40, 160]), ("dataset", [20, 80, 320])) for name in ("slow", "fast")})

    def test_only_what_was_found_to_differ_is_unequal(self) -> None:
        reported = [{"equal": True}, {"equal": False, "at": 2}, {"reason": "of other kinds"}]
        self.assertEqual(unequal(reported), [{"equal": False, "at": 2}])


if __name__ == "__main__":
    unittest.main()
