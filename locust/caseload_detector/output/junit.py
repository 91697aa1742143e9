"""The result as JUnit XML: a suite for each page and a test for each problem, which fails if found and is skipped if not judged."""

from __future__ import annotations

import re
from typing import Any, Mapping
from xml.etree import ElementTree

from .report import Document, name_of
from .text import problem_lines

UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not allowed in XML 1.0


def junit(document: Document) -> str:
    top = ElementTree.Element("testsuites", name="caseload-detector")
    for page in document["pages"]:
        top.append(suite(page))
    for key in ("tests", "failures", "skipped"):
        top.set(key, str(sum(int(entry.get(key, "0")) for entry in top)))
    ElementTree.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(top, encoding="unicode") + "\n"


def suite(page: Mapping[str, Any]) -> ElementTree.Element:
    name = fit(name_of(page))
    made = ElementTree.Element("testsuite", name=name)
    failures = 0
    for problem in page["problems"]:
        case = ElementTree.SubElement(made, "testcase", classname=name, name=" or ".join(problem["labels"]))
        lines = fit("\n".join(problem_lines(problem)))
        if problem.get("known"):
            ElementTree.SubElement(case, "system-out").text = "known, in the baseline\n" + lines
        else:
            failures += 1
            ElementTree.SubElement(case, "failure", message=fit(f"{problem['title']}: {problem['summary']}")).text = lines
    for label in page["clean"]:
        ElementTree.SubElement(made, "testcase", classname=name, name=label)
    for label, reason in page["not_judged"].items():
        case = ElementTree.SubElement(made, "testcase", classname=name, name=label)
        ElementTree.SubElement(case, "skipped", message=fit(page.get("error") or f"not judged without {reason}"))
    made.set("tests", str(len(made)))
    made.set("failures", str(failures))
    made.set("skipped", str(len(page["not_judged"])))
    return made


def fit(text: str) -> str:
    return UNFIT.sub("\ufffd", text)
