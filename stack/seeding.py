"""Creates the databases, the app's user and the data: the shop from sql/ and the tables of each case from its schema.sql.
Data is recreated when its files have changed.

The database `caseload_stack` records from which files each dataset was created."""

import hashlib
import re
import subprocess
import threading
import time

import mariadb
from console import Failure, Step
from layout import ROOT

SQL = ROOT / "sql"
CASES = ROOT / "fcgi-app" / "cases"
GALLERY = ROOT / "fcgi-app" / "lab" / "gallery"
USER = "caseload"
STEP_LINE = re.compile(r"^-- step: *(.+?) *$", re.MULTILINE)
NOTES = """
CREATE DATABASE IF NOT EXISTS caseload_stack DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS caseload_stack.seeded (
  dataset VARCHAR(20) NOT NULL PRIMARY KEY,
  sql_hash CHAR(64) NOT NULL,
  seeded_at DATETIME NOT NULL
);
CREATE TABLE IF NOT EXISTS caseload_stack.case_schemas (
  dataset VARCHAR(20) NOT NULL,
  stem VARCHAR(100) NOT NULL,
  sql_hash CHAR(64) NOT NULL,
  PRIMARY KEY (dataset, stem)
);
"""


def database(dataset):
    return f"caseload_{dataset}"


def sql_hash():
    """Hash of all files below sql/, so that any change is noticed."""
    digest = hashlib.sha256()
    for file in sorted(SQL.rglob("*.sql")):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(SQL)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def bring_up(stack, afresh=False):
    with Step("data") as step:
        mariadb.query(stack, NOTES)
        make_user(stack)
        fill(stack, step, afresh)


def fill(stack, step, afresh=False):
    """Returns the datasets that were seeded."""
    had, now = seeded_from(stack), sql_hash()
    due = [dataset for dataset in stack.datasets if afresh or had.get(dataset) != now]
    outdated = [dataset for dataset in due if dataset in had]
    if outdated and not afresh:
        step.note(f"sql/ changed since {', '.join(outdated)} was seeded; seeding again", lasting=True)
    if due:
        seed(stack, due, step)
    made = make_case_tables(stack, step)
    if due:
        step.result = f"seeded: {', '.join(due)}"
    elif made:
        step.result = f"tables created: {', '.join(made)}"
    else:
        step.result = f"already seeded: {', '.join(stack.datasets)}"
    return due


def seeded_from(stack):
    """The hash of the files from which each dataset was seeded. A database that was dropped by hand is not listed."""
    return dict(mariadb.query(stack, "SELECT dataset, sql_hash FROM caseload_stack.seeded JOIN information_schema.schemata "
                                     "ON schema_name = CONCAT('caseload_', dataset)"))


def make_case_tables(stack, step):
    """Creates the tables of cases, and of gallery pages if the stack has them, whose schema.sql has changed or whose dataset was
    re-seeded. Returns their names."""
    made = []
    for file in sorted(file for folder in (CASES, *([GALLERY] if stack.gallery else [])) for file in folder.glob("*/schema.sql")):
        stem, content = file.parent.name, file.read_bytes()
        now = hashlib.sha256(content).hexdigest()
        had = dict(mariadb.query(stack, f"SELECT dataset, sql_hash FROM caseload_stack.case_schemas WHERE stem = '{stem}'"))
        for dataset in (each for each in stack.datasets if had.get(each) != now):
            step.note(f"{dataset}: tables of {stem}")
            run_script(stack, case_script(dataset, stem, content.decode(), now), f"correct {file.relative_to(ROOT)}, which must begin with DROP TABLE IF EXISTS")
            made += [stem] if stem not in made else []
    return made


def case_script(dataset, stem, text, sql_hash):
    """The SQL of one case, which recreates its own tables: DROP TABLE IF EXISTS, CREATE TABLE, INSERT."""
    return "\n".join((
        "SET SESSION max_statement_time = 0;",
        f"USE {database(dataset)};",
        f"SET @factor = {int(dataset[1:])};",
        text,
        f"REPLACE INTO caseload_stack.case_schemas VALUES ('{dataset}', '{stem}', '{sql_hash}');",
        "",
    ))


