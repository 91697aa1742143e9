"""The files of a local stack. They are all in one folder of the checkout: var/ for `make run` and var/test/ for
`make test`."""

import hashlib
import os
import pathlib
import re
import secrets
import shutil
from dataclasses import dataclass

from console import Failure

ROOT = pathlib.Path(__file__).resolve().parent.parent

# sun_path in sockaddr_un (unix(7)) has 108 bytes including the terminating zero.
MAX_SOCKET_PATH = 107


@dataclass(frozen=True)
class Stack:
    var: pathlib.Path
    port: int
    build: pathlib.Path
    datasets: tuple
    durable: bool = True  # every commit reaches the disk
    patient: bool = False  # a cache that takes seconds to respond is busy, not dead
    gallery: bool = False  # with all pages of fcgi-app/lab/gallery and their tables
    for_class: bool = False  # other machines can reach it, so the limits of a public host apply
    public: bool = False  # with the profile public
    query_log: bool = False  # the database logs every query to mysql.slow_log, from the first connection on

    private = True  # nobody else uses its database server
    again = "make run"  # the command that continues what failed
    logs = "make logs"

    @property
    def run(self):
        return self.var / "run"

    @property
    def log(self):
        return self.var / "log"

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    @property
    def listen(self):
        return "0.0.0.0" if self.for_class else "127.0.0.1"

    @property
    def plain(self):
        """var/ as passed to the servers: itself or, if its path has characters that their configuration or scripts don't take,
        or is too long for the address of a socket, a short symbolic link to it (created by `up`, removed by `stop`)."""
        if is_plain(self.var) and len(os.fsencode(self.run / "memcached.sock")) <= MAX_SOCKET_PATH:
            return self.var
        folder = pathlib.Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp")
        return (folder if is_plain(folder) and folder.is_dir() else pathlib.Path("/tmp")) / self.name

    @property
    def name(self):
        """For what is outside of var/: another one for each user and checkout."""
        return f"caseload-{os.getuid()}-{hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]}"

    @property
    def database_address(self):
        """Host and port of the database on loopback: another host for each user and checkout, so that no port has to be chosen."""
        second, third, fourth = hashlib.sha256(self.name.encode()).digest()[:3]
        return f"127.{1 + second % 254}.{third}.{1 + fourth % 254}", 33306

    @property
    def database_password(self):
        """Of the app's user over TCP, where others on this host could connect. Created by the first use."""
        file = self.run / "database-password"
        if not file.exists():
            self.run.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "w") as output:
                output.write(secrets.token_hex(16))
        return file.read_text()

    @property
    def app_servers(self):
        """The lines of nginx's upstream."""
        return f"server unix:{self.socket('app')} max_fails=0;"

    @property
    def replication(self):
        """What MariaDB's configuration says about it."""
        return "skip_log_bin"

    @property
    def memory(self):
        """A folder in memory, so that it can be written when the disk is full; below var/ where there is none. Created by `up`,
        removed by `stop`."""
        return pathlib.Path("/dev/shm") / self.name if os.access("/dev/shm", os.W_OK) else self.plain / "memory"

    @property
    def app(self):
        """The file name of the app's program."""
        return "caseload-gallery" if self.gallery else "caseload-app"

    def socket(self, name):
        return self.plain / "run" / f"{name}.sock"

    def make_folders(self):
        for folder in (self.var, self.run, self.log):
            folder.mkdir(parents=True, exist_ok=True)
        self.run.chmod(0o700)  # anyone who can reach the sockets can use the parts
        if self.plain != self.var and not self.link_is_ours():
            self.plain.symlink_to(self.var)
        self.memory.mkdir(mode=0o700, exist_ok=True)
        if self.memory.is_symlink() or self.memory.stat().st_uid != os.getuid():
            raise Failure(f"{self.memory} exists and does not belong to this stack", "remove it")

    def link_is_ours(self):
        if not os.path.lexists(self.plain):
            return False
        if not self.plain.is_symlink() or self.plain.lstat().st_uid != os.getuid() or self.plain.readlink() != self.var:
            raise Failure(f"{self.plain} exists and does not belong to this stack", "remove it")
        return True

    def remove_outside(self):
        """Removes what `make_folders` created outside of var/."""
        shutil.rmtree(self.memory, ignore_errors=True)
        if self.plain != self.var and self.link_is_ours():
            self.plain.unlink()


def is_plain(path):
    return re.fullmatch("[A-Za-z0-9/._-]+", str(path)) is not None


DEFAULT_PORT = 8080


def running_stack(port, build, datasets, for_class=False):
    """The stack of `make run`, on the port it was started with unless another one is given."""
    var = ROOT / "var"
    return Stack(var, port or recorded_port(var) or DEFAULT_PORT, build, datasets, for_class=for_class)


def recorded_port(var):
    try:
        return int((var / "run" / "port").read_text())
    except (OSError, ValueError):
        return None
