"""A connection to MariaDB or MySQL."""

from __future__ import annotations

from typing import Any

from . import SourceError, SourceOptions
from .address import Address, password_for

ACCESS_DENIED = 1045
NO_GREETING = 2013  # while connecting
LOST = frozenset({0, 1053, 1077, 1079, 1927, 2006, 2013, 2014, 2055})  # shut down, killed, gone away, lost; 0 has no code: a closed connection
NO_RIGHT = frozenset({1044, 1142, 1143, 1227, 1370})  # to a database, a table, a column, a global privilege
CONNECT_SECONDS = 10
QUERY_SECONDS = 60
NEVER_SLOW_SECONDS = 86_400


class DatabaseError(SourceError):
    """A query failed. Whoever does not expect that lets it end the run."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{text} ({code})")
        self.code = code


class Connection:
    """Reads only, apart from settings. Not thread-safe."""

    def __init__(self, address: Address, options: SourceOptions) -> None:
        try:
            import pymysql
        except ImportError:
            raise SourceError(
                f"{address.scheme}:// needs the Python driver PyMySQL: `apt install python3-pymysql`, or `pip install PyMySQL`"
            ) from None
        self._errors = pymysql.err
        self._address = address
        self._password = password_for(options)
        try:
            self._connection = self._open(pymysql, address)
        except pymysql.err.MySQLError as error:
            code, text = _code_and_text(error)
            if code != ACCESS_DENIED or self._password or options.ask_password is None:
                raise SourceError(_not_connected(address, code, text, bool(self._password))) from None
            self._password = options.ask_password(f"Password of {address}: ")
            try:
                self._connection = self._open(pymysql, address)
            except pymysql.err.MySQLError as again:
                raise SourceError(_not_connected(address, *_code_and_text(again), True)) from None
        self.id = int(self._connection.thread_id())
        self.version = str(self._connection.get_server_info())
        self.is_mariadb = "MariaDB" in self.version
        self.status_schema = "information_schema" if self.is_mariadb else "performance_schema"
        self.run(f"SET SESSION long_query_time = {NEVER_SLOW_SECONDS}")  # the slow log may be on already

    def _open(self, pymysql: Any, address: Address) -> Any:
        where = {"unix_socket": address.socket} if address.socket else {"host": address.host, "port": address.port or 3306}
        return pymysql.connect(
            user=address.user, password=self._password, charset="utf8mb4", autocommit=True, program_name="caseload-detector",
            connect_timeout=CONNECT_SECONDS, read_timeout=QUERY_SECONDS, write_timeout=QUERY_SECONDS, **where,
        )

    @property
    def password(self) -> str:
        return self._password

    def run(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, parameters or None)
                return list(cursor.fetchall())
        except self._errors.MySQLError as error:
            raise self._failed(error) from None

    def status(self, name: str) -> int:
        """Not by SHOW STATUS, which MariaDB adds to the counters of the server but not to those of this session."""
        return int(self.run(f"SELECT variable_value FROM {self.status_schema}.global_status WHERE variable_name = %s", name)[0][0])

    def use(self, database: str) -> None:
        try:
            self._connection.select_db(database)
        except self._errors.MySQLError as error:
            raise self._failed(error) from None

    def _failed(self, error: Exception) -> SourceError:
        code, text = _code_and_text(error)
        if code in LOST:
            return SourceError(f"{self._address}: the connection to the server was lost; it was shut down, or it ended the connection ({text.partition(' (')[0] or 'closed'})")
        return DatabaseError(code, text)

    def close(self) -> None:
        try:
            self._connection.close()
        except self._errors.MySQLError:
            pass  # closed by the server


def _code_and_text(error: Exception) -> tuple[int, str]:
    code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    return code, str(error.args[1] if len(error.args) > 1 else error)


def _not_connected(address: Address, code: int, text: str, with_password: bool) -> str:
    if code == ACCESS_DENIED:
        how = "with this password" if with_password else "without a password; set CASELOAD_EVIDENCE_PASSWORD or use an option file"
        return f"{address}: the server does not let the user {address.user} in {how}"
    return f"{address}: {text}" + ("; is this the port of a database?" if code == NO_GREETING else "")
