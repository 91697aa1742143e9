#include <chrono>

#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "core/http_date.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view stories_sql = R"(
  SELECT s.id, s.headline, s.lead_text, r.name, s.published_s
    FROM (SELECT id, headline, lead_text, reporter_id, published_s FROM news_story
           WHERE desk = ? ORDER BY published_s DESC, id DESC LIMIT ?) AS s
    LEFT JOIN author AS r ON r.id = s.reporter_id
   ORDER BY s.published_s DESC, s.id DESC)";

struct Story {
  std::int64_t id;
  std::string headline, lead, reporter;
  std::int64_t published_s;
  static constexpr auto columns =
      std::tuple(&Story::id, &Story::headline, &Story::lead, &Story::reporter, &Story::published_s);
};

std::chrono::sys_seconds published(const Story& story) {
  return std::chrono::sys_seconds(std::chrono::seconds(story.published_s));
}

void add(std::string& xml, std::string_view element, std::string_view text) {
  xml.append("<").append(element).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(element).append(">");
}

// RSS 2.0 (https://www.rssboard.org/rss-specification).
std::string feed_of(const std::vector<Story>& stories) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel><title>The local desk</title>"
      "<link>https://news.example/local</link><description>What happened in town</description>\n";
  for (const Story& story : stories) {
    xml += "<item>";
    add(xml, "title", story.headline);
    add(xml, "link", "https://news.example/local/" + std::to_string(story.id));
    add(xml, "description", story.lead);
    add(xml, "dc:creator", story.reporter);
    add(xml, "pubDate", http_date(published(story)));
    xml += "</item>\n";
  }
  return xml + "</channel>\n</rss>\n";
}

Response run(const Request& request, Services& services) {
  constexpr std::string_view desk = "local";
  const auto stories = services.db.query<Story>(stories_sql, desk, request.knobs.n());
  if (stories.empty()) throw NotFound("there is no such desk");
  Response response;
  response.body = feed_of(stories);
  // Readers expect application/rss+xml or text/xml; the second one is compressed.
  response.set("Content-Type", "text/xml; charset=utf-8")
      .set("Cache-Control", "public, max-age=300, stale-while-revalidate=60");
  set_validators(response, {.etag = {}, .last_modified = published(stories.front())});
  return response;
}

}  // namespace

GalleryPage newsroom_rss() {
  return {
      .summary = "the newest stories of a newspaper's local desk, as an RSS feed",
      .why =
          "Feed readers ask again and again for the same document. nginx keeps it for five minutes and "
          "compares its date, so the application builds it once in that time. An index has the order.",
      .knobs = {{.name = "n",
                 .help = "stories in the feed",
                 .initial = 40,
                 .minimum = 1,
                 .maximum = 320,
                 .ladder = {10, 40, 160, 320}},
                dataset_knob()},
      .run = run,
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
