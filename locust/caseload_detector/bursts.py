"""Several requests at once: many, to see how the service copes, or a few with the evidence of each, to see what they do to each other."""

from __future__ import annotations

import statistics
import threading
from typing import Callable, Mapping

from .client import BROWSER, Client
from .service_error import ServiceError
from .considerate import BudgetSpent
from .dossier import AtOnce
from .evidence import Observation
from .gate import Gate


GROUP = 8  # requests at once whose evidence is read; enough for some to collide


def at_once(main: Client, method: str, target: str, visitor: Mapping[str, str], number: int) -> AtOnce:
    responses = _together(main, number, lambda client: client.request(method, target, BROWSER, visitor, probe=False, busy_retries=0)[0])
    times = [seen.total_us for seen in responses if seen.status < 400 and seen.total_us is not None]
    return AtOnce(
        requests=number,
        answered=sum(seen.status < 400 for seen in responses),
        refused=sum(seen.status == 503 for seen in responses),
        median_us=round(statistics.median(times)) if times else None,
    )


def group(main: Client, send: Callable[[Client], Observation]) -> list[Observation]:
    """Without requests that were refused or failed."""
    return [seen for seen in _together(main, GROUP, send) if 200 <= seen.status < 300]


def _together(main: Client, number: int, send: Callable[[Client], Observation]) -> list[Observation]:
    """Each on a connection of its own, all at the same moment. Requests and failures are counted with those of the main connection."""
    gate = Gate(number)
    responses: list[Observation] = []
    failed: list[Exception] = []

    def one() -> None:
        client = main.another()
        client.gate = gate
        try:
            try:
                client.open()
                responses.append(send(client))
            finally:
                if client.gate:
                    gate.wait()
        except (ServiceError, BudgetSpent, threading.BrokenBarrierError) as error:
            failed.append(error)
        finally:
            client.close()

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    main.requests += number
    main.failed += len(failed) + sum(seen.status >= 400 and seen.status != 503 for seen in responses)
    return responses
