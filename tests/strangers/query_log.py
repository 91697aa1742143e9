"""What the database server itself says about the queries of one request: the slow query log of MariaDB, with every query
in it, or PostgreSQL's pg_stat_statements."""

import collections
import dataclasses
import re
import time

from console import Failure

SETTLED_WITHIN_S = 30.0
# Not counted as queries: transactions and the settings of a session.
NOT_QUERIES = re.compile(r"(?i)\s*(BEGIN|START TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT|RELEASE SAVEPOINT|SET|SHOW|DISCARD|RESET|USE)\b")
CURSOR_PART = re.compile(r"(?i)\s*(FETCH|CLOSE)\b")
ENTRY = re.compile(
    r"^# Thread_id: \d+ +Schema: (?P<schema>\S*) .*\n"
    r"^# Query_time: .*Rows_sent: (?P<sent>\d+) +Rows_examined: (?P<examined>\d+)\n"
    r"^# Rows_affected: \d+ +Bytes_sent: (?P<bytes>\d+)\n(?:^# .*\n)*(?:^use .*\n)?^SET timestamp=\d+;\n(?P<sql>.*)", re.M | re.S)


@dataclasses.dataclass
class Measure:
    """The queries of one request. What the server does not count is None."""
    queries: int = 0
    rows_sent: int = 0
    rows_examined: int = None
    bytes_sent: int = None
    blocks: int = None  # pages touched, the nearest that PostgreSQL has to rows examined
    longest: int = 0  # characters of the longest query
    shapes: collections.Counter = dataclasses.field(default_factory=collections.Counter)  # how often each query ran
    read: collections.Counter = dataclasses.field(default_factory=collections.Counter)  # rows examined or blocks, by query


def shape_of(sql):
    """The query without its values."""
    sql = re.sub(r"'(?:[^'\\]|\\.|'')*'", "?", sql)
    sql = re.sub(r"\b\d+(\.\d+)?\b", "?", sql)
    return re.sub(r"\(\?(, ?\?)+\)", "(?, ...)", " ".join(sql.split()))


class SlowLog:
    """Must exist before the services connect, since a connection copies long_query_time when it is opened."""

    def __init__(self, server):
        self.server = server
        self.file = server.stack.log / "every-query.log"
        for name, value in {"slow_query_log_file": f"'{self.file}'", "log_output": "'FILE'", "long_query_time": "0",
                            "min_examined_row_limit": "0", "slow_query_log": "1"}.items():
            server.query(f"SET GLOBAL {name} = {value}")

    def settle(self):
        """Waits until the connections of the services are idle: the log is written after the rows are sent."""
        deadline = time.monotonic() + SETTLED_WITHIN_S
        busy = "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'service' AND command <> 'Sleep'"
        while self.server.query(busy) != [["0"]]:
            if time.monotonic() > deadline:
                raise Failure("a service still runs queries long after its response")
            time.sleep(0.01)

    def of(self, database, request):
        """The queries of the request, and what it returned."""
        self.settle()
        begin = self.file.stat().st_size
        response = request()
        self.settle()
        with open(self.file, encoding="utf-8", errors="replace") as log:
            log.seek(begin)
            entries = log.read().split("# User@Host: ")
        measure = Measure(rows_examined=0, bytes_sent=0)
        for entry in entries:
            found = ENTRY.search(entry)
            if not found or found["schema"] != database.name:
                continue
            sql = re.sub(r"(?m)^# Time: .*\n", "", found["sql"]).strip()
            if sql.startswith("# administrator command") or NOT_QUERIES.match(sql):
                continue
            measure.queries += 1
            measure.rows_sent += int(found["sent"])
            measure.rows_examined += int(found["examined"])
            measure.bytes_sent += int(found["bytes"])
            measure.longest = max(measure.longest, len(sql))
            measure.shapes[shape_of(sql)] += 1
            measure.read[shape_of(sql)] += int(found["examined"])
        return measure, response


class StatStatements:
    """pg_stat_statements is written before the server reports the end of a query, so there is nothing to wait for."""

    def __init__(self, server):
        self.server = server

    def of(self, database, request):
        self.server.query("SELECT pg_stat_statements_reset()")
        response = request()
        rows = self.server.query(
            "SELECT calls, rows, shared_blks_hit + shared_blks_read, regexp_replace(query, E'[\\n\\t ]+', ' ', 'g') FROM pg_stat_statements "
            f"JOIN pg_database ON pg_database.oid = dbid WHERE datname = '{database.name}'")
        measure = Measure(blocks=0)
        for calls, sent, blocks, sql in rows:
            if NOT_QUERIES.match(sql):
                continue
            # A cursor is one query, in however many parts its rows are fetched.
            measure.queries += 0 if CURSOR_PART.match(sql) else int(calls)
            measure.rows_sent += int(sent)
            measure.blocks += int(blocks)
            measure.longest = max(measure.longest, len(sql))
            measure.shapes[shape_of(sql)] += int(calls)
            measure.read[shape_of(sql)] += int(blocks)
        return measure, response


LOGS = {"mariadb": SlowLog, "postgresql": StatStatements}
