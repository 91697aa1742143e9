// Reads a JSON document that may contain anything. Missing values stay missing. Invalid values (null, a wrong
// type, a number out of range) are treated as missing and reported with their position:
// "cases[2].variants[0].requests: is negative".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/json/json_document.hpp"

namespace caseload::site {

using io::JsonNode;

// How much of a file is read. The whole file is parsed, so a file that is not JSON is always refused, but
// parts that the history doesn't show are not checked.
enum class Reading {
  in_full,
  for_history,  // what pages show about an older run: headlines, comparisons, throughput, outcomes, score
};

class DocumentReader {
 public:
  explicit DocumentReader(std::vector<std::string>& problems, Reading reading = Reading::in_full)
      : problems_(problems), reading_(reading) {}

  bool in_full() const { return reading_ == Reading::in_full; }

  void complain(std::string_view key, std::string_view what);

  std::string text(const JsonNode& parent, std::string_view key);
  std::optional<bool> flag(const JsonNode& parent, std::string_view key);
  std::optional<std::int64_t> whole(const JsonNode& parent, std::string_view key);
  std::optional<std::int64_t> count(const JsonNode& parent, std::string_view key);  // not negative
  std::optional<double> number(const JsonNode& parent, std::string_view key);
  std::optional<double> not_negative(const JsonNode& parent, std::string_view key);
  std::optional<double> positive(const JsonNode& parent, std::string_view key);
  std::vector<std::string> texts(const JsonNode& parent, std::string_view key);
  // Members that are strings, numbers or booleans, as text. Lists are ignored.
  std::vector<std::pair<std::string, std::string>> names(const JsonNode& parent, std::string_view key);
  std::vector<std::pair<std::string, std::int64_t>> counts(const JsonNode& parent, std::string_view key);

  // Calls `read(item)` for each item that is an object.
  template <typename Read>
  void each(const JsonNode& parent, std::string_view key, Read read) {
    const std::optional<JsonNode> value = present(parent, key);
    if (!value) return;
    if (!value->is_list()) return complain(key, "is not a list");
    path_.push_back({key, 0});
    value->each_item([&](const JsonNode& item) {
      if (item.is_object())
        read(item);
      else
        complain("", "is not an object");
      ++path_.back().index;
    });
    path_.pop_back();
  }

  template <typename Read>
  void object(const JsonNode& parent, std::string_view key, Read read) {
    const std::optional<JsonNode> value = present(parent, key);
    if (!value) return;
    if (!value->is_object()) return complain(key, "is not an object");
    path_.push_back({key, -1});
    read(*value);
    path_.pop_back();
  }

 private:
  struct Step {
    std::string_view key;
    int index;  // -1 for an object that is not an item of a list
  };

  std::optional<JsonNode> present(const JsonNode& parent, std::string_view key);

  std::vector<std::string>& problems_;
  Reading reading_;
  std::vector<Step> path_;
};

}  // namespace caseload::site
