"""`make test` counts what ran, and takes nothing for a success that was none."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "stack"), str(ROOT / "tools" / "test_driver")]
import testing

JUNIT = """<testsuite name="unit" tests="3">
<testcase classname="a" name="one" time="0.1"><system-out>x</system-out></testcase>
<testcase classname="a" name="two" time="0.1">{inside}</testcase>
</testsuite>"""


class Counting(unittest.TestCase):
    def boost(self, text, status):
        with tempfile.NamedTemporaryFile(suffix=".xml") as report:
            report.write(text if isinstance(text, bytes) else text.encode())
            report.flush()
            counts = testing.count_boost(pathlib.Path(report.name), status)
        return counts.passed, counts.failed, counts.skipped

    def test_boost(self):
        self.assertEqual(self.boost(JUNIT.format(inside=""), 0), (2, 0, 0))
        self.assertEqual(self.boost(JUNIT.format(inside="<failure message='x'/>"), 201), (1, 1, 0))
        self.assertEqual(self.boost(JUNIT.format(inside="<error message='x'/>"), 201), (1, 1, 0))
        self.assertEqual(self.boost(JUNIT.format(inside="<skipped/>"), 0), (1, 0, 1))

    def test_bytes_that_xml_does_not_allow(self):
        text = JUNIT.format(inside="<failure>MARK</failure>").encode().replace(b"MARK", b"\xff \x00 \xed\xa0\x80 \x1b[0m")
        self.assertEqual(self.boost(text, 201), (1, 1, 0))

    def test_a_crash_is_a_failure_whatever_passed_before(self):
        self.assertEqual(self.boost(JUNIT.format(inside=""), -11), (2, 1, 0))
        self.assertEqual(self.boost("<testsuite><testcase", -11), (0, 1, 0))

    def test_no_tests_are_a_failure(self):
        self.assertEqual(self.boost("<testsuite/>", 0), (0, 1, 0))
        self.assertEqual(testing.count_unittest("Ran 0 tests in 0.0s\n\nOK", 0).failed, 1)
        self.assertEqual(testing.count_tap("1..0\n# pass 0\n# fail 0\n", 0).failed, 1)
        self.assertEqual(testing.count_score("mustache-spec: 0 of 0\n", 2).failed, 1)

    def test_unittest(self):
        self.assertEqual(str(testing.count_unittest("Ran 5 tests in 1s\n\nOK", 0)), "5 passed, 0 failed")
        counts = testing.count_unittest("Ran 5 tests in 1s\n\nFAILED (failures=1, errors=1, skipped=1)", 1)
        self.assertEqual(str(counts), "2 passed, 2 failed, 1 skipped")
        self.assertEqual(testing.count_unittest("Traceback", 1).failed, 1)

    def test_node(self):
        text = "# tests 6\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n"
        self.assertEqual(str(testing.count_tap(text, 1)), "3 passed, 2 failed, 1 skipped")

    def test_spec(self):
        self.assertEqual(str(testing.count_score("mustache-spec: 110 of 112\n", 1)), "110 passed, 2 failed")
        self.assertEqual(str(testing.count_score("mustache-spec: 112 of 112\n", 0)), "112 passed, 0 failed")


if __name__ == "__main__":
    unittest.main()
