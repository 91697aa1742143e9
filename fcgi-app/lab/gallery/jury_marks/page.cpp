#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t judges = 7, dropped_at_each_end = 2, dives_at_once = 50;
constexpr std::int64_t sheets_kept = 40;

constexpr std::string_view figures_sql = "SELECT number, code, difficulty_tenths FROM diving_figure";
constexpr std::string_view sheet_sql = "INSERT INTO diving_sheet (round_no) VALUES (?)";
constexpr std::string_view marks_sql =
    "INSERT INTO diving_mark (sheet_id, dive_no, judge, half_points) VALUES ";
constexpr std::string_view remove_marks_sql = "DELETE FROM diving_mark WHERE sheet_id = ?";
constexpr std::string_view remove_sheet_sql = "DELETE FROM diving_sheet WHERE id = ?";

struct Figure {
  std::int64_t number;
  std::string code;
  std::int64_t difficulty_tenths;
  static constexpr auto columns = std::tuple(&Figure::number, &Figure::code, &Figure::difficulty_tenths);
};

using Marks = std::array<std::int64_t, judges>;  // in half points, 0 .. 20

struct Dive {
  std::int64_t figure;
  Marks marks;
};

// "15 16 14 15 15 13 16"
Marks marks_in(const std::string& text) {
  const auto words = split(text, " ");
  if (words.size() != judges) throw BadRequest("a dive has marks of " + std::to_string(judges) + " judges");
  Marks marks{};
  for (std::size_t judge = 0; judge < judges; ++judge) {
    const auto number = whole_number(words[judge]);
    if (!number || *number < 0 || *number > 20)
      throw BadRequest("a mark must be 0 to 20 half points; got '" + words[judge] + "'");
    marks[judge] = *number;
  }
  return marks;
}

// From the tablets of the judges: in the body, or made up.
std::vector<Dive> dives_in(const Request& request) {
  const auto given = list_in_body(request, "dives");
  std::vector<Dive> dives;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given) {
      dives.push_back({.figure = integer_in_row((*given)[row], row, "figure"),
                       .marks = marks_in(text_in_row((*given)[row], row, "marks"))});
    } else {
      Dive dive{.figure = 1 + at * 7 % 60, .marks = {}};
      for (std::size_t judge = 0; judge < judges; ++judge)
        dive.marks[judge] = 9 + (at * 31 + static_cast<std::int64_t>(judge) * 17) % 9;
      dives.push_back(dive);
    }
  }
  return dives;
}

// The two best and the two worst marks do not count; the others are multiplied by the difficulty.
double points_of(Marks marks, std::int64_t difficulty_tenths) {
  std::ranges::sort(marks);
  const auto counted = std::span(marks).subspan(dropped_at_each_end, judges - 2 * dropped_at_each_end);
  const std::int64_t half_points = std::accumulate(counted.begin(), counted.end(), std::int64_t{0});
  return static_cast<double>(half_points * difficulty_tenths) / 20;
}

void insert_marks(Database& db, std::int64_t sheet, std::span<const Dive> dives, std::size_t first_no) {
  std::string sql(marks_sql);
  std::vector<Parameter> values;
  for (std::size_t at = 0; at < dives.size(); ++at)
    for (std::size_t judge = 0; judge < judges; ++judge) {
      sql += values.empty() ? "(?, ?, ?, ?)" : ", (?, ?, ?, ?)";
      values.insert(
          values.end(),
          {to_parameter(sheet), to_parameter(static_cast<std::int64_t>(first_no + at)),
           to_parameter(static_cast<std::int64_t>(judge + 1)), to_parameter(dives[at].marks[judge])});
    }
  db.run_write(sql, values);
}

void store(Database& db, std::int64_t round, std::span<const Dive> dives) {
  db.transaction([&] {
    db.execute(sheet_sql, round);
    const std::int64_t sheet = db.last_insert_id();
    for (std::size_t from = 0; from < dives.size(); from += dives_at_once)
      insert_marks(db, sheet, dives.subspan(from, std::min(dives_at_once, dives.size() - from)), from + 1);
    db.execute(remove_marks_sql, sheet - sheets_kept);
    db.execute(remove_sheet_sql, sheet - sheets_kept);
  });
}

Response run(const Request& request, Services& services) {
  const std::vector<Dive> dives = dives_in(request);
  std::unordered_map<std::int64_t, Figure> figures;
  for (Figure& each : services.db.query<Figure>(figures_sql)) {
    const std::int64_t number = each.number;
    figures.emplace(number, std::move(each));
  }
  const auto figure_of = [&](const Dive& dive) -> const Figure& {
    const auto found = figures.find(dive.figure);
    if (found == figures.end()) throw BadRequest("there is no figure " + std::to_string(dive.figure));
    return found->second;
  };
  for (const Dive& each : dives) figure_of(each);
  store(services.db, request.knobs.integer("round"), dives);

  return data_page(services,
                   [&](std::string& body) {
                     double total = 0;
                     io::JsonWriter json(body);
                     json.begin_object().key("dives").begin_list();
                     for (const Dive& each : dives) {
                       const Figure& figure = figure_of(each);
                       const double points = points_of(each.marks, figure.difficulty_tenths);
                       total += points;
                       json.begin_object().key("figure").text(figure.code).key("points");
                       json.text(fixed(points, 2)).end_object();
                     }
                     json.end_list().key("total").text(fixed(total, 2)).end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage jury_marks() {
  return {
      .summary =
          "the marks of seven judges for the dives of a round are stored, and points come back as JSON",
      .why =
          "Innocent: there is a loop over judges inside of one over dives, and it ends in INSERTs. But each "
          "INSERT has the marks of fifty dives, all share one commit, and the sixty figures of the rule book "
          "are read once. Points are computed when that is done.",
      .knobs = {items_knob("dives of the round", 640),
                {.name = "round", .help = "number of the round", .initial = 2, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
