"""A block of requests and its outcome. Plain data; `generator` sends the requests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Mapping

from .histogram import Histogram
from .statistics import median


@dataclass(frozen=True)
class Expected:
    """The expected response. `checksum` is None if correct responses may differ."""

    status: int
    checksum: int | None = None


@dataclass(frozen=True)
class Request:
    name: str  # stable: case and variant, without ids or query
    method: str
    target: str
    headers: Mapping[str, str]
    expected: Expected


@dataclass(frozen=True)
class Block:
    request: Request
    seconds: float
    minimum: int  # requests
    users: int = 1
    rate_per_second: float | None = None  # None: closed loop
    longest_seconds: float = 6.0


@dataclass
class Outcome:
    """The outcome of one block or the sum of several."""

    requests: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    service: Histogram = field(default_factory=Histogram)
    response: Histogram = field(default_factory=Histogram)
    first_byte: Histogram = field(default_factory=Histogram)
    service_us: list[int] = field(default_factory=list)  # exact values, for the block's median
    body_bytes: list[int] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    blocks: int = 0
    blocks_over_limit: int = 0

    def took(self, service_us: int, first_byte_us: int, response_us: int | None, body_bytes: int) -> None:
        self.service.record(service_us)
        self.service_us.append(service_us)
        self.first_byte.record(first_byte_us)
        if response_us is not None:
            self.response.record(response_us)
        self.body_bytes.append(body_bytes)

    def add(self, other: "Outcome") -> None:
        self.requests += other.requests
        self.errors.update(other.errors)
        self.service.merge(other.service)
        self.response.merge(other.response)
        self.first_byte.merge(other.first_byte)
        self.service_us += other.service_us
        self.body_bytes += other.body_bytes
        self.seconds += other.seconds
        self.cpu_seconds += other.cpu_seconds
        self.blocks += other.blocks
        self.blocks_over_limit += other.blocks_over_limit

    @property
    def failed(self) -> int:
        return sum(self.errors.values())

    @property
    def cpu_share(self) -> float | None:
        return self.cpu_seconds / self.seconds if self.seconds > 0 else None

    @property
    def median_us(self) -> float | None:
        return median(self.service_us) if self.service_us else None


def measurement(
    purpose: str, knobs: Mapping[str, Any], block: Block, outcome: Outcome, first_byte: bool = True
) -> dict[str, Any]:
    """The structure in docs/runs/run.schema.json. Values that were not measured are omitted."""
    model: dict[str, Any] = {"kind": "closed", "users": block.users}
    if block.rate_per_second is not None:
        model = {"kind": "paced", "users": block.users, "rate_per_second": round(block.rate_per_second, 3)}
    values: dict[str, Any] = {
        "purpose": purpose,
        "knobs": dict(knobs),
        "load_model": model,
        "requests": outcome.requests,
        "errors": outcome.failed,
    }
    if outcome.seconds > 0:
        values["seconds"] = round(outcome.seconds, 4)
        values["generator_cpu_share"] = round(outcome.cpu_share or 0.0, 4)
        values["over_limit"] = outcome.blocks_over_limit * 2 >= outcome.blocks > 0
        good = outcome.requests - outcome.failed
        if purpose in ("pairs", "capacity", "at-once") and good > 0:
            values["throughput_per_second"] = round(good / outcome.seconds, 3)
    times = {"service_time": outcome.service, "response_time": outcome.response}
    if first_byte:
        times["first_byte"] = outcome.first_byte
    for name, histogram in times.items():
        if histogram.count:
            values[name] = {"histogram": histogram.to_json(), "percentiles": histogram.percentiles()}
    if outcome.body_bytes:
        values["bytes"] = round(median(outcome.body_bytes))
    return values
