"""MariaDB and MySQL as a source: the performance schema where it is on, otherwise the slow log, switched on for the run."""

from __future__ import annotations

import itertools
import math
import sys
import time
from typing import Any, Callable, Mapping

from ..evidence import Observation
from ..evidence_keys import KEYS
from . import Sight, SourceError, SourceOptions, Trace
from .address import address_of
from .mysql_connection import NO_RIGHT, Connection, DatabaseError
from .mysql_digests import FULL, StatementDigests
from .mysql_plan import Planner
from .mysql_slow_log import SlowLog
from .settings import Settings
from .tally import Tally, add_to
from .traffic import TOO_MUCH, OtherTraffic

SETTLED_WITHIN_SECONDS = 1.0
SETTLE_STEP_SECONDS = 0.002
RESTS = 4  # readings that differ, after which other traffic is what moves the counts
IDLE_SECONDS = 1.0  # how long other traffic is looked for before the first request
READERS = ("digests", "slow_log")
# Status counters of the whole server, without those of the detector's own connection. Evidence keys of the service's own evidence.
COUNTERS = {
    "Bytes_sent": KEYS.db_bytes,
    "Select_scan": KEYS.full_scan,
    "Select_full_join": KEYS.full_scan,
    "Sort_rows": KEYS.sort_rows,
    "Created_tmp_tables": KEYS.tmp_table,
}
FEW = 3
CHECKED = ("Com_select", "Com_stmt_execute")


