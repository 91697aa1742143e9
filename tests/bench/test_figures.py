"""Kept figures are compared with new ones: what grew fails and is named, and what can't be compared is said."""

import copy
import json
import pathlib
import re
import sys
import tempfile
import unittest

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "stack")]

import callgrind  # noqa: E402
import counted  # noqa: E402
import figures  # noqa: E402
import instructions  # noqa: E402
from console import Failure  # noqa: E402

FOLDER = ROOT / "docs" / "bench"


def page(name="fast"):
    return {
        "name": name, "title": "a page", "target": "/page", "instructions": 100_000.0, "operator_new_calls": 50.0, "allocations": 60.0,
        "allocated_bytes": 9_000.0, "system_calls": 14.0, "steady_system_calls": 10.0, "by_system_call": {"read": 6.0, "write": 4.0},
        "functions": [{"name": "caseload::App::handle(caseload::Request&)", "own": 1_000.0, "inclusive": 90_000.0},
                      {"name": "caseload::render()", "own": 30_000.0, "inclusive": 60_000.0},
                      {"name": "__memcpy_sse2", "own": 20_000.0, "inclusive": 20_000.0}],
        "allocating": [{"name": "std::string::_M_create", "calls": 30.0}, {"name": "caseload::render()", "calls": 20.0}]}


def document(compiler="g++ 12.2.0, release"):
    environment = {"compiler": compiler, "cpu": "a CPU", "system": "Debian", "libraries": {}, "valgrind": "3.19", "strace": "6.1"}
    return {"schema": figures.SCHEMA, "commit": "0123456789ab", "measured_at": "2026-01-01T00:00:00Z", "environment": environment,
            "settings": {}, "missing": [], "pages": [page(), page("slow")], "floor": []}


class Comparing(unittest.TestCase):
    def setUp(self):
        self.kept = document()
        self.new = copy.deepcopy(self.kept)
        self.fast = self.new["pages"][0]

    def compare(self):
        return figures.compare(self.kept, self.new)

    def grow_by_memcpy(self, instructions):
        self.fast["instructions"] += instructions
        for function in self.fast["functions"]:
            function["inclusive"] += instructions
        self.fast["functions"][2]["own"] += instructions

    def test_the_same_figures_pass(self):
        self.assertEqual(self.compare(), ([], []))

    def test_a_growth_of_9_percent_passes(self):
        self.grow_by_memcpy(9_000)
        self.assertEqual(self.compare(), ([], []))

    def test_a_growth_of_11_percent_fails_and_names_the_function_and_its_caller(self):
        self.grow_by_memcpy(11_000)
        complaints, notes = self.compare()
        self.assertEqual(notes, [])
        self.assertEqual(complaints, ["fast: instructions grew by 11 %, from 100,000.0 to 111,000.0; most in __memcpy_sse2 (+11,000 of its own), "
                                      "called within caseload::render()"])

    def test_a_function_that_was_not_kept_can_be_the_one_that_grew(self):
        self.fast["instructions"] += 40_000
        self.fast["functions"].append({"name": "caseload::new_code()", "own": 40_000.0, "inclusive": 40_000.0})
        self.assertRegex(self.compare()[0][0], r"most in caseload::new_code\(\) \(at least \+39,000 of its own\)$")

    def test_allocations_name_the_function_that_allocates(self):
        self.fast["operator_new_calls"] = 70.0
        self.fast["allocating"][1]["calls"] = 40.0
        self.assertEqual(self.compare()[0], ["fast: calls of operator new grew by 40 %, from 50.0 to 70.0; most in caseload::render() (+20.0 calls)"])

    def test_system_calls_name_the_call(self):
        self.fast["steady_system_calls"] = 12.0
        self.fast["by_system_call"]["openat"] = 2.0
        self.assertEqual(self.compare()[0], ["fast: system calls grew by 20 %, from 10.0 to 12.0; most in openat (+2.0)"])

    def test_reading_the_cpu_clock_more_often_is_no_growth_and_hides_none(self):
        self.fast["steady_system_calls"] = 30.0
        self.fast["by_system_call"]["clock_gettime"] = 20.0
        self.assertEqual(self.compare(), ([], []))
        self.fast["steady_system_calls"] = 32.0
        self.fast["by_system_call"]["openat"] = 2.0
        self.assertEqual(self.compare()[0], ["fast: system calls grew by 20 %, from 10.0 to 12.0; most in openat (+2.0)"])

    def test_waiting_more_often_is_no_growth(self):
        self.fast["system_calls"] = 30.0
        self.assertEqual(self.compare(), ([], []))

    def test_another_compiler_is_not_compared(self):
        self.grow_by_memcpy(50_000)
        self.new["environment"]["compiler"] = "g++ 14.2.0, release"
        complaints, notes = self.compare()
        self.assertEqual(complaints, [])
        self.assertEqual(notes, ["not compared: the kept figures are of g++ 12.2.0, release, these are of g++ 14.2.0, release"])

    def test_a_figure_that_was_not_counted_is_said(self):
        self.fast["steady_system_calls"] = None
        self.new["pages"][1]["steady_system_calls"] = None
        self.assertEqual(self.compare(), ([], ["fast, slow: system calls not compared, because this run lacks them"]))

    def test_a_page_that_is_no_longer_counted_fails(self):
        self.new["pages"].pop()
        self.assertEqual(self.compare()[0], ["slow: no longer counted, but the kept figures have it"])


