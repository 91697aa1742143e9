#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view vacancy_sql =
    "SELECT title, team, DATE_FORMAT(closes_on, '%e %M') FROM hiring_vacancy WHERE id = ?";
constexpr std::string_view shortlist_sql =
    "SELECT id, name, points, DATE_FORMAT(applied_on, '%e %M'), agency_id FROM hiring_applicant "
    "WHERE vacancy_id = ? ORDER BY points DESC, id DESC LIMIT ?";
constexpr std::string_view agency_sql = "SELECT name, phone FROM hiring_agency WHERE id = ?";

struct Vacancy {
  std::string title, team, closes_on;
  static constexpr auto columns = std::tuple(&Vacancy::title, &Vacancy::team, &Vacancy::closes_on);
};

struct Applicant {
  std::int64_t id;
  std::string name;
  std::int64_t points;
  std::string applied_on;
  std::optional<std::int64_t> agency_id;  // none: applied directly
  static constexpr auto columns = std::tuple(&Applicant::id, &Applicant::name, &Applicant::points,
                                             &Applicant::applied_on, &Applicant::agency_id);
};

struct Agency {
  std::string name, phone;
  static constexpr auto columns = std::tuple(&Agency::name, &Agency::phone);
};

// A screen of the recruiters' phone app has a button that calls the agency.
void write_contact(io::JsonWriter& json, const Applicant& applicant, Database& db) {
  json.key("contact");
  const auto agency =
      applicant.agency_id ? db.query_one<Agency>(agency_sql, *applicant.agency_id) : std::optional<Agency>();
  if (!agency) {
    json.null();
    return;
  }
  json.begin_object().key("agency").text(agency->name).key("phone").text(agency->phone).end_object();
}

Response for_the_app(const Vacancy& vacancy, const std::vector<Applicant>& applicants, Services& services) {
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("vacancy").text(vacancy.title).key("team").text(vacancy.team);
    json.key("closes_on").text(vacancy.closes_on).key("shortlist").begin_list();
    for (const Applicant& each : applicants) {
      json.begin_object().key("id").number(each.id).key("name").text(each.name);
      json.key("points").number(each.points).key("applied_on").text(each.applied_on);
      write_contact(json, each, services.db);
      json.end_object();
    }
    json.end_list().end_object();
  });
}

Response for_the_browser(const Vacancy& vacancy, const std::vector<Applicant>& applicants,
                         Services& services) {
  Rows rows({"id", "name", "points", "applied_on", "by_agency"});
  for (const Applicant& each : applicants)
    rows.add(each.id, each.name, each.points, each.applied_on, each.agency_id.has_value());
  return services.page(Value::object({{"title", vacancy.title},
                                      {"team", vacancy.team},
                                      {"closes_on", vacancy.closes_on},
                                      {"shortlist", std::move(rows)}}));
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("vacancy");
  const auto vacancy = services.db.query_one<Vacancy>(vacancy_sql, id);
  if (!vacancy) throw NotFound("there is no vacancy " + std::to_string(id));
  const auto applicants = services.db.query<Applicant>(shortlist_sql, id, request.knobs.n());
  Response response = request.format == Format::json ? for_the_app(*vacancy, applicants, services)
                                                     : for_the_browser(*vacancy, applicants, services);
  response.set("Cache-Control", "private, no-store").set("Vary", "Accept");
  return response;
}

}  // namespace

GalleryPage shortlist_board() {
  return {
      .summary = "the shortlist of a vacancy, best first, for recruiters; as JSON for their phones",
      .why =
          "The HTML only says that an agency sent somebody, which the applicant's row knows. The JSON also "
          "has the agency's phone number, and looks up the agency of each applicant who has one. The "
          "shortlist could join it.",
      .knobs =
          {items_knob("applicants on the list", 640),
           {.name = "vacancy", .help = "number of the vacancy", .initial = 9, .minimum = 1, .maximum = 30},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
