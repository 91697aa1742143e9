// The process's metrics in Prometheus' text format (exposition format 0.0.4). Thread-safe and cheap: every
// thread has its own counters, and only metrics_text() adds them up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace caseload::io {

// Names and help texts are in a table in metrics.cpp; an unknown name is a programming error
// (std::logic_error). `labels` is the text between the braces: kind="get",hit="yes". Label values come from
// fixed sets, never from a request. `by` may be negative for a gauge.
void count(std::string_view metric, std::string_view labels = {}, std::int64_t by = 1);
void observe_request(std::string_view route, int status, std::int64_t microseconds);
void set_gauge(std::string_view metric, std::string_view labels, std::int64_t value);
void forget_gauge(std::string_view metric, std::string_view labels);  // its value is no longer known
std::string metrics_text();

// Escapes a value for use between the quotes of a label.
std::string label_value(std::string_view text);

}  // namespace caseload::io
