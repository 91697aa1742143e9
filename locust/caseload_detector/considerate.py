"""How much the detector asks of a service: a budget for each page, and a pause when the service is busy."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Callable

BUSY = (429, 503)
BUSY_RETRIES = 3


class BudgetSpent(Exception):
    """The page may not be requested any more. The message says why, for a person."""


@dataclass(frozen=True)
class Limits:
    """For each page. The defaults are those of the command line."""

    requests: int = 500
    seconds: float = 180.0
    longest_pause_seconds: float = 30.0


class Budget:
    """What is left for the current page. Without limits, everything is allowed and a pause takes two seconds at most. Thread-safe."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self.renew()

    def renew(self) -> None:
        """Called before each page."""
        with self._lock:
            self._requests = 0
            self._began = self._clock()

    def spend(self) -> None:
        """Called before each request."""
        if self._limits is None:
            return
        with self._lock:
            if self._requests >= self._limits.requests:
                raise BudgetSpent(f"the budget of {self._limits.requests} requests for a page is spent (--max-requests)")
            if self._clock() - self._began >= self._limits.seconds:
                raise BudgetSpent(f"the budget of {self._limits.seconds:g} seconds for a page is spent (--max-seconds)")
            self._requests += 1

    def pause(self, retry_after: str, attempt: int) -> float:
        """Seconds to wait after a busy response, from its Retry-After."""
        wanted = retry_after_seconds(retry_after)
        if self._limits is None:
            return min(2.0, 1.0 if wanted is None else wanted)
        asked = wanted is not None
        if wanted is None:
            wanted = float(2 ** (attempt - 1))
        if wanted > self._limits.longest_pause_seconds:
            raise BudgetSpent(
                f"the service is busy (429 or 503), and the next pause would be {wanted:.0f} seconds"
                f"{' (Retry-After)' if asked else ''}; the longest allowed is {self._limits.longest_pause_seconds:g} (--max-pause)"
            )
        return wanted


def retry_after_seconds(text: str) -> float | None:
    """Seconds, from a number or a date (RFC 9110, section 10.2.3). None if it is neither."""
    text = text.strip()
    if text.isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return max(0.0, (when - datetime.now(timezone.utc)).total_seconds())
