"""The three fixed-threshold rules, and where they go wrong: they judge one size, and a number that grows is not in it."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from fixtures import QUIET, SLOW

from caseload_detector.evidence import Digest, Observation
from caseload_detector.rivals import perf_sentinel, prosopite, rivals_on, sentry


def seen(times: int, us_each: int) -> Observation:
    return Observation("", 200, digests=[Digest("select ?", times, distinct=times, us=us_each * times)])


class Thresholds(unittest.TestCase):
    def test_sentry_wants_five_repeats_and_50_ms(self) -> None:
        self.assertTrue(sentry(seen(5, 10_000)))
        self.assertFalse(sentry(seen(4, 50_000)))
        self.assertFalse(sentry(seen(100, 40)))

    def test_perf_sentinel_wants_five_parameter_sets_within_half_a_second(self) -> None:
        self.assertTrue(perf_sentinel(seen(5, 100)))
        self.assertFalse(perf_sentinel(seen(4, 100)))
        self.assertFalse(perf_sentinel(seen(5, 200_000)))

    def test_prosopite_wants_two_of_one_shape(self) -> None:
        self.assertTrue(prosopite(seen(2, 10)))
        self.assertFalse(prosopite(seen(1, 10)))

    def test_a_constant_number_of_lookups_is_a_false_alarm_for_two_of_them(self) -> None:
        told = rivals_on(QUIET["6 lookups of one shape"]().usual)
        self.assertEqual(told, {"sentry": False, "perf-sentinel": True, "prosopite": True})

    def test_a_quick_database_hides_n_plus_one_from_the_one_with_a_time(self) -> None:
        self.assertFalse(rivals_on(SLOW["n-plus-one/slow"][1]().usual)["sentry"])

    def test_nothing_is_said_without_queries(self) -> None:
        self.assertEqual(rivals_on(Observation("", 200)), {})


if __name__ == "__main__":
    unittest.main()
