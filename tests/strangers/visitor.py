"""Requests a service's pages at the sizes that its expected.json names, logged in where it says so."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request

from console import Failure


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Visitor:
    """A visitor of one running service, with cookies."""

    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), NoRedirect())

    def get(self, path, body=None):
        """(status, headers, text). The body is a form (dict), JSON (str) or nothing."""
        data, headers = None, {"Referer": self.url + path}
        if isinstance(body, dict):
            data = urllib.parse.urlencode(body).encode()
        elif body is not None:
            data, headers["Content-Type"] = body.encode(), "application/json"
        try:
            with self.opener.open(urllib.request.Request(self.url + path, data, headers), timeout=120) as response:
                return response.status, response.headers, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode(errors="replace")

    def log_in(self, login):
        """Sends the login form as a browser does, with the hidden token that the page has."""
        _, _, text = self.get(login["path"])
        token = re.search(rf'name="{login["token"]}"[^>]*value="([^"]+)"', text)
        if not token:
            raise Failure(f"{login['path']} has no {login['token']}")
        status, _, _ = self.get(login["path"], {**login["fields"], login["token"]: token[1]})
        if status not in (302, 303):
            raise Failure(f"the login at {login['path']} had status {status}, not a redirect")


def path_at(page, size):
    """The page's address at one of its sizes."""
    path = page["path"].replace("{size}", str(size))
    if page["knob"] in (None, "dataset", "path", "body"):
        return path
    return f"{path}{'&' if '?' in path else '?'}{page['knob']}={size}"


def body_at(page, size):
    """JSON with as many rows as the size says; {i} in the row's values is the row's number."""
    if page["knob"] != "body":
        return None
    row = page["row"]
    return json.dumps({"rows": [{name: value.format(i=i) if isinstance(value, str) else value for name, value in row.items()}
                                for i in range(size)]})
