"""How a response is built and sent: buffered instead of streamed, or serialised slowly through a tree."""

from __future__ import annotations

import re

from ..body import coding_of
from ..dossier import Dossier, Ladder
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import grows_in_step
from ..shown import FILES_OF_LINES
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_RENDER_US, MIN_WIRE_BYTES
from .needs import ALLOCATIONS, ANY_SIZE, PEAKS_OR_LENGTH, QUERIES, SIZES
from .other_types import EXAMINED_PER_SENT
from .sent import queries_constant, rows_sent

LARGE = 1_000_000  # bytes; larger bodies and files are worth streaming
# Documents whose table of contents or index comes last or is compressed with the rest, and images. What makes them keeps them whole.
ONLY_WHOLE = re.compile(r"application/(pdf|msword|vnd\.(ms-|openxmlformats|oasis))|(image|audio|video)/")
MIN_FIRST_BYTE_SHARE = 0.5  # time to first byte / total time, for the largest body
MIN_HELD = 0.9  # bytes of memory for each byte of the body
PROXY_BUFFERS = 65_536  # bytes of a response that nginx takes before its client has read any (fastcgi_buffers 8 8k)
QUERIES_PER_ROW = 0.1  # from which on the rows are looked up, and not read in parts
ALLOCATIONS_PER_VALUE = 4.0
VALUE_BYTES = 16  # at most, of most values in lines of text


def buffered_response(dossier: Dossier) -> list[Outcome]:
    """The time to the first byte and peak memory grow with the body, so the whole body is built before it is sent. Only for
    pages that are large at their usual size, not just at the top of a ladder."""
    if not _is_large(dossier.usual):
        return []
    for ladder in dossier.ladders:
        body = ladder.of(lambda seen: seen.body_bytes)
        if body is None or not grows_in_step(body):
            continue
        first, total, peak = ladder.of(_first_byte), ladder.of(_total), ladder.of(_peak)
        if first is None or total is None or first.rise <= 0 or total.rise <= 0:
            continue
        share = first.values[-1] / max(total.values[-1], 1.0)
        if share < MIN_FIRST_BYTE_SHARE or first.rise < MIN_FIRST_BYTE_SHARE * total.rise:
            continue
        if peak is not None and (peak.rise < MIN_HELD * body.rise or not _holds_body(dossier)):
            continue
        largest = max(body.values[-1], dossier.usual.body_bytes or 0)
        if ONLY_WHOLE.match(dossier.usual.header("content-type").lower()):
            return [Note(f"the whole body of {largest:,.0f} bytes is built before it is sent, as is usual for its type")]
        if largest <= PROXY_BUFFERS:
            return [Note(f"the whole body of {largest:,.0f} bytes is built before it is sent: too little to matter")]
        if largest <= LARGE and (_looks_rows_up(ladder) or _searches(ladder) or any(isinstance(each, Finding) for each in slow_serialization(dossier))):
            return [Note(f"the whole body of {largest:,.0f} bytes is built before it is sent, but what makes it take long is another problem")]
        if peak is None and not all(_has_length(dossier, step.seen) for step in ladder.steps):
            return [Undecided(frozenset({"streaming-response"}), f"the first byte is sent after {100 * share:.0f} % of the total time", "peak memory, or the length of the body before it is sent")]
        if largest <= LARGE and _is_data(dossier.usual) and dossier.usual.count(KEYS.mem_count) is None:
            return [Undecided(frozenset({"streaming-response"}), f"the whole body of {largest:,.0f} bytes is built before it is sent",
                              "the number of allocations, to see whether it takes long because of how it is made")]
        held = f"peak memory grows by {peak.rise / body.rise:.1f} bytes for each byte of the body" if peak else "its length was known by then, so the whole body was in memory"
        return [
            Finding(
                labels=frozenset({"streaming-response"}),
                rule="",
                summary=f"the first byte is sent after {100 * share:.0f} % of the total time, and {held}",
                evidence=(KEYS.first_byte, KEYS.total, KEYS.mem_peak if peak else "Content-Length", "body bytes"),
                growth=Growth(KEYS.mem_peak if peak else "body bytes", ladder.knob, peak or body),
                severity=share,
            )
        ]
    return []


def _has_length(dossier: Dossier, seen: Observation) -> bool:
    """It was complete before it was sent. Who compresses a response on its way takes the length away, so without compression it may show."""
    of_whole = dossier.unencoded if coding_of(seen.headers) and dossier.unencoded else seen
    return bool(of_whole.header("content-length"))


def _looks_rows_up(ladder: Ladder) -> bool:
    queries, rows = ladder.count(KEYS.sql), ladder.of(rows_sent) or ladder.of(lambda seen: seen.items)
    return queries is not None and rows is not None and queries.rise > QUERIES_PER_ROW * max(rows.rise, 1.0)


def _searches(ladder: Ladder) -> bool:
    """The database reads far more rows than it sends, and the first of those that it finds can't be sent sooner."""
    seen = ladder.steps[-1].seen
    examined, rows = seen.count(KEYS.rows_examined), rows_sent(seen)
    return examined is not None and rows is not None and examined >= EXAMINED_PER_SENT * max(rows, 1)


def _holds_body(dossier: Dossier) -> bool:
    """A stream has only a part of it in memory, beside what every page needs."""
    peak, body = _peak(dossier.usual), dossier.usual.body_bytes
    every_page = min((each for seen in dossier.floor if (each := _peak(seen)) is not None), default=0)
    return peak is None or body is None or peak - every_page >= MIN_HELD * body


def _is_large(seen: Observation) -> bool:
    return _is_file(seen) or (seen.body_bytes or 0) > LARGE


def _is_file(seen: Observation) -> bool:
    return seen.header("content-disposition").lower().startswith("attachment") or seen.header("content-type").split(";")[0].strip().lower() in FILES_OF_LINES


