"""Runs: what `locust/load` writes keeps to the schema, and so does every committed run."""

from __future__ import annotations

import copy
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

import jsonschema

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_detector.client import Client
from caseload_detector.evidence import Observation, add_document
from caseload_runs.histogram import Histogram
from caseload_runs.catalogue import cases_from
from caseload_runs.environment import is_clean, output_of
from caseload_runs.observe import MAX_SAMPLES, Observed, observations, thinned
from caseload_runs.progress import duration
from caseload_runs.run_file import write_run

RUNS = support.ROOT / "docs" / "runs"
LOAD = str(support.LOCUST / "load")
DETECT = str(support.LOCUST / "detect")


def schema(name: str) -> dict[str, Any]:
    return json.loads((RUNS / name).read_text(encoding="utf-8"))


def strict(text: str) -> Any:
    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


def check(run: Any) -> None:
    jsonschema.Draft202012Validator(schema("run.schema.json")).validate(run)


def load(host: str, folder: str, *more: str) -> tuple[int, str]:
    done = support.run(support.PYTHON, LOAD, "--host", host, "--quick", "--runs", folder, *more)
    return done.returncode, done.stdout + done.stderr


class Schemas(unittest.TestCase):
    def test_schemas_are_schemas(self) -> None:
        for name in ("run.schema.json", "evidence.schema.json"):
            jsonschema.Draft202012Validator.check_schema(schema(name))

    def test_committed_runs_keep_to_the_schema_and_are_strict_json(self) -> None:
        """The newest in `make test`, all in `make check`: a run takes seconds."""
        files = sorted(file for file in RUNS.glob("*.json") if not file.name.endswith(".schema.json"))
        for file in files if os.environ.get("CASELOAD_TEST_ALL") else files[-1:]:
            with self.subTest(file.name):
                run = strict(file.read_text(encoding="utf-8"))
                check(run)
                self.assertEqual(run["id"], file.stem)

    def test_a_service_s_evidence_keeps_to_its_schema(self) -> None:
        with support.FakeService(cases="n-plus-one") as service:
            client = Client(service.host)
            _, fields, _, _, _ = client.send("GET", "/cases/n-plus-one/slow", {"Probe": "1"})
            document = client.get_json("/evidence/" + fields["x-request-id"])
            client.close()
        jsonschema.Draft202012Validator(schema("evidence.schema.json")).validate(document)


class Samples(unittest.TestCase):
    def test_a_long_series_keeps_its_ends_and_its_peak(self) -> None:
        samples = [{"at_us": at, "app": 10, "driver": 5_000 if at == 777 else at % 7} for at in range(1_000)]
        kept = thinned(samples)
        self.assertEqual(len(kept), MAX_SAMPLES)
        self.assertEqual([kept[0], kept[-1]], [samples[0], samples[-1]])
        self.assertIn(samples[777], kept)
        self.assertEqual(kept, sorted(kept, key=lambda sample: sample["at_us"]))
        self.assertEqual(thinned(samples[:MAX_SAMPLES]), samples[:MAX_SAMPLES])

    def test_plans_and_memory_are_recorded_at_the_defaults_alone(self) -> None:
        (case,) = cases_from({"cases": [{"slug": "x", "title": "X", "variants": [{"name": "slow", "pace": "slow", "path": "/x"}],
                                         "knobs": [{"name": "n", "kind": "integer", "initial": 10, "ladder": [10, 40]}]}]})
        observed = Observed(case)
        document = {"digests": [{"text": "select 1", "times": 1, "explain": [{"node": "table", "access": "ALL"}]}],
                    "memory": {"samples": [{"at_us": 0, "app": 1}, {"at_us": 5, "app": 2}]}}
        for n in (10, 40):
            seen = Observation("", 200)
            add_document(seen, document)
            observed.put("slow", {"n": n}, "cold", seen)
        at_default, beyond = observations(observed, case.variants[0])
        self.assertEqual(at_default["digests"][0]["explain"], document["digests"][0]["explain"])
        self.assertEqual(at_default["memory"], document["memory"]["samples"])
        self.assertNotIn("digests", beyond)
        self.assertNotIn("memory", beyond)
        wanted = {**schema("run.schema.json"), "$ref": "#/$defs/observation"}
        for key in ("required", "properties", "additionalProperties", "type"):
            wanted.pop(key)
        jsonschema.Draft202012Validator(wanted).validate(at_default)


