"""MariaDB as a source of evidence, with a real server and a real service that knows nothing of it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Iterator
from unittest import mock

import servers

servers.prepare_path()

from caseload_detector.client import Client
from caseload_detector.plans import plan_nodes
from caseload_detector.judge import judge
from caseload_detector.pages import site_from
from caseload_detector.probes import Prober
from caseload_detector.sources import PASSWORD_VARIABLE, SourceError, SourceOptions
from caseload_detector.sources.choose import open_source, opened
from caseload_detector.sources.traffic import TOO_MUCH

SETTINGS = (
    "slow_query_log", "long_query_time", "log_output", "min_examined_row_limit", "log_queries_not_using_indexes", "log_slow_filter", "log_slow_rate_limit",
)
server: servers.MariaDbServer
LOG, DIGESTS = "&read=slow_log", "&read=digests"


def setUpModule() -> None:
    global server
    server = servers.MariaDbServer()
    unittest.enterModuleContext(server)
    unittest.enterModuleContext(mock.patch("caseload_detector.sources.mariadb.IDLE_SECONDS", 0.05))  # only `Noise` has other traffic


def settings() -> tuple[Any, ...]:
    return server.run(f"SELECT {', '.join(f'@@global.{name}' for name in SETTINGS)}, (SELECT COUNT(*) FROM mysql.slow_log)")[0]


def connect() -> Any:
    return server.connect(database="shop")


@contextlib.contextmanager
def watched(options: str = LOG, pooled: bool = False, database: str = "shop") -> Iterator[tuple[Client, servers.Service]]:
    """A client that reads the database beside a service, and the service."""
    with servers.Service(connect, pooled) as service, opened([server.url(options=options, database=database)]) as sources:
        client = Client(service.host, sources=sources)
        try:
            yield client, service
        finally:
            client.close()


def prepared(connection: Any, sql: str, times: int) -> None:
    """Prepares on the server, as PyMySQL itself never does: COM_STMT_PREPARE, COM_STMT_EXECUTE. The query has no parameters."""
    connection._execute_command(0x16, sql)
    first = connection._read_packet().get_all_data()
    for _ in range(int.from_bytes(first[5:7], "little") + 1):
        connection._read_packet()
    for _ in range(times):
        connection._execute_command(0x17, first[1:5] + b"\0\1\0\0\0")
        columns = connection._read_packet().get_all_data()[0]
        for _ in range(columns + 1):
            connection._read_packet()
        while not connection._read_packet().is_eof_packet():
            pass


class SlowLog(unittest.TestCase):
    def test_each_query_has_its_count_rows_parameters_and_plan(self) -> None:
        with watched() as (client, _):
            [sight] = client.self_test("GET", "/one-by-one")
            self.assertTrue(sight.sees_queries, sight)
            self.assertIn("sees 6 queries", sight.lines[0])
            seen, _ = client.request("GET", "/one-by-one?n=7")
            by_text = {digest.text: digest for digest in seen.digests or []}
            self.assertEqual(set(by_text), {"select id, author_id, title from book order by id limit ?", "select name from author where id = ?"})
            lookup = by_text["select name from author where id = ?"]
            self.assertEqual((lookup.times, lookup.rows, lookup.rows_examined, lookup.distinct, lookup.parameters), (7, 7, 7, 7, 7))
            self.assertEqual([node.access for node in plan_nodes(lookup.plan)], ["const"])
            self.assertEqual((seen.counts["sql"], seen.counts["rows"], seen.counts["rows-examined"]), (8, 14, 14))
            self.assertTrue(seen.complete)
            self.assertFalse(seen.doubts)
            scan, _ = client.request("GET", "/by-title")
            self.assertEqual([(digest.rows, digest.rows_examined, digest.scans) for digest in scan.digests or []], [(1, 2000, True)])
            self.assertNotIn("book 17", repr(scan.digests))
            none, _ = client.request("GET", "/ping")
            self.assertEqual((none.digests, none.counts["sql"]), ([], 0))
            self.assertEqual([none.counts[key] for key in ("full-scan", "tmp-table", "sort-rows")], [0] * 3)  # nothing of the detector's own

    def test_writes_are_counted_with_their_commits_and_not_repeated(self) -> None:
        with watched() as (client, _):
            client.self_test("GET", "/one-by-one")
            before = client.requests
            seen, _ = client.request("POST", "/renamed?n=6")
            self.assertEqual(client.requests, before + 1)
            self.assertEqual([(digest.text, digest.times, digest.write) for digest in seen.digests or []], [("update book set title = ? where id = ?", 6, True)])
            self.assertEqual(seen.counts["commits"], 6)

    def test_queries_that_are_prepared_on_the_server_are_seen(self) -> None:
        with watched() as (client, service), mock.patch.dict(servers.PAGES, {"/prepared": lambda cursor, n: prepared(cursor.connection, "SELECT id FROM book LIMIT 3", n) or []}):
            client.self_test("GET", "/one-by-one")
            seen, _ = client.request("GET", "/prepared?n=4")
            self.assertEqual([(digest.text, digest.times, digest.rows) for digest in seen.digests or []], [("select id from book limit ?", 4, 12)])

    def test_a_connection_that_was_opened_before_is_reported_and_never_counts_as_none(self) -> None:
        with watched(pooled=True) as (client, _):
            [sight] = client.self_test("GET", "/one-by-one")
            self.assertFalse(sight.sees_queries)
            self.assertIn("opened before the slow log was switched on", " ".join(sight.lines))
            self.assertIn("restart the service", " ".join(sight.lines))
            seen, _ = client.request("GET", "/one-by-one?n=7")
            self.assertIsNone(seen.digests)
            self.assertNotIn("sql", seen.counts)

    def test_queries_on_a_connection_that_logs_nothing_are_missed_and_said(self) -> None:
        with contextlib.closing(connect()) as old, watched() as (client, _):
            client.self_test("GET", "/one-by-one")

            def partly(cursor: Any, number: int) -> list[str]:
                with old.cursor() as unseen:
                    unseen.execute("SELECT 7 FROM book LIMIT 1")
                return servers.authors_joined(cursor, number)

            with mock.patch.dict(servers.PAGES, {"/partly": partly}):
                seen, _ = client.request("GET", "/partly")
            self.assertIsNone(seen.digests)
            self.assertIn("1 query ran on connections that the slow log does not see", seen.doubts[0])

    def test_only_queries_in_the_database_of_the_address_count(self) -> None:
        server.run("CREATE DATABASE IF NOT EXISTS elsewhere")
        with watched(database="elsewhere") as (client, _):
            [sight] = client.self_test("GET", "/one-by-one")
            self.assertFalse(sight.sees_queries)
            self.assertIn("without /elsewhere", " ".join(sight.lines))


class Restoring(unittest.TestCase):
    def test_all_settings_are_as_before_after_the_end_and_nothing_stays_in_the_log(self) -> None:
        before = settings()
        with watched() as (client, _):
            self.assertNotEqual(settings()[:-1], before[:-1])
            client.request("GET", "/one-by-one")
        self.assertEqual(settings(), before)

    def test_rows_that_were_in_the_log_stay_unless_they_may_go(self) -> None:
        server.run("SET GLOBAL slow_query_log = 1")
        server.run("SET GLOBAL log_output = 'FILE,TABLE'")
        try:
            with contextlib.closing(connect()) as connection, connection.cursor() as cursor:
                cursor.execute("SET SESSION long_query_time = 0")
                cursor.execute("SELECT 'kept' FROM book LIMIT 1")
            with watched() as (client, _):
                [sight] = client.self_test("GET", "/one-by-one")
                self.assertIn("the rows of this run stay in it", " ".join(sight.lines))
                self.assertNotIn("other traffic", " ".join(sight.lines))  # the log has the detector's own queries only if they were logged too
            self.assertTrue(server.run("SELECT 1 FROM mysql.slow_log WHERE sql_text LIKE '%kept%'"))
            with watched(LOG + "&empty_log=yes"):
                pass
            self.assertEqual(server.run("SELECT COUNT(*) FROM mysql.slow_log"), [(0,)])
            self.assertEqual(server.run("SELECT @@global.slow_query_log, @@global.log_output"), [(1, "FILE,TABLE")])
        finally:
            server.run("SET GLOBAL slow_query_log = 0")
            server.run("SET GLOBAL log_output = 'FILE'")
            server.run("TRUNCATE TABLE mysql.slow_log")

    def test_an_exception_restores_them(self) -> None:
        before = settings()
        with self.assertRaises(ZeroDivisionError), opened([server.url(options=LOG)]):
            self.assertNotEqual(settings()[:-1], before[:-1])
            1 / 0
        self.assertEqual(settings(), before)

    def test_signals_restore_them(self) -> None:
        before = settings()
        script = (
            # The shell of a job in the background, and nohup, leave some of them ignored.
            "import signal, sys, time\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT): signal.signal(number, signal.SIG_DFL)\nsys.path.insert(0, sys.argv[1])\nfrom caseload_detector.sources.choose import opened\n"
            "with opened([sys.argv[2]]):\n    print('open', flush=True)\n    time.sleep(1000)\n"
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with subprocess.Popen([sys.executable, "-c", script, str(servers.ROOT / "locust"), server.url(options=LOG)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
                assert process.stdout is not None
                self.assertEqual(process.stdout.readline(), b"open\n")
                self.assertNotEqual(settings()[:-1], before[:-1])
                process.send_signal(number)
                try:
                    self.assertNotEqual(process.wait(servers.PATIENCE_SECONDS), 0)
                finally:
                    process.kill()
            self.assertEqual(settings(), before, number)

    def test_a_failure_while_they_are_changed_restores_them(self) -> None:
        before = settings()
        with mock.patch.dict("caseload_detector.sources.mysql_slow_log.SETTINGS", {"no_such_setting": 1}), self.assertRaises(SourceError) as raised:
            open_source(server.url(options=LOG))
        self.assertIn("no_such_setting", str(raised.exception))
        self.assertEqual(settings(), before)

    def test_a_connection_that_the_server_ends_in_the_middle_is_an_error_that_names_the_server(self) -> None:
        before = settings()
        for options in (LOG, DIGESTS):
            with opened([server.url(options=options)]) as [source]:
                source.before()
                server.run(f"KILL {source._connection.id}")  # type: ignore[attr-defined]
                with self.assertRaisesRegex(SourceError, "mariadb://.*: the connection to the server was lost"):
                    source.before()
            self.assertEqual(settings(), before)

    def test_a_log_that_somebody_switches_off_in_the_middle_is_a_doubt_that_says_so(self) -> None:
        with watched() as (client, _):
            client.self_test("GET", "/one-by-one")
            server.run("SET GLOBAL slow_query_log = 0")
            seen, _ = client.request("GET", "/one-by-one")
        self.assertIsNone(seen.digests)
        self.assertIn("somebody switched the slow log off", seen.doubts[0])

    def test_a_right_that_is_lost_in_the_middle_is_an_error_that_names_it(self) -> None:
        user(self, "loses", "", "SUPER, PROCESS ON *.*", "SELECT, DROP ON mysql.slow_log")
        with opened([server.url("loses", LOG)]) as [source]:
            server.run("REVOKE SELECT ON mysql.slow_log FROM loses")
            with self.assertRaisesRegex(SourceError, "SELECT command denied .*slow_log"):
                source.before()
            server.run("GRANT SELECT ON mysql.slow_log TO loses")

    def test_if_the_server_is_gone_at_the_end_what_stays_is_said(self) -> None:
        source = open_source(server.url(options=LOG))
        said = io.StringIO()
        with mock.patch.object(source, "_second_connection", side_effect=SourceError("mariadb://here: no server")), contextlib.redirect_stderr(said):
            source._settings._connect = source._second_connection  # type: ignore[attr-defined]
            source.close()
        for statement in re.findall(r"SET GLOBAL [^;]*|TRUNCATE [^;]*", said.getvalue()):
            server.run(statement)
        self.assertIn("mariadb://here: no server. The queries of this run are still in mysql.slow_log. Run: TRUNCATE TABLE mysql.slow_log;", said.getvalue())
        self.assertEqual(settings()[:-1], (0, 10.0, "FILE", 0, 0, settings()[5], 1))

    def test_if_the_right_is_lost_meanwhile_what_to_run_is_printed(self) -> None:
        user(self, "loses", "", "SUPER, PROCESS ON *.*", "SELECT, DROP ON mysql.slow_log")
        source = open_source(server.url("loses", LOG))
        server.run("REVOKE SUPER ON *.* FROM loses")
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said):
                source.close()
        finally:
            for statement in re.findall(r"SET GLOBAL [^;]*", said.getvalue()):
                server.run(statement)
            server.run("TRUNCATE TABLE mysql.slow_log")
        self.assertIn("could not be restored", said.getvalue())
        self.assertEqual(settings()[:-1], (0, 10.0, "FILE", 0, 0, settings()[5], 1))


def user(test: unittest.TestCase, name: str, password: str, *grants: str) -> None:
    server.run(f"CREATE USER {name} IDENTIFIED BY '{password}'")
    test.addCleanup(server.run, f"DROP USER {name}")
    for grant in grants:
        server.run(f"GRANT {grant} TO {name}")


class Access(unittest.TestCase):
    def test_a_wrong_password_is_reported_without_it(self) -> None:
        user(self, "probe", "right one")
        for options in (SourceOptions(password="wrong one"), SourceOptions(), SourceOptions(ask_password=lambda prompt: "wrong one")):
            with self.assertRaises(SourceError) as raised:
                open_source(server.url("probe"), options)
            self.assertIn("does not let the user probe in", str(raised.exception))
            self.assertNotIn("wrong one", str(raised.exception))

    def test_a_password_comes_from_the_environment_an_option_file_or_a_prompt(self) -> None:
        user(self, "probe", "right one", "SELECT ON performance_schema.*")
        asked: list[str] = []
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "my.cnf")
            file.write_text("[mysqld]\nskip-networking\n[client]\npassword = 'right one'\n")
            for environment, options in (
                ({PASSWORD_VARIABLE: "right one"}, SourceOptions()),
                ({}, SourceOptions(option_file=file)),
                ({}, SourceOptions(ask_password=lambda prompt: asked.append(prompt) or "right one")),
            ):
                with mock.patch.dict(os.environ, environment):
                    open_source(server.url("probe"), options).close()
        self.assertEqual(len(asked), 1)
        self.assertIn("probe", asked[0])

    def test_a_password_in_the_address_is_refused_and_not_repeated(self) -> None:
        for url in ("mariadb://probe:hunter2@127.0.0.1/shop", "mysql://probe:hunter2@127.0.0.1:99999/shop", "maria://probe:hunter2@h/"):
            with self.assertRaises(SourceError) as raised:
                open_source(url)
            self.assertNotIn("hunter2", str(raised.exception))

    def test_missing_rights_are_printed_and_are_enough(self) -> None:
        for options in (LOG, DIGESTS):
            user(self, "weak", "")
            before = settings()
            with self.assertRaises(SourceError) as raised:
                open_source(server.url("weak", options))
            self.assertEqual(settings(), before)
            grants = re.findall(r"GRANT [^;]*", str(raised.exception))
            self.assertTrue(grants, raised.exception)
            for grant in grants:
                server.run(grant)
            open_source(server.url("weak", options)).close()
            self.assertEqual(settings(), before)
            server.run("DROP USER weak")
            server.run("CREATE USER IF NOT EXISTS weak")  # for the clean-up
            self.doCleanups()

    def test_without_the_right_to_read_tables_only_the_plans_are_missing(self) -> None:
        user(self, "planless", "", "SUPER, PROCESS ON *.*", "SELECT, DROP ON mysql.slow_log")
        with servers.Service(connect) as service, opened([server.url("planless", LOG)]) as sources:
            client = Client(service.host, sources=sources)
            [sight] = client.self_test("GET", "/one-by-one")
            client.close()
        self.assertTrue(sight.sees_queries)
        [grant] = re.findall(r"GRANT [^;]*", " ".join(sight.lines))
        server.run(grant)

    def test_what_can_not_be_used_is_named(self) -> None:
        for url, said in (
            ("mariadb://u@/shop?socket=/nowhere", "/nowhere"), (server.url(options="&reads=x"), "reads"), (server.url(options="&read=x"), "slow_log"),
            ("mariadb://u@127.0.0.1:1/shop", "127.0.0.1:1"), ("mariadb://u@[::1/shop", "expected mariadb://USER@HOST:PORT/DATABASE"),
        ):
            with self.assertRaisesRegex(SourceError, re.escape(said)):
                open_source(url)


class StatementDigests(unittest.TestCase):
    def test_sums_by_digest_are_seen_on_connections_of_any_age(self) -> None:
        with watched(DIGESTS, pooled=True) as (client, _):
            [sight] = client.self_test("GET", "/one-by-one")
            self.assertTrue(sight.sees_queries, sight)
            self.assertIn("plans and parameters", " ".join(sight.lines))
            seen, _ = client.request("GET", "/one-by-one?n=7")
            by_text = {digest.text: (digest.times, digest.rows, digest.rows_examined, digest.distinct) for digest in seen.digests or []}
            self.assertEqual(by_text, {"select id, author_id, title from book order by id limit ?": (1, 7, 7, None), "select name from author where id = ?": (7, 7, 7, None)})
            scan, _ = client.request("GET", "/by-title")
            self.assertEqual([(digest.rows, digest.rows_examined, digest.scans) for digest in scan.digests or []], [(1, 2000, True)])

    def test_what_was_prepared_on_the_server_leads_to_the_slow_log(self) -> None:
        before = settings()
        with mock.patch.dict(servers.PAGES, {"/prepared": lambda cursor, n: prepared(cursor.connection, "SELECT id FROM book LIMIT 3", n) or []}):
            with watched("") as (client, _):
                [sight] = client.self_test("GET", "/prepared?n=4")
                self.assertTrue(sight.sees_queries, sight)
                self.assertIn("slow log", sight.lines[0])
                self.assertEqual((client.request("GET", "/prepared?n=4")[0]).counts["sql"], 4)
            self.assertEqual(settings(), before)
            with watched(DIGESTS) as (client, _):
                [sight] = client.self_test("GET", "/prepared?n=4")
                self.assertFalse(sight.sees_queries)
                self.assertIn("4 queries were prepared on the server", " ".join(sight.lines))
                client.request("GET", "/one-by-one")
                seen, _ = client.request("GET", "/prepared?n=4")
                self.assertIsNone(seen.digests)
                self.assertTrue(seen.doubts)


class Noise(unittest.TestCase):
    PAGES = site_from({"pages": [
        {"address": "/one-by-one", "knobs": [{"name": "n", "initial": 5, "ladder": [5, 20, 80]}]},
        {"address": "/joined", "knobs": [{"name": "n", "initial": 5, "ladder": [5, 20, 80]}]},
        {"address": "/ping"},
    ]})

    def test_ten_other_requests_a_second_change_no_verdict(self) -> None:
        for options, named in ((LOG, {"n-plus-one"}), (DIGESTS, {"n-plus-one", "repeated-query"})):
            with watched(options) as (client, service), servers.Traffic(service) as traffic, mock.patch("caseload_detector.sources.mariadb.IDLE_SECONDS", 0.5):
                [sight] = client.self_test("GET", "/one-by-one")
                self.assertIn("other traffic", sight.lines[-1])
                prober = Prober(client, self.PAGES, quick=True)
                dossiers = [prober.look_at(page) for page in self.PAGES.pages]
            self.assertGreater(traffic.requests, 5)
            for dossier, labels in zip(dossiers, (named, set(), set())):
                verdict = judge(dossier)
                if verdict.labels != labels:  # on a busy machine a request takes so long that ten a second are too much
                    self.assertEqual(verdict.labels, set(), verdict)
                    self.assertIn(TOO_MUCH, verdict.not_judged["n-plus-one"])

    def test_far_too_much_of_it_is_said_and_gives_no_counts(self) -> None:
        with watched() as (client, service), servers.Traffic(service, pause_seconds=0.0), mock.patch("caseload_detector.sources.mariadb.IDLE_SECONDS", 0.5):
            client.self_test("GET", "/one-by-one")
            seen, _ = client.request("GET", "/one-by-one?n=150")
        if seen.digests is not None:  # a lucky moment; then the counts are right
            self.assertLessEqual(abs(seen.counts["sql"] - 151), 15)
        else:
            self.assertTrue(seen.doubts[0].startswith(TOO_MUCH), seen.doubts)
            self.assertNotIn("sql", seen.counts)


if __name__ == "__main__":
    unittest.main()
