"""How pages are compared, and what is computed from the rounds. Nothing is measured here."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "locust")]

import bench  # noqa: E402
import bounds  # noqa: E402
import contents  # noqa: E402
import contestants  # noqa: E402
import floor  # noqa: E402
import generator  # noqa: E402
import limits  # noqa: E402
import results  # noqa: E402
import scale  # noqa: E402
import targets  # noqa: E402
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
        made |= {"quick": False, "limits": LIMITS}
        made["targets"] = targets.all_targets(made)
        schema.validate(made)


LIMITS = {
    "left_out": {"seeding": "a quick bench has no time for it"},
    "scale": {"variants": [scale.summary(title, f"/cases/{title}", [{"x1": 1_000.0, "x16": served} for served in rounds], {"x1": 100.0, "x16": read})
                           for title, rounds, read in (("even", (980.0, 1_010.0, 990.0), 100.0), ("slower", (600.0, 700.0, 650.0), 131.0))], "left_out": ["jobs: fast (it writes)"]},
    "fairness": {"page": "fast", "threads": 16, "clients": 64, "rounds": [
        {"requests": 900, "least": least, "most": 10, "p50_us": 1_000, "max_us": waited, "served": least / 10, "waited": waited / 1_000}
        for least, waited in ((9, 3_000), (8, 12_000), (9, 4_000))]},
    "export": {"target": "/export", "rounds": [{"bytes": 13_300_000, "over_idle_bytes": over, "first_byte_us": 5_000, "empty_page_us": 1_000}
                                               for over in (100_000, 2_500_000, 0)]},
    "start": {"target": "/fast", "rounds_us": [150_000, 900_000, 160_000]},
    "memory": {"app": 35_000_000, "worker": 20_000_000},
}


class Targets(unittest.TestCase):
    def shown(self, limits=LIMITS, ratios=()):
        documents = targets.all_targets({"ratios": list(ratios), "limits": limits})
        return documents, dict(zip((each["title"] for each in documents), bounds.lines(documents)))

    def line(self, words, lines):
        found, = [line for title, line in lines.items() if words in title]
        return found

    def test_a_target_is_met_only_if_every_result_is_and_the_worst_is_shown(self):
        documents, lines = self.shown()
        self.assertIn("0.65 (slower, 1 of 2 met): MISSED", self.line("x16", lines))
        note = next(each["note"] for each in documents if "x16" in each["title"])
        self.assertIn("where it reads more: slower 1.31.", note)
        self.assertIn("jobs: fast (it writes)", note)
        self.assertTrue(self.line("served most", lines).endswith("0.90: met"))
        self.assertTrue(self.line("longest wait", lines).endswith("12.00: MISSED"))
        self.assertTrue(self.line("memory above", lines).endswith("2.5 MB: MISSED"))
        self.assertTrue(self.line("first byte", lines).endswith("4.0 ms: met"))
        self.assertTrue(self.line("app and worker", lines).endswith("55.0 MB: met"))
        self.assertTrue(self.line("first response", lines).endswith("160.0 ms: met"))

    def test_what_was_not_measured_says_why(self):
        documents, lines = self.shown({"left_out": {"seeding": "a quick bench has no time for it"}})
        self.assertTrue(all(("not_measured" in each) != ("results" in each) for each in documents))
        self.assertIn("not measured: a quick bench has no time for it", self.line("seeding", lines))
        self.assertIn("not measured: this was not asked for", self.line("app and worker", lines))
        self.assertIn("not measured: this page was not measured", self.line("serializer", lines))

    def test_ratios_are_compared_with_their_bounds_by_the_median(self):
        def ratio(to, median):
            interval = {"median": median, "low": 0.1, "high": 99.0}
            return {"of": "caseload", "page": "fast", "to": to, "to_page": "fast", "requests_per_second": interval, "p99": interval, "cpu": interval}

        _, lines = self.shown(ratios=[ratio("floor", 1.1), ratio("php", 1.79), {**ratio("django", 9.0), "requests_per_second": None}])
        self.assertTrue(self.line("fast: requests per second, Caseload / the floor", lines).endswith("1.10: met"))
        self.assertTrue(self.line("fast: 99th percentile", lines).endswith("at most 1.20; 1.10: met"))
        self.assertTrue(self.line("fast: requests per second, Caseload / PHP-FPM", lines).endswith("1.79: MISSED"))
        self.assertIn("too few rounds", self.line("fast: requests per second, Caseload / Django", lines))


class Limits(unittest.TestCase):
    def test_the_number_of_threads_is_that_of_the_configuration(self):
        self.assertGreater(limits.threads_of_the_app(), 0)

    def test_claims_are_compared_by_what_they_expect(self):
        def example(expected):
            return {"variants": [{"name": "fast", "claims": [{"key": "rows", "relation": "equals", "expected": expected, "measured": 1, "holds": False}]}]}

        small, large = (scale.expectations(example(expected))["fast"] for expected in (5, 80))
        self.assertTrue(scale.is_independent(small, small))
        self.assertFalse(scale.is_independent(small, large))
        self.assertTrue(scale.is_independent(small, {}))  # a visit that nothing is claimed of

    def test_a_case_whose_example_is_refused_is_left_out_with_the_reason(self):
        knobs, fast = [{"name": "dataset"}], [{"name": "fast", "pace": "fast", "path": "/fast"}]
        example = {"variants": [{"name": "fast", "claims": []}]}
        refusal = contents.Unavailable("it returns 503")

        def fetch_json(url, headers=None):
            if url.endswith("catalogue.json"):
                return {"cases": [{"slug": slug, "knobs": knobs, "variants": fast} for slug in ("refused", "served")]}
            if "refused" in url:
                raise refusal
            return example

        with unittest.mock.patch("contents.fetch_json", fetch_json):
            self.assertEqual(scale.choose("http://127.0.0.1:1/", {}), ({"served: fast": "/fast"}, ["refused: fast (it returns 503)"]))
            refusal = Failure("it returns 500")
            with self.assertRaisesRegex(Failure, "500"):
                scale.choose("http://127.0.0.1:1/", {})

    def test_what_fails_beside_the_pages_is_left_out_with_the_reason_and_the_rest_is_measured(self):
        with (unittest.mock.patch("limits.fairness", side_effect=Failure("a page returned 500")), unittest.mock.patch("limits.memory", return_value={"app": 1}),
              contextlib.redirect_stderr(io.StringIO()) as said):
            found = bench.measure_limits(None, None, 1, True, ["fairness", "memory"])
        self.assertEqual(found, {"memory": {"app": 1}, "left_out": {"fairness": "it failed: a page returned 500"}})
        self.assertIn("FAILED: a page returned 500", said.getvalue())
        self.assertEqual(bench.exit_status(found), 1)
        self.assertEqual(bench.exit_status({"left_out": {"seeding": "a quick bench has no time for it"}}), 0)

    def test_the_app_and_the_worker_use_the_servers_of_the_bench_by_socket_and_by_tcp(self):
        with tempfile.TemporaryDirectory() as name:
            base = Stack(pathlib.Path(name) / "var", 1, pathlib.Path(name), ["x1"])
            settings = contestants.shared_settings(base)
        self.assertEqual(settings["CASELOAD_DATABASE_TCP_ADDRESS"], ":".join(map(str, base.database_address)))
        self.assertEqual(settings["CASELOAD_DATABASE_SOCKET"], str(base.socket("mariadb")))
        self.assertEqual(len(settings), 4)

    def test_a_wrong_response_is_a_failure(self):
        generator.check({"unexpected": 0, "broken": 0}, "a page")
        for report in ({"unexpected": 1, "broken": 0}, {"unexpected": 0, "broken": 2}):
            with self.assertRaisesRegex(Failure, "a page"):
                generator.check(report, "a page")


if __name__ == "__main__":
    unittest.main()
