"""How long and how often to measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Settings:
    pairs: int
    passes: int  # over how many passes the pairs are spread, and these over the run
    block_seconds: float
    block_minimum: int
    warm_up_seconds: float
    paced_seconds: float
    capacity_seconds: float
    capacity_users: int
    at_once_seconds: float
    at_once_rounds: int
    growth_seconds: float
    growth_minimum: int
    random_seed: int = 20240229
    quick: bool = False
    confidence: float = 0.95
    generator_cpu_limit: float = 0.9
    busy_cores_limit: float = 0.25  # of what other programs use while this one sends nothing
    idle_seconds: float = 0.4  # how long that is observed before each pass
    settle_seconds: float = 30.0  # how long at most a pass waits for other programs to finish
    jobs_seconds: float = 300.0  # how long at most a measurement waits for background jobs that an earlier one has queued
    paced_users: int = 16
    paced_share: float = 0.5  # share of the rate that one user gets from the slowest variant
    paced_highest_rate: float = 800.0
    longest_growth_seconds: float = 1.0  # if a request took longer, the size is not increased further
    longest_block_seconds: float = 6.0  # a block ends after this time even without its minimum of requests

    def to_json(self) -> dict[str, Any]:
        return {
            "random_seed": self.random_seed,
            "pairs": self.pairs,
            "passes": self.passes,
            "block_seconds": self.block_seconds,
            "block_minimum": self.block_minimum,
            "warm_up_seconds": self.warm_up_seconds,
            "confidence": self.confidence,
            "interval": "prediction",
            "generator_cpu_limit": self.generator_cpu_limit,
        }


PUBLISHED = Settings(
    pairs=10,
    passes=5,
    block_seconds=0.5,
    block_minimum=5,
    warm_up_seconds=0.3,
    paced_seconds=1.5,
    capacity_seconds=1.0,
    capacity_users=8,
    at_once_seconds=1.0,
    at_once_rounds=4,
    growth_seconds=0.25,
    growth_minimum=3,
)

QUICK = Settings(
    pairs=4,
    passes=4,
    block_seconds=0.1,
    block_minimum=2,
    warm_up_seconds=0.05,
    paced_seconds=0.3,
    capacity_seconds=0.2,
    capacity_users=8,
    at_once_seconds=0.15,
    at_once_rounds=2,
    growth_seconds=0.02,
    growth_minimum=1,
    quick=True,
    settle_seconds=0.0,
)
