#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view college_sql = "SELECT name FROM college WHERE id = ?";
constexpr std::string_view marks_sql =
    "SELECT student, module, points, is_resit FROM college_mark WHERE college_id = ? ORDER BY number LIMIT ?";
constexpr std::string_view rules_sql =
    "SELECT resit_cap, pass_from, distinction_from FROM college_rules WHERE college_id = ?";

struct College {
  std::string name;
  static constexpr auto columns = std::tuple(&College::name);
};

struct Mark {
  std::string student, module;
  std::int64_t points;
  bool is_resit;
  static constexpr auto columns = std::tuple(&Mark::student, &Mark::module, &Mark::points, &Mark::is_resit);
};

struct Rules {
  std::int64_t resit_cap, pass_from, distinction_from;
  static constexpr auto columns = std::tuple(&Rules::resit_cap, &Rules::pass_from, &Rules::distinction_from);
};

// Each college has had rules of its own since the examination office asked for it.
Rules rules_of(Database& db, std::int64_t college) {
  return db.query_one<Rules>(rules_sql, college)
      .value_or(Rules{.resit_cap = 40, .pass_from = 40, .distinction_from = 70});
}

// Who sits an examination again gets a pass at best.
std::int64_t counted_points(const Mark& mark, Database& db, std::int64_t college) {
  if (!mark.is_resit) return mark.points;
  return std::min(mark.points, rules_of(db, college).resit_cap);
}

std::string_view outcome(std::int64_t points, const Rules& rules) {
  if (points >= rules.distinction_from) return "distinction";
  return points >= rules.pass_from ? "pass" : "fail";
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("college");
  const auto college = services.db.query_one<College>(college_sql, id);
  if (!college) throw NotFound("there is no college " + std::to_string(id));
  const auto marks = services.db.query<Mark>(marks_sql, id, request.knobs.n());
  const Rules rules = rules_of(services.db, id);
  Rows rows({"student", "module", "points", "counted", "outcome", "is_resit"});
  std::int64_t sum = 0;
  for (const Mark& mark : marks) {
    const std::int64_t counted = counted_points(mark, services.db, id);
    sum += counted;
    rows.add(mark.student, mark.module, mark.points, counted, outcome(counted, rules), mark.is_resit);
  }
  const double mean = marks.empty() ? 0 : static_cast<double>(sum) / static_cast<double>(marks.size());
  return services
      .page(Value::object({{"college", college->name}, {"mean", fixed(mean, 1)}, {"marks", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage module_marks() {
  return {
      .summary = "the marks that a college's board of examiners discusses, with what counts of each",
      .why =
          "The college's rules are read once for the page, and again for each mark from a second attempt, "
          "which is about one in three: a helper caps the points and fetches the rules itself.",
      .knobs =
          {items_knob("marks on the page", 2'560),
           {.name = "college", .help = "number of the college", .initial = 4, .minimum = 1, .maximum = 6},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
