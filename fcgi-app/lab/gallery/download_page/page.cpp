#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view program_sql = "SELECT name, version, licence FROM release_program WHERE id = ?";
constexpr std::string_view files_sql =
    "SELECT platform, file, kilobytes, checksum FROM release_file WHERE program_id = ? ORDER BY position";
constexpr std::string_view mirrors_sql = "SELECT host, country FROM release_mirror ORDER BY country, host";
constexpr int counted_for_s = 86'400;

struct Program {
  std::string name, version, licence;
  static constexpr auto columns = std::tuple(&Program::name, &Program::version, &Program::licence);
};

struct File {
  std::string platform, name;
  std::int64_t kilobytes;
  std::string checksum;
  static constexpr auto columns = std::tuple(&File::platform, &File::name, &File::kilobytes, &File::checksum);
};

struct Mirror {
  std::string host, country;
  static constexpr auto columns = std::tuple(&Mirror::host, &Mirror::country);
};

// Visits are counted in the cache. Losing a day's number when memcached restarts harms nobody.
std::optional<std::int64_t> count_visit(Services& services, std::int64_t program) {
  const std::string key =
      "release visits/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(program);
  return services.cache.increment(key, 1, 1, counted_for_s);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("program");
  const auto program = services.db.query_one<Program>(program_sql, id);
  if (!program) throw NotFound("there is no program " + std::to_string(id));
  const auto files = services.db.query<File>(files_sql, id);
  const auto mirrors = services.db.query<Mirror>(mirrors_sql);
  const auto visits = count_visit(services, id);
  Rows downloads({"platform", "name", "size", "checksum"}), hosts({"host", "country"});
  for (const File& each : files)
    downloads.add(each.platform, each.name, bytes_text(static_cast<double>(each.kilobytes) * 1'000),
                  each.checksum);
  for (const Mirror& each : mirrors) hosts.add(each.host, each.country);
  return services
      .page(Value::object({{"name", program->name},
                           {"version", program->version},
                           {"licence", program->licence},
                           {"visits", visits ? Value(grouped(*visits)) : Value()},
                           {"files", std::move(downloads)},
                           {"mirrors", std::move(hosts)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage download_page() {
  return {
      .summary = "the download page of an open-source program: files, checksums, mirrors, and today's visits",
      .why =
          "Innocent: each visit of the page is counted, under one key for all visitors, but in memcached, "
          "where "
          "counting locks no row and writes nothing to a disk. The files are read through their key, and all "
          "24 mirrors are shown.",
      .knobs =
          {{.name = "program", .help = "number of the program", .initial = 12, .minimum = 1, .maximum = 60},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
