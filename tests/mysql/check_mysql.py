"""`make check`: a parser of MySQL 8.0 accepts all SQL of the project but for what docs/mysql.md names. No MySQL server is asked, so a
query that MySQL can read but understands in another way is not noticed."""

import getpass
import json
import os
import pathlib
import re
import subprocess
import unittest

import queries
from queries import ROOT

HERE = pathlib.Path(__file__).resolve().parent
GUIDE = ROOT / "docs" / "mysql.md"
DIALECT = ROOT / "fcgi-app" / "io" / "database" / "server_dialect.cpp"
DIALECT_TEST = ROOT / "tests" / "unit" / "server_dialect_test.cpp"
# MariaDB's own prefixes of queries (DIALECT): of streamed ones, and of those whose pages are counted. What follows must be SQL of both.
PREFIX = re.compile(r"SET STATEMENT max_statement_time = [\d.]+ FOR |ANALYZE FORMAT=JSON (?=SELECT )")
# What MySQL 8.0 accepts and this parser does not, and the same for the parser. The guide has the chapters of MySQL's manual.
UNKNOWN_TO_THE_PARSER = (
    ("ALTER DATABASE", re.compile(r"^((?:--[^\n]*\n|\s)*ALTER DATABASE)(?= CHARACTER)"), r"\1 the_current_one"),
    ("TIMESTAMP", re.compile(r"\bTIMESTAMP (?=')"), ""),
    ("member", re.compile(r"\bmember\b(?!\s*of\b)", re.IGNORECASE), "`member`"),
)


def errors(named):
    """{name: error} of what MySQL does not accept."""
    readable = {}
    for name, sql in named.items():
        for _, unknown, same in UNKNOWN_TO_THE_PARSER:
            sql = unknown.sub(same, sql)
        readable[name] = sql
    result = subprocess.run(["node", HERE / "parse.mjs"], input=json.dumps(readable), capture_output=True, text=True, cwd=ROOT, check=True)
    return json.loads(result.stdout)


def variables(texts):
    """The system variables that are set or read."""
    found = set()
    for text in texts:
        found |= set(re.findall(r"@@(?:global\.|session\.)?(\w+)", text))
        for assignments in re.findall(r"^SET (?:SESSION|GLOBAL) (?!TRANSACTION)(.*)", PREFIX.sub("", text), re.MULTILINE):
            found |= set(re.findall(r"(?:^|, )(\w+) = ", re.sub(r"'[^']*'", "''", assignments)))
        found |= set(re.findall(r"SET STATEMENT (\w+) =", text))
    return found


def variables_of_some_sessions():
    """What the dialect adds to a session's SET only for some settings, so that it may not have been sent."""
    return set(re.findall(r'", (\w+) = ', DIALECT.read_text()))


def for_mysql():
    """What the dialect makes for MySQL, as its own test has it."""
    found = re.findall(r"BOOST_TEST\(mysql\.\w+\([^;]*?==\s*((?:\"[^\"]*\"\s*)+)\)", DIALECT_TEST.read_text())
    return {str(number): "".join(re.findall(r'"([^"]*)"', text)) for number, text in enumerate(found)}


def listed(heading):
    """{first column: second column} of the table below a heading of the guide."""
    section = GUIDE.read_text().split(f"## {heading}\n", 1)[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \|", section, re.MULTILINE)
    return dict(rows)


class MySql(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.slugs, cls.sent = queries.of_pages(os.environ["CASELOAD_TEST_BASE"], os.environ["CASELOAD_TEST_DB_SOCKET"], getpass.getuser())
        cls.files, cls.written = queries.of_files(), queries.of_sources()

    def test_the_parser_knows_the_differences(self):
        self.assertEqual(set(errors({"both": "SELECT 1", "mariadb": "SELECT n FROM t WHERE a = 1 RETURNING n", "word": "SELECT rank FROM t", "limit": "SET STATEMENT x = 1 FOR SELECT 1",
                                     "for 8": "SELECT id FROM t FOR UPDATE SKIP LOCKED"})), {"mariadb", "word", "limit"})

    def test_the_guide_names_what_the_parser_does_not_know(self):
        self.assertEqual(set(listed("What the parser does not know")), {name for name, _, _ in UNKNOWN_TO_THE_PARSER})

    def test_every_statement_of_the_files_can_be_read(self):
        self.assertGreater(len(self.files), 60)
        self.assertEqual(errors(self.files), {})

    def test_every_query_of_every_page_can_be_read_but_for_what_mariadb_alone_has_in_front(self):
        self.assertGreater(len(self.slugs), 30)
        self.assertGreater(len(self.sent), 100)
        self.assertEqual({text.split()[0] for text in self.sent.values() if PREFIX.match(text)}, {"SET", "ANALYZE"})
        self.assertEqual(errors({name: PREFIX.sub("", text) for name, text in self.sent.items()}), {})

    def test_every_query_of_the_sources_can_be_read_or_is_the_beginning_of_one_that_was_sent(self):
        self.assertGreater(len(self.written), 60)
        unread = {name: self.written[name] for name in errors(self.written)}
        sent = [" ".join(text.split()) for text in self.sent.values()]
        beginnings = {name: sql for name, sql in unread.items() if not any(" ".join(sql.split()) in text for text in sent)}
        # Of MariaDB's part of the dialect.
        self.assertEqual({name: sql for name, sql in beginnings.items() if not name.startswith("fcgi-app/io/database/server_dialect.cpp")}, {})

    def test_the_queries_for_mysql_alone_can_be_read(self):
        self.assertGreaterEqual(len(for_mysql()), 3)
        self.assertEqual(errors(for_mysql()), {})

    def test_every_system_variable_is_one_that_the_guide_lists(self):
        used = variables([*self.files.values(), *self.sent.values(), *self.written.values(), *for_mysql().values()]) | variables_of_some_sessions()
        self.assertEqual(used, set(listed("System variables")))


if __name__ == "__main__":
    unittest.main()
