"""PostgreSQL as a source: differences of pg_stat_statements. It has calls, rows and blocks, but not the rows examined."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import replace
from typing import Any, Callable, Mapping

from ..evidence import Observation
from . import Sight, SourceError, SourceOptions, Trace
from .address import address_of, password_for
from .postgresql_plan import OWN_MARK, Planner
from .tally import Entry, Tally, add_to
from .texts import STANDARD, normalised
from .traffic import OtherTraffic

SETTLED_WITHIN_SECONDS = 1.0
SETTLE_STEP_SECONDS = 0.002
RESTS = 4  # readings that differ, after which other traffic is what moves the counts
IDLE_SECONDS = 1.0
CONNECT_SECONDS = 10
LIMIT = "5000"  # of pg_stat_statements.max, if it can't be read
HOW_TO_ENABLE = (
    "pg_stat_statements is not loaded: set `shared_preload_libraries = 'pg_stat_statements'` in postgresql.conf, restart the server, "
    "and run `CREATE EXTENSION pg_stat_statements;` in the database"
)
# How a driver reads a result in parts (psycopg's named cursors, Django's iterator()): DECLARE "c" NO SCROLL CURSOR WITH HOLD FOR SELECT ...
CURSOR = re.compile(r"\s*declare\s+(?:\"[^\"]*\"|\w+)\s[\w\s]*?\bcursor\b(?:\s+with(?:out)?\s+hold)?\s+for\s+", re.IGNORECASE)
FETCH = re.compile(r"\s*fetch\b", re.IGNORECASE)
STATEMENTS = """
SELECT s.queryid, s.userid, d.datname, s.toplevel, s.query, s.calls, s.rows, s.shared_blks_hit + s.shared_blks_read, s.{time}
FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = ANY(%s)
"""


class PostgreSql:
    name = "postgresql"
    shared = True

    def __init__(self, url: str, options: SourceOptions) -> None:
        self._address = address_of(url, None)
        self._options = options
        socket = self._address.options.pop("host", None)  # libpq's name for the folder of the socket
        if socket:
            self._address = replace(self._address, host=None, port=self._address.port, socket=socket)
        self._folder = self._address.socket
        self._sslmode = self._address.options.pop("sslmode", None)
        also = self._address.options.pop("also", "")
        if self._address.options:
            raise SourceError(f"{self._address}: {next(iter(self._address.options))} is not an option of this source; it has host, socket, sslmode and also")
        self._databases = [self._address.database or self._address.user, *filter(None, also.split(","))]
        self._connection: Any = None
        self._errors: Any = None
        self._planner: Planner | None = None
        self._password = ""
        self._known: dict[tuple[Any, ...], tuple[int, int, int, float]] = {}
        self._texts: dict[tuple[Any, ...], str] = {}
        self._dealloc = 0
        self._reset: Any = None
        self._sees_queries = False
        self.traffic = OtherTraffic()

    def open(self) -> None:
        try:
            import psycopg2
        except ImportError:
            raise SourceError("postgresql:// needs the Python driver psycopg2: `apt install python3-psycopg2`, or `pip install psycopg2-binary`") from None
        self._errors = psycopg2
        file = self._options.option_file
        if file is not None and not file.expanduser().is_file():  # which libpq would ignore
            raise SourceError(f"the option file {file} does not exist; it is a .pgpass file")
        try:
            self._connect(password_for(SourceOptions(password=self._options.password)))
            self._check()
        except BaseException:
            self.close()
            raise

    def _connected(self, database: str) -> Any:
        where = {"host": self._folder or self._address.host, "port": self._address.port, "dbname": database,
                 "user": self._address.user, "password": self._password or None, "sslmode": self._sslmode,
                 "passfile": str(self._options.option_file.expanduser()) if self._options.option_file else None}
        connection = self._errors.connect(
            connect_timeout=CONNECT_SECONDS, application_name="caseload-detector", **{name: value for name, value in where.items() if value}
        )
        connection.set_session(autocommit=True, readonly=True)
        return connection

    def _connect(self, password: str) -> None:
        self._password = password
        try:
            self._connection = self._connected(self._databases[0])
        except self._errors.OperationalError as error:
            text = str(error).strip().splitlines()[0]
            if "no password supplied" in text and self._options.ask_password and not password:
                self._connect(self._options.ask_password(f"Password of {self._address}: "))
                return
            hint = "; set CASELOAD_EVIDENCE_PASSWORD, or give a .pgpass file as option file" if "no password supplied" in text else ""
            raise SourceError(f"{self._address}: {text}{hint}") from None
        self._planner = Planner(self._connected, self._errors.Error)

    def _check(self) -> None:
        installed = self._run("SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'")
        if not installed:
            raise SourceError(f"{self._address}: {HOW_TO_ENABLE}")
        self._run("SELECT set_config('search_path', quote_ident(%s) || ', pg_catalog', false)", installed[0][0])
        columns = {row[0] for row in self._run("SELECT attname FROM pg_attribute WHERE attrelid = 'pg_stat_statements'::regclass")}
        self._statements = STATEMENTS.format(time="total_exec_time" if "total_exec_time" in columns else "total_time")
        if "toplevel" not in columns:
            self._statements = self._statements.replace("s.toplevel", "true")
        missing = set(self._databases) - {row[0] for row in self._run("SELECT datname FROM pg_database")}
        if missing:
            raise SourceError(f"{self._address}: the database {', '.join(sorted(missing))} does not exist on this server")
        self._counts_evictions = bool(self._run("SELECT to_regclass('pg_stat_statements_info')")[0][0])
        may_read = self._run("SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")[0][0]
        if not may_read:
            raise SourceError(f"{self._address}: the user can't see the queries of others. It needs: GRANT pg_read_all_stats TO \"{self._address.user}\";")
        track = self._run("SELECT current_setting('pg_stat_statements.track', true)")[0][0]
        if track == "none":
            raise SourceError(f"{self._address}: pg_stat_statements.track is none, so nothing is counted; ALTER SYSTEM SET pg_stat_statements.track = 'top'; SELECT pg_reload_conf();")
        self._read()

    def close(self) -> None:
        """Nothing on the server was changed."""
        for opened in (self._connection, self._planner):
            if opened is not None:
                opened.close()
        self._connection = self._planner = None

    def headers(self, trace: Trace) -> dict[str, str]:
        return {}

    def before(self) -> None:
        self._read()

    def after(self, seen: Observation) -> None:
        self._settle()
        tally, doubt = self._read()
        self._sees_queries = self._sees_queries or bool(tally.entries)
        if not self._sees_queries:
            return
        if doubt:
            seen.doubts.append(doubt)
            return
        if self._planner is not None:
            for entry in tally.entries.values():
                self._planner.add_plan(entry)
        add_to(seen, tally)

    def rest(self, seconds: float) -> None:
        self._settle()
        self._read()
        began = time.monotonic()
        time.sleep(seconds)
        self.traffic.add(time.monotonic() - began, self._read()[0])

    def _run(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        if self._connection is None:
            raise SourceError(f"{self.name}: the source is closed")
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(f"{sql} {OWN_MARK}", parameters or None)
                return list(cursor.fetchall())
        except self._errors.Error as error:
            raise self._failed(error) from None

    def _failed(self, error: Exception) -> SourceError:
        text = next(iter(str(error).strip().splitlines()), type(error).__name__)
        if self._connection.closed or isinstance(error, self._errors.OperationalError) and not error.pgcode:
            return SourceError(f"{self._address}: the connection to the server was lost; it was shut down, or it ended the connection ({text})")
        return SourceError(f"{self._address}: {HOW_TO_ENABLE if 'shared_preload_libraries' in str(error) else text}")

    def _read(self) -> tuple[Tally, str]:
        """What was added since the last reading, and why it may be incomplete."""
        tally, doubt = Tally(), ""
        cursors: set[str] = set()  # the texts of queries that cursors run
        fetches: list[dict[str, Any]] = []
        if self._counts_evictions:
            dealloc, reset = self._run("SELECT dealloc, stats_reset FROM pg_stat_statements_info")[0]
            if self._known and reset != self._reset:
                doubt = f"{self.name}: pg_stat_statements was reset during the run"
                self._known.clear()
            elif self._known and dealloc > self._dealloc:
                doubt = f"{self.name}: pg_stat_statements is full and forgets queries; raise pg_stat_statements.max"
            self._dealloc, self._reset = dealloc, reset
        for queryid, user, database, top, text, calls, rows, blocks, took in self._run(self._statements, self._databases):
            key = (queryid, user, database, top)
            before = self._known.get(key, (0, 0, 0, 0.0))
            self._known[key] = (int(calls), int(rows), int(blocks), float(took))
            if calls < before[0]:
                before = (0, 0, 0, 0.0)  # the counts were reset
            times = int(calls) - before[0]
            if times == 0 or not top or text is None or OWN_MARK in text:
                continue
            sent, read, us = int(rows) - before[1], int(blocks) - before[2], round((took - before[3]) * 1000)
            cursor = CURSOR.match(text)
            if cursor:
                text = text[cursor.end() :]
                cursors.add(normalised(text, STANDARD).text)
            ran: dict[str, Any] = {"rows": sent, "blocks": read, "us": us, "times": times, "database": database, "sample": text}
            if FETCH.match(text):
                fetches.append(ran)
            else:
                tally.add(normalised(text, STANDARD), None, sums=True, **ran)
        if cursors:
            _add_fetched([entry for entry in tally.entries.values() if entry.text in cursors], fetches)
        else:
            for ran in fetches:  # of a cursor that was declared before
                tally.add(normalised(ran["sample"], STANDARD), None, sums=True, **ran)
        return tally, doubt

    def _settle(self) -> None:
        """Until no other connection to this database still runs a query that began before, and the counts rest, if other traffic lets them."""
        began = time.monotonic()
        last: object = None
        for attempt in itertools.count():
            elapsed = time.monotonic() - began
            running = self._run(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid() "
                "AND state IN ('active', 'fastpath function call') AND query_start <= clock_timestamp() - make_interval(secs => %s)", self._databases, elapsed
            )[0][0]
            calls = self._run("SELECT sum(calls) FROM pg_stat_statements WHERE query NOT LIKE %s", f"%{OWN_MARK}")[0][0]
            if elapsed > SETTLED_WITHIN_SECONDS or (not running and (calls == last or attempt >= RESTS)):
                return
            last = calls
            time.sleep(SETTLE_STEP_SECONDS)

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> Sight:
        self.rest(IDLE_SECONDS)
        self.before()
        send({})
        self._settle()
        tally, doubt = self._read()
        number = sum(entry.times for entry in tally.entries.values())
        self._sees_queries = number > 0
        where = f"the database{'s' if len(self._databases) > 1 else ''} {', '.join(self._databases)}"
        lines = [f"{self.name} (pg_stat_statements): sees {number} {'query' if number == 1 else 'queries'} of the first request in {where}"]
        if doubt:
            lines.append(doubt)
        if not number:
            lines.append("no query was seen: the service uses another server or database, or the page runs none")
        else:
            lines.append("can't see rows examined and parameters, which pg_stat_statements does not have")
            lines += self._lines_about_plans(tally)
        if self.traffic:
            lines.append(f"other traffic: {self.traffic.rate:.0f} queries a second while no request was made")
        return Sight(self.name, self._sees_queries, tuple(lines))

    def _lines_about_plans(self, tally: Tally) -> list[str]:
        if self._planner is None:
            return []
        for entry in tally.entries.values():
            self._planner.add_plan(entry)
        if not self._planner.refused:
            return []
        return [f"can't see plans; it needs: GRANT pg_read_all_data TO \"{self._address.user}\"; (before PostgreSQL 14: GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"{self._address.user}\";)"]


def _add_fetched(entries: list[Entry], fetches: list[dict[str, Any]]) -> None:
    """What a cursor sends is counted where its rows are fetched. Of several cursors it can't be seen whose rows they are."""
    if len(entries) == 1 and entries[0].times == 1:
        [entry] = entries
        rows, blocks, us = (sum(ran[name] for ran in fetches) for name in ("rows", "blocks", "us"))
        entry.rows, entry.blocks, entry.us = (entry.rows or 0) + rows, (entry.blocks or 0) + blocks, (entry.us or 0) + us
        return
    for entry in entries:
        entry.rows = entry.blocks = entry.us = None
