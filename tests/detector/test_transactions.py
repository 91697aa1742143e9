"""Transactions that stay open, and connections for one request: what counts decide, and what is judged without them."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from pages_transactions import (
    asked_while_reading,
    logs_in_each_time,
    paid_between_two,
    paid_in_a_transaction,
    rendered_in_a_transaction,
    workers_that_start,
)
from recorded import dossier, observations, read

from caseload_detector import judge
from caseload_detector.dossier import Dossier
from caseload_detector.judge import judge_all
from caseload_detector.rules.benefit import MIN_IDLE_US
from caseload_detector.rules.connections import ENOUGH
from caseload_detector.shared_work import EVERY_PAGE

HELD, CONNECTS = "long-transaction", "connection-per-request"


def page(behaviour: object, method: str = "GET") -> Dossier:
    return dossier(behaviour, size=False, method=method)  # type: ignore[arg-type]


def without(made: Dossier, *keys: str) -> Dossier:
    for seen in observations(made):
        seen.counts = {key: value for key, value in seen.counts.items() if key not in keys}
    return made


class Held(unittest.TestCase):
    def test_a_call_between_two_transactions_is_clean(self) -> None:
        verdict = judge_all([page(paid_between_two, "POST"), page(paid_in_a_transaction, "POST")])[0][0]
        self.assertEqual(verdict.status(HELD), "clean")

    def test_idle_time_counts_from_its_bound_on_and_only_if_it_is_long_each_time(self) -> None:
        for idle, status in ((MIN_IDLE_US, "found"), (MIN_IDLE_US - 1, "clean")):
            made = page(rendered_in_a_transaction, "POST")
            made.warm[0].counts["transaction-idle"] = idle
            self.assertEqual(judge(made).status(HELD), status)

    def test_a_transaction_that_only_reads_is_a_note(self) -> None:
        verdict = judge(page(asked_while_reading))
        self.assertEqual(verdict.status(HELD), "clean")
        self.assertTrue(any("it only reads" in note for note in verdict.notes))

    def test_a_read_that_locks_its_rows_is_no_mere_read(self) -> None:
        for text, status in (("select pieces from stock where id = ? for update", "found"), ("select pieces from stock where id = ? lock in share mode", "found"),
                             ("select pieces from stock where id = ?", "clean")):
            made = page(asked_while_reading, "POST")
            for seen in observations(made):
                seen.digests = [read(text)]
            self.assertEqual(judge(made).status(HELD), status, text)

    def test_a_page_that_writes_is_not_judged_if_nobody_sees_transactions(self) -> None:
        made = without(page(paid_in_a_transaction, "POST"), "transaction-idle", "calls-in-transaction")
        self.assertEqual(judge(made).status(HELD), "not judged")

    def test_the_time_alone_is_enough_where_calls_are_not_seen(self) -> None:
        self.assertEqual(judge(without(page(paid_in_a_transaction, "POST"), "calls-in-transaction")).status(HELD), "found")


class Connecting(unittest.TestCase):
    def test_more_workers_than_requests_are_left_open(self) -> None:
        made = page(logs_in_each_time)
        made.reconnected = made.reconnected[: ENOUGH - 1]
        self.assertEqual(judge(made).status(CONNECTS), "not judged")

    def test_workers_that_have_started_are_clean(self) -> None:
        self.assertEqual(judge(page(workers_that_start)).status(CONNECTS), "clean")

    def test_without_the_count_it_is_not_judged(self) -> None:
        self.assertEqual(judge(without(page(logs_in_each_time), "connects")).status(CONNECTS), "not judged")

    def test_a_site_that_always_connects_is_told_once(self) -> None:
        verdicts, site = judge_all([page(logs_in_each_time) for _ in range(5)])
        self.assertEqual([verdict.status(CONNECTS) for verdict in verdicts], ["clean"] * 5)
        assert site is not None
        self.assertEqual((site.address, site.labels), (EVERY_PAGE, {CONNECTS}))


if __name__ == "__main__":
    unittest.main()
