#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view newest_sql =
    "select id, email, source, date_format(joined_at, '%Y-%m-%d') from newsletter_reader where edition = ? "
    "order by id desc limit ?";

struct Subscriber {
  std::int64_t id;
  std::string email, source, joined_on;
  static constexpr auto columns =
      std::tuple(&Subscriber::id, &Subscriber::email, &Subscriber::source, &Subscriber::joined_on);
};

constexpr std::string_view edition = "crime";

Response run(const Request& request, Services& services) {
  const auto subscribers = services.db.query<Subscriber>(newest_sql, edition, request.knobs.n());
  Rows rows({"id", "email", "source", "joined_on"});
  for (const Subscriber& each : subscribers) rows.add(each.id, each.email, each.source, each.joined_on);
  return services.page(Value::object({{"edition", edition}, {"subscribers", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage newsletter_readers() {
  return {
      .summary = "the newest subscribers of an edition of the newsletter",
      .why =
          "The index has no column for the order, but it ends with the primary key: the newest entries of "
          "the edition are read from its end, and nothing is sorted.",
      .knobs = {items_knob("subscribers on the page", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
