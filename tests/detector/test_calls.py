"""Calls to other services: what spans say, and what is judged without them."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from fixtures import SLOW
from pages_calls import asked_about_each, at_once, detail, in_order, in_turn, listed, using_the_one_before
from recorded import Answer, Asked, dossier

from caseload_detector import judge
from caseload_detector.calls import Call, calls_from, items_in, overlapping, values_in
from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Observation, add_document
from recorded import observations

IN_TURN, FOR_EACH = "sequential-calls", "call-loop"


def without_spans(made: Dossier) -> Dossier:
    """As from a service that only counts."""
    for seen in observations(made):
        seen.calls = None
    return made


class Spans(unittest.TestCase):
    def test_overlap_is_counted_as_the_service_counts_it(self) -> None:
        def spans(*times: tuple[int, int]) -> list[Call]:
            return [Call("GET /x", *each) for each in times]

        self.assertEqual(overlapping(spans((0, 10), (10, 20), (25, 30))), 0)
        self.assertEqual(overlapping(spans((0, 10), (0, 30), (1, 5))), 3)
        self.assertEqual(overlapping(spans((0, 10), (5, 20), (20, 30), (40, 50))), 2)
        self.assertEqual(overlapping(spans((0, 100), (1, 2), (3, 4), (200, 201))), 3)
        self.assertEqual(overlapping([]), 0)

    def test_a_document_s_calls_are_read_and_what_is_wrong_is_left_out(self) -> None:
        seen = Observation("", 200)
        add_document(seen, {"calls": [
            {"shape": "GET /b", "start_us": 9, "end_us": 12, "items": 3, "status": 200, "uses_earlier": True},
            {"shape": "GET /a", "start_us": 1, "end_us": 2, "items": "many", "uses_earlier": "no"},
            {"shape": "GET /c", "start_us": "soon", "end_us": 2}, {"start_us": 1, "end_us": 2}, "GET /d",
        ]})
        self.assertEqual(seen.calls, [Call("GET /a", 1, 2), Call("GET /b", 9, 12, 3, 200, True)])
        self.assertEqual(Observation.from_json(seen.to_json()).calls, seen.calls)
        self.assertIsNone(calls_from({"GET /a": 4}))

    def test_values_and_items_of_an_address(self) -> None:
        self.assertEqual(values_in("/items/42/left", "x=a,b&y=7"), {"42", "a", "b", "7"})
        self.assertEqual([items_in(query) for query in ("sku=a,b,c&d=1", "id=1&id=2", "")], [3, 2, 1])


class InTurn(unittest.TestCase):
    def judged(self, calls: list[Call]) -> str:
        return judge(dossier(lambda _: detail(calls), size=False)).status(IN_TURN)

    def test_what_the_second_call_sends_decides(self) -> None:
        for uses, status in ((False, "found"), (True, "clean"), (None, "not judged")):
            with self.subTest(uses):
                calls = in_order("GET /stock?sku", "GET /price?sku")
                calls[1].uses_earlier = uses
                self.assertEqual(self.judged(calls), status)

    def test_calls_that_follow_one_that_was_needed_are_judged_among_themselves(self) -> None:
        names = ("GET /login", "GET /a", "GET /b", "GET /c")
        self.assertEqual(self.judged(using_the_one_before(in_order(*names), 1)), "found")
        self.assertEqual(self.judged(using_the_one_before(in_order(*names), 1, 2, 3)), "clean")

    def test_each_that_begins_before_the_last_one_has_ended_is_clean(self) -> None:
        calls = in_order("GET /a", "GET /b", "GET /c", "GET /d")
        for before, call in zip(calls, calls[1:]):
            call.start_us = before.end_us - 1
        self.assertEqual(self.judged(calls), "clean")

    def test_batches_that_follow_one_another_are_found(self) -> None:
        def batches(*names: tuple[str, ...]) -> list[Call]:
            return [Call(f"GET /{name}?sku", 100 * at, 100 * at + 50) for at, step in enumerate(names) for name in step]

        for steps, status in (((("stock",), ("price", "price")), "found"), ((("price", "price"), ("stock",), ("delivery", "delivery")), "found"),
                              ((("price", "price"), ("price", "price")), "clean"), ((("price", "stock"), ("stock",)), "clean"),
                              ((("price", "price"), ("stock",)), "not judged"), ((("price", "price"), ("stock", "delivery")), "not judged")):  # or two at a time
            with self.subTest(steps):
                calls = batches(*steps)
                for call in calls:
                    call.uses_earlier = False
                self.assertEqual(self.judged(calls), status)

    def test_a_batch_of_which_one_call_needs_what_came_before_waits_for_it(self) -> None:
        calls = [Call("GET /stock?sku", 0, 50), Call("GET /price?sku", 100, 150), Call("GET /delivery?sku", 100, 150)]
        for uses, status in ((False, "found"), (True, "clean")):
            calls[0].uses_earlier, calls[1].uses_earlier, calls[2].uses_earlier = False, False, uses
            with self.subTest(uses):
                self.assertEqual(self.judged(calls), status)

    def test_a_call_about_one_of_the_items_that_the_first_was_about_may_depend_on_what_it_said(self) -> None:
        for second, items, status in (("GET /price?sku", 5, "found"), ("GET /price?sku", 4, "not judged"), ("GET price.example/items/{}", 1, "not judged"),
                                      ("GET /delivery?country", 1, "found"), ("GET /rates", 1, "found")):  # a country is none of the items
            calls = in_order("GET /stock?sku", second)
            calls[0].items, calls[1].items = 5, items
            with self.subTest(second, items=items):
                self.assertEqual(self.judged(calls), status)

    def test_where_no_parameter_is_shown_the_item_may_be_one_of_the_first(self) -> None:
        for items, status in ((5, "found"), (1, "not judged")):
            calls = in_order("GET stock.example/items", "GET price.example/prices")
            calls[0].items, calls[1].items = 5, items
            with self.subTest(items):
                self.assertEqual(self.judged(calls), status)

    def test_one_item_asked_about_after_each_of_several_may_be_chosen(self) -> None:
        calls = [*at_once("GET /stock?sku", "GET /stock?sku", "GET /stock?sku"), Call("GET /price?sku", 60_000, 80_000, 1, 200, False), Call("GET /visitor?id", 90_000, 99_000, 1, 200, False)]
        self.assertEqual(self.judged(calls[:4]), "not judged")
        self.assertEqual(self.judged(calls), "found")

    def test_calls_for_each_item_that_fill_the_gap_between_others_may_be_sent_with_them(self) -> None:
        def few_at_a_time(asked: Asked, most: int, step_us: int, each_us: int) -> Answer:
            shapes = ["GET /visitor?id", *["GET /stock?sku"] * asked.n, "GET /banner?place"]
            return listed(asked, [Call(shape, place // most * step_us, place // most * step_us + each_us, 1, 200, False) for place, shape in enumerate(shapes)])

        for most, step_us, each_us, status in ((4, 100, 90, "not judged"), (1, 100, 350, "clean"), (1, 100, 90, "found")):
            with self.subTest(most=most, each_us=each_us):
                self.assertEqual(judge(dossier(lambda asked: few_at_a_time(asked, most, step_us, each_us))).status(IN_TURN), status)

    def test_without_spans_it_is_not_judged_unless_one_call_or_an_overlap_is_known(self) -> None:
        for calls, status in ((in_order("GET /a", "GET /b"), "not judged"), (in_order("GET /a"), "clean"), (at_once("GET /a", "GET /b"), "clean")):
            with self.subTest(status, calls=len(calls)):
                verdict = judge(without_spans(dossier(lambda _: detail(calls), size=False)))
                self.assertEqual(verdict.status(IN_TURN), status)

    def test_without_spans_an_overlap_leaves_open_whether_batches_follow_each_other(self) -> None:
        for number, overlapping_calls, status in ((3, 3, "clean"), (3, 2, "not judged"), (5, 3, "not judged"), (4, 4, "not judged"), (3, None, "not judged"), (1, None, "clean")):
            made = without_spans(dossier(lambda _: detail([]), size=False))
            for seen in observations(made):
                seen.counts.pop("calls-overlapping", None)
                seen.counts |= {"calls": number} if overlapping_calls is None else {"calls": number, "calls-overlapping": overlapping_calls}
            with self.subTest(number, overlapping=overlapping_calls):
                self.assertEqual(judge(made).status(IN_TURN), status)

    def test_without_any_count_nothing_is_judged(self) -> None:
        made = without_spans(dossier(in_turn, size=False))
        for seen in observations(made):
            seen.counts = {key: value for key, value in seen.counts.items() if not key.startswith("calls")}
        self.assertEqual({judge(made).status(label) for label in (IN_TURN, FOR_EACH)}, {"not judged"})

    def test_calls_for_each_item_are_not_reported_twice(self) -> None:
        self.assertEqual(judge(dossier(asked_about_each)).labels, {FOR_EACH})

    def test_two_problems_of_one_page_are_both_found(self) -> None:
        def page(asked: Asked) -> object:
            return listed(asked, in_order("GET /visitor?id", "GET /offers?day", *["GET /stock?sku"] * asked.n))

        self.assertEqual(judge(dossier(page)).labels, {IN_TURN, FOR_EACH})  # type: ignore[arg-type]


class ForEach(unittest.TestCase):
    def test_the_number_alone_shows_a_call_per_item_and_leaves_open_what_grows_less(self) -> None:
        self.assertEqual(judge(without_spans(SLOW["a call for each item"][1]())).labels, {FOR_EACH})
        verdict = judge(without_spans(SLOW["a call for some items"][1]()))
        self.assertEqual((verdict.labels, verdict.status(FOR_EACH)), (set(), "not judged"))

    def test_a_chunk_is_recognised_by_the_items_of_its_calls(self) -> None:
        for items, labels in ((1, {FOR_EACH}), (7, {FOR_EACH}), (8, set())):
            def page(asked: Asked) -> object:
                calls = at_once(*["GET /stock?sku"] * (asked.n // 5))
                for call in calls:
                    call.items = items
                return listed(asked, calls)

            with self.subTest(items):
                self.assertEqual(judge(dossier(page)).labels, labels)  # type: ignore[arg-type]

    def test_whether_a_call_could_be_about_more_items_is_left_open(self) -> None:
        for items, status in ((1, "found"), (8, "not judged"), (19, "not judged"), (20, "clean"), (100, "clean")):
            def page(asked: Asked) -> object:
                calls = in_order(*["GET /stock?sku"] * -(-asked.n // items))
                for call in calls:
                    call.items = items
                return listed(asked, calls)

            with self.subTest(items):
                self.assertEqual(judge(dossier(page)).status(FOR_EACH), status)  # type: ignore[arg-type]

    def test_how_many_items_a_body_is_about_is_left_open(self) -> None:
        for each, status in ((1, "found"), (2, "found"), (3, "not judged"), (5, "not judged"), (25, "clean")):
            def page(asked: Asked, each: int = each) -> Answer:
                calls = [Call("POST stock.example/batch", 6_000 * place, 6_000 * place + 5_000, None, 200) for place in range(-(-asked.n // each))]
                return Answer(items=asked.n, calls=calls)

            self.assertEqual(judge(dossier(page, stored=False)).status("call-loop"), status, each)

    def test_two_more_calls_are_too_few(self) -> None:
        for more, labels in ((2, set()), (3, {FOR_EACH})):
            def page(asked: Asked) -> object:
                return listed(asked, in_order(*["GET /stock?sku"] * (1 + (more if asked.n == 20 else 0))))

            with self.subTest(more):
                self.assertEqual(judge(dossier(page, sizes=(10, 20))).labels, labels)  # type: ignore[arg-type]


if __name__ == "__main__":
    unittest.main()
