"""`caseload status`, `version` and `catalogue`."""

import os
import subprocess

import app_client
import datasets
import nginx_site
import seeding
from console import Failure
from installation import UNITS, has_systemd, output_of

PROGRAMS = ("caseload-app", "caseload-worker", "caseload-partners", "caseload-site")
NOT_RUNNING = 3  # like systemctl


def run(installation, _options):
    lines = [*services(), application(installation), data(installation)]
    width = max(len(name) for name, _, _ in lines)
    for name, text, _ in lines:
        print(f"  {name:<{width}}  {text}")
    where = nginx_site.current(installation)
    if where:
        print(f"\n{nginx_site.address(*where)}")
    missing = [name for name, _, is_well in lines if is_well is False]
    if missing:
        print(f"Not well: {', '.join(missing)}. `caseload check` says why.")
    return NOT_RUNNING if missing else 0


def services():
    """(name, text, whether it is well; None: not known) of each unit."""
    if not has_systemd():
        yield "services", "not known, because there is no systemd here", None
        return
    for unit in UNITS:
        state = subprocess.run(["systemctl", "is-active", unit], capture_output=True, text=True).stdout.strip()
        yield unit, state or "unknown", state == "active"


def application(installation):
    try:
        state = app_client.get(installation, "/readyz")
        running = app_client.get(installation, "/version")
    except PermissionError:
        return "application", "not known; only root and nginx may use its socket", None
    except (OSError, ValueError) as error:
        return "application", f"no response: {error}", False
    parts = ", ".join(f"{name} {state[name]}" for name in ("database", "writes", "cache") if name in state)
    return "application", f"{running.get('version')}, {state.get('status')}: {parts}", state.get("status") == "ok"


def data(installation):
    if os.geteuid() != 0:
        return "data", "not known; run this as root", None
    try:
        datasets.connect(installation)
        seeded, there = seeding.seeded_from(installation), datasets.existing(installation)
    except Failure as failure:
        return "data", failure.what, False
    words = {None: "empty", seeding.sql_hash(): "seeded"}
    texts = [f"{name} {words.get(seeded.get(name), 'from another version') if name in there else 'missing'}" for name in installation.datasets]
    return "data", ", ".join(texts), all(name in there for name in installation.datasets)


def version(installation, _options):
    for name in PROGRAMS:
        print(output_of(installation.program(name), "--version").strip())
    return 0


def catalogue(installation, _options):
    os.chdir(installation.share)
    program = str(installation.program("caseload-app"))
    os.execv(program, [program, "--catalogue"])
