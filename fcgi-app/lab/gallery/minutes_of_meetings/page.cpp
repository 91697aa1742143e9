#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Document;

// A council's site lists what it decided, and links to the text of each.
std::string anchor_of(const Document& document) {
  return std::to_string(document.year()) + "-" + std::to_string(document.id());
}

Rows rows_of(const orm::List<Document>& documents) {
  Rows rows({"anchor", "title", "speaker", "is_new_year"});
  std::int64_t year = 0;
  for (const Document& document : documents) {
    rows.add(anchor_of(document), document.title(), document.author().name(), document.year() != year);
    year = document.year();
  }
  return rows;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto documents = session.query<Document>()
                             .join(&Document::author)
                             .order_by_descending(&Document::year)
                             .limit(request.knobs.n())
                             .all();
  return services.page(Value::object({{"minutes", rows_of(documents)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage minutes_of_meetings() {
  return {
      .summary = "the minutes of a council's meetings: title, speaker and a link for each",
      .why =
          "Every column of the documents is fetched, the text of 16 kB as well, though the list only "
          "links to it. The title, the year and the author's name would be enough.",
      .knobs = {items_knob("minutes on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
