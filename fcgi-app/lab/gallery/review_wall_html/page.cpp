#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Review {
  std::int64_t id, stars;
  std::string title, body;
  static constexpr auto columns = std::tuple(&Review::id, &Review::stars, &Review::title, &Review::body);
};

constexpr std::string_view reviews_sql =
    "SELECT r.id, r.rating, b.title, r.body FROM "
    "(SELECT id, rating, book_id, body FROM review ORDER BY created_at DESC, id DESC LIMIT ?) AS r "
    "LEFT JOIN book AS b ON b.id = r.book_id";

// Readers write *bold* and _italic_; a blank line begins a paragraph.
std::string html_of(std::string_view body) {
  std::string html = "<p>" + html_escaped(body) + "</p>";
  replace_all(html, "\n\n", "</p><p>");
  for (const auto& [mark, tag] : {std::pair{"*", "b"}, std::pair{"_", "i"}}) {
    bool is_open = false;
    for (std::size_t at = html.find(mark); at != std::string::npos; at = html.find(mark, at)) {
      const std::string element = (is_open ? "</" : "<") + std::string(tag) + ">";
      html.replace(at, 1, element);
      at += element.size();
      is_open = !is_open;
    }
    if (is_open) html.append("</").append(tag).append(">");
  }
  return html;
}

// Reviews can't be edited, so their HTML never changes.
std::string rendered(const Review& review, Services& services) {
  if (review.body.empty()) return "";
  const CachedText cached{
      .key = "review html " + std::string(name_of(services.db.dataset())) + " " + std::to_string(review.id),
      .depends = {},
      .lifetime_s = 86'400};
  return services.texts.get(cached, [&] { return html_of(review.body); }).text;
}

Response run(const Request& request, Services& services) {
  const auto reviews = services.db.query<Review>(reviews_sql, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_list();
    for (const Review& review : reviews) {
      json.begin_object().key("id").number(review.id).key("stars").number(review.stars);
      json.key("about").text(review.title).key("html").text(rendered(review, services)).end_object();
    }
    json.end_list();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage review_wall_html() {
  return {
      .summary = "the newest reviews for the app, each with its text as HTML",
      .why =
          "The rendered texts are cached, but the helper fetches them one by one: a round trip to the cache "
          "for each review. All could be fetched in one before the loop.",
      .knobs = {items_knob("reviews in the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
