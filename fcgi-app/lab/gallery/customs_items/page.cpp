#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view declaration_sql =
    "SELECT reference, declarant, office, lodged_on FROM customs_declaration WHERE id = ?";
constexpr std::string_view items_sql =
    "SELECT position, commodity, goods, origin, packages, net_grams, gross_grams, value_cents, "
    "duty_permille, "
    "consignor, document FROM customs_item WHERE declaration_id = ? ORDER BY position LIMIT ?";

struct Declaration {
  std::string reference, declarant, office, lodged_on;
  static constexpr auto columns = std::tuple(&Declaration::reference, &Declaration::declarant,
                                             &Declaration::office, &Declaration::lodged_on);
};
struct Item {
  std::int64_t position;
  std::string commodity, goods, origin;
  std::int64_t packages, net_grams, gross_grams, value_cents, duty_permille;
  std::string consignor, document;
  static constexpr auto columns = std::tuple(
      &Item::position, &Item::commodity, &Item::goods, &Item::origin, &Item::packages, &Item::net_grams,
      &Item::gross_grams, &Item::value_cents, &Item::duty_permille, &Item::consignor, &Item::document);
};

Value amount(std::int64_t value, const char* unit) {
  return Value::object({{"value", value}, {"unit", unit}});
}

Value model_of(const Item& item) {
  const Value goods = Value::object(
      {{"commodityCode", item.commodity}, {"description", item.goods}, {"countryOfOrigin", item.origin}});
  const Value mass =
      Value::object({{"net", amount(item.net_grams, "g")}, {"gross", amount(item.gross_grams, "g")}});
  const Value charges =
      Value::object({{"statisticalValue", amount(item.value_cents, "EUR-cent")},
                     {"duty", amount(item.value_cents * item.duty_permille / 1'000, "EUR-cent")}});
  return Value::object({{"sequenceNumber", item.position},
                        {"goods", goods},
                        {"packages", item.packages},
                        {"mass", mass},
                        {"charges", charges},
                        {"consignor", item.consignor},
                        {"previousDocument", item.document}});
}

// A copy that shares nothing with the original.
Value deep_copy(const Value& value) {
  return io::from_json(io::to_json(value)).value();
}

// A haulier sees what he carries, not who sold it for how much.
Value for_hauliers(const Value& item) {
  Value copy = deep_copy(item);
  copy.set("consignor", "withheld");
  copy.set("charges", Value::object({{"duty", deep_copy(item["charges"]["duty"])}}));
  return copy;
}

// What comes from older systems has spaces around it.
Value tidy(const Value& value) {
  Value result = deep_copy(value);
  if (auto* members = result.members())
    for (auto& [name, member] : *members) member = tidy(member);
  if (const auto* text = result.text()) {
    const std::size_t from = text->find_first_not_of(' ');
    const std::size_t to = text->find_last_not_of(' ');
    return from == std::string::npos ? Value("") : Value(text->substr(from, to - from + 1));
  }
  return result;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("declaration");
  const auto declaration = services.db.query_one<Declaration>(declaration_sql, id);
  if (!declaration) throw NotFound("there is no declaration " + std::to_string(id));
  const auto items = services.db.query<Item>(items_sql, id, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     Value list = Value::list();
                     for (const Item& each : items) list.add(tidy(for_hauliers(model_of(each))));
                     const Value document = Value::object({{"movementReference", declaration->reference},
                                                           {"declarant", declaration->declarant},
                                                           {"customsOffice", declaration->office},
                                                           {"lodged", declaration->lodged_on},
                                                           {"items", list}});
                     body = io::to_json(document);
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage customs_items() {
  return {
      .summary = "the items of a customs declaration as JSON, as the haulier may see them",
      .why =
          "Every item becomes a tree, and each step works on a deep copy, which is made by printing the tree "
          "as JSON and parsing it again. To remove spaces, that is done for each branch of each item. The "
          "same bytes could be written straight from the row.",
      .knobs = {items_knob("items in the response", 2'560),
                {.name = "declaration",
                 .help = "number of the declaration",
                 .initial = 3,
                 .minimum = 1,
                 .maximum = 6},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "serializer"}},
  };
}

}  // namespace caseload::gallery
