"""The version of Caseload is the content of the file VERSION. What is built reads it from there; a few files need a copy.

    python3 tools/version.py           print the version; fails if a copy differs
    python3 tools/version.py 1.0.1     write a new version to VERSION and the copies
"""

import email.utils
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
VERSION = re.compile(r"\d+\.\d+\.\d+")
# The version in each file, between a text before and a text after it.
COPIES = {
    "debian/changelog": re.compile(r"\A(caseload \()([^)]*)(\))"),
    "package.json": re.compile(r'^(  "version": ")([^"]*)(",)$', re.MULTILINE),
    "locust/caseload_detector/__init__.py": re.compile(r'^(__version__ = ")([^"]*)(")$', re.MULTILINE),
}


def version(root=ROOT):
    return (root / "VERSION").read_text().strip()


def differing(root=ROOT):
    """What is wrong with the copies, one text each."""
    wanted = version(root)
    for name, pattern in COPIES.items():
        found = pattern.search((root / name).read_text())
        if not found:
            yield f"{name} has no version"
        elif found.group(2) != wanted:
            yield f"{name} has the version {found.group(2)}, but VERSION has {wanted}"


def write(new, root=ROOT):
    if not VERSION.fullmatch(new):
        raise ValueError(f"'{new}' is not a version; it must have three numbers, such as 1.0.1")
    (root / "VERSION").write_text(f"{new}\n")
    for name, pattern in COPIES.items():
        text = (root / name).read_text()
        if name == "debian/changelog":
            if pattern.search(text).group(2) != new:
                (root / name).write_text(changelog_entry(new, text) + text)
        else:
            (root / name).write_text(pattern.sub(rf"\g<1>{new}\g<3>", text))


def changelog_entry(new, changelog):
    """A new entry of debian/changelog, by the maintainer of the one before. CHANGELOG.md has the changes."""
    maintainer = re.search(r"^ -- (.* <.*>)  ", changelog, re.MULTILINE).group(1)
    return (f"caseload ({new}) unstable; urgency=medium\n\n  * CHANGELOG.md lists the changes.\n\n"
            f" -- {maintainer}  {email.utils.formatdate()}\n\n")


def main(arguments):
    if len(arguments) > 1:
        raise ValueError("at most one argument, the new version")
    if arguments:
        write(arguments[0])
    problems = list(differing())
    if problems:
        raise ValueError("\n".join(problems) + f"\n`python3 tools/version.py {version()}` corrects this")
    print(version())


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except ValueError as error:
        sys.exit(f"version: {error}")
