#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

void write_keywords(io::JsonWriter& json, const Book& book) {
  json.key("keywords").begin_list();
  for (const orm::Tag& tag : book.tags()) json.text(tag.name());
  json.end_list();
}

void write_reviews(io::JsonWriter& json, const Book& book) {
  json.key("review").begin_list();
  for (const orm::Review& review : book.reviews()) {
    json.begin_object().key("@type").text("Review");
    json.key("datePublished").text(review.created_at().substr(0, 10));
    json.key("reviewRating").begin_object().key("ratingValue").number(review.rating()).end_object();
    json.key("reviewBody").text(review.body()).end_object();
  }
  json.end_list();
}

void write_book(io::JsonWriter& json, const Book& book) {
  json.begin_object().key("@type").text("Book").key("@id").number(book.id());
  json.key("name").text(book.title()).key("datePublished").number(book.year());
  json.key("author").begin_object().key("@type").text("Person");
  json.key("name").text(book.author().name()).end_object();
  json.key("offers").begin_object().key("price").text(book.price()).end_object();
  if (book.rating()) json.key("aggregateRating").text(*book.rating());
  write_keywords(json, book);
  write_reviews(json, book);
  json.end_object();
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .join(&Book::author)
                         .order_by_descending(&Book::year)
                         .limit(request.knobs.n())
                         .all();
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("@context").text("https://schema.org").key("@graph").begin_list();
    for (const Book& book : books) write_book(json, book);
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage rich_snippets() {
  return {
      .summary = "the newest books as structured data for search engines, with their tags and reviews",
      .why =
          "The serializer touches the tags and the reviews of each book, and each touch is a query. A "
          "prefetch would load both relations for all books with one query per chunk.",
      .knobs = {items_knob("books in the response", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
