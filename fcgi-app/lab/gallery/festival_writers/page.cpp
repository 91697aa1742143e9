#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Book;

// ?fields=name,country,titles
struct Field {
  std::string_view name;
  void (*write)(io::JsonWriter&, const Author&);
};

void write_titles(io::JsonWriter& json, const Author& writer) {
  json.begin_list();
  for (const Book& book : writer.books()) json.text(book.title());
  json.end_list();
}

void write_subjects(io::JsonWriter& json, const Author& writer) {
  std::vector<std::string_view> names;
  for (const Book& book : writer.books())
    for (const orm::Tag& tag : book.tags()) names.push_back(tag.name());
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  json.begin_list();
  for (const std::string_view name : names) json.text(name);
  json.end_list();
}

constexpr Field fields[] = {
    {"name", [](io::JsonWriter& json, const Author& writer) { json.text(writer.name()); }},
    {"born", [](io::JsonWriter& json, const Author& writer) { json.number(writer.born()); }},
    {"country", [](io::JsonWriter& json, const Author& writer) { json.text(writer.country().name()); }},
    {"titles", write_titles},
    {"subjects", write_subjects},
};
constexpr std::string_view usual_fields = "name,born,country";

const Field* field_named(std::string_view name) {
  const auto* const found = std::ranges::find(fields, name, &Field::name);
  return found == std::end(fields) ? nullptr : found;
}

void check_fields(std::string_view text) {
  for (const std::string& name : split(text, ","))
    if (field_named(name) == nullptr) throw BadRequest("the parameter fields has an unknown name: " + name);
}

// Whatever a serializer may need comes with the list.
orm::List<Author> writers(Database& db, std::int64_t n) {
  orm::Session session(db);
  return session.query<Author>()
      .join(&Author::country)
      .prefetch(&Author::books, &Book::tags)
      .order_by(&Author::id)
      .limit(n)
      .all();
}

Response run(const Request& request, Services& services) {
  const std::string_view given = request.knobs.text("fields");
  std::vector<const Field*> wanted;
  for (const std::string& name : split(given.empty() ? usual_fields : given, ","))
    wanted.push_back(field_named(name));
  const auto list = writers(services.db, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("writers").begin_list();
                     for (const Author& writer : list) {
                       json.begin_object().key("id").number(writer.id());
                       for (const Field* field : wanted) {
                         json.key(field->name);
                         field->write(json, writer);
                       }
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage festival_writers() {
  return {
      .summary = "the writers at a literature festival, as JSON with the fields that the client asks for",
      .why =
          "Books and their tags are prefetched for every request, in case the client wants titles or "
          "subjects. By default it gets name, year of birth and country, and nobody looks at what the two "
          "prefetches have loaded. The prefetch should depend on the fields.",
      .knobs = {items_knob("writers in the response", 640),
                {.name = "fields",
                 .type = KnobType::text,
                 .help = "names of fields, separated by commas",
                 .check_text = check_fields},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
