"""The body of a response: its limit, and its content coding (RFC 9110, section 8.4)."""

from __future__ import annotations

import zlib

from .service_error import ServiceError

LONGEST_BODY = 64 * 2**20  # bytes, also after decompression
TOO_LONG = f"the body has more than {LONGEST_BODY:,} bytes, the most that the detector reads"


def decoded(raw: bytes, coding: str, address: str) -> bytes:
    """The body itself. What can't be decoded is returned as it is."""
    if coding not in ("gzip", "deflate"):
        return raw
    body, left = b"", raw
    try:
        while left and len(body) <= LONGEST_BODY:
            decoder = zlib.decompressobj(zlib.MAX_WBITS | 32)  # finds out which of the two it is
            body += decoder.decompress(left, LONGEST_BODY + 1 - len(body))
            if not decoder.eof and len(body) <= LONGEST_BODY:
                return raw  # truncated
            left = decoder.unused_data
    except zlib.error:
        return body or raw
    if len(body) > LONGEST_BODY:
        raise ServiceError(f"{address}: {TOO_LONG}")
    return body
