"""Saves what every page, variant and endpoint of a running app sends, and compares two such folders.

  python3 tools/responses save http://127.0.0.1:8080 FOLDER
  python3 tools/responses compare BEFORE AFTER

A redesign must not change what is sent. `save` writes one file per request: its status, headers and body. `compare`
reports every request whose status, header names or body differ; of HTML pages it says whether the tags are equal and
only texts differ, and of JSON which paths differ. It exits with 1 when a variant's page differs in any byte, or when a
request exists in one folder only."""

from __future__ import annotations

import html.parser
import http.client
import json
import pathlib
import re
import sys
import urllib.parse
from typing import Any, Iterator

# Headers whose values change with each request; only their presence is compared.
VOLATILE = {"date", "x-request-id", "server-timing", "evidence", "etag", "last-modified", "expires", "content-length", "location"}
# Request ids, job numbers, and the state of nginx's cache.
ONE_TIME = re.compile(rb"[0-9a-f]{32}|(?<=/jobs/x1/)\d+|(?<=/jobs/x4/)\d+|(?<=fwd=)[a-z-]+")
VOLATILE_PATH = re.compile(r"\.(request_id|id|created_at|due_in_s|before|commit|body_sha256)$|\.(evidence)\.[a-z-]+$")
LADDER = {"integer": lambda knob: sorted({knob["minimum"], 2, 10, knob["initial"], *knob.get("ladder", [])[:3]})}


