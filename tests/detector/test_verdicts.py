"""A page is clean only for what was really looked at; what was not, is not judged, and says why."""

from __future__ import annotations

import copy
import unittest
from typing import Callable

import support

support.prepare_path()

from fixtures import QUIET, SLOW
from pages_responses import middleware_slow, middleware_slow_floor
from recorded import Answer, Asked, dossier, read, write

from caseload_detector import judge, judge_all
from caseload_detector.command.exits import exit_code
from caseload_detector.dossier import AtOnce as RequestsAtOnce
from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Observation
from caseload_detector.finding import CLEAN, FOUND, NOT_JUDGED
from caseload_detector.rules.needs import observations
from caseload_detector.output.redact import Redactor
from caseload_detector.output.report import Context, Looked, document_of
from caseload_detector.output.text import text_lines

LIST = "select id, title from book order by id limit ?"


def listed(asked: Asked) -> Answer:
    return Answer([read(LIST, rows=asked.n)], items=asked.n)


def without(made: Dossier, take: Callable[[Observation], None]) -> Dossier:
    changed = copy.deepcopy(made)
    for seen in observations(changed):
        take(seen)
    return changed


class Statuses(unittest.TestCase):
    def test_a_found_problem_is_found_and_one_that_was_looked_for_is_clean(self) -> None:
        verdict = judge(SLOW["n-plus-one/slow"][1]())
        self.assertEqual((verdict.status("n-plus-one"), verdict.worst), (FOUND, FOUND))
        self.assertEqual(verdict.status("select-related"), CLEAN)
        self.assertIn("select-related", verdict.clean)

    def test_without_a_size_repeated_queries_are_not_judged(self) -> None:
        verdict = judge(dossier(listed, size=False))
        self.assertEqual(verdict.status("n-plus-one"), NOT_JUDGED)
        self.assertIn("a size to vary", verdict.not_judged["n-plus-one"])
        self.assertEqual(verdict.worst, NOT_JUDGED)

    def test_a_size_that_changes_nothing_is_none(self) -> None:
        verdict = judge(dossier(lambda asked: Answer([read(LIST, rows=20)], items=20)))
        self.assertIn("to which the page responds", verdict.not_judged["n-plus-one"])

    def test_a_service_without_evidence_is_not_judged_for_its_queries(self) -> None:
        def forget(seen: Observation) -> None:
            seen.counts, seen.digests, seen.blocks = {}, None, None

        verdict = judge(without(dossier(listed), forget))
        self.assertEqual(verdict.findings, [])
        for label in ("n-plus-one", "annotation", "database-index", "bulk-create", "iterator", "get-loop"):
            self.assertEqual(verdict.status(label), NOT_JUDGED, label)

    def test_a_source_that_reports_only_zeros_sees_nothing(self) -> None:
        def zero(seen: Observation) -> None:
            seen.counts, seen.digests = dict.fromkeys(seen.counts, 0), []

        verdict = judge(without(dossier(listed), zero))
        for label in ("n-plus-one", "annotation", "database-index", "iterator"):
            self.assertEqual(verdict.status(label), NOT_JUDGED, label)

    def test_a_page_without_queries_is_clean_where_the_source_sees_those_of_other_pages(self) -> None:
        still = dossier(lambda asked: Answer([], items=asked.n))
        self.assertEqual(judge(still).status("n-plus-one"), NOT_JUDGED)
        (verdict, _), _ = judge_all([still, dossier(listed)])
        self.assertEqual(verdict.status("n-plus-one"), CLEAN)

    def test_queries_that_are_missing_from_the_digests_leave_the_page_not_judged(self) -> None:
        def lose(seen: Observation) -> None:
            seen.counts["sql"] = seen.counts.get("sql", 0) + 7

        self.assertIn("a count of every query", judge(without(dossier(listed), lose)).not_judged["n-plus-one"])

    def test_counts_alone_suffice_where_they_do_not_grow(self) -> None:
        def forget(seen: Observation) -> None:
            seen.digests = None

        self.assertEqual(judge(without(dossier(listed), forget)).status("n-plus-one"), CLEAN)

    def test_rows_examined_that_no_known_plan_explains_are_undecided(self) -> None:
        def page(asked: Asked) -> Answer:
            return Answer([read("select id from book where title = ?")], items=1, counts={"rows-examined": 50_000 * asked.stored})

        verdict = judge(dossier(page, size=False))
        self.assertEqual((verdict.findings, verdict.not_judged["leading-wildcard"]), ([], "the plan of each query"))

    def test_what_does_not_concern_a_page_is_clean(self) -> None:
        verdict = judge(dossier(listed))
        for label in ("bulk-create", "response-cache", "conditional-request", "streaming-response", "serializer", "pagination"):
            self.assertEqual(verdict.status(label), CLEAN, label)

    def test_an_unknown_label_has_no_status(self) -> None:
        with self.assertRaisesRegex(KeyError, "no rule gives the label n-plus-two"):
            judge(dossier(listed)).status("n-plus-two")


