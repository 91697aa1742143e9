#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t reads_kept = 2'000;

constexpr std::string_view count_sql = "UPDATE paper_licence SET read_count = read_count + 1 WHERE id = ?";
constexpr std::string_view licence_sql =
    "SELECT company, price_c, read_count FROM paper_licence WHERE id = ?";
constexpr std::string_view article_sql =
    "SELECT section, headline, reporter, printed_on FROM paper_article WHERE id = ?";
constexpr std::string_view paragraphs_sql =
    "SELECT content FROM paper_paragraph WHERE article_id = ? ORDER BY position";
constexpr std::string_view remarks_sql =
    "SELECT reader, content FROM paper_remark WHERE article_id = ? ORDER BY number";
constexpr std::string_view earlier_sql =
    "SELECT headline FROM paper_article WHERE section = ? AND id < ? ORDER BY id DESC LIMIT 5";
constexpr std::string_view note_sql = "INSERT INTO paper_read (licence_id, article_id) VALUES (?, ?)";
constexpr std::string_view forget_sql = "DELETE FROM paper_read WHERE id = ?";

struct Licence {
  std::string company;
  std::int64_t price_c, reads;
  static constexpr auto columns = std::tuple(&Licence::company, &Licence::price_c, &Licence::reads);
};
struct Article {
  std::string section, headline, reporter, printed_on;
  static constexpr auto columns =
      std::tuple(&Article::section, &Article::headline, &Article::reporter, &Article::printed_on);
};
struct Text {
  std::string content;
  static constexpr auto columns = std::tuple(&Text::content);
};
struct Remark {
  std::string reader, content;
  static constexpr auto columns = std::tuple(&Remark::reader, &Remark::content);
};

// Companies pay for what their employees read.
Licence charge(std::int64_t id, Database& db) {
  if (db.execute(count_sql, id) == 0) throw NotFound("there is no licence " + std::to_string(id));
  return db.query_one<Licence>(licence_sql, id).value();
}

Value text_of(std::int64_t id, Database& db) {
  const auto article = db.query_one<Article>(article_sql, id);
  if (!article) throw NotFound("there is no article " + std::to_string(id));
  Value paragraphs = Value::list(), remarks = Value::list(), earlier = Value::list();
  for (const Text& each : db.query<Text>(paragraphs_sql, id))
    paragraphs.add(Value::object({{"text", each.content}}));
  for (const Remark& each : db.query<Remark>(remarks_sql, id))
    remarks.add(Value::object({{"reader", each.reader}, {"text", each.content}}));
  for (const Text& each : db.query<Text>(earlier_sql, article->section, id))
    earlier.add(Value::object({{"headline", each.content}}));
  return Value::object({{"section", article->section},
                        {"headline", article->headline},
                        {"reporter", article->reporter},
                        {"printed_on", article->printed_on},
                        {"paragraphs", std::move(paragraphs)},
                        {"remarks", std::move(remarks)},
                        {"earlier", std::move(earlier)}});
}

Response read(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t licence_id = request.knobs.integer("licence"), id = request.knobs.integer("article");
  Response response;
  db.transaction([&] {
    const Licence licence = charge(licence_id, db);
    const Value article = text_of(id, db);
    db.execute(note_sql, licence_id, id);
    db.execute(forget_sql, db.last_insert_id() - reads_kept);
    response = services.page(
        Value::object({{"company", licence.company},
                       {"reads", grouped(licence.reads)},
                       {"euros", fixed(static_cast<double>(licence.reads * licence.price_c) / 100, 2)},
                       {"article", article}}));
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage licence_read() {
  return {
      .summary = "an employee reads an article on the licence of a company, which pays by the article",
      .why =
          "The first thing in the transaction is to count on the company's licence, a single row. It stays "
          "locked while the article, its remarks and the page are put together, and all who read at the "
          "company wait for each other in the morning. The read is noted anyway: the bill could be counted "
          "from these rows, or the licence updated last.",
      .knobs =
          {{.name = "licence", .help = "number of the licence", .initial = 21, .minimum = 1, .maximum = 60},
           {.name = "article",
            .help = "number of the article",
            .initial = 1'314,
            .minimum = 1,
            .maximum = 4'000},
           dataset_knob()},
      .run = read,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
