#include <algorithm>
#include <set>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t ids_at_once = 120;

constexpr std::string_view quarter_sql = "SELECT name FROM tumour_quarter WHERE id = ?";
constexpr std::string_view cases_sql =
    "SELECT id, born_year, diagnosis, question, referrer_id FROM tumour_case WHERE quarter_id = ? "
    "ORDER BY id LIMIT ?";
constexpr std::string_view images_sql =
    "SELECT case_id, taken_on, method, finding FROM tumour_image WHERE case_id IN (";
constexpr std::string_view markers_sql =
    "SELECT case_id, marker, milli FROM tumour_marker WHERE case_id IN (";
constexpr std::string_view referrers_sql = "SELECT id, name, fax FROM tumour_referrer WHERE id IN (";

struct Quarter {
  std::string name;
  static constexpr auto columns = std::tuple(&Quarter::name);
};
struct TumourCase {
  std::int64_t id, born_year;
  std::string diagnosis, question;
  std::int64_t referrer_id;
  static constexpr auto columns = std::tuple(&TumourCase::id, &TumourCase::born_year, &TumourCase::diagnosis,
                                             &TumourCase::question, &TumourCase::referrer_id);
};
struct Image {
  std::int64_t case_id;
  std::string taken_on, method, finding;
  static constexpr auto columns =
      std::tuple(&Image::case_id, &Image::taken_on, &Image::method, &Image::finding);
};
struct Marker {
  std::int64_t case_id;
  std::string marker;
  std::int64_t milli;
  static constexpr auto columns = std::tuple(&Marker::case_id, &Marker::marker, &Marker::milli);
};
struct Referrer {
  std::int64_t id;
  std::string name, fax;
  static constexpr auto columns = std::tuple(&Referrer::id, &Referrer::name, &Referrer::fax);
};

// Calls `see` with the rows of the ids, which are asked for in portions.
template <class Row, class See>
void each_of(Database& db, std::string_view sql_up_to_list, std::span<const std::int64_t> ids, See see) {
  for (std::size_t from = 0; from < ids.size(); from += ids_at_once) {
    std::string sql(sql_up_to_list);
    std::vector<Parameter> parameters;
    for (const std::int64_t id : ids.subspan(from, std::min(ids_at_once, ids.size() - from))) {
      sql += parameters.empty() ? "?" : ", ?";
      parameters.push_back(to_parameter(id));
    }
    for (Cursor rows = db.run(sql + ")", parameters); rows.next();) see(map_row<Row>(rows));
  }
}

// What belongs to the cases, loaded for all of them in a second step.
struct Files {
  std::unordered_map<std::int64_t, std::vector<Image>> images;
  std::unordered_map<std::int64_t, std::vector<Marker>> markers;
  std::unordered_map<std::int64_t, Referrer> referrers;

  Files(Database& db, const std::vector<TumourCase>& cases) {
    std::vector<std::int64_t> ids;
    std::set<std::int64_t> doctors;
    for (const TumourCase& each : cases) {
      ids.push_back(each.id);
      doctors.insert(each.referrer_id);
    }
    each_of<Image>(db, images_sql, ids,
                   [this](Image image) { images[image.case_id].push_back(std::move(image)); });
    each_of<Marker>(db, markers_sql, ids,
                    [this](Marker marker) { markers[marker.case_id].push_back(std::move(marker)); });
    const std::vector<std::int64_t> doctor_ids(doctors.begin(), doctors.end());
    each_of<Referrer>(db, referrers_sql, doctor_ids,
                      [this](const Referrer& referrer) { referrers.emplace(referrer.id, referrer); });
  }
};

Rows images_in(const std::vector<Image>& images) {
  Rows rows({"taken_on", "method", "finding"});
  for (const Image& each : images) rows.add(each.taken_on, each.method, each.finding);
  return rows;
}

Rows markers_in(const std::vector<Marker>& markers) {
  Rows rows({"marker", "value"});
  for (const Marker& each : markers) rows.add(each.marker, fixed(static_cast<double>(each.milli) / 1'000, 1));
  return rows;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("quarter");
  const auto quarter = services.db.query_one<Quarter>(quarter_sql, id);
  if (!quarter) throw NotFound("there is no quarter " + std::to_string(id));
  const auto cases = services.db.query<TumourCase>(cases_sql, id, request.knobs.n());
  Files files(services.db, cases);
  Rows rows({"number", "born", "diagnosis", "question", "doctor", "fax", "images", "markers"});
  for (const TumourCase& each : cases) {
    const auto doctor = files.referrers.find(each.referrer_id);
    const bool is_known = doctor != files.referrers.end();
    rows.add(each.id, each.born_year, each.diagnosis, each.question,
             is_known ? std::string_view(doctor->second.name) : "not known",
             is_known ? std::string_view(doctor->second.fax) : "", images_in(files.images[each.id]),
             markers_in(files.markers[each.id]));
  }
  return services.page(Value::object({{"quarter", quarter->name}, {"cases", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tumour_board() {
  return {
      .summary =
          "the cases of a hospital's tumour board in a quarter, for the audit: imaging, markers, doctors",
      .why =
          "Innocent: three queries with long lists of ids follow the first one, and all sit in a loop. But a "
          "round of the loop fetches the rows of 120 cases, so 120 more cases take two more queries, and "
          "each doctor is fetched once, however many cases came from there.",
      .knobs = {items_knob("cases on the page", 640),
                {.name = "quarter", .help = "quarter of 2025", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
