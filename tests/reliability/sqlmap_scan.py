"""sqlmap on each distinct parser of a parameter, and on a query that is vulnerable at each place that a parser reads."""

import re
import subprocess
from dataclasses import dataclass, field

from scan_pages import FORM, Request
from scan_points import ANY, MARK, Point

WHOLE = ["--level", "3", "--risk", "2"]
QUICK = ["--level", "1", "--risk", "1"]
# The database is known, so only its payloads are sent. --skip-waf: there is none, and the request that looks for one is refused.
# 401: a cookie that is not valid.
ALWAYS = ["--batch", "--dbms", "MySQL", "--flush-session", "--disable-coloring", "--ignore-proxy", "--skip-waf", "--ignore-code", "401",
          "--timeout", "60", "--retries", "1"]
LIMIT_S = 1200  # for one parser: an exercise measures pages for each request
FEWEST_REQUESTS = 10  # a scan with fewer has not begun
FOUND = re.compile(r"^---\n(Parameter: .*?)^---", re.MULTILINE | re.DOTALL)
NOT_FOUND = "all tested parameters do not appear to be injectable"
# Its first look at a parameter, besides SQL.
HINT = re.compile(r"heuristic \((?:XSS|FI)\) test shows that .*")


@dataclass
class Scanned:
    """What one run of a scanner has shown. `findings`: each with its request. `why_not`: why nothing was measured."""
    name: str
    findings: list = field(default_factory=list)
    requests: int = 0
    why_not: str = ""
    is_cut: bool = False  # a quick run has no time for everything


def controls():
    """A vulnerable query for each place, with a text or a number."""
    sku = "NB-0025-03" + MARK
    return [Point("query", "control", Request(f"/query?sku={sku}")),
            Point("form", "control", Request("/form", "POST", (("Content-Type", FORM),), f"id=1{MARK}")),
            Point("path", "control", Request(f"/path/1{MARK}")),
            *(Point("header", "control", Request(f"/header?name={name}", headers=((name, sku),))) for name in ("If-None-Match", "User-Agent", "Host")),
            Point("cookie", "control", Request("/cookie", headers=(("Cookie", f"sku={sku}"),))),
            Point("JSON", "control", Request("/json", "POST", (("Content-Type", "application/json"),), f'{{"sku": "{sku}"}}'))]


def is_host(point):
    return any(name == "Host" for name, _ in point.request.headers)


def command(point, address, folder, agent, quick):
    request = point.request
    headers = dict(request.headers)
    # --host and --cookie have their own options, and a header of that name would be ignored.
    words = ["sqlmap", "-u", address + request.target, "--method", request.method, *(QUICK if quick else WHOLE), *ALWAYS, "--output-dir", str(folder)]
    headers.setdefault("User-Agent", agent)
    for name, value in headers.items():
        if name == "User-Agent":
            words += ["--user-agent", agent + MARK if value == ANY + MARK else value]
        elif name == "Cookie":
            words += ["--cookie", value]
        elif name == "Host":
            words += ["-H", f"Host: {value.replace(MARK, '')}", "-p", "host"]
        else:
            words += ["-H", f"{name}: {value}"]
    return words + (["--data", request.body] if request.body is not None else [])


def read(name, output, status):
    """What the output of sqlmap says."""
    findings = [" ".join(each.split()) for each in FOUND.findall(output)] + HINT.findall(output)
    if findings or NOT_FOUND in output:
        return Scanned(name, findings)
    last = [line for line in output.splitlines() if re.search(r"\[(CRITICAL|ERROR)\]|Error:", line)]
    return Scanned(name, why_not=f"sqlmap ended with status {status}: {last[-1][:200] if last else 'it said nothing'}")


def judged(scanned, statuses):
    """With the statuses of its requests: {status: how many}. Too few requests, and limits, are no measurement."""
    scanned.requests = sum(statuses.values())
    refused = sum(count for status, count in statuses.items() if status in (429, 503))
    if scanned.findings or scanned.why_not:
        return scanned
    if scanned.requests < FEWEST_REQUESTS:
        scanned.why_not = f"only {scanned.requests} requests arrived"
    elif refused:
        scanned.why_not = f"{refused} of {scanned.requests} requests were refused by a limit"
    elif not any(status < 400 for status in statuses):
        scanned.why_not = f"all {scanned.requests} requests were refused"
    return scanned


def scan(point, address, folder, agent, quick, environment):
    folder.mkdir(parents=True)
    name = str(point)
    try:
        done = subprocess.run(command(point, address, folder, agent, quick), capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL,
                              env=environment, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return Scanned(name, why_not=f"it took longer than {LIMIT_S} s")
    (folder / "output").write_text(done.stdout + done.stderr)
    return read(name, done.stdout + done.stderr, done.returncode)
