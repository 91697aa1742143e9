"""Made-up runs and a catalogue of 40 cases, to see how the site generator copes with a long history."""

from __future__ import annotations

import copy
import json
import random
import shutil
import time
from pathlib import Path
from typing import Any

CASES = 40
LARGEST_RUN = 100_000  # bytes
FIRST_RUN = 1_600_000_000  # seconds since 1970
SECONDS_APART = 9_000
RUNS_OF_A_COMMIT = 4
SHAPES = 16  # how many different results each case has; runs draw from these


def catalogue_of(document: dict[str, Any], sources: Path, out: Path) -> dict[str, Any]:
    """The real cases, and copies of them under new names until there are 40. Their sources are copied to `out`."""
    cases = list(document["cases"])
    shutil.copytree(sources, out)
    for number, original in enumerate(cases * CASES):
        if len(cases) >= CASES:
            break
        added = copy.deepcopy(original)
        added["slug"] = f"{original['slug']}-again{number // len(document['cases']) or ''}"
        added["stem"] = added["slug"].replace("-", "_")
        added["title"] = f"{original['title']}, again"
        for variant in added["variants"]:
            variant["path"] = variant["path"].replace(f"/{original['slug']}/", f"/{added['slug']}/")
        # Two lessons can't be the same step of a path, and few may share a symptom.
        added["lesson"]["paths"] = []
        for symptom in added["lesson"]["symptoms"]:
            symptom["words"] = f"{symptom['words']}, again ({added['slug']})"
        shutil.copytree(sources / original["stem"], out / added["stem"])
        cases.append(added)
    return {**document, "cases": cases[:CASES]}


def interval_of(middle: float) -> dict[str, float]:
    return {"median": round(middle, 3), "low": round(middle * 0.93, 3), "high": round(middle * 1.07, 3)}


class Runs:
    """The same seed gives the same runs."""

    def __init__(self, catalogue: dict[str, Any], seed: int = 1) -> None:
        self._draw = random.Random(seed)
        self._shapes = [[json.dumps(self._case(case), separators=(",", ":")) for _ in range(SHAPES)] for case in catalogue["cases"]]

    def write(self, number: int, folder: Path) -> int:
        """The size of the file."""
        at = FIRST_RUN + number * SECONDS_APART
        commit = f"{random.Random(number // RUNS_OF_A_COMMIT).getrandbits(160):040x}"
        started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
        head = {
            "schema": 1, "id": f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(at))}-{commit[:7]}-load", "kind": "load", "quick": False,
            "started": started, "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at + 1200)), "requests": 90_000, "errors": 0, "error_kinds": [],
            "source": {"commit": commit, "clean": True, "build": "release"},
            "machine": {"cores": 2, "kernel": "Linux 6.1", "shared": True, "cpu_model": f"Processor {number % 3}", "memory_bytes": 8 << 30},
            "versions": {"python": "3.11", "mariadb": "10.11"}, "dataset": {"seed": 7, "sizes": {"x1": {"book": 10_000}}},
            "settings": {"random_seed": number, "pairs": 10, "passes": 5, "confidence": 0.95, "interval": "prediction"},
        }
        cases = ",".join(self._draw.choice(shapes) for shapes in self._shapes)
        text = json.dumps(head, separators=(",", ":"))[:-1] + f',"cases":[{cases}]}}\n'
        if len(text) > LARGEST_RUN:
            raise ValueError(f"a run has {len(text)} bytes")
        (folder / f"{head['id']}.json").write_text(text, encoding="utf-8")
        return len(text)

    def _case(self, case: dict[str, Any]) -> dict[str, Any]:
        draw = self._draw
        knobs = {knob["name"]: knob["initial"] for knob in case["knobs"]}
        slow, fast = (next(variant for variant in case["variants"] if variant["pace"] == pace) for pace in ("slow", "fast"))
        ratio, fast_us = draw.lognormvariate(1.5, 0.1), draw.lognormvariate(6.5, 0.1)
        return {
            "slug": case["slug"], "title": case["title"], "sources": [],
            "variants": [self._variant(case, variant, knobs, fast_us * (ratio if variant["pace"] == "slow" else 1)) for variant in (slow, fast)],
            "comparisons": [{
                "slow": slow["name"], "fast": fast["name"], "knobs": knobs, "metric": "median_service_time", "ratio": interval_of(ratio),
                "pairs": [{"pass": number // 2 + 1, "order": "slow-fast", "slow_us": round(fast_us * ratio, 1), "fast_us": round(fast_us, 1), "used": True} for number in range(4)],
                "slow_us": interval_of(fast_us * ratio), "fast_us": interval_of(fast_us), "noise": {"median": 1.0, "low": 0.97, "high": 1.03}, "conclusion": "slower",
            }],
            "growth": [], "equality": [{"knobs": knobs, "equal": True, "bodies": {slow["name"]: "a" * 64, fast["name"]: "a" * 64}}],
        }

    def _variant(self, case: dict[str, Any], variant: dict[str, Any], knobs: dict[str, Any], us: float) -> dict[str, Any]:
        lowest = round(us)
        buckets = [[lowest + 8 * step, 40 - 3 * step] for step in range(6)]
        times = {
            "histogram": {"unit": "us", "precision_bits": 7, "count": sum(count for _, count in buckets), "minimum": lowest, "maximum": lowest + 80,
                          "sum": round(us * 300), "buckets": buckets},
            "percentiles": {"p50": round(us), "p90": round(us * 1.1)},
        }
        count = 101 if variant["pace"] == "slow" else 1
        return {
            "name": variant["name"], "pace": variant["pace"], "method": variant["method"], "path": variant["path"],
            "measurements": [{"purpose": purpose, "knobs": knobs, "load_model": {"kind": "closed", "users": 1}, "requests": 265, "errors": 0,
                              "seconds": 5.0, "service_time": times} for purpose in ("pairs",)],
            "observations": [{"knobs": knobs, "visit": "cold", "status": 200, "evidence": {"sql": count, "rows": 100, "bytes": 7_000, "mem-peak": 90_000}}],
            "claims": [{"key": claim["key"], "formula": claim["formula"], "relation": claim["relation"], "observed": [{"knobs": knobs, "value": count}]}
                       for claim in case["claims"] if claim["variant"] == variant["name"]][:1],
        }
