#include "jobs/written_rows.hpp"

#include <array>

#include "jobs/upkeep.hpp"

namespace caseload::jobs {

namespace {

// Rows that depend on these go with them (ON DELETE CASCADE).
constexpr std::array all_written{
    WrittenRows{.table = "job", .written_at = "created_at"},
    WrittenRows{.table = "report_request", .written_at = "asked_at"},
    WrittenRows{.table = "scratch_book", .written_at = "created_at"},
    WrittenRows{.table = "review", .written_at = "created_at", .condition = "created_at > '2026-01-01'"},
    WrittenRows{
        .table = "customer_order", .written_at = "recorded_at", .condition = "recorded_at > '2026-01-01'"},
    WrittenRows{.table = "checkout_order", .written_at = "placed_at"},
};

constexpr std::size_t max_removed = 1'000;

// " FROM scratch_book WHERE created_at < NOW(6) - INTERVAL ? SECOND"
std::string older(const WrittenRows& rows, const std::string& age_s) {
  std::string text = " FROM " + std::string(rows.table) + " WHERE ";
  if (!rows.condition.empty()) text += std::string(rows.condition) + " AND ";
  return text + std::string(rows.written_at) + " < NOW(6) - INTERVAL " + age_s + " SECOND";
}

struct Id {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Id::id);
};

// Selected without locks and deleted by id: a DELETE by age would wait for rows that others are inserting.
bool remove_older(Database& db, const WrittenRows& rows, std::chrono::seconds age) {
  std::vector<Parameter> ids;
  for (const Id& each :
       db.query<Id>("SELECT id" + older(rows, "?") + " LIMIT " + std::to_string(max_removed), age.count()))
    ids.push_back(to_parameter(each.id));
  if (ids.empty()) return false;
  if (rows.table == "job") {
    remove_jobs(db, ids);
  } else {
    db.transaction([&] {
      db.run_write("DELETE FROM " + std::string(rows.table) + " WHERE id IN " + placeholders(ids.size()),
                   ids);
    });
  }
  return ids.size() == max_removed;
}

}  // namespace

std::span<const WrittenRows> written_rows() {
  return all_written;
}

std::string count_of_older(const WrittenRows& rows, std::chrono::seconds age) {
  return "SELECT COUNT(*)" + older(rows, std::to_string(age.count()));
}

bool remove_written(Database& db, std::chrono::seconds age) {
  bool may_have_more = false;
  for (const WrittenRows& rows : all_written) may_have_more |= remove_older(db, rows, age);
  return may_have_more;
}

}  // namespace caseload::jobs
