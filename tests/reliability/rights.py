"""What the application's SQL user must not do: each query has to be refused for lack of privileges, on a user who has exactly those of
deploy/grants.sql. If it were allowed, it would fail for another reason or do no harm."""

import itertools
import re
import subprocess

import mariadb
from layout import ROOT

USER = "caseload_rights_test"
TABLE = "caseload_x1.rights_test"  # does not exist
# Access denied for a database, a user, a file; to a table, a column; a privilege that is missing; not the owner of a connection.
DENIED = ("1044", "1045", "1142", "1143", "1227", "1095", "1370", "1698")
MUST_NOT = [
    f"CREATE TABLE {TABLE} (a INT)",
    f"DROP TABLE {TABLE}",
    f"ALTER TABLE {TABLE} ADD b INT",
    f"TRUNCATE TABLE {TABLE}",
    f"RENAME TABLE {TABLE} TO {TABLE}_2",
    f"CREATE INDEX b ON {TABLE} (a)",
    f"CREATE VIEW {TABLE}_view AS SELECT id FROM caseload_x1.book",
    f"CREATE TRIGGER {TABLE}_trigger BEFORE INSERT ON caseload_x1.country FOR EACH ROW SET @a = 1",
    f"CREATE PROCEDURE {TABLE}() SELECT 1",
    f"CREATE FUNCTION {TABLE}() RETURNS INT RETURN 1",
    f"CREATE EVENT {TABLE} ON SCHEDULE EVERY 100 YEAR DO SELECT 1",
    "LOCK TABLES caseload_x1.country WRITE",
    "CREATE DATABASE caseload_rights_test",
    "DROP DATABASE caseload_rights_test",
    "SELECT user FROM mysql.user",
    "UPDATE mysql.user SET host = host WHERE 1 = 0",
    "SELECT dataset FROM caseload_stack.seeded",
    "SELECT 1 FROM caseloadax1.book",  # the underscore in the grants is no wildcard
    "SELECT 1 FROM caseload_x1_other.book",
    "SELECT 1 INTO OUTFILE '/nonexistent/rights_test'",
    "LOAD DATA INFILE '/nonexistent/rights_test' INTO TABLE caseload_x1.country",
    "SET GLOBAL wait_timeout = 28800",
    "SET SESSION sql_log_bin = 1",
    "FLUSH TABLES caseload_x1.country",
    "SHOW MASTER STATUS",
    "SHOW GRANTS FOR root@localhost",
    "GRANT SELECT ON caseload_x1.* TO nobody@localhost",
    f"CREATE USER {USER}_2@localhost",
    "SET PASSWORD FOR root@localhost = ''",
    "INSTALL SONAME 'nonexistent'",
    "SHOW CREATE USER root@localhost",
]
# Reveals nothing instead of an error.
MUST_BE = {
    "SELECT LOAD_FILE('/etc/passwd') IS NULL": "1",
    f"SELECT COUNT(*) FROM information_schema.processlist WHERE user <> '{USER}'": "0",
    "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name NOT IN ('information_schema', 'caseload_x1', 'caseload_x4', 'caseload_x16')": "0",
}
MAY = ["SELECT COUNT(*) FROM caseload_x1.book", "UPDATE caseload_x1.country SET name = name WHERE 1 = 0", "DELETE FROM caseload_x1.country WHERE 1 = 0",
       "INSERT INTO caseload_x1.country SELECT * FROM caseload_x1.country WHERE 1 = 0"]


def create_user(stack):
    grants = (ROOT / "deploy" / "grants.sql").read_text()
    text = f"CREATE OR REPLACE USER '{USER}'@'localhost';\n" + grants.replace("'caseload'@", f"'{USER}'@")
    subprocess.run(mariadb.client(stack), input=text, capture_output=True, text=True, check=True)


def drop_user(stack):
    mariadb.query(stack, f"DROP USER IF EXISTS '{USER}'@'localhost'")


def errors(stack, queries):
    """{query: the number of its error, or None}, by one client that goes on after an error."""
    result = run_client(stack, "\n".join(f"{each};" for each in queries), "--force")
    found = {int(line): number for number, line in re.findall(r"^ERROR (\d+) .*? at line (\d+)", result.stderr, re.MULTILINE)}
    return {query: found.get(number) for number, query in enumerate(queries, 1)}


def run_client(stack, text, *options):
    command = [word if not word.startswith("--user=") else f"--user={USER}" for word in mariadb.client(stack, *options)]
    return subprocess.run(command, input=text, capture_output=True, text=True)


def not_refused(stack):
    """The queries that have to be refused and are not, with what happened; and whatever the user may do but can't."""
    create_user(stack)
    try:
        wrong = [f"{query}: error {error}, but it is allowed" for query, error in errors(stack, MAY).items() if error]
        wrong += [f"{query}: {f'error {error}' if error else 'it succeeded'}" for query, error in errors(stack, MUST_NOT).items() if error not in DENIED]
        shown = run_client(stack, "\n".join(f"{each};" for each in MUST_BE)).stdout.split()
        wrong += [f"{query}: {found}" for (query, expected), found in itertools.zip_longest(MUST_BE.items(), shown) if found != expected]
        return wrong
    finally:
        drop_user(stack)


def measure(stack, measured, _quick):
    wrong = not_refused(stack)
    print(f"  {len(MUST_NOT) + len(MUST_BE)} queries, {len(wrong)} not refused", flush=True)
    measured.add("rights", len(wrong), queries=len(MUST_NOT) + len(MUST_BE))
    for each in wrong:
        measured.fail(f"rights: {each}")
