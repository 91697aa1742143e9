"""What our program must keep to beside speed: fairness, the memory of an export and of the programs, the first byte, the start, and how
long seeding takes. Each is measured on the stack of the bench, with the app that served its pages."""

import dataclasses
import http.client
import os
import pathlib
import re
import subprocess
import time

import app
import contents
import contestants
import generator
import mariadb
import nginx
import part
import processes
import seeding
from caseload_runs.statistics import median
from console import Failure, Step
from layout import ROOT

CLIENTS_PER_THREAD = 4
EXPORT = "/cases/streaming-response/fast"
JOBS = 20
JOBS_WITHIN_S = 120.0
START_WITHIN_S = 30.0
ALL_SIZES = ("x1", "x4", "x16")
KB = 1024  # of /proc/pid/status


def program_of(stack, run):
    """The pid of the program itself, not of its keeper."""
    for pid in processes.members(processes.recorded(part.pid_file(stack, run))):
        try:
            if pathlib.Path(f"/proc/{pid}/exe").resolve().name.startswith("caseload"):
                return pid
        except OSError:
            continue
    raise Failure(f"{run.name} is not running", log=part.log_file(stack, run))


def memory_of(pid, name):
    """VmRSS or VmHWM, its peak, in bytes (proc(5))."""
    match = re.search(rf"^{name}:\s*(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(match.group(1)) * KB


# ---- fairness

def threads_of_the_app():
    match = re.search(r"^(?:# )?threads = (\d+)", app.CONFIGURATION.read_text(), re.MULTILINE)
    if not match:
        raise Failure(f"{app.CONFIGURATION.name} has no line for server.threads")
    return int(os.environ.get("CASELOAD_SERVER_THREADS", match.group(1)))


def fairness(ours, page, settings):
    """Several times more clients than threads: who is served, and who waits."""
    threads = threads_of_the_app()
    clients, rounds = CLIENTS_PER_THREAD * threads, []
    with Step("fairness") as step:
        for number in range(settings["rounds"]):
            step.note(f"round {number + 1} of {settings['rounds']}: {clients} clients")
            report = generator.load_by_client(ours.url(page), clients, settings["slot_s"])
            generator.check(report, f"{page} with {clients} clients")
            if report["least"] < 0 or report["most"] < 1:
                raise Failure(f"{page} with {clients} clients: only {report['requests']} requests in {settings['slot_s']} s", "is the machine busy?")
            rounds.append({**{key: report[key] for key in ("requests", "least", "most", "p50_us", "max_us")},
                           "served": round(report["least"] / report["most"], 4), "waited": round(report["max_us"] / report["p50_us"], 3)})
    return {"page": page, "threads": threads, "clients": clients, "rounds": rounds}


# ---- the export

def first_byte_us(url):
    """(microseconds to the first byte of the body, bytes of the body)"""
    address, _, target = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(address, timeout=300)
    connection.connect()
    began = time.monotonic()
    connection.request("GET", f"/{target}", headers={"Accept": "text/html,text/csv", "Accept-Encoding": "identity"})
    response = connection.getresponse()
    read = len(response.read(1))
    first = time.monotonic() - began
    if response.status != 200:
        raise Failure(f"{url} returns {response.status}")
    while piece := response.read(65_536):
        read += len(piece)
    connection.close()
    return 1e6 * first, read


def export(ours, settings):
    """The whole table of x16 as CSV: the app's memory above that of the idle app, and the first byte beside that of a page without work."""
    stack, run = ours.parts["app"]
    pid = program_of(stack, run)
    rows, empty = export_rows(ours), ours.url("trivial")
    url = f"http://127.0.0.1:{ours.port}{EXPORT}?dataset=x16&n="
    rounds = []
    with Step("export") as step:
        first_byte_us(f"{url}1000")
        for number in range(settings["rounds"]):
            step.note(f"round {number + 1} of {settings['rounds']}")
            generator.settle([pid])
            pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak begins anew
            idle = memory_of(pid, "VmRSS")
            first, size = first_byte_us(f"{url}{rows}")
            over_idle = max(0, memory_of(pid, "VmHWM") - idle)
            rounds.append({"bytes": size, "over_idle_bytes": over_idle, "first_byte_us": round(first), "empty_page_us": round(first_byte_us(empty)[0])})
        step.result = f"{rounds[0]['bytes'] / 1e6:.1f} MB"
    return {"target": f"{url}{rows}".partition(str(ours.port))[2], "rounds": rounds}


def export_rows(ours):
    """As many as the page allows, which are all books of x16."""
    cases = contents.fetch_json(f"http://127.0.0.1:{ours.port}/catalogue.json")["cases"]
    knobs = next(case["knobs"] for case in cases if EXPORT.startswith(f"/cases/{case['slug']}/"))
    return next(knob["maximum"] for knob in knobs if knob["name"] == "n")


# ---- memory of the programs

def do_jobs(ours):
    """Queues jobs and waits until the worker has finished them."""
    pages = []
    for _ in range(JOBS):
        status, headers, body = contents.fetch(ours_url(ours, "/cases/background-task/fast"), method="POST")
        if status != 202:
            raise Failure(f"queueing a job returns {status}: {body[:200]!r}")
        pages.append(headers["Location"])
    deadline = time.monotonic() + JOBS_WITHIN_S
    for page in pages:
        while True:
            state = contents.fetch_json(ours_url(ours, page))["state"]
            if state == "done":
                break
            if state == "failed" or time.monotonic() > deadline:
                raise Failure(f"the job {page} is {state}", log=part.log_file(ours.parts["app"][0], app.WORKER))
            time.sleep(0.05)


def ours_url(ours, target):
    return target if target.startswith("http") else f"http://127.0.0.1:{ours.port}{target}"


def memory(base, ours):
    """Resident memory of the app after everything else, and of the worker after some jobs."""
    stack = ours.parts["app"][0]
    worker = dataclasses.replace(app.WORKER, env=lambda own: {**app.WORKER.env(own), **contestants.shared_settings(base)})
    try:
        part.bring_up(stack, worker)
        with Step("memory"):
            do_jobs(ours)
            found = {"app": program_of(*ours.parts["app"]), "worker": program_of(stack, worker)}
            generator.settle(list(found.values()))
            return {name: memory_of(pid, "VmRSS") for name, pid in found.items()}
    finally:
        part.take_down(stack, worker)


# ---- start

def start(base, port, settings):
    """From the start of the program to the end of its first response, which is a page with a query."""
    stack = contestants.own_stack(base, "start", port)
    stack.make_folders()
    target = f"http://127.0.0.1:{port}{contestants.OURS['fast']}"
    part.bring_up(stack, nginx.PART)
    try:
        with Step("start") as step:
            rounds = [start_once(base, stack, target) for _ in range(settings["rounds"])]
            step.result = f"{median(rounds) / 1000:.0f} ms"
        return {"target": contestants.OURS["fast"], "rounds_us": rounds}
    finally:
        part.take_down(stack, nginx.PART)


def start_once(base, stack, target):
    """Without the keeper: nginx returns 502 until the program listens."""
    socket = stack.socket("app")
    socket.unlink(missing_ok=True)
    env = {**os.environ, **app.environment(stack), **contestants.shared_settings(base), "CASELOAD_SERVER_LISTEN": str(socket)}
    with open(stack.log / "start.log", "ab") as log:
        began = time.monotonic()
        process = subprocess.Popen([base.build / base.app, "--config", app.CONFIGURATION], env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while (status := contents.fetch(target)[0]) != 200:
                if status != 502 or process.poll() is not None or time.monotonic() - began > START_WITHIN_S:
                    raise Failure(f"the app did not start: {target} returns {status}", log=stack.log / "start.log")
                time.sleep(0.002)
            return round(1e6 * (time.monotonic() - began))
        finally:
            process.terminate()
            process.wait()


# ---- data

def seed_all(base):
    """Recreates the data of all sizes."""
    began = time.monotonic()
    seeding.bring_up(dataclasses.replace(base, datasets=ALL_SIZES), afresh=True)
    return {"datasets": list(ALL_SIZES), "seconds": round(time.monotonic() - began, 2)}


def seed_missing(base):
    seeding.bring_up(dataclasses.replace(base, datasets=ALL_SIZES))


def has_dataset(base, dataset):
    """As the files below sql/ now describe it."""
    rows = mariadb.query(base, f"SELECT sql_hash FROM caseload_stack.seeded WHERE dataset = '{dataset}'")
    return rows == [[seeding.sql_hash()]]
