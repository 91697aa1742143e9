#include <unordered_map>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr int lifetime_s = 300;

struct Count {
  std::int64_t country_id, rows;
  static constexpr auto columns = std::tuple(&Count::country_id, &Count::rows);
};

class Counts {
 public:
  explicit Counts(const std::vector<Count>& counts) {
    for (const Count& count : counts) rows_.emplace(count.country_id, count.rows);
  }
  std::int64_t of(std::int64_t country) const {
    const auto found = rows_.find(country);
    return found == rows_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::int64_t, std::int64_t> rows_;
};

Value statistics(Database& db) {
  const Counts customers(db.query<Count>("SELECT country_id, COUNT(*) FROM customer GROUP BY country_id"));
  const Counts authors(db.query<Count>("SELECT country_id, COUNT(*) FROM author GROUP BY country_id"));
  const Counts publishers(db.query<Count>("SELECT country_id, COUNT(*) FROM publisher GROUP BY country_id"));
  Value countries = Value::list();
  for (const orm::Country& country :
       orm::Session(db).query<orm::Country>().order_by(&orm::Country::name).all()) {
    const std::int64_t id = country.id();
    if (customers.of(id) + authors.of(id) + publishers.of(id) == 0) continue;
    countries.add(Value::object({{"code", country.code()},
                                 {"name", country.name()},
                                 {"customers", customers.of(id)},
                                 {"authors", authors.of(id)},
                                 {"publishers", publishers.of(id)}}));
  }
  return countries;
}

Response show(const Request& request, Services& services) {
  const std::string dataset(name_of(request.knobs.dataset()));
  const CachedText kept{.key = "country statistics " + dataset,
                        .depends = {"countries " + dataset},
                        .lifetime_s = lifetime_s,
                        .stale_s = 30};
  const auto result = services.texts.get(kept, [&] { return io::to_json(statistics(services.db)); });
  return services.page(Value::object({{"countries", io::from_json(result.text).value()}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage country_statistics() {
  return {
      .summary = "customers, authors and publishers of each country",
      .why =
          "Counting reads an index of three tables completely, which is right for a total of everything. It "
          "happens once in five minutes, because the result is cached; other requests run no query.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
