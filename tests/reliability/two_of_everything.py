"""`make cluster`: two of everything (stack/cluster.py). Each part is killed once while visitors request pages, import books and order
reports; then the primary is stopped for good and the replica promoted."""

import contextlib
import json
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import cluster
import lifecycle
import mariadb
import nginx
import testing
from cluster import DATABASE, Cluster
from console import Failure
from database_faults import BACK_WITHIN_S, IMPORT, READ, first_200, partial_imports
from layout import ROOT
from losses import LOSSES, REPORT, Loss, Times, cache_figures, is_right, logged_since, size_of_log, unexplained
from measured import Measured
from restarts import READS
from users import Page, Users

USERS = 12
PAUSE_S = 0.2
EXPORT = Page("/cases/streaming-response/fast?n=500")
PAGES = [*READS, EXPORT, REPORT, EXPORT, IMPORT, REPORT]
JOBS_END_WITHIN_S = 180.0
LOCUST_PORT = 21404
LOCUST_TAGS = ("n-plus-one", "query-cache", "fragment-cache", "select-related")


def dead_for_s(quick):
    return 3 if quick else 30


def wait_until_used(the_cluster, loss, host, mark):
    """Seconds; None: it was not used within the limit."""
    began = time.monotonic()
    while time.monotonic() < began + BACK_WITHIN_S:
        if loss.is_used(the_cluster, host, mark):
            return time.monotonic() - began
        time.sleep(0.05)
    return None


