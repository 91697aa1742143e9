"""What `make new-case` creates, and which names it refuses."""

import importlib.util
import pathlib
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools" / "new_case" / "__main__.py"
spec = importlib.util.spec_from_file_location("new_case", TOOL)
assert spec is not None and spec.loader is not None
new_case = importlib.util.module_from_spec(spec)
spec.loader.exec_module(new_case)


class NewCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.cases = pathlib.Path(folder.name)

    def test_a_folder_with_all_that_a_case_needs_and_its_name_in_place(self):
        folder = new_case.create("too-many-calls", self.cases)
        self.assertEqual(folder, self.cases / "too_many_calls")
        self.assertEqual(sorted(file.name for file in folder.iterdir()), ["case.cpp", "lesson.md", "page.mustache", "stacks.md"])
        code = (folder / "case.cpp").read_text()
        self.assertIn("Case too_many_calls() {", code)
        self.assertIn('{.name = "too-many-calls"}', code)
        self.assertNotIn("@", code + (folder / "lesson.md").read_text())

    def test_a_name_that_can_not_be_a_function_or_is_taken_is_refused(self):
        for name in ("", "1st", "Capital", "two--dashes", "a b", "../up", "a/b", "-a", "a-", "class", "int"):
            with self.assertRaises(ValueError, msg=name):
                new_case.create(name, self.cases)
        new_case.create("taken", self.cases)
        with self.assertRaisesRegex(ValueError, "the case taken already exists"):
            new_case.create("taken", self.cases)


if __name__ == "__main__":
    unittest.main()
