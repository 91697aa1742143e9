#include "io/http/outbound.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload {
namespace {

using Values = std::unordered_set<std::string>;

bool is_of_a_value(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' ||
         c == '.';
}

bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

template <class Visit>
void each_value(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const auto* const end = std::ranges::find_if_not(text, is_of_a_value);
    const auto length = static_cast<std::size_t>(end - text.begin());
    if (length > 0) visit(std::string(text.substr(0, length)));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

void add_values(std::string_view text, Values& values) {
  each_value(text, [&](std::string value) { values.insert(std::move(value)); });
}

// One line for each change of state, of all threads together.
void note(const io::HttpReply& reply, const std::string& address) {
  static std::atomic<bool> fails = false;
  const bool failed = reply.failure != io::CallFailure::none;
  const std::string name(name_of(reply.failure));
  io::count("caseload_outbound_calls_total", failed ? "failure=\"" + name + "\"" : "failure=\"\"");
  if (fails.exchange(failed) == failed) return;
  if (failed) {
    io::log(io::LogLevel::warning, "a call to another service failed",
            {{"address", address}, {"failure", name}, {"reason", reply.reason}});
  } else {
    io::log(io::LogLevel::info, "calls to other services succeed again", {{"address", address}});
  }
}

std::string values_of(const io::HttpCall& call) {
  return values_in(call.target) + values_in("?" + call.form.value_or(""));
}

OutboundCall span_of(const io::HttpCall& call, const io::HttpReply& reply) {
  return {.shape = shape_of_call(call.method(), call.target),
          .start_us = reply.start_us,
          .end_us = reply.end_us,
          .bytes = reply.bytes,
          .items = items_in(call.target),
          .status = reply.status,
          .failure = std::string(reply.failure == io::CallFailure::none ? "" : name_of(reply.failure))};
}

}  // namespace

Outbound::Outbound(io::HttpClient& client, Trace& trace, const Request& request)
    : client_(client), trace_(trace), request_(request) {}

io::HttpReply Outbound::send(const io::HttpCall& call) {
  return std::move(send_all({&call, 1}).front());
}

std::vector<io::HttpReply> Outbound::send_all(std::span<const io::HttpCall> calls) {
  const io::HttpSettings& settings = client_.settings();
  if (!deadline_)
    deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(settings.deadline_ms);
  std::vector<io::HttpReply> replies;
  {
    const PhaseScope phase(trace_, Phase::calls);
    replies = client_.run(calls, *deadline_, [this] { return trace_.elapsed_us(); });
  }
  if (trace_.probe()) kept_.emplace_back();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    note(replies[i], settings.address);
    trace_.record_call(span_of(calls[i], replies[i]));
    if (trace_.probe()) kept_.back().push_back({values_of(calls[i]), replies[i].body});
  }
  return replies;
}

void Outbound::end_probe() {
  Values sent, received;
  add_values(values_in(request_.target), sent);
  auto call = trace_.calls().begin();
  for (const auto& together : kept_) {
    for (const Exchanged& each : together) {
      bool uses_earlier = false, is_new = false;
      each_value(each.sent, [&](const std::string& value) {
        if (sent.contains(value)) return;
        uses_earlier = uses_earlier || received.contains(value);
        is_new = is_new || has_digit(value);
      });
      const bool is_first = &together == &kept_.front();
      if (is_first || uses_earlier || !is_new) call->uses_earlier = uses_earlier;
      ++call;
    }
    for (const Exchanged& each : together) {
      add_values(each.sent, sent);
      add_values(each.received, received);
    }
  }
}

}  // namespace caseload
