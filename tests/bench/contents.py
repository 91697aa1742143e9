"""The pages of all programs must have the same content, and must cost the database the same, or their speed could not be compared."""

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request

import mariadb
from console import Failure

# Of one request. A plan that reads other rows, or sorts them, shows in these.
COUNTERS = ("Com_select", "Rows_read", "Rows_sent", "Sort_rows", "Select_scan", "Select_full_join")
REQUESTS = 10


def fetch(url, headers=None, method="GET"):
    """(status, headers, body)"""
    request = urllib.request.Request(url, headers={"Accept": "text/html", **(headers or {})}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Unavailable(Failure):
    """503: a server that the page needs, such as the partners' services, is not part of the bench."""


def fetch_json(url, headers=None):
    status, _, body = fetch(url, {"Accept": "application/json", **(headers or {})})
    if status != 200:
        raise (Unavailable if status == 503 else Failure)(f"{url} returns {status}: {body[:300]!r}")
    return json.loads(body)


def content(body, content_type):
    """What a reader sees: JSON as its values, HTML without entities, escapes in links, and white space that doesn't matter."""
    if content_type.startswith("application/json"):
        return json.loads(body)
    text = re.sub(r"\s+", " ", body.decode())
    text = re.sub(r'(?<=href=")[^"]*', lambda link: urllib.parse.unquote(link.group()), text)
    return html.unescape(re.sub(r" ?(<[^<>]*>) ?", r"\1", text)).strip()


def fetch_page(url):
    """(headers, body)"""
    status, headers, body = fetch(url)
    if status != 200:
        raise Failure(f"{url} returns {status}: {body[:300]!r}")
    return headers, body


def page_at(url):
    headers, body = fetch_page(url)
    return content(body, headers.get("Content-Type", ""))


def difference(ours, theirs):
    """Where two contents differ first."""
    ours, theirs = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in (ours, theirs))
    at = next((index for index, (one, other) in enumerate(zip(ours, theirs)) if one != other), min(len(ours), len(theirs)))
    begin = max(0, at - 40)
    return f"at character {at}: ours has '{ours[begin:at + 60]}', theirs '{theirs[begin:at + 60]}'"


def check(reference, other, page):
    ours, theirs = page_at(reference.url(page)), page_at(other.url(page))
    if ours != theirs:
        raise Failure(f"the page {page} of {other.name} has another content: {difference(ours, theirs)}")


# ---- the work of the database

def read_counters(stack):
    wanted = ", ".join(f"'{name}'" for name in COUNTERS)
    rows = mariadb.query(stack, f"SHOW GLOBAL STATUS WHERE Variable_name IN ({wanted})")
    return {name: int(value) for name, value in rows}


def work_of(stack, url, headers=None):
    """The counters of one request, without those of reading the counters."""
    fetch(url, headers)
    start = read_counters(stack)
    idle = read_counters(stack)
    for _ in range(REQUESTS):
        fetch(url, headers)
    end = read_counters(stack)
    return {name: round((end[name] - idle[name] - (idle[name] - start[name])) / REQUESTS, 1) for name in COUNTERS}


def differing(ours, theirs):
    """The counters that differ by more than a tenth, and by more than what else runs on the server may add."""
    return [name for name in COUNTERS if abs(ours[name] - theirs[name]) > max(0.5, 0.1 * max(ours[name], theirs[name]))]
