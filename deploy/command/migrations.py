"""Migrations bring databases of an earlier version up to date: deploy/migrations/NNNN-name.sql, applied to each dataset in
the order of their numbers. The database `caseload_stack` records which were applied. A new database needs none, because
it is created from sql/."""

import re

import mariadb
import seeding
from console import Failure
from installation import ROOT

FOLDER = ROOT / "deploy" / "migrations"
NAME = re.compile(r"\d{4}-[a-z0-9-]+\.sql")
NOTES = """
CREATE TABLE IF NOT EXISTS caseload_stack.migrated (
  dataset    VARCHAR(20)  NOT NULL,
  name       VARCHAR(100) NOT NULL,
  applied_at DATETIME     NOT NULL,
  PRIMARY KEY (dataset, name)
);
"""
NOTHING = "0000-created"  # recorded for each database that `caseload setup` or `caseload seed` created


def available(folder=None):
    names = sorted(file.name for file in (folder or FOLDER).glob("*.sql"))
    for name, before in zip(names, ["", *names]):
        if not NAME.fullmatch(name) or name[:4] == before[:4] or name.startswith("0000"):
            raise Failure(f"{name} is not a valid name of a migration", "four digits that no other migration has, such as 0001-an-index.sql")
    return names


def recorded(installation):
    """The names that are recorded for each dataset whose database exists."""
    found = {}
    for dataset, name in mariadb.query(installation, "SELECT dataset, name FROM caseload_stack.migrated JOIN information_schema.schemata "
                                                     "ON schema_name = CONCAT('caseload_', dataset)"):
        found.setdefault(dataset, set()).add(name)
    return found


def pending(installation):
    """(dataset, name) of what is not yet applied, to the databases that are recorded."""
    had, names = recorded(installation), available()
    return [(dataset, name) for name in names for dataset in installation.datasets if dataset in had and name not in had[dataset]]


def record_new(installation, dataset):
    """For a database that was just created from sql/."""
    rows = ", ".join(f"('{dataset}', '{name}', UTC_TIMESTAMP())" for name in (NOTHING, *available()))
    mariadb.query(installation, f"REPLACE INTO caseload_stack.migrated VALUES {rows}")


def apply_all(installation, step):
    applied = []
    for dataset, name in pending(installation):
        step.note(f"{dataset}: {name}")
        text = "\n".join((
            "SET SESSION max_statement_time = 0;",
            f"USE {seeding.database(dataset)};",
            f"SET @factor = {int(dataset[1:])};",
            (FOLDER / name).read_text(),
            f"INSERT INTO caseload_stack.migrated VALUES ('{dataset}', '{name}', UTC_TIMESTAMP());",
        ))
        try:
            seeding.run_script(installation, text)
        except Failure as failure:
            raise Failure(f"the migration {name} failed in {seeding.database(dataset)}: {failure.what}",
                          "programs that are running go on as before. Correct the cause, then `dpkg --configure caseload` or `caseload setup` continues. "
                          "The data is only seeded, so `caseload seed --afresh` replaces databases that can't be migrated") from failure
        applied.append(f"{dataset} {name}")
    return applied
