#include "lab/intervention.hpp"

#include <algorithm>
#include <array>

#include "core/errors.hpp"

namespace caseload {

namespace {

constexpr std::string_view sizes =
    "SELECT data_length, index_length FROM information_schema.tables "
    "WHERE table_schema = DATABASE() AND table_name = ?";

struct Sizes {
  std::int64_t rows;
  std::int64_t indexes;
  static constexpr auto columns = std::tuple(&Sizes::rows, &Sizes::indexes);
};

struct Analyzed {
  std::string table, operation, kind, text;
  static constexpr auto columns =
      std::tuple(&Analyzed::table, &Analyzed::operation, &Analyzed::kind, &Analyzed::text);
};

struct RollBack {};

struct Inserted {
  std::int64_t rows;
  std::int64_t us;
};

Inserted insert_and_roll_back(Database& db, const Clock& clock, const std::string& sql) {
  Inserted inserted{};
  try {
    db.transaction([&] {
      const std::int64_t began_us = clock.monotonic_us();
      inserted.rows = db.execute(sql);
      inserted.us = std::max<std::int64_t>(clock.monotonic_us() - began_us, 1);
      throw RollBack{};
    });
  } catch (const RollBack&) {
  }
  return inserted;
}

// Sizes are the server's estimate, which ANALYZE updates. The first insert is a warm-up; the median of the
// others is reported.
Value state_of(Database& db, const Clock& clock, const Intervention& intervention) {
  db.query<Analyzed>("ANALYZE TABLE " + intervention.table);
  const Sizes size = db.query_one<Sizes>(sizes, intervention.table).value();
  insert_and_roll_back(db, clock, intervention.insert_sql);
  std::array<Inserted, 5> tries{};
  for (Inserted& each : tries) each = insert_and_roll_back(db, clock, intervention.insert_sql);
  std::sort(tries.begin(), tries.end(), [](const Inserted& a, const Inserted& b) { return a.us < b.us; });
  const Inserted& median = tries[tries.size() / 2];
  return Value::object({{"table_bytes", size.rows},
                        {"index_bytes", size.indexes},
                        {"insert_rows", median.rows},
                        {"inserts_per_second", median.rows * 1'000'000 / median.us}});
}

// Already made or already undone: ER_TABLE_EXISTS_ERROR, ER_DUP_KEYNAME, ER_CANT_DROP_FIELD_OR_KEY.
bool is_done_already(int code) {
  return code == 1050 || code == 1061 || code == 1091;
}

}  // namespace

Value intervene(Database& db, const Clock& clock, const Intervention& intervention, Step step) {
  Value before = state_of(db, clock, intervention);
  const std::int64_t began_us = clock.monotonic_us();
  try {
    db.execute(step == Step::apply ? intervention.apply_sql : intervention.undo_sql);
  } catch (const DatabaseError& error) {
    if (is_done_already(error.code))
      throw HttpError(409, "the intervention " + intervention.name +
                               (step == Step::apply ? " is already applied" : " is not applied"));
    throw;
  }
  const std::int64_t took_us = clock.monotonic_us() - began_us;
  return Value::object(
      {{"us", took_us}, {"before", std::move(before)}, {"after", state_of(db, clock, intervention)}});
}

}  // namespace caseload
