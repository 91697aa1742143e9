"""The console output of a run, in 100 columns."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Any

from caseload_detector.rules import GENERAL

from .scoring import NOT_JUDGED

WIDTH = 100


def comparison_table(cases: list[dict[str, Any]]) -> list[str]:
    lines = [f"{'case':<20} {'slow variant':<16} {'fast variant':<12} {'slow':>9} {'fast':>9}  times faster [95 %]", "-" * WIDTH]
    for case in cases:
        for entry in case.get("comparisons", []):
            slow, fast = (_middle(entry, side) for side in ("slow_us", "fast_us"))
            lines.append(
                f"{case['slug']:<20} {entry['slow'][:16]:<16} {entry['fast'][:12]:<12} {slow:>9} {fast:>9}  "
                f"{_result(entry)}"
            )
    return lines


def _middle(entry: dict[str, Any], side: str) -> str:
    values = sorted(pair[side] for pair in entry["pairs"])
    return milliseconds(values[len(values) // 2]) if values else "-"


def milliseconds(us: float) -> str:
    return f"{us / 1000:.2f} ms" if us < 10_000 else f"{us / 1000:.0f} ms"


def _result(entry: dict[str, Any]) -> str:
    ratio = entry.get("ratio")
    if ratio is None or entry["conclusion"] == "no clear difference":
        return entry["conclusion"]
    return f"{ratio['median']:.2f} x [{ratio['low']:.2f}, {ratio['high']:.2f}]"


MARKS = {
    "found": "ok", "found in a set": "ok, set", "half": "HALF", "missed": "MISSED", "silent": "ok", "false": "FALSE", NOT_JUDGED: "NOT JUDGED",
}


def verdict_table(detection: dict[str, Any]) -> list[str]:
    lines = [f"{'page':<38} {'findings':<46} score", "-" * WIDTH]
    for page in detection["pages"]:
        name = page["truth"] + (f" / {page['variant']}" if "variant" in page else "")
        said = "; ".join(" or ".join(finding["labels"]) for finding in page["verdict"]["findings"]) or "-"
        lines.append(f"{name[:38]:<38} {said[:46]:<46} {MARKS[page['verdict']['outcome']]}")
    return lines


def confusion_table(detection: dict[str, Any]) -> list[str]:
    """A table with the true labels as rows, the detector's labels as columns, and numbers of pages in the cells. A set of labels
    counts for each of its members. Labels that no page has and that were never given have no column."""
    confusion = detection["confusion"]
    labels = confusion["labels"]
    rows: dict[tuple[str, ...], list[int]] = {}
    for name, group in (
        ("slow variants without a label", "slow"), ("fast variants", "fast"), ("hard negatives", "negatives"), ("innocent gallery pages", "gallery"),
    ):
        for page in confusion[group]:
            row = rows.setdefault(tuple(page["labels"]) or (name,), [0] * len(labels))
            for column, cell in enumerate(page["cells"]):
                row[column] += cell
    declared = {label for row in rows for label in row}
    shown = [column for column, label in enumerate(labels) if label in declared or any(row[column] for row in rows.values())]
    numbers = {labels[column]: f"{number:2}" for number, column in enumerate(shown, 1)}
    lines = [f"{'declared / found':<28}" + " ".join(numbers.values()), "-" * WIDTH]
    for name, row in sorted(rows.items(), key=lambda entry: [numbers.get(label, "99") for label in entry[0]]):
        cells = " ".join(f"{row[column] or '.':>2}" for column in shown)
        lines.append(f"{numbers.get(name[0], ''):>2} {' + '.join(name)[:24]:<25}{cells}")
    without = [f"{number.strip()} {label}" for label, number in numbers.items() if label not in declared]
    return lines + (textwrap.wrap("columns without a row: " + ", ".join(without), WIDTH, break_on_hyphens=False) if without else [])


def score_lines(detection: dict[str, Any]) -> list[str]:
    score = detection["score"]
    silent = sum(page["verdict"]["outcome"] == "silent" for page in detection["pages"])
    lines = [
        f"pages with a mistake: {score['found']} of {score['slow']} named, {score['single']} of them with a single label; "
        f"{score['half']} half, {score['missed']} missed",
        f"pages without: {silent} of {score['quiet']} without findings; pages with a false finding: {score['false']}",
        *([f"pages that could not be judged at all: {score['not_judged']}"] if score.get("not_judged") else []),
        *status_lines(detection["pages"]),
        f"requests made by the detector: {detection['requests']}, mode: {detection['mode']}",
    ]
    rivals = {name: entry for name, entry in detection.get("rival_scores", {}).items() if entry["repeating"] or entry["false"]}
    if rivals:
        lines.append("fixed thresholds on the same evidence (repeated queries named / false alarms):")
    for name, entry in rivals.items():
        lines.append(f"  {name:<14} {entry['fired']} of {entry['repeating']} / {entry['false']} of {entry['quiet']}")
    return lines


def status_lines(pages: list[dict[str, Any]]) -> list[str]:
    """How many labels of how many pages were not judged, and what was missing most often."""
    verdicts = [page["verdict"] for page in pages if "error" not in page["verdict"]]
    missing = Counter(reason for verdict in verdicts for reason in verdict.get("not_judged", {}).values())
    clean = sum(len(verdict.get("clean", [])) for verdict in verdicts)
    if not missing:
        return []
    reason, times = missing.most_common(1)[0]
    return [f"problems on all pages: {clean} clean, {missing.total()} not judged, {times} of them without {reason}"]


def source_of(page: dict[str, Any]) -> str:
    if page["pace"] == "gallery":
        return f"fcgi-app/lab/gallery/{page['truth']}/page.cpp"
    return f"fcgi-app/cases/{page['truth'].replace('-', '_')}/case.cpp" if "variant" in page else "fcgi-app/lab/hard_negatives.cpp"


def complaints(detection: dict[str, Any]) -> list[str]:
    """Messages that say what is wrong and where to look."""
    lines = []
    labels = set(detection["confusion"]["labels"])
    if detection["requests"] == 0:
        lines.append("no request was made, so nothing was tested; is the service's list of pages empty?")
    elif detection["score"]["slow"] == 0:
        lines.append("no page with a mistake was judged, so nothing was tested")
    for page in detection["pages"]:
        name = page["truth"] + (f", variant {page['variant']}" if "variant" in page else "")
        source = source_of(page)
        verdict = page["verdict"]
        if verdict["outcome"] == NOT_JUDGED:
            lines.append(f"not judged: {name}: {verdict.get('error', 'no reason is known')}. Look at {source}, and at the output of `make logs`.")
        if "half" in verdict:
            said = " or ".join(sorted({GENERAL[label] for label in verdict["half"]}))
            lines.append(f"half: {name}: expected {', '.join(verdict['half'])}, the detector only said {said}. Look at {source}.")
        if "known_miss" in page:
            lines.append(f"known: {name}: {', '.join(verdict['missed'])} is not named: {page['known_miss']}.")
        elif "missed" in verdict:
            said = "; ".join(" or ".join(finding["labels"]) for finding in verdict["findings"]) or "nothing"
            notes = "; ".join(verdict.get("notes", []))
            unknown = [label for label in verdict["missed"] if label not in labels]
            lines.append(
                f"missed: {name}: expected {', '.join(verdict['missed'])}, the detector said {said}. Look at {source}"
                + (f" and at the page's evidence on /cases/{page['truth']}/." if "variant" in page else ".")
                + "".join(f" No rule has the label {label}: if a label that the detector found means the same problem, declare that one; otherwise locust/caseload_detector/README.md says how to add a rule." for label in unknown)
                + (f" Notes: {notes}" if notes else "")
            )
        for finding in verdict["findings"]:
            if not finding["declared"]:
                lines.append(
                    f"false: {name}: {' or '.join(finding['labels'])}: {finding['summary']} (rule {finding['rule']}). "
                    f"Look at {source}; if the page does have the problem, add the label there, with a reason."
                )
    for entry in detection["score"].get("unequal", []):
        slug = entry.partition(" ")[0]
        lines.append(
            f"unequal: {entry} send different responses. Look at fcgi-app/cases/{slug.replace('-', '_')}/case.cpp and compare the "
            f"variants on /cases/{slug}/."
        )
    return [line for text in lines for line in textwrap.wrap(text, WIDTH, subsequent_indent="    ", break_on_hyphens=False)]
