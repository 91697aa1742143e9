"""Logs in through a page's form, with its hidden fields, and checks that it worked."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from .body import coding_of, decoded
from .client import BROWSER, Client, Raw
from .service_error import ServiceError
from .markup import Field, Form, markup_of

MAX_REDIRECTS = 5
USER_NAMES = ("user", "login", "email", "mail", "name", "log", "account")


def log_in(client: Client, address: str, user: str, password: str) -> str:
    """The cookies of the session are kept in the client's access. Returns a line about what was done; raises ServiceError."""
    client.access.takes_new_cookies = True
    try:
        target, raw = follow(client, "GET", address)
        form = form_on(raw)
        if form is None:
            raise ServiceError(f"login: {target} returned {raw[0]} and shows no form with a password; give the address of the form with --login")
        action = client.local(form.action or target, target)
        if action is None:
            raise ServiceError(f"login: the form on {target} is sent to another host, which is never requested")
        before = client.access.cookies.snapshot()
        body = urlencode(filled(form, user, password, target)).encode()
        headers = {
            "Accept": BROWSER,
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": client.base + target,
            "Origin": client.base,
        }
        raw, _ = client.send_patiently("POST", action, headers, body=body)
        set_cookies = client.access.cookies.snapshot() != before
        arrived, raw = follow_on(client, action, raw)
        check(raw, action, set_cookies)
        return f"logged in at {urlsplit(action).path} as {user}, and arrived at {urlsplit(arrived).path}"
    finally:
        client.access.takes_new_cookies = False


def filled(form: Form, user: str, password: str, target: str) -> list[tuple[str, str]]:
    """All fields as the form has them, with the user and the password filled in, and its first button."""
    secret = form.first("password")
    assert secret is not None
    name = user_field(form, secret)
    if name is None:
        raise ServiceError(f"login: the form on {target} has no field for a user name")
    button = form.first("submit")
    values = []
    for entry in form.fields:
        if entry is name:
            values.append((entry.name, user))
        elif entry is secret:
            values.append((entry.name, password))
        elif entry is button or entry.type not in ("submit", "button", "image", "reset", "file"):
            values.append((entry.name, entry.value))
    return values


def user_field(form: Form, secret: Field) -> Field | None:
    """A text field named like a user, otherwise the last text field before the password."""
    texts = [entry for entry in form.fields[: form.fields.index(secret)] if entry.type in ("text", "email", "tel")]
    named = [entry for entry in texts if any(part in entry.name.lower() for part in USER_NAMES)]
    candidates = named or texts
    return candidates[-1] if candidates else None


def check(raw: Raw, action: str, set_cookies: bool) -> None:
    if raw[0] in (401, 403):
        raise ServiceError(f"login: POST {action} was refused with {raw[0]}; is the user or the password wrong, or a token missing?")
    if raw[0] >= 400:
        raise ServiceError(f"login: POST {action} returned {raw[0]}")
    if form_on(raw) is not None:
        raise ServiceError(f"login: after POST {action} the login form is shown again; is the user or the password wrong?")
    if not set_cookies:
        raise ServiceError(f"login: POST {action} set no cookie, so there is no session; use --header or --cookie for another type of login")


def form_on(raw: Raw) -> Form | None:
    found = markup_of(decoded(raw[2], coding_of(raw[1]), "login"), raw[1].get("content-type", ""))
    return found.login_form if found else None


def follow(client: Client, method: str, target: str) -> tuple[str, Raw]:
    raw, _ = client.send_patiently(method, target, {"Accept": BROWSER})
    return follow_on(client, target, raw)


def follow_on(client: Client, target: str, raw: Raw) -> tuple[str, Raw]:
    """Follows redirects on the same host, with GET. Returns the last address and its response."""
    for _ in range(MAX_REDIRECTS):
        if raw[0] not in (301, 302, 303, 307, 308) or not raw[1].get("location"):
            return target, raw
        onward = client.local(raw[1]["location"], target)
        if onward is None:
            raise ServiceError(f"{target} redirects to another host, which is never requested")
        target = onward
        raw, _ = client.send_patiently("GET", target, {"Accept": BROWSER})
    raise ServiceError(f"{target}: more than {MAX_REDIRECTS} redirects")
