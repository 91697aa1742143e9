#include "orm/load.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "orm/select.hpp"

namespace caseload::orm {

namespace {

Parameter key_of(Entity& entity, const Relation& relation) {
  const Field& field =
      relation.kind == Relation::Kind::to_one ? *relation.foreign_key : relation.owner().id();
  field.column(entity).touch();  // the ORM itself reads it
  return field.value(entity);
}

void load_one(Entity& entity, const Relation& relation) {
  const Parameter key = key_of(entity, relation);
  if (!std::holds_alternative<std::monostate>(key)) {
    Select select(relation.related());
    select.where(compare(relation.related().id(), Compare::equal, key));
    select.in_any_order();
    Rows rows = select.all(*entity.origin().db);
    if (rows.empty()) throw no_related_row(entity, relation);
    relation.target(entity) = std::move(rows.front());
  }
  relation.state(entity).set_loaded();
}

void load_many(Entity& entity, const Relation& relation) {
  Select select(relation.related());
  if (relation.kind == Relation::Kind::to_many) {
    select.where(compare(relation.back_key(), Compare::equal, key_of(entity, relation)));
  } else {
    select.through(relation.link, false);
    select.where(
        {.column = relation.link.from, .test = "= ?", .values = {key_of(entity, relation)}, .on_link = true});
  }
  relation.rows(entity) = select.all(*entity.origin().db);
  relation.state(entity).set_loaded();
}

using ByKey = std::unordered_map<std::int64_t, std::vector<Entity*>>;

// The query that selects the related rows of these keys.
Select select_related_to(const Relation& relation, std::vector<Parameter> keys) {
  Select select(relation.related());
  switch (relation.kind) {
    case Relation::Kind::to_one:
      select.where(one_of(relation.related().id().name, std::move(keys)));
      break;
    case Relation::Kind::to_many:
      select.where(one_of(relation.back_key().name, std::move(keys)));
      select.order_by(relation.back_key(), false);  // in the order of its index, so nothing needs sorting
      break;
    case Relation::Kind::linked: {
      select.through(relation.link, true);
      Condition condition = one_of(relation.link.from, std::move(keys));
      condition.on_link = true;
      select.where(std::move(condition));
      break;
    }
  }
  return select;
}

// Does not count as reading the column, because the page may never look at the rows.
std::int64_t key_in_row(const Cursor& cursor, const Relation& relation) {
  std::size_t position = 0;
  if (relation.kind == Relation::Kind::to_many) {
    const auto& fields = relation.related().fields();
    while (fields[position].get() != &relation.back_key()) ++position;
  }
  return cursor.integer(position);
}

void load_chunk(Database& db, const Relation& relation, std::vector<Parameter> keys, const ByKey& by_key) {
  const Select select = select_related_to(relation, std::move(keys));
  select.run(db, [&](const Cursor& cursor, EntityMemory& memory) {
    const auto found = by_key.find(key_in_row(cursor, relation));
    if (found == by_key.end()) return;
    for (Entity* entity : found->second) {
      if (relation.kind == Relation::Kind::to_one)
        relation.target(*entity) = select.hydrate(cursor, db, memory);
      else
        relation.rows(*entity).push_back(select.hydrate(cursor, db, memory));
    }
  });
}

void load_for_all(Database& db, const std::vector<Entity*>& entities, const Relation& relation,
                  std::size_t chunk) {
  ByKey by_key;
  std::vector<std::int64_t> keys;  // without duplicates, in the order of the entities
  std::vector<Entity*> unloaded;
  for (Entity* entity : entities) {
    if (relation.state(*entity).is_loaded()) continue;
    unloaded.push_back(entity);
    const Parameter key = key_of(*entity, relation);
    const auto* id = std::get_if<std::int64_t>(&key);
    if (id == nullptr) continue;
    std::vector<Entity*>& same = by_key[*id];
    if (same.empty()) keys.push_back(*id);
    same.push_back(entity);
  }
  for (std::size_t first = 0; first < keys.size(); first += chunk) {
    const auto of_chunk = std::span(keys).subspan(first, std::min(chunk, keys.size() - first));
    load_chunk(db, relation, {of_chunk.begin(), of_chunk.end()}, by_key);
  }
  for (Entity* entity : unloaded) {
    if (relation.kind == Relation::Kind::to_one && relation.target(*entity) == nullptr &&
        !std::holds_alternative<std::monostate>(relation.foreign_key->value(*entity)))
      throw no_related_row(*entity, relation);
    relation.state(*entity).set_loaded();
  }
}

std::vector<Entity*> related_to(const std::vector<Entity*>& entities, const Relation& relation) {
  std::vector<Entity*> related;
  for (Entity* entity : entities) {
    if (relation.kind == Relation::Kind::to_one) {
      if (Entity* target = relation.target(*entity).get()) related.push_back(target);
    } else {
      for (const auto& row : relation.rows(*entity)) related.push_back(row.get());
    }
  }
  return related;
}

}  // namespace

void prefetch(Database& db, const Rows& entities, const std::vector<const Relation*>& path,
              std::size_t chunk) {
  std::vector<Entity*> at;
  at.reserve(entities.size());
  for (const auto& entity : entities) at.push_back(entity.get());
  for (const Relation* relation : path) {
    load_for_all(db, at, *relation, chunk);
    at = related_to(at, *relation);
  }
}

void RelationBase::load() const {
  if (owner_ == nullptr || owner_->origin().db == nullptr)
    throw MappingError("a relation was read of an entity that was not loaded from the database");
  for (const auto& relation : owner_->origin().table->relations()) {
    if (&relation->state(*owner_) != this) continue;
    if (relation->kind == Relation::Kind::to_one)
      load_one(*owner_, *relation);
    else
      load_many(*owner_, *relation);
    return;
  }
  throw MappingError("a relation was read that the mapping of " + owner_->origin().table->name() +
                     " does not declare");
}

}  // namespace caseload::orm
