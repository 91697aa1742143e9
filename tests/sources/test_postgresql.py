"""PostgreSQL as a source of evidence, with a real server and a real service that knows nothing of it."""

from __future__ import annotations

import contextlib
import re
import tempfile
import unittest
from pathlib import Path
from typing import Mapping
from unittest import mock

import servers

servers.prepare_path()

from caseload_detector.client import Client
from caseload_detector.dossier import Dossier, Ladder, Step
from caseload_detector.evidence import Observation
from caseload_detector.judge import judge
from caseload_detector.pages import DATASET, Page
from caseload_detector.plans import plan_nodes
from caseload_detector.sources import SourceError, SourceOptions
from caseload_detector.sources.choose import open_source, opened
from caseload_detector.sources.measuring import Measuring
from caseload_detector.sources.postgresql_plan import plan_from, with_limits
from caseload_detector.sources.traffic import TOO_MUCH

server: servers.PostgreSqlServer
ADMIN = SourceOptions(password="secret of admin")


def setUpModule() -> None:
    global server
    servers.PostgreSqlServer.need()
    server = servers.PostgreSqlServer()
    unittest.enterModuleContext(server)
    unittest.enterModuleContext(mock.patch("caseload_detector.sources.postgresql.IDLE_SECONDS", 0.05))


class Counts(unittest.TestCase):
    def test_each_query_has_its_count_and_rows(self) -> None:
        with servers.Service(server.connect) as service, opened([server.url()], ADMIN) as sources:
            client = Client(service.host, sources=sources)
            self.addCleanup(client.close)
            [sight] = client.self_test("GET", "/one-by-one")
            self.assertTrue(sight.sees_queries, sight)
            self.assertIn("sees 6 queries", sight.lines[0])
            self.assertIn("can't see rows examined", sight.lines[1])
            seen, _ = client.request("GET", "/one-by-one?n=7")
            by_text = {digest.text: (digest.times, digest.rows, digest.rows_examined) for digest in seen.digests or []}
            self.assertEqual(by_text, {"select id, author_id, title from book order by id limit ?": (1, 7, None), "select name from author where id = ?": (7, 7, None)})
            self.assertEqual((seen.counts["sql"], seen.counts["rows"]), (8, 14))
            self.assertNotIn("rows-examined", seen.counts)
            self.assertTrue(seen.complete)
            written, _ = client.request("POST", "/renamed?n=6")
            self.assertEqual([(digest.times, digest.write, digest.rows) for digest in written.digests or []], [(6, True, 6)])
            self.assertEqual(written.counts["commits"], 6)
            none, _ = client.request("GET", "/ping")
            self.assertEqual((none.digests, none.counts["sql"]), ([], 0))

    def test_what_a_cursor_fetches_are_the_rows_of_its_query(self) -> None:
        with opened([server.url()], ADMIN) as sources, contextlib.closing(server.connect()) as connection:
            measuring = Measuring(sources)

            def of(*cursors: str) -> list[tuple[str, int, int | None]]:
                def once(headers: Mapping[str, str]) -> tuple[Observation, None]:
                    for number, sql in enumerate(cursors):
                        with connection.cursor(f"cursor {number}", withhold=True) as cursor:
                            cursor.itersize = 3
                            cursor.execute(sql)
                            self.assertEqual(len(list(cursor)), 7)
                    return Observation("", 200, total_us=1000), None

                return [(digest.text, digest.times, digest.rows) for digest in measuring.request(once)[0].digests or []]

            titles, names = "SELECT title FROM book ORDER BY id LIMIT 7", "SELECT name FROM author ORDER BY id LIMIT 7"
            self.assertEqual(of(titles), [("select title from book order by id limit ?", 1, 7)])
            self.assertEqual(sorted(of(titles, names)), [("select name from author order by id limit ?", 1, None), ("select title from book order by id limit ?", 1, None)])

    def test_queries_in_other_databases_count_if_the_address_names_them(self) -> None:
        server.run("CREATE DATABASE larger TEMPLATE shop")
        self.addCleanup(server.run, "DROP DATABASE larger")
        for also, times in (("", []), ("&also=larger", [1])):
            with self.subTest(also), opened([f"{server.url()}{also}"], ADMIN) as sources:
                measuring = Measuring(sources)

                def send(database: str) -> Observation:
                    def once(headers: Mapping[str, str]) -> tuple[Observation, None]:
                        server.run("SELECT title FROM book WHERE id = 7", database)
                        return Observation("", 200, total_us=1000), None

                    return measuring.request(once)[0]

                self.assertEqual([digest.times for digest in send("shop").digests or []], [1])
                self.assertEqual([digest.times for digest in send("larger").digests or []], times)

    def test_other_traffic_is_reported_and_does_not_count(self) -> None:
        with servers.Service(server.connect) as service, opened([server.url()], ADMIN) as sources, servers.Traffic(service):
            client = Client(service.host, sources=sources)
            self.addCleanup(client.close)
            with mock.patch("caseload_detector.sources.postgresql.IDLE_SECONDS", 0.5):
                [sight] = client.self_test("GET", "/one-by-one")
            self.assertIn("other traffic", sight.lines[-1])
            for number in (5, 20, 80):
                seen, _ = client.request("GET", f"/one-by-one?n={number}")
                if seen.digests is None:  # on a busy machine a request takes so long that ten a second are too much
                    self.assertTrue(seen.doubts[0].startswith(TOO_MUCH), seen.doubts)
                else:
                    self.assertEqual(seen.counts["sql"], number + 1, seen)