def make_user(stack):
    """Creates the app's user with minimal privileges: the grants of docs/deploying.md and those for load tests. It has no
    password, because only this user can reach the socket in var/run (mode 0700). Over TCP it has one."""
    grants = "".join((ROOT / "deploy" / name).read_text() for name in ("grants.sql", "grants-interventions.sql"))
    host = "127.0.0.1"  # where connections to any address of the loopback interface come from
    over_tcp = f"CREATE OR REPLACE USER '{USER}'@'{host}' IDENTIFIED BY '{stack.database_password}';\n"
    reads = "".join(f"GRANT SELECT ON `{database(dataset)}`.* TO '{USER}'@'{host}';\n" for dataset in ("x1", "x4", "x16"))
    run_script(stack, f"CREATE USER IF NOT EXISTS '{USER}'@'localhost';\n{grants}{over_tcp}{reads}")


def seed(stack, datasets, step):
    """Seeds all datasets at the same time, to use more than one core."""
    # Commits need not reach the disk, because an interrupted seeding starts again from the beginning. On a server that others
    # use too, theirs must.
    if stack.private:
        mariadb.query(stack, "SET GLOBAL innodb_flush_log_at_trx_commit = 0")
    try:
        seedings = [Seeding(stack, dataset) for dataset in datasets]
        for seeding in seedings:
            seeding.start()
        while any(seeding.is_alive() for seeding in seedings):
            step.note("  ".join(seeding.progress for seeding in seedings))
            seedings[0].join(0.2)
            time.sleep(0.2)
        for seeding in seedings:
            if seeding.failure:
                raise seeding.failure
    finally:
        if stack.private:
            mariadb.query(stack, f"SET GLOBAL innodb_flush_log_at_trx_commit = {mariadb.flush_at_commit(stack)}")


class Seeding(threading.Thread):
    """Fills one dataset with one client, whose output shows the progress."""

    def __init__(self, stack, dataset):
        super().__init__(daemon=True)
        self.stack = stack
        self.dataset = dataset
        self.progress = f"{dataset} …"
        self.failure = None

    def run(self):
        text, steps = script(self.dataset)
        log = self.stack.log / f"seed-{self.dataset}.log"
        with open(log, "w+") as errors:
            client = subprocess.Popen(mariadb.client(self.stack, "--unbuffered"), text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=errors, cwd=ROOT)
            feeder = threading.Thread(target=feed, args=(client.stdin, text), daemon=True)
            feeder.start()
            done = 0
            for line in client.stdout:
                if line.startswith("step: "):
                    done += 1
                    self.progress = f"{self.dataset} {line[6:].strip()} ({done}/{steps})"
            feeder.join()
            if client.wait() != 0:
                self.failure = Failure(f"seeding {self.dataset} failed at {self.progress}",
                                       f"fix what the log names, then run `{self.stack.again}` again", log)
        self.progress = f"{self.dataset} done"


def feed(pipe, text):
    try:
        with pipe:
            pipe.write(text)
    except BrokenPipeError:
        pass  # the client ended; its status and log have the reason


def script(dataset, with_rows=True):
    """All SQL that creates and fills one dataset, and the number of its steps. The dataset is recorded as seeded at the end,
    so an interrupted seeding starts again. Without rows it only has its tables."""
    name, factor = database(dataset), int(dataset[1:])
    others = sorted(file for file in SQL.rglob("*.sql") if file.parent != SQL or file.name not in ("schema.sql", "seed.sql"))
    files = [SQL / "schema.sql", *([SQL / "seed.sql"] if with_rows else []), *others]
    parts = [
        f"DELETE FROM caseload_stack.seeded WHERE dataset = '{dataset}';",
        f"DELETE FROM caseload_stack.case_schemas WHERE dataset = '{dataset}';",
        "SET SESSION max_statement_time = 0;",
        f"DROP DATABASE IF EXISTS {name};",
        f"CREATE DATABASE {name};",
        f"USE {name};",
        f"SET @factor = {factor};",
        *(file.read_text() for file in files),
        f"REPLACE INTO caseload_stack.seeded VALUES ('{dataset}', '{sql_hash()}', UTC_TIMESTAMP());" if with_rows else "",
    ]
    return STEP_LINE.subn(r"SELECT 'step: \1';", "\n".join(parts) + "\n")


def run_script(stack, text, remedy="correct deploy/grants.sql"):
    result = subprocess.run(mariadb.client(stack), input=text, capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"mariadb: {result.stderr.strip()}", remedy)
