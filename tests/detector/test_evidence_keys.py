"""Evidence keys have one source, the app's table: the Python client's copy equals it, and no code spells a key itself."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import unittest
from pathlib import Path
from typing import Any, Iterator

import support

support.prepare_path()

from caseload_detector.evidence_keys import KEYS, TABLE, EvidenceKeys

APP = support.ROOT / os.environ.get("CASELOAD_TEST_BUILD", "build/release") / "caseload-app"
NAMES = [row.key for row in KEYS]
WITH_DASH = re.compile(rf"(?<![\w-])({'|'.join(sorted((name for name in NAMES if '-' in name), key=len, reverse=True))})(?![\w-])")
# Single words that are nothing else: wherever such a literal is, it is the key.
UNMISTAKABLE = {"sql", "cols", "commits", "connects"}
# Ordinary words, such as "rows" and "bytes": keys only where counts are read or named.
ORDINARY = {name for name in NAMES if "-" not in name} - UNMISTAKABLE


def spelled_keys(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += WITH_DASH.findall(node.value)
            if node.value in UNMISTAKABLE:
                found.append(node.value)
        found += [text for text in texts_that_name_a_count(node) if text in ORDINARY]
    return found


def texts_that_name_a_count(node: ast.AST) -> Iterator[str]:
    """Of one piece of code: `count("rows")`, `counts["rows"]`, `"rows" in counts`, `Growth("rows", ...)`, `evidence=("rows", ...)`, {"key": "rows"}."""
    if isinstance(node, ast.Call):
        function = name_of(node.func)
        if function in ("count", "Growth") or function in ("get", "pop") and isinstance(node.func, ast.Attribute) and name_of(node.func.value) in ("counts", "evidence"):
            yield from texts_in(node.args[:1])
        for keyword in node.keywords:
            if keyword.arg in ("evidence", "key"):
                yield from texts_in([keyword.value])
    elif isinstance(node, ast.Subscript) and name_of(node.value) in ("counts", "evidence"):
        yield from texts_in([node.slice])
    elif isinstance(node, ast.Compare) and name_of(node.comparators[0]) in ("counts", "evidence"):
        yield from texts_in([node.left])
    elif isinstance(node, ast.Compare) and (name_of(node.left) == "key" or isinstance(node.left, ast.Subscript) and texts_in([node.left.slice]) == ["key"]):
        yield from texts_in(node.comparators)
    elif isinstance(node, ast.Dict):
        yield from texts_in([value for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant) and key.value == "key"])


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def texts_in(nodes: list[Any]) -> list[str]:
    """The text literals among these, and in tuples and lists among these."""
    texts = []
    for node in nodes:
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            texts += texts_in(node.elts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
    return texts


def sources() -> list[Path]:
    return sorted((support.LOCUST).rglob("*.py"))


class OneSource(unittest.TestCase):
    def test_the_copy_equals_the_app_s_table(self) -> None:
        if not APP.exists():
            self.skipTest(f"{APP} is missing; make build")
        catalogue = json.loads(subprocess.run([APP, "--catalogue"], cwd=support.ROOT, stdout=subprocess.PIPE, check=True).stdout)
        self.assertEqual(json.loads(TABLE.read_text(encoding="utf-8")), catalogue["evidence_keys"],
                         f"{TABLE.name} is not the app's table any more; `make evidence-keys` writes it")

    def test_no_code_spells_a_key(self) -> None:
        for file in sources():
            with self.subTest(str(file.relative_to(support.ROOT))):
                self.assertEqual(spelled_keys(file.read_text(encoding="utf-8")), [], "write KEYS.<key>, with underscores for dashes")

    def test_every_key_that_code_names_is_in_the_table(self) -> None:
        named = set()
        for file in sources():
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and name_of(node.value) == "KEYS":
                    named.add(node.attr)
        self.assertIn("rows_examined", named)
        for attribute in sorted(named):
            with self.subTest(attribute):
                self.assertTrue(hasattr(KEYS, attribute))


class Finding(unittest.TestCase):
    def test_a_spelled_key_is_found(self) -> None:
        for source in (
            'seen.count("rows")', 'seen.counts["bytes"]', 'seen.counts.get("total", 0)', '"jobs" in seen.counts', 'Growth("rows", over, series)',
            'Finding(evidence=("rows", "body bytes"))', 'told = {"key": "bytes"}', 'claim["key"] == "rows"', 'key == "total"',
            'x = "sql"', 'x = ["commits"]', '"""Reads rows-examined."""', 'f"floor page: sql-write, {n}"', 'reads = ("mem-peak",)',
        ):
            with self.subTest(source):
                self.assertEqual(len(spelled_keys(source)), 1)

    def test_ordinary_words_are_none(self) -> None:
        for source in (
            'entry["rows"] = 3', 'entry.get("bytes")', 'outcomes.count("found")', 'phase != "total"', 'Finding(evidence=("body bytes",))',
            '"the sql of it"', '"mem-peaks"', '"a-mem-peak"', 'settings["jobs"]', 'seen.count(KEYS.rows)',
        ):
            with self.subTest(source):
                self.assertEqual(spelled_keys(source), [])


class Table(unittest.TestCase):
    def test_keys_are_attributes_with_their_unit(self) -> None:
        keys = EvidenceKeys([{"key": "db-time", "unit": "us", "one": "", "many": "", "title": "", "meaning": "", "source": "", "cost": "probe"}])
        self.assertEqual((keys.db_time, keys.unit_of("db-time"), [row.cost for row in keys]), ("db-time", "us", ["probe"]))
        self.assertEqual(keys.unit_of("of-another-service"), "count")
        with self.assertRaisesRegex(AttributeError, "db_tiem is not an evidence key"):
            keys.db_tiem

    def test_there_are_keys(self) -> None:
        self.assertEqual((KEYS.sql, KEYS.rows_examined), ("sql", "rows-examined"))


if __name__ == "__main__":
    unittest.main()
