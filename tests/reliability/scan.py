"""`make scan`: sqlmap on each distinct parser of a parameter and wapiti on everything that is served, on servers of its own. What neither
of them can find is no result: each also has to find what is wrong with a server that is vulnerable on purpose, with the same options."""

import collections
import concurrent.futures
import functools
import json
import os
import pathlib
import shutil
import tempfile
import time

import environment
import lifecycle
import nginx
import seeding
import sqlmap_scan
import vulnerable
import wapiti_scan
from console import Failure
from faults import PublicStack
from layout import ROOT
from measured import Measured
from scan_pages import Service, Sources
from scan_points import points_of
from sqlmap_scan import Scanned, judged

PARTS = ["sqlmap", "wapiti"]
LIMIT_S = {True: 600, False: 3600}  # for everything, by quick
AT_ONCE = 2
DATASETS = ("x1", "x4", "x16")  # all, because a page on a dataset that is missing responds 503, as a limit does
# Modules that look at what was collected and may send nothing.
WITHOUT_REQUESTS = ("cookieflags", "csrf", "htaccess")


class Scan:
    def __init__(self, stack, address, folder, quick):
        self.stack, self.control, self.folder, self.quick = stack, address, folder, quick
        self.service = Service(stack.port)
        self.address = stack.address.rstrip("/")
        self.ends_at = time.monotonic() + LIMIT_S[quick]
        self.environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}

    def statuses(self, agent, host_of=None):
        """{status: number} of the requests with this agent, from nginx's log. An agent that is an attack itself counts too, and so do the
        requests like `host_of` that nginx refused while it read the header Host: it knows no agent of them."""
        time.sleep(1)  # nginx writes its log five times a second
        found = collections.Counter()
        with open(self.stack.log / "access.log", "rb") as log:
            log.seek(self.log_begins)
            for line in log:
                if not line.endswith(b"\n"):  # half of a line that is being written
                    break
                if agent.encode() in line or (b'"() {' in line and agent.endswith("shellshock")):
                    found[json.loads(line.decode("utf-8", "replace"))["status"]] += 1
                elif host_of and b'"agent":""' in line:
                    entry = json.loads(line.decode("utf-8", "replace"))
                    if (entry["method"], entry["target"], entry["status"]) == (host_of.method, host_of.target, 400):
                        found[400] += 1
        return found

    @functools.cached_property
    def log_begins(self):
        return (self.stack.log / "access.log").stat().st_size

    def in_parallel(self, tasks):
        """[function of no arguments] -> [Scanned], in the same order; those that could not begin in time say so."""
        def begin(task):
            return task() if time.monotonic() < self.ends_at else Scanned("", why_not="the time was up")

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                return list(pool.map(begin, tasks))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # after Ctrl-C nothing more begins
                raise


def sqlmap_measure(scan, measured):
    points = points_of(scan.service)
    controls = sqlmap_scan.controls()

    def one(number, point, address):
        agent = f"scan-sqlmap-{number:03}"
        scanned = sqlmap_scan.scan(point, address, scan.folder / f"sqlmap-{number:03}", agent, scan.quick, scan.environment)
        if address == scan.address:
            judged(scanned, scan.statuses(agent, point.request if sqlmap_scan.is_host(point) else None))
        print(f"  sqlmap {point}: {scanned.requests} requests, {scanned.why_not or f'{len(scanned.findings)} findings'}", flush=True)
        return scanned

    tasks = [functools.partial(one, number, point, scan.control if point in controls else scan.address) for number, point in enumerate([*points, *controls])]
    results = scan.in_parallel(tasks)
    found, proofs = results[:len(points)], results[len(points):]
    blind = {point.place for point, proof in zip(controls, proofs) if not proof.findings}
    for place in sorted(blind):
        measured.fail(f"sqlmap did not find the vulnerable query ({place}), so it would find nothing else")
    for place in sorted({point.place for point in points} - blind):
        of_place = [(point, scanned) for point, scanned in zip(points, found) if point.place == place]
        record(measured, "sqlmap", place, [scanned for _, scanned in of_place], parsers=len(of_place))
    measured.leave_out("sqlmap", "its set-up found nothing in a vulnerable server")
    annotate(measured, "sqlmap", f"sqlmap {environment.package('sqlmap')}, with the payloads for MySQL and MariaDB. Of each place it found a query that "
                                 "is vulnerable on purpose.")


def record(measured, target, name, scanned, **counted):
    """What was not measured is no result, and fails the command as a finding does."""
    for each in scanned:
        if each.why_not:
            measured.fail(f"{target} {each.name or name} was not measured: {each.why_not}")
        for finding in each.findings:
            measured.fail(f"{target} {each.name or name}: {finding}")
    done = [each for each in scanned if not each.why_not]
    if len(done) == len(scanned):
        measured.add(target, sum(len(each.findings) for each in done), name, **counted, requests=sum(each.requests for each in done))


def annotate(measured, target, text):
    if "results" in measured.found[target]:
        measured.note(target, text)


