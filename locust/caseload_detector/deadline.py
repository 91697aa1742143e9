"""Ends a response that is not complete in time. A socket's own timeout starts again with each byte, so it never ends one that trickles in."""

from __future__ import annotations

import socket
import threading


class Deadline:
    """Shuts down the connection after the given seconds, unless the block has ended. `passed` says whether that happened."""

    def __init__(self, seconds: float) -> None:
        self.connection: socket.socket | None = None  # to be set once there is one
        self.passed = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.passed = True
        if self.connection is not None:
            try:
                socket.socket.shutdown(self.connection, socket.SHUT_RDWR)  # also below TLS, whose own would change what is being read
            except OSError:  # it is closed already
                pass
