"""Puts the packages under test on the path. Imported first by each test file."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCUST = ROOT / "locust"
for folder in (LOCUST, Path(__file__).resolve().parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
