"""Requests that reach the service at the same moment."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

LONGEST_WAIT_SECONDS = 30.0  # for the others to be ready


class Gate:
    """Holds back the last byte of each request until all have come this far, and then sends these bytes one right after the other.
    Requests collide for less than a millisecond, and threads that each send a whole request start further apart than that."""

    def __init__(self, number: int) -> None:
        self._barrier = threading.Barrier(number, self._open)
        self._held: list[tuple[socket.socket, bytes]] = []
        self._opened_ns = 0

    @property
    def waiting(self) -> int:
        return self._barrier.n_waiting

    def send_last(self, connection: socket.socket, last: bytes) -> int:
        """Returns when the last bytes of all were sent, and the moment when that began (time.perf_counter_ns)."""
        self._held.append((connection, last))
        self.wait()
        return self._opened_ns

    def wait(self) -> None:
        """Called for a request that failed before it was sent, because the others wait for it."""
        self._barrier.wait(LONGEST_WAIT_SECONDS)

    def _open(self) -> None:
        self._opened_ns = time.perf_counter_ns()
        for connection, last in self._held:
            with suppress(OSError):  # its own thread notices when it reads
                connection.sendall(last)
