#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Reader {
  std::string name, country;
  static constexpr auto columns = std::tuple(&Reader::name, &Reader::country);
};

struct Stars {
  std::int64_t reviews = 0, stars = 0;
  static constexpr auto columns = std::tuple(&Stars::reviews, &Stars::stars);
};

struct Verdict {
  std::int64_t book_id;
  std::string title;
  std::int64_t rating;
  static constexpr auto columns = std::tuple(&Verdict::book_id, &Verdict::title, &Verdict::rating);
};

constexpr std::string_view reader_sql =
    "SELECT c.name, k.name FROM customer c JOIN country k ON k.id = c.country_id WHERE c.id = ?";
constexpr std::string_view stars_sql =
    "SELECT COUNT(*), COALESCE(SUM(rating), 0) FROM review WHERE customer_id = ?";
constexpr std::string_view verdicts_sql =
    "SELECT r.book_id, b.title, r.rating FROM review r JOIN book b ON b.id = r.book_id "
    "WHERE r.customer_id = ? ORDER BY r.id DESC LIMIT ?";

struct Profile {
  Reader reader;
  Stars stars;
  std::vector<Verdict> verdicts;
};

Profile profile_of(std::int64_t customer, std::int64_t verdicts, Database& db) {
  const auto reader = db.query_one<Reader>(reader_sql, customer);
  if (!reader) throw NotFound("there is no reader " + std::to_string(customer));
  return {.reader = *reader,
          .stars = db.query_one<Stars>(stars_sql, customer).value_or(Stars{}),
          .verdicts = db.query<Verdict>(verdicts_sql, customer, verdicts)};
}

Value shown(const Profile& profile) {
  Rows rows({"title", "rating"});
  for (const Verdict& each : profile.verdicts) rows.add(each.title, each.rating);
  return Value::object({{"name", profile.reader.name},
                        {"country", profile.reader.country},
                        {"reviews", profile.stars.reviews},
                        {"stars", profile.stars.stars},
                        {"verdicts", std::move(rows)}});
}

Response show(const Request& request, Services& services) {
  const Profile left = profile_of(request.knobs.integer("left"), request.knobs.n(), services.db);
  const Profile right = profile_of(request.knobs.integer("right"), request.knobs.n(), services.db);
  const auto in_common = std::ranges::count_if(left.verdicts, [&](const Verdict& each) {
    return std::ranges::find(right.verdicts, each.book_id, &Verdict::book_id) != right.verdicts.end();
  });
  Value readers = Value::list();
  readers.add(shown(left));
  readers.add(shown(right));
  return services
      .page(Value::object(
          {{"in_common", static_cast<std::int64_t>(in_common)}, {"readers", std::move(readers)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage two_readers() {
  return {
      .summary = "two readers side by side: where they live, what they give, what they both read",
      .why =
          "Innocent: the same three queries run twice, once for each reader, and there are always two. "
          "Their verdicts are compared pair by pair, but these are the last ones of two people.",
      .knobs = {items_knob("verdicts of each reader at most", 640),
                {.name = "left", .help = "id of a customer", .initial = 17, .minimum = 1, .maximum = 2'500},
                {.name = "right", .help = "id of another one", .initial = 20, .minimum = 1, .maximum = 2'500},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
