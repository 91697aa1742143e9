"""Writes the result in all formats that were asked for, and decides on the exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from ..compare import load, mark_known
from ..output.junit import junit
from ..output.markdown import markdown
from ..output.redact import Redactor
from ..output.report import Document, document_of
from ..output.sarif import sarif
from ..output.text import text_lines, wrapped
from ..rules import all_rules
from ..stack_guess import Guess
from .exits import ALL, CLEAN, COULD_NOT_RUN, FOUND, exit_code, open_labels
from .kept import Kept

FORMATS = ("json", "sarif", "junit", "markdown")
STANDARD_OUTPUT = "-"


def check_outputs(options: argparse.Namespace) -> None:
    """Before anything is requested, so that no result is lost because of a typing mistake."""
    if [getattr(options, name) for name in FORMATS].count(STANDARD_OUTPUT) > 1:
        raise ValueError("only one of --json, --sarif, --junit and --markdown can go to standard output")
    for name in (*FORMATS, "keep"):
        file = getattr(options, name, None)
        if file and file != STANDARD_OUTPUT:
            check_writable(f"--{name} {file}", Path(file).resolve())
    accepted_labels(options)
    if options.baseline:
        load(Path(options.baseline))


def check_writable(option: str, path: Path) -> None:
    if path.is_dir():
        raise ValueError(f"{option} is a folder; give the name of a file")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise ValueError(f"{option}: its folder does not exist or can't be written to")


def accepted_labels(options: argparse.Namespace) -> set[str]:
    given = {label.strip() for label in options.accept_not_judged.split(",") if label.strip()}
    unknown = given - {ALL} - {label for rule in all_rules() for label in rule.labels}
    if unknown:
        raise ValueError(f"--accept-not-judged: {', '.join(sorted(unknown))} is not a label; `caseload-detector rules` lists them")
    return given


def show(kept: Kept, options: argparse.Namespace) -> int:
    if options.stack:
        kept.stack = Guess(options.stack, "as given")
    context, looked = kept.judged(options.docs)
    document = document_of(context, looked, Redactor(not options.show_literals))
    if options.baseline:
        mark_known(document, load(Path(options.baseline)))
    accepted = accepted_labels(options)
    failed = [said for name, text in rendered(document, options).items() if (said := not_written(name, getattr(options, name), text))]
    code = COULD_NOT_RUN if failed else exit_code(document, accepted)
    lines = [*text_lines(document, options.verbose), *last_lines(document, code, accepted, bool(options.baseline))]
    to_error = any(getattr(options, name) == STANDARD_OUTPUT for name in FORMATS)
    print("\n".join(lines), file=sys.stderr if to_error else sys.stdout, flush=True)
    for said in failed:
        print(f"caseload-detector: {said}", file=sys.stderr)
    return code


def rendered(document: Document, options: argparse.Namespace) -> dict[str, str]:
    texts = {
        "json": lambda: json.dumps(document, indent=2, ensure_ascii=False) + "\n",
        "sarif": lambda: json.dumps(sarif(document), indent=2, ensure_ascii=False) + "\n",
        "junit": lambda: junit(document),
        "markdown": lambda: markdown(document),
    }
    return {name: make() for name, make in texts.items() if getattr(options, name)}


def not_written(option: str, file: str, text: str) -> str:
    """Why the file could not be written; "" if it was. The other files and the text must not be lost with it."""
    try:
        write(file, text)
    except OSError as error:
        return f"--{option} {file} could not be written: {error.strerror}"
    return ""


def write(file: str, text: str) -> None:
    if file == STANDARD_OUTPUT:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    path = Path(file).resolve()  # a link stays one
    if path.exists() and not path.is_file():  # a device or a pipe, which must not be replaced
        path.write_text(text, encoding="utf-8")
        return
    temporary = path.with_name(f"{path.name}.part")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def last_lines(document: Document, code: int, accepted: set[str], has_baseline: bool) -> list[str]:
    """How to let a check pass that found nothing new."""
    if code == CLEAN or has_baseline:
        return []
    lines: list[str] = []
    if accepted and not document["queries_seen"]:
        lines += wrapped("No query of this service was seen, so --accept-not-judged has no effect: a detector that sees nothing must not pass.", "")
    if code == FOUND:
        return [*lines, "To accept these problems in CI: run once with --json accepted.json, and then with --baseline accepted.json"]
    labels = open_labels(document, accepted) if document["queries_seen"] else []  # otherwise accepting them has no effect
    return [*lines, f"To accept in CI what was not judged: --accept-not-judged {','.join(labels)}"] if labels else lines