def wapiti_measure(scan, measured):
    routes = Sources().routes()
    starts = [*(route.pattern for route in routes if ":" not in route.pattern and route.methods != "write"), "/docs/"]
    # A quick run has no time for files: the pages of cases have the parameters.
    base = f"{scan.address}/cases" if scan.quick else scan.address
    starts = [f"/{case['slug']}/" for case in scan.service.catalogue()] if scan.quick else starts
    pages, vulnerable_pages = scan.folder / "pages", scan.folder / "vulnerable"
    count, why_not = wapiti_scan.crawl(base, pages, "scan-wapiti-crawl", scan.quick, starts, scan.environment)
    collected = scan.statuses("scan-wapiti-crawl")
    if why_not := judged(Scanned("", why_not=why_not), collected).why_not:
        measured.leave_out("wapiti", why_not)
        measured.fail(f"wapiti could not collect the pages: {why_not}")
        return
    wapiti_scan.crawl(scan.control, vulnerable_pages, "scan", scan.quick, [], scan.environment)
    kept = wapiti_scan.keep_one_of_each(pages, routes)
    print(f"  wapiti collected {count:,} addresses and forms with {sum(collected.values()):,} requests; {kept:,} of them differ in more than values", flush=True)

    def one(module, address, source):
        agent = f"scan-wapiti-{module}"
        scanned = wapiti_scan.attack(module, address, source, scan.folder / f"{source.name}-{module}", agent, scan.quick, scan.control, scan.environment)
        if source is pages:
            limits(scanned, scan.statuses(agent))
            print(f"  wapiti {module}: {scanned.requests:,} requests, {scanned.why_not or f'{len(scanned.findings)} findings'}", flush=True)
        return scanned

    modules = wapiti_scan.MODULES
    tasks = [functools.partial(one, module, scan.control, vulnerable_pages) for module in modules]
    tasks += [functools.partial(one, module, base, pages) for module in modules]
    results = scan.in_parallel(tasks)
    reasons = {}
    for module, proof, scanned in zip(modules, results, results[len(modules):]):
        if not any(wapiti_scan.PROOF.get(module, "") in finding for finding in proof.findings):
            measured.fail(f"wapiti's module {module} found nothing on a vulnerable server: {proof.why_not or 'no finding'}")
            continue
        for finding in list(scanned.findings):
            if reason := wapiti_scan.accepted(scan.service, pages, finding):
                reasons[reason] = finding
                scanned.findings.remove(finding)
        record(measured, "wapiti", module, [scanned], addresses=kept)
    measured.leave_out("wapiti", "its set-up found nothing in a vulnerable server")
    not_counted = "".join(f" Not counted: {finding.split(': curl')[0]}, because {reason}." for reason, finding in reasons.items())
    annotate(measured, "wapiti", f"wapiti {environment.package('wapiti')} collected {count:,} addresses and forms. Of those that differ in values alone, one was "
                                 f"attacked. Each module found what is wrong with a server that is vulnerable on purpose.{not_counted}{cut_short(results)}")


def cut_short(results):
    cut = sorted({each.name for each in results if each.is_cut})
    return f" A quick run had no time for all pages: {', '.join(cut)}." if cut else ""


def limits(scanned, statuses):
    """A limit that refused requests hides findings, and a module that sent nothing has not looked."""
    scanned.requests = sum(statuses.values())
    refused = sum(statuses[status] for status in (429, 503))
    if not scanned.why_not and not scanned.findings:
        if refused:
            scanned.why_not = f"{refused} of {scanned.requests} requests were refused by a limit"
        elif not scanned.requests and scanned.name not in WITHOUT_REQUESTS:
            scanned.why_not = "it sent no request"


MEASURE = {"sqlmap": sqlmap_measure, "wapiti": wapiti_measure}


def run(build, quick, only, port):
    chosen = only or PARTS
    if unknown := set(chosen) - set(PARTS):
        raise Failure(f"there is no part {', '.join(sorted(unknown))}", f"there are {', '.join(PARTS)}")
    for program in chosen:
        if shutil.which(program) is None:
            raise Failure(f"{program} is not installed", "`tools/deps.sh scan` installs it")
    measured = Measured("make scan")
    # A scanner that gives a page up after its time limit sends the next request while the application still works on that page.
    os.environ["CASELOAD_APP_MAX_SLOW_RUNNING"] = "1000"
    stack = PublicStack(ROOT / "var" / "scan", port or nginx.free_port(), build, DATASETS, for_class=True)
    with lifecycle.exclusive(stack), tempfile.TemporaryDirectory() as folder:
        try:
            lifecycle.stop(stack)
            lifecycle.up(stack)
            with vulnerable.running(port + 1 if port else 0, stack.socket("mariadb"), seeding.USER) as address:
                scan = Scan(stack, address, pathlib.Path(folder), quick)
                print(f"Scanning {scan.address}, from byte {scan.log_begins:,} of its log on", flush=True)
                for part in chosen:
                    print(f"\n{part}", flush=True)
                    MEASURE[part](scan, measured)
        finally:
            lifecycle.stop(stack)
            shutil.rmtree(stack.var / "nginx" / "cache", ignore_errors=True)
    return measured.report(build, {"at_once": AT_ONCE, "datasets": ", ".join(DATASETS)}, quick=quick, is_whole=not only)
