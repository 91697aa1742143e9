"""Our statistics against SciPy's and NumPy's, and what they refuse to say."""

from __future__ import annotations

import random
import unittest

import numpy
import scipy.stats

import support

support.prepare_path()

from caseload_runs.histogram import Histogram
from caseload_runs.pairs import orders, pass_ratios, ratio_of
from caseload_runs.settings import PUBLISHED, QUICK, Settings
from caseload_runs.statistics import Interval, conclusion, fitted_exponent, median, prediction_interval, quantile, ratio_text, student_quantile
from caseload_detector.growth import Series, constant, grows_in_step, per_item


def times(count: int, seed: int = 3) -> list[int]:
    draw = random.Random(seed)
    return [round(draw.lognormvariate(8, 0.7)) for _ in range(count)]


class AgainstScipy(unittest.TestCase):
    def test_quantiles_of_student_s_distribution(self) -> None:
        for degrees in (1, 2, 3, 4, 5, 9, 10, 29, 30):
            for share in (0.5, 0.8, 0.95, 0.975, 0.995):
                self.assertAlmostEqual(student_quantile(share, degrees), scipy.stats.t.ppf(share, degrees), places=6)

    def test_prediction_interval_of_one_more_pass(self) -> None:
        for seed in range(4):
            ratios = [value / 1000 for value in times(3 + seed, seed)]
            logarithms = numpy.log(ratios)
            reach = scipy.stats.t.ppf(0.975, len(ratios) - 1) * numpy.std(logarithms, ddof=1) * numpy.sqrt(1 + 1 / len(ratios))
            ours = prediction_interval(ratios)
            assert ours is not None
            self.assertAlmostEqual(ours.low / numpy.exp(numpy.mean(logarithms) - reach), 1.0, places=7)
            self.assertAlmostEqual(ours.high / numpy.exp(numpy.mean(logarithms) + reach), 1.0, places=7)
            self.assertEqual(ours.median, numpy.median(ratios))

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


class Machine:
    """Pairs of a case whose ratio is 9, on a machine that drifts from pass to pass. Deviations are those of the ratio's logarithm."""

    def __init__(self, seed: int, between_passes: float, of_pairs: float, kept: float = 0.0, between_runs: float = 0.0, by_order: float = 0.0) -> None:
        self._draw = random.Random(seed)
        self._between_passes, self._of_pairs, self._between_runs = between_passes, of_pairs, between_runs
        self._kept = kept  # how much of a pass's deviation the next one keeps
        self._by_order = by_order

    def run(self, settings: Settings) -> list[dict[str, object]]:
        of_run = self._draw.gauss(0, self._between_runs)
        drift = self._draw.gauss(0, self._between_passes)
        pairs: list[dict[str, object]] = []
        for number, order in enumerate(orders(settings.pairs, self._draw)):
            of_pass = number * settings.passes // settings.pairs
            if pairs and pairs[-1]["pass"] != of_pass:
                drift = self._kept * drift + self._draw.gauss(0, self._between_passes * (1 - self._kept**2) ** 0.5)
            own = self._draw.gauss(0, self._of_pairs) + (self._by_order if order == "slow-fast" else -self._by_order)
            pairs.append({"pass": of_pass, "slow_us": 9_000 * numpy.exp(of_run + drift + own), "fast_us": 1_000.0, "used": True})
        return pairs


class Coverage(unittest.TestCase):
    """How often the result of a second run lies in the interval of the first one, at the number of pairs in use."""

    RUNS = 2_000

    def covered(self, machine: Machine, settings: Settings) -> float:
        hits = 0
        for _ in range(self.RUNS):
            first, second = ratio_of(machine.run(settings), settings), ratio_of(machine.run(settings), settings)
            assert first is not None and second is not None
            hits += first.low <= second.median <= first.high
        return hits / self.RUNS

    def test_a_second_run_lies_in_the_interval_of_the_first(self) -> None:
        for settings in (PUBLISHED, QUICK):
            for name, machine in (
                ("only the pairs differ", Machine(1, 0.0, 0.05)),
                ("passes drift", Machine(2, 0.1, 0.02)),
                ("passes drift, and the order matters", Machine(3, 0.1, 0.02, by_order=0.05)),
                ("a slow drift, of which a pass keeps a part", Machine(4, 0.1, 0.02, kept=0.4)),
                ("runs differ half as much as passes", Machine(5, 0.1, 0.02, between_runs=0.05)),
            ):
                with self.subTest(name, quick=settings.quick):
                    self.assertGreaterEqual(self.covered(machine, settings), 0.93)

    def test_the_interval_is_as_wide_as_it_says_and_no_wider(self) -> None:
        """One further pass lies in it in 95 of 100 runs: an interval without end would always contain it."""
        for settings in (PUBLISHED, QUICK):
            machine, hits = Machine(6, 0.1, 0.02), 0
            for _ in range(self.RUNS):
                found = ratio_of(machine.run(settings), settings)
                assert found is not None
                hits += found.low <= pass_ratios(machine.run(settings))[0] <= found.high  # type: ignore[arg-type]
            self.assertAlmostEqual(hits / self.RUNS, 0.95, delta=0.02)


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

    def test_a_run_file_has_five_decimals_of_an_interval(self) -> None:
        self.assertEqual(Interval(1.1234567, 0.7654321, 1.9999999).to_json(), {"median": 1.12346, "low": 0.76543, "high": 2.0})

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
        pairs = [{"pass": number % 4, "slow_us": 6.0, "fast_us": 2.0, "used": True} for number in range(4)]
        pairs += [{"pass": number % 4, "slow_us": 600.0, "fast_us": 2.0, "used": False} for number in range(9)]
        found = ratio_of(pairs, QUICK)
        assert found is not None
        for value in found:
            self.assertAlmostEqual(value, 3.0)

    def test_a_pass_counts_once_and_its_two_orders_cancel_out(self) -> None:
        pairs = [{"pass": 1, "slow_us": slow, "fast_us": 1.0, "used": True} for slow in (2.0, 8.0)]
        pairs.append({"pass": 2, "slow_us": 5.0, "fast_us": 1.0, "used": True})
        self.assertEqual([round(ratio, 9) for ratio in pass_ratios(pairs)], [4.0, 5.0])

    def test_too_few_passes_give_no_interval(self) -> None:
        self.assertIsNone(prediction_interval([1.0, 2.0]))
        pairs = [{"pass": number // 2, "slow_us": 2.0, "fast_us": 1.0, "used": number < 4} for number in range(10)]
        self.assertIsNone(ratio_of(pairs, QUICK))

    def test_ends_of_a_wild_interval_are_numbers_above_0(self) -> None:
        for passes in ([1.0, 1.0, 900.0, 0.002], [1e-150, 1e150, 1.0], [2.0, 2.0, 2.0]):
            found = prediction_interval(passes)
            assert found is not None
            told = found.to_json()
            self.assertTrue(0 < told["low"] <= told["median"] <= told["high"] < float("inf"), told)
        self.assertEqual(Interval(12.345678901, 0.000001234567, 1e9).to_json(), {"median": 12.34568, "low": 1.235e-06, "high": 1e9})

    def test_the_middle_is_in_the_interval(self) -> None:
        for seed in range(200):
            found = prediction_interval(times(3 + seed % 5, seed))
            assert found is not None
            self.assertTrue(0 < found.low <= found.median <= found.high)

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
