"""`locust/detect`: passes when all is as it should be, and fails with a message that says where to look."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_runs import detect_command, report
from caseload_runs.catalogue import cases_from
from caseload_runs.first_score import first_score, scored_before, write_first_score
from caseload_runs.scoring import Judged, Truth, detection_json, scored, truth_of, truths_from
from caseload_detector.dossier import Dossier
from caseload_detector.finding import Finding, Verdict
from fixtures import QUIET, SLOW

SOME = "n-plus-one,iterator,response-cache"
DETECT = str(support.LOCUST / "detect")


def detect(service: support.FakeService, *more: str) -> tuple[int, str]:
    done = support.run(support.PYTHON, DETECT, "--host", service.host, "--quick", *more)
    return done.returncode, done.stdout + done.stderr


class Gate(unittest.TestCase):
    def test_passes_and_fits_100_columns(self) -> None:
        with support.FakeService(cases=SOME) as service:
            code, said = detect(service, "--details")
        self.assertEqual(code, 0, said)
        self.assertIn("pages with a mistake: 4 of 4 named, 4 of them with a single label; 0 half, 0 missed", said)
        self.assertIn("mode: blind", said)
        table = [line for line in said.splitlines() if line.startswith(("n-plus-one /", "page ", "---"))]
        self.assertTrue(table)
        self.assertIn("declared / found", said)
        self.assertIn("fixed thresholds on the same evidence", said)
        self.assertLessEqual(max(len(line) for line in table[:3]), 100)

    def test_a_broken_fast_variant_fails_and_says_where_to_look(self) -> None:
        with support.FakeService("loud-fast", SOME) as service:
            code, said = detect(service)
        self.assertEqual(code, 2, said)
        flat = " ".join(said.split())
        self.assertIn("false: n-plus-one, variant fast: n-plus-one:", flat)
        self.assertIn("fcgi-app/cases/n_plus_one/case.cpp", flat)

    def test_a_slow_variant_that_is_not_named_fails(self) -> None:
        with support.FakeService("quiet-slow", SOME) as service:
            code, said = detect(service)
        self.assertEqual(code, 2, said)
        self.assertIn("missed: n-plus-one, variant slow: expected n-plus-one, the detector said nothing", " ".join(said.split()))

    def test_a_page_never_seen_before_is_named_and_a_label_that_no_rule_has_fails(self) -> None:
        with support.FakeService("unseen") as service:
            code, said = detect(service)
        self.assertEqual(code, 2, said)
        flat = " ".join(said.split())
        self.assertIn("missed: wish-list, variant slow: expected wish-list, the detector said n-plus-one. Look at fcgi-app/cases/wish_list/case.cpp", flat)
        self.assertIn("No rule has the label wish-list: if a label that the detector found means the same problem, declare that one; otherwise", flat)
        self.assertIn("false: wish-list, variant slow: n-plus-one:", flat)

    def test_a_page_that_returns_an_error_is_not_silent(self) -> None:
        with support.FakeService("broken-fast", "background-task") as service:
            code, said = detect(service)
        self.assertEqual(code, 3, said)
        flat = " ".join(said.split())
        self.assertIn("not judged: background-task, variant fast: the page responded with status 500. Look at fcgi-app/cases/background_task/case.cpp", flat)
        self.assertIn("0 of 1 without findings", flat)

    def test_a_service_that_is_busy_for_a_moment_is_retried(self) -> None:
        with support.FakeService("busy-documents", "background-task,response-cache") as service:
            code, said = detect(service)
        self.assertEqual(code, 0, said)

    def test_a_refused_write_and_a_refused_delay_are_reported(self) -> None:
        with support.FakeService("refuses", "background-task,response-cache") as service:
            code, said = detect(service, "--details")
        self.assertEqual(code, 2, said)
        flat = " ".join(said.split())
        self.assertRegex(
            flat, "missed: background-task, variant slow: .+ not probed with a delay in the sink: POST /test/sink-delay[?]ms=300 returned 405"
        )
        self.assertIn("response-cache / dropped: ? not probed around a write (irrelevant): POST /test/write?kind=irrelevant returned 405", flat)
        self.assertNotIn("it expires only after", flat)

    def test_an_unequal_pair_fails_and_says_which(self) -> None:
        with support.FakeService("unequal", "iterator") as service:
            code, said = detect(service)
        self.assertEqual(code, 2, said)
        flat = " ".join(said.split())
        self.assertIn("unequal: iterator (dataset=x1): slow | fast send different responses", flat)
        self.assertIn("/cases/iterator/", flat)

    def test_no_pages_is_no_pass(self) -> None:
        with support.FakeService("empty") as service:
            code, said = detect(service)
        self.assertEqual(code, 1, said)
        self.assertIn("no request was made", said)

    def test_without_blind_addresses_it_looks_by_address_and_says_so(self) -> None:
        with support.FakeService("no-blind", SOME) as service:
            code, said = detect(service)
            self.assertEqual(code, 0, said)
            self.assertIn("mode: by address", said)
            self.assertEqual(detect(service, "--require-blind")[0], 1)

    def test_what_could_not_run_is_1(self) -> None:
        with support.FakeService("no-catalogue") as service:
            code, said = detect(service)
        self.assertEqual(code, 1, said)
        self.assertIn("no catalogue", said)
        done = support.run(support.PYTHON, DETECT, "--host", f"http://127.0.0.1:{support.free_port()}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("make run", done.stderr)

    def test_a_service_that_keeps_no_evidence_could_not_be_tested_and_is_not_full_of_misses(self) -> None:
        with support.FakeService("no-evidence", SOME) as service:
            code, said = detect(service)
        self.assertEqual(code, 1, said)
        self.assertIn("there is no evidence for ", said)

    def test_an_unknown_case_is_refused_with_those_there_are(self) -> None:
        with support.FakeService(cases=SOME) as service:
            code, said = detect(service, "--case", "nonsense")
        self.assertEqual(code, 1)
        self.assertIn("n-plus-one", said)

    def test_one_case_alone(self) -> None:
        with support.FakeService(cases=SOME) as service, tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "verdicts.json"
            code, said = detect(service, "--case", "iterator", "--json", str(file))
            self.assertEqual(code, 0, said)
            self.assertEqual({page["truth"] for page in json.loads(file.read_text())["pages"]}, {"iterator"})


def sayings(*findings: str) -> Verdict:
    """Each finding as its labels: "a", or "a or b" for a set."""
    return Verdict("/b/1", [Finding(frozenset(labels.split(" or ")), f"rule {number}", "summary") for number, labels in enumerate(findings)])


def requested(dossier: Dossier) -> Dossier:
    dossier.requests = 9
    return dossier


class Scores(unittest.TestCase):
    SLOW = Truth("iterator", "slow", "slow", frozenset({"iterator"}))
    FAST = Truth("iterator", "fast", "fast")

    def outcome(self, declared: set[str], *findings: str) -> str:
        return scored(sayings(*findings), frozenset(declared)).outcome

    def test_a_finding_is_right_when_one_of_its_labels_is_declared(self) -> None:
        self.assertEqual(self.outcome({"iterator"}, "iterator"), "found")
        self.assertEqual(self.outcome({"iterator"}, "iterator or memory-profile"), "found in a set")
        self.assertEqual(self.outcome({"iterator"}, "iterator or memory-profile", "iterator"), "found")
        self.assertEqual(self.outcome({"iterator"}, "pagination"), "missed")
        self.assertEqual(self.outcome({"iterator"}), "missed")

    def test_a_page_without_labels_is_to_be_silent(self) -> None:
        self.assertEqual(self.outcome(set()), "silent")
        self.assertEqual(self.outcome(set(), "annotation"), "false")

    def test_a_finding_that_is_not_declared_is_false_even_beside_a_right_one(self) -> None:
        self.assertEqual(self.outcome({"iterator"}, "iterator", "annotation"), "false")
        self.assertEqual(self.outcome({"iterator"}, "iterator", "annotation or raw-sql"), "false")
        self.assertEqual(self.outcome({"iterator"}, "annotation", "pagination"), "missed")

    def test_each_of_several_labels_is_to_be_found(self) -> None:
        both = {"iterator", "pagination"}
        self.assertEqual(self.outcome(both, "iterator", "pagination"), "found")
        self.assertEqual(self.outcome(both, "iterator", "pagination or annotation"), "found in a set")
        self.assertEqual(self.outcome(both, "iterator or pagination"), "found in a set")
        self.assertEqual(self.outcome(both, "iterator"), "missed")
        self.assertEqual(scored(sayings("iterator"), frozenset(both)).missed, ("pagination",))

    def test_the_general_label_is_half_where_a_special_one_is_declared(self) -> None:
        score = scored(sayings("database-index"), frozenset({"filesort"}))
        self.assertEqual((score.outcome, score.half, score.missed, score.false), ("half", ("filesort",), (), ()))
        self.assertEqual(scored(sayings("filesort"), frozenset({"database-index"})).outcome, "missed")
        self.assertEqual(scored(sayings("database-index", "iterator"), frozenset({"filesort"})).outcome, "false")
        truth = Truth("slow_search", None, "gallery", frozenset({"leading-wildcard"}))
        detection = self.detection((truth, sayings("database-index")))
        score = detection["score"]
        self.assertEqual((score["slow"], score["found"], score["half"], score["missed"], score["false"], score["passed"]), (1, 0, 1, 0, 0, False))
        self.assertIn("half: slow_search: expected leading-wildcard, the detector only said database-index. Look at "
                      "fcgi-app/lab/gallery/slow_search/page.cpp.", " ".join(" ".join(report.complaints(detection)).split()))

    def test_gallery_pages_count_with_and_without_a_mistake(self) -> None:
        detection = self.detection(
            (Truth("feed", None, "gallery", frozenset({"iterator"})), sayings("iterator")), (Truth("basket", None, "gallery"), sayings("annotation")))
        self.assertEqual([(row["truth"], row["labels"], sum(row["cells"])) for row in detection["confusion"]["gallery"]],
                         [("basket", [], 1), ("feed", ["iterator"], 1)])
        self.assertEqual((detection["score"]["slow"], detection["score"]["found"], detection["score"]["quiet"], detection["score"]["false"]), (1, 1, 1, 1))
        self.assertTrue(any(line.startswith("   innocent gallery pages") for line in report.confusion_table(detection)))

    def test_a_known_miss_is_reported_and_does_not_fail(self) -> None:
        known = Truth("labels", None, "gallery", frozenset({"filesort"}), "no plan shows it")
        detection = self.detection((self.SLOW, sayings("iterator")), (known, sayings()))
        self.assertEqual((detection["score"]["missed"], detection["score"]["passed"]), (1, True))
        self.assertIn("known: labels: filesort is not named: no plan shows it.", report.complaints(detection))
        unknown = Truth("labels", None, "gallery", frozenset({"filesort"}))
        self.assertFalse(self.detection((self.SLOW, sayings("iterator")), (known, sayings()), (unknown, sayings()))["score"]["passed"])

    def test_a_page_is_in_the_first_score_that_sees_it_and_in_no_later_one(self) -> None:
        detection = self.detection(
            (Truth("feed", None, "gallery", frozenset({"filesort"})), sayings("database-index")), (Truth("basket", None, "gallery"), sayings()),
            (self.SLOW, sayings("iterator")))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "first-scores"
            self.assertEqual(scored_before(folder), set())
            written = write_first_score(first_score(detection, set(), "2026-01-02", "abc1234"), folder)
            self.assertEqual(written.name, "01-2026-01-02.json")
            kept = json.loads(written.read_text(encoding="utf-8"))
            self.assertEqual(kept["score"], {"mistakes": 1, "named": 0, "in_a_set": 0, "half": 1, "missed": 0, "innocent": 1, "false": 0, "false_on_innocent": 0, "not_judged": 0})
            self.assertEqual(kept["pages"][1], {"page": "feed", "labels": ["filesort"], "found": [["database-index"]], "outcome": "half"})
            self.assertEqual(scored_before(folder), {"basket", "feed"})
            self.assertIsNone(first_score(detection, scored_before(folder), "2026-01-03", "abc1234"))

    def test_the_command_keeps_a_first_score_once(self) -> None:
        detection = self.detection((Truth("feed", None, "gallery", frozenset({"iterator"})), sayings("iterator")))

        def said(folder: Path) -> str:
            made = {"read_catalogue": lambda *_: ({}, []), "detect": lambda *_, **__: dict(detection), "FOLDER": folder,
                    "write_first_score": lambda score: write_first_score(score, folder)}
            with patch.multiple(detect_command, **made), patch.object(detect_command.Client, "get_json", lambda *_: {"commit": "abc1234"}):
                with contextlib.redirect_stdout(io.StringIO()) as out:
                    detect_command.main(["--first-score", "--json", str(folder / "verdicts")])
            return out.getvalue()

        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.assertIn("first score written to ", said(folder))
            (file,) = folder.glob("*.json")
            kept = json.loads(file.read_text(encoding="utf-8"))
            self.assertEqual((kept["commit"][:7], [page["page"] for page in kept["pages"]]), ("abc1234", ["feed"]))
            self.assertRegex(kept["day"], r"^\d{4}-\d\d-\d\d$")
            self.assertIn("every gallery page was scored before", said(folder))
            self.assertEqual(list(folder.glob("*.json")), [file])

    def test_a_page_that_was_not_judged_is_neither_silent_nor_missed(self) -> None:
        score = scored(Verdict("/b/1", error="the page responded with status 500"), frozenset({"iterator"}))
        self.assertEqual((score.outcome, score.missed, score.false), ("not judged", (), ()))

    def detection(self, *pages: tuple[Truth, Verdict]) -> dict[str, Any]:
        return detection_json([Judged(requested(QUIET["iterator/fast"]()), verdict, truth) for truth, verdict in pages], ["iterator"], "blind", [])

    def test_the_score_counts_pages(self) -> None:
        both = Truth("iterator", "both", "slow", frozenset({"iterator", "pagination"}))
        detection = self.detection(
            (self.SLOW, sayings("iterator", "annotation")), (both, sayings("iterator")), (self.FAST, sayings()), (Truth("dashboard", None, "negative"), sayings()),
        )
        score = detection["score"]
        self.assertEqual({key: score[key] for key in ("slow", "found", "single", "missed", "quiet", "false", "passed")},
                         {"slow": 2, "found": 1, "single": 0, "missed": 1, "quiet": 2, "false": 1, "passed": False})
        self.assertTrue(self.detection((self.SLOW, sayings("iterator")), (self.FAST, sayings()))["score"]["passed"])
        self.assertFalse(self.detection((self.SLOW, sayings("iterator", "annotation")))["score"]["passed"])
        self.assertFalse(self.detection((self.FAST, sayings()))["score"]["passed"])

    def test_a_page_keeps_its_labels_what_was_missed_and_which_findings_are_declared(self) -> None:
        both = Truth("iterator", "both", "slow", frozenset({"iterator", "pagination"}))
        (page,) = self.detection((both, sayings("iterator", "annotation")))["pages"]
        self.assertEqual((page["labels"], page["verdict"]["missed"]), (["iterator", "pagination"], ["pagination"]))
        self.assertEqual([finding["declared"] for finding in page["verdict"]["findings"]], [True, False])
        (row,) = self.detection((both, sayings("iterator", "annotation")))["confusion"]["slow"]
        self.assertEqual((row["labels"], sum(row["cells"])), (["iterator", "pagination"], 2))

    def test_the_report_says_what_was_missed_and_what_is_false(self) -> None:
        both = Truth("iterator", "both", "slow", frozenset({"iterator", "pagination"}))
        detection = self.detection((both, sayings("iterator", "annotation")), (self.FAST, sayings("raw-sql")))
        flat = " ".join(" ".join(report.complaints(detection)).split())
        self.assertIn("missed: iterator, variant both: expected pagination, the detector said iterator; annotation.", flat)
        self.assertIn("false: iterator, variant both: annotation:", flat)
        self.assertIn("false: iterator, variant fast: raw-sql:", flat)
        self.assertIn("add the label there, with a reason", flat)
        self.assertNotIn("No rule has the label", flat)
        self.assertIn("pages with a false finding: 2", " ".join(report.score_lines(detection)))
        self.assertTrue(any("iterator + pagination" in line for line in report.confusion_table(detection)))

    def test_a_label_may_differ_from_the_slug(self) -> None:
        truth = Truth("wish-list", "slow", "slow", frozenset({"n-plus-one"}))
        detection = detection_json([Judged(requested(SLOW["n-plus-one/slow"][1]()), sayings("n-plus-one"), truth)], ["wish-list"], "blind", [])
        self.assertTrue(detection["score"]["passed"])
        self.assertEqual(report.complaints(detection), [])
        self.assertEqual({entry["repeating"] for entry in detection["rival_scores"].values()}, {1})

    def test_nothing_looked_at_is_no_pass(self) -> None:
        self.assertFalse(detection_json([], [], "blind", [])["score"]["passed"])

    def test_truth_is_found_by_the_last_part_of_the_address(self) -> None:
        (case,) = cases_from({"cases": [{"slug": "iterator", "title": "t", "variants": [
            {"name": "slow", "pace": "slow", "path": "/cases/iterator/slow", "labels": [{"name": "iterator", "reason": ""}]}]}]})
        truths = truths_from({"0a1b": {"slug": "iterator", "variant": "slow", "pace": "slow"}, "ffff": {"negative": "dashboard"},
                              "0b0b": {"gallery": "feed", "labels": ["iterator"]}}, {"iterator": case})
        self.assertEqual(truth_of("/b/0b0b", truths), Truth("feed", None, "gallery", frozenset({"iterator"})))
        self.assertEqual(truth_of("/cached/b/0a1b?n=1", truths), self.SLOW)
        self.assertEqual(truth_of("/b/ffff", truths), Truth("dashboard", None, "negative"))
        self.assertIsNone(truth_of("/b/eeee", truths))


class Counted(unittest.TestCase):
    """Every outcome once, and what is counted, shown and complained of."""

    SLUGS = ["n-plus-one", "iterator", "wish-list"]
    SAID = (
        ("wish-list", "slow", "slow", ("iterator",)), ("iterator", "fast", "fast", ()), ("iterator", "slow", "slow", ("iterator", "memory-profile")),
        ("n-plus-one", "fast", "fast", ("serializer",)), ("n-plus-one", "slow", "slow", ("n-plus-one",)), ("dashboard", None, "negative", ()),
    )

    def reported(self, *said_of: tuple[str, str | None, str, tuple[str, ...]], unequal: tuple[str, ...] = (), judged: bool = True) -> dict[str, Any]:
        everything = []
        for name, variant, pace, labels in said_of:
            dossier, verdict = QUIET["6 lookups of one shape"](), sayings(*([" or ".join(labels)] if labels else []))
            dossier.requests, verdict.error = 3, "" if judged else "the page responded with status 500"
            everything.append(Judged(dossier, verdict, Truth(name, variant, pace, frozenset({name} if pace == "slow" else ()))))
        return detection_json(everything, self.SLUGS, "blind", list(unequal))

    def test_pages_are_in_the_order_of_the_cases_and_counted_by_outcome(self) -> None:
        reported = self.reported(*self.SAID)
        self.assertEqual([(page["truth"], page.get("variant"), page["pace"], page["verdict"]["outcome"]) for page in reported["pages"]], [
            ("n-plus-one", "fast", "fast", "false"), ("n-plus-one", "slow", "slow", "found"), ("iterator", "fast", "fast", "silent"),
            ("iterator", "slow", "slow", "found in a set"), ("wish-list", "slow", "slow", "missed"), ("dashboard", None, "negative", "silent")])
        self.assertEqual(reported["score"], {"slow": 3, "found": 2, "single": 1, "half": 0, "missed": 1, "quiet": 3, "false": 2, "not_judged": 0, "unequal": [], "passed": False})
        self.assertEqual((reported["mode"], reported["requests"], reported["pages"][0]["requests"]), ("blind", 18, 3))

    def test_a_run_passes_if_everything_requested_is_right(self) -> None:
        good = self.SAID[4]
        for entries, more, passed in (((good,), {}, True), ((good, self.SAID[2], self.SAID[1], self.SAID[5]), {}, True), ((good, self.SAID[0]), {}, False),
                                      ((good, self.SAID[3]), {}, False), ((self.SAID[5],), {}, False), ((good,), {"unequal": ("b", "a")}, False), ((good,), {"judged": False}, False)):
            self.assertIs(self.reported(*entries, **more)["score"]["passed"], passed)
        self.assertEqual(self.reported(good, unequal=("b", "a"))["score"]["unequal"], ["a", "b"])

    def test_labels_that_were_given_are_counted_by_what_the_page_is(self) -> None:
        reported = self.reported(*self.SAID)["confusion"]
        given = {kind: [(row["truth"], row.get("variant"), {label: count for label, count in zip(reported["labels"], row["cells"]) if count}) for row in reported[kind]]
                 for kind in ("slow", "fast", "negatives")}
        self.assertEqual(given, {
            "slow": [("n-plus-one", "slow", {"n-plus-one": 1}), ("iterator", "slow", {"iterator": 1, "memory-profile": 1}), ("wish-list", "slow", {"iterator": 1})],
            "fast": [("n-plus-one", "fast", {"serializer": 1}), ("iterator", "fast", {})], "negatives": [("dashboard", None, {})]})

    def test_rivals_are_scored_on_the_same_pages(self) -> None:
        reported = self.reported(*self.SAID)["rival_scores"]
        self.assertEqual(reported["prosopite"], {"repeating": 1, "fired": 1, "quiet": 3, "false": 3})
        self.assertEqual(reported["sentry"], {"repeating": 1, "fired": 0, "quiet": 3, "false": 0})

    def test_what_is_shown(self) -> None:
        reported = self.reported(*self.SAID, unequal=("iterator (n=1): slow | fast",))
        shown = "\n".join([*report.verdict_table(reported), *report.score_lines(reported), *report.complaints(reported)])
        for line in (
            "n-plus-one / fast                      serializer                                     FALSE",
            "n-plus-one / slow                      n-plus-one                                     ok",
            "iterator / fast                        -                                              ok",
            "iterator / slow                        iterator or memory-profile                     ok, set",
            "wish-list / slow                       iterator                                       MISSED",
            "dashboard                              -                                              ok",
            "pages with a mistake: 2 of 3 named, 1 of them with a single label; 0 half, 1 missed",
            "pages without: 2 of 3 without findings; pages with a false finding: 2",
            "requests made by the detector: 18, mode: blind",
            "  prosopite      1 of 1 / 3 of 3",
            "missed: wish-list, variant slow: expected wish-list, the detector said iterator.",
            "false: wish-list, variant slow: iterator: summary (rule rule 0).",
            "false: n-plus-one, variant fast: serializer: summary (rule rule 0).",
            "unequal: iterator (n=1): slow | fast send different responses.",
        ):
            self.assertIn(line, shown)
        self.assertEqual(report.complaints(self.reported(self.SAID[4])), [])
        self.assertIn("no page with a mistake was judged", " ".join(report.complaints(self.reported(self.SAID[5]))))
        self.assertEqual([line.rstrip() for line in report.confusion_table(reported)[2:]], [
            " 1 iterator                  1  1  .  .", " 3 n-plus-one                .  .  1  .", "   wish-list                 1  .  .  .",
            "   fast variants             .  .  .  1", "   hard negatives            .  .  .  .", "columns without a row: 2 memory-profile, 4 serializer"])
        self.assertEqual([report.milliseconds(us) for us in (5, 9_999, 10_000, 123_456)], ["0.01 ms", "10.00 ms", "10 ms", "123 ms"])


    def test_a_label_is_never_divided_at_the_end_of_a_line(self) -> None:
        labels = [f"{'x' * length}-problem-of-pages" for length in range(1, 40)]
        given = {"labels": [], "cells": [1] * len(labels)}
        table = report.confusion_table({"confusion": {"labels": labels, "slow": [], "fast": [given], "negatives": [], "gallery": []}})
        without = next(at for at, line in enumerate(table) if line.startswith("columns without a row"))
        words = " ".join(table[without:]).replace(",", "").split()
        self.assertEqual([word for word in words if word.endswith("-problem-of-pages")], labels)
        self.assertLessEqual(max(len(line) for line in table[without:]), 100)


class Independence(unittest.TestCase):
    def test_the_detector_imports_nothing_of_the_project_and_names_no_page(self) -> None:
        for file in (support.LOCUST / "caseload_detector").rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            with self.subTest(file.name):
                for word in ("caseload_runs", "catalogue", "/cases/", "truth.json", "import locust", "from locust"):
                    self.assertNotIn(word, text)

    def test_no_rule_reads_what_a_case_claims(self) -> None:
        for file in (support.LOCUST / "caseload_detector" / "rules").glob("*.py"):
            self.assertNotIn("claims", file.read_text(encoding="utf-8"), file.name)


if __name__ == "__main__":
    unittest.main()
