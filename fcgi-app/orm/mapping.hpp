// How an entity maps to its table, declared once per entity in models.cpp:
//
//   const orm::Mapping<Book>& Book::mapping() {
//     static const auto mapping = orm::Mapping<Book>("book")
//                                     .column("id", &Book::id)              // first, a whole number
//                                     .column("author_id", &Book::author_id)
//                                     .to_one("author", &Book::author, &Book::author_id)
//                                     .to_many("reviews", &Book::reviews, &Review::book_id)
//                                     .to_many("tags", &Book::tags, {"book_tag", "book_id", "tag_id"});
//     return mapping;
//   }
//
// All identifiers in the SQL that the ORM generates come from here; values are always parameters. A mapping
// is immutable and may be used by any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "io/database/database.hpp"
#include "orm/column.hpp"
#include "orm/entity_memory.hpp"
#include "orm/relation.hpp"

namespace caseload::orm {

// One column of a table.
class Field {
 public:
  Field(std::string column_name, bool may_be_null) : name(std::move(column_name)), optional(may_be_null) {}
  virtual ~Field() = default;

  virtual ColumnBase& column(Entity& entity) const = 0;
  // Reads the value from the current row. MappingError for a NULL that the mapping does not allow.
  virtual void read(Entity& entity, const Cursor& cursor, std::size_t position) const = 0;
  // The same for a new entity: also binds the column and marks it as loaded.
  virtual void load(Entity& entity, const Cursor& cursor, std::size_t position) const = 0;
  virtual Parameter value(Entity& entity) const = 0;

  const std::string name;
  const bool optional;  // may be NULL
};

// A link table for a many-to-many relation.
struct Link {
  std::string table;
  std::string from;  // column with the id of this entity
  std::string to;    // column with the id of the related entity
};

class Relation {
 public:
  enum class Kind { to_one, to_many, linked };

  virtual ~Relation() = default;
  virtual RelationBase& state(Entity& entity) const = 0;
  virtual std::unique_ptr<Entity>& target(Entity& entity) const = 0;  // to_one
  virtual Rows& rows(Entity& entity) const = 0;                       // to_many, linked

  Kind kind = Kind::to_one;
  std::string name;
  const Table& (*owner)() = nullptr;  // functions, because mappings refer to each other
  const Table& (*related)() = nullptr;
  const Field* foreign_key = nullptr;      // to_one: of this entity
  std::function<const Field&()> back_key;  // to_many: of the related entity
  Link link;                               // linked
};

MappingError null_not_allowed(const Table& table, Entity& entity, const Field& field);
// The error for a foreign key without a row.
MappingError no_related_row(Entity& entity, const Relation& relation);

class Table {
 public:
  explicit Table(std::string name) : name_(std::move(name)) {}
  virtual ~Table() = default;

  const std::string& name() const { return name_; }
  const std::vector<std::unique_ptr<Field>>& fields() const { return fields_; }
  const std::vector<std::unique_ptr<Relation>>& relations() const { return relations_; }
  const Field& id() const { return *fields_.front(); }

  virtual std::size_t entity_bytes() const = 0;
  // The columns and relations of the new entity are not bound yet.
  virtual std::unique_ptr<Entity> make(EntityMemory& memory) const = 0;
  void bind(Entity& entity) const;  // sets the owner of columns and relations
  void bind_relations(Entity& entity) const;

  virtual void set_id(Entity& entity, std::int64_t id) const = 0;

  // "book 17", for messages.
  std::string describe(Entity& entity) const;

 protected:
  Table(Table&&) = default;

  std::string name_;
  std::vector<std::unique_ptr<Field>> fields_;
  std::vector<std::unique_ptr<Relation>> relations_;
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class E, class T>
class FieldOf final : public Field {
 public:
  FieldOf(std::string column, Column<T> E::*member)
      : Field(std::move(column), IsOptional<T>::value), member_(member) {}

  Column<T>& column(Entity& entity) const override { return static_cast<E&>(entity).*member_; }
  void read(Entity& entity, const Cursor& cursor, std::size_t position) const override {
    read_into(static_cast<E&>(entity).*member_, entity, cursor, position);
  }
  void load(Entity& entity, const Cursor& cursor, std::size_t position) const override {
    Column<T>& into = static_cast<E&>(entity).*member_;
    read_into(into, entity, cursor, position);
    into.bind(entity);
    into.set_loaded(position);
  }
  Parameter value(Entity& entity) const override { return to_parameter(column(entity).stored()); }

