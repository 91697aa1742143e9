#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Assignment {
  std::int64_t book_id;
  std::string title, tag;
  static constexpr auto columns = std::tuple(&Assignment::book_id, &Assignment::title, &Assignment::tag);
};

constexpr std::string_view assignments_sql =
    "SELECT STRAIGHT_JOIN x.book_id, b.title, t.name FROM book_tag AS x JOIN book AS b ON b.id = x.book_id "
    "JOIN tag AS t ON t.id = x.tag_id ORDER BY x.book_id, x.tag_id LIMIT ?";

constexpr std::string_view headings[] = {"book", "title", "subject", "scheme"};

class Sheet {
 public:
  Sheet() {
    Csv csv(text_);
    for (const std::string_view heading : headings) csv.text(heading);
    csv.end_record();
  }

  void add(const Assignment& each) {
    Csv(text_)
        .number(std::to_string(each.book_id))
        .text(each.title)
        .text(each.tag)
        .text("local")
        .end_record();
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

Response run(const Request& request, Services& services) {
  Sheet sheet;
  services.db.each<Assignment>(
      assignments_sql,
      [&](const Assignment& each) {
        sheet.add(each);
        return true;
      },
      request.knobs.n());
  Response response{.body = sheet.take()};
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"subjects.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tag_assignments() {
  return {
      .summary = "the subjects of all books, as a table for librarians",
      .why =
          "The rows are read one by one, but the whole file is collected before the first line is sent. The "
          "wait and the memory grow with the file.",
      .knobs = {{.name = "n",
                 .help = "lines in the file, at most all that are stored",
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
