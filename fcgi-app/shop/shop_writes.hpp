// Writes that a shop makes. They also invalidate the cached texts that show the changed data. Old rows that
// they added are removed, so the seeded data is restored over time.
#pragma once

#include <string>

#include "core/case.hpp"
#include "io/cache/cached_text.hpp"
#include "io/database/database.hpp"

namespace caseload {

// The dependencies of texts that show the orders or the reviews of a dataset.
std::string orders_of(Dataset dataset);
std::string reviews_of(Dataset dataset);

inline constexpr std::int64_t sold_product = 220;  // the product that place_order sells

// A customer orders the first book, dated in the last quarter, and one piece of the product above. Removes
// orders that this function placed more than a minute ago.
void place_order(Database& db, CachedTexts& texts);

// Removes all orders that place_order placed and restores the product's stock, version and date.
void forget_orders(Database& db, CachedTexts& texts);

// A customer reviews the first book. Removes reviews that this function wrote more than a minute ago.
void write_review(Database& db, CachedTexts& texts);

// Removes all reviews that write_review wrote.
void forget_reviews(Database& db, CachedTexts& texts);

// A write that a step of a case's demo makes (core/case.hpp). Both parts have the type of a variant.
struct DemoWrite {
  Response (*make)(const Request&, Services&);
  Response (*undo)(const Request&, Services&);
};
extern const DemoWrite sale;  // place_order and forget_orders

// A write that no page shows: inserts and removes a scratch row.
void touch_unshown_row(Database& db);

}  // namespace caseload
