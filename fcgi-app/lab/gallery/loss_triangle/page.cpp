#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql = "SELECT id, name FROM business_line ORDER BY name";
constexpr std::string_view paid_sql =
    "SELECT happened_in, years_since, thousands FROM business_line_paid WHERE line_id = ? "
    "ORDER BY happened_in, years_since";

constexpr std::size_t years = 10;
constexpr std::int64_t first_year = 2016;

struct Line {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Line::id, &Line::name);
};

struct Paid {
  std::int64_t happened_in, years_since, thousands;
  static constexpr auto columns = std::tuple(&Paid::happened_in, &Paid::years_since, &Paid::thousands);
};

// Payments added up over the years since, the chain-ladder method: each column grows into the next by the
// factor that the older years had.
class Triangle {
 public:
  void add(const Paid& paid) {
    const std::int64_t row = paid.happened_in - first_year, column = paid.years_since;
    if (row < 0 || column < 0 || row + column >= static_cast<std::int64_t>(years)) return;
    at(static_cast<std::size_t>(row), static_cast<std::size_t>(column)) = static_cast<double>(paid.thousands);
  }

  void complete() {
    for (std::size_t row = 0; row < years; ++row)
      for (std::size_t column = 1; column < known(row); ++column) at(row, column) += at(row, column - 1);
    for (std::size_t column = 1; column < years; ++column) {
      double before = 0, after = 0;
      for (std::size_t row = 0; column < known(row); ++row) {
        before += at(row, column - 1);
        after += at(row, column);
      }
      const double factor = before > 0 ? after / before : 1;
      for (std::size_t row = years - column; row < years; ++row)
        at(row, column) = at(row, column - 1) * factor;
    }
  }

  double value(std::size_t row, std::size_t column) const { return cells_[row * years + column]; }
  std::size_t known(std::size_t row) const { return years - row; }  // columns that are not estimated
  double reserve(std::size_t row) const { return value(row, years - 1) - value(row, known(row) - 1); }

 private:
  double& at(std::size_t row, std::size_t column) { return cells_[row * years + column]; }

  std::array<double, years * years> cells_{};
};

Rows table_of(const Triangle& triangle) {
  Rows table({"year", "cells", "reserve"});
  for (std::size_t row = 0; row < years; ++row) {
    Rows cells({"thousands", "is_estimate"});
    for (std::size_t column = 0; column < years; ++column)
      cells.add(fixed(triangle.value(row, column), 0), column >= triangle.known(row));
    table.add(first_year + static_cast<std::int64_t>(row), std::move(cells), fixed(triangle.reserve(row), 0));
  }
  return table;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("line");
  const auto lines = services.db.query<Line>(lines_sql);
  const auto line = std::ranges::find(lines, id, &Line::id);
  if (line == lines.end()) throw NotFound("there is no line of business " + std::to_string(id));
  Triangle triangle;
  for (const Paid& each : services.db.query<Paid>(paid_sql, id)) triangle.add(each);
  triangle.complete();
  Rows menu({"id", "name", "is_current"});
  for (const Line& each : lines) menu.add(each.id, each.name, each.id == id);
  return services
      .page(Value::object({{"name", line->name}, {"lines", std::move(menu)}, {"years", table_of(triangle)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage loss_triangle() {
  return {
      .summary = "an actuary's page: what will still be paid for the claims of ten years, line by line",
      .why =
          "Innocent: loops within loops, but over a triangle of ten years, which is as large in every "
          "company. Two queries fetch the menu of twelve lines and the 55 sums of one of them. Nothing is "
          "fetched that the page does not show.",
      .knobs = {{.name = "line",
                 .help = "number of the line of business",
                 .initial = 1,
                 .minimum = 1,
                 .maximum = 12},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
