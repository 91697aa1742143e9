"""The code of other stacks in fcgi-app/cases/*/stacks.md, by case."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = sorted(file.parent.name for file in (ROOT / "fcgi-app" / "cases").glob("*/stacks.md"))
LANGUAGES = ("python", "ruby", "php", "java", "javascript", "sql")


def blocks_of(case, language):
    """{"slow": code, "fast": code, "test": code}"""
    text = (ROOT / "fcgi-app" / "cases" / case / "stacks.md").read_text(encoding="utf-8")
    found = re.findall(rf"^```{language} (\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return dict(found)


def file_of(code):
    """The file that a block is in: its first line is a comment with the path."""
    return re.match(r"\W*(\S+)", code).group(1)
