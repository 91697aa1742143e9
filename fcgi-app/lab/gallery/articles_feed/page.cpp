#include "core/conditional.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Newest {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Newest::id);
};

struct Article {
  std::int64_t id;
  std::string title, author;
  std::int64_t year;
  std::string opening;
  static constexpr auto columns =
      std::tuple(&Article::id, &Article::title, &Article::author, &Article::year, &Article::opening);
};

constexpr std::string_view newest_id = "SELECT MAX(id) FROM document";
constexpr std::string_view newest_articles =
    "SELECT d.id, d.title, author.name, d.year, LEFT(d.body, 200) "
    "FROM (SELECT id FROM document ORDER BY year DESC, id DESC LIMIT ?) AS newest "
    "JOIN document AS d ON d.id = newest.id JOIN author ON author.id = d.author_id "
    "ORDER BY d.year DESC, d.id DESC";

std::string address_of(const Article& article) {
  return "https://shop.example/articles/" + std::to_string(article.id);
}

// JSON Feed 1.1 (jsonfeed.org).
void write_feed(std::string& body, const std::vector<Article>& articles) {
  io::JsonWriter json(body);
  json.begin_object().key("version").text("https://jsonfeed.org/version/1.1");
  json.key("title").text("From the reading room").key("items").begin_list();
  for (const Article& article : articles) {
    json.begin_object().key("id").text(std::to_string(article.id)).key("url").text(address_of(article));
    json.key("title").text(article.title).key("summary").text(article.opening);
    json.key("date_published").text(std::to_string(article.year) + "-01-01T00:00:00Z");
    json.key("authors").begin_list().begin_object().key("name").text(article.author).end_object().end_list();
    json.end_object();
  }
  json.end_list().end_object();
}

Response run(const Request& request, Services& services) {
  // An article is never edited, so a new one is the only change that readers can miss.
  const Newest newest = services.db.query_one<Newest>(newest_id).value();
  const Validators validators{.etag = etag_of("articles-" + std::to_string(newest.id), Format::json),
                              .last_modified = {}};
  if (auto known = not_modified(request, validators, services.clock.now()))
    return known->set("Cache-Control", "private, no-cache");

  const auto articles = services.db.query<Article>(newest_articles, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) { write_feed(body, articles); });
  return set_validators(response.set("Cache-Control", "private, no-cache"), validators);
}

}  // namespace

GalleryPage articles_feed() {
  return {
      .summary = "a feed of the newest articles with their first sentences",
      .why =
          "The long bodies are shortened by the database, and a reader that has the newest article gets a "
          "304 after one query.",
      .knobs = {items_knob("articles in the feed", 640), dataset_knob()},
      .run = run,
      .labels = {},
  };
}

}  // namespace caseload::gallery
