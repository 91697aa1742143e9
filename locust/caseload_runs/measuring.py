"""What every measurement of a case needs: requests whose responses are known, warmed pages, blocks, and where results are kept."""

from __future__ import annotations

import random
import zlib
from typing import Any, Iterable, Mapping

from caseload_detector.client import BROWSER, Client

from .blocks import Block, Expected, Outcome, Request, measurement
from .catalogue import Case, Variant, with_knobs
from .generator import Generator
from .observe import validators_of
from .progress import Progress
from .settings import Settings


class Measuring:
    def __init__(
        self,
        case: Case,
        generator: Generator,
        client: Client,
        settings: Settings,
        progress: Progress,
        headers: Mapping[str, str],
    ) -> None:
        self._case = case
        self._generator = generator
        self._client = client
        self._settings = settings
        self._progress = progress
        self._visitor = headers
        self._headers = {"Accept": BROWSER, "Accept-Encoding": "identity", **headers}
        self._draw = random.Random(f"{settings.random_seed} {case.slug}")
        self._problems: list[str] = []
        self._measurements: dict[str, list[dict[str, Any]]] = {variant.name: [] for variant in case.variants}

    def _request(self, variant: Variant, target: str) -> Request | None:
        """Requests the page until two responses agree, at most three times, to learn the expected response. Otherwise a single
        failure would make the page look as if it varied. If the page must be revalidated each time, the validators are sent,
        as on a revisit."""
        headers = dict(self._headers)
        responses: list[tuple[int, int]] = []
        agreed = False
        while not agreed and len(responses) < 3:
            status, fields, body, _, _ = self._client.send(variant.method, target, headers)
            self._client.requests += 1
            if status >= 400:
                self._problems.append(f"{variant.name} at {target.partition('?')[2] or 'its defaults'} returned {status}")
                self._generator.note_error(f"{self._case.slug} {variant.name}", f"returned {status}")
                return None
            response = (status, zlib.crc32(body))
            agreed = response in responses or status == 304
            responses.append(response)
            if status == 200:
                headers.update(validators_of(fields))
        status, checksum = responses[-1]
        depends_on_writes = bool(self._case.unequal_because) and variant.method != "GET"  # a total, for example
        expected = Expected(status, checksum if agreed and not depends_on_writes else None)
        return Request(f"{self._case.slug} {variant.name}", variant.method, target, headers, expected)

    def _warm(self, pages: Iterable[Variant]) -> dict[str, Request]:
        self._progress.stage("warm-up")
        requests = {}
        for variant in pages:
            request = self._request(variant, with_knobs(variant.path, self._case.initial()))
            if request:
                requests[variant.name] = request
                self._warm_up(request)
        return requests

    def _warm_up(self, request: Request) -> None:
        self._generator.run(self._block(request, self._settings.warm_up_seconds, 2))

    def _block(self, request: Request, seconds: float, minimum: int) -> Block:
        return Block(request, seconds, minimum, longest_seconds=max(seconds, self._settings.longest_block_seconds))

    def _keep(
        self, purpose: str, variant: str, knobs: Mapping[str, Any], block: Block, outcome: Outcome, first_byte: bool = True
    ) -> None:
        self._measurements[variant].append(measurement(purpose, knobs, block, outcome, first_byte))
        for message, count in outcome.errors.items():
            self._problems.append(f"{variant}, {purpose}: {count} of {outcome.requests} requests failed: {message}")
