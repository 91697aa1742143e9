"""Global settings of a server, changed for a while."""

from __future__ import annotations

import sys
from typing import Any, Callable, Protocol


class Runs(Protocol):
    def __call__(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Runs a query and returns its rows."""


class Settings:
    """Remembers how each setting was, and puts all back in reverse order. `connect` opens a new connection, because the usual one
    may have been interrupted in the middle of a response."""

    def __init__(self, connect: Callable[[], tuple[Runs, Callable[[], None]]]) -> None:
        self._connect = connect
        self._undo: list[tuple[str, tuple[Any, ...]]] = []

    @property
    def changed(self) -> bool:
        return bool(self._undo)

    def set_global(self, run: Runs, name: str, value: Any) -> None:
        before = run(f"SELECT @@global.{name}")[0][0]
        if str(before) == str(value):
            return
        self.change(run, f"SET GLOBAL {name} = %s", (value,), f"SET GLOBAL {name} = %s", (before,))

    def change(self, run: Runs, sql: str, parameters: tuple[Any, ...], undo: str, undo_parameters: tuple[Any, ...] = ()) -> None:
        self._undo.append((undo, undo_parameters))  # first, in case of an interruption between the two
        run(sql, *parameters)

    def restore(self) -> None:
        """Goes on after an interruption and after an error, which it raises at the end."""
        interrupted: BaseException | None = None
        failed: list[str] = []
        while self._undo:
            try:
                run, close = self._connect()
                try:
                    while self._undo:
                        sql, parameters = self._undo[-1]
                        run(sql, *parameters)
                        self._undo.pop()
                finally:
                    close()
            except Exception as error:
                failed.append(str(error))
                if len(failed) > 2:
                    break
            except BaseException as again:  # Ctrl-C, or what a signal's handler raises
                interrupted = again
        if self._undo:
            by_hand = "; ".join(_shown(sql, parameters) for sql, parameters in reversed(self._undo))
            print(f"detector: settings of the database could not be restored ({failed[-1]}). Run: {by_hand};", file=sys.stderr)
            self._undo.clear()
        if interrupted is not None:
            raise interrupted


def _shown(sql: str, parameters: tuple[Any, ...]) -> str:
    return sql % tuple(value if isinstance(value, (int, float)) else f"'{value}'" for value in parameters)
