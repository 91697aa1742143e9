#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view parts_sql =
    "SELECT k.position, k.sku, k.name, k.pieces, s.next_sku FROM forklift_kit_part AS k "
    "LEFT JOIN forklift_successor AS s ON s.sku = k.sku WHERE k.kit_id = ? ORDER BY k.position LIMIT ?";

struct Part {
  std::int64_t position;
  std::string sku, name;
  std::int64_t pieces;
  std::optional<std::string> next_sku;
  static constexpr auto columns =
      std::tuple(&Part::position, &Part::sku, &Part::name, &Part::pieces, &Part::next_sku);
};

// The manufacturer's central warehouse.
class Warehouse {
 public:
  explicit Warehouse(Services& services) : services_(services) {}

  bool has(const std::string& sku, std::int64_t pieces) {
    const auto reply = services_.partners.send(partners::stock_of(services_.db.dataset(), {&sku, 1}));
    const auto document = partners::document_in(reply);
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    return items != nullptr && !items->empty() && items->front()["stock"].integer_or(0) >= pieces;
  }

 private:
  Services& services_;
};

struct Source {
  std::string sku;
  bool is_successor;
};

// The part itself, or what has replaced it. None if neither can be had.
std::optional<Source> source_of(const Part& part, Warehouse& warehouse) {
  if (warehouse.has(part.sku, part.pieces)) return Source{.sku = part.sku, .is_successor = false};
  if (part.next_sku && warehouse.has(*part.next_sku, part.pieces))
    return Source{.sku = *part.next_sku, .is_successor = true};
  return std::nullopt;
}

Response show(const Request& request, Services& services) {
  const std::int64_t kit = request.knobs.integer("kit");
  const auto parts = services.db.query<Part>(parts_sql, kit, request.knobs.n());
  Warehouse warehouse(services);
  Rows rows({"position", "name", "pieces", "sku", "is_successor", "is_missing"});
  std::int64_t missing = 0;
  for (const Part& part : parts) {
    const auto source = source_of(part, warehouse);
    missing += source ? 0 : 1;
    rows.add(part.position, part.name, part.pieces, source ? std::string(source->sku) : part.sku,
             source && source->is_successor, !source);
  }
  return services.page(Value::object({{"kit", kit}, {"missing", missing}, {"parts", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage service_kit() {
  return {
      .summary = "the parts for a forklift's yearly service: what can be ordered, or what has replaced it",
      .why =
          "The warehouse is asked for one part at a time, and once more where a successor is needed. It "
          "takes up to a hundred parts in one call: one for all parts of the kit, and one for the "
          "successors of those that are missing.",
      .knobs = {{.name = "n",
                 .help = "parts of the kit",
                 .initial = 40,
                 .minimum = 1,
                 .maximum = 160,
                 .ladder = {10, 20, 40, 80, 160}},
                {.name = "kit", .help = "number of the kit", .initial = 6, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "call-loop"}},
  };
}

}  // namespace caseload::gallery
