#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr auto holder_sql =
    "select c.name, c.email, k.name from customer c join country k on k.id = c.country_id where c.id = ?";
constexpr auto entries_sql =
    "select day, text, cents from account_entry where account_id = ? order by number limit ?";

struct Holder {
  std::string name, email, country;
  static constexpr auto columns = std::tuple(&Holder::name, &Holder::email, &Holder::country);
};

struct Entry {
  std::string day, text;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Entry::day, &Entry::text, &Entry::cents);
};

// The whole statement sees one state of the account.
class StatementOfOneMoment {
 public:
  StatementOfOneMoment(const Request& request, Services& services)
      : services_(services), account_(request.knobs.integer("account")), n_(request.knobs.n()) {}

  Response rendered() {
    Response response;
    services_.db.transaction([&] { response = page(holder(), entries()); });
    return response;
  }

 private:
  Holder holder() {
    auto found = services_.db.query_one<Holder>(holder_sql, account_);
    if (!found) throw NotFound("there is no account " + std::to_string(account_));
    return *std::move(found);
  }

  std::vector<Entry> entries() { return services_.db.query<Entry>(entries_sql, account_, n_); }

  Response page(const Holder& holder, const std::vector<Entry>& entries) {
    Rows rows({"day", "text", "amount", "balance", "is_overdrawn"});
    std::int64_t balance = 0;
    for (const Entry& each : entries) {
      balance += each.cents;
      rows.add(each.day, each.text, amount(each.cents), amount(balance), balance < 0);
    }
    return services_.page(Value::object({{"holder", holder.name},
                                         {"email", holder.email},
                                         {"country", holder.country},
                                         {"entries", std::move(rows)},
                                         {"balance", amount(balance)}}));
  }

  static std::string amount(std::int64_t cents) {
    return cents < 0 ? "-" + price_of(-cents) : price_of(cents);
  }

  Services& services_;
  std::int64_t account_, n_;
};

Response show(const Request& request, Services& services) {
  return StatementOfOneMoment(request, services).rendered().set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage account_statement() {
  return {
      .summary = "a bank's statement of an account with all its entries",
      .why =
          "The two queries need one transaction, so that they see the same state. But the page is also "
          "computed and rendered in it. With many entries that takes longer than the queries, and the "
          "database has to keep old versions of rows all that time.",
      .knobs =
          {items_knob("entries on the statement", 2'560),
           {.name = "account", .help = "number of the account", .initial = 12, .minimum = 1, .maximum = 20},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "long-transaction"}},
      .known_miss =
          "the page is rendered in less than a millisecond, so its lock lasts too short a time to matter",
  };
}

}  // namespace caseload::gallery
