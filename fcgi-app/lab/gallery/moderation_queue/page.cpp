#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view queue_sql = R"(
  SELECT r.id, r.customer_id, c.name, b.title, r.rating, r.body
    FROM (SELECT id, customer_id, book_id, rating, body, created_at
            FROM review ORDER BY created_at DESC, id DESC LIMIT ?) r
    LEFT JOIN customer c ON c.id = r.customer_id
    LEFT JOIN book b ON b.id = r.book_id
   ORDER BY r.created_at DESC, r.id DESC)";
constexpr std::string_view history_sql = R"(
  SELECT COUNT(*), COALESCE(SUM(rating = 1), 0) FROM review WHERE customer_id = ?)";

struct Pending {
  std::int64_t id, customer_id;
  std::string customer, title;
  std::int64_t rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Pending::id, &Pending::customer_id, &Pending::customer,
                                             &Pending::title, &Pending::rating, &Pending::body);
};

struct History {
  std::int64_t reviews = 0, one_star = 0;
  bool is_suspicious() const { return reviews >= 5 && 2 * one_star > reviews; }
  static constexpr auto columns = std::tuple(&History::reviews, &History::one_star);
};

class Histories {
 public:
  explicit Histories(Database& db) : db_(db) {}

  const History& of(std::int64_t customer) {
    const auto [known, is_new] = known_.try_emplace(customer);
    if (is_new) known->second = db_.query_one<History>(history_sql, customer).value_or(History{});
    return known->second;
  }

 private:
  Database& db_;
  std::unordered_map<std::int64_t, History> known_;
};

Response show(const Request& request, Services& services) {
  const auto queue = services.db.query<Pending>(queue_sql, request.knobs.n());
  Histories histories(services.db);
  Rows rows({"id", "customer", "title", "rating", "body", "written", "one_star", "is_suspicious"});
  for (const Pending& review : queue) {
    const History& history = histories.of(review.customer_id);
    rows.add(review.id, review.customer, review.title, review.rating, review.body, history.reviews,
             history.one_star, history.is_suspicious());
  }
  return services.page(Value::object({{"reviews", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage moderation_queue() {
  return {
      .summary = "the newest reviews, to be approved, with how often each reviewer gave one star before",
      .why =
          "The reviewer's history is counted with a query for each reviewer. One GROUP BY over the customers "
          "of "
          "the page would do.",
      .knobs = {items_knob("reviews on the page"), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
