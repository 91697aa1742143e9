#include <set>
#include <unordered_map>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view horses_sql =
    "SELECT number, name, born_in, colour, sire, dam FROM pedigree_horse WHERE number IN (";

struct Horse {
  std::int64_t number;
  std::string name;
  std::int64_t born_in;
  std::string colour;
  std::optional<std::int64_t> sire, dam;
  static constexpr auto columns =
      std::tuple(&Horse::number, &Horse::name, &Horse::born_in, &Horse::colour, &Horse::sire, &Horse::dam);
};

// A horse and its ancestors. One query brings a generation, which has 64 horses at most, and fewer where the
// same ones occur more than once.
class Pedigree {
 public:
  Pedigree(std::int64_t number, std::int64_t generations, Database& db) : generations_(generations) {
    std::set<std::int64_t> wanted{number};
    for (std::int64_t at = 0; at < generations && !wanted.empty(); ++at) wanted = parents_of(wanted, db);
  }

  bool has(std::int64_t number) const { return horses_.contains(number); }
  std::size_t size() const { return horses_.size(); }

  void write(io::JsonWriter& json, std::optional<std::int64_t> number, std::int64_t generation = 1) const {
    if (!number || generation > generations_) {
      json.null();
      return;
    }
    const Horse& horse = horses_.at(*number);
    json.begin_object().key("number").number(horse.number).key("name").text(horse.name);
    json.key("born").number(horse.born_in).key("colour").text(horse.colour);
    if (generation < generations_) {
      write(json.key("sire"), horse.sire, generation + 1);
      write(json.key("dam"), horse.dam, generation + 1);
    }
    json.end_object();
  }

 private:
  std::set<std::int64_t> parents_of(const std::set<std::int64_t>& numbers, Database& db) {
    std::string sql(horses_sql);
    std::vector<Parameter> parameters;
    for (const std::int64_t number : numbers) {
      sql += parameters.empty() ? "?" : ", ?";
      parameters.push_back(to_parameter(number));
    }
    std::set<std::int64_t> parents;
    Cursor found = db.run(sql + ")", parameters);
    while (found.next()) {
      auto horse = map_row<Horse>(found);
      for (const auto& parent : {horse.sire, horse.dam})
        if (parent && !has(*parent)) parents.insert(*parent);
      const std::int64_t number = horse.number;
      horses_.emplace(number, std::move(horse));
    }
    return parents;
  }

  std::int64_t generations_;
  std::unordered_map<std::int64_t, Horse> horses_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t number = request.knobs.integer("horse");
  const Pedigree pedigree(number, request.knobs.integer("generations"), services.db);
  if (!pedigree.has(number)) throw NotFound("there is no horse " + std::to_string(number));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("horses").number(static_cast<std::int64_t>(pedigree.size()));
                     json.key("pedigree");
                     pedigree.write(json, number);
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage horse_pedigree() {
  return {
      .summary = "a horse's pedigree for a stud, as JSON: parents, their parents, and so on",
      .why =
          "Innocent: a query in a loop, and a function that calls itself twice. But the loop is over the "
          "generations, of which a pedigree has seven at most, a query brings all horses of one, and "
          "ancestors that occur again are not fetched again. The function only looks into a map.",
      .knobs = {{.name = "generations",
                 .help = "generations to show",
                 .initial = 5,
                 .minimum = 1,
                 .maximum = 7,
                 .ladder = {2, 3, 5, 7}},
                {.name = "horse",
                 .help = "number of the horse",
                 .initial = 9'411,
                 .minimum = 1,
                 .maximum = 10'000},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
