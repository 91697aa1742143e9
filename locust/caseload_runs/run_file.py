"""Writes a run file as strict JSON, once."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any, Mapping


def instant(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def run_id(seconds: float, source: Mapping[str, Any], kind: str, quick: bool) -> str:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))
    commit = str(source.get("commit", ""))[:7]
    return "-".join(part for part in (stamp, commit, kind, "quick" if quick else "") if part)


def make_folder_of(file: Path) -> None:
    """Before a run starts, so that its result can be written at the end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_dir() or not os.access(file.parent, os.W_OK):
        raise OSError(f"{file} can't be written")


def write_run(run: Mapping[str, Any], folder: Path) -> Path:
    """Never overwrites another run. Rejects NaN and infinity. The file is written completely or not at all."""
    text = json.dumps(run, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run['id']}.json"
    partial = folder / f".{run['id']}.partial"
    partial.write_text(text + "\n", encoding="utf-8")
    try:
        os.link(partial, path)  # unlike a rename, this fails if the name exists
    finally:
        partial.unlink()
    return path
