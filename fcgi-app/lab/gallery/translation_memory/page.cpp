#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view segments_sql =
    "SELECT r.id, b.title, r.body FROM (SELECT id, book_id, body FROM review ORDER BY id LIMIT ?) AS r "
    "LEFT JOIN book AS b ON b.id = r.book_id ORDER BY r.id";

struct Segment {
  std::int64_t id;
  std::string context, text;
  static constexpr auto columns = std::tuple(&Segment::id, &Segment::context, &Segment::text);
};

constexpr std::size_t piece_bytes = 16'384;

constexpr std::string_view head =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n<header creationtool=\"shop\" "
    "creationtoolversion=\"2\" segtype=\"paragraph\" o-tmf=\"shop\" adminlang=\"en\" srclang=\"en\" "
    "datatype=\"plaintext\"/>\n<body>\n";

// A translation unit of TMX 1.4b, still without the translation.
void add_unit(std::string& xml, const Segment& segment) {
  xml += "<tu tuid=\"" + std::to_string(segment.id) + "\"><prop type=\"context\">";
  append_html_escaped(segment.context, xml);
  xml += "</prop><tuv xml:lang=\"en\"><seg>";
  append_html_escaped(segment.text, xml);
  xml += "</seg></tuv></tu>\n";
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "application/x-tmx+xml")
      .set("Content-Disposition", "attachment; filename=\"reviews.tmx\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    sink.write(head);
    sink.flush();
    std::string piece;
    services.db.each<Segment>(
        segments_sql,
        [&](const Segment& segment) {
          add_unit(piece, segment);
          if (piece.size() < piece_bytes) return true;
          sink.write(piece);
          sink.flush();
          piece.clear();
          return true;
        },
        n);
    piece += "</body>\n</tmx>\n";
    sink.write(piece);
  };
  return response;
}

}  // namespace

GalleryPage translation_memory() {
  return {
      .summary = "the texts of the reviews for translators, as a translation memory (TMX)",
      .why =
          "The file leaves as it is read and its media type is the one that translators' programs expect, "
          "but "
          "nginx does not compress that type. It is XML with prose, which would shrink to a third or less.",
      .knobs = {items_knob("texts in the file"), dataset_knob()},
      .run = run,
      .labels = {{.name = "no-compression"}},
  };
}

}  // namespace caseload::gallery