 private:
  void read_into(Column<T>& column, Entity& entity, const Cursor& cursor, std::size_t position) const {
    if constexpr (!IsOptional<T>::value)
      if (cursor.is_null(position)) throw null_not_allowed(E::mapping(), entity, *this);
    read_column(cursor, position, column.stored());
  }

  Column<T> E::*member_;
};

template <class E, class Member>
class RelationOf final : public Relation {
 public:
  explicit RelationOf(Member E::*member) : member_(member) {}

  Member& state(Entity& entity) const override { return static_cast<E&>(entity).*member_; }
  std::unique_ptr<Entity>& target(Entity& entity) const override {
    if constexpr (ToOneRelation<Member>) return state(entity).target();
    throw MappingError(name + " is a to-many relation");
  }
  Rows& rows(Entity& entity) const override {
    if constexpr (!ToOneRelation<Member>) return state(entity).rows();
    throw MappingError(name + " is a to-one relation");
  }

 private:
  Member E::*member_;
};

template <class E>
class Mapping : public Table {
 public:
  explicit Mapping(std::string table) : Table(std::move(table)), prototype_(std::make_unique<E>()) {}

  template <class Base, class T>
  Mapping&& column(std::string name, Column<T> Base::*member) && {
    fields_.push_back(std::make_unique<FieldOf<E, T>>(std::move(name), member));
    return std::move(*this);
  }

  template <class Base, class Member, class KeyBase, class Key>
  requires ToOneRelation<Member> Mapping &&
      to_one(std::string name, Member Base::*member, Column<Key> KeyBase::*foreign_key) && {
    static_assert(IsOptional<Key>::value == std::is_same_v<Member, ToOneOrNone<typename Member::Target>>,
                  "use ToOneOrNone for a key that may be NULL and ToOne for any other");
    add_relation(Relation::Kind::to_one, std::move(name), member).foreign_key = &field(foreign_key);
    return std::move(*this);
  }

  template <class Base, class Target, class KeyBase, class Key>
  Mapping&& to_many(std::string name, ToMany<Target> Base::*member, Column<Key> KeyBase::*back_key) && {
    add_relation(Relation::Kind::to_many, std::move(name), member).back_key = [back_key]() -> const Field& {
      return Target::mapping().field(back_key);
    };
    return std::move(*this);
  }

  template <class Base, class Target>
  Mapping&& to_many(std::string name, ToMany<Target> Base::*member, Link link) && {
    add_relation(Relation::Kind::linked, std::move(name), member).link = std::move(link);
    return std::move(*this);
  }

  std::size_t entity_bytes() const override { return EntityMemory::aligned(sizeof(E)); }
  std::unique_ptr<Entity> make(EntityMemory& memory) const override {
    static_assert(alignof(E) <= alignof(std::max_align_t));
    std::unique_ptr<Entity> entity(::new (memory.take(sizeof(E))) E);
    entity->set_block(memory.block());
    return entity;
  }

  void set_id(Entity& entity, std::int64_t id) const override { static_cast<E&>(entity).id = id; }

  // The declaration of a member; MappingError if it was not declared.
  template <class Base, class T>
  const Field& field(Column<T> Base::*member) const {
    for (const auto& declared : fields_)
      if (&declared->column(*prototype_) == &(prototype_.get()->*member)) return *declared;
    throw MappingError("a column is used that the mapping of " + name_ + " does not declare");
  }
  template <class Base, class Member>
  requires AnyRelation<Member>
  const Relation& relation(Member Base::*member) const {
    for (const auto& declared : relations_)
      if (&declared->state(*prototype_) == &(prototype_.get()->*member)) return *declared;
    throw MappingError("a relation is used that the mapping of " + name_ + " does not declare");
  }

 private:
  template <class Base, class Member>
  Relation& add_relation(Relation::Kind kind, std::string name, Member Base::*member) {
    auto relation = std::make_unique<RelationOf<E, Member>>(member);
    relation->kind = kind;
    relation->name = std::move(name);
    relation->owner = []() -> const Table& { return E::mapping(); };
    relation->related = []() -> const Table& { return Member::Target::mapping(); };
    relations_.push_back(std::move(relation));
    return *relations_.back();
  }

  std::unique_ptr<E> prototype_;  // maps member pointers to members
};

}  // namespace caseload::orm
