"""Disturbed evidence: what must not matter does not, and what is dropped is never made up."""

from __future__ import annotations

import copy
import os
import random
import re
import unittest
from dataclasses import replace
from typing import Callable, Iterator

import support

support.prepare_path()

from fixtures import QUIET, SLOW
from recorded import observations
from simulator.grammar import Page, draw_page
from simulator.score import outcome_of
from simulator.setting import COLUMNS, NOUNS

from caseload_detector import judge
from caseload_detector.dossier import Dossier
from caseload_detector.evidence import Digest, Observation


def pages() -> Iterator[tuple[str, Dossier]]:
    for name, (_, made) in SLOW.items():
        yield name, made()
    for name, made in QUIET.items():
        yield name, made()


def disturbed(dossier: Dossier, change: Callable[[Observation], None]) -> Dossier:
    other = copy.deepcopy(dossier)
    for seen in observations(other):
        change(seen)
    return other


def shuffled(chance: random.Random) -> Callable[[Observation], None]:
    def change(seen: Observation) -> None:
        if seen.digests:
            chance.shuffle(seen.digests)

    return change


SIMULATED = [f"metamorphic-{number}" for number in range(150 if os.environ.get("CASELOAD_TEST_ALL") else 40)]
# But not the functions of that name, nor GROUP BY.
NAMES = re.compile(rf"\b({'|'.join([*NOUNS, *COLUMNS])})(?=\b(?! ?\(| by\b)|_)", re.IGNORECASE)


def verdict_of(dossier: Dossier) -> tuple[list[list[str]], list[str]]:
    verdict = judge(dossier)
    return sorted(sorted(finding.labels) for finding in verdict.findings), sorted(verdict.not_judged)


class Simulated(unittest.TestCase):
    """Changes of simulated pages, at each level of evidence, that change no verdict."""

    def assert_same_verdicts(self, change: Callable[[Dossier], None], concerns: Callable[[Page], bool] = lambda page: True) -> None:
        for seed in SIMULATED:
            page = draw_page(seed)
            if not concerns(page):
                continue
            with self.subTest(seed):
                before, after = page.dossier(), page.dossier()
                change(after)
                self.assertEqual(verdict_of(after), verdict_of(before))

    def test_order_of_queries(self) -> None:
        change = shuffled(random.Random(7))

        def shuffle(dossier: Dossier) -> None:
            for seen in observations(dossier):
                change(seen)

        self.assert_same_verdicts(shuffle)

    def test_names_of_tables_and_columns(self) -> None:
        def rename(dossier: Dossier) -> None:
            for seen in observations(dossier):
                for digest in seen.digests or []:
                    digest.text = NAMES.sub(lambda match: f"x{(NOUNS + COLUMNS).index(match[1].lower())}", digest.text)

        self.assert_same_verdicts(rename)

    def test_a_request_made_again(self) -> None:
        def repeat(dossier: Dossier) -> None:
            dossier.warm += copy.deepcopy(dossier.warm)

        self.assert_same_verdicts(repeat)

    def test_larger_sizes(self) -> None:
        for seed in SIMULATED:
            page, larger = draw_page(seed), draw_page(seed, scale=2)
            with self.subTest(seed):
                self.assertEqual(larger.truth.label, page.truth.label)
                self.assertFalse(outcome_of(larger, larger.dossier()).failed)

    def test_as_many_more_queries_and_rows_for_each_request(self) -> None:
        extra = Digest("select on_every_page from settings where id = ?", 40, rows=40, distinct=40, parameters=40, us=900, columns_fetched=1, columns_read=1,
                       bytes=320, bytes_unread=0, result_hash="-", scans=False, plan={"node": "table", "access": "const", "rows": 1})

        def add(dossier: Dossier) -> None:
            trivial = {id(seen) for seen in dossier.floor}
            for seen in observations(dossier):
                if id(seen) in trivial or not seen.counts:
                    continue
                for key in ("sql", "rows", "rows-examined"):
                    if key in seen.counts:
                        seen.counts[key] += 40
                if seen.digests is not None:
                    like = seen.digests[0] if seen.digests else extra
                    names = ("distinct", "parameters", "columns_fetched", "columns_read", "bytes", "bytes_unread", "result_hash", "scans", "plan")
                    seen.digests.append(replace(extra, **{name: None for name in names if getattr(like, name) is None}))

        # How much a page does decides whether it is worth keeping.
        self.assert_same_verdicts(add, lambda page: page.may_do_more)


