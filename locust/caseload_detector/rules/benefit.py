"""What a finding must save per request at least. Below that it is a note."""

MIN_QUERIES = 5
MIN_WIRE_BYTES = 14_600  # what a server sends before it waits for the client: 10 segments (RFC 6928)
MIN_CPU_US = 10_000
MIN_RENDER_US = 2_000  # to print one response; at 100 requests a second, a fifth of a processor
MIN_MATCH_STEPS = 1_000_000  # of regular expressions, at 10 ns each: as much as MIN_CPU_US
MIN_IDLE_US = 10_000  # of a transaction in which no query runs
USUAL_PAUSE_US, LONG_PAUSE_US = 400, 1_000  # between two queries, which an ORM needs for the next one; from the second on it does something else
MIN_PEAK_BYTES = 1_000_000
MIN_ROWS_EXAMINED = 1_000
MIN_QUERY_US = 1_000  # that a query takes longer
MIN_SCAN_US, MIN_SCAN_GROWTH = 300, 1.5  # the same for one whose text says that it reads the whole table: as long as MIN_ROWS_EXAMINED take, at 0.3 µs each
FAR_PAGES = 10  # times that, because far pages of a list are visited rarely
MIN_PAGES = 1_000  # of the database, looked up one by one
MIN_BLOCKS = 20  # pages of the database: about 1,000 rows of 150 bytes in pages of 8 kB
