"""What the probes ask for, and what they keep: the client comes out as the test says, so that no time passes."""

from __future__ import annotations

import unittest
from dataclasses import dataclass
from typing import Any, Callable, Mapping
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import support

support.prepare_path()

from caseload_detector import judge
from caseload_detector.client import BROWSER, DATA
from caseload_detector.service_error import ServiceError
from caseload_detector.considerate import Budget
from caseload_detector.dossier import IRRELEVANT, RELEVANT, Dossier
from caseload_detector.evidence import Digest, Observation
from caseload_detector.pages import DATASET, PAGE, SIZE, Knob, Page, Site
from caseload_detector.sources.measuring import Measuring
from caseload_detector.probes import Prober
from caseload_detector.walk import numbered

N = Knob("n", SIZE, "20", ("40", "10", "160"), 1, 10_240)
STORED = Knob("dataset", DATASET, "x1", ("x1", "x16", "x4"))
PAGES = Knob("page", PAGE, "1", ())
ANN, BOB = {"Cookie": "visitor=ann"}, {"Cookie": "visitor=bob"}


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    query: dict[str, str]
    accept: str = BROWSER
    headers: Mapping[str, str] | None = None
    compressed: bool = True
    probe: bool = True
    busy_retries: int = 3


@dataclass
class Reply:
    status: int = 200
    kind: str = "text/html"
    headers: Mapping[str, str] | None = None
    first_byte_us: int | None = 1_000
    counts: Mapping[str, int] | None = None
    link: str | None = None
    digests: list[Digest] | None = None
    items: int | None = None
    body: str = "same"


class Script:
    """A client that sends nothing."""

    base = "http://service"

    def __init__(self, reply: Callable[[Sent], Reply], do: Callable[[Sent], int] = lambda sent: 204) -> None:
        self._reply, self._do = reply, do
        self.sent: list[Sent] = []
        self.done: list[str] = []
        self.requests = self.failed = 0
        self.measuring = Measuring(())
        self.budget = Budget()

    def another(self) -> "Script":
        raise AssertionError("a single connection is enough for this test")

    def request(self, method: str, target: str, accept: str = BROWSER, headers: Mapping[str, str] | None = None, compressed: bool = True,
            probe: bool = True, busy_retries: int = 3, repeat: bool = True) -> tuple[Observation, str | None]:
        sent = Sent(method, urlsplit(target).path, dict(parse_qsl(urlsplit(target).query)), accept, dict(headers or {}), compressed, probe, busy_retries)
        self.sent.append(sent)
        self.requests += 1
        reply = self._reply(sent)
        return Observation(urlsplit(target).query, reply.status, {"content-type": reply.kind, **(reply.headers or {})}, first_byte_us=reply.first_byte_us,
                           total_us=reply.first_byte_us, counts=dict(reply.counts or {}), digests=reply.digests, body_hash=reply.body, body_bytes=100, items=reply.items), reply.link

    def send_patiently(self, method: str, target: str, headers: Mapping[str, str]) -> Any:
        sent = Sent(method, urlsplit(target).path, dict(parse_qsl(urlsplit(target).query)), headers=headers)
        self.done.append(f"{method} {target} {headers.get('Cookie', '')} {headers['Accept']}")
        return (self._do(sent), {}, b"", 0, 0), 1


def look(page: Page, reply: Callable[[Sent], Reply] = lambda sent: Reply(), quick: bool = True, do: Callable[[Sent], int] = lambda sent: 204,
         **site: Any) -> tuple[Any, Script, list[str]]:
    client, stages = Script(reply, do), []
    dossier = Prober(client, Site((page,), **site), quick, stages.append).look_at(page)  # type: ignore[arg-type]
    return dossier, client, stages


