"""The kept figures of `make instructions` (docs/bench/*-instructions.json) and their comparison with new ones."""

import json
import pathlib

SCHEMA = "instructions-1"
KEPT = 30  # functions of a page, by their own instructions and by those with what they call
LIMIT = 0.10  # the growth that fails
MEASURES = {  # key of a page: its name in a sentence
    "instructions": "instructions",
    "operator_new_calls": "calls of operator new",
    "allocations": "allocations",
    "allocated_bytes": "allocated bytes",
    "steady_system_calls": "system calls",
}
OURS = "caseload::"
# The thread's CPU clock. The app reads it once for each query, and between queries when the last reading is older than some time
# (fcgi-app/core/trace.cpp), so the number depends on how long things take. tests/unit/trace_test.cpp counts the readings.
CLOCK = "clock_gettime"


def rounded(value):
    return None if value is None else round(value, 1)


def page_document(page, counted):
    """One page for the file, from a counted.Counted."""
    document = {"name": page["name"], "title": page["title"], "target": page["target"]}
    document |= {key: rounded(getattr(counted, key)) for key in (*MEASURES, "system_calls")}
    document["by_system_call"] = {name: rounded(calls) for name, calls in sorted(counted.by_system_call.items(), key=lambda each: -each[1])}
    profile = counted.profile
    document["functions"] = [] if profile is None else [
        {"name": name, "own": rounded(profile.own[name]), "inclusive": rounded(profile.inclusive[name])}
        for name in most(profile)]
    document["allocating"] = [] if profile is None else [
        {"name": name, "calls": rounded(calls)} for name, calls in profile.allocating().most_common(KEPT) if calls > 0]
    return document


def most(profile):
    """The functions that are kept: the most expensive ones by their own cost, and those of ours by what they cause."""
    own = [name for name, cost in profile.own.most_common(KEPT) if cost > 0]
    ours = [name for name, cost in profile.inclusive.most_common() if cost > 0 and OURS in name][:KEPT]
    return list(dict.fromkeys(own + ours))


def compare(kept, new, limit=LIMIT):
    """(complaints, notes): what grew too much, and what could not be compared."""
    if kept["environment"]["compiler"] != new["environment"]["compiler"]:
        return [], [f"not compared: the kept figures are of {kept['environment']['compiler']}, "
                    f"these are of {new['environment']['compiler']}"]
    complaints, notes, lacking = [], [], {}
    before = {page["name"]: page for page in kept["pages"]}
    after = {page["name"]: page for page in new["pages"]}
    complaints += [f"{name}: no longer counted, but the kept figures have it" for name in before if name not in after]
    notes += [f"{name}: not compared, because the kept figures don't have it" for name in after if name not in before]
    for name in (name for name in after if name in before):
        for key, words in MEASURES.items():
            old, now = comparable(before[name], key), comparable(after[name], key)
            if old is None or now is None:
                lacking.setdefault(f"{words} not compared, because {'the kept figures lack' if old is None else 'this run lacks'} them", []).append(name)
            elif now > old * (1 + limit):
                by = f"{100 * (now - old) / old:.0f} %" if old else "from nothing"
                complaints.append(f"{name}: {words} grew by {by}, from {old:,.1f} to {now:,.1f}; {culprit(key, before[name], after[name])}")
    return complaints, notes + [f"{', '.join(names)}: {what}" for what, names in lacking.items()]


def comparable(page, key):
    return page[key] - page["by_system_call"].get(CLOCK, 0) if key == "steady_system_calls" and page[key] is not None else page[key]


def culprit(key, before, after):
    """Names what grew most."""
    if key == "steady_system_calls":
        old, new = ({name: calls for name, calls in page["by_system_call"].items() if name != CLOCK} for page in (before, after))
        name, growth, _ = grown(old, new, least_known=0)
        return f"most in {name} (+{growth:,.1f})" if growth > 0 else "each only a little"
    if key != "instructions":
        name, growth, _ = grown(values(before["allocating"], "calls"), values(after["allocating"], "calls"))
        return f"most in {name} (+{growth:,.1f} calls)" if growth > 0 else "in no function that calls operator new or malloc more often"
    name, growth, is_new = grown(values(before["functions"], "own"), values(after["functions"], "own"))
    if growth <= 0:
        return "in functions below those that are kept"
    sentence = f"most in {name} ({'at least ' if is_new else ''}+{growth:,.0f} of its own)"
    caller = deepest_caller(before, after, (after["instructions"] - before["instructions"]) / 2)
    return f"{sentence}, called within {caller}" if caller and caller != name else sentence


def values(entries, key):
    return {entry["name"]: entry[key] for entry in entries}


def grown(before, after, least_known=None):
    """(name, growth, whether it is only a lower bound). A function that the kept figures don't list cost at most as much as the
    last one they list."""
    if least_known is None:
        least_known = min(before.values(), default=0)
    growth = {name: now - before.get(name, least_known) for name, now in after.items()}
    if not growth:
        return "", 0, False
    name = max(growth, key=growth.get)
    return name, growth[name], name not in before


def deepest_caller(before, after, growth):
    """Our innermost function to which most of the growth belongs."""
    old, new = values(before["functions"], "inclusive"), values(after["functions"], "inclusive")
    grew = [name for name, cost in new.items() if OURS in name and name in old and cost - old[name] >= growth]
    return min(grew, key=new.get, default=None)


def newest(folder, compiler=None):
    """The newest kept figures: of this compiler if there are any, else of any. None if there are none."""
    files = [json.loads(path.read_text()) for path in sorted(pathlib.Path(folder).glob("*-instructions.json"))]
    same = [document for document in files if document["environment"]["compiler"] == compiler]
    return (same or files or [None])[-1]
