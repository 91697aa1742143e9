#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct PressRelease {
  std::int64_t id;
  std::string title, contact;
  std::int64_t year;
  std::string body;
  static constexpr auto columns = std::tuple(&PressRelease::id, &PressRelease::title, &PressRelease::contact,
                                             &PressRelease::year, &PressRelease::body);
};

// All queries for press releases go through here.
class PressReleases {
 public:
  explicit PressReleases(Database& db) : db_(db) {}

  std::vector<PressRelease> newest(std::int64_t max) {
    return db_.query<PressRelease>(all_columns + " ORDER BY d.year DESC, d.id DESC LIMIT ?", max);
  }
  std::optional<PressRelease> by_id(std::int64_t id) {
    return db_.query_one<PressRelease>(all_columns + " WHERE d.id = ?", id);
  }

 private:
  inline static const std::string all_columns =
      "SELECT d.id, d.title, a.name, d.year, d.body FROM document d LEFT JOIN author a ON a.id = d.author_id";

  Database& db_;
};

Value text_of(const PressRelease& release) {
  return Value::object({{"title", release.title},
                        {"contact", release.contact},
                        {"year", release.year},
                        {"body", release.body}});
}

Response run(const Request& request, Services& services) {
  PressReleases releases(services.db);
  if (const std::int64_t id = request.knobs.integer("release"); id != 0) {
    const auto release = releases.by_id(id);
    if (!release) throw NotFound("there is no press release " + std::to_string(id));
    return services.page(Value::object({{"release", text_of(*release)}}));
  }
  const auto newest = releases.newest(request.knobs.n());
  Rows rows({"id", "title", "year", "contact"});
  for (const PressRelease& each : newest) rows.add(each.id, each.title, each.year, each.contact);
  return services.page(Value::object({{"releases", std::move(rows)}}));
}

}  // namespace

GalleryPage press_releases() {
  return {
      .summary = "the list of press releases, or the text of one",
      .why =
          "The list shows titles and contacts, but it shares its columns with the page of a single release "
          "and so fetches the 16 KB text of every release it lists.",
      .knobs = {items_knob("press releases in the list", 2'560),
                {.name = "release",
                 .help = "number of the press release to read; 0: the list",
                 .initial = 0,
                 .minimum = 0,
                 .maximum = 640},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
