"""Our statistics against SciPy's and NumPy's, and what they refuse to say."""

from __future__ import annotations

import random
import unittest

import numpy
import scipy.stats

import support

support.prepare_path()

from caseload_runs.histogram import Histogram
from caseload_runs.pairs import orders, ratio_of
from caseload_runs.settings import QUICK
from caseload_runs.statistics import Interval, conclusion, fitted_exponent, median, median_interval, quantile, ratio_text
from caseload_detector.growth import Series, constant, grows_in_step, per_item


def times(count: int, seed: int = 3) -> list[int]:
    draw = random.Random(seed)
    return [round(draw.lognormvariate(8, 0.7)) for _ in range(count)]


class AgainstScipy(unittest.TestCase):
    def test_bootstrap_interval_of_the_median(self) -> None:
        for seed in range(4):
            values = [draw / 1000 for draw in times(11 + seed, seed)]
            ours = median_interval(values, seed=1)
            theirs = scipy.stats.bootstrap(
                (values,), numpy.median, n_resamples=10_000, confidence_level=0.95, method="percentile", random_state=1
            ).confidence_interval
            assert ours is not None
            spread = max(values) - min(values)
            self.assertAlmostEqual(ours.low, theirs.low, delta=0.05 * spread)
            self.assertAlmostEqual(ours.high, theirs.high, delta=0.05 * spread)
            self.assertEqual(ours.median, numpy.median(values))

    def test_interval_covers_the_true_median_about_as_often_as_it_says(self) -> None:
        draw = random.Random(5)
        hits = 0
        for _ in range(200):
            found = median_interval([draw.gauss(3, 1) for _ in range(15)], seed=2, samples=400)
            assert found is not None
            hits += found.low <= 3 <= found.high
        self.assertGreater(hits, 175)

    def test_exponent(self) -> None:
        sizes = [10, 40, 160, 640, 2560]
        for power in (0.0, 1.0, 2.0):
            values = [7 * size**power * factor for size, factor in zip(sizes, (1.1, 0.9, 1.05, 1.0, 0.97))]
            ours = fitted_exponent(sizes, values)
            theirs = scipy.stats.linregress(numpy.log(sizes), numpy.log(values))
            assert ours is not None and ours.standard_error is not None
            self.assertAlmostEqual(ours.exponent, theirs.slope, places=10)
            self.assertAlmostEqual(ours.standard_error, theirs.stderr, places=10)
            self.assertAlmostEqual(ours.r_squared, theirs.rvalue**2, places=10)

    def test_quantile_and_median(self) -> None:
        values = sorted(times(57))
        for share in (0.0, 0.025, 0.5, 0.975, 1.0):
            self.assertAlmostEqual(quantile(values, share), numpy.quantile(values, share), places=6)
        self.assertEqual(median(values), numpy.median(values))
        self.assertEqual(median(values[:56]), numpy.median(values[:56]))

    def test_histogram_quantiles_are_within_their_precision(self) -> None:
        values = times(20_000)
        histogram = Histogram(values)
        for share in (0.5, 0.9, 0.99, 0.999):
            exact = numpy.quantile(values, share, method="inverted_cdf")
            self.assertAlmostEqual(histogram.quantile(share) / exact, 1.0, delta=2**-7)


