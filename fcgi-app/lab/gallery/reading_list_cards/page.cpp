#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Book;

// Version 2 of the format dropped the subjects.
void write_card(io::JsonWriter& json, const Author& author) {
  json.begin_object().key("author").text(author.name()).key("titles").begin_list();
  std::int64_t first = 0, last = 0;
  for (const Book& book : author.books()) {
    json.text(book.title());
    first = first == 0 || book.year() < first ? book.year() : first;
    last = book.year() > last ? book.year() : last;
  }
  json.end_list();
  if (first > 0) json.key("from").number(first).key("to").number(last);
  json.end_object();
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto authors = session.query<Author>()
                           .where(&Author::born, orm::Compare::at_least, request.knobs.integer("born"))
                           .order_by(&Author::id)
                           .limit(request.knobs.n())
                           .prefetch(&Author::books, &Book::tags)
                           .all();
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("format").number(std::int64_t{2}).key("cards").begin_list();
                     for (const Author& author : authors) write_card(json, author);
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, max-age=300");
}

}  // namespace

GalleryPage reading_list_cards() {
  return {
      .summary = "cards for a school's reading lists as JSON: authors with their titles and years",
      .why =
          "The books are needed, but the prefetch goes on to the tags of each book, from a version of the "
          "format that had subjects. Several tags for each book are loaded and never looked at.",
      .knobs = {items_knob("authors in the response", 640),
                {.name = "born",
                 .help = "not before this year",
                 .initial = 1'940,
                 .minimum = 1'850,
                 .maximum = 2'000},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
