#include <algorithm>
#include <array>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::array<std::string_view, 6> sections{"politics", "city",   "economy",
                                                   "arts",     "sports", "knowledge"};

struct Teaser {
  std::string section;
  std::int64_t id;
  std::string headline, written_on;
  std::optional<std::string> photo;
  static constexpr auto columns =
      std::tuple(&Teaser::section, &Teaser::id, &Teaser::headline, &Teaser::written_on, &Teaser::photo);
};

// The newest of each section, each from the end of its part of an index. A window function over all articles
// would give the same rows.
std::string teasers_sql() {
  std::string sql;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (i > 0) sql += " UNION ALL ";
    sql +=
        "(SELECT section, id, headline, written_on, photo FROM magazine_article WHERE section = ? "
        "ORDER BY written_on DESC, id DESC LIMIT ?)";
  }
  return sql;
}

std::vector<Teaser> newest_of_each(Database& db, std::int64_t of_section) {
  std::vector<Parameter> parameters;
  for (const std::string_view section : sections) {
    parameters.push_back(to_parameter(section));
    parameters.push_back(to_parameter(of_section));
  }
  std::vector<Teaser> teasers;
  for (Cursor rows = db.run(teasers_sql(), parameters); rows.next();)
    teasers.push_back(map_row<Teaser>(rows));
  return teasers;
}

// The section that the reader opened last comes first.
std::string_view favourite(const Request& request) {
  const std::string_view wanted = request.cookie("section").value_or("");
  return std::ranges::find(sections, wanted) == sections.end() ? sections.front() : wanted;
}

Response show(const Request& request, Services& services) {
  auto teasers = newest_of_each(services.db, request.knobs.n());
  const std::string_view first = favourite(request);
  std::ranges::stable_partition(teasers, [&](const Teaser& each) { return each.section == first; });

  Value parts = Value::list();
  std::string_view current;
  for (const Teaser& each : teasers) {
    if (each.section != current)
      parts.add(Value::object({{"section", each.section}, {"teasers", Value::list()}}));
    current = each.section;
    parts.items()->back().members()->back().second.add(
        Value::object({{"id", each.id},
                       {"headline", each.headline},
                       {"day", each.written_on},
                       {"photo", each.photo ? Value(*each.photo) : Value()}}));
  }
  return services.page(Value::object({{"sections", std::move(parts)}}))
      .set("Cache-Control", "private, max-age=30")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage section_fronts() {
  return {
      .summary = "the front of an online magazine: the newest articles of each section",
      .why =
          "The query has six parts that differ only in one value. That is one round trip, and each part "
          "stops after its rows, where a ranking over all articles would read the table.",
      .knobs = {{.name = "n",
                 .help = "articles of each section",
                 .initial = 5,
                 .minimum = 1,
                 .maximum = 100,
                 .ladder = {3, 12, 48, 96}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
