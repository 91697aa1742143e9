"""Runs the third-party services on private databases. Judges every page with the detector and compares the verdicts with
expected.json or, with --labels, checks that what expected.json says is true. See README.md."""

import argparse
import datetime
import json
import pathlib
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "locust")]

import console  # noqa: E402
import judging  # noqa: E402
from at_once import probe_all  # noqa: E402
from console import Failure  # noqa: E402
from databases import RUNNING  # noqa: E402
from probing import read_dossiers, write_dossiers  # noqa: E402
from query_log import LOGS  # noqa: E402
from services import prepared_service, read_expected, services  # noqa: E402
from truth import Visit, complaints, read  # noqa: E402
from visitor import Visitor, body_at, path_at, prepared  # noqa: E402

FOLDER = ROOT / "var" / "strangers"
WITH_TRAFFIC = "django_shop"


def visit(log, database, visitor, page, size, dataset):
    visitor, path, body = prepared(visitor, page, size), path_at(page, size), body_at(page, size)
    visitor.get(path, body)  # opens connections and fills caches
    measure, (status, headers, text) = log.of(database, lambda: visitor.get(path, body))
    if status != 200:
        raise Failure(f"{path} with {dataset} has status {status}: {text[:300]}")
    items = text.count(page["item"].replace("{size}", str(size)))
    if page["knob"] == "body":  # the items are those that were sent; the response confirms their number
        items *= size
    return Visit(size, dataset, items, measure, len(text.encode()), "Content-Length" in headers)


def sizes_of(page):
    return page.get("sizes") or [None, None]


def check_page(log, kind, running, visitors, page, verbose):
    small, large = sizes_of(page)
    visits = [visit(log, running[dataset][0], visitors[dataset, page.get("login")], page, size, dataset)
              for size, dataset in ((small, "x1"), (large, "x1"), (small, "x4"))]
    wanted = page["items"]
    found = [each.items for each in (visits[0], visits[2] if page["knob"] == "dataset" else visits[1])]
    wrong = [f"has {found} items, not {wanted}"] if found != wanted else []
    wrong += complaints(page, kind, *visits)
    print(f"  {'ok' if not wrong else 'WRONG':<6}{page['path']:<34}{', '.join(page['labels']) or '-':<22}{page['knob'] or '-':<10}" +
          "  ".join(f"{each.measure.queries}/{each.measure.rows_sent}/{read(each)}" for each in visits), flush=True)
    if verbose or wrong:
        for shape, times in visits[1].measure.shapes.most_common():
            print(f"          {times:4} x ({visits[1].measure.read[shape]} read) {shape[:200]}")
    for sentence in wrong:
        print(f"        {sentence}")
    return not wrong


def pages_of(expected, kind, options):
    return [page for page in expected["pages"] if options.page in page["path"] and kind in page.get("databases", [kind])]


def check_service(name, kind, options):
    """Checks all pages of one service on one database. Returns the number of pages that are as expected, and of all."""
    expected = read_expected(name)
    print(f"{name} on {kind}", flush=True)
    with RUNNING[kind](FOLDER / kind) as server:
        log = LOGS[kind](server)
        prepared = prepared_service(name, server, FOLDER / name)
        with prepared.started() as services_by_dataset:
            running = {dataset: (database, services_by_dataset[dataset]) for dataset, database in prepared.databases.items()}
            visitors = {}
            for dataset, (_, service) in running.items():
                for login in (None, *expected.get("logins", {})):
                    visitor = visitors[dataset, login] = Visitor(service.url)
                    if login:
                        visitor.log_in(expected["logins"][login])
            print("  queries/rows sent/rows examined (PostgreSQL: pages) with x1 at two sizes, and with x4 at the first")
            pages = pages_of(expected, kind, options)
            return sum(check_page(log, kind, running, visitors, page, options.verbose) for page in pages), len(pages)


def check_labels(chosen, options):
    right, total = 0, 0
    for name, kind in chosen:
        as_expected, pages = check_service(name, kind, options)
        right, total = right + as_expected, total + pages
    print(f"{right} of {total} pages are as expected.json says")
    return 0 if total and right == total else 1


def file_of(name, kind, traffic=False):
    """Where the evidence of the last time is kept."""
    return FOLDER / "kept" / f"{name}-{kind}{'-traffic' if traffic else ''}.json"


def wants_traffic(name, options):
    return options.traffic and name == WITH_TRAFFIC


def kept_files(name, kind, options):
    return [file_of(name, kind), *([file_of(name, kind, traffic=True)] if wants_traffic(name, options) else [])]


