#include <optional>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view add_sql = "INSERT INTO shop_message (customer_id, body) VALUES (?, ?)";
constexpr std::string_view remove_old_sql =
    "DELETE FROM shop_message WHERE created_at < NOW(6) - INTERVAL 10 MINUTE ORDER BY created_at LIMIT 20";
constexpr std::size_t max_bytes = 4'000;

Response leave(const Request& request, Services& services) {
  if (request.body.size() > max_bytes)
    throw BadRequest("a message has at most " + std::to_string(max_bytes) + " bytes");
  const auto visitor = visitor_of(request, services.db);
  std::optional<std::int64_t> customer;
  if (visitor) customer = visitor->id;
  services.db.transaction([&] {
    services.db.execute(add_sql, customer, request.body);
    services.db.execute(remove_old_sql);
  });
  return services.page(Value::object({{"name", visitor ? visitor->name : "reader"}}), 202);
}

}  // namespace

GalleryPage leave_message() {
  return {.summary = "a form that leaves a message for the shop",
          .why =
              "Innocent: the request only stores the message; another program sends the mail. Both writes "
              "are small and in one transaction.",
          .knobs = {dataset_knob()},
          .run = leave,
          .method = Method::post};
}

}  // namespace caseload::gallery
