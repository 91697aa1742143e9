"""The SQL of the project: of its files, of the C++ sources as written, and of all pages as the application sends it."""

import http.client
import json
import pathlib
import re
import time
import urllib.parse

import pymysql

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = ("sql/*.sql", "fcgi-app/cases/*/schema.sql", "deploy/*.sql", "deploy/migrations/*.sql")
# What is in the package; the lab is for tests on MariaDB.
SOURCES = ("cases", "io/database", "jobs", "orm", "shop", "app")
VERBS = "SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|SET|WITH|EXPLAIN|KILL|SHOW|START|COMMIT|ROLLBACK"
LITERALS = re.compile(r'"((?:[^"\\\n]|\\.)*)"(?:\s*"((?:[^"\\\n]|\\.)*)")*')
PIECE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
LIMIT_S = 120


def statements(text):
    """Split at semicolons outside of quotes and comments."""
    parts, start = [], 0
    for token in re.finditer(r"'(?:[^'\\]|\\.|'')*'|`[^`]*`|--[^\n]*|/\*(?!!).*?\*/|;", text, re.DOTALL):
        if token.group() == ";":
            parts.append(text[start:token.start()])
            start = token.end()
    parts.append(text[start:])
    return [part.strip() for part in parts if re.sub(r"--[^\n]*", "", part).strip()]


def of_files():
    found = {}
    for pattern in FILES:
        for file in sorted(ROOT.glob(pattern)):
            for number, sql in enumerate(statements(file.read_text()), 1):
                found[f"{file.relative_to(ROOT)}, statement {number}"] = sql
    return found


def of_sources():
    """Literals that begin with a verb of SQL in capital letters. Some are only the beginning of a query."""
    found = {}
    for folder in SOURCES:
        for file in sorted((ROOT / "fcgi-app" / folder).rglob("*.cpp")):
            text = re.sub(r"//[^\n]*", "", file.read_text())
            for match in LITERALS.finditer(text):
                sql = "".join(PIECE.findall(match.group())).replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
                if re.match(rf"(?:{VERBS}) \S", sql):
                    sql = re.sub(r" IN( ?\(| )$", " IN (?)", sql)  # a list follows
                    sql = re.sub(r" = $", " = ?", sql)  # a quoted text follows
                    line = text.count("\n", 0, match.start()) + 1
                    found[f"{file.relative_to(ROOT)}:{line}"] = sql
    return found


def of_pages(base, database_socket, admin):
    """What the application and the worker send while all cases are run once: the texts that they prepare, with their placeholders,
    and those that they send as they are."""
    connection = pymysql.connect(unix_socket=database_socket, user=admin, autocommit=True)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT @@global.log_output, @@global.general_log")
        (output, was_on), = cursor.fetchall()
        try:
            cursor.execute("SET GLOBAL log_output = 'TABLE'")
            cursor.execute("SET GLOBAL general_log = ON")
            cursor.execute("SELECT NOW(6)")
            (began,), = cursor.fetchall()
            slugs = run_all_cases(base)
            wait_for_jobs(base)
        finally:
            cursor.execute("SET GLOBAL general_log = %s", (was_on,))
            cursor.execute("SET GLOBAL log_output = %s", (output,))
        cursor.execute("SELECT DISTINCT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE event_time >= %s AND user_host LIKE 'caseload[%%' "
                       "AND command_type IN ('Prepare', 'Query')", (began,))
        texts = [row[0] for row in cursor.fetchall()]
    return slugs, {f"sent {number}": text for number, text in enumerate(sorted(texts), 1)}


def fetch(base, method, path):
    address = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=LIMIT_S)
    try:
        connection.request(method, path, headers={"Accept": "application/json", "Probe": "1"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def run_all_cases(base):
    cases = json.loads(fetch(base, "GET", "/catalogue.json")[1])["cases"]
    for case in cases:
        path = f"/api/examples/{case['slug']}/"
        status, body = fetch(base, "GET", path)
        if status == 405:
            status, body = fetch(base, "POST", path)
        if status != 200:
            raise AssertionError(f"{path}: {status} {body[:200]!r}")
    for path in ("/readyz", "/metrics"):
        fetch(base, "GET", path)
    return [case["slug"] for case in cases]


def wait_for_jobs(base):
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        text = fetch(base, "GET", "/metrics")[1].decode()
        waiting = re.findall(r"^caseload_jobs_(?:waiting|running)\{[^}]*\} (\d+)", text, re.MULTILINE)
        if waiting and not any(map(int, waiting)):
            return
        time.sleep(0.2)
