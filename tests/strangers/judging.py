"""Judges the services with the detector, by each source that fits, and compares the verdicts with expected.json."""

import contextlib
import datetime
import itertools

import nginx
from background import Background
from caseload_detector import judge_all
from caseload_detector.sources import SourceOptions
from caseload_detector.sources.choose import opened
from console import Failure
from databases import PASSWORD, RUNNING
from probing import Looking
from running import left_running
from services import DATASETS, prepared_service, sends_spans
from scoring import counts, details, score_page, table

FORMAT = 1


def sources_of(name, server, databases):
    """Addresses of the sources that fit, and the options with which the service is started."""
    if server.kind == "postgresql":
        first, *more = databases
        addresses, options = [f"postgresql://postgres@127.0.0.1:{server.port}/{first}" + (f"?also={','.join(more)}" if more else "")], {}
    else:
        addresses, options = [f"mariadb://service@127.0.0.1:{server.port}/?read=slow_log"], {}
    if sends_spans(name):
        port = nginx.free_port()
        addresses.append(f"otlp://127.0.0.1:{port}")
        options["otlp"] = f"http://127.0.0.1:{port}"
    return addresses, options


def groups_of(pages):
    """Pages with the same login are judged together, as one run of the command; those that write come last."""
    def order(page):
        return (page.get("login") or "", page.get("method") == "POST")

    return [list(group) for _, group in itertools.groupby(sorted(pages, key=order), key=lambda page: page.get("login"))]


def probe(name, kind, folder, expected, pages, datasets=None, traffic=False, say=lambda page: None):
    """Dossiers by source, one list for each login. Everything that is started is stopped again. `say` is called with each page."""
    datasets = datasets or expected.get("datasets", DATASETS)
    with RUNNING[kind](folder / f"{name}-{kind}") as server:
        prepared = prepared_service(name, server, folder / name, datasets)
        addresses, options = sources_of(name, server, [database.name for database in prepared.databases.values()])
        # The sources come first, because the slow log sees only connections that are opened later.
        with opened(addresses, SourceOptions(password=PASSWORD)) as sources, prepared.started(options) as running, contextlib.ExitStack() as owned:
            looking = owned.enter_context(Looking(running, expected, sources))
            if traffic:
                owned.enter_context(Background(background_urls(running[datasets[0]].url, pages)))
            looking.self_test(pages)
            found = {source.name: [] for source in sources}
            for group in groups_of(pages):
                for source, dossiers in looking.look(group, say).items():
                    found[source].append(dossiers)
    if left := left_running(str(folder / name)):  # also that of its database
        raise Failure(f"{name} was stopped, but this still runs: {left[0]}", "end this process; stop() in running.py does not reach it")
    return found


def background_urls(base, pages):
    """Pages that everybody may see, at their first size."""
    urls = []
    for page in pages:
        if page.get("login") or page.get("method") or "{" in page["path"] or page["knob"] == "session":
            continue
        size = f"{'&' if '?' in page['path'] else '?'}{page['knob']}={page['sizes'][0]}" if page.get("sizes") else ""
        urls.append(base + page["path"] + size)
    return urls


def judge(expected, pages, dossiers):
    """Scored pages of one source."""
    not_assessed = expected.get("not_assessed", {}).get("labels", ())
    scored = []
    for group, kept in zip(groups_of(pages), dossiers, strict=True):
        verdicts, site = judge_all(kept)
        scored += [score_page(page, verdict, not_assessed) for page, verdict in zip(group, verdicts, strict=True)]
        if site and site.findings:
            scored.append(score_page({"path": "every page" + (f" as {group[0]['login']}" if group[0].get("login") else ""), "labels": []}, site, not_assessed))
    return scored


class Results:
    """What was judged so far; `to_json` is the result file, README.md describes it."""

    def __init__(self):
        self._rows = []  # service, database, source, pages

    def add(self, service, database, by_source):
        self._rows += [(service, database, source, pages) for source, pages in by_source.items()]

    def lines(self):
        return table([(service, database, source, counts(pages)) for service, database, source, pages in self._rows])

    @property
    def is_clean(self):
        return bool(self._rows) and not any(counts(pages)["false"] for _, _, _, pages in self._rows)

    def to_json(self, commit, traffic=None):
        results = [{"service": service, "database": database, "source": source, "counts": counts(pages), "pages": [page.to_json() for page in pages]}
                   for service, database, source, pages in self._rows]
        document = {"format": FORMAT, "date": datetime.date.today().isoformat(), "commit": commit, "results": results}
        return {**document, **({"traffic": traffic} if traffic is not None else {})}


def show(pages, verbose):
    for page in pages:
        wrong = page.false or any(how in ("missed", "half") for how in page.labels.values())
        if verbose or wrong:
            for line in details(page):
                print(f"  {line}")


def changed_by(quiet, busy):
    """Pages whose findings differ with other traffic: (path, without, with)."""
    found = []
    for one, other in zip(quiet, busy, strict=True):
        before, after = ([finding["labels"] for finding in page.findings] for page in (one, other))
        if before != after:
            found.append({"path": one.path, "without": before, "with": after, "not_judged": other.not_judged})
    return found
