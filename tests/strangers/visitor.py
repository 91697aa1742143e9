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
        self._jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar), NoRedirect())

    def cookies(self):
        return {cookie.name: cookie.value for cookie in self._jar}

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
        """Sends the login form as a browser does."""
        self.send_form(login["path"], login["path"], login["fields"], login["token"])

    def send_form(self, form, path, fields, token):
        """Sends a form to the path, with the hidden token that the page with the form has."""
        _, _, text = self.get(form)
        value = re.search(rf'name="{token}"[^>]*value="([^"]+)"', text)
        if not value:
            raise Failure(f"{form} has no {token}")
        status, _, _ = self.get(path, {**fields, token: value[1]})
        if status not in (302, 303):
            raise Failure(f"{path} had status {status}, not a redirect")


def prepared(visitor, page, size):
    """The visitor, or for a page whose size is in the session a new one, who has sent a form as often as the size says."""
    if page["knob"] != "session":
        return visitor
    before, visitor = page["before"], Visitor(visitor.url)
    for i in range(1, size + 1):
        visitor.send_form(before["form"], before["path"], {before["field"]: i}, before["token"])
    return visitor


def path_at(page, size):
    """The page's address at one of its sizes."""
    path = page["path"].replace("{size}", str(size))
    if page["knob"] in (None, "dataset", "path", "body", "session"):
        return path
    return f"{path}{'&' if '?' in path else '?'}{page['knob']}={size}"


def body_at(page, size):
    """JSON with as many rows as the size says; {i} in the row's values is the row's number."""
    if page["knob"] != "body":
        return None
    row = page["row"]
    return json.dumps({"rows": [{name: value.format(i=i) if isinstance(value, str) else value for name, value in row.items()}
                                for i in range(size)]})
