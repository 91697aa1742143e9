"""Guesses what a service is made with, from its headers, its cookies and the comments in its queries."""

from __future__ import annotations

import re
from typing import Iterable, Mapping, NamedTuple


class Guess(NamedTuple):
    stack: str
    because: str


# Header, pattern of its value, stack. The first match counts, so specific ones come first.
SIGNS = (
    ("link", r"api\.w\.org|/wp-json/", "wordpress"),
    ("x-pingback", r"xmlrpc\.php", "wordpress"),
    ("set-cookie", r"\bwordpress_\w+=", "wordpress"),
    ("set-cookie", r"\blaravel_session=", "laravel"),
    ("set-cookie", r"\bcsrftoken=", "django"),
    ("server", r"\bWSGIServer/", "django"),  # the development server
    ("set-cookie", r"\b_\w+_session=", "rails"),
    ("x-runtime", r"^\d+\.\d+$", "rails"),
    ("set-cookie", r"\bJSESSIONID=", "hibernate"),
    ("x-application-context", r".", "hibernate"),
    ("x-powered-by", r"\bExpress\b", "sequelize"),
    ("server", r"\b(Werkzeug|uvicorn|hypercorn)\b", "sqlalchemy"),
)
# Names that an ORM gives to columns and tables: Doctrine's a0_.name AS name_1 or t0.name AS name_1, Hibernate's author0_.name as name1_0_.
STYLES = ((re.compile(r"\b__count\b"), "django"), (re.compile(r"\b[a-z]\d+_?\.[`\"]?\w+[`\"]? as \w+_\d+\b", re.IGNORECASE), "doctrine"),
          (re.compile(r"\b[a-z]+\d+_(\d+_)?\."), "hibernate"))
# How SQLAlchemy names a table's columns. Its sign is only a server for Python, and behind that there may be no ORM.
QUALIFIED = re.compile(r"\bselect (?:distinct )?[`\"]?(\w+)[`\"]?\.[^;]*? from [`\"]?\1\b", re.IGNORECASE)
COMMENT = re.compile(r"framework\s*[=:]\s*'?(django|rails|laravel|spring|express|flask|fastapi)", re.IGNORECASE)
OF_FRAMEWORK = {"spring": "hibernate", "express": "sequelize", "flask": "sqlalchemy", "fastapi": "sqlalchemy"}


def guess_stack(headers: Iterable[Mapping[str, str]], queries: Iterable[str] = ()) -> Guess | None:
    texts = list(queries)
    for text in texts:
        found = COMMENT.search(text) if "/*" in text else None
        if found:
            name = found[1].lower()
            return Guess(OF_FRAMEWORK.get(name, name), "guessed from a comment in its queries; --stack corrects it")
    for fields in headers:
        for name, pattern, stack in SIGNS:
            found = re.search(pattern, fields.get(name, ""), re.IGNORECASE)
            if found and (stack != "sqlalchemy" or not texts or any(QUALIFIED.search(text) for text in texts)):
                sign = f"the cookie {found[0].rstrip('=')}" if name == "set-cookie" else f"the header {name.title()}"
                return Guess(stack, f"guessed from {sign}; --stack corrects it")
    for text in texts:
        for style, stack in STYLES:
            if style.search(text):
                return Guess(stack, "guessed from the style of its queries; --stack corrects it")
    return None
