"""Prints the man page of a program, made from its --help and --version.

    man_page.py PROGRAM     a program, or a folder or .pyz file that Python runs
"""

import os
import pathlib
import re
import subprocess
import sys
import time

VERSION = (pathlib.Path(__file__).resolve().parents[1] / "VERSION").read_text().strip()
HEADING = re.compile(r"^(\S[^:]*):(.*)$")
OPTION = re.compile(r"^ {2,4}(\S.*?)(?:  +(\S.*))?$")
SEE_ALSO = ("caseload", "caseload-app", "caseload-worker", "caseload-partners", "caseload-site", "caseload-detector")


def help_of(program, *words):
    command = ["/usr/bin/python3", "-B", program] if os.path.isdir(program) or program.endswith(".pyz") else [program]
    environment = {**os.environ, "COLUMNS": "10000", "LC_ALL": "C.UTF-8"}
    return subprocess.run([*command, *words, "--help"], check=True, capture_output=True, text=True, env=environment).stdout


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("→", "\\->")
    return re.sub(r"^([.'])", r"\\&\1", text)


def sections_of(text):
    """(usage, description, [(heading, [(term, text)])]) of the --help of CLI11 or argparse."""
    usage, description, sections = "", [], []
    for line in text.splitlines():
        heading = HEADING.match(line)
        option = OPTION.match(line)
        if heading and heading.group(1).lower() == "usage":
            usage = heading.group(2).strip()
        elif heading and not heading.group(2).strip():
            sections.append((heading.group(1), []))
        elif sections and option:
            sections[-1][1].append([option.group(1), option.group(2) or ""])
        elif sections and line.startswith("     ") and sections[-1][1]:
            entry = sections[-1][1][-1]
            entry[1] = f"{entry[1]} {line.strip()}".strip()
        elif line.strip():
            description.append(line.strip())
    return usage, description, sections


def page(name, program):
    usage, description, sections = sections_of(help_of(program))
    first = re.sub(r"^Caseload(?:'s [a-z]+)?: ", "", description[0]).split(". ")[0].rstrip(".")
    released = os.environ.get("SOURCE_DATE_EPOCH")  # set where packages are built
    date = time.strftime("%Y-%m-%d", time.gmtime(int(released))) if released else '""'
    yield f'.TH {name.upper()} 1 {date} "Caseload {VERSION}" "Caseload"'
    yield ".SH NAME"
    yield f"{escaped(name)} \\- {escaped(first[0].lower() + first[1:])}"
    yield ".SH SYNOPSIS"
    yield escaped(usage)
    yield ".SH DESCRIPTION"
    for number, paragraph in enumerate(description):
        yield from ([".PP"] if number else []) + [escaped(paragraph)]
    yield from options(sections)
    for command in [term for heading, entries in sections if heading == "commands" for term, text in entries if text]:
        _, _, its = sections_of(help_of(program, command))
        own = [(f"options of {command}", [entry for heading, entries in its for entry in entries if not entry[0].startswith("-h")])]
        if own[0][1]:
            yield from options(own)
    yield ".SH SEE ALSO"
    others = [other for other in SEE_ALSO if other != name]
    for other in others:
        yield f".BR {escaped(other)} (1){'' if other == others[-1] else ','}"


def options(sections):
    for heading, entries in sections:
        yield f".SH {heading.upper()}"
        for term, text in entries:
            if text:
                yield from (".TP", f".B {escaped(term)}", escaped(text))


def main(program):
    name = "caseload" if os.path.isdir(program) else pathlib.Path(program).name.removesuffix(".pyz")
    print("\n".join(page(name, program)))


if __name__ == "__main__":
    main(sys.argv[1])
