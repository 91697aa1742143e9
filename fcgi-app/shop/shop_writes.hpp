// Writes as the shop makes them, with the drop of all cached texts that show what was written. What they add
// is cleaned by age, so the seeded data comes back by itself.
#pragma once

#include <string>

#include "io/cache/cached_text.hpp"
#include "io/database/database.hpp"

namespace caseload {

// What texts that show the orders, or the reviews, of a dataset depend on.
std::string orders_of(Dataset dataset);
std::string reviews_of(Dataset dataset);

inline constexpr std::int64_t sold_product = 220;  // by its page's version and date, its stock has changed

// A customer orders the first book in the last quarter and one of the product above; orders that were placed
// so more than a minute ago go.
void place_order(Database& db, CachedTexts& texts);

// Takes back all orders that were placed so, and gives the product the stock, version and date it had.
void forget_orders(Database& db, CachedTexts& texts);

// A customer reviews the first book; reviews that were written so more than a minute ago go.
void write_review(Database& db, CachedTexts& texts);

// Takes back all reviews that were written so.
void forget_reviews(Database& db, CachedTexts& texts);

// A write that no page shows: a scratch row comes and goes.
void touch_unshown_row(Database& db);

}  // namespace caseload
