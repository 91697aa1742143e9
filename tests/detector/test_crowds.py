"""Requests at once that wait for a row: whether it is one row for all, or one for each thing that a request names."""

from __future__ import annotations

import unittest
from dataclasses import replace

import support

support.prepare_path()

from caseload_detector import judge
from pages_crowds import BOOK, one_counter, waiting
from recorded import Answer, Asked, dossier, read

HOT_ROW = "hot-row"


def status_of(update: str, address: str = "/tanks/31/clean") -> str:
    def page(asked: Asked) -> Answer:
        answer = one_counter(asked)
        answer.digests = [waiting(update, 1 if asked.place > 1 else 0), read(BOOK)]
        return answer

    made = dossier(page, size=False, method="POST")
    made.page = replace(made.page, address=address)
    return judge(made).status(HOT_ROW)


class RowOfAll(unittest.TestCase):
    def test_an_update_from_its_own_value_is_found(self) -> None:
        for update in ("update tank set cleanings = cleanings + ? where id = ?", "update tank set last = last_insert_id(last % ? + ?) where id = ?",
                       "update tank set seen_at = now(?), tank.runs = ? + tank.runs where id = ?",
                       "update tank set day = ?, runs = if(day = ?, runs + ?, ?), seen_at = now(?) where id = ?"):
            with self.subTest(update):
                self.assertEqual(status_of(update), "found")

    def test_a_state_that_is_set_may_be_of_what_the_request_names(self) -> None:
        for update in ("update tank set cleaned_at = now(?) where id = ?", "update cellar.tank set state = ?, changed_at = ? where tank.id = ?",
                       "update tank set date = date(now()) where id = ?"):
            with self.subTest(update):
                self.assertEqual(status_of(update), "not judged")
                self.assertEqual(status_of(update, "/clean?tank=31"), "not judged")
                self.assertEqual(status_of(update, "/clean"), "found")  # it names nothing, so all wait for the same row

    def test_an_insert_may_wait_for_the_row_of_a_trigger(self) -> None:
        self.assertEqual(status_of("insert into reading (meter_id, kwh, sent_at) values (?, ?, now(?))"), "not judged")
        self.assertEqual(status_of("insert into reading (meter_id, kwh) select ?, kwh from draft where id = ?"), "clean")


if __name__ == "__main__":
    unittest.main()
