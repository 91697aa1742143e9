"""A small service that is not the project's own: serves the fixtures as pages over HTTP, with evidence.

    python3 fake_service.py [--fault NAME] [--cases a,b]      prints its port, then serves until it is killed

Faults, for tests of what a load run makes of them: error, wrong-body, empty, no-catalogue, unequal, loud-fast, quiet-slow, broken-fast, no-evidence, no-blind,
unseen (a case whose label no rule has), busy-documents (every other answer but those of pages is a 503),
dies (after ten pages), refuses (to write, and to hold up work), ends-early (slow pages are errors, and no evidence is kept).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable
from urllib.parse import parse_qs, urlsplit

import support

support.prepare_path()

from fixtures import QUIET_PAGES, SLOW_PAGES
from pages_responses import middleware_slow_floor
from pages_database import n_plus_one, one_query
from recorded import Answer, Asked, Behaviour, observed, read

VISITORS = [{"headers": {"Cookie": "visitor=ann"}}, {"headers": {"Cookie": "visitor=bob"}}]


def variants() -> dict[str, dict[str, tuple[str, Behaviour, dict[str, Any]]]]:
    """By slug and variant: pace, behaviour, options. Only cases that have both paces."""
    cases: dict[str, dict[str, tuple[str, Behaviour, dict[str, Any]]]] = {}
    for name, (_, behaviour, options) in SLOW_PAGES.items():
        slug, _, variant = name.partition("/")
        cases.setdefault(slug, {})[variant] = ("slow", behaviour, options)
    for name, (behaviour, options) in QUIET_PAGES.items():
        slug, slash, variant = name.partition(",")[0].partition("/")
        if slash:
            cases.setdefault(slug, {})[variant] = ("fast", behaviour, options)
    cases["n-plus-one"]["fast"] = ("fast", QUIET_PAGES["one query"][0], {})
    cases["select-related"]["fast"] = ("fast", QUIET_PAGES["one query"][0], {})
    return cases


def negatives() -> dict[str, tuple[Behaviour, dict[str, Any]]]:
    return {name: entry for name, entry in QUIET_PAGES.items() if "/" not in name and name != "one query"}


def knobs_of(options: dict[str, Any]) -> list[dict[str, Any]]:
    knobs: list[dict[str, Any]] = []
    if options.get("size", True):
        knobs.append({"name": "n", "kind": "integer", "help": "", "initial": 20, "minimum": 1, "maximum": 10_240,
                      "ladder": [10, 40, 160, 640]})
    knobs.append({"name": "dataset", "kind": "dataset", "help": "", "initial": "x1", "ladder": ["x1", "x4", "x16"]})
    if options.get("pages"):
        knobs.append({"name": "page", "kind": "integer", "help": "", "initial": 1, "minimum": 1, "maximum": 400, "ladder": []})
    return knobs


def wish_list(asked: Asked) -> Answer:
    """Of no fixture's shape: the friends' wishes by one query, then their prices one by one, seldom the same twice."""
    return Answer(
        [read("select wish, shop from wishes where friend in (?)", rows=asked.n, times=1),
         read("select amount from offers where shop = ? and wish = ?", rows=asked.n - asked.n // 8, times=asked.n - asked.n // 8)],
        items=asked.n,
    )


@dataclass(frozen=True)
class Claim:
    variant: str
    key: str
    formula: str
    expected: Callable[[int], int]  # by n
    when: str = "any"
    on_floor: bool = False

    def declared(self) -> dict[str, Any]:
        return {"variant": self.variant, "key": self.key, "formula": self.formula, "relation": "equals", "when": self.when,
                "warm": self.when != "any", "on_floor": self.on_floor}

    def checked(self, n: int, counts: dict[str, int]) -> dict[str, Any]:
        expected, measured = self.expected(n), counts[self.key]
        return {"key": self.key, "formula": self.formula, "relation": "equals", "expected": expected, "measured": measured,
                "holds": measured == expected}


# No formula can be evaluated by whoever reads it: only the service knows what they are worth.
CLAIMS = {
    "n-plus-one": [Claim("slow", "sql", "books + 1", lambda n: 1 + n), Claim("slow", "tmp-table", "0", lambda n: 0)],
    "middleware": [Claim("slow", "sql-write", "steps that write", lambda n: 1, on_floor=True)],
    "conditional-request": [Claim("fast", "sql", "the version", lambda n: 1, when="revisit"), Claim("slow", "sql", "the version", lambda n: 1, when="revisit")],
    "response-cache": [Claim("nginx", "sql", "none", lambda n: 0, when="warm"), Claim("slow", "sql", "two", lambda n: 2, when="warm")],
}


def claims_checked(truth: Any, on_floor: bool, asked: Asked, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Those of the variant that speak of this request and whose key was counted."""
    return [
        claim.checked(asked.n, counts)
        for claim in CLAIMS.get((truth or {}).get("slug", ""), [])
        if (claim.variant, claim.on_floor) == (truth["variant"], on_floor) and claim.key in counts
        and (claim.when != "revisit" or asked.revalidates)
    ]


