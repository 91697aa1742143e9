#include "orm/batch.hpp"

#include <algorithm>

namespace caseload::orm {

namespace {

std::size_t bytes_of(const Parameter& value) {
  const auto* text = std::get_if<std::string>(&value);
  return sizeof(std::int64_t) + (text == nullptr ? 0 : text->size());
}

}  // namespace

// What remains of a query's bytes beside the names in it.
std::size_t bytes_for_rows(Database& db, const Table& table, const Fields& fields) {
  std::size_t names = 100 + table.name().size();
  for (const Field* field : fields) names += field->name.size() + table.id().name.size() + 16;
  const std::size_t all = db.max_query_bytes();
  return all > names ? all - names : 0;
}

Batch batch_at(std::size_t first, Entities entities, const Fields& fields, const ExactFields& exact,
               const BatchLimit& limit) {
  Batch batch{.first = first, .rows = {}, .values = {}};
  const std::size_t max_rows = std::min(limit.rows, entities.size() - first);
  batch.values.reserve(max_rows * fields.size());
  std::size_t bytes = 0, rows = 0;
  for (; rows < max_rows; ++rows) {
    for (std::size_t field = 0; field < fields.size(); ++field) {
      Parameter& value = batch.values.emplace_back(fields[field]->value(*entities[first + rows]));
      exact.check(field, value, first + rows);
      bytes += bytes_of(value);
    }
    bytes += limit.text_bytes;
    if (bytes > limit.bytes && rows > 0) break;
  }
  batch.values.resize(rows * fields.size());
  batch.rows = entities.subspan(first, rows);
  return batch;
}

}  // namespace caseload::orm
