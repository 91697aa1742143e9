#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t accounts_per_page = 25;
constexpr std::int64_t last_page = 1'600;

constexpr std::string_view accounts_newest_first =
    "SELECT c.id, c.name, c.email, k.code, s.requests_per_minute "
    "FROM customer c "
    "LEFT JOIN country k ON k.id = c.country_id "
    "LEFT JOIN session s ON s.customer_id = c.id "
    "ORDER BY c.id DESC";

struct Account {
  std::int64_t id;
  std::string name, email;
  std::optional<std::string> country;
  std::optional<std::int64_t> requests_per_minute;
  static constexpr auto columns = std::tuple(&Account::id, &Account::name, &Account::email, &Account::country,
                                             &Account::requests_per_minute);
};

// Lists of the back office are short enough to be fetched and sliced here.
template <class T>
struct Paginator {
  std::vector<T> items;
  std::size_t per_page;

  std::size_t first_of(std::int64_t page) const { return static_cast<std::size_t>(page - 1) * per_page; }
  bool has(std::int64_t page) const { return page >= 1 && first_of(page) < items.size(); }
  std::vector<T> slice(std::int64_t page) const {
    const auto begin = items.begin() + static_cast<std::ptrdiff_t>(first_of(page));
    const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(first_of(page + 1), items.size()));
    return {begin, end};
  }
};

Value link_to(Knobs knobs, std::int64_t page) {
  knobs.set("page", std::to_string(page));
  return "?" + knobs.query_string();
}

Response show(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  const Paginator<Account> accounts{.items = services.db.query<Account>(accounts_newest_first),
                                    .per_page = accounts_per_page};
  if (!accounts.has(page)) throw NotFound("there is no page " + std::to_string(page));

  const std::vector<Account> shown = accounts.slice(page);
  Rows rows({"id", "name", "email", "country", "is_throttled"});
  for (const Account& account : shown)
    rows.add(account.id, account.name, account.email, account.country,
             account.requests_per_minute.value_or(0) < 60);
  return services
      .page(Value::object(
          {{"page", page},
           {"accounts", std::move(rows)},
           {"previous", accounts.has(page - 1) ? link_to(request.knobs, page - 1) : Value()},
           {"next",
            page < last_page && accounts.has(page + 1) ? link_to(request.knobs, page + 1) : Value()}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage customer_accounts() {
  return {
      .summary = "the shop's customer accounts, newest first, 25 on a page",
      .why = "Each request fetches all customers, builds the whole list and shows a slice of 25.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = show,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
