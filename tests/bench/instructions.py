"""`make instructions`: counts instructions, allocations and system calls of the pages in pages.toml, beside those of the floor, and
compares them with the kept figures. No time is measured."""

import datetime
import json
import tomllib

import counted
import counters
import environment
import figures
import floor
import mariadb
import memcached
import nginx
import part
import seeding
from console import Failure, Step
from layout import ROOT
from lifecycle import exclusive, stop

PAGES = ROOT / "tests" / "bench" / "pages.toml"
FOLDER = ROOT / "docs" / "bench"
TOOLS = {"callgrind": "instructions and calls of operator new", "strace": "system calls", "jemalloc": "allocations and their bytes"}


def read_pages():
    return tomllib.loads(PAGES.read_text())["page"]


def available_tools(check=counters.check):
    """({tool that works}, [what is missing and why])"""
    tools, missing = {"jemalloc"}, []
    for tool in ("callgrind", "strace"):
        try:
            check(tool)
            tools.add(tool)
        except counters.Unavailable as reason:
            missing.append(f"{TOOLS[tool]} are not counted: {reason}")
    return tools, missing


def count_all(stack, pages, tools):
    """The documents of the app's pages and of the floor's."""
    with_floor = [page for page in pages if page.get("floor")]
    with counted.running(stack, counted.APP, "", None, counted.Visitor(stack, pages[0], checks_evidence=True)):
        bodies, queries = floor.learn(stack, with_floor)
    floor.check_queries(stack, queries)
    with counted.running(stack, counted.FLOOR, "", None, counted.Visitor(stack, with_floor[0], checks_evidence=False)):
        floor.check_bodies(stack, bodies)
    documents, variants = {"app": [], "floor": []}, set()
    for program, chosen in ((counted.APP, pages), (counted.FLOOR, with_floor)):
        for page in chosen:
            with Step(program.name) as step:
                step.result = page["title"]
                result = counted.count(stack, program, page, tools)
            variants |= set(result.cpu_variants)
            documents[program.name].append(figures.page_document(page, result))
    return documents, sorted(variants)


def measure(stack):
    pages = read_pages()
    tools, missing = available_tools()
    for sentence in missing:
        print(f"  {sentence}", flush=True)
    with exclusive(stack):
        try:
            stop(stack)
            for server in (mariadb.PART, memcached.PART):
                part.bring_up(stack, server)
            seeding.bring_up(stack)
            part.bring_up(stack, nginx.PART)
            documents, variants = count_all(stack, pages, tools)
        finally:
            stop(stack)
    if variants:
        missing.append(f"these functions depend on the CPU although they should not: {', '.join(variants)}")
    return {
        "schema": figures.SCHEMA,
        "commit": environment.commit(),
        "measured_at": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "environment": {**environment.describe(stack.build), "valgrind": environment.package("valgrind"), "strace": environment.package("strace")},
        "settings": {"server.threads": 1, "dataset": "x1", "requests": {"few": counted.FEW, **counted.MANY}, **counters.PINNED},
        "missing": missing,
        "pages": documents["app"],
        "floor": documents["floor"],
    }


def table(document):
    """The lines of the table: a page, and below it the floor's if it has one."""
    yield f"  {'one request of':<42}{'instructions':>14}{'new':>8}{'allocations':>13}{'bytes':>10}{'system calls':>14}"
    beside = {page["name"]: page for page in document["floor"]}
    for page in document["pages"]:
        yield f"  {page['title']:<42}{columns(page)}"
        if page["name"] in beside:
            yield f"    {'the floor':<40}{columns(beside[page['name']])}"


def columns(page):
    widths = {"instructions": 14, "operator_new_calls": 8, "allocations": 13, "allocated_bytes": 10, "system_calls": 14}
    return "".join(f"{'-' if page[key] is None else format(page[key], ',.1f' if key == 'system_calls' else ',.0f'):>{width}}"
                   for key, width in widths.items())


def write(document):
    if document["missing"]:
        raise Failure("incomplete figures are not kept: " + "; ".join(document["missing"]), "install what is missing and run it again")
    if document["commit"].endswith("+"):
        raise Failure("the figures would belong to no commit, because files that they depend on have changed", "commit first")
    stamp = document["measured_at"].replace("-", "").replace(":", "")
    path = FOLDER / f"{stamp}-{document['commit'][:7]}-instructions.json"
    FOLDER.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    print(f"\nwritten to {path.relative_to(ROOT)}")


def run(stack, keep):
    document = measure(stack)
    print("\n" + "\n".join(table(document)))
    for sentence in document["missing"]:
        print(f"\n{sentence}")
    kept = figures.newest(FOLDER, document["environment"]["compiler"])
    if keep:
        write(document)
        return 0
    if kept is None:
        print("\nThere are no kept figures to compare with; `make instructions WRITE=1` writes them.")
        return 0
    complaints, notes = figures.compare(kept, document)
    print(f"\nCompared with {kept['commit']}, {kept['measured_at']}:")
    for sentence in [*notes, *complaints]:
        print(f"  {sentence}")
    if not complaints:
        print(f"  nothing that could be compared grew by more than {100 * figures.LIMIT:.0f} %" if notes else f"  nothing grew by more than {100 * figures.LIMIT:.0f} %")
    return 1 if complaints else 0
