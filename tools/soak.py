#!/usr/bin/python3
"""`make soak`: requests all pages of the catalogue in rounds, through nginx, and watches the resident memory of the app
and the worker. It counts as flat if it grows by at most 5 % after the warm-up."""

import argparse
import http.client
import itertools
import json
import pathlib
import statistics
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "stack"))

import app
import part
import processes
from console import Failure, exit_status
from layout import ROOT, running_stack

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


def resident_kb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise OSError(f"process {pid} has no VmRSS")


def watch(found, seconds, clients):
    """Returns {part name: [(time, kB)]}; prints a line every minute."""
    samples = {name: [] for name in found}
    began = time.monotonic()
    reported = 0.0
    while (passed := time.monotonic() - began) < seconds:
        for name, (pid, _) in found.items():
            samples[name].append((passed, resident_kb(pid)))
        if passed - reported >= REPORT_EVERY_S:
            reported = passed
            sizes = ", ".join(f"{name} {kept[-1][1] / 1000:.1f} MB" for name, kept in samples.items())
            print(f"  {passed / 60:4.0f} min  {clients.responses} responses  {sizes}", flush=True)
        time.sleep(SAMPLE_EVERY_S)
    return samples


def growth(samples, seconds):
    """(kB after the warm-up, kB at the end), both medians."""
    warm = seconds * WARM_UP
    edge = (seconds - warm) * EDGE
    first = [kb for at, kb in samples if warm <= at < warm + edge]
    last = [kb for at, kb in samples if at >= seconds - edge]
    if not first or not last:
        raise Failure("the time is too short for a result", "use at least 20 seconds")
    return statistics.median(first), statistics.median(last)


def run(stack, seconds):
    found = {each.name: program for each in app.PROGRAMS if (program := program_of(stack, each))}
    if app.APP.name not in found:
        raise Failure("the app is not running", "start it with `make run`")
    pages = pages_of(stack.address)
    visitor = document_at(stack.address, "/test/blind.json")["visitors"][0]["headers"]
    print(f"Soak: {len(pages)} pages in rounds by {CLIENTS} clients for {seconds} s", flush=True)
    try:
        with Clients(stack.address, pages, visitor) as clients:
            samples = watch(found, seconds, clients)
    except OSError as error:
        raise Failure(f"a watched program ended: {error}", "its log has the reason", stack.log / "app.log") from error
    bad = [f"{page}: {problem}" for page, problem in sorted(clients.problems.items()) if page != "GET /no-such-page/"]
    for name, program in found.items():
        if program_of(stack, next(each for each in app.PROGRAMS if each.name == name)) != program:
            bad.append(f"{name} was restarted in the meantime")
    if clients.responses < len(pages):
        bad.append(f"there were only {clients.responses} responses for {len(pages)} pages; give it more time")
    for name, kept in samples.items():
        before, after = growth(kept, seconds)
        change = after / before - 1
        print(f"  {name}: {before / 1000:.1f} MB after the warm-up, {after / 1000:.1f} MB at the end ({change:+.1%})")
        if change > ALLOWED_GROWTH:
            bad.append(f"{name} grew by {change:.1%}; {ALLOWED_GROWTH:.0%} is allowed")
    for problem in bad:
        print(f"  {problem}")
    print(f"{clients.responses} responses: {'FAILED' if bad else 'resident memory is flat'}")
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(prog="soak", description="Requests all pages in rounds and watches the memory of app and worker.")
    parser.add_argument("--seconds", type=int, default=600)
    return run(running_stack(None, ROOT / "build" / "release", ()), parser.parse_args().seconds)


if __name__ == "__main__":
    sys.exit(exit_status(main))
