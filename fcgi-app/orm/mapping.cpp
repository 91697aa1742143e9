#include "orm/mapping.hpp"

#include <string>

namespace caseload::orm {

std::int64_t Entity::operator[](const Aggregate& aggregate) const {
  for (const Annotation& annotation : annotations_) {
    if (annotation.aggregate != aggregate) continue;
    origin_.record->read_column(annotation.position);
    return annotation.value;
  }
  throw MappingError("the aggregate over " + aggregate.relation->name + " was not passed to annotate()");
}

void Entity::annotate(const Aggregate& aggregate, std::int64_t value, std::size_t position) {
  annotations_.push_back({aggregate, value, position});
}

void ColumnBase::set_deferred(Entity& owner) {
  owner_ = &owner;
  presence_ = Presence::deferred;
  settled_ = false;
}

void ColumnBase::set_given() {
  presence_ = Presence::given;
  settled_ = true;
  change_ = Change::changed;
}

void ColumnBase::set_absent() {
  presence_ = Presence::absent;
  settled_ = true;
  change_ = Change::none;
}

void ColumnBase::settle() const {
  const Origin& origin = owner_->origin();
  if (presence_ == Presence::loaded) {
    origin.record->read_column(position_);
  } else {
    for (const auto& field : origin.table->fields()) {
      if (&field->column(*owner_) != this) continue;
      const Field& id = origin.table->id();
      const std::vector<Parameter> parameters{id.value(*owner_)};
      Cursor cursor = origin.db->run(
          "SELECT " + field->name + " FROM " + origin.table->name() + " WHERE " + id.name + " = ?",
          parameters);
      if (!cursor.next()) throw MappingError(origin.table->describe(*owner_) + " no longer exists");
      field->read(*owner_, cursor, 0);
      presence_ = Presence::loaded;
      break;
    }
  }
  settled_ = true;
}

std::string Table::describe(Entity& entity) const {
  const Parameter id_value = id().value(entity);
  return name_ + " " + std::to_string(std::get<std::int64_t>(id_value));
}

MappingError no_related_row(Entity& entity, const Relation& relation) {
  const Field& key = *relation.foreign_key;
  const Parameter value = key.value(entity);
  const auto* id = std::get_if<std::int64_t>(&value);
  const bool known = id != nullptr && key.column(entity).has_value();
  return MappingError(relation.owner().describe(entity) + " has no " + relation.name + ": there is no " +
                      relation.related().name() +
                      (known ? " " + std::to_string(*id) : " with the id in its " + key.name));
}

MappingError null_not_allowed(const Table& table, Entity& entity, const Field& field) {
  return MappingError(table.describe(entity) + " has NULL in " + field.name +
                      ", which its mapping does not allow");
}

void Table::bind(Entity& entity) const {
  for (const auto& field : fields_) field->column(entity).bind(entity);
  bind_relations(entity);
}

void Table::bind_relations(Entity& entity) const {
  for (const auto& relation : relations_) relation->state(entity).bind(entity);
}

}  // namespace caseload::orm
