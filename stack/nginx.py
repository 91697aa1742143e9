"""The private nginx in front of the app. It uses the deployed site file with the places replaced."""

import contextlib
import errno
import http.client
import os
import pathlib
import random
import signal
import socket
import subprocess

import processes
from console import Failure
from layout import ROOT, is_plain
from part import Part, pid_file

TEMPLATE = ROOT / "stack" / "nginx.conf.in"
SITE = ROOT / "nginx" / "caseload.conf"
TEMPORARY = ("body", "fastcgi", "proxy", "scgi", "uwsgi", "cache")


def folder(stack):
    return stack.plain / "nginx"


def checkout(stack):
    """The checkout as the site file can name it: itself or a link to it."""
    return ROOT if is_plain(ROOT) else folder(stack) / "checkout"


def site(stack):
    places = {
        "server unix:/run/caseload/app.sock max_fails=0;": stack.app_servers,
        "server unix:/run/caseload/partners.sock ": f"server unix:{stack.socket('partners')} ",
        "listen 127.0.0.1:8081 ": f"listen unix:{stack.socket('partners-http')} ",
        "fastcgi_cache_path /var/cache/nginx/caseload ": f"fastcgi_cache_path {folder(stack) / 'cache'} ",
        "fastcgi_temp_path /run/caseload-nginx;": f"fastcgi_temp_path {stack.memory};",
        "listen 80 default_server ": f"listen {stack.listen}:{stack.port} default_server ",
        "set $caseload /usr/share/caseload;": f"set $caseload {checkout(stack)};",
        "access_log /var/log/nginx/caseload.access.log ": f"access_log {stack.plain / 'log' / 'access.log'} ",
    }
    places[" include /etc/caseload/prefix*.map;"] = ""
    places["include /etc/caseload/public*.conf;"] = f"include {checkout(stack)}/nginx/public.conf;" if stack.public else ""
    if not stack.for_class:
        # A load test comes from one address, so the limit of connections per client is higher here.
        places["limit_conn caseload_clients 64;"] = "limit_conn caseload_clients 4096;"
    text = SITE.read_text()
    for shipped, ours in places.items():
        if text.count(shipped) != 1:
            raise Failure(f"{SITE.name} must contain the text '{shipped}' once, but contains it {text.count(shipped)} times")
        text = text.replace(shipped, ours)
    return text


def configuration(stack):
    values = {
        "NGINX": folder(stack),
        "LOG": stack.plain / "log",
        # If nginx runs as root, so do its workers, because other users may not be able to read the checkout.
        "USER_LINE": "user root;" if os.getuid() == 0 else "",
    }
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def command(stack):
    return ["nginx", "-p", f"{folder(stack)}/", "-e", stack.plain / "log" / "nginx.log", "-c", folder(stack) / "nginx.conf",
            "-g", "daemon off;"]


def prepare(stack):
    for name in TEMPORARY:
        (folder(stack) / name).mkdir(parents=True, exist_ok=True)
    if checkout(stack) != ROOT and not checkout(stack).is_symlink():
        checkout(stack).symlink_to(ROOT)
    (folder(stack) / "nginx.conf").write_text(configuration(stack))
    (folder(stack) / "site.conf").write_text(site(stack))
    check_port(stack)
    if not processes.members(processes.recorded(pid_file(stack, PART))):
        stack.socket("partners-http").unlink(missing_ok=True)  # left behind by an nginx that was killed, which could not bind it again
    check = subprocess.run([str(word) for word in [*command(stack)[:-2], "-t", "-q"]], capture_output=True, text=True)
    if check.returncode != 0:
        raise Failure(f"nginx rejects its configuration:\n{check.stderr.strip()}", f"fix {SITE} or {TEMPLATE}")


def check_port(stack):
    """Checks the port before nginx does, for a more helpful message."""
    ours = processes.members(processes.recorded(pid_file(stack, PART)))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((stack.listen, stack.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                if any(listens(pid, stack.port) for pid in ours):
                    return
                raise Failure(f"port {stack.port} is used by another program",
                              f"`make run PORT={free_port(stack.port)}` uses another one; "
                              f"`ss -ltnp 'sport = :{stack.port}'` shows which program it is") from error
            if error.errno == errno.EACCES:
                raise Failure(f"this user may not listen on port {stack.port}",
                              f"use a port above 1023: `make run PORT={free_port(8080)}`") from error
            raise


def listens(pid, port):
    """True if the process has a socket that listens on the port (proc(5), /proc/net/tcp)."""
    try:
        held = {os.readlink(entry.path) for entry in os.scandir(f"/proc/{pid}/fd")}
        table = pathlib.Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    except OSError:
        return False
    for line in table:
        local, state, inode = line.split()[1], line.split()[3], line.split()[9]
        if state == "0A" and int(local.split(":")[1], 16) == port and f"socket:[{inode}]" in held:
            return True
    return False


def free_port(after=None):
    """A free port: one of the next hundred, or any. Avoids the kernel's range of client ports (ip(7), ip_local_port_range),
    because with thousands of clients one might use the port before nginx does."""
    for port in [*(range(after + 1, after + 100) if after else random.sample(range(20_000, 32_000), 100)), 0]:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except OSError:
                continue
    raise Failure("no free port was found")


def ready(stack):
    """Checks that it is nginx that listens, because another program may have taken the port in the meantime."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=5)
    try:
        with contextlib.closing(connection):
            connection.request("HEAD", "/")
            server = connection.getresponse().headers.get("Server", "")
    except (OSError, http.client.HTTPException) as error:
        return f"port {stack.port}: {error}"
    return "" if server.startswith("nginx") else f"port {stack.port}: another program listens there"


# A running nginx can't change from one address to all of them by a reload, because the old socket is still open. The
# environment is part of what makes a restart necessary.
PART = Part(name="nginx", command=command, prepare=prepare, ready=ready, stop_signal=signal.SIGTERM,
            env=lambda stack: {"CASELOAD_LISTEN": stack.listen},
            reload_signal=signal.SIGHUP, fingerprint=lambda stack: configuration(stack) + site(stack))
