"""Express, EJS, mysql2 and memcached from npm, one process for each core, behind nginx."""

import dataclasses
import functools
import pathlib
import subprocess

import memcached
import nginx
from console import Failure
from part import Part, accepts_connections

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Express (EJS, mysql2)"
PACKAGES = ("nodejs", "npm")
LAYOUT = ("layout.ejs", "<%= title %>", "<%- content %>")
LOCK = HERE / "package-lock.json"
INSTALLED = HERE / "node_modules" / ".package-lock.json"


def socket(bench):
    return bench.stack.socket("express")


def install(bench):
    """npm copies the lock file into node_modules as the last step of an install."""
    socket(bench).unlink(missing_ok=True)  # Node doesn't replace the one of a process that was killed
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=HERE, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Failure(f"npm ci failed: {done.stderr.strip()[-300:]}", "is the network available?")


@functools.cache
def cache_port():
    return nginx.free_port()


def cache_part():
    """The client from npm can't use a Unix socket, so it has a memcached of its own."""
    def command(stack):
        words = memcached.command(stack)
        at = words.index("-s")
        return [*words[:at], "-l", "127.0.0.1", "-p", cache_port(), *words[at + 4:]]

    return dataclasses.replace(memcached.PART, name="express-cache", command=command, ready=lambda stack: "")


def part(bench):
    return Part(name="express", command=lambda stack: ["node", HERE / "server.js"], prepare=lambda stack: install(bench),
                env=lambda stack: environment(bench), ready=lambda stack: accepts_connections(socket(bench)))


def environment(bench):
    return {"NODE_ENV": "production", "BENCH_SOCKET": str(socket(bench)), "BENCH_LAYOUT": str(bench.layout), "BENCH_DATABASE": str(bench.database),
            "BENCH_CACHE": f"127.0.0.1:{cache_port()}"}


def location(bench):
    """With connections that stay open, which suits Node: one process serves many of them at once."""
    return """
        location / {
            proxy_pass http://express;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
        }"""


def upstream(bench):
    return f"    upstream express {{ server unix:{socket(bench)}; keepalive 32; }}\n"
