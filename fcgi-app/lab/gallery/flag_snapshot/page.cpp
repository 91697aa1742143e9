#include "core/conditional.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

// Each change of a flag or a rule increments the version.
constexpr std::string_view version_sql = "SELECT version FROM flag_project WHERE id = ?";
constexpr std::string_view rules_sql = R"(
  SELECT f.name, f.default_on, r.share, r.country_id
    FROM flag_definition f LEFT JOIN flag_rule r ON r.flag_id = f.id
   WHERE f.project_id = ?
   ORDER BY f.name, r.id)";
constexpr std::string_view country_sql = "SELECT country_id FROM customer WHERE id = ?";

struct Version {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Version::number);
};

struct Rule {
  std::string flag;
  bool default_on;
  std::optional<std::int64_t> share, country_id;
  static constexpr auto columns = std::tuple(&Rule::flag, &Rule::default_on, &Rule::share, &Rule::country_id);
};

struct Country {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Country::id);
};

constexpr std::int64_t project = 1;

// The first rule that fits decides, otherwise the default.
bool fits(const Rule& rule, std::int64_t visitor, std::int64_t country) {
  if (!rule.share) return false;
  if (rule.country_id && *rule.country_id != country) return false;
  return visitor * 61 % 100 < *rule.share;
}

void write_flags(io::JsonWriter& json, const std::vector<Rule>& rules, std::int64_t visitor,
                 std::int64_t country) {
  json.begin_object();
  for (std::size_t at = 0; at < rules.size();) {
    const std::string& flag = rules[at].flag;
    bool is_on = rules[at].default_on;
    for (; at < rules.size() && rules[at].flag == flag; ++at)
      is_on = is_on || fits(rules[at], visitor, country);
    json.key(flag).boolean(is_on);
  }
  json.end_object();
}

Response& headers_of(Response& response) {
  return response.set("Cache-Control", "private, no-cache").set("Vary", "Cookie");
}

// Apps ask every minute.
Response run(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const std::int64_t id = visitor ? visitor->id : 0;
  const auto version = services.db.query_one<Version>(version_sql, project).value();
  const Validators validators{.etag = etag_of("flags-" + request.knobs.query_string() + "-" +
                                                  std::to_string(version.number) + "-" + std::to_string(id),
                                              Format::json),
                              .last_modified = std::nullopt};
  if (auto known = not_modified(request, validators, services.clock.now())) return headers_of(*known);

  const auto country = visitor ? services.db.query_one<Country>(country_sql, id) : std::nullopt;
  const auto rules = services.db.query<Rule>(rules_sql, project);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("version").number(version.number).key("flags");
    write_flags(json, rules, id, country ? country->id : 0);
    json.end_object();
  });
  return set_validators(headers_of(response), validators);
}

}  // namespace

GalleryPage flag_snapshot() {
  return {
      .summary = "the feature flags of an app for the visitor, as JSON that is asked for every minute",
      .why =
          "All rules of the project are read and folded into one bit for each flag. But an app that has "
          "this version gets a 304 after two rows by their keys, before any rule is read.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
