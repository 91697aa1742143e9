#include <map>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "io/cache/cached_response.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view marks_sql =
    "SELECT subject, points, COUNT(*) FROM leaving_mark WHERE year = ? GROUP BY subject, points "
    "ORDER BY subject, points";
constexpr int kept_s = 3'600, old_for_s = 900;

struct Group {
  std::string subject;
  std::int64_t points, pupils;
  static constexpr auto columns = std::tuple(&Group::subject, &Group::points, &Group::pupils);
};

struct Subject {
  std::string groups;  // as XML
  std::int64_t pupils = 0, points = 0;
};

std::string percent_of(std::int64_t part, std::int64_t whole) {
  return fixed(100 * static_cast<double>(part) / static_cast<double>(whole), 1);
}

// For newspapers, which make charts of it.
Response statistics(std::int64_t year, Database& db) {
  std::map<std::string, Subject> subjects;
  std::int64_t all = 0;
  for (const Group& each : db.query<Group>(marks_sql, year)) {
    Subject& subject = subjects[each.subject];
    subject.groups +=
        "<mark points=\"" + std::to_string(each.points) + "\">" + std::to_string(each.pupils) + "</mark>";
    subject.pupils += each.pupils;
    subject.points += each.pupils * each.points;
    all += each.pupils;
  }
  Response response;
  response.body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<marks year=\"" + std::to_string(year) + "\">\n";
  for (const auto& [name, subject] : subjects) {
    response.body += "<subject name=\"";
    append_html_escaped(name, response.body);
    response.body +=
        "\" mean=\"" + fixed(static_cast<double>(subject.points) / static_cast<double>(subject.pupils), 2) +
        "\" share=\"" + percent_of(subject.pupils, all) + "\">" + subject.groups + "</subject>\n";
  }
  response.body += "</marks>\n";
  return response.set("Content-Type", "text/xml; charset=utf-8")
      .set("Cache-Control", "public, max-age=600")
      .set("Access-Control-Allow-Origin", "*");
}

Response run(const Request& request, Services& services) {
  const std::int64_t year = request.knobs.integer("year");
  const CachedText kept{
      .key = "leaving marks " + std::string(name_of(services.db.dataset())) + " " + std::to_string(year),
      .depends = {},
      .lifetime_s = kept_s,
      .stale_s = old_for_s};
  return cached_response(services.texts, kept, [&] { return statistics(year, services.db); });
}

}  // namespace

GalleryPage grade_distribution() {
  return {
      .summary = "how the marks of a year's leaving exams are distributed in each subject, as XML",
      .why =
          "Innocent: all marks of a year are counted, but the whole response is kept for an hour, one "
          "request "
          "at a time makes it anew, and the others get the old one. The index has all that is counted.",
      .knobs = {{.name = "year",
                 .help = "year of the exams",
                 .initial = 2'025,
                 .minimum = 2'021,
                 .maximum = 2'025},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
