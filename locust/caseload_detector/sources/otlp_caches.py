"""Calls to a cache, by their spans."""

from __future__ import annotations

from typing import Any, Sequence

from ..evidence_keys import KEYS
from .otlp_spans import Span

TEXT = ("db.query.text", "db.statement", "db.operation.name", "db.operation")
OF_MANY = ("mget", "hmget", "get_multi")
READS = (
    "get", "mget", "hget", "hmget", "fetch", "exists", "hexists", "sismember", "smismember", "smembers", "scard", "zscore", "zmscore", "zrange", "zrevrange", "zrank",
    "zcard", "zcount", "lrange", "lindex", "llen", "hkeys", "hvals", "hlen", "strlen", "ttl", "pttl", "json.get",
)
WRITES = ("set", "mset", "hset", "psetex", "add", "store")


def counted(spans: Sequence[Span]) -> dict[str, int]:
    """Commands that are under way at the same time, as in a pipeline, take one round trip. One that writes several values counts as one."""
    counts = {KEYS.cache_calls: 0, KEYS.cache_get: 0, KEYS.cache_set: 0}
    last_end, reads, writes = None, 0, 0
    for span in sorted(spans, key=lambda each: (each.start_ns, each.end_ns)):
        if last_end is None or span.start_ns >= last_end:
            counts[KEYS.cache_set] += bool(writes and not reads)
            counts[KEYS.cache_calls] += 1
            reads = writes = 0
        last_end = max(last_end or 0, span.end_ns)
        words = _words_of(span)
        verb = words[0].lower() if words else ""
        if verb.startswith(READS):
            reads += 1
            counts[KEYS.cache_get] += max(1, len(words) - 1) if verb in OF_MANY else 1
        elif verb.startswith(WRITES):
            writes += 1
    counts[KEYS.cache_set] += bool(writes and not reads)
    return counts


def _words_of(span: Span) -> list[str]:
    text: Any = next((span.attributes[name] for name in TEXT if span.attributes.get(name)), span.name)
    return str(text).split()
