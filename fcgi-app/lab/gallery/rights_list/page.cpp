#include <algorithm>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t titles_at_once = 160;

constexpr std::string_view fair_sql = "SELECT name, stand, opens_on FROM rights_fair WHERE id = ?";
constexpr std::string_view titles_sql =
    "SELECT id, title, author, pages FROM rights_title ORDER BY id DESC LIMIT ?";
constexpr std::string_view licences_sql =
    "SELECT title_id, language, publisher, until_year FROM rights_licence WHERE title_id IN (";
constexpr std::string_view offers_sql =
    "SELECT language, bidder, euros, ends_on FROM rights_offer WHERE title_id = ? ORDER BY ends_on";

struct Fair {
  std::string name, stand, opens_on;
  static constexpr auto columns = std::tuple(&Fair::name, &Fair::stand, &Fair::opens_on);
};
struct Title {
  std::int64_t id;
  std::string title, author;
  std::int64_t pages;
  static constexpr auto columns = std::tuple(&Title::id, &Title::title, &Title::author, &Title::pages);
};
struct Licence {
  std::int64_t title_id;
  std::string language, publisher;
  std::int64_t until_year;
  static constexpr auto columns =
      std::tuple(&Licence::title_id, &Licence::language, &Licence::publisher, &Licence::until_year);
};
struct Offer {
  std::string language, bidder;
  std::int64_t euros;
  std::string ends_on;
  static constexpr auto columns =
      std::tuple(&Offer::language, &Offer::bidder, &Offer::euros, &Offer::ends_on);
};

using Licences = std::unordered_map<std::int64_t, std::vector<Licence>>;

void load_licences(Database& db, std::span<const Title> titles, Licences& licences) {
  std::string sql(licences_sql);
  std::vector<Parameter> parameters;
  for (const Title& each : titles) {
    sql += parameters.empty() ? "?" : ", ?";
    parameters.push_back(to_parameter(each.id));
  }
  Cursor rows = db.run(sql + ") ORDER BY title_id, language", parameters);
  while (rows.next()) {
    Licence licence = map_row<Licence>(rows);
    licences[licence.title_id].push_back(std::move(licence));
  }
}

Licences licences_of(Database& db, std::span<const Title> titles) {
  Licences licences;
  for (std::size_t from = 0; from < titles.size(); from += titles_at_once)
    load_licences(db, titles.subspan(from, std::min(titles_at_once, titles.size() - from)), licences);
  return licences;
}

Rows licences_sold(const std::vector<Licence>& licences) {
  Rows rows({"language", "publisher", "until"});
  for (const Licence& each : licences) rows.add(each.language, each.publisher, each.until_year);
  return rows;
}

// What is still being negotiated. The agents asked for it before the spring fairs.
Rows offers_open(Database& db, const Title& title) {
  Rows rows({"language", "bidder", "euros", "ends_on"});
  for (Offer& each : db.query<Offer>(offers_sql, title.id))
    rows.add(std::move(each.language), std::move(each.bidder), grouped(each.euros), std::move(each.ends_on));
  return rows;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("fair");
  const auto fair = db.query_one<Fair>(fair_sql, id);
  if (!fair) throw NotFound("there is no fair " + std::to_string(id));
  const auto titles = db.query<Title>(titles_sql, request.knobs.n());
  Licences licences = licences_of(db, titles);
  Rows rows({"title", "author", "pages", "sold", "open"});
  for (const Title& each : titles)
    rows.add(each.title, each.author, each.pages, licences_sold(licences[each.id]), offers_open(db, each));
  return services
      .page(Value::object({{"fair", fair->name},
                           {"stand", fair->stand},
                           {"opens_on", fair->opens_on},
                           {"titles", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage rights_list() {
  return {
      .summary = "a literary agency's list for a book fair: titles, licences sold, offers that are open",
      .why =
          "The licences of all titles are loaded beforehand, 160 titles at a time. The offers came later: a "
          "helper that fills the last column queries those of one title, so each title takes one more "
          "query. They could be loaded as the licences are.",
      .knobs = {items_knob("titles on the list", 640),
                {.name = "fair", .help = "number of the fair", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