class CappedSizes(unittest.TestCase):
    """A service may show at most 100 items, however many are requested."""

    def test_a_size_beyond_the_cap_counts_as_what_is_shown(self) -> None:
        made = dossier(lambda asked: listed(Asked(n=min(asked.n, 100))))
        self.assertEqual([step.size for step in made.size_ladders()[0].steps], [10, 40, 100])

    def test_a_problem_that_grows_up_to_the_cap_is_found(self) -> None:
        def page(asked: Asked) -> Answer:
            n = min(asked.n, 100)
            return Answer([read(LIST, rows=n)], items=n, values=2 * n, headers={"content-type": "application/json"}, counts={"mem-count": 40 * n})

        self.assertEqual(judge(dossier(page)).labels, {"serializer"})

    def test_a_page_on_which_nothing_is_shown_for_a_size_is_not_capped(self) -> None:
        made = dossier(lambda asked: Answer([read(LIST, rows=asked.n)], items=1))
        self.assertEqual(len(made.size_ladders()[0].steps), 4)


class AtOnce(unittest.TestCase):
    def test_refused_and_failed_requests_are_noted(self) -> None:
        made = dossier(listed)
        made.at_once = [RequestsAtOnce(8, 8, 0, 900), RequestsAtOnce(32, 28, 3, 900)]
        self.assertEqual(judge(made).notes, ["of 32 requests at once, 3 were refused with 503 and 1 failed"])


class UnusablePages(unittest.TestCase):
    def verdict(self, **changed: object) -> tuple[str, str, set[str]]:
        made = dossier(listed)
        for seen in (made.cold, *made.warm):
            for name, value in changed.items():
                setattr(seen, name, value)
        verdict = judge(made)
        return verdict.worst, verdict.error, {verdict.status(label) for label in verdict.labels_known}

    def test_an_error_a_redirect_and_a_login_form_are_not_judged(self) -> None:
        for changed, reason in (
            ({"status": 500}, "the page responded with status 500"),
            ({"status": 302, "headers": {"location": "/login?next=/"}}, "the page redirects to /login?next=/"),
            ({"login_form": True}, "the page shows a login form"),
        ):
            with self.subTest(reason):
                self.assertEqual(self.verdict(**changed), (NOT_JUDGED, reason, {NOT_JUDGED}))

    def test_one_failed_repeat_is_enough(self) -> None:
        made = dossier(listed)
        made.warm[0].status = 503
        self.assertEqual(judge(made).error, "the page responded with status 503")

    def test_a_form_that_redirects_is_judged(self) -> None:
        made = dossier(lambda asked: Answer([write("insert into book values (?)", asked.n)], status=303), method="POST")
        self.assertEqual(judge(made).labels, {"bulk-create"})


class ExitCodes(unittest.TestCase):
    def test_found_wins_over_not_judged_and_clean_needs_all_of_it(self) -> None:
        found, unjudged = judge(SLOW["n-plus-one/slow"][1]()), judge(dossier(listed, size=False))
        clean = judge(dossier(listed))
        clean.not_judged.clear()
        for verdicts, code in (([clean], 0), ([clean, unjudged], 3), ([unjudged, found, clean], 2), ([], 3)):
            document = document_of(Context("http://service"), [Looked(verdict) for verdict in verdicts], Redactor())
            self.assertEqual(exit_code(document), code)


