#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A shelf is what one publisher has brought out.
constexpr std::string_view on_shelf_sql = R"(
  SELECT title, year, price
    FROM book
   WHERE publisher_id = ? AND title LIKE CONCAT('%', ?, '%')
   ORDER BY title, id)";
constexpr std::string_view shelf_sql = "SELECT name FROM publisher WHERE id = ?";

struct Title {
  std::string title;
  std::int64_t year;
  std::string price;
  static constexpr auto columns = std::tuple(&Title::title, &Title::year, &Title::price);
};

struct Shelf {
  std::string name;
  static constexpr auto columns = std::tuple(&Shelf::name);
};

void check_typed(std::string_view text) {
  if (text.find_first_of("%_\\") != text.npos || text.size() > 40)
    throw BadRequest("the parameter typed must have at most 40 bytes and none of % _ \\");
}

Response show(const Request& request, Services& services) {
  const std::int64_t publisher = request.knobs.integer("publisher");
  const auto shelf = services.db.query_one<Shelf>(shelf_sql, publisher);
  if (!shelf) throw NotFound("there is no publisher " + std::to_string(publisher));
  std::string_view typed = request.knobs.text("typed");
  if (typed.empty()) typed = "the";
  const auto titles = services.db.query<Title>(on_shelf_sql, publisher, typed);
  Rows rows({"title", "year", "price"});
  for (const Title& each : titles) rows.add(each.title, each.year, each.price);
  return services.page(Value::object({{"shelf", shelf->name}, {"typed", typed}, {"titles", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage search_on_shelf() {
  return {
      .summary = "search on a publisher's shelf: titles that contain what was typed",
      .why =
          "Innocent: the pattern begins with a wildcard and the hits are sorted, but an index finds the "
          "publisher's few dozen books, and every hit is shown.",
      .knobs =
          {{.name = "publisher",
            .help = "id of the publisher",
            .initial = 640,
            .minimum = 1,
            .maximum = 1'000},
           {.name = "typed", .type = KnobType::text, .help = "part of a title", .check_text = check_typed},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
