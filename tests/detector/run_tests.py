#!/usr/bin/python3
"""Runs every test here and ends with `N passed, N failed`. A skip counts as failed."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

if __name__ == "__main__":
    here = str(Path(__file__).resolve().parent)
    result = unittest.TextTestRunner(verbosity=1).run(unittest.defaultTestLoader.discover(here))
    failed = len({str(test) for test, _ in result.failures + result.errors + result.skipped}) + len(result.unexpectedSuccesses)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(0 if result.testsRun and not failed else 1)
