#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t lines_kept = 1'000;
constexpr std::int64_t rows_per_query = 200;

// The newest line that is no longer kept. The index is read from its end, as many entries as are kept.
constexpr std::string_view last_removed_sql =
    "SELECT id FROM machine_log WHERE machine_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?";
constexpr std::string_view remove_sql =
    "DELETE FROM machine_log WHERE machine_id = ? AND id <= ? ORDER BY id LIMIT ?";

struct Id {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Id::id);
};

std::string insert_sql(std::int64_t rows) {
  std::string sql = "INSERT INTO machine_log (machine_id, level, line) VALUES ";
  for (std::int64_t row = 0; row < rows; ++row) sql += row == 0 ? "(?, ?, ?)" : ", (?, ?, ?)";
  return sql;
}

// What the machine has written since it last called.
void append(Database& db, std::int64_t machine, std::int64_t lines) {
  for (std::int64_t from = 0; from < lines; from += rows_per_query) {
    const std::int64_t to = std::min(from + rows_per_query, lines);
    std::vector<Parameter> values;
    for (std::int64_t at = from; at < to; ++at)
      values.insert(values.end(), {to_parameter(machine), to_parameter(at % 40 == 39 ? "warning" : "info"),
                                   to_parameter("cycle " + std::to_string(at) + " finished")});
    db.run_write(insert_sql(to - from), values);
  }
}

// In short transactions, so that other machines don't wait.
std::int64_t remove_old(Database& db, std::int64_t machine) {
  const auto last = db.query_one<Id>(last_removed_sql, machine, lines_kept);
  std::int64_t removed = 0;
  for (std::int64_t of_query = last ? rows_per_query : 0; of_query == rows_per_query; removed += of_query)
    of_query = db.execute(remove_sql, machine, last->id, rows_per_query);
  return removed;
}

Response run(const Request& request, Services& services) {
  const std::int64_t machine = request.knobs.integer("machine"), lines = request.knobs.n();
  services.db.transaction([&] { append(services.db, machine, lines); });
  remove_old(services.db, machine);
  return services.page(Value::object({{"machine", machine}, {"lines", lines}, {"kept", lines_kept}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage log_rotation() {
  return {
      .summary = "a machine delivers the lines of its log; the oldest ones are removed",
      .why =
          "The same DELETE runs several times, and a query skips a thousand rows. But each DELETE removes "
          "two "
          "hundred lines in a short transaction on purpose, and the thousand are those that are kept, "
          "however "
          "many machines there are.",
      .knobs =
          {items_knob("lines to store", 2'560),
           {.name = "machine", .help = "number of the machine", .initial = 3, .minimum = 1, .maximum = 10},
           dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
