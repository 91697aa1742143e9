"""Checks of the profile. With "public", each protection is tried on the running installation where that can be done."""

import os
import subprocess

import app_client
import check_database
import nginx_site
import seeding
from finding import NOTE, UNKNOWN, Finding, judge
from installation import USER, account, output_of, run_as

OTHER_ADDRESS = "127.0.0.2"  # of this host too, but not the address that may see the metrics
NO_LAB = "built without test mode"


def profile(installation):
    if not installation.is_public:
        yield Finding(NOTE, "the profile is standard", f"for a host that everybody can reach: profile = \"public\" below [app] in {installation.config_file}, then "
                                                       "`caseload setup` and `systemctl restart caseload caseload-worker`")
        return
    yield from running(installation)
    yield from without_lab(installation)
    yield from limits_of_nginx(installation)
    yield from requests(installation)
    yield from old_rows(installation)


def running(installation):
    try:
        found = app_client.get(installation, "/version").get("profile")
    except (OSError, ValueError) as error:
        yield Finding(UNKNOWN, f"which profile is running is not known: {error}", "sudo caseload check")
        return
    yield judge(found == "public", "the application runs with the profile public", f"the application still runs with the profile {found}",
                "sudo systemctl restart caseload caseload-worker")


def without_lab(installation):
    """A program without test mode refuses to be started with it."""
    user = account(USER)
    if user is None or os.geteuid() not in (0, user.pw_uid):
        yield Finding(UNKNOWN, "only root can see whether the program contains test mode", "sudo caseload check")
        return
    environment = {**os.environ, **installation.environment, "CASELOAD_APP_PROFILE": "standard", "CASELOAD_APP_TEST_MODE": "true"}
    result = subprocess.run([str(installation.program("caseload-app")), "--check", "--config", str(installation.config_file)], cwd=installation.share,
                            capture_output=True, text=True, env=environment, **run_as(user))
    if result.returncode != 0 and NO_LAB not in result.stderr:
        yield Finding(UNKNOWN, f"whether the program contains test mode is not known: {result.stderr.strip()}")
        return
    yield judge(result.returncode != 0, "the program does not contain test mode", "the program contains test mode", "install the package, or `make install LAB=0`")


def limits_of_nginx(installation):
    link = nginx_site.public_limits(installation)
    yield judge(link.exists(), f"nginx limits the rate of requests ({link})", f"{link} is missing, so nginx does not limit the rate of requests", "sudo caseload setup")


def requests(installation):
    """As a visitor sends them."""
    where = nginx_site.current(installation)
    if where is None:
        yield Finding(UNKNOWN, "what visitors may do was not tried, because the site is not set up", "sudo caseload setup")
        return
    _, headers, _ = app_client.through_nginx(*where, "/", {"Probe": "1"})
    stored, _, _ = app_client.through_nginx(*where, f"/evidence/{headers.get('X-Request-Id', 'none')}")
    yield judge(stored == 404, "no trace of a request is kept", f"the address of a trace responds {stored}", f"app.probes = false in {installation.config_file}")
    hidden, _, _ = app_client.through_nginx(*where, "/metrics", source=OTHER_ADDRESS)
    yield judge(hidden == 403, "only this host sees the metrics", f"/metrics responds {hidden} to {OTHER_ADDRESS}", "allow and deny in the site file; set_real_ip_from behind a proxy")


def old_rows(installation):
    if not os.access(installation.password_file, os.R_OK):
        yield Finding(UNKNOWN, "only root can see how old the rows of visitors are", "sudo caseload check")
        return
    old = []
    queries = [line for line in output_of(installation.program("caseload-worker"), "--old-rows").splitlines() if line]
    for dataset in installation.datasets:
        for query in queries:
            (count,), = check_database.rows(installation, f"USE {seeding.database(dataset)}; {query}")
            if count != "0":
                table = query.split(" FROM ")[1].split()[0]
                old.append(f"{count} in {seeding.database(dataset)}.{table}")
    yield judge(bool(queries) and not old, "no row of a visitor is older than an hour", f"rows of visitors are older than an hour: {', '.join(old) or 'not known'}",
                "sudo systemctl restart caseload-worker; journalctl -u caseload-worker")
