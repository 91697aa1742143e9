"""The folders that are mutated, found at run time, and the suites that could notice a mistake there."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from . import cpp, nginx_source, python_source
from .mutation import Mutation


@dataclass(frozen=True)
class Rule:
    """Each matching folder is a separate area that includes its subfolders."""

    folders: str  # a pattern, below the tree
    suites: tuple[str, ...]  # for `make test ONLY=`; the fastest first
    without: tuple[str, ...] = ()  # names of excluded folders, at any depth


SERVED = ("unit_tests", "faults_tests", "http_tests", "matrix", "cases_tests", "blind")
# The first matching rule applies. Cases and the gallery's pages are excluded: their mistakes are on purpose.
RULES = (
    Rule("fcgi-app/io", ("mustache_spec", *SERVED)),
    Rule("fcgi-app/app", (*SERVED, "app_pages")),
    Rule("fcgi-app/*", SERVED, without=("cases", "gallery")),
    Rule("site-gen", ("unit_tests", "site")),
    Rule("locust/*detector*", ("runs", "detector", "blind")),
    Rule("locust/*", ("runs", "detector", "blind")),
    Rule("nginx", ("matrix", "stack", "http_tests", "app_pages")),
)

LANGUAGES: dict[str, Callable[[str, str], list[Mutation]]] = {
    ".cpp": cpp.mutations, ".hpp": cpp.mutations, ".py": python_source.mutations, ".conf": nginx_source.mutations,
}


@dataclass
class Area:
    name: str
    suites: tuple[str, ...]
    mutations: list[Mutation] = field(default_factory=list)


def find(tree: Path, within: str = "") -> tuple[list[Area], dict[str, str]]:
    """The areas that have mutations, and the text of each of their files. `within` restricts this to a path."""
    areas, texts = [], {}
    for folder, rule in folders(tree):
        area = Area(folder.relative_to(tree).as_posix(), rule.suites)
        for file in sorted(folder.rglob("*")):
            path = file.relative_to(tree).as_posix()
            if not set(rule.without).isdisjoint(file.relative_to(tree).parts):
                continue
            if file.suffix not in LANGUAGES or not is_within(path, within):
                continue
            texts[path] = file.read_text()
            area.mutations += LANGUAGES[file.suffix](path, texts[path])
        if area.mutations:
            areas.append(area)
    return areas, texts


def folders(tree: Path) -> list[tuple[Path, Rule]]:
    found: dict[Path, Rule] = {}
    for rule in RULES:
        for folder in sorted(tree.glob(rule.folders)):
            if folder.is_dir() and folder.name not in rule.without and not folder.name.startswith(("_", ".")):
                found.setdefault(folder, rule)
    return sorted(found.items(), key=lambda item: item[0])


def is_within(path: str, within: str) -> bool:
    within = within.strip("/").removeprefix("./")
    return not within or path == within or path.startswith(within + "/") or fnmatch.fnmatch(path, within)
