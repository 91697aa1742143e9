#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

// The badge shows "99+" from a hundred on, so no more than that are counted.
constexpr std::string_view waiting_sql =
    "select count(*) from (select o.id from session s join customer_order o on o.customer_id = s.customer_id "
    "where s.token = ? and s.expires_at > now(6) and o.status in ('paid', 'shipped') limit 100) as waiting";
constexpr std::int64_t shown_at_most = 99;

struct Count {
  std::int64_t orders;
  static constexpr auto columns = std::tuple(&Count::orders);
};

std::string badge_text(std::int64_t count) {
  if (count == 0) return "";
  return count > shown_at_most ? std::to_string(shown_at_most) + "+" : std::to_string(count);
}

// The page's script asks for it once a minute.
Response show(const Request& request, Services& services) {
  std::int64_t orders = 0;
  if (const auto token = session_token(request)) {
    const auto count = services.db.query_one<Count>(waiting_sql, *token);
    orders = count ? count->orders : 0;
  }
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("badge").text(badge_text(orders)).key("poll_again_s").number(std::int64_t{60});
    json.end_object();
  });
}

}  // namespace

GalleryPage order_badge() {
  return {.summary = "the number on the badge for orders that are under way, as JSON",
          .why =
              "Innocent: a bounded count over one customer's orders by index, personal, and never stored "
              "because it has to be current.",
          .knobs = {dataset_knob()},
          .run = show};
}

}  // namespace caseload::gallery