class ARun(unittest.TestCase):
    """One run of five cases, looked at from many sides."""

    @classmethod
    def setUpClass(cls) -> None:
        with support.FakeService(cases="n-plus-one,conditional-request,pagination,middleware,response-cache") as service, tempfile.TemporaryDirectory() as folder:
            cls.code, cls.said = load(service.host, folder)
            (file,) = Path(folder).glob("*.json")
            cls.name = file.stem
            cls.run_ = strict(file.read_text(encoding="utf-8"))
        cls.cases = {case["slug"]: case for case in cls.run_["cases"]}

    def variant(self, slug: str, name: str) -> dict[str, Any]:
        return next(variant for variant in self.cases[slug]["variants"] if variant["name"] == name)

    def test_keeps_to_the_schema_and_passes(self) -> None:
        self.assertEqual(self.code, 0, self.said)
        check(self.run_)
        self.assertEqual(self.run_["id"], self.name)

    def test_the_schema_would_notice(self) -> None:
        for break_it in (
            lambda run: run.update(schema=2),
            lambda run: run["cases"][0].update(extra=1),
            lambda run: run["cases"][0]["variants"][0]["measurements"][0].update(requests=-1),
            lambda run: run.pop("machine"),
        ):
            broken = copy.deepcopy(self.run_)
            break_it(broken)
            with self.assertRaises(jsonschema.ValidationError):
                check(broken)

    def test_pairs_ratio_and_noise(self) -> None:
        (entry,) = self.cases["n-plus-one"]["comparisons"]
        self.assertEqual([pair["pass"] for pair in entry["pairs"]], [1, 2, 3, 4])
        self.assertEqual({pair["order"] for pair in entry["pairs"]}, {"slow-fast", "fast-slow"})
        self.assertLessEqual(entry["ratio"]["low"], entry["ratio"]["median"])
        self.assertIn("noise", entry)
        self.assertIn(entry["conclusion"], ("slower", "no clear difference", "faster"))

    def test_load_models_are_named_and_both_times_kept(self) -> None:
        by_purpose = {entry["purpose"]: entry for entry in self.variant("n-plus-one", "fast")["measurements"]}
        self.assertEqual(by_purpose["pairs"]["load_model"], {"kind": "closed", "users": 1})
        self.assertEqual(by_purpose["paced"]["load_model"]["kind"], "paced")
        self.assertIn("response_time", by_purpose["paced"])
        self.assertNotIn("response_time", by_purpose["pairs"])
        self.assertIn("service_time", by_purpose["paced"])
        self.assertEqual(by_purpose["capacity"]["load_model"]["users"], 8)

    def test_times_from_the_intended_start_are_not_below_service_times(self) -> None:
        for variant in self.cases["n-plus-one"]["variants"]:
            for entry in variant["measurements"]:
                if entry["purpose"] == "paced":
                    service, response = (Histogram.from_json(entry[name]["histogram"]) for name in ("service_time", "response_time"))
                    self.assertEqual(service.count, response.count)
                    self.assertGreaterEqual(response.sum + response.count, service.sum)

    def test_percentiles_only_with_enough_requests(self) -> None:
        for case in self.run_["cases"]:
            for variant in case["variants"]:
                for entry in variant["measurements"]:
                    if "p99" in entry.get("service_time", {}).get("percentiles", {}):
                        self.assertGreaterEqual(entry["service_time"]["histogram"]["count"], 1_000)

    def test_growth_with_exponents(self) -> None:
        curve = next(entry for entry in self.cases["n-plus-one"]["growth"] if (entry["variant"], entry["key"]) == ("slow", "sql"))
        self.assertEqual([point["value"] for point in curve["points"]], [11, 41, 161, 641])
        self.assertAlmostEqual(curve["dex"], 1.0, places=3)
        self.assertAlmostEqual(curve["exponent"]["value"], 0.98, places=1)
        self.assertTrue(any(entry["key"] == "service-time" and entry["over"] == "dataset" for entry in self.cases["n-plus-one"]["growth"]))
        self.assertEqual(
            [point["at"] for entry in self.cases["pagination"]["growth"] if entry["over"] == "page" for point in entry["points"]][:4],
            [1, 4, 16, 64],
        )

    def test_claims_are_as_the_app_checked_them(self) -> None:
        queries, temporary_tables = self.variant("n-plus-one", "slow")["claims"]
        self.assertEqual({entry["knobs"]["n"] for entry in queries["observed"]}, {10, 20, 40, 160, 640})
        for entry in queries["observed"]:
            self.assertEqual((entry["value"], entry["expected"], entry["holds"]), (entry["knobs"]["n"] + 1, entry["knobs"]["n"] + 1, True))
        self.assertEqual({entry["reason"] for entry in temporary_tables["observed"]}, {"the app did not measure tmp-table"})

    def test_every_claim_has_what_is_expected_or_a_reason(self) -> None:
        records = [(case["slug"], claim) for case in self.run_["cases"] for variant in case["variants"] for claim in variant["claims"]]
        self.assertEqual({slug for slug, _ in records}, {"n-plus-one", "conditional-request", "middleware", "response-cache"})
        for slug, claim in records:
            with self.subTest(slug, key=claim["key"]):
                support.assert_explained(self, claim)
        (nginx,) = self.variant("response-cache", "nginx")["claims"]
        self.assertEqual({(entry["reason"], entry["value"]) for entry in nginx["observed"]}, {("served from a cache, so the request did not reach the app", 0)})
        (revisit,), (no_validators,) = (self.variant("conditional-request", name)["claims"] for name in ("fast", "slow"))
        self.assertTrue(all(entry["holds"] for entry in revisit["observed"]))
        self.assertEqual({entry["reason"] for entry in no_validators["observed"]}, {"not a revisit, because the first response had no validators"})

    def test_a_trivial_page_behind_the_middleware_is_counted_and_measured(self) -> None:
        slow, fast = (self.variant("middleware", name) for name in ("slow", "fast"))
        (claim,) = slow["claims"]
        self.assertTrue(claim["on_floor"])
        self.assertTrue(claim["observed"])
        self.assertEqual({entry["value"] for entry in claim["observed"]}, {1})
        self.assertIn("floor", {entry["purpose"] for entry in slow["measurements"]})
        self.assertNotIn("floor", {entry["purpose"] for entry in fast["measurements"]})

    def test_bodies_are_compared_by_hash(self) -> None:
        for entry in self.cases["n-plus-one"]["equality"]:
            self.assertTrue(entry["equal"])
            self.assertEqual(len(set(entry["bodies"].values())), 1)

    def test_a_revisit_is_measured_with_validators(self) -> None:
        sizes = {name: next(entry["bytes"] for entry in self.variant("conditional-request", name)["measurements"]) for name in ("slow", "fast")}
        self.assertEqual(sizes["fast"], 0)
        self.assertGreater(sizes["slow"], 0)

    def test_verdicts_are_in_the_run_and_at_the_variant(self) -> None:
        self.assertTrue(self.run_["detection"]["score"]["passed"])
        self.assertEqual(self.variant("n-plus-one", "slow")["verdict"]["outcome"], "found")
        self.assertEqual(set(self.run_["detection"]["rival_scores"]), {"sentry", "perf-sentinel", "prosopite"})

    def test_the_generator_s_cpu_is_recorded(self) -> None:
        self.assertGreater(self.run_["generator"]["cpu_share"], 0)
        self.assertFalse(self.run_["generator"]["bottleneck"])

    def test_where_and_with_what_it_was_made(self) -> None:
        self.assertGreater(self.run_["machine"]["cores"], 0)
        self.assertIn("locust", self.run_["versions"])
        self.assertEqual(self.run_["settings"]["random_seed"], 20240229)

    def test_progress_says_case_stage_and_time_left(self) -> None:
        self.assertRegex(self.said, r"\[\d+/\d+\] [a-z-]+: .+ about .+ left")
        self.assertTrue(all(len(line) <= 100 for line in self.said.splitlines() if line.startswith(("case", "n-plus", "["))))


