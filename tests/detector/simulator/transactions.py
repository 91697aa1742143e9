"""Transactions that are open while something else happens, and connections to the database."""

from __future__ import annotations

from caseload_detector.calls import Call
from recorded import Asked

from .making import BY_COUNTS, Feature, Made, innocent, mistake
from .setting import Draw

NOTICED_US = 10_000


def _takes(made: Made, table: str, commits: int = 1) -> None:
    made.write(f"update {table} set pieces = pieces - ? where id = ?", 1, commits=commits)


def _charges(made: Made, times: int, each_us: int) -> None:
    begin = max((call.end_us for call in made.calls()), default=400)
    for _ in range(times):
        made.calls().append(Call("POST pay.example/charge", begin + 30, begin + 30 + each_us, 1, 200, False))
        begin += 30 + each_us


def _transaction(made: Made, idle_us: int, calls: int) -> None:
    made.count("transaction-idle", idle_us)
    made.count("calls-in-transaction", calls)


@mistake("long-transaction", method="POST", levels=BY_COUNTS, claims="calls transaction")
def called_in_a_transaction(draw: Draw) -> Feature:
    table, times, each_us = draw.table(), draw.number(1, 3), draw.number(400, 60_000)

    def add(asked: Asked, made: Made) -> None:
        _takes(made, table)
        _charges(made, times, each_us)
        _transaction(made, times * each_us + 200, times)

    return Feature(f"{times} calls of {each_us} us in a transaction", add)


@mistake("long-transaction", method="POST", levels=BY_COUNTS, claims="transaction")
def worked_in_a_transaction(draw: Draw) -> Feature:
    table, idle_us = draw.table(), draw.number(NOTICED_US, 9 * NOTICED_US)

    def add(asked: Asked, made: Made) -> None:
        _takes(made, table)
        _transaction(made, idle_us, 0)

    return Feature(f"{idle_us} us without a query in a transaction", add)


@innocent(method="POST", claims="calls transaction")
def called_between_transactions(draw: Draw) -> Feature:
    table, each_us, idle_us = draw.table(), draw.number(400, 60_000), draw.number(20, 900)

    def add(asked: Asked, made: Made) -> None:
        _takes(made, table, commits=2)
        _charges(made, 1, each_us)
        _transaction(made, idle_us, 0)

    return Feature("a call between two transactions", add)


@innocent(method="POST", claims="transaction")
def short_transaction(draw: Draw) -> Feature:
    """The first request may take longer, since it loads code."""
    table, idle_us, slow_at_first = draw.table(), draw.number(0, NOTICED_US - 1), draw.happens(0.3)

    def add(asked: Asked, made: Made) -> None:
        _takes(made, table)
        _transaction(made, 4 * NOTICED_US if slow_at_first and asked.visit == 0 else idle_us, 0)

    return Feature(f"a transaction with {idle_us} us between its queries", add)


@mistake("connection-per-request", levels=BY_COUNTS, claims="connects")
def connected_each_time(draw: Draw) -> Feature:
    connections = draw.number(1, 2)

    def add(asked: Asked, made: Made) -> None:
        made.count("connects", connections)

    return Feature(f"{connections} connections opened for each request", add)


@innocent(claims="connects")
def workers_connect_at_first(draw: Draw) -> Feature:
    workers = draw.number(1, 48)

    def add(asked: Asked, made: Made) -> None:
        made.count("connects", 1 if asked.visit < workers else 0)

    return Feature(f"{workers} workers that keep their connections", add)
