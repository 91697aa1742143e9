"""What makes the figures of a plain Locust run void, whatever the service returned."""

from __future__ import annotations

import time
from typing import Any

from .settings import PUBLISHED


class GeneratorShare:
    """This process's mean share of a core while users run."""

    def __init__(self) -> None:
        self._began: tuple[float, float] | None = None
        self.share = 0.0

    def begin(self) -> None:
        self._began = time.monotonic(), time.process_time()

    def end(self) -> None:
        if self._began is None:
            return
        seconds, used = time.monotonic() - self._began[0], time.process_time() - self._began[1]
        self.share = used / seconds if seconds > 0 else 0.0
        self._began = None


def void_reasons(runner: Any, share: float) -> list[str]:
    """`share`: of this process. Locust looks every five seconds, at its workers too."""
    limit = PUBLISHED.generator_cpu_limit
    reasons = []
    if share > limit:
        reasons.append(f"the load generator used {share:.0%} of a core, more than {limit:.0%}")
    elif runner.cpu_warning_emitted:
        reasons.append(f"the load generator used more than {limit:.0%} of a core at some point")
    if getattr(runner, "worker_cpu_warning_emitted", False):
        reasons.append(f"a worker used more than {limit:.0%} of a core at some point")
    missing = len(getattr(getattr(runner, "clients", None), "missing", ()))
    if missing:
        reasons.append(f"{missing} worker{'s' if missing != 1 else ''} disconnected during the test")
    return [f"the figures are void: {reason}" for reason in reasons]
