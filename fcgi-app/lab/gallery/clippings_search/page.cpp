#include <algorithm>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t chunk = 100;

// Ids first: the index on topic and day has them in the order of the list. The rows are wide.
constexpr std::string_view ids_sql =
    "SELECT id FROM press_clipping WHERE topic = ? ORDER BY printed_on DESC, id DESC LIMIT ?";

struct Id {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Id::id);
};

struct Clipping {
  std::int64_t id;
  std::string paper, printed_on, headline, body;
  static constexpr auto columns = std::tuple(&Clipping::id, &Clipping::paper, &Clipping::printed_on,
                                             &Clipping::headline, &Clipping::body);
};

// A chunk has always the same number of parameters, so that all share a prepared query.
std::string clippings_sql() {
  std::string sql = "SELECT id, paper, printed_on, headline, body FROM press_clipping WHERE id IN (?";
  for (std::size_t i = 1; i < chunk; ++i) sql += ", ?";
  return sql + ")";
}

using Clippings = std::unordered_map<std::int64_t, Clipping>;

Clippings clippings_by_id(Database& db, const std::vector<Id>& ids) {
  Clippings clippings;
  const std::string sql = clippings_sql();
  for (std::size_t from = 0; from < ids.size(); from += chunk) {
    std::vector<Parameter> some;
    for (std::size_t at = from; at < from + chunk; ++at)
      some.push_back(to_parameter(ids[std::min(at, ids.size() - 1)].id));
    for (Cursor rows = db.run(sql, some); rows.next();) {
      auto clipping = map_row<Clipping>(rows);
      clippings.emplace(clipping.id, std::move(clipping));
    }
  }
  return clippings;
}

Response show(const Request& request, Services& services) {
  constexpr std::string_view topic = "harbour";
  const auto ids = services.db.query<Id>(ids_sql, topic, request.knobs.n());
  const Clippings clippings = clippings_by_id(services.db, ids);
  Rows rows({"paper", "day", "headline", "body"});
  for (const Id& each : ids)
    if (const auto found = clippings.find(each.id); found != clippings.end())
      rows.add(found->second.paper, found->second.printed_on, found->second.headline, found->second.body);
  return services.page(Value::object({{"topic", topic}, {"clippings", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage clippings_search() {
  return {
      .summary = "an archive of press clippings: what was printed about a topic, newest first",
      .why =
          "The rows are fetched in a second step, by lists of ids. The first step reads only an index, and "
          "the lists have a hundred ids whatever the length of the page.",
      .knobs = {items_knob("clippings on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
