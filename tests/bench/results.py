"""From the rounds of `make bench`: medians, ratios with intervals, and the table."""

import collections

from caseload_runs.statistics import median, prediction_interval

SCHEMA = "bench-1"
# What is compared with what: (our page, the other, its page).
RATIOS = [("caseload", page, other, page) for other in ("floor", "caseload-without-evidence", "php", "django", "express", "static")
          for page in ("slow", "fast", "serializer", "fragments", "pagination", "trivial", "304", "cached")]
RATIOS += [("caseload", "304", "caseload", "product"), ("caseload", "fast", "caseload", "slow")]


def summarise(slots):
    """`slots`: {(contestant, page): [one for each round]}. Returns the measurements of each page."""
    pages = []
    for (contestant, page), rounds in slots.items():
        pages.append({
            "contestant": contestant, "page": page,
            "requests_per_second": round(median([each["requests_per_second"] for each in rounds]), 1),
            "p50_us": round(median([each["p50_us"] for each in rounds])), "p99_us": round(median([each["p99_us"] for each in rounds])),
            "cpu_us": {group: round(median([each["cpu_us"][group] for each in rounds]), 1) for group in rounds[0]["cpu_us"]},
            "rounds": rounds})
    return pages


def ratios(slots):
    """Of requests per second and of the 99th percentile, round by round, so that both were measured at about the same time."""
    found = []
    for ours, page, other, their_page in RATIOS:
        mine, theirs = slots.get((ours, page)), slots.get((other, their_page))
        if not mine or not theirs:
            continue
        entry = {"of": ours, "page": page, "to": other, "to_page": their_page}
        for key, name in (("requests_per_second", "requests_per_second"), ("p99_us", "p99")):
            interval = prediction_interval([one[key] / two[key] for one, two in zip(mine, theirs)])
            entry[name] = interval.to_json() if interval else None
        found.append(entry)
    return found


def slot(report, cpu_s):
    """One measured slot, from the generator's report and the CPU seconds by group."""
    requests = report["requests"]
    return {"requests": requests, "requests_per_second": round(requests / report["duration_s"], 2), "bytes_per_response": round(report["bytes"] / requests),
            **{key: report[key] for key in ("p50_us", "p90_us", "p99_us", "max_us")},
            "cpu_us": {group: round(1e6 * seconds / requests, 2) for group, seconds in {**cpu_s, "generator": report["generator_cpu_s"]}.items()}}


def table(document):
    by_page = collections.defaultdict(list)
    for each in document["pages"]:
        by_page[each["page"]].append(each)
    ratio_of = {(each["page"], each["to"]): each["requests_per_second"] for each in document["ratios"] if each["page"] == each["to_page"]}
    yield f"  {'':<46}{'req/s':>9}{'p99 ms':>9}   CPU µs per request: {'app':>8}{'database':>10}{'nginx':>8}   ours / this (95 %)"
    for page, measured in by_page.items():
        yield document["titles"][page]
        for each in sorted(measured, key=lambda each: -each["requests_per_second"]):
            ratio = ratio_of.get((page, each["contestant"]))
            shown = f"{ratio['median']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})" if ratio else ""
            cpu = each["cpu_us"]
            yield (f"  {document['contestants'][each['contestant']]['title']:<46}{each['requests_per_second']:>9,.0f}{each['p99_us'] / 1000:>9.2f}"
                   f"{'':<23}{cpu.get('app', 0):>8.0f}{cpu['database']:>10.0f}{cpu['nginx']:>8.0f}   {shown}")
