#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t max_message_bytes = 4'000;

constexpr std::string_view titles_sql =
    "SELECT b.title, SUM(i.quantity), CAST(SUM(i.quantity * i.price * 100) AS SIGNED) FROM book b "
    "JOIN order_item i ON i.book_id = b.id JOIN customer_order o ON o.id = i.order_id "
    "WHERE b.publisher_id = ? AND o.status <> 'cancelled' GROUP BY b.id, b.title ORDER BY 3 DESC, b.id";
constexpr std::string_view reviews_sql =
    "SELECT b.title, r.rating, r.body FROM book b JOIN review r ON r.book_id = b.id "
    "WHERE b.publisher_id = ? ORDER BY b.id, r.created_at, r.id";
constexpr std::string_view all_sales_sql =
    "SELECT CAST(SUM(quantity * price * 100) AS SIGNED) AS cents FROM order_item";

struct Title {
  std::string title;
  std::int64_t copies, cents;
  static constexpr auto columns = std::tuple(&Title::title, &Title::copies, &Title::cents);
};
struct Review {
  std::string title;
  std::int64_t rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Review::title, &Review::rating, &Review::body);
};
struct Sales {
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Sales::cents);
};

// Publishers answer sooner if the mail says what the shop sells of theirs and what readers think of it.
std::string mail_to(const orm::Publisher& publisher, std::string_view from, std::string_view message,
                    Database& db) {
  std::string mail = "To: " + std::string(publisher.name()) + "\nFrom: ";
  mail.append(from).append("\n\n").append(message).append("\n\nSold by us:\n");
  std::int64_t cents = 0;
  for (const Title& title : db.query<Title>(titles_sql, publisher.id())) {
    cents += title.cents;
    mail += title.title + ": " + std::to_string(title.copies) + ", " + price_of(title.cents) + "\n";
  }
  const auto all = db.query_one<Sales>(all_sales_sql);
  if (all && all->cents > 0)
    mail += "That is " + std::to_string(cents * 1'000 / all->cents) + " per mille of our sales.\n";
  mail += "\nReviews:\n";
  for (const Review& review : db.query<Review>(reviews_sql, publisher.id()))
    mail += review.title + " (" + std::to_string(review.rating) + "): " + review.body + "\n";
  return mail;
}

Response send_message(const Request& request, Services& services) {
  if (request.body.size() > max_message_bytes) throw BadRequest("a message has at most 4000 bytes");
  Database& db = services.db;
  const auto publisher = orm::Session(db).find<orm::Publisher>(request.knobs.integer("publisher"));
  if (!publisher) throw NotFound("there is no such publisher");
  const auto visitor = visitor_of(request, db);
  db.execute("INSERT INTO report_request (publisher_id) VALUES (?)", publisher->id());
  const std::int64_t id = db.last_insert_id();
  const std::string mail = mail_to(*publisher, visitor ? visitor->name : "a reader", request.body, db);
  db.transaction([&] { services.destination.deliver(db, id, mail); });
  return services.page(Value::object({{"publisher", publisher->name()}}));
}

}  // namespace

GalleryPage contact_publisher() {
  return {.summary = "a form that sends a message to a publisher",
          .why =
              "The mail with its sales figures and reviews is composed and delivered within the request, "
              "although the sender only sees a line of thanks. It belongs in a background job.",
          .knobs = {{.name = "publisher",
                     .help = "id of the publisher",
                     .initial = 58,
                     .minimum = 1,
                     .maximum = 1'000},
                    dataset_knob()},
          .run = send_message,
          .labels = {{.name = "background-task"}},
          .method = Method::post};
}

}  // namespace caseload::gallery
