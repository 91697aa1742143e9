#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

using orm::Customer;
using orm::Review;

constexpr std::int64_t guest_account = 1;

// Dates as the reader's country writes them.
class LocalDate {
 public:
  LocalDate(orm::Session& session, std::int64_t reader) : session_(session), reader_(reader) {}

  std::string text_of(std::string_view timestamp) const {
    const std::string year(timestamp.substr(0, 4)), month(timestamp.substr(5, 2)),
        day(timestamp.substr(8, 2));
    const auto reader =
        session_.query<Customer>().join(&Customer::country).where(&Customer::id, reader_).first();
    const std::string_view country = reader ? reader->country().code() : std::string_view("GB");
    if (country == "CN" || country == "JP" || country == "HU") return year + "-" + month + "-" + day;
    if (country == "GB" || country == "FR" || country == "IT") return day + "/" + month + "/" + year;
    return day + "." + month + "." + year;
  }

 private:
  orm::Session& session_;
  std::int64_t reader_;
};

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto visitor = visitor_of(request, services.db);
  const LocalDate dates(session, visitor ? visitor->id : guest_account);
  const auto entries = session.query<Review>()
                           .only(&Review::body, &Review::created_at)
                           .order_by_descending(&Review::created_at)
                           .limit(request.knobs.n())
                           .all();
  Rows rows({"date", "text"});
  for (const Review& entry : entries) rows.add(dates.text_of(entry.created_at()), entry.body());
  return services.page(Value::object({{"entries", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage travel_diary() {
  return {
      .summary = "the newest entries of a shared diary, with dates as the reader's country writes them",
      .why =
          "To format a date, the reader and the reader's country are loaded, for each entry again. The "
          "same row comes back every time; the formatter could load it once.",
      .knobs = {items_knob("entries on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
