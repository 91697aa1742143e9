#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view feed_sql =
    "SELECT d.id, d.title, a.name, d.year, d.body FROM document d LEFT JOIN author a ON a.id = d.author_id "
    "ORDER BY d.id LIMIT ?";

struct Document {
  std::int64_t id;
  std::string title, author;
  std::int64_t year;
  std::string body;
  static constexpr auto columns =
      std::tuple(&Document::id, &Document::title, &Document::author, &Document::year, &Document::body);
};

std::string line_of(const Document& document) {
  std::string line;
  io::JsonWriter json(line);
  json.begin_object().key("id").number(document.id).key("title").text(document.title);
  json.key("author").text(document.author).key("year").number(document.year);
  json.key("body").text(document.body).end_object();
  return line;
}

// For the reading app, which keeps the texts on the device.
Response feed(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "application/json").set("Cache-Control", "no-store");
  response.set("X-Accel-Buffering", "no");  // nginx passes data on as it arrives
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    std::string_view separator = "";
    sink.write("{\"documents\":[\n");
    services.db.each<Document>(
        feed_sql,
        [&](const Document& document) {
          sink.write(separator);
          sink.write(line_of(document));
          sink.flush();
          separator = ",\n";
          return true;
        },
        n);
    sink.write("\n]}\n");
  };
  return response;
}

}  // namespace

GalleryPage full_text_feed() {
  return {.summary = "the full texts of the reading room as JSON",
          .why =
              "Innocent: the response is large because it contains the texts. They are streamed, one "
              "document in memory at a time.",
          .knobs = {items_knob("documents in the feed", 640), dataset_knob()},
          .run = feed};
}

}  // namespace caseload::gallery
