// What the mapper holds of one row, and lists of rows. An entity is a plain struct of columns and relations
// (models.hpp) that derives from Entity. It is neither copied nor moved, so that its columns and relations
// can point back to it; a List keeps each on the heap, and moving the list leaves them where they are.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/trace.hpp"

namespace caseload {
class Database;
}

namespace caseload::orm {

class Table;
class Field;
class Relation;

// The data does not fit the mapping, or the mapper was asked for what it can't do. Names entity, column and
// id.
struct MappingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A number that the database works out over a to-many relation; made by count() and sum() in query.hpp.
struct Aggregate {
  const Relation* relation = nullptr;
  const Field* field = nullptr;  // what is summed; nullptr: the rows are counted

  friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

// Where an entity came from. All nullptr in one that the code made and has not saved yet.
struct Origin {
  const Table* table = nullptr;
  Database* db = nullptr;         // asked when a relation or a deferred column is touched
  QueryRecord* record = nullptr;  // where columns are noted as read
};

// How the transaction that an entity was last written in ended. Kept with the entity, since a transaction
// that is rolled back, or tried again after a deadlock, must find what it wrote as unsaved as it was.
enum class Outcome : std::uint8_t { open, committed, rolled_back };
struct Written {
  std::shared_ptr<const Outcome> outcome;  // nullptr: no transaction, or all settled
  bool inserted = false;
  bool id_was_given = false;
};

class Entity {
 public:
  Entity() = default;
  Entity(const Entity&) = delete;
  Entity& operator=(const Entity&) = delete;
  virtual ~Entity() = default;

  // author[books], where `books` was given to annotate(). MappingError when it was not.
  std::int64_t operator[](const Aggregate& aggregate) const;

  // For the mapper.
  const Origin& origin() const { return origin_; }
  void set_origin(const Origin& origin) { origin_ = origin; }
  void annotate(const Aggregate& aggregate, std::int64_t value, std::size_t position);
  Written& written() { return written_; }

 private:
  struct Annotation {
    Aggregate aggregate;
    std::int64_t value;
    std::size_t position;  // in the result
  };

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

// Entities in the order of the result. Moves, does not copy.
template <class T>
class List {
 public:
  List() = default;
  explicit List(Rows rows) : rows_(std::move(rows)) {}

  // A new entity at the end, to be filled and saved: `books.add().title = "Emma";`
  T& add() {
    rows_.push_back(std::make_unique<T>());
    return static_cast<T&>(*rows_.back());
  }

  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  // std::out_of_range where there is none.
  const T& operator[](std::size_t index) const { return static_cast<const T&>(*rows_.at(index)); }
  T& operator[](std::size_t index) { return static_cast<T&>(*rows_.at(index)); }

  auto begin() const { return ListIterator<Rows::const_iterator, const T>(rows_.begin()); }
  auto end() const { return ListIterator<Rows::const_iterator, const T>(rows_.end()); }
  auto begin() { return ListIterator<Rows::iterator, T>(rows_.begin()); }
  auto end() { return ListIterator<Rows::iterator, T>(rows_.end()); }

  // nullptr where there is none.
  std::unique_ptr<T> take_first() {
    if (rows_.empty()) return nullptr;
    return std::unique_ptr<T>(static_cast<T*>(rows_.front().release()));
  }

  Rows& rows() { return rows_; }  // for the mapper

 private:
  Rows rows_;
};

}  // namespace caseload::orm
