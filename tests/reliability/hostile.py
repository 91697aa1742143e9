"""Requests that nobody should send, with random bytes in them. Each kind has the status that it must get; the application stays ready."""

import collections
import random
import time

import app
from users import raw_status

REQUESTS = 1000
OTHER_ADDRESS = "127.0.0.2"
PAGE = "/cases/n-plus-one/fast"
RETRY_AFTER_S = 2  # of nginx's own 429


def get(target, *headers, method="GET", version="HTTP/1.1"):
    lines = [f"{method} {target} {version}", "Host: localhost", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def post(target, body, *headers, length=None):
    head = get(target, *headers, f"Content-Length: {len(body) if length is None else length}", method="POST")
    return head + body


def word(draw, size=8):
    return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=size))


def no_hex(draw):
    return "%" + draw.choice("ghijklmnopqrstuvwxyz") + draw.choice("0123456789abcdefxyz")


def bad_number(draw):
    return draw.choice([word(draw), "-1", "0", "1e3", "+5", "0x10", "1.5", "99999999999999999999", "NaN", "%00", "1%20", "%F0%9F%98%89", "'%20OR%20'1'='1",
                        "1;DROP%20TABLE%20book", "1%20UNION%20SELECT%201", "../../etc/passwd", "${jndi:ldap://x}", "%3Cscript%3E"])


FORM = "Content-Type: application/x-www-form-urlencoded"
# name: (statuses, request from random numbers)
KINDS = {
    "an unknown page": ((404,), lambda draw: get(f"/{word(draw)}/{word(draw)}")),
    "an unknown file": ((404,), lambda draw: get(f"/static/{word(draw)}.{draw.choice(['php', 'js', 'bak'])}")),
    "a probe for another program": ((404,), lambda draw: get(draw.choice(["/wp-login.php", "/.env", "/.git/config", "/phpmyadmin/", "/server-status", "/cgi-bin/sh"]))),
    "an unknown method": ((405,), lambda draw: get(PAGE, method=draw.choice(["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", word(draw).upper()]))),
    "dot segments": ((400,), lambda draw: get("/" + draw.choice(["../", "static/../", "a/./", "..%2f", "%2e%2e/", "..\\", "%2E%2e/"]) + word(draw))),
    "a doubled slash": ((400,), lambda draw: get(f"/{word(draw)}//{word(draw)}")),
    "a bad escape in the path": ((400,), lambda draw: get(f"/{word(draw)}{no_hex(draw)}")),
    "a bad escape in the query": ((400,), lambda draw: get(f"{PAGE}?n={no_hex(draw)}")),
    "a NUL": ((400,), lambda draw: get(draw.choice([f"/%00{word(draw)}", f"{PAGE}?n=1%00"]))),
    "a query that is not UTF-8": ((400,), lambda draw: get(f"{PAGE}?n=%{draw.choice(['ff', 'c0%af', 'ed%a0%80', 'f8%88%80%80%80'])}")),
    "a knob that is not a number within its bounds": ((400,), lambda draw: get(f"{PAGE}?n={bad_number(draw)}")),
    "an unknown parameter": ((400,), lambda draw: get(f"{PAGE}?{word(draw)}={word(draw)}")),
    "a parameter that is given twice": ((400,), lambda draw: get(f"{PAGE}?n={draw.randint(1, 9)}&n={draw.randint(1, 9)}")),
    "an unknown dataset": ((400,), lambda draw: get(f"{PAGE}?dataset={draw.choice(['x2', 'X1', 'x1 ', 'mysql', '../x1'])}".replace(" ", "%20"))),
    "an address of 20 kB": ((414,), lambda draw: get(f"{PAGE}?n=" + "1" * draw.randint(17_000, 20_000))),
    "a header of 20 kB": ((431,), lambda draw: get(PAGE, f"X-{word(draw)}: " + "x" * draw.randint(17_000, 20_000))),
    "more headers than are allowed": ((431,), lambda draw: get(PAGE, *(f"X-{word(draw)}-{each}: 1" for each in range(draw.randint(300, 400))))),
    "a body that is too large": ((413,), lambda draw: post("/cases/bulk-create/fast?n=1", b"", length=draw.randint(1_000_001, 10**12))),
    "two lengths": ((400,), lambda draw: post("/cases/bulk-create/fast?n=1", b"x", f"Content-Length: {draw.randint(2, 9)}")),
    "a length that is not a number": ((400,), lambda draw: post("/cases/bulk-create/fast?n=1", b"", length=draw.choice(["-1", "1x", "0x10", "x"]))),
    "a length and chunks": ((400,), lambda draw: post("/cases/bulk-create/fast?n=1", b"0\r\n\r\n", "Transfer-Encoding: chunked")),
    "a request line that can't be read": ((400,), lambda draw: f"{word(draw)}\r\n\r\n".encode()),
    "no host": ((400,), lambda draw: f"GET /{word(draw)} HTTP/1.1\r\n\r\n".encode()),
    "a form from another site": ((403,), lambda draw: post("/cases/bulk-create/fast", b"n=1", FORM, f"Origin: https://{word(draw)}.example")),
    "a form with a bad escape": ((400,), lambda draw: post("/cases/bulk-create/fast", f"n={no_hex(draw)}".encode(), FORM)),
    "an import that is not JSON": ((400,), lambda draw: post("/cases/bulk-create/fast?n=1", draw.randbytes(40), "Content-Type: application/json")),
    "an import of another type": ((415,), lambda draw: post("/cases/bulk-create/fast?n=1", b"<a/>", f"Content-Type: text/{word(draw)}")),
    "JSON that is nested too deep": ((400,), lambda draw: post("/cases/bulk-create/fast?n=1", b"[" * draw.randint(10_000, 100_000), "Content-Type: application/json")),
    "the metrics from another address": ((403,), lambda draw: get("/metrics")),
}


def sent(stack, request, patient):
    """`patient`: a client that sends too much waits for as long as it is asked to, and tries again."""
    while (status := raw_status("127.0.0.1", stack.port, request, OTHER_ADDRESS)) == 429 and patient:
        time.sleep(RETRY_AFTER_S)
    return status


def measure(stack, measured, quick, target="hostile", patient=False):
    draw, kinds = random.Random(1), list(KINDS)
    wrong = collections.Counter()
    for number in range(100 if quick else REQUESTS):
        name = kinds[number % len(kinds)]
        statuses, request = KINDS[name]
        drawn = request(draw)
        status = sent(stack, drawn, patient)
        if status not in statuses:
            wrong[name] += 1
            measured.fail(f"{name}: {status} instead of {' or '.join(map(str, statuses))} for {drawn[:100]!r}")
    print(f"  {number + 1:,} requests of {len(kinds)} kinds, {sum(wrong.values())} wrong", flush=True)
    measured.add(target, sum(wrong.values()), requests=number + 1, kinds=len(kinds))
    if reason := app.ready(stack):
        measured.fail(f"after the hostile requests: {reason}")
