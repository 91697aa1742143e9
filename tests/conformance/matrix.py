"""Conditional requests through a real nginx (RFC 9110 section 13): every form of If-None-Match with every form of
If-Modified-Since, for GET and HEAD, on a page that nginx keeps and on one that it does not, with gzip and without.

    matrix.py http://127.0.0.1:8080

Prints what is wrong and "matrix: 512 of 512"; exits 1 where one is wrong. Needs a stack in test mode."""

import gzip
import http.client
import itertools
import sys
import urllib.parse

# lab/test_mode_pages.cpp: the page without preconditions.
TAG, DATE = '"tagged"', "Sun, 06 Nov 1994 08:49:37 GMT"

# Each with what it decides: 304, 200, or None where the date decides.
TAGS = (
    (None, None),
    (TAG, 304),
    (f"W/{TAG}", 304),
    (f'"other", W/"more" , {TAG}', 304),
    ("*", 304),
    ('"other"', 200),
    ('"other", W/"tagge"', 200),
    (TAG.strip('"'), 200),  # without quotes it is no tag
)
DATES = (
    (None, 200),
    (DATE, 304),
    ("Sunday, 06-Nov-94 08:49:37 GMT", 304),
    ("Sun Nov  6 08:49:37 1994", 304),
    ("Mon, 07 Nov 1994 08:49:37 GMT", 304),
    ("Sat, 05 Nov 1994 08:49:37 GMT", 200),
    ("Saturday, 05-Nov-94 08:49:37 GMT", 200),
    ("yesterday", 200),
)
PATHS = ("/test/tagged-page", "/cached/tagged-page")
KEPT = ("Cache-Control", "Vary", "Content-Location", "Expires", "Last-Modified")  # besides ETag and Date


def fetch(connection, method, path, headers):
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    response.text = response.read()
    return response


def opaque(tag):
    return (tag or "").removeprefix("W/")


def values(response, name):
    """Of a header that is a list, which may come on several lines and in any order."""
    return sorted(value.strip() for value in ",".join(response.headers.get_all(name, [])).split(","))


def problem(response, method, whole, status):
    if response.status != status:
        return f"its status is {response.status}, not {status}"
    if opaque(response.headers["ETag"]) != TAG:
        return f"its ETag is {response.headers['ETag']}"
    if not response.headers["Date"]:
        return "has no Date"
    for name in KEPT:
        if values(response, name) != values(whole, name):
            return f"{name} is {values(response, name)}, the whole page has {values(whole, name)}"
    wanted = whole.text if method == "GET" and status == 200 else b""
    if (gzip.decompress(response.text) if response.headers["Content-Encoding"] == "gzip" and response.text else response.text) != wanted:
        return f"its body has {len(response.text)} bytes"
    return ""


def cells():
    return itertools.product(PATHS, ("identity", "gzip"), ("GET", "HEAD"), TAGS, DATES)


def main():
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(sys.argv[1]).netloc, timeout=20)
    passed = requests = 0
    whole = {path: fetch(connection, "GET", path, {"Accept-Encoding": "identity"}) for path in PATHS}
    for path, encoding, method, (tag, by_tag), (date, by_date) in cells():
        headers = {"Accept-Encoding": encoding}
        headers |= {"If-None-Match": tag} if tag is not None else {}
        headers |= {"If-Modified-Since": date} if date is not None else {}
        requests += 1
        found = problem(fetch(connection, method, path, headers), method, whole[path], by_tag or by_date)
        if found:
            print(f"{method} {path} {headers}: {found}")
        else:
            passed += 1
    print(f"matrix: {passed} of {requests}")
    return 0 if requests and passed == requests else 1


if __name__ == "__main__":
    sys.exit(main())