class Service:
    def __init__(self, fault: str, only: list[str]) -> None:
        self.fault = fault
        self.cases = {} if fault == "empty" else {slug: entry for slug, entry in variants().items() if not only or slug in only}
        if fault == "no-blind":  # then there is no address to write to either
            for all_variants in self.cases.values():
                all_variants.pop("dropped", None)
        if fault == "loud-fast":
            self.cases["n-plus-one"]["fast"] = ("fast", n_plus_one, {})
        if fault == "quiet-slow":
            self.cases["n-plus-one"]["slow"] = ("slow", one_query, {})
        if fault == "unseen":
            self.cases = {"wish-list": {"slow": ("slow", wish_list, {}), "fast": ("fast", one_query, {})}}
        self.visits: dict[str, int] = {}
        self.evidence: dict[str, dict[str, Any]] = {}
        self.sink_ms = 0
        self.wrote: dict[str, str] = {}  # by page, kind of the last write, until it was asked for
        self.requests = 0
        self.errors = 0
        self.writes: list[str] = []  # kinds, in their order
        self.turned_away: set[str] = set()  # addresses of documents that were busy when they were last asked for
        self.lock = threading.Lock()
        self.pages: dict[str, tuple[str, Behaviour, dict[str, Any], dict[str, str]]] = {}
        for slug, all_variants in self.cases.items():
            for variant, (pace, behaviour, options) in all_variants.items():
                truth = {"slug": slug, "variant": variant, "pace": pace}
                self.pages[f"/cases/{slug}/{variant}"] = (slug, behaviour, options, truth)
        blind = [(slug, behaviour, options, truth) for slug, behaviour, options, truth in self.pages.values()]
        if self.cases and not only:
            blind += [(name, behaviour, options, {"negative": name}) for name, (behaviour, options) in negatives().items()]
        random.shuffle(blind)
        self.blind = {f"/b/{number:04x}": entry for number, entry in enumerate(blind)}

    def catalogue(self) -> dict[str, Any]:
        cases = []
        for slug, all_variants in self.cases.items():
            options = next(iter(all_variants.values()))[2]
            cases.append({
                "slug": slug, "stem": slug.replace("-", "_"), "title": slug.replace("-", " "), "category": "database",
                "knobs": knobs_of(options),
                "variants": [
                    {"name": name, "pace": pace, "method": entry_options.get("method", "GET"), "path": f"/cases/{slug}/{name}",
                     "labels": [{"name": slug, "reason": ""}] if pace == "slow" else [],
                     **({"floor": f"/floor/cases/{slug}/{name}"} if "floor_page" in entry_options else {})}
                    for name, (pace, _, entry_options) in all_variants.items()
                ],
                "claims": [claim.declared() for claim in CLAIMS.get(slug, [])],
                "growth": [],
                **({"unequal_because": "answers are of other kinds"} if slug in ("background-task", "bulk-update") else {}),
            })
        return {"cases": cases}

    def blind_document(self) -> dict[str, Any]:
        pages = []
        for address, (_, _, options, _) in self.blind.items():
            page = {"address": address, "method": options.get("method", "GET"), "knobs": knobs_of(options)}
            if "floor_page" in options:
                page["floor"] = f"/floor{address}"
            pages.append(page)
        return {"pages": pages, "floor": "/test/trivial", "visitors": VISITORS}

    def truth_document(self) -> dict[str, Any]:
        return {address.rpartition("/")[2]: truth for address, (_, _, _, truth) in self.blind.items()}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave together
    service: Service

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def do_GET(self) -> None:
        service = self.service
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        documents = {"/catalogue.json": service.catalogue, "/test/truth.json": service.truth_document}
        if service.fault == "no-catalogue":
            documents.pop("/catalogue.json")
        if service.fault != "no-blind":
            documents["/test/blind.json"] = service.blind_document
        posts = ("/test/sink-delay", "/test/write")
        if service.fault == "busy-documents" and (path in documents or path in posts) and path not in service.turned_away:
            service.turned_away.add(path)
            self.answer(503, b"busy", {"Content-Type": "text/plain", "Retry-After": "0"})
            return
        service.turned_away.discard(path)
        if service.fault == "refuses" and path in posts:
            self.answer(405, b"not here", {"Content-Type": "text/plain"})
        elif path in documents:
            self.answer(200, json.dumps(documents[path]()).encode(), {"Content-Type": "application/json"})
        elif path == "/served":
            self.answer(200, json.dumps({"requests": service.requests, "errors": service.errors}).encode(), {"Content-Type": "application/json"})
        elif path.startswith("/evidence/"):
            found = None if service.fault in ("no-evidence", "ends-early") else service.evidence.pop(path.rpartition("/")[2], None)
            self.answer(200 if found else 404, json.dumps(found or {}).encode(), {"Content-Type": "application/json"})
        elif path == "/test/sink-delay":
            service.sink_ms = int(query["ms"][0])
            self.answer(204, b"", {})
        elif path == "/test/write":
            service.writes.append(query["kind"][0])
            service.wrote = dict.fromkeys(service.visits, query["kind"][0])
            self.answer(204, b"", {})
        elif path == "/test/trivial":
            self.page("floor", lambda _: Answer(body_bytes=300), query)
        elif path.startswith("/floor/"):
            floor_of = service.pages.get(path.removeprefix("/floor"))
            self.page("floor", middleware_slow_floor, query, truth=floor_of[3] if floor_of else None, on_floor=True)
        elif path in service.pages or path in service.blind:
            slug, behaviour, _, truth = service.pages.get(path) or service.blind[path]
            self.page(slug, behaviour, query, path, truth)
        else:
            self.answer(404, b"{}", {"Content-Type": "application/json"})

    def page(self, slug: str, behaviour: Behaviour, query: dict[str, list[str]], path: str = "", truth: Any = None, on_floor: bool = False) -> None:
        service = self.service
        with service.lock:
            service.requests += 1
            number = service.requests
            if service.fault == "dies" and number > 10:
                os._exit(0)
            visit = service.visits.get(path, 0)
            service.visits[path] = visit + 1
            wrote = service.wrote.pop(path, "")
        slow = bool(truth) and truth.get("pace") == "slow" and not on_floor
        if slow and service.fault in ("error", "ends-early") or service.fault == "broken-fast" and truth and truth.get("pace") == "fast":
            with service.lock:
                service.errors += 1
            self.answer(500, b"broken", {"Content-Type": "text/plain"})
            return
        asked = Asked(
            n=int(query.get("n", ["20"])[0]),
            stored=int(query.get("dataset", ["x1"])[0][1:]),
            page=int(query.get("page", ["1"])[0]),
            visit=visit,
            visitor="bob" if "visitor=bob" in (self.headers.get("Cookie") or "") else "ann",
            revalidates="If-None-Match" in self.headers,
            sink_ms=service.sink_ms,
            wrote=wrote,
        )
        answer = behaviour(asked)
        seen = observed(behaviour, asked)
        if slow:
            time.sleep(0.002 + answer.first_byte_us / 1e6 * (1 if service.sink_ms else 0))
        json_wanted = (self.headers.get("Accept") or "").startswith("application/json")
        kind = "application/json" if json_wanted and seen.headers["content-type"].startswith("text/html") else seen.headers["content-type"]
        wrong = service.fault == "wrong-body" and number % 3 == 0 or service.fault == "unequal" and slow
        body = b"" if answer.status == 304 else body_of(slug, answer, asked, kind, seen.body_bytes or 0, wrong)
        request_id = f"{number:032x}"
        headers = {"Content-Type": kind, "X-Request-Id": request_id}
        for name, value in seen.headers.items():
            if name != "content-type":
                headers[name.title()] = value
        if not seen.from_cache:
            counts = {**seen.counts, "bytes": len(body)}
            headers["Evidence"] = ", ".join(f"{key}={value}" for key, value in counts.items())
            if self.headers.get("Probe") == "1":
                service.evidence[request_id] = {
                    "request_id": request_id,
                    "evidence": counts,
                    "digests": [
                        {"text": d.text, "times": d.times, "write": d.write, "distinct": d.distinct, "rows": d.rows, "us": d.us,
                         **({"result_hash": d.result_hash} if d.result_hash else {}),
                         **({} if d.scans is None else {"explain": [{"type": "ALL" if d.scans else "ref"}]})}
                        for d in seen.digests or []
                    ],
                    "blocks": [{"name": b.name, "cached": b.cached, "hash": b.hash} for b in seen.blocks or []],
                    "claims": claims_checked(truth, on_floor, asked, counts),
                }
        self.answer(answer.status, body, headers)

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        says_gzip = headers.pop("Content-Encoding", "") == "gzip"
        if (says_gzip or len(body) > 1_000) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers = gzip.compress(body, 1), {**headers, "Content-Encoding": "gzip"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def body_of(slug: str, answer: Answer, asked: Asked, kind: str, size: int, wrong: bool) -> bytes:
    """The same for all variants of a case: made of what was asked for, with so many entries and about so many bytes."""
    each = (answer.values or answer.items) // answer.items if answer.items else 0
    stamp = hashlib.sha256(f"{slug} {answer.body}".encode()).hexdigest()[:8]
    if wrong:
        stamp = "wrong   "
    if kind == "application/json":
        entries = [{f"f{field}": number for field in range(each)} if answer.values else number for number in range(answer.items)]
        return json.dumps({"case": stamp, "entries": entries}).encode()
    if kind.startswith("text/csv"):
        return f"{stamp},{'x' * 70}\n".encode() * answer.items
    link = f'<a rel="next" href="?page={asked.page + 1}">next</a>' if slug == "pagination" and asked.page < 400 else ""
    text = f"<!DOCTYPE html><title>{stamp}</title>{link}<ul>" + "<li>a line" * answer.items + "</ul>"
    return text.ljust(size, " ").encode()


def serve(fault: str = "", only: list[str] | None = None) -> ThreadingHTTPServer:
    """Bound and ready, on a free port of loopback; the caller runs it."""

    class Bound(Handler):
        service = Service(fault, only or [])

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exc_info()[1], ConnectionError):  # a client that is gone is no fault of the service
                super().handle_error(request, client_address)

        request_queue_size = 256

    return Server(("127.0.0.1", 0), Bound)


def end_with_parent() -> None:
    """Whoever started this holds the other end of its input; when that is gone, so is the need for this."""
    sys.stdin.read()
    os._exit(0)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--fault", default="")
    options.add_argument("--cases", default="")
    given = options.parse_args()
    server = serve(given.fault, [slug for slug in given.cases.split(",") if slug])
    print(server.server_port, flush=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
