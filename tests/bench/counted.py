"""Counts one page of one program: starts it under a tool, requests the page through nginx, stops it, and takes the difference of
a run with few requests and one with more."""

import contextlib
import dataclasses
import hashlib
import http.client
import io
import pathlib
import tempfile

import app
import counters
import floor
import part
from console import Failure

# The first requests open connections, prepare queries and fill caches. They are in both runs.
FEW = 10
# More requests are counted without callgrind, under which each takes long.
MANY = {"callgrind": 30, "strace": 110}
# Under callgrind a slow page takes about a second.
REQUEST_TIMEOUT_S = 120


@dataclasses.dataclass(frozen=True)
class Program:
    """What is counted: the app as the local stack runs it, or the floor. One thread serves all requests, so that each request
    finds the same state."""
    name: str
    command: object  # stack -> list of words

    def environment(self, stack):
        return {**app.environment(stack), "CASELOAD_SERVER_LISTEN": str(stack.socket("app")), "CASELOAD_SERVER_THREADS": "1",
                **counters.PINNED, **counters.ALLOCATOR}


APP = Program("app", lambda stack: [stack.build / stack.app, "--config", app.CONFIGURATION])
FLOOR = Program("floor", lambda stack: floor.command(stack, threads=1))


@dataclasses.dataclass
class Counted:
    """Of one request. None: not counted, because the tool is missing."""
    instructions: float | None = None
    operator_new_calls: float | None = None
    allocations: float | None = None
    allocated_bytes: float | None = None
    system_calls: float | None = None
    steady_system_calls: float | None = None  # of them those whose number doesn't depend on other load
    profile: object = None  # a callgrind.Profile
    by_system_call: dict = dataclasses.field(default_factory=dict)
    cpu_variants: tuple = ()


class Visitor:
    """Requests the page as its entry in pages.toml says and checks every response."""

    def __init__(self, stack, page, checks_evidence):
        self.connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=REQUEST_TIMEOUT_S)
        self.page = page
        self.expected = page["expect"] if checks_evidence else {}
        self.headers = {"Accept": "text/html", "Accept-Encoding": "identity"}
        self.tag = None
        self.body = None

    def get(self):
        headers = {**self.headers, **({"If-None-Match": self.tag} if self.tag else {})}
        self.connection.request("GET", self.page["target"], headers=headers)
        response = self.connection.getresponse()
        return response, response.read()

    def first(self):
        """Returns "" if the page responds, otherwise the reason."""
        try:
            response, _ = self.get()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            return str(error)
        if response.status != 200:
            return f"{self.page['target']} returns {response.status}"
        if self.page.get("revisit"):
            self.tag = response.getheader("ETag")
            if not self.tag:
                raise Failure(f"{self.page['target']} has no ETag", "an unchanged page can't be counted without one")
        return ""

    def repeat(self, times):
        for number in range(times):
            response, body = self.get()
            wanted = 304 if self.tag else 200
            if response.status != wanted:
                raise Failure(f"{self.page['target']} returns {response.status}, not {wanted}, at request {number + 2}")
            if number == 0:
                continue  # the second request may still fill a cache
            counts = counts_in(response.getheader("Evidence") or "")
            if found := {key: counts.get(key) for key, value in self.expected.items() if counts.get(key) != value}:
                raise Failure(f"{self.page['target']} has the evidence {found} instead of {self.expected}")
            digest = hashlib.sha256(body).hexdigest()
            if digest != (self.body or digest):
                raise Failure(f"the responses of {self.page['target']} differ, so their counts can't be compared")
            self.body = digest


def counts_in(evidence):
    pairs = (entry.split("=", 1) for entry in evidence.split(", ") if "=" in entry)
    return {key: int(value) for key, value in pairs if value.isdigit()}


@contextlib.contextmanager
def running(stack, program, tool, result, visitor):
    run = part.Part(name=f"counted-{program.name}", command=lambda own: [*counters.prefix(tool, result), *program.command(own)],
                    env=program.environment, ready=lambda own: visitor.first(), start_within_s=120.0, patience_s=60.0)
    part.take_down(stack, run)  # of an interrupted command
    part.log_file(stack, run).unlink(missing_ok=True)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it is started dozens of times
            part.bring_up(stack, run)
        yield part.log_file(stack, run)
    finally:
        part.take_down(stack, run)


def one_run(stack, program, tool, page, requests):
    """What the tool wrote, and the program's log."""
    with tempfile.TemporaryDirectory() as folder:
        result = pathlib.Path(folder) / "result"
        visitor = Visitor(stack, page, checks_evidence=program is APP)
        with running(stack, program, tool, result, visitor) as log:
            visitor.repeat(requests)
        text = log.read_text(errors="replace")
        if tool == "callgrind":
            return counters.read_callgrind(result), text
        return (counters.read_system_calls(result.read_text()) if tool == "strace" else None), text


def pair(stack, program, tool, page, many):
    """What the tool wrote and the program's log, for a run with few requests and one with `many`."""
    return [one_run(stack, program, tool, page, requests) for requests in (FEW, many)]


def count(stack, program, page, tools):
    """Counts one page with the tools that work here ("callgrind", "strace", "jemalloc")."""
    counted = Counted()
    if "callgrind" in tools:
        (few, _), (many, _) = pair(stack, program, "callgrind", page, MANY["callgrind"])
        requests = MANY["callgrind"] - FEW
        counted.profile = many.minus(few).divided_by(requests)
        counted.instructions = counted.profile.total
        counted.operator_new_calls = counted.profile.operator_new_calls()
        counted.cpu_variants = tuple(counters.cpu_variants(many))
    if "strace" in tools or "jemalloc" in tools:
        requests = MANY["strace"] - FEW
        (few, few_log), (many, many_log) = pair(stack, program, "strace" if "strace" in tools else "", page, MANY["strace"])
        if "strace" in tools:
            counted.system_calls = (many[0].total() - few[0].total()) / requests
            counted.by_system_call = {name: (calls - few[1][name]) / requests for name, calls in many[1].items() if calls != few[1][name]}
            counted.steady_system_calls = sum(counted.by_system_call.values())
        if "jemalloc" in tools:
            before, after = counters.read_allocations(few_log), counters.read_allocations(many_log)
            counted.allocations, counted.allocated_bytes = ((more - less) / requests for less, more in zip(before, after))
    return counted
