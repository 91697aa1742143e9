#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Citation {
  std::int64_t id;
  std::string title, author, publisher;
  std::int64_t year;
  static constexpr auto columns =
      std::tuple(&Citation::id, &Citation::title, &Citation::author, &Citation::publisher, &Citation::year);
};

constexpr std::string_view citations_sql = R"(
    SELECT STRAIGHT_JOIN b.id, b.title, a.name, p.name, b.year
      FROM book b
      JOIN author a ON a.id = b.author_id
      JOIN publisher p ON p.id = b.publisher_id
     ORDER BY b.id
     LIMIT ?)";

// RIS, the format of citation managers: a tag of two letters, two spaces, a dash, a space, the value.
void field(std::string& to, std::string_view tag, std::string_view value) {
  to.append(tag).append("  - ");
  for (const char c : value) to += c == '\r' || c == '\n' ? ' ' : c;
  to += "\r\n";
}

void record(std::string& to, const Citation& citation) {
  field(to, "TY", "BOOK");
  field(to, "ID", "shop-" + std::to_string(citation.id));
  field(to, "TI", citation.title);
  field(to, "AU", citation.author);
  field(to, "PB", citation.publisher);
  field(to, "PY", std::to_string(citation.year));
  field(to, "ER", "");
  to += "\r\n";
}

Response run(const Request& request, Services& services) {
  std::string file;
  services.db.each<Citation>(
      citations_sql,
      [&](const Citation& citation) {
        record(file, citation);
        return true;
      },
      request.knobs.n());
  Response response;
  response.body = std::move(file);
  return response.set("Content-Type", "text/plain; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"catalogue.ris\"")
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage citations_ris() {
  return {
      .summary = "the catalogue for citation managers, as a RIS file for libraries",
      .why =
          "Each record is complete as soon as its row arrives, but all of them are collected in one text "
          "that is sent when the last one is written.",
      .knobs = {{.name = "n",
                 .help = "books in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 160'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
