"""The app, the worker and the partner services, each run by a keeper that restarts it if it dies and owns its socket."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess

from layout import ROOT
from console import Failure
from part import Part

PYTHON = "/usr/bin/python3"
KEEPER = ROOT / "stack" / "keeper.py"
CONFIGURATION = ROOT / "caseload.toml"


def environment(stack):
    """The settings that differ from caseload.toml. They are in the environment, so that the file suits every checkout."""
    settings = {
        "SERVER_LISTEN": "systemd",
        "DATABASE_SOCKET": stack.socket("mariadb"),
        "DATABASE_USER": "caseload",
        "DATABASE_TCP_ADDRESS": ":".join(map(str, stack.database_address)),
        "DATABASE_TCP_PASSWORD": stack.database_password,
        "CACHE_SERVERS": stack.socket("memcached"),
        "PARTNERS_ADDRESS": stack.socket("partners-http"),
        "APP_TEMPLATES_FOLDER": ROOT / "templates",
        "APP_SOURCE_FOLDER": ROOT,
        "APP_EXCERPTS_FILE": stack.build / "excerpts.json",
        "APP_PROBES": "false" if stack.public else "true",
        "APP_PROFILE": "public" if stack.public else "standard",
    }
    if not stack.for_class:
        # A local stack is a laboratory that only this host can reach, so it has the pages under /test/ that the detector uses,
        # and no limit on slow pages. For a class, links are relative, because other machines have another address for it.
        settings |= {"APP_BASE_URL": stack.address.rstrip("/"), "APP_TEST_MODE": "true", "APP_MAX_SLOW_RUNNING": 1000}
    if stack.patient:
        settings |= {"CACHE_TIMEOUT_MS": 10_000, "PARTNERS_DEADLINE_MS": 60_000}
    return {f"CASELOAD_{name}": str(value) for name, value in settings.items()}


def fingerprint_of(program=None):
    def fingerprint(stack):
        files = [stack.build / (program or stack.app), CONFIGURATION, *sorted((ROOT / "templates").rglob("*.mustache")), stack.build / "excerpts.json",
                 *sorted((ROOT / "fcgi-app" / "cases").glob("*/*.m*")), *sorted((ROOT / "fcgi-app" / "lab" / "gallery").glob("*/*.m*"))]
        return stats_of(files)

    return fingerprint


def stats_of(files):
    return repr([(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()])


def kept(stack, program, *options):
    return [PYTHON, KEEPER, *options, "--", stack.build / program, "--config", CONFIGURATION]


def command(stack):
    return kept(stack, stack.app, "--listen", stack.socket("app"))


def check(stack):
    """Runs before the running app is replaced. Otherwise a broken case, e.g. without its template, would leave no app at all."""
    command = [stack.build / stack.app, "--check", "--config", CONFIGURATION]
    result = subprocess.run(command, env={**os.environ, **environment(stack)}, capture_output=True, text=True, cwd=ROOT)
    if result.returncode != 0:
        raise Failure(f"the app can't start: {result.stderr.strip()}", "fix that; a running app keeps running as before")


def ready(stack):
    """Requests /readyz through nginx, like any client."""
    # http.client connects directly. urllib would use http_proxy from the environment, also for this host.
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=10)  # /readyz itself gives a silent database a few seconds
    try:
        with contextlib.closing(connection):
            connection.request("GET", "/readyz", headers={"Accept": "application/json"})
            response = connection.getresponse()
            text = response.read()
            if response.status != 200:
                return f"/readyz returns {response.status}: {text[:200].decode('utf-8', 'replace').strip()}"
            state = json.loads(text)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return f"/readyz: {error}"
    # The app can run without the cache, but the local stack is not complete without it.
    if state.get("status") == "ok":
        return ""
    return "; ".join(f"{name}: {state.get(name)}" for name in ("database", "writes", "cache", "replica") if state.get(name, "ok") != "ok")


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=2)
        self._path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def partners_ready(stack):
    """Requests /healthz through nginx, as the app does."""
    try:
        with contextlib.closing(UnixConnection(stack.socket("partners-http"))) as connection:
            connection.request("GET", "/healthz")
            status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"partners: {error}"
    return "" if status == 200 else f"partners: /healthz returns {status}"


def fix(log_text, stack):
    if "No such file" in log_text:
        return "run `make build` first"
    return "the log has the reason; the app is configured by caseload.toml and CASELOAD_* variables"


APP = Part(name="app", command=command, prepare=check, env=environment, ready=ready, fix=fix, reload_signal=signal.SIGHUP,
           fingerprint=fingerprint_of(), patience_s=15.0)

WORKER = Part(
    name="worker",
    command=lambda stack: kept(stack, "caseload-worker"),
    env=lambda stack: {name: value for name, value in environment(stack).items() if name != "CASELOAD_SERVER_LISTEN"},
    ready=lambda stack: "",
    fix=fix,
    reload_signal=signal.SIGHUP,
    fingerprint=fingerprint_of("caseload-worker"),
    patience_s=15.0,
)

PARTNERS = Part(name="partners", command=lambda stack: kept(stack, "caseload-partners", "--listen", stack.socket("partners")),
                env=environment, ready=partners_ready, fix=fix, reload_signal=signal.SIGHUP,
                fingerprint=lambda stack: stats_of([stack.build / "caseload-partners", CONFIGURATION]), patience_s=15.0)

PROGRAMS = (PARTNERS, APP, WORKER)  # in the order in which they start


def programs(stack):
    """The programs that have been built."""
    files = {PARTNERS: "caseload-partners", APP: stack.app, WORKER: "caseload-worker"}
    return [part for part in PROGRAMS if (stack.build / files[part]).exists()]
