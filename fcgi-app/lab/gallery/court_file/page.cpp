#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A file is named "4 C 12/25": chamber, sign of the register, number, and year.
constexpr std::string_view file_sql = R"(
  SELECT id, claimant, defendant, judge, state
    FROM court_file
   WHERE CONCAT(chamber, ' ', register_sign, ' ', number, '/', LPAD(year % 100, 2, '0')) = ?)";
constexpr std::string_view hearings_sql =
    "SELECT DATE_FORMAT(held_at, '%d.%m.%Y %H:%i'), room, outcome FROM court_hearing WHERE file_id = ? "
    "ORDER BY held_at";
constexpr std::string_view next_free_sql =
    "SELECT DATE_FORMAT(held_at, '%d.%m.%Y %H:%i'), room FROM court_free_hour WHERE judge = ? "
    "ORDER BY held_at LIMIT 3";

struct File {
  std::int64_t id;
  std::string claimant, defendant, judge, state;
  static constexpr auto columns =
      std::tuple(&File::id, &File::claimant, &File::defendant, &File::judge, &File::state);
};

struct Hearing {
  std::string time, room, outcome;
  static constexpr auto columns = std::tuple(&Hearing::time, &Hearing::room, &Hearing::outcome);
};

struct FreeHour {
  std::string time, room;
  static constexpr auto columns = std::tuple(&FreeHour::time, &FreeHour::room);
};

void check_name(std::string_view name) {
  if (name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/ ") != name.npos || name.size() > 20)
    throw BadRequest("the parameter file must look like 4 C 12/25");
}

Response show(const Request& request, Services& services) {
  std::string name(request.knobs.text("file"));
  if (name.empty()) name = "4 C 12/25";
  const auto file = services.db.query_one<File>(file_sql, name);
  if (!file) throw NotFound("there is no file " + name);
  const auto hearings = services.db.query<Hearing>(hearings_sql, file->id);
  const auto free_hours = services.db.query<FreeHour>(next_free_sql, file->judge);
  Rows held({"time", "room", "outcome"}), hours({"time", "room"});
  for (const Hearing& each : hearings) held.add(each.time, each.room, each.outcome);
  for (const FreeHour& each : free_hours) hours.add(each.time, each.room);
  return services
      .page(Value::object({{"file", name},
                           {"claimant", file->claimant},
                           {"defendant", file->defendant},
                           {"judge", file->judge},
                           {"state", file->state},
                           {"hearings", std::move(held)},
                           {"free", std::move(hours)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage court_file() {
  return {
      .summary =
          "a court's registry looks up a file by its reference, with its hearings and the judge's free hours",
      .why =
          "The reference is put together from four columns in every row and then compared. There is a unique "
          "index on the four of them, which would find the file if the reference was taken apart instead.",
      .knobs = {{.name = "file",
                 .type = KnobType::text,
                 .help = "the reference of the file, such as 4 C 12/25",
                 .check_text = check_name},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
