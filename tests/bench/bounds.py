"""Whether measured values are within the bounds of their targets, and lines that say so. For `make bench` and for the commands that
write docs/reliability."""

MB = 1_000_000


def is_met(document, result):
    return result["value"] <= document["at_most"] if "at_most" in document else result["value"] >= document["at_least"]


def shown(document, value):
    if document["unit"] == "ratio":
        return f"{value:.2f}"
    if document["unit"] == "count":
        return f"{value:,.0f}"
    return f"{value / MB:,.1f} MB" if document["unit"] == "bytes" else f"{value / 1e6:,.1f} s" if value >= 1e6 else f"{value / 1000:,.1f} ms"


def lines(documents):
    """One for each target: its bound, what was measured (the worst result if there are several), and whether it is met."""
    for each in documents:
        bound = f"at most {shown(each, each['at_most'])}" if "at_most" in each else f"at least {shown(each, each['at_least'])}"
        if "results" not in each:
            yield f"  {each['title']}: {bound}; not measured: {each['not_measured']}"
            continue
        results = sorted(each["results"], key=lambda result, each=each: result["value"] * (-1 if "at_most" in each else 1))
        met = sum(is_met(each, result) for result in results)
        worst = shown(each, results[0]["value"]) + (f" ({results[0]['name']}, {met} of {len(results)} met)" if len(results) > 1 else "")
        yield f"  {each['title']}: {bound}; {worst}: {'met' if met == len(results) else 'MISSED'}"
