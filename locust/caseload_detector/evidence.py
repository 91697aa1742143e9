"""One response: its headers, its body, and the evidence that the service sends with it.

Every value may be missing. None means "not measured", which rules must not treat as zero.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Mapping, NamedTuple

from .call_site import call_site
from .calls import Call, calls_from
from .evidence_keys import KEYS
from .plans import plan_scans
from .query_text import computes, is_control, plain


# How caches say that they had a response, from before RFC 9211: nginx ($upstream_cache_status, by convention), Cloudflare, Varnish (the
# request that stored it), and CDNs. An application may send X-Cache for a cache of its own, but no Via or Age.
HITS = {
    "x-cache-status": re.compile(r"hit|stale|updating|revalidated", re.IGNORECASE),
    "x-proxy-cache": re.compile(r"hit|stale|updating|revalidated", re.IGNORECASE),
    "cf-cache-status": re.compile(r"hit|stale|updating|revalidated", re.IGNORECASE),
    "x-varnish": re.compile(r"\d+ \d+"),
}
X_CACHE_HIT = re.compile(r"\b(?:tcp_(?:\w+_)?)?(?:refresh)?hit\b", re.IGNORECASE)
BROKEN_OFF = 599  # in place of the status of a response that ended early


class Column(NamedTuple):
    """A column of a query's result."""

    bytes: int  # of its values in all rows
    reads: int  # how often the code read a value of it
    letters: bool  # a value has a letter, so it is text and no number or date


@dataclass
class Digest:
    """A query by its normalised text: how often it ran in this request, and what it returned."""

    text: str
    times: int
    write: bool = False
    distinct: int | None = None  # parameter sets
    parameters: int | None = None  # of all executions together
    rows: int | None = None
    us: int | None = None
    row_lock_waits: int = 0  # how often it waited for a locked row
    rows_examined: int | None = None  # where the database counts them by query
    blocks: int | None = None  # storage blocks (pages) that were read, from memory or disk
    pages: int | None = None  # of the database, that one execution of a read through an index accesses
    columns_fetched: int | None = None
    columns_read: int | None = None
    bytes: int | None = None  # of all values of all rows
    row_bytes: int | None = None  # of the values of a row as they are stored, as the database estimates from its statistics of the table
    bytes_unread: int | None = None  # in values that the code never read
    columns: tuple[Column, ...] | None = None  # in the order of the result
    result_hash: str | None = None
    scans: bool | None = None  # the plan reads a whole table or index
    plan: Any = None  # the service's EXPLAIN document
    called_from: str | None = None  # the place in the code, from a comment in the query or from a span
    wildcard_first: bool | None = None  # a LIKE pattern begins with a wildcard; None: there is none, or it is not known

    def __post_init__(self) -> None:
        if self.columns is not None:
            self.columns = tuple(Column(*column) for column in self.columns)  # from JSON

    @property
    def computes(self) -> bool:
        """True if the query groups, aggregates or ranks rows."""
        return computes(self.text)

    @property
    def filters(self) -> bool:
        return re.search(r"\bwhere\b", plain(self.text)) is not None


@dataclass
class Block:
    name: str
    cached: bool
    hash: str | None = None


