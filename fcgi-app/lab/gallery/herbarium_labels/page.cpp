#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToMany;
using orm::ToOne;

struct Species : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::string> family;

  static const Mapping<Species>& mapping();
};

struct Collector : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;

  static const Mapping<Collector>& mapping();
};

// What somebody took the plant for, after it was collected.
struct Opinion : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> specimen_id;
  Column<std::string> name;
  Column<std::string> botanist;
  Column<std::int64_t> year;

  static const Mapping<Opinion>& mapping();
};

struct Specimen : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> species_id;
  Column<std::int64_t> collector_id;
  Column<std::string> locality;
  Column<std::string> found_on;

  ToOne<Species> species;
  ToOne<Collector> collector;
  ToMany<Opinion> opinions;

  static const Mapping<Specimen>& mapping();
};

const Mapping<Species>& Species::mapping() {
  static const auto mapping = Mapping<Species>("herbarium_species")
                                  .column("id", &Species::id)
                                  .column("name", &Species::name)
                                  .column("family", &Species::family);
  return mapping;
}

const Mapping<Collector>& Collector::mapping() {
  static const auto mapping =
      Mapping<Collector>("herbarium_collector").column("id", &Collector::id).column("name", &Collector::name);
  return mapping;
}

const Mapping<Opinion>& Opinion::mapping() {
  static const auto mapping = Mapping<Opinion>("herbarium_opinion")
                                  .column("id", &Opinion::id)
                                  .column("specimen_id", &Opinion::specimen_id)
                                  .column("name", &Opinion::name)
                                  .column("botanist", &Opinion::botanist)
                                  .column("year", &Opinion::year);
  return mapping;
}

const Mapping<Specimen>& Specimen::mapping() {
  static const auto mapping = Mapping<Specimen>("herbarium_specimen")
                                  .column("id", &Specimen::id)
                                  .column("species_id", &Specimen::species_id)
                                  .column("collector_id", &Specimen::collector_id)
                                  .column("locality", &Specimen::locality)
                                  .column("found_on", &Specimen::found_on)
                                  .to_one("species", &Specimen::species, &Specimen::species_id)
                                  .to_one("collector", &Specimen::collector, &Specimen::collector_id)
                                  .to_many("opinions", &Specimen::opinions, &Opinion::specimen_id);
  return mapping;
}

Response show(const Request& request, Services& services) {
  const auto specimens = orm::Session(services.db)
                             .query<Specimen>()
                             .join(&Specimen::species)
                             .join(&Specimen::collector)
                             .prefetch(&Specimen::opinions)
                             .order_by_descending(&Specimen::id)
                             .limit(request.knobs.n())
                             .all();
  Rows labels({"number", "name", "family", "locality", "found_on", "collector", "opinions"});
  for (const Specimen& specimen : specimens) {
    Rows opinions({"name", "botanist", "year"});
    for (const Opinion& each : specimen.opinions()) opinions.add(each.name(), each.botanist(), each.year());
    labels.add(specimen.id(), specimen.species().name(), specimen.species().family(), specimen.locality(),
               specimen.found_on(), specimen.collector().name(), std::move(opinions));
  }
  return services.page(Value::object({{"labels", std::move(labels)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage herbarium_labels() {
  return {
      .summary = "the labels of the sheets that a herbarium received last, with later opinions on the plant",
      .why =
          "Innocent: opinions are loaded for every sheet, though two in three have none. But which have one "
          "is not known before, they come two hundred sheets at a time, and species and collector are "
          "joined.",
      .knobs = {items_knob("labels to print", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
