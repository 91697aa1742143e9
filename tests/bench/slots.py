"""One slot of `make bench`: one page of one program under load for a few seconds."""

import concurrent.futures
import math
import time

import contents
import contestants
import generator
import results
from console import Failure, Step
from contestants import CONNECTIONS


def warm_up(found, headers):
    """Every program has served every page on as many connections as will be measured. Returns the time that one request on each
    connection took, in seconds."""
    paces = {}
    with Step("warm up") as step, concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as clients:
        for (name, page), own in headers.items():
            step.note(f"{name}: {page}")
            url = found[name].url(page)
            contents.fetch(url, own)  # fills caches, once
            for _ in range(2):
                began = time.monotonic()
                list(clients.map(lambda _, url=url, own=own: contents.fetch(url, own), range(CONNECTIONS)))
                paces[name, page] = time.monotonic() - began
    return paces


def measure(stack, contestant, page, headers, settings, pace):
    """A slot is long enough for at least one request on each connection, on a busy machine too."""
    groups = contestants.cpu_groups(stack, contestant)
    every = [pid for pids in groups.values() for pid in pids]
    url, seconds = contestant.url(page), max(settings["slot_s"], math.ceil(2 * pace))
    for seconds in (seconds, 4 * seconds, 16 * seconds):
        generator.settle(every)
        contents.fetch(url, headers)  # fills what expired meanwhile
        before = {group: generator.cpu_seconds(pids) for group, pids in groups.items()}
        report = generator.load(url, CONNECTIONS, seconds, headers)
        spent = {group: generator.cpu_seconds(pids) - before[group] for group, pids in groups.items()}
        generator.settle(every)
        generator.check(report, f"{contestant.name}, {page}")
        if report["requests"] >= CONNECTIONS:
            return results.slot(report, spent)
    raise Failure(f"{contestant.name}, {page}: only {report['requests']} requests in {seconds} s", "is the machine busy?")