class Keeping(unittest.TestCase):
    schema = json.loads((FOLDER / "instructions.schema.json").read_text())

    def test_a_counted_page_is_as_the_schema_says(self):
        profile = callgrind.Profile(total=70.0)
        profile.own.update({"caseload::render()": 50.0, "memcpy": 20.0, "started": 0.0})
        profile.inclusive.update({"caseload::render()": 70.0, "memcpy": 20.0})
        profile.calls["caseload::render()", "operator new(unsigned long)"] = 3
        result = counted.Counted(instructions=70.04, profile=profile, by_system_call={"read": 1.0, "write": 2.0})
        made = {**document(), "pages": [figures.page_document({"name": "a", "title": "A", "target": "/a"}, result)]}
        jsonschema.Draft202012Validator(self.schema).validate(made)
        self.assertEqual(made["pages"][0]["instructions"], 70.0)
        self.assertIsNone(made["pages"][0]["system_calls"])
        self.assertEqual([each["name"] for each in made["pages"][0]["functions"]], ["caseload::render()", "memcpy"])
        self.assertEqual(made["pages"][0]["allocating"], [{"name": "caseload::render()", "calls": 3}])

    def test_every_kept_file_is_as_the_schema_says(self):
        files = sorted(FOLDER.glob("*-instructions.json"))
        self.assertTrue(files)
        names = [page["name"] for page in instructions.read_pages()]
        for file in files:
            kept = json.loads(file.read_text())
            jsonschema.Draft202012Validator(self.schema).validate(kept)
        self.assertEqual([page["name"] for page in kept["pages"]], names, "the newest file has the pages of pages.toml")

    def test_the_newest_of_the_same_compiler_is_used(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertIsNone(figures.newest(folder, "g++ 12"))
            for stamp, compiler in (("1", "g++ 12"), ("2", "g++ 12"), ("3", "g++ 14")):
                (pathlib.Path(folder) / f"{stamp}-instructions.json").write_text(json.dumps({**document(compiler), "commit": stamp}))
            self.assertEqual([figures.newest(folder, compiler)["commit"] for compiler in ("g++ 12", "g++ 14", "clang")], ["2", "3", "3"])

    def test_incomplete_figures_and_those_of_no_commit_are_not_kept(self):
        with self.assertRaisesRegex(Failure, "not kept: system calls are not counted"):
            instructions.write({**document(), "missing": ["system calls are not counted"]})
        with self.assertRaisesRegex(Failure, "no commit"):
            instructions.write({**document(), "commit": "0123456789ab+"})


class Documentation(unittest.TestCase):
    def test_the_table_of_before_and_now_has_the_kept_figures(self):
        text = (ROOT / "docs" / "performance.md").read_text()
        [names] = re.findall(r"Before: `docs/bench/(\S+)`\. Now: `docs/bench/(\S+)`\.", text)
        before, now = (json.loads((FOLDER / name).read_text()) for name in names)
        old, floor = ({each["name"]: each for each in pages} for pages in (before["pages"], now["floor"]))
        self.assertTrue(now["pages"])
        for new in now["pages"]:
            was, least = old[new["name"]], floor.get(new["name"])
            numbers = [was["instructions"], new["instructions"], least and least["instructions"], was["operator_new_calls"], new["operator_new_calls"],
                       was["steady_system_calls"], new["steady_system_calls"]]
            row = " | ".join(["not written" if number is None else f"{number:,.0f}" for number in numbers])
            self.assertIn(f"| {new['title']} | {row} |", text)

    def test_each_target_that_the_named_bench_missed_is_explained_with_its_value(self):
        text = (ROOT / "docs" / "performance.md").read_text()
        [name] = re.findall(r"targets of the bench were missed, as `docs/bench/(\S+-bench\.json)` shows:", text)
        explained = text[text.index(name) : text.index("On two cores that also run the database")]
        missed = 0
        for each in json.loads((FOLDER / name).read_text())["targets"]:
            values = [result["value"] for result in each["results"]]
            worst, is_missed = (min(values), min(values) < each["at_least"]) if "at_least" in each else (max(values), max(values) > each["at_most"])
            if is_missed:
                missed += 1
                self.assertIn(f"{worst / 1e6:.1f} MB" if each["unit"] == "bytes" else f"{worst:.2f}", explained, each["title"])
        self.assertEqual(missed, explained.count(" instead of ") + explained.count("reach less than"))


if __name__ == "__main__":
    unittest.main()
