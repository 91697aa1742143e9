"""The app and the worker, each run by a keeper that restarts it if it dies and owns the app's socket."""

import contextlib
import http.client
import json
import os
import signal
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
        "CACHE_SERVERS": stack.socket("memcached"),
        "APP_TEMPLATES_FOLDER": ROOT / "templates",
        "APP_SOURCE_FOLDER": ROOT,
        "APP_EXCERPTS_FILE": stack.build / "excerpts.json",
        "APP_PROBES": "true",
    }
    if not stack.for_class:
        # A local stack is a laboratory that only this host can reach, so it has the pages under /test/ that the detector uses,
        # and no limit on slow pages. For a class, links are relative, because other machines have another address for it.
        settings |= {"APP_BASE_URL": stack.address.rstrip("/"), "APP_TEST_MODE": "true", "APP_MAX_SLOW_RUNNING": 1000}
    if stack.patient:
        settings["CACHE_TIMEOUT_MS"] = 10_000
    return {f"CASELOAD_{name}": str(value) for name, value in settings.items()}


def fingerprint_of(program=None):
    def fingerprint(stack):
        files = [stack.build / (program or stack.app), CONFIGURATION, *sorted((ROOT / "templates").rglob("*.mustache")), stack.build / "excerpts.json",
                 *sorted((ROOT / "fcgi-app" / "cases").glob("*/*.m*")), *sorted((ROOT / "fcgi-app" / "lab" / "gallery").glob("*/*.m*"))]
        stats = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()]
        return repr(stats)

    return fingerprint


def command(stack):
    return [PYTHON, KEEPER, "--listen", stack.socket("app"), "--", stack.build / stack.app, "--config", CONFIGURATION]


def check(stack):
    """Runs before the running app is replaced. Otherwise a broken case, e.g. without its template, would leave no app at all."""
    command = [stack.build / stack.app, "--check", "--config", CONFIGURATION]
    result = subprocess.run(command, env={**os.environ, **environment(stack)}, capture_output=True, text=True, cwd=ROOT)
    if result.returncode != 0:
        raise Failure(f"the app can't start: {result.stderr.strip()}", "fix that; a running app keeps running as before")


def ready(stack):
    """Requests /readyz through nginx, like any client."""
    # http.client connects directly. urllib would use http_proxy from the environment, also for this host.
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=2)
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
    return "" if state.get("status") == "ok" else f"cache: {state.get('cache')}"


def fix(log_text, stack):
    if "No such file" in log_text:
        return "run `make build` first"
    return "the log has the reason; the app is configured by caseload.toml and CASELOAD_* variables"


APP = Part(name="app", command=command, prepare=check, env=environment, ready=ready, fix=fix, reload_signal=signal.SIGHUP,
           fingerprint=fingerprint_of(), patience_s=15.0)

WORKER = Part(
    name="worker",
    command=lambda stack: [PYTHON, KEEPER, "--", stack.build / "caseload-worker", "--config", CONFIGURATION],
    env=lambda stack: {name: value for name, value in environment(stack).items() if name != "CASELOAD_SERVER_LISTEN"},
    ready=lambda stack: "",
    fix=fix,
    reload_signal=signal.SIGHUP,
    fingerprint=fingerprint_of("caseload-worker"),
    patience_s=15.0,
)


PROGRAMS = (APP, WORKER)


def programs(stack):
    """The programs that have been built."""
    return [part for part, file in zip(PROGRAMS, (stack.app, "caseload-worker")) if (stack.build / file).exists()]
