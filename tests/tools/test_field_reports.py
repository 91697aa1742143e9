"""Each report from the field that concerns the project, B1 to B20 and C1 to C27, has a test whose name contains its number."""

import pathlib
import re
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
# A test's name in C++, Python and JavaScript, and the files of whole requests.
NAMES = (re.compile(r"_TEST_CASE\((\w+)"), re.compile(r"def (test_\w+)"), re.compile(r"\b(?:test|check)\((?:\"([^\"]+)\"|'([^']+)'|`([^`]+)`)"))
REPORTS = [*(f"B{number}" for number in range(1, 21)), *(f"C{number}" for number in range(1, 28))]


def names():
    for file in TESTS.rglob("*"):
        if "node_modules" in file.parts or not file.is_file():
            continue
        if file.suffix == ".golden":
            yield file.stem
        elif file.suffix in (".cpp", ".py", ".mjs") and file != pathlib.Path(__file__).resolve():
            text = file.read_text()
            for pattern in NAMES:
                for match in pattern.finditer(text):
                    yield next(group for group in match.groups() if group)


class FieldReports(unittest.TestCase):
    def test_each_report_has_a_test(self):
        found = {number for name in names() for number in re.findall(r"(?<![A-Za-z0-9])[BC][0-9]+(?![A-Za-z0-9])", name.replace("_", " "))}
        self.assertEqual([report for report in REPORTS if report not in found], [])


if __name__ == "__main__":
    unittest.main()
