"""wapiti on everything that the service serves: it collects the pages once, then each of its modules attacks them. The modules also
have to find what is wrong with a server that is vulnerable on purpose."""

import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import urllib.parse

from scan_pages import FORM, Request
from sqlmap_scan import Scanned

# Those that are left out: brute_login_form (there is no sign-in), buster (31,500 requests for each folder, and its report doesn't name
# what it found), nikto and wapp (Debian's package lacks their databases).
MODULES = ["backup", "blindsql", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "methods", "permanentxss",
           "redirect", "shellshock", "sql", "ssrf", "xss", "xxe"]
OF_THE_CRAWL = "cookieflags"
NEEDS = {"permanentxss": "xss,permanentxss"}
PROOF = {"permanentxss": "Permanent XSS"}  # what the finding of a vulnerable server must name; any will do otherwise
LIMIT_S = {True: 180, False: 1200}  # for one module, by quick
CRAWL = {True: ["--max-scan-time", "90"], False: []}
ATTACK = {True: ["--max-attack-time", "20"], False: []}
# It fetches databases and reports crashes. Everything but this host is behind a proxy that isn't there.
OFFLINE = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": "127.0.0.1"}
REACHED = "Max attack time was reached"
ALWAYS = ["--scope", "folder", "--level", "1", "--timeout", "10", "--no-bugreport", "--verbose", "1", "--format", "json", "--max-links-per-page", "1000"]
METHODS = re.compile(r"Interesting methods allowed on \S+: .*")


def command(address, folder, module, agent, endpoint, *options):
    return ["wapiti", "--url", f"{address}/", *ALWAYS, "--module", module, "--user-agent", agent, "--endpoint", f"{endpoint}/",
            "--store-session", str(folder), "--store-config", str(folder / "configuration"), "--output", str(folder / "report.json"), *options]


def run(words, folder, environment, limit_s):
    """(output, why it did not end)"""
    environment = {**environment, **OFFLINE, "PYTHONPATH": str(pathlib.Path(__file__).with_name("utf8"))}
    with open(folder / "output", "w+", errors="replace") as output:
        try:
            status = subprocess.run(words, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment, timeout=limit_s).returncode
            why_not = f"wapiti ended with status {status}" if status else ""
        except subprocess.TimeoutExpired:
            why_not = f"it took longer than {limit_s} s"
        output.seek(0)
        return output.read(), why_not


def database_of(folder):
    return sqlite3.connect(next(folder.glob("*.db")))


def crawl(address, folder, agent, quick, starts, environment):
    """Collects the pages. Cookies are judged meanwhile, because wapiti doesn't keep them. Returns (how many pages, why there are none)."""
    folder.mkdir(parents=True)
    (folder / "configuration").mkdir()
    more = [word for start in starts for word in ("--start", address + start)]
    _, why_not = run(command(address, folder, OF_THE_CRAWL, agent, address, "--flush-session", *CRAWL[quick], *more), folder, environment, LIMIT_S[quick])
    if why_not or not (folder / "report.json").exists():
        return 0, why_not or "it wrote no report"
    with database_of(folder) as database:
        # The report has what was found. The modules that follow begin without it, and without what a quick run did not get to.
        database.execute("DELETE FROM payloads")
        database.execute("DELETE FROM paths WHERE evil = 1 OR headers IS NULL")
        database.execute("DELETE FROM params WHERE path_id NOT IN (SELECT path_id FROM paths)")
        return database.execute("SELECT COUNT(*) FROM paths").fetchone()[0], ""


def route_of(path, routes):
    """The pattern of the application's route, or the folder of files."""
    path = urllib.parse.urlsplit(path).path
    return next((each.pattern for each in routes if each.matches(path) is not None), "/".join(path.split("/")[:2]))


