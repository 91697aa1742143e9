"""Finds and opens the source that an address names."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import Iterator, Sequence

from . import Source, SourceError, SourceOptions
from .header import Header
from .jsonl import JsonLines

KNOWN = "header, mariadb://, mysql://, postgresql://, otlp://HOST:PORT, or a file that ends in .jsonl"


def open_source(url: str, options: SourceOptions = SourceOptions()) -> Source:
    """An opened source. Raises SourceError. Whoever calls it must close it, also when interrupted."""
    source = _source(url, options)
    source.open()
    return source


# Each would end the process at once, and the settings would stay changed. Ctrl-C raises KeyboardInterrupt without our doing.
ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


@contextlib.contextmanager
def opened(urls: Sequence[str], options: SourceOptions = SourceOptions()) -> Iterator[list[Source]]:
    """All of these sources, until the block ends, however it ends: also by Ctrl-C, Ctrl-\\, SIGTERM, and a closed terminal."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(_signals_end_it())
        sources: list[Source] = []
        for url in urls:
            sources.append(open_source(url, options))
            stack.callback(sources[-1].close)
        yield sources


@contextlib.contextmanager
def _signals_end_it() -> Iterator[None]:
    def leave(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    mine = [number for number, handler in before.items() if handler is signal.SIG_DFL]
    try:
        for number in mine:
            signal.signal(number, leave)
        yield
    finally:
        for number in mine:
            signal.signal(number, before[number])


def _source(url: str, options: SourceOptions) -> Source:
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    if scheme in ("mariadb", "mysql"):
        from .mariadb import MariaDb

        return MariaDb(url, options)
    if scheme in ("postgresql", "postgres"):
        from .postgresql import PostgreSql

        return PostgreSql(url, options)
    if scheme == "otlp":
        from .otlp import Otlp

        return Otlp(url)
    if url == "header":
        return Header()
    if not scheme and url.endswith(".jsonl"):
        return JsonLines(url)
    what = f"{scheme}://" if scheme else repr(url)  # not the address, which may contain a password
    raise SourceError(f"{what} is not a source of evidence; use {KNOWN}")
