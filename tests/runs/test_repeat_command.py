"""What `locust/repeat` counts, and that it works against a service. It asserts nothing about times, and neither do these tests."""

from __future__ import annotations

import contextlib
import io
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_runs import repeat_command
from caseload_runs.repeat_command import parser, repeat, report


def run(**medians: float) -> dict[str, dict[str, float]]:
    return {name: {"median": value, "low": value * 0.5, "high": value * 2} for name, value in medians.items()}


class Counting(unittest.TestCase):
    def test_the_share_is_that_of_later_ratios_in_the_first_run_s_interval(self) -> None:
        said = report([run(a=10, b=4), run(a=5, b=4), run(a=20, b=8.1), run(a=4.9, c=3)])
        self.assertRegex(said[1], r"^a +10.00 \(5.00 to 20.00\) +4.90 to 20.00  2 of 3$")
        self.assertRegex(said[2], r"^b +4.00 \(2.00 to 8.00\) +4.00 to 8.10  1 of 2$")
        self.assertIn("3 of 5 pairs of a case and a later run", said[-1])
        self.assertIn("60.0 %".replace(" ", ""), said[-1])

    def test_without_a_second_run_nothing_was_compared(self) -> None:
        for found in ([], [run(a=1)]):
            self.assertEqual(report(found), ["fewer than two runs were complete, so nothing was compared"])
        self.assertRegex(report([run(a=1), run(a=1)])[1], "1 of 1$")


class Repeating(unittest.TestCase):
    def test_no_run_starts_after_the_time_is_up(self) -> None:
        moments = iter([0.0, 30.0, 59.0, 61.0, 61.0, 61.0])
        found: list[dict[str, dict[str, float]]] = []
        with support.FakeService(cases="iterator") as service, contextlib.redirect_stderr(io.StringIO()) as said:
            repeat(parser().parse_args(["--host", service.host, "--minutes", "1"]), found, lambda: next(moments))
        self.assertEqual([list(each) for each in found], [["iterator, slow / fast"]] * 2)
        self.assertIn("1 minutes have passed, so there are 2 runs of 10", said.getvalue())

    def test_too_few_runs_are_an_error(self) -> None:
        with support.FakeService(cases="iterator") as service, contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(repeat_command.main(["--host", service.host, "--runs", "1"]), 1)


if __name__ == "__main__":
    unittest.main()
