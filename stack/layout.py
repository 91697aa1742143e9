"""The files of a local stack. They are all in one folder of the checkout: var/ for `make run` and var/test/ for
`make test`."""

import hashlib
import os
import pathlib
from dataclasses import dataclass

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
    query_log: bool = False  # the database logs every query to mysql.slow_log, from the first connection on

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
    def sockets(self):
        """The folder of the sockets, as passed to the parts: var/run or, if that path is too long for a socket address, a
        short symbolic link to it (created by `up`, removed by `stop`)."""
        if len(os.fsencode(self.run / "memcached.sock")) <= MAX_SOCKET_PATH:
            return self.run
        digest = hashlib.sha256(os.fsencode(self.run)).hexdigest()[:12]
        return pathlib.Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / f"caseload-{os.getuid()}-{digest}"

    @property
    def app(self):
        """The file name of the app's program."""
        return "caseload-gallery" if self.gallery else "caseload-app"

    def socket(self, name):
        return self.sockets / f"{name}.sock"

    def make_folders(self):
        for folder in (self.var, self.run, self.log):
            folder.mkdir(parents=True, exist_ok=True)
        self.run.chmod(0o700)  # anyone who can reach the sockets can use the parts
        if self.sockets != self.run and not self.link_is_ours():
            self.sockets.symlink_to(self.run)

    def link_is_ours(self):
        if not self.sockets.is_symlink():
            return False
        if self.sockets.lstat().st_uid != os.getuid() or self.sockets.readlink() != self.run:
            raise PermissionError(f"{self.sockets} exists and does not belong to this stack; remove it")
        return True

    def remove_link(self):
        if self.sockets != self.run and self.link_is_ours():
            self.sockets.unlink()


DEFAULT_PORT = 8080


def running_stack(port, build, datasets):
    """The stack of `make run`, on the port it was started with unless another one is given."""
    var = ROOT / "var"
    return Stack(var, port or recorded_port(var) or DEFAULT_PORT, build, datasets)


def recorded_port(var):
    try:
        return int((var / "run" / "port").read_text())
    except (OSError, ValueError):
        return None