class Histograms(unittest.TestCase):
    def test_merged_parts_are_the_whole(self) -> None:
        values = times(999)
        whole, part = Histogram(values), Histogram(values[:100])
        part.merge(Histogram(values[100:]))
        part.merge(Histogram())
        self.assertEqual(part.to_json(), whole.to_json())
        empty = Histogram()
        empty.merge(whole)
        self.assertEqual(empty.to_json(), whole.to_json())

    def test_what_is_kept_of_a_few_values(self) -> None:
        histogram = Histogram([300, 5, 1_000, 301])
        self.assertEqual(histogram.to_json(), {"unit": "us", "precision_bits": 7, "count": 4, "minimum": 5, "maximum": 1_000, "sum": 1_606,
                                               "buckets": [[5, 1], [300, 2], [1_000, 1]]})
        self.assertEqual([histogram.quantile(share) for share in (0, 0.33, 1 / 3, 0.5, 0.99, 1)], [5, 5, 300.5, 300.5, 300.5, 1_000])
        self.assertEqual(Histogram([301]).quantile(0.5), 301)
        self.assertEqual(Histogram([0]).to_json()["buckets"], [[0, 1]])
        empty = Histogram().to_json()
        self.assertEqual([empty[key] for key in ("count", "minimum", "maximum", "sum", "buckets")], [0, 0, 0, 0, []])

    def test_json_and_back(self) -> None:
        histogram = Histogram(times(500))
        self.assertEqual(Histogram.from_json(histogram.to_json()).to_json(), histogram.to_json())

    def test_small_values_are_exact_and_large_ones_stay_in_their_bucket(self) -> None:
        self.assertEqual(sorted(Histogram(range(256)).buckets), list(range(256)))
        for value in (256, 257, 511, 512, 1_000_003, 60_000_000):
            (lowest,) = Histogram([value]).buckets
            self.assertLessEqual(lowest, value)
            self.assertLess((value - lowest) / value, 2**-7)

    def test_percentiles_only_where_ten_values_lie_above(self) -> None:
        told = {count: set(Histogram(range(count)).percentiles()) for count in (19, 20, 99, 100, 999, 1_000, 9_999, 10_000)}
        self.assertEqual(told[19], set())
        self.assertEqual(told[20], {"p50"})
        self.assertEqual(told[99], {"p50"})
        self.assertEqual(told[100], {"p50", "p90"})
        self.assertEqual(told[999], {"p50", "p90"})
        self.assertEqual(told[1_000], {"p50", "p90", "p99"})
        self.assertEqual(told[9_999], {"p50", "p90", "p99"})
        self.assertEqual(told[10_000], {"p50", "p90", "p99", "p99.9"})

    def test_refuses_what_is_no_time_and_what_does_not_add_up(self) -> None:
        with self.assertRaises(ValueError):
            Histogram([-1])
        with self.assertRaises(ValueError):
            Histogram([1]).merge(Histogram([1], precision_bits=5))
        with self.assertRaises(ValueError):
            Histogram().quantile(0.5)


