"""Checks of nginx, its site, and the application behind it."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys

import app_client
import nginx_site
from finding import NOTE, UNKNOWN, WRONG, Finding, judge
from installation import account, output_of, run_as

CACHE = "/var/cache/nginx/caseload"
CONNECT = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"


def nginx(installation):
    if shutil.which("nginx") is None:
        yield Finding(WRONG, "nginx is not installed, or not in the PATH", "apt-get install nginx libnginx-mod-http-headers-more-filter")
        return
    yield judge(re.search(r"^\s*pcre_jit\s+on;", main_file(installation), re.MULTILINE), "pcre_jit is on", "pcre_jit is off, and the site has many regular expressions",
                "pcre_jit on; at the top of /etc/nginx/nginx.conf, outside all blocks", NOTE)
    if os.geteuid() != 0:
        yield Finding(UNKNOWN, "only root can check nginx's configuration", "sudo caseload check")
        return
    problem = nginx_site.refused()
    yield judge(not problem, "nginx accepts its configuration", f"nginx refuses its configuration: {problem}", nginx_site.advice(problem))


def site(installation):
    where = nginx_site.current(installation)
    if where is None:
        exists = nginx_site.file(installation).exists()
        yield Finding(UNKNOWN if exists else WRONG, f"{nginx_site.file(installation)} {'does not say name and port, so the site was not requested' if exists else 'is missing'}", "sudo caseload setup")
        return
    link = nginx_site.enabled(installation)
    yield judge(link.exists(), f"{link} is enabled", f"{link} does not exist, so the site is not enabled", "sudo caseload setup")
    name, port = where
    try:
        status, headers, body = app_client.through_nginx(*where)
    except OSError as error:
        refused = error.errno == errno.ECONNREFUSED
        yield Finding(WRONG, f"port {port}: {error.strerror or error}", "sudo systemctl start nginx" if refused else f"ss -ltnp 'sport = :{port}' shows which program listens there")
        return
    yield judge("nginx" in headers.get("Server", ""), f"nginx listens on port {port}", f"a program other than nginx listens on port {port}", f"ss -ltnp 'sport = :{port}' shows which; `sudo caseload setup --port 8080` uses another port")
    yield from readiness(name, port, status, headers, body)


def readiness(name, port, status, headers, body):
    if "X-Request-Id" not in headers:
        yield Finding(WRONG, f"another site answers for {name} on port {port}", "`sudo caseload setup --name …` with a name that no other site has; `sudo systemctl reload nginx`")
        return
    if status == 502:
        yield Finding(WRONG, "nginx can't reach the application (502)", "sudo systemctl start caseload.socket caseload.service; journalctl -u caseload")
        return
    try:
        state = json.loads(body)
    except ValueError:
        state = {}
    parts = [f"{part}: {state[part]}" for part in ("database", "writes", "cache") if state.get(part, "ok") != "ok"]
    yield judge(status == 200 and state.get("status") == "ok", "a request through nginx reaches the application, the database and the cache",
                f"/readyz: {status} {state.get('status', '')} {'; '.join(parts)}".rstrip(), "journalctl -u caseload has the reason")


def application(installation):
    try:
        running = app_client.get(installation, "/version")
    except PermissionError:
        yield Finding(UNKNOWN, "only root and nginx may use its socket", "sudo caseload check")
        return
    except OSError as error:
        yield Finding(WRONG, f"{installation.app_socket}: {error.strerror or error}", "sudo systemctl enable --now caseload.socket caseload.service")
        return
    installed = re.search(r" (\S+) \((\S+?),", output_of(installation.program("caseload-app"), "--version"))
    same = installed is not None and (running.get("version"), running.get("commit")) == installed.groups()
    yield judge(same, f"version {running.get('version')} is running", f"version {running.get('version')} ({running.get('commit')}) is running, but another is installed", "sudo systemctl restart caseload caseload-worker")
    yield from rights_of_nginx(installation)


def rights_of_nginx(installation):
    user = account(nginx_user(installation))
    if os.geteuid() != 0 or user is None:
        yield Finding(UNKNOWN, "whether nginx may use the application's socket and its cache; only root can check it", "sudo caseload check")
        return
    reach = subprocess.run([sys.executable, "-c", CONNECT, str(installation.app_socket)], capture_output=True, text=True, **run_as(user))
    yield judge(reach.returncode == 0, f"{user.pw_name} may use its socket", f"{user.pw_name} may not use {installation.app_socket}", "caseload.socket must have SocketUser and SocketGroup of nginx; sudo systemctl restart caseload.socket caseload.service")
    if os.path.isdir(CACHE):
        yield judge(os.stat(CACHE).st_uid == user.pw_uid, f"{user.pw_name} may write {CACHE}", f"{CACHE} does not belong to {user.pw_name}", f"sudo chown {user.pw_name} {CACHE}")


def nginx_user(installation):
    found = re.search(r"^\s*user\s+([^\s;]+)", main_file(installation), re.MULTILINE)
    return found.group(1) if found else "www-data"


def main_file(installation):
    try:
        return (installation.nginx / "nginx.conf").read_text()
    except OSError:
        return ""
