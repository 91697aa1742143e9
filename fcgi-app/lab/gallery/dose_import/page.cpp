#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <unordered_map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t badges_at_once = 250;
constexpr std::int64_t imports_kept = 40;

constexpr std::string_view wearers_sql = "SELECT badge, category FROM dose_wearer WHERE badge IN (";
constexpr std::string_view import_sql = "INSERT INTO dose_import (service) VALUES (?)";
constexpr std::string_view doses_sql =
    "INSERT INTO dose_import_line (import_id, badge, category, microsieverts, is_above) VALUES ";
constexpr std::string_view remove_lines_sql = "DELETE FROM dose_import_line WHERE import_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM dose_import WHERE id = ?";

struct Wearer {
  std::int64_t badge;
  std::string category;
  static constexpr auto columns = std::tuple(&Wearer::badge, &Wearer::category);
};

// What a month may bring, by category of the workplace.
struct Limit {
  std::string_view category;
  std::int64_t microsieverts;
};
constexpr std::array<Limit, 3> limits{{{"A", 1'600}, {"B", 500}, {"apprentice", 80}}};

bool is_above_limit(std::string_view category, std::int64_t microsieverts) {
  const auto limit = std::ranges::find(limits, category, &Limit::category);
  return limit != limits.end() && microsieverts > limit->microsieverts;
}

struct Dose {
  std::int64_t badge, microsieverts;
};

// What the measuring service has read from the badges: in the body, or made up.
std::vector<Dose> doses_of(const Request& request) {
  const auto given = list_in_body(request, "doses");
  std::vector<Dose> doses;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given) {
      doses.push_back({.badge = integer_in_row((*given)[row], row, "badge"),
                       .microsieverts = integer_in_row((*given)[row], row, "microsieverts")});
    } else {
      doses.push_back(
          {.badge = 1 + at * 11 % 2'603, .microsieverts = at % 13 == 5 ? at * 7 % 1'900 : at % 60});
    }
  }
  return doses;
}

struct Outcome {
  std::map<std::string, std::int64_t> by_category;
  std::vector<Dose> above, unknown;
};

using Categories = std::unordered_map<std::int64_t, std::string>;

Categories categories_of(std::span<const Dose> doses, Database& db) {
  std::string sql(wearers_sql);
  std::vector<Parameter> parameters;
  for (const Dose& each : doses) {
    sql += parameters.empty() ? "?" : ", ?";
    parameters.push_back(to_parameter(each.badge));
  }
  Categories categories;
  Cursor wearers = db.run(sql + ")", parameters);
  while (wearers.next()) {
    Wearer wearer = map_row<Wearer>(wearers);
    categories.emplace(wearer.badge, std::move(wearer.category));
  }
  return categories;
}

void take_in(std::int64_t file, std::span<const Dose> doses, Database& db, Outcome& outcome) {
  const Categories categories = categories_of(doses, db);
  std::string sql(doses_sql);
  std::vector<Parameter> values;
  for (const Dose& each : doses) {
    const auto category = categories.find(each.badge);
    if (category == categories.end()) {
      outcome.unknown.push_back(each);
      continue;
    }
    const bool is_above = is_above_limit(category->second, each.microsieverts);
    if (is_above) outcome.above.push_back(each);
    ++outcome.by_category[category->second];
    sql += values.empty() ? "(?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?)";
    values.insert(values.end(), {to_parameter(file), to_parameter(each.badge), to_parameter(category->second),
                                 to_parameter(each.microsieverts), to_parameter(is_above)});
  }
  if (!values.empty()) db.run_write(sql, values);
}

void remove_import(Database& db, std::int64_t file) {
  if (file < 1) return;
  db.execute(remove_lines_sql, file);
  db.execute(remove_sql, file);
}

void write_doses(io::JsonWriter& json, const std::vector<Dose>& doses) {
  json.begin_list();
  for (const Dose& each : doses)
    json.begin_object()
        .key("badge")
        .number(each.badge)
        .key("microsieverts")
        .number(each.microsieverts)
        .end_object();
  json.end_list();
}

Response run(const Request& request, Services& services) {
  const std::vector<Dose> doses = doses_of(request);
  Outcome outcome;
  services.db.transaction([&] {
    outcome = {};
    services.db.execute(import_sql, request.knobs.integer("service"));
    const std::int64_t file = services.db.last_insert_id();
    for (std::size_t from = 0; from < doses.size(); from += badges_at_once)
      take_in(file, std::span(doses).subspan(from, std::min(badges_at_once, doses.size() - from)),
              services.db, outcome);
    remove_import(services.db, file - imports_kept);
  });
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("stored").begin_object();
                     for (const auto& [category, badges] : outcome.by_category)
                       json.key(category).number(badges);
                     json.end_object().key("above");
                     write_doses(json, outcome.above);
                     json.key("unknown");
                     write_doses(json, outcome.unknown);
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage dose_import() {
  return {
      .summary =
          "a measuring service sends the doses of a month, and learns which badges were above the limit",
      .why =
          "Innocent: a loop reads and writes, but for 250 badges at a time: one query for who wears them, "
          "and one INSERT with what was measured. All of it shares a commit, so that a file is stored whole "
          "or not at all.",
      .knobs =
          {items_knob("badges in the file", 2'560),
           {.name = "service", .help = "number of the service", .initial = 4, .minimum = 1, .maximum = 9},
           dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
