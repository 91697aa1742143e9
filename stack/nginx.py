"""The private nginx in front of the app: the site file that is deployed, with its places replaced."""

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
from layout import ROOT
from part import Part, pid_file

TEMPLATE = ROOT / "stack" / "nginx.conf.in"
SITE = ROOT / "nginx" / "caseload.conf"
TEMPORARY = ("body", "fastcgi", "proxy", "scgi", "uwsgi", "cache")


def folder(stack):
    return stack.var / "nginx"


def site(stack):
    # A load test comes from one address, so the limit of connections a client leaves room for it here.
    places = {
        "server unix:/run/caseload/app.sock ": f"server unix:{stack.socket('app')} ",
        "fastcgi_cache_path /var/cache/nginx/caseload ": f"fastcgi_cache_path {folder(stack) / 'cache'} ",
        "listen 80 default_server ": f"listen 127.0.0.1:{stack.port} default_server ",
        "set $caseload /usr/share/caseload;": f"set $caseload {quoted(ROOT)};",
        "access_log /var/log/nginx/caseload.access.log ": f"access_log {stack.log / 'access.log'} ",
        "limit_conn caseload_clients 64;": "limit_conn caseload_clients 4096;",
    }
    text = SITE.read_text()
    for shipped, ours in places.items():
        if text.count(shipped) != 1:
            raise Failure(f"{SITE.name} must have the text '{shipped}' once; it has it {text.count(shipped)} times")
        text = text.replace(shipped, ours)
    return text


def quoted(path):
    return '"' + str(path).replace('"', '\\"') + '"'


def configuration(stack):
    values = {
        "NGINX": folder(stack),
        "LOG": stack.log,
        # As root, workers keep root's rights: the checkout may lie where nobody else can read.
        "USER_LINE": "user root;" if os.getuid() == 0 else "",
    }
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def command(stack):
    return ["nginx", "-p", f"{folder(stack)}/", "-e", stack.log / "nginx.log", "-c", folder(stack) / "nginx.conf",
            "-g", "daemon off;"]


def prepare(stack):
    if any(character.isspace() or character in "{};'\"$" for character in str(ROOT)):
        raise Failure(f"nginx can't work in a folder of this name: {ROOT}",
                      "move the checkout to a path without spaces, quotes, braces, ; and $")
    for name in TEMPORARY:
        (folder(stack) / name).mkdir(parents=True, exist_ok=True)
    (folder(stack) / "nginx.conf").write_text(configuration(stack))
    (folder(stack) / "site.conf").write_text(site(stack))
    check_port(stack)
    check = subprocess.run([str(word) for word in [*command(stack)[:-2], "-t", "-q"]], capture_output=True, text=True)
    if check.returncode != 0:
        raise Failure(f"nginx refuses its configuration:\n{check.stderr.strip()}", f"fix {SITE} or {TEMPLATE}")


def check_port(stack):
    """Before nginx tries, so that the message can say more than nginx's."""
    ours = processes.members(processes.recorded(pid_file(stack, PART)))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", stack.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                if any(listens(pid, stack.port) for pid in ours):
                    return
                raise Failure(f"port {stack.port} is taken by another program",
                              f"`make run PORT={free_port(stack.port)}` uses another one; "
                              f"`ss -ltnp 'sport = :{stack.port}'` shows who has it") from error
            if error.errno == errno.EACCES:
                raise Failure(f"this user may not listen on port {stack.port}",
                              f"`make run PORT={free_port(8080)}` uses one above 1023") from error
            raise


def listens(pid, port):
    """Whether the process holds a socket that listens on the port (proc(5), /proc/net/tcp)."""
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
    """A port that nobody listens on: one of the next hundred, or any. Not one of those that the kernel gives to clients
    (ip(7), ip_local_port_range): with thousands of those, one may have it by the time that nginx wants it."""
    for port in [*(range(after + 1, after + 100) if after else random.sample(range(20_000, 32_000), 100)), 0]:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except OSError:
                continue
    raise Failure("no free port found")


def ready(stack):
    """Whether nginx listens: another program may have taken the port since it was found free."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=5)
    try:
        with contextlib.closing(connection):
            connection.request("HEAD", "/")
            server = connection.getresponse().headers.get("Server", "")
    except (OSError, http.client.HTTPException) as error:
        return f"port {stack.port}: {error}"
    return "" if server.startswith("nginx") else f"port {stack.port}: another program listens there"


PART = Part(name="nginx", command=command, prepare=prepare, ready=ready, stop_signal=signal.SIGTERM,
            reload_signal=signal.SIGHUP, fingerprint=lambda stack: configuration(stack) + site(stack))
