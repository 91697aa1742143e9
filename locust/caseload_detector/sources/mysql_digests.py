"""Queries from the statement digests of the performance schema: sums by digest, of all connections."""

from __future__ import annotations

from typing import Any

from .mysql_connection import Connection
from .tally import Tally
from .texts import normalised

COLUMNS = (
    "schema_name, digest, digest_text, count_star, sum_rows_sent, sum_rows_affected, sum_rows_examined, sum_no_index_used, "
    "sum_select_scan + sum_select_full_join, sum_timer_wait"
)
PICOSECONDS = 1_000_000  # in a microsecond
FULL = "the table of digests is full, so new queries are not counted one by one; `TRUNCATE TABLE performance_schema.events_statements_summary_by_digest`, or raise performance_schema_digests_size"


SAMPLE = "query_sample_text"  # of MySQL, not of MariaDB
CUT = "..."  # at the end of a text that was longer than performance_schema_max_sql_text_length


class StatementDigests:
    name = "performance schema"
    knows_parameters = False
    leaves_rows = False
    all_reads: int | None = None

    def __init__(self, connection: Connection, database: str | None) -> None:
        self._connection = connection
        self._database = database
        self._known: dict[tuple[Any, Any], tuple[int, ...]] = {}
        self._since = 0.0
        self.is_full = False
        self.knows_texts = False

    def start(self) -> None:
        columns = {str(row[0]).lower() for row in self._connection.run("SHOW COLUMNS FROM performance_schema.events_statements_summary_by_digest")}
        self.knows_texts = SAMPLE in columns
        self.read()

    def emptied(self, run: Any) -> None:
        pass

    def mark(self) -> Tally:
        return self.read()

    def position(self) -> object:
        return self._connection.run(
            "SELECT SUM(count_star) FROM performance_schema.events_statements_summary_by_digest WHERE schema_name IS NOT NULL"
        )[0][0]

    def read(self) -> Tally:
        """What was added since the last reading. Only digests that were seen lately can have changed."""
        tally = Tally()
        now = float(self._connection.run("SELECT UNIX_TIMESTAMP(SYSDATE(6))")[0][0])
        rows = self._connection.run(
            f"SELECT {SAMPLE if self.knows_texts else 'NULL'}, {COLUMNS} FROM performance_schema.events_statements_summary_by_digest WHERE last_seen >= FROM_UNIXTIME(%s)",
            max(1.0, self._since - 2),
        )
        self._since = now
        for sample, schema, digest, text, *sums in rows:
            values = tuple(int(value) for value in sums)
            before = self._known.get((schema, digest), (0,) * len(values))
            self._known[schema, digest] = values
            if values[0] < before[0]:
                before = (0,) * len(values)  # the table was emptied
            times, sent, changed, examined, no_index, scans, took = (late - early for late, early in zip(values, before))
            if times == 0:
                continue
            if digest is None:
                self.is_full = True
                continue
            if schema is None or (self._database and schema != self._database) or "performance_schema" in str(text):
                continue
            query = normalised(str(text))
            whole = None if sample is None or str(sample).endswith(CUT) else str(sample)
            if whole is not None:
                query = query._replace(wildcard_first=normalised(whole).wildcard_first)
            tally.add(
                query, None, rows=changed if query.kind == "write" else sent, examined=examined, us=took // PICOSECONDS,
                scans=scans > 0 or no_index > 0, times=times, database=str(schema), sums=True, folded="..." in str(text), sample=whole,
            )
        return tally

    def blind_connections(self, own: set[int]) -> list[str]:
        return []

