"""Where nginx listens for Caseload, and whether its site is enabled.

The site file itself belongs to the package. It includes /etc/caseload/listen.conf, which `caseload setup` writes and in which
the administrator may add what belongs to this host, such as TLS. The name is a host name, _ for every name, or an address below
another site, such as https://example.org/perf."""

import re
import shutil
import socket
import subprocess

from console import Failure

# Below another site. The path is what that site passes on.
ADDRESS = re.compile(r"(https?)://([^/]+)(/.+)")
FIRST_LINE = re.compile(r"# name=(\S+) port=(\d+)$", re.MULTILINE)
TEXT = """\
# Where nginx listens for Caseload. `caseload setup --name ... --port ...` writes this file if one of the two changes, and keeps
# the old one as listen.conf.old. What you add here stays: TLS (docs/deploying.md), allow and deny, real_ip_header.
# name={name} port={port}
{listen}
server_name {server_name};
"""
# Only the server of the other site connects here, and it sends the visitor's address.
BELOW = """\
set_real_ip_from 127.0.0.1;
real_ip_header X-Forwarded-For;
"""
BELOW_PORT = 8080
SNIPPET = """\
# Caseload below another site. Include this file in the server {{ }} of {host}. `caseload setup` writes it.
location = {path} {{ return 301 {path}/; }}
location {path}/ {{
    proxy_pass http://127.0.0.1:{port}/;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_http_version 1.1;
    proxy_read_timeout 70s;
    proxy_buffer_size 16k;
    proxy_buffers 8 16k;
}}
"""


def file(installation):
    return installation.etc / "listen.conf"


def enabled(installation):
    return installation.nginx / "sites-enabled" / "caseload"


def available(installation):
    return installation.nginx / "sites-available" / "caseload"


def snippet(installation):
    return installation.nginx / "snippets" / "caseload.conf"


def prefix_file(installation):
    return installation.etc / "prefix.map"


def public_limits(installation):
    return installation.etc / "public.conf"


def current(installation):
    """(name, port), or None before the first setup."""
    try:
        found = FIRST_LINE.search(file(installation).read_text())
    except FileNotFoundError:
        return None
    return (found.group(1), int(found.group(2))) if found else None


def has_ipv6():
    try:
        with open("/proc/net/if_inet6") as interfaces:
            return bool(interfaces.read(1))
    except OSError:
        return False


def listen_text(name, port, ipv6):
    if ADDRESS.fullmatch(name):
        return TEXT.format(name=name, port=port, listen=f"listen 127.0.0.1:{port} default_server;", server_name="_") + BELOW
    # Only one site may set the backlog of a port. The site for every name is the only one on it.
    every = " default_server" if name == "_" else ""
    backlog = " backlog=4096" if name == "_" else ""
    lines = [f"listen {port}{every}{backlog};"] + ([f"listen [::]:{port}{every}{backlog};"] if ipv6 else [])
    return TEXT.format(name=name, port=port, listen="\n".join(lines), server_name=name)


def write(installation, name=None, port=None):
    """Writes the file if it is missing or the name or the port are others than before. Returns (name, port)."""
    had = current(installation)
    if had is None and file(installation).exists():
        if name is None and port is None:
            return "_", 80  # it is all the administrator's own
        raise Failure(f"{file(installation)} has no line `# name=... port=...`, so it is not this command's", "change the file yourself, or remove it")
    name = name or (had[0] if had else socket.getfqdn())
    port = port or (had[1] if had else 80)
    if ADDRESS.fullmatch(name) and port == 80:
        port = BELOW_PORT  # the other site has port 80
    wanted = (name, port)
    write_below(installation, *wanted)
    if wanted != had:
        if had:
            shutil.copy2(file(installation), file(installation).with_suffix(".conf.old"))
        file(installation).write_text(listen_text(*wanted, has_ipv6()))
    return wanted


def write_below(installation, name, port):
    """The files for a site below another one, or none of them."""
    found = ADDRESS.fullmatch(name)
    if not found:
        for unneeded in (prefix_file(installation), installation.environment_file):
            unneeded.unlink(missing_ok=True)
        return
    _, host, path = found.groups()
    prefix_file(installation).write_text(f"root {path};\n")
    installation.environment_file.write_text(f"# `caseload setup` writes this file.\nCASELOAD_APP_BASE_URL={name}\n")
    snippet(installation).parent.mkdir(parents=True, exist_ok=True)
    snippet(installation).write_text(SNIPPET.format(host=host, path=path, port=port))


def apply_profile(installation):
    """Links the limits of the profile public. A file of the administrator's own is kept."""
    link = public_limits(installation)
    if installation.is_public:
        if not link.exists():
            link.unlink(missing_ok=True)
            link.symlink_to(installation.share / "nginx" / "public.conf")
    elif link.is_symlink():
        link.unlink()


def enable(installation):
    """Enables the site. If nginx then refuses its configuration, the site is disabled again."""
    link = enabled(installation)
    if not available(installation).exists():
        raise Failure(f"{available(installation)} is missing", "apt-get install --reinstall -o Dpkg::Options::=--force-confmiss caseload")
    new = not link.is_symlink() and not link.exists()
    if new:
        link.symlink_to(f"../sites-available/{link.name}")
    problem = refused()
    if problem and new:
        link.unlink()
    if problem:
        raise Failure(f"nginx refuses its configuration{', so the site is not enabled' if new else ''}: {problem}", advice(problem))


def refused():
    """What nginx says about its configuration, or "" if it accepts it."""
    result = subprocess.run(["nginx", "-t", "-q"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return "" if result.returncode == 0 else result.stderr.strip()


def advice(problem):
    if "duplicate default server" in problem:
        return "another site answers every name on this port: give Caseload a name (`caseload setup --name caseload.example.org`), another port, or disable that site"
    if "more_set_headers" in problem or "more_set_input_headers" in problem:
        return "apt-get install libnginx-mod-http-headers-more-filter"
    if "conflicting parameter" in problem or "duplicate listen options" in problem:
        return "another site sets options of the same port; change them in /etc/caseload/listen.conf, or use another port (`caseload setup --port 8080`)"
    return "correct what nginx names, then run `caseload setup`"


def address(name, port):
    if ADDRESS.fullmatch(name):
        return f"{name}/"
    host = socket.getfqdn() if name == "_" else name
    return f"http://{host}{'' if port == 80 else f':{port}'}/"
