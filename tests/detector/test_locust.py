"""Locust as people know it: field report B19, tags, names, two workers, and the page "Issues"."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import support

SOME = "n-plus-one,iterator"
LOCUST = "/usr/bin/locust"
FILE = str(support.LOCUST / "locustfile.py")
QUICK = ("--headless", "-u", "2", "-r", "2", "-t", "2s", "--only-summary")


class LocustRuns(unittest.TestCase):
    def setUp(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self.addCleanup(self._folder.cleanup)

    def locust(self, host: str, *more: str, file: str = FILE) -> tuple[int, dict[str, Any], str]:
        """Exit code, report, and what was printed."""
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        done = support.run(LOCUST, "-f", file, "--host", host, "--report-json", str(report), *more)
        told = json.loads(report.read_text()) if report.exists() else {}
        return done.returncode, told, done.stdout + done.stderr

    def locustfile(self, text: str) -> str:
        file = self.folder / "own_locustfile.py"
        file.write_text(f"import sys\nsys.path.insert(0, {str(support.LOCUST)!r})\nfrom locustfile import *\nfrom locust import task\n{text}")
        return str(file)

    def test_a_good_run_is_0_with_stable_names_csv_and_html(self) -> None:
        with support.FakeService(cases=SOME) as service:
            prefix = str(self.folder / "out")
            code, told, said = self.locust(service.host, *QUICK, "--csv", prefix, "--html", prefix + ".html")
        self.assertEqual(code, 0, said)
        self.assertEqual(
            {entry["name"] for entry in told["by_name"]},
            {f"/cases/{slug}/{variant}" for slug in SOME.split(",") for variant in ("slow", "fast")},
        )
        self.assertIn("/cases/iterator/fast", Path(prefix + "_stats.csv").read_text())
        self.assertIn("/cases/iterator/fast", Path(prefix + ".html").read_text())

    def test_tags_choose_case_variant_pace_and_category(self) -> None:
        with support.FakeService(cases=SOME) as service:
            _, told, _ = self.locust(service.host, "--headless", "-u", "1", "--rounds", "1", "--no-probes", "--tags", "iterator/slow",
                                     "fast")
            self.assertEqual({entry["name"] for entry in told["by_name"]},
                             {"/cases/iterator/slow", "/cases/iterator/fast", "/cases/n-plus-one/fast"})
            _, told, _ = self.locust(service.host, "--headless", "-u", "1", "--rounds", "1", "--no-probes", "--tags", "database",
                                     "--exclude-tags", "n-plus-one")
            self.assertEqual({entry["name"] for entry in told["by_name"]}, {"/cases/iterator/slow", "/cases/iterator/fast"})

    def test_B19_a_task_that_raises(self) -> None:
        file = self.locustfile("class Broken(Visitor):\n    @task\n    def breaks(self):\n        raise ValueError('boom')\n")
        with support.FakeService(cases=SOME) as service:
            code, told, said = self.locust(service.host, *QUICK, "--no-probes", "Broken", file=file)
        self.assertEqual(code, 1, said)
        self.assertTrue(any("boom" in reason for reason in told["reasons"]), told["reasons"])

    def test_B19_success_without_with(self) -> None:
        text = "class Broken(Visitor):\n    @task\n    def forgets(self):\n        self.client.get('/test/trivial', name='trivial').success()\n"
        with support.FakeService(cases=SOME) as service:
            code, told, said = self.locust(service.host, *QUICK, "--no-probes", "Broken", file=self.locustfile(text))
        self.assertEqual(code, 1, said)
        self.assertTrue(any("catch_response=True" in reason for reason in told["reasons"]), told["reasons"])

    def test_B19_a_200_with_a_wrong_body(self) -> None:
        with support.FakeService("wrong-body", SOME) as service:
            code, told, said = self.locust(service.host, *QUICK, "--no-probes")
        self.assertEqual(code, 1, said)
        self.assertTrue(any("wrong body" in error["message"] for error in told["errors"]), told["errors"])
        self.assertGreater(told["failures"], 0)

    def test_B19_a_500(self) -> None:
        with support.FakeService("error", SOME) as service:
            code, told, said = self.locust(service.host, *QUICK, "--no-probes")
        self.assertEqual(code, 1, said)
        self.assertEqual({error["message"] for error in told["errors"]}, {"status 500"})
        self.assertEqual(sum(error["count"] for error in told["errors"]), told["failures"])

    def test_B19_0_requests_made(self) -> None:
        with support.FakeService(cases=SOME) as service:
            code, told, said = self.locust(service.host, *QUICK, "--no-probes", "--tags", "no-such-tag")
        self.assertEqual(code, 1, said)
        self.assertIn("no requests were made", told["reasons"])

    def test_B19_connection_refused(self) -> None:
        code, told, said = self.locust(f"http://127.0.0.1:{support.free_port()}", *QUICK)
        self.assertEqual(code, 3, said)
        self.assertIn("refused", " ".join(told["reasons"]))

    def test_B19_a_service_that_dies_in_the_middle(self) -> None:
        with support.FakeService(cases=SOME) as service:
            report = self.folder / "report.json"
            process = subprocess.Popen(
                [LOCUST, "-f", FILE, "--host", service.host, *QUICK[:-3], "-t", "5s", "--no-probes", "--report-json", str(report)],
                cwd=support.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            time.sleep(3)
            service.stop()
            code = process.wait(60)
        told = json.loads(report.read_text())
        self.assertEqual(code, 1)
        self.assertTrue(all(error["message"].startswith("no answer") for error in told["errors"]), told["errors"])
        self.assertGreater(told["failures"], 0)

    def test_a_catalogue_without_cases_is_an_unfit_environment(self) -> None:
        with support.FakeService("empty") as service:
            code, told, said = self.locust(service.host, *QUICK)
        self.assertEqual(code, 3, said)
        self.assertIn("no cases", " ".join(told["reasons"]))

    def test_a_false_verdict_is_2(self) -> None:
        with support.FakeService("loud-fast", SOME) as service:
            code, told, said = self.locust(service.host, "--headless", "-u", "1", "--rounds", "1", "--wait-for-probes")
        self.assertEqual(code, 2, said)
        self.assertIn("n-plus-one fast: false", told["reasons"])

    def test_findings_are_no_requests(self) -> None:
        with support.FakeService(cases=SOME) as service:
            _, told, said = self.locust(service.host, "--headless", "-u", "1", "--rounds", "1", "--wait-for-probes")
        self.assertEqual(told["requests"], 4, said)
        self.assertEqual(told["issues"]["score"]["found"], 2)

    def test_a_master_with_two_workers_counts_as_one_process_does(self) -> None:
        arguments = ("--headless", "-u", "4", "-r", "4", "--rounds", "3", "--wait-for-probes")
        with support.FakeService(cases=SOME) as service:
            _, single, _ = self.locust(service.host, *arguments)
            port = str(support.free_port())
            workers = [
                subprocess.Popen([LOCUST, "-f", FILE, "--worker", "--master-port", port], cwd=support.ROOT,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for _ in range(2)
            ]
            try:
                code, spread, said = self.locust(
                    service.host, *arguments, "--master", "--master-bind-host", "127.0.0.1", "--master-bind-port", port,
                    "--expect-workers", "2", "--expect-workers-max-wait", "30",
                )
                for worker in workers:
                    self.assertEqual(worker.wait(30), 0)
            finally:
                for worker in workers:
                    if worker.poll() is None:
                        worker.kill()
                        worker.wait()
        self.assertEqual(code, 0, said)
        self.assertEqual(spread["by_name"], single["by_name"])
        self.assertEqual(single["requests"], 4 * 4 * 3)
        self.assertEqual(spread["issues"]["pages_judged"], 4)  # by one worker, each page once
        self.assertEqual(spread["issues"]["score"], single["issues"]["score"])

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
                self.assertIn("Nothing so far", fetch(base + "/issues"))
                fetch(base + "/swarm", data=b"user_count=1&spawn_rate=1")
                told = self.judged(base)
                page = fetch(base + "/issues")
                self.assertIn(f'<a href="{service.host}/cases/iterator/">iterator</a>', page)
                lines = fetch(base + "/issues.csv").splitlines()
                self.assertEqual(lines[0], "case,variant,pace,labels,outcome,summary,rule,page")
                self.assertEqual(len(lines), 1 + len(told["findings"]))
                stats = json.loads(fetch(base + "/stats/requests"))
                names = {entry["name"] for entry in stats["stats"]} - {"Aggregated"}
                self.assertTrue(names)
                self.assertTrue(all(name.startswith("/cases/") for name in names), names)
            finally:
                process.terminate()
                process.wait(20)

    def judged(self, base: str) -> dict[str, Any]:
        until = time.monotonic() + 60
        while True:
            told = json.loads(fetch(base + "/issues.json"))
            if 0 < told["pages"] <= told["pages_judged"]:
                return told
            self.assertLess(time.monotonic(), until, told)
            time.sleep(0.2)


def fetch(address: str, data: bytes | None = None) -> str:
    """Tries again while the page is still starting."""
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, data=data, timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    unittest.main()
