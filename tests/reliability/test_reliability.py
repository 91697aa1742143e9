"""What the commands write, and how they judge what they saw. Only the SQL user's rights need a server: the test stack's database."""

import dataclasses
import json
import os
import pathlib
import random
import socket
import sys
import tempfile
import threading
import tomllib
import unittest

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "tests" / "bench"), str(ROOT / "tools" / "test_driver")]

import app  # noqa: E402
import bounds  # noqa: E402
import cluster  # noqa: E402
import database_faults  # noqa: E402
import faults  # noqa: E402
import fuzzing  # noqa: E402
import hostile  # noqa: E402
import losses  # noqa: E402
import mariadb  # noqa: E402
import measured  # noqa: E402
import nginx  # noqa: E402
import rights  # noqa: E402
import sanitizers  # noqa: E402
import slow_clients  # noqa: E402
import soak  # noqa: E402
from layout import Stack  # noqa: E402
from users import Page, Seen, Visitor, percentile  # noqa: E402

SCHEMA = jsonschema.Draft202012Validator(json.loads((measured.FOLDER / "reliability.schema.json").read_text()))


def whole(found):
    return found.document(ROOT / "build" / "release", {"users": 50}, False)


class Figures(unittest.TestCase):
    def test_every_kept_file_is_as_the_schema_says_and_names_targets_of_its_command(self):
        for file in measured.FOLDER.glob("*Z-*.json"):
            document = json.loads(file.read_text())
            SCHEMA.validate(document)
            self.assertLessEqual(set(document["measured"]), set(measured.targets(document["command"])), file.name)

    def test_each_target_has_one_bound_a_unit_and_a_command(self):
        targets = json.loads((measured.FOLDER / "targets.json").read_text())["targets"]
        for name in ("id", "title"):  # a title names a part of the page
            self.assertEqual(len({each[name] for each in targets}), len(targets))
        for each in targets:
            self.assertEqual(("at_most" in each) + ("at_least" in each), 1, each["id"])
            self.assertIn(each["unit"], ("count", "us", "ratio", "bytes"))
            self.assertTrue(each["command"].startswith("make "))

    def test_what_was_measured_and_what_was_not_is_written_as_the_schema_says(self):
        found = measured.Measured("make faults")
        found.add("restarts", 0, "reloads", requests=1200)
        found.leave_out("overload-p99", "wrk is not installed")
        document = whole(found)
        SCHEMA.validate(document)
        self.assertEqual(document["measured"]["restarts"]["results"], [{"name": "reloads", "value": 0, "counted": {"requests": 1200}}])
        with tempfile.TemporaryDirectory() as folder:
            path = measured.write(document, pathlib.Path(folder))
            self.assertRegex(path.name, r"^\d{8}T\d{6}Z-[0-9a-f]{7}-faults\.json$")
            self.assertEqual(json.loads(path.read_text()), document)

    def test_results_are_never_hidden_by_a_reason_why_something_was_not_measured(self):
        found = measured.Measured("make faults")
        found.add("restarts", 3)
        found.leave_out("restarts", "too late")
        self.assertNotIn("not_measured", found.found["restarts"])

    def test_a_target_of_another_command_is_refused(self):
        with self.assertRaisesRegex(KeyError, "make fuzz has no target restarts"):
            measured.Measured("make fuzz").add("restarts", 0)

    def test_a_missed_target_is_named_and_fails_nothing(self):
        found = measured.Measured("make faults")
        found.add("memcached-p99", 250_000, "killed")
        line, = [line for line in bounds.lines(found.documents()) if "99th percentile of the times" in line]
        self.assertTrue(line.endswith("at most 100.0 ms; 250.0 ms: MISSED"), line)
        self.assertEqual(found.wrong, [])


