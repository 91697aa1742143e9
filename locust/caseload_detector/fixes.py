"""A label in words, its fix in one line for a stack, and the page that explains it, from fixes.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

ANY = "any"
STACKS = ("django", "rails", "laravel", "wordpress", "hibernate", "doctrine", "sequelize", "sqlalchemy", "plain-sql")
TITLES = {
    "django": "Django", "rails": "Rails", "laravel": "Laravel", "wordpress": "WordPress", "hibernate": "Hibernate",
    "doctrine": "Doctrine", "sequelize": "Sequelize", "sqlalchemy": "SQLAlchemy", "plain-sql": "SQL",
}


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("fixes.toml").read_text(encoding="utf-8"))


def title_of(label: str) -> str:
    entry = table().get(label)
    return entry["title"] if isinstance(entry, dict) else label


def fix_for(label: str, stack: str | None) -> tuple[str, str]:
    """The stack that the line is for, "" for any, and the line itself."""
    entry = table().get(label)
    if not isinstance(entry, dict):
        return "", ""
    if stack and stack in entry:
        return TITLES[stack], entry[stack]
    return "", entry[ANY]


def page_of(label: str, docs: str) -> str:
    """The address of the case page for a label; "" without a site or a case."""
    entry = table().get(label)
    case = entry.get("case", label) if isinstance(entry, dict) else ""
    return docs.rstrip("/") + "/" + table()["pages"].format(case=case) if docs and case else ""
