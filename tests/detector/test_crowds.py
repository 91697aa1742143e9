"""Requests at once that wait for a row: whether it is one row for all, or one for each thing that a request names."""

from __future__ import annotations

import unittest
from dataclasses import replace

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.evidence import Column, Digest
from pages_crowds import BOOK, one_counter, waiting
from recorded import Answer, Asked, Behaviour, dossier, read, write

HOT_ROW = "hot-row"


def status_of(*updates: str, address: str = "/tanks/31/clean") -> str:
    def page(asked: Asked) -> Answer:
        answer = one_counter(asked)
        answer.digests = [*(waiting(update, 1 if asked.place > 1 else 0) for update in updates), read(BOOK)]
        return answer

    made = dossier(page, size=False, method="POST")
    made.page = replace(made.page, address=address)
    return judge(made).status(HOT_ROW)


def status_by(page: Behaviour) -> str:
    return judge(dossier(page, size=False, method="POST")).status(HOT_ROW)


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
                self.assertEqual(status_of(update, address="/clean?tank=31"), "not judged")
                self.assertEqual(status_of(update, address="/clean"), "found")  # it names nothing, so all wait for the same row

    def test_a_state_is_set_as_each_framework_writes_it(self) -> None:
        for update in ("update tank set state = ?, version = ? where id = ? and version = ?", "UPDATE `tank` SET `state` = ? WHERE `tank`.`id` = ? LIMIT ?",
                       'UPDATE "tank" SET "state" = $1::state WHERE "tank"."id" = $2 RETURNING *', 'UPDATE "tank" SET "state" = $1 WHERE "tank"."id" IN ($2)',
                       'UPDATE "public"."tank" SET "state" = CAST($1::text AS "public"."state") WHERE ("public"."tank"."id" = $2 AND 1=1) RETURNING "public"."tank"."id"',
                       "update tank set state = ?, seen_at = now(?) where tenant_id = ? and id = ? and deleted_at is null"):
            with self.subTest(update):
                self.assertEqual(status_of(update), "not judged")
        for update in ("update tank set runs = runs + ? where tenant_id = ? and id = ?", 'UPDATE "tank" SET "runs" = "tank"."runs" + $1 WHERE "id" = $2 RETURNING *'):
            with self.subTest(update):
                self.assertEqual(status_of(update), "found")

    def test_what_a_path_names_has_a_digit_and_is_no_version(self) -> None:
        for address, status in (("/orders/c56a4180-65aa-42ec-a945-5fd21dec0538/pay", "not judged"), ("/runs/spring-26/close", "not judged"), ("/api/v2/clean", "found"), ("/api/v1.2/clean", "found")):
            with self.subTest(address):
                self.assertEqual(status_of("update tank set state = ? where id = ?", address=address), status)

    def test_a_row_locked_in_order_to_set_its_state_is_like_one_that_is_set(self) -> None:
        for lock in ("select id, state from tank where id = ? for update", 'SELECT "id", "state" FROM "tank" WHERE "id" = $1 LIMIT $2 FOR NO KEY UPDATE'):
            for update, status in (("update tank set state = ? where id = ?", "not judged"), ("update tank set runs = runs + ? where id = ?", "found")):
                def page(asked: Asked, lock: str = lock, update: str = update) -> Answer:
                    return replace(one_counter(asked), digests=[replace(read(lock), row_lock_waits=int(asked.place > 1)), write(update), write("update total set runs = runs + ?")])

                with self.subTest(lock, update=update):
                    self.assertEqual(status_by(page), status)

    def test_a_row_locked_in_order_to_set_a_number_that_was_read_is_a_counter(self) -> None:
        for letters, status in ((False, "found"), (True, "not judged")):  # the next number, or the next state
            lock = replace(read("select name, last from series where id = ? for update"), columns=(Column(9, 1, True), Column(9, 1, letters)))

            def page(asked: Asked, lock: Digest = lock) -> Answer:
                return replace(one_counter(asked), digests=[replace(lock, row_lock_waits=int(asked.place > 1)), write("update series set last = ? where id = ?")])

            with self.subTest(letters=letters):
                self.assertEqual(status_by(page), status)

    def test_the_row_of_the_visitor_and_that_of_what_is_named_are_judged_one_by_one(self) -> None:
        own, named, shared = "update users set logins = logins + ? where id = ?", "update tank set state = ? where id = ?", "update total set runs = runs + ?"
        self.assertEqual(status_of(own, named), "not judged")
        self.assertEqual(status_of(own, named, shared), "found")

    def test_an_insert_may_wait_for_the_row_of_a_trigger(self) -> None:
        self.assertEqual(status_of("insert into reading (meter_id, kwh, sent_at) values (?, ?, now(?))"), "not judged")
        self.assertEqual(status_of("insert into reading (meter_id, kwh) select ?, kwh from draft where id = ?"), "clean")
        for insert in ('INSERT INTO "reading" ("meter_id", "kwh") VALUES ($1, $2) RETURNING "reading"."id"', "insert into reading set meter_id = ?, kwh = ?", "insert into reading default values returning id",
                       "insert into reading (meter_id) values (?) on conflict (meter_id) do nothing", "insert into reading (kwh, place) values (?, (select coalesce(max(place), ?) + ? from reading))"):
            with self.subTest(insert):
                self.assertEqual(status_of(insert), "not judged")

    def test_an_update_that_waits_by_chance_does_not_hide_inserts_that_wait(self) -> None:
        def page(asked: Asked) -> Answer:
            return replace(one_counter(asked), digests=[waiting("insert into reading (kwh) values (?)", int(asked.place > 1)),
                                                        waiting("update total set kwh = kwh + ?", int((asked.group, asked.place) == (2, 3)))])

        self.assertEqual(status_by(page), "not judged")

    def test_waits_of_which_only_the_number_is_known_are_not_judged(self) -> None:
        for digests, waits, status in (([write("update total set kwh = kwh + ?")], 1, "not judged"), ([], 1, "not judged"), ([write("update total set kwh = kwh + ?")], 0, "clean")):
            def page(asked: Asked, digests: list[Digest] = digests, waits: int = waits) -> Answer:
                answer = one_counter(asked)
                answer.counts["row-lock-waits"] = waits * int(asked.place > 1)
                return replace(answer, digests=digests)

            with self.subTest(digests, waits=waits):
                self.assertEqual(status_by(page), status)


if __name__ == "__main__":
    unittest.main()