class Judging(unittest.TestCase):
    def test_the_nearest_rank(self):
        seen = [Seen(Page("/"), 0, float(each), 200) for each in range(1, 101)]
        self.assertEqual((percentile(seen, 0.99), percentile(seen, 1), percentile(seen[:1], 0.5)), (99, 100, 1))

    def test_only_pages_and_503_with_retry_after_are_right_while_the_database_is_away(self):
        def seen(status, retry_after=False):
            return Seen(Page("/"), 0, 0.1, status, retry_after)
        right = [seen(200), seen(503, True)]
        self.assertEqual(database_faults.wrong(right), [])
        for bad in (seen(503), seen(500), seen(502), seen(504, True), seen(0), seen(404)):
            self.assertEqual(database_faults.wrong([*right, bad]), [bad])

    def test_what_goes_up_and_down_is_no_leak_and_what_stays_up_is(self):
        wave = [(at, 10 + at % 3) for at in range(100)]
        self.assertEqual(soak.leaked(wave, 100), 0)
        self.assertEqual(soak.leaked([(at, value + (5 if at > 50 else 0)) for at, value in wave], 100), 3)

    def test_counts_are_read_from_the_last_line_of_make_test(self):
        self.assertEqual(sanitizers.counts_of("  unit_tests  10 passed, 0 failed (3 s)\n\n12 passed, 1 failed\n"), (12, 1))
        self.assertEqual(sanitizers.counts_of("12 passed, 0 failed, 1 skipped\n"), (12, 0))
        self.assertIsNone(sanitizers.counts_of("make: *** [build] Error 1\n"))

    def test_runs_are_read_from_what_libfuzzer_prints(self):
        self.assertEqual(fuzzing.executed("#512\tpulse  cov: 9\nstat::number_of_executed_units: 12345\n"), 12345)
        self.assertEqual(fuzzing.executed("#512\tpulse  cov: 9\n#600\tNEW cov: 10\n==1== ERROR: AddressSanitizer\n"), 600)

    def test_connections_that_the_server_has_closed_are_not_held(self):
        def line(local, remote, state, inode):
            return f"   0: {local} {remote} {state} 00000000:00000000 00:00000000 00000000     0        0 {inode} 1 0000000000000000"
        table = "\n".join(["  sl  local_address rem_address   st", line("0100007F:1F90", "0100007F:A000", "01", 17), line("0100007F:1F90", "0100007F:A001", "08", 18),
                           line("0100007F:1F90", "0100007F:A002", "04", 0), line("0100007F:1F90", "0200007F:A003", "01", 19),
                           line("0100007F:1F90", "00000000:0000", "0A", 20), line("0100007F:A000", "0100007F:1F90", "01", 21)])
        self.assertEqual(slow_clients.held(table, 8080), 2)

    def test_hostile_requests_are_the_same_each_time(self):
        for name, (statuses, request) in hostile.KINDS.items():
            self.assertEqual(request(random.Random(7)), request(random.Random(7)), name)
            self.assertTrue(all(400 <= status < 500 for status in statuses), name)

    def test_the_stack_of_the_faults_has_the_limits_of_a_public_host_on_this_host_alone(self):
        stack = faults.PublicStack(ROOT / "var" / "test", 1, ROOT, ("x1",), for_class=True)
        self.assertEqual(stack.listen, "127.0.0.1")
        self.assertTrue(stack.for_class)


    def test_a_part_of_its_own_has_the_profile_public(self):
        stack = faults.PublicStack(ROOT / "var" / "test", 1, ROOT, ("x1",), for_class=True, public=True)
        self.assertIn("APP_PROFILE=public", [f"{name.removeprefix('CASELOAD_')}={value}" for name, value in app.environment(stack).items()])
        self.assertIn("/nginx/public.conf;", nginx.site(stack))
        self.assertNotIn("/nginx/public.conf;", nginx.site(dataclasses.replace(stack, public=False)))
        self.assertIn("public", faults.PARTS)