class RunsThatGoWrong(unittest.TestCase):
    def test_errors_are_1_and_stay_in_the_run(self) -> None:
        with support.FakeService("wrong-body", "iterator") as service, tempfile.TemporaryDirectory() as folder:
            code, said = load(service.host, folder, "--no-detection")
            (file,) = Path(folder).glob("*.json")
            run = strict(file.read_text())
        check(run)
        self.assertEqual(code, 1, said)
        self.assertGreater(run["errors"], 0)
        self.assertTrue(any("body" in entry["message"] for entry in run["error_kinds"]))

    def test_an_error_page_is_a_problem_and_not_a_number(self) -> None:
        with support.FakeService("error", "iterator") as service, tempfile.TemporaryDirectory() as folder:
            code, said = load(service.host, folder, "--no-detection")
            (file,) = Path(folder).glob("*.json")
            run = strict(file.read_text())
        check(run)
        self.assertNotEqual(code, 0, said)
        self.assertEqual(run["cases"][0]["comparisons"], [])
        self.assertTrue(any("returned 500" in text for text in run["cases"][0]["problems"]))

    def test_no_service_is_1(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            code, said = load(f"http://127.0.0.1:{support.free_port()}", folder)
            self.assertEqual(list(Path(folder).iterdir()), [])
        self.assertEqual(code, 1)
        self.assertIn("make run", said)

    def test_a_case_that_is_not_there_is_1_with_those_that_are_and_no_doubt_of_the_service(self) -> None:
        with support.FakeService(cases="iterator") as service, tempfile.TemporaryDirectory() as folder:
            code, said = load(service.host, folder, "--case", "no-such-case")
        self.assertEqual(code, 1)
        self.assertIn("unknown case: no-such-case; the cases are iterator", said)
        self.assertNotIn("Is the service running?", said)

    def test_a_run_is_never_written_over(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_run({"id": "a", "value": 1}, Path(folder))
            with self.assertRaises(FileExistsError):
                write_run({"id": "a", "value": 2}, Path(folder))
            self.assertEqual([file.name for file in Path(folder).iterdir()], ["a.json"])
            self.assertIn("1", (Path(folder) / "a.json").read_text())

    def test_the_folder_of_a_run_is_created_with_those_above_it(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.assertTrue(write_run({"id": "a"}, Path(folder) / "new" / "runs").is_file())

    def test_nan_and_infinity_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for value in (float("nan"), float("inf")):
                with self.assertRaises(ValueError):
                    write_run({"id": "b", "value": value}, Path(folder))
            self.assertEqual(list(Path(folder).iterdir()), [])


    def test_a_run_of_the_detector_counts_requests_that_failed(self) -> None:
        with support.FakeService("broken-fast", "background-task") as service, tempfile.TemporaryDirectory() as folder:
            support.run(support.PYTHON, DETECT, "--host", service.host, "--quick", "--runs", folder)
            (file,) = Path(folder).glob("*.json")
            run = strict(file.read_text())
            client = Client(service.host)
            served = client.get_json("/served")
            client.close()
        check(run)
        self.assertEqual({"requests": run["requests"], "errors": run["errors"]}, served)
        self.assertGreater(run["errors"], run["detection"]["score"]["not_judged"])


class Interrupted(unittest.TestCase):
    """Field report C14. Each signal comes when a certain line of progress was shown, wherever the run is then."""

    def interrupted(self, number: int, shown: str, *command: str) -> tuple[int, str, list[Any]]:
        with support.FakeService(cases="iterator,n-plus-one") as service, tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen([support.PYTHON, *command, "--host", service.host, "--runs", folder], cwd=support.ROOT,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            assert process.stderr is not None
            with process.stderr:
                for line in process.stderr:
                    if shown in line:
                        break
                process.send_signal(number)
                rest = [line for line in process.stderr if not re.match(r"\[\d+/\d+\]", line)]
            return process.wait(600), "".join(rest), [strict(file.read_text()) for file in Path(folder).glob("*.json")]

    def test_C14_a_load_run_keeps_what_it_measured(self) -> None:
        code, said, (run,) = self.interrupted(signal.SIGINT, "[2/", LOAD, "--quick", "--case", "iterator")  # after the first pass
        check(run)
        self.assertEqual(code, 130, said)
        self.assertRegex(said, r"\Aload: interrupted by SIGINT; what was measured is in [^\n]+\n\Z")
        self.assertEqual((run["interrupted"], run["doubts"][0]), ("SIGINT", "the run was interrupted by SIGINT"))
        for case in run["cases"]:
            (comparison,) = case["comparisons"]
            self.assertEqual({pair["pass"] for pair in comparison["pairs"]}, {1})
            self.assertNotIn("ratio", comparison)  # one pass has no interval
            self.assertTrue(case["variants"][0]["observations"])
        self.assertNotIn("detection", run)

    def test_C14_a_load_run_that_had_not_measured_anything(self) -> None:
        code, said, (run,) = self.interrupted(signal.SIGTERM, "[1/", LOAD, "--quick", "--case", "iterator")
        check(run)
        self.assertEqual((code, run["interrupted"]), (143, "SIGTERM"), said)

    def test_C14_verdicts_of_an_interrupted_detector_are_kept(self) -> None:
        code, said, (run,) = self.interrupted(signal.SIGINT, "[3/4]", DETECT)
        check(run)
        self.assertEqual((code, run["interrupted"]), (130, "SIGINT"), said)
        self.assertRegex(said, r"\Adetect: interrupted by SIGINT; \d pages were judged; run written to [^\n]+\n\Z")
        self.assertGreaterEqual(len(run["detection"]["pages"]), 2)

    def test_without_a_folder_for_runs_nothing_is_said_to_be_saved(self) -> None:
        with support.FakeService() as service:
            process = subprocess.Popen([support.PYTHON, DETECT, "--host", service.host], cwd=support.ROOT, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True)
            assert process.stderr is not None
            process.stderr.readline()
            process.send_signal(signal.SIGTERM)
            out, said = process.communicate(timeout=600)
        self.assertEqual((process.returncode, out), (143, ""))
        self.assertRegex(said.splitlines()[-1], "^detect: interrupted by SIGTERM; .*nothing was saved$")


class Checkout(unittest.TestCase):
    def test_what_earlier_runs_wrote_is_no_change_and_everything_else_is(self) -> None:
        for status, clean in (
            ("", True), ("?? docs/runs/20260101T000000Z-abc-load.json", True), ("?? docs/first-scores/2026-01-01.json", True),
            (" M docs/runs/run.schema.json", False), (" D docs/runs/a.json", False), ("?? docs/runs/notes.txt", False), ("?? docs/new.md", False),
            ("?? docs/runs/a.json\n M Makefile", False),
        ):
            self.assertEqual(is_clean(status), clean, status)

    def test_a_command_that_fails_or_does_not_exist_has_no_output(self) -> None:
        self.assertEqual(output_of("sh", "-c", "echo said; echo more >&2"), "said\nmore")
        self.assertEqual([output_of("sh", "-c", "echo said; exit 1"), output_of("no-such-command-as-this")], ["", ""])


class Words(unittest.TestCase):
    def test_durations(self) -> None:
        self.assertEqual([duration(seconds) for seconds in (4.4, 59.4, 61, 600)], ["4 s", "59 s", "1 min 01 s", "10 min 00 s"])




if __name__ == "__main__":
    unittest.main()
