#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view drafts_sql =
    "SELECT headline, words FROM desk_article WHERE editor_id = ? AND printed_on IS NULL ORDER BY id DESC "
    "LIMIT 8";
constexpr std::string_view most_read_sql = R"(
  SELECT a.headline, a.section, top.readers
    FROM (SELECT article_id, SUM(readers) AS readers FROM desk_reading
           WHERE read_hour >= '2025-12-20' GROUP BY article_id ORDER BY readers DESC, article_id LIMIT 10) AS top
    JOIN desk_article AS a ON a.id = top.article_id
   ORDER BY top.readers DESC, a.id)";
constexpr std::string_view attention_sql = R"(
  SELECT a.section, SUM(r.readers), SUM(r.readers * r.seconds) DIV SUM(r.readers)
    FROM desk_reading AS r JOIN desk_article AS a ON a.id = r.article_id
   WHERE r.read_hour >= '2025-12-20'
   GROUP BY a.section ORDER BY SUM(r.readers) DESC, a.section)";

struct Draft {
  std::string headline;
  std::int64_t words;
  static constexpr auto columns = std::tuple(&Draft::headline, &Draft::words);
};

struct MostRead {
  std::string headline, section;
  std::int64_t readers;
  static constexpr auto columns = std::tuple(&MostRead::headline, &MostRead::section, &MostRead::readers);
};

struct Attention {
  std::string section;
  std::int64_t readers, seconds;
  static constexpr auto columns = std::tuple(&Attention::section, &Attention::readers, &Attention::seconds);
};

Value most_read(Database& db) {
  Value articles = Value::list();
  for (const MostRead& each : db.query<MostRead>(most_read_sql))
    articles.add(
        Value::object({{"headline", each.headline}, {"section", each.section}, {"readers", each.readers}}));
  return Value::object({{"articles", std::move(articles)}});
}

Value attention(Database& db) {
  Value sections = Value::list();
  for (const Attention& each : db.query<Attention>(attention_sql))
    sections.add(
        Value::object({{"section", each.section}, {"readers", each.readers}, {"seconds", each.seconds}}));
  return Value::object({{"sections", std::move(sections)}});
}

Value drafts_of(std::int64_t editor, Database& db) {
  Value drafts = Value::list();
  for (const Draft& each : db.query<Draft>(drafts_sql, editor))
    drafts.add(Value::object({{"headline", each.headline}, {"words", each.words}}));
  return drafts;
}

// The blocks that all editors see are marked in the template, with how long they are kept.
Response show(const Request& request, Services& services) {
  const auto editor = visitor_of(request, services.db);
  Value model = Value::object({{"editor", editor ? Value(editor->name) : Value()},
                               {"most_read", most_read(services.db)},
                               {"attention", attention(services.db)}});
  if (editor) model.set("drafts", drafts_of(editor->id, services.db));
  Fragments blocks(services.texts, services.trace, request.knobs);
  return services.page(std::move(model), blocks)
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage editors_desk() {
  return {
      .summary = "a newspaper's start page for editors: the editor's drafts, what is read, and for how long",
      .why =
          "The template marks two blocks as cacheable for five minutes. But the handler loads their data "
          "before it renders the page and puts them into the model, so nothing is ever stored: each view "
          "adds up the readers of twelve days twice. The data should be offered, to be loaded on a miss.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "fragment-cache"}},
  };
}

}  // namespace caseload::gallery
