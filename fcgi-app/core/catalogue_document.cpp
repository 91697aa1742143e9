#include "core/catalogue_document.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace caseload {

namespace {

template <class Type, class Wanted>
concept Is = std::same_as<std::remove_const_t<Type>, Wanted>;

// Choices, and their names in the document.

std::string_view name_of(Method method) {
  return method == Method::post ? "POST" : "GET";
}
std::string_view name_of(KnobType type) {
  return type == KnobType::integer ? "integer" : type == KnobType::dataset ? "dataset" : "text";
}
std::string_view name_of(Growth::Shape shape) {
  return shape == Growth::Shape::constant ? "constant" : "grows";
}

template <class Choice>
constexpr std::array<Choice, 0> all{};
template <>
constexpr std::array all<Pace>{Pace::slow, Pace::fast};
template <>
constexpr std::array all<Method>{Method::get, Method::post};
template <>
constexpr std::array all<KnobType>{KnobType::integer, KnobType::dataset, KnobType::text};
template <>
constexpr std::array all<Growth::Shape>{Growth::Shape::constant, Growth::Shape::grows};
template <>
constexpr std::array all<Relation>{Relation::equals, Relation::at_most, Relation::at_least};
template <>
constexpr std::array all<When>{When::any, When::warm, When::revisit};
template <>
constexpr std::array all<Level>{Level::beginner, Level::intermediate, Level::advanced};
template <>
constexpr std::array all<Category>{Category::database, Category::templates_and_views,
                                   Category::request_processing, Category::asynchronous, Category::memory};

// The number of a dataset, which the document has by its name.
constexpr struct AsDataset {
} as_dataset;

// Members: each name once, for Writer and Reader. archive(name, member) is a member of the document,
// archive.maybe(name, member) one that is there only where the member is not empty, and archive.derived(name,
// value) one that follows from others and is written only.

void members(auto& archive, Is<Label> auto& label) {
  archive("name", label.name);
  archive("reason", label.reason);
}

void members(auto& archive, Is<Headline> auto& headline) {
  archive("key", headline.key);
  archive("knobs", headline.knobs);
  archive("when", headline.when);
  archive("on_floor", headline.on_floor);
  archive.maybe("second", headline.second);
}

void members(auto& archive, Is<Variant> auto& variant, const Case& the_case) {
  archive("name", variant.name);
  archive("pace", variant.pace);
  archive("method", variant.method);
  archive.derived("path", [&] { return path_of(the_case, variant); });
  archive("summary", variant.summary);
  archive("labels", variant.labels);
  archive("cached_by_nginx", variant.cached_by_nginx);
  archive.maybe("headline", variant.headline);
  if (variant.floor != nullptr) archive.derived("floor", [&] { return path_of_floor(the_case, variant); });
}

void members(auto& archive, Is<Claim> auto& claim) {
  archive("variant", claim.variant);
  archive("key", claim.key);
  archive("formula", claim.expected.formula);
  archive("relation", claim.expected.relation);
  archive("when", claim.when);
  archive.derived("warm", [&] { return claim.when != When::any; });
  archive("on_floor", claim.on_floor);
}

void members(auto& archive, Is<Growth> auto& growth) {
  archive("variant", growth.variant);
  archive("key", growth.key);
  archive("over", growth.over);
  archive("shape", growth.shape);
}

void members(auto& archive, Is<DemoStep> auto& step) {
  archive("title", step.title);
  archive("when", step.when);
  archive("knobs", step.knobs);
}

void members(auto& archive, Is<Case::Alias> auto& alias) {
  archive("path", alias.path);
  archive("variant", alias.variant);
}

void members(auto& archive, Is<Intervention> auto& intervention, const Case& the_case) {
  archive("name", intervention.name);
  archive("title", intervention.title);
  archive.derived("path", [&] { return path_of(the_case, intervention); });
  archive("variant", intervention.variant);
  archive("key", intervention.key);
  archive("table", intervention.table);
  archive("apply_sql", intervention.apply_sql);
  archive("undo_sql", intervention.undo_sql);
}

void members(auto& archive, Is<KnobSpec> auto& knob) {
  archive("name", knob.name);
  archive("kind", knob.type);
  archive("help", knob.help);
  switch (knob.type) {
    case KnobType::integer:
      archive("initial", knob.initial);
      archive("minimum", knob.minimum);
      archive("maximum", knob.maximum);
      archive("ladder", knob.ladder);
      break;
    case KnobType::dataset:
      archive("initial", knob.initial, as_dataset);
      archive("ladder", knob.ladder, as_dataset);
      break;
    case KnobType::text:
      archive.derived("initial", [] { return ""; });
      archive("ladder", knob.ladder);
      break;
  }
}

void members(auto& archive, Is<StackExample> auto& stack) {
  archive("system", stack.title);
  archive("slow", stack.slow);
  archive("fast", stack.fast);
}

void members(auto& archive, Is<Lesson> auto& lesson) {
  archive("symptom", lesson.symptom);
  archive("why", lesson.why);
  archive("recognise", lesson.recognise);
  archive("fix", lesson.fix);
  archive("caution", lesson.caution);
  archive("twins", lesson.stacks);
  archive("level", lesson.level);
  archive("minutes", lesson.minutes);
  archive("search_words", lesson.search_words);
}

void members(auto& archive, Is<Case> auto& the_case, Is<Lesson> auto& lesson) {
  archive("slug", the_case.slug);
  archive("stem", the_case.stem);
  archive("title", lesson.title);
  archive("category", lesson.category);
  archive.derived("category_title", [&] { return title_of(lesson.category); });
  archive("page", the_case.page);
  archive("lesson", lesson);
  archive("knobs", the_case.knobs);
  archive("variants", the_case.variants, the_case);
  archive("claims", the_case.claims);
  archive("growth", the_case.growth);
  archive("demo", the_case.demo);
  archive("aliases", the_case.aliases);
  archive.maybe("interventions", the_case.interventions, the_case);
  archive.maybe("unequal_because", the_case.unequal_because);
}

void members(auto& archive, Is<EvidenceKey> auto& key) {
  archive("key", key.name);
  archive("unit", key.unit);
  archive("one", key.one);
  archive("many", key.many);
  archive("title", key.title);
  archive("meaning", key.meaning);
  archive("source", key.source);
  archive("cost", key.cost);
}

class Writer {
 public:
  template <class Member, class... Context>
  void operator()(std::string_view name, const Member& member, const Context&... context) {
    document_.set(std::string(name), value_of(member, context...));
  }
  template <class Member>
  void maybe(std::string_view name, const std::optional<Member>& member) {
    if (member) (*this)(name, *member);
  }
  template <class Member, class... Context>
  void maybe(std::string_view name, const Member& member, const Context&... context) {
    if (!member.empty()) (*this)(name, member, context...);
  }
  void derived(std::string_view name, const auto& value) { document_.set(std::string(name), value()); }

