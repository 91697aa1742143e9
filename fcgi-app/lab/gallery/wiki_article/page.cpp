#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view article_sql = "SELECT title, editor FROM wiki_article WHERE id = ?";
constexpr std::string_view paragraphs_sql =
    "SELECT text FROM wiki_paragraph WHERE article_id = ? AND position <= ? ORDER BY position";

struct Article {
  std::string title, editor;
  static constexpr auto columns = std::tuple(&Article::title, &Article::editor);
};

struct Paragraph {
  std::string text;
  static constexpr auto columns = std::tuple(&Paragraph::text);
};

// [[topic]] or [[topic|as it is called here]]. Neither part has brackets or bars.
const io::BacktrackingPattern link(R"(\[\[[^\[\]|]+(?:\|[^\[\]|]+)?\]\])");

using Links = std::map<std::string, std::int64_t, std::less<>>;

void collect(std::string_view text, Matcher& matcher, Links& links) {
  while (const auto found = matcher.find(link, text)) {
    const std::string_view inside = text.substr(found->at + 2, found->length - 4);
    ++links[std::string(inside.substr(0, inside.find('|')))];
    text.remove_prefix(found->at + found->length);
  }
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("article");
  const auto article = services.db.query_one<Article>(article_sql, id);
  if (!article) throw NotFound("there is no article " + std::to_string(id));
  const auto paragraphs = services.db.query<Paragraph>(paragraphs_sql, id, request.knobs.n());
  std::string text;
  for (const Paragraph& each : paragraphs) text += each.text + '\n';
  Links links;
  collect(text, services.matcher, links);
  Rows rows({"topic", "times"});
  for (const auto& [topic, times] : links) rows.add(topic, times);
  return services
      .page(Value::object({{"title", article->title},
                           {"editor", article->editor},
                           {"paragraphs", paragraphs.size()},
                           {"links", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage wiki_article() {
  return {
      .summary = "what an article of the encyclopedia links to",
      .why =
          "Innocent: a long text is searched for links, and there are hundreds of them. But a link's text "
          "can't contain a bracket, so each attempt ends at the next one, and each search begins where the "
          "last match ended.",
      .knobs =
          {items_knob("paragraphs of the article", 640),
           {.name = "article", .help = "number of the article", .initial = 2, .minimum = 1, .maximum = 15},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
