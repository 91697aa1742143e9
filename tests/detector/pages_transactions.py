"""Pages with transactions and connections, with an issue and without."""

from __future__ import annotations

from pages_calls import in_order
from recorded import Answer, Asked, read, write

TAKEN, SETTLED = "update stock set pieces = pieces - ? where product_id = ?", "update orders set status = ? where id = ?"
STOCK = "select pieces from stock where product_id = ?"
PAYMENT = "POST pay.example/charge"
WORKERS = 20


def checkout(idle_us: int, calls_inside: int, commits: int = 1, **more: object) -> Answer:
    counts = {"transaction-idle": idle_us, "calls-in-transaction": calls_inside, "commits": commits}
    return Answer([read(STOCK), write(TAKEN), write(SETTLED)], items=1, counts=counts, calls=in_order(PAYMENT), total_us=40_000, **more)  # type: ignore[arg-type]


def paid_in_a_transaction(_: Asked) -> Answer:
    return checkout(21_000, 1)


def paid_quickly_in_a_transaction(_: Asked) -> Answer:
    """The service next door responds within a millisecond today."""
    return checkout(900, 1)


def paid_between_two(_: Asked) -> Answer:
    return checkout(150, 0, commits=2)


def rendered_in_a_transaction(_: Asked) -> Answer:
    return Answer([read(STOCK), write(TAKEN)], items=1, counts={"transaction-idle": 30_000, "calls-in-transaction": 0, "commits": 1}, total_us=45_000)


def queries_that_take_long(_: Asked) -> Answer:
    """The transaction is long, and busy."""
    return Answer([read(STOCK, times=30), write(TAKEN)], items=1, counts={"transaction-idle": 600, "calls-in-transaction": 0, "commits": 1}, total_us=900_000)


def compiled_at_first(asked: Asked) -> Answer:
    """The first request loads code while its transaction is open."""
    return Answer([write(TAKEN)], items=1, counts={"transaction-idle": 80_000 if asked.visit == 0 else 300, "calls-in-transaction": 0, "commits": 1})


def asked_while_reading(_: Asked) -> Answer:
    """A snapshot of two tables and a call; nothing is locked."""
    counts = {"transaction-idle": 21_000, "calls-in-transaction": 1, "commits": 1}
    return Answer([read(STOCK)], items=1, counts=counts, calls=in_order("GET rates.example/today"), total_us=30_000)


def written_one_by_one_around_a_call(_: Asked) -> Answer:
    """Without a transaction: each write commits by itself."""
    return checkout(0, 0, commits=2)


def connecting(connects: int) -> Answer:
    return Answer([read(STOCK)], items=1, counts={"connects": connects})


def logs_in_each_time(_: Asked) -> Answer:
    return connecting(1)


def two_databases_each_time(_: Asked) -> Answer:
    return connecting(2)


def workers_that_start(asked: Asked) -> Answer:
    """Each of the workers opens the connection that it keeps."""
    return connecting(1 if asked.visit < WORKERS else 0)


def lost_once(asked: Asked) -> Answer:
    return connecting(1 if asked.visit == 1 else 0)


def opened_at_first(asked: Asked) -> Answer:
    return connecting(1 if asked.visit == 0 else 0)
