#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view tree_sql = "SELECT name, owner, revision FROM kin_tree WHERE id = ?";
constexpr std::string_view persons_sql =
    "SELECT number, name, born_in, died_in, mother, father FROM kin_person WHERE tree_id = ? "
    "ORDER BY number LIMIT ?";

struct Tree {
  std::string name, owner;
  std::int64_t revision;
  static constexpr auto columns = std::tuple(&Tree::name, &Tree::owner, &Tree::revision);
};

struct Person {
  std::int64_t number;
  std::string name;
  std::int64_t born_in;
  std::optional<std::int64_t> died_in, mother, father;
  static constexpr auto columns = std::tuple(&Person::number, &Person::name, &Person::born_in,
                                             &Person::died_in, &Person::mother, &Person::father);
};

void write_number(io::JsonWriter& json, std::string_view key, const std::optional<std::int64_t>& number) {
  if (number) json.key(key).number(*number);
}

void write_person(io::JsonWriter& json, const Person& person) {
  json.begin_object().key("number").number(person.number).key("name").text(person.name);
  json.key("born").number(person.born_in);
  write_number(json, "died", person.died_in);
  write_number(json, "mother", person.mother);
  write_number(json, "father", person.father);
  json.end_object();
}

// For all documents of the interface: their tag is a hash of what they say.
Response tagged(Response response) {
  const Validators validators{.etag = etag_of(io::sha256_hex(response.body).substr(0, 24), Format::json),
                              .last_modified = std::nullopt};
  set_validators(response, validators);
  response.set("Cache-Control", "private, no-cache");
  return response;
}

// The app on the phone asks whenever it is opened.
Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("tree");
  const auto tree = services.db.query_one<Tree>(tree_sql, id);
  if (!tree) throw NotFound("there is no tree " + std::to_string(id));
  const auto persons = services.db.query<Person>(persons_sql, id, request.knobs.n());
  return tagged(data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("tree").text(tree->name).key("owner").text(tree->owner);
    json.key("revision").number(tree->revision).key("persons").begin_list();
    for (const Person& each : persons) write_person(json, each);
    json.end_list().end_object();
  }));
}

}  // namespace

GalleryPage family_tree_sync() {
  return {
      .summary = "a family tree as JSON, as the app on a phone fetches it whenever it is opened",
      .why =
          "The tag is a hash of the document, so all persons are queried and written before it is known "
          "that the phone has this tree already. The tree has a revision, which is read first and could be "
          "the tag.",
      .knobs = {items_knob("persons in the document", 2'560),
                {.name = "tree", .help = "number of the tree", .initial = 3, .minimum = 1, .maximum = 8},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