class Pages(unittest.TestCase):
    def test_a_query_that_reads_more_pages_as_rows_are_stored_is_named(self) -> None:
        server.run("CREATE TABLE grown (id int PRIMARY KEY, title text, born int)")
        server.run("CREATE INDEX ON grown (born)")
        self.addCleanup(server.run, "DROP TABLE grown")

        def page(sql: str) -> Dossier:
            dossier = Dossier(Page("/"), Observation("", 200))
            ladder = Ladder("stored", DATASET, [])
            for size in (2_000, 8_000, 32_000):
                server.run(f"TRUNCATE grown; INSERT INTO grown SELECT n, 'title number ' || n, n FROM generate_series(1, {size}) n")
                server.run("VACUUM ANALYZE grown")
                with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:

                    def send(headers: Mapping[str, str]) -> tuple[Observation, None]:
                        cursor.execute(sql)
                        return Observation("", 200, items=1, total_us=1000), None

                    ladder.steps.append(Step(size, measuring.request(send)[0]))
            dossier.ladders.append(ladder)
            return dossier

        with opened([server.url()], ADMIN) as sources:
            measuring = Measuring(sources)
            for sql, labels in (
                ("SELECT id FROM grown WHERE title = 'title number 7'", {"database-index"}), ("SELECT id FROM grown WHERE born = 7", set()),
                ("SELECT id FROM grown ORDER BY random() LIMIT 3", {"random-order"}), ("SELECT id FROM grown WHERE title LIKE '%er 77'", {"database-index", "leading-wildcard"}),
                ("SELECT g.id FROM grown g JOIN author a ON a.id = g.born WHERE g.title = 'title number 7'", {"database-index"}),
                ("SELECT g.id FROM grown g JOIN author a ON a.id = g.born WHERE a.name = 'author 7'", set()),
                ("SELECT id FROM grown WHERE lower(title) = 'title number 7'", {"non-sargable"}), ("SELECT id FROM grown WHERE born::text = '7'", {"non-sargable"}),
                ("SELECT id FROM grown ORDER BY title LIMIT 3", {"database-index"}),
                ("SELECT count(*) FROM grown WHERE born > 0", set()), ("SELECT id FROM grown ORDER BY id LIMIT 3", set()),
            ):
                self.assertEqual(judge(page(sql)).labels, labels, sql)

    def test_the_bytes_of_a_row_are_estimated_from_the_statistics_of_the_table(self) -> None:
        server.run("CREATE TABLE note (id int PRIMARY KEY, book_id int, body text, code varchar(20))")
        self.addCleanup(server.run, "DROP TABLE note")
        server.run("INSERT INTO note SELECT n, n, repeat('x', 1000), 'code ' || n FROM generate_series(1, 200) n")
        server.run("VACUUM ANALYZE note")
        with opened([server.url()], ADMIN) as sources, contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
            measuring = Measuring(sources)

            def estimate(sql: str) -> int | None:
                def send(headers: Mapping[str, str]) -> tuple[Observation, None]:
                    cursor.execute(sql)
                    return Observation("", 200, total_us=1000), None

                [digest] = measuring.request(send)[0].digests or []
                return digest.row_bytes

            self.assertEqual(estimate("SELECT id, book_id FROM note ORDER BY id LIMIT 5"), 8)
            self.assertTrue(1_008 <= (estimate("SELECT * FROM note ORDER BY id LIMIT 5") or 0) <= 1_030)
            # Random digits hardly get smaller by compression, so that they are stored elsewhere.
            server.run("UPDATE note SET body = (SELECT string_agg(md5(id::text || n), '') FROM generate_series(1, 300) n) WHERE id < 100")
            server.run("VACUUM ANALYZE note")
            for sql in ("SELECT id, book_id, body FROM note", "SELECT n.id, left(n.body, 9) FROM note n JOIN author a ON a.id = n.book_id ORDER BY n.id"):
                self.assertIsNone(estimate(sql), sql)
            self.assertTrue(8 < (estimate("SELECT id, code FROM note n ORDER BY code") or 0) < 20)


