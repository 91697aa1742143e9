"""The targets of `make bench`, and what was measured for each. A missed target is shown and fails nothing."""

from bounds import MB
from caseload_runs.statistics import median, prediction_interval
from contestants import OURS, TITLES

REQUESTS = "requests per second"
# (our page, the other, its page, what of the ratio, "at_least" or "at_most", bound)
RATIOS = [
    ("fast", "floor", "fast", "requests_per_second", "at_least", 0.90),
    ("fast", "floor", "fast", "p99", "at_most", 1.2),
    ("trivial", "floor", "trivial", "requests_per_second", "at_least", 0.95),
    ("serializer", "floor", "serializer", "requests_per_second", "at_least", 0.95),
    ("fast", "php", "fast", "requests_per_second", "at_least", 1.8),
    ("fast", "django", "fast", "requests_per_second", "at_least", 10),
    ("fragments", "php", "fragments", "requests_per_second", "at_least", 2.5),
    ("fragments", "django", "fragments", "requests_per_second", "at_least", 15),
    ("cached", "static", "cached", "requests_per_second", "at_least", 0.9),
    ("304", "caseload", "product", "requests_per_second", "at_least", 1.8),
    ("304", "floor", "304", "requests_per_second", "at_least", 0.90),
]
WORDS = {"requests_per_second": REQUESTS, "p99": "99th percentile of the times"}
OTHERS = {"floor": "the floor", "php": "PHP-FPM", "django": "Django", "static": "a file sent by nginx"}
MORE_ROWS = 1.02
LIMITS = ("seeding", "scale", "fairness", "export", "start", "memory")  # what is measured beside the pages, in this order


def target(title, unit, bound, value, found, note=None):
    """`found`: the results, or the reason why there are none."""
    document = {"title": title, "unit": unit, bound: value}
    if note:
        document["note"] = note
    return {**document, **({"not_measured": found} if isinstance(found, str) else {"results": found})}


def single(values, name=None):
    """Of several rounds."""
    interval = prediction_interval(values)
    return {**({"name": name} if name else {}), "value": round(median(values), 4), "interval": interval.to_json() if interval else None}


def all_targets(document):
    """In the order in which they are shown. `document`: the bench file without them."""
    return [*of_ratios(document), evidence(document), *of_limits(document["limits"])]


def ratio_result(document, page, other, their_page, key, name=None):
    for each in document["ratios"]:
        if (each["of"], each["page"], each["to"], each["to_page"]) == ("caseload", page, other, their_page):
            interval = each[key]
            return {**({"name": name} if name else {}), "value": interval["median"], "interval": interval} if interval else "there were too few rounds"
    return "this page was not measured"


def of_ratios(document):
    for page, other, their_page, key, bound, value in RATIOS:
        found = ratio_result(document, page, other, their_page, key)
        beside = TITLES[their_page] if other == "caseload" else OTHERS[other]
        yield target(f"{TITLES[page]}: {WORDS[key]}, Caseload / {beside}", "ratio", bound, value, found if isinstance(found, str) else [found])


def evidence(document):
    found = [ratio_result(document, page, "caseload-without-evidence", page, "requests_per_second", TITLES[page]) for page in OURS]
    measured = [each for each in found if not isinstance(each, str)]
    return target(f"{REQUESTS}, with evidence / without", "ratio", "at_least", 0.97, measured or found[0])


def scale_note(scale):
    more = [f"{each['variant']} {each['rows_read']['x16'] / each['rows_read']['x1']:.2f}"
            for each in scale["variants"] if each["rows_read"]["x16"] > MORE_ROWS * each["rows_read"]["x1"] > 0]
    return f"Rows that the database reads with x16, as a multiple of those with x1, where it reads more: {', '.join(more) or 'nowhere'}. Left out: {', '.join(scale['left_out']) or 'none'}."


def of_limits(limits):
    why = {name: limits["left_out"].get(name, "this was not asked for") for name in LIMITS}
    scale, fair = limits.get("scale"), limits.get("fairness")
    yield target(f"fast variants with the dataset x16: {REQUESTS}, as a multiple of those with x1", "ratio", "at_least", 0.9,
                 [{"name": each["variant"], "value": each["ratio"], "interval": each["interval"]} for each in scale["variants"]]
                 if scale else why["scale"], scale_note(scale) if scale else None)
    title = f"fairness with {fair['clients']} clients and {fair['threads']} threads" if fair else "fairness with more clients than threads"
    yield target(f"{title}: the client served least / the one served most", "ratio", "at_least", 0.7,
                 [single([each["served"] for each in fair["rounds"]])] if fair else why["fairness"])
    yield target(f"{title}: the longest wait / the median", "ratio", "at_most", 10,
                 [{"value": max(each["waited"] for each in fair["rounds"]), "interval": None}] if fair else why["fairness"], "The worst round.")
    export = limits.get("export")
    size = f"{export['rounds'][0]['bytes'] / MB:,.1f} MB" if export else "a whole table"
    yield target(f"an export of {size}: memory above that of the idle app", "bytes", "at_most", 2 * MB,
                 [{"value": max(each["over_idle_bytes"] for each in export["rounds"]), "interval": None}] if export else why["export"], "The worst round.")
    yield target(f"an export of {size}: first byte, after that of an empty page", "us", "at_most", 5_000,
                 [{"value": round(max(0.0, median([each["first_byte_us"] - each["empty_page_us"] for each in export["rounds"]]))), "interval": None}]
                 if export else why["export"])
    memory = limits.get("memory")
    yield target("resident memory of app and worker together, after the bench", "bytes", "at_most", 60 * MB,
                 [{"value": memory["app"] + memory["worker"], "interval": None}] if memory else why["memory"])
    start = limits.get("start")
    yield target("from the start of the app to its first response", "us", "at_most", 300_000,
                 [{"value": round(median(start["rounds_us"])), "interval": None}] if start else why["start"])
    seeding = limits.get("seeding")
    yield target("seeding the data of all sizes", "us", "at_most", 120_000_000,
                 [{"value": round(1e6 * seeding["seconds"]), "interval": None}] if seeding else why["seeding"])

