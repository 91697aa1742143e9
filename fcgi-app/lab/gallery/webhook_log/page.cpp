#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Delivery {
  std::int64_t id;
  std::string event, url;
  std::optional<std::int64_t> http_status;
  std::int64_t took_ms;
  std::string delivered_at, request;
  std::optional<std::string> response;
  static constexpr auto columns =
      std::tuple(&Delivery::id, &Delivery::event, &Delivery::url, &Delivery::http_status, &Delivery::took_ms,
                 &Delivery::delivered_at, &Delivery::request, &Delivery::response);

  bool failed() const { return !http_status || *http_status >= 400; }
};

std::vector<Delivery> newest_deliveries(Database& db, std::int64_t count) {
  return db.query<Delivery>("SELECT * FROM webhook_delivery ORDER BY id DESC LIMIT ?", count);
}

std::string host_of(std::string_view url) {
  constexpr std::string_view scheme = "https://";
  if (url.starts_with(scheme)) url.remove_prefix(scheme.size());
  return std::string(url.substr(0, url.find('/')));
}

Response run(const Request& request, Services& services) {
  const auto deliveries = newest_deliveries(services.db, request.knobs.n());
  Rows rows({"id", "time", "event", "host", "status", "took_ms", "failed"});
  std::int64_t failures = 0;
  for (const Delivery& each : deliveries) {
    if (each.failed()) ++failures;
    rows.add(each.id, each.delivered_at, each.event, host_of(each.url), each.http_status, each.took_ms,
             each.failed());
  }
  return services.page(Value::object({{"failures", failures}, {"deliveries", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage webhook_log() {
  return {
      .summary = "the log of webhook deliveries: when, what, where to, with which status",
      .why =
          "SELECT * also loads what was sent and received, six kilobytes for each delivery. The list does "
          "not show them.",
      .knobs = {items_knob("deliveries on the page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