class Plans(unittest.TestCase):
    def test_a_limit_is_a_usual_one_and_the_other_parameters_are_numbered_anew(self) -> None:
        self.assertEqual(with_limits("SELECT a FROM t WHERE b = $1 AND c IN ($2, $1) ORDER BY a LIMIT $3 OFFSET $4"),
                         "SELECT a FROM t WHERE b = $1 AND c IN ($2, $1) ORDER BY a LIMIT 10 OFFSET 0")
        self.assertEqual(with_limits("SELECT a FROM (SELECT a FROM t LIMIT $1) u WHERE a > $2 FETCH FIRST $3 ROWS ONLY"),
                         "SELECT a FROM (SELECT a FROM t LIMIT 10) u WHERE a > $1 FETCH FIRST 10 ROWS ONLY")

    def test_a_cast_is_a_function_unless_it_is_from_text_to_text(self) -> None:
        for condition, shown in (
            ("((c.name)::text = $1)", "where (c.name = $1)"), ("((c.made)::date = $1)", "where (date(c.made) = $1)"),
            ("(c.code = ($1)::bpchar)", "where (c.code = ($1)::bpchar)"), ("(lower((c.name)::text) ~~ $1)", "where (lower(c.name) ~~ $1)"),
            ('((c."firstName")::text = $1)', "where (c.firstName = $1)"), ('(("Client"."firstName")::text = $1)', "where (Client.firstName = $1)"),
            ('(date("Client"."madeAt") = $1)', "where (date(Client.madeAt) = $1)"), ("(c.name = 'the \"First\"'::text)", "where (c.name = 'the \"First\"'::text)"),
        ):
            node = plan_from({"Node Type": "Seq Scan", "Relation Name": "client", "Alias": "c", "Plan Rows": 3, "Filter": condition}, {"client": 900})
            self.assertEqual((node["table"], node["access"], node["rows"], node["extra"]), ("c", "ALL", 900, shown))

    def test_how_rows_are_found(self) -> None:
        for kind, condition, access in (("Index Scan", "(c.id = $1)", "ref"), ("Index Scan", "(c.id > $1)", "range"), ("Index Only Scan", None, "index"),
                                        ("Index Scan", "(c.id = ANY ($1))", "range"), ("Seq Scan", None, "ALL")):
            node = plan_from({"Node Type": kind, "Relation Name": "client", "Plan Rows": 3, **({"Index Cond": condition} if condition else {})}, {"client": 900})
            self.assertEqual(node["access"], access)
        bitmap = {"Node Type": "Bitmap Heap Scan", "Relation Name": "client", "Plan Rows": 3, "Recheck Cond": "(c.town = $1)",
                  "Plans": [{"Node Type": "Bitmap Index Scan", "Index Cond": "(c.town = $1)"}]}
        sort = plan_from({"Node Type": "Sort", "Sort Key": ["c.name DESC"], "Plans": [bitmap]}, {})
        self.assertEqual((sort["node"], sort["extra"], sort["children"][0]["access"]), ("filesort", "by c.name DESC", "ref"))
        self.assertEqual(plan_from({"Node Type": "Sort", "Sort Key": ['"Client"."firstName" DESC', "c.id"]}, {})["extra"], "by Client.firstName DESC, c.id")
        self.assertNotIn("children", sort["children"][0])


