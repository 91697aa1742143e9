#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Loan {
  std::int64_t id;
  std::string title, reader;
  std::int64_t clerk_id;
  std::string due_on;
  static constexpr auto columns =
      std::tuple(&Loan::id, &Loan::title, &Loan::reader, &Loan::clerk_id, &Loan::due_on);
};

struct Clerk {
  std::string name, room;
  static constexpr auto columns = std::tuple(&Clerk::name, &Clerk::room);
};

constexpr std::string_view loans_sql =
    "SELECT l.id, b.title, c.name, l.clerk_id, l.due_on FROM "
    "(SELECT id, book_id, customer_id, clerk_id, due_on FROM book_loan ORDER BY id DESC LIMIT ?) AS l "
    "LEFT JOIN book AS b ON b.id = l.book_id LEFT JOIN customer AS c ON c.id = l.customer_id "
    "ORDER BY l.id DESC";
constexpr std::string_view clerk_sql = "SELECT name, room FROM loan_clerk WHERE id = ?";

// There are four clerks.
class Clerks {
 public:
  explicit Clerks(Database& db) : db_(db) {}

  const Clerk& of(std::int64_t id) {
    if (const auto known = known_.find(id); known != known_.end()) return known->second;
    auto clerk = db_.query_one<Clerk>(clerk_sql, id);
    return known_.emplace(id, clerk ? *std::move(clerk) : Clerk{.name = "nobody", .room = "-"}).first->second;
  }

 private:
  Database& db_;
  std::map<std::int64_t, Clerk> known_;
};

Response show(const Request& request, Services& services) {
  const auto loans = services.db.query<Loan>(loans_sql, request.knobs.n());
  Clerks clerks(services.db);
  Rows rows({"id", "title", "reader", "due_on", "clerk", "room"});
  for (const Loan& loan : loans) {
    const Clerk& clerk = clerks.of(loan.clerk_id);
    rows.add(loan.id, loan.title, loan.reader, loan.due_on, clerk.name, clerk.room);
  }
  return services.page(Value::object({{"loans", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage loan_desk() {
  return {
      .summary = "the newest loans from the reading room, with the clerk who lent each book",
      .why =
          "A clerk is queried inside the loop, but only once for each of the four clerks, however long the "
          "list is.",
      .knobs = {items_knob("loans on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
