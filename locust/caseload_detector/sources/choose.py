"""Finds and opens the source that an address names."""

from __future__ import annotations

import contextlib
from typing import Iterator, Sequence

from . import Source, SourceError, SourceOptions

KNOWN = "header, mariadb://, mysql://, postgresql://, otlp://HOST:PORT, or a file that ends in .jsonl"


def open_source(url: str, options: SourceOptions = SourceOptions()) -> Source:
    """An opened source. Raises SourceError. Whoever calls it must close it, also when interrupted."""
    source = _source(url, options)
    source.open()
    return source


@contextlib.contextmanager
def opened(urls: Sequence[str], options: SourceOptions = SourceOptions()) -> Iterator[list[Source]]:
    """All of these sources, until the block ends, however it ends."""
    with contextlib.ExitStack() as stack:
        sources = []
        for url in urls:
            sources.append(open_source(url, options))
            stack.callback(sources[-1].close)
        yield sources


def _source(url: str, options: SourceOptions) -> Source:
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    if scheme in ("mariadb", "mysql"):
        from .mariadb import MariaDb

        return MariaDb(url, options)
    if scheme in ("postgresql", "postgres"):
        raise SourceError("postgresql:// is not supported yet")
    if scheme == "otlp":
        raise SourceError("otlp:// is not supported yet")
    if url == "header":
        raise SourceError("header is not supported yet")
    if not scheme and url.endswith(".jsonl"):
        raise SourceError(".jsonl files are not supported yet")
    what = f"{scheme}://" if scheme else repr(url)  # not the address, which may contain a password
    raise SourceError(f"{what} is not a source of evidence; use {KNOWN}")
