"""The body of a response: its limit, and its content coding (RFC 9110, section 8.4)."""

from __future__ import annotations

import zlib
from typing import Mapping

from .service_error import ServiceError

LONGEST_BODY = 64 * 2**20  # bytes, also after decompression
TOO_LONG = f"the body has more than {LONGEST_BODY:,} bytes, the most that the detector reads"

NOT_GZIP = "the body is not valid gzip, although the header Content-Encoding says so"


# Those that are registered with IANA and change the bytes. What else services send as a coding, such as the name of a charset, `none` or
# `aws-chunked`, leaves the text as it is.
CODINGS = frozenset({"aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "pack200-gzip", "zstd"})


def coding_of(fields: Mapping[str, str]) -> str:
    """The content coding, in lower case; "" if the body is sent as it is. `identity` says no more than that, and names that begin with x-
    are old ones (RFC 9110, sections 8.4.1 and 12.5.3)."""
    codings = [coding.strip().lower().removeprefix("x-") for coding in fields.get("content-encoding", "").split(",")]
    return ", ".join(coding for coding in codings if coding in CODINGS)


def decoded(raw: bytes, coding: str, address: str) -> bytes:
    """The body itself. Of a coding that was not asked for, it is returned as it is. Raises ServiceError if it is said to be gzip and
    is not, because no browser shows that."""
    if coding not in ("gzip", "deflate"):
        return raw
    body, left, complete = b"", raw, False
    try:
        while left and len(body) <= LONGEST_BODY:
            decoder = zlib.decompressobj(zlib.MAX_WBITS | 32)  # finds out which of the two it is
            body += decoder.decompress(left, LONGEST_BODY + 1 - len(body))
            if not decoder.eof and len(body) <= LONGEST_BODY:
                raise zlib.error("truncated")
            left, complete = decoder.unused_data, True
    except zlib.error:
        if complete:  # what follows the end is ignored, as browsers do
            return body
        if coding == "gzip":
            raise ServiceError(f"{address}: {NOT_GZIP}") from None
        return raw
    if len(body) > LONGEST_BODY:
        raise ServiceError(f"{address}: {TOO_LONG}")
    return body
