"""The detector on simulated pages, whose mistakes are known by construction. `make simulate` judges many more."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from caseload_detector.rules import all_rules
from recorded import observations
from simulator.grammar import draw_page
from simulator.levels import HEADER, LEVELS, NOTHING
from simulator.making import REGISTRY
from simulator.replay import replay
from simulator.score import INNOCENT, MIN_RECALL, score_of, simulate, table_of

SEED, PAGES = 1, 500
NOT_SIMULATED = {
    "regex-backtracking",  # the rows of a simulated page grow with its size, and then a square is nested loops unless steps are counted
    "hot-row", "cache-stampede",  # a simulated page does not know which requests meet
}


class Simulator(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.results = simulate(SEED, PAGES)
        cls.score = score_of(cls.results)

    def explained(self) -> str:
        return "\n".join([table_of(self.score), *(result.line for result in self.results if result.failed)])

    def test_mistakes_are_named_where_the_evidence_suffices(self) -> None:
        self.assertGreaterEqual(self.score.recall, MIN_RECALL, self.explained())

    def test_nothing_is_found_that_is_not_there(self) -> None:
        self.assertEqual(self.score.false, 0, self.explained())

    def test_a_mistake_is_not_called_clean_where_the_evidence_does_not_suffice(self) -> None:
        self.assertEqual(self.score.called_clean, 0, self.explained())

    def test_every_outcome_and_every_level_of_evidence_occurs(self) -> None:
        outcomes = set().union(*self.score.by_label.values())
        self.assertLessEqual({"named", "in a set", "not judged"}, outcomes)
        self.assertIn(INNOCENT, self.score.by_label)
        self.assertEqual({result.page.level for result in self.results}, set(LEVELS))


class Grammar(unittest.TestCase):
    def test_there_is_a_mistake_for_every_label(self) -> None:
        labels = {label for rule in all_rules() for label in rule.labels}
        self.assertEqual(labels - {type_.main for type_ in REGISTRY.mistakes}, NOT_SIMULATED)

    def test_a_seed_draws_the_same_page_again(self) -> None:
        for number in range(30):
            seed = f"again-{number}"
            self.assertEqual(draw_page(seed).dossier().to_json(), draw_page(seed).dossier().to_json())

    def test_a_page_has_no_more_evidence_than_its_level(self) -> None:
        for number in range(200):
            page = draw_page(f"level-{number}")
            seen = [*observations(page.dossier())]
            if page.level in (HEADER, NOTHING):
                self.assertTrue(all(entry.digests is None for entry in seen))
            if page.level == NOTHING:
                self.assertFalse(any(entry.counts for entry in seen))

    def test_a_replay_shows_the_truth_the_counts_and_the_verdict(self) -> None:
        for number in range(30):
            seed = f"again-{number}"
            text = replay(seed)
            self.assertIn("true of it: ", text)
            self.assertIn("verdict:", text)
            self.assertIn("outcome: ", text)
            self.assertEqual(text, replay(seed))


if __name__ == "__main__":
    unittest.main()
