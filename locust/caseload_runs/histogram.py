"""Histograms of times in microseconds that can be merged.

As in HdrHistogram, a value keeps its highest `precision_bits` + 1 bits, so the error is below 2^-precision_bits (0.8 %
for 7), and a histogram takes 2 to 3 KB. docs/runs/run.schema.json describes the format.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping

PRECISION_BITS = 7
ABOVE = 10  # a percentile is meaningful only if at least this many values are above it
PERCENTILES = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "p99.9": 0.999}


def lowest_of_bucket(value: int, precision_bits: int = PRECISION_BITS) -> int:
    exponent = max(0, value.bit_length() - precision_bits - 1)
    return (value >> exponent) << exponent


def width_of_bucket(lowest: int, precision_bits: int = PRECISION_BITS) -> int:
    return 1 << max(0, lowest.bit_length() - precision_bits - 1)


class Histogram:
    def __init__(self, values: Iterable[int] = (), precision_bits: int = PRECISION_BITS) -> None:
        self.precision_bits = precision_bits
        self.buckets: dict[int, int] = {}
        self.count = 0
        self.minimum = 0
        self.maximum = 0
        self.sum = 0
        for value in values:
            self.record(value)

    def record(self, value: int) -> None:
        """Records a non-negative number of whole microseconds."""
        if value < 0:
            raise ValueError(f"a time can't be negative; got {value} us")
        lowest = lowest_of_bucket(value, self.precision_bits)
        self.buckets[lowest] = self.buckets.get(lowest, 0) + 1
        self.minimum = value if self.count == 0 else min(self.minimum, value)
        self.maximum = max(self.maximum, value)
        self.count += 1
        self.sum += value

    def merge(self, other: "Histogram") -> None:
        if other.precision_bits != self.precision_bits:
            raise ValueError("histograms of different precision can't be merged")
        if other.count == 0:
            return
        for lowest, count in other.buckets.items():
            self.buckets[lowest] = self.buckets.get(lowest, 0) + count
        self.minimum = other.minimum if self.count == 0 else min(self.minimum, other.minimum)
        self.maximum = max(self.maximum, other.maximum)
        self.count += other.count
        self.sum += other.sum

    def quantile(self, share: float) -> float:
        """The middle of the bucket that contains the value of this rank."""
        if self.count == 0:
            raise ValueError("the histogram is empty")
        rank = share * (self.count - 1)
        passed = 0
        for lowest in sorted(self.buckets):
            passed += self.buckets[lowest]
            if passed > rank:
                middle = lowest + (width_of_bucket(lowest, self.precision_bits) - 1) / 2
                return float(min(max(middle, self.minimum), self.maximum))
        return float(self.maximum)

    def percentiles(self) -> dict[str, float]:
        """Only percentiles with enough values above them."""
        return {
            name: self.quantile(share)
            for name, share in PERCENTILES.items()
            if self.count * (1 - share) >= ABOVE - 1e-9
        }

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": "us",
            "precision_bits": self.precision_bits,
            "count": self.count,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "sum": self.sum,
            "buckets": [[lowest, self.buckets[lowest]] for lowest in sorted(self.buckets)],
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Histogram":
        histogram = Histogram(precision_bits=value["precision_bits"])
        histogram.buckets = {lowest: count for lowest, count in value["buckets"]}
        histogram.count, histogram.sum = value["count"], value["sum"]
        histogram.minimum, histogram.maximum = value["minimum"], value["maximum"]
        return histogram