  template <class Item, class... Context>
  static Value value_of(const Item& item, const Context&... context) {
    if constexpr (std::is_enum_v<Item>) {
      return name_of(item);
    } else if constexpr (std::constructible_from<Value, const Item&>) {
      return item;
    } else {
      Writer inner;
      members(inner, item, context...);
      return std::move(inner.document_);
    }
  }

  template <class Item, class... Context>
  static Value value_of(const std::vector<Item>& items, const Context&... context) {
    Value list = Value::list();
    for (const Item& item : items) list.add(value_of(item, context...));
    return list;
  }

  static Value value_of(const std::int64_t& number, AsDataset) {
    return name_of(static_cast<Dataset>(number));
  }
  static Value value_of(const Formula& formula) { return formula.text(); }
  static Value value_of(const KnobValues& knobs) {
    Value object{Value::Object{}};
    for (const auto& [name, value] : knobs) object.set(name, value);
    return object;
  }

 private:
  Value document_{Value::Object{}};
};

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
      throw std::logic_error("a formula of a document has no value");
    });
  }
  static void read(const Value& value, const std::string& place, KnobValues& knobs) {
    if (value.members() == nullptr) refuse(place, "is not an object");
    for (const auto& [name, each] : *value.members())
      knobs.emplace_back(name, text_of(each, place + "." + name));
  }

  static const std::string& text_of(const Value& value, const std::string& place) {
    if (value.text() == nullptr) refuse(place, "is not a text");
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
  if (the_case.stem != stem) refuse(place + ".stem", "'" + the_case.stem + "' is not the slug's");
}

}  // namespace

Value knob_document(const KnobSpec& knob) {
  return Writer::value_of(knob);
}

Value catalogue_document(const Portfolio& portfolio) {
  Value cases = Value::list();
  for (const PortfolioEntry& entry : portfolio.entries())
    cases.add(Writer::value_of(*entry.the_case, entry.lesson));
  Value keys = Value::list();
  for (const EvidenceKey& key : evidence_keys()) keys.add(Writer::value_of(key));
  return Value::object({{"cases", std::move(cases)}, {"evidence_keys", std::move(keys)}});
}

CatalogueContents read_catalogue(const Value& document) {
  const Value::List* cases = document["cases"].items();
  if (cases == nullptr) refuse("cases", "is not a list");
  CatalogueContents contents;
  for (const Value& each : *cases) {
    const std::string place = "cases[" + std::to_string(contents.cases.size()) + "]";
    Reader reader(each, place);
    Case the_case;
    Lesson lesson;
    members(reader, the_case, lesson);
    check_names(the_case, place);
    if (!contents.lessons.emplace(the_case.stem, std::move(lesson)).second)
      refuse(place + ".slug", "'" + the_case.slug + "' is there twice");
    contents.cases.push_back(std::move(the_case));
  }
  return contents;
}

}  // namespace caseload
