"""Every rule names its issue on recorded evidence, and says nothing of the fixed page."""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path

import support

support.prepare_path()

from fixtures import QUIET, SLOW

from caseload_detector import judge
from caseload_detector.dossier import IRRELEVANT, Dossier
from caseload_detector.rules import all_rules

SAID = Path(__file__).with_name("findings.json")
SETS = {"nested-loops/queries": {"nested-loops", "prefetch-related"}, "a pattern whose steps are not counted": {"nested-loops", "regex-backtracking"},
        "an order in two directions": {"database-index", "filesort"}}


class Rules(unittest.TestCase):
    def test_each_issue_is_named_by_one_label_or_an_honest_set(self) -> None:
        for name, (label, made) in SLOW.items():
            with self.subTest(name):
                self.assertEqual(judge(made()).labels, SETS.get(name, {label}))

    def test_fixed_pages_and_hard_negatives_stay_silent(self) -> None:
        for name, made in QUIET.items():
            with self.subTest(name):
                self.assertEqual([finding.summary for finding in judge(made()).findings], [])

    def test_a_set_comes_with_the_signal_that_would_decide(self) -> None:
        for name in SETS:
            for finding in judge(SLOW[name][1]()).findings:
                self.assertGreater(len(finding.labels), 1)
                self.assertTrue(finding.deciding_signal)

    def test_every_finding_says_its_evidence_and_source(self) -> None:
        for name, (_, made) in SLOW.items():
            for finding in judge(made()).findings:
                with self.subTest(name):
                    self.assertTrue(finding.evidence)
                    self.assertTrue(finding.source)
                    self.assertTrue(finding.rule)
                    declared = next(rule.labels for rule in all_rules() if rule.name == finding.rule)
                    self.assertLessEqual(finding.labels, set(declared))

    def test_every_label_of_a_rule_can_be_given(self) -> None:
        given = set().union(*(judge(made()).labels for _, made in SLOW.values()))
        self.assertEqual(given, {label for rule in all_rules() for label in rule.labels})

    def test_transactions_are_distinguished(self) -> None:
        each = judge(SLOW["bulk-create/slow"][1]()).findings[0].summary
        one = judge(SLOW["bulk-create/one-transaction"][1]()).findings[0].summary
        self.assertIn("its own transaction", each)
        self.assertIn("one transaction", one)

    def test_a_write_that_matters_may_cost_and_one_that_does_not_may_not(self) -> None:
        for name, label in (("query-cache/dropped", "query-cache"), ("fragment-cache/dropped", "fragment-cache"),
                            ("response-cache/dropped", "response-cache")):
            with self.subTest(name):
                dossier = SLOW[name][1]()
                self.assertEqual([(finding.rule, finding.labels) for finding in judge(dossier).findings], [("after-writes", {label})])
                dossier.after_write.pop(IRRELEVANT)
                self.assertEqual(judge(dossier).findings, [])

    def test_what_came_to_its_end_just_after_a_write_is_not_dropped_by_it(self) -> None:
        dossier = QUIET["query-cache/fast"]()
        dossier.after_write[IRRELEVANT][0] = dossier.cold
        self.assertEqual(judge(dossier).findings, [])

    def test_what_only_time_ends_is_a_note(self) -> None:
        self.assertIn("it expires only after up to 60 s", " ".join(judge(QUIET["response-cache/nginx"]()).notes))
        self.assertFalse(any("expires" in note for note in judge(QUIET["query-cache/fast"]()).notes))

    def test_memory_that_holds_unneeded_rows_is_a_note(self) -> None:
        verdict = judge(SLOW["pagination/in-memory"][1]())
        self.assertTrue(any("held-in-memory" in note for note in verdict.notes))

    def test_an_error_page_is_not_judged(self) -> None:
        dossier = SLOW["n-plus-one/slow"][1]()
        dossier.warm[-1].status = 500
        verdict = judge(dossier)
        self.assertEqual(verdict.findings, [])
        self.assertIn("500", verdict.error)

    def test_a_finding_says_the_same_as_when_it_was_last_read(self) -> None:
        """Sentences, growth, severity and evidence as a whole. `test_rules.py --write` writes them anew, to be read before they are committed."""
        self.assertEqual(all_said(), json.loads(SAID.read_text(encoding="utf-8")))

    def test_a_dossier_kept_as_json_is_judged_the_same(self) -> None:
        for name, (_, made) in SLOW.items():
            with self.subTest(name):
                kept = made()
                again = Dossier.from_json(kept.to_json())
                self.assertEqual(judge(again).to_json(), judge(kept).to_json())


def all_said() -> dict[str, object]:
    told = {name: judge(made()).to_json() for name, (_, made) in SLOW.items()}
    return json.loads(json.dumps({name: {"findings": entry["findings"], "notes": entry["notes"]} for name, entry in told.items()}))


if __name__ == "__main__":
    if "--write" in sys.argv:
        SAID.write_text(json.dumps(all_said(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        unittest.main()