class MariaDb:
    shared = True

    def __init__(self, url: str, options: SourceOptions) -> None:
        self._address = address_of(url, options.option_file)
        self._options = options
        self.name = self._address.scheme
        wanted = self._address.options.pop("read", None)
        empty = self._address.options.pop("empty_log", "no")
        if empty not in ("yes", "no"):
            raise SourceError(f"{self._address}: empty_log={empty} is not valid; use yes or no")
        self._may_empty = empty == "yes"
        if wanted not in (None, *READERS):
            raise SourceError(f"{self._address}: read={wanted} is not valid; use {' or '.join(READERS)}")
        if self._address.options:
            raise SourceError(f"{self._address}: {next(iter(self._address.options))} is not an option of this source; it has socket, read and empty_log")
        self._wanted = wanted
        self._connection: Connection | None = None
        self._settings = Settings(self._second_connection)
        self._reader: SlowLog | StatementDigests | None = None
        self._planner: Planner | None = None
        self._status: dict[str, int] = {}
        self._sees_queries = False
        self._began = 0.0
        self.traffic = OtherTraffic()

    def open(self) -> None:
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        self._connection = connection = Connection(self._address, self._options)
        if self._options.password is None and connection.password:
            self._options = SourceOptions(self._options.option_file, connection.password)
        has_digests = bool(int(connection.run("SELECT @@global.performance_schema")[0][0]))
        if self._wanted == "digests" and not has_digests:
            raise SourceError(f"{self._address}: performance_schema is off; it needs `performance_schema = ON` in the server's configuration and a restart")
        self._planner = Planner(Connection(self._address, self._options))  # before the log is on, so that it logs nothing itself
        if has_digests and self._wanted != "slow_log":
            self._read_digests(connection)
        else:
            self._read_slow_log(connection)

    def _read_digests(self, connection: Connection) -> None:
        reader = StatementDigests(connection, self._address.database)
        try:
            reader.start()
        except DatabaseError as error:
            raise self._refused(error, "GRANT SELECT ON performance_schema.* TO {user};") from None
        self._reader = reader

    def _read_slow_log(self, connection: Connection) -> None:
        reader = SlowLog(connection, self._settings, self._address.database, self._may_empty)
        self._reader = reader
        right = "SUPER" if connection.is_mariadb else "SYSTEM_VARIABLES_ADMIN"
        try:
            reader.start()
        except DatabaseError as error:
            raise self._refused(
                error, f"GRANT {right}, PROCESS ON *.* TO {{user}}; GRANT SELECT, DROP ON mysql.slow_log TO {{user}};"
            ) from None

    def _refused(self, error: DatabaseError, grants: str) -> SourceError:
        if error.code not in NO_RIGHT:
            return SourceError(f"{self._address}: {error}")
        return SourceError(f"{self._address}: {error}. The user needs: {grants.format(user=self._user())}")

    def _user(self) -> str:
        assert self._connection is not None
        user, _, host = str(self._connection.run("SELECT CURRENT_USER()")[0][0]).rpartition("@")
        return f"'{user}'@'{host}'"

    def _second_connection(self) -> tuple[Any, Callable[[], None]]:
        connection = Connection(self._address, self._options)
        return connection.run, connection.close

    def close(self) -> None:
        reader, self._reader = self._reader, None
        try:
            self._settings.restore()
            if reader is not None and self._connection is not None:
                run, close = self._second_connection()
                try:
                    reader.emptied(run)
                finally:
                    close()
        except SourceError as error:  # the server is no longer there; `restore` has said what it could not put back
            if reader is not None and reader.leaves_rows:
                print(f"detector: {error}. The queries of this run are still in mysql.slow_log. Run: TRUNCATE TABLE mysql.slow_log;", file=sys.stderr)
        finally:
            for connection in self._own_connections():
                connection.close()
            self._connection = self._planner = None

    def _own_connections(self) -> list[Connection]:
        return [connection for connection in (self._connection, self._planner and self._planner.connection) if connection]

    def headers(self, trace: Trace) -> dict[str, str]:
        return {}

    def before(self) -> None:
        reader = self._opened()
        reader.mark()
        self._began = time.monotonic()
        self._status = self._counters()

    def after(self, seen: Observation) -> None:
        reader = self._opened()
        self._settle()
        tally = reader.read()
        moved = {name: value - self._status.get(name, 0) for name, value in self._counters().items()}
        self._sees_queries = self._sees_queries or bool(tally.entries)
        if not self._sees_queries:
            return  # nothing has been seen yet, which is not the same as no queries
        unseen = self._unseen(reader, moved)
        if unseen:
            seen.doubts.append(unseen)
            return
        for name, key in COUNTERS.items():
            tally.counts[key] = tally.counts.get(key, 0) + moved[name]
        if self._planner and reader.knows_texts:
            for entry in tally.entries.values():
                self._planner.add_plan(entry, entry.database)
        add_to(seen, tally)

    def rest(self, seconds: float) -> None:
        reader = self._opened()
        self._settle()
        reader.mark()
        began = time.monotonic()
        time.sleep(seconds)
        self.traffic.add(time.monotonic() - began, reader.mark())

    def _unseen(self, reader: SlowLog | StatementDigests, moved: dict[str, int]) -> str:
        """Why the tally lacks queries; "" if it has all."""
        if isinstance(reader, StatementDigests):
            if reader.is_full:
                return f"{self.name}: {FULL}"
            if self._connection and self._connection.is_mariadb and moved["Com_stmt_execute"] > 0:
                return f"{self.name}: {moved['Com_stmt_execute']} queries were prepared on the server; the performance schema of MariaDB does not count those by digest"
            return ""
        missing = moved["Com_select"] - reader.all_reads
        if self.traffic:  # some of its queries are counted before the first reading and logged after it, or the other way round
            missing -= FEW + math.ceil(2 * self.traffic.rate * (time.monotonic() - self._began))
        if missing > 0 and self.traffic:
            return f"{TOO_MUCH}: {missing} queries were running while the slow log was read, or are not in it"
        if missing > 0 and reader.switched_off():
            return f"{self.name}: somebody switched the slow log off during the run"
        return f"{self.name}: {missing} {'query' if missing == 1 else 'queries'} ran on connections that the slow log does not see" if missing > 0 else ""

    def _opened(self) -> SlowLog | StatementDigests:
        if self._reader is None:
            raise SourceError(f"{self.name}: the source is closed")
        return self._reader

    def _counters(self) -> dict[str, int]:
        """Of all connections but this one and the planner's."""
        assert self._connection is not None
        names = ", ".join(f"'{name}'" for name in (*COUNTERS, *CHECKED))
        schema = self._connection.status_schema
        rows = self._connection.run(
            f"SELECT g.variable_name, g.variable_value, s.variable_value FROM {schema}.global_status g "
            f"JOIN {schema}.session_status s ON s.variable_name = g.variable_name WHERE g.variable_name IN ({names})"
        )
        return {str(name).capitalize(): int(all_) - int(own) for name, all_, own in rows}

    def _settle(self) -> None:
        """A query is counted a moment after its response was sent. Waits until no other connection still runs one that began before
        that, and for the counts to rest, if other traffic lets them."""
        reader, connection = self._opened(), self._connection
        assert connection is not None
        began = time.monotonic()
        last: object = None
        for attempt in itertools.count():
            elapsed = time.monotonic() - began
            older = f" AND time_ms >= {elapsed * 1000:.0f}" if connection.is_mariadb else ""
            running = connection.run(
                "SELECT COUNT(*) FROM information_schema.processlist WHERE command IN ('Query', 'Execute', 'Fetch') AND id <> CONNECTION_ID() "
                f"AND user NOT IN ('system user', 'event_scheduler'){older}"
            )[0][0]
            position = reader.position()
            if elapsed > SETTLED_WITHIN_SECONDS or (not running and (position == last or attempt >= RESTS)):
                return
            last = position
            time.sleep(SETTLE_STEP_SECONDS)

    def self_test(self, send: Callable[[Mapping[str, str]], Observation]) -> Sight:
        self.rest(IDLE_SECONDS)
        self.before()
        send({})
        self._settle()
        tally = self._opened().read()
        moved = {name: value - self._status[name] for name, value in self._counters().items()}
        if self._wanted is None and isinstance(self._reader, StatementDigests) and self._unseen(self._reader, moved):
            return self._test_slow_log(send, self._unseen(self._reader, moved))
        return self._sight(tally, moved)

    def _test_slow_log(self, send: Callable[[Mapping[str, str]], Observation], why: str) -> Sight:
        """The digests lack what the service prepares on the server, so the slow log is read instead, if it may be switched on."""
        assert self._connection is not None
        digests = self._reader
        try:
            self._read_slow_log(self._connection)
        except SourceError as error:
            self._reader = digests
            self._settings.restore()
            return Sight(self.name, False, (f"{why}, and the slow log can't be used instead: {error}",))
        return self.self_test(send)

    def _sight(self, tally: Tally, moved: dict[str, int]) -> Sight:
        reader = self._opened()
        number = sum(entry.times for entry in tally.entries.values())
        unseen = self._unseen(reader, moved)
        self._sees_queries = number > 0 and not unseen
        where = f" in the database {self._address.database}" if self._address.database else ""
        lines = [f"{self.name} ({reader.name}): sees {number} {'query' if number == 1 else 'queries'} of the first request{where}"]
        blind = reader.blind_connections({connection.id for connection in self._own_connections()})
        if blind:
            users = ", ".join(sorted(set(blind)))
            lines.append(
                f"{len(blind)} {f'connection ({users}) was' if len(blind) == 1 else f'connections ({users}) were'} opened before the slow log was switched on "
                f"and {'logs' if len(blind) == 1 else 'log'} nothing: "
                "switch it on as docs/evidence-sources.md shows, restart the service or let its pool reconnect, and run again"
            )
        elif unseen:
            lines.append(f"{unseen}")
        elif not number:
            lines.append(
                "no query was seen: the service uses another server or database, or the page runs none"
                + (f"; without /{self._address.database} in the address, queries in all databases count" if where else "")
            )
        if not reader.knows_parameters:
            hidden = "parameters" if reader.knows_texts else "plans and parameters"
            lines.append(f"can't see {hidden}, for which it needs the slow log (add ?read=slow_log to the address)")
        if reader.knows_texts and number:
            sample = next((entry for entry in tally.entries.values() if not entry.write), None)
            if sample is not None and self._planner:
                self._planner.add_plan(sample, sample.database)
            refused = self._planner.refused if self._planner else {}
            lines += [f"can't see plans; it needs: {grant.format(user=self._user())}" for grant in refused.values()]
        if isinstance(reader, SlowLog) and reader.keeps_rows:
            lines.append("mysql.slow_log was in use, so the rows of this run stay in it, and reading it takes longer each time; with empty_log=yes it is emptied")
        if self.traffic:
            lines.append(f"other traffic: {self.traffic.rate:.0f} queries a second while no request was made")
        return Sight(self.name, self._sees_queries, tuple(lines))
