"""The pages under test: with an issue and its label, fixed, and hard negatives."""

from __future__ import annotations

from functools import partial
from typing import Callable

from pages_responses import (
    conditional_fast,
    conditional_ignored,
    conditional_late,
    conditional_none,
    deferred_fast,
    deferred_slow,
    export_streamed,
    export_whole,
    fragment_dropped,
    fragment_fast,
    fragment_slow,
    iterator_fast,
    iterator_slow,
    memory_fast,
    memory_slow,
    middleware_fast,
    middleware_slow,
    middleware_slow_floor,
    pagination_in_memory,
    pagination_keyset,
    pagination_offset,
    query_cache_dropped,
    query_cache_fast,
    query_cache_slow,
    report_fast,
    report_slow,
    response_cache_dropped,
    response_cache_memcached,
    response_cache_nginx,
    response_cache_slow,
    serializer_fast,
    serializer_slow,
)
from pages_database import (
    annotation_fast,
    annotation_slow,
    bulk_create_chunked,
    bulk_create_one_transaction,
    bulk_create_slow,
    bulk_update_chunked,
    bulk_update_slow,
    hashed_code,
    index,
    n_plus_one,
    nested_code,
    nested_queries,
    no_index,
    one_query,
    prefetch_chunked,
    prefetch_slow,
    raw_sql_fast,
    raw_sql_slow,
    select_related,
)
from pages_negative import (
    bypassed_after_write,
    cold_first,
    dashboard,
    honest_report,
    personal,
    six_of_one_shape,
    small_table,
    small_uncompressed,
)
from recorded import Behaviour, Dossier, dossier

Made = Callable[[], Dossier]
Options = dict[str, object]

SLOW_PAGES: dict[str, tuple[str, Behaviour, Options]] = {
    "n-plus-one/slow": ("n-plus-one", n_plus_one, {}),
    "select-related/slow": ("select-related", select_related, {}),
    "prefetch-related/slow": ("prefetch-related", prefetch_slow, {}),
    "nested-loops/queries": ("nested-loops", nested_queries, {}),
    "nested-loops/in-memory": ("nested-loops", nested_code, {"long": True}),
    "bulk-create/slow": ("bulk-create", bulk_create_slow, {"method": "POST"}),
    "bulk-create/one-transaction": ("bulk-create", bulk_create_one_transaction, {"method": "POST"}),
    "bulk-update/slow": ("bulk-update", bulk_update_slow, {"method": "POST"}),
    "annotation/slow": ("annotation", annotation_slow, {}),
    "database-index/slow": ("database-index", no_index, {"size": False}),
    "raw-sql/slow": ("raw-sql", raw_sql_slow, {"size": False}),
    "query-cache/slow": ("query-cache", query_cache_slow, {"size": False}),
    "query-cache/dropped": ("query-cache", query_cache_dropped, {"size": False}),
    "fragment-cache/slow": ("fragment-cache", fragment_slow, {"size": False}),
    "fragment-cache/dropped": ("fragment-cache", fragment_dropped, {"size": False}),
    "deferred-loading/slow": ("deferred-loading", deferred_slow, {}),
    "pagination/in-memory": ("pagination", pagination_in_memory, {"size": False, "pages": True}),
    "pagination/offset": ("pagination", pagination_offset, {"size": False, "pages": True}),
    "serializer/slow": ("serializer", serializer_slow, {}),
    "middleware/slow": ("middleware", middleware_slow, {"size": False, "floor_page": middleware_slow_floor}),
    "response-cache/slow": ("response-cache", response_cache_slow, {"size": False}),
    "response-cache/dropped": ("response-cache", response_cache_dropped, {"size": False}),
    "conditional-request/slow": ("conditional-request", conditional_none, {"size": False}),
    "conditional-request/late": ("conditional-request", conditional_late, {"size": False}),
    "conditional-request/ignored": ("conditional-request", conditional_ignored, {"size": False}),
    "background-task/slow": ("background-task", report_slow, {"size": False, "method": "POST"}),
    "streaming-response/slow": ("streaming-response", export_whole, {"long": True}),
    "memory-profile/slow": ("memory-profile", memory_slow, {"size": False}),
    "iterator/slow": ("iterator", iterator_slow, {"size": False}),
}

QUIET_PAGES: dict[str, tuple[Behaviour, Options]] = {
    "one query": (one_query, {"long": True}),
    "prefetch-related/fast, a chunked prefetch": (prefetch_chunked, {"long": True}),
    "nested-loops/fast": (hashed_code, {"long": True}),
    "bulk-create/fast": (bulk_create_chunked, {"method": "POST"}),
    "bulk-update/fast": (bulk_update_chunked, {"method": "POST"}),
    "annotation/fast": (annotation_fast, {"long": True}),
    "database-index/fast": (index, {"size": False}),
    "raw-sql/fast": (raw_sql_fast, {"size": False}),
    "query-cache/fast": (query_cache_fast, {"size": False}),
    "fragment-cache/fast": (fragment_fast, {"size": False}),
    "deferred-loading/fast": (deferred_fast, {"long": True}),
    "pagination/keyset": (pagination_keyset, {"size": False, "pages": True}),
    "serializer/fast": (serializer_fast, {"long": True}),
    "middleware/fast": (middleware_fast, {"size": False}),
    "response-cache/memcached": (response_cache_memcached, {"size": False}),
    "response-cache/nginx": (response_cache_nginx, {"size": False}),
    "conditional-request/fast": (conditional_fast, {"size": False}),
    "background-task/fast": (report_fast, {"size": False, "method": "POST"}),
    "streaming-response/fast": (export_streamed, {"long": True}),
    "memory-profile/fast": (memory_fast, {"size": False}),
    "iterator/fast": (iterator_fast, {"size": False}),
    "dashboard of 12 lookups": (dashboard, {"size": False}),
    "6 lookups of one shape": (six_of_one_shape, {"size": False}),
    "full scan of a small table": (small_table, {"size": False}),
    "small uncompressed body": (small_uncompressed, {"size": False}),
    "cold first request": (cold_first, {"size": False}),
    "personal page": (personal, {"size": False}),
    "report that is slow for a good reason": (honest_report, {"size": False}),
    "cache bypassed after a write": (bypassed_after_write, {"size": False}),
}

SLOW: dict[str, tuple[str, Made]] = {
    name: (label, partial(dossier, behaviour, **options)) for name, (label, behaviour, options) in SLOW_PAGES.items()  # type: ignore[arg-type]
}
QUIET: dict[str, Made] = {
    name: partial(dossier, behaviour, **options) for name, (behaviour, options) in QUIET_PAGES.items()  # type: ignore[arg-type]
}
