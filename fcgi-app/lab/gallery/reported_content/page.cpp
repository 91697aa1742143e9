#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Report {
  std::int64_t id;
  std::string subject_type;
  std::int64_t subject_id;
  std::string reason;
  static constexpr auto columns =
      std::tuple(&Report::id, &Report::subject_type, &Report::subject_id, &Report::reason);
};

struct Subject {
  std::string heading, text;
  static constexpr auto columns = std::tuple(&Subject::heading, &Subject::text);
};

constexpr std::string_view reports_sql =
    "SELECT id, subject_type, subject_id, reason FROM content_report ORDER BY id DESC LIMIT ?";
constexpr std::string_view review_sql =
    "SELECT c.name, r.body FROM review AS r STRAIGHT_JOIN customer AS c ON c.id = r.customer_id WHERE r.id = "
    "?";
constexpr std::string_view book_sql =
    "SELECT b.title, p.name FROM book AS b STRAIGHT_JOIN publisher AS p ON p.id = b.publisher_id WHERE b.id "
    "= ?";
constexpr std::string_view document_sql = "SELECT title, SUBSTRING(body, 1, 160) FROM document WHERE id = ?";

// A report may be about anything, so its subject is a type and an id.
class Subjects {
 public:
  explicit Subjects(Database& db) : db_(db) {}

  std::optional<Subject> find(std::string_view type, std::int64_t id) {
    if (type == "review") return db_.query_one<Subject>(review_sql, id);
    if (type == "book") return db_.query_one<Subject>(book_sql, id);
    if (type == "document") return db_.query_one<Subject>(document_sql, id);
    return std::nullopt;
  }

 private:
  Database& db_;
};

Response run(const Request& request, Services& services) {
  Subjects subjects(services.db);
  const auto reports = services.db.query<Report>(reports_sql, request.knobs.n());
  Rows rows({"id", "type", "reason", "heading", "text"});
  for (const Report& report : reports) {
    auto subject = subjects.find(report.subject_type, report.subject_id);
    if (!subject) subject = Subject{.heading = "removed", .text = ""};
    rows.add(report.id, report.subject_type, report.reason, std::move(subject->heading),
             std::move(subject->text));
  }
  return services.page(Value::object({{"reports", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage reported_content() {
  return {
      .summary = "what readers reported: reviews, books and documents, each with the reason",
      .why =
          "The subject of each report is found by a query, which one depends on its type. Three queries, one "
          "for each type with the ids of the page, would find all of them.",
      .knobs = {items_knob("reports on the page", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
