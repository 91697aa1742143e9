"""`caseload setup` creates and migrates databases, on the real server."""

import pathlib
import tempfile
import unittest
from unittest import mock

from command_of_the_tests import in_folder

import datasets
import mariadb
import migrations
import seeding
from console import Failure

DATASET = "x98"  # of no stack
DATABASE = seeding.database(DATASET)


class Databases(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.installation = in_folder(folder.name, datasets=(DATASET,))
        self.folder = pathlib.Path(folder.name) / "migrations"
        self.folder.mkdir()
        change = mock.patch.object(migrations, "FOLDER", self.folder)
        change.start()
        self.addCleanup(change.stop)
        self.forget()
        self.addCleanup(self.forget)
        datasets.connect(self.installation)

    def forget(self):
        self.sql(f"DROP DATABASE IF EXISTS {DATABASE}; CREATE DATABASE IF NOT EXISTS caseload_stack")
        self.sql(seeding.NOTES + migrations.NOTES + "".join(f"DELETE FROM caseload_stack.{table} WHERE dataset = '{DATASET}';" for table in ("migrated", "seeded", "case_schemas")))

    def sql(self, query):
        return mariadb.query(self.installation, query)

    def migration(self, name, sql):
        (self.folder / name).write_text(sql)

    def create(self):
        return datasets.create_missing(self.installation, mock.Mock())

    def create_quickly(self):
        self.sql(f"CREATE DATABASE {DATABASE}; CREATE TABLE {DATABASE}.tag (id INT, name INT)")
        migrations.record_new(self.installation, DATASET)

    def migrate(self):
        return migrations.apply_all(self.installation, mock.Mock())

    def columns(self):
        return {row[0] for row in self.sql(f"SELECT column_name FROM information_schema.columns WHERE table_schema = '{DATABASE}' AND table_name = 'tag'")}

    def test_a_new_database_has_all_tables_and_needs_no_migration(self):
        self.migration("0001-tag-a.sql", "ALTER TABLE tag ADD COLUMN a INT;")
        self.assertEqual((self.create(), self.create()), ([DATASET], []))
        self.assertEqual(self.migrate(), [])
        self.assertEqual(self.columns(), {"id", "name"})
        self.assertEqual(self.sql(f"SELECT COUNT(*) FROM {DATABASE}.book"), [["0"]])

    def test_later_migrations_are_applied_once_and_in_order(self):
        self.create_quickly()
        self.migration("0002-tag-b.sql", "ALTER TABLE tag ADD COLUMN b INT AFTER a;")
        self.migration("0001-tag-a.sql", "ALTER TABLE tag ADD COLUMN a INT;")
        self.assertEqual(migrations.pending(self.installation), [(DATASET, "0001-tag-a.sql"), (DATASET, "0002-tag-b.sql")])
        self.assertEqual(self.migrate(), [f"{DATASET} 0001-tag-a.sql", f"{DATASET} 0002-tag-b.sql"])
        self.assertEqual(self.migrate(), [])
        self.assertEqual(self.columns(), {"id", "name", "a", "b"})

    def test_a_failed_migration_is_named_and_tried_again_after_it_was_corrected(self):
        self.create_quickly()
        self.migration("0001-tag-a.sql", "ALTER TABLE tag ADD COLUMN a INT;")
        self.migration("0002-wrong.sql", "ALTER TABLE no_such_table ADD COLUMN b INT;")
        with self.assertRaisesRegex(Failure, f"(?s)0002-wrong.sql failed in {DATABASE}.*no_such_table"):
            self.migrate()
        self.migration("0002-wrong.sql", "ALTER TABLE tag ADD COLUMN b INT;")
        self.assertEqual(self.migrate(), [f"{DATASET} 0002-wrong.sql"])
        self.assertEqual(self.columns(), {"id", "name", "a", "b"})

    def test_a_database_that_somebody_else_created_is_refused(self):
        self.sql(f"CREATE DATABASE {DATABASE}; CREATE TABLE {DATABASE}.theirs (id INT)")
        with self.assertRaisesRegex(Failure, f"{DATABASE} exists, but this command did not create it"):
            self.create()
        self.assertEqual(self.sql(f"SHOW TABLES FROM {DATABASE}"), [["theirs"]])

    def test_invalid_and_repeated_numbers_are_refused(self):
        for names in (("1-a.sql",), ("0001-A.sql",), ("0001-a.sql", "0001-b.sql"), ("0000-a.sql",)):
            with self.subTest(names):
                for file in self.folder.iterdir():
                    file.unlink()
                for name in names:
                    self.migration(name, "")
                with self.assertRaisesRegex(Failure, "not a valid name of a migration"):
                    migrations.available(self.folder)

    def test_what_purging_drops_is_what_setup_creates(self):
        datasets.write_drop_script(self.installation)
        self.assertEqual((self.installation.state / "drop.sql").read_text().splitlines(),
                         [f"DROP DATABASE IF EXISTS {DATABASE};", "DROP DATABASE IF EXISTS caseload_stack;", "DROP USER IF EXISTS 'caseload'@'localhost';"])


if __name__ == "__main__":
    unittest.main()