@dataclass
class Observation:
    """One request and its response."""

    query: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)  # lower-case names
    body_hash: str | None = None  # of the decoded body, computed by the client
    text_hash: str | None = None  # of the text that an HTML page shows, without attributes and scripts
    body_bytes: int | None = None
    wire_bytes: int | None = None
    items: int | None = None  # entries in all lists of the response, including nested ones
    values: int | None = None  # numbers, strings and booleans in the response
    words: int | None = None  # of its text, and of the data that it has for scripts and drawings
    fields: list[str] | None = None  # JSON: the names of what each entry of the longest list of objects has
    login_form: bool = False  # it asks for a password instead of showing something
    gzip_bytes: int | None = None  # a trial compression of a text that was sent without one
    first_byte_us: int | None = None  # measured by the client
    total_us: int | None = None
    counts: dict[str, int] = field(default_factory=dict)  # evidence keys
    phases: dict[str, int] = field(default_factory=dict)  # wall microseconds by phase
    chain: dict[str, int] | None = None  # queries by step of the chain around the handler
    digests: list[Digest] | None = None
    blocks: list[Block] | None = None
    rebuilt: list[str] | None = None  # hashes of the keys whose values were missing or expired in the cache, and built anew
    calls: list[Call] | None = None  # to other services, in the order of their starts
    memory: list[dict[str, int]] | None = None  # bytes in use by owner, at times during the request
    claims: list[dict[str, Any]] | None = None  # checked by the service for this request; no rule reads them
    doubts: list[str] = field(default_factory=list)  # why a source's counts of this request are left out, such as other traffic

    def count(self, key: str) -> int | None:
        return self.counts.get(key)

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    @property
    def from_cache(self) -> bool:
        """True if a cache in front of the service served it: it says so (RFC 9211, or as usual before that), or how old the response is
        (RFC 9111, section 5.1). What the headers say of its making was then said when the cache got it."""
        age = self.header("age")
        if re.search(r";\s*hit\b", self.header("cache-status")) or age.isdigit() and int(age) > 0:
            return True
        if any(hit.fullmatch(self.header(name).strip()) for name, hit in HITS.items()):
            return True
        return bool(age or self.header("via")) and X_CACHE_HIT.search(self.header("x-cache")) is not None

    @property
    def queries(self) -> int | None:
        return 0 if self.from_cache else self.count(KEYS.sql)

    def reads(self) -> list[Digest]:
        return [digest for digest in self.digests or [] if not digest.write]

    def writes(self) -> list[Digest]:
        return [digest for digest in self.digests or [] if digest.write]

    @property
    def complete(self) -> bool:
        """True if the digests cover every query, so that conclusions from them are valid."""
        if self.digests is None:
            return False
        sql = self.count(KEYS.sql)
        return sql is not None and sum(digest.times for digest in self.digests) == sql

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Observation":
        known = {member.name for member in fields(Observation)}  # older files may have other members
        members = {name: entry for name, entry in value.items() if name in known}
        if members.get("digests") is not None:
            members["digests"] = [Digest(**digest) for digest in members["digests"]]
        if members.get("blocks") is not None:
            members["blocks"] = [Block(**block) for block in members["blocks"]]
        members["calls"] = calls_from(members.get("calls"))
        return Observation(**members)


OWNERS = ("app", "render", "driver")  # of memory
INTEGER_MEMBER = re.compile(r"^\s*([a-z*][a-z0-9_.*-]*)=(-?\d{1,15})\s*(?:;.*)?$")


def parse_evidence_header(text: str) -> dict[str, int]:
    """The integers of a Structured Field dictionary (RFC 9651, section 3.2). Other members are ignored."""
    counts: dict[str, int] = {}
    for member in text.split(","):
        match = INTEGER_MEMBER.match(member)
        if match:
            counts[match[1]] = int(match[2])
    return counts


def parse_server_timing(text: str) -> dict[str, int]:
    """Microseconds by metric, from `db;dur=4.312, app;dur=0.120` (W3C Server-Timing; dur is in milliseconds). Names with a
    dot, such as `middleware.load_session`, are parts of another metric and are ignored. The time in the database is `db`, whatever
    the service calls it."""
    phases: dict[str, int] = {}
    for metric in text.split(","):
        name, *parameters = [part.strip() for part in metric.split(";")]
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "dur" and name and ("." not in name or DATABASE_TIME.fullmatch(name)):
                try:
                    phases[name] = round(float(value.strip().strip('"')) * 1000)
                except (ValueError, OverflowError):
                    pass
    known_as = next((name for name in phases if DATABASE_TIME.fullmatch(name)), None)
    if known_as:
        phases.setdefault("db", phases.pop(known_as))
    return phases


