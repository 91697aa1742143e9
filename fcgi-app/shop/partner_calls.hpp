// The calls that pages make to the shop's partners, which caseload-partners stands in for
// (partners/partner_services.hpp), and what their replies say.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/knobs.hpp"
#include "core/value.hpp"
#include "io/http/http_client.hpp"

namespace caseload::partners {

inline constexpr std::size_t max_skus = 100;  // in one call; with more, the service responds 400

// {"items": [{"sku", "stock"}]}, in the order of the SKUs; {"sku", "error"} for a product it does not know.
io::HttpCall stock_of(Dataset dataset, std::span<const std::string> skus);
// {"sku", "price", "currency"}
io::HttpCall price_of(Dataset dataset, const std::string& sku);
// {"sku", "country", "zone", "price", "currency", "days"}; `country`: ISO 3166-1
io::HttpCall delivery_of(Dataset dataset, const std::string& sku, const std::string& country);
// {"approved": true, "reference"}, or with status 402 {"approved": false, "reason"}
io::HttpCall payment_by(Dataset dataset, std::int64_t customer_id, std::int64_t cents);

// The document of a successful reply; std::nullopt if there is none.
std::optional<Value> document_in(const io::HttpReply& reply);

}  // namespace caseload::partners