class TwoOfEverything(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.cluster = cluster.Cluster(pathlib.Path(folder.name) / "cluster", 1, ROOT)
        self.addCleanup(self.cluster.common.remove_outside)

    def wrong(self, loss, *seen):
        return losses.unexplained(loss, seen, losses.Times(kill=10.0, killed=10.1, returning=13.0, back=14.0))

    def test_only_what_was_in_flight_on_a_host_that_was_killed_may_fail(self):
        def failed(began, ended, status=502):
            return Seen(Page("/"), began, ended - began, status)
        app_host, node = losses.LOSSES["app"], losses.LOSSES["cache"]
        in_flight = failed(9.9, 10.2)
        self.assertEqual(self.wrong(app_host, in_flight), [])
        self.assertEqual(self.wrong(node, in_flight), [in_flight])
        for each in (failed(9.0, 9.9), failed(10.2, 10.3), failed(13.5, 13.6), failed(15.0, 15.1)):
            self.assertEqual(self.wrong(app_host, each), [each])

    def test_a_503_with_retry_after_is_right_while_the_primary_is_away_and_not_after_it(self):
        def refused(began, retry_after=True):
            return Seen(Page("/"), began, 0.1, 503, retry_after)
        primary, replica = losses.LOSSES["primary"], losses.LOSSES["replica"]
        self.assertEqual(self.wrong(primary, refused(11.0)), [])
        for loss, each in ((primary, refused(11.0, False)), (primary, refused(14.5)), (replica, refused(11.0))):
            self.assertEqual(self.wrong(loss, each), [each])

    def test_nobody_responds_without_nginx_and_everybody_when_it_is_back(self):
        refused, late = (Seen(Page("/"), began, 0.1, 0, problem="refused") for began in (11.0, 14.5))
        self.assertEqual(self.wrong(losses.LOSSES["nginx"], refused, late), [late])

    def test_a_job_that_was_accepted_is_right(self):
        self.assertEqual(self.wrong(losses.LOSSES["worker"], Seen(Page("/"), 11.0, 0.1, 202, location="/jobs/x1/7")), [])

    def test_hosts_differ_in_their_addresses_alone(self):
        hosts = [host for host, _ in self.cluster.hosts() if host is not self.cluster.front]
        self.assertEqual(len({each.address_of_host for each in hosts}), 8)
        self.assertEqual(len({cluster.configuration(each) for each in (*self.cluster.apps, *self.cluster.workers)}), 1)

    def test_nginx_has_a_server_for_each_app_host_and_a_database_is_either_primary_or_replica(self):
        site = nginx.site(self.cluster.front)
        for host in self.cluster.apps:
            self.assertIn(f"server {host.at(cluster.APP_PORT)} max_fails=2 fail_timeout=3s;", site)
        primary, replica = map(mariadb.configuration, self.cluster.databases)
        self.assertNotIn("read_only", primary)
        self.assertIn("read_only = ON", replica)
        self.assertIn("skip_log_bin", mariadb.configuration(self.cluster.common))

    def test_after_a_promotion_there_is_no_replica(self):
        self.cluster.primary, self.cluster.replica = self.cluster.replica, None
        after = tomllib.loads(cluster.configuration(self.cluster.apps[0]))["database"]
        self.assertEqual((after["host"], after["replica"]), (self.cluster.databases[1].address_of_host, ""))


class Client(unittest.TestCase):
    def serve(self, *behaviours):
        """A server whose connections do one thing each: "twice" and "once" send as many responses, "none" closes at once."""
        listening = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listening.close)

        def work():
            for behaviour in behaviours:
                connection, _ = listening.accept()
                with connection:
                    for _ in range({"twice": 2, "once": 1, "none": 0}[behaviour]):
                        connection.recv(4096)
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 10)
        return Visitor(f"http://127.0.0.1:{listening.getsockname()[1]}/", timeout_s=30)

    def test_a_kept_connection_that_was_closed_is_opened_again_once(self):
        visitor = self.serve("once", "twice")
        self.assertEqual([visitor.request(Page("/")).status for _ in range(3)], [200, 200, 200])
        visitor.close()

    def test_a_new_connection_that_is_closed_without_a_response_is_a_failure(self):
        visitor = self.serve("none")
        seen = visitor.request(Page("/"))
        self.assertEqual(seen.status, 0)
        self.assertTrue(seen.failed and seen.problem)


class StackOfTheTests(Stack):
    def socket(self, name):
        return pathlib.Path(os.environ["CASELOAD_TEST_DB_SOCKET"])


class Rights(unittest.TestCase):
    def test_the_applications_user_may_change_rows_and_nothing_else(self):
        stack = StackOfTheTests(pathlib.Path("/nonexistent"), 1, ROOT, ("x1",))
        self.assertEqual(rights.not_refused(stack), [])

    def test_a_query_that_is_allowed_is_noticed(self):
        stack = StackOfTheTests(pathlib.Path("/nonexistent"), 1, ROOT, ("x1",))
        rights.create_user(stack)
        self.addCleanup(rights.drop_user, stack)
        allowed, missing, denied = "SELECT 1", "SELECT id FROM caseload_x1.no_such_table", "SELECT user FROM mysql.user"
        self.assertEqual(rights.errors(stack, [allowed, missing, denied]), {allowed: None, missing: "1146", denied: "1142"})


if __name__ == "__main__":
    unittest.main()
