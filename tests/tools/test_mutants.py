"""What `make mutants` changes, what it leaves alone, and how it runs what could notice."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from mutants import areas, commands, cpp, equivalents, nginx_source, python_source, tree
from mutants.areas import Area
from mutants.draw import Draw
from mutants.mutation import Mutation, moved_number
from mutants.trial import filter_of, suite_limit_s


def results(generator, text: str) -> set[str]:
    """What each mutation makes of the text, white space apart."""
    text = textwrap.dedent(text)
    return {" ".join(mutation.apply(text).split()) for mutation in generator("file", text)}


def in_function(body: str) -> str:
    return f"void f() {{ {body} }}"


class Cpp(unittest.TestCase):
    def assert_makes(self, body: str, *expected: str) -> None:
        made = results(cpp.mutations, in_function(body))
        for each in expected:
            self.assertIn(in_function(each), made)

    def assert_makes_nothing_of(self, text: str) -> None:
        self.assertEqual(results(cpp.mutations, text), set())

    def test_conditions_are_turned(self) -> None:
        self.assert_makes("if (ready) go();", "if (!ready) go();")
        self.assert_makes("if (a == b) go();", "if (a != b) go();", "if (!(a == b)) go();")
        self.assert_makes("if (!ready) go();", "if (ready) go();")
        self.assert_makes("if (int n = count(); n > limit) go();", "if (int n = count(); !(n > limit)) go();")
        self.assert_makes("return a && b;", "return a || b;")
        self.assert_makes("x = ready ? one : two;", "x = ready ? two : one;")

    def test_bounds_move_by_one_and_large_numbers_are_doubled_or_halved(self) -> None:
        self.assert_makes("while (a < 3) step();", "while (a <= 3) step();", "while (a < 4) step();", "while (a < 2) step();")
        self.assert_makes("wait(4'000);", "wait(8000);", "wait(2000);")
        self.assertEqual(moved_number("0.75"), ["1.5", "0.375"])
        self.assertEqual(moved_number("0"), ["1"])

    def test_statements_are_dropped_and_declarations_kept(self) -> None:
        self.assert_makes("const int n = size(); line.clear(); if (n > limit) throw Error(n);",
                          "const int n = size(); {} if (n > limit) throw Error(n);",
                          "const int n = size(); line.clear(); if (n > limit) {}")
        self.assertNotIn(in_function("{}"), results(cpp.mutations, in_function("std::vector<int> rows;")))

    def test_a_return_is_dropped_where_it_is_a_decision(self) -> None:
        self.assert_makes("if (a) return one; return two;", "if (a) {} return two;")
        self.assertNotIn(in_function("if (a) return one; {}"), results(cpp.mutations, in_function("if (a) return one; return two;")))

    def test_arguments_change_places_or_are_not_passed_on(self) -> None:
        self.assert_makes("send(key, value<a, b>(x));", "send(value<a, b>(x), key);", "send({}, value<a, b>(x));")
        self.assert_makes("return Text{.key = key, .lifetime_s = seconds};", "return Text{ .lifetime_s = seconds};")
        self.assertNotIn(in_function("x = std::min(b, a);"), results(cpp.mutations, in_function("x = std::min(a, b);")))

    def test_truth_is_flipped(self) -> None:
        self.assert_makes("store(true);", "store(false);")
        self.assertEqual(results(cpp.mutations, "struct A { bool is_kept = true; };"), {"struct A { bool is_kept = false; };"})

    def test_comments_texts_the_log_and_declarations_are_ignored(self) -> None:
        for text in ("// if (a < 3) return true;\n/* if (a < 3) */", "#if A < 3\n#endif\n#define B \\\n  3\n", 'const char* text = "if (a < 3)";',
                     'const char* text = R"sql(WHERE a < 3 AND true)sql";', "static_assert(sizeof(int) == 4, \"4\");",
                     "enum class Colour { red = 1, green = 2 };", "virtual int size() const = 0;",
                     "template <class T, int n = 3> class A;", "std::vector<std::array<int, 3>> rows(const Table& table, int other);",
                     in_function('io::log(LogLevel::info, "done", {{"rows", 3}});')):
            with self.subTest(text):
                self.assert_makes_nothing_of(text)

    def test_whether_an_error_is_thrown_counts_and_what_it_says_does_not(self) -> None:
        self.assertEqual(results(cpp.mutations, in_function('throw Error("no " + quoted(name), name);')), {in_function("{}")})

    def test_what_changes_nothing_is_ignored(self) -> None:
        self.assertEqual(results(cpp.mutations, in_function("rows.reserve(12);")), set())
        switch = "switch (a) { case one: go(); break; case two: { break; } }"
        self.assertEqual(results(cpp.mutations, in_function(switch)),
                         {in_function(switch.replace("go();", "{}")), in_function(switch.replace("break; case", "{} case"))})

    def test_a_lambda_is_code_and_a_list_of_values_is_none(self) -> None:
        self.assert_makes("each([&](int a) { use(a); });", "each([&](int a) { {} });")
        self.assert_makes("auto g = [this] { stop(); };", "auto g = [this] { {} };")
        self.assertNotIn(in_function("rows = { {}, two() };"), results(cpp.mutations, in_function("rows = { one(), two() };")))


class Python(unittest.TestCase):
    def assert_makes(self, text: str, *expected: str) -> None:
        made = results(python_source.mutations, text)
        for each in expected:
            self.assertIn(" ".join(each.split()), made)

    def test_conditions_and_bounds(self) -> None:
        self.assert_makes("if ready: go()", "if not (ready): go()", "if ready: pass")
        self.assert_makes("x = a <= b", "x = a < b")
        self.assert_makes("x = a not in b", "x = a in b")
        self.assert_makes("x = a and not b", "x = a or not b", "x = a and b")
        self.assert_makes("LIMIT = 0.75", "LIMIT = 1.5", "LIMIT = 0.375")

    def test_statements_and_arguments(self) -> None:
        self.assert_makes("self.rows += found", "pass")
        self.assert_makes("self.rows = found", "pass")
        self.assert_makes("f(a, b, key=c, other=d)", "f(b, a, key=c, other=d)", "f(None, b, key=c, other=d)", "f(a, b, other=d)", "f(a, b, key=c)")
        self.assert_makes("for x in y:\n    if x: return 1", "for x in y: if x: pass")

    def test_positions_are_right_behind_letters_of_several_bytes(self) -> None:
        self.assert_makes('x = "Größe →", a < b', 'x = "Größe →", a <= b')

    def test_texts_annotations_imports_and_prints_are_ignored(self) -> None:
        for text in ('"""If 3 < 4."""', "x: Literal[3]", "import a, b", "print(3, a < b)", "@dataclass(frozen=True)\nclass A: ...",
                     "if __name__ == '__main__': main(1)", "x = f'{a < 3}'", "x = f('some prose', 'other')", "def f(a: Callable[[int], bool]) -> Literal[True]: ..."):
            with self.subTest(text):
                self.assertEqual(results(python_source.mutations, text), set())

    def test_each_of_ours_is_still_python(self) -> None:
        file = ROOT / "tools" / "mutants" / "draw.py"
        text = file.read_text()
        made = python_source.mutations("draw.py", text)
        self.assertGreater(len(made), 20)
        for mutation in made:
            compile(mutation.apply(text), "draw.py", "exec")


class Nginx(unittest.TestCase):
    def test_directives_switches_numbers_and_variables(self) -> None:
        made = results(nginx_source.mutations, 'fastcgi_cache_lock on; fastcgi_cache_key "$scheme $path"; if ($refused) { return 400; } timeout 5s;')
        rest = 'if ($refused) { return 400; } timeout 5s;'
        key = 'fastcgi_cache_key "$scheme $path";'
        for expected in (f"{key} {rest}", f"fastcgi_cache_lock off; {key} {rest}", f'fastcgi_cache_lock on; fastcgi_cache_key " $path"; {rest}',
                         f"fastcgi_cache_lock on; {key} if ($refused = 0) {{ return 400; }} timeout 5s;",
                         f"fastcgi_cache_lock on; {key} if ($refused) {{ return 400; }} timeout 10s;"):
            self.assertIn(expected, made)

    def test_comments_titles_and_what_the_stack_replaces_are_ignored(self) -> None:
        for text in ("# proxy on;", 'map $status $title { 404 "Not found"; }', "# place: where.\nlimit_conn clients 64;", "log_format a 'on $status';"):
            with self.subTest(text):
                self.assertEqual(results(nginx_source.mutations, text), set())


class Equivalents(unittest.TestCase):
    TEXT = "a = 1\nif a <  b:\n    pass\n"

    def read(self, text: str) -> list[equivalents.Equivalent]:
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(text)
            file.flush()
            return equivalents.read(Path(file.name))

    def entry(self, line: str, file: str = "deep/x.py") -> list[equivalents.Equivalent]:
        return self.read(f"[[equivalent]]\nfile = '{file}'\nline = '{line}'\nbecomes = 'if a <= b:'\nreason = 'same'")

    def test_an_entry_is_found_by_its_text_wherever_the_line_and_the_folder_are(self) -> None:
        made = python_source.mutations("very/deep/x.py", self.TEXT)
        for file in ("deep/x.py", "x.py"):
            entries = self.entry("if a < b:", file)
            remaining, matched = equivalents.remove_equivalents(made, {"very/deep/x.py": self.TEXT}, entries)
            self.assertEqual((len(made) - len(remaining), matched), (1, set(entries)))

    def test_of_two_equal_lines_the_one_with_the_lines_above_it_is_meant(self) -> None:
        text = "def f():\n    go()\n\ndef g():\n    go()\n"
        touched = [mutation.lines(text) for mutation in python_source.mutations("x.py", text)]
        self.assertEqual(touched, [("def f(): go()", "def f(): pass"), ("def g(): go()", "def g(): pass")])

    def test_an_entry_that_matches_nothing_any_more_is_known(self) -> None:
        made = python_source.mutations("deep/x.py", self.TEXT)
        for entries in (self.entry("if a < c:"), self.entry("if a < b:", "other_x.py")):
            remaining, matched = equivalents.remove_equivalents(made, {"deep/x.py": self.TEXT}, entries)
            self.assertEqual((remaining, matched), (made, set()))

    def test_an_entry_needs_a_reason_and_no_other_keys(self) -> None:
        for text in ("file = 'x'\nline = 'a'\nbecomes = 'b'", "file = 'x'\nline = 'a'\nbecomes = 'b'\nreason = ' '",
                     "file = 'x'\nline = 'a'\nbecomes = 'b'\nreason = 'c'\nnumber = 3"):
            with self.subTest(text), self.assertRaises(equivalents.InvalidEntry):
                self.read(f"[[equivalent]]\n{text}")

    def test_ours_are_complete(self) -> None:
        equivalents.read()


class Drawing(unittest.TestCase):
    @staticmethod
    def areas() -> list[Area]:
        kinds = ("negate", "drop", "drop", "drop", "drop", "swap")
        return [Area(name, (), [Mutation(name, at, at, "", kind) for at, kind in enumerate(kinds)]) for name in ("core", "io", "orm")]

    def deal(self, seed: int) -> list[Mutation]:
        draw = Draw(self.areas(), seed)
        return [mutation for area in draw.areas() if (mutation := draw.next(area))]

    def test_the_same_seed_deals_the_same_and_another_seed_does_not(self) -> None:
        self.assertEqual(self.deal(7), self.deal(7))
        self.assertNotEqual(self.deal(7), self.deal(8))

    def test_each_area_and_each_kind_has_its_turn(self) -> None:
        dealt = self.deal(7)
        self.assertEqual(len(set(dealt)), 18)
        self.assertEqual({mutation.path for mutation in dealt[:3]}, {"core", "io", "orm"})
        self.assertEqual({mutation.kind for mutation in dealt[:9] if mutation.path == "io"}, {"negate", "drop", "swap"})


class Areas(unittest.TestCase):
    def test_folders_are_found_wherever_files_are_below_them(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("fcgi-app/core/text/a.cpp", "fcgi-app/cases/x/case.cpp", "fcgi-app/lab/gallery/x/page.cpp", "locust/caseload_detector/b.py", "nginx/caseload.conf"):
                (Path(folder) / name).parent.mkdir(parents=True)
                (Path(folder) / name).write_text("a on;" if name.endswith("conf") else "" if name.endswith("py") else in_function("go();"))
            found, texts = areas.find(Path(folder))
        self.assertEqual([area.name for area in found], ["fcgi-app/core", "nginx"])
        self.assertEqual(set(texts), {"fcgi-app/core/text/a.cpp", "locust/caseload_detector/b.py", "nginx/caseload.conf"})

    def test_only_what_is_requested(self) -> None:
        found, texts = areas.find(ROOT, "nginx")
        self.assertEqual([area.name for area in found], ["nginx"])
        self.assertTrue(all(path.startswith("nginx/") for path in texts))

    def test_all_that_the_project_consists_of(self) -> None:
        names = {folder.name for folder, _ in areas.folders(ROOT)}
        self.assertLessEqual({"core", "io", "orm", "jobs", "app", "site-gen", "caseload_runs", "nginx"}, names)
        self.assertNotIn("cases", names)
        self.assertTrue(any("detector" in name for name in names))


class Trials(unittest.TestCase):
    def test_unit_tests_that_are_named_after_the_file_or_its_folder_come_first(self) -> None:
        self.assertEqual(filter_of("fcgi-app/orm/bulk_write.cpp"), "bulk*,fcgi*,orm*")

    def test_a_suite_may_take_three_times_as_long_as_without_a_mutation_and_at_least_a_minute(self) -> None:
        self.assertEqual([suite_limit_s(seconds) for seconds in (0.5, 20, 21, 250)], [60, 60, 63, 750])


class Copies(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_copy_is_brought_up_to_date_and_keeps_the_time_of_what_did_not_change(self) -> None:
        root, copy = self.folder / "root", self.folder / "copy"
        (root / "src").mkdir(parents=True)
        copy.mkdir()
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        for name in ("same", "changed", "removed"):
            (root / "src" / name).write_text(name)
        tree.refresh(root, copy)
        before = (copy / "src" / "same").stat().st_mtime_ns
        (root / "src" / "changed").write_text("other")
        (root / "src" / "removed").unlink()
        (copy / "build").mkdir()
        (copy / "build" / "program").write_text("made there")
        tree.refresh(root, copy)
        self.assertEqual(sorted(file.name for file in copy.rglob("*") if file.is_file()), ["changed", "program", "same"])
        self.assertEqual(((copy / "src" / "changed").read_text(), (copy / "src" / "same").stat().st_mtime_ns), ("other", before))

    def test_data_is_as_it_was(self) -> None:
        kept, data = self.folder / "kept", self.folder / "data"
        (kept / "rows").mkdir(parents=True)
        (kept / "rows" / "book").write_text("as seeded")
        tree.mirror(kept, data)
        (data / "rows" / "book").write_text("written by a mutant")
        (data / "left").mkdir()
        tree.mirror(kept, data)
        self.assertEqual([file.name for file in data.rglob("*")], ["rows", "book"])
        self.assertEqual((data / "rows" / "book").read_text(), "as seeded")


class Commands(unittest.TestCase):
    """In a program of its own, as it ends all processes below it."""

    def run_in_program(self, statement: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            program = (f"import os, sys, pathlib; sys.path.insert(0, {str(ROOT / 'tools')!r}); from mutants import commands\n"
                       f"folder = pathlib.Path({folder!r}); log = folder / 'log'; commands.adopt_orphans()\n{textwrap.dedent(statement)}")
            ended = subprocess.run([sys.executable, "-B", "-c", program], capture_output=True, text=True, check=False)
        self.assertEqual(ended.stderr, "")
        return ended.stdout.strip()

    def test_the_status_is_that_of_the_command(self) -> None:
        self.assertEqual(self.run_in_program("print(commands.run(['sh', '-c', 'echo said; exit 3'], folder, log, {}, 60), log.read_text())"),
                         "3 said")

    def test_a_command_that_hangs_is_ended_with_all_that_it_started(self) -> None:
        said = self.run_in_program("""
            print(commands.run(['sh', '-c', 'setsid sleep 1000 & sleep 1000'], folder, log, {}, 0))
            print(commands.descendants(os.getpid()))
        """)
        self.assertEqual(said, "None\n[]")

    def test_a_server_that_is_left_behind_is_ended(self) -> None:
        said = self.run_in_program("""
            print(commands.run(['sh', '-c', 'setsid sleep 1000 >/dev/null 2>&1 & exit 0'], folder, log, {}, 60))
            print(commands.descendants(os.getpid()))
        """)
        self.assertEqual(said, "0\n[]")

    def test_the_variables_of_the_make_that_started_it_are_not_handed_down(self) -> None:
        self.assertEqual({"MAKEFLAGS", "SEED", "IN"} & set(commands.environment()), set())


if __name__ == "__main__":
    unittest.main()