def keep_one_of_each(folder, routes):
    """Of the addresses and forms with parameters, one for each route, method and set of parameters stays: the others are handled by the
    same code. Pages without parameters all stay."""
    seen, superfluous = set(), []
    with database_of(folder) as database:
        paths = database.execute("SELECT path_id, path, method FROM paths WHERE evil = 0 ORDER BY path_id").fetchall()
        names = {}
        for path_id, name in database.execute("SELECT path_id, name FROM params"):
            names.setdefault(path_id, set()).add(name)
        for path_id, path, method in paths:
            if path_id not in names:
                continue
            key = (route_of(path, routes), method, frozenset(names[path_id]))
            if key in seen:
                superfluous.append((path_id,))
            seen.add(key)
        for table in ("params", "paths"):
            database.executemany(f"DELETE FROM {table} WHERE path_id = ?", superfluous)
    return len(paths) - len(superfluous)


def request_of(entry):
    return " ".join(entry["curl_command"].split())


def findings_in(report, output=""):
    """What the report names, each with its request. Anomalies are pages that fail or take too long."""
    found = [f"{category}: {entry['info']}: {request_of(entry)}" for kind in ("vulnerabilities", "anomalies") for category, entries in report[kind].items()
             for entry in entries]
    return list(dict.fromkeys(found + METHODS.findall(output)))


def attack(module, address, pages, folder, agent, quick, endpoint, environment):
    """One module on pages that were collected."""
    if module == OF_THE_CRAWL:
        return Scanned(module, findings_in(json.loads((pages / "report.json").read_text())))
    shutil.copytree(pages, folder, ignore=shutil.ignore_patterns("output", "report.json"))
    words = command(address, folder, NEEDS.get(module, module), agent, endpoint, "--skip-crawl", *ATTACK[quick])
    output, why_not = run(words, folder, environment, LIMIT_S[quick])
    scanned = Scanned(module, why_not=why_not)
    report = folder / "report.json"
    if not report.exists():
        scanned.why_not = why_not or f"wapiti wrote no report: {output.strip()[-200:]}"
        return scanned
    scanned.findings = findings_in(json.loads(report.read_text()), output)
    if f"Launching module {module}" not in output:
        scanned.why_not = "wapiti did not run it"
    elif REACHED in output:
        scanned.is_cut = True
        scanned.why_not = "" if quick else "it did not reach all pages"
    elif "Traceback" in output or re.search(r"^\w+(Error|Exception) ", output, re.MULTILINE):
        scanned.why_not = "it failed: " + next(line for line in output.splitlines() if re.match(r"\w+(Error|Exception) ", line) or "Traceback" in line)
    return scanned


def forms_in(folder):
    """The requests of the forms that were collected, as another site would send them."""
    with database_of(folder) as database:
        for path_id, path in database.execute("SELECT path_id, path FROM paths WHERE method = 'POST' AND evil = 0").fetchall():
            fields = {kind: database.execute("SELECT name, value1 FROM params WHERE path_id = ? AND type = ? ORDER BY param_order", (path_id, kind)).fetchall()
                      for kind in ("GET", "POST")}
            query, body = (urllib.parse.urlencode([(name, value or "") for name, value in fields[kind]]) for kind in ("GET", "POST"))
            target = urllib.parse.urlsplit(path).path + (f"?{query}" if query else "")
            yield Request(target, "POST", (("Content-Type", FORM), ("Origin", "https://other.example")), body)


def accepted(service, pages, finding):
    """Why a finding is none; "" if it is one."""
    for text, reason in REASONS.items():
        if text in finding:
            return reason if isinstance(reason, str) else reason(service, pages)
    return ""


def same_origin(service, pages):
    """Instead of a token in each form, the application refuses forms of other sites. Tried with all of them."""
    forms = list(forms_in(pages))
    return "a form that another site sends is refused with 403" if forms and all(service.ask(each)[0] == 403 for each in forms) else ""


# What wapiti names although it is as it should be.
REASONS = {
    "X-XSS-Protection is not set": "browsers have removed what this header switched on, and it opened holes of its own; the content security policy has replaced it",
    "Strict-Transport-Security is not set": "the header must not be sent over http (RFC 6797 section 7.2); who serves https sets it there (docs/deploying.md)",
    "Secure flag is not set in the cookie": "a browser would not send such a cookie back over http; over https the application sets the flag (tests/unit/app_test.cpp)",
    "Lack of anti CSRF token": same_origin,
}