def probe(name, kind, options, traffic=False):
    """The dossiers by source. They are kept, unless only some pages were probed."""
    expected = read_expected(name)
    print(f"{name} on {kind}{', with other traffic' if traffic else ''}", flush=True)
    dossiers = judging.probe(name, kind, FOLDER, expected, pages_of(expected, kind, options), traffic=traffic,
                             say=lambda page: print(f"  probing {page['path']}", flush=True))
    if not options.page:
        write_dossiers(file_of(name, kind, traffic), dossiers)
    return dossiers


def probe_services(chosen, options):
    for name, kind in chosen:
        probe(name, kind, options)
        if wants_traffic(name, options):
            probe(name, kind, options, traffic=True)
    return 0


def probe_apart(chosen, options):
    """Each service by its own command. Returns why some failed, by name."""
    for name, kind in chosen:
        for file in kept_files(name, kind, options):
            file.unlink(missing_ok=True)  # what fails now is not judged by what was seen before
    handed_on = [*(["--database", options.database] if options.database else []), *(["--traffic"] if options.traffic else [])]
    return probe_all(list(dict.fromkeys(name for name, _ in chosen)), handed_on)


def dossiers_of(name, kind, options, traffic=False):
    """Kept, or from the service."""
    file = file_of(name, kind, traffic)
    return read_dossiers(file) if options.kept and file.exists() else probe(name, kind, options, traffic)


def judge_services(chosen, options):
    """Prints the verdicts and the score, and writes the result file. 1 if a finding is false or a service could not be judged."""
    failed = {}
    if len({name for name, _ in chosen}) > 1 and not options.kept and not options.page:
        failed, options.kept = probe_apart(chosen, options), True
    results, traffic = judging.Results(), None
    for name, kind in chosen:
        if name in failed:
            continue
        expected, dossiers = read_expected(name), dossiers_of(name, kind, options)
        pages = pages_of(expected, kind, options)
        by_source = {source: judging.judge(expected, pages, kept) for source, kept in dossiers.items()}
        for source, scored in by_source.items():
            print(f"{name} on {kind}, by {source}")
            judging.show(scored, options.verbose)
        results.add(name, kind, by_source)
        if wants_traffic(name, options):
            for source, kept in dossiers_of(name, kind, options, traffic=True).items():
                changed = judging.changed_by(by_source[source], judging.judge(expected, pages, kept))
                traffic = [*(traffic or []), {"service": name, "database": kind, "source": source, "changed": changed}]
                print(f"other traffic changes the findings on {len(changed)} of {len(pages)} pages")
                for page in changed:
                    print(f"  {page['path']}: {page['without']} without, {page['with']} with")
    print("\n".join(results.lines()))
    for name, reason in failed.items():
        print(f"{name} was not judged: {reason}")
    if options.result and failed:
        print("no result file is written, because it would lack what was not judged")
    elif options.result:
        commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
        options.result.parent.mkdir(parents=True, exist_ok=True)
        options.result.write_text(json.dumps(results.to_json(commit, traffic), indent=1, ensure_ascii=False) + "\n")
        print(f"written to {options.result}")
    return 0 if results.is_clean and not failed else 1


def main():
    parser = argparse.ArgumentParser(prog="tests/strangers", description=__doc__)
    parser.add_argument("--only", default="", help=f"one service: {', '.join(services())}")
    parser.add_argument("--database", choices=sorted(RUNNING), help="only on this database")
    parser.add_argument("--page", default="", help="only pages whose path contains this text")
    parser.add_argument("--verbose", action="store_true", help="show the verdict on every page; with --labels, its queries")
    parser.add_argument("--labels", action="store_true", help="check expected.json instead")
    parser.add_argument("--traffic", action="store_true", help=f"also judge {WITH_TRAFFIC} while others use it")
    parser.add_argument("--probe", action="store_true", help="only probe, and keep the evidence for --kept")
    parser.add_argument("--kept", action="store_true", help="judge the evidence of the last time again, where there is any")
    parser.add_argument("--result", type=pathlib.Path, nargs="?", const=ROOT / "docs" / "strangers" / f"{datetime.date.today()}.json",
                        help="write the result file (default: docs/strangers/<date>.json)")
    options = parser.parse_args()
    chosen = [options.only] if options.only else services()
    if not set(chosen) <= set(services()):
        raise Failure(f"there is no service {options.only}; the services are {', '.join(services())}")
    chosen = [(name, kind) for name in chosen for kind in read_expected(name)["databases"] if options.database in (None, kind)]
    act = check_labels if options.labels else probe_services if options.probe else judge_services
    return act(chosen, options)


def interrupt(_number, _frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupt)  # servers and services are stopped all the same
    sys.exit(console.exit_status(main, "`make strangers` installs missing packages", "all services and databases that it started have been stopped"))
