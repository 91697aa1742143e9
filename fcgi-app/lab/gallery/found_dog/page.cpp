#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A dog has a chip behind the ear, or an older one has a tattoo in it. Whoever reads it out on the phone
// doesn't say which.
constexpr std::string_view dogs_sql = R"(
  SELECT d.id, d.name, d.breed, d.colour, d.registered_on, c.name, c.email
    FROM tax_dog AS d JOIN customer AS c ON c.id = d.keeper_id
   WHERE d.chip = ? OR d.tattoo = ?
   ORDER BY d.id)";
constexpr std::string_view vaccinations_sql =
    "SELECT against, given_on FROM tax_dog_vaccination WHERE dog_id = ? ORDER BY given_on DESC LIMIT 3";

struct Dog {
  std::int64_t id;
  std::string name, breed, colour, registered_on, keeper, email;
  static constexpr auto columns = std::tuple(&Dog::id, &Dog::name, &Dog::breed, &Dog::colour,
                                             &Dog::registered_on, &Dog::keeper, &Dog::email);
};

struct Vaccination {
  std::string against, given_on;
  static constexpr auto columns = std::tuple(&Vaccination::against, &Vaccination::given_on);
};

void check_mark(std::string_view mark) {
  const auto is_allowed = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  if (mark.size() < 4 || mark.size() > 15 || !std::ranges::all_of(mark, is_allowed))
    throw BadRequest("the parameter mark must be 4 to 15 digits and capital letters");
}

Response look_up(const Request& request, Services& services) {
  std::string mark(request.knobs.text("mark"));
  if (mark.empty()) mark = "FZ5711";
  const auto dogs = services.db.query<Dog>(dogs_sql, mark, mark);
  Value model = Value::object({{"mark", mark}});
  // A mark is on one dog. If there are more, somebody has misread it, and the caller has to look again.
  if (dogs.size() == 1) {
    const Dog& dog = dogs.front();
    Value vaccinations = Value::list();
    for (const Vaccination& each : services.db.query<Vaccination>(vaccinations_sql, dog.id))
      vaccinations.add(Value::object({{"against", each.against}, {"given_on", each.given_on}}));
    model.set("dog", Value::object({{"name", dog.name},
                                    {"breed", dog.breed},
                                    {"colour", dog.colour},
                                    {"since", dog.registered_on},
                                    {"keeper", dog.keeper},
                                    {"email", dog.email},
                                    {"vaccinations", std::move(vaccinations)}}));
  }
  model.set("found", dogs.size());
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage found_dog() {
  return {
      .summary = "the animal shelter looks up a dog by the chip or the tattoo in the register of the dog tax",
      .why =
          "The chip has an index and the tattoo has none. A dog may match by either, so the index does not "
          "help and all dogs of the register are read. With an index on the tattoo, the database would "
          "look into both.",
      .knobs = {{.name = "mark",
                 .type = KnobType::text,
                 .help = "the chip's number or the tattoo, such as FZ5711",
                 .check_text = check_mark},
                dataset_knob()},
      .run = look_up,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
