"""The version: one file, and copies that agree with it."""

import importlib.util
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("version", ROOT / "tools" / "version.py")
assert spec is not None and spec.loader is not None
version = importlib.util.module_from_spec(spec)
spec.loader.exec_module(version)


class Version(unittest.TestCase):
    def copy(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        for name in ("VERSION", *version.COPIES):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
        return root

    def test_all_copies_agree_with_the_file(self):
        self.assertEqual(list(version.differing()), [])

    def test_the_programs_are_built_with_it(self):
        printed = subprocess.run(["make", "--no-print-directory", "-s", "-f", "Makefile", "-f", "-", "show-version"], cwd=ROOT, check=True,
                                 input="show-version:\n\t@echo $(VERSION)\n", capture_output=True, text=True).stdout
        self.assertEqual(printed.strip(), version.version())

    def test_a_new_version_is_written_to_all_copies(self):
        root = self.copy()
        version.write("12.0.3", root)
        self.assertEqual(version.version(root), "12.0.3")
        self.assertEqual(list(version.differing(root)), [])
        entries = re.findall(r"^caseload \((.*)\)", (root / "debian/changelog").read_text(), re.MULTILINE)
        self.assertEqual(entries[:2], ["12.0.3", version.version()])

    def test_a_copy_that_differs_is_named(self):
        for name, pattern in version.COPIES.items():
            with self.subTest(name):
                root = self.copy()
                text = (root / name).read_text()
                (root / name).write_text(pattern.sub(r"\g<1>0.0.9\g<3>", text))
                self.assertEqual(list(version.differing(root)), [f"{name} has the version 0.0.9, but VERSION has {version.version()}"])

    def test_what_is_no_version_is_refused(self):
        for text in ("1.0", "1.0.0-rc1", "v1.0.0", "1.0.0\n", ""):
            with self.assertRaisesRegex(ValueError, "three numbers"):
                version.write(text, self.copy())


if __name__ == "__main__":
    unittest.main()