class Metamorphic(unittest.TestCase):
    def assert_same_labels(self, change: Callable[[Observation], None]) -> None:
        for name, dossier in pages():
            with self.subTest(name):
                self.assertEqual(
                    [sorted(finding.labels) for finding in judge(disturbed(dossier, change)).findings],
                    [sorted(finding.labels) for finding in judge(dossier).findings],
                )

    def assert_nothing_made_up(self, before: Dossier, after: Dossier) -> None:
        """Each finding still fits one that was there: it may be wider, never another one."""
        true = [finding.labels for finding in judge(before).findings]
        for finding in judge(after).findings:
            self.assertTrue(any(finding.labels & labels for labels in true), f"{set(finding.labels)} made up")

    def test_order_of_queries(self) -> None:
        self.assert_same_labels(shuffled(random.Random(7)))

    def test_renamed_tables(self) -> None:
        names: dict[str, str] = {}

        def renamed(match: re.Match[str]) -> str:
            return match[1] + names.setdefault(match[2], f"t{len(names) + 1}")

        def change(seen: Observation) -> None:
            for digest in seen.digests or []:
                old = digest.text
                digest.text = re.sub(r"\b(from |join |into |(?<!key )update )(\w+)", renamed, digest.text)
                if digest.result_hash:
                    digest.result_hash = digest.result_hash.replace(old, digest.text)

        self.assert_same_labels(change)

    def test_a_constant_added_to_all_counts(self) -> None:
        extra = Digest("select on_every_page from settings where id = ?", 40, rows=40, distinct=40, us=900)

        def change(seen: Observation) -> None:
            if seen.digests is None:
                return
            if seen.status == 304 or "hit" in seen.header("cache-status"):
                return
            for key in ("rows-examined", "db-bytes", "mem-count", "mem-peak-app", "mem-peak-driver", "cpu-app", "commits"):
                if key in seen.counts:
                    seen.counts[key] += 40
            # queries that are the same on each page of a ladder, so not where nothing at all is asked
            if seen.digests:
                seen.digests.append(copy.deepcopy(extra))
                seen.counts["sql"] += 40
                seen.counts["rows"] += 40

        for name, (label, made) in SLOW.items():
            if name in ("conditional-request/late",):  # its 304 is compared with its own 200
                continue
            with self.subTest(name):
                self.assertIn(label, judge(disturbed(made(), change)).labels)

    def test_repeated_requests(self) -> None:
        for name, dossier in pages():
            with self.subTest(name):
                other = copy.deepcopy(dossier)
                other.warm += copy.deepcopy(other.warm) * 3
                self.assertEqual(judge(other).labels, judge(dossier).labels)

    def test_repeated_steps_of_a_ladder_left_out(self) -> None:
        """A ladder without its first step still says the same: growth, not the smallest size, decides."""
        for name, (label, made) in SLOW.items():
            dossier = made()
            for ladder in dossier.ladders:
                if len(ladder.steps) > 3:
                    del ladder.steps[0]
            with self.subTest(name):
                self.assertIn(label, judge(dossier).labels)

    def test_dropped_keys_lose_but_never_invent(self) -> None:
        for name, dossier in pages():
            keys = sorted({key for seen in observations(dossier) for key in seen.counts})
            for key in keys:
                with self.subTest(name, dropped=key):
                    after = disturbed(dossier, lambda seen: seen.counts.pop(key, None) and None)
                    self.assert_nothing_made_up(dossier, after)

    def test_dropped_digests_lose_but_never_invent(self) -> None:
        for name, dossier in pages():
            texts = sorted({digest.text for seen in observations(dossier) for digest in seen.digests or []})
            for text in texts:

                def change(seen: Observation) -> None:
                    if seen.digests is not None:
                        seen.digests = [digest for digest in seen.digests if digest.text != text]

                with self.subTest(name, dropped=text):
                    self.assert_nothing_made_up(dossier, disturbed(dossier, change))

    def test_dropped_members_of_digests_lose_but_never_invent(self) -> None:
        for member in ("rows", "distinct", "us", "result_hash", "scans"):

            def change(seen: Observation) -> None:
                for digest in seen.digests or []:
                    setattr(digest, member, None)

            for name, dossier in pages():
                with self.subTest(name, dropped=member):
                    self.assert_nothing_made_up(dossier, disturbed(dossier, change))

    def test_dropped_members_of_responses_lose_but_never_invent(self) -> None:
        for member in ("digests", "blocks", "items", "values", "body_bytes", "first_byte_us", "total_us"):
            for name, dossier in pages():
                with self.subTest(name, dropped=member):
                    after = disturbed(dossier, lambda seen: setattr(seen, member, None))
                    self.assert_nothing_made_up(dossier, after)

    def test_dropped_probes_lose_but_never_invent(self) -> None:
        for name, dossier in pages():
            for probe, empty in (("revisit", None), ("other_visitor", None), ("walk", None), ("joint", None), ("floor", []), ("sink", {}), ("after_write", {}),
                                 ("ladders", []), ("warm", [])):
                with self.subTest(name, dropped=probe):
                    after = copy.deepcopy(dossier)
                    setattr(after, probe, empty)
                    self.assert_nothing_made_up(dossier, after)

    def test_random_damage_never_invents(self) -> None:
        """Any mixture of missing keys, digests and members."""
        chance = random.Random(20240229)

        def change(seen: Observation) -> None:
            seen.counts = {key: value for key, value in seen.counts.items() if chance.random() < 0.8}
            if seen.digests is not None and chance.random() < 0.3:
                seen.digests = [digest for digest in seen.digests if chance.random() < 0.8]

        for name, dossier in pages():
            for round_ in range(20):
                with self.subTest(name, round=round_):
                    self.assert_nothing_made_up(dossier, disturbed(dossier, change))


if __name__ == "__main__":
    unittest.main()