class Visits(unittest.TestCase):
    def test_a_page_is_requested_cold_and_warm_again_by_another_and_uncompressed(self) -> None:
        dossier, client, stages = look(Page("/p", knobs=(N,)), lambda sent: Reply(headers={"etag": '"7"', "last-modified": "Tue"}, kind="text/csv"), visitors=(ANN, BOB))
        first = client.sent[:6]
        self.assertEqual({(each.method, each.path, each.query["n"], each.accept) for each in first}, {("GET", "/p", "20", BROWSER)})
        self.assertEqual([each.headers for each in first], [ANN, ANN, ANN, {**ANN, "If-None-Match": '"7"', "If-Modified-Since": "Tue"}, BOB, ANN])
        self.assertEqual([each.compressed for each in first], [True] * 5 + [False])
        self.assertEqual(len(dossier.warm), 2)
        self.assertTrue(all([dossier.revisit, dossier.other_visitor, dossier.unencoded]))
        self.assertEqual(dossier.requests, len(client.sent))
        self.assertEqual(stages, ["cold and warm", "ladder, n=10", "ladder, n=40", "ladder, n=160", "by its links to page 1"])

    def test_a_visitor_alone_has_no_other(self) -> None:
        dossier, client, _ = look(Page("/p"), visitors=(ANN,))
        self.assertIsNone(dossier.other_visitor)
        self.assertEqual(look(Page("/p"))[1].sent[0].headers, {})
        self.assertEqual({tuple(each.headers or ()) for each in client.sent}, {("Cookie",)})

    def test_only_pages_that_are_read_are_revisited_and_walked(self) -> None:
        dossier, client, _ = look(Page("/p", "POST", (N, STORED, PAGES)), lambda sent: Reply(counts={"sql": 1, "cpu-app": 1}, link="/p?page=2"), visitors=(ANN, BOB))
        self.assertEqual([dossier.revisit, dossier.other_visitor, dossier.unencoded, dossier.joint, dossier.walk], [None] * 5)
        self.assertEqual({each.method for each in client.sent}, {"POST"})
        self.assertEqual([ladder.knob for ladder in dossier.ladders], ["n", "dataset"])

    def test_ladders_go_up_with_the_other_knobs_at_their_first_values(self) -> None:
        dossier, client, _ = look(Page("/p?q=1", knobs=(N, STORED, Knob("odd", SIZE, "", ("7",)))), lambda sent: Reply(kind="text/csv"))
        self.assertEqual([(ladder.knob, ladder.role, [step.size for step in ladder.steps]) for ladder in dossier.ladders],
                         [("n", SIZE, [10, 40, 160]), ("dataset", DATASET, [1, 4, 16])])
        self.assertEqual([each.query for each in client.sent[5:-1]], [
            *({"q": "1", "n": n, "dataset": "x1"} for n in ("10", "40", "160")), *({"q": "1", "n": "20", "dataset": rows} for rows in ("x1", "x4", "x16"))])

    def test_datasets_are_requested_in_turn_where_only_the_time_of_a_query_shows_what_it_reads(self) -> None:
        times = iter(range(5_000, 100, -100))
        for counts, rounds in (({}, 4), ({"rows-examined": 1}, 1)):
            dossier, client, _ = look(Page("/p", knobs=(STORED,)), lambda sent: Reply(kind="text/csv", counts=counts, digests=[Digest("select 1", 1, us=next(times))]))
            asked = [each.query["dataset"] for each in client.sent[5:-1]]
            self.assertEqual(asked, ["x1", "x4", "x16"] * rounds)
            if rounds > 1:
                self.assertEqual([len(step.again) for step in dossier.ladders[0].steps], [3, 3, 3])

    def test_more_requests_follow_while_the_larger_dataset_seems_to_take_longer(self) -> None:
        # Rounds in which the larger dataset takes no longer than the smaller, and in which the smaller is slowed down.
        for fast, slow, rounds in (((), (), 8), ((1,), (), 4), ((4, 5), (), 4), ((6,), (), 6), ((8,), (), 8), ((), (2, 6, 7), 8),
                                   ((), (2, 5, 6, 7), 16), ((11,), (2, 5, 6, 7), 11), ((), (2, 6, 7, 9, 10), 8)):
            sent = iter(range(100))

            def reply(sent_: Sent) -> Reply:
                number = next(sent) - 5 - (1 if sent_.query.get("dataset") == "x4" else 0)  # after the requests before the ladder
                turn = number // 2 + 1 if number >= 0 else 0
                if sent_.query["dataset"] == "x4":
                    us = 1_000 if turn in fast else 4_000
                else:
                    us = 9_000 if turn in slow else 1_000
                return Reply(kind="text/csv", digests=[Digest("select a from t where b = ?", 1, us=us)])

            dossier, _, _ = look(Page("/p", knobs=(Knob("dataset", DATASET, "x1", ("x1", "x4")),)), reply)
            self.assertEqual([1 + len(step.again) for step in dossier.ladders[0].steps], [rounds, rounds], (fast, slow))

    def test_a_ladder_of_one_step_is_none(self) -> None:
        self.assertEqual(look(Page("/p", knobs=(Knob("dataset", DATASET, "x1", ("x1",)),)))[0].ladders, [])
        self.assertEqual(len(look(Page("/p", knobs=(Knob("dataset", DATASET, "x1", ("x1", "x4")),)))[0].ladders), 1)

    def test_a_size_that_the_service_does_not_have_is_no_step(self) -> None:
        for status, steps in ((199, 2), (200, 3), (299, 3), (300, 2), (404, 2)):
            dossier, _, _ = look(Page("/p", knobs=(N,)), lambda sent: Reply(status if sent.query["n"] == "40" else 200, "text/csv"))
            self.assertEqual(len(dossier.ladders[0].steps), steps, status)

    def test_fewer_entries_are_another_page_only_if_there_are_fewer_queries_too(self) -> None:
        usual = [Digest("select title from book", 1), Digest("select name from author", 1)]
        for items, digests, steps in ((12, usual, 3), (1, usual, 3), (6, usual[:1], 3), (5, usual[:1], 2), (0, [], 2), (0, None, 2), (None, usual[:1], 3)):
            def reply(sent: Sent) -> Reply:
                is_other = sent.query["n"] == "40"
                return Reply(kind="text/csv", items=items if is_other else 12, digests=digests if is_other else usual)

            dossier, _, _ = look(Page("/p", knobs=(N,)), reply)
            self.assertEqual(len(dossier.ladders[0].steps), steps, (items, digests))

    def test_ladders_vary_the_dataset_where_the_page_has_one(self) -> None:
        for cold, kind, status, accept in (("text/html; charset=utf-8", "application/json", 200, DATA), ("text/html", "text/html", 200, BROWSER),
                                           ("text/html", "application/json", 300, BROWSER), ("text/html", "application/json", 299, DATA),
                                           ("text/csv", "application/json", 200, BROWSER)):
            _, client, _ = look(Page("/p", knobs=(N,)), lambda sent: Reply(status, kind) if sent.accept == DATA else Reply(kind=cold))
            self.assertEqual({each.accept for each in client.sent if each.query["n"] == "10"}, {accept})

    def test_a_trivial_page_is_requested_three_times_and_the_site_s_once_for_all(self) -> None:
        client = Script(lambda sent: Reply())
        pages = (Page("/a"), Page("/b", "POST", floor="/floor/b"), Page("/c"), Page("/b", floor="/floor/b"))
        prober = Prober(client, Site(pages, floor="/floor", visitors=(ANN,)), quick=True)  # type: ignore[arg-type]
        told = [prober.look_at(page) for page in pages]
        self.assertEqual([len(dossier.floor) for dossier in told], [3, 3, 3, 3])
        floors = [(each.method, each.path, each.accept, each.headers) for each in client.sent if each.path.startswith("/floor")]
        self.assertEqual(floors, [("GET", "/floor", BROWSER, ANN)] * 3 + [("GET", "/floor/b", BROWSER, ANN)] * 6)
        self.assertEqual(look(Page("/p"))[0].floor, [])


