"""Two of everything on this machine, for `make cluster`: each host has its own folder and loopback address and runs one part
over TCP. One nginx is in front, on 127.0.0.1.

What the programs get differs from a single machine in configuration alone: a few keys of caseload.toml, the servers of nginx's
upstream, and the part of MariaDB's configuration that is about replication."""

import contextlib
import dataclasses
import hashlib
import json
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from typing import Callable

import app
import mariadb
import memcached
import nginx
import part
import processes
import seeding
from console import Failure, Step
from layout import ROOT, Stack

APP_PORT, CACHE_PORT, DATABASE_PORT = 21401, 21402, 21403
REPLICATION_USER = "caseload_replication"
# A worker that is killed holds its jobs for this long.
LEASE_S = 5
REPLICA_MAX_LAG_S = 5
CATCHES_UP_WITHIN_S = 60.0


def accepts(host, port):
    """Returns "" if something accepts connections there, otherwise the reason."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect((host, port))
        except OSError as error:
            return f"{host}:{port}: {error.strerror or error}"
    return ""


@dataclass(frozen=True)
class Host(Stack):
    """One host. The part it runs is `parts`, and nothing else."""
    address_of_host: str = "127.0.0.1"
    password: Callable[[], str] = str
    settings: Callable[[], dict] = dict  # of the programs: {section: {key: value}}
    upstream: tuple = ()  # nginx's
    server_id: int = 0  # of a database
    is_replica: bool = False

    @property
    def database_address(self):
        return self.address_of_host, DATABASE_PORT

    @property
    def database_password(self):
        return self.password()

    @property
    def app_servers(self):
        return "\n    ".join(["least_conn;", *(f"server {each} max_fails=2 fail_timeout=3s;" for each in self.upstream)])

    @property
    def replication(self):
        """Every commit waits until the replica has it, for at most a second: a replica that is promoted then lacks nothing that was
        acknowledged. A replica that is away costs one commit this second, until it is back."""
        if not self.server_id:
            return super().replication
        lines = [f"server_id = {self.server_id}", f"log_bin = {self.plain / 'binlog' / 'binlog'}", "binlog_format = ROW", "gtid_strict_mode = ON",
                 "log_slave_updates = ON", "slave_parallel_threads = 4", f"sync_binlog = {mariadb.flush_at_commit(self)}", "slave_net_timeout = 10", "max_binlog_size = 256M"]
        if self.is_replica:
            return "\n".join([*lines, "read_only = ON", "rpl_semi_sync_slave_enabled = ON"])
        return "\n".join([*lines, "rpl_semi_sync_master_enabled = ON", "rpl_semi_sync_master_wait_point = AFTER_SYNC",
                          "rpl_semi_sync_master_wait_no_slave = OFF", "rpl_semi_sync_master_timeout = 1000"])

    def at(self, port):
        return f"{self.address_of_host}:{port}"


def configuration_file(host):
    return host.var / "caseload.toml"


def configuration(host):
    lines = []
    for section, keys in host.settings().items():
        lines += [f"[{section}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items()), ""]
    return "\n".join(lines)


def write_configuration(host):
    configuration_file(host).write_text(configuration(host))


def program(name, of, port=None, **others):
    """A part like that of a single machine. Its keeper stands for systemd, which owns the socket too."""
    def command(host):
        listen = ["--listen", host.at(port)] if port else []
        return [app.PYTHON, app.KEEPER, *listen, "--", host.build / name, "--config", configuration_file(host)]

    def is_ready(host):
        return accepts(host.address_of_host, port) if port else ""

    return dataclasses.replace(of, command=command, prepare=write_configuration, env=lambda host: {}, ready=is_ready, fingerprint=configuration, **others)


def cache_command(host):
    """The same as on a single machine, on an address instead of a socket."""
    words = list(map(str, memcached.command(host)))
    at = words.index("-s")
    words[at:at + 2] = ["-l", host.address_of_host, "-p", str(CACHE_PORT)]
    mode = words.index("-a")
    del words[mode:mode + 2]
    return words


APP = program("caseload-app", app.APP, APP_PORT)
WORKER = program("caseload-worker", app.WORKER)
CACHE = dataclasses.replace(memcached.PART, command=cache_command, ready=lambda host: accepts(host.address_of_host, CACHE_PORT))
DATABASE, FRONT = mariadb.PART, nginx.PART


class Cluster:
    def __init__(self, var, port, build, durable=True):
        self.var = var
        self.common = Stack(var, port, build, ("x1",), durable=durable)
        self.front = self.host("front", upstream=(f"{self.address(11)}:{APP_PORT}", f"{self.address(12)}:{APP_PORT}"))
        self.apps = [self.host(f"app-{each}", 10 + each, settings=self.settings) for each in (1, 2)]
        self.caches = [self.host(f"cache-{each}", 20 + each) for each in (1, 2)]
        self.databases = [self.host(f"database-{each}", 30 + each, server_id=each, is_replica=each == 2) for each in (1, 2)]
        self.workers = [self.host(f"worker-{each}", 40 + each, settings=self.settings) for each in (1, 2)]
        self.primary, self.replica = self.databases

    def address(self, number):
        """Of the loopback network, other ones for each user and checkout."""
        second, third = hashlib.sha256(self.common.name.encode()).digest()[:2]
        return f"127.{1 + second % 254}.{third}.{number}"

    def host(self, name, number=1, **others):
        shared = {field.name: getattr(self.common, field.name) for field in dataclasses.fields(Stack)}
        return Host(**{**shared, "var": self.var / name, "address_of_host": self.address(number), "password": lambda: self.common.database_password, **others})

    def settings(self):
        """The keys of caseload.toml on hosts that run the application or the worker. All of them have the same."""
        return {
            "database": {
                "host": self.primary.address_of_host,
                "port": DATABASE_PORT,
                "password_file": str(self.common.run / "database-password"),
                "replica": self.replica.at(DATABASE_PORT) if self.replica else "",
                "replica_max_lag_s": REPLICA_MAX_LAG_S,
            },
            "cache": {"servers": [each.at(CACHE_PORT) for each in self.caches]},
            "worker": {"lease_s": LEASE_S, "kept_jobs": 1_000_000},
            "app": {"excerpts_file": str(self.common.build / "excerpts.json"), "base_url": self.front.address.rstrip("/")},
        }

    def hosts(self):
        """(host, its part) in the order in which they start."""
        return [*((each, DATABASE) for each in self.databases), *((each, CACHE) for each in self.caches), *((each, APP) for each in self.apps),
                *((each, WORKER) for each in self.workers), (self.front, FRONT)]

    def up(self):
        print(f"Starting {len(self.hosts())} hosts in {self.var}", flush=True)
        nginx.check_port(self.front)
        self.make_databases()
        for host, runs in self.hosts()[len(self.databases):]:
            start(host, runs)
        wait_for(lambda: not app.ready(self.front), "the first response", lambda: app.ready(self.front))

    def make_databases(self):
        """The primary's data are created without a log and copied, so that replication begins with an empty one."""
        for each in self.databases:
            for folder in (mariadb.datadir(each), each.var / "binlog"):
                shutil.rmtree(folder, ignore_errors=True)
        alone = dataclasses.replace(self.primary, server_id=0)
        start(alone, DATABASE)
        seeding.bring_up(alone)
        self.make_users(alone)
        stop(alone, DATABASE)
        with Step("copy") as step:
            shutil.copytree(mariadb.datadir(self.primary), mariadb.datadir(self.replica), ignore=lambda _folder, names: [name for name in names if name.endswith(".pid")])
            step.result = "the replica's data"
        for each in self.databases:
            (each.var / "binlog").mkdir(parents=True, exist_ok=True)
            start(each, DATABASE)
        self.replicate(self.replica, self.primary)

    def make_users(self, database):
        """As docs/scaling.md says, for connections from this machine instead of a private network."""
        grants = "".join((ROOT / "deploy" / name).read_text() for name in ("grants.sql", "grants-replica.sql"))
        password = self.common.database_password
        seeding.run_script(database, grants.replace("@'localhost'", "@'127.0.0.1'") +
                           f"CREATE USER '{REPLICATION_USER}'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
                           f"GRANT REPLICATION SLAVE ON *.* TO '{REPLICATION_USER}'@'127.0.0.1';\n")

    def replicate(self, replica, primary):
        mariadb.query(replica, f"CHANGE MASTER TO master_host = '{primary.address_of_host}', master_port = {DATABASE_PORT}, "
                               f"master_user = '{REPLICATION_USER}', master_password = '{self.common.database_password}', "
                               "master_use_gtid = slave_pos, master_connect_retry = 1; START SLAVE")
        wait_for(lambda: status_of(replica).get("Seconds_Behind_Master") == "0", "replication", lambda: status_of(replica).get("Last_IO_Error", ""))

    def promote(self):
        """The replica becomes the primary, once it has applied all that it received. The old primary must not come back. Returns when
        it takes writes; the applications still use the old one."""
        new = self.replica
        mariadb.query(new, "STOP SLAVE IO_THREAD")
        wait_for(lambda: has_applied_all(status_of(new)), "applying what was received", lambda: str(status_of(new)))
        mariadb.query(new, "STOP SLAVE; RESET SLAVE ALL; SET GLOBAL rpl_semi_sync_slave_enabled = OFF; SET GLOBAL read_only = OFF")
        self.primary, self.replica = new, None

    def restart_programs(self):
        """With the changed configuration. No connection is refused, because the keepers hold the sockets."""
        for host, runs in self.hosts():
            if runs in (APP, WORKER):
                start(host, runs)

    def stop(self):
        for host, runs in reversed(self.hosts()):
            stop(host, runs)
            host.remove_outside()
        self.common.remove_outside()

    @contextlib.contextmanager
    def running(self):
        try:
            self.stop()
            self.up()
            yield self
        finally:
            self.stop()


