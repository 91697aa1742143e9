"""Background jobs that the load itself has queued. A worker on this machine takes processor time from what is measured next."""

from __future__ import annotations

import re
from typing import Callable

from caseload_detector.client import Client
from caseload_detector.service_error import ServiceError

SAMPLE = re.compile(r"^caseload_jobs_(waiting|running|without_worker)\{[^}]*\} (\d+)$", re.MULTILINE)
LOOK_EACH_S = 0.25


def wait_for_jobs(client: Client, limit_s: float, pause: Callable[[float], None], stage: Callable[[str], None]) -> int:
    """Waits until no job is left that a worker could do, at most this long. Returns how many are left; 0 if the service doesn't say."""
    left = jobs_left(client)
    for _ in range(int(limit_s / LOOK_EACH_S)):
        if not left:
            break
        stage(f"waiting for {left} background {'job' if left == 1 else 'jobs'}")
        pause(LOOK_EACH_S)
        left = jobs_left(client)
    return left


def jobs_left(client: Client) -> int:
    """Of all datasets, by /metrics."""
    try:
        status, _, body, _, _ = client.send("GET", "/metrics", {})
    except ServiceError:
        return 0
    if status != 200:
        return 0
    counts = [(name, int(number)) for name, number in SAMPLE.findall(body.decode("utf-8", "replace"))]
    return max(0, sum(-number if name == "without_worker" else number for name, number in counts))
