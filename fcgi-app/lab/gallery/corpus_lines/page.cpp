#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Text {
  std::int64_t id, year;
  std::string title, author, body;
  static constexpr auto columns =
      std::tuple(&Text::id, &Text::year, &Text::title, &Text::author, &Text::body);
};

constexpr std::string_view texts_sql = R"(
  select d.id, d.year, d.title, a.name, d.body
    from document d left join author a on a.id = d.author_id
   order by d.id
   limit ?)";

// One JSON document on each line (https://github.com/ndjson/ndjson-spec).
std::string line_of(const Text& text) {
  std::string line;
  io::JsonWriter(line)
      .begin_object()
      .key("_id")
      .text("reading-room-" + std::to_string(text.id))
      .key("title")
      .text(text.title)
      .key("author")
      .text(text.author)
      .key("year")
      .number(text.year)
      .key("text")
      .text(text.body)
      .end_object();
  line += '\n';
  return line;
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "application/x-ndjson")
      .set("Cache-Control", "private")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    services.db.each<Text>(
        texts_sql,
        [&sink](const Text& text) {
          sink.write(line_of(text));
          sink.flush();
          return true;
        },
        n);
  };
  return response;
}

}  // namespace

GalleryPage corpus_lines() {
  return {
      .summary = "the texts of the reading room for a search engine, one JSON document on each line",
      .why =
          "The lines leave as they are read, but nginx does not compress application/x-ndjson. Megabytes of "
          "prose cross the wire at three or four times their compressed size.",
      .knobs = {items_knob("texts in the file", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "no-compression"}},
  };
}

}  // namespace caseload::gallery
