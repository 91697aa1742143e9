"""The evidence keys, from the service's own table.

`evidence_keys.json` is a copy of that table, written by `make evidence-keys`. Code refers to a key as an attribute with
underscores instead of dashes, such as `KEYS.rows_examined`. An unknown key is an AttributeError.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Iterable, Iterator, Mapping

TABLE = files(__package__).joinpath("evidence_keys.json")  # also in a zip file


@dataclass(frozen=True)
class EvidenceKey:
    key: str  # in headers and documents: rows-examined
    unit: str  # count, bytes, us
    one: str  # after a number: query
    many: str  # queries
    title: str
    meaning: str
    source: str  # who records it
    cost: str  # always, or probe: only for requests with a probe


class EvidenceKeys:
    """The table, with key names as attributes."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = {row["key"]: EvidenceKey(**row) for row in rows}
        self._names = {name.replace("-", "_"): name for name in self._rows}

    def __getattr__(self, attribute: str) -> str:
        try:
            return self.__dict__["_names"][attribute]
        except KeyError:
            raise AttributeError(f"{attribute} is not an evidence key; see {TABLE.name}") from None

    def __iter__(self) -> Iterator[EvidenceKey]:
        return iter(self._rows.values())

    def unit_of(self, name: str) -> str:
        """The unit of a key. Unknown keys, from another service, are counts."""
        row = self._rows.get(name)
        return row.unit if row else "count"


KEYS = EvidenceKeys(json.loads(TABLE.read_text(encoding="utf-8")))
