"""The tables of a case are made again after its schema.sql changed, and only those."""

import dataclasses
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))
import mariadb
import seeding
from console import Failure
from layout import Stack

DATASET = "x99"  # of no stack; its factor is 99


class StackOfTheTests(Stack):
    def socket(self, name):
        return pathlib.Path(os.environ["CASELOAD_TEST_DB_SOCKET"])


class CaseSchemas(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.cases = pathlib.Path(folder.name) / "fcgi-app" / "cases"
        self.stack = StackOfTheTests(pathlib.Path(folder.name) / "var", 1, pathlib.Path(folder.name), (DATASET,))
        self.gallery = self.cases.parent / "lab" / "gallery"
        for patched, value in (("CASES", self.cases), ("GALLERY", self.gallery), ("ROOT", pathlib.Path(folder.name))):
            change = mock.patch.object(seeding, patched, value)
            change.start()
            self.addCleanup(change.stop)
        self.addCleanup(self.run_sql, f"DROP DATABASE IF EXISTS caseload_{DATASET}; "
                                  f"DELETE FROM caseload_stack.case_schemas WHERE dataset = '{DATASET}'")
        self.run_sql(f"CREATE OR REPLACE DATABASE caseload_{DATASET}")
        for stem in ("locks", "queues"):
            self.write(stem, f"CREATE TABLE {stem} (id INT PRIMARY KEY); INSERT INTO {stem} VALUES (@factor);")

    def run_sql(self, sql):
        return mariadb.query(self.stack, sql)

    def write(self, stem, sql):
        folder = self.cases / stem
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "schema.sql").write_text(f"DROP TABLE IF EXISTS {stem};\n{sql}\n")

    def make(self, stack=None):
        return seeding.make_case_tables(stack or self.stack, mock.Mock())

    def rows(self, table):
        return sorted(int(row[0]) for row in self.run_sql(f"SELECT id FROM caseload_{DATASET}.{table}"))

    def test_each_case_gets_its_tables_once_with_the_size_of_the_data(self):
        self.assertEqual(self.make(), ["locks", "queues"])
        self.assertEqual((self.rows("locks"), self.rows("queues")), ([99], [99]))
        self.assertEqual(self.make(), [])

    def test_gallery_pages_get_theirs_on_a_stack_with_the_gallery(self):
        (self.gallery / "lists").mkdir(parents=True)
        (self.gallery / "lists" / "schema.sql").write_text("CREATE TABLE lists (id INT PRIMARY KEY); INSERT INTO lists VALUES (@factor);")
        self.assertEqual(self.make(), ["locks", "queues"])
        self.assertEqual(self.make(dataclasses.replace(self.stack, gallery=True)), ["lists"])
        self.assertEqual(self.rows("lists"), [99])

    def test_a_changed_schema_makes_only_the_tables_of_its_case_again(self):
        self.make()
        for table in ("locks", "queues"):
            self.run_sql(f"INSERT INTO caseload_{DATASET}.{table} VALUES (1)")
        self.write("locks", "CREATE TABLE locks (id INT PRIMARY KEY, held BOOL); INSERT INTO locks VALUES (7, TRUE);")
        self.assertEqual(self.make(), ["locks"])
        self.assertEqual((self.rows("locks"), self.rows("queues")), ([7], [1, 99]))

    def test_tables_that_a_seeding_dropped_are_made_again(self):
        self.make()
        text, _ = seeding.script(DATASET)
        forgets = next(line for line in text.splitlines() if "case_schemas" in line)
        self.run_sql(f"DROP TABLE caseload_{DATASET}.locks; DROP TABLE caseload_{DATASET}.queues; {forgets}")
        self.assertEqual(self.make(), ["locks", "queues"])

    def test_a_schema_that_fails_is_named_and_tried_again(self):
        self.write("queues", "CREATE TABLE queues (id INT PRIMARY KEY); INSERT INTO no_such_table VALUES (1);")
        with self.assertRaises(Failure) as caught:
            self.make()
        self.assertIn("no_such_table", caught.exception.what)
        self.assertEqual(caught.exception.fix, "correct fcgi-app/cases/queues/schema.sql, which must begin with DROP TABLE IF EXISTS")
        self.write("queues", "CREATE TABLE queues (id INT PRIMARY KEY);")
        self.assertEqual(self.make(), ["queues"])
        self.assertEqual(self.rows("locks"), [99])


if __name__ == "__main__":
    unittest.main()
