"""Queries from the slow log, written to a table: each execution with its text, rows and rows examined."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from .mysql_connection import Connection, DatabaseError
from .settings import Settings
from .tally import Tally
from .texts import normalised

SETTINGS: dict[str, Any] = {
    "log_output": "TABLE",
    "long_query_time": 0,
    "min_examined_row_limit": 0,
    "log_queries_not_using_indexes": 0,  # MySQL limits those by log_throttle_queries_not_using_indexes
    "log_slow_filter": "",
    "log_slow_rate_limit": 1,
    "slow_query_log": 1,  # last, because the connections that are opened from now on copy what is set
}
OF_MARIADB = ("log_slow_filter", "log_slow_rate_limit")
EMPTIED_FROM = 5_000  # rows; the table has no index, so each reading reads all of it


class SlowLog:
    name = "slow log"
    knows_texts = knows_parameters = True

    def __init__(self, connection: Connection, settings: Settings, database: str | None, may_empty: bool) -> None:
        self._connection = connection
        self._settings = settings
        self._database = database
        self._offset = 0
        self._is_ours = may_empty  # it may be emptied
        self.first_id = 0  # connections with a lower id were opened before the log was on
        self.all_reads = 0  # logged for all databases since the last mark

    def start(self) -> None:
        columns = {row[0].lower() for row in self._connection.run("SHOW COLUMNS FROM mysql.slow_log")}
        self._changed = "rows_affected" if "rows_affected" in columns else "NULL"
        self._offset = int(self._connection.run("SELECT COUNT(*) FROM mysql.slow_log")[0][0])
        was_on = self._connection.run(
            "SELECT @@global.slow_query_log = 1 AND @@global.long_query_time = 0 AND @@global.log_output LIKE '%%TABLE%%'"
        )[0][0]
        self._is_ours = self._is_ours or (self._offset == 0 and not was_on)
        if self._is_ours:
            self._connection.run("TRUNCATE TABLE mysql.slow_log")  # now, so that a missing right is noticed
            self._offset = 0
        if "TABLE" in str(self._connection.run("SELECT @@global.log_output")[0][0]):
            wanted = {name: value for name, value in SETTINGS.items() if name != "log_output"}
        else:
            wanted = SETTINGS
        for name, value in wanted.items():
            if self._connection.is_mariadb or name not in OF_MARIADB:
                self._settings.set_global(self._connection.run, name, value)
        self.first_id = 0 if was_on else int(self._connection.run("SELECT MAX(id) FROM information_schema.processlist")[0][0]) + 1

    def emptied(self, run: Any) -> None:
        """The rows of this run hold literals, so they don't stay. Called after the settings are restored."""
        if self._is_ours:
            run("TRUNCATE TABLE mysql.slow_log")

    @property
    def leaves_rows(self) -> bool:
        """Whether rows of this run are in the table until `emptied`."""
        return self._is_ours

    @property
    def keeps_rows(self) -> bool:
        return not self._is_ours

    def mark(self) -> Tally:
        """Returns what ran since the last mark or reading."""
        tally = self.read()
        if self._is_ours and self._offset >= EMPTIED_FROM:
            self._connection.run("TRUNCATE TABLE mysql.slow_log")
            self._offset = 0
        return tally

    def position(self) -> object:
        return self._connection.status("Slow_queries")

    def read(self) -> Tally:
        tally = Tally()
        self.all_reads = 0
        rows = self._connection.run(
            f"SELECT sql_text, rows_sent, rows_examined, {self._changed}, query_time, thread_id, db FROM mysql.slow_log LIMIT %s, 18446744073709551615",
            self._offset,
        )
        self._offset += len(rows)
        for text, sent, examined, changed, took, connection, database in rows:
            if connection == self._connection.id:
                continue
            sql = text if isinstance(text, str) else text.decode("utf-8", "replace")
            query = normalised(sql)
            self.all_reads += query.text.lstrip("( ").startswith(("select", "with", "set statement"))
            if self._database and database and database != self._database:
                continue
            tally.add(
                query, connection, rows=changed if query.kind == "write" else sent, examined=examined,
                us=round(took / timedelta(microseconds=1)), sample=sql, database=str(database or ""),
            )
        return tally

    def switched_off(self) -> bool:
        return bool(self._connection.run("SELECT @@global.slow_query_log = 0 OR @@global.log_output NOT LIKE '%%TABLE%%'")[0][0])

    def blind_connections(self, own: set[int]) -> list[str]:
        """Users of connections that were opened before the log was on, which log nothing."""
        try:
            rows = self._connection.run(
                "SELECT id, user, db FROM information_schema.processlist WHERE id < %s AND command <> 'Daemon' "
                "AND user NOT IN ('system user', 'event_scheduler', 'unauthenticated user')",
                self.first_id,
            )
        except DatabaseError:
            return []
        return [str(user) for number, user, database in rows if number not in own and (not self._database or database in (None, self._database))]
