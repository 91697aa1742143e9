#!/usr/bin/python3
"""Copies the app's table of evidence keys to the Python client and to the guide: evidence_keys.py CATALOGUE (`make evidence-keys`)."""

import json
import sys
from pathlib import Path

CLIENT = Path("locust/caseload_detector/evidence_keys.json")
GUIDE = Path("docs/evidence.md")
HEAD = "| key | unit | meaning | when |\n|---|---|---|---|\n"


def main() -> None:
    table = json.loads(Path(sys.argv[1]).read_text())["evidence_keys"]
    CLIENT.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n")
    rows = "".join(f"| `{row['key']}` | {row['unit']} | {row['meaning']} | {row['cost']} |\n" for row in table)
    before, head, rest = GUIDE.read_text().partition(HEAD)
    if not head:
        raise SystemExit(f"{GUIDE}: no table with the columns key, unit, meaning and when")
    after = rest[rest.index("\n\n") + 1 :]
    GUIDE.write_text(before + head + rows + after)


if __name__ == "__main__":
    main()
