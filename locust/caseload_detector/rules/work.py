"""Expensive computation: nested loops, regular expressions that go back and forth, and work that the visitor should not have to
wait for."""

from __future__ import annotations

import math

from ..dossier import JOINT, Dossier, Ladder
from ..evidence import Observation
from ..evidence_keys import KEYS
from ..finding import Finding, Growth
from ..growth import Series, constant, grows_in_step
from ..sink import slowdown_ms
from . import Note, Outcome, Rule, Undecided
from .benefit import MIN_CPU_US, MIN_MATCH_STEPS
from .needs import CPU, MATCHES, QUERIES, ROWS, SINK, SIZES
from .sent import in_proportion, queries_constant, rows_sent

SQUARE = 1.5  # from this dex on, growth is closer to n squared than to n
SQUARE_OF_TIME = 1.65  # work in proportion to n that outgrows the processor's caches has reached 1.5
WORTH_A_NOTE_US = 1_000  # less is noise
SUSPICIOUS = 1.1  # from this power on, two sizes may be the beginning of a square beside a larger part in proportion
MIN_ROWS_READ = 100
LINEAR = 1.3  # up to this dex the rows grow with n


def nested_in_code(dossier: Dossier) -> list[Outcome]:
    """Four times the items take sixteen times the work, with a constant number of queries and rows in proportion. On the joint
    ladder both lists of a nested loop grow, and each step is the fastest of several requests. The ladder over the size alone has one
    request for each step, which a busy moment may have slowed down."""
    joint = [dossier.joint] if dossier.joint else []
    too_little: list[Outcome] = []
    for ladder in [*joint, *dossier.size_ladders()]:
        if not queries_constant(ladder):
            continue
        rows = ladder.of(rows_sent)
        if rows is None or (rows.dex is not None and rows.dex > LINEAR):
            continue
        for key, who in ((KEYS.cpu_app, "the application's"), (KEYS.cpu_render, "the renderer's")):
            cpu = ladder.count(key)
            if cpu is None or cpu.dex is None or cpu.dex < SQUARE_OF_TIME or cpu.steps()[-1] < WORTH_A_NOTE_US:
                continue
            summary = f"{who} CPU time grows with {ladder.knob} to the power of {cpu.dex:.1f}, while the number of queries stays constant"
            if cpu.steps()[-1] < MIN_CPU_US:
                if ladder.role == JOINT:
                    too_little = [Note(f"{summary}, which takes {cpu.values[-1]:,.0f} µs at most: too little to matter")]
                continue
            labels = _square_of(ladder, rows)
            if labels == {"regex-backtracking"}:
                return []  # `backtracks` says so, by a count
            if ladder.role != JOINT:
                if any(longer.knob == ladder.knob and longer.count(key) is not None for longer in joint):
                    continue
                return [Undecided(labels, summary, "several requests for each size")]
            total = ladder.steps[-1].seen.count(KEYS.total)
            return [
                Finding(
                    labels=labels,
                    rule="",
                    summary=summary,
                    evidence=(key, KEYS.sql, KEYS.rows),
                    growth=Growth(key, ladder.knob, cpu),
                    severity=cpu.values[-1] / total if total else None,
                    deciding_signal="" if len(labels) == 1 else "the steps of regular expressions, or a profile",
                )
            ]
    return too_little or _maybe_square(dossier)


def _square_of(ladder: Ladder, rows: Series) -> frozenset[str]:
    """Two lists, whose rows grow, or one text, for which the same rows are read. Counted steps of patterns say which."""
    steps = ladder.count(KEYS.match_steps)
    if steps is not None:
        return frozenset({"regex-backtracking" if _is_square(steps) else "nested-loops"})
    return frozenset({"nested-loops"} if rows.rise > 0 else {"nested-loops", "regex-backtracking"})


def _is_square(values: Series) -> bool:
    """Or steeper. Sizes at even distances have no exponent of differences; then the last two values say how steep it is."""
    if values.dex is not None or len(values.sizes) < 3:
        return values.dex is not None and values.dex >= SQUARE
    (size, larger), (value, more) = values.sizes[-2:], values.values[-2:]
    return 0 < size < larger and 0 < value < more and math.log(more / value, larger / size) >= SQUARE


def backtracks(dossier: Dossier) -> list[Outcome]:
    """The steps that regular expressions take grow with the square of a size, or faster. They are counted, so one request for each
    size is enough."""
    for ladder in [*filter(None, [dossier.joint]), *dossier.size_ladders()]:
        steps = ladder.count(KEYS.match_steps)
        if steps is None or not _is_square(steps):
            continue
        summary = f"regular expressions take {steps.values[-1]:,.0f} steps at {ladder.knob} = {ladder.steps[-1].size:g}, and {steps.values[-2]:,.0f} at {ladder.steps[-2].size:g}"
        if steps.steps()[-1] < MIN_MATCH_STEPS:
            return [Note(f"{summary}: too few to matter")]
        return [
            Finding(
                labels=frozenset({"regex-backtracking"}),
                rule="",
                summary=f"{summary}, which is growth to the power of {steps.dex:.1f}" if steps.dex is not None else f"{summary}, which is more than the square",
                evidence=(KEYS.match_steps,),
                growth=Growth(KEYS.match_steps, ladder.knob, steps),
            )
        ]
    return []


