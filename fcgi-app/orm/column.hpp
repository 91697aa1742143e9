// A column of an entity. Reading it, `book.title()`, notes in the evidence of the statement that fetched it
// that the column was of use. A deferred column (Query::only, Query::defer) is loaded by a statement of its
// own when it is read; that statement then shows in the evidence too. Giving it a value, `book.price =
// "9.90"`, marks it for the next save.
//
// T is std::int64_t, double, bool, std::string (also for DECIMAL and DATETIME), or a std::optional of these
// where the column may be NULL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "orm/entity.hpp"

namespace caseload::orm {

class ColumnBase {
 public:
  ColumnBase() = default;
  ColumnBase(const ColumnBase&) = delete;
  ColumnBase& operator=(const ColumnBase&) = delete;

  // What the next save has to do. Written: nothing, if the transaction it was written in is not rolled back.
  enum class Change : std::uint8_t { none, changed, written };

  // For the mapper.
  void bind(Entity& owner) { owner_ = &owner; }
  void set_loaded(std::size_t position);
  void set_deferred();
  void set_given();
  void set_absent();
  void set_change(Change change) { change_ = change; }
  bool has_value() const { return presence_ == Presence::loaded || presence_ == Presence::given; }
  bool is_given() const { return presence_ == Presence::given; }
  Change change() const { return change_; }
  void touch() const {
    if (!settled_) settle();
  }

 private:
  void settle() const;  // notes the column as read, or loads it where it was deferred

  enum class Presence : std::uint8_t { absent, loaded, deferred, given };
  Entity* owner_ = nullptr;
  std::uint16_t position_ = 0;  // in the result
  mutable Presence presence_ = Presence::absent;
  mutable bool settled_ = true;  // nothing left to do on the next read
  Change change_ = Change::none;
};

// What reading a column gives: a text as a view into the entity, anything else by reference.
template <class T>
struct ColumnReading {
  using type = const T&;
};
template <>
struct ColumnReading<std::string> {
  using type = std::string_view;
};

template <class T>
class Column : public ColumnBase {
 public:
  typename ColumnReading<T>::type operator()() const {
    touch();
    return value_;
  }
  Column& operator=(T value) {
    value_ = std::move(value);
    set_given();
    return *this;
  }

  // For the mapper: the value without noting that it was read.
  T& stored() { return value_; }
  const T& stored() const { return value_; }

 private:
  T value_{};
};

}  // namespace caseload::orm
