#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "core/catalogue_members.hpp"

namespace caseload {
namespace catalogue {
namespace {

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

}  // namespace
}  // namespace catalogue

Value knob_document(const KnobSpec& knob) {
  return catalogue::Writer::value_of(knob);
}

Value catalogue_document(const Portfolio& portfolio) {
  Value cases = Value::list();
  for (const PortfolioEntry& entry : portfolio.entries())
    cases.add(catalogue::Writer::value_of(*entry.the_case, entry.lesson));
  Value keys = Value::list();
  for (const EvidenceKey& key : evidence_keys()) keys.add(catalogue::Writer::value_of(key));
  return Value::object({{"cases", std::move(cases)}, {"evidence_keys", std::move(keys)}});
}

}  // namespace caseload
