#include <algorithm>
#include <unordered_map>

#include "core/csv.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view cows_sql =
    "SELECT id, ear_tag, name, calved_on FROM dairy_cow ORDER BY id LIMIT ?";
// Twenty days, twice a day.
constexpr std::string_view milkings_sql = R"(
  SELECT m.cow_id, m.milked_at >= '2025-12-22', m.decilitres, m.cells
    FROM (SELECT id FROM dairy_cow ORDER BY id LIMIT ?) AS c
    STRAIGHT_JOIN dairy_milking AS m ON m.cow_id = c.id)";
constexpr std::int64_t many_cells = 200;  // thousands in a millilitre

struct Cow {
  std::int64_t id;
  std::string ear_tag, name, calved_on;
  static constexpr auto columns = std::tuple(&Cow::id, &Cow::ear_tag, &Cow::name, &Cow::calved_on);
};

struct Milking {
  std::int64_t cow_id;
  bool is_recent;
  std::int64_t decilitres, cells;
  static constexpr auto columns =
      std::tuple(&Milking::cow_id, &Milking::is_recent, &Milking::decilitres, &Milking::cells);
};

// What the vet wants to know of a cow.
class Yield {
 public:
  void add(const Milking& milking) {
    (milking.is_recent ? recent_ : before_) += milking.decilitres;
    best_ = std::max(best_, milking.decilitres);
    if (milking.cells > many_cells) ++suspicious_;
  }

  void write(Csv& line) const {
    line.number(litres(before_)).number(litres(recent_)).number(litres(best_));
    line.number(std::to_string(suspicious_)).text(recent_ * 10 < before_ * 9 ? "less milk" : "");
  }

 private:
  static std::string litres(std::int64_t decilitres) {
    return fixed(static_cast<double>(decilitres) / 10, 1);
  }

  std::int64_t before_ = 0, recent_ = 0, best_ = 0, suspicious_ = 0;
};

Response run(const Request& request, Services& services) {
  const auto cows = services.db.query<Cow>(cows_sql, request.knobs.n());
  std::unordered_map<std::int64_t, Yield> yields;
  services.db.each<Milking>(
      milkings_sql,
      [&](const Milking& milking) {
        yields[milking.cow_id].add(milking);
        return true;
      },
      request.knobs.n());

  Response response;
  Csv line(response.body);
  for (const char* heading : {"ear tag", "name", "calved on", "litres before", "litres", "best milking",
                              "milkings with many cells", "remark"})
    line.text(heading);
  line.end_record();
  for (const Cow& cow : cows) {
    line.text(cow.ear_tag).text(cow.name).number(cow.calved_on);
    yields[cow.id].write(line);
    line.end_record();
  }
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"herd.csv\"")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage herd_milk() {
  return {
      .summary = "a dairy herd for the vet, as a CSV file: each cow's milk in the last ten days and before",
      .why =
          "The milkings are read one by one and no list of them is kept, but all of them are sent by the "
          "database: forty for each cow, for two sums, a maximum and a count. GROUP BY could send one row "
          "for each cow.",
      .knobs = {items_knob("cows in the file", 500), dataset_knob()},
      .run = run,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
