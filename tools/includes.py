#!/usr/bin/python3
"""Fails on an include that goes up, from one case to another, or from the site generator into the server.

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
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)


def complaint(file, included):
    """What is wrong with the include, or None. Both are paths; `file` begins with the name of its program's folder."""
    target = included.parts
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
            for included in INCLUDE.findall(file.read_text(encoding="utf-8")):
                if reason := complaint(file, pathlib.PurePosixPath(included)):
                    print(f'{file} includes "{included}": {reason}')
                    failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
