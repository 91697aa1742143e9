"""`make bench`: one interleaved run of our pages, the floor and the peers. See README.md."""

import contextlib
import dataclasses
import datetime
import html
import json
import random
import shutil

import bounds
import contents
import contestants
import environment
import floor
import generator
import instructions
import limits
import mariadb
import memcached
import part
import results
import scale
import seeding
import slots
import targets
from console import Failure, Step, show_failure
from contestants import CONNECTIONS, FLOOR_PAGES, OURS, OURS_ONLY, OF_A_PEER, PEERS, TITLES, Bench, Contestant
from layout import ROOT
from lifecycle import exclusive, stop

FULL = {"rounds": 8, "slot_s": 2}
QUICK = {"rounds": 3, "slot_s": 1}
SHORT = {"rounds": 3, "slot_s": 1}  # for what is measured beside the pages
NOT_COMPARABLE = [
    "Requests per second are of this machine, where the generator uses the same cores. Compare ratios, not numbers, with those of another machine.",
    "The programs differ in what they do beside the page: ours counts evidence, limits and checks requests, and logs; Django checks the host, "
    "reads sessions lazily and adds security headers; PHP and Express do little of that.",
    "fragment-cache: ours also checks whether a write has made a block outdated, which the peers don't.",
    "The file is sent by an nginx without the headers, the maps and the log of our site.",
    "CPU times are of this run, in which the programs share the processor's caches with the generator.",
]
FAILED = "it failed: "


@contextlib.contextmanager
def servers(stack):
    with exclusive(stack):
        try:
            stop(stack)
            for server in (mariadb.PART, memcached.PART):
                part.bring_up(stack, server)
            seeding.bring_up(stack)
            yield
        finally:
            stop(stack)


@contextlib.contextmanager
def running(stack):
    """All contestants, by name."""
    bench = Bench(stack, stack.var.parent / "bench" / "layout")
    names = ("caseload", "caseload-without-evidence", "floor", *PEERS, "static")
    ports = dict(zip(names, contestants.free_ports(len(names))))
    peers = {name: contestants.load_peer(name) for name in PEERS}
    with contextlib.ExitStack() as owned:
        def add(contestant):
            for own, run in contestant.parts.values():
                owned.callback(part.take_down, own, run)
            found[contestant.name] = contestant

        found = {}
        add(contestants.start_own(stack, "caseload", "Caseload", ports["caseload"], {**OURS, **OURS_ONLY}))
        after = learn(bench, found["caseload"], peers)
        for contestant in found.values():
            contestant.pages["pagination"] = contestant.pages["pagination"].format(after=after)
        pages = {**found["caseload"].pages}
        add(contestants.start_own(stack, "caseload-without-evidence", "Caseload without evidence", ports["caseload-without-evidence"],
                                  {page: pages[page] for page in OURS}, {"CASELOAD_APP_EVIDENCE_HEADERS": "false"}))
        add(contestants.start_own(stack, "floor", "the floor", ports["floor"], {page: pages[page] for page in FLOOR_PAGES}))
        front = contestants.peers_nginx(bench, peers, ports)
        for name, peer in peers.items():
            parts = {"app": (stack, peer.part(bench))}
            if hasattr(peer, "cache_part"):
                parts["cache"] = (stack, peer.cache_part())
            for own, run in reversed(parts.values()):
                owned.callback(part.take_down, own, run)
                part.bring_up(own, run)
            targets = {page: target.format(after=after) for page, target in OF_A_PEER.items()}
            found[name] = Contestant(name, peer.TITLE, ports[name], targets, {**parts, "nginx": (stack, front)}, getattr(peer, "OTHER_WORK", {}))
        owned.callback(part.take_down, stack, front)
        part.bring_up(stack, front)
        found["static"] = Contestant("static", "nginx, a file", ports["static"], {"cached": "/page.html"}, {"nginx": (stack, front)})
        yield found


def learn(bench, ours, peers):
    """Cuts the layouts, the floor's frame and the static file from our own pages. Returns where the second page of the list begins."""
    own_stack = ours.parts["app"][0]
    pages = [page for page in instructions.read_pages() if page.get("floor")]
    _, queries = floor.learn(own_stack, pages, bench.stack)
    floor.check_queries(bench.stack, queries)
    _, body = contents.fetch_page(ours.url("fast"))
    contestants.write_layouts(bench, peers, body.decode(), html.escape("a list of books with their authors' names").replace("&#x27;", "&#39;"))
    static = bench.layout.parent / "static"
    static.mkdir(parents=True, exist_ok=True)
    (static / "page.html").write_bytes(contents.fetch_page(ours.url("cached"))[1])
    _, first = contents.fetch_page(f"http://127.0.0.1:{ours.port}/cases/pagination/keyset")
    link = html.unescape(first.decode()).partition('rel="next" href="')[2].partition('"')[0]
    return link.partition("after=")[2].partition("&")[0]


def check(stack, found):
    """Contents and the database's work, page by page. Returns the work for the file."""
    ours, work = found["caseload"], {}
    with Step("contents") as step:
        contents.check(ours, found["static"], "cached")
        for page in OURS:
            for other in found.values():
                if page in other.pages:
                    step.note(f"{other.name}: {page}")
                    contents.check(ours, other, page)
                    work.setdefault(page, {})[other.name] = contents.work_of(stack, other.url(page))
            for name, counted in work[page].items():
                wrong = contents.differing(work[page]["caseload"], counted)
                if wrong and page not in found[name].other_work:
                    raise Failure(f"{page} of {name} costs the database other work than ours: "
                                  + ", ".join(f"{key} {counted[key]:g} instead of {work[page]['caseload'][key]:g}" for key in wrong),
                                  "a different plan can't be compared; EXPLAIN shows it")
    return work


