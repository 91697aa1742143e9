#include "read/target.hpp"

#include <algorithm>
#include <array>

#include "io/json/json.hpp"

namespace caseload::site {
namespace {

constexpr std::array<std::string_view, 4> units{"ratio", "us", "bytes", "count"};

void add_names(const JsonNode& node, Names& names) {
  node.each_member([&](std::string_view name, const JsonNode& member) {
    if (member.is_object())
      add_names(member, names);
    else if (const auto text = member.text())
      names.emplace_back(name, *text);
    else if (!member.is_null() && !member.is_list())
      names.emplace_back(name, io::to_json(member.value()));
  });
}

}  // namespace

bool Target::is_met() const {
  return !results.empty() && std::ranges::all_of(results, [&](const auto& each) { return is_met_by(each); });
}

Target read_target(DocumentReader& in, const JsonNode& node) {
  Target target{.title = needed_text(in, node, "title"),
                .unit = in.text(node, "unit"),
                .results = {},
                .not_measured = {},
                .note = in.text(node, "note")};
  if (std::ranges::find(units, target.unit) == units.end())
    in.complain("unit", "is none of ratio, us, bytes and count");
  target.is_at_most = !is_null_or_missing(node, "at_most");
  target.bound = needed(in, node, target.is_at_most ? "at_most" : "at_least");
  return target;
}

void read_results(DocumentReader& in, const JsonNode& node, Target& target) {
  target.not_measured = in.text(node, "not_measured");
  in.each(node, "results", [&](const JsonNode& result) {
    target.results.push_back({in.text(result, "name"), needed(in, result, "value"),
                              interval_or_null(in, result, "interval"), numbers(in, result, "counted")});
  });
  if (target.results.empty() && target.not_measured.empty())
    in.complain("results", "are missing, and nothing says why");
}

double needed(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  const auto number = in.not_negative(parent, key);
  if (!number) in.complain(key, "is missing");
  return number.value_or(0);
}

std::string needed_text(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  std::string text = in.text(parent, key);
  if (text.empty()) in.complain(key, "is missing");
  return text;
}

bool is_null_or_missing(const JsonNode& parent, std::string_view key) {
  const auto node = parent.find(key);
  return !node || node->is_null();
}

std::optional<Interval> interval_or_null(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  if (is_null_or_missing(parent, key)) return std::nullopt;
  Interval read;
  in.object(parent, key, [&](const JsonNode& node) {
    // The lower end of a wide interval may be below zero.
    read = {needed(in, node, "median"), in.number(node, "low").value_or(0), needed(in, node, "high")};
    if (!(read.low <= read.median && read.median <= read.high))
      in.complain("", "does not have its median between its ends");
  });
  return read;
}

std::vector<std::pair<std::string, double>> numbers(DocumentReader& in, const JsonNode& parent,
                                                    std::string_view key) {
  std::vector<std::pair<std::string, double>> read;
  in.object(parent, key, [&](const JsonNode& node) {
    node.each_member(
        [&](std::string_view name, const JsonNode&) { read.emplace_back(name, needed(in, node, name)); });
  });
  return read;
}

Names flat_names(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  Names names;
  in.object(parent, key, [&](const JsonNode& node) { add_names(node, names); });
  return names;
}

}  // namespace caseload::site
