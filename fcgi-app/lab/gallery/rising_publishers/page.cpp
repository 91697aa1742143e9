#include "lab/gallery_page.hpp"

#include <algorithm>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::Publisher;

constexpr std::int64_t recent_since = 2010;

// Ratings in hundredths of a star.
struct Mean {
  std::int64_t sum = 0, books = 0;
  void add(std::int64_t rating) {
    sum += rating;
    ++books;
  }
  std::int64_t value() const { return books == 0 ? 0 : sum / books; }
};

struct Standing {
  std::int64_t id;
  std::string name;
  Mean before, recent;
  std::int64_t rise() const { return recent.value() - before.value(); }
};

Standing standing_of(orm::Session& session, const Publisher& publisher) {
  Standing standing{.id = publisher.id(), .name = std::string(publisher.name()), .before = {}, .recent = {}};
  const auto books =
      session.query<Book>().only(&Book::year, &Book::rating).where(&Book::publisher_id, publisher.id()).all();
  for (const Book& book : books) {
    const auto& rating = book.rating();
    if (rating) (book.year() < recent_since ? standing.before : standing.recent).add(cents_of(*rating));
  }
  return standing;
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  std::vector<Standing> standings;
  for (const Publisher& publisher :
       session.query<Publisher>().only(&Publisher::name).limit(request.knobs.n()).all()) {
    Standing standing = standing_of(session, publisher);
    if (standing.before.books > 0 && standing.recent.books > 0 && standing.rise() > 0)
      standings.push_back(std::move(standing));
  }
  std::sort(standings.begin(), standings.end(), [](const Standing& one, const Standing& other) {
    return one.rise() != other.rise() ? one.rise() > other.rise() : one.id < other.id;
  });
  Rows rows({"place", "name", "before", "recent", "rise"});
  for (const Standing& each : standings)
    rows.add(rows.size() + 1, each.name, price_of(each.before.value()), price_of(each.recent.value()),
             price_of(each.rise()));
  return services.page(Value::object({{"since", recent_since}, {"publishers", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage rising_publishers() {
  return {
      .summary = "which of n publishers have better ratings since 2010 than before, ranked by the difference",
      .why =
          "The books of each publisher are loaded by a query of their own, and means, filter and ranking are "
          "computed in code. One query with conditional means and a window function returns the page's rows.",
      .knobs = {items_knob("publishers to compare", 1'000), dataset_knob()},
      .run = run,
      .labels = {{.name = "raw-sql"}},
  };
}

}  // namespace caseload::gallery
