#include "shop/partner_calls.hpp"

#include "core/text.hpp"
#include "io/json/json.hpp"

namespace caseload::partners {

namespace {

std::string target(std::string_view path, Dataset dataset) {
  return std::string(path) + "?dataset=" + std::string(name_of(dataset));
}

}  // namespace

io::HttpCall stock_of(Dataset dataset, std::span<const std::string> skus) {
  std::string list;
  for (const std::string& sku : skus) list += (list.empty() ? "" : ",") + percent_encode(sku);
  return {.target = target("/stock", dataset) + "&sku=" + list};
}

io::HttpCall price_of(Dataset dataset, const std::string& sku) {
  return {.target = target("/price", dataset) + "&sku=" + percent_encode(sku)};
}

io::HttpCall delivery_of(Dataset dataset, const std::string& sku, const std::string& country) {
  return {.target = target("/delivery", dataset) + "&sku=" + percent_encode(sku) +
                    "&country=" + percent_encode(country)};
}

io::HttpCall payment_by(Dataset dataset, std::int64_t customer_id, std::int64_t cents) {
  return {.target = target("/payment", dataset),
          .form = "customer=" + std::to_string(customer_id) + "&cents=" + std::to_string(cents)};
}

std::optional<Value> document_in(const io::HttpReply& reply) {
  if (!reply.is_success()) return std::nullopt;
  return io::from_json(reply.body);
}

}  // namespace caseload::partners
