// Scratch rows for a page that writes in bulk: rows of scratch_book under a batch number of their own, so
// that the shop's books stay as they are and two requests never meet. They are gone when the answer goes out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload {

using ScratchBooks = orm::List<orm::ScratchBook>;

// Runs `work` on a new batch, reads the batch back, removes it, and answers with what was read: {"count",
// "total", "books": [..]}. All or nothing: when `work` throws, the batch is removed as well, and a row that
// the database refuses becomes a 422 that names row and column.
//
// Beside what `work` does this takes three statements: two reads (the rows; the batches of requests that died
// ten minutes ago or earlier) and one write with its commit (those and this batch are removed).
Response with_scratch_batch(Services& services, const std::function<void(std::int64_t batch)>& work);

// How many statements, writes and commits that is, for the claims.
inline constexpr std::int64_t scratch_queries = 3, scratch_writes = 1, scratch_commits = 1;

// "12.50" as 1250, and back.
std::int64_t cents_of(std::string_view price);
std::string price_of(std::int64_t cents);

// Runs `write`, which writes this one row: a refusal then names the row's place in its batch.
void write_row(const orm::ScratchBook& book, const std::function<void()>& write);

// The list of that name in a JSON body, which must have n entries. std::nullopt without a body of JSON.
// BadRequest for anything else.
std::optional<Value::List> list_in_body(const Request& request, std::string_view name);

// A member of an entry of such a list. BadRequest, naming row and column, where it is no such thing.
std::string text_in_row(const Value& entry, std::size_t row, std::string_view column);
std::int64_t integer_in_row(const Value& entry, std::size_t row, std::string_view column);

}  // namespace caseload
