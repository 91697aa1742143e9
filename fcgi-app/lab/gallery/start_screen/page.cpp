#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr int notice_s = 3'600;
constexpr std::string_view newest_sql =
    "SELECT b.id, b.title, a.name FROM (SELECT id, title, author_id FROM book "
    "ORDER BY year DESC, id DESC LIMIT ?) AS b LEFT JOIN author AS a ON a.id = b.author_id";

struct Book {
  std::int64_t id;
  std::string title, author;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::author);
};

// Each part of the screen is written by another service.
struct Part {
  std::string_view name, when_unknown;
};
constexpr Part parts[] = {
    {"notice", ""}, {"weather", "unknown"}, {"open_until", "20:00"}, {"queue_at_the_till", "0"}};

std::string state_of(const Part& part, Services& services) {
  const std::string key =
      "screen/" + std::string(name_of(services.db.dataset())) + "/" + std::string(part.name);
  return services.cache.get(key).value_or(std::string(part.when_unknown));
}

std::int64_t count_visit(Services& services, const std::optional<Visitor>& visitor) {
  const std::string who = visitor ? std::to_string(visitor->id) : "guest";
  const std::string key = "screen/" + std::string(name_of(services.db.dataset())) + "/visits/" + who;
  return services.cache.increment(key, 1, 1, notice_s).value_or(1);
}

Response run(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const std::int64_t visits = count_visit(services, visitor);
  const auto books = services.db.query<Book>(newest_sql, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("visits").number(visits);
                     for (const Part& part : parts) json.key(part.name).text(state_of(part, services));
                     json.key("newest").begin_list();
                     for (const Book& book : books) {
                       json.begin_object().key("id").number(book.id).key("title").text(book.title);
                       json.key("author").text(book.author).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Cookie");
}

}  // namespace

GalleryPage start_screen() {
  return {
      .summary = "the start screen of the shop's app as JSON: notice, weather, opening hours, newest books",
      .why =
          "Innocent: entries are fetched from the cache one by one in a loop, but there are four, one for "
          "each part of the screen, however many books it shows.",
      .knobs = {items_knob("books on the screen", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
