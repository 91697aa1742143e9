#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t per_page = 50;
constexpr std::int64_t last_page = 128;

constexpr std::string_view count_sql = "SELECT COUNT(*) FROM law_case WHERE state = 'closed'";
constexpr std::string_view page_sql =
    "SELECT number, client, subject, closed_on FROM law_case WHERE state = 'closed' "
    "ORDER BY closed_on DESC, number DESC LIMIT ? OFFSET ?";

struct Count {
  std::int64_t cases;
  static constexpr auto columns = std::tuple(&Count::cases);
};

struct ClosedCase {
  std::int64_t number;
  std::string client, subject, closed_on;
  static constexpr auto columns =
      std::tuple(&ClosedCase::number, &ClosedCase::client, &ClosedCase::subject, &ClosedCase::closed_on);
};

// What every list of this program shows above and below its rows.
struct Pager {
  std::int64_t page, pages, total;

  Value model() const {
    Value model = Value::object({{"page", page}, {"pages", grouped(pages)}, {"total", grouped(total)}});
    if (page > 1) model.set("previous", page - 1);
    if (page < pages && page < last_page) model.set("next", page + 1);
    return model;
  }
};

Pager pager_for(std::int64_t page, Database& db) {
  const std::int64_t total = db.query_one<Count>(count_sql).value().cases;
  return {.page = page, .pages = (total + per_page - 1) / per_page, .total = total};
}

Response show(const Request& request, Services& services) {
  const Pager pager = pager_for(request.knobs.page(), services.db);
  const auto cases = services.db.query<ClosedCase>(page_sql, per_page, (pager.page - 1) * per_page);
  Rows rows({"number", "client", "subject", "closed_on"});
  for (const ClosedCase& each : cases) rows.add(each.number, each.client, each.subject, each.closed_on);
  return services.page(Value::object({{"pager", pager.model()}, {"cases", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage case_archive() {
  return {
      .summary = "a law firm's closed cases, newest first, 50 on a page, with the number of pages",
      .why =
          "\"Page 3 of 130\" takes a count of all closed cases at each view, and the page is found by "
          "skipping all rows before it.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = show,
      .labels = {{.name = "exact-count"},
                 {.name = "pagination",
                  .reason = "LIMIT .. OFFSET reads the rows of all pages before the one that is shown"}},
      .known_miss = "the list ends at page 128, and the 6,400 rows that it reads are too few to matter",
  };
}

}  // namespace caseload::gallery
