#include <algorithm>
#include <span>

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

constexpr std::size_t ids_per_query = 100;

void check_ids(std::string_view text) {
  if (text.find_first_not_of("0123456789,") != text.npos)
    throw BadRequest("the parameter ids must be numbers of books, separated by commas");
}

std::vector<std::int64_t> ids_in(std::string_view text, std::int64_t max) {
  std::vector<std::int64_t> ids;
  while (!text.empty() && static_cast<std::int64_t>(ids.size()) < max) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (const auto id = whole_number(text.substr(0, end))) ids.push_back(*id);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return ids;
}

// The library of the test device, for a request without ids.
std::vector<std::int64_t> sample_ids(std::int64_t count) {
  std::vector<std::int64_t> ids;
  for (std::int64_t i = 0; i < count; ++i) ids.push_back(1 + i * 2'389 % 10'000);
  return ids;
}

void write_books(io::JsonWriter& json, orm::Session& session, std::span<const std::int64_t> ids) {
  const auto books = session.query<Book>()
                         .only(&Book::title, &Book::year, &Book::rating)
                         .only(&Book::author, &Author::name)
                         .where_in(&Book::id, ids)
                         .all();
  for (const Book& book : books) {
    json.begin_object().key("id").number(book.id()).key("title").text(book.title());
    json.key("author").text(book.author().name()).key("year").number(book.year()).key("rating");
    book.rating() ? json.text(*book.rating()) : json.null();
    json.end_object();
  }
}

Response run(const Request& request, Services& services) {
  const std::string_view sent = request.knobs.text("ids");
  const auto ids = sent.empty() ? sample_ids(request.knobs.n()) : ids_in(sent, request.knobs.n());
  orm::Session session(services.db);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("books").begin_list();
                     for (std::size_t at = 0; at < ids.size(); at += ids_per_query) {
                       const std::size_t count = std::min(ids_per_query, ids.size() - at);
                       write_books(json, session, std::span(ids).subspan(at, count));
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage device_library() {
  return {
      .summary = "the books on a reading device, as JSON with current titles and ratings",
      .why =
          "The ids are known to the device only, so there is nothing to join. They are looked up a hundred "
          "at "
          "a time with their authors: lists of constant length, and one query per hundred books.",
      .knobs = {items_knob("books on the device", 2'560),
                {.name = "ids",
                 .type = KnobType::text,
                 .help = "numbers of books, separated by commas",
                 .check_text = check_ids},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
