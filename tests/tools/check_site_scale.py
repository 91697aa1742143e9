"""`make check`: the site of many runs, made by `make site-scale` with fewer than its 10,000."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class SiteScale(unittest.TestCase):
    def test_C27_no_page_is_above_2_MiB_with_two_thousand_runs(self):
        # If one page listed all runs, it would have about 3.5 MiB.
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run([sys.executable, "-B", ROOT / "tools" / "site_scale", "--build", os.environ["CASELOAD_TEST_BUILD"],
                                   "--count", "2000", "--folder", pathlib.Path(folder) / "scale"], capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
        self.assertIn("the largest is", made.stdout)


if __name__ == "__main__":
    unittest.main()
