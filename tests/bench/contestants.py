"""What `make bench` compares: our pages with evidence and without, the floor, the peers, and files that nginx sends. All use the same
MariaDB and memcached, each has nginx in front, and only one is under load at a time."""

import dataclasses
import importlib.util
import os
import pathlib
import socket

import app
import floor
import mariadb
import memcached
import nginx
import part
import processes
from console import Failure
from layout import Stack

HERE = pathlib.Path(__file__).resolve().parent
PEERS = ("php", "django", "express")
CONNECTIONS = 16
OURS = {
    "slow": "/cases/n-plus-one/slow?n=100",
    "fast": "/cases/n-plus-one/fast?n=100",
    "serializer": "/cases/serializer/fast?n=100",
    "fragments": "/cases/fragment-cache/fast",
    "pagination": "/cases/pagination/keyset?page=2&after={after}",
    "trivial": "/test/trivial",
}
OURS_ONLY = {"product": "/cases/conditional-request/fast", "304": "/cases/conditional-request/fast", "cached": "/cached/response-cache/nginx"}
FLOOR_PAGES = ("fast", "serializer", "304", "trivial")
OF_A_PEER = {
    "slow": "/n-plus-one/slow?n=100",
    "fast": "/n-plus-one/fast?n=100",
    "serializer": "/serializer?n=100",
    "fragments": "/fragment-cache",
    "pagination": "/pagination?page=2&after={after}",
    "trivial": "/trivial",
}
TITLES = {
    "slow": "n-plus-one, slow", "fast": "n-plus-one, fast", "serializer": "serializer", "fragments": "fragment-cache",
    "pagination": "pagination by keyset", "trivial": "a page without work", "product": "conditional-request, changed",
    "304": "conditional-request, unchanged", "cached": "from nginx's cache, or a file"}


@dataclasses.dataclass(frozen=True)
class Bench:
    """What the peers need to know."""
    stack: Stack
    layout: pathlib.Path

    @property
    def database(self):
        return self.stack.socket("mariadb")

    @property
    def cache(self):
        return self.stack.socket("memcached")


@dataclasses.dataclass
class Contestant:
    name: str
    title: str
    port: int
    pages: dict  # of targets
    parts: dict  # what uses CPU for it: "app" or "nginx" -> (stack, part)
    other_work: dict = dataclasses.field(default_factory=dict)  # pages whose queries may cost the database something else, and why

    def url(self, page):
        return f"http://127.0.0.1:{self.port}{self.pages[page]}"


def load_peer(name):
    specification = importlib.util.spec_from_file_location(f"peer_{name}", HERE / "peers" / name / "peer.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def free_ports(count):
    ports = set()
    while len(ports) < count:
        ports.add(nginx.free_port())
    return sorted(ports)


# ---- our own programs, each on a stack of its own that shares the servers

def own_stack(base, name, port):
    return Stack(base.var.parent / "bench" / name, port, base.build, base.datasets, durable=False)


def shared_settings(base):
    """What makes the app or the worker use the servers of `base`."""
    return {"CASELOAD_DATABASE_SOCKET": str(base.socket("mariadb")), "CASELOAD_CACHE_SERVERS": str(base.socket("memcached")),
            "CASELOAD_DATABASE_TCP_ADDRESS": ":".join(map(str, base.database_address)), "CASELOAD_DATABASE_TCP_PASSWORD": base.database_password}


def program(base, name, settings=None):
    """The app as the local stack starts it, but with the servers of `base`, or the floor."""
    if name == "floor":
        return part.Part(name="floor", command=lambda stack: floor.command(stack, CONNECTIONS, base),
                         ready=lambda stack: part.accepts_connections(stack.socket("app")))
    shared = {**shared_settings(base), **(settings or {})}
    return dataclasses.replace(app.APP, env=lambda stack: {**app.environment(stack), **shared})


def start_own(base, name, title, port, pages, settings=None):
    stack = own_stack(base, name, port)
    stack.make_folders()
    run = program(base, name, settings)
    part.bring_up(stack, nginx.PART)
    part.bring_up(stack, run)
    return Contestant(name, title, port, pages, {"app": (stack, run), "nginx": (stack, nginx.PART)})


# ---- the peers, behind one nginx

PEERS_NGINX = """{user}
pid {folder}/peers-nginx.own.pid;
worker_processes 2;
error_log {log}/peers-nginx.log warn;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    access_log {log}/peers-access.log combined buffer=64k flush=200ms;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{upstreams}{servers}}}
"""


def peers_nginx(bench, peers, ports):
    folder = bench.stack.plain / "peers"
    servers = "".join(f"    server {{\n        listen 127.0.0.1:{ports[name]} backlog=4096;{peer.location(bench)}\n    }}\n" for name, peer in peers.items())
    servers += f"    server {{\n        listen 127.0.0.1:{ports['static']} backlog=4096;\n        root \"{bench.layout.parent / 'static'}\";\n    }}\n"
    text = PEERS_NGINX.format(user="user root;" if os.getuid() == 0 else "", folder=folder, log=bench.stack.plain / "log", servers=servers,
                              upstreams="".join(peer.upstream(bench) for peer in peers.values() if hasattr(peer, "upstream")))

    def prepare(stack):
        for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "nginx.conf").write_text(text)

    command = ["nginx", "-p", f"{folder}/", "-e", bench.stack.log / "peers-nginx.log", "-c", folder / "nginx.conf", "-g", "daemon off;"]
    return part.Part(name="peers-nginx", command=lambda stack: command, prepare=prepare, ready=lambda stack: listens(ports["static"]))


def listens(port):
    with socket.socket() as probe:
        return "" if probe.connect_ex(("127.0.0.1", port)) == 0 else f"nothing listens on port {port}"


def write_layouts(bench, peers, page, title):
    """The layout of the site as a template of each peer, cut from our own page: the same bytes around the content."""
    marker = '<div class="shop">\n'
    begin, end = page.find(marker) + len(marker), page.rfind("\n  </div>\n</div>\n</main>")
    if not len(marker) <= begin < end:
        raise Failure("our page has no content between its marks", "adapt write_layouts to templates/page.mustache")
    bench.layout.mkdir(parents=True, exist_ok=True)
    for peer in peers.values():
        name, for_title, for_content = peer.LAYOUT
        (bench.layout / name).write_text(page[:begin].replace(title, for_title) + for_content + page[end:].replace(title, for_title))


SERVERS = {"database": mariadb.PART, "cache": memcached.PART}


def cpu_groups(base, contestant):
    """{group: pids} of everything that works for a request."""
    groups = {group: processes.members(processes.recorded(part.pid_file(base, server))) for group, server in SERVERS.items()}
    for group, (stack, run) in contestant.parts.items():
        groups[group] = processes.members(processes.recorded(part.pid_file(stack, run)))
    return groups
