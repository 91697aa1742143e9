"""In which order blocks are measured, and how long that is planned to take. In a process of its own: with the recorder
comes Locust, whose gevent takes over locks and forks, and tests of the detector start programs from threads."""

from __future__ import annotations

import io
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_runs.blocks import Block, Outcome
from caseload_runs.catalogue import Case, cases_from
from caseload_runs.progress import Progress
from caseload_runs.recorder import CaseRecorder, planned_seconds
from caseload_runs.settings import PUBLISHED, QUICK
from caseload_detector.client import Client


class Blocks:
    """Sends nothing, and keeps which variants' blocks were to be run."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def run(self, block: Block) -> Outcome:
        self.names.append(block.request.name)
        return Outcome()


class Floors(unittest.TestCase):
    @staticmethod
    def case(**floors: str) -> Case:
        variants = [{"name": name, "pace": name, "path": f"/{name}", **({"floor": floors[name]} if floors else {})} for name in ("slow", "fast")]
        return cases_from({"cases": [{"slug": "x", "title": "X", "knobs": [], "variants": variants}]})[0]

    def test_trivial_pages_are_measured_in_turn_there_and_back(self) -> None:
        blocks = Blocks()
        with support.FakeService() as service:
            client = Client(service.host)
            case = self.case(slow="/floor/a", fast="/floor/b")
            recorder = CaseRecorder(case, blocks, client, QUICK, Progress(0, 1, io.StringIO()), {})  # type: ignore[arg-type]
            recorder._ask_floors()
            client.close()
        warm_up, order = blocks.names[:2], blocks.names[2:]
        self.assertEqual(warm_up, ["x slow", "x fast"])
        self.assertEqual(order, ["x slow", "x fast", "x fast", "x slow", "x slow", "x fast"])

    def test_the_plan_knows_them(self) -> None:
        without, with_ = (planned_seconds(case, PUBLISHED) for case in (self.case(), self.case(slow="/floor/a", fast="/floor/b")))
        self.assertAlmostEqual(with_ - without, 2 * (PUBLISHED.warm_up_seconds + PUBLISHED.pairs * PUBLISHED.block_seconds))


if __name__ == "__main__":
    unittest.main()
