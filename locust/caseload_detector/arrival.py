"""Requests a page once before it is probed, to find out whether the page is there and whether it shows itself or a login."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from .body import coding_of, decoded
from .client import BROWSER, Client
from .evidence import BROKEN_OFF
from .markup import Markup, markup_of
from .shown import Shown, NOTHING, shown_in

MAX_REDIRECTS = 5
LOGIN_PATH = re.compile(r"(^|[/_-])(log-?in|sign-?in|sso|auth|authenticate|session/new|sessions/new|account/logon)([/._-]|$)", re.IGNORECASE)
HOW_TO_LOG_IN = "give --login and --login-user, --cookie, --header, --basic-user or --bearer"

NOT_ACCEPTED = "the service does not accept the user, password, token or cookie that it was given, or they may not see this page"


@dataclass
class Arrival:
    address: str  # where the redirects ended
    status: int
    headers: dict[str, str]
    markup: Markup | None = None
    shown: Shown = NOTHING
    refused: str = ""  # why the page can't be judged
    body: bytes = b""


def arrive(client: Client, address: str) -> Arrival:
    """Follows redirects on the same host. Never requests another host, and never a login in place of the page."""
    asked = address
    for _ in range(MAX_REDIRECTS + 1):
        (status, headers, raw, _, _), attempts = client.send_patiently("GET", address, {"Accept": BROWSER, "Accept-Encoding": "gzip"})
        client.requests += attempts
        arrival = Arrival(address, status, headers)
        if status not in (301, 302, 303, 307, 308):
            break
        location = headers.get("location", "")
        if not location:
            arrival.refused = f"returned status {status}, a redirect, without a Location"
            return arrival
        onward = client.local(location, address)
        if onward is None:
            arrival.refused = elsewhere(location)
            return arrival
        if is_login(onward) and not is_login(asked):
            arrival.refused = f"redirects to a login ({urlsplit(onward).path}); {HOW_TO_LOG_IN}"
            return arrival
        address = onward
    else:
        arrival.refused = f"more than {MAX_REDIRECTS} redirects"
        return arrival
    if status in (401, 403):
        arrival.refused = f"returned status {status}; {NOT_ACCEPTED if client.access.has_credentials else HOW_TO_LOG_IN}"
    elif status == BROKEN_OFF:
        arrival.refused = "the response ended early"
    elif status >= 400:
        arrival.refused = f"returned status {status}"
    if arrival.refused:
        return arrival
    arrival.body = decoded(raw, coding_of(headers), client.base + address)
    kind = headers.get("content-type", "")
    arrival.markup = markup_of(arrival.body, kind)
    arrival.shown = shown_in(arrival.body, kind)
    if arrival.shown.login_form and not is_login(asked):
        arrival.refused = f"shows a login form in place of the page; {HOW_TO_LOG_IN}"
    return arrival


def elsewhere(location: str) -> str:
    try:
        host = urlsplit(location).netloc
    except ValueError:
        host = ""
    return f"redirects to another host ({host}), which is never requested" if host else f"redirects to {location}, which is not a valid address"


def is_login(address: str) -> bool:
    return LOGIN_PATH.search(urlsplit(address).path) is not None
