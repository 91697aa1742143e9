#include <chrono>

#include "core/errors.hpp"
#include "core/http_date.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view today = "2026-01-05 00:00:00";

constexpr std::string_view account_sql =
    "SELECT name, TIMESTAMPDIFF(SECOND, '1970-01-01', changed_at) FROM grid_account WHERE id = ?";
constexpr std::string_view sites_sql = R"(
  SELECT s.number, s.name, s.town, o.begins_at, o.ends_at, o.reason
    FROM (SELECT number, name, town, area_id FROM grid_site WHERE account_id = ? ORDER BY number LIMIT ?) AS s
    LEFT JOIN grid_outage AS o ON o.area_id = s.area_id AND o.begins_at >= ?
   ORDER BY s.number, o.begins_at)";

struct Account {
  std::string name;
  std::int64_t changed_s;
  static constexpr auto columns = std::tuple(&Account::name, &Account::changed_s);

  std::chrono::sys_seconds changed() const {
    return std::chrono::sys_seconds(std::chrono::seconds(changed_s));
  }
};

// A site, with one of its outages if there is any.
struct Line {
  std::int64_t number;
  std::string name, town;
  std::optional<std::string> begins_at, ends_at, reason;
  static constexpr auto columns =
      std::tuple(&Line::number, &Line::name, &Line::town, &Line::begins_at, &Line::ends_at, &Line::reason);
};

void write_outage(io::JsonWriter& json, const Line& line) {
  json.begin_object().key("from").text(*line.begins_at).key("to").text(line.ends_at.value_or(""));
  json.key("reason").text(line.reason.value_or("")).end_object();
}

void write_sites(io::JsonWriter& json, const std::vector<Line>& lines) {
  json.begin_list();
  for (std::size_t at = 0; at < lines.size();) {
    const Line& site = lines[at];
    json.begin_object().key("number").number(site.number).key("name").text(site.name);
    json.key("town").text(site.town).key("outages").begin_list();
    for (; at < lines.size() && lines[at].number == site.number; ++at)
      if (lines[at].begins_at) write_outage(json, lines[at]);
    json.end_list().end_object();
  }
  json.end_list();
}

// The alarm centre of a chain of shops asks every half minute.
Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("account");
  const auto account = services.db.query_one<Account>(account_sql, id);
  if (!account) throw NotFound("there is no account " + std::to_string(id));
  const auto lines = services.db.query<Line>(sites_sql, id, request.knobs.n(), today);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("account").text(account->name).key("sites");
                     write_sites(json, lines);
                     json.end_object();
                   })
      .set("Last-Modified", http_date(account->changed()))
      .set("Cache-Control", "private, no-cache");
}

}  // namespace

GalleryPage site_outages() {
  return {
      .summary = "the power cuts that are announced for the sites of a chain, as JSON for its alarm centre",
      .why =
          "The account has the time of the last change, which is read first and sent as Last-Modified. But "
          "whether the client has this version is only found out when the list of sites has been queried "
          "and written, and then dropped for a 304.",
      .knobs =
          {items_knob("sites to return at most", 640),
           {.name = "account", .help = "number of the account", .initial = 3, .minimum = 1, .maximum = 20},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
