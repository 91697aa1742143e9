#include <algorithm>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t drafts_kept = 50;
constexpr std::int64_t changeover_min = 25;
constexpr std::int64_t opens_min = 7 * 60 + 30, closes_min = 16 * 60;

constexpr std::string_view open_sql = "INSERT INTO theatre_draft (theatre_id) VALUES (?)";
constexpr std::string_view fill_sql =
    "INSERT INTO theatre_draft_case (draft_id, position, operation, team, minutes, is_fixed, day, "
    "starts_min) "
    "SELECT ?, position, operation, team, minutes, is_fixed, day, starts_min FROM theatre_case "
    "WHERE theatre_id = ? ORDER BY position LIMIT ?";
constexpr std::string_view cases_sql =
    "SELECT position, operation, team, minutes, is_fixed, day, starts_min FROM theatre_draft_case "
    "WHERE draft_id = ? ORDER BY position";
constexpr std::string_view move_sql =
    "UPDATE theatre_draft_case SET day = ?, starts_min = ? WHERE draft_id = ? AND position = ?";
constexpr std::string_view remove_cases_sql = "DELETE FROM theatre_draft_case WHERE draft_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM theatre_draft WHERE id = ?";

struct Operation {
  std::int64_t position;
  std::string name, team;
  std::int64_t minutes;
  bool is_fixed;
  std::int64_t day, starts_min;
  static constexpr auto columns =
      std::tuple(&Operation::position, &Operation::name, &Operation::team, &Operation::minutes,
                 &Operation::is_fixed, &Operation::day, &Operation::starts_min);
};

// A draft of a theatre's plan, in which operations are put one behind the other.
class Draft {
 public:
  Draft(Database& db, std::int64_t id, std::int64_t free_from) : db_(db), id_(id), at_min_(free_from) {}

  void place(Operation& operation) {
    if (operation.is_fixed) {
      keep(operation);
    } else {
      if (at_min_ + operation.minutes > closes_min) next_day();
      move(operation);
    }
  }

  std::int64_t moved() const { return moved_; }

 private:
  void next_day() {
    ++day_;
    at_min_ = opens_min;
  }

  // A fixed operation stays where it is; what follows it starts after it.
  void keep(const Operation& operation) {
    if (operation.day < day_) return;
    if (operation.day > day_) at_min_ = opens_min;
    day_ = operation.day;
    at_min_ = std::max(at_min_, operation.starts_min + operation.minutes + changeover_min);
  }

  void move(Operation& operation) {
    if (operation.day != day_ || operation.starts_min != at_min_) {
      operation.day = day_;
      operation.starts_min = at_min_;
      save(operation);
    }
    at_min_ += operation.minutes + changeover_min;
  }

  void save(const Operation& operation) {
    db_.execute(move_sql, operation.day, operation.starts_min, id_, operation.position);
    ++moved_;
  }

  Database& db_;
  std::int64_t id_, day_ = 1, at_min_, moved_ = 0;
};

std::string time_of(std::int64_t minute) {
  const std::string hours = std::to_string(minute / 60), minutes = std::to_string(minute % 60);
  return std::string(2 - std::min<std::size_t>(2, hours.size()), '0') + hours + ":" +
         std::string(2 - minutes.size(), '0') + minutes;
}

void remove_draft(Database& db, std::int64_t id) {
  if (id < 1) return;
  db.execute(remove_cases_sql, id);
  db.execute(remove_sql, id);
}

Response shift_plan(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t theatre = request.knobs.integer("theatre");
  std::vector<Operation> operations;
  std::int64_t moved = 0;
  db.transaction([&] {
    db.execute(open_sql, theatre);
    const std::int64_t id = db.last_insert_id();
    db.execute(fill_sql, id, theatre, request.knobs.n());
    operations = db.query<Operation>(cases_sql, id);
    Draft draft(db, id, opens_min + request.knobs.integer("closed_min"));
    for (Operation& each : operations) draft.place(each);
    moved = draft.moved();
    remove_draft(db, id - drafts_kept);
  });
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("theatre").number(theatre).key("moved").number(moved);
                     json.key("plan").begin_list();
                     for (const Operation& each : operations) {
                       json.begin_object().key("day").number(each.day).key("at");
                       json.text(time_of(each.starts_min)).key("operation").text(each.name);
                       json.key("team").text(each.team).key("minutes").number(each.minutes);
                       json.key("fixed").boolean(each.is_fixed).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage theatre_plan() {
  return {
      .summary = "an operating theatre opens late: its operations move back in a draft of the plan, as JSON",
      .why =
          "When an operation has got its new place, it is saved by an UPDATE of its own. The draft is "
          "complete in memory by the end of the loop, and one UPDATE with a CASE could store the times of "
          "hundreds of operations.",
      .knobs =
          {items_knob("operations in the plan", 640),
           {.name = "theatre", .help = "number of the theatre", .initial = 3, .minimum = 1, .maximum = 8},
           {.name = "closed_min",
            .help = "minutes for which it is closed",
            .initial = 95,
            .minimum = 5,
            .maximum = 240},
           dataset_knob()},
      .run = shift_plan,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
