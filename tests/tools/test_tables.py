"""Tables of the shop, the cases and the gallery. Each schema.sql creates its own tables anew, so two that share a name would silently
replace each other's rows."""

from __future__ import annotations

import re
import unittest
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CREATED = re.compile(r"^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`?(\w+)`?", re.IGNORECASE | re.MULTILINE)


def created() -> dict[str, list[str]]:
    files = defaultdict(list)
    for file in sorted([*ROOT.glob("sql/*.sql"), *ROOT.glob("fcgi-app/**/schema.sql")]):
        for name in CREATED.findall(file.read_text(encoding="utf-8")):
            files[name].append(file.relative_to(ROOT).as_posix())
    return files


class Tables(unittest.TestCase):
    def test_no_two_files_create_a_table_of_the_same_name(self) -> None:
        tables = created()
        self.assertIn("book", tables)
        self.assertEqual({name: files for name, files in tables.items() if len(files) > 1}, {})


if __name__ == "__main__":
    unittest.main()
