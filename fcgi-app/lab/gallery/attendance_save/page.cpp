#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;

// A student in the register of one lecture. Everyone is absent until marked.
struct Mark : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> register_id;
  Column<std::int64_t> seat;
  Column<std::string> state;
  Column<std::int64_t> minutes_late;

  static const Mapping<Mark>& mapping();
};

const Mapping<Mark>& Mark::mapping() {
  static const auto mapping = Mapping<Mark>("lecture_mark")
                                  .column("id", &Mark::id)
                                  .column("register_id", &Mark::register_id)
                                  .column("seat", &Mark::seat)
                                  .column("state", &Mark::state)
                                  .column("minutes_late", &Mark::minutes_late);
  return mapping;
}

constexpr std::string_view open_sql =
    "INSERT INTO lecture_mark (register_id, seat, state, minutes_late) "
    "SELECT ?, seat, 'absent', 0 FROM lecture_seat WHERE lecture_id = ? AND seat <= ?";
constexpr std::string_view summary_sql =
    "SELECT state, COUNT(*), CAST(SUM(minutes_late) AS SIGNED) FROM lecture_mark WHERE register_id = ? "
    "GROUP BY state ORDER BY state";

struct Summary {
  std::string state;
  std::int64_t students, minutes_late;
  static constexpr auto columns = std::tuple(&Summary::state, &Summary::students, &Summary::minutes_late);
};

// Scanned at the door, {"seats": [{"minutes_late": 0}, ..]} with -1 for those who did not come.
std::vector<std::int64_t> scans_in(const Request& request) {
  const auto given = list_in_body(request, "seats");
  std::vector<std::int64_t> minutes;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    const std::int64_t exercise = at % 9 == 0 ? -1 : at % 5 == 0 ? 4 + at % 13 : 0;
    minutes.push_back(given ? integer_in_row((*given)[row], row, "minutes_late") : exercise);
  }
  return minutes;
}

class LectureRegister {
 public:
  LectureRegister(Database& db, std::int64_t lecture, std::int64_t seats) : db_(db) {
    db_.transaction([&] {
      db_.execute("INSERT INTO lecture_register (lecture_id) VALUES (?)", lecture);
      id_ = db_.last_insert_id();
      db_.execute(open_sql, id_, lecture, seats);
    });
  }
  // A rehearsal, which is not kept. The marks are deleted with their register.
  ~LectureRegister() {
    try {
      db_.execute("DELETE FROM lecture_register WHERE id = ?", id_);
    } catch (...) {
      // The register stays. It is not shown anywhere.
    }
  }
  LectureRegister(const LectureRegister&) = delete;
  LectureRegister& operator=(const LectureRegister&) = delete;

  void save(const std::vector<std::int64_t>& minutes_late) {
    orm::Session session(db_);
    auto marks =
        session.query<Mark>().only(&Mark::seat).where(&Mark::register_id, id_).order_by(&Mark::seat).all();
    for (Mark& mark : marks) {
      const std::int64_t minutes = minutes_late.at(static_cast<std::size_t>(mark.seat() - 1));
      mark.state = minutes < 0 ? "absent" : minutes == 0 ? "present" : "late";
      mark.minutes_late = minutes < 0 ? 0 : minutes;
    }
    session.bulk_update(marks, {&Mark::state, &Mark::minutes_late});
  }
  std::vector<Summary> summary() const { return db_.query<Summary>(summary_sql, id_); }

 private:
  Database& db_;
  std::int64_t id_ = 0;
};

Response run(const Request& request, Services& services) {
  LectureRegister lecture(services.db, request.knobs.integer("lecture"), request.knobs.n());
  lecture.save(scans_in(request));
  const auto summary = lecture.summary();
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("states").begin_list();
    for (const Summary& each : summary) {
      json.begin_object().key("state").text(each.state).key("students").number(each.students);
      json.key("minutes_late").number(each.minutes_late).end_object();
    }
    json.end_list().end_object();
  });
}

}  // namespace

GalleryPage attendance_save() {
  return {
      .summary = "who came to a lecture: the scans of the door are saved in its register and summed up",
      .why =
          "Every student's row is changed, each to its own values. But they are loaded by one query and "
          "updated two hundred at a time in one transaction, and the register is opened by one INSERT .. "
          "SELECT.",
      .knobs =
          {items_knob("seats of the lecture", 640),
           {.name = "lecture", .help = "number of the lecture", .initial = 3, .minimum = 1, .maximum = 10},
           dataset_knob()},
      .run = run,
      .labels = {},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