def _first_byte(seen: Observation) -> int | None:
    return seen.count(KEYS.first_byte) if KEYS.first_byte in seen.counts else seen.first_byte_us


def _total(seen: Observation) -> int | None:
    return seen.count(KEYS.total) if KEYS.first_byte in seen.counts and KEYS.total in seen.counts else seen.total_us


def _peak(seen: Observation) -> int | None:
    owners = [seen.counts[key] for key in (KEYS.mem_peak_app, KEYS.mem_peak_render) if key in seen.counts]
    return max(owners) if owners else seen.count(KEYS.mem_peak)


def slow_serialization(dossier: Dossier) -> list[Outcome]:
    """For data formats and lines of text: many allocations per value or word, with a constant number of queries."""
    if not _is_data(dossier.usual) and not _is_lines(dossier.usual):
        return []
    printed = "word" if _is_lines(dossier.usual) else "value"
    for ladder in dossier.size_ladders():
        made, values = ladder.count(KEYS.mem_count), ladder.of(_printed)
        if made is None or values is None or not queries_constant(ladder) or not _each_step_grows(ladder):
            continue
        per_value = min(more / shown for more, shown in zip(made.steps(), values.steps()))
        if per_value < ALLOCATIONS_PER_VALUE or _sends_more_rows_than_values(ladder):
            continue  # most of the objects that are made from the rows are not printed
        summary, spent = f"{per_value:.1f} allocations for each {printed} in the response", _longest_rendering(dossier)
        if spent is not None and spent < MIN_RENDER_US:
            return [Note(f"{summary}, which takes {spent:,} µs at most: too little to matter")]
        return [
            Finding(
                labels=frozenset({"serializer"}),
                rule="",
                summary=summary,
                evidence=(KEYS.mem_count, f"{printed}s shown", KEYS.sql),
                growth=Growth(KEYS.mem_count, ladder.knob, made),
                severity=_cpu_share(dossier.usual),
            )
        ]
    return []


def _longest_rendering(dossier: Dossier) -> int | None:
    """The CPU time, in microseconds, at the largest size requested."""
    ladders = [*dossier.size_ladders(), *filter(None, [dossier.joint])]
    spent = [_rendering(step.seen) for ladder in ladders for step in ladder.steps]
    return max((each for each in spent if each is not None), default=None)


def _rendering(seen: Observation) -> int | None:
    """Of a response that no template or serializer of the service made, the time of its own code."""
    return seen.count(KEYS.cpu_render) or seen.count(KEYS.cpu_app)


def _is_data(seen: Observation) -> bool:
    return seen.header("content-type").split(";")[0].strip().lower().endswith(("json", "xml"))


def _is_lines(seen: Observation) -> bool:
    """Such as metrics that a monitoring system reads. Of a file that is saved, only how it is sent is judged."""
    return seen.header("content-type").split(";")[0].strip().lower() == "text/plain" and not _is_file(seen)


def _printed(seen: Observation) -> int | None:
    """The values or, in lines of text, the words. Values that only a bar, a colon or their place separates are one word, so its length
    counts too."""
    if not _is_lines(seen):
        return seen.values
    return None if seen.words is None else max(seen.words, (seen.body_bytes or 0) // VALUE_BYTES)


def _sends_more_rows_than_values(ladder: Ladder) -> bool:
    """From the first to the last size at which the rows are known."""
    known = [(rows, _printed(step.seen) or 0) for step in ladder.steps if (rows := rows_sent(step.seen)) is not None]
    return len(known) > 1 and known[-1][0] - known[0][0] > known[-1][1] - known[0][1]


def _each_step_grows(ladder: Ladder) -> bool:
    values = ladder.of(_printed)
    return values is not None and all(step > 0 for step in values.steps())


def _cpu_share(seen: Observation) -> float | None:
    made, total = seen.count(KEYS.cpu_render), seen.count(KEYS.total) or seen.total_us
    return made / total if made is not None and total else None


def uncompressed(dossier: Dossier) -> list[Outcome]:
    """A text is sent as it is to a client that accepts gzip, though a trial shows that it would be smaller."""
    usual = dossier.usual
    body, packed = usual.body_bytes, usual.gzip_bytes
    if body is None or packed is None or coding_of(usual.headers) or packed > 0.9 * body:
        return []
    summary = f"{body:,} bytes are sent without compression to a client that accepts it; gzip would make them {packed:,}"
    if body - packed < MIN_WIRE_BYTES:
        return [Note(f"{summary}: too little to matter")]
    return [Finding(frozenset({"no-compression"}), "", summary, ("Content-Encoding", "bytes on the wire", "a trial compression"))]


RULES = (
    Rule("held-back", ("streaming-response",), (KEYS.first_byte, KEYS.total, KEYS.mem_peak_app, KEYS.mem_peak_render, "body bytes", "ladders"),
         "RFC 9112, section 7.1 (chunked transfer), and web.dev, Optimize Time to First Byte", buffered_response,
         needs=(ANY_SIZE, PEAKS_OR_LENGTH), applies=lambda dossier: _is_large(dossier.usual)),
    Rule("uncompressed", ("no-compression",), ("Content-Encoding", "bytes on the wire", "a trial compression"),
         "RFC 9110, section 12.5.3, Accept-Encoding", uncompressed),
    Rule("printed-by-tree", ("serializer",), (KEYS.mem_count, "values and words shown", KEYS.cpu_render, "ladder over size"),
         "Allocations per value do not depend on the machine; fetching and printing a value needs only a few", slow_serialization,
         needs=(SIZES, QUERIES, ALLOCATIONS), applies=lambda dossier: _is_data(dossier.usual) or _is_lines(dossier.usual)),
)
