#include <set>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view imprints_sql =
    "SELECT p.id, p.name, k.name FROM publisher p JOIN country k ON k.id = p.country_id ORDER BY p.name, "
    "p.id";

struct Imprint {
  std::int64_t id;
  std::string name, country;
  static constexpr auto columns = std::tuple(&Imprint::id, &Imprint::name, &Imprint::country);
};

// The imprints that the visitor follows, as ids in a cookie: "12.640".
std::set<std::int64_t> followed_by(const Request& request) {
  std::set<std::int64_t> ids;
  for (const std::string& text : split(request.cookie("follows").value_or("12.99.640"), "."))
    if (const auto id = whole_number(text)) ids.insert(*id);
  return ids;
}

std::string_view initial_of(std::string_view name) {
  return name.substr(0, name.empty() ? 0 : utf8_length(name));
}

Response show(const Request& request, Services& services) {
  const auto follows = followed_by(request);
  const auto imprints = services.db.query<Imprint>(imprints_sql);
  std::string_view initial;
  Rows rows({"initial", "id", "name", "country", "is_followed"});
  for (const Imprint& each : imprints) {
    const bool is_first = initial_of(each.name) != initial;
    initial = initial_of(each.name);
    rows.add(is_first ? initial : std::string_view(), each.id, each.name, each.country,
             follows.contains(each.id));
  }
  return services.page(Value::object({{"imprints", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage imprints_a_to_z() {
  return {
      .summary = "all imprints from A to Z, with those that the visitor follows",
      .why =
          "Innocent: a thousand rows are sorted without an index, but there are a thousand in every shop, "
          "and each of them is shown.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
