from __future__ import annotations


class ServiceError(Exception):
    """The service can't be reached or sends something unusable."""
