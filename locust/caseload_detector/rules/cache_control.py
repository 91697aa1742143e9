"""What a response says about keeping it (RFC 9111, section 5.2.2), and the work it took."""

from __future__ import annotations

from ..evidence import Observation


def directives(seen: Observation) -> dict[str, str]:
    return directives_of(seen.header("cache-control"))


def directives_of(value: str) -> dict[str, str]:
    parts = [part.strip().lower() for part in value.split(",")]
    return dict((name, value.strip('"')) for name, _, value in (part.partition("=") for part in parts if part))


def lifetime(cache_control: dict[str, str]) -> int:
    for name in ("s-maxage", "max-age"):
        if cache_control.get(name, "").isdigit():
            return int(cache_control[name])
    return 0


def work_of(seen: Observation) -> int | None:
    """The number of queries or, if that is unknown, microseconds in the database; None if both are unknown."""
    if seen.from_cache:
        return 0
    if seen.queries is not None:
        return seen.queries
    return seen.phases.get("db")


def is_shared(cache_control: dict[str, str]) -> bool:
    return "public" in cache_control or "s-maxage" in cache_control


def may_be_kept(cache_control: dict[str, str]) -> bool:
    return not ("no-store" in cache_control or "no-cache" in cache_control) and (is_shared(cache_control) or lifetime(cache_control) > 0)


def forbids(cache_control: dict[str, str]) -> bool:
    """It states that nothing is to be kept."""
    return "no-store" in cache_control