def requests(catalogue: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """(name, method, target, headers)"""
    for target in ("/", "/catalogue.json", "/healthz", "/readyz", "/version", "/robots.txt", "/api/examples/", "/cases/",
                   "/nowhere", "/cases/nowhere/", "/cases/nowhere/slow", "/jobs/x1/0", "/jobs/x9/1", "/evidence/nothing",
                   "/api/examples/optimized/", "/api/examples/expensive/", "/favicon.ico", "/static/site.css", "/a//b", "/%2e%2e/"):
        yield "page", "GET", target, {}
        yield "json", "GET", target, {"Accept": "application/json"}
        yield "head", "HEAD", target, {}
        yield "post", "POST", target, {}
    for case in catalogue["cases"]:
        slug = case["slug"]
        for query in queries(case):
            yield "page", "GET", f"/cases/{slug}/{query}", {}
            for variant in case["variants"]:
                method = variant["method"]
                yield "variant", method, variant["path"] + query, {}
                yield "variant-json", method, variant["path"] + query, {"Accept": "application/json"}
                if variant.get("floor"):
                    yield "variant", "GET", variant["floor"] + query, {}
        writes = any(variant["method"] == "POST" for variant in case["variants"])
        for query in list(queries(case))[:2]:
            joined = query + ("&" if query else "?") + "run=1"
            yield "run", "POST" if writes else "GET", f"/cases/{slug}/{joined}", {}
            yield "part", "POST" if writes else "GET", f"/cases/{slug}/{joined}&part=results", {}
            yield "examples", "POST" if writes else "GET", f"/api/examples/{slug}/{query}", {}
        for bad in ("?n=abc", "?n=0", "?n=99999999", "?dataset=x9", "?page=0", "?no=such", "?n=1&n=2"):
            yield "bad", case["variants"][0]["method"], case["variants"][0]["path"] + bad, {}
            yield "bad-json", case["variants"][0]["method"], case["variants"][0]["path"] + bad, {"Accept": "application/json"}
        other = "GET" if case["variants"][0]["method"] == "POST" else "POST"
        yield "bad", other, case["variants"][0]["path"], {}
        yield "bad", "DELETE", f"/cases/{slug}/", {}


def queries(case: dict[str, Any]) -> Iterator[str]:
    yield ""
    for knob in case["knobs"]:
        if knob["kind"] == "integer":
            for value in LADDER["integer"](knob):
                yield f"?{knob['name']}={value}"
    if any(knob["kind"] == "dataset" for knob in case["knobs"]):
        yield "?dataset=x4"


def save(base: str, folder: pathlib.Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    address = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port or 80, timeout=120)
    catalogue = json.loads(sent(connection, "GET", "/catalogue.json", {})[2])
    cookie = visitor(connection, catalogue["cases"][0]["slug"])
    count = 0
    for name, method, target, headers in requests(catalogue):
        sent_with = {**headers, "Cookie": cookie} if cookie and name.startswith(("variant", "run", "part", "examples")) else dict(headers)
        if method == "POST":
            sent_with["Origin"] = base.rstrip("/")
        status, sent_headers, body = sent(connection, method, target, sent_with)
        file = folder / (re.sub(r"[^A-Za-z0-9.=_-]+", "_", f"{name} {method} {target}").strip("_") + ".txt")
        head = "".join(f"{key}: {'*' if key in VOLATILE else value}\n" for key, value in sorted(sent_headers.items()))
        file.write_bytes(f"{name} {method} {target}\n{status}\n{head}\n".encode() + body)
        count += 1
    print(f"{count} responses saved in {folder}")
    return 0


def visitor(connection: http.client.HTTPConnection, slug: str) -> str:
    """The cookie of the demo customer that a case page signs in."""
    for name, value in sent(connection, "GET", f"/cases/{slug}/", {}, every=True)[1]:
        if name.lower() == "set-cookie":
            return value.partition(";")[0]
    return ""


def sent(connection: http.client.HTTPConnection, method: str, target: str, headers: dict[str, str], every: bool = False) -> Any:
    connection.request(method, target, headers=headers)
    response = connection.getresponse()
    body = response.read()
    listed = response.getheaders()
    return response.status, listed if every else {key.lower(): value for key, value in listed}, body


class Skeleton(html.parser.HTMLParser):
    """The tags of a page with their attributes, without texts. For a page that shows measurements, only the tags and their
    classes."""

    def __init__(self, measured: bool) -> None:
        super().__init__()
        self.measured = measured
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = [dict(attrs).get("class")] if self.measured else sorted(attrs)
        text = f"<{tag} {shown}>"
        if not self.measured or text not in self.tags:
            self.tags.append(text)

    def handle_endtag(self, tag: str) -> None:
        if not self.measured:
            self.tags.append(f"</{tag}>")


def differing_paths(before: Any, after: Any, path: str = "") -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            if key not in before:
                yield f"{path}.{key} (new)"
            elif key not in after:
                yield f"{path}.{key} (missing)"
            else:
                yield from differing_paths(before[key], after[key], f"{path}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after)):
            yield from differing_paths(one, other, f"{path}[{number}]")
    elif before != after and not (VOLATILE_PATH.search(path) and type(before) is type(after)):
        yield path or "."


def compare(before: pathlib.Path, after: pathlib.Path) -> int:
    failed = differing = 0
    names = {file.name for file in before.iterdir()}, {file.name for file in after.iterdir()}
    for name in sorted(names[0] ^ names[1]):
        print(f"only in {before if name in names[0] else after}: {name}")
        failed += 1
    for name in sorted(names[0] & names[1]):
        one, other = (folder / name for folder in (before, after))
        (head, body), (new_head, new_body) = (ONE_TIME.sub(b"*", file.read_bytes()).split(b"\n\n", 1) for file in (one, other))
        if head == new_head and body == new_body:
            continue
        request = head.split(b"\n", 1)[0].decode()
        notes = []
        if head != new_head:
            notes.append(f"head: {sorted(set(head.decode().splitlines()) ^ set(new_head.decode().splitlines()))}")
        if body != new_body:
            notes += body_notes(head.decode(), body, new_body)
        if not notes:
            continue
        differing += 1
        fatal = name.startswith("variant")
        failed += fatal
        print(f"{'DIFFERS' if fatal else 'differs'}  {request}\n    " + "\n    ".join(notes))
    print(f"{len(names[0] & names[1])} compared, {differing} differ, {failed} failures")
    return 1 if failed else 0


def body_notes(head: str, before: bytes, after: bytes) -> list[str]:
    """The differences, ignoring what changes with each request."""
    if re.search(r"content-type: application/([a-z]+\+)?json", head) and before and after:
        paths = list(differing_paths(json.loads(before), json.loads(after)))
        return [f"JSON paths: {', '.join(paths[:20])}{' ...' if len(paths) > 20 else ''}"] if paths else []
    if "text/html" in head:
        skeletons = []
        for text in (before, after):
            skeleton = Skeleton(measured=head.startswith(("run", "part")))
            skeleton.feed(text.decode("utf-8", "replace"))
            skeletons.append(skeleton.tags)
        if skeletons[0] == skeletons[1]:
            return [] if head.startswith(("run", "part")) else ["texts only"]
        odd = [pair for pair in zip(*skeletons) if pair[0] != pair[1]]
        return [f"tags differ ({len(skeletons[0])} and {len(skeletons[1])}), first: {odd[0] if odd else 'at the end'}"]
    return [f"body: {len(before)} and {len(after)} bytes"]


def main() -> int:
    match sys.argv[1:]:
        case ["save", base, folder]:
            return save(base, pathlib.Path(folder))
        case ["compare", before, after]:
            return compare(pathlib.Path(before), pathlib.Path(after))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
