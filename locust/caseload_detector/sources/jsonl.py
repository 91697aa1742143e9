"""Queries from a file that the service, or something beside it, appends to while it runs. docs/evidence-sources.md has its format."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any, Callable, Mapping

from ..evidence import Observation
from ..json_text import json_from
from . import Sight, SourceError, Trace
from .tally import Tally, add_to
from .texts import BEGIN, COMMIT, MYSQL, ROLLBACK, STANDARD, Query, normalised

WAIT_SECONDS = 2.0  # for the lines of a request, which may be written after the response
SETTLE_SECONDS = 0.05  # without a further line
STEP_SECONDS = 0.01
LONGEST_LINE = 10_000_000
LARGEST = 2**63 - 1  # number in a line; more is a mistake
TEXT = re.compile("sql|text|query")  # the member with the text of a query


class JsonLines:
    name = "jsonl"
    shared = False

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._position = 0
        self._partial = b""
        self._trace = ""
        self._seen_any = False
        self.skipped = 0  # lines that are not valid
        self._wrong = ""  # why the first of them is not

    def open(self) -> None:
        if self._path.exists() and not self._path.is_file():
            raise SourceError(f"{self._path} is not a file")
        if not self._path.is_file():
            raise SourceError(f"{self._path} does not exist; the service must create it before the detector starts")
        try:
            self._position = self._path.stat().st_size
            self._path.open("rb").close()
        except OSError as error:
            raise SourceError(f"{self._path} can't be read: {error.strerror}") from error

    def close(self) -> None:
        pass

    def rest(self, seconds: float) -> None:
        pass

    def headers(self, trace: Trace) -> dict[str, str]:
        self._trace = trace.id
        return {"traceparent": trace.header, "X-Request-Id": trace.id}

    def before(self) -> None:
        self._lines()  # of requests before this one

    def after(self, seen: Observation) -> None:
        lines = self._lines_of_request(seen)
        self._seen_any = self._seen_any or bool(lines)
        if not lines:
            if self._seen_any:
                seen.doubts.append(f"{self.name}: {self._path.name} has no line for this request")
            return
        tally = Tally()
        shows_transactions = False
        for line in lines:
            for entry in line.get("digests") or ([] if _text_of(line) is None else [line]):
                query = _add(tally, entry, line)
                shows_transactions |= "connection" in entry or "connection" in line or query.kind in (BEGIN, COMMIT, ROLLBACK)
        if not shows_transactions:
            tally.commits = None  # most logs of an application leave out what its driver does by itself
        add_to(seen, tally)

    def _lines_of_request(self, seen: Observation) -> list[Mapping[str, Any]]:
        """A line without a query says that the request is complete, such as {"request": "...", "digests": []}."""
        wanted = {self._trace, seen.header("x-request-id")} - {""}
        found: list[Mapping[str, Any]] = []
        end = time.monotonic() + (WAIT_SECONDS if self._seen_any or not found else 0)
        quiet_since = time.monotonic()
        while time.monotonic() < end:
            new = [line for line in self._lines() if _request_of(line) & wanted]
            if new:
                found += new
                quiet_since = time.monotonic()
            if any("digests" in line for line in found) or (found and time.monotonic() - quiet_since > SETTLE_SECONDS):
                break
            time.sleep(STEP_SECONDS)
        return found

    def _lines(self) -> list[Mapping[str, Any]]:
        try:
            with self._path.open("rb") as file:
                if self._path.stat().st_size < self._position:
                    self._position, self._partial = 0, b""  # it was emptied, or replaced by a new one
                file.seek(self._position)
                data = self._partial + file.read()
                self._position = file.tell()
        except OSError as error:
            raise SourceError(f"{self._path} can no longer be read: {error.strerror}") from error
        *whole, self._partial = data.split(b"\n")
        if len(self._partial) > LONGEST_LINE:
            raise SourceError(f"{self._path} has a line of more than {LONGEST_LINE:,} bytes")
        lines = []
        for line in whole:
            try:
                value = json_from(line) if line.strip() else None
            except ValueError:
                self.skipped, self._wrong = self.skipped + 1, self._wrong or "is not JSON"
                continue
            if isinstance(value, dict) and _is_valid(value):
                lines.append(value)
            elif value is not None:
                self.skipped, self._wrong = self.skipped + 1, self._wrong or 'has no "request", or neither "sql" nor "digests"'
        return lines

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> Sight:
        headers = self.headers(Trace.new())
        self.before()
        seen = send(headers)
        lines = self._lines_of_request(seen)
        self._seen_any = bool(lines)
        number = sum(len(line["digests"]) if "digests" in line else 1 for line in lines)
        said = [f"{self._path.name}: has {len(lines)} {'line' if len(lines) == 1 else 'lines'} with {number} {'query' if number == 1 else 'queries'} for the first request"]
        if not lines:
            said.append("each line must name its request by the `traceparent` or `X-Request-Id` that the detector sends, or by the X-Request-Id of the response")
        if self.skipped:
            said.append(f"{self.skipped} {'line was' if self.skipped == 1 else 'lines were'} skipped; the first one {self._wrong}")
        return Sight(self.name, bool(lines), tuple(said))


def _is_valid(line: Mapping[str, Any]) -> bool:
    if not _request_of(line):
        return False
    digests = line.get("digests")
    if digests is None:
        return _text_of(line) is not None
    return isinstance(digests, list) and all(isinstance(entry, dict) and _text_of(entry) is not None for entry in digests)


def _text_of(entry: Mapping[str, Any]) -> str | None:
    return next((value for name, value in entry.items() if TEXT.fullmatch(name) and isinstance(value, str)), None)


def _request_of(line: Mapping[str, Any]) -> set[str]:
    """The ways in which a line may name its request: a trace id, a whole traceparent, or a request id."""
    names = set()
    for key in ("request", "trace"):
        value = line.get(key)
        if isinstance(value, str) and value:
            parts = value.split("-")
            names |= {value, parts[1]} if len(parts) == 4 and len(parts[1]) == 32 else {value}
    return names


def _add(tally: Tally, entry: Mapping[str, Any], line: Mapping[str, Any]) -> Query:
    dialect = MYSQL if str(entry.get("system", line.get("system", ""))).lower() in ("mysql", "mariadb") else STANDARD
    query: Query = normalised(_text_of(entry) or "", dialect)
    times = _number(entry, "times")
    tally.add(
        query, entry.get("connection", line.get("connection")), rows=_number(entry, "rows"), examined=_number(entry, "rows_examined"),
        us=_number(entry, "us"), times=1 if times is None else times, sums=times is not None,
    )
    return query


def _number(entry: Mapping[str, Any], name: str) -> int | None:
    value = entry.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST else None
