// What people type, and the case that must be among the first three results.
export const queries = [
  // terms of the trade
  ["n+1", "n-plus-one"], ["N plus one query", "n-plus-one"], ["eager loading", "n-plus-one"], ["lazy loading orm", "n-plus-one"],
  ["ttfb", "streaming-response"], ["504", "background-task"], ["OOM", "iterator"], ["oom killer", "memory-profile"], ["full table scan", "database-index"],
  ["explain seq scan", "database-index"], ["thundering herd", "query-cache"], ["cdn", "response-cache"], ["etag", "conditional-request"],
  ["If-None-Match", "conditional-request"], ["keyset pagination", "pagination"], ["big O", "nested-loops"], ["O(n^2)", "nested-loops"],
  ["group by", "annotation"], ["window function", "raw-sql"], ["select *", "deferred-loading"], ["upsert", "bulk-update"], ["multi row insert", "bulk-create"],
  ["message queue", "background-task"], ["russian doll caching", "fragment-cache"], ["flame graph", "serializer"],
  ["Using filesort", "filesort"], ["order by slow", "filesort"],
  ["count(*) slow", "exact-count"], ["number of results", "exact-count"],
  ["catastrophic backtracking", "regex-backtracking"], ["ReDoS", "regex-backtracking"], ["preg_replace returns null", "regex-backtracking"],
  ["index-only scan", "covering-index"], ["bookmark lookup", "covering-index"],
  ["too many placeholders", "unbounded-in"], ["ORA-01795", "unbounded-in"], ["id__in", "unbounded-in"],
  // Django
  ["select_related", "select-related"], ["select related", "select-related"], ["prefetch_related", "prefetch-related"], ["StreamingHttpResponse", "streaming-response"],
  ["celery", "background-task"], ["django rest framework slow", "serializer"], ["bulk create", "bulk-create"], ["annotate count", "annotation"], ["queryset iterator", "iterator"],
  ["cache_page", "response-cache"], ["django middleware", "middleware"], ["assertNumQueries", "n-plus-one"], ["gunicorn worker timeout", "background-task"],
  // Rails
  ["sidekiq", "background-task"], ["find_each", "iterator"], ["counter_cache", "annotation"], ["insert_all", "bulk-create"], ["fresh_when", "conditional-request"], ["jbuilder", "serializer"],
  ["bullet gem", "n-plus-one"], ["before_action", "middleware"],
  // Laravel
  ["chunkById", "iterator"], ["laravel queue", "background-task"], ["withCount", "annotation"], ["cursorPaginate", "pagination"], ["Allowed memory size exhausted", "memory-profile"],
  // Hibernate and Spring
  ["LazyInitializationException", "n-plus-one"], ["jdbc batch size", "bulk-create"], ["@Cacheable", "query-cache"], ["setFirstResult", "pagination"], ["ShallowEtagHeaderFilter", "conditional-request"],
  // Express and Sequelize
  ["bulkCreate", "bulk-create"], ["sequelize attributes", "deferred-loading"], ["JSON.stringify slow", "serializer"], ["app.use session", "middleware"],
  // symptoms, typos, word forms
  ["list gets slower with every row", "n-plus-one"], ["killed out of memory", "iterator"], ["fast on laptop slow in production", "database-index"], ["slow after midnight", "query-cache"],
  ["database at 100%", "database-index"], ["paginaton", "pagination"], ["prefech related", "prefetch-related"], ["missing indices", "database-index"], ["memroy leak", "memory-profile"], ["serialisation", "serializer"],
  ["cached queries", "query-cache"], ["inserting rows in a loop", "bulk-create"], ["csv exports", "streaming-response"], ["last pages slow", "pagination"],
];
