// Tracks for one thread which datasets' databases respond. Each change is logged once.
#pragma once

#include <chrono>
#include <exception>
#include <map>
#include <string_view>
#include <utility>

#include "core/knobs.hpp"
#include "io/log/log.hpp"

namespace caseload::jobs {

class Reachability {
 public:
  bool may_query(Dataset dataset) const {
    const auto found = paused_until_.find(dataset);
    return found == paused_until_.end() || std::chrono::steady_clock::now() >= found->second;
  }
  void succeeded(Dataset dataset) {
    if (paused_until_.erase(dataset) > 0) log(dataset, "the queue responds again", io::LogLevel::info, {});
  }
  void failed(Dataset dataset, const std::exception& error) {
    if (!paused_until_.contains(dataset))
      log(dataset, "the queue can't be reached", io::LogLevel::warning, error.what());
    paused_until_[dataset] = std::chrono::steady_clock::now() + pause;
  }

 private:
  // How long a database that doesn't respond or doesn't exist is not used.
  static constexpr std::chrono::seconds pause{2};

  static void log(Dataset dataset, std::string_view message, io::LogLevel level, std::string_view reason) {
    Value::Object fields{{"dataset", name_of(dataset)}};
    if (!reason.empty()) fields.emplace_back("reason", reason);
    io::log(level, message, std::move(fields));
  }

  std::map<Dataset, std::chrono::steady_clock::time_point> paused_until_;
};

}  // namespace caseload::jobs
