"""`make soak`: requests all pages of the catalogue in rounds, through nginx, and watches memory, descriptors and database connections
of the app and the worker. Memory counts as flat if it grows by at most 5 % after the warm-up."""

import http.client
import itertools
import json
import pathlib
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass

import app
import mariadb
import part
import processes
import seeding
from console import Failure
from layout import ROOT, running_stack
from measured import Measured

WHOLE_S = 600
CLIENTS = 4
ALLOWED_GROWTH = 0.05
WARM_UP = 0.3  # share of the whole time
EDGE = 0.25  # share of the time after the warm-up; its first and last part are compared
SAMPLE_EVERY_S = 1.0
REPORT_EVERY_S = 60.0


class Clients:
    """Several clients that request the pages in rounds until they are stopped."""

    def __init__(self, address, pages, visitor):
        self.visitor = visitor  # headers of a signed-in visitor, for pages that don't allow guests
        self.host = urllib.parse.urlsplit(address).netloc
        self.pages = pages
        self.next_page = itertools.cycle(pages)
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.responses = 0
        self.problems = {}
        self.threads = [threading.Thread(target=self.work) for _ in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def work(self):
        while not self.stopping.is_set():
            with self.lock:
                method, target = next(self.next_page)
            problem = self.request(method, target)
            with self.lock:
                self.responses += 1
                if problem:
                    self.problems[f"{method} {target}"] = problem

    def request(self, method, target):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, target, headers={"Accept": "text/html", **self.visitor})
            response = connection.getresponse()
            response.read()
            return "" if response.status < 400 else str(response.status)
        except (OSError, http.client.HTTPException) as error:
            return str(error) or type(error).__name__
        finally:
            connection.close()


def document_at(address, target):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
    connection.request("GET", target)
    document = json.load(connection.getresponse())
    connection.close()
    return document


def pages_of(address):
    """(method, target) of each variant and of the other pages."""
    cases = document_at(address, "/catalogue.json")["cases"]
    pages = [("GET", "/"), ("GET", "/catalogue.json"), ("GET", "/metrics"), ("GET", "/no-such-page/")]
    for case in cases:
        pages.append(("GET", f"/cases/{case['slug']}/"))
        pages.extend((variant.get("method", "GET").upper(), variant["path"]) for variant in case["variants"])
    return pages


def program_of(stack, each):
    """(pid, start time) of the program itself, not of its keeper, so that a restart is noticed."""
    for pid in processes.members(processes.recorded(part.pid_file(stack, each))):
        try:
            program = pathlib.Path(f"/proc/{pid}/exe").resolve().name
        except OSError:
            continue
        if program.startswith("caseload"):
            return pid, processes.stat_of(pid)[2]
    return None


@dataclass(frozen=True)
class Sample:
    at_s: float
    resident_kb: int
    descriptors: int


def resident_kb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise OSError(f"process {pid} has no VmRSS")


def descriptors(pid):
    return len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir()))


def database_connections(stack):
    return int(mariadb.query(stack, f"SELECT COUNT(*) FROM information_schema.processlist WHERE user = '{seeding.USER}'")[0][0])


def watch(stack, found, seconds, clients):
    """Returns ({part name: [Sample]}, [(time, database connections)]); prints a line every minute."""
    samples = {name: [] for name in found}
    connections = []
    began = time.monotonic()
    reported = 0.0
    while (passed := time.monotonic() - began) < seconds:
        for name, (pid, _) in found.items():
            samples[name].append(Sample(passed, resident_kb(pid), descriptors(pid)))
        connections.append((passed, database_connections(stack)))
        if passed - reported >= REPORT_EVERY_S:
            reported = passed
            sizes = ", ".join(f"{name} {kept[-1].resident_kb / 1000:.1f} MB" for name, kept in samples.items())
            print(f"  {passed / 60:4.0f} min  {clients.responses} responses  {sizes}", flush=True)
        time.sleep(SAMPLE_EVERY_S)
    return samples, connections


def ends(samples, seconds):
    """[(time, value)] as (values after the warm-up, values at the end)."""
    warm = seconds * WARM_UP
    edge = (seconds - warm) * EDGE
    first = [value for at, value in samples if warm <= at < warm + edge]
    last = [value for at, value in samples if at >= seconds - edge]
    if not first or not last:
        raise Failure("the time is too short for a result", "use at least 20 seconds")
    return first, last


def growth(samples, seconds):
    """(after the warm-up, at the end), both medians."""
    return tuple(statistics.median(each) for each in ends(samples, seconds))


def leaked(samples, seconds):
    """How many more were never given back: the smallest number at the end against the largest after the warm-up. While pages run,
    the number goes up and down."""
    first, last = ends(samples, seconds)
    return max(0, min(last) - max(first))


def judge(measured, samples, connections, seconds, responses):
    for name, kept in samples.items():
        before, after = growth([(each.at_s, each.resident_kb) for each in kept], seconds)
        measured.add("soak-memory", after / before, name, responses=responses, kB=round(after))
        if after / before - 1 > ALLOWED_GROWTH:
            measured.fail(f"{name} grew by {after / before - 1:.1%} to {after / 1000:.1f} MB; {ALLOWED_GROWTH:.0%} is allowed")
        more = leaked([(each.at_s, each.descriptors) for each in kept], seconds)
        measured.add("soak-descriptors", more, name, open=kept[-1].descriptors)
        if more:
            measured.fail(f"{name} has {more} more descriptors than after the warm-up")
    more = leaked(connections, seconds)
    measured.add("soak-connections", more, open=connections[-1][1])
    if more:
        measured.fail(f"there are {more} more database connections than after the warm-up")


def run(seconds):
    stack = running_stack(None, ROOT / "build" / "release", ())
    found = {each.name: program for each in app.PROGRAMS if (program := program_of(stack, each))}
    if app.APP.name not in found:
        raise Failure("the app is not running", "start it with `make run`")
    pages = pages_of(stack.address)
    visitor = document_at(stack.address, "/test/blind.json")["visitors"][0]["headers"]
    print(f"Soak: {len(pages)} pages in rounds by {CLIENTS} clients for {seconds} s", flush=True)
    measured = Measured("make soak")
    try:
        with Clients(stack.address, pages, visitor) as clients:
            samples, connections = watch(stack, found, seconds, clients)
    except OSError as error:
        raise Failure(f"a watched program ended: {error}", "its log has the reason", stack.log / "app.log") from error
    for page, problem in sorted(clients.problems.items()):
        if page != "GET /no-such-page/":
            measured.fail(f"{page}: {problem}")
    for name, program in found.items():
        if program_of(stack, next(each for each in app.PROGRAMS if each.name == name)) != program:
            measured.fail(f"{name} was restarted in the meantime")
    if clients.responses < len(pages):
        measured.fail(f"there were only {clients.responses} responses for {len(pages)} pages; give it more time")
    judge(measured, samples, connections, seconds, clients.responses)
    return measured.report(stack.build, {"seconds": seconds, "clients": CLIENTS, "pages": len(pages)}, quick=seconds < WHOLE_S)