class Access(unittest.TestCase):
    def test_a_wrong_password_is_reported_without_it(self) -> None:
        for options in (SourceOptions(password="wrong one"), SourceOptions(), SourceOptions(ask_password=lambda prompt: "wrong one")):
            with self.assertRaises(SourceError) as raised:
                open_source(server.url(), options)
            self.assertIn("password", str(raised.exception))
            self.assertNotIn("wrong one", str(raised.exception))

    def test_a_password_comes_from_a_pgpass_file_or_a_prompt(self) -> None:
        open_source(server.url(), SourceOptions(ask_password=lambda prompt: "secret of admin")).close()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "pgpass")
            file.write_text("*:*:*:admin:secret of admin\n")
            file.chmod(0o600)
            open_source(server.url(), SourceOptions(option_file=file)).close()

    def test_the_missing_right_is_printed_and_is_enough(self) -> None:
        server.run("CREATE ROLE weak LOGIN PASSWORD 'weak'")
        self.addCleanup(server.run, "DROP ROLE weak")
        with self.assertRaises(SourceError) as raised:
            open_source(server.url("weak"), SourceOptions(password="weak"))
        [grant] = re.findall(r"GRANT [^;]*", str(raised.exception))
        server.run(grant)
        with servers.Service(server.connect) as service, opened([server.url("weak")], SourceOptions(password="weak")) as sources:
            client = Client(service.host, sources=sources)
            self.addCleanup(client.close)
            [sight] = client.self_test("GET", "/one-by-one")
            [grant] = re.findall(r"can't see plans; it needs: (GRANT [^;]*)", sight.lines[-1])
            self.assertEqual({digest.plan for digest in client.request("GET", "/one-by-one")[0].digests or []}, {None})
            server.run(grant)
        with servers.Service(server.connect) as service, opened([server.url("weak")], SourceOptions(password="weak")) as sources:
            client = Client(service.host, sources=sources)
            self.addCleanup(client.close)
            self.assertNotIn("GRANT", "".join(client.self_test("GET", "/one-by-one")[0].lines))
            plans = [node.access for digest in client.request("GET", "/one-by-one")[0].digests or [] for node in plan_nodes(digest.plan)]
            self.assertCountEqual(plans, ["index", "ref"])

    def test_how_to_enable_the_extension_is_said(self) -> None:
        with self.assertRaisesRegex(SourceError, "shared_preload_libraries.*CREATE EXTENSION pg_stat_statements"):
            open_source(server.url(database="postgres"), ADMIN)

    def test_a_connection_that_the_server_ends_in_the_middle_is_an_error_that_names_the_server(self) -> None:
        with opened([server.url()], ADMIN) as [source]:
            source.before()
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'caseload-detector'")
            with self.assertRaisesRegex(SourceError, "postgresql://.*: the connection to the server was lost"):
                source.before()

    def test_a_reset_during_a_request_is_a_doubt_and_the_next_request_is_counted_again(self) -> None:
        with servers.Service(server.connect) as service, opened([server.url()], ADMIN) as sources:
            client = Client(service.host, sources=sources)
            self.addCleanup(client.close)
            client.self_test("GET", "/one-by-one")
            sources[0].before()
            server.run("SELECT pg_stat_statements_reset()")
            seen = Observation("", 200)
            sources[0].after(seen)
            self.assertIn("was reset during the run", " ".join(seen.doubts))
            self.assertEqual(client.request("GET", "/one-by-one?n=20")[0].doubts, [])

    def test_what_can_not_be_used_is_named(self) -> None:
        for url, said in ((server.url() + "&hosts=x", "hosts"), (server.url(database="nowhere"), "nowhere"), (server.url() + "&also=nowhere", "the database nowhere does not exist"), (server.url(database="sh%00op"), "is not valid"), ("postgresql://u:hunter2@127.0.0.1/d", "password")):
            with self.assertRaisesRegex(SourceError, said) as raised:
                open_source(url, ADMIN)
            self.assertNotIn("hunter2", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
