#include <algorithm>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t boats_per_page = 40, last_page = 400;

struct Boat {
  std::int64_t id;
  std::string name, home_port, rig;
  std::int64_t length_cm, built;
  bool is_private;
  static constexpr auto columns = std::tuple(&Boat::id, &Boat::name, &Boat::home_port, &Boat::rig,
                                             &Boat::length_cm, &Boat::built, &Boat::is_private);
};

constexpr std::string_view boats_sql =
    "SELECT id, name, home_port, rig, length_cm, built, is_private FROM register_boat ORDER BY name, id";

class Register {
 public:
  explicit Register(Database& db) : boats_(db.query<Boat>(boats_sql)) {}

  // Owners may ask not to be listed.
  Register& listed() {
    std::erase_if(boats_, [](const Boat& boat) { return boat.is_private; });
    return *this;
  }
  std::vector<Boat> page(std::int64_t number) const {
    const auto from = std::min(boats_.size(), static_cast<std::size_t>((number - 1) * boats_per_page));
    const auto until = std::min(boats_.size(), from + static_cast<std::size_t>(boats_per_page));
    return {boats_.begin() + static_cast<std::ptrdiff_t>(from),
            boats_.begin() + static_cast<std::ptrdiff_t>(until)};
  }
  bool has(std::int64_t page) const { return std::ssize(boats_) > (page - 1) * boats_per_page; }

 private:
  std::vector<Boat> boats_;
};

Response show(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  Register boats(services.db);
  boats.listed();
  const auto shown = boats.page(page);
  Rows rows({"number", "name", "home_port", "rig", "length", "built"});
  for (const Boat& boat : shown)
    rows.add(boat.id, boat.name, boat.home_port, boat.rig,
             fixed(static_cast<double>(boat.length_cm) / 100, 2), boat.built);
  const std::string dataset = "&dataset=" + std::string(name_of(request.knobs.dataset()));
  const bool has_next = page < last_page && boats.has(page + 1);
  return services
      .page(Value::object(
          {{"before", page > 1 ? Value("?page=" + std::to_string(page - 1) + dataset) : Value()},
           {"after", has_next ? Value("?page=" + std::to_string(page + 1) + dataset) : Value()},
           {"boats", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage boat_register() {
  return {
      .summary = "a register of boats by name, 40 on a page, without those whose owners don't want it",
      .why =
          "The whole register is fetched on each page, because the private boats are left out in code "
          "before the page is taken from the rest. With the condition in the query and an index on the "
          "name, it could begin after the last boat of the page before.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = show,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
