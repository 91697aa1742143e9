// Counters of the process in Prometheus' text format (exposition format 0.0.4). Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace caseload::io {

// Names and help are one table in metrics.cpp; an unknown name is a programming error (assert).
void count(std::string_view metric, std::string_view labels = {}, std::int64_t by = 1);
void observe_request(std::string_view route, int status, std::int64_t microseconds);
void set_gauge(std::string_view metric, std::string_view labels, std::int64_t value);
std::string metrics_text();

}  // namespace caseload::io
