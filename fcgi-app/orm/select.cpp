#include "orm/select.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace caseload::orm {

namespace {

std::string column_of(const std::string& alias, const std::string& column) {
  return alias + "." + column;
}

// Words that can't be an alias (MariaDB manual, Reserved Words) and that a relation may well be named after.
constexpr std::array reserved{"condition", "group", "index", "key", "order", "range", "references", "table"};

std::string alias_of(const Relation& relation) {
  const bool is_reserved = std::ranges::find(reserved, relation.name) != reserved.end();
  return is_reserved ? relation.name + "_" : relation.name;
}

}  // namespace

Select::Select(const Table& table) {
  Part& part = parts_.emplace_back(Part{.table = &table, .alias = table.name()});
  for (const auto& field : table.fields()) part.fields.push_back(field.get());
}

std::size_t Select::join(std::size_t part, const Relation& relation) {
  for (std::size_t i = 1; i < parts_.size(); ++i)
    if (parts_[i].parent == part && parts_[i].relation == &relation) return i;
  if (relation.kind != Relation::Kind::to_one)
    throw MappingError(relation.name +
                       " is a to-many relation; use prefetch, because a join would repeat each " +
                       parts_[part].table->name());
  if (parts_.size() == max_parts)
    throw MappingError("too many joined tables; the maximum is " + std::to_string(max_parts));
  const std::string before = part == root ? "" : parts_[part].alias + "__";
  Part added{.table = &relation.related(),
             .alias = before.empty() ? alias_of(relation) : before + relation.name,
             .parent = part,
             .relation = &relation};
  for (const auto& field : added.table->fields()) added.fields.push_back(field.get());
  parts_.push_back(std::move(added));
  return parts_.size() - 1;
}

void Select::only(std::size_t part, const Field& field) {
  Part& of = parts_[part];
  if (!of.narrowed) {
    of.fields.resize(1);
    of.narrowed = true;
  }
  if (std::find(of.fields.begin(), of.fields.end(), &field) == of.fields.end()) of.fields.push_back(&field);
}

void Select::defer(std::size_t part, const Field& field) {
  Part& of = parts_[part];
  if (&field == of.fields.front()) throw MappingError("the id of " + of.table->name() + " can't be deferred");
  std::erase(of.fields, &field);
}

void Select::where(Condition condition) {
  conditions_.push_back(std::move(condition));
}

void Select::through(const Link& link, bool with_key) {
  link_ = &link;
  with_key_ = with_key;
}

void Select::annotate(const Aggregate& aggregate) {
  const Relation& relation = *aggregate.relation;
  // Two to-many relations in one GROUP BY multiply each other's rows, so counts and sums would be too high.
  if (!aggregates_.empty() && aggregates_.front().relation != &relation)
    throw MappingError("the aggregates of a query must be over the same relation; " + relation.name +
                       " differs from " + aggregates_.front().relation->name);
  if (relation.kind == Relation::Kind::to_one)
    throw MappingError(relation.name + " is a to-one relation and can't be aggregated");
  if (aggregate.field != nullptr && relation.kind == Relation::Kind::linked)
    throw MappingError("sum() does not support a relation through a link table: " + relation.name);
  aggregates_.push_back(aggregate);
}

void Select::order_by(const Field& field, bool descending) {
  order_.push_back({&field, descending});
}

bool Select::qualified() const {
  return parts_.size() > 1 || link_ != nullptr || !aggregates_.empty() ||
         std::any_of(conditions_.begin(), conditions_.end(),
                     [](const Condition& condition) { return condition.any_of != nullptr; });
}

bool Select::can_match() const {
  return std::none_of(conditions_.begin(), conditions_.end(),
                      [](const Condition& condition) { return condition.values.empty(); });
}

void Select::append_columns(std::string& text) const {
  const bool qualify = qualified();
  std::string_view separator;
  auto append = [&](const std::string& column) {
    text.append(separator).append(column);
    separator = ", ";
  };
  if (with_key_) append(column_of(link_->table, link_->from));
  for (const Part& part : parts_)
    for (const Field* field : part.fields) append(qualify ? column_of(part.alias, field->name) : field->name);
  for (const Aggregate& aggregate : aggregates_) {
    const Relation& relation = *aggregate.relation;
    if (aggregate.field != nullptr)
      // A sum of integers is a DECIMAL, and NULL if there are no rows.
      append("CAST(COALESCE(SUM(" + column_of(alias_of(relation), aggregate.field->name) +
             "), 0) AS SIGNED)");
    else if (relation.kind == Relation::Kind::linked)
      append("COUNT(" + column_of(alias_of(relation), relation.link.to) + ")");
    else
      append("COUNT(" + column_of(alias_of(relation), relation.related().id().name) + ")");
  }
}

void Select::append_joins(std::string& text) const {
  const std::string& alias = parts_[root].alias;
  const std::string id = column_of(alias, parts_[root].table->id().name);
  if (link_ != nullptr)
    text += " JOIN " + link_->table + " ON " + column_of(link_->table, link_->to) + " = " + id;
  for (std::size_t i = 1; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    text += " LEFT JOIN " + part.table->name();
    if (part.alias != part.table->name()) text += " AS " + part.alias;
    text += " ON " + column_of(part.alias, part.table->id().name) + " = " +
            column_of(parts_[part.parent].alias, part.relation->foreign_key->name);
  }
  if (!aggregates_.empty()) {
    const Relation& relation = *aggregates_.front().relation;
    const bool linked = relation.kind == Relation::Kind::linked;
    const std::string& table = linked ? relation.link.table : relation.related().name();
    const std::string& key = linked ? relation.link.from : relation.back_key().name;
    text += " LEFT JOIN " + table + " AS " + alias_of(relation) + " ON " +
            column_of(alias_of(relation), key) + " = " + id;
  }
}

