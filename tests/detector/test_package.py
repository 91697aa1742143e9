"""The wheel and the single file that `make detector-dist` makes, without a network and away from the checkout."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path

import support

support.prepare_path()

from own_service import Shop

from caseload_detector import __version__


class Package(unittest.TestCase):
    def test_the_wheel_is_complete_and_the_single_file_runs_alone(self) -> None:
        with tempfile.TemporaryDirectory() as folder, Shop() as shop:
            made = support.run("tools/detector_dist.sh", folder)
            self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
            wheel = next(Path(folder).glob("*.whl"))
            with zipfile.ZipFile(wheel) as archive:
                names = set(archive.namelist())
                entry = archive.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()
            ours = {file.relative_to(support.LOCUST).as_posix() for file in (support.LOCUST / "caseload_detector").rglob("*") if file.suffix in (".py", ".toml", ".json", ".typed")}
            self.assertEqual(ours - names, set())
            self.assertFalse([name for name in names if "caseload_runs" in name or "__pycache__" in name])
            self.assertIn("caseload-detector = caseload_detector.__main__:main", entry)

            program = [support.PYTHON, "-I", str(Path(folder, "caseload-detector.pyz"))]
            version = subprocess.run([*program, "--version"], cwd=folder, capture_output=True, text=True, check=True)
            self.assertEqual(version.stdout, f"caseload-detector {__version__}\n")
            run = subprocess.run([*program, f"{shop.url}/orders", "--knob", "per_page=10,40"], cwd=folder, capture_output=True, text=True, check=False)
            self.assertEqual(run.returncode, 2, run.stderr)
            self.assertIn("fix: Load what belongs to the items together with the list", run.stdout)


if __name__ == "__main__":
    unittest.main()
