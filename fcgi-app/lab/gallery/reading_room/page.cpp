#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t teaser_bytes = 300;

// Ends at a space, so no character is cut in two.
std::string_view teaser_of(std::string_view body) {
  if (body.size() <= teaser_bytes) return body;
  return body.substr(0, body.rfind(' ', teaser_bytes));
}

void write_entry(io::JsonWriter& json, const orm::Document& document) {
  json.key("id").number(document.id()).key("title").text(document.title());
  json.key("author").text(document.author().name()).key("year").number(document.year());
}

Response list(const Request& request, Services& services) {
  const auto documents = orm::Session(services.db)
                             .query<orm::Document>()
                             .join(&orm::Document::author)
                             .order_by_descending(&orm::Document::year)
                             .limit(request.knobs.n())
                             .all();
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("documents").begin_list();
    bool is_first = true;
    for (const orm::Document& document : documents) {
      json.begin_object();
      write_entry(json, document);
      // The app shows the newest document at the top, with the beginning of its text.
      if (is_first) json.key("teaser").text(teaser_of(document.body()));
      is_first = false;
      json.end_object();
    }
    json.end_list().end_object();
  });
}

}  // namespace

GalleryPage reading_room() {
  return {.summary = "the documents of the reading room as JSON, the newest one with a teaser",
          .why =
              "The 16 KB body of every document is fetched, although the response shows only the beginning "
              "of the first one.",
          .knobs = {items_knob("documents in the list", 2'560), dataset_knob()},
          .run = list,
          .labels = {{.name = "deferred-loading"}}};
}

}  // namespace caseload::gallery
