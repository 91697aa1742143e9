#include <algorithm>
#include <limits>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/partner_calls.hpp"

namespace caseload::gallery {

namespace {

struct Content {
  std::int64_t hamper;
  std::string name, price, sku;
  std::int64_t pieces;
  static constexpr auto columns =
      std::tuple(&Content::hamper, &Content::name, &Content::price, &Content::sku, &Content::pieces);
};

constexpr std::string_view contents_sql =
    "SELECT hamper.id, hamper.name, hamper.price, part.sku, part.pieces "
    "FROM (SELECT id, name, price FROM gift_hamper ORDER BY id LIMIT ?) AS hamper "
    "JOIN gift_hamper_part AS part ON part.hamper_id = hamper.id ORDER BY hamper.id, part.position";

struct Hamper {
  std::int64_t id;
  std::string_view name, price;
  std::vector<std::string> skus;
  std::vector<std::int64_t> pieces;
};

std::vector<Hamper> hampers_of(const std::vector<Content>& contents) {
  std::vector<Hamper> hampers;
  for (const Content& each : contents) {
    if (hampers.empty() || hampers.back().id != each.hamper)
      hampers.push_back(
          {.id = each.hamper, .name = each.name, .price = each.price, .skus = {}, .pieces = {}});
    hampers.back().skus.push_back(each.sku);
    hampers.back().pieces.push_back(each.pieces);
  }
  return hampers;
}

// How many of it the warehouse could pack today: as many as its scarcest part allows.
std::int64_t packable(const Hamper& hamper, Services& services) {
  const auto reply = services.partners.send(partners::stock_of(services.db.dataset(), hamper.skus));
  const auto document = partners::document_in(reply);
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  if (items == nullptr || items->size() != hamper.pieces.size()) return 0;
  std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < items->size(); ++i)
    fewest = std::min(fewest, (*items)[i]["stock"].integer_or(0) / hamper.pieces[i]);
  return fewest;
}

Response run(const Request& request, Services& services) {
  const auto contents = services.db.query<Content>(contents_sql, request.knobs.n());
  const auto hampers = hampers_of(contents);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("hampers").begin_list();
                     for (const Hamper& each : hampers) {
                       json.begin_object().key("name").text(each.name).key("price").text(each.price);
                       json.key("parts").number(static_cast<std::int64_t>(each.skus.size()));
                       json.key("packable").number(packable(each, services)).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage gift_hampers() {
  return {
      .summary = "gift hampers as JSON: how many of each could be packed from what the warehouse has",
      .why =
          "The stock of a hamper's parts comes with one call, which looks like a batch, but it is one call "
          "for each hamper. The parts of twenty hampers would fit into a single call.",
      .knobs = {{.name = "n",
                 .help = "hampers in the response",
                 .initial = 40,
                 .minimum = 1,
                 .maximum = 320,
                 .ladder = {10, 40, 160}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "call-loop"}},
  };
}

}  // namespace caseload::gallery
