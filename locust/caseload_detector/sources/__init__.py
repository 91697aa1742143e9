"""Where evidence comes from, apart from the service's own headers. Several sources combine: each adds to an observation what it
knows of that request, and never replaces what is known already."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, NamedTuple, Protocol

from ..evidence import Observation

PASSWORD_VARIABLE = "CASELOAD_EVIDENCE_PASSWORD"


class SourceError(Exception):
    """The source can't be used. The message names the setting or right that is missing and how to get it. It never contains a password."""


@dataclass(frozen=True)
class SourceOptions:
    """What opening a source may need. There is no way to give a password on a command line, where other users can read it."""

    option_file: Path | None = None  # as for the database's own clients: ~/.my.cnf, ~/.pgpass
    password: str | None = None  # from the variable CASELOAD_EVIDENCE_PASSWORD
    ask_password: Callable[[str], str] | None = None  # prompts for one, with this text, if the server wants one; None: never asks


@dataclass(frozen=True)
class Sight:
    """What a source sees of this service, found out by a request before the first verdict."""

    source: str
    sees_queries: bool
    lines: tuple[str, ...]  # one or more lines for a person: what it sees, what it can't see, and how to turn that on


class Trace(NamedTuple):
    """How a service can recognise a request of the detector (W3C Trace Context)."""

    id: str
    span: str

    @staticmethod
    def new() -> "Trace":
        return Trace(secrets.token_hex(16), secrets.token_hex(8))

    @property
    def header(self) -> str:
        """Marked as sampled, because otherwise the service may record nothing (section 3.2.2.5)."""
        return f"00-{self.id}-{self.span}-01"


class Source(Protocol):
    name: str  # for messages and results: "header", "mariadb", "postgresql", "otlp", "jsonl"
    shared: bool  # it also counts other traffic, so each probe is repeated and the minimum per digest is used

    def open(self) -> None:
        """Connects and turns on what it needs. Raises SourceError, and has then restored what it changed."""

    def close(self) -> None:
        """Restores every setting that `open` changed. Must be safe to call at any time, also after an interruption, and twice."""

    def headers(self, trace: Trace) -> dict[str, str]:
        """Headers to send with the next request, such as `traceparent`. Called before `before`, with the same trace for all sources."""

    def before(self) -> None:
        """Called just before a request."""

    def after(self, seen: Observation) -> None:
        """Called after the last byte of the response: adds its digests and counts to `seen`."""

    def rest(self, seconds: float) -> None:
        """A shared source counts for this time what other traffic runs, while no request is made. Others return at once."""

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> Sight:
        """Sends a request and looks whether the source sees the service's queries. `send` makes one request, with these headers."""
