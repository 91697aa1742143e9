#include <algorithm>
#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Head {
  std::int64_t id;
  std::string customer, country, code;
  static constexpr auto columns = std::tuple(&Head::id, &Head::customer, &Head::country, &Head::code);
};

struct Line {
  std::int64_t order_id, quantity;
  std::string title;
  static constexpr auto columns = std::tuple(&Line::order_id, &Line::quantity, &Line::title);
};

struct Parcel {
  Head head;
  std::vector<Line> lines;
};

constexpr std::string_view heads_sql =
    "SELECT o.id, c.name, l.name, l.code FROM customer_order o LEFT JOIN customer c ON c.id = o.customer_id "
    "LEFT JOIN country l ON l.id = c.country_id ORDER BY o.id DESC LIMIT ?";
constexpr std::string_view lines_sql =
    "SELECT i.order_id, i.quantity, b.title FROM order_item i LEFT JOIN book b ON b.id = i.book_id "
    "WHERE i.order_id BETWEEN ? AND ? ORDER BY i.order_id, i.id";

// The last parcels, complete, as packing slips and customs forms print them too.
std::vector<Parcel> last_parcels(Database& db, std::int64_t count) {
  std::vector<Parcel> parcels;
  std::map<std::int64_t, std::size_t> places;
  for (Head& head : db.query<Head>(heads_sql, count)) {
    places.emplace(head.id, parcels.size());
    parcels.push_back({.head = std::move(head), .lines = {}});
  }
  constexpr std::size_t chunk = 250;
  for (std::size_t first = 0; first < parcels.size(); first += chunk) {
    const std::size_t last = std::min(first + chunk, parcels.size()) - 1;
    for (Line& line : db.query<Line>(lines_sql, parcels[last].head.id, parcels[first].head.id)) {
      const auto place = places.find(line.order_id);
      if (place != places.end()) parcels[place->second].lines.push_back(std::move(line));
    }
  }
  return parcels;
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

Response run(const Request& request, Services& services) {
  Rows labels({"number", "customer", "country", "is_domestic"});
  const auto parcels = last_parcels(services.db, request.knobs.n());
  for (const Parcel& parcel : parcels)
    labels.add(parcel.head.id, parcel.head.customer, upper_case(parcel.head.country),
               parcel.head.code == "DE");
  return services.page(Value::object({{"labels", std::move(labels)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage address_labels() {
  return {
      .summary = "a sheet of address labels for the newest orders",
      .why =
          "The function that loads parcels for all documents also loads their lines with the titles. A label "
          "has only the number and the address, so several rows per order are fetched for nothing.",
      .knobs = {items_knob("labels on the sheet", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"}},
      .known_miss = "the code takes whole rows, so the evidence does not show that nothing of them is used",
  };
}

}  // namespace caseload::gallery
