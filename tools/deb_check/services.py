"""Services in the tree, started by hand as their units say, because there is no systemd."""

import contextlib
import http.client
import json
import re
import subprocess
import time

from console import Failure

LIMIT_S = 120
NAME, PORT = "caseload.test", 80  # where Debian's default site listens too
# What systemd does for a unit with User=, WorkingDirectory=, Environment= and a socket: socket, chown, mode, environment.
STARTER = """
import os, pwd, socket, sys, json
job = json.loads(sys.argv[1])
user = pwd.getpwnam(job["user"])
env = {"PATH": "/usr/bin:/bin", **job["environment"]}
if job["socket"]:
    os.makedirs(os.path.dirname(job["socket"]), exist_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(job["socket"])
    owner = pwd.getpwnam(job["socket_user"])
    os.chown(job["socket"], owner.pw_uid, owner.pw_gid)
    os.chmod(job["socket"], int(job["socket_mode"], 8))
    listening.listen(128)
    os.dup2(listening.fileno(), 3)
    os.set_inheritable(3, True)
    env.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.chdir(job["folder"])
os.setgroups([])
os.setgid(user.pw_gid)
os.setuid(user.pw_uid)
os.execve(job["command"][0], job["command"], env)
"""


class Services:
    def __init__(self, folder):
        self.folder = folder
        self.running = {}

    def start(self, name, *command):
        log = open(self.folder / "packages" / f"{name}.log", "ab")
        self.running[name] = subprocess.Popen(["chroot", str(self.folder), *command], stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def stop(self, name):
        process = self.running.pop(name, None)
        if process:
            process.terminate()
            process.wait(LIMIT_S)

    def is_running(self, name):
        return name in self.running and self.running[name].poll() is None

    def start_database(self):
        subprocess.run(["chroot", str(self.folder), "install", "-d", "-o", "mysql", "-g", "mysql", "/run/mysqld"], check=True)
        self.start("mariadb", "mariadbd", "--user=mysql", "--skip-networking")
        self.wait("mariadb", lambda: (self.folder / "run/mysqld/mysqld.sock").exists())

    def start_others(self):
        self.start("memcached", "memcached", "-u", "memcache", "-l", "127.0.0.1")
        self.start("nginx", "nginx", "-g", "daemon off;")

    def start_unit(self, name, socket=None):
        """Starts a unit of the package as its file says."""
        unit, settings = self.unit(f"{name}.service"), self.unit(socket) if socket else {}
        path = settings.get("ListenStream", [""])[0]
        if path:
            (self.folder / path.lstrip("/")).unlink(missing_ok=True)
        environment = dict(each.split("=", 1) for each in [*unit.get("Environment", []), *self.environment_file(unit)])
        job = {"user": unit["User"][0], "folder": unit["WorkingDirectory"][0], "command": unit["ExecStart"][0].split(),
               "environment": environment, "socket": path,
               "socket_user": settings.get("SocketUser", [""])[0], "socket_mode": settings.get("SocketMode", ["0600"])[0]}
        self.start(name, "python3", "-c", STARTER, json.dumps(job))

    def environment_file(self, unit):
        for name in unit.get("EnvironmentFile", []):
            file = self.folder / name.removeprefix("-").lstrip("/")
            if file.exists():
                yield from (line for line in file.read_text().splitlines() if "=" in line and not line.startswith("#"))

    def unit(self, name):
        values = {}
        for key, value in re.findall(r"^(\w+)=(.*)$", (self.folder / "lib/systemd/system" / name).read_text(), re.MULTILINE):
            values.setdefault(key, []).append(value)
        return values

    def start_application(self, name=NAME, path="/readyz"):
        self.start_unit("caseload-partners", "caseload-partners.socket")
        self.start_unit("caseload", "caseload.socket")
        self.start_unit("caseload-worker")
        self.wait("caseload", lambda: get(path, name)[0] == 200)

    def stop_application(self):
        for name in ("caseload-worker", "caseload", "caseload-partners"):
            self.stop(name)

    def reload_nginx(self):
        """Restarts it instead, because nothing says when a reload has ended."""
        self.stop("nginx")
        self.start("nginx", "nginx", "-g", "daemon off;")

    def wait(self, name, is_ready):
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            if not self.is_running(name):
                raise Failure(f"{name} ended", "", self.folder / "packages" / f"{name}.log")
            with contextlib.suppress(OSError, http.client.HTTPException):
                if is_ready():
                    return
            time.sleep(0.1)
        raise Failure(f"{name} was not ready within {LIMIT_S} s", "", self.folder / "packages" / f"{name}.log")

    def stop_all(self):
        for name in reversed(list(self.running)):
            self.stop(name)




def get(path, name=NAME, port=PORT):
    """(status, headers, body) through nginx."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Host": name})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
