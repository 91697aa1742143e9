#include <array>

#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// A revision is what translators have released. It is never changed afterwards.
constexpr std::string_view revision_sql =
    "SELECT revision, released_s FROM localized_release WHERE project_id = ? AND locale = ?";
constexpr std::string_view strings_sql =
    "SELECT name, text FROM localized_string WHERE project_id = ? AND locale = ? ORDER BY name";
constexpr std::array<std::string_view, 4> locales{"de", "fr", "nl", "pl"};
constexpr int bundle_kept_s = 86'400;

struct Release {
  std::int64_t revision, released_s;
  static constexpr auto columns = std::tuple(&Release::revision, &Release::released_s);
};

struct String {
  std::string name, text;
  static constexpr auto columns = std::tuple(&String::name, &String::text);
};

std::string bundle(Database& db, std::int64_t project, std::string_view locale) {
  std::string body;
  io::JsonWriter json(body);
  json.begin_object().key("locale").text(locale).key("strings").begin_object();
  for (const String& each : db.query<String>(strings_sql, project, locale))
    json.key(each.name).text(each.text);
  json.end_object().end_object();
  return body;
}

Response for_apps(Response response) {
  return std::move(response).set("Cache-Control", "public, no-cache");
}

Response run(const Request& request, Services& services) {
  const std::int64_t project = request.knobs.integer("project");
  const std::string_view locale = locales[static_cast<std::size_t>(request.knobs.integer("locale") - 1)];
  const auto release = services.db.query_one<Release>(revision_sql, project, locale);
  if (!release) throw NotFound("nothing was released in " + std::string(locale));
  const Validators validators{
      .etag = etag_of(std::to_string(release->revision), Format::json),
      .last_modified = std::chrono::sys_seconds(std::chrono::seconds(release->released_s))};
  if (auto known = not_modified(request, validators, services.clock.now()))
    return for_apps(*std::move(known));

  const CachedText kept{.key = "bundle/" + std::string(name_of(services.db.dataset())) + "/" +
                               std::to_string(project) + "/" + std::string(locale) + "/" +
                               std::to_string(release->revision),
                        .depends = {},
                        .lifetime_s = bundle_kept_s};
  const auto text = services.texts.get(kept, [&] { return bundle(services.db, project, locale); });
  Response response = data_page(services, [&](std::string& body) { body += text.text; });
  set_validators(response, validators);
  return for_apps(std::move(response));
}

}  // namespace

GalleryPage ui_strings() {
  return {
      .summary =
          "the translated strings of an app in one language, as a JSON bundle that apps fetch at start",
      .why =
          "Innocent: a bundle has more than a thousand rows, and all of them are sent because an app needs "
          "all. The revision is one index look-up; with it an app that has the bundle gets a 304, and any "
          "other gets the text from the cache, whose key has the revision.",
      .knobs =
          {{.name = "project", .help = "number of the project", .initial = 2, .minimum = 1, .maximum = 5},
           {.name = "locale", .help = "number of the language", .initial = 1, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
