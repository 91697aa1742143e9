"""What there is to scan: the routes, headers and parameters that the application's sources read, and the addresses, forms and cookies
of its pages."""

import dataclasses
import html.parser
import http.client
import json
import re
import urllib.parse
from dataclasses import dataclass

from console import Failure
from layout import ROOT

MARK = "*"  # sqlmap's; occurs nowhere else in a request
FORM = "application/x-www-form-urlencoded"
SOURCES = ROOT / "fcgi-app"
# What the test pages read is not there on a public host.
NOT_SERVED = ("lab", "partners")
# Transport: the scanner sets it.
OF_THE_CLIENT = {"content-length"}


@dataclass(frozen=True)
class Request:
    target: str
    method: str = "GET"
    headers: tuple = ()  # (name, value)
    body: str | None = None

    @property
    def without_mark(self):
        return dataclasses.replace(self, target=self.target.replace(MARK, ""), body=self.body and self.body.replace(MARK, ""),
                                   headers=tuple((name, value.replace(MARK, "")) for name, value in self.headers))


def post(target, body, *headers):
    return Request(target, "POST", (("Content-Type", FORM), *headers), body)


def cheap(case, variant, *headers):
    """The page as small as it can be."""
    small = {knob["name"]: knob["minimum"] for knob in case["knobs"] if knob["name"] == "n"}
    text = urllib.parse.urlencode(small)
    if variant["method"] == "POST":
        return post(variant["path"], text, *headers)
    return Request(f"{variant['path']}?{text}" if text else variant["path"], headers=headers)


@dataclass(frozen=True)
class Route:
    pattern: str
    methods: str
    handler: str

    def matches(self, path):
        """{name of an argument: its text}, or None."""
        expression = re.sub(r":([a-z_]+)", r"(?P<\1>[^/]+)", self.pattern)
        found = re.fullmatch(expression, path)
        return found.groupdict() if found else None


class Sources:
    """What the application's sources say about the requests that they read."""

    def __init__(self, folder=SOURCES, site_file=ROOT / "nginx" / "caseload.conf"):
        self.files = {file: file.read_text() for file in sorted(folder.rglob("*.cpp")) if file.relative_to(folder).parts[0] not in NOT_SERVED}
        self.folder, self.nginx = folder, site_file.read_text()

    def routes(self):
        text = self.files[self.folder / "app" / "app.cpp"]
        return [Route(*found) for found in re.findall(r'\{"(/[^"]*)",\s*Methods::(\w+),\s*(\w+)\}', text)]

    def headers(self):
        """{name: the case that alone reads it, or None}"""
        found = {}
        for file, text in self.files.items():
            in_case = file.relative_to(self.folder).parts
            for name in re.findall(r'\bheader\(\s*"([a-z-]+)"', text):
                case = in_case[1] if in_case[0] == "cases" and found.get(name, "") is not None else None
                found[name] = case
        for name in re.findall(r"\$http_([a-z_]+)", self.nginx):
            found[name.replace("_", "-")] = None
        return {name: case for name, case in found.items() if name not in OF_THE_CLIENT | {"cookie"}}

    def parameters(self):
        """[(handler, name)] of the parameters that a page takes besides the knobs of its case. The file is named after the handler."""
        return [(file.stem, name) for file, text in self.files.items() for name in re.findall(r'take_parameter\([^"()]*"(\w+)"\)', text)]

    def json_lists(self):
        """{stem of a case: (name of the list in the body, columns of its rows)}"""
        lists = {}
        for file, text in self.files.items():
            if found := re.search(r'list_in_body\(\w+, "(\w+)"\)', text):
                lists[file.parent.name] = (found.group(1), re.findall(r'_in_row\([^"]*"(\w+)"\)', text))
        return lists


class Page(html.parser.HTMLParser):
    """The addresses and the forms of a page: [(method, action, {field: value})]."""

    def __init__(self, address, text):
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        for name in ("href", "src"):
            if given.get(name):
                self.links.append(urllib.parse.urljoin(self.address, given[name]))
        if tag == "form":
            self.forms.append(((given.get("method") or "get").upper(), urllib.parse.urljoin(self.address, given.get("action") or ""), {}))
        elif tag in ("input", "select", "textarea", "button") and self.forms and given.get("name"):
            self.forms[-1][2].setdefault(given["name"], given.get("value") or "")


class Service:
    """The running stack."""

    def __init__(self, port):
        self.port = port

    def ask(self, request):
        """(status, headers, body)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            body = None if request.body is None else request.body.encode()
            connection.request(request.method, request.target, body=body, headers=dict(request.headers))
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def is_served(self, request):
        return self.ask(request)[0] < 400

    def page(self, target):
        status, headers, body = self.ask(Request(target, headers=(("Accept", "text/html"),)))
        if status != 200 or not headers.get("Content-Type", "").startswith("text/html"):
            raise Failure(f"{target} responds {status}")
        return Page(target, body.decode()), headers

    def catalogue(self):
        return json.loads(self.ask(Request("/catalogue.json"))[2])["cases"]


class Seen:
    """What one look at each page of the application shows."""

    def __init__(self, service, cases):
        self.addresses, self.forms, self.cookies = [], [], {}  # cookies: {name: (value, address of the page that sets it)}
        for target in ["/", "/guess/", *(f"/cases/{case['slug']}/" for case in cases)]:
            page, headers = service.page(target)
            self.addresses += [target, *page.links, *(action for _, action, _ in page.forms)]
            self.forms += page.forms
            for text in headers.get_all("Set-Cookie") or []:
                name, value = text.split(";")[0].split("=", 1)
                self.cookies.setdefault(name, (value, target))
        self.personal = []  # pages that require a cookie
        for case in cases:
            for variant in case["variants"]:
                self.addresses += [variant["path"]] if variant["method"] == "GET" else []
                status, headers, _ = service.ask(cheap(case, variant, ("Probe", "1")))
                self.addresses.append(headers.get("Location") or "/")
                self.personal += [variant["path"]] if status == 401 else []
                self.addresses.append(f"/evidence/{headers['X-Request-Id']}")

    def example(self, route):
        """(path, {argument: text}) of an address of this route."""
        for address in reversed(self.addresses):  # the newest: traces are kept for a minute
            path = urllib.parse.urlsplit(address).path
            if (found := route.matches(path)) is not None:
                return path, found
        return None

    def form(self, route):
        """(method, action, {field: value}) of the first form that leads to the route."""
        return next((form for form in self.forms if route.matches(urllib.parse.urlsplit(form[1]).path) is not None), None)