def _maybe_square(dossier: Dossier) -> list[Outcome]:
    """Two steps of the longest ladder show more than proportional growth, which may be that of a constant part or of a square."""
    if dossier.joint is None or len(dossier.joint.steps) != 2:
        return []
    for key in (KEYS.cpu_app, KEYS.cpu_render):
        cpu = dossier.joint.count(key)
        if cpu is None or cpu.rise < MIN_CPU_US:
            continue
        if math.log(cpu.values[1] / max(cpu.values[0], 1.0), cpu.sizes[1] / cpu.sizes[0]) > SUSPICIOUS:
            return [Undecided(frozenset({"nested-loops"}), f"CPU time grows from {cpu.values[0]:,.0f} to {cpu.values[1]:,.0f} µs over two sizes", "a third size of the longest ladder")]
    return []


def waits_for_sink(dossier: Dossier) -> list[Outcome]:
    """Two different delays in the sink each delay the first byte by their own length, and the response is the same."""
    delays = [delay for delay in dossier.sink if delay > 0]
    if len(delays) < 2 or not dossier.sink.get(0):
        return []
    moved = {delay: slowdown_ms(dossier, delay) for delay in delays}
    if any(not 0.8 * delay <= moved[delay] <= 1.3 * delay for delay in delays):
        return []
    sizes = {seen.body_bytes for all_seen in dossier.sink.values() for seen in all_seen}
    if None in sizes or max(sizes) - min(sizes) > 0.05 * max(sizes):  # type: ignore[type-var,operator]
        return []
    return [
        Finding(
            labels=frozenset({"background-task"}),
            rule="",
            summary="the visitor waits for work that could run later: "
            + ", ".join(f"a delay of {delay} ms in the sink delayed the first byte by {moved[delay]:.0f} ms" for delay in sorted(delays)),
            evidence=("first byte, with and without a delay in the sink", "body bytes"),
        )
    ]


def works_unseen(dossier: Dossier) -> list[Outcome]:
    """A form is sent, and more rows take more computation before a response that does not show them: it stays the same, byte for byte,
    and so does the number of rows written. A result that the visitor waits for would change the response."""
    if dossier.page.method != "POST":
        return []
    for ladder in dossier.size_ladders():
        cpu, rows, writes = ladder.count(KEYS.cpu_app), ladder.of(rows_sent), ladder.count(KEYS.sql_write)
        if cpu is None or not in_proportion(cpu) or min(cpu.steps()) <= 0 or cpu.rise <= MIN_CPU_US or not grows_in_step(rows, MIN_ROWS_READ):
            continue
        responses = {step.seen.body_hash for step in ladder.steps}
        if len(responses) > 1 or writes is None or min(writes.values) < 1 or not constant(writes, 0.0) or not constant(ladder.of(_rows_written)):
            continue
        last = ladder.steps[-1]
        return [
            Finding(
                labels=frozenset({"background-task"}),
                rule="",
                summary=f"the visitor waits for {cpu.values[-1] / 1000:,.1f} ms of computation over {rows_sent(last.seen):,} rows at {ladder.knob} = {last.size:g}, "
                "and the response is the same as without: the work could run later",
                evidence=(KEYS.cpu_app, KEYS.rows, KEYS.sql_write, "body hash"),
                growth=Growth(KEYS.cpu_app, ladder.knob, cpu),
            )
        ]
    return []


def _rows_written(seen: Observation) -> int | None:
    return sum(digest.rows or 0 for digest in seen.digests if digest.write) if seen.digests is not None else None


RULES = (
    Rule("nested-in-code", ("nested-loops", "regex-backtracking"),
         (KEYS.cpu_app, KEYS.cpu_render, KEYS.sql, KEYS.rows, KEYS.match_steps, "ladders over size, alone and together with stored rows"),
         "Goldsmith, Aiken, Wilkerson, Measuring Empirical Computational Complexity, ESEC/FSE 2007", nested_in_code,
         needs=(SIZES, QUERIES, ROWS, CPU)),
    Rule("backtracks", ("regex-backtracking",), (KEYS.match_steps, "ladders over size"),
         "Davis, Coghlan, Servant, Lee, The Impact of Regular Expression Denial of Service in Practice, ESEC/FSE 2018", backtracks,
         needs=(SIZES, MATCHES)),
    Rule("works-unseen", ("background-task",), (KEYS.cpu_app, KEYS.rows, KEYS.sql_write, "body hash", "ladder over size"),
         "RFC 9110, section 15.3.3, 202 Accepted", works_unseen,
         needs=(SIZES, CPU, ROWS), applies=lambda dossier: dossier.page.method == "POST"),
    Rule("waits-for-sink", ("background-task",), ("first byte", "delay injected in one sink", "body bytes"),
         "Delay injection as in causal profiling: Curtsinger, Berger, Coz, SOSP 2015", waits_for_sink,
         needs=(SINK,)),
)
