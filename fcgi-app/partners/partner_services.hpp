// Stands in for other companies' services that the shop calls: stock, price and delivery of products, and
// payment. Each response takes real queries on the shop's database, and nothing is made slow.
//
//   GET  /stock?sku=A,B,..          up to 100 products (shop/partner_calls.hpp has the responses)
//   GET  /price?sku=A
//   GET  /delivery?sku=A&country=DE
//   POST /payment                   customer, cents; declined with 402 above the customer's limit
//   GET  /healthz
//
// All take `dataset`. An error is {"error": reason}.
#pragma once

#include "core/clock.hpp"
#include "io/database/connection.hpp"
#include "io/fastcgi/fcgi_server.hpp"

namespace caseload::partners {

class PartnerServices final : public io::Worker {
 public:
  explicit PartnerServices(const io::DatabaseSettings& settings) : connections_(settings) {}

  Response handle(Request& request) override;
  Response reject(const Request& request, int status, const std::string& detail) override;

 private:
  const SystemClock clock_;
  const io::DriverThread driver_;  // outlives the connections
  io::Connections connections_;
};

}  // namespace caseload::partners
