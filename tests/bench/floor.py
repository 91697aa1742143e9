"""The floor program (floor.cpp, floor_pages.cpp): how it is started, and the check that it runs the app's queries and sends the app's bytes."""

import http.client
import json
import re
import subprocess
import time

from console import Failure

ROWS = "@ROWS@"
ROW = "    <tr><td>"
TRACE_WITHIN_S = 10.0


def frame_file(stack):
    return stack.var / "floor-page.html"


def command(stack, threads, base=None):
    """`base`: the stack of the database and the frame, if it is another one."""
    base = base or stack
    return [stack.build / "floor", stack.socket("app"), base.socket("mariadb"), threads, frame_file(base)]


def fetch(stack, target, **headers):
    """(body, headers), through nginx."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60)
    connection.request("GET", target, headers={"Accept": "text/html", "Accept-Encoding": "identity", **headers})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise Failure(f"{target} returns {response.status}: {body[:200]!r}")
    return body, response.headers


def trace_of(stack, request):
    """It may be kept only a moment after the last byte of the response."""
    deadline = time.monotonic() + TRACE_WITHIN_S
    while True:
        try:
            return json.loads(fetch(stack, f"/evidence/{request}")[0])
        except Failure:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def frame_of(page):
    """The page without its rows."""
    first, last = page.find(ROW), page.rfind("</tr>\n") + len("</tr>\n")
    if not 0 <= first < last:
        raise Failure("the page of n-plus-one has no rows as the floor writes them", "adapt ROW and tests/bench/floor_pages.cpp to its template")
    return page[:first] + ROWS + page[last:]


def learn(stack, pages, base=None):
    """Asks the running app for what the floor must match: {target: body}, and its queries. Writes the floor's frame."""
    bodies, queries = {}, set()
    for page in pages:
        body, headers = fetch(stack, page["target"], Probe="1")
        bodies[page["target"]] = body
        if page["expect"]["sql"]:
            queries |= {each["text"].lower() for each in trace_of(stack, headers["X-Request-Id"])["digests"]}
        if ROW in body.decode():
            frame_file(base or stack).write_text(frame_of(body.decode()))
    return bodies, queries


def plain(query):
    """As the app's digests are written, but all in lower case."""
    return re.sub(r"'[^']*'", "?", " ".join(query.lower().split()))


def check_queries(stack, queries):
    own = subprocess.run([stack.build / "floor"], capture_output=True, text=True, check=True).stdout.splitlines()
    if missing := [query for query in own if plain(query) not in queries]:
        raise Failure(f"the app no longer runs the query '{missing[0]}', which the floor runs", "correct tests/bench/floor_pages.cpp")


def check_bodies(stack, bodies):
    """The running floor sends the same bytes. Its page of a product has none of its own: only its 304 is measured."""
    for target, body in bodies.items():
        if "conditional" not in target and fetch(stack, target)[0] != body:
            raise Failure(f"the floor's {target} differs from the app's", "correct tests/bench/floor_pages.cpp")
