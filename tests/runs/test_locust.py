"""Locust as people know it: field report B19, tags, names, two workers, and the page "Issues"."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

from caseload_runs.void import void_reasons

SOME = "n-plus-one,iterator"
LOCUST = "/usr/bin/locust"
FILE = str(support.LOCUST / "locustfile.py")
# None of these runs is ended by its time: what a run of two seconds visits depends on the machine.
HEADLESS = ("--headless", "-u", "1", "--only-summary")
ONE_ROUND = (*HEADLESS, "--rounds", "1")
RAISES = """class Broken(Visitor):
    @task
    def breaks(self):
        gevent.spawn(self.environment.runner.quit)
        raise ValueError('boom')
"""
FORGETS = """class Broken(Visitor):
    @task
    def forgets(self):
        try:
            self.client.get('/test/trivial', name='trivial').success()
        finally:
            gevent.spawn(self.environment.runner.quit)
"""
TAKES_A_WHOLE_CORE = "import time\ntime.process_time = time.monotonic\n"


@dataclass(frozen=True)
class Scenario:
    """A run of Locust against a service of its own; `own` is what a user adds to the locustfile."""

    arguments: tuple[str, ...]
    fault: str = ""
    own: str = ""
    refused: bool = False
    host: str = "{}"  # how the user writes it


@dataclass(frozen=True)
class Ended:
    code: int
    report: dict[str, Any]
    said: str
    host: str
    files: dict[str, str]  # what it wrote, by name

    def names(self) -> set[str]:
        return {entry["name"] for entry in self.report["by_name"]}


SCENARIOS = {
    "good": Scenario((*ONE_ROUND, "--csv", "out", "--html", "out.html")),
    "tags": Scenario((*ONE_ROUND, "--no-probes", "--tags", "iterator/slow", "fast")),
    "category": Scenario((*ONE_ROUND, "--no-probes", "--tags", "database", "--exclude-tags", "n-plus-one")),
    "tags and probes": Scenario((*ONE_ROUND, "--wait-for-probes", "--tags", "iterator/slow")),
    "slash": Scenario((*ONE_ROUND, "--no-probes"), host="{}/"),
    "no host": Scenario(HEADLESS, host=""),
    "raises": Scenario((*HEADLESS, "--no-probes", "Broken"), own=RAISES),
    "success without with": Scenario((*HEADLESS, "--no-probes", "Broken"), own=FORGETS),
    "wrong body": Scenario((*ONE_ROUND, "--no-probes"), fault="wrong-body"),
    "500": Scenario((*ONE_ROUND, "--no-probes"), fault="error"),
    "0 requests": Scenario((*HEADLESS, "--no-probes", "--tags", "no-such-tag")),
    "refused": Scenario(HEADLESS, refused=True),
    "no cases": Scenario(HEADLESS, fault="empty"),
    "dies": Scenario((*HEADLESS, "--rounds", "5", "--no-probes"), fault="dies"),
    "false verdict": Scenario((*ONE_ROUND, "--wait-for-probes"), fault="loud-fast"),
    "no evidence": Scenario((*ONE_ROUND, "--wait-for-probes"), fault="no-evidence"),
    "busy documents": Scenario((*ONE_ROUND, "--wait-for-probes"), fault="busy-documents"),
    "ends early": Scenario((*ONE_ROUND, "--wait-for-probes"), fault="ends-early"),
    "busy generator": Scenario((*ONE_ROUND, "--no-probes"), own=TAKES_A_WHOLE_CORE),
    "findings": Scenario((*ONE_ROUND, "--wait-for-probes")),
    "one process": Scenario(("--headless", "-u", "4", "-r", "4", "--rounds", "3", "--wait-for-probes")),
}


def play(scenario: Scenario) -> Ended:
    with tempfile.TemporaryDirectory() as name, support.FakeService(scenario.fault, SOME) as service:
        folder = Path(name)
        file = FILE
        if scenario.own:
            file = str(folder / "own_locustfile.py")
            Path(file).write_text(
                f"import sys\nsys.path.insert(0, {str(support.LOCUST)!r})\nfrom locustfile import *\nimport gevent\nfrom locust import task\n{scenario.own}"
            )
        host = scenario.host.format(f"http://127.0.0.1:{support.free_port()}" if scenario.refused else service.host)
        named = ("--host", host) if host else ()
        arguments = [str(folder / entry) if entry.startswith("out") else entry for entry in scenario.arguments]
        done = support.run(LOCUST, "-f", file, *named, "--report-json", str(folder / "report.json"), *arguments, timeout=1200)
        files = {entry.name: entry.read_text() for entry in folder.iterdir() if entry.suffix in (".csv", ".html", ".json")}
        return Ended(done.returncode, json.loads(files.get("report.json", "{}")), done.stdout + done.stderr, host, files)


class LocustRuns(unittest.TestCase):
    """The runs mostly wait, so a few go at once; each test looks at one."""

    _pool: ThreadPoolExecutor
    _running: dict[str, Future[Ended]]

    @classmethod
    def setUpClass(cls) -> None:
        cls._pool = ThreadPoolExecutor(4)
        cls._running = {name: cls._pool.submit(play, scenario) for name, scenario in SCENARIOS.items()}

    @classmethod
    def tearDownClass(cls) -> None:
        cls._pool.shutdown()

    def ended(self, name: str, code: int) -> Ended:
        found = self._running[name].result()
        self.assertEqual(found.code, code, found.said)
        return found

    def test_a_good_run_is_0_with_stable_names_csv_and_html(self) -> None:
        found = self.ended("good", 0)
        self.assertEqual(found.names(), {f"/cases/{slug}/{variant}" for slug in SOME.split(",") for variant in ("slow", "fast")})
        rows = [line.split(",")[1] for line in found.files["out_stats.csv"].splitlines()]  # Locust writes them once a second
        self.assertEqual(rows[0], "Name")
        self.assertLessEqual(set(rows[1:]), found.names() | {"Aggregated"})
        self.assertIn("/cases/iterator/fast", found.files["out.html"])

    def test_tags_choose_case_variant_pace_and_category(self) -> None:
        self.assertEqual(self.ended("tags", 0).names(), {"/cases/iterator/slow", "/cases/iterator/fast", "/cases/n-plus-one/fast"})
        self.assertEqual(self.ended("category", 0).names(), {"/cases/iterator/slow", "/cases/iterator/fast"})

    def test_tags_choose_what_is_probed(self) -> None:
        issues = self.ended("tags and probes", 0).report["issues"]
        self.assertEqual((issues["pages"], issues["pages_judged"]), (1, 1))
        self.assertEqual([line["case"] for line in issues["findings"]], ["iterator"])

    def test_a_slash_at_the_end_of_the_host_is_not_doubled(self) -> None:
        report = self.ended("slash", 0).report
        self.assertEqual((report["requests"], report["failures"]), (4, 0))

    def test_without_a_host_it_could_not_run(self) -> None:
        self.assertIn("the address of the service is missing", " ".join(self.ended("no host", 1).report["reasons"]))

    def test_findings_are_reported_at_the_end(self) -> None:
        self.assertIn("n-plus-one slow: n-plus-one (found): one query runs", self.ended("findings", 0).said)

    def test_B19_a_task_that_raises(self) -> None:
        reasons = self.ended("raises", 1).report["reasons"]
        self.assertTrue(any("boom" in reason for reason in reasons), reasons)

    def test_B19_success_without_with(self) -> None:
        reasons = self.ended("success without with", 1).report["reasons"]
        self.assertTrue(any("catch_response=True" in reason for reason in reasons), reasons)

    def test_B19_a_200_with_a_wrong_body(self) -> None:
        report = self.ended("wrong body", 1).report
        (error,) = report["errors"]  # every third answer is wrong, and here that is the first of its case
        self.assertEqual((error["name"], error["message"], report["failures"]),
                         ("/cases/iterator/fast", "wrong body: variant slow returned a different one", 1))

    def test_B19_a_500(self) -> None:
        report = self.ended("500", 1).report
        self.assertEqual({error["name"]: (error["message"], error["count"]) for error in report["errors"]},
                         {f"/cases/{slug}/slow": ("status 500", 1) for slug in SOME.split(",")})
        self.assertEqual((report["requests"], report["failures"]), (4, 2))

    def test_B19_0_requests_made(self) -> None:
        found = self.ended("0 requests", 1)
        self.assertEqual(found.report["reasons"], ["no requests were made"])
        self.assertIn("no variant has these tags", found.said)

    def test_B19_connection_refused(self) -> None:
        self.assertIn("refused", " ".join(self.ended("refused", 1).report["reasons"]))

    def test_B19_a_service_that_dies_in_the_middle(self) -> None:
        report = self.ended("dies", 1).report
        self.assertEqual((report["requests"], report["failures"]), (20, 10))
        self.assertTrue(all(error["message"].startswith("no response") for error in report["errors"]), report["errors"])

    def test_a_catalogue_without_cases_cannot_be_run(self) -> None:
        self.assertIn("no cases", " ".join(self.ended("no cases", 1).report["reasons"]))

    def test_a_false_verdict_is_2(self) -> None:
        self.assertIn("n-plus-one fast: false", self.ended("false verdict", 2).report["reasons"])

    def test_probes_that_find_no_evidence_are_3(self) -> None:
        self.assertIn("there is no evidence for ", " ".join(self.ended("no evidence", 3).report["reasons"]))

    def test_documents_of_a_busy_service_are_requested_again(self) -> None:
        issues = self.ended("busy documents", 0).report["issues"]
        self.assertEqual((issues["pages"], issues["pages_judged"]), (4, 4))

    def test_probes_that_ended_early_are_a_reason_beside_others(self) -> None:
        reasons = " ".join(self.ended("ends early", 1).report["reasons"])
        self.assertIn("probes ended early", reasons)
        self.assertIn("2 of 4 requests failed", reasons)

    def test_C26_figures_of_a_generator_that_used_a_whole_core_are_void(self) -> None:
        reasons = self.ended("busy generator", 3).report["reasons"]
        self.assertRegex(" ".join(reasons), r"^the figures are void: the load generator used (99|100)% of a core, more than 90%$")

    def test_everything_that_makes_figures_void_is_a_reason(self) -> None:
        nothing = {"cpu_warning_emitted": False, "worker_cpu_warning_emitted": False}
        for share, more, reason in (
            (0.9, {}, None), (0.91, {}, "used 91% of a core"), (0.2, {"cpu_warning_emitted": True}, "at some point"),
            (0.2, {"worker_cpu_warning_emitted": True}, "a worker used more than"), (0.2, {"clients": SimpleNamespace(missing=[1])}, "1 worker disconnected"),
        ):
            reasons = void_reasons(SimpleNamespace(**{**nothing, **more}), share)
            self.assertEqual(len(reasons), 0 if reason is None else 1)
            self.assertIn(reason or "", "".join(reasons))

    def test_C13_a_report_s_folder_is_created_before_the_run(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            host = f"http://127.0.0.1:{support.free_port()}"
            missing, blocked = Path(folder) / "no" / "such" / "x.json", Path(folder) / "file" / "x.json"
            done = support.run(LOCUST, "-f", FILE, "--host", host, *HEADLESS, "--report-json", str(missing))
            self.assertEqual((done.returncode, json.loads(missing.read_text())["exit_code"]), (1, 1), done.stderr)
            blocked.parent.touch()
            for command in ((LOCUST, "-f", FILE, *HEADLESS, "--report-json"), (support.PYTHON, str(support.LOCUST / "detect"), "--json")):
                done = support.run(*command, str(blocked), "--host", host)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(str(blocked.parent), done.stderr)
                self.assertNotIn("refused", done.stderr)  # nothing was requested

    def test_findings_are_no_requests(self) -> None:
        report = self.ended("findings", 0).report
        self.assertEqual(report["requests"], 4)
        self.assertEqual(report["issues"]["score"]["found"], 2)

    def test_a_master_with_two_workers_counts_as_one_process_does(self) -> None:
        single = self.ended("one process", 0).report
        port = str(support.free_port())
        workers = [
            subprocess.Popen([LOCUST, "-f", FILE, "--worker", "--master-port", port], cwd=support.ROOT,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        try:
            spread = play(Scenario((
                *SCENARIOS["one process"].arguments, "--master", "--master-bind-host", "127.0.0.1", "--master-bind-port", port,
                "--expect-workers", "2", "--expect-workers-max-wait", "600",
            )))
            self.assertEqual(spread.code, 0, spread.said)
            for worker in workers:
                self.assertEqual(worker.wait(600), 0)
        finally:
            for worker in workers:
                if worker.poll() is None:
                    worker.kill()
                    worker.wait()
        self.assertEqual(spread.report["by_name"], single["by_name"])
        self.assertEqual(single["requests"], 4 * 4 * 3)
        self.assertEqual(spread.report["issues"]["pages_judged"], 4)  # by one worker, each page once
        self.assertEqual(spread.report["issues"]["score"], single["issues"]["score"])

    def test_the_web_page_of_load_is_for_this_machine_alone(self) -> None:
        done = support.run(support.PYTHON, "-c", "import sys; sys.path.insert(0, 'locust')\n"
                           "from caseload_runs.load_command import parser, ui_command\n"
                           "print(*ui_command(parser().parse_args(['--ui', '--case', 'iterator', '--case', 'n-plus-one'])))")
        self.assertIn("--web-host 127.0.0.1 --web-port 8089 -u 8 -r 8 --tags iterator n-plus-one", done.stdout, done.stderr)

    def test_a_taken_port_of_the_web_page_is_noticed(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as held:
            done = support.run(support.PYTHON, "-c", "import sys; sys.path.insert(0, 'locust')\nfrom caseload_runs import load_command\n"
                               f"load_command.WEB_PORT = {held.getsockname()[1]}\nsys.exit(load_command.main(['--ui']))")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("is in use", done.stderr)

    def test_issues_in_the_web_page(self) -> None:
        with support.FakeService(cases=SOME) as service:
            port = support.free_port()
            process = subprocess.Popen(
                [LOCUST, "-f", FILE, "--host", service.host, "--web-host", "127.0.0.1", "--web-port", str(port)],
                cwd=support.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            try:
                base = f"http://127.0.0.1:{port}"
                start = fetch(base + "/")
                self.assertIn('id="issues-tab"', start)
                self.assertIn("No findings so far", fetch(base + "/issues"))
                fetch(base + "/swarm", data=b"user_count=1&spawn_rate=1")
                reported = self.judged(base)
                page = fetch(base + "/issues")
                self.assertIn(f'<a href="{service.host}/cases/iterator/">iterator</a>', page)
                lines = fetch(base + "/issues.csv").splitlines()
                self.assertEqual(lines[0], "case,variant,pace,labels,outcome,summary,rule,page")
                self.assertEqual(len(lines), 1 + len(reported["findings"]))
                names = self.names_in_statistics(base)
                self.assertTrue(all(name.startswith("/cases/") for name in names), names)
            finally:
                process.terminate()
                process.wait(600)

    def names_in_statistics(self, base: str) -> set[str]:
        """Once there are any."""
        until = time.monotonic() + 600
        while True:
            names = {entry["name"] for entry in json.loads(fetch(base + "/stats/requests"))["stats"]} - {"Aggregated"}
            if names:
                return names
            self.assertLess(time.monotonic(), until)
            time.sleep(0.2)

    def judged(self, base: str) -> dict[str, Any]:
        until = time.monotonic() + 600
        while True:
            reported = json.loads(fetch(base + "/issues.json"))
            if 0 < reported["pages"] <= reported["pages_judged"]:
                return reported
            self.assertLess(time.monotonic(), until, reported)
            time.sleep(0.2)


def fetch(address: str, data: bytes | None = None) -> str:
    """Tries again while the page is still starting."""
    until = time.monotonic() + 600
    while True:
        try:
            with urllib.request.urlopen(address, data=data, timeout=120) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    unittest.main()
