#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view chapters_sql =
    "SELECT d.title, a.name, d.year, d.body FROM document AS d LEFT JOIN author AS a ON a.id = d.author_id "
    "ORDER BY d.year, d.id LIMIT ?";

struct Chapter {
  std::string title, author;
  std::int64_t year;
  std::string text;
  static constexpr auto columns =
      std::tuple(&Chapter::title, &Chapter::author, &Chapter::year, &Chapter::text);
};

// What Markdown would take for markup at the beginning of a heading.
std::string as_heading(std::string_view title) {
  std::string heading = "## ";
  for (const char c : title) {
    if (c == '#' || c == '*' || c == '_' || c == '[' || c == '<') heading += '\\';
    heading += c == '\n' ? ' ' : c;
  }
  return heading;
}

// The chapters follow each other as they are read, so that the tablet can begin to show them.
Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/markdown; charset=utf-8")
      .set("Cache-Control", "private, max-age=600")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    sink.write("# The handbook\n");
    services.db.each<Chapter>(
        chapters_sql,
        [&sink](const Chapter& chapter) {
          sink.write("\n" + as_heading(chapter.title) + "\n\n*" + chapter.author + ", " +
                     std::to_string(chapter.year) + "*\n\n" + chapter.text + "\n");
          sink.flush();
          return true;
        },
        n);
  };
  return response;
}

}  // namespace

GalleryPage handbook_markdown() {
  return {
      .summary = "the whole handbook as Markdown, for reading offline",
      .why =
          "It is more than a megabyte of prose, but nginx compresses text/plain and not text/markdown, so "
          "all of it crosses the wire as it is.",
      .knobs = {items_knob("chapters in the handbook", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "no-compression"}},
  };
}

}  // namespace caseload::gallery
