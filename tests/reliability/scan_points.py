"""Where a visitor's text enters Caseload: each distinct parser of a parameter once, as a request with a mark at the place where a
scanner puts its payloads. Nothing here names a case."""

import dataclasses
import json
import re
import urllib.parse
from dataclasses import dataclass

from console import Failure
from scan_pages import FORM, MARK, Page, Request, Seen, Sources, cheap, post

@dataclass(frozen=True)
class Point:
    """`place`: query, form, path, header, cookie or JSON."""
    place: str
    name: str
    request: Request

    def __str__(self):
        return f"{self.place} {self.name}: {self.request.method} {self.request.target}"


def values_in(addresses, name):
    """Of a query parameter."""
    return [value for address in addresses for key, value in urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query) if key == name]


def filled(form):
    """The fields of a form, which may be None, with a value each."""
    return urllib.parse.urlencode({name: value or "1" for name, value in form[2].items()}) if form else ""


def with_query(target, **parameters):
    return f"{target}?{urllib.parse.urlencode(parameters, safe=MARK + ',')}"


def marked(case, variant, knob, value):
    """The variant with a mark after the value of the knob: in the query, or in the form of a page that writes."""
    if variant["method"] == "POST":
        return Point("form", knob["name"], post(variant["path"], f"{knob['name']}={urllib.parse.quote(value)}{MARK}"))
    return Point("query", knob["name"], Request(with_query(variant["path"], **{knob["name"]: value + MARK})))


def value_of(service, seen, variant, knob):
    """A value that the page accepts: its default, one from an address or, for a text, a word of its help."""
    if knob["kind"] == "text":
        on_page = Page(variant["path"], service.ask(Request(variant["path"], headers=(("Accept", "text/html"),)))[2].decode("utf-8", "replace")).links
        known = [*re.findall(r"(\S+) if empty", knob["help"]), *values_in(on_page, knob["name"])]
    else:
        known = [str((knob.get("ladder") or [knob["initial"]])[0])]
    for value in [*known, *values_in(seen.addresses, knob["name"]), str(knob["initial"])]:
        if service.is_served(marked(None, variant, knob, value).request.without_mark):
            return value
    raise Failure(f"no value of {knob['name']} is accepted by {variant['path']}")


def knob_points(service, seen, cases):
    """A whole number and a dataset have one parser for each name and place. A text is checked by its case and used in the SQL of each
    variant, so each variant is one."""
    points = {}
    for case in cases:
        for variant in sorted(case["variants"], key=lambda each: each["pace"] != "fast"):
            for knob in case["knobs"]:
                own = (case["slug"], variant["name"]) if knob["kind"] == "text" else ()
                key = (variant["method"], knob["name"], *own)
                if key not in points:
                    point = marked(case, variant, knob, value_of(service, seen, variant, knob))
                    points[key] = dataclasses.replace(point, name=" ".join((knob["name"], *own)))
    return list(points.values())


def path_points(seen, routes):
    """Each argument of a path once."""
    points = {}
    for route in routes:
        if ":" not in route.pattern or all(name in points for name in re.findall(r":([a-z_]+)", route.pattern)):
            continue
        found = seen.example(route)
        if found is None:
            raise Failure(f"no page has an address of {route.pattern}")
        path, arguments = found
        parts = path.split("/")
        for at, part in enumerate(route.pattern.split("/")):
            if part.startswith(":") and part[1:] not in points:
                target = "/".join([*parts[:at], parts[at] + MARK, *parts[at + 1:]])
                method = "POST" if route.methods == "write" else "GET"
                points[part[1:]] = Point("path", part[1:], post(target, filled(seen.form(route))) if method == "POST" else Request(target))
    return list(points.values())


