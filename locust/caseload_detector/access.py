"""What the detector shows to the service with each request: headers, cookies, credentials and certificates.

Secrets come from the environment or from files, never from the command line, and are in no output.
"""

from __future__ import annotations

import base64
import os
import re
import ssl
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Iterable, Mapping

NAME = re.compile(r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")  # RFC 9110, section 5.6.2
CSRF_COOKIES = {"csrftoken": "X-CSRFToken", "XSRF-TOKEN": "X-XSRF-TOKEN"}  # Django; Laravel, Angular and Spring


class Cookies:
    """Name and value only: the detector talks to a single host, and a run is shorter than a session."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self._values = dict(given or {})

    def header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._values.items())

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def snapshot(self) -> dict[str, str]:
        return dict(self._values)

    def take(self, set_cookies: Iterable[str], new: bool = False) -> None:
        """Keeps what Set-Cookie says. Without `new`, only the values of known cookies are renewed."""
        for line in set_cookies:
            try:
                parsed: SimpleCookie[str] = SimpleCookie(line)
            except CookieError:
                continue
            for name, morsel in parsed.items():
                expired = morsel["max-age"] == "0" or "1970" in morsel["expires"]
                if expired:
                    self._values.pop(name, None)
                elif new or name in self._values:
                    self._values[name] = morsel.coded_value


class Access:
    """Shared by all connections to a service."""

    def __init__(
        self, headers: Mapping[str, str] | None = None, cookies: Cookies | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.fixed = dict(headers or {})
        self.cookies = cookies or Cookies()
        self.tls = tls
        self.takes_new_cookies = False  # only while logging in

    @property
    def has_credentials(self) -> bool:
        return bool(self.cookies.snapshot()) or any(name.lower() in ("authorization", "cookie") for name in self.fixed)

    def headers(self, method: str, given: Mapping[str, str]) -> dict[str, str]:
        """The headers of a request. Those of the request itself win, such as the cookie of a visitor."""
        sent = dict(self.fixed)
        cookies = self.cookies.header()
        if cookies:
            sent["Cookie"] = cookies
            if method not in ("GET", "HEAD"):
                for cookie, header in CSRF_COOKIES.items():
                    token = self.cookies.get(cookie)
                    if token:
                        sent[header] = token
        names = {name.lower() for name in given}
        return {**{name: value for name, value in sent.items() if name.lower() not in names}, **given}

    def take(self, set_cookies: Iterable[str]) -> None:
        self.cookies.take(set_cookies, new=self.takes_new_cookies)


def header_from(text: str) -> tuple[str, str]:
    """A header from "Name: value"; "Name: @FILE" reads the value from a file, "Name: $VARIABLE" from the environment."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not NAME.match(name):
        raise ValueError(f"--header {shortened(text)}: expected NAME: VALUE")
    if name.lower() in ("authorization", "proxy-authorization") and not value.startswith(("$", "@")):
        raise ValueError(f"--header {name}, because other users can read the command line, needs its value as $VARIABLE or @FILE; or give --bearer or --basic-user")
    return name, given_value(value, f"--header {name}")


def cookie_from(text: str) -> tuple[str, str]:
    """A cookie from NAME=VALUE; the value may be @FILE or $VARIABLE."""
    name, equals, value = text.partition("=")
    if not equals or not NAME.match(name.strip()):
        raise ValueError(f"--cookie {shortened(text)}: expected NAME=VALUE")
    return name.strip(), given_value(value.strip(), f"--cookie {name.strip()}")


def given_value(value: str, option: str) -> str:
    if value.startswith("@"):
        value = secret_from_file(value[1:], option)
    elif value.startswith("$"):
        value = secret_from_environment(value[1:], option)
    checked_value(value, option)
    return value


def checked_value(value: str, option: str) -> None:
    """Raises ValueError without the value, which may be a secret."""
    if re.search(r"[\r\n\0]", value):
        raise ValueError(f"{option}: the value has a line break")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        raise ValueError(f"{option}: the value has a character that a header can't carry") from None


def secret_from_environment(name: str, option: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ValueError(f"{option}: the environment variable {name} is not set")
    return value


def secret_from_file(name: str, option: str) -> str:
    try:
        value = Path(name).expanduser().read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise ValueError(f"{option}: can't read {name}: it is not text") from error
    except OSError as error:
        raise ValueError(f"{option}: can't read {name}: {error.strerror}") from error
    if not value:
        raise ValueError(f"{option}: {name} is empty")
    return value


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def tls_context(ca_file: str | None, insecure: bool) -> ssl.SSLContext | None:
    if insecure and ca_file:
        raise ValueError("--ca and --insecure can't be combined")
    if insecure:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    if ca_file:
        try:
            return ssl.create_default_context(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ValueError(f"--ca {ca_file}: {error}") from error
    return None


def shortened(text: str) -> str:
    """Enough to find the option by, without a secret that it may contain."""
    return (text[:12] + "…") if len(text) > 12 else text