class Stages:
    """What they share: the figures, and the reports that visitors were promised."""

    def __init__(self, the_cluster, measured, quick):
        self.cluster = the_cluster
        self.measured = measured
        self.quick = quick
        self.promised = set()

    @contextlib.contextmanager
    def users(self):
        with Users(self.cluster.front.address, PAGES, USERS, PAUSE_S) as users:
            time.sleep(1)
            yield users
            time.sleep(1)
        self.promised |= {int(each.location.rpartition("/")[2]) for each in users.seen() if each.status == 202}

    def lose(self, name):
        loss = LOSSES[name]
        host = loss.host(self.cluster)
        survivor = self.cluster.caches[1]
        with self.users() as users:
            if wait_until_used(self.cluster, loss, host, loss.mark(self.cluster, host)) is None:
                self.measured.fail(f"{loss.title} was not used before it was killed")
            cluster.wait_for(lambda: loss.is_due(self.cluster, host), "a moment to kill it")
            figures = cache_figures(survivor)
            times = Times(time.monotonic(), 0.0)
            cluster.kill(host, loss.part)
            times.killed = time.monotonic()
            time.sleep(dead_for_s(self.quick))
            meanwhile = {key: value - figures[key] for key, value in cache_figures(survivor).items() if key in figures}
            cluster.start(host, loss.part)
            times.returning = time.monotonic()
            back_s = wait_until_used(self.cluster, loss, host, loss.mark(self.cluster, host))
            times.back = time.monotonic()
        seen = users.seen()
        wrong = unexplained(loss, seen, times)
        excused = [each for each in seen if not is_right(each) and each not in wrong]
        refused = [each for each in excused if each.status == 503]
        print(f"  {loss.title} killed: {len(seen):,} requests, {len(excused)} lost or refused with it, {len(wrong)} other errors, "
              + ("NOT used again" if back_s is None else f"used again after {back_s * 1000:.0f} ms"), flush=True)
        self.measured.add("cluster-errors", len(wrong), loss.title, requests=len(seen), refused=len(refused),
                          **{"unreachable" if loss.is_in_front else "in_flight": len(excused) - len(refused)})
        for each in wrong[:3]:
            self.measured.fail(f"{loss.title} killed: {each}, {each.began - times.kill:.2f} s after it")
        if back_s is None:
            self.measured.fail(f"{loss.title} was not used again within {BACK_WITHIN_S:.0f} s")
        else:
            self.measured.add(loss.back, back_s * 1e6, loss.title if loss.back == "cluster-back" else None)
        if loss.may_refuse:
            self.measured.add("cluster-503", max((each.seconds for each in refused), default=0.0) * 1e6, loss.title, refused=len(refused))
        if name == "cache":
            self.judge_survivor(meanwhile)
        self.judge_data(loss.title)

    def judge_survivor(self, figures):
        """Keys of a node that is away are not moved to the other one, which therefore misses none."""
        hits, misses = figures["get_hits"], figures["get_misses"]
        print(f"    the other node meanwhile: {hits:,} hits, {misses:,} misses", flush=True)
        if hits == 0:
            return self.measured.fail("the other memcached node was not used while one was away")
        self.measured.add("cluster-cache-share", misses / (hits + misses), hits=hits, misses=misses)
        return None

    def judge_data(self, title):
        """Once all jobs have ended."""
        primary = self.cluster.primary
        deadline = time.monotonic() + JOBS_END_WITHIN_S
        unfinished = "SELECT COUNT(*) FROM caseload_x1.job WHERE state IN ('waiting', 'running')"
        while mariadb.query(primary, unfinished) != [["0"]] and time.monotonic() < deadline:
            time.sleep(0.1)
        done = {int(row[0]) for row in mariadb.query(primary, "SELECT id FROM caseload_x1.job WHERE state = 'done'")}
        lost = self.promised - done
        again = int(mariadb.query(primary, "SELECT COUNT(*) FROM caseload_x1.job WHERE attempts > 1")[0][0])
        twice = int(mariadb.query(primary, "SELECT COUNT(*) FROM caseload_x1.report_request WHERE deliveries > 1")[0][0])
        partial = partial_imports(primary)
        for target, count in (("cluster-jobs-lost", len(lost)), ("cluster-jobs-twice", twice), ("cluster-partial", partial)):
            self.measured.add(target, count, title, **({"jobs": len(self.promised), "started_again": again} if "jobs" in target else {}))
            if count:
                self.measured.fail(f"{title}: {target} is {count}")
        print(f"    {len(self.promised):,} reports promised so far, {again} started again, {len(lost)} lost, {twice} delivered twice, {partial} partial imports", flush=True)

    def locust(self):
        """A master with two workers, of which one is killed."""
        address, seconds = self.cluster.address(51), 15 if self.quick else 60
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            common = ["locust", "-f", ROOT / "locust" / "locustfile.py"]
            master = [*common, "--master", "--headless", "--expect-workers", 2, "--master-bind-host", address, "--master-bind-port", LOCUST_PORT, "-u", 8, "-r", 8,
                      "-t", f"{seconds}s", "--host", self.cluster.front.address, "--no-probes", "--report-json", report, "--tags", *LOCUST_TAGS]
            worker = [*common, "--worker", "--master-host", address, "--master-port", LOCUST_PORT]
            log = self.cluster.var / "locust.log"
            with open(log, "w") as output:
                processes = [subprocess.Popen([str(word) for word in each], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
                             for each in (master, worker, worker)]
                try:
                    offset = size_of_log(self.cluster, None)
                    cluster.wait_for(lambda: processes[0].poll() is not None or any(from_locust(line) for line in logged_since(self.cluster, offset)),
                                     "the first request of Locust", lambda: log.read_text()[-500:])
                    time.sleep(seconds / 3)
                    processes[1].send_signal(signal.SIGKILL)
                    processes[1].wait()
                    offset = size_of_log(self.cluster, None)
                    processes[0].wait(seconds + 60)
                finally:
                    for each in processes:
                        each.kill()
                        each.wait()
            if not report.exists():
                return self.measured.fail(f"Locust wrote no report: {log.read_text()[-500:]}")
            counted = json.loads(report.read_text())
        after = sum(from_locust(line) for line in logged_since(self.cluster, offset))
        print(f"  Locust's master and two workers, one of them killed: {counted['requests']:,} requests, {counted['failures']} failed, {after:,} after it",
              flush=True)
        self.measured.add("cluster-locust", counted["failures"], requests=counted["requests"], after_the_kill=after)
        if counted["failures"] or not after:
            self.measured.fail(f"Locust: {counted['failures']} requests failed, and {after} were made after one of its workers was killed")
        return None

    def promotion(self):
        """The clock begins when somebody decides to promote, so it includes the promotion."""
        old = self.cluster.primary
        with self.users() as users:
            kill = time.monotonic()
            cluster.kill(old, DATABASE)
            killed = time.monotonic()
            time.sleep(dead_for_s(self.quick))
            began = time.monotonic()
            self.cluster.promote()
            changed = time.monotonic()
            self.cluster.restart_programs()
            restarted = time.monotonic()
            back = [first_200(self.cluster.front, page) for page in (IMPORT, REPORT, READ)]
            ended = time.monotonic()
        seen = users.seen()
        wrong = unexplained(Loss("", None, None, None, may_refuse=True), seen, Times(kill, killed, began, ended))
        print(f"  the primary killed for good, the replica promoted in {changed - began:.1f} s, programs restarted in {restarted - changed:.1f} s: "
              + ("NO writes" if None in back else f"writes after {ended - began:.1f} s")
              + f", {len(seen):,} requests, {sum(each.status == 503 for each in seen)} refused, {len(wrong)} other errors", flush=True)
        self.measured.add("cluster-errors", len(wrong), "promotion", requests=len(seen), refused=sum(each.status == 503 for each in seen))
        for each in wrong[:3]:
            self.measured.fail(f"promotion: {each}, {each.began - kill:.2f} s after the kill")
        if None in back:
            self.measured.fail(f"promotion: writes did not work within {BACK_WITHIN_S:.0f} s")
        else:
            self.measured.add("cluster-promotion", (ended - began) * 1e6)
        self.judge_data("promotion")


def from_locust(line):
    return line["agent"] != ""


# In this order: after a promotion there is no replica any more.
STAGES = [*LOSSES, "locust", "promotion"]


def run(build, quick, only, port):
    chosen = only or STAGES
    if unknown := set(chosen) - set(STAGES):
        raise Failure(f"there is no stage {', '.join(sorted(unknown))}", f"there are {', '.join(STAGES)}")
    testing.allow_many_files()
    measured = Measured("make cluster")
    the_cluster = Cluster(ROOT / "var" / "cluster", port or nginx.free_port(), build)
    with lifecycle.exclusive(the_cluster.common), the_cluster.running():
        stages = Stages(the_cluster, measured, quick)
        for name in STAGES:
            if name in chosen:
                print(f"\n{name}", flush=True)
                stages.lose(name) if name in LOSSES else getattr(stages, name)()
    for each in the_cluster.databases:
        shutil.rmtree(mariadb.datadir(each), ignore_errors=True)
        shutil.rmtree(each.var / "binlog", ignore_errors=True)
    return measured.report(build, {"users": USERS, "seconds_of_each_loss": dead_for_s(quick), "dataset": "x1"}, quick=quick, is_whole=not only)
