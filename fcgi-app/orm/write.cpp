#include "orm/write.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "orm/batch.hpp"
#include "orm/condition.hpp"

namespace caseload::orm {

namespace {

using Parameters = std::vector<Parameter>;

// Errors for which the database rejects a row: NULL, duplicate, out of range, truncated, wrong type, too
// long, missing foreign row, failed check (in MySQL and MariaDB).
// https://mariadb.com/kb/en/mariadb-error-code-reference/
constexpr std::array refusals = {1048, 1062, 1264, 1265, 1292, 1366, 1406, 1452, 3819, 4025};

bool is_refusal(const DatabaseError& error) {
  return std::find(refusals.begin(), refusals.end(), error.code) != refusals.end();
}

// Extracts the column from "Data too long for column 'title' at row 3", "Incorrect integer value: 'x' for
// column `shop`.`book`.`year` at row 1" or "... FOREIGN KEY (`author_id`) REFERENCES ...".
std::string column_in(std::string_view message) {
  for (const std::string_view before : {"for column ", "Column ", "FOREIGN KEY ("}) {
    const std::size_t at = message.rfind(before);
    if (at == std::string_view::npos) continue;
    std::string_view rest = message.substr(at + before.size());
    rest = rest.substr(0, rest.find_first_of(" )"));
    if (rest.size() < 2) continue;
    rest.remove_suffix(1);
    return std::string(rest.substr(rest.find_last_of("'`") + 1));
  }
  return {};
}

void write_row(const std::function<void()>& write) {
  try {
    write();
  } catch (const DatabaseError& error) {
    if (is_refusal(error)) throw RowRefused(0, column_in(error.what()), error.what());
    throw;
  }
}

// The columns that have a value in at least one of the entities.
Fields given_fields(const Table& table, Entities entities) {
  Fields fields;
  for (const auto& field : table.fields())
    if (std::any_of(entities.begin(), entities.end(),
                    [&](const auto& entity) { return field->column(*entity).has_value(); }))
      fields.push_back(field.get());
  if (fields.empty()) throw MappingError("a new " + table.name() + " has no values to insert");
  return fields;
}

MappingError no_value(const Table& table, const Field& field, std::size_t row) {
  return MappingError("the " + table.name() + " at position " + std::to_string(row) + " of the list has no " +
                      field.name);
}

std::string joined(const Fields& fields) {
  std::string text;
  for (const Field* field : fields) text += (text.empty() ? "" : ", ") + field->name;
  return text;
}

void append_list(std::string& text, std::size_t count) {
  text += "(";
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
  text += ")";
}

constexpr std::size_t when_bytes = std::string_view(" WHEN ? THEN ?").size();

// Writes many rows in one query. If the database rejects it, writes the rows one by one to find the bad one:
// the row number in the server's message follows the order of its plan, and not all messages have one. The
// caller's transaction must roll back everything.
void write_rows(const Batch& batch,
                const std::function<void(Entities, std::span<const Parameter> values)>& write) {
  try {
    write(batch.rows, batch.values);
  } catch (const DatabaseError& error) {
    if (!is_refusal(error)) throw;
    if (batch.rows.size() == 1) throw RowRefused(batch.first, column_in(error.what()), error.what());
    const std::size_t fields = batch.values.size() / batch.rows.size();
    for (std::size_t row = 0; row < batch.rows.size(); ++row) {
      try {
        write(batch.rows.subspan(row, 1), std::span(batch.values).subspan(row * fields, fields));
      } catch (const DatabaseError& single) {
        if (!is_refusal(single)) throw;
        throw RowRefused(batch.first + row, column_in(single.what()), single.what());
      }
    }
    throw;
  }
}

void insert_batch(Database& db, const Table& table, const Fields& fields, std::span<const Parameter> values) {
  std::string text = "INSERT INTO " + table.name() + " (" + joined(fields) + ") VALUES ";
  const std::size_t rows = values.size() / fields.size();
  for (std::size_t row = 0; row < rows; ++row) {
    if (row != 0) text += ", ";
    append_list(text, fields.size());
  }
  db.run_write(text, values);
}

// Padded to `rows`, like IN lists (condition.hpp): with the last id, for which the first matching WHEN is
// used, and without values, because those may be large.
void update_batch(Database& db, const Table& table, const Fields& fields, Entities entities,
                  std::span<const Parameter> values, std::size_t rows) {
  const auto id_at = [&](std::size_t row) {
    return table.id().value(*entities[std::min(row, entities.size() - 1)]);
  };
  const std::string& id = table.id().name;
  std::string text = "UPDATE " + table.name() + " SET ";
  Parameters parameters;
  parameters.reserve(rows * (2 * fields.size() + 1));
  for (std::size_t field = 0; field < fields.size(); ++field) {
    if (field != 0) text += ", ";
    text += fields[field]->name + " = CASE " + id;
    for (std::size_t row = 0; row < rows; ++row) {
      text += " WHEN ? THEN ?";
      parameters.push_back(id_at(row));
      parameters.push_back(row < entities.size() ? values[row * fields.size() + field] : Parameter());
    }
    text += " END";
  }
  text += " WHERE " + id + " IN ";
  append_list(text, rows);
  for (std::size_t row = 0; row < rows; ++row) parameters.push_back(id_at(row));
  db.run_write(text, parameters);
}

// Restores the state that an entity had before a transaction that was rolled back.
void forget_rolled_back(const Table& table, Entity& entity) {
  Written& written = entity.written();
  if (written.outcome == nullptr || *written.outcome == Outcome::open) return;
  const bool undo = *written.outcome == Outcome::rolled_back;
  for (const auto& field : table.fields()) {
    ColumnBase& column = field->column(entity);
    if (column.change() == ColumnBase::Change::written)
      column.set_change(undo ? ColumnBase::Change::changed : ColumnBase::Change::none);
    if (undo && written.inserted && !column.is_given()) column.set_absent();
  }
  if (undo && written.inserted) {
    if (!written.id_was_given) table.id().column(entity).set_absent();
    entity.set_origin({});
  }
  written = {};
}

void set_written(Entity& entity, const Fields& fields, const OutcomeOf& transaction) {
  for (const Field* field : fields)
    field->column(entity).set_change(transaction ? ColumnBase::Change::written : ColumnBase::Change::none);
  entity.written().outcome = transaction;
}

Parameters exact_values(Database& db, const Table& table, Entity& entity, const Fields& fields) {
  const ExactFields exact(db, table, fields);
  Parameters values;
  values.reserve(fields.size() + 1);
  for (std::size_t field = 0; field < fields.size(); ++field) {
    values.push_back(fields[field]->value(entity));
    exact.check(field, values.back(), 0);
  }
  return values;
}

Fields insert_one(Database& db, const Table& table, Entity& entity) {
  Fields fields;
  for (const auto& field : table.fields())
    if (field->column(entity).has_value()) fields.push_back(field.get());
  if (fields.empty()) throw MappingError("a new " + table.name() + " has no values to insert");
  std::string text = "INSERT INTO " + table.name() + " (" + joined(fields) + ") VALUES ";
  append_list(text, fields.size());
  db.run_write(text, exact_values(db, table, entity, fields));
  return fields;
}

void insert_and_follow(Database& db, const Table& table, Entity& entity, const OutcomeOf& transaction) {
  Fields fields = insert_one(db, table, entity);
  const bool id_was_given = fields.front() == &table.id();
  if (!id_was_given) {
    table.set_id(entity, db.last_insert_id());
    fields.push_back(&table.id());
  }
  table.bind(entity);
  entity.set_origin({.table = &table, .db = &db, .record = nullptr});
  for (const auto& field : table.fields())  // values set by the database are loaded when read
    if (ColumnBase& column = field->column(entity); !column.has_value()) column.set_deferred(entity);
  entity.written() = {.inserted = transaction != nullptr, .id_was_given = id_was_given};
  set_written(entity, fields, transaction);
}

void update_one(Database& db, const Table& table, Entity& entity, const OutcomeOf& transaction) {
  Fields changed;
  for (const auto& field : table.fields())
    if (field->column(entity).change() == ColumnBase::Change::changed) changed.push_back(field.get());
  if (changed.empty()) return;
  if (changed.front() == &table.id())
    throw MappingError("the id of a " + table.name() + " was changed; save a new one instead");
  std::string text = "UPDATE " + table.name() + " SET ";
  Parameters parameters = exact_values(db, table, entity, changed);
  for (const Field* field : changed) text += field->name + (field == changed.back() ? " = ? " : " = ?, ");
  parameters.push_back(table.id().value(entity));
  db.run_write(text + "WHERE " + table.id().name + " = ?", parameters);
  set_written(entity, changed, transaction);
}

}  // namespace

RowRefused::RowRefused(std::size_t at, std::string name, const std::string& reason)
    : std::runtime_error(reason), row(at), column(std::move(name)) {}

void create(Database& db, const Table& table, Entity& entity) {
  write_row([&] { insert_one(db, table, entity); });
}

void save(Database& db, const Table& table, Entity& entity, const OutcomeOf& transaction) {
  forget_rolled_back(table, entity);
  write_row([&] {
    entity.origin().db == nullptr ? insert_and_follow(db, table, entity, transaction)
                                  : update_one(db, table, entity, transaction);
  });
}

void insert_all(Database& db, const Table& table, const Rows& entities, std::size_t chunk) {
  const Fields fields = given_fields(table, entities);
  for (std::size_t row = 0; row < entities.size(); ++row)
    for (const Field* field : fields)
      if (!field->optional && !field->column(*entities[row]).has_value()) throw no_value(table, *field, row);
  const ExactFields exact(db, table, fields);
  const BatchLimit limit{.rows = std::clamp<std::size_t>(chunk, 1, max_parameters / fields.size()),
                         .bytes = bytes_for_rows(db, table, fields),
                         .text_bytes = 3 * fields.size() + 2};
  for (std::size_t first = 0; first < entities.size();) {
    const Batch batch = batch_at(first, entities, fields, exact, limit);
    write_rows(batch,
               [&](Entities, std::span<const Parameter> values) { insert_batch(db, table, fields, values); });
    first += batch.rows.size();
  }
}

void update_all(Database& db, const Table& table, const Rows& entities, const Fields& fields,
                std::size_t chunk, const OutcomeOf& transaction) {
  if (fields.empty()) throw MappingError("the bulk update of " + table.name() + " has no columns");
  for (std::size_t row = 0; row < entities.size(); ++row) {
    forget_rolled_back(table, *entities[row]);
    if (entities[row]->origin().db == nullptr)
      throw MappingError("bulk_update() got a " + table.name() + " that is not in the database");
    for (const Field* field : fields)
      if (!field->column(*entities[row]).has_value()) throw no_value(table, *field, row);
  }
  const ExactFields exact(db, table, fields);
  // Padding at most doubles the number of rows.
  const BatchLimit limit{
      .rows = std::clamp<std::size_t>(chunk, 1, max_parameters / (2 * fields.size() + 1)),
      .bytes = bytes_for_rows(db, table, fields),
      .text_bytes = 2 * (fields.size() * (when_bytes + 2 * sizeof(std::int64_t)) + 3 + sizeof(std::int64_t))};
  for (std::size_t first = 0; first < entities.size();) {
    const Batch batch = batch_at(first, entities, fields, exact, limit);
    write_rows(batch, [&](Entities rows, std::span<const Parameter> values) {
      update_batch(db, table, fields, rows, values, std::min(limit.rows, std::bit_ceil(rows.size())));
    });
    first += batch.rows.size();
  }
  for (const auto& entity : entities) set_written(*entity, fields, transaction);
}

}  // namespace caseload::orm
