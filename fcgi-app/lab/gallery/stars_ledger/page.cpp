#include "lab/gallery_page.hpp"

#include <span>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Stars {
  std::int64_t id, book_id, customer_id, rating;
  static constexpr auto columns =
      std::tuple(&Stars::id, &Stars::book_id, &Stars::customer_id, &Stars::rating);
};

constexpr std::string_view ledger_sql = "SELECT id, book_id, customer_id, rating FROM review ORDER BY id";

constexpr std::size_t per_page = 100;
constexpr std::int64_t last_page = 4'800;

// The partners' programs follow `next` until it is missing.
class Slice {
 public:
  Slice(std::span<const Stars> all, std::int64_t page)
      : all_(all), from_((static_cast<std::size_t>(page) - 1) * per_page) {}

  bool is_empty() const { return from_ >= all_.size(); }
  bool is_last() const { return all_.size() - from_ <= per_page; }
  std::span<const Stars> entries() const {
    const auto rest = all_.subspan(from_);
    return is_last() ? rest : rest.first(per_page);
  }

 private:
  std::span<const Stars> all_;
  std::size_t from_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  const std::vector<Stars> ledger = services.db.query<Stars>(ledger_sql);
  const Slice slice(ledger, page);
  if (slice.is_empty()) throw NotFound("the ledger ends before page " + std::to_string(page));

  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("page").number(page).key("ratings").begin_list();
    for (const Stars& each : slice.entries()) {
      json.begin_object().key("review").number(each.id).key("book").number(each.book_id);
      json.key("reader").number(each.customer_id).key("stars").number(each.rating).end_object();
    }
    json.end_list();
    if (!slice.is_last() && page < last_page) json.key("next").number(page + 1);
    json.end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage stars_ledger() {
  return {
      .summary = "all ratings in the order in which they were given, as JSON, 100 on a page",
      .why =
          "A page has 100 ratings, but each request fetches all that were ever given and takes a slice. The "
          "query could start after the last id of the page before and end after 101 rows.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = run,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
