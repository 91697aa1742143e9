#include <array>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Writer {
  std::int64_t id, born;
  std::string name;
  static constexpr auto columns = std::tuple(&Writer::id, &Writer::born, &Writer::name);
};

struct Work {
  std::string title, price;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Work::title, &Work::price, &Work::year);
};

constexpr std::string_view writers_sql = "SELECT id, born, name FROM author ORDER BY id LIMIT ?";
constexpr std::string_view works_sql =
    "SELECT title, price, year FROM book WHERE author_id = ? ORDER BY year, id";

void resolve_name(Database&, const Writer& writer, io::JsonWriter& json) {
  json.text(writer.name);
}

void resolve_born(Database&, const Writer& writer, io::JsonWriter& json) {
  json.number(writer.born);
}

void resolve_works(Database& db, const Writer& writer, io::JsonWriter& json) {
  json.begin_list();
  for (const Work& work : db.query<Work>(works_sql, writer.id)) {
    json.begin_object().key("title").text(work.title).key("year").number(work.year);
    json.key("price").text(work.price).end_object();
  }
  json.end_list();
}

// A field of the schema and the function that writes its value.
struct Resolver {
  std::string_view field;
  void (*write)(Database&, const Writer&, io::JsonWriter&);
};
constexpr std::array<Resolver, 3> resolvers{
    {{"name", resolve_name}, {"born", resolve_born}, {"works", resolve_works}}};

// The query { writers(first: n) { name born works { title year price } } }.
Response run(const Request& request, Services& services) {
  const auto writers = services.db.query<Writer>(writers_sql, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("data").begin_object().key("writers").begin_list();
    for (const Writer& writer : writers) {
      json.begin_object();
      for (const Resolver& each : resolvers) {
        json.key(each.field);
        each.write(services.db, writer, json);
      }
      json.end_object();
    }
    json.end_list().end_object().end_object();
  });
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage graph_resolvers() {
  return {
      .summary = "a graph query for writers with their works, as JSON",
      .why =
          "The schema has a function for each field, and the one for the works queries them for the writer "
          "that it is called for. Nobody sees all writers, so nobody can load their works together.",
      .knobs = {items_knob("writers to return", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