def parameter_points(seen, routes, parameters):
    """What pages take besides knobs, with the other fields of the form if there is one."""
    points = []
    for handler, name in parameters:
        route = next((each for each in routes if each.handler == handler), None)
        if route is None:
            raise Failure(f"no route leads to {handler}, which takes the parameter {name}")
        form = seen.form(route)
        path = urllib.parse.urlsplit(form[1]).path if form else seen.example(route)[0]
        is_post = route.methods == "write" or bool(form and form[0] == "POST")
        fields = {key: value or "1" for key, value in form[2].items()} if is_post and form else {}
        text = urllib.parse.urlencode({**fields, name: (fields.get(name) or "1") + MARK}, safe=MARK)
        label = f"{name} of {route.pattern}"
        points.append(Point("form", label, post(path, text)) if is_post else Point("query", label, Request(f"{path}?{text}")))
    return points


def first_of(cases, method):
    """(case, variant)"""
    return next((case, variant) for case in cases for variant in case["variants"] if variant["method"] == method and variant["pace"] == "fast")


ANY = "x"
VALUES = {  # of headers whose value has a form; others are any text
    "accept": "text/html", "accept-encoding": "gzip", "content-type": FORM, "if-modified-since": "Sun, 06 Nov 1994 08:49:37 GMT",
    "if-unmodified-since": "Sun, 06 Nov 2044 08:49:37 GMT", "if-none-match": '"x"', "if-match": '"x"', "range": "bytes=0-10", "probe": "1",
    "sec-fetch-site": "same-origin",
}


def header_points(service, cases, headers):
    """On a page that reads and on one that writes, because either may be the only one that reads the header."""
    points = []
    for name, stem in sorted(headers.items()):
        own = [case for case in cases if case["stem"] == stem] or cases
        for method in ("GET", "POST"):
            if not any(variant["method"] == method for case in own for variant in case["variants"]):
                continue
            value = VALUES.get(name, f"http://127.0.0.1:{service.port}" if name == "origin" else f"127.0.0.1:{service.port}" if name == "host" else ANY)
            header = ("-".join(word.capitalize() for word in name.split("-")), value + MARK)
            request = cheap(*first_of(own, method), header)
            if name == "content-type":
                request = dataclasses.replace(request, headers=(header,))
            points.append(Point("header", f"{name}, {method}", request))
    return points


def cookie_points(seen):
    """Where the page that sets the cookie runs its variants, and on each page that is not served without one."""
    return [Point("cookie", f"{name} of {path}", Request(target, headers=(("Cookie", f"{name}={value}{MARK}"),)))
            for name, (value, page) in seen.cookies.items()
            for path, target in [(page, f"{page}?run=1"), *((each, each) for each in seen.personal)]]


def json_points(service, cases, lists):
    """Each column of an imported row. Its values are those of a row that the page itself sends."""
    points = []
    for case in cases:
        if case["stem"] not in lists:
            continue
        name, columns = lists[case["stem"]]
        target = with_query(first_of([case], "POST")[1]["path"], n=1)
        _, _, body = service.ask(Request(target, "POST", (("Accept", "application/json"), ("Content-Type", FORM)), ""))
        row = next(iter(json.loads(body)["books"]))
        for column in columns:
            chosen = {key: row[key] for key in columns}
            chosen[column] = str(row[column]) + MARK
            text = json.dumps({name: [chosen]})
            if not isinstance(row[column], str):
                text = text.replace(f'"{chosen[column]}"', chosen[column])
            points.append(Point("JSON", f"{column} of {case['slug']}", Request(target, "POST", (("Content-Type", "application/json"),), text)))
    return points


def points_of(service, sources=None):
    sources = sources or Sources()
    cases, routes = service.catalogue(), sources.routes()
    seen = Seen(service, cases)
    # Paths first: the trace that one of them names is kept for a minute.
    return [*path_points(seen, routes), *knob_points(service, seen, cases), *parameter_points(seen, routes, sources.parameters()),
            *header_points(service, cases, sources.headers()), *cookie_points(seen), *json_points(service, cases, sources.json_lists())]
