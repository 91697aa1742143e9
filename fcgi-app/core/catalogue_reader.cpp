#include <algorithm>
#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "core/catalogue_members.hpp"

namespace caseload {
namespace catalogue {
namespace {

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
  throw std::runtime_error("the catalogue can't be used: " + place + ": " + why);
}

template <class Item>
Item blank() {
  return {};
}
template <>
Claim blank<Claim>() {
  return {.variant = {}, .key = {}, .expected = 0};
}

class Reader {
 public:
  Reader(const Value& document, std::string place) : document_(document), place_(std::move(place)) {
    if (document.members() == nullptr) refuse(place_, "is not an object");
  }

  template <class Member, class... Context>
  void operator()(std::string_view name, Member& member, const Context&... context) const {
    const Value* found = document_.find(name);
    if (found == nullptr) refuse(place_of(name), "is missing");
    read(*found, place_of(name), member, context...);
  }
  template <class Member>
  void maybe(std::string_view name, std::optional<Member>& member) const {
    if (document_.find(name) != nullptr) (*this)(name, member.emplace());
  }
  template <class Member, class... Context>
  void maybe(std::string_view name, Member& member, const Context&... context) const {
    if (document_.find(name) != nullptr) (*this)(name, member, context...);
  }
  void derived(std::string_view, const auto&) const {}

 private:
  std::string place_of(std::string_view name) const { return place_ + "." + std::string(name); }

  template <class Item, class... Context>
  static void read(const Value& value, const std::string& place, Item& item, const Context&... context) {
    if constexpr (std::is_enum_v<Item>) {
      item = choice<Item>(value, place);
    } else {
      Reader inner(value, place);
      members(inner, item, context...);
    }
  }

  template <class Item, class... Context>
  static void read(const Value& value, const std::string& place, std::vector<Item>& items,
                   const Context&... context) {
    if (value.items() == nullptr) refuse(place, "is not a list");
    for (const Value& each : *value.items()) {
      items.push_back(blank<Item>());
      read(each, place + "[" + std::to_string(items.size() - 1) + "]", items.back(), context...);
    }
  }

  static void read(const Value& value, const std::string& place, std::string& text) {
    text = text_of(value, place);
  }
  static void read(const Value& value, const std::string& place, bool& flag) {
    if (value.boolean() == nullptr) refuse(place, "is neither true nor false");
    flag = *value.boolean();
  }
  static void read(const Value& value, const std::string& place, std::integral auto& number) {
    using Number = std::remove_reference_t<decltype(number)>;
    if (value.integer() == nullptr || !std::in_range<Number>(*value.integer()))
      refuse(place, "is not a whole number");
    number = static_cast<Number>(*value.integer());
  }
  static void read(const Value& value, const std::string& place, std::int64_t& number, AsDataset) {
    const std::string& name = text_of(value, place);
    for (const Dataset each : all_datasets)
      if (name == name_of(each)) return void(number = static_cast<int>(each));
    refuse(place, "'" + name + "' is not a dataset");
  }
  static void read(const Value& value, const std::string& place, Key& key) {
    const EvidenceKey* found = find_evidence_key(text_of(value, place));
    if (found == nullptr) refuse(place, "'" + text_of(value, place) + "' is not an evidence key");
    key = found->key;
  }
  static void read(const Value& value, const std::string& place, Formula& formula) {
    formula = Formula(text_of(value, place), [](const Formula::Context&) -> std::int64_t {
      throw std::logic_error("a formula read from a document cannot be computed");
    });
  }
  static void read(const Value& value, const std::string& place, KnobValues& knobs) {
    if (value.members() == nullptr) refuse(place, "is not an object");
    for (const auto& [name, each] : *value.members())
      knobs.emplace_back(name, text_of(each, place + "." + name));
  }

  static const std::string& text_of(const Value& value, const std::string& place) {
    if (value.text() == nullptr) refuse(place, "is not a string");
    return *value.text();
  }

  template <class Choice>
  static Choice choice(const Value& value, const std::string& place) {
    const std::string& name = text_of(value, place);
    for (const Choice each : all<Choice>)
      if (name == name_of(each)) return each;
    refuse(place, "'" + name + "' is not one of the choices");
  }

  const Value& document_;
  std::string place_;
};

// The slug becomes a file name and an address, the stem a part of a path.
void check_names(const Case& the_case, const std::string& place) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  if (the_case.slug.empty() || the_case.slug.find_first_not_of(allowed) != std::string::npos)
    refuse(place + ".slug", "'" + the_case.slug + "' is not a valid slug");
  std::string stem = the_case.slug;
  std::ranges::replace(stem, '-', '_');
  if (the_case.stem != stem) refuse(place + ".stem", "'" + the_case.stem + "' does not match the slug");
}

}  // namespace
}  // namespace catalogue

CatalogueContents read_catalogue(const Value& document) {
  const Value::List* cases = document["cases"].items();
  if (cases == nullptr) catalogue::refuse("cases", "is not a list");
  CatalogueContents contents;
  for (const Value& each : *cases) {
    const std::string place = "cases[" + std::to_string(contents.cases.size()) + "]";
    catalogue::Reader reader(each, place);
    Case the_case;
    Lesson lesson;
    catalogue::members(reader, the_case, lesson);
    catalogue::check_names(the_case, place);
    if (!contents.lessons.emplace(the_case.stem, std::move(lesson)).second)
      catalogue::refuse(place + ".slug", "'" + the_case.slug + "' occurs twice");
    contents.cases.push_back(std::move(the_case));
  }
  return contents;
}

}  // namespace caseload
