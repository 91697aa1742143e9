"""What robots.txt allows (RFC 9309): the longest matching rule decides, with * and $ as wildcards."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

AGENT = "caseload-detector"
LONGEST_DELAY_SECONDS = 5.0


@dataclass
class Robots:
    rules: list[tuple[str, bool]] = field(default_factory=list)  # pattern, allowed
    delay_seconds: float = 0.0
    unreachable: str = ""  # then nothing may be crawled

    def allows(self, target: str) -> bool:
        if self.unreachable:
            return False
        target = unquote(target)
        matching = [(len(pattern), allowed) for pattern, allowed in self.rules if matches(pattern, target)]
        return max(matching, default=(0, True))[1]  # of two equally long ones the one that allows


def matches(pattern: str, target: str) -> bool:
    end = "$" if pattern.endswith("$") else ""
    parts = [re.escape(part) for part in unquote(pattern.removesuffix("$")).split("*")]
    return re.match(".*".join(parts) + end, target) is not None


def robots_from(status: int, text: str, agent: str = AGENT) -> Robots:
    if status in (401, 403, 429) or status >= 500:
        return Robots(unreachable=f"/robots.txt returned status {status}")
    if status >= 300:
        return Robots()
    groups = _groups(text)
    ours = [group for names, group in groups if any(name in agent for name in names if name != "*")]
    chosen = ours or [group for names, group in groups if "*" in names]
    robots = Robots()
    for group in chosen:
        for name, value in group:
            if name in ("allow", "disallow") and value:
                robots.rules.append((value, name == "allow"))
            elif name == "crawl-delay" and re.fullmatch(r"\d{1,4}(\.\d+)?", value):
                robots.delay_seconds = min(LONGEST_DELAY_SECONDS, float(value))
    return robots


def _groups(text: str) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """Groups of agents with their rules. Consecutive user-agent lines share a group."""
    groups: list[tuple[list[str], list[tuple[str, str]]]] = []
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not groups or groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(value.lower())
        elif groups and name in ("allow", "disallow", "crawl-delay"):
            groups[-1][1].append((name, value))
    return groups
