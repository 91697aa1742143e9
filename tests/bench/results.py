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
        interval = prediction_interval([cpu_of(two) / cpu_of(one) for one, two in zip(mine, theirs)])
        entry["cpu"] = interval.to_json() if interval else None
        found.append(entry)
    return found


def cpu_of(slot):
    """Of everything that works for a request, which depends less on what else the machine does than requests per second."""
    return max(1.0, sum(spent for group, spent in slot["cpu_us"].items() if group != "generator"))


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
    ratio_of = {(each["page"], each["to"]): each for each in document["ratios"] if each["page"] == each["to_page"]}
    yield f"  {'':<44}{'req/s':>8}{'p99 ms':>9}{'app':>9}{'database':>9}{'nginx':>7}  µs of CPU   ours / this (95 %)      CPU: this / ours"
    for page, measured in by_page.items():
        yield document["titles"][page]
        for each in sorted(measured, key=lambda each: -each["requests_per_second"]):
            cpu, ratio = each["cpu_us"], ratio_of.get((page, each["contestant"]))
            yield (f"  {document['contestants'][each['contestant']]['title']:<44}{each['requests_per_second']:>8,.0f}{each['p99_us'] / 1000:>9.2f}"
                   f"{cpu.get('app', 0):>9,.0f}{cpu['database']:>9,.0f}{cpu['nginx']:>7,.0f}{'':<14}"
                   + (f"{shown(ratio['requests_per_second']):<24}{shown(ratio['cpu'])}" if ratio else "")).rstrip()


def shown(interval):
    return f"{interval['median']:.2f} ({interval['low']:.2f} to {interval['high']:.2f})" if interval else "too few rounds"