class Output(unittest.TestCase):
    def test_it_counts_what_is_clean_and_says_what_is_missing(self) -> None:
        made = dossier(listed, size=False)
        lines = "\n".join(text_lines(document_of(Context("http://service"), [Looked(judge(made), made)], Redactor())))
        self.assertRegex(lines, r"clean for \d+ problems; \d+ need a size to vary")
        self.assertRegex(lines, r"a size to vary[^:]*: .*n-plus-one")

    def test_json_has_a_status_and_what_was_missing(self) -> None:
        value = judge(dossier(listed, size=False)).to_json()
        self.assertEqual(value["status"], NOT_JUDGED)
        self.assertIn("n-plus-one", value["not_judged"])
        self.assertNotIn("n-plus-one", value["clean"])


class SharedWork(unittest.TestCase):
    """What every page does is reported once."""

    def test_middleware_is_reported_once_for_pages_with_the_same_trivial_page(self) -> None:
        pages = [dossier(middleware_slow, size=False, floor_page=middleware_slow_floor) for _ in range(3)]
        verdicts, site = judge_all(pages)
        self.assertEqual([verdict.labels for verdict in verdicts], [set()] * 3)
        assert site is not None
        self.assertEqual([finding.labels for finding in site.findings], [{"middleware"}])

    def test_a_chain_that_few_pages_have_is_theirs_and_not_the_site_s(self) -> None:
        light = SLOW["a chain around a page with one query"][1]
        verdicts, site = judge_all([light(), light(), light()])
        assert site is not None
        self.assertEqual([finding.labels for finding in site.findings], [{"middleware"}])
        self.assertEqual([verdict.labels for verdict in verdicts], [set()] * 3)
        verdicts, site = judge_all([light(), light(), light(), *(dossier(listed) for _ in range(9))])
        self.assertEqual([verdict.labels for verdict in verdicts], [{"middleware"}] * 3 + [set()] * 9)
        self.assertNotIn({"middleware"}, [finding.labels for finding in site.findings] if site else [])

    def test_what_all_pages_query_is_the_middleware_where_no_trivial_page_is_known(self) -> None:
        def page(number: int) -> Callable[[Asked], Answer]:
            shared = [read(f"select value from setting where name = {name!r}") for name in "abcdef"]
            return lambda asked: Answer([*shared, read(f"select id from table{number} limit ?", rows=asked.n)], items=asked.n)

        pages = [dossier(page(number)) for number in range(5)]
        for made in pages:
            made.floor = []
        verdicts, site = judge_all(pages)
        assert site is not None
        self.assertEqual([finding.labels for finding in site.findings], [{"middleware"}])
        self.assertEqual([verdict.findings for verdict in verdicts], [[]] * 5)
        _, site = judge_all(pages[:3])  # three pages may have this in common by chance
        self.assertEqual(site, None)

    def test_a_session_that_every_page_loads_is_a_note(self) -> None:
        session = read("select user from session where id = ?")
        pages = [dossier(lambda asked, number=number: Answer([session, read(f"select id from t{number}", rows=asked.n)], items=asked.n)) for number in range(5)]  # type: ignore[misc]
        _, site = judge_all(pages)
        assert site is not None
        self.assertEqual(site.findings, [])
        self.assertIn("nearly every page runs the same 1 query", site.notes[0])

    def test_a_framework_that_computes_every_validator_late_is_one_note(self) -> None:
        late = SLOW["conditional-request/late"][1]
        verdicts, site = judge_all([late() for _ in range(5)])
        self.assertEqual([verdict.labels for verdict in verdicts], [set()] * 5)
        assert site is not None
        self.assertIn("on 5 of 5 pages that send a validator", " ".join(site.notes))
        verdicts, _ = judge_all([late(), *(QUIET["conditional-request/fast"]() for _ in range(4))])
        self.assertEqual(verdicts[0].labels, {"conditional-request"})


if __name__ == "__main__":
    unittest.main()