def headers_of(contestant, page):
    if page != "304":
        return {}
    tag = contents.fetch(contestant.url(page))[1].get("ETag")
    status = contents.fetch(contestant.url(page), {"If-None-Match": tag})[0]
    if status != 304:
        raise Failure(f"{contestant.name} returns {status} and not 304 for {contestant.url(page)}")
    return {"If-None-Match": tag}


def measure(stack, found, settings):
    """{(contestant, page): [one slot for each round]}. Everything is measured once in each round, the programs of a page one after the
    other in random order."""
    measured, order = {}, random.Random(1)
    headers = {(name, page): headers_of(each, page) for name, each in found.items() for page in each.pages}
    paces = slots.warm_up(found, headers)
    with Step("measure") as step:
        for number in range(settings["rounds"]):
            for page in order.sample(list(TITLES), len(TITLES)):
                names = [name for name in found if page in found[name].pages]
                for name in order.sample(names, len(names)):
                    step.note(f"round {number + 1} of {settings['rounds']}: {page}, {name}")
                    measured.setdefault((name, page), []).append(slots.measure(stack, found[name], page, headers[name, page], settings, paces[name, page]))
    return dict(sorted(measured.items(), key=lambda each: (list(TITLES).index(each[0][1]), list(found).index(each[0][0]))))


def why_not(stack, quick, name):
    """The reason why a bench doesn't measure it; None if it does."""
    if quick and name in ("seeding", "scale"):
        return "a quick bench has no time for it"
    if quick and name == "export" and not limits.has_dataset(stack, scale.LARGE):
        return f"a quick bench creates no data, and there is none of {scale.LARGE}"
    return None


def measure_limits(stack, ours, port, quick, chosen):
    """What is measured beside the pages: {what: figures}, with the reasons for what is left out."""
    left_out = {name: reason for name in chosen if (reason := why_not(stack, quick, name))}
    run = {
        "seeding": lambda: limits.seed_all(stack),
        "scale": lambda: scale.measure(stack, ours, SHORT),
        "fairness": lambda: limits.fairness(ours, "fast", SHORT),
        "export": lambda: limits.export(ours, SHORT),
        "start": lambda: limits.start(stack, port, SHORT),
        "memory": lambda: limits.memory(stack, ours),
    }
    found = {}
    for name in (name for name in targets.LIMITS if name in chosen and name not in left_out):
        try:
            if name in ("scale", "export"):
                limits.seed_missing(stack)
            found[name] = run[name]()
        except Failure as failure:  # what was measured before is kept
            show_failure(failure)
            left_out[name] = FAILED + failure.what
    return {**found, "left_out": left_out}


def describe(stack, found, settings, work, measured, others):
    memory = {name: round(generator.resident_megabytes(contestants.cpu_groups(stack, each).get("app", [])), 1) for name, each in found.items()}
    versions = {name: environment.package(name) for peer in PEERS for name in contestants.load_peer(peer).PACKAGES}
    document = {
        "schema": results.SCHEMA,
        "quick": settings is QUICK,
        "commit": environment.commit(),
        "measured_at": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "environment": {**environment.describe(stack.build), "wrk": environment.package("wrk"), "nginx": environment.package("nginx"),
                        "mariadb": environment.package("mariadb-server-core"), "node": environment.output("node", "--version"),
                        "packages": {name: version for name, version in versions.items() if version}},
        "settings": {**settings, "short_rounds": SHORT["rounds"], "connections": CONNECTIONS, "dataset": "x1"},
        "not_comparable": NOT_COMPARABLE + [f"{page} of {each.title}: {why}." for each in found.values() for page, why in each.other_work.items()],
        "titles": TITLES,
        "contestants": {name: {"title": each.title, "targets": each.pages, "resident_mb_after": memory[name]} for name, each in found.items()},
        "database_work": work,
        "pages": results.summarise(measured),
        "ratios": results.ratios(measured),
        "limits": others,
    }
    return {**document, "targets": targets.all_targets(document)}


def keep_pages(found, pages):
    for contestant in found.values():
        contestant.pages = {page: target for page, target in contestant.pages.items() if page in pages}


def run(stack, quick, chosen):
    settings = QUICK if quick else FULL
    pages = [each for each in chosen if each in TITLES]
    if shutil.which("wrk") is None:
        raise Failure("wrk is not installed", "apt-get install wrk")
    with servers(stack), running(stack) as found:
        work = check(stack, found)
        ours = dataclasses.replace(found["caseload"], pages=dict(found["caseload"].pages))
        keep_pages(found, pages)
        measured = measure(stack, found, settings)
        others = measure_limits(stack, ours, contestants.free_ports(1)[0], quick, chosen)
        document = describe(stack, found, settings, work, measured, others)
    print("\n" + "\n".join(results.table(document)))
    is_whole = set(chosen) == {*TITLES, *targets.LIMITS}
    print("\nTargets\n" + "\n".join(bounds.lines(each for each in document["targets"] if is_whole or "results" in each)))
    status = exit_status(others)
    if not is_whole:
        return status
    stamp = document["measured_at"].replace("-", "").replace(":", "")
    path = ROOT / "docs" / "bench" / f"{stamp}-{document['commit'].replace('+', '')[:7]}-bench{'-quick' if quick else ''}.json"
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    print(f"\nwritten to {path.relative_to(ROOT)}")
    return status


def exit_status(others):
    """1 if something failed, such as a wrong response; what was left out on purpose is no failure."""
    return int(any(why.startswith(FAILED) for why in others["left_out"].values()))
