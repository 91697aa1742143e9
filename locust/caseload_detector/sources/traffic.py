"""What other traffic runs on a shared database, measured while no request of the detector is in flight."""

from __future__ import annotations

from .tally import Tally

TOO_MUCH = "other traffic on the database"  # how such a doubt begins


class OtherTraffic:
    def __init__(self) -> None:
        self.seconds = 0.0
        self._times: dict[str, int] = {}

    def add(self, seconds: float, tally: Tally) -> None:
        self.seconds += max(0.0, seconds)
        for text, entry in tally.entries.items():
            self._times[text] = self._times.get(text, 0) + entry.times

    def __contains__(self, text: str) -> bool:
        return text in self._times

    def __bool__(self) -> bool:
        return bool(self._times)

    def expected(self, text: str, seconds: float) -> float:
        """How often it is likely to run in this time."""
        return self._times.get(text, 0) / self.seconds * seconds if self.seconds > 0 else 0.0

    def may_be(self, text: str, seconds: float) -> float:
        """Like `expected`, but one that was not seen while nothing was requested may be just as frequent as one that was seen once."""
        return max(self.expected(text, seconds), seconds / self.seconds if self._times and self.seconds > 0 else 0.0)

    @property
    def rate(self) -> float:
        """Queries a second."""
        return sum(self._times.values()) / self.seconds if self.seconds > 0 else 0.0
