"""Grows the service's data by a command, and requests each page at each size."""

from __future__ import annotations

import os
import subprocess
from typing import Callable, Sequence

from ..service_error import ServiceError
from ..considerate import BudgetSpent
from ..dossier import Dossier, Ladder, Step, other_page
from ..pages import DATASET
from ..probes import Prober

FACTORS = (1, 4, 16)
VARIABLE = "CASELOAD_GROW"


def grow_around(prober: Prober, dossiers: Sequence[Dossier], command: str, say: Callable[[str], None]) -> list[str]:
    """Adds a ladder over the stored data to each dossier. The command gets the factor in an environment variable. Returns notes."""
    ladders = {id(dossier): Ladder("data", DATASET, []) for dossier in dossiers if dossier.page.method == "GET" and not dossier.dataset_ladder()}
    notes = []
    for factor in FACTORS:
        if factor > 1:
            say(f"growing the data to {factor} times the original")
            done = subprocess.run(command, shell=True, env={**os.environ, VARIABLE: str(factor)}, stdout=subprocess.DEVNULL, check=False)
            if done.returncode != 0:
                notes.append(f"--grow: the command failed with exit code {done.returncode} at {factor} times the data, so larger sizes are left out")
                break
        for dossier in dossiers:
            ladder = ladders.get(id(dossier))
            if ladder is None:
                continue
            try:
                seen = prober.again(dossier.page)
            except (BudgetSpent, ServiceError) as error:
                dossier.notes.append(f"not probed at {factor} times the data: {error}")
                continue
            other = other_page(dossier.usual, ladder.steps[0].seen if ladder.steps else None, seen)
            if not 200 <= seen.status < 300:
                other = f"status {seen.status}"
            if other:
                dossier.notes.append(f"at {factor} times the data the page responds with {other}, so this is left out")
            else:
                ladder.steps.append(Step(factor, seen))
    for dossier in dossiers:
        ladder = ladders.get(id(dossier))
        if ladder and len(ladder.steps) > 1:
            dossier.ladders.append(ladder)
    return notes