class MissingData(unittest.TestCase):
    def test_a_dataset_that_is_not_there_is_requested_for_the_first_page_only(self) -> None:
        pages = (Page("/p", knobs=(N, STORED)), Page("/q", knobs=(N, STORED)))
        client = Script(lambda sent: Reply(503 if sent.query.get("dataset") == "x16" else 200), lambda sent: 204)
        prober = Prober(client, Site(pages), True)  # type: ignore[arg-type]
        dossiers = [prober.look_at(page) for page in pages]
        self.assertEqual([each.path for each in client.sent if each.query.get("dataset") == "x16"], ["/p"])
        for dossier in dossiers:
            self.assertEqual([step.size for step in dossier.dataset_ladder().steps], [1, 4])
            self.assertIn("dataset: the service refuses x16 (503), so this is left out", dossier.notes)


class Together(unittest.TestCase):
    """Size and stored rows at once."""

    def joint(self, cpu: Callable[[int], int | None] = lambda n: n * n // 400, knobs: tuple[Knob, ...] = (N, STORED), sql: Callable[[int], int] = lambda n: 1,
              status: Callable[[int], int] = lambda n: 200, total: int = 1_000) -> list[tuple[float, int | None]] | None:
        def reply(sent: Sent) -> Reply:
            n = int(sent.query.get("n", 20))
            took = cpu(n)
            return Reply(status(n), "text/csv", first_byte_us=total, counts={"sql": sql(n), **({} if took is None else {"cpu-app": took})})

        self.dossier, client, self.stages = look(Page("/p", knobs=knobs), reply)
        self.asked = [(each.query["n"], each.query.get("dataset")) for each in client.sent if int(each.query.get("n", 0)) >= 640]
        joint = self.dossier.joint
        return None if joint is None else [(step.size, step.seen.count("cpu-app")) for step in joint.steps]

    def test_both_go_up(self) -> None:
        self.assertEqual(self.joint(), [(640, 1_024), (2_560, 16_384), (10_240, 262_144)])
        self.assertEqual(list(dict.fromkeys(self.asked)), [("640", "x1"), ("2560", "x4"), ("10240", "x16")])
        self.assertIn("ladder, n=2560, dataset=x4", self.stages)

    def test_the_last_step_is_left_out_where_growth_is_in_proportion(self) -> None:
        for second, steps in ((4_499, 2), (4_500, 3)):
            self.assertEqual(len(self.joint(lambda n: {640: 1_000, 2_560: second}.get(n, 90_000)) or []), steps)
        self.assertEqual(len(self.joint(lambda n: {640: 0, 2_560: 4}.get(n, 90_000)) or []), 2)
        self.assertEqual(len(self.joint(lambda n: {640: 0, 2_560: 5}.get(n, 90_000)) or []), 3)

    def test_work_of_the_renderer_that_outgrows_its_share_goes_on_too(self) -> None:
        for second, steps in ((4_499, 2), (4_500, 3)):
            def reply(sent: Sent) -> Reply:
                rendering = {"640": 1_000, "2560": second}.get(sent.query.get("n", ""), 90_000)
                return Reply(kind="text/csv", counts={"sql": 1, "cpu-app": 300, "cpu-render": rendering})

            dossier, _, _ = look(Page("/p", knobs=(N, STORED)), reply)
            self.assertEqual(len(dossier.joint.steps), steps)

    def test_without_processor_time_each_size_is_requested_once_to_see_how_far_lists_grow(self) -> None:
        self.assertEqual(self.joint(lambda n: None), [(640, None), (2_560, None), (10_240, None)])
        self.assertEqual(self.asked, [("640", "x1"), ("2560", "x4"), ("10240", "x16")])

    def test_without_processor_time_no_size_is_made_up(self) -> None:
        self.assertEqual(self.joint(lambda n: None, knobs=(Knob("n", SIZE, "20", ("10", "40", "160")), STORED)), [(640, None)])

    def test_the_quickest_of_several_is_kept_and_what_takes_long_is_not_repeated(self) -> None:
        for cpu, repeats in ((1_000, 12), (125_000, 3), (83_333, 4), (83_334, 3), (250_000, 3), (250_001, 1)):
            self.joint(lambda n: cpu)
            self.assertEqual(self.asked.count(("640", "x1")), repeats, cpu)
        for total, repeats in ((1_000, 12), (125_000, 5), (125_001, 4), (166_667, 3), (900_000, 3)):
            self.joint(lambda n: 1_000, total=total)
            self.assertEqual(self.asked.count(("640", "x1")), repeats, total)
        times = iter([50, 30, 40] + [60] * 100)
        self.assertEqual((self.joint(lambda n: next(times) if n == 640 else 1) or [])[0], (640, 30))

    def test_the_renderer_s_quickest_is_kept_too(self) -> None:
        times = iter([(50, 9), (30, 70), (40, 8)] + [(60, 60)] * 100)

        def reply(sent: Sent) -> Reply:
            app, render = next(times) if sent.query.get("n") == "640" else (1, 1)
            return Reply(kind="text/csv", counts={"sql": 1, "cpu-app": app, "cpu-render": render})

        dossier, _, _ = look(Page("/p", knobs=(N,)), reply)
        first = dossier.joint.steps[0].seen
        self.assertEqual((first.count("cpu-app"), first.count("cpu-render")), (30, 8))

    def test_only_where_queries_stay_and_sizes_go_so_far(self) -> None:
        self.assertIsNone(self.joint(sql=lambda n: n // 20))
        self.assertIsNotNone(self.joint(sql=lambda n: n // 21))
        self.assertIsNone(self.joint(knobs=(Knob("n", SIZE, "20", ("10", "40", "160"), 1, 159), STORED)))
        self.assertEqual([size for size, _ in self.joint(lambda n: n * n, knobs=(Knob("n", SIZE, "20", ("10", "40", "160"), 1, 160), STORED)) or []], [10, 40, 160])
        self.assertEqual([size for size, _ in self.joint(knobs=(Knob("n", SIZE, "20", ("10", "40", "160"), 1, 2_560), STORED)) or []], [160, 640, 2_560])
        self.assertIsNotNone(self.joint(knobs=(Knob("n", SIZE, "20", ("10", "40", "160")), STORED)))
        self.assertIsNone(self.joint(knobs=(STORED,)))

    def test_as_many_steps_as_the_stored_rows_have(self) -> None:
        self.assertEqual(len(self.joint(knobs=(N, Knob("dataset", DATASET, "x1", ("x1", "x4")))) or []), 2)
        self.joint(knobs=(N, Knob("dataset", DATASET, "x1", ("x1", "x4", "x16", "x64"))))
        self.assertEqual(list(dict.fromkeys(self.asked)), [("640", "x4"), ("2560", "x16"), ("10240", "x64")])
        self.assertEqual(len(self.joint(knobs=(N,)) or []), 3)

    def test_a_step_that_fails_ends_the_ladder(self) -> None:
        for status, at, steps in ((199, 2_560, None), (299, 2_560, 3), (300, 2_560, None), (300, 10_240, 2)):
            joint = self.joint(status=lambda n: status if n == at else 200)
            self.assertEqual(None if joint is None else len(joint), steps)


    def test_a_size_that_the_service_does_not_accept_is_kept(self) -> None:
        for status, at, refused in ((400, 640, {"n": 640}), (422, 2_560, {"n": 2_560}), (413, 640, {"n": 640}), (503, 640, {}), (429, 640, {}), (404, 640, {}), (200, 0, {})):
            self.joint(status=lambda n: status if n == at else 200)
            self.assertEqual((self.dossier.refused, Dossier.from_json(self.dossier.to_json()).refused), (refused, refused), (status, at))


class Walking(unittest.TestCase):
    def walk(self, last: int, knobs: tuple[Knob, ...] = (PAGES,)) -> tuple[Any, Script]:
        def reply(sent: Sent) -> Reply:
            at = int(sent.query.get("page", "1"))
            return Reply(link=f"/p?page={at + 1}" if at < last else None)

        dossier, client, _ = look(Page("/p", knobs=knobs), reply, visitors=(ANN,))
        return dossier.walk, client

    def test_pages_are_reached_by_links_and_three_are_kept(self) -> None:
        walk, client = self.walk(99)
        self.assertEqual((walk.knob, walk.role, [step.size for step in walk.steps], [step.seen.query for step in walk.steps]),
                         ("page", PAGE, [1, 4, 16], ["page=1", "page=4", "page=16"]))
        walked = client.sent[-16:]
        self.assertEqual([each.query["page"] for each in walked], [str(number) for number in range(1, 17)])
        self.assertEqual([int(each.query["page"]) for each in walked if each.probe], [1, 4, 16])
        self.assertEqual({each.headers["Cookie"] for each in walked if each.headers}, {"visitor=ann"})

    def test_a_data_format_without_links_is_walked_by_its_page_numbers(self) -> None:
        for kind, maximum, steps in (("text/xml", 99, [1, 4, 16]), ("text/xml", 10, [1, 4]), ("text/xml", None, None), ("text/html", 99, None)):
            dossier, client, _ = look(Page("/p", knobs=(Knob("page", PAGE, "1", (), 1, maximum),)), lambda sent, kind=kind: Reply(kind=kind))
            self.assertEqual(None if dossier.walk is None else [step.size for step in dossier.walk.steps], steps)

    def test_a_walk_ends_where_the_links_end(self) -> None:
        for last, steps in ((15, 2), (4, 2), (3, None), (1, None)):
            walk, _ = self.walk(last)
            self.assertEqual(None if walk is None else len(walk.steps), steps)

    def test_a_walk_ends_before_an_error(self) -> None:
        for failing, steps in ((4, None), (16, [1, 4]), (5, [1, 4])):
            def reply(sent: Sent) -> Reply:
                number = int(sent.query.get("page", "1"))
                return Reply(500 if number == failing else 200, link=f"/p?page={number + 1}")

            dossier, _, _ = look(Page("/p", knobs=(PAGES,)), reply)
            self.assertEqual(None if dossier.walk is None else [step.size for step in dossier.walk.steps], steps, failing)

    def test_links_are_followed_without_a_page_knob_too(self) -> None:
        walk, _ = self.walk(99, ())
        self.assertEqual((walk.knob, len(walk.steps)), ("page", 3))
        self.assertIsNone(self.walk(1, ())[0])


class FarAway(unittest.TestCase):
    """A list whose pages read more the farther they are. It has so many pages."""

    def walk(self, pages: int, each: int = 100, beyond: Callable[[Reply], None] | None = None, link: str = "/p?page={}", knobs: tuple[Knob, ...] = (),
             far_each: int | None = None) -> tuple[Any, list[int]]:
        visited: list[int] = []

        def reply(sent: Sent) -> Reply:
            at = int((sent.query.get("page") or sent.path.rpartition("/")[2]).lstrip("p") or 1)
            visited.append(at)
            is_there = at <= pages
            reads = each if far_each is None or at <= 16 else far_each
            shown = Reply(link=link.format(at + 1) if at < pages else None, counts={"rows-examined": 10 + reads * (min(at, pages) - 1)}, items=10 if is_there else 0)
            if not is_there and beyond:
                beyond(shown)
            return shown

        dossier, _, _ = look(Page("/p", knobs=knobs), reply, visitors=(ANN,))
        return dossier, visited

    def test_the_first_page_that_reads_ten_thousand_rows_more_is_requested(self) -> None:
        for link, knobs in (("/p?page={}", ()), ("/p?size=10&page={}", ()), ("/p/{}", ()), ("/p?page={}", (PAGES,))):
            dossier, visited = self.walk(5_000, link=link, knobs=knobs)
            self.assertEqual(([step.size for step in dossier.walk.steps], visited[-1], dossier.last_page), ([1, 4, 16, 101], 101, None), link)

    def test_a_list_that_has_no_such_page_ends_before_it(self) -> None:
        def is_missing(shown: Reply) -> None:
            shown.status = 404

        def is_last(shown: Reply) -> None:
            shown.items = 10

        for beyond in (None, is_missing, is_last):
            dossier, visited = self.walk(60, beyond=beyond)
            self.assertEqual(([step.size for step in dossier.walk.steps], visited[-1], dossier.last_page), ([1, 4, 16], 101, 100))
            self.assertEqual(judge(dossier).labels, set())

    def test_where_the_far_page_reads_a_little_less_than_expected_one_farther_away_is_requested(self) -> None:
        dossier, visited = self.walk(5_000, far_each=99)
        self.assertEqual(([step.size for step in dossier.walk.steps], visited[-2:], dossier.last_page), ([1, 4, 16, 101, 128], [101, 128], None))
        dossier, visited = self.walk(110, far_each=99)
        self.assertEqual(([step.size for step in dossier.walk.steps], visited[-2:], dossier.last_page), ([1, 4, 16, 101], [101, 128], None))
        dossier, visited = self.walk(5_000, far_each=79)
        self.assertEqual(([step.size for step in dossier.walk.steps], visited[-1], dossier.last_page), ([1, 4, 16], 101, 100))

    def test_no_far_page_is_requested_without_need_or_address(self) -> None:
        for pages, each, link in ((5_000, 0, "/p?page={}"), (5_000, 1_000, "/p?page={}"), (9, 100, "/p?page={}"), (5_000, 100, "/p?page={0}&key={0:x}z")):
            _, visited = self.walk(pages, each, link=link)
            self.assertLessEqual(max(visited), 16, (pages, each, link))

    def test_the_address_of_a_far_page(self) -> None:
        for before, last, far in (
            ("/a?page=15", "/a?page=16", "/a?page=101"), ("/a?from=140&n=10", "/a?from=150&n=10", "/a?from=1000&n=10"), ("/a/15", "/a/16", "/a/101"),
            ("/a?after=x7", "/a?after=y7", None), ("/a", "/a?page=16", None), ("/a?page=16", "/a?page=16", None),
        ):
            self.assertEqual(numbered({1: "/a", 15: before, 16: last}, 101), far)


class Places(unittest.TestCase):
    """A size that is a place in a list, to which no link leads: each value shows other entries, and as many."""

    def look(self, entries: int, each: int = 1, maximum: int | None = None, beyond: int = 200, link: str | None = None, more: int = 0) -> tuple[Any, list[int]]:
        """`more`: entries more for each unit of the size, which then is one."""
        knob = Knob("from", SIZE, "100", ("100", "400", "1600"), 1, maximum)

        def reply(sent: Sent) -> Reply:
            at = int(sent.query["from"])
            is_there = at <= entries
            shown = (10 + more * at) * is_there
            return Reply(200 if is_there else beyond, counts={"rows-examined": shown + each * min(at, entries), "rows": shown}, items=shown, body=f"from {at}", link=link)

        dossier, client, _ = look(Page("/p", knobs=(knob,)), reply)
        return dossier, [int(sent.query["from"]) for sent in client.sent]

    def test_the_first_place_that_reads_ten_thousand_rows_more_is_requested_and_named(self) -> None:
        dossier, visited = self.look(20_000)
        self.assertEqual((dossier.walk.knob, dossier.walk.role, [step.size for step in dossier.walk.steps]), ("from", PAGE, [100, 400, 1_600, 10_100]))
        self.assertEqual([step.size for step in dossier.ladders[0].steps], [100, 400, 1_600])
        self.assertEqual((visited[-1], dossier.last_page, judge(dossier).labels), (10_100, None, {"pagination"}))

    def test_a_list_that_is_not_that_long_is_clean(self) -> None:
        for entries, each, beyond, far in ((9_000, 1, 200, 10_100), (9_000, 1, 404, 10_100), (1_700, 6, 404, 1_767)):
            dossier, visited = self.look(entries, each, beyond=beyond)
            self.assertEqual((len(dossier.walk.steps), visited[-1], dossier.last_page), (3, far, far - 1))
            self.assertEqual((judge(dossier).labels, judge(dossier).status("pagination")), (set(), "clean"))

    def test_nothing_far_away_is_requested_without_need(self) -> None:
        for dossier, visited in (self.look(20_000, each=0), self.look(20_000, maximum=5_000), self.look(20_000, more=1), self.look(20_000, link="/p?from=1000")):
            self.assertLessEqual(max(visited), 1_600)
            self.assertNotIn("pagination", judge(dossier).labels)


class AtOnce(unittest.TestCase):
    def test_responses_refusals_and_failures_are_counted(self) -> None:
        number = iter(range(100))

        def reply(sent: Sent) -> Reply:
            at = next(number)
            if at == 0:
                raise ServiceError("gone")
            return Reply({1: 503, 2: 400, 3: 399}.get(at, 200), first_byte_us=1_000 * at)

        made: list[Script] = []

        class One(Script):
            def __init__(self) -> None:
                super().__init__(reply)
                made.append(self)

            def open(self) -> None:
                pass

            def close(self) -> None:
                pass

        client = Script(lambda sent: Reply())
        with mock.patch.object(client, "another", One):
            dossier = Prober(client, Site((), visitors=(ANN,)), quick=False).look_at(Page("/p"))  # type: ignore[arg-type]
        first, second = dossier.at_once
        self.assertEqual((first.requests, first.answered, first.refused, first.median_us), (8, 5, 1, 5_000))
        self.assertEqual((second.requests, second.answered, second.refused), (32, 32, 0))
        self.assertEqual(client.failed, 2)  # gone, and 400; a refusal is what was asked for
        self.assertEqual(dossier.requests, len(client.sent) + 40)
        self.assertEqual({(each.probe, each.busy_retries, each.headers["Cookie"]) for one in made for each in one.sent if each.headers}, {(False, 0, "visitor=ann")})
        self.assertEqual(look(Page("/p"))[0].at_once, [])


class Sink(unittest.TestCase):
    """A page that waits for the sink, on a machine that disturbs it."""

    def look(self, own_ms: float = 40, waits: float = 1.0, disturbed: Callable[[int], float] = lambda number: 0, refused: int = 0) -> tuple[Any, list[int]]:
        delays: list[int] = []
        numbers = iter(range(1_000))

        def do(sent: Sent) -> int:
            delays.append(int(sent.query["ms"]))
            return 405 if len(delays) == refused else 204

        def reply(sent: Sent) -> Reply:
            return Reply(first_byte_us=round(1_000 * (own_ms + disturbed(next(numbers)) + waits * (delays[-1] if delays else 0))))

        dossier, client, _ = look(Page("/p", "POST"), reply, do=do, sink_delay="/sink", visitors=(ANN,))
        self.done = client.done
        return dossier, delays

    def test_the_delay_is_set_in_rounds_and_taken_back(self) -> None:
        dossier, delays = self.look()
        self.assertEqual(delays, [300, 0] + [600, 300, 0] * 3 + [0])
        self.assertEqual({delay: len(seen) for delay, seen in dossier.sink.items()}, {0: 3 + 4, 300: 3, 600: 3})
        self.assertEqual(self.done[0], "POST /sink?ms=300  application/json")
        self.assertEqual(judge(dossier).labels, {"background-task"})

    def test_it_is_some_times_what_the_page_takes_up_to_a_bound(self) -> None:
        for own_ms, delay in ((60, 300), (61, 305), (100, 500), (400, 2_000), (900, 2_000)):
            _, delays = self.look(own_ms)
            self.assertEqual(delays[2:4], [2 * delay, delay], own_ms)

    def test_a_page_that_does_not_wait_is_looked_at_once(self) -> None:
        for waits, rounds in ((0.0, 1), (0.49, 1), (0.5, 4)):
            self.assertEqual(len(self.look(waits=waits)[1]), 2 + 3 * (rounds - 1) + 1)

    def test_a_busy_machine_hides_no_wait(self) -> None:
        for name, disturbed in (("at first", lambda number: 80 if number < 3 else 0), ("in the middle", lambda number: 80 if 3 < number < 7 else 0),
                                ("now and then", lambda number: number * 89 % 80), ("at the end", lambda number: 80 if number > 9 else 0)):
            with self.subTest(name):
                self.assertEqual(judge(self.look(disturbed=disturbed)[0]).labels, {"background-task"})

    def test_a_busy_machine_makes_up_no_wait(self) -> None:
        for name, disturbed in (("once", lambda number: 400 if number == 3 else 0), ("now and then", lambda number: number * 389 % 380)):
            with self.subTest(name):
                self.assertEqual(judge(self.look(waits=0.0, disturbed=disturbed)[0]).labels, set())

    def test_a_refusal_is_a_note_and_the_delay_is_taken_back(self) -> None:
        for refused in (1, 2, 5):
            dossier, delays = self.look(refused=refused)
            self.assertEqual((dossier.sink, len(dossier.notes), delays[-1], len(delays)), ({}, 1, 0, refused + 1))
            self.assertIn("not probed with a delay in the sink: POST /sink?ms=", dossier.notes[0])

    def test_without_a_sink_nothing_is_delayed(self) -> None:
        dossier, client, _ = look(Page("/p"))
        self.assertEqual((dossier.sink, client.done), ({}, []))


class Writes(unittest.TestCase):
    def around(self, *pages: Page, headers: Mapping[str, str] | None = None, counts: Mapping[str, int] | None = None, do: Callable[[Sent], int] = lambda sent: 204, write: str | None = "/write") -> tuple[list[Any], Script]:
        client = Script(lambda sent: Reply(headers=headers, counts=counts), do)
        prober = Prober(client, Site(pages, write=write, visitors=(ANN,)), quick=True)  # type: ignore[arg-type]
        dossiers = [prober.look_at(page) for page in pages]
        self.before, self.requests = len(client.sent), [dossier.requests for dossier in dossiers]
        prober.write_around(dossiers)
        return dossiers, client

    def test_all_pages_are_looked_at_around_what_they_do_not_show_first(self) -> None:
        dossiers, client = self.around(Page("/a"), Page("/b"))
        self.assertEqual([(each.partition("kind=")[2]) for each in client.done],
                         [f"{kind} visitor=ann application/json" for kind in [IRRELEVANT] * 4 + [RELEVANT] * 4 + ["undo"]])
        self.assertEqual([each.path for each in client.sent[self.before :]], (["/a"] * 3 + ["/b"] * 3) * 2)
        for dossier, before in zip(dossiers, self.requests):
            self.assertEqual({kind: len(seen) for kind, seen in dossier.after_write.items()}, {IRRELEVANT: 2, RELEVANT: 2})
            self.assertEqual(dossier.requests, before + 6)

    def test_pages_that_write_or_must_not_be_stored_are_skipped(self) -> None:
        for told in (self.around(Page("/a", "POST")), self.around(Page("/a"), headers={"cache-control": "no-store"}), self.around(Page("/a"), write=None)):
            self.assertEqual((told[0][0].after_write, told[1].done), ({}, []))

    def test_a_page_that_must_not_be_stored_is_not_skipped_if_the_service_stores_parts_of_it(self) -> None:
        (dossier,), _ = self.around(Page("/a"), headers={"cache-control": "private, no-store"}, counts={"cache-get": 1})
        self.assertEqual(set(dossier.after_write), {IRRELEVANT, RELEVANT})

    def test_a_refusal_is_a_note(self) -> None:
        for status, notes in ((199, 2), (200, 0), (299, 0), (300, 2)):
            (dossier,), client = self.around(Page("/a"), do=lambda sent: status)
            self.assertEqual(len(dossier.notes), notes, status)
            self.assertEqual(set(dossier.after_write), set() if notes else {IRRELEVANT, RELEVANT})
            self.assertEqual(client.done[-1].partition("kind=")[2].split()[0], "undo")


if __name__ == "__main__":
    unittest.main()
