"""How pages are compared, and what is computed from the rounds. Nothing is measured here."""

import json
import pathlib
import sys
import tempfile
import unittest

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "locust")]

import contents  # noqa: E402
import contestants  # noqa: E402
import floor  # noqa: E402
import generator  # noqa: E402
import results  # noqa: E402
from console import Failure  # noqa: E402
from layout import Stack  # noqa: E402

FOLDER = ROOT / "docs" / "bench"
HTML = "text/html; charset=utf-8"


class Contents(unittest.TestCase):
    def test_entities_and_white_space_make_no_difference(self):
        ours = b'<ul>\n  <li><a href="?after=1%2C2&amp;x=1">Tom&#39;s &amp; Anna&#39;s</a></li>\n</ul>\n'
        theirs = b'<ul><li>\n<a href="?after=1,2&x=1">Tom\'s &amp; Anna&#x27;s</a>\n</li></ul>'
        self.assertEqual(contents.content(ours, HTML), contents.content(theirs, HTML))

    def test_a_row_less_or_another_word_does(self):
        page = b"<ul><li>one two</li><li>three</li></ul>"
        for other in (b"<ul><li>one two</li></ul>", b"<ul><li>onetwo</li><li>three</li></ul>"):
            self.assertNotEqual(contents.content(page, HTML), contents.content(other, HTML))

    def test_json_is_compared_by_value(self):
        one, other = b'{"a": 1, "b": "\\u00e9"}', '{"b":"é","a":1}'.encode()
        self.assertEqual(contents.content(one, "application/json"), contents.content(other, "application/json; charset=utf-8"))
        self.assertNotEqual(contents.content(b'{"a": 1}', "application/json"), contents.content(b'{"a": "1"}', "application/json"))

    def test_the_difference_is_shown(self):
        self.assertIn("at character 8: ours has 'one two", contents.difference("one two three", "one two four"))

    def test_another_plan_is_noticed(self):
        ours = {"Com_select": 1, "Rows_read": 200, "Rows_sent": 100, "Sort_rows": 0, "Select_scan": 1, "Select_full_join": 0}
        self.assertEqual(contents.differing(ours, {**ours, "Rows_read": 210, "Select_scan": 1.3}), [])
        self.assertEqual(contents.differing(ours, {**ours, "Rows_read": 4_000, "Sort_rows": 100}), ["Rows_read", "Sort_rows"])


class CutFromOurPage(unittest.TestCase):
    page = '<title>Books</title>\n<h1>Books</h1>\n  <div class="shop">\n<table>\n    <tr><td>a</td></tr>\n    <tr><td>b</td></tr>\n</table>\n\n  </div>\n</div>\n</main>\n'

    def test_the_floors_frame(self):
        before, after = floor.frame_of(self.page).split(floor.ROWS)
        self.assertTrue(before.endswith("<table>\n") and after.startswith("</table>"))
        with self.assertRaisesRegex(Failure, "no rows"):
            floor.frame_of("<p>an error page</p>")

    def test_the_layout_of_each_peer_gives_our_page_again(self):
        with tempfile.TemporaryDirectory() as folder:
            bench = contestants.Bench(Stack(pathlib.Path(folder), 0, ROOT, ()), pathlib.Path(folder) / "layout")
            peers = {name: contestants.load_peer(name) for name in contestants.PEERS}
            contestants.write_layouts(bench, peers, self.page, "Books")
            content = self.page.partition('<div class="shop">\n')[2].rpartition("\n  </div>\n</div>\n</main>")[0]
            for peer in peers.values():
                name, for_title, for_content = peer.LAYOUT
                text = (bench.layout / name).read_text()
                self.assertEqual(text.count(for_title), 2)
                self.assertEqual(text.replace(for_title, "Books").replace(for_content, content), self.page)
            with self.assertRaisesRegex(Failure, "no content"):
                contestants.write_layouts(bench, peers, "<p>an error page</p>", "Books")


def slots(*per_second):
    report = {"duration_s": 1.0, "bytes": 9_000, "p50_us": 400, "p90_us": 600, "p99_us": 1_000, "max_us": 2_000, "generator_cpu_s": 0.1}
    return [results.slot({**report, "requests": each}, {"app": 0.5, "database": 0.25, "cache": 0.0, "nginx": 0.05}) for each in per_second]


class Results(unittest.TestCase):
    measured = {("caseload", "fast"): slots(1_000, 1_100, 1_050), ("php", "fast"): slots(500, 550, 500), ("static", "cached"): slots(9_000)}

    def test_cpu_is_counted_by_request(self):
        slot = slots(1_000)[0]
        self.assertEqual(slot["cpu_us"], {"app": 500, "database": 250, "cache": 0, "nginx": 50, "generator": 100})

    def test_ratios_are_taken_round_by_round(self):
        ratio, = results.ratios(self.measured)
        self.assertEqual((ratio["of"], ratio["to"], ratio["page"]), ("caseload", "php", "fast"))
        self.assertEqual(ratio["requests_per_second"]["median"], 2.0)
        self.assertLess(ratio["requests_per_second"]["low"], 2.0)
        self.assertGreaterEqual(ratio["requests_per_second"]["high"], 2.1)
        self.assertAlmostEqual(ratio["cpu"]["median"], 2.0, 3)  # the same CPU time for half the requests

    def test_the_table_has_a_line_for_each_program_and_its_ratio(self):
        titles = {name: {"title": name} for name in ("caseload", "php", "static")}
        document = {"pages": results.summarise(self.measured), "ratios": results.ratios(self.measured), "titles": {"fast": "Fast", "cached": "Cached"},
                    "contestants": titles}
        lines = list(results.table(document))
        self.assertEqual([line.split()[0] for line in lines[1:]], ["Fast", "caseload", "php", "Cached", "static"])
        self.assertIn("2.00 (", next(line for line in lines if "php" in line))

    def test_fewer_than_three_rounds_have_no_interval(self):
        two = {key: rounds[:2] for key, rounds in self.measured.items()}
        self.assertIsNone(results.ratios(two)[0]["requests_per_second"])

    def test_the_report_of_wrk(self):
        self.assertEqual(generator.read_report('Running 1s test\n{"requests": 5}\n'), {"requests": 5})
        with self.assertRaisesRegex(Failure, "no report"):
            generator.read_report("unable to connect")

    def test_every_kept_file_is_as_the_schema_says(self):
        schema = jsonschema.Draft202012Validator(json.loads((FOLDER / "bench.schema.json").read_text()))
        for file in sorted([*FOLDER.glob("*-bench.json"), *FOLDER.glob("*-bench-quick.json")]):
            schema.validate(json.loads(file.read_text()))
        made = {"schema": results.SCHEMA, "commit": "0123456789ab", "measured_at": "2026-01-01T00:00:00Z", "environment": {"cpu": "a CPU"},
                "settings": {"rounds": 3}, "not_comparable": [], "titles": {"fast": "fast"}, "database_work": {"fast": {"php": {"Rows_read": 1}}},
                "contestants": {"php": {"title": "PHP", "targets": {"fast": "/fast"}, "resident_mb_after": 80.0}},
                "pages": results.summarise(self.measured), "ratios": results.ratios(self.measured)}
        schema.validate(made)


if __name__ == "__main__":
    unittest.main()
