#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view news_sql =
    "SELECT d.title, a.name, d.year, d.teaser "
    "FROM (SELECT id, title, author_id, year, LEFT(body, 500) AS teaser FROM document "
    "ORDER BY year DESC, id DESC LIMIT ?) AS d "
    "JOIN author AS a ON a.id = d.author_id ORDER BY d.year DESC, d.id DESC";

struct Article {
  std::string title, author;
  std::int64_t year;
  std::string teaser;
  static constexpr auto columns =
      std::tuple(&Article::title, &Article::author, &Article::year, &Article::teaser);
};

// For the newsletter form at the end of the page. A token is good for one submission.
std::string form_token(const Request& request) {
  std::string seed(session_token(request).value_or("guest"));
  return io::sha256_hex(seed.append(" ").append(request.id)).substr(0, 24);
}

Response& with_etag(Response& response) {
  return response.set("ETag", '"' + io::sha256_hex(response.body).substr(0, 32) + '"');
}

Response show(const Request& request, Services& services) {
  const auto articles = services.db.query<Article>(news_sql, request.knobs.n());
  Rows rows({"title", "author", "year", "teaser"});
  rows.reserve(articles.size());
  for (const Article& article : articles)
    rows.add(article.title, article.author, article.year, article.teaser);
  Response response =
      services.page(Value::object({{"articles", std::move(rows)}, {"form_token", form_token(request)}}));
  response.set("Cache-Control", "private, no-cache").set("Vary", "Accept, Cookie");
  return with_etag(response);
}

}  // namespace

GalleryPage news_with_form_token() {
  return {.summary = "the newest articles, with a form to subscribe",
          .why =
              "The ETag is a hash of a body that contains a new form token each time. It never matches, so "
              "a browser that revalidates gets the whole page again, built with all its work.",
          .knobs = {items_knob("articles on the page", 640), dataset_knob()},
          .run = show,
          .labels = {{.name = "conditional-request"}}};
}

}  // namespace caseload::gallery
