#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view activities_sql =
    "SELECT kind, subject_id, DATE_FORMAT(happened_at, '%Y-%m-%d') FROM account_activity "
    "WHERE account_id = ? ORDER BY happened_at DESC, id DESC LIMIT ?";

struct Activity {
  std::string kind;
  std::int64_t subject_id;
  std::string day;
  static constexpr auto columns = std::tuple(&Activity::kind, &Activity::subject_id, &Activity::day);
};

struct Order {
  std::string status, buyer;
  static constexpr auto columns = std::tuple(&Order::status, &Order::buyer);
};
struct Review {
  std::string title;
  std::int64_t rating;
  static constexpr auto columns = std::tuple(&Review::title, &Review::rating);
};
struct Wish {
  std::string title, price;
  static constexpr auto columns = std::tuple(&Wish::title, &Wish::price);
};

constexpr std::string_view order_sql =
    "SELECT o.status, c.name FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id "
    "WHERE o.id = ?";
constexpr std::string_view review_sql =
    "SELECT b.title, r.rating FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id = ?";
constexpr std::string_view wish_sql = "SELECT title, price FROM book WHERE id = ?";

// An empty text if the subject no longer exists.
std::string headline_of(const Activity& activity, Database& db) {
  if (activity.kind == "order") {
    const auto order = db.query_one<Order>(order_sql, activity.subject_id);
    return order ? order->buyer + " placed an order, now " + order->status : "";
  }
  if (activity.kind == "review") {
    const auto review = db.query_one<Review>(review_sql, activity.subject_id);
    return review ? "Gave " + review->title + " " + std::to_string(review->rating) + " of 5" : "";
  }
  const auto wish = db.query_one<Wish>(wish_sql, activity.subject_id);
  return wish ? "Wished for " + wish->title + " at " + wish->price : "";
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t account_id = 3;
  const auto activities = services.db.query<Activity>(activities_sql, account_id, request.knobs.n());
  Rows rows({"day", "kind", "headline"});
  for (const Activity& activity : activities) {
    std::string headline = headline_of(activity, services.db);
    if (!headline.empty()) rows.add(activity.day, activity.kind, std::move(headline));
  }
  return services.page(Value::object({{"activities", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage account_activity() {
  return {
      .summary = "what the members of a shared account did last",
      .why =
          "The subject of each entry is loaded by its own query, from one of three tables. One query per "
          "table would load the subjects of the whole page.",
      .knobs = {items_knob("entries on the page", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
