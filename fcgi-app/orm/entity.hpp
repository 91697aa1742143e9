// Entities, which hold one row each, and lists of them. An entity is a plain struct of columns and relations
// (models.hpp) that derives from Entity. It can't be copied or moved, because its columns and relations point
// back to it. A List keeps its entities on the heap, so moving the list doesn't move them. Those of one
// result share blocks of memory (entity_memory.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/trace.hpp"

namespace caseload {
class Database;
}

namespace caseload::orm {

class EntityBlock;
class Table;
class Field;
class Relation;

// The data doesn't fit the mapping, or the ORM doesn't support what was requested. The message names the
// entity, the column and the id.
struct MappingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A number that the database computes over a to-many relation. Created by count() and sum() in query.hpp.
struct Aggregate {
  const Relation* relation = nullptr;
  const Field* field = nullptr;  // the column to sum; nullptr: count the rows

  friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

// Where an entity came from. All members are nullptr for a new entity that was not saved yet.
struct Origin {
  const Table* table = nullptr;
  Database* db = nullptr;         // used to load relations and deferred columns
  QueryRecord* record = nullptr;  // where reads of columns are recorded
};

// How the transaction that last wrote an entity ended. Kept with the entity: after a rollback, or before a
// retry after a deadlock, the entity must count as unsaved again.
enum class Outcome : std::uint8_t { open, committed, rolled_back };
struct Written {
  std::shared_ptr<const Outcome> outcome;  // nullptr: no transaction, or nothing pending
  bool inserted = false;
  bool id_was_given = false;
};

class Entity {
 public:
  Entity() = default;
  Entity(const Entity&) = delete;
  Entity& operator=(const Entity&) = delete;
  virtual ~Entity() = default;
  // Destroys the entity and frees its memory, or its share of a block.
  static void operator delete(Entity* entity, std::destroying_delete_t);

  // author[books] for an aggregate that was passed to annotate(), otherwise MappingError.
  std::int64_t operator[](const Aggregate& aggregate) const;

  // For the ORM.
  const Origin& origin() const { return origin_; }
  void set_origin(const Origin& origin) { origin_ = origin; }
  void annotate(const Aggregate& aggregate, std::int64_t value, std::size_t position);
  Written& written() { return written_; }
  void set_block(EntityBlock* block) { block_ = block; }

 private:
  struct Annotation {
    Aggregate aggregate;
    std::int64_t value;
    std::size_t position;  // in the result
  };

  EntityBlock* block_ = nullptr;  // nullptr: allocated on its own
  Origin origin_;
  Written written_;
  std::vector<Annotation> annotations_;
};

using Rows = std::vector<std::unique_ptr<Entity>>;

template <class Owned, class Seen>
class ListIterator {
 public:
  using value_type = Seen;
  using difference_type = std::ptrdiff_t;

  ListIterator() = default;
  explicit ListIterator(Owned at) : at_(at) {}
  Seen& operator*() const { return static_cast<Seen&>(**at_); }
  Seen* operator->() const { return &**this; }
  ListIterator& operator++() {
    ++at_;
    return *this;
  }
  ListIterator operator++(int) {
    ListIterator before = *this;
    ++at_;
    return before;
  }
  friend bool operator==(const ListIterator&, const ListIterator&) = default;

 private:
  Owned at_{};
};

// Entities in the order of the result. Movable, not copyable.
template <class T>
class List {
 public:
  List() = default;
  explicit List(Rows rows) : rows_(std::move(rows)) {}

  // Appends a new entity to be filled and saved: `books.add().title = "Emma";`
  T& add() {
    rows_.push_back(std::make_unique<T>());
    return static_cast<T&>(*rows_.back());
  }

  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  // Throws std::out_of_range.
  const T& operator[](std::size_t index) const { return static_cast<const T&>(*rows_.at(index)); }
  T& operator[](std::size_t index) { return static_cast<T&>(*rows_.at(index)); }

  auto begin() const { return ListIterator<Rows::const_iterator, const T>(rows_.begin()); }
  auto end() const { return ListIterator<Rows::const_iterator, const T>(rows_.end()); }
  auto begin() { return ListIterator<Rows::iterator, T>(rows_.begin()); }
  auto end() { return ListIterator<Rows::iterator, T>(rows_.end()); }

  // nullptr if the list is empty.
  std::unique_ptr<T> take_first() {
    if (rows_.empty()) return nullptr;
    return std::unique_ptr<T>(static_cast<T*>(rows_.front().release()));
  }

  Rows& rows() { return rows_; }  // for the ORM

 private:
  Rows rows_;
};

}  // namespace caseload::orm
