"""Which addresses are one page with other values, and which must not be requested."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

SIZES = (
    "per_page", "page_size", "limit", "size", "n", "count", "per-page", "perpage", "pagesize", "page[size]", "items_per_page",
    "num", "rows", "take", "top", "$top", "max_results", "maxresults", "length", "show", "ps",
)  # the first ones are the most common
PAGES = ("page", "p", "pg", "paged", "page[number]")
POSITIONS = (*PAGES, "offset", "start", "skip", "after", "before", "cursor", "from", "page_token")

# The first word of a path segment or the value of a parameter such as `action`. Requests with GET should change nothing
# (RFC 9110, section 9.2.1), but in practice links with these words do.
CHANGING = frozenset(
    "logout signout logoff delete remove destroy erase purge flush clear empty unsubscribe subscribe cancel confirm approve reject "
    "activate deactivate enable disable reset vote upvote downvote like unlike follow unfollow block unblock ban mute add buy pay "
    "checkout purchase submit send resend publish unpublish restore toggle mark merge move rename install uninstall upgrade "
    "update save accept decline join leave ping trackback cron impersonate hijack revoke rotate switch setlang shutdown restart".split()
)
TWO_WORDS = re.compile(r"^(log|sign)[-_]?(out|off)$", re.IGNORECASE)
ACTION_PARAMETERS = frozenset(("action", "do", "cmd", "op", "task", "_method", "method", "act"))
NONCES = re.compile(r"nonce|csrf|authenticity_token|replytocom|share$|add-to-cart|add_to_cart", re.IGNORECASE)
FILE = re.compile(
    r"\.(css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|pdf|zip|gz|tgz|tar|7z|exe|dmg|mp[34]|webm|ogg|wav|docx?|xlsx?|pptx?)$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"^\d{1,18}$")
IDENTIFIER = re.compile(r"^(?=.*\d)([0-9a-f]{8,}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-HJKMNP-TV-Z]{26}|\d{4}-\d{2}-\d{2})$", re.IGNORECASE)


class Shape(NamedTuple):
    path: str  # /books/{n}
    query: tuple[str, ...]  # names of the parameters that are neither sizes nor positions


def shape_of(address: str) -> Shape:
    parts = urlsplit(address)
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return Shape(
        "/".join("{n}" if NUMBER.match(part) else "{id}" if IDENTIFIER.match(part) else part for part in parts.path.split("/")),
        tuple(sorted(name for name in names if name.lower() not in SIZES and name.lower() not in POSITIONS)),
    )


def why_avoided(address: str) -> str:
    """The reason not to request this address; "" if there is none."""
    parts = urlsplit(address)
    if FILE.search(parts.path):
        return "a file"
    for segment in filter(None, parts.path.split("/")):
        segment = unquote(segment).lower()
        words = [word for word in re.split(r"[-_.]", segment) if word]
        if TWO_WORDS.match(segment) or words and words[0] in CHANGING and len(words) <= 3:
            return f"'{segment}' may change something"
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        words = [word for word in re.split(r"[-_.]", value.lower()) if word]
        if name.lower() in CHANGING or NONCES.search(name):
            return f"the parameter '{name}' may change something"
        if name.lower() in ACTION_PARAMETERS and (TWO_WORDS.match(value) or words and words[0] in CHANGING):
            return f"{name}={words[0]} may change something"
    return ""


def parent_of(shape: Shape) -> Shape | None:
    """The shape with the last part of its path open, if there is a path above it."""
    above, _, last = shape.path.rstrip("/").rpartition("/")
    return Shape(f"{above}/{{name}}", shape.query) if above and last and "{" not in last else None


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Nine in ten of the elements, or member names, of two pages are the same."""
    either = one | other
    return bool(either) and len(one & other) >= 0.9 * len(either)
