-- wrk calls this at the end. Times are in microseconds. `unexpected` are responses with a status of 400 and above.
done = function(summary, latency, requests)
  io.write(string.format(
    '{"requests": %d, "duration_s": %.6f, "bytes": %d, "unexpected": %d, "broken": %d, "p50_us": %d, "p90_us": %d, "p99_us": %d, "max_us": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
