"""`make release-check`, before all tests: versions, changelog, licences of what is bundled, links, and whether everything is committed."""

import pathlib
import re
import subprocess
import sys

import version

ROOT = pathlib.Path(__file__).resolve().parents[1]
GENERATED = {"docs/configuration.md"}  # `make docs`
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.DOTALL | re.MULTILINE)
# Files of others come in these formats. Pictures of docs/images are our own.
OF_OTHERS = {".woff2", ".woff", ".ttf", ".otf", ".jar", ".so", ".wasm"}


def tracked():
    return subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


def uncommitted():
    for line in subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines():
        yield f"{line[3:]} is not committed"


def changelog():
    text = (ROOT / "CHANGELOG.md").read_text()
    if not re.search(rf"^## {re.escape(version.version())} - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE):
        yield f"CHANGELOG.md has no heading '## {version.version()} - <date>'"
    unreleased = re.search(r"^## Unreleased\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    if unreleased and unreleased.group(1).strip():
        yield f"CHANGELOG.md has changes under 'Unreleased'; they belong to {version.version()}"


def licences():
    """Each folder with files of others has their licence, and both lists of licences name it."""
    folders = {pathlib.PurePath(name).parent for name in tracked() if pathlib.PurePath(name).suffix in OF_OTHERS}
    lists = {name: (ROOT / name).read_text() for name in ("NOTICES.md", "debian/copyright")}
    for folder in sorted(folders):
        if not list((ROOT / folder).glob("LICENSE*")):
            yield f"{folder} has files of others, but no licence"
        for name, text in lists.items():
            if f"{folder}/" not in text:
                yield f"{name} does not name {folder}/"


def links():
    for name in (name for name in tracked() if name.endswith(".md")):
        text = CODE.sub("", (ROOT / name).read_text())
        for target in LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (ROOT / name).parent / path if path else ROOT / name
            if path and str(file.resolve().relative_to(ROOT)) in GENERATED:
                continue
            if not file.exists():
                yield f"{name} links to {target}, which does not exist"
            elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
                yield f"{name} links to {target}, but {path or name} has no such heading"


def anchors(text):
    headings = re.findall(r"^#+ +(.*?) *$", CODE.sub(lambda found: found.group().strip("`") if "\n" not in found.group() else "", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


CHECKS = {"versions": version.differing, "changelog": changelog, "licences": licences, "links": links, "committed": uncommitted}


def main():
    failed = False
    for name, check in CHECKS.items():
        problems = list(check())
        failed |= bool(problems)
        print(f"  {name:<12}{'ok' if not problems else 'FAILED'}")
        for problem in problems:
            print(f"    {problem}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
