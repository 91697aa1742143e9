// The numbers of rows in the seed data (docs/data.md), for claims.
#pragma once

#include <cstdint>

#include "core/formula.hpp"

namespace caseload {

inline std::int64_t seeded_books(const Knobs& knobs) {
  constexpr std::int64_t at_x1 = 10'000;
  return at_x1 * static_cast<std::int64_t>(knobs.dataset());
}

inline std::int64_t seeded_reviews(const Knobs& knobs) {
  constexpr std::int64_t at_x1 = 30'000;
  return at_x1 * static_cast<std::int64_t>(knobs.dataset());
}

inline std::int64_t seeded_products(const Knobs& knobs) {
  constexpr std::int64_t at_x1 = 25'000;
  return at_x1 * static_cast<std::int64_t>(knobs.dataset());
}

inline std::int64_t seeded_orders(const Knobs& knobs) {
  constexpr std::int64_t at_x1 = 10'000;
  return at_x1 * static_cast<std::int64_t>(knobs.dataset());
}

inline Formula stored_books() {
  return {"all books", [](const Formula::Context& in) { return seeded_books(in.knobs); }};
}

inline Formula stored_reviews() {
  return {"all reviews", [](const Formula::Context& in) { return seeded_reviews(in.knobs); }};
}

inline Formula stored_products() {
  return {"all products", [](const Formula::Context& in) { return seeded_products(in.knobs); }};
}

inline Formula stored_orders() {
  return {"all orders", [](const Formula::Context& in) { return seeded_orders(in.knobs); }};
}

}  // namespace caseload
