"""Several requests at once."""

from __future__ import annotations

import statistics
import threading
from typing import Mapping

from .client import BROWSER, Client, ServiceError
from .considerate import BudgetSpent
from .dossier import AtOnce
from .evidence import Observation


def at_once(main: Client, method: str, target: str, visitor: Mapping[str, str], number: int) -> AtOnce:
    """Each on a connection of its own. Requests and failures are counted with those of the main connection."""
    responses: list[Observation] = []
    failed: list[Exception] = []

    def one() -> None:
        client = main.another()
        try:
            responses.append(client.request(method, target, BROWSER, visitor, probe=False, busy_retries=0)[0])
        except (ServiceError, BudgetSpent) as error:
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
    times = [seen.total_us for seen in responses if seen.status < 400 and seen.total_us is not None]
    return AtOnce(
        requests=number,
        answered=sum(seen.status < 400 for seen in responses),
        refused=sum(seen.status == 503 for seen in responses),
        median_us=round(statistics.median(times)) if times else None,
    )
