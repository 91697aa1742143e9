// The headers of a trace. Every response has them, so they are written without intermediate texts.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iterator>

#include "core/trace.hpp"

namespace caseload {

namespace {

void append_number(std::string& text, std::int64_t number) {
  char digits[24];
  text.append(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
}

// "db;dur=4.312", in milliseconds.
void append_duration(std::string& header, std::string_view name, std::string_view step,
                     std::int64_t microseconds) {
  if (!header.empty()) header += ", ";
  header += name;
  if (!step.empty()) header.append(".").append(step);
  header += ";dur=";
  const std::int64_t part = std::abs(microseconds % 1'000);
  if (microseconds < 0) header += '-';
  append_number(header, std::abs(microseconds / 1'000));
  const auto digit = [](std::int64_t value) { return static_cast<char>('0' + value % 10); };
  header.append({'.', digit(part / 100), digit(part / 10), digit(part)});
}

}  // namespace

std::string Trace::evidence_header() const {
  static const std::size_t max_bytes = [] {
    constexpr std::size_t around_name = 24;  // ", ", "=" and the longest number
    std::size_t bytes = 0;
    for (const EvidenceKey& key : evidence_keys()) bytes += key.name.size() + around_name;
    return bytes;
  }();
  std::string header(max_bytes, '\0');
  char* const begin = header.data();
  char* end = begin;
  evidence().each([&](const EvidenceKey& key, std::int64_t value) {
    if (end != begin) end = std::ranges::copy(std::string_view(", "), end).out;
    end = std::ranges::copy(key.name, end).out;
    *end++ = '=';
    end = std::to_chars(end, begin + max_bytes, value).ptr;
  });
  header.resize(static_cast<std::size_t>(end - begin));
  return header;
}

std::string Trace::server_timing() const {
  std::string header;
  header.reserve(256);
  for (std::size_t i = 0; i < phase_count; ++i) {
    const auto phase = static_cast<Phase>(i);
    const bool has_steps = phase == Phase::middleware && !steps_.empty();
    const bool took_time = phases_[i].wall_us != 0 || phases_[i].cpu_us != 0;
    if (phase == Phase::send || (!took_time && !has_steps)) continue;
    append_duration(header, name_of(phase), {}, phases_[i].wall_us);
    if (!has_steps) continue;
    for (const StepRecord& step : steps_) append_duration(header, name_of(phase), step.name, step.wall_us);
  }
  append_duration(header, "total", {}, total_us_);
  return header;
}

}  // namespace caseload
