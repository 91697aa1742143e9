"""Makes the connection to the service from the options: credentials, certificates, limits, and the login."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import Callable, Sequence
from urllib.parse import urlsplit

from .. import __version__
from ..access import Access, Cookies, basic, cookie_from, given_value, header_from, tls_context
from ..client import Client, base_of
from ..service_error import ServiceError
from ..considerate import Budget, Limits
from ..login import log_in
from ..pages import quoted

BASIC_PASSWORD = "CASELOAD_BASIC_PASSWORD"
LOGIN_PASSWORD = "CASELOAD_LOGIN_PASSWORD"
AGENT = f"caseload-detector/{__version__}"


def one_base(urls: Sequence[str]) -> str:
    bases = list(dict.fromkeys(map(base_of, urls)))
    if len(bases) > 1:
        raise ValueError(f"{bases[1]} is another service than {bases[0]}; probe one at a time, or give hosts with other data with --dataset")
    return bases[0]


def path_of(url: str) -> str:
    """Path and query of a page, without the fragment."""
    parts = urlsplit(url if "//" in url else "//" + url)
    return quoted((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def access_from(options: argparse.Namespace, password: Callable[[str, str], str]) -> Access:
    headers = {"User-Agent": AGENT}
    headers.update(header_from(text) for text in options.header)
    if options.basic_user and options.bearer:
        raise ValueError("--basic-user and --bearer can't be combined")
    if options.basic_user:
        headers["Authorization"] = basic(options.basic_user, password(BASIC_PASSWORD, f"Password of {options.basic_user}: "))
    if options.bearer:
        if options.bearer[0] not in "$@":
            raise ValueError("--bearer: name the environment variable, as $VARIABLE, or the file, as @FILE, that has the token")
        headers["Authorization"] = f"Bearer {given_value(options.bearer, '--bearer')}"
    return Access(headers, Cookies(dict(cookie_from(text) for text in options.cookie)), tls_context(options.ca, options.insecure))


def ask_password(variable: str, prompt: str) -> str:
    """From the environment, otherwise from the person at the terminal."""
    if os.environ.get(variable):
        return os.environ[variable]
    if sys.stdin is None or not sys.stdin.isatty():  # None: it was closed
        raise ValueError(f"set the environment variable {variable}; there is no terminal to ask for the password")
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise ValueError(f"no password was given; type one, or set the environment variable {variable}") from None


class Connector:
    """Opens clients, each logged in."""

    def __init__(self, options: argparse.Namespace, password: Callable[[str, str], str] = ask_password) -> None:
        if bool(options.login) != bool(options.login_user):
            raise ValueError("--login and --login-user belong together")
        self._options = options
        self._password = password
        self._login_password = password(LOGIN_PASSWORD, f"Password of {options.login_user}: ") if options.login else ""
        limits = Limits(options.max_requests, float(options.max_seconds), float(options.max_pause))
        self._budget = Budget(limits)
        self.notes: list[str] = []

    def client(self, base: str, **more: object) -> Client:
        """With cookies of its own, because a session belongs to one host."""
        options = self._options
        access = access_from(options, self._password)
        client = Client(base, float(options.timeout), options.evidence_path, access=access, budget=self._budget, **more)  # type: ignore[arg-type]
        if options.login:
            login = path_of(options.login) if "://" in options.login else options.login
            if "://" in options.login and base_of(options.login) != base_of(options.urls[0]):
                raise ServiceError("--login is on another host, which is never requested")
            try:
                line = log_in(client, quoted(login if login.startswith("/") else "/" + login), options.login_user, self._login_password)
            except BaseException:
                client.close()
                raise
            self.notes.append(line)
        return client
