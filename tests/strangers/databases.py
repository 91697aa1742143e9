"""Private database servers for the services: MariaDB as the stack starts it, and a PostgreSQL cluster in a temporary
folder. Both listen on loopback only and disappear with the run."""

import contextlib
import dataclasses
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

import mariadb
import nginx
import part
from console import Failure
from layout import Stack

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "in-a-private-server"
POSTGRESQL_SETTINGS = {
    "listen_addresses": "127.0.0.1", "shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "top",
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "unix_socket_directories": ""}


@dataclasses.dataclass(frozen=True)
class Database:
    """One database on one server, as its service sees it."""
    kind: str  # mariadb or postgresql
    port: int
    name: str
    user: str = "service"
    password: str = PASSWORD

    @property
    def url(self):
        scheme = "mysql" if self.kind == "mariadb" else "postgresql"
        return f"{scheme}://{self.user}:{self.password}@127.0.0.1:{self.port}/{self.name}"


class MariaDb:
    kind = "mariadb"

    def __init__(self, stack, port):
        self.stack = stack
        self.port = port

    def query(self, sql):
        return mariadb.query(self.stack, sql)

    def create(self, name):
        self.query(f"DROP DATABASE IF EXISTS {name}")
        self.query(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        return Database(self.kind, self.port, name)

    def analyse(self, name):
        """Brings the optimiser's statistics up to date after seeding."""
        tables = [row[0] for row in self.query(f"SELECT table_name FROM information_schema.tables WHERE table_schema = '{name}'")]
        self.query("ANALYZE TABLE " + ", ".join(f"{name}.`{table}`" for table in tables))


@contextlib.contextmanager
def running_mariadb(folder):
    """`folder` is in this checkout: the stack only ends processes that work there, so another server would be left running."""
    if not folder.resolve().is_relative_to(ROOT):
        raise Failure(f"the server's folder {folder} must be below {ROOT}")
    shutil.rmtree(folder, ignore_errors=True)
    stack = Stack(folder, 0, folder, (), durable=False)
    stack.make_folders()
    port = nginx.free_port()
    options = ("--skip-networking=0", "--bind-address=127.0.0.1", f"--port={port}", "--performance-schema=ON")
    server = dataclasses.replace(mariadb.PART, command=lambda own: [*mariadb.PART.command(own), *options])
    try:
        part.bring_up(stack, server)
        mariadb.query(stack, f"CREATE USER service@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
        mariadb.query(stack, "GRANT ALL ON *.* TO service@'127.0.0.1'")
        yield MariaDb(stack, port)
    finally:
        part.take_down(stack, server)
        stack.remove_outside()
        shutil.rmtree(folder, ignore_errors=True)


class PostgreSql:
    kind = "postgresql"

    def __init__(self, port):
        self.port = port

    def query(self, sql, database="postgres"):
        url = f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}"
        done = subprocess.run(["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t", "--dbname", url,
                               "--command", sql], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise Failure(f"psql: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def create(self, name):
        self.query(f"DROP DATABASE IF EXISTS {name}")
        self.query(f"CREATE DATABASE {name} OWNER service")
        self.query("CREATE EXTENSION pg_stat_statements", name)  # for the detector, which connects to this database
        return Database(self.kind, self.port, name)

    def analyse(self, name):
        self.query("VACUUM ANALYZE", name)


def postgresql_programs():
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not versions:
        raise Failure("PostgreSQL is not installed", "`make deps` installs it without starting its service")
    return versions[-1]


def as_ordinary_user(command):
    """PostgreSQL refuses to run as root; then the user of Debian's package runs it."""
    if os.getuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


@contextlib.contextmanager
def running_postgresql(folder):
    folder.mkdir(parents=True, exist_ok=True)
    programs, port = postgresql_programs(), nginx.free_port()
    # Not below the checkout, which may be in a home folder that the unprivileged user can't enter.
    with tempfile.TemporaryDirectory(prefix="caseload-postgresql-") as home:
        home = pathlib.Path(home)
        log = folder / "postgresql.log"
        password = home / "password"
        password.write_text(PASSWORD)
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            for path in (home, password):
                os.chown(path, owner.pw_uid, owner.pw_gid)

        def run(*command):
            with open(log, "ab") as output:
                status = subprocess.run(as_ordinary_user([str(word) for word in command]), stdout=output, stderr=output,
                                        stdin=subprocess.DEVNULL, cwd=home, env={**os.environ, "LC_ALL": "C.UTF-8"}).returncode
            if status != 0:
                raise Failure(f"{command[0]} exited with status {status}", "read the log", log)

        data = home / "data"
        run(programs / "initdb", "--pgdata", data, "--username=postgres", f"--pwfile={password}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--no-sync")
        with open(data / "postgresql.conf", "a") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in {**POSTGRESQL_SETTINGS, "port": port}.items())
        run(programs / "pg_ctl", "--pgdata", data, "--wait", "--timeout=60", "--log", home / "server.log", "start")
        try:
            server = PostgreSql(port)
            server.query(f"CREATE ROLE service LOGIN PASSWORD '{PASSWORD}'")
            server.query("CREATE EXTENSION pg_stat_statements")
            yield server
        finally:
            run(programs / "pg_ctl", "--pgdata", data, "--wait", "--mode=fast", "stop")


RUNNING = {"mariadb": running_mariadb, "postgresql": running_postgresql}
