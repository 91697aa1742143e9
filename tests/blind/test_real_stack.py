"""The detector against the service itself: what it sees at blind addresses, through nginx."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "detector"))

import support

support.prepare_path()

import jsonschema

from caseload_runs.detection import site_of, truths_of
from caseload_runs.catalogue import Case, read_catalogue
from caseload_runs.observe import claims, observe
from caseload_runs.scoring import scored, truth_of
from caseload_detector import Page, Prober, Site, judge
from caseload_detector.client import Client
from caseload_detector.dossier import IRRELEVANT, RELEVANT

BASE = os.environ["CASELOAD_TEST_BASE"]  # the running stack, http://127.0.0.1:8080


def shortened(case: Case) -> Case:
    """At its defaults and the smallest step of each ladder."""
    return replace(case, knobs=tuple(replace(knob, ladder=(knob.ladder[0], knob.initial)) if len(knob.ladder) > 1 else knob for knob in case.knobs))


def hard_negative(client: Client, name: str) -> tuple[Site, Page]:
    document, cases = read_catalogue(client)
    site, mode = site_of(client, document)
    truths = truths_of(client, mode, cases)
    return site, next(page for page in site.pages if (truth := truth_of(page.address, truths)) and truth.name == name)


class RealStack(unittest.TestCase):
    def test_a_case_is_named_blind_through_nginx(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "verdicts.json"
            done = support.run(
                support.PYTHON, str(support.LOCUST / "detect"), "--host", BASE, "--quick", "--require-blind",
                "--case", "n-plus-one", "--json", str(file), timeout=1200,
            )
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            document = json.loads(file.read_text(encoding="utf-8"))
        self.assertEqual(document["mode"], "blind")
        self.assertEqual({page["variant"]: page["verdict"]["outcome"] for page in document["pages"]}, {"slow": "found", "fast": "silent"})

    def test_the_pages_of_the_gallery_are_judged_by_what_they_declare(self) -> None:
        client = Client(BASE)
        document, cases = read_catalogue(client)
        site, mode = site_of(client, document)
        truths = truths_of(client, mode, cases)
        gallery = {page: truth for page in site.pages if (truth := truth_of(page.address, truths)) and truth.pace == "gallery"}
        self.assertEqual(sorted(bool(truth.labels) for truth in gallery.values()), [False] * 4 + [True] * 4)
        prober = Prober(client, site, quick=True)
        dossiers = {page: prober.look_at(page) for page in gallery}
        prober.write_around(list(dossiers.values()))
        for page, truth in gallery.items():
            with self.subTest(truth.name):
                verdict = judge(dossiers[page])
                self.assertIn(scored(verdict, truth.labels).outcome, ("found", "silent"), verdict.to_json()["findings"])
        client.close()

    def test_the_small_table_that_is_read_whole_has_20_rows_at_every_size(self) -> None:
        client = Client(BASE)
        _, page = hard_negative(client, "full-scan-of-a-small-table")
        for dataset in ("x1", "x4"):
            seen, _ = client.request("GET", f"{page.address}?dataset={dataset}")
            self.assertEqual((seen.count("rows-examined"), seen.count("full-scan")), (20, 1))
        client.close()

    def test_a_cache_bypassed_after_a_write_is_bypassed_and_not_blamed(self) -> None:
        client = Client(BASE)
        site, page = hard_negative(client, "cache-bypassed-after-a-write")
        prober = Prober(client, site, quick=True)
        dossier = prober.look_at(page)
        prober.write_around([dossier])
        client.close()
        self.assertEqual([seen.queries for seen in dossier.after_write[IRRELEVANT]], [0, 0])
        self.assertEqual([seen.queries for seen in dossier.after_write[RELEVANT]], [1, 1])
        self.assertEqual(judge(dossier).findings, [])

    def test_evidence_keeps_to_its_schema(self) -> None:
        schema = json.loads((support.ROOT / "docs" / "runs" / "evidence.schema.json").read_text(encoding="utf-8"))
        client = Client(BASE)
        _, fields, _, _, _ = client.send("GET", "/cases/n-plus-one/slow?n=10", {"Probe": "1"})
        document = client.get_json("/evidence/" + fields["x-request-id"])
        client.close()
        jsonschema.Draft202012Validator(schema).validate(document)

    def test_every_claim_of_every_case_has_what_the_app_expected_or_a_reason(self) -> None:
        client = Client(BASE, timeout_seconds=600)
        document, cases = read_catalogue(client)
        site, _ = site_of(client, document)
        for slug, case in cases.items():
            observed = observe(shortened(case), client, site.visitors[0])
            self.assertEqual(observed.problems, [], slug)
            for variant in case.variants:
                for claim in claims(observed, variant):
                    with self.subTest(slug, variant=variant.name, key=claim["key"], formula=claim["formula"]):
                        support.assert_explained(self, claim)
                        self.assertTrue(all(entry.get("holds", True) for entry in claim["observed"]), claim)
        client.close()

    def test_blind_digests_hide_table_names(self) -> None:
        client = Client(BASE)
        blind = client.get_json("/test/blind.json")
        assert isinstance(blind, dict)
        names = [entry["address"] for entry in blind["pages"]]
        self.assertEqual(len(set(names)), len(names))
        for page in [page for page in blind["pages"] if page["method"] == "GET"][:5]:
            seen, _ = client.request("GET", page["address"])
            for digest in seen.digests or []:
                self.assertNotRegex(digest.text, r"\b(from|join|into|update) (book|author|customer|product|review)\b")
        client.close()


if __name__ == "__main__":
    unittest.main()
