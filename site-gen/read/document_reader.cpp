#include "read/document_reader.hpp"

#include <cmath>

#include "io/json/json.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_problems = 50;

}  // namespace

void DocumentReader::complain(std::string_view key, std::string_view what) {
  if (problems_.size() > max_problems) return;
  if (problems_.size() == max_problems) {
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

std::optional<JsonNode> DocumentReader::present(const JsonNode& parent, std::string_view key) {
  const std::optional<JsonNode> value = parent.find(key);
  if (!value || !value->is_null()) return value;
  complain(key, "is null");
  return std::nullopt;
}

std::string DocumentReader::text(const JsonNode& parent, std::string_view key) {
  const std::optional<JsonNode> value = present(parent, key);
  if (!value) return {};
  if (const auto found = value->text()) return std::string(*found);
  complain(key, "is not a string");
  return {};
}

std::optional<bool> DocumentReader::flag(const JsonNode& parent, std::string_view key) {
  const std::optional<JsonNode> value = present(parent, key);
  if (!value) return std::nullopt;
  if (const auto found = value->boolean()) return found;
  complain(key, "is neither true nor false");
  return std::nullopt;
}

std::optional<std::int64_t> DocumentReader::whole(const JsonNode& parent, std::string_view key) {
  const std::optional<JsonNode> value = present(parent, key);
  if (!value) return std::nullopt;
  if (const auto found = value->integer()) return found;
  complain(key, "is not a whole number");
  return std::nullopt;
}

std::optional<std::int64_t> DocumentReader::count(const JsonNode& parent, std::string_view key) {
  const auto found = whole(parent, key);
  if (!found || *found >= 0) return found;
  complain(key, "is negative");
  return std::nullopt;
}

std::optional<double> DocumentReader::number(const JsonNode& parent, std::string_view key) {
  const std::optional<JsonNode> value = present(parent, key);
  if (!value) return std::nullopt;
  if (const auto integer = value->integer()) return static_cast<double>(*integer);
  if (const auto real = value->real(); real && std::isfinite(*real)) return real;
  complain(key, "is not a number");
  return std::nullopt;
}

std::optional<double> DocumentReader::not_negative(const JsonNode& parent, std::string_view key) {
  const auto found = number(parent, key);
  if (!found || *found >= 0) return found;
  complain(key, "is negative");
  return std::nullopt;
}

std::optional<double> DocumentReader::positive(const JsonNode& parent, std::string_view key) {
  const auto found = number(parent, key);
  if (!found || *found > 0) return found;
  complain(key, "is not above 0");
  return std::nullopt;
}

std::vector<std::string> DocumentReader::texts(const JsonNode& parent, std::string_view key) {
  std::vector<std::string> result;
  const std::optional<JsonNode> value = present(parent, key);
  if (!value) return result;
  if (!value->is_list()) complain(key, "is not a list");
  value->each_item([&](const JsonNode& item) {
    if (const auto found = item.text())
      result.emplace_back(*found);
    else
      complain(key, "contains something that is not a string");
  });
  return result;
}

std::vector<std::pair<std::string, std::string>> DocumentReader::names(const JsonNode& parent,
                                                                       std::string_view key) {
  std::vector<std::pair<std::string, std::string>> result;
  object(parent, key, [&](const JsonNode& value) {
    value.each_member([&](std::string_view name, const JsonNode& member) {
      if (const auto found = member.text())
        result.emplace_back(name, *found);
      else if (const auto integer = member.integer())
        result.emplace_back(name, std::to_string(*integer));
      else if (const auto boolean = member.boolean())
        result.emplace_back(name, *boolean ? "yes" : "no");
      else if (const auto real = member.real(); real && std::isfinite(*real))
        result.emplace_back(name, io::to_json(Value(*real)));
      else if (!member.is_list())
        complain(name, "is neither a string nor a number");
    });
  });
  return result;
}

std::vector<std::pair<std::string, std::int64_t>> DocumentReader::counts(const JsonNode& parent,
                                                                         std::string_view key) {
  std::vector<std::pair<std::string, std::int64_t>> result;
  object(parent, key, [&](const JsonNode& value) {
    value.each_member([&](std::string_view name, const JsonNode& member) {
      const auto found = member.integer();
      if (!found)
        complain(name, "is not a whole number");
      else if (*found < 0)
        complain(name, "is negative");
      else
        result.emplace_back(name, *found);
    });
  });
  return result;
}

}  // namespace caseload::site
