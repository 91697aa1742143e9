#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view point_sql =
    "INSERT INTO inspection_point (inspection_id, number, state) VALUES (?, ?, ?)";
constexpr std::string_view defect_sql =
    "INSERT INTO inspection_defect (inspection_id, number, days_to_repair) VALUES (?, ?, ?)";
constexpr std::string_view summary_sql =
    "SELECT p.state, COUNT(*), MIN(d.days_to_repair) FROM inspection_point AS p "
    "LEFT JOIN inspection_defect AS d ON d.inspection_id = p.inspection_id AND d.number = p.number "
    "WHERE p.inspection_id = ? GROUP BY p.state ORDER BY p.state";

struct Point {
  std::int64_t number;
  std::string state;  // "good", "worn", "broken"
};

struct Summary {
  std::string state;
  std::int64_t points;
  std::optional<std::int64_t> days_to_repair;
  static constexpr auto columns = std::tuple(&Summary::state, &Summary::points, &Summary::days_to_repair);
};

std::string state_in(const Value& entry, std::size_t row) {
  std::string state = text_in_row(entry, row, "state");
  if (state != "good" && state != "worn" && state != "broken")
    throw BadRequest("row " + std::to_string(row + 1) + ": a state is good, worn or broken; got '" + state +
                     "'");
  return state;
}

// What the inspector's tablet sends, {"points": [{"state": "worn"}, ..]}, or the points of an exercise.
std::vector<Point> points_in(const Request& request) {
  const auto given = list_in_body(request, "points");
  std::vector<Point> points;
  for (std::int64_t number = 1; number <= request.knobs.n(); ++number) {
    const auto row = static_cast<std::size_t>(number - 1);
    std::string state = number % 6 == 0 ? "worn" : number % 17 == 0 ? "broken" : "good";
    if (given) state = state_in((*given)[row], row);
    points.push_back({.number = number, .state = std::move(state)});
  }
  return points;
}

std::int64_t days_for(const Point& point) {
  return point.state == "broken" ? 3 : 30 + point.number % 5 * 7;
}

class Inspection {
 public:
  explicit Inspection(Database& db) : db_(db) {
    db_.execute("INSERT INTO inspection (building) VALUES ('trial')");
    id_ = db_.last_insert_id();
  }
  // The tablet sends a report for trial before it is signed. Points and defects are deleted with it.
  ~Inspection() {
    try {
      db_.execute("DELETE FROM inspection WHERE id = ?", id_);
    } catch (...) {
      // The trial stays. It is not shown anywhere.
    }
  }
  Inspection(const Inspection&) = delete;
  Inspection& operator=(const Inspection&) = delete;

  void store(const std::vector<Point>& points) {
    db_.transaction([&] {
      for (const Point& point : points) {
        db_.execute(point_sql, id_, point.number, point.state);
        if (point.state != "good") db_.execute(defect_sql, id_, point.number, days_for(point));
      }
    });
  }
  std::vector<Summary> summary() const { return db_.query<Summary>(summary_sql, id_); }

 private:
  Database& db_;
  std::int64_t id_ = 0;
};

Response run(const Request& request, Services& services) {
  Inspection inspection(services.db);
  inspection.store(points_in(request));
  const auto summary = inspection.summary();
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("states").begin_list();
    for (const Summary& each : summary) {
      json.begin_object().key("state").text(each.state).key("points").number(each.points);
      json.key("days_to_repair");
      each.days_to_repair ? json.number(*each.days_to_repair) : json.null();
      json.end_object();
    }
    json.end_list().end_object();
  });
}

}  // namespace

GalleryPage inspection_report() {
  return {
      .summary = "an inspector's tablet sends the report on a building for trial, and gets a summary as JSON",
      .why =
          "The report is one transaction, but each point is inserted on its own, and each defect again in a "
          "second table. Two queries with many rows, or two for each few hundred points, would do.",
      .knobs = {items_knob("points of the report", 1'280), dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
