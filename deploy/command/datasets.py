"""The databases: created empty by `caseload setup`, filled by `caseload seed`."""

import dataclasses
import os
import subprocess

import mariadb
import migrations
import seeding
from console import Failure, Step
from installation import ROOT, USER, need_root

UNREACHABLE = 3  # exit status of `caseload setup`


class Unreachable(Failure):
    pass


def connect(installation):
    """Checks that this user administers the database server, and creates the notes."""
    prefix = installation.config["database"]["name_prefix"]
    if prefix != "caseload":
        raise Failure(f"database.name_prefix is '{prefix}', but this command knows only databases that begin with 'caseload'",
                      f"remove it from {installation.config_file}, or create the databases by hand")
    result = subprocess.run(mariadb.client(installation, "-e", "SELECT 1"), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        raise Unreachable(f"the database server can't be used through {installation.socket('mariadb')}: {result.stderr.strip()}",
                          "start MariaDB (`systemctl start mariadb`), then run `caseload setup`")
    mariadb.query(installation, seeding.NOTES + migrations.NOTES)


def existing(installation):
    names = {row[0] for row in mariadb.query(installation, "SELECT schema_name FROM information_schema.schemata")}
    return [dataset for dataset in installation.datasets if seeding.database(dataset) in names]


def create_missing(installation, step):
    """Creates the databases that don't exist, without rows."""
    refuse_others(installation)
    there = existing(installation)
    missing = [dataset for dataset in installation.datasets if dataset not in there]
    for dataset in missing:
        step.note(f"creating {seeding.database(dataset)}")
        text, _ = seeding.script(dataset, with_rows=False)
        seeding.run_script(installation, text, "report this as a bug of Caseload")
        migrations.record_new(installation, dataset)
    return missing


def refuse_others(installation):
    """A database of that name which this command did not create may have rows that somebody needs."""
    recorded = migrations.recorded(installation)
    for dataset in existing(installation):
        if dataset not in recorded:
            raise Failure(f"the database {seeding.database(dataset)} exists, but this command did not create it",
                          f"if it may be replaced: `caseload seed --afresh --datasets {dataset}`; then `caseload setup`")


def create_user(installation):
    password = installation.password_file.read_text().strip()
    if not password.isalnum():
        raise Failure(f"{installation.password_file} contains characters other than letters and digits", "remove the file; `caseload setup` then makes another password")
    grants = (ROOT / "deploy" / "grants.sql").read_text()
    seeding.run_script(installation, f"CREATE USER IF NOT EXISTS '{USER}'@'localhost' IDENTIFIED BY '{password}';\n"
                                     f"ALTER USER '{USER}'@'localhost' IDENTIFIED BY '{password}';\n{grants}")


def write_drop_script(installation):
    """What the package runs if it is purged and the administrator wants the data dropped."""
    databases = [seeding.database(dataset) for dataset in installation.datasets] + ["caseload_stack"]
    lines = [f"DROP DATABASE IF EXISTS {name};" for name in databases] + [f"DROP USER IF EXISTS '{USER}'@'localhost';"]
    (installation.state / "drop.sql").write_text("\n".join(lines) + "\n")


def run(installation, options):
    """`caseload seed`"""
    need_root("seed")
    some = dataclasses.replace(installation, datasets=options.datasets)
    os.makedirs(installation.state, exist_ok=True)
    with Step("data") as step:
        connect(some)
        if not options.afresh:
            refuse_others(some)
        for dataset in seeding.fill(some, step, options.afresh):
            migrations.record_new(some, dataset)
    return 0
