"""Judges many simulated pages and prints the score, or shows one of them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import support

support.prepare_path()

from simulator.replay import replay
from simulator.score import MIN_RECALL, score_of, simulate, table_of

SHOWN = 30  # failures


def main() -> int:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="number of pages")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other pages")
    parser.add_argument("--page", default="", metavar="SEED-NUMBER", help="show this page only")
    chosen = parser.parse_args()
    if chosen.page:
        print(replay(chosen.page))
        return 0
    if chosen.count < 1:
        parser.error(f"--count is {chosen.count}, but must be at least 1")
    results = simulate(chosen.seed, chosen.count)
    score = score_of(results)
    print(table_of(score))
    failed = [result for result in results if result.failed]
    for result in failed[:SHOWN]:
        print(result.line)
    if len(failed) > SHOWN:
        print(f"and {len(failed) - SHOWN} more")
    return 0 if score.recall >= MIN_RECALL and not score.false and not score.called_clean else 1


if __name__ == "__main__":
    sys.exit(main())
