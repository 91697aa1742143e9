// Scratch rows for pages that write in bulk: rows of scratch_book with a separate batch number, so that the
// shop's books don't change and requests don't interfere. They are removed before the response is sent.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload {

using ScratchBooks = orm::List<orm::ScratchBook>;

// Runs `work` on a new batch, reads the batch back, removes it, and returns what was read: {"count", "total",
// "books": [..]}. If `work` throws, the batch is removed as well. A row that the database rejects becomes a
// 422 that names the row and the column.
//
// In addition to `work`, this takes three queries: two reads (the rows; leftover batches older than ten
// minutes) and one write with its commit (which removes those and this batch).
Response with_scratch_batch(Services& services, const std::function<void(std::int64_t batch)>& work);

// The number of these queries, writes and commits, for the claims.
inline constexpr std::int64_t scratch_queries = 3, scratch_writes = 1, scratch_commits = 1;

// Converts "12.50" to 1250 and back.
std::int64_t cents_of(std::string_view price);
std::string price_of(std::int64_t cents);

// Runs `write`, which writes this row. If it is rejected, the error names the row's position in the batch.
void write_row(const orm::ScratchBook& book, const std::function<void()>& write);

// The list of that name in the JSON body, which must have n entries. std::nullopt if there is no JSON body;
// BadRequest for anything else.
std::optional<Value::List> list_in_body(const Request& request, std::string_view name);

// A member of an entry of such a list. Throws BadRequest with row and column if it is missing or has the
// wrong type.
std::string text_in_row(const Value& entry, std::size_t row, std::string_view column);
std::int64_t integer_in_row(const Value& entry, std::size_t row, std::string_view column);

}  // namespace caseload
