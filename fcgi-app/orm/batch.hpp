// The rows of a bulk write, in parts that fit into one query each.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/query_digest.hpp"
#include "orm/exact.hpp"
#include "orm/mapping.hpp"

namespace caseload::orm {

using Entities = std::span<const std::unique_ptr<Entity>>;
using Fields = std::vector<const Field*>;

// Some rows of a list with their values, row by row.
struct Batch {
  std::size_t first;  // its position in the list
  Entities rows;
  std::vector<Parameter> values;
};

// How much one query may have.
struct BatchLimit {
  std::size_t rows;
  std::size_t bytes;       // of values and of the text that grows with the rows
  std::size_t text_bytes;  // of the text, for each row
};

// How many bytes a query has for rows, beside its other text.
std::size_t bytes_for_rows(Database& db, const Table& table, const Fields& fields);

// At least one row. If that is too large by itself, the database refuses it. Throws RowRefused for a value
// that a column would change.
Batch batch_at(std::size_t first, Entities entities, const Fields& fields, const ExactFields& exact,
               const BatchLimit& limit);

}  // namespace caseload::orm
