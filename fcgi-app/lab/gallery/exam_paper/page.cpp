#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Each candidate has other questions, and the same ones if the paper is printed again.
constexpr std::string_view paper_sql = R"(
  SELECT drawn.id, drawn.text, drawn.points, choice.text
    FROM (SELECT id, text, points, MD5(CONCAT(?, '/', id)) AS lot
            FROM exam_question
           WHERE subject_id = ?
           ORDER BY lot
           LIMIT ?) AS drawn
    JOIN exam_choice AS choice ON choice.question_id = drawn.id
   ORDER BY drawn.lot, choice.position)";

struct Line {
  std::int64_t question;
  std::string text;
  std::int64_t points;
  std::string choice;
  static constexpr auto columns = std::tuple(&Line::question, &Line::text, &Line::points, &Line::choice);
};

void add_element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(name).append(">");
}

std::string items_of(const std::vector<Line>& lines, std::int64_t& points) {
  std::string xml;
  std::int64_t open = 0;
  for (const Line& line : lines) {
    if (line.question != open) {
      if (open != 0) xml += "</item>\n";
      xml += "<item points=\"" + std::to_string(line.points) + "\">";
      add_element(xml, "prompt", line.text);
      points += line.points;
      open = line.question;
    }
    add_element(xml, "choice", line.choice);
  }
  return open == 0 ? xml : xml + "</item>\n";
}

Response print(const Request& request, Services& services) {
  const std::int64_t candidate = request.knobs.integer("candidate");
  const auto lines =
      services.db.query<Line>(paper_sql, candidate, request.knobs.integer("subject"), request.knobs.n());
  std::int64_t points = 0;
  const std::string items = items_of(lines, points);
  Response response;
  response.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<paper candidate=\"" +
                  std::to_string(candidate) + "\" points=\"" + std::to_string(points) + "\">\n" + items +
                  "</paper>\n";
  return response.set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage exam_paper() {
  return {
      .summary = "the paper of a candidate in a multiple-choice examination, as XML for the print shop",
      .why =
          "The questions are sorted by a hash of the candidate and the question, which is a shuffle that can "
          "be repeated. All questions of the subject are read, hashed and sorted for a few. Their numbers "
          "within the subject could be drawn by a seeded generator and looked up.",
      .knobs =
          {{.name = "n",
            .help = "questions in the paper",
            .initial = 40,
            .minimum = 1,
            .maximum = 160,
            .ladder = {10, 20, 40, 80, 160}},
           {.name = "candidate",
            .help = "number of the candidate",
            .initial = 508,
            .minimum = 1,
            .maximum = 9'999},
           {.name = "subject", .help = "number of the subject", .initial = 2, .minimum = 1, .maximum = 3},
           dataset_knob()},
      .run = print,
      .labels = {{.name = "random-order"}},
  };
}

}  // namespace caseload::gallery