void Select::append_conditions(std::string& text) const {
  const bool qualify = qualified();
  const Part& from = parts_[root];
  std::string_view separator = " WHERE ";
  for (const Condition& condition : conditions_) {
    text.append(separator);
    separator = " AND ";
    if (condition.any_of != nullptr) {
      const Relation& relation = *condition.any_of;
      const std::string& table = relation.related().name();
      text += "EXISTS (SELECT 1 FROM " + table + " WHERE " + column_of(table, relation.back_key().name) +
              " = " + column_of(from.alias, from.table->id().name) + " AND " +
              column_of(table, condition.column) + " " + condition.test + ")";
    } else if (condition.on_link) {
      text += column_of(link_->table, condition.column) + " " + condition.test;
    } else {
      text += (qualify ? column_of(from.alias, condition.column) : condition.column) + " " + condition.test;
    }
  }
}

void Select::append_order(std::string& text) const {
  if (!ordered_) return;
  const Part& from = parts_[root];
  const Field& id = from.table->id();
  std::string_view separator = " ORDER BY ";
  auto append = [&](const std::string& alias, const std::string& column, bool descending) {
    text.append(separator);
    separator = ", ";
    text += qualified() ? column_of(alias, column) : column;
    if (descending) text += " DESC";
  };
  if (with_key_) append(link_->table, link_->from, false);
  bool by_id = false;
  for (const Order& order : order_) {
    append(from.alias, order.field->name, order.descending);
    by_id = by_id || order.field == &id;
  }
  if (!by_id) append(from.alias, id.name, !order_.empty() && order_.back().descending);
}

std::string Select::text() const {
  const Part& from = parts_[root];
  std::string text = "SELECT ";
  append_columns(text);
  text += " FROM " + from.table->name();
  append_joins(text);
  append_conditions(text);
  // The other columns depend on the id. MySQL's ONLY_FULL_GROUP_BY recognises that; MariaDB's, which is off
  // by default, doesn't.
  if (!aggregates_.empty()) text += " GROUP BY " + column_of(from.alias, from.table->id().name);
  append_order(text);
  if (limit_) text += " LIMIT ?";
  // OFFSET requires a LIMIT. The manual recommends a large number for "all rows".
  if (offset_) text += limit_ ? " OFFSET ?" : " LIMIT 9223372036854775807 OFFSET ?";
  return text;
}

std::vector<Parameter> Select::parameters() const {
  std::vector<Parameter> parameters;
  for (const Condition& condition : conditions_)
    parameters.insert(parameters.end(), condition.values.begin(), condition.values.end());
  if (limit_) parameters.emplace_back(*limit_);
  if (offset_) parameters.emplace_back(*offset_);
  return parameters;
}

Rows Select::all(Database& db) const {
  Rows rows;
  run(db, [&](const Cursor& cursor, EntityMemory& memory) {
    if (rows.empty()) rows.reserve(cursor.row_count());
    rows.push_back(hydrate(cursor, db, memory));
  });
  return rows;
}

void Select::run(Database& db, const RowReader& row) const {
  if (!can_match()) return;
  const std::vector<Parameter> values = parameters();
  Cursor cursor = db.run(text(), values);
  cursor.record_reads_elsewhere();
  EntityMemory memory(row_bytes(), cursor.row_count());
  while (cursor.next()) row(cursor, memory);
}

void Select::each(Database& db, const std::function<bool(Entity&)>& callback) const {
  if (!can_match()) return;
  const std::vector<Parameter> values = parameters();
  db.run_each(text(), values, [&](Cursor& cursor) {
    cursor.record_reads_elsewhere();
    EntityMemory memory(row_bytes(), 1);
    return callback(*hydrate(cursor, db, memory));
  });
}

std::size_t Select::row_bytes() const {
  std::size_t bytes = 0;
  for (const Part& part : parts_) bytes += part.table->entity_bytes();
  return bytes;
}

std::unique_ptr<Entity> Select::hydrate(const Cursor& cursor, Database& db, EntityMemory& memory) const {
  std::unique_ptr<Entity> whole;
  std::array<Entity*, max_parts> entities{};
  std::size_t position = with_key_ ? 1 : 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    Entity* parent = i == root ? nullptr : entities[part.parent];
    if (i != root && parent == nullptr) {
      position += part.fields.size();
      continue;
    }
    if (i != root) part.relation->state(*parent).set_loaded();
    if (cursor.is_null(position)) {
      // Fine if the foreign key is NULL, otherwise the data is inconsistent.
      if (!std::holds_alternative<std::monostate>(part.relation->foreign_key->value(*parent)))
        throw no_related_row(*parent, *part.relation);
      position += part.fields.size();
      continue;
    }
    std::unique_ptr<Entity> entity = part.table->make(memory);
    part.table->bind_relations(*entity);
    entity->set_origin({.table = part.table, .db = &db, .record = &cursor.record()});
    if (part.fields.size() < part.table->fields().size())
      for (const auto& field : part.table->fields()) field->column(*entity).set_deferred(*entity);
    for (const Field* field : part.fields) field->load(*entity, cursor, position++);
    entities[i] = entity.get();
    if (i == root)
      whole = std::move(entity);
    else
      part.relation->target(*parent) = std::move(entity);
  }
  for (const Aggregate& aggregate : aggregates_) {
    whole->annotate(aggregate, cursor.integer(position), position);
    ++position;
  }
  return whole;
}

}  // namespace caseload::orm
