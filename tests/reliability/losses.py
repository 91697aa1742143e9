"""The parts of two of everything that `make cluster` kills: what visitors may see of it, and how to see that a part works again."""

import contextlib
import json
import socket
from dataclasses import dataclass
from typing import Callable

import cluster
import mariadb
import soak
from cluster import APP, CACHE, CACHE_PORT, DATABASE, FRONT, WORKER
from database_faults import IMPORT, READ
from users import Page, Visitor

REPORT = Page("/cases/background-task/fast?publisher=1", "POST", headers=(("Accept", "application/json"),))


@dataclass(frozen=True)
class Loss:
    """A part that is killed, and what visitors may see of it besides requests that were in flight on it."""
    title: str
    host: Callable  # of the cluster
    part: object
    is_used: Callable  # (cluster, host, what `mark` returned) -> whether it works again
    mark: Callable = lambda _cluster, _host: None  # taken when it begins to count
    is_due: Callable = lambda _cluster, _host: True  # whether this is a moment to kill it
    may_fail_in_flight: bool = True  # requests were on the host itself
    may_refuse: bool = False  # 503 with Retry-After
    is_in_front: bool = False  # nobody can respond at all
    back: str = "cluster-back"  # the target for the time until it is used again


def is_right(seen):
    return seen.status in (200, 202)



def access_log(the_cluster):
    return the_cluster.front.log / "access.log"


def size_of_log(the_cluster, _host):
    return access_log(the_cluster).stat().st_size


def logged_since(the_cluster, offset):
    with open(access_log(the_cluster), "rb") as file:
        file.seek(offset)
        lines = file.read().split(b"\n")[:-1]
    for line in lines:
        with contextlib.suppress(ValueError):  # the first one may be cut
            yield json.loads(line)


def app_responds(the_cluster, host, offset):
    """nginx sends it requests, and it responds."""
    address = host.at(cluster.APP_PORT)
    return any(line["upstream"] == address and line["status"] == 200 for line in logged_since(the_cluster, offset))


def cache_figures(host):
    with socket.create_connection((host.address_of_host, CACHE_PORT), 5) as connection:
        connection.sendall(b"stats\r\n")
        received = b""
        while not received.endswith(b"END\r\n"):
            received += connection.recv(65536)
    words = (line.split() for line in received.decode().splitlines())
    return {line[1]: int(line[2]) for line in words if len(line) == 3 and line[2].isdigit()}


def cache_is_used(_the_cluster, host, _mark):
    return cache_figures(host)["get_hits"] > 0


def reports_read(_the_cluster, host):
    """Prepared queries. Nobody else sends any to a replica."""
    return int(mariadb.query(host, "SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'")[0][1])


def replica_is_read(the_cluster, host, before):
    return reports_read(the_cluster, host) > before


def pages_work(the_cluster, _host, _mark):
    visitor = Visitor(the_cluster.front.address)
    try:
        return all(is_right(visitor.request(page)) for page in (READ, IMPORT, REPORT))
    finally:
        visitor.close()


def jobs_of(the_cluster, host, states):
    running = soak.program_of(host, cluster.named(host, WORKER))
    if running is None:
        return 0  # its keeper is just starting it
    process, _ = running
    return int(mariadb.query(the_cluster.primary, f"SELECT COUNT(*) FROM caseload_x1.job WHERE worker LIKE '%/{process}/%' AND state IN ({states})")[0][0])


def worker_ran_jobs(the_cluster, host, _mark):
    return jobs_of(the_cluster, host, "'done'") > 0


def worker_runs_a_job(the_cluster, host):
    return jobs_of(the_cluster, host, "'running'") > 0


LOSSES = {
    "app": Loss("an app host", lambda the: the.apps[0], APP, app_responds, size_of_log),
    "cache": Loss("a memcached node", lambda the: the.caches[0], CACHE, cache_is_used, may_fail_in_flight=False),
    "replica": Loss("the replica", lambda the: the.replica, DATABASE, replica_is_read, reports_read, back="cluster-replica"),
    "worker": Loss("a worker host", lambda the: the.workers[0], WORKER, worker_ran_jobs, is_due=worker_runs_a_job, may_fail_in_flight=False),
    "primary": Loss("the primary", lambda the: the.primary, DATABASE, pages_work, may_refuse=True),
    "nginx": Loss("nginx", lambda the: the.front, FRONT, pages_work, is_in_front=True),
}

@dataclass
class Times:
    kill: float
    killed: float
    returning: float = 0.0
    back: float = 0.0


def unexplained(loss, seen, times):
    """The responses that the loss doesn't excuse."""
    wrong = []
    for each in seen:
        was_away = each.ended >= times.kill and each.began <= times.back
        in_flight = each.began <= times.killed and each.ended >= times.kill
        if is_right(each) or (in_flight and loss.may_fail_in_flight) or (was_away and loss.is_in_front):
            continue
        if was_away and loss.may_refuse and each.status == 503 and each.retry_after:
            continue
        wrong.append(each)
    return wrong