def status_of(replica):
    """SHOW SLAVE STATUS as a dictionary; empty if it replicates nothing."""
    shown = subprocess.run(mariadb.client(replica, "--column-names", "-e", "SHOW SLAVE STATUS\\G"), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    lines = (line.partition(": ") for line in shown.stdout.splitlines())
    return {name.strip(): value.strip() for name, found, value in lines if found}


def has_applied_all(status):
    return (status.get("Relay_Master_Log_File"), status.get("Exec_Master_Log_Pos")) == (status.get("Master_Log_File"), status.get("Read_Master_Log_Pos"))


def wait_for(condition, what, reason=str):
    deadline = time.monotonic() + CATCHES_UP_WITHIN_S
    while not condition():
        if time.monotonic() > deadline:
            raise Failure(f"{what} took longer than {CATCHES_UP_WITHIN_S:.0f} s: {reason()}")
        time.sleep(0.02)


def named(host, runs):
    """The part under the name of its host. nginx keeps its own, which its code knows."""
    return runs if runs is FRONT else dataclasses.replace(runs, name=host.var.name)


def start(host, runs):
    part.bring_up(host, named(host, runs))


def stop(host, runs):
    part.take_down(host, named(host, runs))


def kill(host, runs):
    """All of its processes at once."""
    processes.stop(part.pid_file(host, named(host, runs)), signal.SIGKILL, patience=0.0)
