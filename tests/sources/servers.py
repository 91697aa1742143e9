"""Private database servers for these tests, below a temporary folder, and a small service that uses them. `prepare_path` comes first
in each file."""

from __future__ import annotations

import contextlib
import getpass
import http.server
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any, Callable
from urllib.parse import parse_qsl, urlsplit

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120


def prepare_path() -> None:
    for folder in (ROOT / "locust", Path(__file__).resolve().parent):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))


def wait_for(what: str, happened: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if process is not None and process.poll() is not None:
            raise AssertionError(f"{what}: the server ended with {process.returncode}")
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen within {PATIENCE_SECONDS} s")
        time.sleep(0.02)


class MariaDbServer:
    """With the performance schema on, the slow log off and one administrator, who is known by the socket."""

    _process: subprocess.Popen[bytes] | None

    def __enter__(self) -> "MariaDbServer":
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        self.folder, self._process = Path(tempfile.mkdtemp(prefix="sources-")), None
        self.socket = self.folder / "socket"
        self.user = getpass.getuser()
        configuration = self.folder / "my.cnf"
        as_root = "user = root\n" if os.getuid() == 0 else ""
        configuration.write_text(
            f"[mariadbd]\n{as_root}datadir = {self.folder}/data\nsocket = {self.socket}\npid_file = {self.folder}/pid\ntmpdir = {self.folder}\n"
            "skip_networking\nskip_name_resolve\nperformance_schema = ON\nskip_log_bin\nlc_messages_dir = /usr/share/mysql\n"
            "innodb_flush_log_at_trx_commit = 0\ninnodb_buffer_pool_size = 32M\ninnodb_log_file_size = 8M\ninnodb_use_native_aio = OFF\n"
        )
        with open(self.folder / "install.log", "wb") as log:
            subprocess.run(
                ["mariadb-install-db", f"--defaults-file={configuration}", "--auth-root-authentication-method=socket",
                 f"--auth-root-socket-user={self.user}", "--skip-test-db", "--force"],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=True)
        with open(self.folder / "server.log", "wb") as log:
            self._process = subprocess.Popen(["mariadbd", f"--defaults-file={configuration}"], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wait_for("MariaDB's socket", self._accepts, self._process)
        self.run("CREATE DATABASE shop")
        self.run("CREATE TABLE shop.author (id INT PRIMARY KEY, name VARCHAR(50))")
        self.run("CREATE TABLE shop.book (id INT PRIMARY KEY, author_id INT, price INT, title VARCHAR(50), KEY (author_id))")
        self.run("INSERT INTO shop.author SELECT seq, CONCAT('author ', seq) FROM shop.seq_1_to_200")
        self.run("INSERT INTO shop.book SELECT seq, 1 + seq MOD 200, seq, CONCAT('book ', seq) FROM shop.seq_1_to_2000")

    def _accepts(self) -> bool:
        import pymysql

        try:
            self.connect().close()
        except pymysql.err.OperationalError:
            return False
        return True

    def connect(self, user: str = "", password: str = "", database: str | None = None) -> Any:
        import pymysql

        return pymysql.connect(unix_socket=str(self.socket), user=user or self.user, password=password, database=database, autocommit=True)

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def url(self, user: str = "", options: str = "", database: str = "shop") -> str:
        return f"mariadb://{user or self.user}@/{database}?socket={self.socket}{options}"

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_SECONDS)
        shutil.rmtree(self.folder)


class PostgreSqlServer:
    """With pg_stat_statements. PostgreSQL refuses to run as root, so root starts it as another user."""

    _process: subprocess.Popen[bytes] | None

    BINARIES = Path("/usr/lib/postgresql/15/bin")

    @staticmethod
    def need() -> None:
        if not (PostgreSqlServer.BINARIES / "initdb").exists():
            raise unittest.SkipTest("PostgreSQL 15 is not installed (tools/packages.txt)")

    def __enter__(self) -> "PostgreSqlServer":
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        self.folder, self._process = Path(tempfile.mkdtemp(prefix="sources-")), None
        self._as: list[str] = []
        if os.getuid() == 0:
            self._as = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            shutil.chown(self.folder, "nobody", "nogroup")
        data, password = self.folder / "data", self.folder / "password"
        password.write_text("secret of admin\n")
        subprocess.run([*self._as, self.BINARIES / "initdb", "-D", data, "-U", "admin", "-A", "scram-sha-256", "--no-sync", f"--pwfile={password}",
                        "--encoding=UTF8", "--locale=C"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, cwd="/")
        with (data / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\nshared_preload_libraries = 'pg_stat_statements'\nfsync = off\nshared_buffers = 16MB\n")
        with open(self.folder / "server.log", "wb") as log:
            self._process = subprocess.Popen([*self._as, self.BINARIES / "postgres", "-D", data], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")
        wait_for("PostgreSQL's socket", self._accepts, self._process)
        self.run("CREATE DATABASE shop", "postgres")
        self.run("CREATE EXTENSION pg_stat_statements")
        self.run("CREATE TABLE author (id int PRIMARY KEY, name text); INSERT INTO author SELECT n, 'author ' || n FROM generate_series(1, 200) n")
        self.run("CREATE TABLE book (id int PRIMARY KEY, author_id int, title text); INSERT INTO book SELECT n, 1 + n % 200, 'book ' || n FROM generate_series(1, 2000) n")

    def _accepts(self) -> bool:
        import psycopg2

        try:
            self.connect(database="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def connect(self, user: str = "admin", password: str = "secret of admin", database: str = "shop") -> Any:
        import psycopg2

        connection = psycopg2.connect(host=str(self.folder), user=user, password=password, dbname=database)
        connection.autocommit = True
        return connection

    def run(self, sql: str, database: str = "shop") -> list[tuple[Any, ...]]:
        connection = self.connect(database=database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def url(self, user: str = "admin", database: str = "shop") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # a fast shutdown, which doesn't wait for connections
            self._process.wait(PATIENCE_SECONDS)
        shutil.rmtree(self.folder)


class Service:
    """Pages about books, each request with one connection from `connect`. Knows nothing of the detector."""

    def __init__(self, connect: Callable[[], Any], pooled: bool = False) -> None:
        self._connect = connect
        self._pooled = connect() if pooled else None
        self._lock = threading.Lock()
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:  # noqa: N802
                parts = urlsplit(self.path)
                self._send(service.page(parts.path, dict(parse_qsl(parts.query))))

            do_POST = do_GET

            def _send(self, entries: list[str]) -> None:
                body = ("<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>").encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Cache-Control", "no-store")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Service":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        if self._pooled is not None:
            self._pooled.close()

    def page(self, path: str, query: dict[str, str]) -> list[str]:
        with self._lock if self._pooled else contextlib.nullcontext():
            connection = self._pooled or self._connect()
            try:
                with connection.cursor() as cursor:
                    return PAGES[path](cursor, int(query.get("n", 5)))
            finally:
                if connection is not self._pooled:
                    connection.close()


def authors_one_by_one(cursor: Any, number: int) -> list[str]:
    cursor.execute("SELECT id, author_id, title FROM book ORDER BY id LIMIT %s", (number,))
    shown = []
    for _, author, title in cursor.fetchall():
        cursor.execute("SELECT name FROM author WHERE id = %s", (author,))
        shown.append(f"{title} by {cursor.fetchone()[0]}")
    return shown


def authors_joined(cursor: Any, number: int) -> list[str]:
    cursor.execute("SELECT b.title, a.name FROM book b JOIN author a ON a.id = b.author_id ORDER BY b.id LIMIT %s", (number,))
    return [f"{title} by {name}" for title, name in cursor.fetchall()]


def by_title(cursor: Any, number: int) -> list[str]:
    cursor.execute("SELECT id FROM book WHERE title = 'book 17'")
    return [str(row[0]) for row in cursor.fetchall()]


def renamed(cursor: Any, number: int) -> list[str]:
    for book in range(1, number + 1):
        cursor.execute("UPDATE book SET title = %s WHERE id = %s", (f"book {book}", book))
    return ["done"]


def nothing(cursor: Any, number: int) -> list[str]:
    return ["pong"]


PAGES = {"/one-by-one": authors_one_by_one, "/joined": authors_joined, "/by-title": by_title, "/renamed": renamed, "/ping": nothing}


class Traffic:
    """Other visitors: at most ten requests a second to one of the pages, or another pause, until the block ends."""

    def __init__(self, service: Service, pages: tuple[str, ...] = ("/one-by-one?n=3", "/joined", "/by-title"), pause_seconds: float = 0.1) -> None:
        self._service = service
        self._pause_seconds = pause_seconds
        self._pages = pages
        self._ended = threading.Event()
        self.requests = 0

    def __enter__(self) -> "Traffic":
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def _run(self) -> None:
        while not self._ended.wait(self._pause_seconds):
            parts = urlsplit(self._pages[self.requests % len(self._pages)])
            self._service.page(parts.path, dict(parse_qsl(parts.query)))
            self.requests += 1

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
