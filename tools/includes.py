#!/usr/bin/python3
"""Fails on an include that goes up, from one case to another, or from the site generator into the server, and on a header of a
foreign library outside of io.

  cases, lab -> app -> shop -> orm, jobs -> io -> core
  partners -> shop
  site-gen: pages -> draw, code, write -> read"""

import pathlib
import re
import sys

LEVELS = {"core": 0, "io": 1, "orm": 2, "jobs": 2, "shop": 3, "app": 4, "partners": 4, "lab": 5, "cases": 5}
SITE_LEVELS = {"read": 0, "draw": 1, "code": 1, "write": 1, "pages": 2}
# Shared by the site generator and the app.
SHARED_IO = {"command_line", "json", "templates", "text"}
# At the top of site-gen, and plain data that every folder may have.
SHARED_AT_THE_TOP = {"options.hpp"}
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
FOREIGN = re.compile(r"^#include <([^>]+)>", re.MULTILINE)
# The standard library's headers, and those of POSIX that are used outside of io.
OF_THE_SYSTEM = re.compile(r"[a-z_]+|(unistd|fcntl|poll)\.h|sys/[a-z]+\.h")


def complaint(file, included):
    """What is wrong with the include, or None. Both are paths; `file` begins with the name of its program's folder."""
    target = included.parts
    if target[0] == "..":
        return "an include names its folder from the top"
    if target[0] == "tests":
        return "only tests include from tests"
    if len(target) == 1 < len(file.parts) - 1 and target[0] not in SHARED_AT_THE_TOP:
        return f"{file.parts[1]} is below the top folder"
    if file.parts[0] == "site-gen" and target[0] in SITE_LEVELS:
        return complaint_between(SITE_LEVELS, file, target)
    if target[0] not in LEVELS:
        return None
    if file.parts[0] == "site-gen":
        is_shared = target[0] == "core" or (target[0] == "io" and target[1] in SHARED_IO)
        return None if is_shared else "the site generator must not include server code"
    if len(file.parts) > 2 and file.parts[1] == target[0] == "cases" and target[1] != file.parts[2]:
        return "a case must not include another case"
    return complaint_between(LEVELS, file, target)


def complaint_about_foreign(file, included):
    """The same for an include in angle brackets, which is given as a text."""
    is_io = file.parts[:2] == ("fcgi-app", "io")
    return None if is_io or OF_THE_SYSTEM.fullmatch(included) else "only io includes headers of foreign libraries"


def complaint_between(levels, file, target):
    """What is wrong with an include between two folders of the same program."""
    if len(file.parts) < 3:  # a file at the top, such as main.cpp, may include everything
        return None
    folder = file.parts[1]
    if levels[target[0]] > levels[folder]:
        return f"{folder} is below {target[0]}"
    if levels[target[0]] == levels[folder] and target[0] != folder:
        return f"{folder} and {target[0]} are on the same level"
    return None


def main():
    failed = False
    for root in ("fcgi-app", "site-gen"):
        for file in sorted(pathlib.Path(root).rglob("*.[ch]pp")):
            text = file.read_text(encoding="utf-8")
            found = [(f'"{each}"', complaint(file, pathlib.PurePosixPath(each))) for each in INCLUDE.findall(text)]
            found += [(f"<{each}>", complaint_about_foreign(file, each)) for each in FOREIGN.findall(text)]
            for included, reason in found:
                if reason:
                    print(f"{file} includes {included}: {reason}")
                    failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
