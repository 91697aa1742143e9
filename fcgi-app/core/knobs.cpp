#include "core/knobs.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/errors.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

std::string checked(const KnobSpec& spec, const std::string& given) {
  switch (spec.type) {
    case KnobType::integer: {
      const auto number = whole_number(given);
      if (!number || *number < spec.minimum || *number > spec.maximum) {
        throw BadRequest("the parameter " + spec.name + " must be a whole number from " +
                         std::to_string(spec.minimum) + " to " + std::to_string(spec.maximum) + "; got " +
                         in_quotes(given));
      }
      return std::to_string(*number);
    }
    case KnobType::dataset:
      if (dataset_named(given)) return given;
      throw BadRequest("the parameter " + spec.name + " must be one of x1, x4, x16; got " + in_quotes(given));
    case KnobType::text:
      if (spec.check_text != nullptr) spec.check_text(given);
      return given;
  }
  throw std::logic_error("unknown knob type");
}

std::string initial_value(const KnobSpec& spec) {
  switch (spec.type) {
    case KnobType::integer:
      return std::to_string(spec.initial);
    case KnobType::dataset:
      return std::string(name_of(static_cast<Dataset>(spec.initial)));
    case KnobType::text:
      return {};
  }
  throw std::logic_error("unknown knob type");
}

std::string listed(const std::vector<KnobSpec>& specs) {
  std::string names;
  for (const KnobSpec& spec : specs) names += (names.empty() ? "" : ", ") + spec.name;
  return names.empty() ? "none" : names;
}

std::vector<std::int64_t> up_to(std::int64_t maximum, std::vector<std::int64_t> ladder) {
  std::erase_if(ladder, [&](std::int64_t step) { return step > maximum; });
  return ladder;
}

}  // namespace

std::string_view name_of(Dataset dataset) {
  switch (dataset) {
    case Dataset::x1:
      return "x1";
    case Dataset::x4:
      return "x4";
    case Dataset::x16:
      return "x16";
  }
  throw std::logic_error("unknown dataset");
}

std::optional<Dataset> dataset_named(std::string_view name) {
  const auto* found = std::ranges::find(all_datasets, name, name_of);
  return found == std::end(all_datasets) ? std::nullopt : std::optional(*found);
}

KnobSpec items_knob(std::string help, std::int64_t maximum) {
  return {.name = "n",
          .help = std::move(help),
          .initial = std::min<std::int64_t>(100, maximum),
          .minimum = 1,
          .maximum = maximum,
          .ladder = up_to(maximum, {10, 40, 160, 640})};
}

KnobSpec dataset_knob(Dataset initial) {
  return {.name = "dataset",
          .type = KnobType::dataset,
          .help = "rows stored: three databases that differ only in size",
          .initial = static_cast<int>(initial),
          .minimum = 1,
          .maximum = 16,
          .ladder = {1, 4, 16}};
}

KnobSpec page_knob(std::int64_t maximum) {
  return {.name = "page",
          .help = "page of the list",
          .initial = 1,
          .minimum = 1,
          .maximum = maximum,
          .ladder = up_to(maximum, {1, 4, 16, 64})};
}

Knobs Knobs::parse(const std::vector<KnobSpec>& specs,
                   const std::vector<std::pair<std::string, std::string>>& query) {
  for (const auto& [name, value] : query) {
    const bool known = std::any_of(specs.begin(), specs.end(),
                                   [&, &wanted = name](const KnobSpec& spec) { return spec.name == wanted; });
    if (!known)
      throw BadRequest("unknown parameter " + in_quotes(name) + "; this page takes: " + listed(specs));
  }
  Knobs knobs;
  for (const KnobSpec& spec : specs) {
    const auto is_this = [&](const auto& pair) { return pair.first == spec.name; };
    const auto given = std::find_if(query.begin(), query.end(), is_this);
    if (given == query.end()) {
      knobs.set(spec.name, initial_value(spec));
      continue;
    }
    knobs.set(spec.name, checked(spec, given->second));
  }
  return knobs;
}

const Knobs::KnobValue& Knobs::value(std::string_view name) const {
  const auto found = std::ranges::find(values_, name, &KnobValue::name);
  if (found == values_.end())
    throw std::logic_error("the case does not declare a knob named " + std::string(name));
  return *found;
}

std::string_view Knobs::text(std::string_view name) const {
  return value(name).text;
}

std::int64_t Knobs::integer(std::string_view name) const {
  const KnobValue& found = value(name);
  if (!found.number) throw std::logic_error("the knob " + std::string(name) + " is not a number");
  return *found.number;
}

std::vector<std::pair<std::string, std::string>> Knobs::values() const {
  std::vector<std::pair<std::string, std::string>> values;
  for (const KnobValue& each : values_) values.emplace_back(each.name, each.text);
  return values;
}

std::string Knobs::query_string() const {
  std::string text;
  for (const KnobValue& each : values_) {
    if (each.text.empty()) continue;  // a text knob that was not given
    text += (text.empty() ? "" : "&") + each.name + "=" + percent_encode(each.text);
  }
  return text;
}

void Knobs::set(std::string_view name, std::string value) {
  auto found = std::ranges::find(values_, name, &KnobValue::name);
  if (found == values_.end()) found = values_.insert(values_.end(), KnobValue{.name = std::string(name)});
  found->number = whole_number(value);
  found->text = std::move(value);
  if (name == "dataset") dataset_ = dataset_named(found->text).value_or(dataset_);
}

}  // namespace caseload