DATABASE_TIME = re.compile(r"sql\.active_record|SQLPanel_sql_time|sql|mysql|postgres(ql)?|database")  # Rails, the Django Debug Toolbar, others


def add_document(observation: Observation, document: Mapping[str, Any]) -> None:
    """Adds the document from /evidence/<request-id> (docs/runs/evidence.schema.json)."""
    for key, value in document.get("evidence", {}).items():
        if isinstance(value, int) and not isinstance(value, bool):
            observation.counts[key] = value
    for phase in document.get("phases", []):
        if "wall_us" in phase:
            observation.phases[phase["name"]] = phase["wall_us"]
    if isinstance(document.get("steps"), list):
        observation.chain = {str(step["name"]): step["statements"] for step in document["steps"] if isinstance(step.get("statements"), int)} or None
    if isinstance(document.get("digests"), list):
        observation.digests = [digest_from(entry) for entry in document["digests"]]
        drop_control(observation)
    if isinstance(document.get("blocks"), list):
        observation.blocks = [
            Block(entry["name"], bool(entry.get("cached")), entry.get("hash") or None) for entry in document["blocks"]
        ]
    if isinstance(document.get("cache"), list):
        observation.rebuilt = rebuilt_in(document["cache"])
    observation.calls = calls_from(document.get("calls"))
    observation.memory = memory_from(document.get("memory")) or None
    if isinstance(document.get("claims"), list):
        observation.claims = document["claims"]


def rebuilt_in(calls: list[Any]) -> list[str]:
    """The keys of values that are kept. What the request removes again, such as a lock that it held, is not."""
    keys: list[str] = []
    for call in calls:
        if not isinstance(call, Mapping) or "key_hash" not in call:
            continue
        key = str(call["key_hash"])
        if call.get("rebuilt"):
            keys.append(key)
        elif call.get("kind") == "remove":
            keys = [other for other in keys if other != key]
    return keys


def drop_control(seen: Observation) -> None:
    """Removes BEGIN, COMMIT, SET and the like, which have entries in a database's counters but are no queries."""
    control = [digest for digest in seen.digests or [] if is_control(digest.text)]
    if not control:
        return
    if seen.complete:
        seen.counts[KEYS.sql] -= sum(digest.times for digest in control)
    seen.counts.setdefault(KEYS.commits, sum(digest.times for digest in control if plain(digest.text).startswith("commit")))
    seen.digests = [digest for digest in seen.digests or [] if not is_control(digest.text)]


def memory_from(memory: Any) -> list[dict[str, int]]:
    """The samples that have a time and at least one owner, sorted by time."""
    samples = memory.get("samples") if isinstance(memory, Mapping) else None
    taken = []
    for sample in samples if isinstance(samples, list) else []:
        numbers = {
            name: value
            for name, value in (sample.items() if isinstance(sample, Mapping) else ())
            if name in ("at_us", *OWNERS) and isinstance(value, int) and not isinstance(value, bool) and value >= 0
        }
        if "at_us" in numbers and len(numbers) > 1:
            taken.append(numbers)
    return sorted(taken, key=lambda sample: sample["at_us"])


def digest_from(entry: Mapping[str, Any]) -> Digest:
    return Digest(
        text=entry["text"],
        times=entry["times"],
        write=bool(entry.get("write")),
        distinct=entry.get("distinct"),
        parameters=entry.get("parameters"),
        rows=entry.get("rows"),
        us=entry.get("us"),
        row_lock_waits=entry.get("row_lock_waits", 0),
        pages=entry.get("pages"),
        columns_fetched=entry.get("columns_fetched"),
        columns_read=entry.get("columns_read"),
        bytes=entry.get("bytes"),
        bytes_unread=entry.get("bytes_unread"),
        columns=tuple(Column(column["bytes"], column["reads"], column["letters"]) for column in entry["columns"]) if "columns" in entry else None,
        result_hash=entry.get("result_hash") or None,
        scans=plan_scans(entry.get("explain")),
        plan=entry.get("explain") or None,
        called_from=call_site(entry["text"]),
    )
