"""The command with a database as the only evidence: a service that was not changed for it."""

from __future__ import annotations

import contextlib
import io
import unittest

import servers

servers.prepare_path()

from caseload_detector.__main__ import main
from caseload_detector.testing import assert_no_growth

SETTINGS = "SELECT @@global.slow_query_log, @@global.long_query_time, @@global.log_output, @@global.performance_schema"


def run(*arguments: str) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        return main(list(arguments)), out.getvalue(), errors.getvalue()


class WithMariaDb(unittest.TestCase):
    server: servers.MariaDbServer

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = cls.enterClassContext(servers.MariaDbServer())

    def setUp(self) -> None:
        service = servers.Service(lambda: self.server.connect(database="shop"))
        self.host = self.enterContext(service).host
        self.before = self.server.run(SETTINGS)
        self.addCleanup(lambda: self.assertEqual(self.server.run(SETTINGS), self.before))

    def test_a_mistake_is_named_and_the_page_beside_it_is_not(self) -> None:
        code, out, _ = run(f"{self.host}/one-by-one", f"{self.host}/joined", "--knob", "n=10,40", "--evidence", self.server.url(options="&read=slow_log"))
        self.assertEqual(code, 2, out)
        slow, _, fast = out.partition("GET /joined")
        self.assertIn("select name from author where id = ?\n        runs once per item: n 10 → 10, 40 → 40", slow)
        self.assertNotIn("  ! ", fast)

    def test_a_function_for_tests_reads_the_database_too(self) -> None:
        assert_no_growth(self.host, "/joined", n=(10, 40), evidence=[self.server.url()])
        with self.assertRaisesRegex(AssertionError, "10 → 40 times: select name from author where id = \\?"):
            assert_no_growth(self.host, "/one-by-one", n=(10, 40), evidence=[self.server.url()])

    def test_another_database_sees_nothing_and_never_says_clean(self) -> None:
        self.server.run("CREATE DATABASE IF NOT EXISTS other")
        code, out, _ = run(f"{self.host}/one-by-one", "--knob", "n=10,40", "--evidence", self.server.url(database="other"), "--accept-not-judged", "all")
        self.assertEqual(code, 3, out)
        self.assertIn("sees 0 queries", out)
        self.assertIn("No query of this service was seen", out)

    def test_a_wrong_database_could_not_be_run(self) -> None:
        code, out, errors = run(f"{self.host}/joined", "--evidence", "mariadb://nobody@/shop?socket=/nowhere")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("/nowhere", errors)


if __name__ == "__main__":
    unittest.main()
