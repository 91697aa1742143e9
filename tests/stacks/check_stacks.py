"""`make check`: the test of each Django block passes with the fast code and fails with the slow code, on the shop's tables; the
code of the other stacks can be parsed, and the database accepts the SQL."""

import getpass
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import pymysql
from blocks import CASES, blocks_of

HERE = pathlib.Path(__file__).resolve().parent

# Each reads {name: code} from its input and prints a line for each block that has a syntax error.
PARSE_PHP = r"""
foreach (json_decode(stream_get_contents(STDIN), true) as $name => $code) {
    try { token_get_all("<?php\n" . $code, TOKEN_PARSE); } catch (ParseError $error) { echo "$name: {$error->getMessage()}\n"; }
}
"""
PARSE_RUBY = """
require "json"
JSON.parse($stdin.read).each do |name, code|
  RubyVM::InstructionSequence.compile(code)
rescue SyntaxError => error
  puts "#{name}: #{error.message}"
end
"""


def blocks_by_name(language):
    return {f"{case} {part}": code for case in CASES for part, code in blocks_of(case, language).items()}


class Parsed(unittest.TestCase):
    def errors_of(self, command, language):
        done = subprocess.run(command, input=json.dumps(blocks_by_name(language)), capture_output=True, text=True, check=False)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 0))

    def test_php_can_be_parsed(self):
        self.errors_of(["php", "-r", PARSE_PHP], "php")

    def test_ruby_can_be_parsed(self):
        self.errors_of(["ruby", "-e", PARSE_RUBY], "ruby")

    if shutil.which("javac"):  # a JDK is too large to be installed only for this
        def test_java_can_be_parsed(self):
            with tempfile.TemporaryDirectory() as folder:
                for name, code in blocks_by_name("java").items():
                    pathlib.Path(folder, name.replace(" ", "_") + ".java").write_text(code, encoding="utf-8")
                done = subprocess.run(["java", HERE / "ParseJava.java", folder], capture_output=True, text=True, check=False)
            self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 0))


class Sql(unittest.TestCase):
    """PREPARE parses a query and looks up its tables and columns, without running it."""

    def test_the_database_accepts_the_sql(self):
        # As its administrator: preparing CREATE TABLE needs the privilege.
        connection = pymysql.connect(unix_socket=os.environ["CASELOAD_TEST_DB_SOCKET"], user=getpass.getuser(), database="caseload_x1",
                                     charset="utf8mb4")
        self.addCleanup(connection.close)
        cursor = connection.cursor()
        for case in CASES:
            made = []  # tables that an earlier query of the block would have made: what uses them is only parsed
            for part, code in blocks_of(case, "sql").items():
                for query in queries_in(code):
                    with self.subTest(case=case, part=part, query=query):
                        made += re.findall(r"^CREATE (?:TEMPORARY )?TABLE (\w+)|^ALTER TABLE (\w+)", query)
                        try:
                            cursor.execute("PREPARE checked FROM %s", (query,))
                        except pymysql.Error as error:
                            names = "|".join(name for pair in made for name in pair if name)
                            unknown = error.args[0] in (1054, 1146)  # ER_BAD_FIELD_ERROR, ER_NO_SUCH_TABLE
                            if not (unknown and names and re.search(rf"\b({names})\b", query)):
                                raise


def queries_in(code):
    text = re.sub(r"--.*$", "", code, flags=re.MULTILINE)
    return [query.strip() for query in text.split(";") if query.strip()]


class Django(unittest.TestCase):
    maxDiff = None

    def run_case(self, case, pace):
        done = subprocess.run([sys.executable, "-B", HERE / "django_case.py", case, pace], capture_output=True, text=True, check=False)
        counts = re.search(r"^tests=(\d+) failures=(\d+) errors=(\d+)$", done.stdout, re.MULTILINE)
        self.assertTrue(counts, f"{case} {pace}: {done.stdout}{done.stderr}")
        return [int(count) for count in counts.groups()], done.stdout

    def test_the_test_of_a_case_passes_with_the_fix_and_fails_with_the_mistake(self):
        for case in CASES:
            with self.subTest(case=case):
                (tests, failures, errors), output = self.run_case(case, "fast")
                self.assertTrue(tests and not failures and not errors, output)
                (tests, failures, errors), output = self.run_case(case, "slow")
                self.assertTrue(failures and not errors, output)


if __name__ == "__main__":
    unittest.main()
