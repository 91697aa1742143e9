#include <algorithm>
#include <map>
#include <span>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t codes_at_once = 100;
constexpr int names_kept_s = 86'400;

constexpr std::string_view findings_sql =
    "SELECT found_on, code, certainty FROM patient_finding WHERE patient_id = ? ORDER BY number DESC LIMIT ?";

struct Finding {
  std::string found_on, code, certainty;
  static constexpr auto columns = std::tuple(&Finding::found_on, &Finding::code, &Finding::certainty);
};

struct Condition {
  std::string code, name, chapter;
  static constexpr auto columns = std::tuple(&Condition::code, &Condition::name, &Condition::chapter);
};

// The names of codes, which change once a year. Each has an entry in the cache; that of a code without a name
// is empty, so that nobody looks for it again.
class Classification {
 public:
  explicit Classification(Services& services) : services_(services) {}

  void load(std::span<const std::string> codes) {
    std::vector<std::string> keys;
    for (const std::string& code : codes) keys.push_back(key_of(code));
    const auto kept = services_.cache.get_many(keys);
    std::vector<std::string> missing;
    for (std::size_t at = 0; at < codes.size(); ++at) {
      if (kept[at])
        names_[codes[at]] = *kept[at];
      else
        missing.push_back(codes[at]);
    }
    if (!missing.empty()) load_stored(missing);
  }

  const std::string& name_of_code(const std::string& code) const { return names_.at(code); }

 private:
  std::string key_of(const std::string& code) const {
    return "condition/" + std::string(name_of(services_.db.dataset())) + "/" + code;
  }

  // The list of placeholders always has the same length, so that the query is prepared once.
  void load_stored(const std::vector<std::string>& missing) {
    std::string sql = "SELECT code, name, chapter FROM classified_condition WHERE code IN (?";
    std::vector<Parameter> values{to_parameter(missing.front())};
    for (std::size_t at = 1; at < codes_at_once; ++at) {
      sql += ", ?";
      values.push_back(to_parameter(missing[std::min(at, missing.size() - 1)]));
    }
    for (const std::string& code : missing) names_[code] = "";
    Cursor found = services_.db.run(sql + ")", values);
    while (found.next()) {
      const auto condition = map_row<Condition>(found);
      names_[condition.code] = condition.name + " (" + condition.chapter + ")";
    }
    for (const std::string& code : missing) services_.cache.set(key_of(code), names_[code], names_kept_s);
  }

  Services& services_;
  std::map<std::string, std::string> names_;
};

std::vector<std::string> different_codes(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  for (const Finding& each : findings) codes.push_back(each.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

Response show(const Request& request, Services& services) {
  const auto findings =
      services.db.query<Finding>(findings_sql, request.knobs.integer("patient"), request.knobs.n());
  const auto codes = different_codes(findings);
  Classification classification(services);
  for (std::size_t from = 0; from < codes.size(); from += codes_at_once)
    classification.load(std::span(codes).subspan(from, std::min(codes_at_once, codes.size() - from)));
  Rows rows({"found_on", "code", "name", "certainty"});
  for (const Finding& each : findings)
    rows.add(each.found_on, each.code, classification.name_of_code(each.code), each.certainty);
  return services.page(Value::object({{"findings", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage diagnosis_sheet() {
  return {
      .summary = "a patient's sheet in a clinic: what was found when, with the names of the codes",
      .why =
          "Innocent: the cache is asked for a hundred codes in one call, and what it does not have is loaded "
          "with one query for each hundred. Only the first view of a day stores names one by one. Codes "
          "without a name are remembered too.",
      .knobs =
          {items_knob("findings on the sheet", 640),
           {.name = "patient", .help = "number of the patient", .initial = 3, .minimum = 1, .maximum = 6},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
