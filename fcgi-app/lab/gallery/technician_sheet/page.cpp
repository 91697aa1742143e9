#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Part {
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Part::sku, &Part::name);
};

// What the supplier says about a part. Each question is answered when the page first needs it.
class Supplier {
 public:
  Supplier(Services& services, const Part& part) : services_(services), part_(part) {}

  std::string pieces() {
    const auto document = ask(partners::stock_of(services_.db.dataset(), {&part_.sku, 1}));
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    if (items == nullptr || items->empty()) return "not known";
    return std::to_string(items->front()["stock"].integer_or(0));
  }

  std::string price() {
    const auto document = ask(partners::price_of(services_.db.dataset(), part_.sku));
    return document ? std::string((*document)["price"].text_or("not known")) : "not known";
  }

  Value depot(const std::string& country) {
    const auto document = ask(partners::delivery_of(services_.db.dataset(), part_.sku, country));
    return Value::object({{"country", country},
                          {"days", document ? (*document)["days"].integer_or(0) : 0},
                          {"freight", document ? (*document)["price"].text_or("") : ""}});
  }

 private:
  std::optional<Value> ask(const io::HttpCall& call) {
    return partners::document_in(services_.partners.send(call));
  }

  Services& services_;
  const Part& part_;
};

Response show(const Request& request, Services& services) {
  const auto part = services.db.query_one<Part>("SELECT sku, name FROM indexed_product WHERE id = ?",
                                                request.knobs.integer("part"));
  if (!part) throw NotFound("there is no such part");
  Supplier supplier(services, *part);
  Value depots = Value::list();
  for (const char* country : {"DE", "PL"}) depots.add(supplier.depot(country));
  Value model = Value::object({{"sku", part->sku}, {"name", part->name}});
  model.set("pieces", supplier.pieces());
  model.set("price", supplier.price());
  model.set("depots", std::move(depots));
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage technician_sheet() {
  return {
      .summary = "a spare part for a technician on the road: pieces, price, and how soon two depots have it",
      .why =
          "A small class asks the supplier one question after the other, as the page needs the answers. "
          "None of the four needs another one's, so they could be sent together.",
      .knobs =
          {{.name = "part", .help = "number of the part", .initial = 812, .minimum = 1, .maximum = 25'000},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
