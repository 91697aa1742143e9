#include <chrono>

#include "core/conditional.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Newest {
  std::int64_t id;
  std::int64_t seconds;  // since 1970
  static constexpr auto columns = std::tuple(&Newest::id, &Newest::seconds);
};

struct Review {
  std::int64_t id;
  std::string title, customer, body, updated;
  std::int64_t rating;
  static constexpr auto columns = std::tuple(&Review::id, &Review::title, &Review::customer, &Review::body,
                                             &Review::updated, &Review::rating);
};

constexpr std::string_view newest_review =
    "SELECT id, TIMESTAMPDIFF(SECOND, '1970-01-01', created_at) FROM review "
    "ORDER BY created_at DESC, id DESC LIMIT 1";
constexpr std::string_view newest_reviews =
    "SELECT review.id, book.title, customer.name, review.body, "
    "DATE_FORMAT(review.created_at, '%Y-%m-%dT%H:%i:%sZ'), review.rating "
    "FROM (SELECT id FROM review ORDER BY created_at DESC, id DESC LIMIT ?) AS newest "
    "JOIN review ON review.id = newest.id JOIN book ON book.id = review.book_id "
    "JOIN customer ON customer.id = review.customer_id ORDER BY review.created_at DESC, review.id DESC";

void add_element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">").append(html_escaped(text)).append("</").append(name).append(">\n");
}

// RFC 4287.
std::string feed_of(const std::vector<Review>& reviews) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
  add_element(xml, "id", "tag:shop.example,2023:reviews");
  add_element(xml, "title", "New reviews");
  if (!reviews.empty()) add_element(xml, "updated", reviews.front().updated);
  for (const Review& review : reviews) {
    xml += "<entry>\n";
    add_element(xml, "id", "tag:shop.example,2023:review/" + std::to_string(review.id));
    add_element(xml, "title", std::to_string(review.rating) + "/5: " + review.title);
    add_element(xml, "updated", review.updated);
    xml += "<author>";
    add_element(xml, "name", review.customer);
    xml += "</author>\n";
    add_element(xml, "summary", review.body);
    xml += "</entry>\n";
  }
  return xml + "</feed>\n";
}

Response run(const Request& request, Services& services) {
  const Newest newest = services.db.query_one<Newest>(newest_review).value();
  const Validators validators{
      .etag = etag_of("reviews-" + std::to_string(newest.id), Format::html),
      .last_modified = std::chrono::sys_seconds(std::chrono::seconds(newest.seconds))};
  if (auto known = not_modified(request, validators, services.clock.now()))
    return known->set("Cache-Control", "private, no-cache");

  Response response;
  response.body = feed_of(services.db.query<Review>(newest_reviews, request.knobs.n()));
  response.set("Content-Type", "application/atom+xml").set("Cache-Control", "private, no-cache");
  return set_validators(response, validators);
}

}  // namespace

GalleryPage reviews_atom() {
  return {
      .summary = "the newest reviews as an Atom feed",
      .why =
          "nginx compresses XML only under the types it knows, and application/atom+xml is not one of "
          "them, so readers load the text uncompressed.",
      .knobs = {items_knob("reviews in the feed", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "no-compression"}},
  };
}

}  // namespace caseload::gallery
