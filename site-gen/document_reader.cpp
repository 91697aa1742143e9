#include "document_reader.hpp"

#include <cmath>

#include "io/json.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t most_problems = 50;

}  // namespace

void DocumentReader::complain(std::string_view key, std::string_view what) {
  if (problems_.size() > most_problems) return;
  if (problems_.size() == most_problems) {
    problems_.emplace_back("and more");
    return;
  }
  std::string line;
  for (const Step& step : path_) {
    if (!line.empty()) line += '.';
    line += step.key;
    if (step.index >= 0) line += '[' + std::to_string(step.index) + ']';
  }
  if (!key.empty()) line.append(line.empty() ? "" : ".").append(key);
  problems_.push_back(line + ": " + std::string(what));
}

const Value* DocumentReader::present(const Value& parent, std::string_view key) {
  const Value* value = parent.find(key);
  if (value == nullptr) return nullptr;
  if (!value->is_null()) return value;
  complain(key, "is null");
  return nullptr;
}

std::string DocumentReader::text(const Value& parent, std::string_view key) {
  const Value* value = present(parent, key);
  if (value == nullptr) return {};
  if (const std::string* found = value->text()) return *found;
  complain(key, "is no text");
  return {};
}

std::optional<bool> DocumentReader::flag(const Value& parent, std::string_view key) {
  const Value* value = present(parent, key);
  if (value == nullptr) return std::nullopt;
  if (const bool* found = value->boolean()) return *found;
  complain(key, "is neither true nor false");
  return std::nullopt;
}

std::optional<std::int64_t> DocumentReader::whole(const Value& parent, std::string_view key) {
  const Value* value = present(parent, key);
  if (value == nullptr) return std::nullopt;
  if (const std::int64_t* found = value->integer()) return *found;
  complain(key, "is no whole number");
  return std::nullopt;
}

std::optional<std::int64_t> DocumentReader::count(const Value& parent, std::string_view key) {
  const auto found = whole(parent, key);
  if (!found || *found >= 0) return found;
  complain(key, "is negative");
  return std::nullopt;
}

std::optional<double> DocumentReader::number(const Value& parent, std::string_view key) {
  const Value* value = present(parent, key);
  if (value == nullptr) return std::nullopt;
  if (const std::int64_t* integer = value->integer()) return static_cast<double>(*integer);
  if (const double* real = value->real(); real != nullptr && std::isfinite(*real)) return *real;
  complain(key, "is no number");
  return std::nullopt;
}

std::optional<double> DocumentReader::not_negative(const Value& parent, std::string_view key) {
  const auto found = number(parent, key);
  if (!found || *found >= 0) return found;
  complain(key, "is negative");
  return std::nullopt;
}

std::optional<double> DocumentReader::positive(const Value& parent, std::string_view key) {
  const auto found = number(parent, key);
  if (!found || *found > 0) return found;
  complain(key, "is not above 0");
  return std::nullopt;
}

std::vector<std::string> DocumentReader::texts(const Value& parent, std::string_view key) {
  std::vector<std::string> result;
  const Value* value = present(parent, key);
  if (value == nullptr) return result;
  const Value::List* items = value->items();
  if (items == nullptr) {
    complain(key, "is no list");
    return result;
  }
  for (const Value& item : *items) {
    if (const std::string* found = item.text())
      result.push_back(*found);
    else
      complain(key, "holds something that is no text");
  }
  return result;
}

std::vector<std::pair<std::string, std::string>> DocumentReader::names(const Value& parent,
                                                                       std::string_view key) {
  std::vector<std::pair<std::string, std::string>> result;
  object(parent, key, [&](const Value& value) {
    for (const auto& [name, member] : *value.members()) {
      if (const std::string* found = member.text())
        result.emplace_back(name, *found);
      else if (const std::int64_t* integer = member.integer())
        result.emplace_back(name, std::to_string(*integer));
      else if (const bool* boolean = member.boolean())
        result.emplace_back(name, *boolean ? "yes" : "no");
      else if (const double* real = member.real(); real != nullptr && std::isfinite(*real))
        result.emplace_back(name, io::to_json(member));
      else if (member.items() == nullptr)
        complain(name, "is neither text nor number");
    }
  });
  return result;
}

std::vector<std::pair<std::string, std::int64_t>> DocumentReader::counts(const Value& parent,
                                                                         std::string_view key) {
  std::vector<std::pair<std::string, std::int64_t>> result;
  object(parent, key, [&](const Value& value) {
    for (const auto& [name, member] : *value.members()) {
      const std::int64_t* found = member.integer();
      if (found == nullptr)
        complain(name, "is no whole number");
      else if (*found < 0)
        complain(name, "is negative");
      else
        result.emplace_back(name, *found);
    }
  });
  return result;
}

}  // namespace caseload::site
