"""JSON that somebody else wrote."""

from __future__ import annotations

import json
from typing import Any


def json_from(text: str | bytes) -> Any:
    """Raises ValueError for whatever is wrong with it. The parser's own error for deep nesting is another."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
