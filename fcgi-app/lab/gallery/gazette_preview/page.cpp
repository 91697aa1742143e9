#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t notices_per_page = 25, last_page = 24;

constexpr std::string_view issue_sql =
    "SELECT notices, closes_at, editor FROM gazette_issue WHERE number = ?";
constexpr std::string_view parts_sql =
    "SELECT title, first_position FROM gazette_part WHERE issue = ? ORDER BY first_position";
// Positions have no gaps: an editor who moves a notice numbers the issue again.
constexpr std::string_view notices_sql =
    "SELECT position, office, heading, text FROM gazette_notice WHERE issue = ? AND position BETWEEN ? AND ? "
    "ORDER BY position";

struct Issue {
  std::int64_t notices;
  std::string closes_at, editor;
  static constexpr auto columns = std::tuple(&Issue::notices, &Issue::closes_at, &Issue::editor);
};
struct Part {
  std::string title;
  std::int64_t first_position;
  static constexpr auto columns = std::tuple(&Part::title, &Part::first_position);
};
struct Notice {
  std::int64_t position;
  std::string office, heading, text;
  static constexpr auto columns =
      std::tuple(&Notice::position, &Notice::office, &Notice::heading, &Notice::text);
};

std::string link_to(std::int64_t page, std::int64_t issue, Dataset dataset) {
  return "?page=" + std::to_string(page) + "&issue=" + std::to_string(issue) +
         "&dataset=" + std::string(name_of(dataset));
}

Response show(const Request& request, Services& services) {
  const std::int64_t number = request.knobs.integer("issue"), page = request.knobs.page();
  const Dataset dataset = request.knobs.dataset();
  const auto issue = services.db.query_one<Issue>(issue_sql, number);
  if (!issue) throw NotFound("there is no issue " + std::to_string(number));
  const auto parts = services.db.query<Part>(parts_sql, number);
  const auto notices = services.db.query<Notice>(notices_sql, number, (page - 1) * notices_per_page + 1,
                                                 page * notices_per_page);
  const std::int64_t pages = (issue->notices + notices_per_page - 1) / notices_per_page;

  Rows contents({"title", "link"}), rows({"position", "office", "heading", "text"});
  for (const Part& each : parts)
    contents.add(each.title, link_to(1 + (each.first_position - 1) / notices_per_page, number, dataset));
  for (const Notice& each : notices) rows.add(each.position, each.office, each.heading, each.text);
  return services
      .page(Value::object({{"issue", number},
                           {"editor", issue->editor},
                           {"closes", issue->closes_at},
                           {"page", page},
                           {"pages", pages},
                           {"before", page > 1 ? Value(link_to(page - 1, number, dataset)) : Value()},
                           {"after", page < pages ? Value(link_to(page + 1, number, dataset)) : Value()},
                           {"contents", std::move(contents)},
                           {"notices", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage gazette_preview() {
  return {
      .summary = "an issue of an official gazette before it appears, for its editors, 25 notices on a page",
      .why =
          "Innocent: pages are numbered, there are links into the middle, and the last page is named. But a "
          "notice has its position in the primary key, so every page is a range of 25 rows, and the number "
          "of notices is stored with the issue. Nothing is skipped or counted.",
      .knobs = {{.name = "page",
                 .help = "page of the issue",
                 .initial = 1,
                 .minimum = 1,
                 .maximum = last_page,
                 .ladder = {1, 4, 16, 24}},
                {.name = "issue", .help = "number of the issue", .initial = 11, .minimum = 1, .maximum = 40},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