class Conclusions(unittest.TestCase):
    def test_no_clear_difference_inside_one_or_inside_the_noise(self) -> None:
        noise = Interval(1.0, 0.9, 1.05)
        self.assertEqual(conclusion(Interval(1.02, 0.98, 1.1), None), "no clear difference")
        self.assertEqual(conclusion(Interval(1.08, 1.03, 1.2), noise), "no clear difference")
        self.assertEqual(conclusion(Interval(1.3, 1.2, 1.4), noise), "slower")
        self.assertEqual(conclusion(Interval(0.92, 0.91, 0.95), noise), "no clear difference")
        self.assertEqual(conclusion(Interval(0.5, 0.4, 0.6), noise), "faster")
        self.assertEqual(conclusion(None, noise), "not measured")

    def test_text_reads_as_people_say_it(self) -> None:
        self.assertEqual(ratio_text(Interval(9.44, 9.1, 9.83), "slower"), "9.4 times slower (95 %: 9.1 to 9.8)")
        self.assertEqual(ratio_text(Interval(0.5, 0.4, 0.625), "faster"), "2.0 times faster (95 %: 1.60 to 2.5)")
        self.assertEqual(ratio_text(None, "not measured"), "not measured")

    def test_bounds_of_a_conclusion(self) -> None:
        for ratio, noise, said in (
            ((1.01, 1.2), None, "slower"), ((1.0, 1.2), None, "no clear difference"), ((0.8, 0.99), None, "faster"), ((0.8, 1.0), None, "no clear difference"),
            ((1.3, 1.4), (0.9, 1.25), "slower"), ((1.2, 1.4), (0.9, 1.25), "no clear difference"),
            ((1.24, 1.4), (0.8, 1.1), "no clear difference"), ((1.26, 1.4), (0.8, 1.1), "slower"),  # the band goes as far up as down
            ((0.7, 0.79), (0.9, 1.25), "faster"), ((0.7, 0.81), (0.9, 1.25), "no clear difference"), ((1.01, 1.2), (1.0, 1.0), "slower"),
        ):
            self.assertEqual(conclusion(Interval(sum(ratio) / 2, *ratio), Interval(1.0, *noise) if noise else None), said, (ratio, noise))

    def test_numbers_are_as_short_as_they_are_sure(self) -> None:
        self.assertEqual([ratio_text(Interval(value, value, value), "slower").split()[0] for value in (1.004, 1.994, 2.0, 99.94, 100.0, 12_345.6)],
                         ["1.00", "1.99", "2.0", "99.9", "100", "12,346"])
        self.assertEqual(ratio_text(Interval(1.023, 0.987, 1.1), "no clear difference"), "no clear difference (ratio 1.02, 95 %: 0.99 to 1.10)")

    def test_only_pairs_that_are_used_are_in_the_ratio(self) -> None:
        pairs = [{"slow_us": 6.0, "fast_us": 2.0, "used": True}] * 3 + [{"slow_us": 600.0, "fast_us": 2.0, "used": False}] * 9
        self.assertEqual(ratio_of(pairs, QUICK), Interval(3.0, 3.0, 3.0))

    def test_too_few_pairs_give_no_interval(self) -> None:
        self.assertIsNone(median_interval([1.0, 2.0], seed=1))
        pairs = [{"slow_us": 2.0, "fast_us": 1.0, "used": number < 2} for number in range(10)]
        self.assertIsNone(ratio_of(pairs, QUICK))

    def test_same_seed_same_interval(self) -> None:
        values = [draw / 7 for draw in times(10)]
        self.assertEqual(median_interval(values, 4), median_interval(values, 4))

    def test_pairs_come_abba_and_as_often_each_way(self) -> None:
        for seed in range(5):
            sequence = orders(10, random.Random(seed))
            self.assertEqual(sequence[0], sequence[3])
            self.assertEqual(sequence[1], sequence[2])
            self.assertNotEqual(sequence[0], sequence[1])
            self.assertEqual(sequence[:8].count("slow-fast"), 4)
            self.assertEqual(sequence[4:8], sequence[:4])
        self.assertGreater(len({tuple(orders(10, random.Random(seed))) for seed in range(20)}), 1)

    def test_no_exponent_from_holes(self) -> None:
        self.assertIsNone(fitted_exponent([1, 4], [1, 4]))
        self.assertIsNone(fitted_exponent([1, 4, 4], [1, 4, 5]))
        self.assertIsNone(fitted_exponent([0, 1, 4], [3, 1, 4]))
        self.assertEqual(fitted_exponent([1, 4, 16], [3, 3, 3]), (0.0, 0.0, 1.0))
        self.assertIsNone(fitted_exponent([1, 4, 16], [0, 0, 5]))


class GrowthOfCounts(unittest.TestCase):
    SIZES = (10.0, 40.0, 160.0, 640.0)

    def along(self, function: object) -> Series:
        return Series(self.SIZES, tuple(float(function(size)) for size in self.SIZES))  # type: ignore[operator]

    def test_constants_cancel(self) -> None:
        self.assertAlmostEqual(self.along(lambda n: 40 + n).dex or 0, 1.0)
        self.assertAlmostEqual(self.along(lambda n: 9_000 + n * n).dex or 0, 2.0)
        self.assertIsNone(self.along(lambda n: 7).dex)

    def test_a_chunked_count_is_not_per_item(self) -> None:
        self.assertTrue(per_item(self.along(lambda n: 1 + n)))
        self.assertFalse(per_item(self.along(lambda n: 2 + -(-n // 100))))

    def test_growth_must_go_on(self) -> None:
        self.assertTrue(grows_in_step(self.along(lambda n: 3 * n)))
        self.assertFalse(grows_in_step(self.along(lambda n: min(n, 100))))
        self.assertTrue(constant(self.along(lambda n: 51)))
        self.assertFalse(constant(self.along(lambda n: n)))


if __name__ == "__main__":
    unittest.main()
