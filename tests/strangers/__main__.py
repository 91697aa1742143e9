"""Runs the third-party services on private databases and checks every page: its status, its items and the truth of what
expected.json says of it. See README.md."""

import argparse
import contextlib
import importlib.util
import json
import pathlib
import signal
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "stack")]

import console  # noqa: E402
import nginx  # noqa: E402
from console import Failure  # noqa: E402
from databases import RUNNING  # noqa: E402
from query_log import LOGS  # noqa: E402
from truth import Visit, complaints, read  # noqa: E402
from visitor import Visitor, body_at, path_at, prepared  # noqa: E402

DATASETS = ("x1", "x4")


def services():
    return sorted(path.parent.name for path in HERE.glob("*/service.py"))


def load(name):
    specification = importlib.util.spec_from_file_location(f"strangers_{name}", HERE / name / "service.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@contextlib.contextmanager
def running_service(name, server, folder):
    """The service once per dataset: {dataset: (database, running)}."""
    module, running = load(name), {}
    with contextlib.ExitStack() as owned:
        for dataset in DATASETS:
            database = server.create(f"{name}_{dataset}")
            with console.Step(f"data {dataset}"):
                module.seed(folder, database, dataset)
                server.analyse(database.name)
            service = module.start(folder, nginx.free_port(), database)
            owned.callback(service.stop)
            running[dataset] = (database, service)
        yield running


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


def check_service(name, kind, folder, options):
    """Checks all pages of one service on one database. Returns the number of pages that are as expected, and of all."""
    expected = json.loads((HERE / name / "expected.json").read_text())
    print(f"{name} on {kind}", flush=True)
    with RUNNING[kind](folder / kind) as server:
        log = LOGS[kind](server)
        with running_service(name, server, folder / name) as running:
            visitors = {}
            for dataset, (_, service) in running.items():
                for login in (None, *expected.get("logins", {})):
                    visitor = visitors[dataset, login] = Visitor(service.url)
                    if login:
                        visitor.log_in(expected["logins"][login])
            print("  queries/rows sent/rows examined (PostgreSQL: pages) with x1 at two sizes, and with x4 at the first")
            pages = [page for page in expected["pages"] if options.page in page["path"] and kind in page.get("databases", [kind])]
            return sum(check_page(log, kind, running, visitors, page, options.verbose) for page in pages), len(pages)


def main():
    parser = argparse.ArgumentParser(prog="tests/strangers", description=__doc__)
    parser.add_argument("--only", default="", help=f"one service: {', '.join(services())}")
    parser.add_argument("--database", choices=sorted(RUNNING), help="only on this database")
    parser.add_argument("--page", default="", help="only pages whose path contains this text")
    parser.add_argument("--verbose", action="store_true", help="show the queries of every page")
    options = parser.parse_args()
    chosen = [options.only] if options.only else services()
    if not set(chosen) <= set(services()):
        raise Failure(f"there is no service {options.only}; the services are {', '.join(services())}")
    folder, right, total = ROOT / "var" / "strangers", 0, 0
    for name in chosen:
        kinds = json.loads((HERE / name / "expected.json").read_text())["databases"]
        for kind in kinds:
            if options.database in (None, kind):
                as_expected, pages = check_service(name, kind, folder, options)
                right, total = right + as_expected, total + pages
    print(f"{right} of {total} pages are as expected.json says")
    return 0 if total and right == total else 1


def interrupt(_number, _frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupt)  # servers and services are stopped all the same
    sys.exit(console.exit_status(main))
