"""Fast variants with the dataset x16 beside themselves with x1. Those whose claims depend on the dataset are left out: they do more
work there, and say so."""

import dataclasses
import random
import urllib.parse

import contents
import slots
from caseload_runs.statistics import median, prediction_interval
from console import Step

SMALL, LARGE = "x1", "x16"


def with_dataset(target, dataset):
    return f"{target}{'&' if '?' in target else '?'}dataset={dataset}"


def expectations(example):
    """{variant: {(measure, relation): expected}} of one demo run. Some claims are only about visits that find something cached."""
    return {variant["name"]: {(claim["key"], claim["relation"]): claim["expected"] for claim in variant["claims"]} for variant in example["variants"]}


def is_independent(small, large):
    """What both visits had to keep to is the same."""
    return all(small[key] == large[key] for key in small.keys() & large.keys())


def examples(address, slug, visitor):
    """{dataset: expectations}"""
    return {dataset: expectations(contents.fetch_json(f"{address}api/examples/{slug}/?{urllib.parse.urlencode({'dataset': dataset})}", {"Probe": "1", **visitor}))
            for dataset in (SMALL, LARGE)}


def choose(address, visitor):
    """({"case: variant": target}, [what is left out, and why])"""
    chosen, left_out = {}, []
    for case in contents.fetch_json(f"{address}catalogue.json")["cases"]:
        fast = [variant for variant in case["variants"] if variant["pace"] == "fast"]
        if not any(knob["name"] == "dataset" for knob in case["knobs"]):
            left_out += [f"{case['slug']}: {variant['name']} (it has no dataset)" for variant in fast]
            continue
        at = {}
        for variant in fast:
            title = f"{case['slug']}: {variant['name']}"
            if variant.get("method", "GET").upper() != "GET":
                left_out.append(f"{title} (it writes)")
                continue
            try:
                at = at or examples(address, case["slug"], visitor)
            except contents.Unavailable as refused:
                left_out.append(f"{title} ({refused})")
                continue
            if is_independent(at[SMALL][variant["name"]], at[LARGE][variant["name"]]):
                chosen[title] = variant["path"]
            else:
                left_out.append(f"{title} (its claims depend on the dataset)")
    return chosen, left_out


def measure(stack, ours, settings):
    address = f"http://127.0.0.1:{ours.port}/"
    visitor = contents.fetch_json(f"{address}test/blind.json")["visitors"][0]["headers"]  # for pages that don't allow guests
    with Step("claims") as step:
        chosen, left_out = choose(address, visitor)
        step.result = f"{len(chosen)} fast variants are independent of the dataset"
    at = {dataset: dataclasses.replace(ours, name=dataset, pages={title: with_dataset(target, dataset) for title, target in chosen.items()})
          for dataset in (SMALL, LARGE)}
    headers = {(dataset, title): visitor for dataset in at for title in chosen}
    paces = slots.warm_up(at, headers)
    read = {title: {dataset: contents.work_of(stack, each.url(title), visitor)["Rows_read"] for dataset, each in at.items()} for title in chosen}
    rounds, order = {title: [] for title in chosen}, random.Random(1)
    with Step("scale") as step:
        for number in range(settings["rounds"]):
            for title in order.sample(list(chosen), len(chosen)):
                step.note(f"round {number + 1} of {settings['rounds']}: {title}")
                rounds[title].append({dataset: slots.measure(stack, at[dataset], title, visitor, settings, paces[dataset, title])["requests_per_second"]
                                      for dataset in order.sample(list(at), len(at))})
    return {"variants": [summary(title, chosen[title], measured, read[title]) for title, measured in rounds.items()], "left_out": left_out}


def summary(title, target, rounds, rows_read):
    """`rows_read`: by the database for one request, by dataset."""
    ratios = [each[LARGE] / each[SMALL] for each in rounds]
    interval = prediction_interval(ratios)
    return {"variant": title, "target": target, "rows_read": rows_read, "rounds": rounds, "ratio": round(median(ratios), 4),
            "interval": interval.to_json() if interval else None}
